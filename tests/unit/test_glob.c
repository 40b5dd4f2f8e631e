/*
 * Exclusion patterns of gitignore(5).
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/glob.h"

/* A path that ends in / is a folder; the / is not part of it. */
struct match {
	const char *pattern, *path;
	bool out;
};

static bool
is_out(const struct glob_list *l, const char *path, bool above)
{
	size_t len = strlen(path);
	bool folder = len > 0 && path[len - 1] == '/';
	struct span s = gcl_span(path, len - folder);

	return (above ? gcl_glob_list_find_above(l, s, folder) :
		gcl_glob_list_find(l, s, folder)) != NULL;
}

static void
add(struct glob_list *l, const char *pattern)
{
	assert_int_equal(gcl_glob_list_add(l, pattern, NULL), GCL_OK);
}

static void
check(const struct match *m, size_t n)
{
	struct glob_list l = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		add(&l, m[i].pattern);
		if (is_out(&l, m[i].path, false) != m[i].out)
			fail_msg("'%s' %s '%s'", m[i].pattern, m[i].out ?
				"misses" : "matches", m[i].path);
		gcl_glob_list_release(&l);
	}
}

#define CHECK(m) check((m), sizeof(m) / sizeof((m)[0]))

static void
a_pattern_without_a_slash_is_about_the_last_name(void **state)
{
	static const struct match m[] = {
		{ "a.json", "a.json", true },
		{ "a.json", "x/y/a.json", true },
		{ "a.json", "a.json/x", false },
		{ "a.json", "ba.json", false },
		{ "a.json", "a.jsonl", false },
		{ "a.json", "A.json", false },
		{ "build", "x/build/", true },
		{ "*", "x/y", true },
		{ "*.json", "x/.json", true },
		{ "x*", "x/y", false },
	};

	(void)state;
	CHECK(m);
}

static void
a_slash_at_the_start_or_inside_ties_to_the_root(void **state)
{
	static const struct match m[] = {
		{ "/a", "a", true },
		{ "/a", "x/a", false },
		{ "x/a", "x/a", true },
		{ "x/a", "y/x/a", false },
		{ "x/a", "x/a/b", false },
		{ "/x/a", "x/a", true },
		{ "x\\/a", "x/a", true },
		{ "x//a", "x/a", false },
		{ "//a", "a", false },
		{ "./a", "a", false },
	};

	(void)state;
	CHECK(m);
}

static void
a_slash_at_the_end_asks_for_a_folder(void **state)
{
	static const struct match m[] = {
		{ "a/", "a/", true },
		{ "a/", "a", false },
		{ "a/", "x/a/", true },
		{ "/a/", "x/a/", false },
		{ "x/a/", "x/a/", true },
		{ "a//", "a/", false },
		{ "**/", "a/", true },
		{ "**/", "a", false },
		{ "a", "a/", true },
	};

	(void)state;
	CHECK(m);
}

static void
stars_and_question_marks_stay_inside_a_name(void **state)
{
	static const struct match m[] = {
		{ "/*", "a", true },
		{ "/*", "a/b", false },
		{ "x/*.json", "x/a.json", true },
		{ "x/*.json", "x/y/a.json", false },
		{ "x?a", "x/a", false },
		{ "/x?y/a", "x.y/a", true },
		{ "/x?y/a", "x/y/a", false },
		{ "a*b*c", "aXbXbXc", true },
		{ "a*b*c", "aXcXb", false },
		{ "*ab", "aab", true },
		{ "*a*", "bbb", false },
		{ "?", "", false },
		{ "??", "a", false },
		{ "?", "\xff", true },
		{ "a**b", "aXXb", true },
		{ "/a**b", "a/b", false },
		{ "/**b", "x/b", false },
		{ "/**b", "xb", true },
		{ "/a**/b", "ax/b", true },
		{ "/a**/b", "a/x/b", false },
	};

	(void)state;
	CHECK(m);
}

