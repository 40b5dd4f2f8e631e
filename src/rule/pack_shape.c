/*
 * The pack loader: formats, shapes, their members and what these may be.
 */
#include "config.h"

#include "rule/pack_p.h"

#include <stdio.h>

/* ---- names first ---- */

static const struct shape *
find_shape(const struct ruleset *rs, struct span name)
{
	const struct shape *s;

	for (s = rs->shapes; s; s = s->next)
		if (gcl_span_is(name, s->name))
			return s;
	return NULL;
}

static const struct format *
find_format(const struct ruleset *rs, struct span name)
{
	const struct format *f;

	for (f = rs->formats; f; f = f->next)
		if (gcl_span_is(name, f->name))
			return f;
	return NULL;
}

static enum gcl_status
declare_shape(struct loader *ld, const struct value *v)
{
	struct shape *s;
	struct type *t;

	if (find_shape(ld->rs, v->key))
		return gcl_pack_fault_at(ld, v->key_off,
		    "there is a shape of that name already");
	s = gcl_arena_calloc(ld->arena, 1, sizeof(*s));
	t = gcl_arena_calloc(ld->arena, 1, sizeof(*t));
	if (!s || !t)
		return gcl_error_nomem(ld->err);
	*t = (struct type){ .mask = JSON_OBJECT, .shape = s,
		.text = "an object" };
	s->self = t;
	s->name = gcl_arena_str(ld->arena, v->key);
	s->next = ld->rs->shapes;
	ld->rs->shapes = s;
	return s->name ? GCL_OK : gcl_error_nomem(ld->err);
}

static enum gcl_status
declare_format(struct loader *ld, const struct value *v)
{
	struct format *f;

	if (find_format(ld->rs, v->key))
		return gcl_pack_fault_at(ld, v->key_off,
		    "there is a format of that name already");
	f = gcl_arena_calloc(ld->arena, 1, sizeof(*f));
	if (!f)
		return gcl_error_nomem(ld->err);
	f->name = gcl_arena_str(ld->arena, v->key);
	f->next = ld->rs->formats;
	ld->rs->formats = f;
	return f->name ? GCL_OK : gcl_error_nomem(ld->err);
}

static enum gcl_status
each_member(struct loader *ld, const char *name,
	enum gcl_status (*fn)(struct loader *ld, const struct value *v))
{
	const struct value *v = gcl_value_get(ld->unit->root, name);
	enum gcl_status st = GCL_OK;

	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next)
		st = fn(ld, v);
	return st;
}

enum gcl_status
gcl_pack_declare(struct loader *ld)
{
	enum gcl_status st = each_member(ld, "shapes", declare_shape);

	return st == GCL_OK ? each_member(ld, "formats", declare_format) : st;
}

static enum gcl_status
shape_words(struct loader *ld, const struct value *v)
{
	const struct words outer = { .rule = ld->rs->known[KNOWN_TYPE] };
	struct shape *s = (struct shape *)find_shape(ld->rs, v->key);

	return gcl_pack_words(ld, v, &outer, &s->wrong);
}

enum gcl_status
gcl_pack_shape_words(struct loader *ld)
{
	return each_member(ld, "shapes", shape_words);
}

/* ---- types ---- */

static const struct type plain_types[] = {
	{ .mask = JSON_ANY, .text = "any value" },
	{ .mask = JSON_ARRAY, .text = "an array" },
	{ .mask = JSON_BOOLEAN, .text = "a boolean" },
	{ .mask = JSON_NUMBER, .integer = true, .text = "an integer" },
	{ .mask = JSON_NUMBER, .text = "a number" },
	{ .mask = JSON_OBJECT, .text = "an object" },
	{ .mask = JSON_STRING, .text = "a string" },
};

static const char *const plain_names[] = {
	"any", "array", "boolean", "integer", "number", "object", "string",
};

static bool
take_prefix(struct span *s, const char *prefix)
{
	size_t n = strlen(prefix);

	if (s->len < n || memcmp(s->ptr, prefix, n))
		return false;
	*s = gcl_span(s->ptr + n, s->len - n);
	return true;
}

