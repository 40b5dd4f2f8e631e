/*
 * A run of gclint-send: what it was asked, what it knows, whom it tells.
 */
#ifndef GCL_SEND_SESSION_H
#define GCL_SEND_SESSION_H

#include "base/arena.h"
#include "json/value.h"
#include "send/http.h"
#include "send/jwt.h"
#include "send/message.h"
#include "send/order.h"
#include "send/settings.h"

struct session {
	const struct order *order;
	struct vault *vault;
	struct outbox *out;
	struct settings settings;
	struct jwt_key *key;	/* once it is read, for --auth=jwt */
	struct walk *walk;	/* for the JSON of answers */
	struct arena arena;	/* of the settings; no secrets */
	struct arena answer;	/* of the answer looked at; likewise */
};

/* Returns SEND_OK or SEND_INTERNAL; to be released in either case. */
enum send_kind gcl_session_init(struct session *s, const struct order *order,
	struct vault *vault, struct outbox *out, struct failure *f);
void gcl_session_release(struct session *s);

/* The time it is, in seconds since 1970, or what the tests say it is. */
int64_t gcl_session_now(const struct session *s);

/*
 * A request to the API as all of ours are, with the token, without a body;
 * there is room for one more header.
 */
struct http_request gcl_session_request(const struct session *s,
	const struct target *to, const char *method);

/* Send it, and write *** over each secret in the response. */
void gcl_session_perform(const struct session *s,
	const struct http_request *r, struct http_response *out);

/* Write *** over each secret in a response. */
void gcl_session_hide(const struct session *s, struct http_response *r);

/* A response's body as JSON, in the arena "answer"; NULL if it is none. */
const struct value *gcl_session_json(struct session *s,
	const struct http_response *r);

#endif
