/*
 * JSON as a tree.
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
#include "generate.h"
#include "json/value.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct walk *walk;
	struct arena arena;
};

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_walk_free(f->walk);
	gcl_arena_release(&f->arena);
	free(f);
	return 0;
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_arena_init(&f->arena);
	f->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	*state = f;
	return f->walk ? 0 : tear_down(state);
}

static struct value *
read_text(struct fixture *f, struct span text)
{
	struct value *v = NULL;

	assert_int_equal(gcl_value_read(f->walk, text, &f->arena, &v),
	    GCL_OK);
	assert_non_null(v);
	return v;
}

static void
assert_span(struct span got, const char *want)
{
	assert_int_equal(got.len, strlen(want));
	assert_memory_equal(got.ptr, want, got.len);
}

static void
scalars_have_a_type_and_a_text(void **state)
{
	static const struct {
		const char *json;
		enum json_type type;
		const char *text;
	} rows[] = {
		{ "null", JSON_NULL, "null" },
		{ "true", JSON_BOOLEAN, "true" },
		{ "-1.50e3", JSON_NUMBER, "-1.50e3" },
		{ "\"\"", JSON_STRING, "" },
		{ "\"abc\"", JSON_STRING, "abc" },
		{ "\"a\\u00e9\\n\\\"\\ud83d\\ude00\"", JSON_STRING,
		  "a\xc3\xa9\n\"\xf0\x9f\x98\x80" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		struct value *v = read_text(f, gcl_span_str(rows[i].json));

		assert_int_equal(v->type, rows[i].type);
		assert_span(v->text, rows[i].text);
		assert_int_equal(v->off, 0);
		assert_int_equal(v->len, strlen(rows[i].json));
		assert_null(v->child);
		assert_null(v->next);
		assert_int_equal(v->key.len, 0);
	}
}

static void
a_string_without_escapes_is_a_slice_of_the_text(void **state)
{
	static const char text[] = "[\"abc\",\"a\\tc\"]";
	struct fixture *f = *state;
	const struct value *v = read_text(f, SPAN(text))->child;

	assert_ptr_equal(v->text.ptr, text + 2);
	assert_false(v->next->text.ptr >= text &&
	    v->next->text.ptr < text + sizeof(text));
}

static void
an_escaped_nul_is_a_byte_of_the_string(void **state)
{
	struct fixture *f = *state;
	const struct value *v = read_text(f, SPAN("\"a\\u0000b\""));

	assert_int_equal(v->text.len, 3);
	assert_memory_equal(v->text.ptr, "a\0b", 3);
}

static void
members_and_elements_are_lists_in_order(void **state)
{
	static const char text[] =
	    " { \"a\" : [ 1 , { } , [ ] ] , \"\\u0062\" : \"x\" } ";
	struct fixture *f = *state;
	const struct value *v = read_text(f, SPAN(text)), *a, *b;

	assert_int_equal(v->type, JSON_OBJECT);
	assert_int_equal(v->n, 2);
	assert_int_equal(v->off, 1);
	assert_int_equal(v->len, sizeof(text) - 3);
	a = v->child;
	b = a->next;
	assert_null(b->next);
	assert_span(a->key, "a");
	assert_int_equal(a->key_off, 3);
	assert_int_equal(a->key_len, 3);
	assert_int_equal(a->off, 9);
	assert_span(gcl_span(text + a->off, a->len), "[ 1 , { } , [ ] ]");
	assert_int_equal(a->n, 3);
	assert_int_equal(a->child->type, JSON_NUMBER);
	assert_int_equal(a->child->next->type, JSON_OBJECT);
	assert_int_equal(a->child->next->n, 0);
	assert_null(a->child->next->child);
	assert_int_equal(a->child->next->next->type, JSON_ARRAY);
	assert_null(a->child->next->next->next);
	assert_span(b->key, "b");
	assert_span(gcl_span(text + b->key_off, b->key_len), "\"\\u0062\"");
	assert_span(gcl_span(text + b->off, b->len), "\"x\"");
}

static void
elements_have_no_name_behind_a_member_that_has_one(void **state)
{
	struct fixture *f = *state;
	const struct value *v = read_text(f, SPAN("{\"a\":[1]}"));

	assert_int_equal(v->child->child->key.len, 0);
}

static void
the_last_member_of_a_name_is_got(void **state)
{
	struct fixture *f = *state;
	const struct value *v = read_text(f,
	    SPAN("{\"a\":1,\"b\":2,\"\\u0061\":3,\"aa\":4}"));

	assert_span(gcl_value_get(v, "a")->text, "3");
	assert_span(gcl_value_get(v, "b")->text, "2");
	assert_null(gcl_value_get(v, "c"));
	assert_null(gcl_value_get(v, ""));
	assert_null(gcl_value_get(NULL, "a"));
	assert_null(gcl_value_get(v->child, "a"));
	assert_null(gcl_value_get(read_text(f, SPAN("[\"a\"]")), "a"));
}

static void
a_string_is_copied_with_a_nul_behind_it(void **state)
{
	static const char text[] = "[\"abc\",\"\"]";
	struct fixture *f = *state;
	const struct value *v = read_text(f, SPAN(text))->child;

	assert_string_equal(gcl_value_str(v, &f->arena), "abc");
	assert_string_equal(gcl_value_str(v->next, &f->arena), "");
}

static void
whole_numbers_up_to_a_maximum_are_read(void **state)
{
	static const struct {
		const char *json;
		uint64_t max;
		bool ok;
		uint64_t want;
	} rows[] = {
		{ "0", 0, true, 0 },
		{ "1", 0, false, 0 },
		{ "599", 599, true, 599 },
		{ "600", 599, false, 0 },
		{ "9", 8, false, 0 },
		{ "18446744073709551615", UINT64_MAX, true, UINT64_MAX },
		{ "18446744073709551616", UINT64_MAX, false, 0 },
		{ "99999999999999999999999", UINT64_MAX, false, 0 },
		{ "4294967295", UINT32_MAX, true, UINT32_MAX },
		{ "4294967296", UINT32_MAX, false, 0 },
		{ "-1", 10, false, 0 },
		{ "-0", 10, false, 0 },
		{ "1.0", 10, false, 0 },
		{ "1e0", 10, false, 0 },
		{ "\"1\"", 10, false, 0 },
		{ "null", 10, false, 0 },
		{ "[1]", 10, false, 0 },
	};
	struct fixture *f = *state;
	uint64_t got;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		struct value *v = read_text(f, gcl_span_str(rows[i].json));

		assert_int_equal(gcl_value_uint(v, rows[i].max, &got),
		    rows[i].ok);
		if (rows[i].ok)
			assert_true(got == rows[i].want);
	}
}

static void
what_is_not_json_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "{", "[1,]", "{\"a\"}", "nul", "[1] 2", "\"\\x\"",
	};
	struct fixture *f = *state;
	struct value *v;
	size_t i;

	for (i = 0; i < ROWS(texts); i++)
		assert_int_equal(gcl_value_read(f->walk,
		    gcl_span_str(texts[i]), &f->arena, &v), GCL_EINPUT);
}

/* Ways down and up again, with as many values as the text has. */
static size_t
count_values(const struct value *v)
{
	size_t n = 0, children;

	for (; v; v = v->next) {
		children = count_values(v->child);
		assert_true(children >= v->n);
		n += 1 + children;
	}
	return n;
}

