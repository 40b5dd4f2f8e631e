/*
 * What a server says when it refuses something.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "send/refusal.h"
#include "sending.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	struct span body;
	const char *want, *code;
} cases[] = {
	{ SPAN("{\"error\":\"invalid_client\",\"error_description\":\"no\"}"),
	  "invalid_client, no", "invalid_client" },
	{ SPAN("{\"error\":\"invalid_grant\",\"description\":\"no\"}"),
	  "invalid_grant, no", "invalid_grant" },
	{ SPAN("{\"error\":\"a\",\"error_description\":\"\","
	  "\"description\":\"b\"}"), "a, b", "a" },
	{ SPAN("{\"error\":\"invalid_scope\"}"), "invalid_scope",
	  "invalid_scope" },
	{ SPAN("{\"message\":\"not here\",\"code\":\"not.found\","
	  "\"status\":404}"), "not.found, not here", "not.found" },
	{ SPAN("{\"message\":\"only\"}"), "only", "" },
	{ SPAN("{\"error\":{\"code\":1}}"), "", "" },
	{ SPAN("[1]"), "", "" },
	{ SPAN(""), "", "" },
	{ SPAN("\r\n  plain text \r\nmore"), "plain text ", "" },
	{ SPAN("{\"error\":"), "{\"error\":", "" },
	{ SPAN("<html><TITLE>502 Bad Gateway</TITLE>x"),
	  "a page of HTML and no JSON, '502 Bad Gateway'", "" },
	{ SPAN("<!doctype html><p>x"), "a page of HTML and no JSON", "" },
	{ SPAN("<html><title>x"), "a page of HTML and no JSON, 'x'", "" },
	{ SPAN("\x1b[2J\xe2\x80\xaex\xff"), "\\x1B[2J\\u{202E}x\\xFF", "" },
	{ SPAN("a\0b"), "a\\x00b", "" },
};

static void
it_is_told_in_a_line(void **state)
{
	static const char *const none[] = { NULL };
	struct http_response r = { .outcome = HTTP_ANSWERED };
	struct sending t;
	struct span code;
	struct buf b;
	size_t i;

	(void)state;
	sending_begin(&t, none);
	gcl_buf_init(&b, 4096);
	gcl_buf_init(&r.body, 4096);
	for (i = 0; i < N_ELEMS(cases); i++) {
		gcl_buf_reset(&b);
		gcl_buf_reset(&r.body);
		gcl_buf_addspan(&r.body, cases[i].body);
		gcl_refusal_read(&t.s, &r, &code, &b);
		assert_string_equal(gcl_buf_str(&b), cases[i].want);
		assert_true(gcl_span_is(code, cases[i].code));
	}
	gcl_buf_release(&r.body);
	gcl_buf_release(&b);
	sending_end(&t);
}

static void
it_is_short(void **state)
{
	static const char *const none[] = { NULL };
	struct http_response r = { .outcome = HTTP_ANSWERED };
	struct sending t;
	struct span code;
	struct buf b;
	size_t i;

	(void)state;
	sending_begin(&t, none);
	gcl_buf_init(&b, 4096);
	gcl_buf_init(&r.body, 4096);
	for (i = 0; i < 4096; i++)
		gcl_buf_addc(&r.body, 'x');
	gcl_refusal_read(&t.s, &r, &code, &b);
	assert_true(b.len > 100 && b.len < 200);
	gcl_buf_release(&r.body);
	gcl_buf_release(&b);
	sending_end(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_told_in_a_line),
		cmocka_unit_test(it_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
