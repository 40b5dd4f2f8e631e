/*
 * Reading with read(2), so that nothing is allocated once the buffer has its
 * size.
 */
#include "config.h"

#include "text/reader.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "text/source.h"

#define CHUNK (256u << 10)

/* Enough to see that a file has not grown since its size was asked. */
#define TAIL 64

void
gcl_reader_init(struct reader *r, size_t max)
{
	*r = (struct reader){ .fd = -1, .max = max, .eof = true };
	/* A line may come with as much of the next one as one read gives. */
	gcl_buf_init(&r->buf, (size_t)LIMIT_TEXT_BYTES + 2 * CHUNK);
}

void
gcl_reader_release(struct reader *r)
{
	gcl_buf_release(&r->buf);
}

static void
begin(struct reader *r, int fd, struct span bytes)
{
	gcl_buf_reset(&r->buf);
	r->fd = fd;
	r->mem = bytes;
	r->start = 0;
	r->base = r->lines = 0;
	r->end = UINT64_MAX;
	r->eof = fd < 0;
}

void
gcl_reader_fd(struct reader *r, int fd)
{
	begin(r, fd, gcl_span(NULL, 0));
}

void
gcl_reader_bytes(struct reader *r, struct span bytes)
{
	begin(r, -1, bytes);
}

void
gcl_reader_part(struct reader *r, struct span bytes, uint64_t base,
	uint64_t lines)
{
	begin(r, -1, bytes);
	r->base = base;
	r->lines = lines;
}

static struct span
content(const struct reader *r)
{
	return r->fd < 0 ? r->mem : gcl_buf_span(&r->buf);
}

/* What was not given yet. */
static struct span
left(const struct reader *r)
{
	struct span s = content(r);

	return gcl_span(s.ptr ? s.ptr + r->start : "", s.len - r->start);
}

static enum gcl_status
read_some(struct reader *r, size_t want, struct gcl_error *err)
{
	char *p = gcl_buf_reserve(&r->buf, want);
	ssize_t n;

	if (!p)
		return r->buf.st == GCL_ENOMEM ? gcl_error_nomem(err) :
		    gcl_error_set(err, GCL_ELIMIT, "too large");
	do
		n = read(r->fd, p, want);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return gcl_error_set(err, GCL_EINPUT, "%s", strerror(errno));
	r->buf.len += (size_t)n;
	r->eof = n == 0;
	return GCL_OK;
}

/* Give the room of what was given to what is to come. */
static void
drop_given(struct reader *r)
{
	if (r->fd < 0 || r->start == 0)
		return;
	memmove(r->buf.ptr, r->buf.ptr + r->start, r->buf.len - r->start);
	r->buf.len -= r->start;
	r->base += r->start;
	r->start = 0;
}

/*
 * Does a second line begin in s, blanks aside?  *seen bytes of s have been
 * looked at before, and *lf tells whether a line ended in them: a long line is
 * not searched from its start again with each chunk.
 */
static bool
has_second_line(struct span s, size_t *seen, bool *lf)
{
	const char *p;

	if (!*lf) {
		p = memchr(s.ptr + *seen, '\n', s.len - *seen);
		*lf = p != NULL;
		*seen = p ? (size_t)(p - s.ptr) : s.len;
	}
	while (*seen < s.len && memchr(" \t\r\n", s.ptr[*seen], 4))
		++*seen;
	return *seen < s.len;
}

enum gcl_status
gcl_reader_peek(struct reader *r, size_t want, struct span *out,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	size_t seen = 0;
	size_t most = r->max < LIMIT_PEEK_BYTES ? r->max : LIMIT_PEEK_BYTES;
	bool lf = false;

	while (!r->eof && st == GCL_OK && left(r).len <= most &&
	    (left(r).len < want || !has_second_line(left(r), &seen, &lf)))
		st = read_some(r, CHUNK, err);
	*out = left(r);
	return st;
}

/* The size of a regular file tells how much to make room for. */
static size_t
expected_size(const struct reader *r)
{
	struct stat sb;

	if (fstat(r->fd, &sb) != 0 || !S_ISREG(sb.st_mode) ||
	    sb.st_size < (off_t)r->buf.len ||
	    sb.st_size > (off_t)r->max)
		return CHUNK;
	return (size_t)sb.st_size - r->buf.len + TAIL;
}

enum gcl_status
gcl_reader_all(struct reader *r, struct span *out, struct gcl_error *err)
{
	size_t want = r->eof ? 0 : expected_size(r), before;
	enum gcl_status st = GCL_OK;

	while (!r->eof && st == GCL_OK && left(r).len <= r->max) {
		before = r->buf.len;
		st = read_some(r, want, err);
		want -= r->buf.len - before;
		if (want == 0)
			want = CHUNK;
	}
	if (st == GCL_OK && left(r).len > r->max)
		st = gcl_error_set(err, GCL_ELIMIT,
		    "more than %zu bytes (--max-size)", r->max);
	*out = left(r);
	r->start += out->len;
	return st;
}

