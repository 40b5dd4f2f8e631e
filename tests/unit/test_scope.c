/*
 * The folders above a file, and the ignore files in them.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/limits.h"
#include "input/ignore.h"
#include "input/scope.h"
#include "input/tidy.h"
#include "tree.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

struct table {
	struct scopes scopes;
	struct buf path;
};

static void
begin(struct table *c, const struct tree *t)
{
	gcl_scopes_init(&c->scopes);
	c->scopes.here = gcl_span_str(t->path);
	gcl_buf_init(&c->path, 1 << 16);
}

static void
end(struct table *c)
{
	gcl_scopes_release(&c->scopes);
	gcl_buf_release(&c->path);
}

/* The scope of a folder, relative to the current one or absolute. */
static struct scope *
find(struct table *c, const char *path)
{
	struct scope *s;

	gcl_buf_reset(&c->path);
	gcl_buf_addspan(&c->path, c->scopes.here);
	gcl_tidy_add(&c->path, path);
	s = gcl_scopes_find(&c->scopes, gcl_buf_span(&c->path));
	assert_non_null(s);
	assert_string_equal(s->path, gcl_buf_str(&c->path));
	assert_int_equal(s->path_len, c->path.len);
	return s;
}

static void
the_way_up_ends_at_the_root_of_the_repository(void **state)
{
	struct table c;
	struct scope *s;

	folder("a");
	folder("a/b");
	folder("a/b/c");
	begin(&c, *state);
	s = find(&c, "a/b/c");
	assert_ptr_equal(s->up, find(&c, "a/b"));
	assert_ptr_equal(s->up->up, find(&c, "a"));
	assert_ptr_equal(s->up->up->up, find(&c, "."));
	assert_null(s->up->up->up->up);
	end(&c);
}

/* A worktree and a submodule have a file, and Git goes by any entry. */
static void
a_root_has_an_entry_of_any_kind(void **state)
{
	struct table c;

	folder("a");
	folder("a/.git");
	folder("a/b");
	file("a/b/.git");
	folder("a/b/c");
	assert_int_equal(symlink("gone", "a/b/c/.git"), 0);
	folder("a/b/c/d");
	begin(&c, *state);
	assert_ptr_equal(find(&c, "a/b/c/d")->up, find(&c, "a/b/c"));
	assert_null(find(&c, "a/b/c")->up);
	assert_null(find(&c, "a/b")->up);
	assert_null(find(&c, "a")->up);
	end(&c);
}

static void
without_a_repository_the_way_goes_up_to_the_top(void **state)
{
	struct table c;
	struct scope *s;

	begin(&c, *state);
	s = find(&c, "/gone-gclint/a");
	assert_string_equal(s->up->path, "/gone-gclint");
	assert_string_equal(s->up->up->path, "/");
	assert_null(s->up->up->up);
	assert_ptr_equal(find(&c, "/"), s->up->up);
	end(&c);
}

static void
a_folder_that_does_not_exist_has_a_way_up(void **state)
{
	struct table c;
	struct scope *s;

	file("file");
	file(".gclint.json");
	begin(&c, *state);
	s = find(&c, "gone/gone");
	assert_false(s->has_config);
	assert_ptr_equal(gcl_scope_config(s), find(&c, "."));
	s = find(&c, "file/gone");
	assert_ptr_equal(gcl_scope_config(s), find(&c, "."));
	end(&c);
}

static void
a_link_is_a_folder_like_others(void **state)
{
	struct table c;

	folder("a");
	folder("b");
	file("b/.gclint.json");
	assert_int_equal(symlink("../b", "a/l"), 0);
	begin(&c, *state);
	assert_true(find(&c, "a/l")->has_config);
	assert_ptr_equal(find(&c, "a/l")->up, find(&c, "a"));
	end(&c);
}

static void
a_configuration_is_a_file_or_a_link(void **state)
{
	struct table c;

	folder("a");
	file("a/.gclint.json");
	folder("b");
	assert_int_equal(symlink("../a/.gclint.json", "b/.gclint.json"), 0);
	folder("c");
	assert_int_equal(symlink("gone", "c/.gclint.json"), 0);
	folder("d");
	folder("d/.gclint.json");
	folder("e");
	assert_int_equal(mkfifo("e/.gclint.json", 0666), 0);
	folder("f");
	assert_int_equal(symlink("../d", "f/.gclint.json"), 0);
	begin(&c, *state);
	assert_true(find(&c, "a")->has_config);
	assert_true(find(&c, "b")->has_config);
	assert_true(find(&c, "c")->has_config);
	assert_false(find(&c, "d")->has_config);
	assert_false(find(&c, "e")->has_config);
	assert_false(find(&c, "f")->has_config);
	end(&c);
}

