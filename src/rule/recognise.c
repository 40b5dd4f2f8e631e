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
#define NEAR_DISTANCE 2

static bool
same_or_near(const struct condition *c, const struct member *m)
{
	struct suggest near;

	if (!gcl_span_eq(c->outer, m->outer))
		return false;
	if (gcl_span_eq(c->member, m->key))
		return true;
	if (!c->near || m->n > NEAR_MEMBERS)
		return false;
	gcl_suggest_init(&near, m->key);
	gcl_suggest_offer(&near, c->member, 0);
	return near.found && near.best <= NEAR_DISTANCE;
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
	if (!same_or_near(c, m))
		return false;
	if (!c->match)
		return true;
	if (m->type != JSON_STRING)
		return false;
	r = gcl_pattern_match(mt, c->match, m->text, 0, NULL);
	*limit = *limit || r == MATCH_LIMIT;
	return r == MATCH_YES;
}

static const struct condition *
first_that_holds(const struct condition *c, const struct member *m,
	struct matcher *mt)
{
	bool limit = false;

	while (c && !gcl_condition_holds(c, m, mt, &limit))
		c = c->next;
	return c;
}

static void
learn(struct recogniser *r, const struct member *m)
{
	const struct recognise *how;
	const struct condition *c;
	struct recognised *is;
	size_t i;

	for (i = 0; i < r->heads.n; i++) {
		how = &r->heads.list[i].recognise;
		is = &r->list[i];
		c = is->any ? NULL : first_that_holds(how->any, m, r->matcher);
		if (c) {
			is->any = true;
			is->why = c->member;
		}
		is->none = is->none ||
		    first_that_holds(how->none, m, r->matcher);
	}
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
	if (st == GCL_OK && (!r->list || !r->walk || !r->matcher))
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
	free(r->list);
	free(r);
}
