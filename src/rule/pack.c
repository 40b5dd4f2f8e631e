/*
 * The pack loader: files, includes, rules, and what a pack says of itself.
 *
 * Names are declared before anything refers to them: first the rules, formats
 * and shapes of all files, then their contents.
 */
#include "config.h"

#include "rule/pack_p.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/suggest.h"
#include "rule/plan.h"
#include "rule/regions.h"

static struct written
written(const struct loader *ld)
{
	return (struct written){ .file = ld->unit->file,
		.text = ld->unit->text, .fault = GCL_EPACK, .walk = ld->walk,
		.arena = ld->arena, .err = ld->err };
}

enum gcl_status
gcl_pack_fault(struct loader *ld, const struct value *v, const char *fmt, ...)
{
	const struct written w = written(ld);
	enum gcl_status st;
	va_list ap;

	va_start(ap, fmt);
	st = gcl_written_vfault(&w, v ? v->off : 0, fmt, ap);
	va_end(ap);
	return st;
}

enum gcl_status
gcl_pack_fault_at(struct loader *ld, size_t off, const char *fmt, ...)
{
	const struct written w = written(ld);
	enum gcl_status st;
	va_list ap;

	va_start(ap, fmt);
	st = gcl_written_vfault(&w, off, fmt, ap);
	va_end(ap);
	return st;
}

enum gcl_status
gcl_pack_string(struct loader *ld, const struct value *obj, const char *name,
	const char **out)
{
	const struct value *v = gcl_value_get(obj, name);

	if (!v)
		return GCL_OK;
	if (v->type != JSON_STRING)
		return gcl_pack_fault(ld, v, "'%s' must be a string", name);
	*out = gcl_value_str(v, ld->arena);
	return *out ? GCL_OK : gcl_error_nomem(ld->err);
}

/* ---- files and includes ---- */

static enum gcl_status read_unit(struct loader *ld, const struct unit *from,
	const struct value *where);

static enum gcl_status
unknown_pack(struct loader *ld, const struct value *where, const char *name)
{
	struct suggest near;
	char hint[96] = "";
	size_t i;

	gcl_suggest_init(&near, gcl_span_str(name));
	for (i = 0; gcl_embedded[i].name; i++)
		gcl_suggest_offer(&near, gcl_span_str(gcl_embedded[i].name),
		    i);
	if (near.found)
		snprintf(hint, sizeof(hint), ": did you mean '%s'?",
		    gcl_embedded[near.index].name);
	if (where)
		return gcl_pack_fault(ld, where, "no pack '%s'%s", name, hint);
	return gcl_error_set(ld->err, GCL_EUSAGE, "no pack '%s'%s", name,
	    near.found ? hint : ": --list-packs shows them");
}

static enum gcl_status
read_embedded(struct loader *ld, const struct unit *outer, const char *name,
	const struct value *where)
{
	const struct embedded *e = gcl_embedded_find(gcl_span_str(name));
	struct unit u = { .outer = outer, .embedded = e };
	char label[128];

	if (!e)
		return unknown_pack(ld, where, name);
	/* A pack may have the name of the one that it extends. */
	snprintf(label, sizeof(label), "<pack %s>", e->name);
	u.name = e->name;
	u.file = label;
	u.text = ld->lean ? gcl_embedded_lean(e) :
	    gcl_span((const char *)e->bytes, e->len);
	return read_unit(ld, &u, where);
}

static enum gcl_status
read_includes(struct loader *ld, struct unit *u)
{
	const struct value *v = gcl_value_get(u->root, "include");
	enum gcl_status st = GCL_OK;
	const char *name;

	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next) {
		ld->unit = u;
		if (v->type != JSON_STRING)
			return gcl_pack_fault(ld, v,
			    "'include' is an array of pack names");
		name = gcl_value_str(v, ld->arena);
		if (!name)
			return gcl_error_nomem(ld->err);
		st = read_embedded(ld, u, name, v);
	}
	return st;
}

static const struct unit *
find_unit(const struct loader *ld, const char *file)
{
	const struct unit *u;

	for (u = ld->units; u; u = u->next)
		if (!strcmp(u->file, file))
			return u;
	return NULL;
}

