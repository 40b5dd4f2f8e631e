/*
 * The line a finding is about, with the place marked below it.
 */
#ifndef GCL_EMIT_SNIPPET_H
#define GCL_EMIT_SNIPPET_H

#include "emit/emit.h"

/* What stands left of the text, up to mark: blank where no line is shown. */
void gcl_snippet_gutter(struct emit *e, const struct gcl_place *at, char mark);

/*
 * Three lines, the last without its line feed, so that something may follow
 * the marks; returns the column reached there.  Of a long line the part
 * around the place is shown, in time that depends on e->width and not on the
 * line.  A place that goes on in the next line is marked to the end of its
 * first one.
 */
size_t gcl_snippet_add(struct emit *e, const struct gcl_finding *f,
	struct source *src);

#endif
