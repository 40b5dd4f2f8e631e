/*
 * What a server says when it refuses something, in a few words.
 */
#ifndef GCL_SEND_REFUSAL_H
#define GCL_SEND_REFUSAL_H

#include "base/buf.h"
#include "base/span.h"
#include "send/http.h"

struct session;

/*
 * Read the error body of a token endpoint (RFC 6749 section 5.2, with
 * description for error_description), of the API, or the page of a gateway.
 * Code and text, safe to show and short, are appended to out; nothing when
 * there is nothing to say.  *code is the code alone, in the session's arena
 * "answer", or empty.
 */
void gcl_refusal_read(struct session *s, const struct http_response *r,
	struct span *code, struct buf *out);

#endif
