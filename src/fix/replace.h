/*
 * Put a new content into a file: at once and whole, or not at all.
 */
#ifndef GCL_FIX_REPLACE_H
#define GCL_FIX_REPLACE_H

#include <sys/stat.h>

#include "base/span.h"
#include "base/status.h"

/*
 * path   followed through links to the file, which is replaced by renaming a
 *        new one in its folder over it, with its mode and, as far as allowed,
 *        its owner and group
 * seen   what fstat(2) said when the old content was read: a file that is no
 *        longer the same, or was changed since, is left alone
 *
 * A file with several hard links, one that may not be written, and one in a
 * folder that takes no new file is left alone too, with an error that says so.
 * The content is on the disk before the name points to it.  After a failure the
 * old file is as it was, and nothing else is left behind.
 *
 * Signals of the calling thread are blocked meanwhile; other threads must have
 * those blocked that end the program.
 *
 * GCL_OK; GCL_ENOMEM; GCL_EOUTPUT with what went wrong.
 */
enum gcl_status gcl_replace(const char *path, const struct stat *seen,
	struct span content, struct gcl_error *err);

#endif
