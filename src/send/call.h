/*
 * The one request that all is about.
 */
#ifndef GCL_SEND_CALL_H
#define GCL_SEND_CALL_H

#include "send/failure.h"

struct session;

/*
 * Send the body to the API and tell what it answers; with an order to wait,
 * follow the conversation.  There is a token.  f says how it ended, also when
 * it ended well.
 */
enum send_kind gcl_call_send(struct session *s, struct failure *f);

#endif
