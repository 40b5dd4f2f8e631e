/*
 * Line and column of a byte offset, from an index of one mark per block.
 *
 * A line ends at every LF and at every CR that no LF follows, so that whether
 * a byte ends a line is seen from it and the next one alone.  Likewise UTF-8
 * (RFC 3629) shows from the bytes around an offset where the code point there
 * begins: a lead byte is never inside a valid sequence.  A block may therefore
 * begin in the middle of either; its mark holds the state at the beginning of
 * the code point that holds the block's first byte.
 */
#include "config.h"

#include "text/source.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/utf8.h"

#define BOM "\xef\xbb\xbf"
#define BOM_LEN 3u

/* One byte in each of the eight of a word. */
#define EACH(byte) ((byte) * UINT64_C(0x0101010101010101))

void
gcl_source_init(struct source *s)
{
	*s = (struct source){ .name = "" };
}

void
gcl_source_release(struct source *s)
{
	free(s->marks);
	gcl_source_init(s);
}

void
gcl_source_set(struct source *s, const char *name, struct span text,
	uint64_t base, uint64_t base_line)
{
	assert(text.len <= LIMIT_TEXT_BYTES);
	s->name = name;
	s->text = text;
	s->base = base;
	s->base_line = base_line;
	s->base_points = s->base_units = s->base_bytes = 0;
	s->n_marks = 0;
	gcl_source_hide(s, NULL, 0);
}

bool
gcl_source_has(const struct source *s, uint64_t offset, uint64_t length)
{
	return offset >= s->base && offset - s->base <= s->text.len &&
	    length <= s->text.len - (offset - s->base);
}

void
gcl_source_hide(struct source *s, const struct source_range *list, size_t n)
{
	s->hidden = list;
	s->n_hidden = n;
}

