/*
 * What gclint-send tells gclint: events on standard output, in the form of
 * base/wire.h, none of them with a secret in it.
 */
#ifndef GCL_SEND_MESSAGE_H
#define GCL_SEND_MESSAGE_H

#include <stdint.h>

#include "base/buf.h"
#include "send/vault.h"

/* Whom it is told.  Functions return 0, or non-zero when nobody listens. */
struct listener {
	int (*write)(void *ctx, const char *bytes, size_t len);
	/* Sleep so long, but not when there is nobody. */
	int (*wait)(void *ctx, uint64_t ms);
	void *ctx;
};

struct outbox {
	const struct listener *to;	/* borrowed */
	const struct vault *vault;	/* borrowed: what to hide */
	struct buf message;
	struct buf value;		/* one, while it is looked through */
	bool verbose;
	bool failed;			/* nobody listens any more */
};

void gcl_outbox_init(struct outbox *o, const struct listener *to,
	const struct vault *vault);
void gcl_outbox_release(struct outbox *o);

/* Begin an event, add values to it, and write it at once. */
void gcl_outbox_begin(struct outbox *o, const char *event);
void gcl_outbox_add(struct outbox *o, const char *name, struct span value);
void gcl_outbox_addf(struct outbox *o, const char *name, const char *fmt,
	...) GCL_PRINTF(3, 4);
void gcl_outbox_send(struct outbox *o);

/* Sleep, unless nobody listens any more: then false, at once. */
bool gcl_outbox_wait(struct outbox *o, uint64_t ms);

/* An event "note" with a line of text; the second one only with verbose. */
void gcl_outbox_note(struct outbox *o, const char *fmt, ...)
	GCL_PRINTF(2, 3);
void gcl_outbox_detail(struct outbox *o, const char *fmt, ...)
	GCL_PRINTF(2, 3);

#endif
