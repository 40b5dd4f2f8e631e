/*
 * A finding as people read it, for formats that hold such a text.
 */
#ifndef GCL_EMIT_TEXT_H
#define GCL_EMIT_TEXT_H

#include "emit/emit.h"

void gcl_text_add(struct emit *e, const struct gcl_finding *f,
	struct source *src);

/* "2 errors, 1 warning"; false when there is nothing to count. */
bool gcl_text_counts(struct buf *b, const struct gcl_totals *t);

#endif
