/*
 * Country codes and lengths: the table in rules/ and faulty ones.
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
#include "rule/plan.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct table {
	struct arena arena;
	struct walk *walk;
	struct plan *plan;
	struct gcl_error err;
};

static enum gcl_status
load(struct table *t, struct span text)
{
	struct value *root;

	t->plan = NULL;
	gcl_error_reset(&t->err);
	assert_int_equal(gcl_value_read(t->walk, text, &t->arena, &root),
		GCL_OK);
	return gcl_plan_load(root, &t->arena, &t->plan, &t->err);
}

static void
load_rules(struct table *t)
{
	const char *srcdir = getenv("srcdir");
	char name[4096], *text;
	size_t len;
	FILE *f;

	snprintf(name, sizeof(name), "%s/rules/e164.json",
		srcdir ? srcdir : ".");
	f = fopen(name, "rb");
	assert_non_null(f);
	text = gcl_arena_alloc(&t->arena, LIMIT_PACK_BYTES);
	assert_non_null(text);
	len = fread(text, 1, LIMIT_PACK_BYTES, f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(load(t, gcl_span(text, len)), GCL_OK);
}

static int
setup(void **state)
{
	struct table *t = calloc(1, sizeof(*t));

	if (!t)
		return -1;
	gcl_arena_init(&t->arena);
	t->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	*state = t;
	return t->walk ? 0 : -1;
}

static int
teardown(void **state)
{
	struct table *t = *state;

	gcl_walk_free(t->walk);
	gcl_arena_release(&t->arena);
	free(t);
	return 0;
}

static void
assert_said(uint16_t lengths, const char *want)
{
	struct buf b;

	gcl_buf_init(&b, 256);
	gcl_plan_say(&b, lengths);
	assert_string_equal(gcl_buf_str(&b), want);
	gcl_buf_release(&b);
}

static void
numbers_get_the_verdict_of_their_country(void **state)
{
	static const struct {
		const char *digits;
		enum plan_verdict verdict;
		const char *name, *lengths;
	} rows[] = {
		{ "15551234567", PLAN_OK, "North America (NANP)",
		  "10 digits" },
		{ "1555123456", PLAN_TOO_SHORT, "North America (NANP)",
		  "10 digits" },
		{ "155512345678", PLAN_TOO_LONG, "North America (NANP)",
		  "10 digits" },
		{ "442079460958", PLAN_OK, "United Kingdom",
		  "7, 9 or 10 digits" },
		{ "4420794609", PLAN_LENGTH, "United Kingdom",
		  "7, 9 or 10 digits" },
		{ "44207946", PLAN_TOO_SHORT, "United Kingdom",
		  "7, 9 or 10 digits" },
		{ "4402079460958", PLAN_TRUNK_ZERO, "United Kingdom",
		  "7, 9 or 10 digits" },
		{ "390612345678", PLAN_OK, "Italy and Vatican City",
		  "6 to 12 digits" },
		{ "493023125000", PLAN_OK, "Germany", "4 to 13 digits" },
		{ "81901234567890", PLAN_LENGTH, "Japan",
		  "9, 10 or 13 digits" },
		{ "5215512345678", PLAN_TOO_LONG, "Mexico", "10 digits" },
		{ "2125551234", PLAN_TOO_SHORT, "Morocco", "9 digits" },
		{ "80012345678", PLAN_OK, "international freephone",
		  "8 digits" },
		{ "1", PLAN_TOO_SHORT, "North America (NANP)", "10 digits" },
		{ "999123456789", PLAN_UNASSIGNED, "", " digits" },
		{ "2105551234", PLAN_UNASSIGNED, "", " digits" },
		{ "05551234567", PLAN_UNASSIGNED, "", " digits" },
		{ "21", PLAN_UNASSIGNED, "", " digits" },
		{ "2", PLAN_UNASSIGNED, "", " digits" },
		{ "", PLAN_UNASSIGNED, "", " digits" },
		{ "2x2555123456", PLAN_UNASSIGNED, "", " digits" },
		{ "1555123456755512345675551234567555", PLAN_TOO_LONG,
		  "North America (NANP)", "10 digits" },
	};
	struct table *t = *state;
	struct plan_entry e;
	size_t i;

	load_rules(t);
	for (i = 0; i < ROWS(rows); i++) {
		struct span digits = gcl_span_str(rows[i].digits);

		print_message("# +%s\n", rows[i].digits);
		assert_int_equal(gcl_plan_check(t->plan, digits, &e),
			rows[i].verdict);
		assert_int_equal(gcl_plan_check(t->plan, digits, NULL),
			rows[i].verdict);
		assert_true(gcl_span_is(e.name, rows[i].name));
		assert_said(e.lengths, rows[i].lengths);
	}
}

static void
a_code_has_one_to_three_digits(void **state)
{
	static const struct {
		const char *digits;
		unsigned code_len;
	} rows[] = {
		{ "15551234567", 1 }, { "442079460958", 2 },
		{ "212555123456", 3 }, { "999123456789", 0 },
	};
	struct table *t = *state;
	struct plan_entry e;
	size_t i;

	load_rules(t);
	for (i = 0; i < ROWS(rows); i++) {
		gcl_plan_check(t->plan, gcl_span_str(rows[i].digits), &e);
		assert_int_equal(e.code_len, rows[i].code_len);
	}
}

static void
no_number_of_the_table_has_more_than_15_digits(void **state)
{
	struct table *t = *state;
	char digits[PLAN_DIGITS + 1];
	struct plan_entry e;
	unsigned code, found = 0;

	load_rules(t);
	for (code = 1; code < 1000; code++) {
		int len = snprintf(digits, sizeof(digits), "%u", code);

		gcl_plan_check(t->plan, gcl_span(digits, (size_t)len), &e);
		if (e.code_len != len)
			continue;
		found++;
		assert_true(e.lengths > 1);
		assert_int_equal(e.lengths >> (PLAN_DIGITS - len + 1), 0);
	}
	assert_int_equal(found, 215);
}

static void
lengths_are_said_in_words(void **state)
{
	static const struct {
		const char *lengths, *want;
	} rows[] = {
		{ "1", "1 digit" },
		{ "10", "10 digits" },
		{ "9-9", "9 digits" },
		{ "8,9", "8 or 9 digits" },
		{ "8-10", "8 to 10 digits" },
		{ "7,9-10", "7, 9 or 10 digits" },
		{ "10,7,9", "7, 9 or 10 digits" },
		{ "6-8,10", "6 to 8 or 10 digits" },
		{ "5-6,8-11", "5, 6 or 8 to 11 digits" },
		{ "4-7,9-12", "4 to 7 or 9 to 12 digits" },
		{ "2,4-6,12,14", "2, 4 to 6, 12 or 14 digits" },
		{ "1-14", "1 to 14 digits" },
	};
	struct table *t = *state;
	struct plan_entry e;
	char text[128];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "{ \"codes\": { \"9\": "
			"\"%s x\" } }",
			rows[i].lengths);
		assert_int_equal(load(t, gcl_span_str(text)), GCL_OK);
		gcl_plan_check(t->plan, SPAN("9"), &e);
		assert_said(e.lengths, rows[i].want);
	}
}

#define CODES(list) "{ \"codes\": { " list " } }"
#define ENTRY(code, lengths) \
	"\"" code "\": \"" lengths " x\""

static void
a_fault_in_the_table_is_named(void **state)
{
	static const char lengths[] = "are not numbers and ranges";
	static const char code[] = "is no country code";
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "[]", "has no 'codes'" },
		{ "{}", "has no 'codes'" },
		{ "{ \"codes\": [] }", "has no 'codes'" },
		{ CODES(""), "has no 'codes'" },
		{ CODES("\"49\": 1"), "'49' needs lengths and a name" },
		{ CODES("\"49\": \"9\""),
		  "'49' needs lengths and a name" },
		{ CODES("\"49\": \"9 \""),
		  "'49' needs lengths and a name" },
		{ CODES("\"49\": [\"9 x\"]"),
		  "'49' needs lengths and a name" },
		{ CODES(ENTRY("", "9")), code },
		{ CODES(ENTRY("0", "9")), code },
		{ CODES(ENTRY("049", "9")), code },
		{ CODES(ENTRY("4x", "9")), code },
		{ CODES(ENTRY("1234", "9")), code },
		{ CODES(ENTRY("49", "9-")), lengths },
		{ CODES(ENTRY("49", "-9")), lengths },
		{ CODES(ENTRY("49", "9,")), lengths },
		{ CODES(ENTRY("49", ",9")), lengths },
		{ CODES(ENTRY("49", "0")), lengths },
		{ CODES(ENTRY("49", "01")), lengths },
		{ CODES(ENTRY("49", "16")), lengths },
		{ CODES(ENTRY("49", "10-9")), lengths },
		{ CODES(ENTRY("49", "8-9-10")), lengths },
		{ CODES(ENTRY("49", "8- 9")), lengths },
		{ CODES(ENTRY("49", "4294967297")), lengths },
		{ CODES(ENTRY("1", "15")), "more than 15 digits" },
		{ CODES(ENTRY("49", "4-14")), "more than 15 digits" },
		{ CODES(ENTRY("212", "13")), "more than 15 digits" },
		{ CODES(ENTRY("49", "9") ", " ENTRY("49", "9")),
		  "'49' is there twice" },
		{ CODES(ENTRY("49", "9") ", " ENTRY("491", "9")),
		  "'491' begins with '49'" },
		{ CODES(ENTRY("212", "9") ", " ENTRY("2", "9")),
		  "'212' begins with '2'" },
		{ "{\"codes\":{\"49\":\"9 X\"},\"trunk\":{\"0\":\"49 44\"}}",
		  "prefix '0' is for '44'" },
		{ "{\"codes\":{\"49\":\"9 X\"},\"kept\":{\"0\":\"49  49\"}}",
		  "prefix '0' is for ''" },
	};
	struct table *t = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		print_message("# %s\n", rows[i].text);
		assert_int_equal(load(t, gcl_span_str(rows[i].text)),
			GCL_EPACK);
		assert_null(t->plan);
		assert_non_null(strstr(t->err.text, rows[i].want));
	}
}

static void
the_longest_lengths_are_accepted(void **state)
{
	static const char text[] = CODES(ENTRY("1", "1-14") ", "
		ENTRY("49", "13") ", " ENTRY("212", "12"));
	struct table *t = *state;

	assert_int_equal(load(t, SPAN(text)), GCL_OK);
	assert_int_equal(gcl_plan_check(t->plan, SPAN("155512345671234"),
		NULL), PLAN_OK);
	assert_int_equal(gcl_plan_check(t->plan, SPAN("212555123456789"),
		NULL), PLAN_OK);
	assert_int_equal(gcl_plan_check(t->plan, SPAN("21255512345678"),
		NULL), PLAN_TOO_SHORT);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(numbers_get_the_verdict_of_their_country),
		TEST(a_code_has_one_to_three_digits),
		TEST(no_number_of_the_table_has_more_than_15_digits),
		TEST(lengths_are_said_in_words),
		TEST(a_fault_in_the_table_is_named),
		TEST(the_longest_lengths_are_accepted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
