/*
 * The words for each fault, the second place, and the copy that is read on.
 * Which rule and which bytes a fault is, tests/data/rfc8259.tsv says.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "json/complain.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct arena arena;
	struct complaints c;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_arena_init(&f->arena);
	gcl_complaints_init(&f->c);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_complaints_release(&f->c);
	gcl_arena_release(&f->arena);
	free(f);
	return 0;
}

static struct complaints *
complain(void **state, struct span text, uint32_t max_depth)
{
	struct fixture *f = *state;

	gcl_arena_reset(&f->arena);
	assert_int_equal(gcl_complain(text, max_depth, &f->arena, &f->c),
		GCL_OK);
	return &f->c;
}

/* The last complaint is the one that is meant. */
static const struct {
	struct span text;
	const char *rule, *say, *help;
} words[] = {
	{ SPAN("\xef\xbb\xbf{}"), "json-bom",
		"the text begins with a byte order mark",
		"save it as UTF-8 without BOM" },
	{ SPAN("[1 // x\n]"), "json-comment", "JSON has no comments",
		"take it out" },
	{ SPAN("[1 /* x"), "json-comment",
		"the comment is not closed, and JSON has no comments",
		"take it out" },
	{ SPAN("[1,]"), "json-trailing-comma", "a trailing comma",
		"take it out" },
	{ SPAN("\xff\xfe[\0]\0"), "json-utf8",
		"the text is in UTF-16, not UTF-8",
		"save it as UTF-8, for example: iconv -f UTF-16 -t UTF-8" },
	{ SPAN("\0[\0]"), "json-utf8", "the text is in UTF-16BE, not UTF-8",
		"save it as UTF-8, for example: "
		"iconv -f UTF-16BE -t UTF-8" },

	{ SPAN("[\0]"), "json-control",
		"control character U+0000 outside a string", "take it out" },
	{ SPAN("[\"\t\"]"), "json-control", "a raw tab in a string",
		"\\t" },
	{ SPAN("[\"\f\"]"), "json-control",
		"raw control character U+000C in a string", "\\f" },
	{ SPAN("[\"\b\"]"), "json-control",
		"raw control character U+0008 in a string", "\\b" },
	{ SPAN("[\"\x1b\"]"), "json-control",
		"raw control character U+001B in a string", "\\u001b" },
	{ SPAN("[\"a\n\"]"), "json-control",
		"the string is not closed on its line",
		"close it with '\"', or write \\n for a line break" },

	{ SPAN("[\"\xe2\x82\"]"), "json-utf8",
		"not UTF-8: 0xE2 0x82 is a cut sequence",
		"save the text as UTF-8" },
	{ SPAN("[\"\xf4\x90\x80\x80\"]"), "json-utf8",
		"not UTF-8: 0xF4 0x90 0x80 0x80 is above U+10FFFF",
		"save the text as UTF-8" },
	{ SPAN("[\"caf\xe9\"]"), "json-utf8",
		"not UTF-8: 0xE9 looks like Latin-1",
		"save the text as UTF-8, for example: "
		"iconv -f WINDOWS-1252 -t UTF-8" },
	{ SPAN("[\"\xff\"]"), "json-utf8",
		"not UTF-8: 0xFF never stands in it",
		"save the text as UTF-8" },
	{ SPAN("[\"\xc0\xaf\"]"), "json-utf8",
		"not UTF-8: 0xC0 0xAF is an overlong sequence",
		"save the text as UTF-8" },
	{ SPAN("[\"it\x92s\"]"), "json-utf8",
		"not UTF-8: 0x92 is a stray continuation byte",
		"save the text as UTF-8; it may be Windows-1252 now" },
	{ SPAN("[\"\xed\xa0\x80\"]"), "json-utf8",
		"not UTF-8: 0xED 0xA0 0x80 is a surrogate",
		"write the character itself in UTF-8 (this is CESU-8)" },

	{ SPAN("[\"\\d\"]"), "json-escape", "'\\d' is no escape of JSON",
		"take the backslash out, or write \\\\ for one" },
	{ SPAN("[\"\\x41\"]"), "json-escape",
		"'\\x41' is no escape of JSON", "\\u0041" },
	{ SPAN("[\"\\'\"]"), "json-escape", "'\\'' is no escape of JSON",
		"'" },
	{ SPAN("[\"\\u{1F600}\"]"), "json-escape",
		"'\\u{1F600}' is no escape of JSON", "\\ud83d\\ude00" },
	{ SPAN("[\"\\U0001F600\"]"), "json-escape",
		"'\\U0001F600' is no escape of JSON", "\\ud83d\\ude00" },
	{ SPAN("[\"\\\n\"]"), "json-escape", "a backslash before a line break",
		"close the string on its line, or write \\n" },
	{ SPAN("[\"\\u12G4\"]"), "json-escape",
		"'\\u12G4' has something else than hex digits",
		"\\u and four of 0-9 a-f" },
	{ SPAN("[\"\\u12\"]"), "json-escape", "'\\u12' is cut short",
		"\\u and four of 0-9 a-f" },
	{ SPAN("[\"\\ud800\"]"), "json-surrogate",
		"'\\ud800' is the first half of a surrogate pair without the "
		"second", "write both halves, or the character itself" },
	{ SPAN("[\"\\udc00\"]"), "json-surrogate",
		"'\\udc00' is the second half of a surrogate pair without the "
		"first", "write both halves, or the character itself" },

	{ SPAN("{'type': 'call'}"), "json-quote",
		"a string stands in double quotes, not in ' (U+0027)",
		"\"type\"" },
	{ SPAN("['say \"it\\'s\"\\n']"), "json-quote",
		"a string stands in double quotes, not in ' (U+0027)",
		"\"say \\\"it's\\\"\\n\"" },
	{ SPAN("[`a\n`]"), "json-quote",
		"a string begins with a double quote, not with ` (U+0060)",
		"\"" },
	{ SPAN("[\"a\xe2\x80\x9d]\n"), "json-quote",
		"a string ends with a double quote, not with "
		"\xe2\x80\x9d (U+201D)", "\"" },
	{ SPAN("{\\\"a\\\": 1}"), "json-quote",
		"'\\\"' outside a string: the whole text is escaped",
		"unescape it: put it in double quotes and pass it through "
		"'jq -r .'" },

	{ SPAN("[${x}]"), "json-placeholder",
		"placeholder '${x}' outside quotes is not filled in",
		"fill it in before, or put it in quotes: \"${x}\"" },
	{ SPAN("[1, ...]"), "json-placeholder",
		"'...' stands for something that is left out",
		"write it out, or leave it out with its comma" },

	{ SPAN("{type: 1}"), "json-unquoted-key",
		"key 'type' is not in double quotes", "\"type\"" },
	{ SPAN("[hello]"), "json-literal", "'hello' is not in double quotes",
		"\"hello\"" },
	{ SPAN("[C:\\temp]"), "json-literal",
		"'C:\\temp' is not in double quotes", "\"C:\\\\temp\"" },
	{ SPAN("[None]"), "json-literal", "'None' is not JSON", "null" },
	{ SPAN("[True]"), "json-literal", "'True' is not JSON", "true" },
	{ SPAN("[-Infinity]"), "json-literal", "'-Infinity' is not JSON",
		"null: JSON has no such number" },
	{ SPAN("[flase]"), "json-literal", "'flase' is not JSON",
		"did you mean false?" },
	{ SPAN("POST /api"), "json-literal",
		"not JSON: the text begins with 'POST /api'",
		"a JSON text begins with '{' or '['" },
	{ SPAN("<!DOCTYPE html>"), "json-syntax",
		"this is HTML or XML, not JSON", NULL },

	{ SPAN("[12abc]"), "json-number", "'12abc' is not a number",
		"\"12abc\" if it is a string" },
	{ SPAN("[-0x1F]"), "json-number", "numbers are decimal, not '-0x1F'",
		"-31" },
	{ SPAN("[-]"), "json-number", "a '-' without digits", NULL },
	{ SPAN("[1.5e+]"), "json-number",
		"the exponent of '1.5e+' has no digits", "1.5" },
	{ SPAN("[1_000]"), "json-number", "'_' in number '1_000'", "1000" },
	{ SPAN("[+1.50]"), "json-number", "number '+1.50' begins with '+'",
		"1.50" },
	{ SPAN("[-.5e3]"), "json-number",
		"number '-.5e3' has no digit on one side of its point",
		"-0.5e3" },
	{ SPAN("[-007]"), "json-number", "number '-007' begins with 0",
		"-7, or \"-007\" if it is a code or a phone number" },
	{ SPAN("[+1 (555) 555-0100]"), "json-number",
		"phone number '+1 (555) 555-0100' is not in double quotes",
		"\"+15555550100\"" },
	{ SPAN("[(555) 555-0100]"), "json-number",
		"phone number '(555) 555-0100' is not in double quotes",
		"\"(555) 555-0100\"" },

	{ SPAN("{\"a\"=>1}"), "json-missing-colon",
		"'=>' where ':' must follow the key",
		"put ':' behind the key" },
	{ SPAN("{\"a: \"b\"}"), "json-missing-colon",
		"'b' where ':' must follow the key",
		"is a quote too many or missing? inside a string it is \\\"" },
	{ SPAN("[1 2]"), "json-missing-comma", "no ',' before '2'",
		"put ',' between the two" },
	{ SPAN("[1; 2]"), "json-missing-comma", "';' where ',' must stand",
		"," },
	{ SPAN("[\"a \"b\" c\"]"), "json-missing-comma", "no ',' before 'b'",
		"put ',' between the two; inside a string a quote is \\\"" },

	{ SPAN("[1,,2]"), "json-syntax", "',' where a value must stand",
		NULL },
	{ SPAN("{,}"), "json-syntax", "',' where a key or '}' must stand",
		NULL },
	{ SPAN("[\xc2\xa0]"), "json-syntax",
		"no-break space (U+00A0) outside a string", "a plain space" },
	{ SPAN("[\xef\xbb\xbf]"), "json-syntax",
		"byte order mark (U+FEFF) outside a string", "take it out" },
	{ SPAN("[\xef\xbc\xbb"), "json-syntax",
		"'\xef\xbc\xbb' (U+FF3B) where a value or ']' must stand",
		"[" },
	{ SPAN("[1}"), "json-syntax", "'}' cannot close the array", NULL },
	{ SPAN("]"), "json-syntax", "']' closes nothing", NULL },
	{ SPAN("[\"a\":1]"), "json-syntax", "':' in an array",
		"members with keys stand in an object: { }" },
	{ SPAN("{{\"a\":1}}"), "json-syntax",
		"two '{' where an object begins with one",
		"take one out; for templates, '{{' is only an escape" },
	{ SPAN("{[1]:2}"), "json-syntax", "'[' where a key or '}' must stand",
		"a key is a string in double quotes" },

	{ SPAN("{} x"), "json-extra", "'x' behind the end of the JSON text",
		"take it out" },
	{ SPAN("{}\n{}"), "json-extra", "'{' behind the end of the JSON text",
		"--input=ndjson reads one JSON text a line; several values of "
		"one text stand in an array" },
	{ SPAN("{},"), "json-extra", "a comma behind the end of the JSON text",
		"take it out, or put all values in an array" },
	{ SPAN("{}}"), "json-extra",
		"'}' closes nothing: the JSON text is complete before it",
		"take it out" },

	{ SPAN(" \n"), "json-truncated",
		"there is no JSON text: the input is empty", NULL },
	{ SPAN("// x"), "json-truncated", "there is no JSON text", NULL },
	{ SPAN("{\"a\":[{"), "json-truncated",
		"the text ends before the object is closed",
		"'}]}' is missing at the end, or the text was cut" },
	{ SPAN("[[[[[[[[["), "json-truncated",
		"the text ends before the array is closed",
		"']]]]]]]]\xe2\x80\xa6' is missing at the end, or the text was "
		"cut" },
	{ SPAN("[1,"), "json-truncated", "the text ends behind a comma",
		"is the text complete?" },
	{ SPAN("{\"a\":"), "json-truncated",
		"the text ends where a value must stand",
		"is the text complete?" },
	{ SPAN("{\"a\""), "json-truncated", "the text ends behind a key",
		"is the text complete?" },
	{ SPAN("[\"a"), "json-truncated", "the text ends inside a string",
		"is a '\"' missing, or was the text cut?" },
	{ SPAN("[fal"), "json-truncated", "the text ends inside 'false'",
		"is the text complete?" },
	{ SPAN("[-1.5e"), "json-truncated",
		"the text ends inside the number '-1.5e'",
		"is the text complete?" },
};

