/*
 * UTF-8 as RFC 3629 has it: shortest forms only, no surrogates, up to
 * U+10FFFF.
 */
#ifndef GCL_BASE_UTF8_H
#define GCL_BASE_UTF8_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/*
 * Decode one code point of s[0..len).  Returns its length in bytes, 1 to 4,
 * or 0 when the bytes are not valid UTF-8 or len is 0; *cp is then untouched.
 */
size_t gcl_utf8_decode(const char *s, size_t len, uint32_t *cp);

/* Append a code point; cp must not be a surrogate or above U+10FFFF. */
void gcl_utf8_add(struct buf *b, uint32_t cp);

/* The same into out[4]; returns the number of bytes written. */
size_t gcl_utf8_encode(char *out, uint32_t cp);

/* The offset of the first byte that is not valid UTF-8, or s.len. */
size_t gcl_utf8_check(struct span s);

/*
 * How many bytes are the same at the start, and at the end, of two texts:
 * whole code points.
 */
size_t gcl_utf8_common_start(struct span a, struct span b);
size_t gcl_utf8_common_end(struct span a, struct span b);

/* Code points in s; a byte that is not valid UTF-8 counts as one. */
size_t gcl_utf8_count(struct span s);

#endif
