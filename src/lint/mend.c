/*
 * Edits on their way from a document to its source.
 */
#include "config.h"

#include "lint/mend.h"

#include <stdint.h>

#include "carrier/edit.h"

/* One edit that does what all of them do, and leaves the rest between them. */
static enum gcl_status
join(const struct hit *h, struct arena *arena, struct edit *out)
{
	const struct edit *e = h->edits.list, *end = e + h->edits.n;
	size_t from = e->off, at = from, len = 0;
	char *text;

	for (; e < end; at = e->off + e->len, e++)
		len += e->off - at + e->text.len;
	out->off = from;
	out->len = at - from;
	out->text = gcl_span(text = gcl_arena_alloc(arena, len + 1), len);
	if (!text)
		return GCL_ENOMEM;
	for (e = h->edits.list, at = from; e < end; at = e->off + e->len, e++) {
		memcpy(text, h->piece->text.ptr + at, e->off - at);
		text += e->off - at;
		memcpy(text, e->text.ptr, e->text.len);
		text += e->text.len;
	}
	return GCL_OK;
}

/* Edits that cross in the source, as groups of base64 do, become one. */
static enum gcl_status
carry_joined(const struct carrier *k, const struct document *doc,
	const struct hit *h, struct arena *arena, struct edit *out)
{
	struct edit joined;
	enum gcl_status st = join(h, arena, &joined);

	return st == GCL_OK ? gcl_carrier_encode(k, doc, h->piece, &joined,
	    arena, out) : st;
}

enum gcl_status
gcl_mend(const struct carrier *k, const struct document *doc,
	const struct hit *h, struct arena *arena, struct edits *out)
{
	enum gcl_status st = GCL_OK;
	struct edits made;
	struct edit *list;
	size_t i;

	*out = (struct edits){ NULL, 0 };
	if (h->edits.n == 0)
		return GCL_OK;
	list = gcl_arena_calloc(arena, h->edits.n, sizeof(*list));
	if (!list)
		return GCL_ENOMEM;
	for (i = 0; i < h->edits.n && st == GCL_OK; i++)
		st = gcl_carrier_encode(k, doc, h->piece, &h->edits.list[i],
		    arena, &list[i]);
	made = (struct edits){ list, h->edits.n };
	if (st == GCL_OK && !gcl_edits_in_order(&made)) {
		st = carry_joined(k, doc, h, arena, list);
		made.n = 1;
	}
	if (st == GCL_OK)
		*out = made;
	return st == GCL_ENOMEM ? st : GCL_OK;
}

/* How long the body is then, where the hit is in it. */
static size_t
new_length(const struct document *doc, const struct hit *h)
{
	size_t i, n = doc->body.text.len;

	if (!gcl_edit_of_body(doc, h->piece))
		return SIZE_MAX;
	for (i = 0; i < h->edits.n; i++)
		n += h->edits.list[i].text.len - h->edits.list[i].len;
	return n;
}

static enum gcl_status
settle(const struct carrier *k, const struct document *doc,
	const struct edits *edits, size_t length, struct arena *arena,
	struct edits *out)
{
	enum gcl_status st;

	st = gcl_carrier_settle(k, doc, edits, length, arena, out);
	if (st != GCL_OK)
		*out = (struct edits){ NULL, 0 };
	return st == GCL_ENOMEM ? st : GCL_OK;
}

enum gcl_status
gcl_mend_whole(const struct carrier *k, const struct document *doc,
	const struct hit *h, struct arena *arena, struct edits *out)
{
	enum gcl_status st = gcl_mend(k, doc, h, arena, out);
	const struct edits edits = *out;

	return st == GCL_OK ? settle(k, doc, &edits, new_length(doc, h),
	    arena, out) : st;
}

enum gcl_status
gcl_mend_can(const struct carrier *k, const struct document *doc,
	const struct hit *h, struct arena *arena, bool *can)
{
	struct edits edits;
	enum gcl_status st = gcl_mend(k, doc, h, arena, &edits);

	*can = st == GCL_OK && edits.n > 0;
	if (!*can)
		return st;
	st = gcl_carrier_settle(k, doc, &edits, new_length(doc, h), arena,
	    NULL);
	*can = st == GCL_OK;
	return st == GCL_ENOMEM ? st : GCL_OK;
}

enum gcl_status
gcl_mend_settle(const struct carrier *k, const struct document *doc,
	const struct edits *edits, struct arena *arena, struct edits *out)
{
	return settle(k, doc, edits, SIZE_MAX, arena, out);
}
