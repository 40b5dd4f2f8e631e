/*
 * The window on a log, which slides, so that an input of any size takes no
 * more memory than its largest JSON text.
 */
#include "config.h"

#include "base/utf8.h"
#include "carrier/log_p.h"

/* What has been told is let go of when there is so much of it. */
#define SLIDE_BYTES (128u << 10)

/* What is read at once, and held of an input that is in memory. */
#define STEP_BYTES (256u << 10)

/* A line is shown from its start when that is so near. */
#define CONTEXT_BYTES 4096u

bool
gcl_log_more(struct log *l, size_t n)
{
	struct span had = gcl_log_window(l), s;
	size_t most = had.len + (n > STEP_BYTES ? n : STEP_BYTES);

	if (l->last || l->st != GCL_OK)
		return false;
	l->st = gcl_reader_window(&l->c->reader, had.len + n, &s, &l->last,
	    l->err);
	if (l->st != GCL_OK)
		return false;
	if (s.len > most) {
		s.len = most;
		l->last = false;
	}
	gcl_source_extend(&l->c->src, s);
	return s.len > had.len;
}

bool
gcl_log_has(struct log *l, size_t off)
{
	size_t len = gcl_log_window(l).len;

	return off < len || (gcl_log_more(l, off + 1 - len) &&
	    off < gcl_log_window(l).len);
}

size_t
gcl_log_find_line_end(struct log *l, size_t off, size_t limit)
{
	struct span s;

	do {
		s = gcl_log_window(l);
		while (off < s.len && off < limit &&
		       !gcl_log_line_end(s.ptr[off]))
			off++;
	} while (off == s.len && off < limit && gcl_log_has(l, off));
	return off;
}

size_t
gcl_log_next_line(struct log *l, size_t off)
{
	bool cr = gcl_log_window(l).ptr[off++] == '\r';

	return off + (cr && gcl_log_has(l, off) &&
	    gcl_log_window(l).ptr[off] == '\n');
}

/* Does a line begin at off, where there is a byte? */
static bool
begins_line(struct span s, size_t off)
{
	return off > 0 && (s.ptr[off - 1] == '\n' ||
	    (s.ptr[off - 1] == '\r' && s.ptr[off] != '\n'));
}

size_t
gcl_log_char(struct log *l, size_t off)
{
	struct span s;
	uint32_t cp;
	size_t n;

	/* The rest of a code point tells whether it is one. */
	gcl_log_has(l, off + 2);
	s = gcl_log_window(l);
	if (off >= s.len)
		return off;
	for (n = 1; n < 4 && n <= off; n++)
		if (gcl_utf8_decode(s.ptr + off - n, s.len - off + n, &cp) > n)
			return off - n;
	return off;
}

size_t
gcl_log_part(struct log *l, size_t end)
{
	size_t off = end;
	struct span s;

	/* Behind a CR it depends on the next byte. */
	if (!gcl_log_has(l, end))
		return end;
	s = gcl_log_window(l);
	while (off > l->told && !begins_line(s, off))
		off--;
	if (off == l->told)
		off = gcl_log_char(l, end);
	return off > l->told ? off : end;
}

/* The start of a line a little before off, or off. */
static size_t
near_line(struct span s, size_t off)
{
	size_t start = off > CONTEXT_BYTES ? off - CONTEXT_BYTES : 0;

	while (start < off && !begins_line(s, start))
		start++;
	return start;
}

static size_t
moved(size_t off, size_t by)
{
	return off > by ? off - by : 0;
}

enum gcl_status
gcl_log_slide(struct log *l)
{
	struct source *src = &l->c->src;
	struct span s = src->text;
	struct gcl_place at;
	uint64_t bytes;
	size_t by;

	if (l->told < SLIDE_BYTES)
		return GCL_OK;
	by = near_line(s, l->told);
	if (gcl_source_place(src, by, 0, &at) != GCL_OK ||
	    gcl_source_bytes_before(src, by, &bytes) != GCL_OK)
		return gcl_error_nomem(l->err);
	gcl_reader_skip(&l->c->reader, by);
	gcl_source_set(src, src->name, gcl_span(s.ptr + by, s.len - by),
	    at.offset, at.line - 1);
	gcl_source_set_column(src, at.column - 1, at.utf16_column - 1, bytes);
	l->told -= by;
	l->pos -= by;
	l->behind = moved(l->behind, by);
	l->colonless = moved(l->colonless, by);
	return GCL_OK;
}
