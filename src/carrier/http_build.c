/*
 * Requests and responses as pieces of the input.
 *
 * Dates are those of RFC 9110 section 5.6.7, in the form that is sent today.
 */
#include "config.h"

#include "carrier/http_p.h"

#include "base/limits.h"

/* The points of [off, end), counted from off; they end at from + len. */
static enum gcl_status
cut_map(struct capture *c, const struct piece *in, size_t off, size_t end,
	size_t from, size_t len, struct piece *out)
{
	size_t first = gcl_map_point(in->map, off) + 1;
	size_t last = gcl_map_point(in->map, end - 1) + 1;
	struct map *m = gcl_arena_calloc(&c->arena, 1, sizeof(*m));
	struct map_point *p;

	p = gcl_arena_calloc(&c->arena, last - first + 2, sizeof(*p));
	if (!m || !p)
		return GCL_ENOMEM;
	m->points = p;
	*p++ = (struct map_point){ .to = 0, .from = (uint32_t)from };
	for (; first < last; first++, p++) {
		*p = in->map->points[first];
		p->to -= (uint32_t)off;
	}
	*p++ = (struct map_point){ .to = (uint32_t)(end - off),
		.from = (uint32_t)(from + len) };
	m->n = (size_t)(p - m->points);
	out->map = m;
	return GCL_OK;
}

enum gcl_status
gcl_http_part(struct capture *c, const struct piece *in, size_t off,
	size_t end, struct piece *out)
{
	size_t from = off, len = end - off;
	struct span text = gcl_span(in->text.ptr + off, len);

	gcl_piece_locate(in, &from, &len);
	if (!in->map || (len == text.len && gcl_span_eq(text,
	    gcl_span(c->src.text.ptr + from, len)))) {
		*out = gcl_capture_slice(c, from, from + text.len);
		return GCL_OK;
	}
	*out = (struct piece){ .text = text };
	return cut_map(c, in, off, end, from, len, out);
}

static enum gcl_status
part_of(struct capture *c, const struct piece *in, struct span s,
	struct piece *out)
{
	size_t off = (size_t)(s.ptr - in->text.ptr);

	return gcl_http_part(c, in, off, off + s.len, out);
}

enum gcl_status
gcl_http_remark(struct capture *c, struct document *doc,
	const struct piece *in, struct span at, const char *rule,
	const char *say, const char *help)
{
	size_t off, len = at.len;

	if (!doc)
		return GCL_OK;
	off = (size_t)(at.ptr - in->text.ptr);
	gcl_piece_locate(in, &off, &len);
	return gcl_capture_remark(c, doc, rule, off, len, say, help);
}

/*
 * A value on several lines: each line break, with the blanks around it, counts
 * as one blank.
 */
static enum gcl_status
unfold(struct capture *c, const struct piece *in, struct span value,
	struct piece *out)
{
	struct decoder *d = &c->decoder;
	size_t base = (size_t)(value.ptr - in->text.ptr), pos, off, len;
	enum gcl_status st = GCL_OK;
	struct span line, last = { 0 };
	struct piece part;

	gcl_decoder_begin(d);
	for (pos = 0; pos < value.len && st == GCL_OK; last = line) {
		pos = gcl_http_line(value, pos, &line);
		line = gcl_http_trim(line);
		st = part_of(c, in, line, &part);
		if (last.ptr) {
			off = (size_t)(last.ptr - in->text.ptr) + last.len;
			len = (size_t)(line.ptr - last.ptr) - last.len;
			gcl_piece_locate(in, &off, &len);
			gcl_decoder_opaque(d, SPAN(" "), off, len);
		}
		gcl_decoder_piece(d, &part);
	}
	off = base + value.len;
	len = 0;
	gcl_piece_locate(in, &off, &len);
	return st == GCL_OK ? gcl_decoder_take(d, off, &c->arena, out) : st;
}

static enum gcl_status
add_field(struct capture *c, const struct piece *in,
	const struct http_field *f, struct header **tail)
{
	const char *text = in->text.ptr;
	struct span name = gcl_span(text + f->off, f->name_end - f->off);
	struct span value = gcl_span(text + f->value, f->end - f->value);
	struct piece n, v;
	enum gcl_status st;

	value = gcl_http_trim(value);
	st = part_of(c, in, gcl_http_trim(name), &n);
	if (st != GCL_OK)
		return st;
	if (value.len > 0 && memchr(value.ptr, '\n', value.len))
		st = unfold(c, in, value, &v);
	else
		st = part_of(c, in, value, &v);
	if (st == GCL_OK && !gcl_capture_header(c, tail, n, v))
		st = GCL_ENOMEM;
	return st;
}

