/*
 * Walks in which ignore files and configurations leave something out.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "input/ignore.h"
#include "tree.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

/*
 * Configurations here are lines of patterns, one that begins with "broken"
 * apart, and each is read once.
 */
struct configs {
	struct glob_list lists[8];
	size_t n;
	struct buf asked;	/* their folders below the current one */
	size_t here;		/* bytes of its path */
};

static enum gcl_status
read_config(void *ctx, const struct scope *at,
	const struct glob_list **exclude, struct gcl_error *err)
{
	struct configs *c = ctx;
	struct glob_list *l = &c->lists[c->n++];
	const char *first;
	char path[4200];

	assert_true(c->n <= N(c->lists));
	gcl_buf_addf(&c->asked, "[%s]", at->path + c->here);
	snprintf(path, sizeof(path), "%s/.gclint.json", at->path);
	assert_int_equal(gcl_ignore_read(path, l, err), GCL_OK);
	first = gcl_glob_list_find(l, SPAN("broken"), false);
	if (first && !strcmp(first, "broken"))
		return gcl_error_set(err, GCL_EUSAGE, "broken");
	*exclude = l->n > 0 ? l : NULL;
	return GCL_OK;
}

static void
init_configs(struct configs *c, const struct tree *t)
{
	*c = (struct configs){ .here = strlen(t->path) };
	gcl_buf_init(&c->asked, 1 << 10);
}

static void
release_configs(struct configs *c)
{
	while (c->n > 0)
		gcl_glob_list_release(&c->lists[--c->n]);
	gcl_buf_release(&c->asked);
}

struct walk {
	const char *const *given;	/* or NULL */
	bool force, no_ignore, no_config;
	const char *stdin_name;
};

static void
expect_walk(const struct tree *t, const struct walk *w,
	const char *const *operands, const char *expected, const char *asked)
{
	struct input *in = new_input(w->given ? w->given : NONE);
	struct configs c;

	init_configs(&c, t);
	gcl_input_force_exclude(in, w->force);
	gcl_input_no_ignore(in, w->no_ignore);
	gcl_input_no_config(in, w->no_config);
	gcl_input_on_config(in, read_config, &c);
	assert_int_equal(gcl_input_stdin_name(in, w->stdin_name), GCL_OK);
	start(in, operands);
	expect_log(in, expected);
	if (asked)
		assert_string_equal(gcl_buf_str(&c.asked), asked);
	gcl_input_free(in);
	release_configs(&c);
}

static void
expect_plain(const struct tree *t, const char *const *operands,
	const char *expected)
{
	expect_walk(t, &(struct walk){ .force = false }, operands, expected,
		NULL);
}

static void
expect_force(const struct tree *t, const char *const *operands,
	const char *expected)
{
	expect_walk(t, &(struct walk){ .force = true }, operands, expected,
		NULL);
}

/* ---- order of strength ---- */

/* What each place has to say of d/a.json; NULL: it is silent. */
struct strength {
	const char *given, *near, *far, *config;
	const char *why;	/* NULL: it stays */
};

static const struct strength strengths[] = {
	{ NULL, NULL, NULL, NULL, NULL },
	{ "a.json", NULL, NULL, NULL, "exclusion 'a.json'" },
	{ NULL, "a.json", NULL, NULL, "'a.json' in 'd/.gclintignore'" },
	{ NULL, NULL, "a.json", NULL, "'a.json' in '.gclintignore'" },
	{ NULL, NULL, NULL, "a.json", "'a.json' in '.gclint.json'" },
	{ "/d/a.json", "a.*", "*.json", "*.*", "exclusion '/d/a.json'" },
	{ "!/d/a.json", "a.*", "*.json", "*.*", NULL },
	{ NULL, "/a.json", "!a.json", "!*", "'/a.json' in 'd/.gclintignore'" },
	{ NULL, "!/a.json", "a.json", "*.json", NULL },
	{ NULL, "!/d/a.json", "a.json", NULL, "'a.json' in '.gclintignore'" },
	{ NULL, NULL, "/d/a.*", "!a.json", "'/d/a.*' in '.gclintignore'" },
	{ NULL, NULL, "!d/a.json", "a.json", NULL },
	{ NULL, NULL, "/a.json", "d/*", "'d/*' in '.gclint.json'" },
	{ "b.json", "b.json", "b.json", "b.json", NULL },
	{ "b.json", "b.json", "b.json", "*.json\n!b.json\n",
		"'*.json' in '.gclint.json'" },
	{ "a.json/", "a.json/", "d/a.json/", "a.json/", NULL },
	{ "!*/", NULL, "d/", NULL, NULL },
	{ "!/d/a.json", NULL, NULL, "*", "'*' in '.gclint.json'" },
	{ "!a.json", NULL, "d/", NULL, "'d/' in '.gclintignore'" },
	{ NULL, "!a.json", NULL, "/d", "'/d' in '.gclint.json'" },
	{ NULL, NULL, "!d/", "d", NULL },
};