static void
each_fault_has_its_words(void **state)
{
	const struct complaint *last;
	struct complaints *c;
	size_t i;

	for (i = 0; i < N_ELEMS(words); i++) {
		c = complain(state, words[i].text, LIMIT_DEPTH_DEFAULT);
		assert_true(c->n > 0);
		last = &c->list[c->n - 1];
		assert_string_equal(last->rule, words[i].rule);
		assert_string_equal(last->say, words[i].say);
		if (words[i].help)
			assert_string_equal(last->help, words[i].help);
		else
			assert_null(last->help);
	}
}

/* The edges of what RFC 3629 section 4 leaves out. */
static const struct {
	const char *bytes, *name;
} not_utf8[] = {
	{ "\x80", "stray" }, { "\xbf", "stray" },
	{ "\xc0\x80", "overlong" }, { "\xc1\xbf", "overlong" },
	{ "\xe0\x80\x80", "overlong" }, { "\xe0\x9f\xbf", "overlong" },
	{ "\xf0\x80\x80\x80", "overlong" },
	{ "\xf0\x8f\xbf\xbf", "overlong" },
	{ "\xed\xa0\x80", "surrogate" }, { "\xed\xbf\xbf", "surrogate" },
	{ "\xf4\x90\x80\x80", "above" }, { "\xf4\xbf\xbf\xbf", "above" },
	{ "\xf5\x80\x80\x80", "above" }, { "\xfd\xbf\xbf\xbf", "above" },
	{ "\xfe", "never" }, { "\xff", "never" },
	{ "\xe0\xa0", "cut" }, { "\xe1\x80", "cut" }, { "\xec\xbf", "cut" },
	{ "\xed\x9f", "cut" }, { "\xee\x80", "cut" }, { "\xef\xbf", "cut" },
	{ "\xf0\x90", "cut" }, { "\xf0\x90\x80", "cut" },
	{ "\xf4\x8f\xbf", "cut" },
	{ "\xc2", "Latin-1" }, { "\xe9", "Latin-1" }, { "\xf4", "Latin-1" },
};