/* What is wrong with the header line, of which n come before it. */
static enum gcl_status
say_field(struct capture *c, struct document *doc, const struct piece *in,
	const struct http_field *f, size_t n)
{
	struct span at = gcl_span(in->text.ptr + f->off, f->end - f->off);

	if (n == LIMIT_HEADERS)
		return gcl_http_remark(c, doc, in, at, "capture-broken",
		    "too many header lines: the rest is not read", NULL);
	return gcl_http_remark(c, doc, in, at, "capture-broken",
	    "this header line has no colon", "write it as 'Name: value'");
}

static enum gcl_status
fields(struct capture *c, struct document *doc, const struct http_head *head,
	struct header **list)
{
	const struct piece *in = head->in;
	enum gcl_status st = GCL_OK;
	size_t pos = head->fields, n = 0;
	bool said = false, fine;
	struct http_field f;

	while (st == GCL_OK && n <= LIMIT_HEADERS &&
	    gcl_http_field(in->text, &pos, &f)) {
		fine = f.colon && n < LIMIT_HEADERS;
		if (fine)
			st = add_field(c, in, &f, list);
		else if (!said || n == LIMIT_HEADERS)
			st = say_field(c, doc, in, &f, n);
		said |= !fine;
		if (*list)
			list = &(*list)->next;
		n++;
	}
	return st;
}

enum gcl_status
gcl_http_joined(struct capture *c, struct document *doc,
	const struct piece *in, size_t off)
{
	return gcl_http_remark(c, doc, in, gcl_span(in->text.ptr + off, 1),
	    "capture-broken", "no empty line between the headers and the body",
	    "put an empty line before the body");
}

/* The seconds of "Mon, 23 Nov 2026 15:50:09 GMT", or 0. */
static int64_t
date(struct span s)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	static const unsigned char at[] = { 5, 12, 14, 17, 20, 23 };
	uint64_t n[6];
	size_t i, month;

	if (s.len != 29)
		return 0;
	for (i = 0; i < 6; i++)
		if (!gcl_http_number(gcl_span(s.ptr + at[i], 2), 10, &n[i]))
			return 0;
	for (month = 0; month < 12; month++)
		if (!memcmp(months + 3 * month, s.ptr + 8, 3))
			break;
	if (month == 12)
		return 0;
	return gcl_capture_days((int64_t)(n[1] * 100 + n[2]),
	    (int64_t)month + 1, (int64_t)n[0]) * 86400 +
	    (int64_t)(n[3] * 3600 + n[4] * 60 + n[5]);
}

enum gcl_status
gcl_http_request(struct capture *c, struct document *doc,
	const struct http_head *head, struct request **out)
{
	struct request *r = gcl_arena_calloc(&c->arena, 1, sizeof(*r));
	struct http_words w;
	enum gcl_status st;

	if (!r)
		return GCL_ENOMEM;
	gcl_http_words(head->start, &w);
	st = part_of(c, head->in, gcl_http_trim(head->start), &r->start);
	if (st == GCL_OK && w.method.len > 0)
		st = part_of(c, head->in, w.method, &r->method);
	if (st == GCL_OK)
		st = part_of(c, head->in, w.target, &r->target);
	if (st == GCL_OK)
		st = fields(c, doc, head, &r->headers);
	if (st == GCL_OK && head->joined)
		st = gcl_http_joined(c, doc, head->in, head->body);
	r->time = date(head->date);
	doc->request = *out = r;
	return st;
}

/* Tools store answers decoded, and their headers as they came. */
static bool
is_decoded(const struct piece *in, size_t off)
{
	return gcl_http_json(gcl_span(in->text.ptr + off,
	    in->text.len - off));
}

enum gcl_status
gcl_http_response(struct capture *c, struct document *doc,
	const struct http_head *head, const struct piece *in, size_t off,
	size_t end, struct request *req)
{
	struct response *r = gcl_arena_calloc(&c->arena, 1, sizeof(*r));
	struct http_head h = *head;
	struct document *said;
	int64_t answered;
	enum gcl_status st;

	if (!r)
		return GCL_ENOMEM;
	r->status = gcl_http_status_line(head->start);
	said = r->status >= 400 ? doc : NULL;
	answered = date(head->date);
	if (answered)
		req->time = answered;
	if (off < end && is_decoded(in, off))
		h.coding = h.transfer = SPAN("");
	st = part_of(c, head->in, gcl_http_trim(head->start), &r->start);
	if (st == GCL_OK)
		st = fields(c, said, head, &r->headers);
	if (st == GCL_OK)
		st = gcl_http_body(c, said, &h, in, off, end, &r->body);
	doc->response = r;
	return st;
}
