/*
 * What a round of --fix gathers: how each document stands, and edits of the
 * file that can be made together.
 *
 * Of edits that overlap or touch the first wins; the others have their turn in
 * the next round, if they are still wanted.
 *
 * A document that would lose more than two thirds of its members is something
 * else, as an answer of the API, and no request to be mended: it is left.
 */
#ifndef GCL_FIX_GATHER_H
#define GCL_FIX_GATHER_H

#include "fix/turn.h"
#include "lint/run.h"

/* Edits that do not overlap, in order. */
struct plan_edits {
	struct edit *list;		/* from malloc, reused */
	size_t n, cap;
};

struct gather {
	/* Set by the caller. */
	bool unsafe;			/* edits of both kinds */
	const struct override *only;	/* rules to mend; NULL: all */
	/* Of the round. */
	struct round *round;		/* how the documents stand */
	struct arena arena;		/* for texts of edits */
	struct plan_edits all;		/* in the file */
	uint64_t spared;		/* documents that would be gutted */
	/* Between rounds. */
	struct turns turns;
	/* Of the document at hand. */
	struct standing standing;
	size_t n_wanted;		/* findings that are to be mended */
	struct edits *taken;		/* of one finding each, in its source */
	size_t n_taken, cap_taken;
	struct plan_edits found;	/* the same in order */
	struct plan_edits gone;		/* what would be removed, unsafely */
};

void gcl_gather_init(struct gather *g);
void gcl_gather_release(struct gather *g);

/* Begin a round; what of the documents is found goes to *round. */
void gcl_gather_begin(struct gather *g, struct round *round);

/* The functions of a struct mender; its context is a struct gather. */
enum gcl_status gcl_gather_take(void *ctx, const struct gcl_finding *f,
	const struct edits *edits);
enum gcl_status gcl_gather_document(void *ctx, const struct carrier *k,
	const struct document *doc, const struct exchange_report *report);
void gcl_gather_forget(void *ctx);

#endif
