/*
 * Templates: what is put in for each variable, and what a faulty one is.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "rule/words.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

static int
set_up(void **state)
{
	struct buf *out = malloc(sizeof(*out));

	if (!out)
		return -1;
	gcl_buf_init(out, LIMIT_TEXT_BYTES);
	*state = out;
	return 0;
}

static int
tear_down(void **state)
{
	gcl_buf_release(*state);
	free(*state);
	return 0;
}

static const char *
expand(struct buf *out, const char *tpl, const struct words_env *env)
{
	const char *s;

	gcl_buf_reset(out);
	gcl_words_expand(tpl, env, out);
	s = gcl_buf_str(out);
	assert_non_null(s);
	return s;
}

static void
put_want(const struct check *c, struct buf *out)
{
	(void)c;
	gcl_buf_adds(out, "this or that");
}

/* An environment with something in each place. */
static struct words_env
full(void)
{
	static const struct check_kind kind = { .want = put_want };
	static const struct check check = { .kind = &kind };
	static const struct match groups = {
		{ 0, 4, -1, -1, -1, -1, -1, -1, -1, 0 },
		{ 16, 16, -1, -1, -1, -1, -1, -1, -1, 3 },
	};

	return (struct words_env){ .name = SPAN("address"),
		.type = JSON_STRING, .text = SPAN("tel:+1 555 12345"),
		.raw = SPAN("tel:+1\\u0020555 12345"), .mark = SPAN(" "),
		.groups = &groups, .suggest = SPAN("phone"), .count = 3,
		.want_check = &check };
}

static void
each_variable_is_filled_in(void **state)
{
	static const struct {
		const char *tpl, *want;
	} rows[] = {
		{ "", "" },
		{ "as it is: }", "as it is: }" },
		{ "{name}", "address" },
		{ "{value}", "\"tel:+1 555 12345\"" },
		{ "{type}", "a string" },
		{ "{want}", "this or that" },
		{ "{mark}", "the space at column \x01" },
		{ "{suggest}", "phone" },
		{ "{count}", "3" },
		{ "{0}", "tel:+1 555 12345" },
		{ "{1}", "+1 555 12345" },
		{ "{2}", "" },
		{ "{9}", "tel" },
		{ "{name}{name} {count}", "addressaddress 3" },
		{ "{{", "{" },
		{ "{{{{", "{{" },
		{ "{{name}", "{name}" },
		{ "{{{name}}", "{address}" },
		{ "{{\"a\": {count}}", "{\"a\": 3}" },
	};
	const struct words_env env = full();
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		assert_int_equal(gcl_words_check(gcl_span_str(rows[i].tpl)),
		    -1);
		assert_string_equal(expand(*state, rows[i].tpl, &env),
		    rows[i].want);
	}
}

static void
what_is_not_known_leaves_nothing(void **state)
{
	const struct words_env none = { .type = JSON_STRING };

	assert_string_equal(expand(*state, "({name}{suggest}{want}{0}{9})",
	    &none), "()");
	assert_string_equal(expand(*state, "{value} {count}", &none),
	    "\"\" 0");
}

static void
a_value_is_shown_by_its_type(void **state)
{
	static const struct {
		enum json_type type;
		const char *text, *want;
	} rows[] = {
		{ JSON_NULL, "null", "null is null" },
		{ JSON_BOOLEAN, "true", "true is a boolean" },
		{ JSON_NUMBER, "-1.5e3", "-1.5e3 is a number" },
		{ JSON_STRING, "abc", "\"abc\" is a string" },
		{ JSON_ARRAY, "[", "an array is an array" },
		{ JSON_OBJECT, "{", "an object is an object" },
	};
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		const struct words_env env = { .type = rows[i].type,
			.text = gcl_span_str(rows[i].text) };

		assert_string_equal(expand(*state, "{value} is {type}", &env),
		    rows[i].want);
	}
	assert_string_equal(gcl_words_type(0), "a value");
}

static void
the_check_says_what_it_wants_before_the_type_does(void **state)
{
	static const struct type type = { .text = "an array" };
	static const struct check_kind silent = { .want = NULL };
	static const struct check check = { .kind = &silent };
	struct words_env env = full();

	env.want_type = &type;
	assert_string_equal(expand(*state, "{want}", &env), "this or that");
	env.want_check = &check;
	assert_string_equal(expand(*state, "{want}", &env), "an array");
	env.want_check = NULL;
	assert_string_equal(expand(*state, "{want}", &env), "an array");
}

/* Nothing of the input reaches the message raw. */
static void
hostile_bytes_are_made_visible(void **state)
{
	static const char tpl[] = "{name}|{value}|{suggest}|{0}|{mark}";
	static const struct {
		const char *text, *shown;
	} rows[] = {
		{ "a\x1b[2Jb", "a\\x1B[2Jb" },
		{ "a\nb\r\x7f\x01", "a\\x0Ab\\x0D\\x7F\\x01" },
		{ "\xc2\x9b" "31m", "\\x9B31m" },
		{ "\xff\xc3", "\\xFF\\xC3" },
		{ "\xe2\x80\xae" "abc", "\\u{202E}abc" },
		{ "{name}{{", "{name}{{" },
		{ "%s%n", "%s%n" },
	};
	char want[256];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		struct span s = gcl_span_str(rows[i].text);
		const struct match m = { { 0 }, { (long)s.len } };
		const struct words_env env = { .name = s, .text = s,
			.type = JSON_STRING, .mark = s, .suggest = s,
			.groups = &m };
		const char *shown = rows[i].shown;

		snprintf(want, sizeof(want), "%s|\"%s\"|%s|%s|\"%s\" at "
		    "column \x01", shown, shown, shown, shown, shown);
		assert_string_equal(expand(*state, tpl, &env), want);
	}
}

