/*
 * What the API says of a request that it refuses: its error answer, as items
 * that point at the values they name in the request's body.
 */
#ifndef GCL_LINT_ANSWER_H
#define GCL_LINT_ANSWER_H

#include "json/walk.h"
#include "text/document.h"

struct answer_item {
	const char *say, *help;	/* safe to show */
	bool found;		/* a value of the body is meant: */
	uint32_t off, len;	/* it; of an object or array, the bracket */
	struct span pointer;	/* RFC 6901 */
};

struct answer {
	int status;		/* of HTTP; 0: unknown */
	/* As the server has them, safe to show; NULL where it has not. */
	const char *message, *code, *correlation;
	struct answer_item *items;	/* at least one of an error */
	size_t n;
};

/*
 * Read an answer.  The error bodies of the API, of the token endpoint and of
 * gateways are known; of any other text the beginning is shown.  No answer
 * with a status below 400 is an error, and none without a status unless its
 * body is an error's.
 *
 * w        for what JSON there is; its state is lost
 * body     of the request; its ptr may be NULL
 * arena    everything in *out is made there
 *
 * A fault that the body tells more than once is one item.  Time and memory are
 * bounded by limits: of a large body only the beginning is looked at.
 *
 * Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_answer_read(struct walk *w, const struct response *r,
	struct span body, struct arena *arena, struct answer *out);

#endif
