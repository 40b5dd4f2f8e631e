/*
 * Which packs a request is for: by method and path.  Of several templates
 * that fit, those with the most literal segments win.
 */
#include "config.h"

#include "lint/packs.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/suggest.h"

#define PREFIX "/api/v2"
#define MAX_BEST (sizeof(((struct routed *)0)->best) / sizeof(void *))

/* ---- the table ---- */

static size_t
count(const struct endpoint *e)
{
	size_t n = 0;

	for (; e; e = e->next)
		n++;
	return n;
}

static enum gcl_status
add_routes(struct packs *p, const char *pack, const struct endpoint *e,
	size_t *cap)
{
	struct route *list = p->routes;
	size_t want = p->n_routes + count(e);

	if (want > *cap) {
		*cap = 2 * want;
		list = gcl_arena_alloc(&p->arena, *cap * sizeof(*list));
		if (!list)
			return GCL_ENOMEM;
		if (p->n_routes)
			memcpy(list, p->routes, p->n_routes * sizeof(*list));
		p->routes = list;
	}
	for (; e; e = e->next)
		p->routes[p->n_routes++] = (struct route){ pack, e };
	return GCL_OK;
}

static enum gcl_status
read_routes(struct packs *p)
{
	struct walk *w = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	enum gcl_status st = w ? GCL_OK : GCL_ENOMEM;
	const struct embedded *e;
	const struct endpoint *list;
	size_t cap = 0;

	for (e = gcl_embedded; e->name && st == GCL_OK; e++) {
		st = gcl_endpoints_find(w, gcl_span((const char *)e->bytes,
		    e->len), &p->arena, &list);
		if (st == GCL_OK && list)
			st = add_routes(p, e->name, list, &cap);
	}
	gcl_walk_free(w);
	if (st != GCL_OK)
		p->routes = NULL;
	return st;
}

/* ---- what fits ---- */

static void
find_best(const struct packs *p, struct span method, struct span path,
	struct routed *out)
{
	size_t i, literal, most = 0;
	const struct route *r;

	for (i = 0; i < p->n_routes; i++) {
		r = &p->routes[i];
		if (!gcl_endpoint_fits(r->endpoint->path, path, &literal))
			continue;
		if (!gcl_span_is(method, r->endpoint->method)) {
			out->method = r->endpoint->method;
			continue;
		}
		if (literal > most) {
			out->n = 0;
			most = literal;
		}
		if (literal == most && out->n < MAX_BEST)
			out->best[out->n++] = r;
	}
}

/* ---- what is near ---- */

/* The next segment with its slash; empty at the end. */
static struct span
segment(struct span *path)
{
	const char *end = path->ptr + path->len, *p = path->ptr;
	struct span s;

	while (p < end && (p == path->ptr || *p != '/'))
		p++;
	s = gcl_span(path->ptr, (size_t)(p - path->ptr));
	*path = gcl_span(p, path->len - s.len);
	return s;
}

static bool
is_near(struct span want, struct span is)
{
	struct suggest near;

	gcl_suggest_init(&near, is);
	gcl_suggest_offer(&near, want, 0);
	return near.found;
}

/*
 * What path becomes when it is mended to fit the template, in out, and how
 * many segments differ; SIZE_MAX when it is too far from it.
 */
static size_t
mend(const char *template, struct span path, struct buf *out)
{
	struct span t = gcl_span_str(template), want, is;
	size_t n = 0;

	gcl_buf_reset(out);
	if (path.len < sizeof(PREFIX) - 1 ||
	    memcmp(path.ptr, PREFIX, sizeof(PREFIX) - 1)) {
		gcl_buf_addspan(out, gcl_span(t.ptr, sizeof(PREFIX) - 1));
		t = gcl_span(t.ptr + out->len, t.len - out->len);
		n++;
	}
	while (t.len > 0) {
		want = segment(&t);
		is = segment(&path);
		if (is.len < 2)
			return SIZE_MAX;
		if (want.ptr[1] == '{' || gcl_span_eq(want, is)) {
			gcl_buf_addspan(out, is);
			continue;
		}
		if (!is_near(want, is))
			return SIZE_MAX;
		gcl_buf_addspan(out, want);
		n++;
	}
	return path.len <= 1 ? n : SIZE_MAX;
}

static enum gcl_status
find_near(const struct packs *p, struct span path, struct arena *arena,
	struct routed *out)
{
	size_t i, n, best = SIZE_MAX;
	enum gcl_status st = GCL_OK;
	struct buf text;

	gcl_buf_init(&text, LIMIT_MESSAGE_BYTES);
	for (i = 0; i < p->n_routes && st == GCL_OK; i++) {
		n = mend(p->routes[i].endpoint->path, path, &text);
		if (n >= best || gcl_buf_status(&text) == GCL_ELIMIT)
			continue;
		best = n;
		out->method = p->routes[i].endpoint->method;
		out->path = gcl_arena_str(arena, gcl_buf_span(&text));
		st = out->path ? gcl_buf_status(&text) : GCL_ENOMEM;
	}
	gcl_buf_release(&text);
	return st;
}

enum gcl_status
gcl_packs_route(struct packs *p, struct span method, struct span path,
	struct arena *arena, struct routed *out)
{
	enum gcl_status st = GCL_OK;

	*out = (struct routed){ .n = 0 };
	if (!p->routes)
		st = read_routes(p);
	if (st != GCL_OK)
		return st;
	find_best(p, method, path, out);
	if (out->n || out->method)
		return GCL_OK;
	return find_near(p, path, arena, out);
}
