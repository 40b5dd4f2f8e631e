/*
 * What gclint-send tells.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sending.h"

static const char *const env[] = { "GENESYS_ACCESS_TOKEN=fake-token", NULL };

static void
an_event_goes_out_at_once(void **state)
{
	struct sending t;

	(void)state;
	sending_begin(&t, env);
	gcl_outbox_begin(&t.out, "token");
	gcl_outbox_addf(&t.out, "status", "%d", 200);
	gcl_outbox_add(&t.out, "host", SPAN("a\0b"));
	assert_int_equal(t.said.len, 0);
	gcl_outbox_send(&t.out);
	assert_true(gcl_span_eq(gcl_buf_span(&t.said),
		SPAN("event 5\ntoken\nstatus 3\n200\nhost 3\na\0b\n\n")));
	sending_end(&t);
}

static void
no_value_has_a_secret_in_it(void **state)
{
	struct sending t;

	(void)state;
	sending_begin(&t, env);
	gcl_outbox_begin(&t.out, "answer");
	gcl_outbox_add(&t.out, "body", SPAN("Bearer fake-token!"));
	gcl_outbox_addf(&t.out, "url", "%s?%s", "x", "fake-token");
	gcl_outbox_send(&t.out);
	gcl_outbox_note(&t.out, "fake-token");
	assert_string_equal(gcl_buf_str(&t.said),
		"event 6\nanswer\nbody 11\nBearer ***!\nurl 5\nx?***\n\n"
		"event 4\nnote\ntext 3\n***\n\n");
	sending_end(&t);
}

static void
details_are_for_who_asks_for_them(void **state)
{
	struct sending t;

	(void)state;
	sending_begin(&t, env);
	gcl_outbox_detail(&t.out, "a");
	assert_int_equal(t.said.len, 0);
	t.out.verbose = true;
	gcl_outbox_detail(&t.out, "b");
	assert_string_equal(gcl_buf_str(&t.said),
		"event 4\nnote\ntext 1\nb\n\n");
	sending_end(&t);
}

static void
who_does_not_listen_is_noticed(void **state)
{
	struct sending t;

	(void)state;
	sending_begin(&t, env);
	gcl_buf_release(&t.said);
	gcl_buf_init(&t.said, 3);
	gcl_outbox_note(&t.out, "a");
	assert_true(t.out.failed);
	sending_end(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_goes_out_at_once),
		cmocka_unit_test(no_value_has_a_secret_in_it),
		cmocka_unit_test(details_are_for_who_asks_for_them),
		cmocka_unit_test(who_does_not_listen_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
