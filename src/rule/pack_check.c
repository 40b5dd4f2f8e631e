/*
 * The pack loader: checks, steps and the formats made of them.
 */
#include "config.h"

#include "rule/pack_p.h"

#include "base/limits.h"

static enum gcl_status
read_strings(struct loader *ld, const struct value *v, struct strings *out)
{
	const struct value *item = v->type == JSON_ARRAY ? v->child : NULL;
	struct span *list;

	if (!item)
		return gcl_pack_fault(ld, v, "an array of strings is needed");
	list = gcl_arena_calloc(ld->arena, v->n, sizeof(*list));
	if (!list)
		return gcl_error_nomem(ld->err);
	out->list = list;
	for (; item; item = item->next) {
		if (item->type != JSON_STRING)
			return gcl_pack_fault(ld, item, "a string is needed");
		list[out->n++] = item->text;
	}
	return GCL_OK;
}

static enum gcl_status
read_param(struct loader *ld, const struct param *p, const struct value *v,
	char *args)
{
	void *at = args + p->offset;

	switch (p->type) {
	case PARAM_PATTERN:
		return gcl_pack_compile(ld, v, at);
	case PARAM_STRINGS:
		return read_strings(ld, v, at);
	case PARAM_UINT:
		return gcl_value_uint(v, UINT32_MAX, at) ? GCL_OK :
		    gcl_pack_fault(ld, v, "a whole number is needed");
	default:
		if (v->type != JSON_STRING)
			return gcl_pack_fault(ld, v, "a string is needed");
		*(struct span *)at = v->text;
		return GCL_OK;
	}
}

static enum gcl_status
read_params(struct loader *ld, const struct check_kind *kind,
	const struct value *v, char *args)
{
	enum gcl_status st = GCL_OK;
	const struct value *arg;
	const struct param *p;
	size_t i;

	for (i = 0; i < kind->n_params && st == GCL_OK; i++) {
		p = &kind->params[i];
		arg = p->name ? gcl_value_get(v, p->name) : v;
		if (arg)
			st = read_param(ld, p, arg, args);
		else if (p->required)
			st = gcl_pack_fault(ld, v, "'%s' needs '%s'",
			    kind->name, p->name);
	}
	return st;
}

/* What a kind raises when nothing else is named. */
static const struct rule *
generic_rule(const struct loader *ld, const struct check_kind *kind)
{
	return kind->rule ? gcl_ruleset_rule(ld->rs,
	    gcl_span_str(kind->rule)) : ld->rs->known[KNOWN_FORMAT];
}

static enum gcl_status
new_check(struct loader *ld, const struct check_kind *kind,
	const struct value *arg, size_t *n_states, struct check **out)
{
	struct check *c = gcl_arena_calloc(ld->arena, 1, sizeof(*c));
	char *args = gcl_arena_calloc(ld->arena, 1, kind->args_size);

	if (!c || !args)
		return gcl_error_nomem(ld->err);
	c->kind = kind;
	c->args = args;
	if (kind->element)
		c->state = (*n_states)++;
	if (!strcmp(kind->name, "country"))
		ld->wants_plan = true;
	*out = c;
	return read_params(ld, kind, arg, args);
}

static enum gcl_status
two_kinds(struct loader *ld, const struct value *v)
{
	return gcl_pack_fault_at(ld, v->key_off,
	    "a second check in one step: make it a step of its own");
}

/*
 * A format may only be made of formats before it, so none is part of itself.
 */
static enum gcl_status
read_inner(struct loader *ld, const struct value *v, struct check **out)
{
	struct check *c = gcl_arena_calloc(ld->arena, 1, sizeof(*c));

	if (!c)
		return gcl_error_nomem(ld->err);
	*out = c;
	c->format = v->type == JSON_STRING ?
	    gcl_pack_find_format(ld->rs, v->text) : NULL;
	if (!c->format || c->format->depth == 0)
		return gcl_pack_fault(ld, v,
		    "no format of that name before this one");
	return c->format->depth < LIMIT_FORMAT_DEPTH ? GCL_OK :
	    gcl_pack_fault(ld, v, "more than %u formats in each other",
	    LIMIT_FORMAT_DEPTH);
}

