/*
 * The pack loader: the names of formats and shapes, and types made of them.
 */
#include "config.h"

#include "rule/pack_p.h"

#include <stdio.h>

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

static const struct type *
plain_type(struct span text)
{
	size_t i;

	for (i = 0; i < sizeof(plain_names) / sizeof(plain_names[0]); i++)
		if (gcl_span_is(text, plain_names[i]))
			return &plain_types[i];
	return NULL;
}

static enum gcl_status
declare_shape(struct loader *ld, const struct value *v)
{
	struct shape *s;
	struct type *t;

	if (plain_type(v->key))
		return gcl_pack_fault_at(ld, v->key_off,
		    "this is the name of a JSON type, not free for a shape");
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
named_type(struct loader *ld, const struct value *v, struct span text,
	const struct type **out)
{
	const struct shape *shape = gcl_pack_find_shape(ld->rs, text);

	*out = shape ? shape->self : plain_type(text);
	return *out ? GCL_OK : gcl_pack_fault(ld, v,
	    "no type or shape '%.*s': string, number, integer, boolean, "
	    "object, array, any, 'array of …', 'map of …', '… or …' or "
	    "a name under 'shapes'", (int)(text.len < 64 ? text.len : 64),
	    text.ptr);
}

/* Where " or " begins in s, or s.len. */
static size_t
find_or(struct span s)
{
	size_t i;

	for (i = 0; i + 4 < s.len; i++)
		if (!memcmp(s.ptr + i, " or ", 4))
			return i;
	return s.len;
}

static enum gcl_status read_type(struct loader *ld, const struct value *v,
	struct span text, unsigned depth, const struct type **out);

static enum gcl_status
container_type(struct loader *ld, const struct value *v, struct span of,
	bool array, unsigned depth, const struct type **out)
{
	struct type *t = gcl_arena_calloc(ld->arena, 1, sizeof(*t));

	if (!t)
		return gcl_error_nomem(ld->err);
	t->mask = array ? JSON_ARRAY : JSON_OBJECT;
	t->text = array ? "an array" : "an object";
	t->map = !array;
	*out = t;
	return read_type(ld, v, of, depth + 1, &t->item);
}

/* One of two types: what is known of objects and elements is either's. */
static enum gcl_status
either_type(struct loader *ld, const struct value *v, const struct type *a,
	const struct type *b, const struct type **out)
{
	struct type *t = gcl_arena_calloc(ld->arena, 1, sizeof(*t));
	size_t len = strlen(a->text) + strlen(b->text) + sizeof(" or ");
	char *text = gcl_arena_alloc(ld->arena, len);

	if (!t || !text)
		return gcl_error_nomem(ld->err);
	if (a->mask & b->mask)
		return gcl_pack_fault(ld, v, "two types that are both %s",
		    b->text);
	snprintf(text, len, "%s or %s", a->text, b->text);
	*t = (struct type){ .mask = a->mask | b->mask, .text = text,
		.integer = a->integer || b->integer,
		.map = a->map || b->map,
		.shape = a->shape ? a->shape : b->shape,
		.item = a->item ? a->item : b->item };
	*out = t;
	return GCL_OK;
}

/* "array of a or b" is an array of either; "a or array of b" is one of two. */
static enum gcl_status
read_type(struct loader *ld, const struct value *v, struct span text,
	unsigned depth, const struct type **out)
{
	bool array = take_prefix(&text, "array of ");
	const struct type *a, *b;
	enum gcl_status st;
	size_t at;

	if (depth > LIMIT_TYPE_DEPTH)
		return gcl_pack_fault(ld, v,
		    "more than %u 'of' and 'or' in a type", LIMIT_TYPE_DEPTH);
	if (array || take_prefix(&text, "map of "))
		return container_type(ld, v, text, array, depth, out);
	at = find_or(text);
	st = named_type(ld, v, gcl_span(text.ptr, at), &a);
	*out = a;
	if (st != GCL_OK || at == text.len)
		return st;
	st = read_type(ld, v, gcl_span(text.ptr + at + 4, text.len - at - 4),
	    depth + 1, &b);
	return st == GCL_OK ? either_type(ld, v, a, b, out) : st;
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
	*out = f;
	return gcl_pack_each(ld, type->item, outer, &f->each);
}
