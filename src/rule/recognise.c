/*
 * Recognising: one walk over a text, all packs' conditions for each member.
 */
#include "config.h"

#include "rule/recognise.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/suggest.h"
#include "json/string.h"

/* Beyond so many members a misspelt one no longer tells anything. */
#define NEAR_MEMBERS 64

/* A misspelt name differs in this much at most. */
#define NEAR_DISTANCE 2u

bool
gcl_condition_about(const struct condition *c, const struct member *m)
{
	struct suggest near;

	if (!gcl_span_eq(c->outer, m->outer))
		return false;
	if (gcl_span_eq(c->member, m->key))
		return true;
	if (!c->near || m->n > NEAR_MEMBERS)
		return false;
	gcl_suggest_init(&near, m->key);
	near.best = NEAR_DISTANCE + 1;
	gcl_suggest_offer(&near, c->member, 0);
	return near.found;
}

bool
gcl_condition_holds(const struct condition *c, const struct member *m,
	struct matcher *mt, bool *limit)
{
	enum match_result r;

	if (c->types && !(c->types & m->type))
		return false;
	if (c->has_is && (m->type != JSON_STRING ||
	    !gcl_span_eq(c->is, m->text)))
		return false;
	if (!gcl_condition_about(c, m))
		return false;
	if (!c->match)
		return true;
	if (m->type != JSON_STRING)
		return false;
	r = gcl_pattern_match(mt, c->match, m->text, 0, NULL);
	*limit = *limit || r == MATCH_LIMIT;
	return r == MATCH_YES;
}

/* One condition may decide what is not decided yet. */
static void
attempt(struct recogniser *r, const struct telling *t, const struct member *m)
{
	struct recognised *is = &r->list[t->head];
	bool limit = false;

	if ((t->any ? is->any : is->none) ||
	    !gcl_condition_holds(t->c, m, r->matcher, &limit))
		return;
	if (!t->any) {
		is->none = true;
		return;
	}
	is->any = true;
	is->why = t->c->member;
}

static int
compare_names(struct span a, struct span b)
{
	int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

	if (order || a.len == b.len)
		return order;
	return a.len < b.len ? -1 : 1;
}

static int
compare(const void *x, const void *y)
{
	const struct telling *a = x, *b = y;

	return compare_names(a->c->member, b->c->member);
}