static void
a_folder_goes_by_the_nearest_configuration(void **state)
{
	struct table c;
	struct scope *s;

	folder("a");
	file("a/.gclint.json");
	folder("a/b");
	folder("a/r");
	folder("a/r/.git");
	begin(&c, *state);
	s = find(&c, "a");
	assert_ptr_equal(gcl_scope_config(s), s);
	assert_ptr_equal(gcl_scope_config(find(&c, "a/b")), s);
	assert_null(gcl_scope_config(find(&c, "a/r")));
	assert_null(gcl_scope_config(find(&c, ".")));
	end(&c);
}

static void
configurations_are_not_looked_for_when_not_wanted(void **state)
{
	struct table c;

	file(".gclint.json");
	begin(&c, *state);
	c.scopes.no_config = true;
	assert_false(find(&c, ".")->has_config);
	assert_null(gcl_scope_config(find(&c, "a")));
	end(&c);
}

static void
no_folder_is_looked_at_twice(void **state)
{
	struct table c;
	struct scope *s;

	folder("a");
	begin(&c, *state);
	s = find(&c, "a");
	folder("a/.git");
	file("a/.gclint.json");
	assert_ptr_equal(find(&c, "a"), s);
	assert_non_null(s->up);
	assert_false(s->has_config);
	end(&c);
}

/* Enough for the table to grow several times. */
static void
many_folders_are_told_apart(void **state)
{
	struct scope *first[300];
	struct table c;
	char name[32];
	size_t i;

	begin(&c, *state);
	for (i = 0; i < N(first); i++) {
		snprintf(name, sizeof(name), "%zu", i);
		first[i] = find(&c, name);
	}
	for (i = 0; i < N(first); i++) {
		snprintf(name, sizeof(name), "%zu", i);
		assert_ptr_equal(find(&c, name), first[i]);
	}
	end(&c);
}

static void
a_file_is_called_as_from_the_current_folder(void **state)
{
	const struct tree *t = *state;
	static const struct {
		const char *folder, *shown;
	} cases[] = {
		{ "/w/p", "f" },
		{ "/w/p/a/b", "a/b/f" },
		{ "/w", "/w/f" },
		{ "/w/pq", "/w/pq/f" },
		{ "/", "/f" },
	};
	struct table c;
	size_t i;

	begin(&c, t);
	c.scopes.here = SPAN("/w/p");
	for (i = 0; i < N(cases); i++)
		assert_string_equal(gcl_scopes_file(&c.scopes,
			gcl_span_str(cases[i].folder), "f"), cases[i].shown);
	c.scopes.here = gcl_span("", 0);
	assert_string_equal(gcl_scopes_file(&c.scopes, SPAN("/w/p"), "f"),
		"/w/p/f");
	end(&c);
}

/* ---- ignore files ---- */

static void
lines_are_read_as_git_reads_them(void **state)
{
	static const struct {
		const char *text, *path;
		bool out;
	} cases[] = {
		{ "a", "a", true },
		{ "a\n", "a", true },
		{ "b\na", "a", true },
		{ "a\r\nb\r\n", "a", true },
		{ "b\r\na\r", "a", true },
		{ "a\rb\n", "a", false },
		{ "a\rb\n", "a\rb", true },
		{ "\xef\xbb\xbf" "a\n", "a", true },
		{ "b\n\xef\xbb\xbf" "a\n", "a", false },
		{ "#a\n", "#a", false },
		{ "\\#a\n", "#a", true },
		{ " #a\n", " #a", true },
		{ "a#\n", "a#", true },
		{ "\n\n  \n\r\na\n", "a", true },
		{ "  \n", "  ", false },
		{ "a  \n", "a", true },
		{ "a  \r\n", "a", true },
		{ "a\\ \n", "a ", true },
		{ "a\\  \n", "a ", true },
		{ "a \\ \n", "a  ", true },
		{ "a\\\\ \n", "a\\", true },
		{ "a b\n", "a b", true },
		{ " a\n", "a", false },
		{ " a\n", " a", true },
		{ "a\t\n", "a", false },
		{ "a\t\n", "a\t", true },
		{ "a\n!a\n", "a", false },
		{ "a\n\\!a\n", "a", true },
		{ "a\n!a\na\n", "a", true },
		{ "!\n/\n!/\na\n", "a", true },
		{ "\xff*\n", "\xff" "x", true },
		{ "", "a", false },
		{ "\xef\xbb\xbf", "a", false },
	};
	struct glob_list l = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < N(cases); i++) {
		text_file(".gclintignore", cases[i].text);
		assert_int_equal(gcl_ignore_read(".gclintignore", &l, NULL),
			GCL_OK);
		if ((gcl_glob_list_find(&l, gcl_span_str(cases[i].path),
			false) != NULL) != cases[i].out)
			fail_msg("case %zu, '%s'", i, cases[i].path);
		gcl_glob_list_release(&l);
	}
}

