/*
 * Base64 and base64url (RFC 4648 sections 4 and 5).
 */
#ifndef GCL_BASE_BASE64_H
#define GCL_BASE_BASE64_H

#include "base/buf.h"
#include "base/span.h"

/* Append len bytes at p in the standard alphabet, padded. */
enum gcl_status gcl_base64_add(struct buf *out, const void *p, size_t len);

/* The same in the alphabet for URLs and file names, without padding. */
enum gcl_status gcl_base64url_add(struct buf *out, const void *p,
	size_t len);

/*
 * Append what in means.  Either alphabet is taken, but not both in one text;
 * padding is complete or absent.  Nothing else is read past: no blank, no
 * line break, no bit behind the last byte (RFC 4648 section 3.5).
 *
 * Returns GCL_OK; GCL_EINPUT, and *bad is then the offset of the first byte
 * that cannot stand where it is, or in.len when the text ends too early;
 * GCL_ENOMEM; GCL_ELIMIT.
 */
enum gcl_status gcl_base64_decode(struct span in, struct buf *out,
	size_t *bad);

#endif
