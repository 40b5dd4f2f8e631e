/*
 * The lines of a document that something is said about, and some around them.
 *
 * Places come sorted.  Lines go on in one block as long as no line between two
 * of them would be left out.  A line of ordinary length is shown whole; of a
 * long one, as captures have them, the parts around its places are, so that
 * what is shown is bounded by the findings and not by the input.
 */
#include "config.h"

#include "emit/html_p.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "emit/line.h"
#include "emit/xml.h"

/* Lines before and behind one with a place. */
#define AROUND 2u

/* Bytes: a line that is shown whole, a place that is, what stands around. */
#define LINE_WHOLE 400u
#define PLACE_WHOLE 200u
#define PLACE_AROUND 80u

struct line {
	uint64_t number;
	size_t start;		/* in the source's text */
	struct span text;
};

/* A line on its way into the report. */
struct drawing {
	struct buf *b;
	const struct source *src;
	const struct line *line;
	const struct html_mark *next, *end;	/* marks that begin later */
	size_t until[N_SEVERITIES];	/* where those that have begun end */
	enum gcl_severity now;		/* what is open; GCL_OFF: nothing */
};

/* ---- lines ---- */

static enum gcl_status
line_at(const struct html *h, size_t off, uint64_t number, struct line *l)
{
	l->number = number;
	return gcl_source_line(h->src, off, &l->text, &l->start);
}

/* false where there is none, or no memory. */
static bool
line_before(const struct html *h, struct line *l)
{
	return l->start > 0 &&
	    line_at(h, l->start - 1, l->number - 1, l) == GCL_OK;
}

static bool
line_behind(const struct html *h, struct line *l)
{
	struct span all = h->src->text;
	size_t off = l->start + l->text.len;

	if (off < all.len && all.ptr[off] == '\r')
		off++;
	if (off < all.len && all.ptr[off] == '\n')
		off++;
	return off < all.len && off > l->start + l->text.len &&
	    line_at(h, off, l->number + 1, l) == GCL_OK;
}

/* ---- a line ---- */

/* Where mark m begins and ends in the line, which it may reach beyond. */
static size_t
from(const struct drawing *d, const struct html_mark *m)
{
	size_t at = m->off > d->line->start ? m->off - d->line->start : 0;

	return at < d->line->text.len ? at : d->line->text.len;
}

static size_t
to(const struct drawing *d, const struct html_mark *m)
{
	size_t at = from(d, m), left = d->line->text.len - at;

	return at + (m->len < left ? m->len : left);
}

static void
change(struct drawing *d, enum gcl_severity severity)
{
	if (severity == d->now)
		return;
	if (d->now != GCL_OFF)
		gcl_buf_adds(d->b, "</mark>");
	if (severity != GCL_OFF)
		gcl_buf_addf(d->b, "<mark class=\"%s\">",
			gcl_line_severity(severity)->name);
	d->now = severity;
}

/* What of the marks that have begun counts at off. */
static enum gcl_severity
severity_at(const struct drawing *d, size_t off)
{
	enum gcl_severity s = GCL_ERROR;

	while (s > GCL_OFF && d->until[s] <= off)
		s--;
	return s;
}

/* The marks that begin up to off; those of nothing are shown at once. */
static void
begin_marks(struct drawing *d, size_t off)
{
	size_t end;

	for (; d->next < d->end && from(d, d->next) <= off; d->next++) {
		end = to(d, d->next);
		if (end == from(d, d->next)) {
			change(d, GCL_OFF);
			change(d, d->next->severity);
			change(d, GCL_OFF);
		} else if (end > d->until[d->next->severity]) {
			d->until[d->next->severity] = end;
		}
	}
}

/* Returns the length of the character at off. */
static size_t
add_char(struct drawing *d, size_t off)
{
	struct span text = d->line->text;
	uint32_t cp = 0;
	size_t n = gcl_utf8_decode(text.ptr + off, text.len - off, &cp);

	n = n ? n : 1;
	if (gcl_source_hidden(d->src, d->line->start + off, n))
		gcl_buf_addc(d->b, '*');
	else if (cp == '\t')
		gcl_buf_addc(d->b, '\t');
	else
		gcl_xml_add(d->b, gcl_span(text.ptr + off, n));
	return n;
}

/* The bytes [off, end) of the line, characters that begin there. */
static void
add_part(struct drawing *d, size_t off, size_t end)
{
	if (off > 0)
		gcl_buf_adds(d->b, HTML_ELLIPSIS);
	while (off < end) {
		begin_marks(d, off);
		change(d, severity_at(d, off));
		off += add_char(d, off);
	}
	begin_marks(d, off);
	change(d, GCL_OFF);
}

size_t
gcl_html_snap(struct span text, size_t off)
{
	size_t i;

	for (i = 0; i < 3 && off > i && off < text.len; i++)
		if ((text.ptr[off - i] & 0xc0) != 0x80)
			return off - i;
	return off;
}

