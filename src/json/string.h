/*
 * The content of a JSON string: escapes decoded (RFC 8259 section 7).
 */
#ifndef GCL_JSON_STRING_H
#define GCL_JSON_STRING_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"
#include "text/map.h"

/* What may stand between tokens (RFC 8259 section 2). */
static inline bool
gcl_json_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The first byte at or behind off that is no blank, or the end of s. */
size_t gcl_json_skip_blanks(struct span s, size_t off);

/* Behind the string that begins at off, or 0 when the text ends in it. */
size_t gcl_json_string_end(struct span text, size_t off);

/* The same for an object or array, by its quotes and brackets alone. */
size_t gcl_json_container_end(struct span text, size_t off);

/* The value of a hexadecimal digit, or -1. */
int gcl_json_hex(char c);

/*
 * Append to out what raw means: the bytes between the quotes of a string that
 * the walk has passed.  map may be NULL; otherwise it gets a point for each
 * change between copied text and escape, offsets counted from the first byte
 * appended and from the first byte of raw.
 */
enum gcl_status gcl_json_decode(struct span raw, struct buf *out,
	struct map *map);

#endif
