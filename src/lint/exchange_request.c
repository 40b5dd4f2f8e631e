/*
 * The request around a body: which pack it is for, and what its own pack says
 * of it.
 */
#include "config.h"

#include "lint/exchange_p.h"

#include "base/display.h"
#include "base/limits.h"
#include "rule/regions.h"

/* What a note about a request shows of its path, in bytes. */
#define SHOWN_PATH 200

/*
 * The request's own pack goes over the envelope, which has no pointers.  A
 * request that is not forced on it has to look like one to the platform.
 */
static enum gcl_status
lint_envelope(struct exchange *x, bool forced, struct exchange_report *out,
	struct gcl_error *err)
{
	size_t i = out->lint.hits->n;
	const struct pack *k;
	struct lint_task t;
	enum gcl_status st;

	st = gcl_packs_get(x->packs, x->envelope.pack, &k, err);
	if (st != GCL_OK)
		return st;
	t = gcl_exchange_task(x, k, &x->envelope.text);
	t.forced = forced;
	t.own = true;
	st = gcl_lint_text(x->lint, &t, &out->lint);
	for (; i < out->lint.hits->n; i++)
		out->lint.hits->list[i].pointer = gcl_span(NULL, 0);
	return st;
}

/* Bytes of the capture, made safe to show; NULL: no memory. */
static const char *
safe(struct exchange *x, struct span s)
{
	const char *text = NULL;
	struct buf b;

	if (s.len > SHOWN_PATH)
		s.len = SHOWN_PATH;
	gcl_buf_init(&b, LIMIT_MESSAGE_BYTES);
	gcl_display_add(&b, s);
	if (gcl_buf_status(&b) == GCL_OK)
		text = gcl_arena_str(&x->capture->arena, gcl_buf_span(&b));
	gcl_buf_release(&b);
	return text;
}

static size_t
common_prefix(struct span a, const char *b)
{
	size_t n = 0;

	while (n < a.len && b[n] && a.ptr[n] == b[n])
		n++;
	return n;
}

/* The request of a pack that has most in common with a path. */
static const struct endpoint *
most_alike(const struct heads *h, struct span path)
{
	const struct endpoint *e, *best = NULL;
	size_t i, n, most = 0;

	for (i = 0; i < h->n; i++) {
		for (e = h->list[i].requests; e; e = e->next) {
			n = common_prefix(path, e->path);
			if (best && n <= most)
				continue;
			best = e;
			most = n;
		}
	}
	return best;
}

static const char *
help_for(struct exchange *x, const struct heads *heads)
{
	const struct routed *r = &x->route;
	const struct endpoint *e;

	if (r->path)
		return gcl_capture_words(x->capture, "did you mean %s %s?",
		    r->method, safe(x, gcl_span_str(r->path)));
	if (r->method)
		return gcl_capture_words(x->capture, "did you mean %s?",
		    r->method);
	e = most_alike(heads, x->envelope.path);
	if (!e)
		return "--list-packs shows the known requests";
	return gcl_capture_words(x->capture, "there are packs for %s %s and "
	    "other requests: --list-packs shows them", e->method, e->path);
}

/* Nobody knows the request: say so; what is in its body is only JSON. */
static enum gcl_status
lint_unknown(struct exchange *x, bool named, struct exchange_report *out,
	struct gcl_error *err)
{
	const struct envelope *e = &x->envelope;
	const char *method = safe(x, e->method), *path = safe(x, e->path);
	const struct heads *heads;
	const char *help, *say;
	const struct pack *k;
	struct lint_task t;
	enum gcl_status st;

	st = gcl_packs_heads(x->packs, &heads, err);
	if (st == GCL_OK)
		st = gcl_packs_get(x->packs, PACK_JSON, &k, err);
	if (st != GCL_OK)
		return st;
	help = help_for(x, heads);
	say = gcl_capture_words(x->capture, "no pack is for %s %s%s", method,
	    path, x->packs->chosen || !e->json_body ? "" :
	    ": its body is only checked to be JSON");
	if (!method || !path || !say || !help)
		return GCL_ENOMEM;
	t = gcl_exchange_task(x, k, &e->path_at);
	st = gcl_lint_raise(x->lint, &t, "request-unknown", 0,
	    e->path_at.text.len, say, help);
	if (st != GCL_OK || x->packs->chosen || !e->json_body)
		return st;
	return gcl_exchange_body(x, k, CHOSEN_NONE, named, out);
}

