/*
 * Which carrier an input is for, and the documents it finds.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/limits.h"
#include "carrier/carrier.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

#define BOM "\xef\xbb\xbf"

struct fixture {
	struct capture c;
	struct gcl_error err;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_error_reset(&f->err);
	gcl_capture_init(&f->c, LIMIT_TEXT_BYTES, LIMIT_DEPTH_DEFAULT);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_capture_release(&f->c);
	free(f);
	return 0;
}

static void
carriers_are_found_by_name(void **state)
{
	(void)state;
	assert_string_equal(gcl_carrier_find(SPAN("json"))->name, "json");
	assert_string_equal(gcl_carrier_find(SPAN("ndjson"))->name,
	    "ndjson");
	assert_null(gcl_carrier_find(SPAN("JSON")));
	assert_null(gcl_carrier_find(SPAN("jso")));
	assert_null(gcl_carrier_find(SPAN("")));
	assert_null(gcl_carrier_find(gcl_span("json\0", 5)));
}

static void
every_carrier_says_what_it_is(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; gcl_carriers[i]; i++) {
		assert_ptr_equal(gcl_carrier_find(gcl_span_str(
		    gcl_carriers[i]->name)), gcl_carriers[i]);
		assert_true(gcl_carriers[i]->summary[0] != '\0');
		assert_non_null(gcl_carriers[i]->extensions);
		assert_non_null(gcl_carriers[i]->split);
		/* The last one takes what no other wants. */
		if (gcl_carriers[i + 1])
			assert_non_null(gcl_carriers[i]->sniff);
	}
}

static const char *
choose(struct fixture *f, const char *name, const char *text,
	const char **why)
{
	const struct carrier *c = NULL;

	gcl_reader_bytes(&f->c.reader, gcl_span_str(text));
	gcl_capture_begin(&f->c, name, NULL);
	assert_int_equal(gcl_carrier_choose(&f->c, &c, why, &f->err), GCL_OK);
	assert_non_null(c);
	return c->name;
}

static void
an_extension_decides(void **state)
{
	static const struct {
		const char *name, *want;
	} rows[] = {
		{ "call.json", "json" }, { "a/b.c/call.json", "json" },
		{ "calls.ndjson", "ndjson" }, { "calls.jsonl", "ndjson" },
		{ ".json", "json" }, { "x.ndjson.json", "json" },
	};
	struct fixture *f = *state;
	const char *why;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		assert_string_equal(choose(f, rows[i].name, "{}\n{}\n",
		    &why), rows[i].want);
		assert_string_equal(why, "its name tells");
	}
}

static void
content_decides_where_the_name_does_not(void **state)
{
	static const char *const names[] = {
		"<stdin>", "calls", "calls.txt", "a.json/calls", "calls.",
		"calls.json~", "calls.jsonlx",
	};
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "", "json" },
		{ "{\"a\":1}", "json" },
		{ "{\"a\":1}\n", "json" },
		{ "{\"a\":1}\n\n \r\n", "json" },
		{ "{\n\"a\":1}\n", "json" },
		{ "{\"a\":{}\n}\n", "json" },
		{ "[{\"a\":1},\n{\"a\":2}]\n", "json" },
		{ "[1]\n[2]\n", "json" },
		{ "{\"a\":1}\nand so on\n", "json" },
		{ "{\"a\":1}\n{\"b\":2}", "ndjson" },
		{ "{\"a\":1}\r\n{\"b\":2}\r\n", "ndjson" },
		{ "{\"a\":1}\n\n \n{\"b\":2}\n", "ndjson" },
		{ "\n \r\n{\"a\":1}\n{\"b\":2}\n", "ndjson" },
		{ " {\"a\":1} \n {\"b\":2}\n", "ndjson" },
		{ "{}\n{", "ndjson" },
		{ BOM "{\"a\":1}\n{\"b\":2}\n", "ndjson" },
		{ BOM "{\"a\":1}\n", "json" },
	};
	struct fixture *f = *state;
	const char *why;
	size_t i, j;

	for (i = 0; i < ROWS(rows); i++)
		for (j = 0; j < ROWS(names); j++) {
			assert_string_equal(choose(f, names[j], rows[i].text,
			    &why), rows[i].want);
			assert_string_not_equal(why, "its name tells");
		}
}

/* ---- documents ---- */

