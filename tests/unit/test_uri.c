/*
 * Names of files as others see them, and percent-encoding.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "emit/uri.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static void
a_path_becomes_a_uri_and_nothing_else(void **state)
{
	static const struct {
		const char *path, *uri;
	} rows[] = {
		{ "call.json", "call.json" },
		{ "a/b-c_d~e.1.json", "a/b-c_d~e.1.json" },
		{ "../up.json", "../up.json" },
		{ "a b.json", "a%20b.json" },
		{ "c:d.json", "c%3Ad.json" },
		{ "a/c:d.json", "a/c%3Ad.json" },
		{ "%41#f?q.json", "%2541%23f%3Fq.json" },
		{ "[x](y),z@'!$&+;=*", "%5Bx%5D(y),z@'!$&+;=*" },
		{ "a\"<>\\^`{|}", "a%22%3C%3E%5C%5E%60%7B%7C%7D" },
		{ "h\xc3\xa9\xf0\x9f\x98\x80", "h%C3%A9%F0%9F%98%80" },
		{ "\xff\n\r\x1b\x7f", "%FF%0A%0D%1B%7F" },
		{ "<stdin>", "%3Cstdin%3E" },
		{ "/tmp/a b", "file:///tmp/a%20b" },
		{ "", "" },
	};
	struct buf b;
	size_t i;

	(void)state;
	gcl_buf_init(&b, 1000);
	for (i = 0; i < N_ELEMS(rows); i++) {
		gcl_buf_reset(&b);
		gcl_uri_add_path(&b, gcl_span_str(rows[i].path));
		assert_string_equal(gcl_buf_str(&b), rows[i].uri);
	}
	gcl_buf_release(&b);
}

static void
a_nul_is_encoded(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, 1000);
	gcl_uri_add_path(&b, SPAN("a\0b"));
	assert_string_equal(gcl_buf_str(&b), "a%00b");
	gcl_buf_release(&b);
}

static void
a_uri_keeps_its_delimiters(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, 1000);
	gcl_uri_add(&b, SPAN("https://[::1]:8/a?b=%20#c d\"<\xc3\xa9"));
	assert_string_equal(gcl_buf_str(&b),
		"https://[::1]:8/a?b=%20#c%20d%22%3C%C3%A9");
	gcl_buf_release(&b);
}

static void
a_relative_path_loses_its_dots(void **state)
{
	static const struct {
		const char *file, *path;
	} rows[] = {
		{ "call.json", "call.json" },
		{ "./call.json", "call.json" },
		{ ".//././call.json", "call.json" },
		{ "../call.json", "../call.json" },
		{ ".hidden/call.json", ".hidden/call.json" },
		{ "a/./b", "a/./b" },
		{ "./", "./" },
		{ "/", "/" },
		{ "", "" },
	};
	struct span s;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(rows); i++) {
		s = gcl_path_local(rows[i].file);
		assert_string_equal(s.ptr, rows[i].path);
		assert_int_equal(s.len, strlen(rows[i].path));
	}
}

static void
an_absolute_path_is_local_below_the_current_directory(void **state)
{
	static const struct {
		const char *behind, *path;	/* NULL: as it is */
	} rows[] = {
		{ "/call.json", "call.json" },
		{ "//./a/call.json", "a/call.json" },
		{ "call.json", NULL },
		{ "-other/call.json", NULL },
		{ "", NULL },
		{ "/", NULL },
	};
	char here[PATH_MAX], file[PATH_MAX + 32];
	size_t i;

	(void)state;
	assert_non_null(getcwd(here, sizeof(here)));
	for (i = 0; i < N_ELEMS(rows); i++) {
		snprintf(file, sizeof(file), "%s%s", here, rows[i].behind);
		assert_string_equal(gcl_path_local(file).ptr,
			rows[i].path ? rows[i].path : file);
	}
	assert_string_equal(gcl_path_local("/no-such/call.json").ptr,
		"/no-such/call.json");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_becomes_a_uri_and_nothing_else),
		cmocka_unit_test(a_nul_is_encoded),
		cmocka_unit_test(a_uri_keeps_its_delimiters),
		cmocka_unit_test(a_relative_path_loses_its_dots),
		cmocka_unit_test(
		    an_absolute_path_is_local_below_the_current_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