static void
check_strength(const struct tree *t, const struct strength *s)
{
	const char *const given[] = { s->given, NULL };
	struct walk w = { .given = given };
	char forced[200];

	text_file("d/.gclintignore", s->near ? s->near : "");
	text_file(".gclintignore", s->far ? s->far : "");
	text_file(".gclint.json", s->config ? s->config : "");
	expect_walk(t, &w, LIST("."), s->why ?
		"empty: nothing to lint in '.'\n" : "d/a.json\n", NULL);
	w.force = true;
	snprintf(forced, sizeof(forced), s->why ?
		"excluded: 'd/a.json' is left out by %s\n" :
		"named d/a.json\n", s->why);
	expect_walk(t, &w, LIST("d/a.json"), forced, NULL);
}

static void
the_strongest_place_that_speaks_decides(void **state)
{
	size_t i;

	folder("d");
	file("d/a.json");
	for (i = 0; i < N(strengths); i++)
		check_strength(*state, &strengths[i]);
}

static void
without_ignore_only_what_is_given_is_heeded(void **state)
{
	struct walk w = { .given = LIST("b.json"), .no_ignore = true };

	folder("d");
	file("d/a.json");
	file("d/b.json");
	text_file("d/.gclintignore", "a.json\n!b.json\n");
	text_file(".gclint.json", "broken\n");
	expect_walk(*state, &w, LIST("."), "d/a.json\n", "");
	w.force = true;
	expect_walk(*state, &w, LIST("d/a.json", "d/b.json"),
		"named d/a.json\nexcluded: 'd/b.json' "
		"is left out by exclusion 'b.json'\n", "");
}

static void
ignore_files_may_be_heeded_in_one_run_only(void **state)
{
	struct input *in = new_input(NONE);

	(void)state;
	file("a.json");
	file("b.json");
	text_file(".gclintignore", "b.json\n");
	start(in, LIST("."));
	expect_log(in, "a.json\n");
	gcl_input_no_ignore(in, true);
	start(in, LIST("."));
	expect_log(in, "b.json\n");
	gcl_input_free(in);
}

static void
without_configurations_ignore_files_are_heeded(void **state)
{
	static const struct walk w = { .no_config = true, .force = true };

	file("a.json");
	file("b.json");
	text_file(".gclintignore", "a.json\n");
	text_file(".gclint.json", "broken\n");
	expect_walk(*state, &w, LIST("."), "b.json\n", "");
}

/* ---- folders ---- */

static void
an_ignored_folder_is_not_entered(void **state)
{
	folder("d");
	folder("d/e");
	file("d/e/a.json");
	text_file("d/.gclintignore", "!e/\n!a.json\n");
	text_file(".gclintignore", "/d/\n");
	text_file("d/.gclint.json", "broken\n");
	file("b.json");
	expect_plain(*state, LIST("."), "b.json\n");
	expect_force(*state, LIST("d", "d/e/", "d/e/a.json", "b.json"),
		"excluded: 'd' is left out by '/d/' in '.gclintignore'\n"
		"excluded: 'd/e/' is left out by '/d/' in '.gclintignore'\n"
		"excluded: 'd/e/a.json' "
		"is left out by '/d/' in '.gclintignore'\n"
		"named b.json\n");
}

static void
an_ignored_folder_is_entered_when_named(void **state)
{
	folder("d");
	folder("d/e");
	file("d/a.json");
	file("d/e/b.json");
	text_file(".gclintignore", "/d/\ne/\n");
	expect_plain(*state, LIST("d", "d/e/b.json"),
		"d/a.json\nnamed d/e/b.json\n");
}

