/*
 * A capture that is one JSON text (RFC 8259): how far it is one, and its
 * members with their types.
 *
 * No tree is made of it, so memory does not grow with what nobody asks for.
 */
#include "config.h"

#include "carrier/jsonfile.h"

static bool
is_json(struct walk *w, struct span text)
{
	struct walk_event ev;

	gcl_walk_start(w, text);
	do
		gcl_walk_next(w, &ev);
	while (ev.kind != WALK_END && ev.kind != WALK_BAD);
	return ev.kind == WALK_END;
}

/* The words live as long as the input: documents tell them bit by bit. */
static enum gcl_status
complain(struct jsonfile *f)
{
	struct complaints *w = &f->c->complaints;
	enum gcl_status st;

	st = gcl_complain(f->text, f->c->max_depth, &f->c->input, w);
	f->complaints = w->n;
	f->cut = w->fatal;
	f->text = gcl_buf_span(&w->copy);
	return st;
}

enum gcl_status
gcl_jsonfile_begin(struct jsonfile *f, struct capture *c,
	struct gcl_error *err)
{
	struct walk *w = gcl_capture_walk(c);
	enum gcl_status st;

	*f = (struct jsonfile){ .c = c };
	if (!w)
		return GCL_ENOMEM;
	st = gcl_capture_all(c, &f->text, err);
	if (st == GCL_OK && !is_json(w, f->text))
		st = complain(f);
	return st;
}

struct field
gcl_jsonfile_top(const struct jsonfile *f)
{
	return gcl_field_at(f->text, 0);
}

enum gcl_status
gcl_jsonfile_remark(struct jsonfile *f, const char *rule,
	const struct field *at, const char *say, const char *help)
{
	bool bracket = at->type == JSON_OBJECT || at->type == JSON_ARRAY;

	return gcl_capture_remark(f->c, f->doc, rule, at->off,
	    bracket ? 1 : at->end - at->off, say, help);
}

enum gcl_status
gcl_jsonfile_broken(struct jsonfile *f, const struct field *at,
	const char *say, const char *help)
{
	f->faulty = true;
	if (f->quiet)
		return GCL_OK;
	return gcl_jsonfile_remark(f, "capture-broken", at, say, help);
}

static const struct {
	unsigned types;
	const char *words;
} wanted[] = {
	{ JSON_STRING, "a string" },
	{ JSON_OBJECT, "an object" },
	{ JSON_ARRAY, "an array" },
	{ JSON_NUMBER, "a number" },
	{ JSON_BOOLEAN, "true or false" },
	{ JSON_STRING | JSON_OBJECT, "a string or an object" },
	{ JSON_STRING | JSON_ARRAY, "a string or an array" },
	{ JSON_OBJECT | JSON_ARRAY, "an object or an array" },
	{ JSON_STRING | JSON_NUMBER | JSON_BOOLEAN, "a string" },
};

static enum gcl_status
wrong_type(struct jsonfile *f, const struct member *m,
	const struct field *at)
{
	size_t i = 0;

	while (wanted[i].types != m->types)
		i++;
	return gcl_jsonfile_broken(f, at, gcl_capture_words(f->c,
	    "'%s' is not %s", m->name, wanted[i].words), NULL);
}

enum gcl_status
gcl_jsonfile_get(struct jsonfile *f, const struct field *object,
	const struct member *members, struct field *fields)
{
	enum gcl_status st = GCL_OK;
	size_t i;

	gcl_members_get(f->text, object, members, fields);
	for (i = 0; members[i].name && st == GCL_OK; i++) {
		unsigned type = fields[i].type;

		if (type && fields[i].whole && (type & members[i].types))
			continue;
		if (type && fields[i].whole && type != JSON_NULL)
			st = wrong_type(f, &members[i], &fields[i]);
		fields[i] = (struct field){ 0 };
	}
	return st;
}

/* Complaints that begin before end become remarks of the document. */
static enum gcl_status
tell(struct jsonfile *f, size_t end)
{
	const struct complaint *w;
	struct remark **last = &f->doc->remarks, *r;

	while (*last)
		last = &(*last)->next;
	for (; f->told < f->complaints; f->told++) {
		w = &f->c->complaints.list[f->told];
		if (w->off >= end)
			break;
		r = gcl_arena_alloc(&f->c->arena, sizeof(*r));
		if (!r)
			return GCL_ENOMEM;
		*r = (struct remark){ .rule = w->rule, .off = w->off,
			.len = w->len, .say = w->say, .help = w->help };
		*last = r;
		last = &r->next;
	}
	return GCL_OK;
}

enum gcl_status
gcl_jsonfile_end(struct jsonfile *f, size_t end, size_t next)
{
	f->end = next ? next : f->c->src.text.len;
	f->doc->end = f->end;
	return tell(f, next ? next : end);
}

enum gcl_status
gcl_jsonfile_rest(struct jsonfile *f, bool *more)
{
	size_t len = f->c->src.text.len;

	*more = f->end < len || f->told < f->complaints || f->doc->remarks;
	f->doc->end = f->end = len;
	return tell(f, SIZE_MAX);
}

enum gcl_status
gcl_jsonfile_error(enum gcl_status st, struct gcl_error *err)
{
	if (st == GCL_ELIMIT)
		gcl_error_set(err, st, "a text built from it is too long");
	return st;
}
