/*
 * Edits of a JSON text in the text's own style: white space, line ends and
 * indentation as they stand beside.
 *
 * Offsets are those of a text that is JSON, at least as far as what they point
 * at.  Nothing here is recursive, and each edit costs what it looks at.
 */
#ifndef GCL_JSON_AMEND_H
#define GCL_JSON_AMEND_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/edit.h"
#include "text/map.h"

/* How a text writes what stands between two tokens of one line. */
struct json_style {
	struct span colon;	/* of a name and its value: ": " */
	struct span comma;	/* of two members or elements: ", " */
};

extern const struct json_style gcl_json_style_plain;

/* That of text, as far as its beginning tells; slices of text. */
struct json_style gcl_json_style_of(struct span text);

/*
 * Where the value that begins at off ends, or 0 when that is more than max
 * bytes away, or nowhere.  text may be faulty behind off.
 */
size_t gcl_json_end(struct span text, size_t off, size_t max);

/* The value behind the name whose quote is at off, or 0. */
size_t gcl_json_value_of(struct span text, size_t off);

/* Append a JSON text as one line in a style, safe to show. */
void gcl_json_line(struct span json, const struct json_style *style,
	struct buf *out);

/* ---- edits ---- */

/* Edits that are being made, in any order; texts are copied into arena. */
struct amend {
	struct arena *arena;
	struct edit *list;
	size_t n, cap;
	enum gcl_status st;	/* of the first failure: GCL_ENOMEM */
};

void gcl_amend_init(struct amend *a, struct arena *arena);
void gcl_amend_add(struct amend *a, size_t off, size_t len,
	struct span text);

/* All edits, in order; GCL_EINPUT when two of them overlap. */
enum gcl_status gcl_amend_take(struct amend *a, struct edits *out);

/* Append what edits make of text. */
void gcl_amend_apply(struct span text, const struct edits *edits,
	struct buf *out);

/*
 * The string whose quotes enclose [off, off + len) comes to mean now.  was is
 * what it means, map how it was decoded (empty: it has no escape).  What the
 * two have in common at their ends is left as it is written.
 */
void gcl_amend_string(struct amend *a, size_t off, struct span was,
	const struct map *map, struct span now, struct buf *scratch);

/*
 * A member or element goes, with the comma that goes with it: what begins at
 * off, which is the quote of a name or the start of an element, and ends at
 * end.
 */
void gcl_amend_remove(struct amend *a, struct span text, size_t off,
	size_t end);

/* A place for new members or elements: as they stand beside. */
struct amend_gap {
	size_t open, close;	/* the brackets */
	size_t last;		/* where the last member or element begins; 0:
				   there is none */
	const struct json_style *style;
};

/*
 * Append what separates a member or element from the one before it, comma
 * included.
 */
void gcl_amend_separator(struct span text, const struct amend_gap *g,
	struct buf *out);

/*
 * Something is added behind the last one.  Into an empty container only one
 * can be added at a time: the edit has the bracket in it, so that two of them
 * overlap.
 */
void gcl_amend_append(struct amend *a, struct span text,
	const struct amend_gap *g, struct span what, struct buf *scratch);

#endif
