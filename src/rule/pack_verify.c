/*
 * Files that a person writes for gclint are checked as payloads are: a pack
 * by rules/pack.json, a configuration by rules/config.json.
 */
#include "config.h"

#include "rule/pack_p.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "json/complain.h"
#include "rule/apply.h"
#include "rule/words.h"
#include "text/source.h"

enum gcl_status
gcl_written_vfault(const struct written *w, size_t off, const char *fmt,
	va_list ap)
{
	struct source src;
	struct gcl_place at;
	enum gcl_status st;
	char text[512];

	vsnprintf(text, sizeof(text), fmt, ap);
	gcl_source_init(&src);
	gcl_source_set(&src, w->file, w->text, 0, 0);
	st = gcl_source_place(&src, off, 0, &at);
	if (st == GCL_OK)
		st = gcl_error_set(w->err, w->fault, "%s:%llu:%llu: %s",
		    w->file, (unsigned long long)at.line,
		    (unsigned long long)at.column, text);
	gcl_source_release(&src);
	return st == GCL_ENOMEM ? gcl_error_nomem(w->err) : st;
}

enum gcl_status
gcl_written_fault(const struct written *w, size_t off, const char *fmt, ...)
{
	enum gcl_status st;
	va_list ap;

	va_start(ap, fmt);
	st = gcl_written_vfault(w, off, fmt, ap);
	va_end(ap);
	return st;
}

/* Complaints offer options as help, which are for payloads. */
static enum gcl_status
not_json(const struct written *w)
{
	enum gcl_status st = GCL_ENOMEM;
	struct complaints c;

	gcl_complaints_init(&c);
	if (gcl_complain(w->text, LIMIT_DEPTH_DEFAULT, w->arena, &c) ==
	    GCL_OK)
		st = gcl_written_fault(w, c.n ? c.list[0].off : 0, "%s",
		    c.n ? c.list[0].say : "this is not JSON");
	gcl_complaints_release(&c);
	return st == GCL_ENOMEM ? gcl_error_nomem(w->err) : st;
}

enum gcl_status
gcl_written_read(const struct written *w, struct value **out)
{
	enum gcl_status st = gcl_value_read(w->walk, w->text, w->arena, out);

	if (st == GCL_EINPUT)
		return not_json(w);
	return st == GCL_OK ? st : gcl_error_nomem(w->err);
}

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
report(const struct written *w, const struct hits *hits)
{
	const struct hit *h = first(hits);
	const char *joint;

	if (!h)
		return GCL_OK;
	joint = gcl_words_joint(h->say, h->help);
	return gcl_written_fault(w, h->off, "%s%s%s", h->say,
	    joint ? joint : "", joint ? h->help : "");
}

static enum gcl_status
too_costly(const struct written *w, const struct apply *ap)
{
	uint32_t off = 0;

	gcl_apply_limit(ap, &off);
	return gcl_written_fault(w, off, "this takes too long to check");
}

enum gcl_status
gcl_written_verify(const struct written *w, const char *pack)
{
	struct apply *ap = gcl_apply_new(0);
	signed char *levels = NULL;
	struct ruleset *rs = NULL;
	struct hits hits = { 0 };
	struct apply_run set;
	enum gcl_status st;

	st = ap ? gcl_pack_load_lean(pack, &rs, w->err) : GCL_ENOMEM;
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
		.text = w->text, .arena = w->arena, .hits = &hits };
	gcl_apply_start(ap, &set);
	st = run(ap, w->walk, w->text);
	if (st == GCL_ELIMIT)
		st = too_costly(w, ap);
	else if (st == GCL_OK)
		st = report(w, &hits);
out:
	gcl_ruleset_free(rs);
	gcl_apply_free(ap);
	free(hits.list);
	free(levels);
	return st == GCL_ENOMEM ? gcl_error_nomem(w->err) : st;
}
