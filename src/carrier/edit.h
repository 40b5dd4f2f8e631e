/*
 * What the carriers' encode and settle have in common: edits of a text as
 * edits of what it stands in, and what has to go with them.
 */
#ifndef GCL_CARRIER_EDIT_H
#define GCL_CARRIER_EDIT_H

#include "base/arena.h"
#include "base/buf.h"
#include "text/document.h"
#include "text/edit.h"

/* Is piece the body of doc? */
bool gcl_edit_of_body(const struct document *doc, const struct piece *piece);

/*
 * Where an edit of piece's text is in the source; false where it begins or
 * ends inside of something that has one place, such as an escape.
 */
bool gcl_edit_locate(const struct piece *piece, const struct edit *in,
	struct edit *out);

/*
 * The encode of what stands in the source as it is.  Between its bytes there
 * may be others, which then vanish with them.
 */
enum gcl_status gcl_edit_copy(const struct document *doc,
	const struct piece *piece, const struct edit *in, struct arena *arena,
	struct edit *out);

/* out->text becomes what b has, in arena; b is released. */
enum gcl_status gcl_edit_take(struct buf *b, struct arena *arena,
	struct edit *out);

/* Does the text have line ends? */
bool gcl_edit_has_lines(struct span text);

/*
 * Would a line that is new in the piece, or changed, begin with one of marks,
 * blanks aside?  A line end among them stands for an empty line.
 */
bool gcl_edit_begins_line(const struct piece *piece, const struct edit *in,
	const char *marks);

/* Would there be a {{name}} in the piece that is not there now? */
bool gcl_edit_refers(const struct piece *piece, const struct edit *in);

/* What is apart in a document may touch in its source, but not cross. */
bool gcl_edits_in_order(const struct edits *edits);

/* ---- what goes with edits ---- */

struct settling {
	const struct document *doc;
	const struct edits *edits;
	struct arena *arena;
	struct edit *list;		/* in order */
	size_t n, cap;
	enum gcl_status st;		/* the first failure is kept */
};

void gcl_settle_begin(struct settling *s, const struct document *doc,
	const struct edits *edits, struct arena *arena);

/* One more edit of the source; text is borrowed. */
void gcl_settle_add(struct settling *s, size_t off, size_t len,
	struct span text);

/*
 * Does the number s, in decimal digits and nothing else, say that the body has
 * n bytes?  *more is how many of the blanks behind it are counted, since
 * nobody sees where the body ends among them, or 0.
 */
bool gcl_settle_says(const struct document *doc, struct span s, size_t n,
	size_t *more);

/*
 * A number that says how long the body is: where it was right, and no edit
 * changes it anyway, it becomes the new length.  Blanks that it counted are
 * counted still.
 */
void gcl_settle_number(struct settling *s, const struct piece *number,
	size_t was, size_t is);

/* All that Content-Length of the request says. */
void gcl_settle_headers(struct settling *s, size_t was, size_t is);

/* All of them, in order; out may be NULL.  GCL_EINPUT where they overlap. */
enum gcl_status gcl_settle_end(struct settling *s, struct edits *out);

#endif
