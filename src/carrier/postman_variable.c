/*
 * {{variables}} of a collection and its folders: the nearest one holds, and
 * its value may name others.
 *
 * A value that names itself, or others that grow and grow, ends at a limit;
 * what is left over stays as it is.
 */
#include "config.h"

#include "base/hash.h"
#include "base/limits.h"
#include "carrier/postman_p.h"

struct variable {
	struct variable *next;
	struct span name, value;
};

enum { VAR_KEY, VAR_ID, VAR_VALUE, VAR_DISABLED, VAR_FIELDS };

/* In v2.0 the id can be the name. */
static const struct member variable_members[] = {
	[VAR_KEY] = { "key", JSON_STRING },
	[VAR_ID] = { "id", JSON_STRING },
	[VAR_VALUE] = { "value", JSON_STRING | JSON_NUMBER | JSON_BOOLEAN },
	[VAR_DISABLED] = { "disabled", JSON_BOOLEAN },
	[VAR_FIELDS] = { NULL, 0 },
};

/* ---- tables ---- */

/* The text of a field, for as long as the input is read. */
static enum gcl_status
keep(struct postman *p, const struct field *v, struct span *out)
{
	struct capture *c = p->file.c;
	enum gcl_status st;
	struct piece text;
	char *copy;

	st = gcl_jsonfile_piece(&p->file, v, &text);
	if (st != GCL_OK)
		return st;
	*out = text.text;
	if (!text.map)
		return GCL_OK;
	copy = gcl_arena_str(&c->input, text.text);
	*out = gcl_span(copy, text.text.len);
	return copy ? GCL_OK : GCL_ENOMEM;
}

static struct variable **
bucket(const struct group *g, uint64_t hash)
{
	return &g->table[hash & (g->buckets - 1)];
}

static bool
is_usable(const struct field *v, const struct member *m)
{
	return v->whole && (v->type & m->types);
}

static enum gcl_status
add(struct postman *p, struct group *g, const struct field *element)
{
	struct span text = p->file.text;
	struct field fields[VAR_FIELDS];
	struct variable *v, **at;
	const struct field *name;
	enum gcl_status st;

	gcl_members_get(text, element, variable_members, fields);
	name = &fields[fields[VAR_KEY].type == JSON_STRING ? VAR_KEY : VAR_ID];
	if (!is_usable(name, &variable_members[VAR_KEY]) ||
	    !is_usable(&fields[VAR_VALUE], &variable_members[VAR_VALUE]) ||
	    (fields[VAR_DISABLED].type == JSON_BOOLEAN &&
	    text.ptr[fields[VAR_DISABLED].off] == 't'))
		return GCL_OK;
	v = gcl_arena_alloc(&p->file.c->input, sizeof(*v));
	if (!v)
		return GCL_ENOMEM;
	st = keep(p, name, &v->name);
	if (st == GCL_OK)
		st = keep(p, &fields[VAR_VALUE], &v->value);
	if (st != GCL_OK || v->value.len == 0)
		return st;
	at = bucket(g, gcl_hash(v->name, p->seed));
	v->next = *at;
	*at = v;
	return GCL_OK;
}

static enum gcl_status
load(struct postman *p, struct group *g)
{
	struct field list = gcl_field_at(p->file.text, g->variable), element;
	struct cursor at = gcl_members_of(p->file.text, &list);
	enum gcl_status st = GCL_OK;
	size_t n = 1;

	while (gcl_members_next(&at, NULL, &element))
		n++;
	for (g->buckets = 1; g->buckets < n; g->buckets *= 2)
		;
	g->table = gcl_arena_calloc(&p->file.c->input, g->buckets,
	    sizeof(*g->table));
	if (!g->table)
		return GCL_ENOMEM;
	at = gcl_members_of(p->file.text, &list);
	while (st == GCL_OK && gcl_members_next(&at, NULL, &element))
		st = add(p, g, &element);
	return st;
}

enum gcl_status
gcl_postman_scope(struct postman *p, struct group *g)
{
	enum gcl_status st = GCL_OK;

	for (; g && !g->loaded && st == GCL_OK; g = g->parent) {
		if (g->variable)
			st = load(p, g);
		g->loaded = true;
	}
	return st;
}

