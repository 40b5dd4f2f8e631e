/*
 * The ways to authenticate: a table.
 */
#ifndef GCL_SEND_AUTH_H
#define GCL_SEND_AUTH_H

#include "send/http.h"
#include "send/vault.h"

struct session;

/* Something that a way needs, and where people find it. */
struct need {
	enum given_id id;
	enum given_id file;	/* its content does too; or id again */
	const char *where;
};

#define AUTH_NEEDS_MAX 2

struct auth {
	const char *name;	/* of --auth */
	/* The first is the one that speaks for this way. */
	const struct need *needs[AUTH_NEEDS_MAX + 1];

	/* Tokens come from the platform's login host, not from the API's. */
	bool login_host;

	/*
	 * Complete the request for a token; NULL where the token itself is
	 * given.  body never moves and has room for LIMIT_SECRET_BYTES.
	 */
	enum send_kind (*ask)(struct session *s, struct http_request *r,
		struct buf *body, struct failure *f);

	/* Append what a dry run shows of that request's body. */
	void (*show)(const struct session *s, struct buf *out);
};

/*
 * The way of that name, or with an empty one the first that the credentials
 * allow: token, jwt, client-credentials.  *out is NULL when there are none.
 *
 * Returns SEND_OK; SEND_USAGE for an unknown name.
 */
enum send_kind gcl_auth_choose(struct span name,
	const struct vault *vault, const struct auth **out,
	struct failure *f);

/*
 * See that all that the session's way needs is there and usable, and read its
 * files and its key.  Returns SEND_OK; SEND_CREDENTIALS, naming all that is
 * missing; SEND_INTERNAL.
 */
enum send_kind gcl_auth_prepare(struct session *s, struct failure *f);

#endif