static const struct check_kind *
find_kind(struct loader *ld, const struct value *obj,
	const struct value **arg, enum gcl_status *st)
{
	const struct check_kind *kind = NULL, *k;
	const struct value *v;

	for (v = obj->child; v && *st == GCL_OK; v = v->next) {
		k = gcl_check_find(v->key);
		if (k && kind)
			*st = two_kinds(ld, v);
		if (k) {
			kind = k;
			*arg = v;
		}
	}
	return kind;
}

/* A step: one check, with what surrounds it. */
static enum gcl_status
read_step(struct loader *ld, const struct value *obj,
	const struct words *outer, size_t *n_states, struct check **out)
{
	const struct value *inner = gcl_value_get(obj, "format");
	const struct value *arg = NULL;
	enum gcl_status st = GCL_OK;
	const struct check_kind *kind = find_kind(ld, obj, &arg, &st);
	struct words base = *outer;

	if (st != GCL_OK)
		return st;
	if (!kind && !inner)
		return gcl_pack_fault(ld, obj,
		    "no check here: --list-kinds shows what there is");
	if (kind && inner)
		return gcl_pack_fault(ld, inner, "a step is a check or a "
		    "format, not both");
	if (inner && !ld->in_format)
		return gcl_pack_fault(ld, inner, "only a step of a format "
		    "is a format");
	st = kind ? new_check(ld, kind, arg, n_states, out) :
	    read_inner(ld, inner, out);
	if (!base.rule)
		base.rule = kind ? generic_rule(ld, kind) :
		    ld->rs->known[KNOWN_FORMAT];
	if (st == GCL_OK)
		st = gcl_pack_words(ld, obj, &base, &(*out)->words);
	if (st == GCL_OK)
		st = gcl_pack_pattern(ld, obj, "if", &(*out)->iff);
	if (st == GCL_OK)
		st = gcl_pack_pattern(ld, obj, "mark", &(*out)->mark);
	return st;
}

static const struct check **
end_of(const struct check **list)
{
	while (*list)
		list = (const struct check **)&(*list)->next;
	return list;
}

enum gcl_status
gcl_pack_checks(struct loader *ld, const struct value *list,
	const struct words *outer, const struct check **out, size_t *n_states)
{
	const struct value *v = list ? list->child : NULL;
	enum gcl_status st = GCL_OK;
	struct check *c;

	for (; v && st == GCL_OK; v = v->next) {
		c = NULL;
		st = read_step(ld, v, outer, n_states, &c);
		*end_of(out) = c;
	}
	return st;
}

enum gcl_status
gcl_pack_own_checks(struct loader *ld, const struct value *obj,
	const struct words *outer, const struct check **out, size_t *n_states)
{
	const struct check_kind *kind;
	enum gcl_status st = GCL_OK;
	const struct value *v;
	struct check *c;

	for (v = obj->child; v && st == GCL_OK; v = v->next) {
		kind = gcl_check_find(v->key);
		if (!kind)
			continue;
		c = NULL;
		st = new_check(ld, kind, v, n_states, &c);
		if (st != GCL_OK)
			return st;
		c->words = *outer;
		c->words.say = NULL;
		if (!c->words.rule)
			c->words.rule = generic_rule(ld, kind);
		*end_of(out) = c;
	}
	return st;
}

enum gcl_status
gcl_pack_define_format(struct loader *ld, const struct value *v)
{
	struct format *f = (struct format *)gcl_pack_find_format(ld->rs,
	    v->key);
	const struct words outer = { 0 };
	const struct check *c;
	enum gcl_status st;
	size_t n_states = 0;

	ld->in_format = true;
	st = gcl_pack_checks(ld, v, &outer, &f->steps, &n_states);
	ld->in_format = false;
	for (c = f->steps; c; c = c->next)
		if (c->format && c->format->depth > f->depth)
			f->depth = c->format->depth;
	f->depth++;
	return st;
}
