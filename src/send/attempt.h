/*
 * A request that is repeated where that can do no harm, by a table.
 */
#ifndef GCL_SEND_ATTEMPT_H
#define GCL_SEND_ATTEMPT_H

#include "send/failure.h"
#include "send/http.h"
#include "send/settings.h"

struct session;

enum remedy {
	REMEDY_NONE,
	REMEDY_BACK_OFF,	/* wait, longer each time */
	REMEDY_RETRY_AFTER,	/* wait as the answer says, if it does */
	REMEDY_NEW_TOKEN,	/* if there can be a new one */
};

/* What to do about an outcome and, of an answer, a range of statuses. */
struct reaction {
	enum http_outcome outcome;
	int from, to;
	enum send_kind kind;	/* how it ends, unless it is repeated */
	enum remedy remedy;
	unsigned repeats;	/* at most so often */
	const char *say;	/* follows what happened */
	const char *help;
};

/* Rows of a table, of which the last is for every other answer. */
#define REACTIONS_MAX 16

struct attempt {
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
	unsigned used[REACTIONS_MAX];	/* repeats by the row */
};

/* A request to the API. */
void gcl_attempt_init(struct attempt *x, const struct session *s,
	const struct reaction *table, const struct target *to,
	const char *method);

/*
 * Send the request, and again as long as the table says so.  Secrets in the
 * response are masked.  Returns the kind of the last row that held, and f then
 * says what happened; or why there was no new token.
 */
enum send_kind gcl_attempt_run(struct attempt *x, struct session *s,
	struct failure *f);

void gcl_attempt_release(struct attempt *x);

/* Sleep. */
void gcl_attempt_pause(uint64_t ms);

#endif
