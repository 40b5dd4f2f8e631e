/*
 * Ignore files: patterns of gitignore(5), one a line.
 */
#ifndef GCL_INPUT_IGNORE_H
#define GCL_INPUT_IGNORE_H

#include "base/glob.h"

/*
 * Add the patterns in a file to l.
 *
 * As in git, lines end in LF or CRLF, a byte order mark at the start is passed
 * over, and so are blank lines and those that begin with #; spaces at the end
 * of a line do not count unless a \ stands before them.
 *
 * GCL_OK, also when there is no such file; GCL_ENOMEM; or GCL_EINPUT with
 * "cannot read 'path': why", and nothing was added, when it cannot be read, is
 * no text or larger than LIMIT_IGNORE_BYTES.
 */
enum gcl_status gcl_ignore_read(const char *path, struct glob_list *l,
	struct gcl_error *err);

#endif
