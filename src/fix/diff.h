/*
 * A patch as a unified diff, as diff(1) -u and git(1) print it.
 */
#ifndef GCL_FIX_DIFF_H
#define GCL_FIX_DIFF_H

#include "text/patch.h"

/*
 * Append the diff of the file called name, or nothing when nothing changes:
 * "--- a/NAME", "+++ b/NAME", hunks with three lines of context.  git apply
 * and patch -p1 take it.  Names are quoted as git quotes them, and when they
 * end in a space; a leading slash and all "./" are left out behind a/ and b/.
 * Lines end at LF; a last line without one is told.  Bytes are as they are, NUL
 * and what is not UTF-8 too.
 *
 * color: escape sequences as git's, and what could move the cursor is shown as
 * gcl_display_add() does, but for tabs and a CR at the end of a line.
 *
 * Linear in the text and the edits.  GCL_OK, GCL_ENOMEM or GCL_ELIMIT, as out
 * says.
 */
enum gcl_status gcl_diff_add(struct buf *out, const char *name,
	const struct patch *p, bool color);

#endif
