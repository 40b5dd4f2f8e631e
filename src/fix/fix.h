/*
 * Mend inputs: lint, make the edits that the findings have, lint the result
 * again until nothing more can be done, and only then tell what is left.
 *
 * Of edits that overlap or touch the first wins; the others have their turn in
 * the next round, if they are still wanted.
 */
#ifndef GCL_FIX_FIX_H
#define GCL_FIX_FIX_H

#include "lint/run.h"
#include "text/patch.h"

enum fix_mode {
	FIX_NOT,
	FIX_WRITE,		/* files are replaced */
	FIX_DIFF,		/* nothing is; the changes are given as diffs */
};

/* Edits that do not touch each other, in order. */
struct plan_edits {
	struct edit *list;		/* from malloc, reused */
	size_t n, cap;
};

/* Findings of a round. */
struct tally {
	uint64_t not_json, errors, others;
};

struct fixer {
	/* Set by the caller. */
	struct run *run;
	enum fix_mode mode;
	bool unsafe;			/* make edits of both kinds */
	const struct override *only;	/* rules to mend; NULL: all */
	bool color;			/* of diffs */
	gcl_write_fn write;		/* diffs, and text that has no file */
	void *write_ctx;
	/* Of its own. */
	struct mender mender;
	struct arena arena;		/* for a round */
	struct plan_edits all;		/* of the round, in the file */
	struct plan_edits found;	/* of the document, in its source */
	struct tally tally;
	uint64_t changed;		/* inputs */
};

void gcl_fixer_init(struct fixer *f);
void gcl_fixer_release(struct fixer *f);

/* Mend an input and lint what it then is: for gcl_run_inputs(). */
enum gcl_status gcl_fix_fd(void *fixer, const struct run_item *item, int fd,
	struct gcl_error *err);

/* The same for bytes in memory. */
enum gcl_status gcl_fix_bytes(struct fixer *f, const struct run_item *item,
	struct span bytes, struct gcl_error *err);

#endif