static void
what_is_long_is_shortened(void **state)
{
	struct span s = SPAN("0123456789012345678901234567890123456789xyz");
	const struct match m = { { 0 }, { (long)s.len } };
	const struct words_env env = { .name = s, .text = s, .mark = s,
		.type = JSON_STRING, .suggest = s, .groups = &m };
	static const char shown[] =
	    "0123456789012345678901234567890123456789\xe2\x80\xa6";
	static const char *const variables[] = {
		"{name}", "{suggest}", "{0}",
	};
	const char *got;
	size_t i;

	for (i = 0; i < ROWS(variables); i++)
		assert_string_equal(expand(*state, variables[i], &env),
		    shown);
	got = expand(*state, "{value}", &env);
	assert_memory_equal(got + 1, shown, sizeof(shown) - 1);
	got = expand(*state, "{mark}", &env);
	assert_memory_equal(got + 1, shown, sizeof(shown) - 1);
}

static void
a_faulty_template_is_found_with_its_offset(void **state)
{
	static const struct {
		const char *tpl;
		long want;
	} rows[] = {
		{ "{", 0 }, { "abc {", 4 }, { "{name", 0 }, { "{}", 0 },
		{ "{nome}", 0 }, { "{Name}", 0 }, { "{ name}", 0 },
		{ "{10}", 0 }, { "{x}", 0 }, { "{-1}", 0 },
		{ "{name} {nome}", 7 }, { "{{{", 2 }, { "{{ {", 3 },
		{ "{{name} {oops}", 8 }, { "\xc3\xbc{y}", 2 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++)
		assert_int_equal(gcl_words_check(gcl_span_str(rows[i].tpl)),
		    rows[i].want);
	/* A template is bytes and length. */
	assert_int_equal(gcl_words_check(gcl_span("{name}{", 6)), -1);
	assert_int_equal(gcl_words_check(gcl_span("{name}", 5)), 0);
	assert_int_equal(gcl_words_check(gcl_span(NULL, 0)), -1);
	assert_int_equal(gcl_words_check(gcl_span("{na\0me}", 7)), 0);
}

static void
offending_characters_have_names(void **state)
{
	static const struct {
		const char *mark, *want;
	} rows[] = {
		{ " ", "the space" },
		{ "\t", "the tab" },
		{ "\n", "the line break" },
		{ "\r", "the carriage return" },
		{ "\xc2\xa0", "the no-break space (U+00A0)" },
		{ "\xe2\x80\x8b", "the zero-width space (U+200B)" },
		{ "\xe2\x80\xaf", "the narrow space (U+202F)" },
		{ "\xe2\x80\x8e", "the left-to-right mark (U+200E)" },
		{ "\xef\xbb\xbf", "the byte order mark (U+FEFF)" },
		{ "a", "the letter \"a\"" },
		{ "Z", "the letter \"Z\"" },
		{ "-", "\"-\"" },
		{ "7", "\"7\"" },
		{ "\x1b", "\"\\x1B\"" },
		{ "\xc3\xbc", "\"\xc3\xbc\" (U+00FC)" },
		{ "\xef\xbc\x91",
		  "the look-alike \"\xef\xbc\x91\" (U+FF11)" },
		{ "\xef\xbc\x8b",
		  "the look-alike \"\xef\xbc\x8b\" (U+FF0B)" },
		{ "\xd9\xa3", "the look-alike \"\xd9\xa3\" (U+0663)" },
		{ "\xf0\x9f\x98\x80",
		  "\"\xf0\x9f\x98\x80\" (U+1F600)" },
		{ "  ", "\"  \"" },
		{ "x123", "\"x123\"" },
		{ ";a=b\n", "\";a=b\\x0A\"" },
		{ "\xff", "\"\\xFF\"" },
		{ "", "\"\"" },
	};
	struct buf *out = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		gcl_buf_reset(out);
		gcl_mark_describe(gcl_span_str(rows[i].mark), out);
		assert_string_equal(gcl_buf_str(out), rows[i].want);
	}
}

static void
help_that_is_a_value_is_to_be_written(void **state)
{
	static const struct {
		const char *say, *help, *joint;
	} rows[] = {
		{ "a", NULL, NULL },
		{ "a", "", NULL },
		{ "a", "b", "; " },
		{ "no b: did you mean \"a\"?", "\"a\"", NULL },
		{ "a is \"?\", not b", "\"b\"", "; write " },
		{ "a", "\"b\\\"c\"", "; write " },
		{ "a", "\"none\" lets nothing fail", "; " },
		{ "a", "\"b\" or \"c\"", "; " },
		{ "a", "{\"b\":1}", "; write " },
		{ "a", "[\"call\"]", "; write " },
		{ "a", "1", "; write " },
		{ "a", "7 to 15 digits", "; " },
	};
	const char *joint;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		joint = gcl_words_joint(rows[i].say, rows[i].help);
		if (!rows[i].joint)
			assert_null(joint);
		else
			assert_string_equal(joint, rows[i].joint);
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(each_variable_is_filled_in),
		TEST(what_is_not_known_leaves_nothing),
		TEST(a_value_is_shown_by_its_type),
		TEST(the_check_says_what_it_wants_before_the_type_does),
		TEST(hostile_bytes_are_made_visible),
		TEST(what_is_long_is_shortened),
		TEST(a_faulty_template_is_found_with_its_offset),
		TEST(offending_characters_have_names),
		TEST(help_that_is_a_value_is_to_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