static void
what_is_above_an_operand_is_heeded_in_it(void **state)
{
	struct tree *t = *state;
	char path[sizeof(t->path) + 16], expected[2 * sizeof(path)];

	folder("d");
	folder("d/e");
	file("d/e/a.json");
	file("d/e/b.json");
	text_file(".gclintignore", "a.json\n");
	expect_plain(t, LIST("d/e"), "d/e/b.json\n");
	snprintf(path, sizeof(path), "%s/d/../d", t->path);
	snprintf(expected, sizeof(expected), "%s/e/b.json\n", path);
	expect_plain(t, LIST(path), expected);
	assert_int_equal(chdir("d/e"), 0);
	expect_plain(t, LIST("."), "b.json\n");
	expect_plain(t, LIST(".."), "../e/b.json\n");
}

static void
the_file_is_named_as_from_the_current_folder(void **state)
{
	struct tree *t = *state;
	char path[sizeof(t->path) + 16], expected[3 * sizeof(path)];

	folder("d");
	folder("e");
	file("d/a.json");
	text_file("d/.gclintignore", "a.json\n");
	snprintf(path, sizeof(path), "%s/d/a.json", t->path);
	snprintf(expected, sizeof(expected), "excluded: '%s' "
		"is left out by 'a.json' in 'd/.gclintignore'\n", path);
	expect_force(t, LIST(path), expected);
	assert_int_equal(chdir("e"), 0);
	snprintf(expected, sizeof(expected), "excluded: '../d/a.json' "
		"is left out by 'a.json' in '%s/d/.gclintignore'\n", t->path);
	expect_force(t, LIST("../d/a.json"), expected);
}

static void
a_link_is_judged_by_where_it_stands(void **state)
{
	folder("d");
	folder("e");
	file("d/a.json");
	assert_int_equal(symlink("../d/a.json", "e/l.json"), 0);
	assert_int_equal(symlink("d", "l"), 0);
	text_file("d/.gclintignore", "a.json\n");
	text_file("e/.gclintignore", "a.json\n");
	expect_force(*state, LIST("e/l.json"), "named e/l.json\n");
	expect_force(*state, LIST("l/a.json"), "excluded: 'l/a.json' "
		"is left out by 'a.json' in 'l/.gclintignore'\n");
}

/* ---- repositories ---- */

static void
what_is_outside_a_repository_has_no_say_in_it(void **state)
{
	folder("r");
	folder("r/.git");
	folder("r/d");
	file("r/a.json");
	file("r/d/a.json");
	file("a.json");
	text_file(".gclintignore", "a.json\n");
	text_file(".gclint.json", "d/\n");
	expect_plain(*state, LIST("."), "r/a.json\nr/d/a.json\n");
	text_file(".gclintignore", "a.json\nr/\n");
	expect_force(*state, LIST("r/d/a.json", "r/d", "r", "a.json"),
		"named r/d/a.json\nr/a.json\n"
		"excluded: 'a.json' "
		"is left out by 'a.json' in '.gclintignore'\n");
	expect_force(*state, LIST("."), "empty: nothing to lint in '.'\n");
}

static void
what_is_given_has_a_say_across_repositories(void **state)
{
	struct walk w = { .given = LIST("r/d/"), .force = true };

	folder("r");
	folder("r/d");
	folder("r/d/.git");
	file("r/d/a.json");
	expect_walk(*state, &w, LIST("r/d/a.json"),
		"excluded: 'r/d/a.json' is left out by exclusion 'r/d/'\n",
		NULL);
}

/* ---- configurations ---- */

static void
the_nearest_configuration_alone_is_heeded(void **state)
{
	static const struct walk w = { .force = false };

	folder("d");
	folder("d/e");
	file("a.json");
	file("d/a.json");
	file("d/b.json");
	file("d/e/a.json");
	file("d/e/b.json");
	text_file(".gclint.json", "a.json\n");
	text_file("d/.gclint.json", "/b.json\n");
	expect_walk(*state, &w, LIST("d", "."),
		"d/a.json\nd/e/a.json\nd/e/b.json\n", "[/d][]");
}

