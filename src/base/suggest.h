/*
 * Did you mean: the nearest of several names.
 */
#ifndef GCL_BASE_SUGGEST_H
#define GCL_BASE_SUGGEST_H

#include "base/span.h"

struct suggest {
	struct span word;	/* what was written; borrowed */
	size_t best;		/* distance of the best so far */
	size_t index;		/* what the caller gave with it */
	bool found;
};

void gcl_suggest_init(struct suggest *s, struct span word);

/*
 * Offer a name.  It is kept when it differs only in case, or when its
 * Damerau-Levenshtein distance (optimal string alignment, on bytes) is at
 * most a third of the longer name, at least 1, and smaller than before.
 * Names of one or two bytes are kept only when they differ in case.
 */
void gcl_suggest_offer(struct suggest *s, struct span name, size_t index);

#endif
