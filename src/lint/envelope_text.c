/*
 * JSON (RFC 8259) that is written from pieces of a capture, and leads back to
 * them: an escape stands for the byte that needs it, a quote for the end of
 * the text beside it.
 */
#include "config.h"

#include "lint/envelope_p.h"

#include "base/limits.h"
#include "base/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct part
gcl_part_trim(struct part p)
{
	struct span s = gcl_part_text(&p);

	while (p.from < p.to && is_blank(s.ptr[s.len - 1])) {
		p.to--;
		s.len--;
	}
	for (; p.from < p.to && is_blank(*s.ptr); s.ptr++)
		p.from++;
	return p;
}

struct part
gcl_part_begin(const struct piece *piece)
{
	struct part p = gcl_part(piece);

	if (p.to > LIMIT_ENVELOPE_BYTES)
		p.to = LIMIT_ENVELOPE_BYTES;
	return gcl_part_trim(p);
}

struct place
gcl_part_place(const struct part *p)
{
	struct place at = { p->from, p->to - p->from };

	gcl_piece_locate(p->piece, &at.off, &at.len);
	return at;
}

/* ---- the runs of a part: copied from the source, or decoded ---- */

struct run {
	struct span text;
	struct place at;
	bool copied;		/* byte by byte */
};

struct cursor {
	const struct piece *piece;
	size_t at, end;		/* in the piece */
	size_t i;		/* the point of the map at or before at */
};

static void
run_mapped(struct cursor *c, struct run *r)
{
	const struct map *m = c->piece->map;
	const struct map_point *p = &m->points[c->i];
	size_t end = c->i + 1 < m->n ? p[1].to : c->end, from = p->from;

	if (end > c->end)
		end = c->end;
	r->copied = c->i + 1 == m->n || p[1].to - p->to == p[1].from - p->from;
	r->text = gcl_span(c->piece->text.ptr + c->at, end - c->at);
	if (r->copied)
		r->at = (struct place){ from + (c->at - p->to), r->text.len };
	else
		r->at = (struct place){ from, p[1].from - from };
	while (c->i + 1 < m->n && m->points[c->i + 1].to <= end)
		c->i++;
	c->at = end;
}

static bool
next_run(struct cursor *c, struct run *r)
{
	if (c->at >= c->end)
		return false;
	if (c->piece->map && c->piece->map->n) {
		run_mapped(c, r);
		return true;
	}
	r->copied = true;
	r->text = gcl_span(c->piece->text.ptr + c->at, c->end - c->at);
	r->at = (struct place){ c->piece->off + c->at, r->text.len };
	c->at = c->end;
	return true;
}

static struct cursor
cursor_of(const struct part *p)
{
	struct cursor c = { .piece = p->piece, .at = p->from, .end = p->to };

	if (p->piece && p->piece->map && p->piece->map->n)
		c.i = gcl_map_point(p->piece->map, p->from);
	return c;
}

/* ---- strings ---- */

/*
 * How many bytes at the start of s may stand in a string as they are.  hide:
 * placeholders are not to be found here, since they stand elsewhere too; the
 * rule engine looks at strings with a { or < in them.
 */
static size_t
plain(struct span s, bool hide)
{
	size_t p = 0, n;
	uint32_t cp;

	while (p < s.len) {
		cp = (unsigned char)s.ptr[p];
		n = cp < 0x80 ? 1 : gcl_utf8_decode(s.ptr + p, s.len - p, &cp);
		if (n == 0 || cp < 0x20 || cp == '"' || cp == '\\' ||
		    (hide && (cp == '{' || cp == '<')))
			break;
		p += n;
	}
	return p;
}

/* What a byte that is not plain becomes. */
static struct span
escape(char c, char out[7])
{
	static const char hex[] = "0123456789abcdef";

	if (c == '"' || c == '\\') {
		out[0] = '\\';
		out[1] = c;
		return gcl_span(out, 2);
	}
	if (c & 0x80)
		return SPAN(REPLACEMENT);
	memcpy(out, "\\u00", 4);
	out[4] = hex[c >> 4 & 0xf];
	out[5] = hex[c & 0xf];
	return gcl_span(out, 6);
}

static void
add_copied(struct envelope_text *t, const struct run *r)
{
	size_t n, at = 0;
	struct span rest;
	char esc[7];

	while (at < r->text.len) {
		rest = gcl_span(r->text.ptr + at, r->text.len - at);
		n = plain(rest, false);
		gcl_decoder_copy(t->d, gcl_span(rest.ptr, n), r->at.off + at);
		at += n;
		if (n == rest.len)
			break;
		gcl_decoder_opaque(t->d, escape(rest.ptr[n], esc),
		    r->at.off + at, 1);
		at++;
	}
}