/* The folder is a name in the one above, which has its own configuration. */
static void
a_folder_is_judged_by_the_configuration_above_it(void **state)
{
	static const struct walk w = { .force = true };

	folder("d");
	file("d/a.json");
	file("d/b.json");
	text_file(".gclint.json", "d/\n");
	text_file("d/.gclint.json", "!*\n");
	expect_walk(*state, &w, LIST("."), "empty: nothing to lint in '.'\n",
		"[]");
	expect_walk(*state, &w, LIST("d/a.json"),
		"excluded: 'd/a.json' is left out by 'd/' in '.gclint.json'\n",
		"[]");
}

static void
a_configuration_without_exclusions_leaves_nothing_out(void **state)
{
	static const struct walk w = { .force = true };

	folder("d");
	file("d/a.json");
	text_file(".gclint.json", "a.json\n");
	text_file("d/.gclint.json", "");
	expect_walk(*state, &w, LIST("d", "d/a.json"), "d/a.json\n",
		"[][/d]");
}

static void
a_configuration_is_not_asked_for_a_file_that_is_named(void **state)
{
	static const struct walk w = { .stdin_name = "b.json" };

	file("a.json");
	text_file(".gclint.json", "broken\n");
	expect_walk(*state, &w, LIST("a.json", "-"), "named a.json\nnamed -\n",
		"");
}

static void
a_broken_configuration_ends_the_run(void **state)
{
	struct walk w = { .force = false };

	folder("d");
	file("d/a.json");
	file("a.json");
	file("e.json");
	text_file("d/.gclint.json", "broken\n");
	expect_walk(*state, &w, LIST(".", "e.json"),
		"a.json\nerror: broken\n", "[/d]");
	w.force = true;
	expect_walk(*state, &w, LIST("d/a.json", "e.json"),
		"error: broken\n", "[/d]");
}

/* It is relative to the current folder, wherever it stands. */
static void
a_configuration_of_all_inputs_is_the_weakest(void **state)
{
	struct glob_list l = { 0 };
	struct input *in = new_input(NONE);

	(void)state;
	folder("d");
	file("d/a.json");
	file("d/b.json");
	file("d/c.json");
	text_file("d/.gclintignore", "!b.json\n");
	assert_int_equal(gcl_glob_list_add(&l, "/d/[ab].json", NULL), GCL_OK);
	gcl_input_exclude_list(in, &l);
	gcl_input_no_config(in, true);
	gcl_input_force_exclude(in, true);
	start(in, LIST("d", "d/a.json"));
	expect_log(in, "d/b.json\nd/c.json\nexcluded: 'd/a.json' "
		"is left out by exclusion '/d/[ab].json'\n");
	gcl_input_no_ignore(in, true);
	start(in, LIST("d"));
	expect_log(in, "d/a.json\n");
	gcl_input_free(in);
	gcl_glob_list_release(&l);
}

static void
configurations_and_ignore_files_are_no_payloads(void **state)
{
	folder("d");
	file("d/.gclint.json");
	file("d/.gclintignore");
	file("d/x.gclint.json");
	file(".gclint.json");
	expect_plain(*state, LIST("."), "d/x.gclint.json\n");
	expect_plain(*state, LIST(".gclint.json", "d/.gclint.json",
		"d/.gclintignore"), "named .gclint.json\n"
		"named d/.gclint.json\nnamed d/.gclintignore\n");
}

/* ---- ignore files that cannot be read ---- */

static void
a_folder_with_an_unread_ignore_file_is_not_linted(void **state)
{
	folder("a");
	folder("a/.gclintignore");
	folder("a/d");
	file("a/a.json");
	file("b.json");
	folder("c");
	folder("c/.gclintignore");
	expect_plain(*state, LIST(".", "a/d", "a"),
		"failed: cannot lint 'a': cannot read 'a/.gclintignore': "
		"it is no regular file\n"
		"b.json\n"
		"empty: nothing to lint in 'a/d'\n"
		"failed: cannot lint 'a': cannot read 'a/.gclintignore': "
		"it is no regular file\n");
}

