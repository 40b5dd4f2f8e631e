/*
 * A sink remembers its first failure.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "emit/sink.h"

struct disk {
	size_t used, room;	/* bytes */
	char bytes[16];
};

static int
write_disk(void *ctx, const char *bytes, size_t len)
{
	struct disk *d = ctx;

	if (len > d->room)
		return -1;
	memcpy(d->bytes + d->used, bytes, len);
	d->room -= len;
	d->used += len;
	return 0;
}

static void
bytes_arrive_in_order(void **state)
{
	struct disk d = { .room = 16 };
	struct sink s;

	(void)state;
	gcl_sink_init(&s, write_disk, &d);
	gcl_sink_write(&s, SPAN("one "));
	gcl_sink_write(&s, SPAN("two"));
	assert_int_equal(s.st, GCL_OK);
	assert_memory_equal(d.bytes, "one two", 8);
}

static void
nothing_is_written_after_a_failure(void **state)
{
	struct disk d = { .room = 6 };
	struct sink s;

	(void)state;
	gcl_sink_init(&s, write_disk, &d);
	gcl_sink_write(&s, SPAN("head"));
	gcl_sink_write(&s, SPAN("too long"));
	assert_int_equal(s.st, GCL_EOUTPUT);
	gcl_sink_write(&s, SPAN("x"));
	assert_int_equal(s.st, GCL_EOUTPUT);
	assert_memory_equal(d.bytes, "head", 5);
}

static int
refuse(void *ctx, const char *bytes, size_t len)
{
	(void)ctx;
	(void)bytes;
	(void)len;
	return 1;
}

static void
no_bytes_are_no_write(void **state)
{
	struct sink s;

	(void)state;
	gcl_sink_init(&s, refuse, NULL);
	gcl_sink_write(&s, SPAN(""));
	gcl_sink_write(&s, gcl_span(NULL, 0));
	assert_int_equal(s.st, GCL_OK);
}

static void
the_first_failure_is_kept(void **state)
{
	struct sink s;

	(void)state;
	gcl_sink_init(&s, refuse, NULL);
	gcl_sink_fail(&s, GCL_OK);
	assert_int_equal(s.st, GCL_OK);
	gcl_sink_fail(&s, GCL_ENOMEM);
	gcl_sink_fail(&s, GCL_ELIMIT);
	gcl_sink_write(&s, SPAN("x"));
	assert_int_equal(s.st, GCL_ENOMEM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_arrive_in_order),
		cmocka_unit_test(nothing_is_written_after_a_failure),
		cmocka_unit_test(no_bytes_are_no_write),
		cmocka_unit_test(the_first_failure_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