static void
two_stars_between_slashes_span_folders(void **state)
{
	static const struct match m[] = {
		{ "**/a", "a", true },
		{ "**/a", "x/y/a", true },
		{ "**/a", "x/ba", false },
		{ "**/x/a", "y/x/a", true },
		{ "**/x/a", "y/x/z/a", false },
		{ "a/**", "a/b", true },
		{ "a/**", "a/b/c", true },
		{ "a/**", "a/", false },
		{ "a/**", "x/a/b", false },
		{ "a/**/", "a/b/", true },
		{ "a/**/", "a/b", false },
		{ "a/**/b", "a/b", true },
		{ "a/**/b", "a/x/y/b", true },
		{ "a/**/b", "a/xb", false },
		{ "a/**/b", "ab", false },
		{ "a/***/b", "a/x/b", true },
		{ "a/**/**/b", "a/b", true },
		{ "a/**/b/**/c", "a/b/x/b/c", true },
		{ "a/**/b/**/c", "a/b/x/c", true },
		{ "a/**/b/**/c", "a/x/c", false },
		{ "**/b/c", "b/b/c", true },
		{ "**/*.json", "x/a.json", true },
		{ "**", "a", true },
		{ "/**", "a/b", true },
	};

	(void)state;
	CHECK(m);
}

static void
a_set_takes_one_byte(void **state)
{
	static const struct match m[] = {
		{ "[abc]", "b", true },
		{ "[abc]", "d", false },
		{ "[a-c]x", "bx", true },
		{ "[a-c]", "-", false },
		{ "[!a-c]", "b", false },
		{ "[!a-c]", "d", true },
		{ "[^a-c]", "b", false },
		{ "[^a-c]", "d", true },
		{ "[a!]", "!", true },
		{ "[]a]", "]", true },
		{ "[!]a]", "]", false },
		{ "[!]a]", "b", true },
		{ "[a-]", "-", true },
		{ "[-a]", "-", true },
		{ "[a-c-e]", "-", true },
		{ "[a-c-e]", "d", false },
		{ "[z-a]", "m", false },
		{ "[z-a]", "z", true },
		{ "[\\]]", "]", true },
		{ "[\\a-c]", "b", true },
		{ "[a-\\c]", "b", true },
		{ "[*]", "x", false },
		{ "[*]", "*", true },
		{ "/a[/]b", "a/b", false },
		{ "/a[!x]b", "a/b", false },
		{ "[\xc0-\xff]", "\xe0", true },
		{ "[a-\xff]", "\xe0", true },
		{ "*[0-9]", "a1b2", true },
	};

	(void)state;
	CHECK(m);
}

static void
posix_classes_are_those_of_ascii(void **state)
{
	static const struct match m[] = {
		{ "[[:alnum:]]", "7", true },
		{ "[[:alnum:]]", "\xe4", false },
		{ "[[:alpha:]]", "Q", true },
		{ "[[:alpha:]]", "7", false },
		{ "[[:blank:]]", "\t", true },
		{ "[[:cntrl:]]", "\x7f", true },
		{ "[[:digit:]]", "0", true },
		{ "[[:graph:]]", " ", false },
		{ "[[:lower:]]", "a", true },
		{ "[[:lower:]]", "A", false },
		{ "[[:print:]]", " ", true },
		{ "[[:punct:]]", "_", true },
		{ "[[:punct:]]", "~", true },
		{ "[[:punct:]]", "a", false },
		{ "[[:space:]]", "\n", true },
		{ "[[:upper:]]", "a", false },
		{ "[[:xdigit:]]", "f", true },
		{ "[[:xdigit:]]", "g", false },
		{ "[![:digit:]]", "0", false },
		{ "[[:digit:]-z]", "-", true },
		{ "[[:digit:]x]", "x", true },
		{ "[[:]", ":", true },
		{ "[[:x]", "[", true },
		{ "[:digit:]", "d", true },
	};

	(void)state;
	CHECK(m);
}

