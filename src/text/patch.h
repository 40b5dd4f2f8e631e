/*
 * A text and the edits that have been made to it, round after round, always
 * in terms of the first text: what --fix writes and --diff shows.
 */
#ifndef GCL_TEXT_PATCH_H
#define GCL_TEXT_PATCH_H

#include "base/buf.h"
#include "text/edit.h"

struct patch {
	struct span before;	/* borrowed */
	struct edit *list;	/* to before: in order, none touching; with
				   their texts one piece from malloc */
	size_t n;
};

void gcl_patch_init(struct patch *p, struct span before);
void gcl_patch_release(struct patch *p);

/*
 * Make more edits, in the offsets of the text as it is now; they are in order
 * and do not overlap; insertions at one offset stay in their order.  Texts are
 * copied.  Edits that touch become one; what an edit leaves as it is at its
 * two ends is no part of it, as far as whole characters go, and one that takes
 * an earlier one back is gone with it.
 *
 * Linear in all edits so far and their texts.  GCL_OK or GCL_ENOMEM; then
 * nothing was changed.
 */
enum gcl_status gcl_patch_add(struct patch *p, const struct edit *list,
	size_t n);

/* Append the text as it is now.  Returns the status of out. */
enum gcl_status gcl_patch_text(const struct patch *p, struct buf *out);

#endif
