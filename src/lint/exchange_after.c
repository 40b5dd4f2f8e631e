/*
 * What a capture has beside the request: the API's answer, and secrets.
 */
#include "config.h"

#include "lint/exchange_p.h"

#include "base/limits.h"

/* A pack of the user's may have its own idea of what a secret is. */
static enum gcl_status
scanning_pack(struct exchange *x, const struct pack **k, struct gcl_error *err)
{
	*k = x->packs->chosen;
	if (*k && (*k)->rules->scans)
		return GCL_OK;
	return gcl_packs_get(x->packs, PACK_REQUEST, k, err);
}

static enum gcl_status
need_matcher(struct exchange *x, struct gcl_error *err)
{
	if (!x->matcher)
		x->matcher = gcl_matcher_new();
	return x->matcher ? GCL_OK : gcl_error_nomem(err);
}

/* ---- messages ---- */

/* Stars for what s hides of a text; NULL: no memory. */
static const char *
starred(struct exchange *x, const struct secrets *s, struct span text)
{
	const char *out = NULL;
	size_t i, at = 0;
	struct buf b;

	gcl_buf_init(&b, 2 * LIMIT_MESSAGE_BYTES);
	for (i = 0; i < s->n_hidden; i++) {
		gcl_buf_add(&b, text.ptr + at, s->hidden[i].off - at);
		gcl_buf_adds(&b, "***");
		at = s->hidden[i].end;
	}
	gcl_buf_add(&b, text.ptr + at, text.len - at);
	if (gcl_buf_status(&b) != GCL_ENOMEM)
		out = gcl_arena_str(&x->capture->arena, gcl_buf_span(&b));
	gcl_buf_release(&b);
	return out;
}

/* Star what s has found in it, and the values that the capture hides. */
static enum gcl_status
mask_text(struct exchange *x, struct secrets *s, const char **text)
{
	struct span t = gcl_span_str(*text);
	enum gcl_status st = gcl_secrets_spread(s, &x->secrets, t, 0, t.len);

	if (st != GCL_OK || s->n_hidden == 0)
		return st;
	*text = starred(x, s, t);
	return *text ? GCL_OK : GCL_ENOMEM;
}

static enum gcl_status
mask_hits(struct exchange *x, struct hits *hits)
{
	enum gcl_status st = GCL_OK;
	struct secrets none;
	size_t i, k;

	gcl_secrets_init(&none);
	for (i = 0; i < hits->n; i++) {
		struct hit *h = &hits->list[i];
		const char **texts[] = { &h->say, &h->help, &h->related_say };

		for (k = 0; k < 3 && st == GCL_OK; k++)
			if (*texts[k])
				st = mask_text(x, &none, texts[k]);
	}
	gcl_secrets_release(&none);
	return st;
}

/* What others wrote may hold secrets that are nowhere else in the capture. */
static enum gcl_status
mask_foreign(struct exchange *x, const char **text, struct gcl_error *err)
{
	enum gcl_status st = need_matcher(x, err);
	const struct pack *k;
	struct secrets s;
	struct span t;

	if (!*text || st != GCL_OK)
		return st;
	st = scanning_pack(x, &k, err);
	if (st != GCL_OK)
		return st;
	t = gcl_span_str(*text);
	gcl_secrets_init(&s);
	st = gcl_secrets_find(&s, k->rules, x->matcher, t, 0, t.len);
	if (st == GCL_OK)
		st = mask_text(x, &s, text);
	gcl_secrets_release(&s);
	return st;
}

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

	st = mask_foreign(x, &say, err);
	if (st == GCL_OK)
		st = mask_foreign(x, &help, err);
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
	size_t i = 0;

	if (x->told > base)
		i = gcl_secrets_behind(found, (size_t)(x->told - base));
	for (; i < found->n && st == GCL_OK; i++) {
		s = &found->list[i];
		if (base + s->off >= end)
			break;
		if (base + s->off >= x->told && s->len > 0)
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
	enum gcl_status st = need_matcher(x, err);
	size_t from, to;

	if (st != GCL_OK)
		return st;
	choose_range(x, &from, &to);
	st = gcl_secrets_find(&x->secrets, k->rules, x->matcher, src->text,
	    from, to);
	x->scanned = x->capture->whole;
	gcl_source_hide(src, x->secrets.ranges, x->secrets.n);
	return st;
}

/*
 * Hide them, wherever they stand.  Where all of the source stays, this can
 * wait for what is behind the last document, as what is shown does.
 */
static enum gcl_status
hide_secrets(struct exchange *x)
{
	struct source *src = x->doc->src;
	enum gcl_status st;
	size_t from, to;

	if (x->capture->whole && (x->doc->request || x->doc->body.text.ptr ||
	    x->doc->end < src->text.len))
		return GCL_OK;
	choose_range(x, &from, &to);
	st = gcl_secrets_spread(&x->secrets, &x->secrets, src->text, from, to);
	if (st == GCL_OK)
		gcl_source_hide(src, x->secrets.hidden, x->secrets.n_hidden);
	return st;
}

enum gcl_status
gcl_exchange_secrets(struct exchange *x, struct exchange_report *out,
	struct gcl_error *err)
{
	const struct pack *k;
	enum gcl_status st;

	if (x->carrier->bare || x->doc->src->text.len == 0)
		return GCL_OK;
	st = scanning_pack(x, &k, err);
	if (st == GCL_OK && !x->scanned)
		st = find_secrets(x, k, err);
	if (st == GCL_OK)
		st = gcl_exchange_credentials(x, k, err);
	if (st == GCL_OK)
		st = tell_secrets(x, k, out);
	if (st == GCL_OK)
		st = hide_secrets(x);
	return st == GCL_OK ? mask_hits(x, out->lint.hits) : st;
}
