/*
 * What a capture has behind the request: the API's answer.
 */
#include "config.h"

#include "lint/exchange_p.h"

static bool
overlap(const struct hit *h, const struct answer_item *item)
{
	return h->off < item->off + item->len + !item->len &&
	    item->off < h->off + h->len + !h->len;
}

/* What the rules say at the place that an answer names, or NULL. */
static const struct hit *
own_hit(const struct exchange *x, const struct hits *hits,
	const struct answer_item *item)
{
	size_t i;

	for (i = 0; i < hits->n; i++)
		if (hits->list[i].piece == &x->doc->body &&
		    hits->list[i].severity > GCL_NOTE &&
		    overlap(&hits->list[i], item))
			return &hits->list[i];
	return NULL;
}

/* Where to show an item that names no value: at the answer, if it is there. */
static void
place_item(const struct exchange *x, const struct answer_item *item,
	const struct piece **piece, size_t *off, size_t *len)
{
	const struct piece *start = &x->doc->response->start;

	*piece = &x->doc->body;
	*off = item->off;
	*len = item->len;
	if (item->found)
		return;
	*off = 0;
	*len = start->text.len;
	if (start->text.ptr) {
		*piece = start;
		return;
	}
	*off = gcl_exchange_start(x);
	*len = *off < x->doc->body.text.len;
}

/*
 * An item is shown where it belongs, in the body, with the way to the answer.
 */
static enum gcl_status
raise_item(struct exchange *x, const struct pack *k,
	const struct answer *a, const struct answer_item *item,
	struct exchange_report *out, struct gcl_error *err)
{
	const struct response *r = x->doc->response;
	struct hits *hits = out->lint.hits;
	const struct hit *own = item->found ? own_hit(x, hits, item) : NULL;
	const char *say = item->say, *help = item->help;
	size_t before = hits->n, off, len;
	const struct piece *piece;
	struct lint_task t;
	enum gcl_status st;
	struct hit *h;

	st = gcl_exchange_mask(x, &say, err);
	if (st == GCL_OK)
		st = gcl_exchange_mask(x, &help, err);
	if (st != GCL_OK)
		return st;
	if (own)
		help = gcl_capture_words(x->capture,
		    "%s at the same place says what to write%s%s",
		    own->rule->name, a->correlation ?
		    "; correlation id for support: " : "",
		    a->correlation ? a->correlation : "");
	place_item(x, item, &piece, &off, &len);
	t = gcl_exchange_task(x, k, piece);
	st = gcl_lint_raise(x->lint, &t, "api-rejected", off, len, say, help);
	if (st != GCL_OK || hits->n == before)
		return st;
	h = &hits->list[before];
	h->status = a->status;
	if (item->found)
		h->pointer = item->pointer;
	if (!item->found || !r->start.text.ptr)
		return GCL_OK;
	h->related_say = "the answer";
	h->related_piece = &r->start;
	h->related_len = (uint32_t)r->start.text.len;
	return GCL_OK;
}

enum gcl_status
gcl_exchange_answer(struct exchange *x, struct exchange_report *out,
	struct gcl_error *err)
{
	const struct response *r = x->doc->response;
	const struct pack *k = x->pack;
	struct answer a;
	enum gcl_status st = GCL_OK;
	size_t i;

	if (!r || x->foreign || (r->status != 0 && (r->status < 400 ||
	    (r->status > 499 && !x->doc->asked))))
		return GCL_OK;
	if (!k)
		st = gcl_packs_get(x->packs, PACK_JSON, &k, err);
	if (!x->walk)
		x->walk = gcl_walk_new(x->capture->max_depth);
	if (st == GCL_OK && !x->walk)
		st = gcl_error_nomem(err);
	if (st == GCL_OK)
		st = gcl_answer_read(x->walk, r, x->doc->body.text,
		    out->lint.arena, &a);
	if (st != GCL_OK)
		return st;
	out->refusals = a.n;
	for (i = 0; st == GCL_OK && i < a.n; i++)
		st = raise_item(x, k, &a, &a.items[i], out, err);
	return st;
}
