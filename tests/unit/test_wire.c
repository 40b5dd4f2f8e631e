/*
 * Named values over a pipe.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/wire.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

/* The second value has every byte that means something to the format. */
static const struct span values[] = {
	{ "token", 5 },
	{ "\n\n 3\nfoo 7\n\0\xff", 14 },
	{ "", 0 },
};

static void
write_message(struct buf *out)
{
	gcl_wire_add(out, "event", values[0]);
	gcl_wire_add(out, "token-url", values[1]);
	gcl_wire_add(out, "B0dy", values[2]);
	gcl_wire_end(out);
}

static void
a_message_is_lines_and_lengths(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, 1000);
	gcl_wire_add(&b, "auth", SPAN("jwt"));
	gcl_wire_add(&b, "body", gcl_span(NULL, 0));
	gcl_wire_end(&b);
	assert_true(gcl_span_is(gcl_buf_span(&b), "auth 3\njwt\nbody 0\n\n\n"));
	gcl_buf_release(&b);
}

static void
values_come_out_as_they_went_in(void **state)
{
	static const char *const names[] = { "event", "token-url", "B0dy" };
	struct span rest, name, value;
	struct buf b;
	size_t i;

	(void)state;
	gcl_buf_init(&b, 1000);
	write_message(&b);
	write_message(&b);
	rest = gcl_buf_span(&b);
	for (i = 0; i < 2 * N_ELEMS(values); i++) {
		assert_int_equal(gcl_wire_next(&rest, &name, &value),
			WIRE_VALUE);
		assert_true(gcl_span_is(name, names[i % 3]));
		assert_true(gcl_span_eq(value, values[i % 3]));
		if (i % 3 == 2)
			assert_int_equal(gcl_wire_next(&rest, &name, &value),
				WIRE_END);
	}
	assert_int_equal(rest.len, 0);
	assert_int_equal(gcl_wire_next(&rest, &name, &value), WIRE_MORE);
	gcl_buf_release(&b);
}

/* However it is cut, the part in front is read and the rest waits. */
static void
a_cut_message_wants_more_and_takes_nothing(void **state)
{
	struct span rest, before, name, value;
	enum wire_result r;
	struct buf b;
	size_t cut;

	(void)state;
	gcl_buf_init(&b, 1000);
	write_message(&b);
	for (cut = 0; cut < b.len; cut++) {
		rest = gcl_span(b.ptr, cut);
		do {
			before = rest;
			r = gcl_wire_next(&rest, &name, &value);
		} while (r == WIRE_VALUE);
		assert_int_equal(r, WIRE_MORE);
		assert_ptr_equal(rest.ptr, before.ptr);
		assert_int_equal(rest.len, before.len);
	}
	gcl_buf_release(&b);
}

static void
what_is_no_message_is_told(void **state)
{
	static const char *const bad[] = {
		" 1\nx\n", "na_me 1\nx\n", "name\n", "name  1\nx\n",
		"name x\n", "name \n", "name 1x\n", "name -1\nx\n",
		"name 1\nxy\n", "name 2\nx\n.", "name 00000000001\nx\n",
		"name 99999999999\n", "{\"event\": 1}",
		"a2345678901234567890123456789012"
		"34567890123456789012345678901234" "5",
	};
	struct span rest, name, value;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(bad); i++) {
		rest = gcl_span_str(bad[i]);
		assert_int_equal(gcl_wire_next(&rest, &name, &value),
			WIRE_BAD);
		assert_int_equal(rest.len, strlen(bad[i]));
	}
}

static void
a_length_beyond_the_bytes_is_waited_for(void **state)
{
	struct span rest = SPAN("name 9999999999\nx"), name, value;

	(void)state;
	assert_int_equal(gcl_wire_next(&rest, &name, &value), WIRE_MORE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_lines_and_lengths),
		cmocka_unit_test(values_come_out_as_they_went_in),
		cmocka_unit_test(a_cut_message_wants_more_and_takes_nothing),
		cmocka_unit_test(what_is_no_message_is_told),
		cmocka_unit_test(a_length_beyond_the_bytes_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
