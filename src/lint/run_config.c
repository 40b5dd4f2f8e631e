/*
 * Configurations in a run: which one is an input's, and at the end what of
 * them was of no use.
 */
#include "config.h"

#include "lint/run.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/limits.h"
#include "input/scope.h"

#define RULE_UNUSED "suppression-unused"

/* The part of folder behind here, "" when they are one; NULL: elsewhere. */
static const char *
below(const char *here, const char *folder)
{
	size_t len = here && strcmp(here, "/") ? strlen(here) : 0;

	if (!here || strncmp(here, folder, len) != 0 ||
	    (folder[len] != '/' && folder[len] != '\0'))
		return NULL;
	return folder + len + (folder[len] == '/');
}

/* As somebody would write it who is in the current folder. */
static void
add_path(struct buf *out, const char *here, const char *folder)
{
	const char *rel = below(here, folder);

	gcl_buf_adds(out, rel ? rel : folder);
	if (out->len > 0 && out->ptr[out->len - 1] != '/')
		gcl_buf_addc(out, '/');
	gcl_buf_adds(out, CONFIG_NAME);
}

enum gcl_status
gcl_run_config(struct run *r, const struct scope *at, struct config **out,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_ENOMEM;
	struct buf path;
	const char *text;

	gcl_buf_init(&path, LIMIT_TEXT_BYTES);
	add_path(&path, r->folder, at->path);
	text = gcl_buf_str(&path);
	st = text ? gcl_profiles_config(&r->profiles, text, at->path, out,
	    err) : gcl_error_nomem(err);
	gcl_buf_release(&path);
	return st;
}

/* ---- what has hidden nothing ---- */

struct unused {
	struct run *run;
	struct config *config;
	struct profile *profile;
	bool whole;		/* all files that it is for were linted */
	bool told;		/* one was, and its input has begun */
};

static const char *
say_unused(const struct run *r, const struct suppression *s,
	const char **help)
{
	bool expired = s->expires < r->hide.today;

	*help = expired ?
	    "mend what it was for, or give it another day and reason" :
	    "take it out of the configuration";
	return expired ?
	    "this suppression has expired and hides nothing any more" :
	    "this suppression hides nothing";
}

static enum gcl_status
tell(struct unused *u, const struct suppression *s, const struct rule *rule,
	enum gcl_severity level)
{
	struct run *r = u->run;
	struct gcl_finding f = { .file = u->config->path, .severity = level,
		.rule = rule->name, .pack = PACK_CONFIG, .pointer = NULL,
		.url = rule->url };
	char print[17];
	enum gcl_status st;

	f.message = say_unused(r, s, &f.help);
	snprintf(print, sizeof(print), "%016" PRIx64,
	    gcl_hash_stable(gcl_hash_stable(HASH_STABLE,
	    gcl_span_str(rule->name)), gcl_span(u->config->src.text.ptr +
	    s->off, s->len)));
	f.fingerprint = print;
	st = gcl_source_place(&u->config->src, s->off, 1, &f.at);
	if (st != GCL_OK)
		return st;
	if (!u->told) {
		u->told = true;
		r->totals.files++;
		r->totals.files_with_findings++;
		r->on_input(r->ctx, u->config->path);
	}
	return gcl_run_give(r, &f, &u->config->src);
}

/* An entry is judged when every file was linted that it may be for. */
static bool
is_unused(const struct unused *u, const struct suppression *s)
{
	const struct packs *p = &u->profile->packs;
	const struct override *o;

	/* Who turns rules off or takes another pack asks about that alone. */
	for (o = p->base->overrides; o; o = o->next)
		if (o->level == GCL_OFF && gcl_span_eq(o->rule, s->rule))
			return false;
	return s->hits == 0 && !u->run->profiles.pack_set &&
	    (u->whole || (s->exact && s->met));
}

static enum gcl_status
look_through(struct unused *u, struct gcl_error *err)
{
	struct run *r = u->run;
	const struct suppression *s;
	const struct rule *rule;
	enum gcl_severity level;
	const struct pack *k;
	enum gcl_status st;

	st = gcl_packs_get(&u->profile->packs, PACK_CONFIG, &k, err);
	if (st != GCL_OK)
		return st;
	rule = gcl_ruleset_rule(k->rules, SPAN(RULE_UNUSED));
	level = k->levels[rule->index] < 0 ? rule->severity :
	    (enum gcl_severity)k->levels[rule->index];
	r->profile = u->profile;
	for (s = u->config->suppressions; s && st == GCL_OK; s = s->next)
		if (level != GCL_OFF && is_unused(u, s))
			st = tell(u, s, rule, level);
	return st == GCL_OK && u->told ? r->on_document(r->ctx) : st;
}

enum gcl_status
gcl_run_unused(struct run *r, bool (*whole)(void *ctx, const char *folder),
	void *ctx, struct gcl_error *err)
{
	struct unused u = { .run = r };
	struct span none = { NULL, 0 };
	enum gcl_status st = GCL_OK;
	size_t i;

	for (i = 0; st == GCL_OK; i++) {
		u.config = gcl_profiles_nth(&r->profiles, i);
		if (!u.config)
			break;
		u.told = false;
		u.whole = whole(ctx, u.config->folder);
		st = gcl_profiles_get(&r->profiles, u.config, none,
		    &u.profile, err);
		if (st == GCL_OK)
			st = gcl_hide_begin(&r->hide, NULL, none,
			    u.config->path);
		if (st == GCL_OK)
			st = look_through(&u, err);
	}
	return st;
}
