/*
 * A fix as those see it who know the source and not offsets.
 */
#ifndef GCL_EMIT_FIXED_H
#define GCL_EMIT_FIXED_H

#include "base/buf.h"
#include "gclint/gclint.h"
#include "text/source.h"

/* Are all of its edits within the source's text? */
bool gcl_fixed_known(const struct gcl_fix *fix, const struct source *src);

/* Where an edit begins in the source's text, and where it ends. */
static inline size_t
gcl_fixed_from(const struct gcl_edit *edit, const struct source *src)
{
	return (size_t)(edit->offset - src->base);
}

static inline size_t
gcl_fixed_to(const struct gcl_edit *edit, const struct source *src)
{
	return gcl_fixed_from(edit, src) + (size_t)edit->length;
}

/* Append bytes [off, end) of the text; what it hides becomes stars. */
void gcl_fixed_source(struct buf *b, const struct source *src, size_t off,
	size_t end);

/*
 * Append what stands, after the fix, from the first to the last of its edits.
 */
void gcl_fixed_text(struct buf *b, const struct gcl_fix *fix,
	const struct source *src);

#endif
