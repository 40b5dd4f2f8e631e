/*
 * What gclint asks of gclint-send: one message on standard input.
 */
#ifndef GCL_SEND_ORDER_H
#define GCL_SEND_ORDER_H

#include <stdint.h>

#include "base/span.h"
#include "send/failure.h"

/* All borrowed from the message; ptr is NULL where it says nothing. */
struct order {
	struct span version;
	struct span auth;		/* "" leaves it to the credentials */
	struct span region, env_url, audience, token_url, scope;
	struct span cacert;		/* a file */
	struct span method, path, content_type;
	struct span body;		/* exactly what is sent */
	struct span wait_path;		/* with {conversationId} */

	bool insecure_key_file, dry_run, verbose;
	bool confirm;			/* wait to be told to go */
	uint64_t wait_s;		/* 0: do not wait */
	uint64_t timeout_ms;		/* of one request; 0: as usual */
	uint64_t clock;			/* of the tests; 0: the time it is */
};

/*
 * Read the message.  Returns SEND_OK; SEND_INTERNAL when this is not exactly
 * one message of this version; SEND_USAGE when a value in it cannot be.
 */
enum send_kind gcl_order_read(struct span message, struct order *out,
	struct failure *f);

#endif
