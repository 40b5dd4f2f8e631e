/*
 * A request that is repeated where that can do no harm, by a table.
 */
#ifndef GCL_SEND_ATTEMPT_H
#define GCL_SEND_ATTEMPT_H

#include "send/failure.h"
#include "send/http.h"
#include "send/settings.h"

struct session;

/* What makes it worth to send a request again. */
enum remedy {
	REMEDY_NONE,
	REMEDY_BACK_OFF,	/* wait, longer each time */
	REMEDY_RETRY_AFTER,	/* wait as the answer says, if it does */
	REMEDY_NEW_TOKEN,	/* if there can be a new one */
	REMEDY_N,
};

/* What to do about outcomes and, of answers, a range of statuses. */
struct reaction {
	unsigned outcomes;	/* of enum http_outcome */
	int from, to;		/* to is 0: any */
	enum send_kind kind;	/* how it ends, unless it is repeated */
	enum remedy remedy;
	const char *say;	/* follows what happened */
	const char *help;
};

struct attempt {
	/* The first row that holds counts, and one holds for any outcome. */
	const struct reaction *table;
	const struct target *to;
	struct http_request request;
	bool announce;		/* tell of each try before it is made */
	/* Gets another token; NULL where none is used. */
	enum send_kind (*renew)(struct session *s, struct failure *f);

	/* What became of it; to be released. */
	struct http_response response;
	const struct reaction *last;
	unsigned attempts;
	unsigned used[REMEDY_N];	/* so often */
};

/* A request to the API. */
void gcl_attempt_init(struct attempt *x, const struct session *s,
	const struct reaction *table, const struct target *to,
	const char *method);

/*
 * Send the request, and again as long as the table says so, and as long as
 * gclint listens.  Secrets in the response are masked.  Returns the kind of the
 * last row that held, and f then says what happened; or why there was no new
 * token; or SEND_INTERNAL when nobody listens.
 */
enum send_kind gcl_attempt_run(struct attempt *x, struct session *s,
	struct failure *f);

void gcl_attempt_release(struct attempt *x);

#endif
