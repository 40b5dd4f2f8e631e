/*
 * What the help says of a fix: what would stand there instead.
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
#include "rule/words.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))
#define STEPS 3

struct fixture {
	struct matcher *matcher;
	struct buf scratch[2], out;
};

/* A step of a fix, its patterns as they stand in a pack. */
struct row_fix {
	enum fix_kind kind;
	const char *when, *pattern, *text, *name;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_buf_init(&f->scratch[0], LIMIT_TEXT_BYTES);
	gcl_buf_init(&f->scratch[1], LIMIT_TEXT_BYTES);
	gcl_buf_init(&f->out, LIMIT_TEXT_BYTES);
	f->matcher = gcl_matcher_new();
	*state = f;
	return f->matcher ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_buf_release(&f->scratch[0]);
	gcl_buf_release(&f->scratch[1]);
	gcl_buf_release(&f->out);
	gcl_matcher_free(f->matcher);
	free(f);
	return 0;
}

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
show(struct fixture *f, const struct row_fix *steps, size_t n,
	const struct words_env *env)
{
	struct fix fixes[STEPS] = { { 0 } };
	enum gcl_status st;
	size_t i;

	for (i = 0; i < n; i++)
		fixes[i] = (struct fix){
			.next = i + 1 < n ? &fixes[i + 1] : NULL,
			.kind = steps[i].kind,
			.when = pattern(steps[i].when),
			.pattern = pattern(steps[i].pattern),
			.text = gcl_span_str(steps[i].text),
			.name = gcl_span_str(steps[i].name),
		};
	gcl_buf_reset(&f->out);
	st = gcl_fix_show(fixes, f->matcher, env, f->scratch, &f->out);
	for (i = 0; i < n; i++) {
		gcl_pattern_free(fixes[i].when);
		gcl_pattern_free(fixes[i].pattern);
	}
	return st;
}

static const char *
shown(struct fixture *f, const struct row_fix *steps, size_t n,
	const char *value)
{
	const struct words_env env = { .type = JSON_STRING,
		.text = gcl_span_str(value), .raw = gcl_span_str(value) };

	assert_int_equal(show(f, steps, n, &env), GCL_OK);
	return gcl_buf_str(&f->out);
}

