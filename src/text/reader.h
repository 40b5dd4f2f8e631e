/*
 * Read an input: all of it, line by line, or through a window that its reader
 * moves; the last two in bounded memory.
 */
#ifndef GCL_TEXT_READER_H
#define GCL_TEXT_READER_H

#include <stdint.h>

#include "base/buf.h"

struct reader {
	int fd;			/* -1: the bytes are in memory already */
	struct buf buf;		/* what was read and not yet given */
	struct span mem;	/* the bytes in memory */
	size_t start;		/* what was given of them before */
	uint64_t base;		/* offset in the input of buf or mem */
	uint64_t lines;		/* line ends before start */
	uint64_t end;		/* no line that begins here or behind is
				   given */
	size_t max;		/* bytes that one text may have */
	bool eof;		/* nothing is left to be read from fd */
};

/* max is at most LIMIT_TEXT_BYTES. */
void gcl_reader_init(struct reader *r, size_t max);
void gcl_reader_release(struct reader *r);

/* Begin an input: a descriptor, which stays the caller's, or bytes. */
void gcl_reader_fd(struct reader *r, int fd);
void gcl_reader_bytes(struct reader *r, struct span bytes);

/* Bytes that begin at base of an input, behind so many line ends. */
void gcl_reader_part(struct reader *r, struct span bytes, uint64_t base,
	uint64_t lines);

/*
 * Of the input that was begun, give only the lines that begin in its bytes
 * [off, off + len).  A file is sought there: of what is before, one byte is
 * read, and line ends are counted from there.
 *
 * Returns GCL_OK; GCL_EINPUT where it is no file; GCL_ENOMEM.
 */
enum gcl_status gcl_reader_range(struct reader *r, uint64_t off, uint64_t len,
	struct gcl_error *err);

/* The bytes that the file has now; false: it is none. */
bool gcl_reader_size(const struct reader *r, uint64_t *size);

/*
 * What the input begins with: all of it, or at least want bytes, more (up to
 * LIMIT_PEEK_BYTES) when there is no second line in them.  Nothing is taken.
 *
 * Returns GCL_OK; GCL_EINPUT with the system's reason; GCL_ENOMEM.
 */
enum gcl_status gcl_reader_peek(struct reader *r, size_t want,
	struct span *out, struct gcl_error *err);

/*
 * All that is left.  GCL_ELIMIT when it has more than max bytes.  Valid until
 * the next input begins.
 */
enum gcl_status gcl_reader_all(struct reader *r, struct span *out,
	struct gcl_error *err);

/*
 * The next line without its LF; *more is false when there is none.  *base and
 * *base_line are what precedes it in the input.  Valid until the next call.
 * GCL_ELIMIT for a line of more than max bytes; the next call goes on behind
 * it.
 */
enum gcl_status gcl_reader_line(struct reader *r, struct span *line,
	uint64_t *base, uint64_t *base_line, bool *more,
	struct gcl_error *err);

/*
 * A window on what was not given yet: at least want bytes of it, or all there
 * is, and then *last.  Nothing is taken.  Valid until the next call but
 * gcl_reader_skip().  GCL_EINPUT; GCL_ENOMEM.
 */
enum gcl_status gcl_reader_window(struct reader *r, size_t want,
	struct span *out, bool *last, struct gcl_error *err);

/* Of what was not given yet, in the input. */
static inline uint64_t
gcl_reader_offset(const struct reader *r)
{
	return r->base + r->start;
}

/* The first n bytes of the window are given.  Their lines are not counted. */
void gcl_reader_skip(struct reader *r, size_t n);

#endif
