/*
 * An input's bytes, its name, and where its lines are.
 *
 * Everything works in byte offsets.  A line and a column are worked out only
 * when somebody asks for them, from an index that is built on the first
 * question: a mark every SOURCE_BLOCK bytes, so that a question costs one
 * block, whatever the length of the file or of its lines.
 */
#ifndef GCL_TEXT_SOURCE_H
#define GCL_TEXT_SOURCE_H

#include <stdint.h>

#include "base/span.h"
#include "base/status.h"

#define SOURCE_BLOCK 1024u

struct source_mark {
	uint32_t line;		/* line ends before the block */
	uint32_t start;		/* offset of the line the block begins in */
	uint32_t points;	/* code points of that line before the block */
	uint32_t units;		/* UTF-16 code units of it */
};

/* Bytes of a text that nobody is to see: [off, end). */
struct source_range {
	uint32_t off, end;
};

struct source {
	const char *name;	/* as shown; borrowed */
	struct span text;	/* borrowed; all of the file, or one record */
	uint64_t base;		/* offset of text in the file */
	uint64_t base_line;	/* line ends in the file before text */
	uint64_t base_points;	/* code points of its first line before text */
	uint64_t base_units;	/* UTF-16 code units of them */
	uint64_t base_bytes;	/* bytes of them */
	const struct source_range *hidden;	/* borrowed */
	size_t n_hidden;
	struct source_mark *marks;	/* owned; n_marks are valid */
	size_t n_marks, cap_marks;
};

void gcl_source_init(struct source *s);
void gcl_source_release(struct source *s);

/*
 * Take a new text.  text must begin at the start of a line and stay in place
 * as long as questions are asked; it is at most LIMIT_TEXT_BYTES long.
 */
void gcl_source_set(struct source *s, const char *name, struct span text,
	uint64_t base, uint64_t base_line);

/*
 * After gcl_source_set(): text begins in the middle of a line after all, but
 * not of a code point.  What precedes it there is so many code points, UTF-16
 * code units and bytes.
 */
void gcl_source_set_column(struct source *s, uint64_t points, uint64_t units,
	uint64_t bytes);

/* text is what it was, perhaps elsewhere, and goes on: more of it was read. */
void gcl_source_extend(struct source *s, struct span text);

/* Are length bytes at an offset in the file part of text?  It may be its end. */
bool gcl_source_has(const struct source *s, uint64_t offset, uint64_t length);

/*
 * The place of the bytes [off, off + len) of text: lines and columns as
 * struct gcl_place defines them, offset counted from the start of the file.
 * off and off + len may be text.len.  A byte that is not UTF-8 counts as one
 * column, a byte order mark at the start of the file as none.
 *
 * Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_source_place(struct source *s, size_t off, size_t len,
	struct gcl_place *at);

/*
 * How many bytes of its line stand before off, a byte order mark included.
 *
 * Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_source_bytes_before(struct source *s, size_t off,
	uint64_t *bytes);

/*
 * The line that holds off, without its end; *start is its offset in text.
 * A place that gcl_source_place() gave maps to off = at.offset - s->base.
 */
enum gcl_status gcl_source_line(struct source *s, size_t off,
	struct span *line, size_t *start);

/*
 * Whoever shows a line is to mask these bytes of it.  The list is sorted, no
 * two ranges of it touch; it is borrowed until the next text or list.
 */
void gcl_source_hide(struct source *s, const struct source_range *list,
	size_t n);

/* Is one of the bytes [off, off + len) of the text among them? */
bool gcl_source_hidden(const struct source *s, size_t off, size_t len);

/* How many lines end in text: at LF, CRLF and CR. */
uint64_t gcl_source_line_ends(struct span text);

#endif
