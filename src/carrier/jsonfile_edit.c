/*
 * Edits of texts that stand in the strings of such a capture (RFC 8259 section
 * 7), some of them packed as base64 (RFC 4648), and the lengths beside them.
 */
#include "config.h"

#include "carrier/jsonfile.h"

#include "base/base64.h"
#include "base/limits.h"
#include "carrier/edit.h"
#include "json/string.h"
#include "json/write.h"

struct jsonfile_coding *
gcl_jsonfile_code(struct jsonfile *f, bool packed, bool filled)
{
	struct jsonfile_coding *k;

	k = gcl_arena_calloc(&f->c->arena, 1, sizeof(*k));
	if (k) {
		k->packed = packed;
		k->filled = filled;
		f->doc->coding = k;
	}
	return k;
}

/* ---- strings ---- */

/* Is what begins with p an escape of a string? */
static bool
is_escape(const char *source, const struct map_point *p)
{
	uint32_t len = p[1].from - p[0].from, n = p[1].to - p[0].to;
	const char *s = source + p->from;

	if (len == 2)
		return s[0] == '\\' && n == 1;
	if (len != 6 && len != 12)
		return false;
	return s[0] == '\\' && s[1] == 'u' && (len == 6 ? n < 4 : n == 4);
}

static bool
is_copy(const char *source, const struct map_point *p, const char *text)
{
	uint32_t len = p[1].from - p[0].from;

	return p[1].to - p[0].to == len &&
	    !memcmp(source + p->from, text + p->to, len);
}

/* Is all that [off, end) touches of the piece what a string says? */
static bool
is_string(const struct document *doc, const struct piece *piece, size_t off,
	size_t end)
{
	const char *source = doc->src->text.ptr;
	const struct map_point *p;
	size_t i;

	if (!piece->map)
		return true;
	p = piece->map->points;
	for (i = gcl_map_point(piece->map, off); i + 1 < piece->map->n &&
	    p[i].to < end; i++)
		if (!is_copy(source, &p[i], piece->text.ptr) &&
		    !is_escape(source, &p[i]))
			return false;
	return true;
}

static enum gcl_status
encode_string(const struct piece *piece, const struct edit *in,
	struct arena *arena, struct edit *out)
{
	struct buf b;

	if (!gcl_edit_locate(piece, in, out))
		return GCL_EINPUT;
	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	gcl_json_escape(&b, in->text);
	return gcl_edit_take(&b, arena, out);
}

/* ---- base64 ---- */

/* The base64 that a piece stands for. */
static void
packed_text(const struct document *doc, const struct piece *piece,
	struct buf *out)
{
	size_t off = 0, len = piece->text.len;
	enum gcl_status st;

	gcl_piece_locate(piece, &off, &len);
	st = gcl_json_decode(gcl_span(doc->src->text.ptr + off, len), out,
	    NULL);
	if (out->st == GCL_OK)
		out->st = st;
}

static bool
has(const struct buf *b, char c)
{
	return b->len > 0 && memchr(b->ptr, c, b->len);
}

/* In the alphabet of the old text, and padded unless that was not. */
static void
pack(const struct buf *old, struct span text, struct buf *out)
{
	bool padded = old->len % 4 == 0;

	if (has(old, '-') || has(old, '_')) {
		gcl_base64url_add(out, text.ptr, text.len);
		padded = has(old, '=');
	} else {
		gcl_base64_add(out, text.ptr, text.len);
	}
	while (padded && out->len % 4 > 0)
		gcl_buf_addc(out, '=');
	while (!padded && out->len > 0 && out->ptr[out->len - 1] == '=')
		out->len--;
}

/* What the range of the piece is to be packed into, after the edit. */
static enum gcl_status
repack(const struct document *doc, const struct piece *piece,
	const struct edit *in, const struct edit *wide, struct buf *out)
{
	size_t end = in->off + in->len;
	const char *s = piece->text.ptr;
	struct buf old, text;
	enum gcl_status st;

	gcl_buf_init(&old, LIMIT_TEXT_BYTES);
	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	packed_text(doc, piece, &old);
	gcl_buf_add(&text, s + wide->off, in->off - wide->off);
	gcl_buf_addspan(&text, in->text);
	gcl_buf_add(&text, s + end, wide->off + wide->len - end);
	st = gcl_buf_status(&old);
	if (st == GCL_OK)
		st = gcl_buf_status(&text);
	if (st == GCL_OK)
		pack(&old, gcl_buf_span(&text), out);
	gcl_buf_release(&old);
	gcl_buf_release(&text);
	return st;
}

