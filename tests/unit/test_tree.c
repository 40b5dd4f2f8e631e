/*
 * A JSON tree that is changed: reading, finding, taking out, writing.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "json/tree.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct walk *walk;
	struct arena arena;
	struct buf out, scratch;
	struct node *root;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f || !(f->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT)))
		return -1;
	gcl_arena_init(&f->arena);
	gcl_buf_init(&f->out, LIMIT_TEXT_BYTES);
	gcl_buf_init(&f->scratch, LIMIT_TEXT_BYTES);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_walk_free(f->walk);
	gcl_arena_release(&f->arena);
	gcl_buf_release(&f->out);
	gcl_buf_release(&f->scratch);
	free(f);
	return 0;
}

static void
read_tree(struct fixture *f, const char *text)
{
	assert_int_equal(gcl_tree_read(f->walk, gcl_span_str(text),
	    &f->arena, &f->root), GCL_OK);
}

static struct node *
find(struct fixture *f, const char *pointer)
{
	return gcl_tree_find(f->root, gcl_span_str(pointer), &f->scratch);
}

static void
assert_written(struct fixture *f, const char *text)
{
	gcl_buf_reset(&f->out);
	gcl_tree_write(&f->out, f->root);
	assert_string_equal(gcl_buf_str(&f->out), text);
}

static void
a_tree_is_written_a_value_a_line(void **state)
{
	static const struct {
		const char *text, *written;
	} rows[] = {
		{ "7", "7\n" },
		{ " \"a\\u0062\" ", "\"a\\u0062\"\n" },
		{ "{ }", "{}\n" },
		{ "[]", "[]\n" },
		{ "[1,-0.50e+3 ,null]", "[\n  1,\n  -0.50e+3,\n  null\n]\n" },
		{ "[[],[[]],{}]", "[\n  [],\n  [\n    []\n  ],\n  {}\n]\n" },
		{ "{\"b\":{\"c\":1},\"a\\n\\\"\":[2]}",
		    "{\n  \"b\": {\n    \"c\": 1\n  },\n"
		    "  \"a\\n\\\"\": [\n    2\n  ]\n}\n" },
		/* Nobody's member is lost, even if it is there twice. */
		{ "{\"a\":1,\"a\":2}", "{\n  \"a\": 1,\n  \"a\": 2\n}\n" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		read_tree(f, rows[i].text);
		assert_written(f, rows[i].written);
	}
}

static void
what_is_not_json_is_no_tree(void **state)
{
	static const char *const rows[] = { "", " ", "{", "[1,]", "{} {}",
		"'a'", "tel:+15551234567", "01" };
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_int_equal(gcl_tree_read(f->walk, gcl_span_str(rows[i]),
		    &f->arena, &f->root), GCL_EINPUT);
}

/* Every node is found by the pointer that it gives. */
static void
pointers_lead_back(void **state)
{
	static const char *const pointers[] = { "", "/a", "/a/0", "/a/1",
		"/a/1/", "/a/1//b", "/~0~1\"", "/~01", "/0" };
	struct fixture *f = *state;
	struct node *n;
	size_t i = 0;

	read_tree(f, "{\"a\":[1,{\"\":{\"b\":2}}],\"~/\\\"\":3,\"~1\":4,"
	    "\"0\":5}");
	for (n = f->root; n; n = gcl_tree_next(n)) {
		gcl_buf_reset(&f->out);
		gcl_tree_pointer(&f->out, n);
		assert_true(i < ROWS(pointers));
		assert_string_equal(gcl_buf_str(&f->out), pointers[i]);
		assert_ptr_equal(find(f, pointers[i]), n);
		i++;
	}
	assert_int_equal(i, ROWS(pointers));
}

static void
pointers_that_lead_nowhere_find_nothing(void **state)
{
	static const char *const pointers[] = { "a", "/b", "/a/2", "/a/-",
		"/a/00", "/a/+1", "/a/0/x", "/a~", "/a~2", "/",
		"/a/18446744073709551616" };
	struct fixture *f = *state;
	size_t i;

	read_tree(f, "{\"a\":[1,2],\"a~\":3,\"a~2\":4}");
	for (i = 0; i < ROWS(pointers); i++)
		if (find(f, pointers[i]))
			fail_msg("%s is found", pointers[i]);
}

static void
nodes_go_from_any_place(void **state)
{
	static const char *const pointers[] = { "/1", "/0", "/1", "/0" };
	static const char *const left[] = { "[\n  1,\n  3,\n  4\n]\n",
		"[\n  3,\n  4\n]\n", "[\n  3\n]\n", "[]\n" };
	struct fixture *f = *state;
	size_t i;

	read_tree(f, "[1,2,3,4]");
	for (i = 0; i < ROWS(left); i++) {
		gcl_tree_remove(find(f, pointers[i]));
		assert_int_equal(f->root->n, 3 - i);
		assert_written(f, left[i]);
	}
}

static void
a_node_becomes_another_in_its_place(void **state)
{
	struct fixture *f = *state;
	struct node *old, *whole;

	read_tree(f, "{\"x\":[1,{\"y\":2}]}");
	whole = f->root;
	read_tree(f, "{\"a\":0,\"b\":{\"c\":1},\"d\":0}");
	old = find(f, "/b");
	gcl_tree_become(old, whole);
	assert_written(f, "{\n  \"a\": 0,\n  \"b\": {\n    \"x\": [\n"
	    "      1,\n      {\n        \"y\": 2\n      }\n    ]\n  },\n"
	    "  \"d\": 0\n}\n");
	assert_ptr_equal(gcl_tree_behind(old), find(f, "/d"));
	assert_ptr_equal(find(f, "/b/x")->parent, old);
	assert_null(gcl_tree_behind(find(f, "/d")));
}

int
main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_tree_is_written_a_value_a_line),
		TEST(what_is_not_json_is_no_tree),
		TEST(pointers_lead_back),
		TEST(pointers_that_lead_nowhere_find_nothing),
		TEST(nodes_go_from_any_place),
		TEST(a_node_becomes_another_in_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
