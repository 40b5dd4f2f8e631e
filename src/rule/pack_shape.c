/*
 * The pack loader: members and shapes.
 */
#include "config.h"

#include "rule/pack_p.h"

#include <stdio.h>

#include "base/word.h"

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
	const struct value *read_only = gcl_value_get(obj, "readOnly");
	bool ro = read_only && gcl_span_is(read_only->text, "true");
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
	if (!(f->type->mask & JSON_STRING))
		return gcl_pack_fault_at(ld, v->key_off,
		    "a format is for strings");
	f->format = gcl_pack_find_format(ld->rs, v->text);
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

	if (v && !f->type->item)
		return gcl_pack_fault_at(ld, v->key_off,
		    "'each' is for 'array of …' and 'map of …'");
	if (!v)
		return gcl_pack_each(ld, f->type, &f->wrong, &f->each);
	each = gcl_arena_calloc(ld->arena, 1, sizeof(*each));
	if (!each)
		return gcl_error_nomem(ld->err);
	st = read_field(ld, v, f->type->item, each);
	f->each = each;
	return st;
}

static bool
are_silent(const struct words *w)
{
	return !w->has_severity && !w->say && !w->help && !w->fix && !w->cases;
}

/* Words of the member itself, else of the shape that it has. */
static enum gcl_status
read_wrong(struct loader *ld, const struct value *obj, struct field *f)
{
	const struct words none = { 0 };
	enum gcl_status st = gcl_pack_words(ld, obj, &none, &f->wrong);
	const struct shape *shape = f->type->shape;

	if (st != GCL_OK || f->wrong.rule || !shape)
		return st;
	if (are_silent(&f->wrong))
		f->wrong = shape->wrong;
	else
		f->wrong.rule = shape->wrong.rule;
	/* A generic rule is about the type alone, not about what is in it. */
	if (f->wrong.rule == ld->rs->known[KNOWN_TYPE])
		f->wrong.rule = NULL;
	return GCL_OK;
}

static enum gcl_status
read_field(struct loader *ld, const struct value *obj,
	const struct type *fallback, struct field *f)
{
	const struct value *is = gcl_value_get(obj, "is");
	struct check_place place = { 0 };
	enum gcl_status st = GCL_OK;
	struct words own;

	f->type = fallback;
	if (obj->type != JSON_OBJECT || (!is && !fallback))
		return gcl_pack_fault(ld, obj, "a member needs an 'is'");
	if (is)
		st = gcl_pack_type(ld, is, is->text, &f->type);
	if (st == GCL_OK)
		st = read_wrong(ld, obj, f);
	if (st != GCL_OK)
		return st;
	own = f->wrong;
	place.outer = &own;
	place.types = f->type->mask;
	st = gcl_pack_own_checks(ld, obj, &place, &f->checks, &f->n_states);
	place.outer = &(struct words){ .rule = own.rule };
	if (st == GCL_OK)
		st = gcl_pack_checks(ld, gcl_value_get(obj, "checks"), &place,
		    &f->checks, &f->n_states);
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

static inline struct key_words
words_of(struct span key)
{
	struct key_words w;

	if (key.len < sizeof(w.first)) {
		w.first = w.last = gcl_word_short(key.ptr, key.len);
	} else {
		w.first = gcl_word(key.ptr);
		w.last = gcl_word(key.ptr + key.len - sizeof(w.last));
	}
	return w;
}

static inline size_t
hash_of(const struct key_words *w, size_t len)
{
	return (size_t)(((w->first + 31 * w->last + len) *
	    0x9e3779b97f4a7c15u) >> 40);
}

/* Words tell names apart that differ; what is between them is looked at. */
static inline bool
is_key(const struct field *f, struct span key, const struct key_words *w)
{
	return f->words.first == w->first && f->words.last == w->last &&
	    f->key.len == key.len && (key.len <= 2 * sizeof(w->first) ||
	    !memcmp(f->key.ptr, key.ptr, key.len));
}

const struct field *
gcl_shape_field(const struct shape *s, struct span key)
{
	const struct key_words w = words_of(key);
	size_t i, mask = s->table_size - 1;

	if (!s->table_size)
		return NULL;
	for (i = hash_of(&w, key.len) & mask; s->table[i]; i = (i + 1) & mask)
		if (is_key(s->fields[s->table[i] - 1], key, &w))
			return s->fields[s->table[i] - 1];
	return NULL;
}

static enum gcl_status
make_table(struct loader *ld, struct shape *s)
{
	const struct field *f;
	uint16_t *table;
	size_t i, at;

	s->table_size = 8;
	while (s->table_size < 2 * s->n_fields)
		s->table_size *= 2;
	table = gcl_arena_calloc(ld->arena, s->table_size, sizeof(*table));
	if (!table)
		return gcl_error_nomem(ld->err);
	for (i = 0; i < s->n_fields; i++) {
		f = s->fields[i];
		at = hash_of(&f->words, f->key.len) & (s->table_size - 1);
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
	f->words = words_of(f->key);
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

/* "x" does not belong here: the end of the sentence is the pack's. */
static enum gcl_status
misplaced_say(struct loader *ld, const struct value *why, struct words *out)
{
	static const char intro[] = "\"{name}\" does not belong here: ";
	size_t len = sizeof(intro) + why->text.len;
	enum gcl_status st = gcl_pack_check_template(ld, why);
	char *say;

	if (st != GCL_OK)
		return st;
	say = gcl_arena_alloc(ld->arena, len);
	if (!say)
		return gcl_error_nomem(ld->err);
	snprintf(say, len, "%s%.*s", intro, (int)why->text.len,
	    why->text.ptr);
	out->say = say;
	return GCL_OK;
}

/* A string stands for an object of nothing but "why". */
static enum gcl_status
misplaced_words(struct loader *ld, const struct value *v, struct words *out)
{
	const struct words outer = {
		.rule = ld->rs->known[KNOWN_MISPLACED]
	};
	bool object = v->type == JSON_OBJECT;
	const struct value *why = object ? gcl_value_get(v, "why") : v;
	enum gcl_status st = GCL_OK;

	*out = outer;
	if (object)
		st = gcl_pack_words(ld, v, &outer, out);
	return st == GCL_OK && why ? misplaced_say(ld, why, out) : st;
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
	struct shape *s = (struct shape *)gcl_pack_find_shape(ld->rs, v->key);
	const struct value *open = gcl_value_get(v, "open");
	const struct words outer = { 0 };
	const struct check_place place = { .outer = &outer,
		.types = JSON_OBJECT };
	enum gcl_status st;
	size_t n_states = 0;

	s->open = open && gcl_span_is(open->text, "true");
	st = read_fields(ld, v, s);
	if (st == GCL_OK)
		st = read_misplaced(ld, v, s);
	ld->shape = s;
	if (st == GCL_OK)
		st = gcl_pack_checks(ld, gcl_value_get(v, "checks"), &place,
		    &s->checks, &n_states);
	ld->shape = NULL;
	return st;
}

enum gcl_status
gcl_pack_define(struct loader *ld)
{
	enum gcl_status st = gcl_pack_each_member(ld, "formats",
	    gcl_pack_define_format);

	return st == GCL_OK ?
	    gcl_pack_each_member(ld, "shapes", define_shape) : st;
}