enum gcl_status
gcl_pack_type(struct loader *ld, const struct value *v, struct span text,
	const struct type **out)
{
	const struct shape *shape;
	enum gcl_status st;
	struct type *t;
	bool array;
	size_t i;

	for (i = 0; i < sizeof(plain_names) / sizeof(plain_names[0]); i++) {
		*out = &plain_types[i];
		if (gcl_span_is(text, plain_names[i]))
			return GCL_OK;
	}
	array = take_prefix(&text, "array of ");
	if (!array && !take_prefix(&text, "map of ")) {
		shape = find_shape(ld->rs, text);
		*out = shape ? shape->self : NULL;
		return shape ? GCL_OK : gcl_pack_fault(ld, v,
		    "no type or shape '%.*s': string, number, integer, "
		    "boolean, object, array, any, 'array of …', 'map of …' "
		    "or a name under 'shapes'",
		    (int)(text.len < 64 ? text.len : 64), text.ptr);
	}
	t = gcl_arena_calloc(ld->arena, 1, sizeof(*t));
	if (!t)
		return gcl_error_nomem(ld->err);
	t->mask = array ? JSON_ARRAY : JSON_OBJECT;
	t->text = array ? "an array" : "an object";
	st = gcl_pack_type(ld, v, text, &t->item);
	*out = t;
	return st;
}

/* Elements are what their shape's own words are about. */
enum gcl_status
gcl_pack_each(struct loader *ld, const struct type *type,
	const struct words *outer, const struct field **out)
{
	struct field *f;

	if (!type->item)
		return GCL_OK;
	f = gcl_arena_calloc(ld->arena, 1, sizeof(*f));
	if (!f)
		return gcl_error_nomem(ld->err);
	f->type = type->item;
	f->wrong = type->item->shape ? type->item->shape->wrong :
	    (struct words){ .rule = outer->rule };
	f->strict_null = type->mask == JSON_ARRAY;
	*out = f;
	return gcl_pack_each(ld, type->item, outer, &f->each);
}

/* ---- checks ---- */

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
	c->format = v->type == JSON_STRING ? find_format(ld->rs, v->text) :
	    NULL;
	return c->format && c->format->defined ? GCL_OK :
	    gcl_pack_fault(ld, v, "no format of that name before this one");
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

/* ---- members ---- */

static enum gcl_status
read_missing(struct loader *ld, const struct value *obj,
	const struct words *outer, struct field *f)
{
	const struct value *v = gcl_value_get(obj, "missing");
	struct words base = *outer;
	struct words *w;

	if (!v)
		return GCL_OK;
	w = gcl_arena_calloc(ld->arena, 1, sizeof(*w));
	if (!w)
		return gcl_error_nomem(ld->err);
	if (!base.rule)
		base.rule = ld->rs->known[KNOWN_REQUIRED];
	f->missing = w;
	return gcl_pack_words(ld, v, &base, w);
}

static enum gcl_status
read_at_key(struct loader *ld, const struct value *obj, struct field *f)
{
	const struct value *old = gcl_value_get(obj, "deprecated");
	const struct value *ro = gcl_value_get(obj, "readOnly");
	struct words *w;

	if (!old && !ro)
		return GCL_OK;
	w = gcl_arena_calloc(ld->arena, 1, sizeof(*w));
	if (!w)
		return gcl_error_nomem(ld->err);
	w->rule = ld->rs->known[old ? KNOWN_DEPRECATED : KNOWN_READ_ONLY];
	w->say = old ? "{name} is deprecated" :
	    "{name} is read-only: the platform sets it";
	w->help = ro ? "leave it out" : NULL;
	f->at_key = w;
	return old ? gcl_pack_template(ld, obj, "deprecated", &w->help) :
	    GCL_OK;
}

static enum gcl_status
read_format(struct loader *ld, const struct value *obj, struct field *f)
{
	const struct value *v = gcl_value_get(obj, "format");

	if (!v)
		return GCL_OK;
	f->format = find_format(ld->rs, v->text);
	return f->format ? GCL_OK : gcl_pack_fault(ld, v,
	    "no format '%.*s' in this pack",
	    (int)(v->text.len < 64 ? v->text.len : 64), v->text.ptr);
}

static enum gcl_status read_field(struct loader *ld, const struct value *obj,
	const struct type *fallback, struct field *f);