static void
says_why_bytes_are_not_utf8(void **state)
{
	struct complaints *c;
	char text[16];
	size_t i;
	int len;

	for (i = 0; i < N_ELEMS(not_utf8); i++) {
		len = snprintf(text, sizeof(text), "[\"a%sb\"]",
			not_utf8[i].bytes);
		c = complain(state, gcl_span(text, (size_t)len), 10);
		assert_int_equal(c->n, 1);
		assert_int_equal(c->list[0].off, 3);
		assert_int_equal(c->list[0].len, strlen(not_utf8[i].bytes));
		assert_non_null(strstr(c->list[0].say, not_utf8[i].name));
	}
}

static const struct {
	const char *text;
	uint32_t off, len;
	const char *say;
} related[] = {
	{ "{\"a\": [1}", 6, 1, "the array begins here" },
	{ "[{\"a\": 1]", 1, 1, "the object begins here" },
	{ "[[1], {", 6, 1, "the object begins here" },
	{ "[1, [2,", 4, 1, "the array begins here" },
	{ "[tru", 0, 1, "the array begins here" },
	{ "[1, \"abc", 4, 1, "the string begins here" },
	{ "[1, \"a\nb\"]", 4, 1, "the string begins here" },
	{ "[\"a\xe2\x80\x9d]\n", 1, 1, "the string begins here" },
	{ "{\"a\xe2\x80\x9d: \"b\"}", 1, 1, "the string begins here" },
	{ "[\"abc\" 1]", 1, 5, "behind this" },
	{ "[{\"a\": 1} 2]", 8, 1, "behind this" },
	{ "{\"abc\" 1}", 1, 5, "the key" },
	{ "[\"a\": 1]", 0, 1, "the array begins here" },
};

