/*
 * Unified diffs.  Whether git and patch take them, tests/diffs.py asks.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "fix/diff.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static void
assert_diff(const char *name, struct span before, const struct edit *list,
	size_t n, bool color, const char *want)
{
	struct patch p;
	struct buf out;

	gcl_buf_init(&out, SIZE_MAX);
	gcl_patch_init(&p, before);
	assert_int_equal(gcl_patch_add(&p, list, n), GCL_OK);
	assert_int_equal(gcl_diff_add(&out, name, &p, color), GCL_OK);
	assert_non_null(gcl_buf_str(&out));
	assert_string_equal(out.ptr, want);
	gcl_patch_release(&p);
	gcl_buf_release(&out);
}

#define HEAD "--- a/f\n+++ b/f\n"
#define NO_END "\\ No newline at end of file\n"

static const struct {
	struct span before;
	struct edit edits[3];
	size_t n;
	const char *want;
} cases[] = {
	{ SPAN("a\n"), { { 0, 1, SPAN("a") } }, 1, "" },
	/* replaced, added, taken: at the beginning, between, at the end */
	{ SPAN("a\nb\nc\n"), { { 2, 1, SPAN("X") } }, 1,
	    HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+X\n c\n" },
	{ SPAN("a\n"), { { 0, 0, SPAN("X\n") } }, 1,
	    HEAD "@@ -1 +1,2 @@\n+X\n a\n" },
	{ SPAN("a\n"), { { 2, 0, SPAN("X\nY\n") } }, 1,
	    HEAD "@@ -1 +1,3 @@\n a\n+X\n+Y\n" },
	{ SPAN("a\nb\n"), { { 0, 2, SPAN("") } }, 1,
	    HEAD "@@ -1,2 +1 @@\n-a\n b\n" },
	/* lines that are the same are not shown twice */
	{ SPAN("a\nb\nc\n"), { { 1, 0, SPAN("\nX") } }, 1,
	    HEAD "@@ -1,3 +1,4 @@\n a\n+X\n b\n c\n" },
	{ SPAN("a\nb\nc\n"), { { 1, 2, SPAN("") } }, 1,
	    HEAD "@@ -1,3 +1,2 @@\n a\n-b\n c\n" },
	/* lines that become one, and one that becomes two */
	{ SPAN("a\nb\nc\n"), { { 1, 1, SPAN("") } }, 1,
	    HEAD "@@ -1,3 +1,2 @@\n-a\n-b\n+ab\n c\n" },
	{ SPAN("ab\nc\n"), { { 1, 0, SPAN("\n") } }, 1,
	    HEAD "@@ -1,2 +1,3 @@\n-ab\n+a\n+b\n c\n" },
	/* several edits of a line, and of neighbours */
	{ SPAN("abc\ndef\n"), { { 0, 1, SPAN("A") }, { 2, 1, SPAN("C") },
	    { 4, 1, SPAN("D") } }, 3,
	    HEAD "@@ -1,2 +1,2 @@\n-abc\n-def\n+AbC\n+Def\n" },
	/* no line break at the end: before, behind, both, neither changed */
	{ SPAN("a"), { { 1, 0, SPAN("\n") } }, 1,
	    HEAD "@@ -1 +1 @@\n-a\n" NO_END "+a\n" },
	{ SPAN("a\n"), { { 1, 1, SPAN("") } }, 1,
	    HEAD "@@ -1 +1 @@\n-a\n+a\n" NO_END },
	{ SPAN("a"), { { 0, 1, SPAN("b") } }, 1,
	    HEAD "@@ -1 +1 @@\n-a\n" NO_END "+b\n" NO_END },
	{ SPAN("a\nb"), { { 0, 1, SPAN("X") } }, 1,
	    HEAD "@@ -1,2 +1,2 @@\n-a\n+X\n b\n" NO_END },
	{ SPAN("a"), { { 1, 0, SPAN("\nb") } }, 1,
	    HEAD "@@ -1 +1,2 @@\n-a\n" NO_END "+a\n+b\n" NO_END },
	{ SPAN("abc"), { { 0, 1, SPAN("X") }, { 3, 0, SPAN("Y") } }, 2,
	    HEAD "@@ -1 +1 @@\n-abc\n" NO_END "+XbcY\n" NO_END },
	/* nothing before, and nothing behind */
	{ SPAN(""), { { 0, 0, SPAN("a\n") } }, 1,
	    HEAD "@@ -0,0 +1 @@\n+a\n" },
	{ SPAN("a\nb\n"), { { 0, 4, SPAN("") } }, 1,
	    HEAD "@@ -1,2 +0,0 @@\n-a\n-b\n" },
	/* line ends of other systems are a part of the line */
	{ SPAN("a\r\nb\r\n"), { { 0, 1, SPAN("X") } }, 1,
	    HEAD "@@ -1,2 +1,2 @@\n-a\r\n+X\r\n b\r\n" },
	{ SPAN("a\rb\n"), { { 0, 1, SPAN("X") } }, 1,
	    HEAD "@@ -1 +1 @@\n-a\rb\n+X\rb\n" },
	/* three lines of context, six between two make one hunk */
	{ SPAN("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n"), { { 8, 1, SPAN("X") } }, 1,
	    HEAD "@@ -2,7 +2,7 @@\n 1\n 2\n 3\n-4\n+X\n 5\n 6\n 7\n" },
	{ SPAN("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n"),
	    { { 0, 1, SPAN("X\nY") }, { 14, 1, SPAN("Z") } }, 2,
	    HEAD "@@ -1,10 +1,11 @@\n-0\n+X\n+Y\n 1\n 2\n 3\n 4\n 5\n 6\n"
	    "-7\n+Z\n 8\n 9\n" },
	{ SPAN("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n"),
	    { { 0, 1, SPAN("X\nY") }, { 16, 1, SPAN("Z") } }, 2,
	    HEAD "@@ -1,4 +1,5 @@\n-0\n+X\n+Y\n 1\n 2\n 3\n"
	    "@@ -6,5 +7,5 @@\n 5\n 6\n 7\n-8\n+Z\n 9\n" },
};

