/*
 * A change to a text: the bytes [off, off + len) become others.
 */
#ifndef GCL_TEXT_EDIT_H
#define GCL_TEXT_EDIT_H

#include "base/span.h"

struct edit {
	size_t off, len;	/* in the text before; len 0: an insertion */
	struct span text;	/* what stands there then; may be empty */
};

/* A list that belongs together: all of them are applied, or none. */
struct edits {
	const struct edit *list;	/* in order, none overlapping */
	size_t n;
};

#endif
