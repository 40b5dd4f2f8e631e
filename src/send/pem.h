/*
 * PEM text (RFC 7468) as it comes out of variables and files.
 */
#ifndef GCL_SEND_PEM_H
#define GCL_SEND_PEM_H

#include "base/buf.h"
#include "base/span.h"

/*
 * Append what text was before it went through a shell, an .env file or a
 * table of settings: quotes around it are taken off, a literal \n or \r\n
 * becomes a line end, and where no line end is left, blanks do.  out needs
 * room for as many bytes as text has.
 */
void gcl_pem_add(struct buf *out, struct span text);

/*
 * Why this is not a private key, to follow "the key", and in *help what to do
 * about it; NULL when it looks like one.
 */
const char *gcl_pem_fault(struct span text, const char **help);

#endif
