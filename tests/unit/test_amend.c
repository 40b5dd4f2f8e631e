/*
 * Edits of JSON in its own style.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/limits.h"
#include "json/amend.h"
#include "json/string.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct arena arena;
	struct buf scratch, out;
	struct amend amend;
};

static void
begin(struct fixture *f)
{
	gcl_arena_init(&f->arena);
	gcl_buf_init(&f->scratch, LIMIT_TEXT_BYTES);
	gcl_buf_init(&f->out, LIMIT_TEXT_BYTES);
	gcl_amend_init(&f->amend, &f->arena);
}

static void
end(struct fixture *f)
{
	gcl_arena_release(&f->arena);
	gcl_buf_release(&f->scratch);
	gcl_buf_release(&f->out);
}

static void
assert_becomes(struct fixture *f, struct span text, const char *want)
{
	struct edits edits;

	assert_int_equal(gcl_amend_take(&f->amend, &edits), GCL_OK);
	gcl_buf_reset(&f->out);
	gcl_amend_apply(text, &edits, &f->out);
	assert_string_equal(gcl_buf_str(&f->out), want);
}

static void
the_style_is_that_of_the_text(void **state)
{
	static const struct {
		const char *text, *colon, *comma;
	} rows[] = {
		{ "{\"a\":1,\"b\":2}", ":", "," },
		{ "{\"a\": 1, \"b\": 2}", ": ", ", " },
		{ "{\"a\" : 1 , \"b\" : 2}", " : ", " , " },
		{ "{\"a\":1, \"b\":2}", ":", ", " },
		{ "{\n  \"a\": 1,\n  \"b\": 2\n}", ": ", ", " },
		{ "{\n\"a\":1,\n\"b\":2\n}", ":", "," },
		{ "{\"a\":\n1,\"b\": 2}", ": ", "," },
		/* What lines things up is no style. */
		{ "{\"a\":      1,   \"b\": 2}", ": ", ", " },
		{ "[1,2]", ":", "," },
		{ "[1, 2]", ": ", ", " },
		{ "[\"a:b,c\"]", ": ", ", " },
		{ "[\"\\\":\", 1]", ": ", ", " },
		{ "", ": ", ", " },
		{ "\"a", ": ", ", " },
	};
	struct json_style s;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		s = gcl_json_style_of(gcl_span_str(rows[i].text));
		if (!gcl_span_is(s.colon, rows[i].colon) ||
		    !gcl_span_is(s.comma, rows[i].comma))
			fail_msg("%s: '%.*s' '%.*s'", rows[i].text,
			    (int)s.colon.len, s.colon.ptr, (int)s.comma.len,
			    s.comma.ptr);
	}
}

