/*
 * Access tokens from the token endpoint (RFC 6749 sections 4.4, 5; RFC 7523).
 */
#ifndef GCL_SEND_TOKEN_H
#define GCL_SEND_TOKEN_H

#include "send/failure.h"

struct session;

/*
 * Get a token the way the session's settings say and keep it as
 * GIVEN_ACCESS_TOKEN, in the place of the one before.  gcl_auth_prepare() has
 * been called.  Nothing to do where the token itself is given.
 *
 * Returns SEND_OK; SEND_CREDENTIALS, SEND_UNAVAILABLE, SEND_NETWORK,
 * SEND_TIMEOUT or SEND_INTERNAL.
 */
enum send_kind gcl_token_get(struct session *s, struct failure *f);

#endif
