/*
 * Lint several inputs at a time, and a stream of NDJSON in parts.
 *
 * Workers lint; the caller's thread finds the inputs, hands them out, and says
 * in their order what was found.  So what is reported is the same for any
 * number of workers, and whoever listens is called by one thread.  A worker is
 * a run of its own: the two share nothing that changes.
 */
#ifndef GCL_LINT_JOBS_H
#define GCL_LINT_JOBS_H

#include "lint/run.h"

struct jobs;

/*
 * n workers for r, or none for n = 1: threads are begun when there is enough
 * for them to do.  r outlives *out, and what r tells of findings may point
 * into *out.  GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_jobs_new(struct jobs **out, struct run *r, unsigned n);

/* Waits for what the workers have in hand.  Takes NULL. */
void gcl_jobs_free(struct jobs *j);

/* Lint what in gives, as gcl_run_inputs() with gcl_run_fd() would. */
enum gcl_status gcl_jobs_run(struct jobs *j, struct run *r, struct input *in,
	struct gcl_error *err);

#endif
