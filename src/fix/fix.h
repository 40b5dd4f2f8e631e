/*
 * Mend inputs: lint, make the edits that the findings have, lint the result
 * again until nothing more can be done, and only then tell what is left.
 *
 * A text is read anew in every round, as the next run would read it, and a
 * round that leaves a document worse is taken back: see turn.h.
 */
#ifndef GCL_FIX_FIX_H
#define GCL_FIX_FIX_H

#include "fix/gather.h"
#include "text/patch.h"

enum fix_mode {
	FIX_NOT,
	FIX_WRITE,		/* files are replaced */
	FIX_DIFF,		/* nothing is; the changes are given as diffs */
};

struct fixer {
	/* Set by the caller, and what of gather is. */
	struct run *run;
	enum fix_mode mode;
	bool color;			/* of diffs */
	gcl_write_fn write;		/* diffs, and text that has no file */
	void *write_ctx;
	struct gather gather;
	/* Of its own. */
	struct mender mender;
	struct round was, now;		/* before the last edits, and after */
	struct later *later, **last_later;
	bool late;			/* they have their turn */
	uint64_t changed;		/* inputs */
};

void gcl_fixer_init(struct fixer *f);
void gcl_fixer_release(struct fixer *f);

/*
 * Mend an input and lint what it then is: for gcl_run_inputs().  A file that
 * refers to others waits for gcl_fix_later(), since they may be mended too.
 */
enum gcl_status gcl_fix_fd(void *fixer, const struct run_item *item, int fd,
	struct gcl_error *err);

/* All inputs have been given: those that wait. */
enum gcl_status gcl_fix_later(struct fixer *f, struct gcl_error *err);

/* The same for bytes in memory. */
enum gcl_status gcl_fix_bytes(struct fixer *f, const struct run_item *item,
	struct span bytes, struct gcl_error *err);

#endif