/* The first condition whose name is not before key. */
static size_t
find_name(const struct recogniser *r, struct span key)
{
	size_t lo = 0, hi = r->n_by_name, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (compare_names(r->by_name[mid].c->member, key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
learn(struct recogniser *r, const struct member *m)
{
	size_t i = find_name(r, m->key);

	for (; i < r->n_by_name &&
	     gcl_span_eq(r->by_name[i].c->member, m->key); i++)
		attempt(r, &r->by_name[i], m);
	for (i = 0; i < r->n_near && m->n <= NEAR_MEMBERS; i++)
		attempt(r, &r->near[i], m);
}

static void
add_conditions(struct recogniser *r, const struct condition *c, size_t head,
	bool any)
{
	for (; c; c = c->next) {
		r->by_name[r->n_by_name++] = (struct telling){ c, head, any };
		if (c->near)
			r->near[r->n_near++] = (struct telling){ c, head,
				any };
	}
}

static size_t
count(const struct condition *c)
{
	size_t n = 0;

	for (; c; c = c->next)
		n++;
	return n;
}

/* Most members are in no condition, and none is in many. */
static bool
index_conditions(struct recogniser *r)
{
	const struct recognise *how;
	size_t i, n = 1;

	for (i = 0; i < r->heads.n; i++) {
		how = &r->heads.list[i].recognise;
		n += count(how->any) + count(how->none);
	}
	r->by_name = calloc(n, sizeof(*r->by_name));
	r->near = calloc(n, sizeof(*r->near));
	if (!r->by_name || !r->near)
		return false;
	for (i = 0; i < r->heads.n; i++) {
		how = &r->heads.list[i].recognise;
		add_conditions(r, how->any, i, true);
		add_conditions(r, how->none, i, false);
	}
	qsort(r->by_name, r->n_by_name, sizeof(*r->by_name), compare);
	return true;
}

static enum gcl_status
decode(struct span text, const struct walk_event *ev, struct buf *buf,
	struct span *out)
{
	enum gcl_status st = GCL_OK;

	*out = gcl_span(text.ptr + ev->off, ev->len);
	if (ev->flags & STRING_ESCAPE) {
		gcl_buf_reset(buf);
		st = gcl_json_decode(*out, buf, NULL);
		*out = gcl_buf_span(buf);
	}
	return st;
}

/* Where in the text the members stand that tell. */
struct scope {
	uint32_t depth;		/* of the members: one more in an array */
	bool inside;		/* an array that is one of them */
};

/* Is this a member that tells, in an array that is one, if it is deeper? */
static bool
is_told(struct scope *s, const struct walk_event *ev)
{
	if (ev->depth == s->depth && ev->type == JSON_ARRAY)
		s->inside = s->depth == 1 && ev->kind == WALK_OPEN;
	return ev->kind != WALK_CLOSE && ev->kind != WALK_BAD &&
	    (ev->depth == s->depth || (s->inside && ev->depth == 3));
}

static bool
is_over(const struct walk_event *ev, uint32_t depth)
{
	return ev->kind == WALK_END || ev->kind == WALK_BAD ||
	    (ev->kind == WALK_CLOSE && ev->depth < depth);
}

/* A name: of a top-level member, or inside one. */
static enum gcl_status
take_key(struct recogniser *r, struct span text, const struct scope *s,
	const struct walk_event *ev, struct member *m)
{
	bool top = ev->depth == s->depth;
	enum gcl_status st;

	st = decode(text, ev, top ? &r->outer : &r->key, &m->key);
	if (top) {
		m->n++;
		m->outer = m->key;
	}
	return st;
}

/* Its value: what is known of it is learned. */
static enum gcl_status
take_value(struct recogniser *r, struct span text, const struct scope *s,
	const struct walk_event *ev, const struct member *given)
{
	struct member m = *given;
	enum gcl_status st;

	if (m.n == 0)
		return GCL_OK;
	if (ev->depth == s->depth)
		m.outer = gcl_span(NULL, 0);
	m.type = ev->type;
	st = decode(text, ev, &r->value, &m.text);
	if (st == GCL_OK)
		learn(r, &m);
	return st;
}

enum gcl_status
gcl_recognise(struct recogniser *r, struct span text)
{
	struct scope s = { UINT32_MAX, false };
	enum gcl_status st = GCL_OK;
	struct member m = { .n = 0 };
	struct walk_event ev;

	memset(r->list, 0, r->heads.n * sizeof(*r->list));
	gcl_walk_start(r->walk, text);
	gcl_walk_next(r->walk, &ev);
	if (ev.kind == WALK_OPEN)
		s.depth = ev.type == JSON_ARRAY ? 2 : 1;
	while (st == GCL_OK && !is_over(&ev, s.depth)) {
		gcl_walk_next(r->walk, &ev);
		if (!is_told(&s, &ev))
			continue;
		st = ev.kind == WALK_KEY ? take_key(r, text, &s, &ev, &m) :
		    take_value(r, text, &s, &ev, &m);
	}
	return st;
}

enum gcl_status
gcl_recogniser_new(uint32_t max_depth, struct recogniser **out,
	struct gcl_error *err)
{
	struct recogniser *r = calloc(1, sizeof(*r));
	enum gcl_status st;

	*out = NULL;
	if (!r)
		return gcl_error_nomem(err);
	gcl_buf_init(&r->outer, LIMIT_TEXT_BYTES);
	gcl_buf_init(&r->key, LIMIT_TEXT_BYTES);
	gcl_buf_init(&r->value, LIMIT_TEXT_BYTES);
	st = gcl_heads_load(&r->heads, err);
	r->list = calloc(r->heads.n + 1, sizeof(*r->list));
	r->walk = gcl_walk_new(max_depth);
	r->matcher = gcl_matcher_new();
	if (st == GCL_OK && (!r->list || !r->walk || !r->matcher ||
	    !index_conditions(r)))
		st = gcl_error_nomem(err);
	if (st == GCL_OK)
		*out = r;
	else
		gcl_recogniser_free(r);
	return st;
}

void
gcl_recogniser_free(struct recogniser *r)
{
	if (!r)
		return;
	gcl_heads_release(&r->heads);
	gcl_walk_free(r->walk);
	gcl_matcher_free(r->matcher);
	gcl_buf_release(&r->outer);
	gcl_buf_release(&r->key);
	gcl_buf_release(&r->value);
	free(r->by_name);
	free(r->near);
	free(r->list);
	free(r);
}