static void
points_at_the_other_place_too(void **state)
{
	const struct complaint *at;
	size_t i;

	for (i = 0; i < N_ELEMS(related); i++) {
		at = complain(state, gcl_span_str(related[i].text),
			LIMIT_DEPTH_DEFAULT)->list;
		assert_true(at->related);
		assert_int_equal(at->related_off, related[i].off);
		assert_int_equal(at->related_len, related[i].len);
		assert_string_equal(at->related_say, related[i].say);
	}
}

static void
nothing_else_is_related(void **state)
{
	assert_false(complain(state, SPAN("1."), 10)->list[0].related);
	assert_false(complain(state, SPAN(""), 10)->list[0].related);
	assert_false(complain(state, SPAN("[1,]"), 10)->list[0].related);
	assert_false(complain(state, SPAN("[None]"), 10)->list[0].related);
}

static const struct {
	struct span text, copy;
	size_t n;
	bool fatal;
} copies[] = {
	{ SPAN("{\"a\": [1, 2]}\n"), SPAN("{\"a\": [1, 2]}\n"), 0, false },
	{ SPAN("[1,]"), SPAN("[1 ]"), 1, false },
	{ SPAN("{\"a\": 1,\n}"), SPAN("{\"a\": 1 \n}"), 1, false },
	{ SPAN("[1] // x\n"), SPAN("[1]     \n"), 1, false },
	{ SPAN("[1] // x \t\r\n"), SPAN("[1]      \t\r\n"), 1, false },
	{ SPAN("# x\n[1]"), SPAN("   \n[1]"), 1, false },
	{ SPAN("[/* a\n\r\n b */1]"), SPAN("[    \n\r\n     1]"), 1, false },
	{ SPAN("\xef\xbb\xbf[1]"), SPAN("   [1]"), 1, false },
	{ SPAN("[1, // x\n]"), SPAN("[1      \n]"), 2, false },
	{ SPAN("[1, // x\n2 3]"), SPAN("[1,     \n2 "), 2, true },
	{ SPAN("[[1,], 'x']"), SPAN("[[1 ], "), 2, true },
	{ SPAN("{} x"), SPAN("{} "), 1, true },
	{ SPAN("[1,\n"), SPAN("[1,"), 1, true },
	{ SPAN("x"), SPAN(""), 1, true },
	{ SPAN(""), SPAN(""), 1, true },
};

