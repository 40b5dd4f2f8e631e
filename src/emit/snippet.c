/*
 * Draw a line and the marks below it.  Columns here are those of a terminal:
 * an escape takes as many as it has characters, a wide character two, and a
 * tab is copied into the line of the marks, so that these stay below their
 * text wherever the tab stops are.  What the source hides is masked, and takes
 * the columns that it would take.
 */
#include "config.h"

#include "emit/snippet.h"

#include <inttypes.h>

#include "base/display.h"
#include "base/utf8.h"
#include "emit/line.h"

#define ELLIPSIS "\xe2\x80\xa6"	/* U+2026 */
#define TAB_STOP 8u

/* Columns of text that are shown of a line where there is no limit. */
#define COLUMNS_DEFAULT 120u

/* An ellipsis on either side of the longest escape, \u{10FFFF}. */
#define COLUMNS_MIN 12u

/* With that many, a long place leaves some to the member's name before it. */
#define COLUMNS_AMPLE 32u

struct view {
	struct emit *e;
	const struct source *src;
	struct span line;
	size_t start;		/* where it begins in the source's text */
	size_t at, end;		/* the bytes to mark; may be none */
	size_t from, to;	/* the bytes to show */
	size_t gutter;		/* columns left of the text */
	size_t cols;		/* columns for the text and its ellipses */
};

struct cell {
	size_t len;		/* bytes */
	size_t cols;		/* of a tab: at most */
	bool tab;
};

static int
digits(uint64_t n)
{
	int count = 1;

	while (n /= 10)
		count++;
	return count;
}

void
gcl_snippet_gutter(struct emit *e, const struct gcl_place *at, char mark)
{
	gcl_line_paint(e, PAINT_DIM);
	gcl_buf_addf(&e->text, "%*s%c", digits(at->line) + 3, "", mark);
	gcl_line_paint(e, PAINT_RESET);
}

/* How long an escape is, only gcl_display_add() knows. */
static size_t
escape_cols(struct buf *scratch, struct span s)
{
	size_t len = scratch->len, cols;

	gcl_display_add(scratch, s);
	cols = scratch->len - len;
	scratch->len = len;
	return cols;
}

static struct cell
cell_at(const struct view *v, size_t off)
{
	const char *p = v->line.ptr + off;
	struct cell c = { 0 };
	uint32_t cp = 0;

	c.len = gcl_utf8_decode(p, v->line.len - off, &cp);
	c.tab = cp == '\t';
	if (c.tab) {
		c.cols = TAB_STOP;
	} else if (c.len > 0 && !gcl_display_unsafe(cp)) {
		c.cols = gcl_width_char(&v->e->widths, cp);
	} else {
		c.len = c.len ? c.len : 1;
		c.cols = escape_cols(&v->e->text, gcl_span(p, c.len));
	}
	return c;
}

/* Where the code point in front of off begins; off is above 0. */
static size_t
before(struct span line, size_t off)
{
	size_t n;
	uint32_t cp;

	for (n = 1; n <= 4 && n <= off; n++)
		if (gcl_utf8_decode(line.ptr + off - n, n, &cp) == n)
			return off - n;
	return off - 1;
}

/* The column behind c when c begins in column col of the text. */
static size_t
behind(const struct view *v, struct cell c, size_t col)
{
	if (c.tab)
		return col + TAB_STOP - (v->gutter + col) % TAB_STOP;
	return col + c.cols;
}

/*
 * Go from off towards end while *col stays within max.  Characters without a
 * width are limited too: a line of nothing else must not be read whole.
 */
static size_t
forward(const struct view *v, size_t off, size_t end, size_t max, size_t *col)
{
	size_t steps = 4 * v->cols, next;
	struct cell c;

	for (; off < end && steps > 0; steps--) {
		c = cell_at(v, off);
		next = behind(v, c, *col);
		if (next > max)
			break;
		*col = next;
		off += c.len;
	}
	return off;
}

/* Go back from off by at most max columns, and fewer steps than forward(). */
static size_t
backward(const struct view *v, size_t off, size_t max)
{
	size_t steps = 2 * v->cols, prev, cols;

	for (; off > 0 && steps > 0; steps--) {
		prev = before(v->line, off);
		cols = cell_at(v, prev).cols;
		if (cols > max)
			break;
		max -= cols;
		off = prev;
	}
	return off;
}

/* Put the place into the middle, or further right where the line ends. */
static size_t
left_edge(const struct view *v)
{
	size_t room = v->cols - 2, marks = 0, right = 0;
	size_t context = room < COLUMNS_AMPLE ? 0 : room / 4;

	forward(v, v->at, v->end, room - context, &marks);
	room -= marks > 0 ? marks : 1;
	if (forward(v, v->end, v->line.len, room / 2, &right) == v->line.len)
		room++;		/* no ellipsis on that side */
	return backward(v, v->at, room - right);
}