static void
an_operand_below_an_unread_ignore_file_is_not_linted(void **state)
{
	struct walk w = { .force = true, .stdin_name = "d/b.json" };

	folder("d");
	folder("d/.gclintignore");
	folder("d/e");
	file("d/e/a.json");
	file("d/e/.gclintignore");
	file("b.json");
	expect_walk(*state, &w, LIST("d/e/a.json", "d/e", "-", "b.json"),
		"failed: cannot lint 'd/e/a.json': "
		"cannot read 'd/.gclintignore': it is no regular file\n"
		"failed: cannot lint 'd/e': "
		"cannot read 'd/.gclintignore': it is no regular file\n"
		"failed: cannot lint 'd/b.json': "
		"cannot read 'd/.gclintignore': it is no regular file\n"
		"named b.json\n", NULL);
	w.force = false;
	expect_walk(*state, &w, LIST("d/e/a.json", "-"),
		"named d/e/a.json\nnamed -\n", NULL);
	w.no_ignore = true;
	w.force = true;
	expect_walk(*state, &w, LIST("d/e/a.json", "-"),
		"named d/e/a.json\nnamed -\n", NULL);
}

/* ---- what an item tells ---- */

struct told {
	const char *operand, *full, *scope, *config;
};

static void
expect_told(const char *seen, const char *root, const char *expected)
{
	size_t len = strlen(root);

	if (!expected) {
		assert_null(seen);
		return;
	}
	assert_non_null(seen);
	assert_memory_equal(seen, root, len);
	assert_string_equal(seen + len, expected);
}

static void
expect_item(struct input *in, const struct tree *t, const struct told *e)
{
	const struct scope *config;
	struct input_item item;

	start(in, LIST(e->operand));
	assert_int_equal(gcl_input_next(in, &item, NULL), INPUT_ITEM);
	expect_told(item.full, t->path, e->full);
	expect_told(item.scope->path, t->path, e->scope);
	config = gcl_scope_config(item.scope);
	expect_told(config ? config->path : NULL, t->path, e->config);
	assert_int_equal(gcl_input_next(in, &item, NULL), INPUT_END);
}

static void
an_item_has_its_full_path_and_its_folder_s_scope(void **state)
{
	static const struct told cases[] = {
		{ "a.json", "/a.json", "", NULL },
		{ "d//./b.json", "/d/b.json", "/d", "/d" },
		{ "d/e/../e/c.json", "/d/e/c.json", "/d/e", "/d" },
		{ "d/e/f", "/d/e/f/d.json", "/d/e/f", "/d" },
		{ "r", "/r/e.json", "/r", NULL },
		{ "-", NULL, "", NULL },
	};
	struct input *in = new_input(NONE);
	size_t i;

	folder("d");
	folder("d/e");
	folder("d/e/f");
	folder("r");
	folder("r/.git");
	file("a.json");
	file("d/b.json");
	file("d/.gclint.json");
	file("d/e/c.json");
	file("d/e/f/d.json");
	file("r/e.json");
	for (i = 0; i < N(cases); i++)
		expect_item(in, *state, &cases[i]);
	gcl_input_free(in);
}

static void
the_name_of_standard_input_decides_where_it_stands(void **state)
{
	static const struct {
		const char *name;
		struct told told;
	} cases[] = {
		{ "b.json", { "-", "/b.json", "", NULL } },
		{ "d/gone/../b.json", { "-", "/d/b.json", "/d", "/d" } },
		{ "d/gone/b.json", { "-", "/d/gone/b.json", "/d/gone", "/d" } },
		{ "", { "-", NULL, "", NULL } },
		{ NULL, { "-", NULL, "", NULL } },
	};
	struct input *in;
	size_t i;

	folder("d");
	file("d/.gclint.json");
	for (i = 0; i < N(cases); i++) {
		in = new_input(NONE);
		assert_int_equal(gcl_input_stdin_name(in, "other/x.json"),
			GCL_OK);
		assert_int_equal(gcl_input_stdin_name(in, cases[i].name),
			GCL_OK);
		expect_item(in, *state, &cases[i].told);
		gcl_input_free(in);
	}
}

static void
standard_input_is_left_out_by_its_name(void **state)
{
	struct walk w = { .stdin_name = "d/a.json" };

	folder("d");
	text_file("d/.gclintignore", "a.json\n");
	expect_walk(*state, &w, LIST("-"), "named -\n", NULL);
	w.force = true;
	expect_walk(*state, &w, LIST("-"), "excluded: 'd/a.json' "
		"is left out by 'a.json' in 'd/.gclintignore'\n", NULL);
	w.stdin_name = NULL;
	expect_walk(*state, &w, LIST("-"), "named -\n", NULL);
}