static void
what_is_read_past_is_blanked_in_the_copy(void **state)
{
	struct complaints *c;
	size_t i;

	for (i = 0; i < N_ELEMS(copies); i++) {
		c = complain(state, copies[i].text, LIMIT_DEPTH_DEFAULT);
		assert_int_equal(c->n, copies[i].n);
		assert_int_equal(c->fatal, copies[i].fatal);
		assert_true(gcl_span_eq(gcl_buf_span(&c->copy),
			copies[i].copy));
	}
}

static void
only_the_last_complaint_is_not_read_past(void **state)
{
	struct complaints *c;

	c = complain(state, SPAN("[1, // x\n/* y */], 2"), 10);
	assert_int_equal(c->n, 4);
	assert_true(c->list[0].past);
	assert_true(c->list[1].past);
	assert_true(c->list[2].past);
	assert_false(c->list[3].past);
	assert_true(c->fatal);
}

static void
a_comma_comes_before_the_comments_behind_it(void **state)
{
	struct complaints *c;

	c = complain(state, SPAN("[/*a*/1,/*b*/ /*c*/]/*d*/"), 10);
	assert_int_equal(c->n, 5);
	assert_int_equal(c->list[0].off, 1);
	assert_int_equal(c->list[1].off, 7);
	assert_string_equal(c->list[1].rule, "json-trailing-comma");
	assert_int_equal(c->list[2].off, 8);
	assert_int_equal(c->list[3].off, 14);
	assert_int_equal(c->list[4].off, 20);
}

