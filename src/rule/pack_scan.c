/*
 * The pack loader: what to look for in captures.
 */
#include "config.h"

#include "rule/pack_p.h"

/* Two bytes tell whether one may begin here, without a look at the others. */
static enum gcl_status
read_starts(struct loader *ld, const struct value *list, struct scan *scan)
{
	struct span *starts = gcl_arena_calloc(ld->arena, list->n,
	    sizeof(*starts));
	const struct value *v;

	if (!starts)
		return gcl_error_nomem(ld->err);
	for (v = list->child; v; v = v->next) {
		if (v->type != JSON_STRING || v->text.len < 2)
			return gcl_pack_fault(ld, v,
			    "'start' is a list of strings of two bytes or "
			    "more");
		starts[scan->n_starts++] = v->text;
	}
	scan->starts = starts;
	return GCL_OK;
}

static enum gcl_status
read_scan(struct loader *ld, const struct value *v, struct scan *scan)
{
	const struct value *match = gcl_value_get(v, "match");
	const struct value *start = gcl_value_get(v, "start");
	enum gcl_status st = gcl_pack_rule_name(ld, v, &scan->rule);

	if (st == GCL_OK)
		st = gcl_pack_string(ld, v, "say", &scan->say);
	if (st == GCL_OK)
		st = gcl_pack_string(ld, v, "help", &scan->help);
	if (st != GCL_OK)
		return st;
	if (!match || !start || !scan->rule || !scan->say)
		return gcl_pack_fault(ld, v, "what is scanned for needs "
		    "'rule', 'start', 'match' and 'say'");
	st = read_starts(ld, start, scan);
	return st == GCL_OK ? gcl_pack_compile_bytes(ld, match,
	    &scan->match) : st;
}

static enum gcl_status
read_masked(struct loader *ld)
{
	const struct value *v = gcl_value_get(ld->unit->root, "masked");

	return v ? gcl_pack_compile_bytes(ld, v, &ld->rs->masked) : GCL_OK;
}

enum gcl_status
gcl_pack_scans(struct loader *ld)
{
	const struct value *v = gcl_value_get(ld->unit->root, "scan");
	const struct scan **tail = &ld->rs->scans;
	enum gcl_status st = read_masked(ld);
	struct scan *scan;

	while (*tail)
		tail = (const struct scan **)&(*tail)->next;
	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next) {
		scan = gcl_arena_calloc(ld->arena, 1, sizeof(*scan));
		if (!scan)
			return gcl_error_nomem(ld->err);
		st = read_scan(ld, v, scan);
		*tail = scan;
		tail = &scan->next;
	}
	return st;
}
