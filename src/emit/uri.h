/*
 * Names of files for those who know only the repository: seen from the
 * current directory, and as URIs.
 */
#ifndef GCL_EMIT_URI_H
#define GCL_EMIT_URI_H

#include "base/buf.h"
#include "base/span.h"

/*
 * The part of file that leads to it from the current directory: without "./",
 * and, where an absolute path lies in that directory, without its path.  Of a
 * path that lies elsewhere, all of it.
 */
struct span gcl_path_local(const char *file);

/*
 * The URI of such a path, in ASCII: a relative reference, or file:// and so on
 * where the path is absolute (RFC 3986; RFC 8089).
 */
void gcl_uri_add_path(struct buf *b, struct span path);

/* A URI as somebody wrote it, with what is not allowed in one encoded. */
void gcl_uri_add(struct buf *b, struct span uri);

#endif
