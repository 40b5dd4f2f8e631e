/*
 * A tree made of the walk's events; the open containers are a list through
 * their parents, so depth costs no stack.
 */
#include "config.h"

#include "json/value.h"

#include "json/string.h"

struct builder {
	struct span text;
	struct arena *arena;
	struct value *root;
	struct open *top;	/* innermost open container */
	struct open *spare;	/* of containers that were closed */
	struct span key;	/* of the member to come */
	uint32_t key_off, key_len;
};

struct open {
	struct value *v;
	struct value **tail;	/* where the next child goes */
	struct open *outer;
};

static enum gcl_status
string_text(struct builder *b, const struct walk_event *ev, struct span *out)
{
	struct span raw = gcl_span(b->text.ptr + ev->off, ev->len);
	/* No string means more bytes than it is written with. */
	struct buf copy = { .cap = raw.len + 1, .max = raw.len };
	enum gcl_status st;

	*out = raw;
	if (!(ev->flags & STRING_ESCAPE))
		return GCL_OK;
	copy.ptr = gcl_arena_alloc(b->arena, copy.cap);
	if (!copy.ptr)
		return GCL_ENOMEM;
	st = gcl_json_decode(raw, &copy, NULL);
	*out = gcl_buf_span(&copy);
	return st;
}

static struct value *
add_value(struct builder *b, const struct walk_event *ev)
{
	struct value *v = gcl_arena_alloc(b->arena, sizeof(*v));

	if (!v)
		return NULL;
	*v = (struct value){ .type = ev->type, .key = b->key,
		.key_off = b->key_off, .key_len = b->key_len };
	gcl_walk_extent(ev, &v->off, &v->len);
	b->key = gcl_span(NULL, 0);
	if (!b->top) {
		b->root = v;
		return v;
	}
	*b->top->tail = v;
	b->top->tail = &v->next;
	b->top->v->n++;
	return v;
}

static enum gcl_status
take_key(struct builder *b, const struct walk_event *ev)
{
	gcl_walk_extent(ev, &b->key_off, &b->key_len);
	return string_text(b, ev, &b->key);
}

static enum gcl_status
take_scalar(struct builder *b, const struct walk_event *ev)
{
	struct value *v = add_value(b, ev);

	return v ? string_text(b, ev, &v->text) : GCL_ENOMEM;
}

static enum gcl_status
take_open(struct builder *b, const struct walk_event *ev)
{
	struct value *v = add_value(b, ev);
	struct open *o = b->spare;

	if (o)
		b->spare = o->outer;
	else
		o = gcl_arena_alloc(b->arena, sizeof(*o));
	if (!o || !v)
		return GCL_ENOMEM;
	o->v = v;
	o->tail = &v->child;
	o->outer = b->top;
	b->top = o;
	return GCL_OK;
}

static enum gcl_status
take_close(struct builder *b, const struct walk_event *ev)
{
	struct open *o = b->top;

	o->v->len = ev->off + 1 - o->v->off;
	b->top = o->outer;
	o->outer = b->spare;
	b->spare = o;
	return GCL_OK;
}

static enum gcl_status
take(struct builder *b, const struct walk_event *ev)
{
	switch (ev->kind) {
	case WALK_KEY:
		return take_key(b, ev);
	case WALK_SCALAR:
		return take_scalar(b, ev);
	case WALK_OPEN:
		return take_open(b, ev);
	case WALK_CLOSE:
		return take_close(b, ev);
	default:
		return GCL_EINPUT;
	}
}

enum gcl_status
gcl_value_read(struct walk *w, struct span text, struct arena *arena,
	struct value **out)
{
	struct builder b = { .text = text, .arena = arena };
	enum gcl_status st = GCL_OK;
	struct walk_event ev;

	gcl_walk_start(w, text);
	for (gcl_walk_next(w, &ev); st == GCL_OK && ev.kind != WALK_END;
	     gcl_walk_next(w, &ev))
		st = take(&b, &ev);
	*out = b.root;
	return st;
}

const struct value *
gcl_value_get(const struct value *v, const char *name)
{
	const struct span key = gcl_span_str(name);
	const struct value *found = NULL;

	if (!v || v->type != JSON_OBJECT)
		return NULL;
	for (v = v->child; v; v = v->next)
		if (gcl_span_eq(v->key, key))
			found = v;
	return found;
}

char *
gcl_value_str(const struct value *v, struct arena *arena)
{
	return gcl_arena_str(arena, v->text);
}

bool
gcl_value_uint(const struct value *v, uint64_t max, uint64_t *out)
{
	uint64_t n = 0;
	size_t i;

	if (v->type != JSON_NUMBER)
		return false;
	for (i = 0; i < v->text.len; i++) {
		char c = v->text.ptr[i];
		uint64_t d = (uint64_t)(c - '0');

		if (c < '0' || c > '9' || d > max || n > (max - d) / 10)
			return false;
		n = n * 10 + d;
	}
	*out = n;
	return true;
}