/* Where the text ends that fits into max columns from the left edge on. */
static size_t
fill(const struct view *v, size_t end, size_t max)
{
	size_t col = v->from > 0;	/* an ellipsis */

	return forward(v, v->from, end, max, &col);
}

/* Choose what is shown: from the start of the line where that is enough. */
static void
choose(struct view *v)
{
	size_t len = v->line.len;
	size_t caret = v->at == v->end;		/* needs a column of its own */
	size_t max = v->cols - (v->at == len);

	v->from = 0;
	v->to = fill(v, len, max);
	if (v->to == len)
		return;
	if (fill(v, v->end, v->cols - 1 - caret) < v->end) {
		v->from = left_edge(v);
		v->to = fill(v, len, max);
	}
	if (v->to < len)
		v->to = fill(v, len, v->cols - 1);
}

static void
pad(struct buf *b, size_t n, char c)
{
	while (n-- > 0)
		gcl_buf_addc(b, c);
}

static void
add_line(const struct view *v, uint64_t number)
{
	struct buf *b = &v->e->text;
	size_t off = v->from;
	struct cell c;

	gcl_line_paint(v->e, PAINT_DIM);
	gcl_buf_addf(b, "  %" PRIu64 " |", number);
	gcl_line_paint(v->e, PAINT_RESET);
	if (v->line.len > 0)
		gcl_buf_adds(b, v->from > 0 ? " " ELLIPSIS : " ");
	for (; off < v->to; off += c.len) {
		c = cell_at(v, off);
		if (c.tab)
			gcl_buf_addc(b, '\t');
		else if (gcl_source_hidden(v->src, v->start + off, c.len))
			pad(b, c.cols, '*');
		else
			gcl_display_add(b, gcl_span(v->line.ptr + off, c.len));
	}
	if (v->to < v->line.len)
		gcl_buf_adds(b, ELLIPSIS);
	gcl_buf_addc(b, '\n');
}

/* Returns the column behind the last mark. */
static size_t
add_marks(const struct view *v, const char *sgr)
{
	struct buf *b = &v->e->text;
	size_t off = v->from, col = v->from > 0, first;
	struct cell c;

	pad(b, 1 + col, ' ');
	for (; off < v->to && off < v->at; off += c.len) {
		c = cell_at(v, off);
		pad(b, c.tab ? 1 : c.cols, c.tab ? '\t' : ' ');
		col = behind(v, c, col);
	}
	first = col;
	for (; off < v->to && off < v->end; off += c.len) {
		c = cell_at(v, off);
		col = behind(v, c, col);
	}
	col += off < v->end;	/* the ellipsis is part of it */
	if (col == first)
		col++;
	gcl_line_paint(v->e, sgr);
	gcl_buf_addc(b, '^');
	pad(b, col - first - 1, '~');
	gcl_line_paint(v->e, PAINT_RESET);
	return col;
}

/*
 * A mark below a combining character would stand one column too far right;
 * it belongs below what that combines with.
 */
static size_t
whole_character(const struct view *v, size_t at)
{
	size_t steps = 8;

	while (at > 0 && at < v->line.len && steps-- > 0 &&
	       cell_at(v, at).cols == 0)
		at = before(v->line, at);
	return at;
}

/* Columns that are left for the text. */
static size_t
text_cols(const struct emit *e, size_t gutter)
{
	if (e->width == 0)
		return COLUMNS_DEFAULT;
	if (e->width < gutter + COLUMNS_MIN)
		return COLUMNS_MIN;
	return e->width - gutter;
}

/* Mark len bytes from off, which may be a byte of the line's end. */
static void
mark(struct view *v, size_t off, uint64_t len)
{
	size_t left;

	v->at = off < v->line.len ? off : v->line.len;
	left = v->line.len - v->at;
	v->end = v->at + (len < left ? (size_t)len : left);
	v->at = whole_character(v, v->at);
}

size_t
gcl_snippet_add(struct emit *e, const struct gcl_finding *f,
	struct source *src)
{
	struct view v = { .e = e, .src = src,
		.gutter = (size_t)digits(f->at.line) + 5 };
	size_t off = (size_t)(f->at.offset - src->base);
	enum gcl_status st;

	st = gcl_source_line(src, off, &v.line, &v.start);
	if (st != GCL_OK) {
		gcl_sink_fail(&e->sink, st);
		return 0;
	}
	v.cols = text_cols(e, v.gutter);
	mark(&v, off - v.start, f->at.length);
	choose(&v);
	gcl_snippet_gutter(e, &f->at, '|');
	gcl_buf_addc(&e->text, '\n');
	add_line(&v, f->at.line);
	gcl_snippet_gutter(e, &f->at, '|');
	return v.gutter + add_marks(&v, gcl_line_severity(f->severity)->sgr);
}