static const struct variable *
find(const struct postman *p, const struct group *g, struct span name)
{
	uint64_t hash = gcl_hash(name, p->seed);
	const struct variable *v;

	for (; g; g = g->parent) {
		if (!g->variable)
			continue;
		for (v = *bucket(g, hash); v; v = v->next)
			if (gcl_span_eq(v->name, name))
				return v;
	}
	return NULL;
}

/* ---- references ---- */

/*
 * The next {{name}} in s, from *start on to *end, with no brace in the name.
 * Between two candidates no byte is looked at twice.
 */
static bool
next_reference(struct span s, size_t *start, size_t *end)
{
	size_t at = *start, q;

	while (at + 4 <= s.len) {
		const char *open = memchr(s.ptr + at, '{', s.len - at);

		if (!open)
			return false;
		at = (size_t)(open - s.ptr);
		if (at + 1 >= s.len || open[1] != '{') {
			at++;
			continue;
		}
		for (q = at + 2; q < s.len && s.ptr[q] != '{' &&
		    s.ptr[q] != '}'; q++)
			;
		if (q + 1 < s.len && s.ptr[q] == '}' && s.ptr[q + 1] == '}') {
			*start = at;
			*end = q + 2;
			return true;
		}
		at = q > at + 2 ? q : at + 1;
	}
	return false;
}

/* The variable of a reference, if it is known and its value can be had. */
static const struct variable *
use(struct postman *p, const struct group *g, struct span reference)
{
	struct span name = gcl_span(reference.ptr + 2, reference.len - 4);
	const struct variable *v = find(p, g, name);

	if (!v || p->over)
		return NULL;
	if (v->value.len >= p->budget) {
		p->over = true;
		return NULL;
	}
	p->budget -= v->value.len;
	return v;
}

/* Append what the value of v says, with the variables in it. */
static void
expand(struct postman *p, const struct group *g, const struct variable *v,
	struct buf *out)
{
	struct span levels[LIMIT_VARIABLE_DEPTH] = { v->value }, *s;
	size_t depth = 1, start, end;
	struct span reference;

	while (depth > 0) {
		s = &levels[depth - 1];
		start = 0;
		if (!next_reference(*s, &start, &end)) {
			gcl_buf_addspan(out, *s);
			depth--;
			continue;
		}
		reference = gcl_span(s->ptr + start, end - start);
		gcl_buf_add(out, s->ptr, start);
		*s = gcl_span(s->ptr + end, s->len - end);
		v = depth < LIMIT_VARIABLE_DEPTH ? use(p, g, reference) :
		    NULL;
		if (v)
			levels[depth++] = v->value;
		else
			gcl_buf_addspan(out, reference);
	}
}

/* The text of piece, with values, to the decoder. */
static enum gcl_status
fill(struct postman *p, const struct group *g, const struct piece *piece,
	struct buf *value)
{
	struct decoder *d = &p->file.c->decoder;
	size_t done = 0, start = 0, end, off, len;
	const struct variable *v;

	while (next_reference(piece->text, &start, &end)) {
		v = use(p, g, gcl_span(piece->text.ptr + start, end - start));
		if (v) {
			gcl_buf_reset(value);
			expand(p, g, v, value);
			gcl_decoder_part(d, piece, done, start - done);
			off = start;
			len = end - start;
			gcl_piece_locate(piece, &off, &len);
			gcl_decoder_opaque(d, gcl_buf_span(value), off, len);
			done = end;
		}
		start = end;
	}
	gcl_decoder_part(d, piece, done, piece->text.len - done);
	return gcl_buf_status(value);
}

enum gcl_status
gcl_postman_fill(struct postman *p, const struct group *g,
	struct piece *piece)
{
	struct capture *c = p->file.c;
	size_t start = 0, end, none = 0;
	enum gcl_status st;
	struct buf value;

	if (!next_reference(piece->text, &start, &end))
		return GCL_OK;
	gcl_buf_init(&value, LIMIT_VARIABLE_BYTES);
	gcl_decoder_begin(&c->decoder);
	st = fill(p, g, piece, &value);
	end = piece->text.len;
	gcl_piece_locate(piece, &end, &none);
	if (st == GCL_OK)
		st = gcl_decoder_take(&c->decoder, end, &c->arena, piece);
	gcl_buf_release(&value);
	return st;
}
