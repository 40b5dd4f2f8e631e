/*
 * What fixes make: of strings step by step, and JSON from templates.
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
#include "rule/fix.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))
#define STEPS 3

struct fixture {
	struct matcher *matcher;
	struct walk *walk;
	struct arena arena;
	struct buf scratch[2], out;
	const char *country;
};

/* A step of a fix, its patterns as they stand in a pack. */
struct row_fix {
	enum fix_kind kind;
	const char *when, *pattern, *text, *starts, *country;
	bool safe;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_arena_init(&f->arena);
	gcl_buf_init(&f->scratch[0], LIMIT_TEXT_BYTES);
	gcl_buf_init(&f->scratch[1], LIMIT_TEXT_BYTES);
	gcl_buf_init(&f->out, LIMIT_TEXT_BYTES);
	f->matcher = gcl_matcher_new();
	f->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	*state = f;
	return f->matcher && f->walk ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_arena_release(&f->arena);
	gcl_buf_release(&f->scratch[0]);
	gcl_buf_release(&f->scratch[1]);
	gcl_buf_release(&f->out);
	gcl_walk_free(f->walk);
	gcl_matcher_free(f->matcher);
	free(f);
	return 0;
}

/* ---- strings ---- */

static struct pattern *
pattern(const char *source)
{
	struct pattern *p = NULL;

	if (source)
		assert_int_equal(gcl_pattern_new(gcl_span_str(source), &p),
		    GCL_OK);
	return p;
}

static enum gcl_status
run(struct fixture *f, const struct row_fix *steps, size_t n,
	struct span value, struct fixed *out)
{
	const struct fix_env env = { f->matcher, gcl_span_str(f->country),
		NULL, f->scratch };
	struct fix fixes[STEPS] = { { 0 } };
	enum gcl_status st;
	size_t i;

	for (i = 0; i < n; i++)
		fixes[i] = (struct fix){
			.next = i + 1 < n ? &fixes[i + 1] : NULL,
			.kind = steps[i].kind,
			.safe = steps[i].safe,
			.when = pattern(steps[i].when),
			.country = pattern(steps[i].country),
			.starts = gcl_span_str(steps[i].starts),
			.pattern = pattern(steps[i].pattern),
			.text = gcl_span_str(steps[i].text),
		};
	st = gcl_fix_text(fixes, &env, value, out);
	for (i = 0; i < n; i++) {
		gcl_pattern_free(fixes[i].when);
		gcl_pattern_free(fixes[i].country);
		gcl_pattern_free(fixes[i].pattern);
	}
	return st;
}

/* The text that comes out, or NULL when the fix is not for the value. */
static const char *
made(struct fixture *f, const struct row_fix *steps, size_t n,
	const char *value)
{
	struct fixed v;

	assert_int_equal(run(f, steps, n, gcl_span_str(value), &v), GCL_OK);
	gcl_buf_reset(&f->out);
	gcl_buf_addspan(&f->out, v.text);
	return v.taken ? gcl_buf_str(&f->out) : NULL;
}