static void
a_value_ends_where_it_does(void **state)
{
	static const struct {
		const char *text;
		size_t off, max, want;
	} rows[] = {
		{ "{\"a\":[1,{\"b\":\"]}\"}]} x", 0, 99, 20 },
		{ "{\"a\":[1,{\"b\":\"]}\"}]} x", 5, 99, 19 },
		{ "[\"a\\\"b\\\\\"]", 1, 99, 9 },
		{ "[12,3]", 1, 99, 3 },
		{ "{\"a\": true}", 6, 99, 10 },
		{ "12", 0, 99, 2 },
		{ "[1,2]", 0, 4, 0 },
		{ "[1,2]", 0, 5, 5 },
		{ "[1,2", 0, 99, 0 },
		{ "\"abc", 0, 99, 0 },
		{ "\"abc\\\"", 0, 99, 0 },
		{ "", 0, 99, 0 },
		{ "[,]", 1, 99, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++)
		assert_int_equal(gcl_json_end(gcl_span_str(rows[i].text),
		    rows[i].off, rows[i].max), rows[i].want);
	assert_int_equal(gcl_json_value_of(SPAN("{\"a\\\":\" :\t\n 7}"), 1),
	    12);
	assert_int_equal(gcl_json_value_of(SPAN("{\"a\""), 1), 0);
}

static void
a_line_is_safe_and_means_the_same(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	gcl_json_line(SPAN("{\r\n\t\"a b\\\"\\\\\" : [ 1 ,\n\n\"\xe2\x80\xae"
	    "\" ] }"), &gcl_json_style_plain, &f.out);
	assert_string_equal(gcl_buf_str(&f.out),
	    "{\"a b\\\"\\\\\": [1, \"\\u202e\"]}");
	end(&f);
}

/* Only what differs is edited, and escapes beside it stay as they are. */
static void
a_string_keeps_what_stays(void **state)
{
	static const struct {
		const char *raw, *now, *want;
		size_t off, len;
	} rows[] = {
		{ "+1 555", "+1555", "", 2, 1 },
		{ "+1555", "tel:+1555", "tel:", 0, 0 },
		{ "abc", "abd", "d", 2, 1 },
		{ "\\u0041b c", "Abc", "", 7, 1 },
		{ "\\u002b1\\u0020555", "+1555", "", 7, 6 },
		{ "a\\/b c", "a/bc", "", 4, 1 },
		{ "\\u00e9 x", "\xc3\xa9x", "", 6, 1 },
		/* e9 and ea share a byte, but no edit parts it. */
		{ "\\u00e9", "\xc3\xaa", "\xc3\xaa", 0, 6 },
		{ "\xc3\xa9", "\xc3\xaa", "\xc3\xaa", 0, 2 },
		{ "\xc3\xa9z", "\xe1\x83\xa9z", "\xe1\x83\xa9", 0, 2 },
		{ "aa", "aaa", "a", 2, 0 },
		{ "x", "a\"b\\", "a\\\"b\\\\", 0, 1 },
		{ "", "call", "call", 0, 0 },
		{ "call", "", "", 0, 4 },
		{ "\\ud83d\\ude00 a", "\xf0\x9f\x98\x80" "a", "", 12, 1 },
	};
	struct buf was, quoted;
	struct fixture f;
	struct map map;
	size_t i;

	(void)state;
	gcl_buf_init(&was, LIMIT_TEXT_BYTES);
	gcl_buf_init(&quoted, LIMIT_TEXT_BYTES);
	gcl_map_init(&map);
	for (i = 0; i < ROWS(rows); i++) {
		begin(&f);
		gcl_buf_reset(&was);
		gcl_map_reset(&map);
		assert_int_equal(gcl_json_decode(gcl_span_str(rows[i].raw),
		    &was, &map), GCL_OK);
		gcl_amend_string(&f.amend, 10, gcl_buf_span(&was), &map,
		    gcl_span_str(rows[i].now), &f.scratch);
		assert_int_equal(f.amend.n, 1);
		assert_int_equal(f.amend.list[0].off - 10, rows[i].off);
		assert_int_equal(f.amend.list[0].len, rows[i].len);
		assert_true(gcl_span_is(f.amend.list[0].text, rows[i].want));
		/* Done, it means what it was to. */
		gcl_buf_reset(&quoted);
		gcl_buf_adds(&quoted, "123456789\"");
		gcl_buf_adds(&quoted, rows[i].raw);
		gcl_buf_reset(&f.out);
		gcl_amend_apply(gcl_buf_span(&quoted), &(struct edits){
		    f.amend.list, f.amend.n }, &f.out);
		gcl_buf_reset(&was);
		assert_int_equal(gcl_json_decode(gcl_span(f.out.ptr + 10,
		    f.out.len - 10), &was, NULL), GCL_OK);
		assert_true(gcl_span_is(gcl_buf_span(&was), rows[i].now));
		end(&f);
	}
	gcl_buf_release(&was);
	gcl_buf_release(&quoted);
	gcl_map_release(&map);
}

/* What is between < and > goes. */
static void
what_goes_takes_its_comma_along(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "{<\"a\":1>}", "{}" },
		{ "{ <\"a\":1> }", "{}" },
		{ "{<\"a\":1>,\"b\":2}", "{\"b\":2}" },
		{ "{ <\"a\": 1>, \"b\": 2 }", "{ \"b\": 2 }" },
		{ "{\"a\":1,<\"b\":2>}", "{\"a\":1}" },
		{ "{\"a\":1 , <\"b\":2> }", "{\"a\":1  }" },
		{ "{\"a\":1,<\"b\":2>,\"c\":3}", "{\"a\":1,\"c\":3}" },
		{ "{\n  <\"a\": 1>,\n  \"b\": 2\n}", "{\n  \"b\": 2\n}" },
		{ "{\n  \"a\": 1,\n  <\"b\": 2>\n}", "{\n  \"a\": 1\n}" },
		{ "{\r\n\t\"a\": 1,\r\n\t<\"b\": 2>\r\n}",
		  "{\r\n\t\"a\": 1\r\n}" },
		{ "[<1>,2]", "[2]" },
		{ "[1, <2>]", "[1]" },
		{ "[<1>]", "[]" },
	};
	struct fixture f;
	struct buf text;
	size_t i, off, stop;

	(void)state;
	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	for (i = 0; i < ROWS(rows); i++) {
		begin(&f);
		gcl_buf_reset(&text);
		off = (size_t)(strchr(rows[i].text, '<') - rows[i].text);
		stop = (size_t)(strchr(rows[i].text, '>') - rows[i].text);
		gcl_buf_add(&text, rows[i].text, off);
		gcl_buf_add(&text, rows[i].text + off + 1, stop - off - 1);
		gcl_buf_adds(&text, rows[i].text + stop + 1);
		gcl_amend_remove(&f.amend, gcl_buf_span(&text), off, stop - 1);
		assert_becomes(&f, gcl_buf_span(&text), rows[i].want);
		end(&f);
	}
	gcl_buf_release(&text);
}

