/*
 * Which packs a request is for: by method and path.  Of several templates
 * that fit, those with the most literal segments win.
 */
#include "config.h"

#include "lint/packs.h"

#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/suggest.h"

#define PREFIX "/api/v2"

/* ---- what fits ---- */

struct fit {
	struct span method, path;
	size_t most;		/* literal segments of the best */
	struct routed *out;
};

static void
fit_endpoint(struct fit *f, const struct head *h, const struct endpoint *e)
{
	struct routed *out = f->out;
	size_t literal;

	if (!gcl_endpoint_fits(e->path, f->path, &literal))
		return;
	/* A method in small letters is a fault of its own. */
	if (f->method.len != strlen(e->method) ||
	    strncasecmp(f->method.ptr, e->method, f->method.len)) {
		out->method = e->method;
		return;
	}
	if (literal > f->most) {
		out->n = 0;
		f->most = literal;
	}
	if (literal == f->most && out->n < ROUTED_MAX)
		out->best[out->n++] = (struct route){ h, e };
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
 * What path becomes when it is mended to fit the template t, added to out, and
 * how many segments differ; SIZE_MAX when it is too far from it.
 */
static size_t
mend_segments(struct span t, struct span path, struct buf *out)
{
	struct span want, is;
	size_t n = 0;

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

/*
 * The same for paths that begin otherwise than all paths do: with too little,
 * or with something in front.  What is left out here is put right.
 */
static size_t
mend(const char *template, struct span path, struct buf *out)
{
	static const char *const wrong[] = {
		"", "/v2", "/api", "/apiv2", "/api/v2/api/v2",
		"/platform/api/v2",
	};
	struct span t = gcl_span_str(template);
	size_t i, n, len;

	gcl_buf_reset(out);
	n = mend_segments(t, path, out);
	t = gcl_span(t.ptr + sizeof(PREFIX) - 1, t.len - sizeof(PREFIX) + 1);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]) && n == SIZE_MAX &&
	     path.len > 0; i++) {
		len = strlen(wrong[i]);
		if (path.len < len || memcmp(path.ptr, wrong[i], len))
			continue;
		gcl_buf_reset(out);
		gcl_buf_adds(out, PREFIX);
		n = mend_segments(t, gcl_span(path.ptr + len, path.len - len),
		    out);
		n += n != SIZE_MAX;
	}
	return n;
}

struct near {
	struct span path;
	size_t best;		/* segments that differ in the nearest */
	struct buf text;
	struct arena *arena;
	struct routed *out;
};

static enum gcl_status
near_endpoint(struct near *f, const struct endpoint *e)
{
	size_t n = mend(e->path, f->path, &f->text);

	if (n >= f->best || gcl_buf_status(&f->text) == GCL_ELIMIT)
		return GCL_OK;
	f->best = n;
	f->out->method = e->method;
	f->out->path = gcl_arena_str(f->arena, gcl_buf_span(&f->text));
	return f->out->path ? gcl_buf_status(&f->text) : GCL_ENOMEM;
}

static enum gcl_status
find_near(const struct heads *heads, struct near *f)
{
	enum gcl_status st = GCL_OK;
	const struct endpoint *e;
	size_t i;

	for (i = 0; i < heads->n; i++)
		for (e = heads->list[i].requests; e && st == GCL_OK;
		     e = e->next)
			st = near_endpoint(f, e);
	return st;
}

enum gcl_status
gcl_packs_route(struct packs *p, struct span method, struct span path,
	struct arena *arena, struct routed *out, struct gcl_error *err)
{
	struct fit fit = { .method = method, .path = path, .out = out };
	struct near near = { .path = path, .best = SIZE_MAX, .arena = arena,
		.out = out };
	const struct heads *heads;
	const struct endpoint *e;
	enum gcl_status st;
	size_t i;

	*out = (struct routed){ .n = 0 };
	st = gcl_packs_heads(p, &heads, err);
	if (st != GCL_OK)
		return st;
	for (i = 0; i < heads->n; i++)
		for (e = heads->list[i].requests; e; e = e->next)
			fit_endpoint(&fit, &heads->list[i], e);
	if (out->n || out->method)
		return GCL_OK;
	gcl_buf_init(&near.text, LIMIT_MESSAGE_BYTES);
	st = find_near(heads, &near);
	gcl_buf_release(&near.text);
	return st;
}
