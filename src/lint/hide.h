/*
 * Findings that are not shown: those that a configuration suppresses, and
 * those that a baseline knows.
 */
#ifndef GCL_LINT_HIDE_H
#define GCL_LINT_HIDE_H

#include "config/configuration.h"
#include "lint/baseline.h"

struct hide {
	struct baseline *baseline;	/* borrowed, or NULL */
	bool accept;			/* it will know what it does not */
	int64_t today;
	/* For the input at hand: the suppressions of its configuration. */
	struct suppression **list;	/* from malloc, reused */
	size_t n, cap;
};

void gcl_hide_init(struct hide *h);
void gcl_hide_release(struct hide *h);

/*
 * Begin an input.  c may be NULL; rel is its path as c's globs take it, ptr
 * NULL where it has none; full is that for the baseline.
 */
enum gcl_status gcl_hide_begin(struct hide *h, struct config *c,
	struct span rel, const char *full);

/* Set f->suppressed and f->baseline.  GCL_OK or GCL_ENOMEM. */
enum gcl_status gcl_hide_finding(struct hide *h, struct gcl_finding *f);

static inline bool
gcl_hidden(const struct gcl_finding *f)
{
	return f->suppressed || f->baseline == GCL_BASELINE_KNOWN;
}

#endif
