/*
 * A session of gclint-send for tests: an order, an environment, and an outbox
 * that keeps what is said.
 */
#ifndef GCL_TESTS_SENDING_H
#define GCL_TESTS_SENDING_H

#include <stdlib.h>

#include "send/session.h"

struct sending {
	struct listener listener;
	struct order order;
	struct vault vault;
	struct outbox out;
	struct buf said;
	struct session s;
	struct failure f;
};

static inline int
sending_write(void *ctx, const char *bytes, size_t len)
{
	gcl_buf_add(ctx, bytes, len);
	return gcl_buf_status(ctx) != GCL_OK;
}

/* Tests do not wait. */
static inline int
sending_wait(void *ctx, uint64_t ms)
{
	(void)ctx;
	(void)ms;
	return 0;
}

/* An order to POST "{}" to /x; environment ends in NULL. */
static inline void
sending_begin(struct sending *t, const char *const *environment)
{
	char *copy;

	*t = (struct sending){ .order = { .version = SPAN("1"),
		.method = SPAN("POST"), .path = SPAN("/x"),
		.body = SPAN("{}") } };
	gcl_vault_init(&t->vault);
	for (; *environment; environment++) {
		copy = strdup(*environment);
		gcl_vault_take(&t->vault, copy);
		free(copy);
	}
	gcl_failure_reset(&t->f);
	gcl_buf_init(&t->said, 1 << 20);
	t->listener = (struct listener){ .write = sending_write,
		.wait = sending_wait, .ctx = &t->said };
	gcl_outbox_init(&t->out, &t->listener, &t->vault);
	assert_int_equal(gcl_session_init(&t->s, &t->order, &t->vault,
		&t->out, &t->f), SEND_OK);
}

static inline enum send_kind
sending_settle(struct sending *t)
{
	return gcl_settings_make(&t->s.settings, &t->order, &t->vault,
		&t->s.arena, &t->f);
}

static inline void
sending_end(struct sending *t)
{
	gcl_session_release(&t->s);
	gcl_outbox_release(&t->out);
	gcl_buf_release(&t->said);
	gcl_vault_release(&t->vault);
}

#endif
