/*
 * The bounded buffer.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"

static void
appends_follow_each_other(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, 100);
	assert_int_equal(gcl_buf_span(&b).len, 0);
	gcl_buf_adds(&b, "ab");
	gcl_buf_addc(&b, 'c');
	gcl_buf_add(&b, "defg", 2);
	gcl_buf_addspan(&b, SPAN("fg"));
	gcl_buf_addspan(&b, gcl_span(NULL, 0));
	gcl_buf_addf(&b, " %d %s", 42, "x");
	gcl_buf_addf(&b, "%s", "");
	assert_int_equal(gcl_buf_status(&b), GCL_OK);
	assert_true(gcl_span_is(gcl_buf_span(&b), "abcdefg 42 x"));
	gcl_buf_release(&b);
}

static void
the_nul_of_a_string_does_not_count(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, 3);
	assert_string_equal(gcl_buf_str(&b), "");
	gcl_buf_adds(&b, "abc");
	assert_string_equal(gcl_buf_str(&b), "abc");
	assert_int_equal(b.len, 3);
	assert_int_equal(gcl_buf_status(&b), GCL_OK);
	gcl_buf_release(&b);
}

/* For each maximum: it can be reached, and not passed. */
static void
the_maximum_is_exact(void **state)
{
	struct buf b;
	size_t max, i;

	(void)state;
	for (max = 0; max < 300; max++) {
		gcl_buf_init(&b, max);
		for (i = 0; i < max; i++)
			gcl_buf_addc(&b, 'x');
		assert_int_equal(gcl_buf_status(&b), GCL_OK);
		assert_int_equal(b.len, max);
		assert_int_equal(strlen(gcl_buf_str(&b)), max);
		gcl_buf_addc(&b, 'y');
		assert_int_equal(gcl_buf_status(&b), GCL_ELIMIT);
		assert_int_equal(b.len, max);
		gcl_buf_release(&b);
	}
}

static void
a_failure_is_remembered(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, 10);
	gcl_buf_adds(&b, "abc");
	gcl_buf_adds(&b, "too long for it");
	gcl_buf_addc(&b, 'd');
	gcl_buf_addf(&b, "%d", 1);
	assert_null(gcl_buf_reserve(&b, 1));
	assert_null(gcl_buf_str(&b));
	assert_int_equal(gcl_buf_status(&b), GCL_ELIMIT);
	assert_true(gcl_span_is(gcl_buf_span(&b), "abc"));
	gcl_buf_release(&b);
}

static void
a_format_that_does_not_fit_adds_nothing(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, 5);
	gcl_buf_addf(&b, "%s", "12345");
	assert_int_equal(gcl_buf_status(&b), GCL_OK);
	gcl_buf_reset(&b);
	gcl_buf_addf(&b, "%s", "123456");
	assert_int_equal(gcl_buf_status(&b), GCL_ELIMIT);
	assert_int_equal(b.len, 0);
	gcl_buf_release(&b);
}

static void
a_reset_keeps_the_memory_and_forgets_the_failure(void **state)
{
	struct buf b;
	char *ptr;

	(void)state;
	gcl_buf_init(&b, 10);
	gcl_buf_adds(&b, "abc");
	gcl_buf_adds(&b, "too long for it");
	ptr = b.ptr;
	gcl_buf_reset(&b);
	assert_int_equal(gcl_buf_status(&b), GCL_OK);
	gcl_buf_adds(&b, "0123456789");
	assert_ptr_equal(b.ptr, ptr);
	assert_string_equal(gcl_buf_str(&b), "0123456789");
	gcl_buf_release(&b);
}

static void
a_released_buffer_is_usable(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, 10);
	gcl_buf_adds(&b, "abc");
	gcl_buf_release(&b);
	assert_null(b.ptr);
	assert_int_equal(b.max, 10);
	gcl_buf_adds(&b, "xy");
	assert_string_equal(gcl_buf_str(&b), "xy");
	gcl_buf_release(&b);
}

static void
reserved_bytes_count_when_the_caller_says_so(void **state)
{
	struct buf b;
	char *p;

	(void)state;
	gcl_buf_init(&b, 5000);
	gcl_buf_adds(&b, "a");
	p = gcl_buf_reserve(&b, 4999);
	assert_non_null(p);
	assert_ptr_equal(p, b.ptr + 1);
	assert_int_equal(b.len, 1);
	memset(p, 'b', 4999);
	b.len += 2;
	assert_string_equal(gcl_buf_str(&b), "abb");
	gcl_buf_release(&b);
}

static void
lengths_are_added_without_overflow(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, SIZE_MAX);
	gcl_buf_adds(&b, "abc");
	assert_null(gcl_buf_reserve(&b, SIZE_MAX));
	assert_int_not_equal(gcl_buf_status(&b), GCL_OK);
	gcl_buf_reset(&b);
	assert_null(gcl_buf_reserve(&b, SIZE_MAX));
	gcl_buf_reset(&b);
	gcl_buf_adds(&b, "xyz");
	assert_string_equal(gcl_buf_str(&b), "xyz");
	gcl_buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(appends_follow_each_other),
		cmocka_unit_test(the_nul_of_a_string_does_not_count),
		cmocka_unit_test(the_maximum_is_exact),
		cmocka_unit_test(a_failure_is_remembered),
		cmocka_unit_test(a_format_that_does_not_fit_adds_nothing),
		cmocka_unit_test(
			a_reset_keeps_the_memory_and_forgets_the_failure),
		cmocka_unit_test(a_released_buffer_is_usable),
		cmocka_unit_test(reserved_bytes_count_when_the_caller_says_so),
		cmocka_unit_test(lengths_are_added_without_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
