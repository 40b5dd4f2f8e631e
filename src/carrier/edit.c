/*
 * The way back into a capture: places of edits, lines and variables that must
 * not come of them, and lengths (RFC 9110 section 8.6) that stay right.
 */
#include "config.h"

#include "carrier/edit.h"

#include <stdio.h>
#include <strings.h>

bool
gcl_edit_of_body(const struct document *doc, const struct piece *piece)
{
	return doc->body.text.ptr && piece->text.ptr == doc->body.text.ptr;
}

/*
 * Is off inside of what has one place?  Where that is as long as what stands
 * there, its last byte begins a step of its own, back at the beginning.
 */
static bool
is_inside(const struct map *m, size_t off)
{
	size_t i = gcl_map_point(m, off);
	const struct map_point *p = &m->points[i];

	if (off > p->to)
		return i + 1 < m->n &&
		    p[1].to - p->to != p[1].from - p->from;
	for (; i > 0 && m->points[i - 1].to == off; i--)
		if (m->points[i - 1].from > p->from)
			return true;
	return false;
}

bool
gcl_edit_locate(const struct piece *piece, const struct edit *in,
	struct edit *out)
{
	const struct map *m = piece->map;

	if (m && m->n > 0 && (is_inside(m, in->off) ||
	    is_inside(m, in->off + in->len)))
		return false;
	out->off = in->off;
	out->len = in->len;
	gcl_piece_locate(piece, &out->off, &out->len);
	return true;
}

/* Do the bytes [off, end) of the piece stand in the source one by one? */
static bool
is_copy(const struct document *doc, const struct piece *piece, size_t off,
	size_t end)
{
	const struct map_point *p;
	size_t i, to;

	if (!piece->map)
		return true;
	p = piece->map->points;
	for (i = gcl_map_point(piece->map, off); off < end; off = to, i++) {
		to = p[i + 1].to < end ? p[i + 1].to : end;
		if (to > off && (p[i + 1].to - p[i].to !=
		    p[i + 1].from - p[i].from || memcmp(piece->text.ptr + off,
		    doc->src->text.ptr + p[i].from + (off - p[i].to),
		    to - off)))
			return false;
	}
	return true;
}

enum gcl_status
gcl_edit_copy(const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out)
{
	if (!gcl_edit_locate(piece, in, out) ||
	    !is_copy(doc, piece, in->off, in->off + in->len))
		return GCL_EINPUT;
	out->text = gcl_span(gcl_arena_str(arena, in->text), in->text.len);
	return out->text.ptr ? GCL_OK : GCL_ENOMEM;
}

enum gcl_status
gcl_edit_take(struct buf *b, struct arena *arena, struct edit *out)
{
	enum gcl_status st = gcl_buf_status(b);
	char *text = NULL;

	if (st == GCL_OK) {
		text = gcl_arena_str(arena, gcl_buf_span(b));
		st = text ? GCL_OK : GCL_ENOMEM;
	}
	out->text = gcl_span(text, b->len);
	gcl_buf_release(b);
	return st;
}

bool
gcl_edit_has_lines(struct span text)
{
	return text.len > 0 && (memchr(text.ptr, '\n', text.len) ||
	    memchr(text.ptr, '\r', text.len));
}

/* ---- the text as it would be ---- */

/* The byte at i of the piece's text after the edit; -1 behind its end. */
static int
byte_at(const struct piece *piece, const struct edit *in, size_t i)
{
	struct span s = piece->text;

	if (i >= in->off && i < in->off + in->text.len) {
		s = in->text;
		i -= in->off;
	} else if (i >= in->off) {
		i = i - in->text.len + in->len;
	}
	return i < s.len ? (unsigned char)s.ptr[i] : -1;
}