static enum gcl_status
read_each(struct loader *ld, const struct value *obj, struct field *f)
{
	const struct value *v = gcl_value_get(obj, "each");
	struct field *each;
	enum gcl_status st;

	if (!v || !f->type->item)
		return gcl_pack_each(ld, f->type, &f->wrong, &f->each);
	each = gcl_arena_calloc(ld->arena, 1, sizeof(*each));
	if (!each)
		return gcl_error_nomem(ld->err);
	st = read_field(ld, v, f->type->item, each);
	each->strict_null = f->type->mask == JSON_ARRAY;
	f->each = each;
	return st;
}

/* Words of the member itself, else of the shape that it has. */
static enum gcl_status
read_wrong(struct loader *ld, const struct value *obj, struct field *f)
{
	const struct words none = { 0 };
	enum gcl_status st = gcl_pack_words(ld, obj, &none, &f->wrong);
	const struct shape *shape = f->type->shape;

	if (st != GCL_OK || f->wrong.rule)
		return st;
	if (shape && shape->wrong.rule != ld->rs->known[KNOWN_TYPE])
		f->wrong = shape->wrong;
	return GCL_OK;
}

static enum gcl_status
read_field(struct loader *ld, const struct value *obj,
	const struct type *fallback, struct field *f)
{
	const struct value *is = gcl_value_get(obj, "is");
	enum gcl_status st = GCL_OK;
	struct words own;

	f->type = fallback;
	if (obj->type != JSON_OBJECT || (!is && !fallback))
		return gcl_pack_fault(ld, obj, "a member needs an 'is'");
	if (is)
		st = gcl_pack_type(ld, is, is->text, &f->type);
	if (st == GCL_OK)
		st = read_wrong(ld, obj, f);
	own = f->wrong;
	if (st == GCL_OK)
		st = gcl_pack_own_checks(ld, obj, &own, &f->checks,
		    &f->n_states);
	if (st == GCL_OK)
		st = gcl_pack_checks(ld, gcl_value_get(obj, "checks"),
		    &(struct words){ .rule = own.rule }, &f->checks,
		    &f->n_states);
	if (st == GCL_OK)
		st = read_missing(ld, obj,
		    &(struct words){ .rule = own.rule }, f);
	if (!f->wrong.rule)
		f->wrong.rule = ld->rs->known[KNOWN_TYPE];
	if (st == GCL_OK)
		st = read_at_key(ld, obj, f);
	if (st == GCL_OK)
		st = read_format(ld, obj, f);
	return st == GCL_OK ? read_each(ld, obj, f) : st;
}

/* ---- shapes ---- */

size_t
gcl_shape_hash(struct span key)
{
	size_t n = key.len;

	if (n == 0)
		return 0;
	return n * 31 + (unsigned char)key.ptr[0] * 7 +
	    (unsigned char)key.ptr[n / 2] * 13 +
	    (unsigned char)key.ptr[n - 1] * 3;
}

const struct field *
gcl_shape_field(const struct shape *s, struct span key)
{
	size_t i, mask = s->table_size - 1;
	const struct field *f;

	if (!s->table_size)
		return NULL;
	for (i = gcl_shape_hash(key) & mask; s->table[i]; i = (i + 1) & mask) {
		f = s->fields[s->table[i] - 1];
		if (gcl_span_eq(f->key, key))
			return f;
	}
	return NULL;
}

static enum gcl_status
make_table(struct loader *ld, struct shape *s)
{
	uint16_t *table;
	size_t i, at;

	s->table_size = 8;
	while (s->table_size < 2 * s->n_fields)
		s->table_size *= 2;
	table = gcl_arena_calloc(ld->arena, s->table_size, sizeof(*table));
	if (!table)
		return gcl_error_nomem(ld->err);
	for (i = 0; i < s->n_fields; i++) {
		at = gcl_shape_hash(s->fields[i]->key) & (s->table_size - 1);
		while (table[at])
			at = (at + 1) & (s->table_size - 1);
		table[at] = (uint16_t)(i + 1);
	}
	s->table = table;
	return GCL_OK;
}

static enum gcl_status
add_field(struct loader *ld, const struct value *v, struct shape *s)
{
	struct field *f = gcl_arena_calloc(ld->arena, 1, sizeof(*f));

	if (!f)
		return gcl_error_nomem(ld->err);
	f->name = gcl_arena_str(ld->arena, v->key);
	if (!f->name)
		return gcl_error_nomem(ld->err);
	f->key = gcl_span_str(f->name);
	f->index = s->n_fields;
	s->fields[s->n_fields++] = f;
	return read_field(ld, v, NULL, f);
}