static void
generated_texts_are_read_whole(void **state)
{
	struct fixture *f = *state;
	struct generated g;
	size_t i, j, n;

	generate_init(&g, 3);
	for (i = 0; i < 2 * N_GENERATE_KINDS; i++) {
		generate(&g, 20000, generate_kinds[i % N_GENERATE_KINDS][0],
		    generate_kinds[i % N_GENERATE_KINDS][1]);
		for (j = n = 0; j < g.n; j++)
			n += g.events[j].kind == WALK_SCALAR ||
			    g.events[j].kind == WALK_OPEN;
		assert_int_equal(count_values(read_text(f,
		    gcl_buf_span(&g.text))), n);
		gcl_arena_reset(&f->arena);
	}
	generate_release(&g);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(scalars_have_a_type_and_a_text),
		TEST(a_string_without_escapes_is_a_slice_of_the_text),
		TEST(an_escaped_nul_is_a_byte_of_the_string),
		TEST(members_and_elements_are_lists_in_order),
		TEST(elements_have_no_name_behind_a_member_that_has_one),
		TEST(the_last_member_of_a_name_is_got),
		TEST(a_string_is_copied_with_a_nul_behind_it),
		TEST(whole_numbers_up_to_a_maximum_are_read),
		TEST(what_is_not_json_is_refused),
		TEST(generated_texts_are_read_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
