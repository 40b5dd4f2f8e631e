/*
 * From the engine's hits to the findings that people and programs read:
 * sorted, placed in the file, with a fingerprint.
 */
#ifndef GCL_LINT_FINDING_H
#define GCL_LINT_FINDING_H

#include "base/buf.h"
#include "carrier/carrier.h"
#include "gclint/gclint.h"
#include "rule/hit.h"
#include "text/document.h"

/*
 * Sort by offset in the source, then rule; the same fault said twice is said
 * once.
 */
void gcl_hits_sort(struct hits *hits);

/*
 * Make *out of a hit.  Strings are in arena or those of the hit.  The fix is
 * whole: what the carrier has to change around its edits is part of it.
 *
 * room is how many bytes fixes may still have: where none is left, there is no
 * fix, and what this one takes is taken from it.  NULL: whether there is a fix
 * is all that is wanted, and so it has no edits.
 *
 * Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_finding_make(const struct carrier *k,
	const struct document *doc, const struct hit *h, size_t *room,
	struct arena *arena, struct gcl_finding *out);

/*
 * What came before the text was not counted: it has so many lines and
 * documents.  f->related is changed in place.
 */
void gcl_finding_shift(struct gcl_finding *f, uint64_t lines,
	uint64_t documents);

/*
 * Append the shape of a value: what a fingerprint may keep of it.  Digits
 * become 9, letters and bytes that are not ASCII a, so that no number can be
 * had back from it.
 */
void gcl_shape_add(struct buf *out, struct span value);

/*
 * May a key in a pointer be a telephone number?  Then only the pointer's shape
 * is kept.
 */
bool gcl_pointer_may_hold_number(struct span pointer);

#endif
