/*
 * Following a conversation until it is connected.
 */
#ifndef GCL_SEND_WAIT_H
#define GCL_SEND_WAIT_H

#include "base/span.h"
#include "send/failure.h"

struct session;

/*
 * Can the conversation's path be asked for?  To be found out before anything
 * is sent.  SEND_OK or SEND_USAGE.
 */
enum send_kind gcl_wait_check(struct session *s, struct failure *f);

/*
 * Ask for the conversation as long as the order says, and tell each new state.
 * id is borrowed from the session's arena "answer", or empty.
 *
 * Returns SEND_OK when it is connected, SEND_REJECTED when it ended without,
 * SEND_TIMEOUT; or why the API does not tell.  f says it in any case.
 */
enum send_kind gcl_wait_for(struct session *s, struct span id,
	struct failure *f);

#endif
