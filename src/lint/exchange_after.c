/*
 * What a capture has beside the request: the API's answer, and secrets.
 */
#include "config.h"

#include "lint/exchange_p.h"

/* ---- the answer ---- */

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

/*
 * An item is shown where it belongs, in the body, with the way to the answer;
 * one that names no value stands at the answer itself.
 */
static enum gcl_status
raise_item(struct exchange *x, const struct pack *k,
	const struct answer *a, const struct answer_item *item,
	struct exchange_report *out)
{
	const struct response *r = x->doc->response;
	const struct lint_task t = gcl_exchange_task(x, k, item->found ?
	    &x->doc->body : &r->start);
	struct hits *hits = out->lint.hits;
	const struct hit *own = item->found ? own_hit(x, hits, item) : NULL;
	const char *help = item->help;
	size_t before = hits->n;
	enum gcl_status st;
	struct hit *h;

	if (own)
		help = gcl_capture_words(x->capture,
		    "%s at the same place says what to write",
		    own->rule->name);
	st = gcl_lint_raise(x->lint, &t, "api-rejected", item->found ?
	    item->off : 0, item->found ? item->len : r->start.text.len,
	    item->say, help);
	if (st != GCL_OK || hits->n == before)
		return st;
	h = &hits->list[before];
	h->status = a->status;
	if (!item->found)
		return GCL_OK;
	h->pointer = item->pointer;
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

	if (!r || x->foreign ||
	    (r->status != 0 && (r->status < 400 || r->status > 499)))
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
	for (i = 0; st == GCL_OK && i < a.n; i++)
		st = raise_item(x, k, &a, &a.items[i], out);
	return st;
}

/* ---- secrets ---- */

/* So far around a document its snippets may show the source. */
#define AROUND 4096u

static enum gcl_status
tell_secrets(struct exchange *x, const struct pack *k,
	struct exchange_report *out)
{
	const struct lint_task t = gcl_exchange_task(x, k, &x->whole);
	uint64_t base = x->doc->src->base, end = base + x->doc->end;
	const struct secrets *found = &x->secrets;
	enum gcl_status st = GCL_OK;
	const struct secret *s;
	size_t i;

	for (i = 0; i < found->n && st == GCL_OK; i++) {
		s = &found->list[i];
		if (base + s->off >= x->told && base + s->off < end)
			st = gcl_lint_raise(x->lint, &t,
			    s->scan->rule->name, s->off, s->len,
			    s->scan->say, s->scan->help);
	}
	if (found->limit && !out->lint.limit_rule) {
		out->lint.limit_rule = found->limit->rule;
		out->lint.limit_piece = &x->whole;
		out->lint.limit_off = (uint32_t)found->limit_off;
	}
	return st;
}

/*
 * The part of the source to look at: what belongs to the document, and what is
 * shown around it.  Where the source stays as it is, all of it at once.
 */
static void
choose_range(const struct exchange *x, size_t *from, size_t *to)
{
	const struct source *src = x->doc->src;

	*from = 0;
	*to = src->text.len;
	if (x->capture->whole)
		return;
	if (x->told > src->base + AROUND)
		*from = (size_t)(x->told - src->base) - AROUND;
	if (x->doc->end + AROUND < src->text.len)
		*to = x->doc->end + AROUND;
	if (*from > *to)
		*from = *to;
}

static enum gcl_status
find_secrets(struct exchange *x, const struct pack *k, struct gcl_error *err)
{
	struct source *src = x->doc->src;
	enum gcl_status st;
	size_t from, to;

	if (!x->matcher)
		x->matcher = gcl_matcher_new();
	if (!x->matcher)
		return gcl_error_nomem(err);
	choose_range(x, &from, &to);
	st = gcl_secrets_find(&x->secrets, k->rules, x->matcher, src->text,
	    from, to);
	x->scanned = x->capture->whole;
	gcl_source_hide(src, x->secrets.ranges, x->secrets.n);
	return st;
}

enum gcl_status
gcl_exchange_secrets(struct exchange *x, struct exchange_report *out,
	struct gcl_error *err)
{
	const struct pack *k;
	enum gcl_status st = GCL_OK;

	if (x->carrier->bare || x->doc->src->text.len == 0)
		return GCL_OK;
	/* A pack of the user's may have its own idea of what a secret is. */
	k = x->packs->chosen && x->packs->chosen->rules->scans ?
	    x->packs->chosen : NULL;
	if (!k)
		st = gcl_packs_get(x->packs, PACK_REQUEST, &k, err);
	if (st == GCL_OK && !x->scanned)
		st = find_secrets(x, k, err);
	return st == GCL_OK ? tell_secrets(x, k, out) : st;
}
