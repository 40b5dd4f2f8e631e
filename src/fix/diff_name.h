/*
 * The names of files in a diff.
 */
#ifndef GCL_FIX_DIFF_NAME_H
#define GCL_FIX_DIFF_NAME_H

#include "base/buf.h"

/* Append name without a root, "." and what is empty between slashes. */
void gcl_diff_tidy(struct buf *out, const char *name);

/*
 * Append a name as it stands behind --- and +++, quoted where it has to be.
 * Behind a name with a space a tab says where it ends.
 */
void gcl_diff_name(struct buf *out, const char *prefix, const char *name);

#endif
