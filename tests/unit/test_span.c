/*
 * Spans, and what characters are.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/ascii.h"
#include "base/span.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static void
both_ends_are_trimmed(void **state)
{
	static const struct {
		struct span s, want;
	} cases[] = {
		{ SPAN(" \ta b\t "), SPAN("a b") },
		{ SPAN("a"), SPAN("a") },
		{ SPAN(" \t "), SPAN("") },
		{ SPAN(""), SPAN("") },
		{ SPAN("\0 a \0"), SPAN("\0 a \0") },
		{ { NULL, 0 }, SPAN("") },
	};
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++)
		assert_true(gcl_span_eq(gcl_span_trim(cases[i].s, " \t"),
			cases[i].want));
}

static void
nothing_is_behind_the_end(void **state)
{
	(void)state;
	assert_true(gcl_span_is(gcl_span_behind(SPAN("abc"), 0), "abc"));
	assert_true(gcl_span_is(gcl_span_behind(SPAN("abc"), 2), "c"));
	assert_int_equal(gcl_span_behind(SPAN("abc"), 3).len, 0);
	assert_int_equal(gcl_span_behind(SPAN("abc"), 9).len, 0);
	assert_int_equal(gcl_span_behind(gcl_span(NULL, 0), 1).len, 0);
}

static void
only_ascii_has_digits_and_letters(void **state)
{
	static const char digits[] = "0123456789abcdef";
	int c, n_digits = 0, n_alnum = 0, n_hex = 0;

	(void)state;
	for (c = -128; c < 128; c++) {
		n_digits += gcl_ascii_is_digit((char)c);
		n_alnum += gcl_ascii_is_alnum((char)c);
		n_hex += gcl_ascii_hex((char)c) >= 0;
	}
	assert_int_equal(n_digits, 10);
	assert_int_equal(n_alnum, 62);
	assert_int_equal(n_hex, 22);
	for (c = 0; c < 16; c++) {
		assert_int_equal(gcl_ascii_hex(digits[c]), c);
		assert_true(gcl_ascii_is_alnum(digits[c]));
	}
	assert_int_equal(gcl_ascii_hex('F'), 15);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ends_are_trimmed),
		cmocka_unit_test(nothing_is_behind_the_end),
		cmocka_unit_test(only_ascii_has_digits_and_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
