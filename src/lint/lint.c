/*
 * One document: the fast path, and the slow one for what is not JSON.
 *
 * The walk and the rules go over the text together.  When the walk refuses
 * it, what the rules said so far is dropped; complain says what is wrong, and
 * if that can be read past, the copy without it is linted.
 */
#include "config.h"

#include "lint/lint.h"

#include <stdlib.h>

#include "base/hash.h"
#include "json/complain.h"
#include "json/walk.h"
#include "rule/apply.h"

struct lint {
	struct lint_options o;
	struct walk *walk;
	struct apply *apply;
	struct arena arena;
	struct hits hits;
	struct complaints complaints;
};

struct lint *
gcl_lint_new(const struct lint_options *o)
{
	struct lint *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->o = *o;
	gcl_arena_init(&l->arena);
	gcl_complaints_init(&l->complaints);
	l->walk = gcl_walk_new(o->max_depth);
	l->apply = gcl_apply_new(gcl_hash_seed());
	if (!l->walk || !l->apply) {
		gcl_lint_free(l);
		return NULL;
	}
	return l;
}

void
gcl_lint_free(struct lint *l)
{
	if (!l)
		return;
	gcl_walk_free(l->walk);
	gcl_apply_free(l->apply);
	gcl_arena_release(&l->arena);
	gcl_complaints_release(&l->complaints);
	free(l->hits.list);
	free(l);
}

/* A pattern that gives up is remembered by the engine; the rest goes on. */
static enum gcl_status
go_over(struct lint *l, struct span text, bool *json)
{
	const struct apply_run run = { .rules = l->o.rules,
		.levels = l->o.levels, .text = text, .arena = &l->arena,
		.hits = &l->hits };
	enum gcl_status st = GCL_OK;
	struct walk_event ev;

	gcl_walk_start(l->walk, text);
	gcl_apply_start(l->apply, &run);
	do {
		gcl_walk_next(l->walk, &ev);
		st = gcl_apply_event(l->apply, &ev);
	} while (st != GCL_ENOMEM && ev.kind != WALK_END &&
	    ev.kind != WALK_BAD);
	*json = ev.kind == WALK_END;
	return st == GCL_ENOMEM ? st : GCL_OK;
}

static enum gcl_status
raise_complaint(struct lint *l, const struct complaint *c)
{
	const struct rule *rule = gcl_ruleset_rule(l->o.rules,
	    gcl_span_str(c->rule));
	size_t before = l->hits.n;
	enum gcl_status st;
	struct hit *h;

	st = gcl_apply_raise(l->apply, rule, c->off, c->len, c->say, c->help);
	if (st != GCL_OK || l->hits.n == before)
		return st;
	h = &l->hits.list[before];
	/* What is not JSON has no members to point at. */
	h->pointer = gcl_span(NULL, 0);
	if (!c->related)
		return GCL_OK;
	h->related_say = c->related_say;
	h->related_off = c->related_off;
	h->related_len = c->related_len;
	return GCL_OK;
}

static enum gcl_status
raise_complaints(struct lint *l)
{
	static const struct complaint unknown = {
		.rule = "json-syntax", .say = "this is not JSON",
	};
	const struct complaints *c = &l->complaints;
	enum gcl_status st = GCL_OK;
	size_t i;

	for (i = 0; i < c->n && st == GCL_OK; i++)
		st = raise_complaint(l, &c->list[i]);
	return c->n ? st : raise_complaint(l, &unknown);
}

/* Not JSON: say why, and lint what can be read past the fault. */
static enum gcl_status
read_past(struct lint *l, struct span text, bool *json)
{
	enum gcl_status st;

	l->hits.n = 0;
	st = gcl_complain(text, l->o.max_depth, &l->arena, &l->complaints);
	if (st != GCL_OK)
		return st;
	st = go_over(l, gcl_buf_span(&l->complaints.copy), json);
	*json = *json && !l->complaints.fatal;
	if (!*json)
		l->hits.n = 0;
	return st == GCL_OK ? raise_complaints(l) : st;
}

static enum gcl_status
raise_unrecognised(struct lint *l, uint32_t off)
{
	return gcl_apply_raise(l->apply,
	    l->o.rules->known[KNOWN_UNRECOGNISED], off, 1,
	    "no pack recognises this object: it has no member of a known "
	    "payload",
	    "--list-packs shows what is known, --pack=NAME takes it for one");
}

/* What is no payload is a fault of its own, or none at all. */
static enum gcl_status
judge(struct lint *l, bool json, bool named, struct lint_report *out)
{
	enum json_type root;
	uint32_t off;
	bool instead;
	enum gcl_status st;

	out->result = LINT_PAYLOAD;
	root = gcl_apply_root(l->apply, &off);
	if (json) {
		st = gcl_apply_instead(l->apply, &instead);
		if (st != GCL_OK || instead)
			return st;
	}
	if (gcl_apply_recognised(l->apply, &out->why) || l->o.forced)
		return GCL_OK;
	if (named && (!json || root != JSON_OBJECT))
		return GCL_OK;
	out->result = LINT_NOT_PAYLOAD;
	gcl_hits_keep_json(&l->hits);
	if (named)
		return raise_unrecognised(l, off);
	l->hits.n = 0;
	return GCL_OK;
}

enum gcl_status
gcl_lint_document(struct lint *l, const struct document *doc, bool named,
	struct lint_report *out)
{
	enum gcl_status st;
	bool json;

	gcl_arena_reset(&l->arena);
	l->hits.n = 0;
	*out = (struct lint_report){ .hits = &l->hits, .arena = &l->arena };
	st = go_over(l, doc->text, &json);
	if (st == GCL_OK && !json)
		st = read_past(l, doc->text, &json);
	if (st == GCL_OK)
		st = judge(l, json, named, out);
	if (gcl_apply_nomem(l->apply))
		return GCL_ENOMEM;
	out->limit_rule = gcl_apply_limit(l->apply, &out->limit_off);
	gcl_hits_sort(&l->hits);
	return st == GCL_ELIMIT ? GCL_OK : st;
}
