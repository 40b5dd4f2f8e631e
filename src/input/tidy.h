/*
 * Paths by their text alone: nothing is asked of the system but where we are,
 * and a link is a name like others.
 *
 * A tidy path has one / between its names and none at the end, but for "/".
 * No name of it is ".", and none ".." but the first few of a relative one.
 */
#ifndef GCL_INPUT_TIDY_H
#define GCL_INPUT_TIDY_H

#include "base/buf.h"

/*
 * The current folder, to be freed, or NULL: errno says why.  glibc's and
 * musl's getcwd(3) can do so too; POSIX does not ask for it.
 */
char *gcl_tidy_here(void);

/*
 * Append a path to b, which is empty or holds a tidy one, so that it holds a
 * tidy one again.  An absolute path takes the place of what is in b.
 */
void gcl_tidy_add(struct buf *b, const char *path);

/*
 * The bytes of path that lead to the folder, the / behind it included: what
 * is left is relative to it.  0: path is neither below the folder nor the
 * folder itself.  Both are tidy and absolute.
 */
size_t gcl_tidy_below(struct span path, struct span folder);

/*
 * On the way down: the length of a path with one name more than its first
 * len bytes, which are fewer than all of it.  0 and "/" are where it begins.
 */
size_t gcl_tidy_step(struct span path, size_t len);

/* The folder that a tidy path stands in: "/" for "/", "" for "a". */
struct span gcl_tidy_folder(struct span path);

#endif
