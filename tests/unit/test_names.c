/*
 * Names that are made to differ.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "emit/names.h"

static void
assert_claimed(struct names *names, const char *asked, const char *got)
{
	struct buf b;

	gcl_buf_init(&b, 100);
	gcl_buf_adds(&b, "name=");
	gcl_buf_adds(&b, asked);
	assert_int_equal(gcl_names_claim(names, &b, 5), GCL_OK);
	assert_string_equal(gcl_buf_str(&b) + 5, got);
	gcl_buf_release(&b);
}

static void
the_second_of_a_name_gets_a_number(void **state)
{
	struct names names;

	(void)state;
	gcl_names_init(&names);
	assert_claimed(&names, "a", "a");
	assert_claimed(&names, "b", "b");
	assert_claimed(&names, "a", "a #2");
	assert_claimed(&names, "a", "a #3");
	assert_claimed(&names, "", "");
	assert_claimed(&names, "", " #2");
	gcl_names_release(&names);
}

static void
a_number_that_is_taken_is_left_out(void **state)
{
	struct names names;

	(void)state;
	gcl_names_init(&names);
	assert_claimed(&names, "a #2", "a #2");
	assert_claimed(&names, "a", "a");
	assert_claimed(&names, "a", "a #3");
	assert_claimed(&names, "a #3", "a #3 #2");
	gcl_names_release(&names);
}

static void
after_a_reset_all_names_are_free(void **state)
{
	struct names names;

	(void)state;
	gcl_names_init(&names);
	assert_claimed(&names, "a", "a");
	gcl_names_reset(&names);
	assert_claimed(&names, "a", "a");
	gcl_names_release(&names);
}

static void
names_are_numbered_as_they_come(void **state)
{
	struct names names;
	size_t index;
	bool is_new;

	(void)state;
	gcl_names_init(&names);
	assert_int_equal(gcl_names_add(&names, SPAN("x"), &index, &is_new),
		GCL_OK);
	assert_true(is_new && index == 0);
	assert_int_equal(gcl_names_add(&names, SPAN("y"), &index, &is_new),
		GCL_OK);
	assert_true(is_new && index == 1);
	assert_int_equal(gcl_names_add(&names, SPAN("x"), &index, &is_new),
		GCL_OK);
	assert_true(!is_new && index == 0);
	assert_true(gcl_span_is(gcl_names_get(&names, 1), "y"));
	gcl_names_release(&names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_second_of_a_name_gets_a_number),
		cmocka_unit_test(a_number_that_is_taken_is_left_out),
		cmocka_unit_test(after_a_reset_all_names_are_free),
		cmocka_unit_test(names_are_numbered_as_they_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
