/*
 * The pack loader: fixes.
 */
#include "config.h"

#include "rule/pack_p.h"

static enum gcl_status
read_text(struct loader *ld, const struct value *v, struct fix *f)
{
	if (v->type != JSON_STRING)
		return gcl_pack_fault(ld, v, "'%.*s' is a string",
		    (int)v->key.len, v->key.ptr);
	f->text = v->text;
	return GCL_OK;
}

static enum gcl_status
read_pattern(struct loader *ld, const struct value *v, struct fix *f)
{
	return gcl_pack_compile(ld, v, &f->pattern);
}

static enum gcl_status
read_json(struct loader *ld, const struct value *v, struct fix *f)
{
	f->json = v;
	f->json_text = ld->unit->text;
	return GCL_OK;
}

static enum gcl_status
read_insert(struct loader *ld, const struct value *v, struct fix *f)
{
	if (v->type != JSON_OBJECT || v->n != 1)
		return gcl_pack_fault(ld, v, "'insert' is an object of one "
		    "member: the one to add");
	f->text = v->child->key;
	return read_json(ld, v->child, f);
}

static enum gcl_status
read_move(struct loader *ld, const struct value *v, struct fix *f)
{
	if (v->type != JSON_OBJECT || v->n == 0)
		return gcl_pack_fault(ld, v, "'move' is an object: the "
		    "members to make");
	return read_json(ld, v, f);
}

static enum gcl_status
read_true(struct loader *ld, const struct value *v, struct fix *f)
{
	(void)f;
	return gcl_span_is(v->text, "true") ? GCL_OK :
	    gcl_pack_fault(ld, v, "'remove' can only be true");
}

static enum gcl_status
read_international(struct loader *ld, const struct value *v, struct fix *f)
{
	(void)f;
	gcl_pack_want_table(ld, "e164");
	return gcl_span_is(v->text, "true") ? GCL_OK :
	    gcl_pack_fault(ld, v, "'international' can only be true");
}

static enum gcl_status
read_as(struct loader *ld, const struct value *v, struct fix *f)
{
	static const char *const names[] = {
		[AS_STRING] = "string", [AS_JSON] = "json",
		[AS_ARRAY] = "array", [AS_ELEMENT] = "element",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		f->as = (enum fix_as)i;
		if (v->type == JSON_STRING && gcl_span_is(v->text, names[i]))
			return GCL_OK;
	}
	return gcl_pack_fault(ld, v, "'as' is string, json, array or element");
}

static const struct fix_reader {
	const char *name;
	enum fix_kind kind;
	enum gcl_status (*read)(struct loader *ld, const struct value *v,
		struct fix *f);
} fix_readers[] = {
	{ "as", FIX_AS, read_as },
	{ "delete", FIX_DELETE, read_pattern },
	{ "insert", FIX_INSERT, read_insert },
	{ "international", FIX_INTERNATIONAL, read_international },
	{ "move", FIX_MOVE, read_move },
	{ "put", FIX_PUT, read_text },
	{ "remove", FIX_REMOVE, read_true },
	{ "rename", FIX_RENAME, read_text },
	{ "replace", FIX_REPLACE, read_pattern },
	{ "wrap", FIX_WRAP, read_json },
};

/* For which values. */
static enum gcl_status
read_conditions(struct loader *ld, const struct value *v, struct fix *f)
{
	const struct value *starts = gcl_value_get(v, "starts");
	enum gcl_status st = gcl_pack_pattern(ld, v, "when", &f->when);

	if (starts)
		f->starts = starts->text;
	return st == GCL_OK ?
	    gcl_pack_pattern(ld, v, "country", &f->country) : st;
}

static enum gcl_status
read_fix(struct loader *ld, const struct value *v, struct fix *f)
{
	const struct value *safe = gcl_value_get(v, "safe");
	const struct value *with = gcl_value_get(v, "with");
	const struct value *arg = NULL;
	const struct fix_reader *r = NULL;
	enum gcl_status st;
	size_t i;

	for (i = 0; !arg && i < sizeof(fix_readers) / sizeof(*r); i++) {
		r = &fix_readers[i];
		arg = gcl_value_get(v, r->name);
	}
	if (!arg)
		return gcl_pack_fault(ld, v, "a fix has one of any, as, "
		    "delete, insert, international, move, put, remove, "
		    "rename, replace, wrap");
	f->kind = r->kind;
	f->safe = safe && gcl_span_is(safe->text, "true");
	if (with)
		f->text = with->text;
	st = r->read(ld, arg, f);
	if (st == GCL_OK)
		st = read_conditions(ld, v, f);
	return st;
}

static enum gcl_status
read_steps(struct loader *ld, const struct value *v, const struct fix **out)
{
	bool one = v->type == JSON_OBJECT;
	enum gcl_status st = GCL_OK;
	struct fix *f = NULL;

	for (v = one ? v : v->child; v && st == GCL_OK;
	     v = one ? NULL : v->next) {
		if (f && !gcl_fix_is_text(f))
			return gcl_pack_fault(ld, v, "only put, delete, replace "
			    "and international have steps behind them");
		f = gcl_arena_calloc(ld->arena, 1, sizeof(*f));
		if (!f)
			return gcl_error_nomem(ld->err);
		st = read_fix(ld, v, f);
		*out = f;
		out = (const struct fix **)&f->next;
	}
	return st;
}

/*
 * A fix that has a name, of the unit at hand or one that it includes.  It names
 * no other, so that none is part of itself.
 */
static enum gcl_status
read_named(struct loader *ld, const struct value *name,
	const struct fix **out)
{
	const struct unit *at_hand = ld->unit, *u;
	const struct value *v = NULL;
	enum gcl_status st;

	for (u = ld->units; u && !v && !ld->in_named; u = u->next) {
		v = gcl_value_get(u->root, "fixes");
		for (v = v ? v->child : NULL; v; v = v->next)
			if (gcl_span_eq(v->key, name->text))
				break;
		if (v)
			ld->unit = u;
	}
	if (!v)
		return gcl_pack_fault(ld, name, ld->in_named ?
		    "a fix that has a name is made of no other" :
		    "no fix of that name in this pack");
	ld->in_named = true;
	st = gcl_pack_fixes(ld, v, out);
	ld->in_named = false;
	ld->unit = at_hand;
	return st;
}

/* Several, to be tried one after the other. */
static enum gcl_status
read_any(struct loader *ld, const struct value *list, const struct fix **out)
{
	enum gcl_status st = GCL_OK;
	const struct value *v;

	if (list->n == 0)
		return gcl_pack_fault(ld, list, "'any' is empty");
	for (v = list->child; v && st == GCL_OK; v = v->next) {
		while (*out)
			out = (const struct fix **)&(*out)->other;
		st = gcl_pack_fixes(ld, v, out);
	}
	return st;
}

enum gcl_status
gcl_pack_fixes(struct loader *ld, const struct value *v,
	const struct fix **out)
{
	const struct value *any = gcl_value_get(v, "any");

	if (!v)
		return GCL_OK;
	if (any)
		return read_any(ld, any, out);
	return v->type == JSON_STRING ? read_named(ld, v, out) :
	    read_steps(ld, v, out);
}