static void
add_decoded(struct envelope_text *t, struct span s, bool hide,
	struct place at)
{
	size_t n;
	char esc[7];

	gcl_buf_reset(&t->scratch);
	while (s.len > 0) {
		n = plain(s, hide);
		gcl_buf_add(&t->scratch, s.ptr, n);
		if (n < s.len)
			gcl_buf_addspan(&t->scratch, escape(s.ptr[n++], esc));
		s = gcl_span(s.ptr + n, s.len - n);
	}
	if (t->d->st == GCL_OK)
		t->d->st = gcl_buf_status(&t->scratch);
	gcl_decoder_opaque(t->d, gcl_buf_span(&t->scratch), at.off, at.len);
}

void
gcl_envelope_words(struct envelope_text *t, struct span words,
	struct place at)
{
	add_decoded(t, words, true, at);
}

void
gcl_envelope_part(struct envelope_text *t, const struct part *p)
{
	struct cursor c = cursor_of(p);
	struct run r;

	while (next_run(&c, &r)) {
		if (r.copied)
			add_copied(t, &r);
		else
			add_decoded(t, r.text, false, r.at);
	}
}

void
gcl_part_add(struct decoder *d, const struct part *p)
{
	struct cursor c = cursor_of(p);
	struct run r;

	while (next_run(&c, &r)) {
		if (r.copied)
			gcl_decoder_copy(d, r.text, r.at.off);
		else
			gcl_decoder_opaque(d, r.text, r.at.off, r.at.len);
	}
}

enum gcl_status
gcl_part_piece(struct capture *c, const struct part *p, struct piece *out)
{
	struct place at;

	*out = (struct piece){ .off = 0 };
	if (!p->piece)
		return GCL_OK;
	at = gcl_part_place(p);
	*out = (struct piece){ .text = gcl_part_text(p), .off = at.off };
	if (!p->piece->map)
		return GCL_OK;
	gcl_decoder_begin(&c->decoder);
	gcl_part_add(&c->decoder, p);
	return gcl_decoder_take(&c->decoder, at.off + at.len, &c->arena, out);
}

/* ---- structure ---- */

/* One byte of punctuation, or a quote, at an offset of the source. */
static void
mark(struct envelope_text *t, const char *c, size_t off)
{
	gcl_decoder_opaque(t->d, gcl_span(c, 1), off, 0);
}

static void
separate(struct envelope_text *t, size_t off)
{
	if (t->comma)
		mark(t, ",", off);
	t->comma = true;
}

void
gcl_envelope_open(struct envelope_text *t, struct place at)
{
	gcl_decoder_opaque(t->d, SPAN("{"), at.off, at.len);
	t->comma = false;
}

void
gcl_envelope_close(struct envelope_text *t, struct place at)
{
	mark(t, "}", at.off + at.len);
	t->comma = true;
}

void
gcl_envelope_key(struct envelope_text *t, const char *name, struct place at)
{
	separate(t, at.off);
	gcl_envelope_begin(t, at);
	gcl_envelope_words(t, gcl_span_str(name), at);
	gcl_envelope_end(t, at);
	mark(t, ":", at.off + at.len);
}

void
gcl_envelope_name(struct envelope_text *t, const struct part *name)
{
	struct place at = gcl_part_place(name);

	separate(t, at.off);
	gcl_envelope_begin(t, at);
	gcl_envelope_part(t, name);
	gcl_envelope_end(t, at);
	mark(t, ":", at.off + at.len);
}

void
gcl_envelope_copied_key(struct envelope_text *t, const struct part *name)
{
	struct place at = gcl_part_place(name);

	separate(t, at.off);
	gcl_part_add(t->d, name);
	mark(t, ":", at.off + at.len);
}

void
gcl_envelope_begin(struct envelope_text *t, struct place at)
{
	mark(t, "\"", at.off);
}

void
gcl_envelope_end(struct envelope_text *t, struct place at)
{
	mark(t, "\"", at.off + at.len);
}

void
gcl_envelope_value(struct envelope_text *t, struct span json, struct place at)
{
	gcl_decoder_opaque(t->d, json, at.off, at.len);
}

void
gcl_envelope_member(struct envelope_text *t, const char *name,
	const struct part *p)
{
	struct place at;

	if (!p->piece)
		return;
	at = gcl_part_place(p);
	gcl_envelope_key(t, name, at);
	gcl_envelope_begin(t, at);
	gcl_envelope_part(t, p);
	gcl_envelope_end(t, at);
}
