/*
 * Did you mean: the nearest of several names.
 */
#ifndef GCL_BASE_SUGGEST_H
#define GCL_BASE_SUGGEST_H

#include <stdint.h>

#include "base/span.h"

struct suggest {
	struct span word;	/* what was written; borrowed */
	uint32_t letters;	/* that it has, as a set */
	size_t best;		/* distance of the best so far; names have to
				   be nearer */
	size_t index;		/* what the caller gave with it */
	bool found;
};

void gcl_suggest_init(struct suggest *s, struct span word);

/*
 * Offer a name.  It is kept when it differs only in the case of ASCII letters,
 * or when its Damerau-Levenshtein distance (optimal string alignment, on
 * bytes, case aside) is at most a third of the longer of the two and smaller
 * than before.  If one of them has only one or two bytes, case alone may
 * differ.
 */
void gcl_suggest_offer(struct suggest *s, struct span name, size_t index);

/* Do they differ in nothing but the case of ASCII letters? */
bool gcl_suggest_is_case(struct span a, struct span b);

#endif
