/*
 * Error values.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/span.h"
#include "base/status.h"
#include "base/utf8.h"

static void
the_first_error_is_kept(void **state)
{
	struct gcl_error err;

	(void)state;
	gcl_error_reset(&err);
	assert_int_equal(err.status, GCL_OK);
	assert_string_equal(err.text, "");
	assert_int_equal(gcl_error_set(&err, GCL_EINPUT, "cannot read '%s'",
		"call.json"), GCL_EINPUT);
	assert_int_equal(gcl_error_set(&err, GCL_EPACK, "later"), GCL_EPACK);
	assert_int_equal(gcl_error_nomem(&err), GCL_ENOMEM);
	assert_int_equal(err.status, GCL_EINPUT);
	assert_string_equal(err.text, "cannot read 'call.json'");
}

static void
a_reset_error_takes_the_next_one(void **state)
{
	struct gcl_error err;

	(void)state;
	gcl_error_reset(&err);
	gcl_error_set(&err, GCL_EINPUT, "first");
	gcl_error_reset(&err);
	assert_string_equal(err.text, "");
	assert_int_equal(gcl_error_nomem(&err), GCL_ENOMEM);
	assert_int_equal(err.status, GCL_ENOMEM);
	assert_string_equal(err.text, "out of memory");
}

static void
nobody_has_to_ask_for_the_error(void **state)
{
	(void)state;
	gcl_error_reset(NULL);
	assert_int_equal(gcl_error_nomem(NULL), GCL_ENOMEM);
	assert_int_equal(gcl_error_set(NULL, GCL_EUSAGE, "%d", 1),
		GCL_EUSAGE);
}

static void
control_bytes_are_escaped(void **state)
{
	struct gcl_error err;

	(void)state;
	gcl_error_reset(&err);
	gcl_error_set(&err, GCL_EINPUT, "cannot read '%s'",
		"a\n\x1b[1mb\x80\xc2\x9b");
	assert_string_equal(err.text,
		"cannot read 'a\\x0A\\x1B[1mb\\x80\\x9B'");
}

/* Of a text that is too long, as many whole code points as fit are kept. */
static void
a_long_text_is_cut_at_a_code_point(void **state)
{
	static const char *const points[] = {
		"x", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
	};
	char text[4 * sizeof(((struct gcl_error *)0)->text) + 4];
	struct gcl_error err;
	size_t i, shift, len, n;

	(void)state;
	for (i = 0; i < 16; i++) {
		shift = i % 4;
		n = i / 4 + 1;
		memset(text, 'a', shift);
		for (len = shift; len < 3 * sizeof(err.text); len += n)
			memcpy(text + len, points[n - 1], n);
		text[len] = '\0';
		gcl_error_reset(&err);
		gcl_error_set(&err, GCL_EINPUT, "%s", text);
		len = strlen(err.text);
		assert_in_range(len, sizeof(err.text) - n,
			sizeof(err.text) - 1);
		assert_memory_equal(err.text, text, len);
		assert_int_equal(gcl_utf8_check(gcl_span(err.text, len)),
			len);
	}
}

static void
a_text_that_fits_only_without_escapes_is_cut(void **state)
{
	char text[1000];
	struct gcl_error err;
	size_t len;

	(void)state;
	memset(text, '\n', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	gcl_error_reset(&err);
	gcl_error_set(&err, GCL_EINPUT, "%s", text);
	len = strlen(err.text);
	assert_in_range(len, sizeof(err.text) - 4, sizeof(err.text) - 1);
	assert_memory_equal(err.text, "\\x0A\\x0A", 8);
	assert_null(strchr(err.text, '\n'));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_error_is_kept),
		cmocka_unit_test(a_reset_error_takes_the_next_one),
		cmocka_unit_test(nobody_has_to_ask_for_the_error),
		cmocka_unit_test(control_bytes_are_escaped),
		cmocka_unit_test(a_long_text_is_cut_at_a_code_point),
		cmocka_unit_test(a_text_that_fits_only_without_escapes_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
