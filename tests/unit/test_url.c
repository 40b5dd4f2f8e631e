/*
 * Where requests may go.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "send/url.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static void
a_url_is_split(void **state)
{
	static const struct {
		const char *text, *authority, *host, *path;
		bool tls, loopback;
	} cases[] = {
		{ "https://api.mypurecloud.com", "api.mypurecloud.com",
		  "api.mypurecloud.com", "", true, false },
		{ "HTTPS://a-b_c.example:8443/x?y=1", "a-b_c.example:8443",
		  "a-b_c.example", "/x?y=1", true, false },
		{ "https://[2001:db8::1]:1/", "[2001:db8::1]:1",
		  "[2001:db8::1]", "/", true, false },
		{ "http://localhost:80?x", "localhost:80", "localhost", "?x",
		  false, true },
		{ "http://LocalHost", "LocalHost", "LocalHost", "", false,
		  true },
		{ "http://127.0.0.1:65535/", "127.0.0.1:65535", "127.0.0.1",
		  "/", false, true },
		{ "http://127.255.255.255", "127.255.255.255",
		  "127.255.255.255", "", false, true },
		{ "http://[::1]:8080", "[::1]:8080", "[::1]", "", false,
		  true },
	};
	struct failure f;
	struct url url;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		assert_int_equal(gcl_url_read(gcl_span_str(cases[i].text),
			"a test", &url, &f), SEND_OK);
		assert_true(gcl_span_is(url.authority, cases[i].authority));
		assert_true(gcl_span_is(url.host, cases[i].host));
		assert_true(gcl_span_is(url.path, cases[i].path));
		assert_int_equal(url.tls, cases[i].tls);
		assert_int_equal(url.loopback, cases[i].loopback);
	}
}

static void
what_could_be_understood_otherwise_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "https://", "https:/a", "//a", "a", "a:b", "://a",
		"api.mypurecloud.com", "https:///x", "https://a b",
		"https://a\n", "https://a\x7f", "https://\xc3\xa4.example",
		"https://user@a", "https://u:p@a", "https://a\\b",
		"https://api.mypurecloud.com@evil.example",
		"https://api.mypurecloud.com:443@evil.example",
		"https://evil.example\\@api.mypurecloud.com",
		"http://localhost@evil.example", "http://[::1]@evil.example",
		"http://[::1].evil.example", "http://[::1%25lo]",
		"http://127.0.0.1%2eevil.example",
		"https://a#b", "https://a/#", "https://a:", "https://a:0",
		"https://a:65536", "https://a:99999999999999999999",
		"https://a:1x", "https://a:-1", "https://[::1", "https://[]",
		"https://[::1]x", "https://::1", "https://a%41",
	};
	struct failure f;
	struct url url;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(bad); i++) {
		assert_int_equal(gcl_url_read(gcl_span_str(bad[i]), "a test",
			&url, &f), SEND_USAGE);
		assert_non_null(strstr(f.text.text, "a test"));
	}
	assert_int_equal(gcl_url_read(gcl_span("https://a\0b", 11), "a test",
		&url, &f), SEND_USAGE);
}

/* Who writes a password into a URL does not want to see it. */
static void
a_password_is_not_shown(void **state)
{
	struct failure f;
	struct url url;

	(void)state;
	assert_int_equal(gcl_url_read(SPAN("https://user:fake-pass@a"), "x",
		&url, &f), SEND_USAGE);
	assert_null(strstr(f.text.text, "fake-pass"));
	assert_null(strstr(f.help.text, "fake-pass"));
}

static void
clear_text_is_for_this_machine(void **state)
{
	static const char *const bad[] = {
		"http://api.mypurecloud.com", "HTTP://API.MYPURECLOUD.COM",
		"http://127.0.0.1.example", "http://127.0.0.1.",
		"http://localhost.", "http://[::ffff:127.0.0.1]",
		"http://0.0.0.0", "http://0x7f.0.0.1",
		"http://localhost.example", "http://xlocalhost",
		"http://127.0.0", "http://127.1", "http://127.0.0.1.1",
		"http://127.0.0.256", "http://128.0.0.1", "http://0127.0.0.1",
		"http://2130706433", "http://[::2]", "http://[::ffff:7f00:1]",
		"ftp://localhost", "file://localhost/etc/passwd",
	};
	struct failure f;
	struct url url;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(bad); i++) {
		assert_int_equal(gcl_url_read(gcl_span_str(bad[i]), "a test",
			&url, &f), SEND_USAGE);
		assert_non_null(strstr(f.help.text, "https://"));
	}
}

static void
paths_are_whole(void **state)
{
	static const struct {
		const char *path, *say;	/* NULL: it is good */
	} cases[] = {
		{ "/", NULL },
		{ "/api/v2/conversations/calls?x=%20&y", NULL },
		{ "", "does not begin" },
		{ "api/v2", "does not begin" },
		{ "https://a/api", "does not begin" },
		{ "/a/{conversationId}/b", "not filled in" },
		{ "/a/{", "not filled in" },
		{ "/a/}", "not filled in" },
		{ "/a b", "no path has" },
		{ "/a\r\nX-Evil: 1", "no path has" },
		{ "/a\xc3\xa4", "no path has" },
		{ "/a#b", "no path has" },
		{ "/a\\b", "no path has" },
	};
	struct failure f;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		assert_int_equal(gcl_url_check_path(
			gcl_span_str(cases[i].path), &f),
			cases[i].say ? SEND_USAGE : SEND_OK);
		if (cases[i].say)
			assert_non_null(strstr(f.text.text, cases[i].say));
	}
	gcl_url_check_path(SPAN("/a/{conversationId}/b"), &f);
	assert_non_null(strstr(f.help.text, "'{conversationId}'"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_url_is_split),
		cmocka_unit_test(
			what_could_be_understood_otherwise_is_refused),
		cmocka_unit_test(a_password_is_not_shown),
		cmocka_unit_test(clear_text_is_for_this_machine),
		cmocka_unit_test(paths_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
