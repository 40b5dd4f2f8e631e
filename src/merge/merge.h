/*
 * Join what several runs have reported of the splits of files (lint/split.h).
 *
 * A report is what --format=jsonl writes: the findings of a split, its
 * summary, the line that names it; or several of these, one behind the other.
 * Such reports form a set, whatever their order and however often each is
 * there.  Where the splits of a file have all of it, its lines and documents
 * are counted through, and what is given is what one run would have found.
 *
 * Reports are read twice and line by line: memory is for the splits, not for
 * the findings.
 */
#ifndef GCL_MERGE_MERGE_H
#define GCL_MERGE_MERGE_H

#include "lint/run.h"

struct merge;

/* GCL_OK or GCL_ENOMEM; freed by the caller, with NULL too. */
enum gcl_status gcl_merge_new(struct merge **out);
void gcl_merge_free(struct merge *m);

/*
 * Read a report, "-" is standard input; path is borrowed.  What can be read
 * only once is copied to a temporary file.
 *
 * Returns GCL_OK; GCL_EINPUT, and err names the line, when it cannot be read,
 * is none, or has no end; GCL_ENOMEM.
 */
enum gcl_status gcl_merge_read(struct merge *m, const char *path,
	struct gcl_error *err);

/*
 * Put the splits in order, each once.  parts: they need not have all of a
 * file.  GCL_EINPUT where they overlap, where one is missing, where the same
 * one was reported differently, and where a file changed its size.
 */
enum gcl_status gcl_merge_order(struct merge *m, bool parts,
	struct gcl_error *err);

/* Who gets it all. */
struct merge_target {
	struct run *run;	/* counts, hides and gives */
	const struct scope *(*scope)(void *ctx, const char *file,
		const char **full);	/* as of struct run_item */
	bool text;		/* the files' own text is asked for */
	/* With splits that are not all: the end of each.  Or NULL. */
	void (*part)(void *ctx, const struct gcl_totals *t,
		const struct split *s);
	void *ctx;
};

/*
 * Give the findings, with the text around them where it is asked for and the
 * file is there; a notice tells where it is not.  GCL_EINPUT when a report has
 * changed; otherwise as gcl_run_bytes().
 */
enum gcl_status gcl_merge_give(struct merge *m, const struct merge_target *to,
	struct gcl_error *err);

#endif
