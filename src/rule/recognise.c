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

static bool
same_or_near(const struct condition *c, const struct member *m)
{
	struct suggest near;

	if (gcl_span_eq(c->member, m->key))
		return true;
	if (!c->near || m->n > NEAR_MEMBERS)
		return false;
	gcl_suggest_init(&near, m->key);
	gcl_suggest_offer(&near, c->member, 0);
	return near.found;
}

bool
gcl_condition_holds(const struct condition *c, const struct member *m,
	struct matcher *mt, bool *limit)
{
	enum match_result r;

	if (!same_or_near(c, m) || (c->types && !(c->types & m->type)))
		return false;
	if (c->has_is && (m->type != JSON_STRING ||
	    !gcl_span_eq(c->is, m->text)))
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

/* How deep the members stand that tell: in an array, one deeper. */
static uint32_t
telling_depth(const struct walk_event *root)
{
	if (root->kind != WALK_OPEN)
		return UINT32_MAX;
	return root->type == JSON_ARRAY ? 2 : 1;
}

static bool
is_over(const struct walk_event *ev, uint32_t depth)
{
	return ev->kind == WALK_END || ev->kind == WALK_BAD ||
	    (ev->kind == WALK_CLOSE && ev->depth < depth);
}

enum gcl_status
gcl_recognise(struct recogniser *r, struct span text)
{
	enum gcl_status st = GCL_OK;
	struct member m = { .n = 0 };
	struct walk_event ev;
	uint32_t depth;

	memset(r->list, 0, r->heads.n * sizeof(*r->list));
	gcl_walk_start(r->walk, text);
	gcl_walk_next(r->walk, &ev);
	depth = telling_depth(&ev);
	while (st == GCL_OK && !is_over(&ev, depth)) {
		gcl_walk_next(r->walk, &ev);
		if (ev.depth != depth || ev.kind == WALK_CLOSE)
			continue;
		if (ev.kind == WALK_KEY) {
			st = decode(text, &ev, &r->key, &m.key);
			m.n++;
		} else if (ev.kind != WALK_BAD && m.n > 0) {
			m.type = ev.type;
			st = decode(text, &ev, &r->value, &m.text);
			learn(r, &m);
		}
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
	gcl_buf_release(&r->key);
	gcl_buf_release(&r->value);
	free(r->list);
	free(r);
}
