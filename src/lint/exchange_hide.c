/*
 * Secrets that a capture holds: found, told, and hidden wherever something is
 * shown.
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

enum gcl_status
gcl_exchange_mask(struct exchange *x, const char **text, struct gcl_error *err)
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

/* ---- the source ---- */

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
