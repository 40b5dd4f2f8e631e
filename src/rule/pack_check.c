/*
 * The pack loader: checks, steps and the formats made of them.
 */
#include "config.h"

#include "rule/pack_p.h"

#include "base/limits.h"

static enum gcl_status
read_string(struct loader *ld, const struct value *v, bool member,
	struct span *out)
{
	if (v->type != JSON_STRING)
		return gcl_pack_fault(ld, v, "a string is needed");
	*out = v->text;
	return !member || (ld->shape && gcl_shape_field(ld->shape, v->text)) ?
	    GCL_OK : gcl_pack_fault(ld, v, "no such member in this shape");
}

static enum gcl_status
read_strings(struct loader *ld, const struct value *v, bool members,
	struct strings *out)
{
	enum gcl_status st = GCL_OK;
	const struct value *item = v->type == JSON_ARRAY ? v->child : NULL;
	struct span *list;

	if (!item)
		return gcl_pack_fault(ld, v, "an array of strings is needed");
	list = gcl_arena_calloc(ld->arena, v->n, sizeof(*list));
	if (!list)
		return gcl_error_nomem(ld->err);
	out->list = list;
	for (; item && st == GCL_OK; item = item->next)
		st = read_string(ld, item, members, &list[out->n++]);
	return st;
}

static enum gcl_status
read_format(struct loader *ld, const struct value *v,
	const struct format **out)
{
	*out = v->type == JSON_STRING ?
	    gcl_pack_find_format(ld->rs, v->text) : NULL;
	return *out ? GCL_OK : gcl_pack_fault(ld, v, "no such format");
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
	case PARAM_MEMBERS:
		return read_strings(ld, v, p->type == PARAM_MEMBERS, at);
	case PARAM_FORMAT:
		return read_format(ld, v, at);
	case PARAM_UINT:
		return gcl_value_uint(v, UINT32_MAX, at) ? GCL_OK :
		    gcl_pack_fault(ld, v, "a whole number up to %u is "
		    "needed", UINT32_MAX);
	default:
		return read_string(ld, v, p->type == PARAM_MEMBER, at);
	}
}

/* A misspelt parameter would be a check that checks nothing. */
static enum gcl_status
check_param_names(struct loader *ld, const struct check_kind *kind,
	const struct value *v)
{
	size_t i;

	if (!kind->params[0].name)
		return GCL_OK;
	if (v->type != JSON_OBJECT)
		return gcl_pack_fault(ld, v, "'%s' needs an object",
		    kind->name);
	for (v = v->child; v; v = v->next) {
		for (i = 0; i < kind->n_params; i++)
			if (gcl_span_is(v->key, kind->params[i].name))
				break;
		if (i == kind->n_params)
			return gcl_pack_fault_at(ld, v->key_off,
			    "'%s' has no such parameter", kind->name);
	}
	return GCL_OK;
}

static enum gcl_status
read_params(struct loader *ld, const struct check_kind *kind,
	const struct value *v, char *args)
{
	enum gcl_status st = check_param_names(ld, kind, v);
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

/* A check that could never run is a mistake, not a check. */
static enum gcl_status
check_fits(struct loader *ld, const struct check_kind *kind,
	const struct value *arg, const struct check_place *place)
{
	if (kind->ladder_only && !place->ladder)
		return gcl_pack_fault_at(ld, arg->key_off,
		    "'%s' is for the steps of a format", kind->name);
	if (kind->accepts & place->types)
		return GCL_OK;
	return gcl_pack_fault_at(ld, arg->key_off,
	    "'%s' is not for values of this type: --list-kinds shows what "
	    "for", kind->name);
}

static enum gcl_status
new_check(struct loader *ld, const struct check_kind *kind,
	const struct value *arg, const struct check_place *place,
	size_t *n_states, struct check **out)
{
	struct check *c = gcl_arena_calloc(ld->arena, 1, sizeof(*c));
	char *args = gcl_arena_calloc(ld->arena, 1, kind->args_size);
	enum gcl_status st;

	if (!c || !args)
		return gcl_error_nomem(ld->err);
	c->kind = kind;
	c->args = args;
	if (kind->element)
		c->state = (*n_states)++;
	if (kind->table)
		gcl_pack_want_table(ld, kind->table);
	*out = c;
	st = check_fits(ld, kind, arg, place);
	return st == GCL_OK ? read_params(ld, kind, arg, args) : st;
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

/* A step is one check or, in a format, another format. */
static enum gcl_status
read_kind(struct loader *ld, const struct value *obj,
	const struct check_place *place, size_t *n_states, struct check **out)
{
	const struct value *inner = gcl_value_get(obj, "format");
	const struct value *arg = NULL;
	enum gcl_status st = GCL_OK;
	const struct check_kind *kind = find_kind(ld, obj, &arg, &st);

	if (st != GCL_OK)
		return st;
	if (!kind && !inner)
		return gcl_pack_fault(ld, obj,
		    "no check here: --list-kinds shows what there is");
	if (kind && inner)
		return gcl_pack_fault(ld, inner, "a step is a check or a "
		    "format, not both");
	if (inner && !place->ladder)
		return gcl_pack_fault(ld, inner, "only a step of a format "
		    "is a format");
	return kind ? new_check(ld, kind, arg, place, n_states, out) :
	    read_inner(ld, inner, out);
}

/* A step, with what surrounds its check. */
static enum gcl_status
read_step(struct loader *ld, const struct value *obj,
	const struct check_place *place, size_t *n_states, struct check **out)
{
	const struct value *mark = gcl_value_get(obj, "mark");
	struct words base = *place->outer;
	enum gcl_status st;

	st = read_kind(ld, obj, place, n_states, out);
	if (st != GCL_OK)
		return st;
	if (mark && !gcl_value_get(obj, "match"))
		return gcl_pack_fault_at(ld, mark->key_off,
		    "'mark' goes with 'match'");
	if (!base.rule)
		base.rule = (*out)->kind ? generic_rule(ld, (*out)->kind) :
		    ld->rs->known[KNOWN_FORMAT];
	st = gcl_pack_words(ld, obj, &base, &(*out)->words);
	if (st == GCL_OK)
		st = gcl_pack_pattern(ld, obj, "if", &(*out)->iff);
	return st == GCL_OK ?
	    gcl_pack_pattern(ld, obj, "mark", &(*out)->mark) : st;
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
	const struct check_place *place, const struct check **out,
	size_t *n_states)
{
	const struct value *v = list ? list->child : NULL;
	enum gcl_status st = GCL_OK;
	struct check *c;

	for (; v && st == GCL_OK; v = v->next) {
		c = NULL;
		st = read_step(ld, v, place, n_states, &c);
		*end_of(out) = c;
	}
	return st;
}

enum gcl_status
gcl_pack_own_checks(struct loader *ld, const struct value *obj,
	const struct check_place *place, const struct check **out,
	size_t *n_states)
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
		st = new_check(ld, kind, v, place, n_states, &c);
		if (st != GCL_OK)
			return st;
		c->words = *place->outer;
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
	const struct check_place place = { .outer = &outer,
		.types = JSON_STRING, .ladder = true };
	const struct check *c;
	enum gcl_status st;
	size_t n_states = 0;

	st = gcl_pack_checks(ld, v, &place, &f->steps, &n_states);
	for (c = f->steps; c; c = c->next)
		if (c->format && c->format->depth > f->depth)
			f->depth = c->format->depth;
	f->depth++;
	return st;
}