struct want {
	const char *text;	/* NULL: no more documents */
	uint64_t offset, line;	/* of its first byte, in the file */
};

static void
assert_documents(struct fixture *f, const struct carrier *c,
	const char *text, const struct want *want)
{
	struct document doc = { .index = 0 };
	struct gcl_place at;
	bool more;

	gcl_reader_bytes(&f->c.reader, gcl_span_str(text));
	gcl_capture_begin(&f->c, "calls", NULL);
	for (;; want++, doc.index++) {
		assert_int_equal(gcl_carrier_split(c, &f->c, &doc, &more,
		    &f->err), GCL_OK);
		assert_int_equal(more, want->text != NULL);
		if (!more)
			return;
		assert_true(gcl_span_is(doc.body.text, want->text));
		assert_string_equal(doc.src->name, "calls");
		assert_int_equal(gcl_piece_place(&doc.body, doc.src, 0, 0,
		    &at), GCL_OK);
		assert_int_equal(at.offset, want->offset);
		assert_int_equal(at.line, want->line);
		assert_int_equal(at.column, 1);
	}
}

static void
json_is_one_document(void **state)
{
	static const struct {
		const char *text;
	} rows[] = {
		{ "{}" }, { "" }, { " \n{}\n{}\n" }, { BOM "{}" },
	};
	const struct carrier *c = gcl_carrier_find(SPAN("json"));
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_documents(*state, c, rows[i].text,
		    (const struct want[]){ { rows[i].text, 0, 1 },
		    { NULL, 0, 0 } });
}

static void
ndjson_is_a_document_a_line_and_blank_lines_are_none(void **state)
{
	static const struct {
		const char *text;
		struct want want[4];
	} rows[] = {
		{ "", { { NULL, 0, 0 } } },
		{ "\n \n\t\r\n", { { NULL, 0, 0 } } },
		{ "{}", { { "{}", 0, 1 } } },
		{ "{}\n", { { "{}", 0, 1 } } },
		{ "{}\n[]\n", { { "{}", 0, 1 }, { "[]", 3, 2 } } },
		{ "{}\r\n[]\r\n", { { "{}\r", 0, 1 }, { "[]\r", 4, 2 } } },
		{ "\n\n{}\n\r\n \n[]", { { "{}", 2, 3 }, { "[]", 9, 6 } } },
		{ "{}\r\n\r\n\r\n1", { { "{}\r", 0, 1 }, { "1", 8, 4 } } },
		{ BOM "{}\n{}", { { BOM "{}", 0, 1 }, { "{}", 6, 2 } } },
		{ "not json\n{", { { "not json", 0, 1 }, { "{", 9, 2 } } },
	};
	const struct carrier *c = gcl_carrier_find(SPAN("ndjson"));
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_documents(*state, c, rows[i].text, rows[i].want);
}

static void
a_document_that_is_too_large_is_told(void **state)
{
	const struct carrier *json = gcl_carrier_find(SPAN("json"));
	const struct carrier *ndjson = gcl_carrier_find(SPAN("ndjson"));
	struct fixture *f = *state;
	struct document doc = { .index = 0 };
	bool more;

	f->c.reader.max = 4;
	gcl_reader_bytes(&f->c.reader, SPAN("12345"));
	gcl_capture_begin(&f->c, "calls", NULL);
	assert_int_equal(gcl_carrier_split(json, &f->c, &doc, &more, &f->err),
	    GCL_ELIMIT);
	assert_false(more);
	/* Of several ones the others are read. */
	gcl_error_reset(&f->err);
	gcl_reader_bytes(&f->c.reader, SPAN("12345\n6\n"));
	gcl_capture_begin(&f->c, "calls", NULL);
	assert_int_equal(gcl_carrier_split(ndjson, &f->c, &doc, &more,
	    &f->err), GCL_ELIMIT);
	assert_true(more);
	assert_int_equal(gcl_carrier_split(ndjson, &f->c, &doc, &more,
	    &f->err), GCL_OK);
	assert_true(more);
	assert_true(gcl_span_is(doc.body.text, "6"));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(carriers_are_found_by_name),
		TEST(every_carrier_says_what_it_is),
		TEST(an_extension_decides),
		TEST(content_decides_where_the_name_does_not),
		TEST(json_is_one_document),
		TEST(ndjson_is_a_document_a_line_and_blank_lines_are_none),
		TEST(a_document_that_is_too_large_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