static void
a_backslash_takes_the_meaning_away(void **state)
{
	static const struct match m[] = {
		{ "\\*", "*", true },
		{ "\\*", "a", false },
		{ "\\?", "a", false },
		{ "\\[a]", "[a]", true },
		{ "\\\\", "\\", true },
		{ "\\a", "a", true },
		{ "\\!a", "!a", true },
		{ "\\#a", "#a", true },
		{ "#a", "#a", true },
		{ "a\\ ", "a ", true },
	};

	(void)state;
	CHECK(m);
}

static void
a_broken_pattern_matches_nothing(void **state)
{
	static const struct match m[] = {
		{ "[", "[", false },
		{ "a[b", "a[b", false },
		{ "[a-", "a", false },
		{ "[a\\", "a", false },
		{ "[]", "]", false },
		{ "[!]", "a", false },
		{ "[[:digit:]", "1", false },
		{ "[[:number:]]", "1", false },
		{ "[[::]]", ":", false },
		{ "[[:digit", "1", false },
		{ "a\\", "a\\", false },
		{ "a\\", "a", false },
		{ "a\\/", "a/", false },
		{ "*[", "a", false },
		{ "**/[", "a", false },
	};

	(void)state;
	CHECK(m);
}

static void
the_last_match_wins(void **state)
{
	struct glob_list l = { 0 };

	(void)state;
	assert_false(is_out(&l, "a.json", false));
	add(&l, "*.json");
	add(&l, "!a.json");
	assert_false(is_out(&l, "a.json", false));
	assert_true(is_out(&l, "b.json", false));
	add(&l, "x/a.json");
	assert_true(is_out(&l, "x/a.json", false));
	assert_false(is_out(&l, "y/a.json", false));
	assert_string_equal(gcl_glob_list_find(&l, SPAN("b.json"), false),
		"*.json");
	gcl_glob_list_release(&l);
}

static void
the_last_match_is_told_also_when_it_takes_back(void **state)
{
	struct glob_list l = { 0 };

	(void)state;
	add(&l, "*.json");
	add(&l, "!a.json");
	add(&l, "\\!b");
	assert_string_equal(gcl_glob_list_last(&l, SPAN("x/a.json"), false),
		"!a.json");
	assert_string_equal(gcl_glob_list_last(&l, SPAN("b.json"), false),
		"*.json");
	assert_string_equal(gcl_glob_list_last(&l, SPAN("!b"), false),
		"\\!b");
	assert_null(gcl_glob_list_last(&l, SPAN("b"), false));
	gcl_glob_list_release(&l);
}

static void
what_is_in_a_folder_left_out_cannot_be_taken_back(void **state)
{
	struct glob_list l = { 0 };

	(void)state;
	add(&l, "build/");
	add(&l, "!a.json");
	assert_true(is_out(&l, "build/", true));
	assert_true(is_out(&l, "x/build/y/a.json", true));
	assert_false(is_out(&l, "x/build/y/a.json", false));
	assert_false(is_out(&l, "build", true));
	add(&l, "!build/");
	assert_false(is_out(&l, "x/build/y/a.json", true));
	gcl_glob_list_release(&l);
}

static void
the_root_and_what_is_above_it_stay(void **state)
{
	struct glob_list l = { 0 };

	(void)state;
	add(&l, "*");
	assert_false(is_out(&l, "", true));
	assert_false(is_out(&l, "..", true));
	assert_false(is_out(&l, "../..", true));
	assert_true(is_out(&l, "../a", true));
	gcl_glob_list_release(&l);
}

