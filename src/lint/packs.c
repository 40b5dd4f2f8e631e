/*
 * Packs, loaded by need: most runs get along with one.
 */
#include "config.h"

#include "lint/packs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "lint/describe.h"
#include "text/reader.h"

void
gcl_packs_init(struct packs *p, uint32_t max_depth)
{
	*p = (struct packs){ .max_depth = max_depth };
}

static void
release_pack(struct pack *k)
{
	if (!k->borrowed)
		gcl_ruleset_free(k->rules);
	gcl_buf_release(&k->bytes);
	free(k->levels);
}

static void
free_pack(struct pack *k)
{
	release_pack(k);
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

/* What made holds is p's from here on, whatever happens. */
static enum gcl_status
add(struct packs *p, struct pack made, const struct pack **out,
	struct gcl_error *err)
{
	struct pack *k = malloc(sizeof(*k));

	made.levels = malloc(made.rules->n_rules + 1);
	if (!k || !made.levels) {
		release_pack(&made);
		free(k);
		return gcl_error_nomem(err);
	}
	*k = made;
	set_levels(p, k);
	k->next = p->loaded;
	p->loaded = k;
	*out = k;
	return GCL_OK;
}

/* The last choice is the one that counts. */
static void
drop_chosen(struct packs *p)
{
	struct pack **at = &p->loaded, *old;

	while (*at && *at != p->chosen)
		at = &(*at)->next;
	old = *at;
	p->chosen = NULL;
	if (!old)
		return;
	*at = old->next;
	free_pack(old);
}

static enum gcl_status
read_file(const char *path, struct buf *to, struct gcl_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct gcl_error why = { GCL_OK, "" };
	struct reader r;
	enum gcl_status st;
	struct span bytes;

	if (fd < 0)
		return gcl_error_set(err, GCL_EUSAGE,
		    "cannot read the pack '%s': %s", path, strerror(errno));
	gcl_reader_init(&r, LIMIT_PACK_BYTES);
	gcl_reader_fd(&r, fd);
	st = gcl_reader_all(&r, &bytes, &why);
	close(fd);
	if (st == GCL_OK) {
		gcl_buf_addspan(to, bytes);
		st = gcl_buf_status(to);
	}
	gcl_reader_release(&r);
	if (st == GCL_OK || st == GCL_ENOMEM)
		return st == GCL_OK ? st : gcl_error_nomem(err);
	return gcl_error_set(err, GCL_EUSAGE, "cannot read the pack '%s': %s",
	    path, why.text);
}

/* made has been loaded: choose it. */
static enum gcl_status
choose(struct packs *p, struct pack made, struct gcl_error *err)
{
	const struct pack *chosen;
	enum gcl_status st;

	drop_chosen(p);
	st = add(p, made, &chosen, err);
	if (st == GCL_OK)
		p->chosen = chosen;
	return st;
}

enum gcl_status
gcl_packs_choose(struct packs *p, const char *value, struct gcl_error *err)
{
	bool file = strpbrk(value, "/.") != NULL;
	struct pack made = { .rules = NULL };
	enum gcl_status st = GCL_OK;

	gcl_buf_init(&made.bytes, LIMIT_PACK_BYTES);
	if (file)
		st = read_file(value, &made.bytes, err);
	if (st == GCL_OK)
		st = gcl_pack_load(value, file ? value : NULL,
		    gcl_buf_span(&made.bytes), &made.rules, err);
	if (st == GCL_OK)
		return choose(p, made, err);
	gcl_buf_release(&made.bytes);
	return st;
}

enum gcl_status
gcl_packs_copy(struct packs *to, const struct packs *from,
	struct gcl_error *err)
{
	const struct pack *chosen = from->chosen;
	struct pack made = { .rules = NULL };
	const char *file;
	enum gcl_status st;

	to->overrides = from->overrides;
	to->max_depth = from->max_depth;
	if (!chosen)
		return GCL_OK;
	file = chosen->bytes.len > 0 ? chosen->rules->file : NULL;
	st = gcl_pack_load(file ? file : chosen->rules->head.name, file,
	    gcl_buf_span(&chosen->bytes), &made.rules, err);
	return st == GCL_OK ? choose(to, made, err) : st;
}

static enum gcl_status
borrow(struct packs *p, const struct pack *from, const struct pack **out,
	struct gcl_error *err)
{
	const struct pack made = { .rules = from->rules, .borrowed = true,
		.lean = from->lean };

	return add(p, made, out, err);
}

enum gcl_status
gcl_packs_derive(struct packs *p, struct packs *base,
	const struct override *overrides, struct gcl_error *err)
{
	gcl_packs_init(p, base->max_depth);
	p->base = base;
	p->overrides = overrides;
	return base->chosen ? borrow(p, base->chosen, &p->chosen, err) :
	    GCL_OK;
}

static const struct pack *
find_loaded(const struct packs *p, const char *name, bool lean)
{
	const struct pack *k;

	for (k = p->loaded; k; k = k->next)
		if (k != p->chosen && (lean || !k->lean) &&
		    !strcmp(k->rules->head.name, name))
			return k;
	return NULL;
}

/* Whoever gets along with a lean pack gets along with a whole one. */
static enum gcl_status
get(struct packs *p, const char *name, bool lean, const struct pack **out,
	struct gcl_error *err)
{
	struct pack made = { .lean = lean };
	enum gcl_status st;
	const struct pack *k;

	*out = find_loaded(p, name, lean);
	if (*out)
		return GCL_OK;
	if (p->base) {
		st = get(p->base, name, lean, &k, err);
		return st == GCL_OK ? borrow(p, k, out, err) : st;
	}
	st = lean ? gcl_pack_load_lean(name, &made.rules, err) :
	    gcl_pack_load(name, NULL, gcl_span(NULL, 0), &made.rules, err);
	return st == GCL_OK ? add(p, made, out, err) : st;
}

enum gcl_status
gcl_packs_get(struct packs *p, const char *name, const struct pack **out,
	struct gcl_error *err)
{
	return get(p, name, true, out, err);
}

enum gcl_status
gcl_packs_whole(struct packs *p, const char *name, const struct pack **out,
	struct gcl_error *err)
{
	return get(p, name, false, out, err);
}

static enum gcl_status
get_main(struct packs *p, bool lean, const struct pack **out,
	struct gcl_error *err)
{
	*out = p->chosen;
	return *out ? GCL_OK : get(p, PACK_DEFAULT, lean, out, err);
}

enum gcl_status
gcl_packs_main(struct packs *p, const struct pack **out,
	struct gcl_error *err)
{
	return get_main(p, false, out, err);
}

/* Not every embedded file is a pack by itself: parts have no root. */
static bool
is_pack(const struct embedded *e)
{
	return e->root;
}

static enum gcl_status
find_rule(struct packs *p, struct span name, bool lean,
	const struct rule **out, struct gcl_error *err)
{
	const struct embedded *e = gcl_embedded;
	const struct pack *k;
	enum gcl_status st = get_main(p, lean, &k, err);

	*out = NULL;
	while (st == GCL_OK) {
		*out = gcl_ruleset_rule(k->rules, name);
		while (e->name && !is_pack(e))
			e++;
		if (*out || !e->name)
			break;
		st = get(p, e++->name, lean, &k, err);
	}
	return st;
}

static enum gcl_status
unknown_rule(struct packs *p, const char *where, struct span name,
	struct gcl_error *err)
{
	const struct pack *k;
	const char *near = NULL;

	where = where ? where : "";

	for (k = p->loaded; k && !near; k = k->next)
		near = gcl_rule_nearest(k->rules, name);
	if (near)
		return gcl_error_set(err, GCL_EUSAGE,
		    "%sno rule '%.*s': did you mean '%s'?", where,
		    (int)name.len, name.ptr, near);
	return gcl_error_set(err, GCL_EUSAGE,
	    "%sno rule '%.*s': --list-rules shows them", where,
	    (int)name.len, name.ptr);
}

enum gcl_status
gcl_packs_rule(struct packs *p, struct span name, const struct rule **out,
	struct gcl_error *err)
{
	enum gcl_status st = find_rule(p, name, false, out, err);

	return st == GCL_OK && !*out ? unknown_rule(p, NULL, name, err) : st;
}

enum gcl_status
gcl_packs_known(struct packs *p, const char *where, struct span name,
	struct gcl_error *err)
{
	const struct rule *r;
	enum gcl_status st = find_rule(p, name, true, &r, err);

	return st == GCL_OK && !r ? unknown_rule(p, where, name, err) : st;
}

enum gcl_status
gcl_packs_ready(struct packs *p, struct gcl_error *err)
{
	const struct override *o;
	enum gcl_status st = GCL_OK;
	struct pack *k;

	for (k = p->loaded; k; k = k->next)
		set_levels(p, k);
	for (o = p->overrides; o && st == GCL_OK; o = o->next)
		st = gcl_packs_known(p, o->where, o->rule, err);
	return st;
}

/* What a pack is for does not hang on severities: all share one. */
static enum gcl_status
need_recogniser(struct packs *p, struct recogniser **out,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;

	while (p->base)
		p = p->base;
	if (!p->recogniser)
		st = gcl_recogniser_new(p->max_depth, &p->recogniser, err);
	*out = p->recogniser;
	return st;
}

enum gcl_status
gcl_packs_heads(struct packs *p, const struct heads **out,
	struct gcl_error *err)
{
	struct recogniser *r;
	enum gcl_status st = need_recogniser(p, &r, err);

	if (st == GCL_OK)
		*out = &r->heads;
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
	struct recogniser *r;
	enum gcl_status st = need_recogniser(p, &r, err);
	const struct recognised *is;
	size_t i;

	*out = (struct guess){ .head = NULL };
	if (st == GCL_OK)
		st = gcl_recognise(r, text);
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
