/*
 * The assertion of the JWT bearer grant (RFC 7523 section 3), with header and
 * claims as in the tutorial.
 */
#ifndef GCL_SEND_ASSERTION_H
#define GCL_SEND_ASSERTION_H

#include "base/buf.h"
#include "send/failure.h"

struct session;

/* Append header and claims as JSON. */
void gcl_assertion_header(const struct session *s, struct buf *out);
void gcl_assertion_claims(const struct session *s, struct buf *out);

/*
 * Sign a new one with the session's key and keep it as GIVEN_ASSERTION.
 * Returns SEND_OK or SEND_INTERNAL.
 */
enum send_kind gcl_assertion_make(struct session *s, struct failure *f);

#endif