static void
what_is_added_looks_like_its_neighbours(void **state)
{
	static const struct {
		const char *text;	/* its last member begins at < */
		const char *want;
	} rows[] = {
		{ "{<\"a\":1}", "{\"a\":1,\"n\"}" },
		{ "{<\"a\": 1}", "{\"a\": 1, \"n\"}" },
		{ "{<\"a\": 1 }", "{\"a\": 1, \"n\" }" },
		{ "{\n  <\"a\": 1\n}", "{\n  \"a\": 1,\n  \"n\"\n}" },
		{ "{\n\t\"a\": 1,\n\t<\"b\": {}\n}",
		  "{\n\t\"a\": 1,\n\t\"b\": {},\n\t\"n\"\n}" },
		{ "{\r\n  <\"a\": 1\r\n}",
		  "{\r\n  \"a\": 1,\r\n  \"n\"\r\n}" },
		{ "{\r  <\"a\": 1\r}", "{\r  \"a\": 1,\r  \"n\"\r}" },
		{ "{\n\n    <\"a\": 1\n}",
		  "{\n\n    \"a\": 1,\n    \"n\"\n}" },
		{ "{\"a\": 1,\n <\"b\": 2}",
		  "{\"a\": 1,\n \"b\": 2,\n \"n\"}" },
		{ "[<1]", "[1, \"n\"]" },
		{ "{}", "{\"n\"}" },
		{ "{ }", "{ \"n\" }" },
		{ "{\n}", "{\n  \"n\"\n}" },
		{ "{\n\t}", "{\n\t\t\"n\"\n\t}" },
	};
	struct json_style style;
	struct amend_gap gap;
	struct fixture f;
	struct buf text;
	const char *mark;
	size_t i;

	(void)state;
	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	for (i = 0; i < ROWS(rows); i++) {
		begin(&f);
		gcl_buf_reset(&text);
		mark = strchr(rows[i].text, '<');
		gap = (struct amend_gap){ .style = &style };
		if (mark)
			gap.last = (size_t)(mark - rows[i].text);
		gcl_buf_add(&text, rows[i].text, gap.last);
		gcl_buf_adds(&text, rows[i].text + gap.last + (mark != NULL));
		gap.close = text.len - 1;
		style = gcl_json_style_of(gcl_buf_span(&text));
		gcl_amend_append(&f.amend, gcl_buf_span(&text), &gap,
		    SPAN("\"n\""), &f.scratch);
		assert_becomes(&f, gcl_buf_span(&text), rows[i].want);
		end(&f);
	}
	gcl_buf_release(&text);
}

static void
several_are_added_at_one_place(void **state)
{
	const struct amend_gap gap = { 0, 6, 1, &gcl_json_style_plain };
	const struct amend_gap empty = { 0, 1, 0, &gcl_json_style_plain };
	const struct span text = SPAN("{\"a\":1}");
	struct edits edits;
	struct fixture f;

	(void)state;
	begin(&f);
	gcl_amend_append(&f.amend, text, &gap, SPAN("\"b\":2"), &f.scratch);
	gcl_amend_append(&f.amend, text, &gap, SPAN("\"c\":3"), &f.scratch);
	assert_becomes(&f, text, "{\"a\":1, \"b\":2, \"c\":3}");
	/* Into an empty one each is the first. */
	gcl_amend_init(&f.amend, &f.arena);
	gcl_amend_append(&f.amend, SPAN("{}"), &empty, SPAN("1"), &f.scratch);
	gcl_amend_append(&f.amend, SPAN("{}"), &empty, SPAN("2"), &f.scratch);
	assert_int_equal(gcl_amend_take(&f.amend, &edits), GCL_EINPUT);
	end(&f);
}

static void
edits_come_out_in_order(void **state)
{
	struct fixture f;
	size_t i;

	(void)state;
	begin(&f);
	for (i = 9; i-- > 0;)
		gcl_amend_add(&f.amend, i, 1, SPAN("xy"));
	gcl_amend_add(&f.amend, 9, 0, SPAN("1"));
	gcl_amend_add(&f.amend, 9, 0, SPAN("2"));
	assert_becomes(&f, SPAN("abcdefghij"), "xyxyxyxyxyxyxyxyxy12j");
	end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_style_is_that_of_the_text),
		cmocka_unit_test(a_value_ends_where_it_does),
		cmocka_unit_test(a_line_is_safe_and_means_the_same),
		cmocka_unit_test(a_string_keeps_what_stays),
		cmocka_unit_test(what_goes_takes_its_comma_along),
		cmocka_unit_test(what_is_added_looks_like_its_neighbours),
		cmocka_unit_test(several_are_added_at_one_place),
		cmocka_unit_test(edits_come_out_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