static void
each_kind_shows_what_it_makes(void **state)
{
	static const struct {
		struct row_fix fix;
		const char *value, *want;
	} rows[] = {
		{ { FIX_PUT, .text = "call" }, "phone", "\"call\"" },
		{ { FIX_PUT, .text = "call" }, "", "\"call\"" },
		{ { FIX_PUT, .text = "" }, "phone", "\"\"" },
		{ { FIX_PUT, .text = "tel:$0" }, "+15551234567",
		  "\"tel:+15551234567\"" },
		{ { FIX_PUT, .text = "$0$0" }, "ab", "\"abab\"" },
		{ { FIX_PUT, .text = "$1,$2,$3", .when = "^(a)(b)?(c)$" },
		  "ac", "\"a,,c\"" },
		{ { FIX_PUT, .text = "a$b$" }, "x", "\"a$b$\"" },
		{ { FIX_PUT, .text = "$0" }, "say \"hi\"\n",
		  "\"say \\\"hi\\\"\\n\"" },
		{ { FIX_DELETE, .pattern = "[ ().-]" }, "+1 (555) 123-4567",
		  "\"+15551234567\"" },
		{ { FIX_DELETE, .pattern = "x" }, "abc", "\"abc\"" },
		{ { FIX_DELETE, .pattern = "." }, "abc", "\"\"" },
		{ { FIX_DELETE, .pattern = "^a" }, "aab", "\"ab\"" },
		{ { FIX_DELETE, .pattern = "(?<=a)a" }, "aaab", "\"ab\"" },
		{ { FIX_REPLACE, .pattern = "^00", .text = "+" },
		  "0015551234567", "\"+15551234567\"" },
		{ { FIX_REPLACE, .pattern = "x([0-9]+)$", .text = ";ext=$1" },
		  "tel:+15551234567x89", "\"tel:+15551234567;ext=89\"" },
		{ { FIX_REPLACE, .pattern = "a", .text = "<$0>" }, "banana",
		  "\"b<a>n<a>n<a>\"" },
		{ { FIX_REPLACE, .pattern = "$", .text = "!" }, "abc",
		  "\"abc!\"" },
		{ { FIX_INSERT, .name = "state", .text = "\"initial\"" }, "",
		  "add \"state\": \"initial\"" },
		{ { FIX_INSERT, .name = "a\"b", .text = "[1]" }, "x",
		  "add \"a\\\"b\": [1]" },
		{ { FIX_WRAP, .text = "{\"address\": \"tel:$0\"}" },
		  "+15551234567", "{\"address\": \"tel:+15551234567\"}" },
		{ { .kind = FIX_REMOVE }, "x", "delete it" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_string_equal(shown(f, &rows[i].fix, 1, rows[i].value),
		    rows[i].want);
}

/* A match of nothing is passed over a character at a time. */
static void
an_empty_match_is_replaced_once(void **state)
{
	static const struct {
		const char *pattern, *value, *want;
	} rows[] = {
		{ "", "abc", "\"-a-b-c\"" },
		{ "x*", "axb", "\"-a--b\"" },
		{ "", "\xc3\xbc\xf0\x9f\x98\x80",
		  "\"-\xc3\xbc-\xf0\x9f\x98\x80\"" },
		{ "(?=\xf0\x9f\x98\x80)", "\xc3\xbc\xf0\x9f\x98\x80",
		  "\"\xc3\xbc-\xf0\x9f\x98\x80\"" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		const struct row_fix fix = { FIX_REPLACE,
			.pattern = rows[i].pattern, .text = "-" };

		assert_string_equal(shown(f, &fix, 1, rows[i].value),
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
		  "\"tel:+15551234567\"" },
		{ { { FIX_DELETE, .pattern = " " },
		    { FIX_REPLACE, .pattern = "^00", .text = "+" },
		    { FIX_PUT, .text = "tel:$0" } }, 3, "00 1 5551234567",
		  "\"tel:+15551234567\"" },
		/* "when" looks at what the steps before it made. */
		{ { { FIX_DELETE, .pattern = " " },
		    { FIX_PUT, .text = "tel:$1", .when = "^(\\+[0-9]+)$" } },
		  2, "+1 555", "\"tel:+1555\"" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_string_equal(shown(f, rows[i].steps, rows[i].n,
		    rows[i].value), rows[i].want);
}

static void
a_fix_that_is_not_for_the_value_shows_nothing(void **state)
{
	static const struct row_fix one[] = {
		{ FIX_PUT, .text = "tel:$0", .when = "^\\+" },
	};
	static const struct row_fix second[] = {
		{ FIX_DELETE, .pattern = "b" },
		{ FIX_PUT, .text = "tel:$0", .when = "b" },
	};
	struct fixture *f = *state;

	assert_string_equal(shown(f, one, 1, "555"), "");
	assert_string_equal(shown(f, one, 1, "+555"), "\"tel:+555\"");
	assert_string_equal(shown(f, second, 2, "abc"), "");
}

static void
a_pattern_that_gives_up_is_told(void **state)
{
	static const char bad[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!";
	static const struct row_fix steps[] = {
		{ FIX_PUT, .text = "x", .when = "^(a+)+$" },
		{ FIX_DELETE, .pattern = "(a+)+$" },
	};
	const struct words_env env = { .type = JSON_STRING,
		.text = SPAN(bad), .raw = SPAN(bad) };
	struct fixture *f = *state;

	assert_int_equal(show(f, &steps[0], 1, &env), GCL_ELIMIT);
	assert_int_equal(show(f, &steps[1], 1, &env), GCL_ELIMIT);
}

static void
a_value_longer_than_a_message_is_not_shown(void **state)
{
	static const struct row_fix put = { FIX_PUT, .text = "tel:$0" };
	static char value[LIMIT_MESSAGE_BYTES + 2];
	struct fixture *f = *state;

	memset(value, 'a', LIMIT_MESSAGE_BYTES);
	assert_int_equal(strlen(shown(f, &put, 1, value)),
	    LIMIT_MESSAGE_BYTES + 6);
	value[LIMIT_MESSAGE_BYTES] = 'a';
	assert_string_equal(shown(f, &put, 1, value), "");
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(each_kind_shows_what_it_makes),
		TEST(an_empty_match_is_replaced_once),
		TEST(steps_are_applied_one_after_the_other),
		TEST(a_fix_that_is_not_for_the_value_shows_nothing),
		TEST(a_pattern_that_gives_up_is_told),
		TEST(a_value_longer_than_a_message_is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
