/*
 * Paths by their text.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "input/tidy.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static void
names_are_joined_and_dots_worked_out(void **state)
{
	static const struct {
		const char *before, *path, *after;
	} cases[] = {
		{ "/a", "b", "/a/b" },
		{ "/a", "./b//c/", "/a/b/c" },
		{ "/a", "", "/a" },
		{ "/a", ".", "/a" },
		{ "/a/b", "..", "/a" },
		{ "/a", "..", "/" },
		{ "/", "b", "/b" },
		{ "/", "../../b", "/b" },
		{ "/a", "../../../b/../c", "/c" },
		{ "/a", "/b/./c/..", "/b" },
		{ "/a", "/", "/" },
		{ "/a", "//..//", "/" },
		{ "/a", "...", "/a/..." },
		{ "/a", "..b/.c", "/a/..b/.c" },
		{ "", "a/b", "a/b" },
		{ "", ".", "" },
		{ "", "a/..", "" },
		{ "", "../a", "../a" },
		{ "", "../../a/../b", "../../b" },
		{ "..", "..", "../.." },
	};
	struct buf b;
	size_t i;

	(void)state;
	gcl_buf_init(&b, 100);
	for (i = 0; i < N(cases); i++) {
		gcl_buf_reset(&b);
		gcl_buf_adds(&b, cases[i].before);
		gcl_tidy_add(&b, cases[i].path);
		assert_string_equal(gcl_buf_str(&b), cases[i].after);
	}
	gcl_buf_release(&b);
}

static void
what_is_below_a_folder_does_not_only_begin_like_it(void **state)
{
	static const struct {
		const char *path, *folder;
		size_t len;
	} cases[] = {
		{ "/a/b", "/a", 3 },
		{ "/a/b/c", "/a/b", 5 },
		{ "/a", "/a", 2 },
		{ "/ab", "/a", 0 },
		{ "/a", "/ab", 0 },
		{ "/a", "/a/b", 0 },
		{ "/b/a", "/a", 0 },
		{ "/a", "/", 1 },
		{ "/", "/", 1 },
		{ "/", "/a", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < N(cases); i++)
		assert_int_equal(gcl_tidy_below(gcl_span_str(cases[i].path),
			gcl_span_str(cases[i].folder)), cases[i].len);
}

static void
a_path_is_gone_up_and_down_name_by_name(void **state)
{
	static const struct {
		const char *path, *folder;
		size_t steps[4];	/* from where it begins; ends with 0 */
	} cases[] = {
		{ "/a/bc/d", "/a/bc", { 2, 5, 7, 0 } },
		{ "/a", "/", { 2, 0 } },
		{ "/", "/", { 0 } },
		{ "a/bc", "a", { 1, 4, 0 } },
		{ "ab", "", { 2, 0 } },
		{ "../a", "..", { 2, 4, 0 } },
		{ "", "", { 0 } },
	};
	struct span path, folder;
	size_t i, k, len;

	(void)state;
	for (i = 0; i < N(cases); i++) {
		path = gcl_span_str(cases[i].path);
		folder = gcl_tidy_folder(path);
		assert_true(gcl_span_is(folder, cases[i].folder));
		len = *path.ptr == '/';
		for (k = 0; len < path.len; k++) {
			len = gcl_tidy_step(path, len);
			assert_int_equal(len, cases[i].steps[k]);
		}
		assert_int_equal(cases[i].steps[k], 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_joined_and_dots_worked_out),
		cmocka_unit_test(
			what_is_below_a_folder_does_not_only_begin_like_it),
		cmocka_unit_test(a_path_is_gone_up_and_down_name_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