static bool
is_blank(int c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool
is_one_of(int c, const char *set)
{
	return c > 0 && strchr(set, c);
}

bool
gcl_edit_begins_line(const struct piece *piece, const struct edit *in,
	const char *marks)
{
	size_t i = in->off, end = in->off + in->text.len;
	bool begins;

	while (i > 0 && is_blank(piece->text.ptr[i - 1]))
		i--;
	begins = i == 0 || piece->text.ptr[i - 1] == '\n';
	for (i = in->off; i < end || begins; i++) {
		int c = byte_at(piece, in, i);

		if (begins && is_one_of(c, marks))
			return true;
		if (c < 0)
			break;
		begins = c == '\n' || (begins && is_blank(c));
	}
	return false;
}

/* How far reading of {{name}} got. */
struct reference {
	size_t open, close;	/* braces in a row; 2 are enough of either */
	size_t start;		/* the last { */
	bool named;
};

static void
read_reference(struct reference *r, int c, size_t i)
{
	if (c == '{') {
		r->open = r->named || r->close ? 1 : r->open + 1;
		r->start = i;
		r->named = false;
		r->close = 0;
	} else if (c == '}' && r->open > 1) {
		r->close++;
	} else if (c == '}' || r->close || r->open == 1) {
		*r = (struct reference){ 0 };
	} else {
		r->named = true;
	}
}

/*
 * A name has no braces, so what the edit may complete begins at the last
 * braces before it, and is over at the first others behind it.
 */
bool
gcl_edit_refers(const struct piece *piece, const struct edit *in)
{
	size_t i = in->off, end = in->off + in->text.len;
	struct reference r = { 0 };
	int c = 0;

	while (i > 0 && !memchr("{}", piece->text.ptr[i - 1], 2))
		i--;
	for (i -= i < 2 ? i : 2; c >= 0 && (i <= end || r.open); i++) {
		c = byte_at(piece, in, i);
		read_reference(&r, c, i);
		if (r.close == 2 && r.start - 1 < end && i + 1 > in->off)
			return true;
		if (r.close == 2)
			r = (struct reference){ 0 };
	}
	return false;
}

/* ---- what goes with edits ---- */

void
gcl_settle_begin(struct settling *s, const struct document *doc,
	const struct edits *edits, struct arena *arena)
{
	*s = (struct settling){ .doc = doc, .edits = edits, .arena = arena };
}

void
gcl_settle_add(struct settling *s, size_t off, size_t len, struct span text)
{
	size_t i = s->n;

	if (s->st != GCL_OK)
		return;
	if (gcl_arena_grow(s->arena, &s->list, &s->cap, s->n + 1,
	    sizeof(*s->list))) {
		s->st = GCL_ENOMEM;
		return;
	}
	for (; i > 0 && s->list[i - 1].off > off; i--)
		s->list[i] = s->list[i - 1];
	s->list[i] = (struct edit){ .off = off, .len = len, .text = text };
	s->n++;
}

bool
gcl_settle_says(const struct document *doc, struct span s, size_t n,
	size_t *more)
{
	size_t i, said = 0, most = n + doc->blanks;
	char digits[24];

	for (i = 0; i < s.len && said <= most; i++)
		said = 10 * said + (unsigned char)(s.ptr[i] - '0');
	snprintf(digits, sizeof(digits), "%zu", said);
	*more = 0;
	if (said < n || said > most || !gcl_span_is(s, digits))
		return false;
	*more = said - n;
	return true;
}

static bool
is_edited(const struct settling *s, size_t off, size_t end)
{
	const struct edits *e = s->edits;
	size_t i;

	for (i = 0; i < e->n; i++)
		if (e->list[i].off <= end &&
		    e->list[i].off + e->list[i].len >= off)
			return true;
	return false;
}

void
gcl_settle_number(struct settling *s, const struct piece *number, size_t was,
	size_t is)
{
	size_t off = 0, len = number->text.len, more;
	char digits[24], *text;

	if (was == is ||
	    !gcl_settle_says(s->doc, number->text, was, &more))
		return;
	gcl_piece_locate(number, &off, &len);
	if (is_edited(s, off, off + len))
		return;
	/* It may come from a variable, or from an option. */
	if (!gcl_span_eq(gcl_span(s->doc->src->text.ptr + off, len),
	    number->text)) {
		s->st = s->st == GCL_OK ? GCL_EINPUT : s->st;
		return;
	}
	snprintf(digits, sizeof(digits), "%zu", is + more);
	text = gcl_arena_str(s->arena, gcl_span_str(digits));
	if (!text)
		s->st = GCL_ENOMEM;
	else
		gcl_settle_add(s, off, len, gcl_span_str(text));
}

void
gcl_settle_headers(struct settling *s, size_t was, size_t is)
{
	const struct header *h;

	h = s->doc->request ? s->doc->request->headers : NULL;
	while ((h = gcl_header_find(h, "content-length"))) {
		gcl_settle_number(s, &h->value, was, is);
		h = h->next;
	}
}

/* Two lists in order become one; of edits at one place, the first's first. */
static void
merge(const struct edits *a, const struct edits *b, struct edit *list)
{
	size_t i = 0, j = 0, n = a->n + b->n;

	while (i + j < n) {
		if (j == b->n || (i < a->n &&
		    a->list[i].off <= b->list[j].off)) {
			list[i + j] = a->list[i];
			i++;
		} else {
			list[i + j] = b->list[j];
			j++;
		}
	}
}

bool
gcl_edits_in_order(const struct edits *edits)
{
	const struct edit *e = edits->list;
	size_t i;

	for (i = 1; i < edits->n; i++)
		if (e[i - 1].off + e[i - 1].len > e[i].off)
			return false;
	return true;
}

enum gcl_status
gcl_settle_end(struct settling *s, struct edits *out)
{
	struct edits more = { s->list, s->n };
	struct edit *list;

	if (s->st != GCL_OK || !out)
		return s->st;
	*out = *s->edits;
	if (s->n == 0)
		return GCL_OK;
	list = gcl_arena_calloc(s->arena, out->n + s->n, sizeof(*list));
	if (!list)
		return GCL_ENOMEM;
	merge(s->edits, &more, list);
	*out = (struct edits){ list, out->n + s->n };
	return gcl_edits_in_order(out) ? GCL_OK : GCL_EINPUT;
}