/* Whole groups; if what follows moves in its group, up to the end. */
static enum gcl_status
encode_packed(const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out)
{
	size_t left, end = in->off + in->len;
	struct edit wide = { .off = in->off / 3 * 3 };
	enum gcl_status st;
	struct buf b;

	left = piece->text.len - wide.off;
	wide.len = (end + 2) / 3 * 3 - wide.off;
	if (wide.len > left || in->text.len % 3 != in->len % 3)
		wide.len = left;
	if (!gcl_edit_locate(piece, &wide, out))
		return GCL_EINPUT;
	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	st = repack(doc, piece, in, &wide, &b);
	if (b.st == GCL_OK)
		b.st = st;
	return gcl_edit_take(&b, arena, out);
}

enum gcl_status
gcl_jsonfile_encode(const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out)
{
	const struct jsonfile_coding *k = doc->coding;
	size_t end = in->off + in->len;

	if (!gcl_edit_of_body(doc, piece))
		return is_string(doc, piece, 0, piece->text.len) ?
		    encode_string(piece, in, arena, out) : GCL_EINPUT;
	if (!k)
		return GCL_EINPUT;
	if (k->packed)
		return encode_packed(doc, piece, in, arena, out);
	if (!is_string(doc, piece, in->off, end) ||
	    (k->filled && gcl_edit_refers(piece, in)))
		return GCL_EINPUT;
	return encode_string(piece, in, arena, out);
}

/* ---- lengths ---- */

/* How long is what raw says, which stands in a string? */
static enum gcl_status
length_of(struct span raw, bool packed, size_t *len)
{
	struct buf text, bytes;
	enum gcl_status st;
	size_t bad;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	gcl_buf_init(&bytes, LIMIT_TEXT_BYTES);
	st = gcl_json_decode(raw, &text, NULL);
	if (st == GCL_OK && packed)
		st = gcl_base64_decode(gcl_buf_span(&text), &bytes, &bad);
	*len = packed ? bytes.len : text.len;
	gcl_buf_release(&text);
	gcl_buf_release(&bytes);
	return st;
}

/* The length of the body after the edits. */
static enum gcl_status
new_length(const struct document *doc, const struct edits *edits,
	size_t *len)
{
	const struct jsonfile_coding *k = doc->coding;
	const char *source = doc->src->text.ptr;
	size_t off = 0, n = doc->body.text.len, i, gone, come;
	enum gcl_status st = GCL_OK;
	const struct edit *e;

	*len = n;
	gcl_piece_locate(&doc->body, &off, &n);
	for (i = 0; i < edits->n && st == GCL_OK; i++) {
		e = &edits->list[i];
		if (e->off < off || e->off + e->len > off + n)
			continue;
		st = length_of(gcl_span(source + e->off, e->len), k->packed,
		    &gone);
		if (st == GCL_OK)
			st = length_of(e->text, k->packed, &come);
		if (st == GCL_OK)
			*len += come - gone;
	}
	return st;
}

enum gcl_status
gcl_jsonfile_settle(const struct document *doc, const struct edits *edits,
	struct arena *arena, struct edits *out)
{
	const struct jsonfile_coding *k = doc->coding;
	size_t was = doc->body.text.len, is;
	struct piece size = { 0 };
	enum gcl_status st;
	struct settling s;

	if (!k)
		return GCL_OK;
	st = new_length(doc, edits, &is);
	if (st != GCL_OK)
		return st;
	size.off = k->size.off;
	size.text = gcl_span(doc->src->text.ptr + size.off,
	    k->size.end - k->size.off);
	gcl_settle_begin(&s, doc, edits, arena);
	gcl_settle_headers(&s, was, is);
	gcl_settle_number(&s, &size, was, is);
	return gcl_settle_end(&s, out);
}