static void
what_is_quoted_cannot_move_a_cursor(void **state)
{
	struct complaints *c;

	c = complain(state, SPAN("[a\xe2\x80\xae]"), 10);
	assert_string_equal(c->list[0].say, "'a' is not in double quotes");
	c = complain(state, SPAN("['a\x1b[2J\xe2\x80\xae']"), 10);
	assert_string_equal(c->list[0].help, "\"a\\x1B[2J\\u{202E}\"");
	c = complain(state, SPAN("[${a\x1b]\x07}]"), 10);
	assert_string_equal(c->list[0].say,
		"placeholder '${a\\x1B]\\x07}' outside quotes is not filled "
		"in");
}

static void
what_is_quoted_is_short(void **state)
{
	struct complaints *c;
	char text[300];

	memset(text, 'x', sizeof(text));
	text[0] = '[';
	c = complain(state, gcl_span(text, sizeof(text)), 10);
	assert_int_equal(c->list[0].len, sizeof(text) - 1);
	assert_int_equal(strlen(c->list[0].help),
		LIMIT_SHOWN_VALUE + strlen("\"\xe2\x80\xa6\""));
	text[0] = '0';
	memset(text + 1, '1', sizeof(text) - 1);
	c = complain(state, gcl_span(text, sizeof(text)), 10);
	assert_int_equal(c->list[0].len, sizeof(text));
	assert_string_equal(c->list[0].rule, "json-number");
}

static void
the_limit_of_the_depth_is_the_callers(void **state)
{
	struct complaints *c;

	assert_int_equal(complain(state, SPAN("1"), 0)->n, 0);
	assert_int_equal(complain(state, SPAN("[[[]]]"), 3)->n, 0);
	c = complain(state, SPAN("[[{}]]"), 2);
	assert_int_equal(c->n, 1);
	assert_string_equal(c->list[0].rule, "json-depth");
	assert_string_equal(c->list[0].say,
		"more than 2 objects and arrays inside each other");
	assert_string_equal(c->list[0].help, "--max-depth=N allows more");
	assert_int_equal(c->list[0].off, 2);
	assert_int_equal(c->list[0].len, 1);
	assert_int_equal(complain(state, SPAN("[]"), 0)->list[0].off, 0);
}

static void
a_second_text_starts_afresh(void **state)
{
	struct complaints *c;

	complain(state, SPAN("[1,] /* x */ 'y'"), 10);
	c = complain(state, SPAN("{}"), 10);
	assert_int_equal(c->n, 0);
	assert_false(c->fatal);
	assert_int_equal(c->copy.len, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_fault_has_its_words),
		cmocka_unit_test(says_why_bytes_are_not_utf8),
		cmocka_unit_test(points_at_the_other_place_too),
		cmocka_unit_test(nothing_else_is_related),
		cmocka_unit_test(what_is_read_past_is_blanked_in_the_copy),
		cmocka_unit_test(only_the_last_complaint_is_not_read_past),
		cmocka_unit_test(a_comma_comes_before_the_comments_behind_it),
		cmocka_unit_test(what_is_quoted_cannot_move_a_cursor),
		cmocka_unit_test(what_is_quoted_is_short),
		cmocka_unit_test(the_limit_of_the_depth_is_the_callers),
		cmocka_unit_test(a_second_text_starts_afresh),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
