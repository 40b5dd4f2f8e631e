/*
 * A pack file is checked as a payload is: rules/pack.json is its pack.
 */
#include "config.h"

#include "rule/pack_p.h"

#include <stdlib.h>

#include "rule/apply.h"

static enum gcl_status
run(struct apply *ap, struct walk *walk, struct span text)
{
	enum gcl_status st = GCL_OK;
	struct walk_event ev;

	gcl_walk_start(walk, text);
	do {
		gcl_walk_next(walk, &ev);
		st = gcl_apply_event(ap, &ev);
	} while (st == GCL_OK && ev.kind != WALK_END && ev.kind != WALK_BAD);
	return gcl_apply_nomem(ap) ? GCL_ENOMEM : st;
}

static const struct hit *
first(const struct hits *hits)
{
	const struct hit *h = NULL;
	size_t i;

	for (i = 0; i < hits->n; i++)
		if (!h || hits->list[i].off < h->off)
			h = &hits->list[i];
	return h;
}

static enum gcl_status
report(struct loader *ld, const struct hits *hits)
{
	const struct hit *h = first(hits);
	const char *help;

	if (!h)
		return GCL_OK;
	/* A message that asks has its answer in it. */
	help = strchr(h->say, '?') ? NULL : h->help;
	return gcl_pack_fault_at(ld, h->off, "%s%s%s", h->say,
	    help ? "; " : "", help ? help : "");
}

enum gcl_status
gcl_pack_verify(struct loader *ld, const struct unit *u)
{
	struct apply *ap = gcl_apply_new(0);
	signed char *levels = NULL;
	struct ruleset *rs = NULL;
	struct hits hits = { 0 };
	struct apply_run set;
	enum gcl_status st;

	st = ap ? gcl_pack_load("pack", NULL, u->text, &rs, ld->err) :
	    GCL_ENOMEM;
	if (st != GCL_OK)
		goto out;
	/* What a pack says of placeholders is none. */
	rs->placeholder = NULL;
	levels = malloc(rs->n_rules);
	st = GCL_ENOMEM;
	if (!levels)
		goto out;
	memset(levels, -1, rs->n_rules);
	set = (struct apply_run){ .rules = rs, .levels = levels,
		.text = u->text, .arena = ld->arena, .hits = &hits };
	gcl_apply_start(ap, &set);
	st = run(ap, ld->walk, u->text);
	if (st == GCL_OK)
		st = report(ld, &hits);
out:
	gcl_ruleset_free(rs);
	gcl_apply_free(ap);
	free(hits.list);
	free(levels);
	return st == GCL_ENOMEM ? gcl_error_nomem(ld->err) : st;
}
