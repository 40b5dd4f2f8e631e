/*
 * The JSON writer: commas, nesting, escapes, and validity whatever goes in.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "json/string.h"
#include "json/write.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))
#define REPLACED "\xef\xbf\xbd"

static const struct {
	struct span raw, want;
} quotes[] = {
	{ SPAN(""), SPAN("\"\"") },
	{ SPAN("tel:+15551234567"), SPAN("\"tel:+15551234567\"") },
	{ SPAN("\"\\"), SPAN("\"\\\"\\\\\"") },
	{ SPAN("a/b c"), SPAN("\"a/b c\"") },
	{ SPAN("\b\f\n\r\t"), SPAN("\"\\b\\f\\n\\r\\t\"") },
	{ SPAN("\0x\x01\x1f"), SPAN("\"\\u0000x\\u0001\\u001f\"") },
	{ SPAN("\x1b[2J"), SPAN("\"\\u001b[2J\"") },
	{ SPAN("~\x7f"), SPAN("\"~\\u007f\"") },
	{ SPAN("\xc2\x80\xc2\x9b\xc2\x9f"),
	  SPAN("\"\\u0080\\u009b\\u009f\"") },
	{ SPAN("\xc2\xa0\xc3\xa9"), SPAN("\"\xc2\xa0\xc3\xa9\"") },
	{ SPAN("\xe2\x80\xa8\xe2\x80\xa9"),
	  SPAN("\"\\u2028\\u2029\"") },
	{ SPAN("\xe2\x80\xae\xef\xbb\xbf"), SPAN("\"\\u202e\\ufeff\"") },
	{ SPAN("\xf3\xa0\x80\x81"), SPAN("\"\\udb40\\udc01\"") },
	{ SPAN("\xf0\x9f\x98\x80"), SPAN("\"\xf0\x9f\x98\x80\"") },
	{ SPAN("a\x80z"), SPAN("\"a" REPLACED "z\"") },
	{ SPAN("\xff\xfe"), SPAN("\"" REPLACED REPLACED "\"") },
	{ SPAN("\xe2\x82"), SPAN("\"" REPLACED REPLACED "\"") },
	{ SPAN("\xe2\x82\""), SPAN("\"" REPLACED REPLACED "\\\"\"") },
	{ SPAN("\xed\xa0\x80"), SPAN("\"" REPLACED REPLACED REPLACED "\"") },
};

static void
strings_are_quoted(void **state)
{
	struct buf out;
	size_t i;

	(void)state;
	gcl_buf_init(&out, 100);
	for (i = 0; i < N_ELEMS(quotes); i++) {
		gcl_buf_reset(&out);
		gcl_json_quote(&out, quotes[i].raw);
		assert_true(gcl_span_eq(gcl_buf_span(&out), quotes[i].want));
	}
	gcl_buf_release(&out);
}

/* Is s a string of RFC 8259 that no terminal takes for a command? */
static void
assert_harmless(struct span s)
{
	size_t i, n;
	uint32_t cp;

	assert_true(s.len >= 2 && s.ptr[0] == '"' && s.ptr[s.len - 1] == '"');
	for (i = 1; i < s.len - 1; i += n) {
		n = gcl_utf8_decode(s.ptr + i, s.len - i, &cp);
		assert_true(n > 0);
		assert_true(cp >= 0x20 && (cp < 0x7f || cp >= 0xa0));
		assert_int_not_equal(cp, '"');
		if (cp == '\\') {
			assert_non_null(memchr("\"\\bfnrtu", s.ptr[i + 1],
				8));
			n = 2;
		}
	}
	assert_int_equal(i, s.len - 1);
}

static void
any_two_bytes_give_a_valid_string(void **state)
{
	struct buf out;
	char raw[2];
	unsigned i;

	(void)state;
	gcl_buf_init(&out, 100);
	for (i = 0; i < 0x10000; i++) {
		raw[0] = (char)(i >> 8);
		raw[1] = (char)(i & 0xff);
		gcl_buf_reset(&out);
		gcl_json_quote(&out, gcl_span(raw, 2));
		assert_harmless(gcl_buf_span(&out));
	}
	gcl_buf_release(&out);
}

static void
every_code_point_survives_quoting(void **state)
{
	struct buf raw, quoted, back;
	uint32_t cp;

	(void)state;
	gcl_buf_init(&raw, 8 << 20);
	gcl_buf_init(&quoted, 8 << 20);
	gcl_buf_init(&back, 8 << 20);
	for (cp = 0; cp <= 0x10ffff; cp++) {
		if (cp < 0xd800 || cp > 0xdfff)
			gcl_utf8_add(&raw, cp);
	}
	gcl_json_quote(&quoted, gcl_buf_span(&raw));
	assert_harmless(gcl_buf_span(&quoted));
	assert_int_equal(gcl_json_decode(gcl_span(quoted.ptr + 1,
		quoted.len - 2), &back, NULL), GCL_OK);
	assert_true(gcl_span_eq(gcl_buf_span(&back), gcl_buf_span(&raw)));
	gcl_buf_release(&raw);
	gcl_buf_release(&quoted);
	gcl_buf_release(&back);
}

static void
commas_stand_between_values_only(void **state)
{
	struct json_writer w;
	struct buf out;

	(void)state;
	gcl_buf_init(&out, 1000);
	gcl_json_init(&w, &out);
	gcl_json_open(&w, '{');
	gcl_json_key(&w, "empty");
	gcl_json_open(&w, '[');
	gcl_json_close(&w, ']');
	gcl_json_key(&w, "list");
	gcl_json_open(&w, '[');
	gcl_json_uint(&w, 0);
	gcl_json_open(&w, '{');
	gcl_json_close(&w, '}');
	gcl_json_open(&w, '[');
	gcl_json_null(&w);
	gcl_json_bool(&w, true);
	gcl_json_bool(&w, false);
	gcl_json_close(&w, ']');
	gcl_json_span(&w, gcl_span("abc", 2));
	gcl_json_raw(&w, SPAN("{\"raw\":1}"));
	gcl_json_raw(&w, SPAN("2"));
	gcl_json_close(&w, ']');
	gcl_json_key(&w, "k\"");
	gcl_json_str(&w, "v");
	gcl_json_key(&w, "none");
	gcl_json_str(&w, NULL);
	gcl_json_close(&w, '}');
	assert_string_equal(gcl_buf_str(&out), "{\"empty\":[],"
		"\"list\":[0,{},[null,true,false],\"ab\",{\"raw\":1},2],"
		"\"k\\\"\":\"v\",\"none\":null}");
	gcl_buf_release(&out);
}

static void
records_begin_without_a_comma(void **state)
{
	struct json_writer w;
	struct buf out;
	int i;

	(void)state;
	gcl_buf_init(&out, 1000);
	for (i = 0; i < 2; i++) {
		gcl_json_init(&w, &out);
		gcl_json_open(&w, '[');
		gcl_json_uint(&w, UINT64_MAX);
		gcl_json_close(&w, ']');
		gcl_buf_addc(&out, '\n');
	}
	assert_string_equal(gcl_buf_str(&out),
		"[18446744073709551615]\n[18446744073709551615]\n");
	gcl_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings_are_quoted),
		cmocka_unit_test(any_two_bytes_give_a_valid_string),
		cmocka_unit_test(every_code_point_survives_quoting),
		cmocka_unit_test(commas_stand_between_values_only),
		cmocka_unit_test(records_begin_without_a_comma),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
