/*
 * Telephone numbers as people write them, with the table in rules/.
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
#include "rule/dial.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

/* want NULL: it is not clear what number that is. */
struct row {
	const char *text, *country, *want;
};

struct table {
	struct arena arena;
	struct walk *walk;
	struct plan *plan;
};

static struct span
read_rules(struct table *t)
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
	return gcl_span(text, len);
}

static int
set_up(void **state)
{
	struct table *t = calloc(1, sizeof(*t));
	struct value *root;

	if (!t)
		return -1;
	gcl_arena_init(&t->arena);
	t->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	assert_int_equal(gcl_value_read(t->walk, read_rules(t), &t->arena,
	    &root), GCL_OK);
	assert_int_equal(gcl_plan_load(root, &t->arena, &t->plan, NULL),
	    GCL_OK);
	*state = t;
	return 0;
}

static int
tear_down(void **state)
{
	struct table *t = *state;

	gcl_walk_free(t->walk);
	gcl_arena_release(&t->arena);
	free(t);
	return 0;
}

static void
check(void **state, const struct row *rows, size_t n)
{
	struct table *t = *state;
	struct dialled d;
	bool known;
	size_t i;

	for (i = 0; i < n; i++) {
		known = gcl_dial(t->plan, gcl_span_str(rows[i].text),
		    gcl_span_str(rows[i].country), &d);
		if (known != (rows[i].want != NULL))
			fail_msg("'%s', country '%s': %s", rows[i].text,
			    rows[i].country, known ? d.digits : "no number");
		if (known)
			assert_string_equal(d.digits, rows[i].want);
	}
}

static void
separators_and_brackets_mean_nothing(void **state)
{
	static const struct row rows[] = {
		{ "+1 (555) 123-4567", "", "15551234567" },
		{ "(+44) 20/7946.0018", "", "442079460018" },
		{ "+(44) 20 7946 0018", "", "442079460018" },
		{ "+44\u00a020\u202f7946\u20110018", "", "442079460018" },
		{ "TEL: +44 20 7946 0018", "", "442079460018" },
		{ "+44 20 7946 0018 ext 5", "", "442079460018" },
		{ "++442079460018", "", NULL },
		{ "Alice", "44", NULL },
		{ "", "44", NULL },
		{ "+", "44", NULL },
		{ "+44207946001844207946001844207946", "", NULL },
	};

	check(state, rows, ROWS(rows));
}

static void
a_trunk_zero_behind_the_country_code_goes(void **state)
{
	static const struct row rows[] = {
		{ "+44 (0)20 7946 0018", "", "442079460018" },
		{ "+44 (0 )20 7946 0018", "", "442079460018" },
		{ "+44/(0)20 7946 0018", "", "442079460018" },
		{ "(+44) (0)20 7946 0018", "", "442079460018" },
		{ "+44\u202f(\u00a00)20 7946 0018", "", "442079460018" },
		{ "+44\uff080\uff0920 7946 0018", "", "442079460018" },
		{ "+44 (020) 7946 0018", "", "442079460018" },
		{ "+44 020 7946 0018", "", "442079460018" },
		{ "0049 (0)30 123456", "49", "4930123456" },
		{ "0043 (0)1 123456", "", "431123456" },
		{ "+36 06 1 234 5678", "", "3612345678" },
		{ "+39 (0)6 1234 5678", "", "390612345678" },
		{ "+39 06 1234 5678", "", "390612345678" },
		/* a mobile, a free number, or those of Busto and Bari */
		{ "+39 (0) 331 123 4567", "", NULL },
		{ "+39 (0)800 123456", "", NULL },
		{ "+39 (0)899 123456", "", NULL },
		{ "+39 331 123 4567", "", "393311234567" },
		{ "+39 (0)2 1234 5678", "", "390212345678" },
		{ "+39 (0)81 123 4567", "", "390811234567" },
		{ "+1 (0) 555 123 4567", "", NULL },
		{ "+34 (0)81 012 3456", "", NULL },
		{ "+44 20 (0) 7946 0018", "", NULL },
		{ "+44 (0)(0)20 7946 0018", "", NULL },
	};

	check(state, rows, ROWS(rows));
}

static void
prefixes_for_calls_abroad_go(void **state)
{
	static const struct row rows[] = {
		{ "0044 20 7946 0018", "", "442079460018" },
		{ "(0044) 20 7946 0018", "1", "442079460018" },
		{ "+0044 20 7946 0018", "", "442079460018" },
		{ "011 44 20 7946 0018", "1", "442079460018" },
		{ "011 1 555 123 4567", "49", NULL },
		{ "011 44 20 7946 0018", "", "442079460018" },
		{ "0011 44 20 7946 0018", "61", "442079460018" },
		{ "0011 45 32 12 34 56", "", NULL },
		{ "8~10 44 20 7946 0018", "7", "442079460018" },
		{ "001 1 555 123 4567", "82", "15551234567" },
	};

	check(state, rows, ROWS(rows));
}

static void
numbers_of_the_country_get_its_code(void **state)
{
	static const struct row rows[] = {
		{ "(555) 123-4567", "1", "15551234567" },
		{ "1-555-123-4567", "1", "15551234567" },
		{ "020 7946 0018", "44", "442079460018" },
		{ "(0)20 7946 0018", "44", "442079460018" },
		{ "0114 496 0000", "44", "441144960000" },
		{ "442079460018", "44", "442079460018" },
		{ "06 1234 5678", "39", "390612345678" },
		{ "8 (495) 123-45-67", "7", "74951234567" },
		{ "06 1 234 5678", "36", "3612345678" },
		{ "8 029 123 45 67", "375", "375291234567" },
		{ "32 12 34 56", "45", "4532123456" },
		{ "020 7946 0018", "", NULL },
	};

	check(state, rows, ROWS(rows));
}

static void
what_is_no_number_of_the_country_is_left(void **state)
{
	static const struct row rows[] = {
		{ "911", "1", NULL },
		{ "112", "49", NULL },
		{ "999", "44", NULL },
		{ "116117", "39", NULL },
		{ "011", "1", NULL },
		{ "00", "44", NULL },
		{ "1234567890", "1", NULL },
		{ "12345678", "1", NULL },
		{ "12345678", "49", NULL },
		{ "0555 123 4567", "1", NULL },
		{ "15551234567", "49", NULL },
		{ "49387654321", "49", NULL },
		{ "3931234567", "39", NULL },
		{ "081 012 345", "34", NULL },
	};

	check(state, rows, ROWS(rows));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(separators_and_brackets_mean_nothing),
		cmocka_unit_test(a_trunk_zero_behind_the_country_code_goes),
		cmocka_unit_test(prefixes_for_calls_abroad_go),
		cmocka_unit_test(numbers_of_the_country_get_its_code),
		cmocka_unit_test(what_is_no_number_of_the_country_is_left),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