static void
changed_lines_are_shown_with_their_neighbours(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++)
		assert_diff("f", cases[i].before, cases[i].edits, cases[i].n,
			false, cases[i].want);
}

static const struct {
	const char *name, *a, *b;
} names[] = {
	{ "d/f.json", "a/d/f.json", "b/d/f.json" },
	{ "./f", "a/f", "b/f" }, { "/tmp/f", "a/tmp/f", "b/tmp/f" },
	{ "././/d//./f", "a/d/f", "b/d/f" }, { "../f", "a/../f", "b/../f" },
	{ ".f", "a/.f", "b/.f" },
	{ "a b", "a/a b\t", "b/a b\t" },
	{ "a ", "\"a/a \"\t", "\"b/a \"\t" },
	{ "a\tb", "\"a/a\\tb\"", "\"b/a\\tb\"" },
	{ "\"\\\n\x1b", "\"a/\\\"\\\\\\n\\033\"", "\"b/\\\"\\\\\\n\\033\"" },
	{ "\xc3\xa9", "\"a/\\303\\251\"", "\"b/\\303\\251\"" },
};

static void
names_are_quoted_as_git_does(void **state)
{
	const struct edit e = { 0, 1, SPAN("b") };
	char want[128];
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(names); i++) {
		snprintf(want, sizeof(want),
			"--- %s\n+++ %s\n@@ -1 +1 @@\n-a\n+b\n", names[i].a,
			names[i].b);
		assert_diff(names[i].name, SPAN("a\n"), &e, 1, false, want);
	}
}

static void
colours_are_those_of_git_and_no_others(void **state)
{
	const struct edit e = { 0, 1, SPAN("\t\x1b[31m\t\xe2\x80\xae") };

	(void)state;
	assert_diff("f", SPAN("a\r\n\x1b]0;x\a\rb\r"), &e, 1, true,
	    "\033[1m--- a/f\033[m\n\033[1m+++ b/f\033[m\n"
	    "\033[36m@@ -1,2 +1,2 @@\033[m\n"
	    "\033[31m-a\r\033[m\n"
	    "\033[32m+\t\\x1B[31m\t\\u{202E}\r\033[m\n"
	    " \\x1B]0;x\\x07\\x0Db\r\n" NO_END);
}

static void
a_full_buffer_is_told(void **state)
{
	const struct edit e = { 0, 1, SPAN("b") };
	struct patch p;
	struct buf out;

	(void)state;
	gcl_buf_init(&out, 20);
	gcl_patch_init(&p, SPAN("a"));
	assert_int_equal(gcl_patch_add(&p, &e, 1), GCL_OK);
	assert_int_equal(gcl_diff_add(&out, "f", &p, false), GCL_ELIMIT);
	gcl_patch_release(&p);
	gcl_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changed_lines_are_shown_with_their_neighbours),
		cmocka_unit_test(names_are_quoted_as_git_does),
		cmocka_unit_test(colours_are_those_of_git_and_no_others),
		cmocka_unit_test(a_full_buffer_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