/* Is it to the platform, as far as host and path tell? */
static enum gcl_status
is_ours(struct exchange *x, bool *ours, struct gcl_error *err)
{
	struct span host = x->envelope.host;
	const struct regions *rs;
	const struct pack *k;
	enum gcl_status st;

	*ours = x->route.path || x->route.method;
	if (*ours)
		return GCL_OK;
	st = gcl_packs_get(x->packs, PACK_REQUEST, &k, err);
	if (st != GCL_OK)
		return st;
	rs = k->rules->regions;
	*ours = gcl_regions_host(rs, host, SPAN("api")) ||
	    gcl_regions_near(rs, host, SPAN("api"));
	return GCL_OK;
}

/* Is the request one that goes, or has gone? */
static enum gcl_status
lint_endpoint(struct exchange *x, struct gcl_error *err)
{
	const struct envelope *e = &x->envelope;
	const struct endpoint *ep = x->route.n ?
	    x->route.best[0].endpoint : NULL;
	const struct pack *k;
	enum gcl_status st;
	struct lint_task t;

	if (!ep || !ep->state)
		return GCL_OK;
	st = gcl_packs_get(x->packs, PACK_REQUEST, &k, err);
	if (st != GCL_OK)
		return st;
	t = gcl_exchange_task(x, k, &e->path_at);
	return gcl_lint_state(x->lint, &t, 0, e->path_at.text.len, ep->state,
	    ep->successor);
}

/* The pack that the request is for, among several by what the body says. */
static enum gcl_status
lint_known(struct exchange *x, bool named, struct exchange_report *out,
	struct gcl_error *err)
{
	const struct document *doc = x->doc;
	const struct pack *k = x->packs->chosen;
	enum gcl_status st;

	if (!doc->body.text.ptr || x->envelope.form_body ||
	    (!x->envelope.json_body &&
	    gcl_header_find(doc->request->headers, "content-type")))
		return GCL_OK;
	if (k)
		return gcl_exchange_body(x, k, gcl_exchange_chosen(x), named,
		    out);
	if (x->route.n > 1)
		return gcl_exchange_by_members(x, &x->route, named, out, err);
	st = gcl_packs_get(x->packs, x->route.best[0].head->name, &k, err);
	return st == GCL_OK ?
	    gcl_exchange_body(x, k, CHOSEN_REQUEST, named, out) : st;
}

/* A request that packs are for. */
static enum gcl_status
lint_routed(struct exchange *x, bool named, struct exchange_report *out,
	struct gcl_error *err)
{
	enum gcl_status st = lint_envelope(x, true, out, err);

	out->ours = x->compared = true;
	if (st == GCL_OK)
		st = lint_endpoint(x, err);
	return st == GCL_OK ? lint_known(x, named, out, err) : st;
}

/* Any other, which may be to somebody else. */
static enum gcl_status
lint_stray(struct exchange *x, bool named, struct exchange_report *out,
	struct gcl_error *err)
{
	enum gcl_status st = is_ours(x, &out->ours, err);

	/* Most of what a browser sends is not. */
	x->foreign = x->carrier->mixed && !out->ours;
	if (st != GCL_OK || x->foreign || !x->doc->body.text.ptr)
		return st;
	st = lint_envelope(x, false, out, err);
	if (st == GCL_OK)
		st = lint_unknown(x, named, out, err);
	if (st != GCL_OK || !x->packs->chosen)
		return st;
	out->ours = true;
	return lint_known(x, named, out, err);
}

enum gcl_status
gcl_exchange_request(struct exchange *x, bool named,
	struct exchange_report *out, struct gcl_error *err)
{
	struct envelope *e = &x->envelope;
	enum gcl_status st;

	st = gcl_envelope_make(x->capture, x->doc, e);
	if (st != GCL_OK)
		return st;
	/* A command line without its URL: the body is all there is. */
	if (e->path.len == 0 && e->host.len == 0)
		return x->doc->body.text.ptr ?
		    gcl_exchange_bare(x, named, out, err) : GCL_OK;
	if (e->takes_body) {
		out->ours = true;
		return lint_envelope(x, true, out, err);
	}
	st = gcl_packs_route(x->packs, e->method, e->path,
	    &x->capture->arena, &x->route, err);
	if (st != GCL_OK)
		return st;
	return x->route.n > 0 ? lint_routed(x, named, out, err) :
	    lint_stray(x, named, out, err);
}