static enum gcl_status
read_fields(struct loader *ld, const struct value *obj, struct shape *s)
{
	const struct value *v = gcl_value_get(obj, "fields");
	enum gcl_status st = GCL_OK;

	if (!v)
		return GCL_OK;
	if (v->n >= UINT16_MAX)
		return gcl_pack_fault(ld, v, "too many members");
	s->fields = gcl_arena_calloc(ld->arena, v->n, sizeof(*s->fields));
	if (!s->fields)
		return gcl_error_nomem(ld->err);
	for (v = v->child; v && st == GCL_OK; v = v->next)
		st = add_field(ld, v, s);
	return st == GCL_OK ? make_table(ld, s) : st;
}

/* A string stands for the words: "x" does not belong here, because … */
static enum gcl_status
misplaced_words(struct loader *ld, const struct value *v, struct words *out)
{
	const struct words outer = {
		.rule = ld->rs->known[KNOWN_MISPLACED]
	};
	static const char intro[] = "\"{name}\" does not belong here: ";
	size_t len = sizeof(intro) + v->text.len;
	char *say;

	if (v->type != JSON_STRING)
		return gcl_pack_words(ld, v, &outer, out);
	*out = outer;
	say = gcl_arena_alloc(ld->arena, len);
	if (!say)
		return gcl_error_nomem(ld->err);
	snprintf(say, len, "%s%.*s", intro, (int)v->text.len, v->text.ptr);
	out->say = say;
	return GCL_OK;
}

static enum gcl_status
read_misplaced_one(struct loader *ld, const struct value *v,
	const struct shape *s, struct misplaced *m)
{
	const struct value *instead = gcl_value_get(v, "for");

	m->key = v->key;
	if (gcl_shape_field(s, v->key))
		return gcl_pack_fault_at(ld, v->key_off,
		    "a member of this shape cannot be misplaced in it");
	if (instead) {
		m->stands_for = gcl_shape_field(s, instead->text);
		if (!m->stands_for)
			return gcl_pack_fault(ld, instead,
			    "no such member in this shape");
	}
	return misplaced_words(ld, v, &m->words);
}

static enum gcl_status
read_misplaced(struct loader *ld, const struct value *obj, struct shape *s)
{
	const struct value *v = gcl_value_get(obj, "misplaced");
	enum gcl_status st = GCL_OK;
	struct misplaced *list;

	if (!v)
		return GCL_OK;
	list = gcl_arena_calloc(ld->arena, v->n, sizeof(*list));
	if (!list)
		return gcl_error_nomem(ld->err);
	s->misplaced = list;
	for (v = v->child; v && st == GCL_OK; v = v->next)
		st = read_misplaced_one(ld, v, s, &list[s->n_misplaced++]);
	return st;
}

static enum gcl_status
define_shape(struct loader *ld, const struct value *v)
{
	struct shape *s = (struct shape *)find_shape(ld->rs, v->key);
	const struct value *open = gcl_value_get(v, "open");
	const struct words outer = { 0 };
	enum gcl_status st;
	size_t n_states = 0;

	s->open = open && gcl_span_is(open->text, "true");
	st = read_fields(ld, v, s);
	if (st == GCL_OK)
		st = read_misplaced(ld, v, s);
	if (st == GCL_OK)
		st = gcl_pack_checks(ld, gcl_value_get(v, "checks"), &outer,
		    &s->checks, &n_states);
	return st;
}

static enum gcl_status
define_format(struct loader *ld, const struct value *v)
{
	struct format *f = (struct format *)find_format(ld->rs, v->key);
	const struct words outer = { 0 };
	size_t n_states = 0;

	enum gcl_status st = gcl_pack_checks(ld, v, &outer, &f->steps,
	    &n_states);

	f->defined = true;
	return st;
}

enum gcl_status
gcl_pack_define(struct loader *ld)
{
	enum gcl_status st = each_member(ld, "formats", define_format);

	return st == GCL_OK ? each_member(ld, "shapes", define_shape) : st;
}