static void
nothing_but_slashes_is_an_error(void **state)
{
	static const char *const empty[] = { "", "!", "/", "!/", "//" };
	struct glob_list l = { 0 };
	struct gcl_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(empty) / sizeof(empty[0]); i++) {
		gcl_error_reset(&err);
		assert_int_equal(gcl_glob_list_add(&l, empty[i], &err),
			GCL_EUSAGE);
		assert_int_equal(err.status, GCL_EUSAGE);
	}
	assert_string_equal(err.text, "exclusion '//' is empty");
	assert_int_equal(l.n, 0);
	gcl_glob_list_release(&l);
}

static char *
repeat(const char *unit, size_t n, const char *tail)
{
	size_t len = strlen(unit), i;
	char *s = malloc(n * len + strlen(tail) + 1);

	assert_non_null(s);
	for (i = 0; i < n; i++)
		memcpy(s + i * len, unit, len);
	strcpy(s + n * len, tail);
	return s;
}

/* Each of these takes a matcher that tries every way longer than we live. */
static void
many_stars_do_not_try_every_way(void **state)
{
	static const struct {
		const char *unit, *tail, *path_unit, *path_tail;
		bool out;
	} cases[] = {
		{ "*a", "b", "a", "", false },
		{ "*a", "*b", "a", "b", true },
		{ "**/a/", "b", "a/", "a", false },
		{ "**/a/", "**/b", "a/", "b", true },
		{ "**/*a*/", "b", "aaaa/", "a", false },
		{ "/*a*a*", "b", "a", "", false },
	};
	struct glob_list l = { 0 };
	char *pattern, *path;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		pattern = repeat(cases[i].unit, 500, cases[i].tail);
		path = repeat(cases[i].path_unit, 1000, cases[i].path_tail);
		add(&l, pattern);
		assert_int_equal(is_out(&l, path, false), cases[i].out);
		gcl_glob_list_release(&l);
		free(pattern);
		free(path);
	}
}

/* Reads no byte behind the path, writes no atom behind the pattern's. */
static void
every_cut_of_a_pattern_is_safe(void **state)
{
	static const char whole[] =
		"/b/**/a*[!]a-c[:punct:][:xdigit:]\\]]?\\*/***/[[:space:]]/**/";
	struct glob_list l = { 0 };
	char *cut, *path;
	size_t i;

	(void)state;
	path = malloc(3);
	assert_non_null(path);
	memcpy(path, "a/a", 3);
	for (i = 2; i < sizeof(whole); i++) {
		cut = strndup(whole, i);
		assert_non_null(cut);
		add(&l, cut);
		free(cut);
		assert_null(gcl_glob_list_find(&l, gcl_span(path, 3), true));
		assert_null(gcl_glob_list_find(&l, gcl_span(path, 1), true));
	}
	assert_int_equal(l.n, sizeof(whole) - 2);
	free(path);
	gcl_glob_list_release(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_pattern_without_a_slash_is_about_the_last_name),
		cmocka_unit_test(
			a_slash_at_the_start_or_inside_ties_to_the_root),
		cmocka_unit_test(a_slash_at_the_end_asks_for_a_folder),
		cmocka_unit_test(stars_and_question_marks_stay_inside_a_name),
		cmocka_unit_test(two_stars_between_slashes_span_folders),
		cmocka_unit_test(a_set_takes_one_byte),
		cmocka_unit_test(posix_classes_are_those_of_ascii),
		cmocka_unit_test(a_backslash_takes_the_meaning_away),
		cmocka_unit_test(a_broken_pattern_matches_nothing),
		cmocka_unit_test(the_last_match_wins),
		cmocka_unit_test(
			the_last_match_is_told_also_when_it_takes_back),
		cmocka_unit_test(
			what_is_in_a_folder_left_out_cannot_be_taken_back),
		cmocka_unit_test(the_root_and_what_is_above_it_stay),
		cmocka_unit_test(nothing_but_slashes_is_an_error),
		cmocka_unit_test(many_stars_do_not_try_every_way),
		cmocka_unit_test(every_cut_of_a_pattern_is_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