static void
an_ignore_file_that_is_not_there_has_no_patterns(void **state)
{
	struct glob_list l = { 0 };

	(void)state;
	assert_int_equal(gcl_ignore_read("gone", &l, NULL), GCL_OK);
	assert_int_equal(gcl_ignore_read("gone/gone", &l, NULL), GCL_OK);
	assert_int_equal(l.n, 0);
}

static void
expect_unread(const char *why)
{
	struct glob_list l = { 0 };
	struct gcl_error err = { GCL_OK, "" };

	assert_int_equal(gcl_ignore_read(".gclintignore", &l, &err),
		GCL_EINPUT);
	assert_int_equal(err.status, GCL_EINPUT);
	assert_string_equal(err.text, why);
	assert_int_equal(l.n, 0);
	assert_int_equal(unlink(".gclintignore") && rmdir(".gclintignore"), 0);
}

static void
an_ignore_file_that_cannot_be_read_says_why(void **state)
{
	static const char nul[] = "a\nb\0c\n";

	(void)state;
	folder(".gclintignore");
	expect_unread("cannot read '.gclintignore': it is no regular file");
	assert_int_equal(mkfifo(".gclintignore", 0666), 0);
	expect_unread("cannot read '.gclintignore': it is no regular file");
	assert_int_equal(symlink("gone", ".gclintignore"), 0);
	expect_unread("cannot read '.gclintignore': "
		"No such file or directory");
	assert_int_equal(symlink(".gclintignore", ".gclintignore"), 0);
	expect_unread("cannot read '.gclintignore': "
		"Too many levels of symbolic links");
	file_of(".gclintignore", nul, sizeof(nul) - 1);
	expect_unread("cannot read '.gclintignore': "
		"it holds a NUL byte and is to be UTF-8 text");
}

static void
an_ignore_file_has_a_largest_size(void **state)
{
	struct glob_list l = { 0 };
	char *text = malloc(LIMIT_IGNORE_BYTES + 1);

	(void)state;
	assert_non_null(text);
	memset(text, '#', LIMIT_IGNORE_BYTES + 1);
	memcpy(text + LIMIT_IGNORE_BYTES - 3, "\nab", 3);
	file_of(".gclintignore", text, LIMIT_IGNORE_BYTES);
	assert_int_equal(gcl_ignore_read(".gclintignore", &l, NULL), GCL_OK);
	assert_int_equal(l.n, 1);
	assert_non_null(gcl_glob_list_find(&l, SPAN("ab"), false));
	gcl_glob_list_release(&l);
	file_of(".gclintignore", text, LIMIT_IGNORE_BYTES + 1);
	expect_unread("cannot read '.gclintignore': it is larger than 1 MiB");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_way_up_ends_at_the_root_of_the_repository),
		TEST(a_root_has_an_entry_of_any_kind),
		TEST(without_a_repository_the_way_goes_up_to_the_top),
		TEST(a_folder_that_does_not_exist_has_a_way_up),
		TEST(a_link_is_a_folder_like_others),
		TEST(a_configuration_is_a_file_or_a_link),
		TEST(a_folder_goes_by_the_nearest_configuration),
		TEST(configurations_are_not_looked_for_when_not_wanted),
		TEST(no_folder_is_looked_at_twice),
		TEST(many_folders_are_told_apart),
		TEST(a_file_is_called_as_from_the_current_folder),
		TEST(lines_are_read_as_git_reads_them),
		TEST(an_ignore_file_that_is_not_there_has_no_patterns),
		TEST(an_ignore_file_that_cannot_be_read_says_why),
		TEST(an_ignore_file_has_a_largest_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