bool
gcl_source_hidden(const struct source *s, size_t off, size_t len)
{
	size_t lo = 0, hi = s->n_hidden, mid;

	/* The ranges before lo end at or before off, those from hi do not. */
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (s->hidden[mid].end <= off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->n_hidden && s->hidden[lo].off < off + len;
}

void
gcl_source_set_column(struct source *s, uint64_t points, uint64_t units,
	uint64_t bytes)
{
	s->base_points = points;
	s->base_units = units;
	s->base_bytes = bytes;
}

/* A mark holds what it held, unless it saw that the text ended there. */
void
gcl_source_extend(struct source *s, struct span text)
{
	size_t len = s->text.len, keep;

	assert(text.len >= len && text.len <= LIMIT_TEXT_BYTES);
	keep = len < 4 ? 0 : (len - 4) / SOURCE_BLOCK + 1;
	if (s->n_marks > keep)
		s->n_marks = keep;
	s->text = text;
}

/* Is p the last byte of a line end? */
static inline bool
ends_line(struct span text, size_t p)
{
	if (text.ptr[p] == '\r')
		return p + 1 == text.len || text.ptr[p + 1] != '\n';
	return text.ptr[p] == '\n';
}

static inline bool
is_continuation(char c)
{
	return (c & 0xc0) == 0x80;
}

/* Where the code point that holds the byte at off begins. */
static size_t
snap(struct span text, size_t off)
{
	size_t back, len, max = off < 3 ? off : 3;
	uint32_t cp;

	if (off == text.len)
		return off;
	for (back = 0; back < max; back++) {
		if (!is_continuation(text.ptr[off - back]))
			break;
	}
	len = text.len - off + back;
	if (gcl_utf8_decode(text.ptr + off - back, len, &cp) > back)
		return off - back;
	return off;
}

/* Are the eight bytes at s all in 0x20 to 0x7f: a column each, no line end? */
static inline bool
eight_plain(const char *s)
{
	uint64_t v;

	memcpy(&v, s, sizeof(v));
	return (((v - EACH(0x20)) | v) & EACH(0x80)) == 0;
}

/* Count the code point at p into m; returns its length. */
static size_t
step(struct span text, size_t p, struct source_mark *m)
{
	size_t n = 1;
	uint32_t cp;

	if (ends_line(text, p)) {
		m->line++;
		m->start = (uint32_t)(p + 1);
		m->points = m->units = 0;
		return 1;
	}
	if (text.ptr[p] & 0x80)
		n = gcl_utf8_decode(text.ptr + p, text.len - p, &cp);
	m->points++;
	m->units += n == 4 ? 2 : 1;
	return n ? n : 1;
}

/* Carry m from p to the offset to; code points begin at both. */
static void
advance(struct span text, size_t p, size_t to, struct source_mark *m)
{
	while (p < to) {
		if (to - p >= 8 && eight_plain(text.ptr + p)) {
			m->points += 8;
			m->units += 8;
			p += 8;
		} else {
			p += step(text, p, m);
		}
	}
}

/* How many blocks there are; the last may be empty, for text.len itself. */
static size_t
n_blocks(const struct source *s)
{
	return s->text.len / SOURCE_BLOCK + 1;
}

/* Add the mark behind the last one. */
static enum gcl_status
add_mark(struct source *s)
{
	struct source_mark m = { 0 };
	size_t n = s->n_marks;

	if (gcl_grow(&s->marks, &s->cap_marks, n + 1, sizeof(*s->marks)))
		return GCL_ENOMEM;
	if (n > 0) {
		m = s->marks[n - 1];
		advance(s->text, snap(s->text, (n - 1) * SOURCE_BLOCK),
			snap(s->text, n * SOURCE_BLOCK), &m);
	}
	s->marks[s->n_marks++] = m;
	return GCL_OK;
}

/* The state at off: the line that holds it and what stands before it there. */
static enum gcl_status
locate(struct source *s, size_t off, struct source_mark *m)
{
	size_t block;

	assert(off <= s->text.len);
	off = snap(s->text, off);
	block = off / SOURCE_BLOCK;
	while (s->n_marks <= block) {
		if (add_mark(s))
			return GCL_ENOMEM;
	}
	*m = s->marks[block];
	advance(s->text, snap(s->text, block * SOURCE_BLOCK), off, m);
	if (m->start == 0 && off >= BOM_LEN && s->base == 0 &&
	    !memcmp(s->text.ptr, BOM, BOM_LEN)) {
		m->points--;
		m->units--;
	}
	return GCL_OK;
}

/* n of the line of m precede the place; base of the first precede the text. */
static uint64_t
column(const struct source_mark *m, uint64_t n, uint64_t base)
{
	return (m->line == 0 ? base : 0) + n + 1;
}

enum gcl_status
gcl_source_place(struct source *s, size_t off, size_t len, struct gcl_place *at)
{
	struct source_mark from, to;

	if (locate(s, off, &from) || locate(s, off + len, &to))
		return GCL_ENOMEM;
	at->offset = s->base + off;
	at->length = len;
	at->line = s->base_line + from.line + 1;
	at->column = column(&from, from.points, s->base_points);
	at->end_line = s->base_line + to.line + 1;
	at->end_column = column(&to, to.points, s->base_points);
	at->utf16_column = column(&from, from.units, s->base_units);
	return GCL_OK;
}

enum gcl_status
gcl_source_bytes_before(struct source *s, size_t off, uint64_t *bytes)
{
	struct source_mark m;

	if (locate(s, off, &m))
		return GCL_ENOMEM;
	*bytes = (m.line == 0 ? s->base_bytes : 0) +
	    snap(s->text, off) - m.start;
	return GCL_OK;
}

/*
 * *block: the block that holds the last byte of the line that begins at start.
 * A line may be as long as the text, so it is not searched byte by byte.
 */
static enum gcl_status
last_block(struct source *s, size_t start, size_t *block)
{
	size_t lo = start / SOURCE_BLOCK, hi, mid;

	while (s->marks[s->n_marks - 1].start <= start &&
	       s->n_marks < n_blocks(s)) {
		if (add_mark(s))
			return GCL_ENOMEM;
	}
	/* Mark lo does not lie behind the line; mark hi does, or is none. */
	for (hi = s->n_marks; hi - lo > 1;) {
		mid = lo + (hi - lo) / 2;
		if (s->marks[mid].start <= start)
			lo = mid;
		else
			hi = mid;
	}
	*block = lo;
	return GCL_OK;
}

enum gcl_status
gcl_source_line(struct source *s, size_t off, struct span *line, size_t *start)
{
	const char *text = s->text.ptr;
	struct source_mark m;
	size_t block, end;

	if (locate(s, off, &m) || last_block(s, m.start, &block))
		return GCL_ENOMEM;
	end = block * SOURCE_BLOCK;
	if (end < m.start)
		end = m.start;
	while (end < s->text.len && text[end] != '\n' && text[end] != '\r')
		end++;
	if (end > m.start && end < s->text.len && text[end] == '\n' &&
	    text[end - 1] == '\r')
		end--;
	*start = m.start;
	*line = gcl_span(text + m.start, end - m.start);
	return GCL_OK;
}

uint64_t
gcl_source_line_ends(struct span text)
{
	const char *end = text.ptr + text.len, *p = text.ptr;
	uint64_t n = 0;

	if (text.len == 0)
		return 0;
	for (; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		n++;
	for (p = text.ptr; (p = memchr(p, '\r', (size_t)(end - p))); p++)
		n += ends_line(text, (size_t)(p - text.ptr));
	return n;
}
