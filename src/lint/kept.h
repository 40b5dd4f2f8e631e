/*
 * Findings that are kept until the end of an input, because its documents may
 * point at the same places and in any order.
 */
#ifndef GCL_LINT_KEPT_H
#define GCL_LINT_KEPT_H

#include "base/arena.h"
#include "gclint/gclint.h"

struct kept {
	struct gcl_finding *list;	/* from malloc, reused */
	size_t n, cap;
	struct arena arena;		/* has their texts */
};

void gcl_kept_init(struct kept *k);
void gcl_kept_release(struct kept *k);
void gcl_kept_reset(struct kept *k);

/* Keep a copy of f with all that it points to.  GCL_OK or GCL_ENOMEM. */
enum gcl_status gcl_kept_add(struct kept *k, const struct gcl_finding *f);

/* Sort by offset, then rule; the same said twice is said once. */
void gcl_kept_sort(struct kept *k);

#endif
