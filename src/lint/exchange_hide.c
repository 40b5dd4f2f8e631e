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

/* Where all of the source stays, it is searched at once. */
static enum gcl_status
find_all(struct exchange *x, const struct ruleset *rs)
{
	struct source *src = x->doc->src;
	enum gcl_status st;

	if (x->scanned)
		return GCL_OK;
	st = gcl_secrets_find(&x->secrets, rs, x->matcher, src->text, 0,
	    src->text.len);
	x->scanned = true;
	gcl_source_hide(src, x->secrets.ranges, x->secrets.n);
	return st;
}

/* What is told of the document is shown with what is around it. */
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

/* The source is a window that may have moved. */
static enum gcl_status
follow(struct exchange *x, const struct ruleset *rs)
{
	struct secrets *s = &x->secrets;
	uint64_t was = x->base;

	x->base = x->doc->src->base;
	s->limit = NULL;
	gcl_source_hide(x->doc->src, NULL, 0);
	if (x->scanned) {
		gcl_secrets_move(s, (size_t)(x->base - was));
		return GCL_OK;
	}
	x->scanned = true;
	return gcl_secrets_begin(s, rs, 0);
}

/* Is there one to be told of? */
static bool
has_secret(const struct exchange *x)
{
	size_t from = x->told > x->base ? (size_t)(x->told - x->base) : 0;

	return gcl_secrets_behind(&x->secrets, from) < x->secrets.n;
}

/*
 * Where only a part of the source is there at a time, each byte is searched
 * once, as it comes to belong to a document, or sooner: what follows a
 * document is searched only when something is shown.
 */
static enum gcl_status
find_near(struct exchange *x, const struct ruleset *rs,
	const struct hits *hits)
{
	struct secrets *s = &x->secrets;
	struct span text = x->doc->src->text;
	enum gcl_status st = follow(x, rs);
	size_t from, to;

	if (st == GCL_OK)
		st = gcl_secrets_go_on(s, rs, x->matcher, text, x->doc->end);
	x->shown = hits->n > 0 || x->doc->request || has_secret(x);
	if (st != GCL_OK || !x->shown)
		return st;
	choose_range(x, &from, &to);
	gcl_secrets_let_go(s, from);
	st = gcl_secrets_go_on(s, rs, x->matcher, text, to);
	return st == GCL_OK ? gcl_secrets_learn(s, text) : st;
}

static enum gcl_status
find_secrets(struct exchange *x, const struct ruleset *rs,
	const struct exchange_report *out, struct gcl_error *err)
{
	enum gcl_status st = need_matcher(x, err);

	if (st != GCL_OK)
		return st;
	return x->capture->whole ? find_all(x, rs) :
	    find_near(x, rs, out->lint.hits);
}

/* Is nothing shown yet of what would have to be hidden? */
static bool
can_wait(const struct exchange *x)
{
	const struct document *doc = x->doc;

	if (!x->capture->whole)
		return !x->shown;
	return doc->request || doc->body.text.ptr ||
	    doc->end < doc->src->text.len;
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

	if (can_wait(x))
		return GCL_OK;
	choose_range(x, &from, &to);
	st = gcl_secrets_spread(&x->secrets, &x->secrets, src->text, from, to);
	if (st == GCL_OK)
		gcl_source_hide(src, x->secrets.hidden, x->secrets.n_hidden);
	return st;
}

/* What is near the end of the window is searched again when it has moved. */
static void
go_back(struct exchange *x)
{
	size_t end = x->doc->end, len = x->doc->src->text.len;

	if (!x->capture->whole)
		gcl_secrets_go_back(&x->secrets, end + AROUND < len ?
		    len - AROUND : end);
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
	if (st == GCL_OK)
		st = find_secrets(x, k->rules, out, err);
	if (st == GCL_OK)
		st = gcl_exchange_credentials(x, k, err);
	if (st == GCL_OK)
		st = tell_secrets(x, k, out);
	if (st == GCL_OK)
		st = hide_secrets(x);
	go_back(x);
	return st == GCL_OK ? mask_hits(x, out->lint.hits) : st;
}
