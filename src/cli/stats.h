/*
 * --stats: what was found by rule, and how fast.
 */
#ifndef GCL_CLI_STATS_H
#define GCL_CLI_STATS_H

#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "gclint/gclint.h"

struct stats_rule {
	const char *name;	/* in names */
	uint64_t n[GCL_ERROR + 1];	/* by severity */
};

struct stats {
	struct timespec begun;
	struct stats_rule *rules;	/* in order of name */
	size_t n, cap;
	struct arena names;
	bool nomem;		/* there are more */
};

void gcl_stats_init(struct stats *s);
void gcl_stats_release(struct stats *s);

/* Count from now on; takes the linter's findings. */
void gcl_stats_begin(struct stats *s, struct gcl_linter *l);

/* Was there a finding of that rule? */
bool gcl_stats_has(const struct stats *s, const char *rule);

void gcl_stats_print(const struct stats *s, const struct gcl_totals *t,
	FILE *to);

#endif