static void
there_is_no_scope_when_nobody_wants_one(void **state)
{
	struct input *in = new_input(NONE);
	struct input_item item;
	size_t i;

	(void)state;
	file("a.json");
	file("b.json");
	gcl_input_no_ignore(in, true);
	gcl_input_no_config(in, true);
	start(in, LIST("a.json", ".", "-"));
	for (i = 0; i < 3; i++) {
		assert_int_equal(gcl_input_next(in, &item, NULL), INPUT_ITEM);
		assert_null(item.scope);
		assert_int_equal(item.full == NULL, item.is_stdin);
	}
	gcl_input_free(in);
}

/* It has been removed: paths from it lead nowhere, but for those upward. */
static void
a_current_folder_that_is_gone_has_no_scope(void **state)
{
	struct tree *t = *state;
	char path[sizeof(t->path) + 16];
	const char *const given[] = { "b.json", "/c.json", NULL };
	struct input *in = new_input(given);
	struct input_item item;

	folder("d");
	file("a.json");
	file(".gclint.json");
	assert_int_equal(chdir("d"), 0);
	assert_int_equal(rmdir("../d"), 0);
	snprintf(path, sizeof(path), "%s/a.json", t->path);
	gcl_input_force_exclude(in, true);
	start(in, LIST("-", path, "x.json"));
	assert_int_equal(gcl_input_next(in, &item, NULL), INPUT_ITEM);
	assert_true(item.is_stdin);
	assert_null(item.full);
	assert_null(item.scope);
	assert_int_equal(gcl_input_next(in, &item, NULL), INPUT_ITEM);
	assert_string_equal(item.full, path);
	assert_true(item.scope->has_config);
	assert_int_equal(gcl_input_next(in, &item, NULL), INPUT_FAILED);
	assert_int_equal(gcl_input_next(in, &item, NULL), INPUT_END);
	gcl_input_free(in);
}

static void
a_run_after_a_broken_one_begins_anew(void **state)
{
	struct input *in = new_input(NONE);
	struct configs c;

	init_configs(&c, *state);
	gcl_input_on_config(in, read_config, &c);
	folder("a");
	file("a/a.json");
	file("b.json");
	text_file("a/.gclint.json", "broken\n");
	start(in, LIST("."));
	expect_log(in, "error: broken\n");
	text_file("a/.gclint.json", "x.json\n");
	start(in, LIST("."));
	expect_log(in, "a/a.json\nb.json\n");
	assert_string_equal(gcl_buf_str(&c.asked), "[/a][/a]");
	gcl_input_free(in);
	release_configs(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_strongest_place_that_speaks_decides),
		TEST(without_ignore_only_what_is_given_is_heeded),
		TEST(ignore_files_may_be_heeded_in_one_run_only),
		TEST(without_configurations_ignore_files_are_heeded),
		TEST(an_ignored_folder_is_not_entered),
		TEST(an_ignored_folder_is_entered_when_named),
		TEST(what_is_above_an_operand_is_heeded_in_it),
		TEST(the_file_is_named_as_from_the_current_folder),
		TEST(a_link_is_judged_by_where_it_stands),
		TEST(what_is_outside_a_repository_has_no_say_in_it),
		TEST(what_is_given_has_a_say_across_repositories),
		TEST(the_nearest_configuration_alone_is_heeded),
		TEST(a_folder_is_judged_by_the_configuration_above_it),
		TEST(a_configuration_without_exclusions_leaves_nothing_out),
		TEST(a_configuration_is_not_asked_for_a_file_that_is_named),
		TEST(a_broken_configuration_ends_the_run),
		TEST(a_configuration_of_all_inputs_is_the_weakest),
		TEST(configurations_and_ignore_files_are_no_payloads),
		TEST(a_folder_with_an_unread_ignore_file_is_not_linted),
		TEST(an_operand_below_an_unread_ignore_file_is_not_linted),
		TEST(an_item_has_its_full_path_and_its_folder_s_scope),
		TEST(the_name_of_standard_input_decides_where_it_stands),
		TEST(standard_input_is_left_out_by_its_name),
		TEST(there_is_no_scope_when_nobody_wants_one),
		TEST(a_current_folder_that_is_gone_has_no_scope),
		TEST(a_run_after_a_broken_one_begins_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
