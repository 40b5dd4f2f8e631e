/*
 * A line on the terminal of standard error while a run takes long.
 */
#ifndef GCL_CLI_PROGRESS_H
#define GCL_CLI_PROGRESS_H

#include <stdbool.h>
#include <time.h>

#include "gclint/gclint.h"

struct progress {
	struct timespec begun, next;
	bool shown;		/* the line is there */
};

/* Nothing is ever shown where standard error is no terminal, or quiet. */
void gcl_progress_begin(struct progress *p, struct gcl_linter *l, bool quiet);

/* Something else is about to be written.  p may be NULL. */
void gcl_progress_clear(struct progress *p);

#endif
