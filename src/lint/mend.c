/*
 * Edits on their way from a document to its source.
 */
#include "config.h"

#include "lint/mend.h"

/* One edit, where it is in the source; GCL_EINPUT when it cannot be there. */
static enum gcl_status
carry(const struct carrier *k, const struct document *doc,
	const struct piece *piece, const struct edit *in, struct arena *arena,
	struct edit *out)
{
	*out = *in;
	if (k->encode)
		return k->encode(doc, piece, in, arena, out);
	gcl_piece_locate(piece, &out->off, &out->len);
	return GCL_OK;
}

/* What is apart in a document may touch in its source, but not cross. */
static bool
in_order(const struct edit *list, size_t n)
{
	size_t i;

	for (i = 1; i < n; i++)
		if (list[i - 1].off + list[i - 1].len > list[i].off)
			return false;
	return true;
}

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

	return st == GCL_OK ? carry(k, doc, h->piece, &joined, arena, out) :
	    st;
}

enum gcl_status
gcl_mend(const struct carrier *k, const struct document *doc,
	const struct hit *h, struct arena *arena, struct edits *out)
{
	enum gcl_status st = GCL_OK;
	struct edit *list;
	size_t i;

	*out = (struct edits){ NULL, 0 };
	if (h->edits.n == 0)
		return GCL_OK;
	list = gcl_arena_calloc(arena, h->edits.n, sizeof(*list));
	if (!list)
		return GCL_ENOMEM;
	for (i = 0; i < h->edits.n && st == GCL_OK; i++)
		st = carry(k, doc, h->piece, &h->edits.list[i], arena,
		    &list[i]);
	if (st == GCL_OK && in_order(list, h->edits.n)) {
		*out = (struct edits){ list, h->edits.n };
		return GCL_OK;
	}
	if (st == GCL_OK)
		st = carry_joined(k, doc, h, arena, list);
	if (st == GCL_OK)
		*out = (struct edits){ list, 1 };
	return st == GCL_ENOMEM ? st : GCL_OK;
}

/* Two lists in order become one; of edits at one place, the first's first. */
static enum gcl_status
merge(const struct edits *a, const struct edits *b, struct arena *arena,
	struct edits *out)
{
	size_t i = 0, j = 0, n = a->n + b->n;
	struct edit *list = gcl_arena_calloc(arena, n, sizeof(*list));

	if (!list)
		return GCL_ENOMEM;
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
	if (in_order(list, n))
		*out = (struct edits){ list, n };
	return GCL_OK;
}

enum gcl_status
gcl_mend_settle(const struct carrier *k, const struct document *doc,
	const struct edits *edits, struct arena *arena, struct edits *out)
{
	struct edits more = { NULL, 0 };
	enum gcl_status st = GCL_OK;

	*out = *edits;
	if (edits->n == 0 || !k->settle)
		return GCL_OK;
	st = k->settle(doc, edits, arena, &more);
	if (st == GCL_OK && more.n == 0)
		return GCL_OK;
	*out = (struct edits){ NULL, 0 };
	if (st == GCL_OK)
		st = merge(edits, &more, arena, out);
	return st == GCL_ENOMEM ? st : GCL_OK;
}
