/*
 * Edits of texts that stand in the strings of such a capture (RFC 8259 section
 * 7), some of them packed as base64 (RFC 4648), and the lengths beside them.
 */
#include "config.h"

#include "carrier/jsonfile.h"

#include <stdint.h>

#include "base/base64.h"
#include "base/limits.h"
#include "carrier/edit.h"
#include "json/string.h"
#include "json/write.h"

static bool
has(struct span s, char c)
{
	return s.len > 0 && memchr(s.ptr, c, s.len);
}

/* In which alphabet, and padded or not. */
static void
note_base64(struct jsonfile_coding *k, struct span text)
{
	k->packed = true;
	k->url = has(text, '-') || has(text, '_');
	k->padded = k->url ? has(text, '=') : text.len % 4 == 0;
}

struct jsonfile_coding *
gcl_jsonfile_code(struct jsonfile *f, const struct piece *packed, bool filled)
{
	struct jsonfile_coding *k;

	k = gcl_arena_calloc(&f->c->arena, 1, sizeof(*k));
	if (!k)
		return NULL;
	k->filled = filled;
	if (packed)
		note_base64(k, packed->text);
	f->doc->coding = k;
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

static void
pack(const struct jsonfile_coding *k, struct span text, struct buf *out)
{
	if (k->url)
		gcl_base64url_add(out, text.ptr, text.len);
	else
		gcl_base64_add(out, text.ptr, text.len);
	while (k->url && k->padded && out->len % 4 > 0)
		gcl_buf_addc(out, '=');
	while (!k->padded && out->len > 0 && out->ptr[out->len - 1] == '=')
		out->len--;
}

/*
 * The groups that the edit is in.  They need not be whole ones then: settle
 * moves what follows.
 */
static enum gcl_status
encode_packed(const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out)
{
	size_t end = in->off + in->len, wide = (end + 2) / 3 * 3;
	struct edit groups = { .off = in->off / 3 * 3 };
	const char *s = piece->text.ptr;
	enum gcl_status st;
	struct buf b, text;

	if (wide > piece->text.len)
		wide = piece->text.len;
	groups.len = wide - groups.off;
	if (!gcl_edit_locate(piece, &groups, out))
		return GCL_EINPUT;
	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	gcl_buf_add(&text, s + groups.off, in->off - groups.off);
	gcl_buf_addspan(&text, in->text);
	gcl_buf_add(&text, s + end, wide - end);
	st = gcl_buf_status(&text);
	if (st == GCL_OK)
		pack(doc->coding, gcl_buf_span(&text), &b);
	gcl_buf_release(&text);
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

/* Append what raw says, which stands in a string. */
static enum gcl_status
add_meaning(struct span raw, bool packed, struct buf *out)
{
	enum gcl_status st;
	struct buf text;
	size_t bad;

	if (!packed)
		return gcl_json_decode(raw, out, NULL);
	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	st = gcl_json_decode(raw, &text, NULL);
	if (st == GCL_OK)
		st = gcl_base64_decode(gcl_buf_span(&text), out, &bad);
	gcl_buf_release(&text);
	return st;
}

static enum gcl_status
length_of(struct span raw, bool packed, size_t *len)
{
	enum gcl_status st;
	struct buf b;

	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	st = add_meaning(raw, packed, &b);
	*len = b.len;
	gcl_buf_release(&b);
	return st;
}

/* By how much an edit makes the body longer. */
static enum gcl_status
growth(const struct document *doc, const struct edit *e, int64_t *n)
{
	const struct jsonfile_coding *k = doc->coding;
	enum gcl_status st;
	size_t gone, come;

	st = length_of(gcl_span(doc->src->text.ptr + e->off, e->len),
	    k->packed, &gone);
	if (st == GCL_OK)
		st = length_of(e->text, k->packed, &come);
	if (st == GCL_OK)
		*n = (int64_t)come - (int64_t)gone;
	return st;
}

/* Where the body stands in the source. */
static struct edit
body_place(const struct document *doc)
{
	struct edit all = { .len = doc->body.text.len };

	gcl_piece_locate(&doc->body, &all.off, &all.len);
	return all;
}

static bool
is_within(const struct edit *e, const struct edit *place)
{
	return e->off >= place->off &&
	    e->off + e->len <= place->off + place->len;
}

/* The length of the body after the edits. */
static enum gcl_status
new_length(const struct document *doc, const struct edits *edits,
	size_t *len)
{
	const struct edit body = body_place(doc);
	enum gcl_status st = GCL_OK;
	int64_t n;
	size_t i;

	*len = doc->body.text.len;
	for (i = 0; i < edits->n && st == GCL_OK; i++) {
		if (!is_within(&edits->list[i], &body))
			continue;
		st = growth(doc, &edits->list[i], &n);
		if (st == GCL_OK)
			*len += (size_t)n;
	}
	return st;
}

/* ---- groups that move ---- */

/* From an edit that moves what follows, to where that stands as before. */
struct moving {
	const struct document *doc;
	struct edit body;	/* where it stands */
	size_t from, at;	/* in the source, of what was taken */
	unsigned by;		/* bytes, modulo 3 */
	struct buf bytes;	/* what is to stand there */
	struct edit *list;	/* what was made of them */
};

/* What stands before the edit, unless it is the first one, and the edit. */
static enum gcl_status
move(struct moving *m, const struct edit *e, unsigned by)
{
	const char *source = m->doc->src->text.ptr;
	enum gcl_status st = GCL_OK;

	if (m->by == 0)
		m->from = e->off;
	else
		st = add_meaning(gcl_span(source + m->at, e->off - m->at),
		    true, &m->bytes);
	if (st == GCL_OK)
		st = add_meaning(e->text, true, &m->bytes);
	m->by = (m->by + by) % 3;
	m->at = e->off + e->len;
	return st;
}

static enum gcl_status
end_move(struct moving *m, struct arena *arena, struct edits *out)
{
	struct edit *e = &m->list[out->n++];
	struct buf b;

	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	pack(m->doc->coding, gcl_buf_span(&m->bytes), &b);
	gcl_buf_reset(&m->bytes);
	*e = (struct edit){ .off = m->from, .len = m->at - m->from };
	return gcl_edit_take(&b, arena, e);
}

/* Nothing brings what is left of the body back into its groups. */
static enum gcl_status
move_rest(struct moving *m, struct arena *arena, struct edits *out)
{
	const struct edit rest = { .off = m->body.off + m->body.len };
	enum gcl_status st;

	if (m->by == 0)
		return GCL_OK;
	st = move(m, &rest, 0);
	m->by = 0;
	return st == GCL_OK ? end_move(m, arena, out) : st;
}

/* An edit in the body: as it is, or in one with those before it. */
static enum gcl_status
regroup(struct moving *m, const struct edit *e, struct arena *arena,
	struct edits *out)
{
	enum gcl_status st;
	int64_t n;

	st = growth(m->doc, e, &n);
	if (st != GCL_OK)
		return st;
	if (m->by == 0 && n % 3 == 0) {
		m->list[out->n++] = *e;
		return GCL_OK;
	}
	st = move(m, e, (unsigned)(n % 3 + 3));
	return st == GCL_OK && m->by == 0 ? end_move(m, arena, out) : st;
}

/* The edits with whole groups of all that they move. */
static enum gcl_status
regroup_all(const struct document *doc, const struct edits *edits,
	struct arena *arena, struct edits *out)
{
	struct moving m = { .doc = doc, .body = body_place(doc) };
	enum gcl_status st = GCL_OK;
	const struct edit *e;
	size_t i;

	m.list = gcl_arena_calloc(arena, edits->n, sizeof(*m.list));
	if (!m.list)
		return GCL_ENOMEM;
	*out = (struct edits){ m.list, 0 };
	gcl_buf_init(&m.bytes, LIMIT_TEXT_BYTES);
	for (i = 0; i < edits->n && st == GCL_OK; i++) {
		e = &edits->list[i];
		if (is_within(e, &m.body)) {
			st = regroup(&m, e, arena, out);
			continue;
		}
		st = move_rest(&m, arena, out);
		m.list[out->n++] = *e;
	}
	if (st == GCL_OK)
		st = move_rest(&m, arena, out);
	gcl_buf_release(&m.bytes);
	return st;
}

enum gcl_status
gcl_jsonfile_settle(const struct document *doc, const struct edits *edits,
	size_t length, struct arena *arena, struct edits *out)
{
	const struct jsonfile_coding *k = doc->coding;
	size_t was = doc->body.text.len, is = length;
	struct edits whole = *edits;
	enum gcl_status st = GCL_OK;
	struct piece size = { 0 };
	struct settling s;

	if (!k)
		return GCL_OK;
	if (length == SIZE_MAX)
		st = new_length(doc, edits, &is);
	if (st == GCL_OK && k->packed && out)
		st = regroup_all(doc, edits, arena, &whole);
	if (st != GCL_OK)
		return st;
	size.off = k->size.off;
	size.text = gcl_span(doc->src->text.ptr + size.off,
	    k->size.end - k->size.off);
	gcl_settle_begin(&s, doc, &whole, arena);
	gcl_settle_headers(&s, was, is);
	gcl_settle_number(&s, &size, was, is);
	return gcl_settle_end(&s, out);
}
