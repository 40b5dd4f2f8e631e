/*
 * One text: the fast path, and the slow one for what is not JSON.
 *
 * The walk and the rules go over the text together.  When the walk refuses
 * it, what the rules said so far is dropped; complain says what is wrong, and
 * if that can be read past, the copy without it is linted.
 */
#include "config.h"

#include "lint/lint.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"
#include "json/repair.h"
#include "json/walk.h"
#include "rule/apply.h"

struct lint {
	const struct lint_task *task;
	uint32_t max_depth;
	struct walk *walk;
	struct apply *apply;
	struct arena arena;
	struct hits hits;		/* of the text at hand */
	struct hits all;		/* of the document */
	struct complaints complaints;
};

struct lint *
gcl_lint_new(uint32_t max_depth)
{
	struct lint *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->max_depth = max_depth;
	gcl_arena_init(&l->arena);
	gcl_complaints_init(&l->complaints);
	l->walk = gcl_walk_new(max_depth > LIMIT_DEPTH_ENVELOPE ? max_depth :
	    LIMIT_DEPTH_ENVELOPE);
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
	free(l->all.list);
	free(l);
}

/* A pattern that gives up is remembered by the engine; the rest goes on. */
static enum gcl_status
go_over(struct lint *l, struct span text, bool *json)
{
	const struct apply_run run = { .rules = l->task->rules,
		.levels = l->task->levels, .text = text, .arena = &l->arena,
		.recorded = l->task->recorded, .hits = &l->hits,
		.country = l->task->country };
	struct walk_event name, ev;
	enum gcl_status st;

	gcl_walk_start(l->walk, text);
	if (!l->task->own)
		gcl_walk_limit(l->walk, l->max_depth);
	gcl_apply_start(l->apply, &run);
	do {
		if (gcl_walk_member(l->walk, &name, &ev)) {
			st = gcl_apply_member(l->apply, &name, &ev);
			continue;
		}
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
	const struct rule *rule = gcl_ruleset_rule(l->task->rules,
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
	h->safe = true;
	st = gcl_json_repair(l->task->piece->text, c, &l->arena, &h->edits);
	if (st != GCL_OK || !c->related)
		return st;
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
	st = gcl_complain(text, l->max_depth, &l->arena, &l->complaints);
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
	    l->task->rules->known[KNOWN_UNRECOGNISED], off, 1,
	    "no pack recognises this object: it has no member of a known "
	    "payload",
	    "--list-packs shows what is known, --pack=NAME takes it for one");
}

/* What is no payload is a fault of its own, or none at all. */
static enum gcl_status
judge(struct lint *l, bool json, struct lint_report *out)
{
	const struct lint_task *t = l->task;
	enum json_type root;
	uint32_t off;
	bool instead;
	enum gcl_status st;

	out->result = LINT_PAYLOAD;
	out->contested = gcl_apply_contested(l->apply);
	out->why = gcl_span(NULL, 0);
	root = gcl_apply_root(l->apply, &off);
	if (json) {
		st = gcl_apply_instead(l->apply, &instead);
		if (st != GCL_OK || instead)
			return st;
	}
	if (gcl_apply_recognised(l->apply, &out->why) || t->forced)
		return GCL_OK;
	if (t->named && (!json || (!t->found && root != JSON_OBJECT)))
		return GCL_OK;
	out->result = LINT_NOT_PAYLOAD;
	gcl_hits_keep_json(&l->hits);
	if (t->named && !t->found)
		return raise_unrecognised(l, off);
	l->hits.n = 0;
	return GCL_OK;
}

/* The hits of a text join those of the document. */
static enum gcl_status
take_hits(struct lint *l)
{
	struct hit *h, *end;
	size_t none;

	if (gcl_grow(&l->all.list, &l->all.cap, l->all.n + l->hits.n,
	    sizeof(*h)) < 0)
		return GCL_ENOMEM;
	if (l->hits.n == 0)
		return GCL_OK;
	h = l->all.list + l->all.n;
	memcpy(h, l->hits.list, l->hits.n * sizeof(*h));
	l->all.n += l->hits.n;
	for (end = l->all.list + l->all.n; h < end; h++) {
		h->piece = l->task->piece;
		h->pack = l->task->rules->head.name;
		h->at = h->off;
		none = h->len;
		if (l->task->own)
			h->edits = (struct edits){ NULL, 0 };
		gcl_piece_locate(h->piece, &h->at, &none);
	}
	l->hits.n = 0;
	return GCL_OK;
}

void
gcl_lint_begin(struct lint *l, struct lint_report *out)
{
	gcl_arena_reset(&l->arena);
	l->hits.n = l->all.n = 0;
	*out = (struct lint_report){ .hits = &l->all, .arena = &l->arena };
}

enum gcl_status
gcl_lint_text(struct lint *l, const struct lint_task *t,
	struct lint_report *out)
{
	const struct rule *limit;
	uint32_t limit_off;
	enum gcl_status st;
	bool json;

	l->task = t;
	out->read = t->piece->text;
	st = go_over(l, t->piece->text, &json);
	if (st == GCL_OK && !json) {
		st = read_past(l, t->piece->text, &json);
		out->read = gcl_buf_span(&l->complaints.copy);
	}
	if (st == GCL_OK)
		st = judge(l, json, out);
	if (gcl_apply_nomem(l->apply) || st == GCL_ENOMEM)
		return GCL_ENOMEM;
	limit = gcl_apply_limit(l->apply, &limit_off);
	if (limit && !out->limit_rule) {
		out->limit_rule = limit;
		out->limit_piece = t->piece;
		out->limit_off = limit_off;
	}
	return take_hits(l);
}

enum gcl_status
gcl_lint_raise(struct lint *l, const struct lint_task *t, const char *rule,
	size_t off, size_t len, const char *say, const char *help)
{
	const struct apply_run run = { .rules = t->rules,
		.levels = t->levels, .arena = &l->arena, .hits = &l->hits };
	size_t before = l->all.n;
	enum gcl_status st;

	l->task = t;
	gcl_apply_start(l->apply, &run);
	st = gcl_apply_raise(l->apply, gcl_ruleset_rule(t->rules,
	    gcl_span_str(rule)), (uint32_t)off, (uint32_t)len, say, help);
	if (st == GCL_OK)
		st = take_hits(l);
	if (st == GCL_OK && l->all.n > before)
		l->all.list[before].pointer = gcl_span(NULL, 0);
	return st;
}

static enum gcl_status
add_successor(struct arena *arena, const char *successor, const char **help)
{
	struct buf words;

	gcl_buf_init(&words, LIMIT_TEXT_BYTES);
	gcl_buf_addf(&words, "use %s", successor);
	if (gcl_buf_status(&words) == GCL_OK)
		*help = gcl_arena_str(arena, gcl_buf_span(&words));
	gcl_buf_release(&words);
	return *help ? GCL_OK : GCL_ENOMEM;
}

enum gcl_status
gcl_lint_state(struct lint *l, const struct lint_task *t, size_t off,
	size_t len, const char *state, const char *successor)
{
	static const struct {
		const char *state, *rule, *say;
	} states[] = {
		{ "deprecated", "field-deprecated",
		  "this request is deprecated" },
		{ "removed", "request-removed",
		  "this request is gone from the API" },
	};
	const size_t n = sizeof(states) / sizeof(states[0]);
	enum gcl_status st = GCL_OK;
	const char *help = NULL;
	size_t i = 0;

	while (i < n && (!state || strcmp(state, states[i].state)))
		i++;
	if (i == n)
		return GCL_OK;
	if (successor)
		st = add_successor(&l->arena, successor, &help);
	return st == GCL_OK ? gcl_lint_raise(l, t, states[i].rule, off, len,
	    states[i].say, help) : st;
}

void
gcl_lint_end(struct lint *l)
{
	gcl_hits_sort(&l->all);
}