static void
each_kind_edits_the_text(void **state)
{
	static const struct {
		struct row_fix fix;
		const char *value, *want;
	} rows[] = {
		{ { FIX_PUT, .text = "call" }, "phone", "call" },
		{ { FIX_PUT, .text = "call" }, "", "call" },
		{ { FIX_PUT, .text = "" }, "phone", "" },
		{ { FIX_PUT, .text = "tel:$0" }, "+1555", "tel:+1555" },
		{ { FIX_PUT, .text = "$0$0" }, "ab", "abab" },
		{ { FIX_PUT, .text = "$1,$2,$3", .when = "^(a)(b)?(c)$" },
		  "ac", "a,,c" },
		{ { FIX_PUT, .text = "a$b$" }, "x", "a$b$" },
		{ { FIX_DELETE, .pattern = "[ ().-]" }, "+1 (555) 123-4567",
		  "+15551234567" },
		{ { FIX_DELETE, .pattern = "x" }, "abc", "abc" },
		{ { FIX_DELETE, .pattern = "." }, "abc", "" },
		{ { FIX_DELETE, .pattern = "^a" }, "aab", "ab" },
		{ { FIX_DELETE, .pattern = "(?<=a)a" }, "aaab", "ab" },
		{ { FIX_REPLACE, .pattern = "^00", .text = "+" },
		  "0015551234567", "+15551234567" },
		{ { FIX_REPLACE, .pattern = "x([0-9]+)$", .text = ";ext=$1" },
		  "tel:+1555x89", "tel:+1555;ext=89" },
		{ { FIX_REPLACE, .pattern = "a", .text = "<$0>" }, "banana",
		  "b<a>n<a>n<a>" },
		{ { FIX_REPLACE, .pattern = "$", .text = "!" }, "abc",
		  "abc!" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_string_equal(made(f, &rows[i].fix, 1, rows[i].value),
		    rows[i].want);
}

/* A match of nothing is passed over a character at a time. */
static void
an_empty_match_is_replaced_once(void **state)
{
	static const struct {
		const char *pattern, *value, *want;
	} rows[] = {
		{ "", "abc", "-a-b-c" },
		{ "x*", "axb", "-a--b" },
		{ "", "\xc3\xbc\xf0\x9f\x98\x80",
		  "-\xc3\xbc-\xf0\x9f\x98\x80" },
		{ "(?=\xf0\x9f\x98\x80)", "\xc3\xbc\xf0\x9f\x98\x80",
		  "\xc3\xbc-\xf0\x9f\x98\x80" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		const struct row_fix fix = { FIX_REPLACE,
			.pattern = rows[i].pattern, .text = "-" };

		assert_string_equal(made(f, &fix, 1, rows[i].value),
		    rows[i].want);
	}
}

static void
steps_are_applied_one_after_the_other(void **state)
{
	static const struct {
		struct row_fix steps[STEPS];
		size_t n;
		const char *value, *want;
	} rows[] = {
		{ { { FIX_DELETE, .pattern = "[ ().-]" },
		    { FIX_PUT, .text = "tel:$0" } }, 2, "+1 555 123-4567",
		  "tel:+15551234567" },
		{ { { FIX_DELETE, .pattern = " " },
		    { FIX_REPLACE, .pattern = "^00", .text = "+" },
		    { FIX_PUT, .text = "tel:$0" } }, 3, "00 1 5551234567",
		  "tel:+15551234567" },
		/* "when" looks at what the steps before it made. */
		{ { { FIX_DELETE, .pattern = " " },
		    { FIX_PUT, .text = "tel:$1", .when = "^(\\+[0-9]+)$" } },
		  2, "+1 555", "tel:+1555" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_string_equal(made(f, rows[i].steps, rows[i].n,
		    rows[i].value), rows[i].want);
}

static void
a_fix_may_not_be_for_the_value(void **state)
{
	static const struct row_fix one[] = {
		{ FIX_PUT, .text = "tel:$0", .when = "^\\+" },
	};
	static const struct row_fix second[] = {
		{ FIX_DELETE, .pattern = "b" },
		{ FIX_PUT, .text = "tel:$0", .when = "b" },
	};
	static const struct row_fix starts[] = {
		{ FIX_PUT, .text = "+$0", .starts = "Tel:" },
	};
	struct fixture *f = *state;

	assert_null(made(f, one, 1, "555"));
	assert_string_equal(made(f, one, 1, "+555"), "tel:+555");
	assert_null(made(f, second, 2, "abc"));
	assert_null(made(f, starts, 1, "te"));
	assert_string_equal(made(f, starts, 1, "TEL:1"), "+TEL:1");
}

static void
a_country_code_is_only_the_one_given(void **state)
{
	static const struct {
		struct row_fix fix;
		const char *country, *value, *want;
	} rows[] = {
		{ { FIX_REPLACE, .pattern = "^0", .text = "+$country" },
		  "44", "07911", "+447911" },
		{ { FIX_REPLACE, .pattern = "^0", .text = "+$country" },
		  NULL, "07911", NULL },
		{ { FIX_PUT, .text = "+$0", .starts = "tel:$country" }, "1",
		  "tel:1555", "+tel:1555" },
		{ { FIX_PUT, .text = "+$0", .starts = "tel:$country" }, "44",
		  "tel:1555", NULL },
		{ { FIX_PUT, .text = "+$0", .starts = "$country" }, NULL,
		  "1555", NULL },
		{ { FIX_PUT, .text = "+$0", .country = "^7$" }, "7", "8",
		  "+8" },
		{ { FIX_PUT, .text = "+$0", .country = "^7$" }, "77", "8",
		  NULL },
		{ { FIX_PUT, .text = "+$0", .country = "^7$" }, NULL, "8",
		  NULL },
		{ { FIX_PUT, .text = "a$count" }, NULL, "8", "a$count" },
	};
	struct fixture *f = *state;
	const char *got;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		f->country = rows[i].country;
		got = made(f, &rows[i].fix, 1, rows[i].value);
		assert_int_equal(!got, !rows[i].want);
		if (got)
			assert_string_equal(got, rows[i].want);
	}
}

static void
a_fix_is_safe_when_all_its_steps_are(void **state)
{
	struct row_fix steps[] = {
		{ FIX_DELETE, .pattern = " ", .safe = true },
		{ FIX_PUT, .text = "tel:$0", .safe = true },
	};
	struct fixture *f = *state;
	struct fixed v;

	assert_int_equal(run(f, steps, 2, SPAN("1 2"), &v), GCL_OK);
	assert_true(v.safe);
	steps[0].safe = false;
	assert_int_equal(run(f, steps, 2, SPAN("1 2"), &v), GCL_OK);
	assert_false(v.safe);
}

/* It is left to whoever knows the document. */
static void
a_step_that_is_no_text_is_left(void **state)
{
	static const struct row_fix steps[] = {
		{ FIX_DELETE, .pattern = " " },
		{ .kind = FIX_WRAP },
	};
	struct fixture *f = *state;
	struct fixed v;

	assert_int_equal(run(f, steps, 2, SPAN("1 2"), &v), GCL_OK);
	assert_true(v.taken && v.changed);
	assert_true(gcl_span_is(v.text, "12"));
	assert_non_null(v.rest);
	assert_int_equal(run(f, &steps[1], 1, SPAN("1 2"), &v), GCL_OK);
	assert_true(v.taken && !v.changed);
}

static void
a_pattern_that_gives_up_is_told(void **state)
{
	static const struct row_fix steps[] = {
		{ FIX_PUT, .text = "x", .when = "^(a+)+$" },
		{ FIX_DELETE, .pattern = "(a+)+$" },
	};
	const struct span bad =
	    SPAN("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
	struct fixture *f = *state;
	struct fixed v;

	assert_int_equal(run(f, &steps[0], 1, bad, &v), GCL_ELIMIT);
	assert_int_equal(run(f, &steps[1], 1, bad, &v), GCL_ELIMIT);
}

static void
a_value_longer_than_a_message_has_no_fix(void **state)
{
	static const struct row_fix put = { FIX_PUT, .text = "tel:$0" };
	static char value[LIMIT_MESSAGE_BYTES + 2];
	struct fixture *f = *state;

	memset(value, 'a', LIMIT_MESSAGE_BYTES);
	assert_int_equal(strlen(made(f, &put, 1, value)),
	    LIMIT_MESSAGE_BYTES + 4);
	value[LIMIT_MESSAGE_BYTES] = 'a';
	assert_null(made(f, &put, 1, value));
}

/* ---- JSON ---- */

static const struct value *
tree(struct fixture *f, const char *json)
{
	struct value *v;

	assert_int_equal(gcl_value_read(f->walk, gcl_span_str(json),
	    &f->arena, &v), GCL_OK);
	return v;
}

static void
a_template_is_filled_in(void **state)
{
	static const char object[] = "{\"to\":{\"number\":\"+1\"},"
	    "\"from\":[\"+2\"],\"x\":null,\"many\":[1,2]}";
	static const struct {
		const char *template, *want;	/* want NULL: nothing */
	} rows[] = {
		{ "\"tel:$0\"", "\"tel:a\\\"b\"" },
		{ "[1.50,true,null,{},[]]", "[1.50, true, null, {}, []]" },
		{ "{\"a\":\"$0$0\",\"b\":[\"c\"]}",
		  "{\"a\": \"a\\\"ba\\\"b\", \"b\": [\"c\"]}" },
		{ "\"\xc3\xbc$country\\n$\"", "\"\xc3\xbc" "44\\n$\"" },
		{ "[\"$value\"]", "[\"a\\\"b\"]" },
		{ "\"$/to/number\"", "\"+1\"" },
		{ "\"$/to\"", "{\"number\":\"+1\"}" },
		{ "\"$/to/0|/from/0\"", "\"+2\"" },
		{ "\"$/from/1\"", NULL },
		{ "\"$/from/x\"", NULL },
		{ "\"$/to/number/x\"", NULL },
		{ "\"$/x\"", NULL },
		{ "{\"a\":\"$/x\",\"b\":\"$/from/0\"}", "{\"b\": \"+2\"}" },
		{ "[{\"a\":\"$/x\"},{\"b\":[\"$/y\"]}]", NULL },
		{ "[\"$/from/0\",\"$/x\"]", "[\"+2\"]" },
		/* Of several elements none is the one that is meant. */
		{ "\"$/many/0\"", NULL },
	};
	struct fixture *f = *state;
	struct fix_values v;
	bool any;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		v = (struct fix_values){ .style = &gcl_json_style_plain,
			.inside = SPAN("a\\\"b"), .value = SPAN("\"a\\\"b\""),
			.country = SPAN("44"), .object = tree(f, object),
			.text = SPAN(object) };
		gcl_buf_reset(&f->out);
		any = gcl_fix_json(tree(f, rows[i].template),
		    gcl_span_str(rows[i].template), &v, &f->out);
		assert_int_equal(any, rows[i].want != NULL);
		if (any)
			assert_string_equal(gcl_buf_str(&f->out),
			    rows[i].want);
		assert_int_equal(v.placed, strstr(rows[i].template,
		    "$value") != NULL);
	}
}

/* Its place would say that it is another one. */
static void
an_element_behind_one_without_value_is_told(void **state)
{
	static const struct {
		const char *template;
		bool hole;
	} rows[] = {
		{ "[\"$/a\",\"$/b\"]", true },
		{ "[\"$/b\",\"$/a\"]", false },
		{ "{\"x\":\"$/a\",\"y\":\"$/b\"}", false },
	};
	struct fixture *f = *state;
	struct fix_values v;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		v = (struct fix_values){ .style = &gcl_json_style_plain,
			.object = tree(f, "{\"b\":1}"),
			.text = SPAN("{\"b\":1}") };
		gcl_buf_reset(&f->out);
		assert_true(gcl_fix_json(tree(f, rows[i].template),
		    gcl_span_str(rows[i].template), &v, &f->out));
		assert_int_equal(v.hole, rows[i].hole);
	}
}

static void
members_that_were_used_are_told(void **state)
{
	static const char object[] = "{\"a\":1,\"b\":{\"c\":2},\"d\":3}";
	static const char template[] = "[\"$/x|/b/c\",\"$/b/y\"]";
	bool used[4] = { false };
	struct fixture *f = *state;
	struct fix_values v = { .style = &gcl_json_style_plain,
		.object = tree(f, object), .text = SPAN(object),
		.used = used };

	assert_true(gcl_fix_json(tree(f, template), SPAN(template), &v,
	    &f->out));
	assert_false(used[0]);
	assert_true(used[1]);
	assert_false(used[2]);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(each_kind_edits_the_text),
		TEST(an_empty_match_is_replaced_once),
		TEST(steps_are_applied_one_after_the_other),
		TEST(a_fix_may_not_be_for_the_value),
		TEST(a_country_code_is_only_the_one_given),
		TEST(a_fix_is_safe_when_all_its_steps_are),
		TEST(a_step_that_is_no_text_is_left),
		TEST(a_pattern_that_gives_up_is_told),
		TEST(a_value_longer_than_a_message_has_no_fix),
		TEST(a_template_is_filled_in),
		TEST(an_element_behind_one_without_value_is_told),
		TEST(members_that_were_used_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
