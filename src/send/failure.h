/*
 * How a run of gclint-send ends, for a person and for a script.
 */
#ifndef GCL_SEND_FAILURE_H
#define GCL_SEND_FAILURE_H

#include "base/status.h"

enum send_kind {
	SEND_OK,
	SEND_USAGE,		/* an option, a variable that is no secret */
	SEND_INTERNAL,		/* gclint-send failing at its own job */
	SEND_REJECTED,		/* by the API */
	SEND_UNAVAILABLE,	/* 5xx or 429 */
	SEND_CREDENTIALS,	/* missing, unusable, refused */
	SEND_NETWORK,		/* no connection, or a broken one */
	SEND_TIMEOUT,
};

/*
 * Functions of src/send/ that fail return the kind and fill this; so does what
 * a run ends with.
 */
struct failure {
	enum send_kind kind;
	struct gcl_error text;	/* one line: what is wrong */
	struct gcl_error help;	/* what to do about it, or empty */
};

/* SEND_OK, and no texts. */
void gcl_failure_reset(struct failure *f);

/* Say what is wrong, instead of what was said before; returns kind. */
enum send_kind gcl_failure_set(struct failure *f, enum send_kind kind,
	const char *fmt, ...) GCL_PRINTF(3, 4);

/* Say what to do about it; returns the kind that was set. */
enum send_kind gcl_failure_help(struct failure *f, const char *fmt, ...)
	GCL_PRINTF(2, 3);

/* Out of memory. */
enum send_kind gcl_failure_nomem(struct failure *f);

/* The exit status and the word for a kind. */
int gcl_failure_exit(enum send_kind kind);
const char *gcl_failure_word(enum send_kind kind);

#endif
