/*
 * Where the requests of a collection are.
 *
 * A folder's auth and variables may stand behind its items, so that the file
 * is gone through once before the first request is read.  What is kept of it
 * is an entry for each request, and a group for what they inherit from.
 */
#include "config.h"

#include "carrier/postman_p.h"

struct index {
	struct postman *p;
	struct group *top;	/* innermost open one; through parents: all */
	struct group *spare;	/* closed, and nobody needs them */
	struct entry **tail;
};

static const struct {
	const char *name;
	enum slot slot;
} slots[] = {
	{ "auth", SLOT_AUTH },
	{ "collection", SLOT_COLLECTION },
	{ "item", SLOT_ITEM },
	{ "request", SLOT_REQUEST },
	{ "requests", SLOT_REQUESTS },
	{ "response", SLOT_RESPONSE },
	{ "variable", SLOT_VARIABLE },
};

static bool
is_key(const struct index *ix, const struct walk_event *ev, const char *name)
{
	const struct field key = { .type = JSON_STRING, .off = ev->off - 1,
		.end = ev->off + ev->len + 1, .whole = true };

	return gcl_field_is(ix->p->file.text, &key, name);
}

static enum gcl_status
push(struct index *ix, const struct walk_event *ev)
{
	struct group *g = ix->spare;

	if (g)
		ix->spare = g->parent;
	else
		g = gcl_arena_alloc(&ix->p->file.c->input, sizeof(*g));
	if (!g)
		return GCL_ENOMEM;
	*g = (struct group){ .parent = ix->top, .depth = ev->depth };
	ix->top = g;
	return GCL_OK;
}

static void
pop(struct index *ix)
{
	struct group *g = ix->top;

	ix->top = g->parent;
	if (g->used)
		return;
	g->parent = ix->spare;
	ix->spare = g;
}

static enum gcl_status
add(struct index *ix, uint32_t off, bool example)
{
	struct entry *e = gcl_arena_alloc(&ix->p->file.c->input, sizeof(*e));
	struct group *g;

	if (!e)
		return GCL_ENOMEM;
	*e = (struct entry){ .group = ix->top, .off = off,
		.example = example };
	*ix->tail = e;
	ix->tail = &e->next;
	for (g = ix->top; g && !g->used; g = g->parent)
		g->used = true;
	return GCL_OK;
}

static void
see_key(struct index *ix, const struct walk_event *ev)
{
	struct group *g = ix->top;
	size_t i;

	if (ev->depth == g->depth + 1) {
		g->slot = SLOT_NONE;
		for (i = 0; i < sizeof(slots) / sizeof(slots[0]); i++)
			if (is_key(ix, ev, slots[i].name))
				g->slot = slots[i].slot;
	} else if (ev->depth == g->depth + 3 && g->inside == SLOT_RESPONSE &&
	    is_key(ix, ev, "originalRequest")) {
		g->original = true;
	}
}

/* The value of a member of the group. */
static enum gcl_status
see_member(struct index *ix, const struct walk_event *ev)
{
	struct group *g = ix->top;
	bool array = ev->type == JSON_ARRAY;
	uint32_t off, len;

	gcl_walk_extent(ev, &off, &len);
	switch (g->slot) {
	case SLOT_AUTH:
		g->auth = ev->type == JSON_OBJECT ? off : 0;
		break;
	case SLOT_VARIABLE:
		g->variable = array ? off : 0;
		break;
	case SLOT_ITEM:
		ix->p->items = ix->p->items || array;
		g->inside = array ? SLOT_ITEM : SLOT_NONE;
		break;
	case SLOT_RESPONSE:
		g->inside = array ? SLOT_RESPONSE : SLOT_NONE;
		break;
	case SLOT_REQUEST:
		return ev->type == JSON_NULL ? GCL_OK : add(ix, off, false);
	case SLOT_REQUESTS:
		ix->p->old = ix->p->old || array;
		break;
	case SLOT_COLLECTION:
		if (ev->type == JSON_OBJECT && g->depth == 0)
			return push(ix, ev);
		break;
	case SLOT_NONE:
		break;
	}
	return GCL_OK;
}

static enum gcl_status
see_value(struct index *ix, const struct walk_event *ev)
{
	struct group *g = ix->top;

	if (!g)
		return ev->depth == 0 && ev->type == JSON_OBJECT ?
		    push(ix, ev) : GCL_OK;
	if (ev->depth == g->depth + 1)
		return see_member(ix, ev);
	if (ev->depth != g->depth + 2 || ev->type != JSON_OBJECT)
		return GCL_OK;
	if (g->inside == SLOT_ITEM)
		return push(ix, ev);
	g->example = ev->off;
	g->original = false;
	return GCL_OK;
}

static enum gcl_status
see_close(struct index *ix, const struct walk_event *ev)
{
	struct group *g = ix->top;

	if (ev->depth == g->depth) {
		if (g->parent)
			pop(ix);
	} else if (ev->depth == g->depth + 1) {
		g->inside = SLOT_NONE;
	} else if (ev->depth == g->depth + 2 &&
	    g->inside == SLOT_RESPONSE && g->original) {
		g->original = false;
		return add(ix, g->example, true);
	}
	return GCL_OK;
}

static enum gcl_status
see(struct index *ix, const struct walk_event *ev)
{
	switch (ev->kind) {
	case WALK_KEY:
		if (ix->top)
			see_key(ix, ev);
		return GCL_OK;
	case WALK_SCALAR:
	case WALK_OPEN:
		return see_value(ix, ev);
	case WALK_CLOSE:
		return ix->top ? see_close(ix, ev) : GCL_OK;
	default:
		return GCL_OK;
	}
}

enum gcl_status
gcl_postman_index(struct postman *p)
{
	struct index ix = { .p = p, .tail = &p->next };
	struct walk *w = gcl_capture_walk(p->file.c);
	enum gcl_status st = GCL_OK;
	struct walk_event ev;

	gcl_walk_start(w, p->file.text);
	do {
		gcl_walk_next(w, &ev);
		st = see(&ix, &ev);
	} while (st == GCL_OK && ev.kind != WALK_END && ev.kind != WALK_BAD);
	return st;
}
