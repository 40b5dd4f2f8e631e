/*
 * Packs, loaded by need: most runs get along with one.
 */
#include "config.h"

#include "lint/packs.h"

#include <stdlib.h>

#include "lint/describe.h"

void
gcl_packs_init(struct packs *p, uint32_t max_depth)
{
	*p = (struct packs){ .max_depth = max_depth };
}

static void
free_pack(struct pack *k)
{
	gcl_ruleset_free(k->rules);
	free(k->levels);
	free(k);
}

void
gcl_packs_release(struct packs *p)
{
	struct pack *k;

	while ((k = p->loaded)) {
		p->loaded = k->next;
		free_pack(k);
	}
	gcl_recogniser_free(p->recogniser);
	gcl_packs_init(p, p->max_depth);
}

static void
set_levels(const struct packs *p, struct pack *k)
{
	const struct override *o;
	const struct rule *r;

	memset(k->levels, -1, k->rules->n_rules + 1);
	for (o = p->overrides; o; o = o->next) {
		r = gcl_ruleset_rule(k->rules, o->rule);
		if (r)
			k->levels[r->index] = (signed char)o->level;
	}
}

/* rules are p's from here on, whatever happens. */
static enum gcl_status
add(struct packs *p, struct ruleset *rules, const struct pack **out,
	struct gcl_error *err)
{
	struct pack *k = calloc(1, sizeof(*k));

	if (!k) {
		gcl_ruleset_free(rules);
		return gcl_error_nomem(err);
	}
	k->rules = rules;
	k->levels = malloc(rules->n_rules + 1);
	if (!k->levels) {
		free_pack(k);
		return gcl_error_nomem(err);
	}
	set_levels(p, k);
	k->next = p->loaded;
	p->loaded = k;
	*out = k;
	return GCL_OK;
}

enum gcl_status
gcl_packs_choose(struct packs *p, struct ruleset *rules,
	struct gcl_error *err)
{
	struct pack **at = &p->loaded, *old;

	/* The last choice is the one that counts. */
	while (*at && *at != p->chosen)
		at = &(*at)->next;
	old = *at;
	if (old) {
		*at = old->next;
		free_pack(old);
	}
	p->chosen = NULL;
	return add(p, rules, &p->chosen, err);
}

enum gcl_status
gcl_packs_get(struct packs *p, const char *name, const struct pack **out,
	struct gcl_error *err)
{
	struct ruleset *rules;
	enum gcl_status st;
	const struct pack *k;

	for (k = p->loaded; k; k = k->next) {
		if (k != p->chosen && !strcmp(k->rules->head.name, name)) {
			*out = k;
			return GCL_OK;
		}
	}
	st = gcl_pack_load(name, NULL, gcl_span(NULL, 0), &rules, err);
	return st == GCL_OK ? add(p, rules, out, err) : st;
}

enum gcl_status
gcl_packs_main(struct packs *p, const struct pack **out,
	struct gcl_error *err)
{
	*out = p->chosen;
	return *out ? GCL_OK : gcl_packs_get(p, PACK_DEFAULT, out, err);
}

/* Not every embedded file is a pack by itself: parts have no root. */
static bool
is_pack(const struct embedded *e)
{
	return e->root;
}

static enum gcl_status
find_rule(struct packs *p, struct span name, const struct rule **out,
	struct gcl_error *err)
{
	const struct embedded *e = gcl_embedded;
	const struct pack *k;
	enum gcl_status st = gcl_packs_main(p, &k, err);

	*out = NULL;
	while (st == GCL_OK) {
		*out = gcl_ruleset_rule(k->rules, name);
		while (e->name && !is_pack(e))
			e++;
		if (*out || !e->name)
			break;
		st = gcl_packs_get(p, e++->name, &k, err);
	}
	return st;
}

static enum gcl_status
unknown_rule(struct packs *p, struct span name, struct gcl_error *err)
{
	const struct pack *k;
	const char *near = NULL;

	for (k = p->loaded; k && !near; k = k->next)
		near = gcl_rule_nearest(k->rules, name);
	if (near)
		return gcl_error_set(err, GCL_EUSAGE,
		    "no rule '%.*s': did you mean '%s'?", (int)name.len,
		    name.ptr, near);
	return gcl_error_set(err, GCL_EUSAGE,
	    "no rule '%.*s': --list-rules shows them", (int)name.len,
	    name.ptr);
}

enum gcl_status
gcl_packs_rule(struct packs *p, struct span name, const struct rule **out,
	struct gcl_error *err)
{
	enum gcl_status st = find_rule(p, name, out, err);

	return st == GCL_OK && !*out ? unknown_rule(p, name, err) : st;
}

enum gcl_status
gcl_packs_ready(struct packs *p, struct gcl_error *err)
{
	const struct override *o;
	enum gcl_status st = GCL_OK;
	const struct rule *r;
	struct pack *k;

	for (k = p->loaded; k; k = k->next)
		set_levels(p, k);
	for (o = p->overrides; o && st == GCL_OK; o = o->next)
		st = gcl_packs_rule(p, o->rule, &r, err);
	return st;
}

static enum gcl_status
need_recogniser(struct packs *p, struct gcl_error *err)
{
	return p->recogniser ? GCL_OK :
	    gcl_recogniser_new(p->max_depth, &p->recogniser, err);
}

enum gcl_status
gcl_packs_heads(struct packs *p, const struct heads **out,
	struct gcl_error *err)
{
	enum gcl_status st = need_recogniser(p, err);

	if (st == GCL_OK)
		*out = &p->recogniser->heads;
	return st;
}

/* A pack without requests is for no body. */
static bool
is_candidate(const struct routed *among, const struct head *h)
{
	size_t i;

	for (i = 0; among && i < among->n; i++)
		if (among->best[i].head == h)
			return true;
	return !among && h->requests;
}

static bool
is_current(const struct head *h)
{
	return !h->state || !strcmp(h->state, "current");
}

const char *
gcl_packs_first(const struct routed *among)
{
	return among ? among->best[0].head->name : PACK_DEFAULT;
}

static void
take_guess(struct guess *g, const struct head *h, struct span why)
{
	if (!g->head || (is_current(h) && !is_current(g->head))) {
		g->other = g->head;
		g->head = h;
		g->why = why;
	} else if (!g->other && is_current(h)) {
		g->other = h;
	}
}

enum gcl_status
gcl_packs_recognise(struct packs *p, const struct routed *among,
	struct span text, struct guess *out, struct gcl_error *err)
{
	enum gcl_status st = need_recogniser(p, err);
	const struct recogniser *r = p->recogniser;
	const struct recognised *is;
	size_t i;

	*out = (struct guess){ .head = NULL };
	if (st == GCL_OK)
		st = gcl_recognise(p->recogniser, text);
	for (i = 0; st == GCL_OK && i < r->heads.n; i++) {
		is = &r->list[i];
		if (!is->any || is->none ||
		    !is_candidate(among, &r->heads.list[i]))
			continue;
		take_guess(out, &r->heads.list[i], is->why);
		out->first = out->first || !strcmp(r->heads.list[i].name,
		    gcl_packs_first(among));
	}
	if (out->other && !is_current(out->other))
		out->other = NULL;
	return st;
}
