/*
 * The pack loader: the names of formats and shapes, and types made of them.
 */
#include "config.h"

#include "rule/pack_p.h"

#include "base/limits.h"

const struct shape *
gcl_pack_find_shape(const struct ruleset *rs, struct span name)
{
	const struct shape *s;

	for (s = rs->shapes; s; s = s->next)
		if (gcl_span_is(name, s->name))
			return s;
	return NULL;
}

const struct format *
gcl_pack_find_format(const struct ruleset *rs, struct span name)
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

	if (gcl_pack_find_shape(ld->rs, v->key))
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

	if (gcl_pack_find_format(ld->rs, v->key))
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

enum gcl_status
gcl_pack_each_member(struct loader *ld, const char *name,
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
	enum gcl_status st = gcl_pack_each_member(ld, "shapes", declare_shape);

	return st == GCL_OK ?
	    gcl_pack_each_member(ld, "formats", declare_format) : st;
}

static enum gcl_status
shape_words(struct loader *ld, const struct value *v)
{
	const struct words outer = { .rule = ld->rs->known[KNOWN_TYPE] };
	struct shape *s = (struct shape *)gcl_pack_find_shape(ld->rs, v->key);

	return gcl_pack_words(ld, v, &outer, &s->wrong);
}

enum gcl_status
gcl_pack_shape_words(struct loader *ld)
{
	return gcl_pack_each_member(ld, "shapes", shape_words);
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

static enum gcl_status
read_type(struct loader *ld, const struct value *v, struct span text,
	unsigned depth, const struct type **out)
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
		shape = gcl_pack_find_shape(ld->rs, text);
		*out = shape ? shape->self : NULL;
		return shape ? GCL_OK : gcl_pack_fault(ld, v,
		    "no type or shape '%.*s': string, number, integer, "
		    "boolean, object, array, any, 'array of …', 'map of …' "
		    "or a name under 'shapes'",
		    (int)(text.len < 64 ? text.len : 64), text.ptr);
	}
	if (depth == LIMIT_TYPE_DEPTH)
		return gcl_pack_fault(ld, v, "more than %u 'of' in a type",
		    LIMIT_TYPE_DEPTH);
	t = gcl_arena_calloc(ld->arena, 1, sizeof(*t));
	if (!t)
		return gcl_error_nomem(ld->err);
	t->mask = array ? JSON_ARRAY : JSON_OBJECT;
	t->text = array ? "an array" : "an object";
	st = read_type(ld, v, text, depth + 1, &t->item);
	*out = t;
	return st;
}

enum gcl_status
gcl_pack_type(struct loader *ld, const struct value *v, struct span text,
	const struct type **out)
{
	return read_type(ld, v, text, 0, out);
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