bool
gcl_reader_size(const struct reader *r, uint64_t *size)
{
	struct stat sb;

	*size = r->mem.len;
	if (r->fd < 0)
		return true;
	if (fstat(r->fd, &sb) != 0 || !S_ISREG(sb.st_mode))
		return false;
	*size = (uint64_t)sb.st_size;
	return true;
}

/* No file system can seek as far as off_t counts: beyond the end is nothing. */
static enum gcl_status
seek(struct reader *r, uint64_t off, uint64_t size, struct gcl_error *err)
{
	bool beyond = off > size;

	r->base = off;
	if (r->fd < 0) {
		off = beyond ? size : off;
		r->mem = gcl_span(r->mem.ptr + off, r->mem.len - off);
		return GCL_OK;
	}
	r->eof = beyond;
	if (beyond || lseek(r->fd, (off_t)off, SEEK_SET) >= 0)
		return GCL_OK;
	return gcl_error_set(err, GCL_EINPUT, "%s", strerror(errno));
}

/* Where a line that begins before the range ends in it, or at its end. */
static enum gcl_status
pass_line(struct reader *r, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	const char *lf;

	while (st == GCL_OK && r->base + r->start < r->end) {
		lf = memchr(left(r).ptr, '\n', left(r).len);
		r->start += lf ? (size_t)(lf + 1 - left(r).ptr) : left(r).len;
		if (lf || r->eof)
			break;
		drop_given(r);
		st = read_some(r, CHUNK, err);
	}
	return st;
}

enum gcl_status
gcl_reader_range(struct reader *r, uint64_t off, uint64_t len,
	struct gcl_error *err)
{
	enum gcl_status st;
	uint64_t size;

	if (!gcl_reader_size(r, &size))
		return gcl_error_set(err, GCL_EINPUT, "only a file can be "
		    "read in splits (--input-split)");
	r->end = len > UINT64_MAX - off ? UINT64_MAX : off + len;
	if (off == 0)
		return GCL_OK;
	/* A line begins at off when the byte before it ends one. */
	st = seek(r, off - 1, size, err);
	return st == GCL_OK ? pass_line(r, err) : st;
}

/* Read until the line at start is whole, is too long, or the input ends. */
static enum gcl_status
find_line(struct reader *r, size_t *len, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	size_t seen = 0;
	const char *lf;

	while (st == GCL_OK) {
		lf = memchr(left(r).ptr + seen, '\n', left(r).len - seen);
		*len = lf ? (size_t)(lf - left(r).ptr) : left(r).len;
		if (lf || r->eof || *len > r->max)
			return GCL_OK;
		seen = *len;
		drop_given(r);
		st = read_some(r, CHUNK, err);
	}
	return st;
}

/* Pass over the rest of a line that is too long. */
static enum gcl_status
skip_line(struct reader *r, size_t len, struct gcl_error *err)
{
	unsigned long long line = r->lines + 1;
	enum gcl_status st = GCL_OK;
	bool cr = false;

	while (st == GCL_OK) {
		r->lines += gcl_source_line_ends(gcl_span(left(r).ptr, len));
		cr = len > 0 ? left(r).ptr[len - 1] == '\r' : cr;
		if (len < left(r).len || r->eof)
			break;
		r->start += len;
		drop_given(r);
		st = find_line(r, &len, err);
	}
	if (st != GCL_OK)
		return st;
	r->start += len < left(r).len ? len + 1 : len;
	r->lines += !cr;
	return gcl_error_set(err, GCL_ELIMIT,
	    "more than %zu bytes in line %llu (--max-size)", r->max, line);
}

enum gcl_status
gcl_reader_line(struct reader *r, struct span *line, uint64_t *base,
	uint64_t *base_line, bool *more, struct gcl_error *err)
{
	enum gcl_status st;
	size_t len;

	*more = r->base + r->start < r->end;
	if (!*more)
		return GCL_OK;
	st = find_line(r, &len, err);
	if (st != GCL_OK)
		return st;
	if (len > r->max)
		return skip_line(r, len, err);
	*line = gcl_span(left(r).ptr, len);
	*base = r->base + r->start;
	*base_line = r->lines;
	*more = left(r).len > 0;
	if (!*more)
		return GCL_OK;
	r->start += len < left(r).len ? len + 1 : len;
	r->lines += gcl_source_line_ends(*line) + 1;
	if (line->len > 0 && line->ptr[line->len - 1] == '\r')
		r->lines--;
	return GCL_OK;
}

enum gcl_status
gcl_reader_window(struct reader *r, size_t want, struct span *out, bool *last,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;

	while (!r->eof && st == GCL_OK && left(r).len < want) {
		drop_given(r);
		st = read_some(r, CHUNK, err);
	}
	*out = left(r);
	*last = r->eof;
	return st;
}

void
gcl_reader_skip(struct reader *r, size_t n)
{
	assert(n <= left(r).len);
	r->start += n;
}