static enum gcl_status
check_cycle(struct loader *ld, const struct unit *from,
	const struct value *where)
{
	const struct unit *u;
	unsigned depth = 0;

	for (u = from->outer; u; u = u->outer, depth++)
		if (!strcmp(u->file, from->file))
			return gcl_pack_fault(ld, where,
			    "the pack '%s' includes itself", from->name);
	return depth < LIMIT_INCLUDE_DEPTH ? GCL_OK : gcl_pack_fault(ld,
	    where, "more than %u packs in each other", LIMIT_INCLUDE_DEPTH);
}

/* The tree of a lean text is there already. */
static enum gcl_status
parse_unit(struct loader *ld, struct unit *u)
{
	struct value *root = NULL;
	struct written w;
	enum gcl_status st;

	ld->unit = u;
	w = written(ld);
	if (u->embedded && ld->lean) {
		root = gcl_embedded_tree(u->embedded, ld->arena);
		st = root ? GCL_OK : gcl_error_nomem(ld->err);
	} else {
		st = gcl_written_read(&w, &root);
	}
	if (st != GCL_OK)
		return st;
	u->root = root;
	if (root->type != JSON_OBJECT)
		return gcl_pack_fault(ld, root, "a pack is a JSON object");
	if (!u->embedded)
		st = gcl_written_verify(&w, "pack");
	return st == GCL_OK ? gcl_pack_string(ld, root, "pack", &u->name) : st;
}

/* A unit is listed behind what it includes. */
static enum gcl_status
read_unit(struct loader *ld, const struct unit *from,
	const struct value *where)
{
	enum gcl_status st = check_cycle(ld, from, where);
	struct unit *u;

	if (st != GCL_OK || find_unit(ld, from->file))
		return st;
	u = gcl_arena_alloc(ld->arena, sizeof(*u));
	if (!u)
		return gcl_error_nomem(ld->err);
	*u = *from;
	u->name = gcl_arena_str(ld->arena, gcl_span_str(from->name));
	u->file = gcl_arena_str(ld->arena, gcl_span_str(from->file));
	if (!u->name || !u->file)
		return gcl_error_nomem(ld->err);
	st = parse_unit(ld, u);
	if (st == GCL_OK)
		st = read_includes(ld, u);
	*ld->last_unit = u;
	ld->last_unit = &u->next;
	return st;
}

/* ---- putting it together ---- */

static const char *const known_names[N_KNOWN_RULES] = {
	[KNOWN_DUPLICATE_KEY] = "json-duplicate-key",
	[KNOWN_REQUIRED] = "field-required",
	[KNOWN_TYPE] = "field-type",
	[KNOWN_ENUM] = "field-enum",
	[KNOWN_FORMAT] = "field-format",
	[KNOWN_UNKNOWN] = "field-unknown",
	[KNOWN_MISPLACED] = "field-misplaced",
	[KNOWN_READ_ONLY] = "field-read-only",
	[KNOWN_DEPRECATED] = "field-deprecated",
	[KNOWN_UNRECOGNISED] = "payload-unrecognised",
	[KNOWN_PLACEHOLDER] = "placeholder",
};

static enum gcl_status
find_known(struct loader *ld)
{
	size_t i;

	for (i = 0; i < N_KNOWN_RULES; i++) {
		ld->rs->known[i] = gcl_ruleset_rule(ld->rs,
		    gcl_span_str(known_names[i]));
		if (!ld->rs->known[i])
			return gcl_error_set(ld->err, GCL_EPACK,
			    "no rule '%s' in pack 'common'", known_names[i]);
	}
	return GCL_OK;
}

static enum gcl_status
each_unit(struct loader *ld, enum gcl_status (*fn)(struct loader *ld))
{
	enum gcl_status st = GCL_OK;
	const struct unit *u;

	for (u = ld->units; u && st == GCL_OK; u = u->next) {
		ld->unit = u;
		st = fn(ld);
	}
	return st;
}

static enum gcl_status
read_placeholder(struct loader *ld)
{
	return gcl_pack_pattern(ld, ld->unit->root, "placeholder",
	    &ld->rs->placeholder);
}

static enum gcl_status
load_plan(struct loader *ld, const struct value *root)
{
	struct plan *plan = NULL;
	enum gcl_status st = gcl_plan_load(root, ld->arena, &plan, ld->err);

	ld->rs->plan = plan;
	return st;
}