/* The part around the next marks, as far as they hang together. */
static void
next_part(const struct drawing *d, size_t *off, size_t *end)
{
	const struct html_mark *m = d->next;
	size_t at = from(d, m), len, last;

	*off = gcl_html_snap(d->line->text,
	    at < PLACE_AROUND ? 0 : at - PLACE_AROUND);
	*end = at;
	for (; m < d->end && from(d, m) <= *end + PLACE_AROUND; m++) {
		at = from(d, m);
		len = to(d, m) - at;
		last = at + (len < PLACE_WHOLE ? len : PLACE_WHOLE) +
		    PLACE_AROUND;
		if (last > *end)
			*end = last;
	}
	if (*end > d->line->text.len)
		*end = d->line->text.len;
}

static void
add_parts(struct drawing *d)
{
	size_t off, end = 0, len = d->line->text.len;

	while (d->next < d->end) {
		next_part(d, &off, &end);
		add_part(d, off, end);
	}
	if (end < len)
		gcl_buf_adds(d->b, HTML_ELLIPSIS);
}

static void
add_line(const struct html *h, struct buf *b, const struct line *l,
	const struct html_mark *marks, size_t n)
{
	struct drawing d = { .b = b, .src = h->src, .line = l, .next = marks,
		.end = marks + n };

	gcl_buf_addf(b, "<span class=\"l\" data-n=\"%" PRIu64 "\">", l->number);
	if (l->text.len <= LINE_WHOLE) {
		add_part(&d, 0, l->text.len);
	} else if (n > 0) {
		add_parts(&d);
	} else {
		add_part(&d, 0, LINE_WHOLE);
		gcl_buf_adds(b, HTML_ELLIPSIS);
	}
	gcl_buf_adds(b, "\n</span>");
}

/* ---- blocks ---- */

/* Lines without a place, from behind *l to before number. */
static void
add_behind(struct html *h, struct buf *b, struct line l, uint64_t number)
{
	while (l.number + 1 < number && line_behind(h, &l)) {
		add_line(h, b, &l, NULL, 0);
		h->shown = l.number;
	}
}

/* The lines that end a block. */
static void
close_block(struct html *h, struct buf *b, struct line l)
{
	struct line next = l;

	if (line_behind(h, &next)) {
		gcl_buf_adds(b, "<pre><code>");
		add_behind(h, b, l, l.number + AROUND + 1);
		gcl_buf_adds(b, "</code></pre>\n");
	}
	gcl_buf_adds(b, "</div>\n");
}

static void
add_before(struct html *h, struct buf *b, struct line l)
{
	struct line first = l;

	while (l.number - first.number < AROUND &&
	    first.number > h->shown + 1 && line_before(h, &first))
		;
	if (first.number == l.number)
		return;
	add_line(h, b, &first, NULL, 0);
	add_behind(h, b, first, l.number);
}

/* How many marks from i on stand in the same line. */
static size_t
same_line(const struct html *h, size_t i)
{
	size_t n = 1;

	while (i + n < h->n_marks && h->marks[i + n].line == h->marks[i].line)
		n++;
	return n;
}

static void
add_cards(const struct html *h, struct buf *b, size_t i, size_t n)
{
	size_t off = i > 0 ? h->marks[i - 1].card : 0;

	gcl_buf_adds(b, "</code></pre>\n");
	gcl_buf_add(b, h->cards.ptr + off, h->marks[i + n - 1].card - off);
}

/* The line of n marks from i on, its cards, and what stands before them. */
static enum gcl_status
add_marked(struct html *h, struct buf *b, size_t i, size_t n, struct line *l)
{
	const struct html_mark *m = &h->marks[i];
	bool goes_on = l->number > 0 && m->line <= l->number + 2 * AROUND + 1;
	struct line before = *l;
	enum gcl_status st = line_at(h, m->off, m->line, l);

	if (st != GCL_OK)
		return st;
	if (!goes_on) {
		if (before.number > 0)
			close_block(h, b, before);
		gcl_buf_adds(b, "<div class=\"block\">\n");
	}
	gcl_buf_adds(b, "<pre><code>");
	if (goes_on)
		add_behind(h, b, before, m->line);
	else
		add_before(h, b, *l);
	add_line(h, b, l, m, n);
	h->shown = l->number;
	add_cards(h, b, i, n);
	return GCL_OK;
}

enum gcl_status
gcl_html_code(struct html *h, struct buf *b)
{
	enum gcl_status st = GCL_OK;
	struct line l = { .number = 0 };
	size_t i, n;

	for (i = 0; i < h->n_marks && st == GCL_OK; i += n) {
		n = same_line(h, i);
		st = add_marked(h, b, i, n, &l);
	}
	if (st == GCL_OK)
		close_block(h, b, l);
	return st;
}