static enum gcl_status
load_regions(struct loader *ld, const struct value *root)
{
	struct regions *rs = NULL;
	enum gcl_status st = gcl_regions_load(root, ld->arena, &rs, ld->err);

	ld->rs->regions = rs;
	return st;
}

static const struct {
	const char *name;
	enum gcl_status (*load)(struct loader *ld, const struct value *root);
} tables[] = {
	{ "e164", load_plan },
	{ "regions", load_regions },
};

#define N_TABLES (sizeof(tables) / sizeof(tables[0]))

void
gcl_pack_want_table(struct loader *ld, const char *name)
{
	size_t i;

	for (i = 0; i < N_TABLES; i++)
		if (!strcmp(tables[i].name, name))
			ld->tables |= 1u << i;
}

static enum gcl_status
load_tables(struct loader *ld)
{
	const struct embedded *e;
	enum gcl_status st = GCL_OK;
	const struct value *root;
	size_t i;

	for (i = 0; i < N_TABLES && st == GCL_OK; i++) {
		if (!(ld->tables >> i & 1))
			continue;
		e = gcl_embedded_find(gcl_span_str(tables[i].name));
		root = gcl_embedded_tree(e, ld->arena);
		st = root ? tables[i].load(ld, root) : GCL_ENOMEM;
	}
	return st;
}

static enum gcl_status
load(struct loader *ld)
{
	static enum gcl_status (*const steps[])(struct loader *ld) = {
		gcl_pack_declare, gcl_pack_shape_words, gcl_pack_define,
		gcl_pack_scans, read_placeholder,
	};
	enum gcl_status st = each_unit(ld, gcl_pack_rules);
	size_t i;

	if (st == GCL_OK)
		st = find_known(ld);
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && st == GCL_OK; i++)
		st = each_unit(ld, steps[i]);
	/* each_unit ends at the pack itself: it comes last. */
	if (st == GCL_OK)
		st = gcl_pack_head(ld, &ld->rs->head);
	if (st == GCL_OK)
		st = gcl_pack_documents(ld);
	return st == GCL_OK ? load_tables(ld) : st;
}

static enum gcl_status
load_pack(struct loader *ld, const char *name, const char *file,
	struct span bytes, struct ruleset **out)
{
	const struct unit given = { .name = name, .file = file,
		.text = bytes };
	enum gcl_status st = GCL_ENOMEM;

	*out = NULL;
	ld->last_unit = &ld->units;
	ld->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	ld->rs = calloc(1, sizeof(*ld->rs));
	if (!ld->walk || !ld->rs)
		goto out;
	gcl_arena_init(&ld->rs->arena);
	ld->arena = &ld->rs->arena;
	/* The words of rules that belong to no pack are part of every pack. */
	st = read_embedded(ld, NULL, "common", NULL);
	if (st == GCL_OK)
		st = file ? read_unit(ld, &given, NULL) :
		    read_embedded(ld, NULL, name, NULL);
	if (st == GCL_OK)
		st = load(ld);
	if (st == GCL_OK) {
		ld->rs->file = ld->unit->file;
		*out = ld->rs;
	}
out:
	gcl_walk_free(ld->walk);
	if (st != GCL_OK)
		gcl_ruleset_free(ld->rs);
	return st == GCL_ENOMEM ? gcl_error_nomem(ld->err) : st;
}

enum gcl_status
gcl_pack_load(const char *name, const char *file, struct span bytes,
	struct ruleset **out, struct gcl_error *err)
{
	struct loader ld = { .err = err };

	return load_pack(&ld, name, file, bytes, out);
}

enum gcl_status
gcl_pack_load_lean(const char *name, struct ruleset **out,
	struct gcl_error *err)
{
	struct loader ld = { .err = err, .lean = true };

	return load_pack(&ld, name, NULL, gcl_span(NULL, 0), out);
}

void
gcl_ruleset_free(struct ruleset *rs)
{
	size_t i;

	if (!rs)
		return;
	for (i = 0; i < rs->n_patterns; i++)
		gcl_pattern_free(rs->patterns[i]);
	free(rs->patterns);
	gcl_arena_release(&rs->arena);
	free(rs);
}
