/*
 * A tree of nodes that know their parents: depth costs no stack.
 */
#include "config.h"

#include "json/tree.h"

#include "json/string.h"
#include "json/write.h"

struct node *
gcl_tree_new(struct arena *arena, enum json_type type)
{
	struct node *n = gcl_arena_calloc(arena, 1, sizeof(*n));

	if (n)
		n->type = type;
	return n;
}

void
gcl_tree_add(struct node *parent, struct node *n)
{
	n->parent = parent;
	n->prev = parent->last;
	n->next = NULL;
	*(n->prev ? &n->prev->next : &parent->child) = n;
	parent->last = n;
	parent->n++;
}

void
gcl_tree_remove(struct node *n)
{
	*(n->prev ? &n->prev->next : &n->parent->child) = n->next;
	*(n->next ? &n->next->prev : &n->parent->last) = n->prev;
	n->parent->n--;
	n->parent = n->prev = n->next = NULL;
}

void
gcl_tree_become(struct node *old, struct node *n)
{
	struct node *child;

	old->type = n->type;
	old->text = n->text;
	old->tag = n->tag;
	old->n = n->n;
	old->child = n->child;
	old->last = n->last;
	for (child = old->child; child; child = child->next)
		child->parent = old;
}

/* ---- reading ---- */

struct builder {
	struct span text;
	struct arena *arena;
	struct buf scratch;	/* a key while it is decoded */
	struct node *root;
	struct node *open;	/* innermost open container */
	struct span key;	/* of the member to come */
};

static enum gcl_status
take_key(struct builder *b, const struct walk_event *ev)
{
	struct span raw = gcl_span(b->text.ptr + ev->off, ev->len);
	enum gcl_status st;

	gcl_buf_reset(&b->scratch);
	st = gcl_json_decode(raw, &b->scratch, NULL);
	if (st != GCL_OK)
		return st;
	b->key = gcl_buf_span(&b->scratch);
	b->key.ptr = gcl_arena_str(b->arena, b->key);
	return b->key.ptr ? GCL_OK : GCL_ENOMEM;
}

static enum gcl_status
take_value(struct builder *b, const struct walk_event *ev)
{
	struct node *n = gcl_tree_new(b->arena, ev->type);
	uint32_t off, len;

	if (!n)
		return GCL_ENOMEM;
	gcl_walk_extent(ev, &off, &len);
	n->key = b->key;
	b->key = gcl_span(NULL, 0);
	if (b->open)
		gcl_tree_add(b->open, n);
	else
		b->root = n;
	if (ev->kind == WALK_OPEN)
		b->open = n;
	else
		n->text = gcl_span(b->text.ptr + off, len);
	return GCL_OK;
}

static enum gcl_status
take(struct builder *b, const struct walk_event *ev)
{
	switch (ev->kind) {
	case WALK_KEY:
		return take_key(b, ev);
	case WALK_SCALAR:
	case WALK_OPEN:
		return take_value(b, ev);
	case WALK_CLOSE:
		b->open = b->open->parent;
		return GCL_OK;
	default:
		return GCL_EINPUT;
	}
}

enum gcl_status
gcl_tree_read(struct walk *w, struct span text, struct arena *arena,
	struct node **out)
{
	struct builder b = { .text = text, .arena = arena };
	enum gcl_status st = GCL_OK;
	struct walk_event ev;

	gcl_buf_init(&b.scratch, text.len);
	gcl_walk_start(w, text);
	for (gcl_walk_next(w, &ev); st == GCL_OK && ev.kind != WALK_END;
	     gcl_walk_next(w, &ev))
		st = take(&b, &ev);
	gcl_buf_release(&b.scratch);
	*out = b.root;
	return st;
}

/* ---- finding ---- */

struct node *
gcl_tree_behind(const struct node *n)
{
	while (n && !n->next)
		n = n->parent;
	return n ? n->next : NULL;
}

struct node *
gcl_tree_next(const struct node *n)
{
	return n->child ? n->child : gcl_tree_behind(n);
}

bool
gcl_pointer_step(struct span *pointer, struct buf *scratch, struct span *key)
{
	const char *p = pointer->ptr, *end = p + pointer->len;

	gcl_buf_reset(scratch);
	if (*p++ != '/')
		return false;
	for (; p < end && *p != '/'; p++) {
		if (*p != '~') {
			gcl_buf_addc(scratch, *p);
			continue;
		}
		if (++p == end || (*p != '0' && *p != '1'))
			return false;
		gcl_buf_addc(scratch, *p == '0' ? '~' : '/');
	}
	*pointer = gcl_span(p, (size_t)(end - p));
	*key = gcl_buf_span(scratch);
	return gcl_buf_status(scratch) == GCL_OK;
}

bool
gcl_pointer_index(struct span key, size_t *index)
{
	size_t i, n = 0;

	/* Nobody has an array with more than 18 digits of elements. */
	if (key.len == 0 || key.len > 18 || (key.len > 1 && *key.ptr == '0'))
		return false;
	for (i = 0; i < key.len; i++) {
		if (key.ptr[i] < '0' || key.ptr[i] > '9')
			return false;
		n = n * 10 + (size_t)(key.ptr[i] - '0');
	}
	*index = n;
	return true;
}

struct node *
gcl_tree_step(const struct node *n, struct span key)
{
	struct node *child = n->child;
	size_t i, index;

	if (n->type == JSON_ARRAY) {
		if (!gcl_pointer_index(key, &index))
			return NULL;
		for (i = 0; child && i < index; i++)
			child = child->next;
		return child;
	}
	while (child && !gcl_span_eq(child->key, key))
		child = child->next;
	return child;
}

struct node *
gcl_tree_find(struct node *root, struct span pointer, struct buf *scratch)
{
	struct node *n = root;
	struct span key;

	while (n && pointer.len > 0) {
		if (!gcl_pointer_step(&pointer, scratch, &key))
			return NULL;
		n = gcl_tree_step(n, key);
	}
	return n;
}

static size_t
index_of(const struct node *n)
{
	size_t index = 0;

	while ((n = n->prev))
		index++;
	return index;
}

static void
add_step(struct buf *out, const struct node *n)
{
	size_t i;

	gcl_buf_addc(out, '/');
	if (n->parent->type == JSON_ARRAY) {
		gcl_buf_addf(out, "%zu", index_of(n));
		return;
	}
	for (i = 0; i < n->key.len; i++) {
		if (n->key.ptr[i] == '~')
			gcl_buf_adds(out, "~0");
		else if (n->key.ptr[i] == '/')
			gcl_buf_adds(out, "~1");
		else
			gcl_buf_addc(out, n->key.ptr[i]);
	}
}

/* The step of each node on the way down: its parents are known from below. */
void
gcl_tree_pointer(struct buf *out, const struct node *n)
{
	const struct node *above = NULL, *at;

	while (above != n) {
		for (at = n; at->parent != above; at = at->parent)
			;
		if (above)
			add_step(out, at);
		above = at;
	}
}

/* ---- writing ---- */

static void
new_line(struct buf *out, const struct node *n)
{
	gcl_buf_addc(out, '\n');
	while ((n = n->parent))
		gcl_buf_adds(out, "  ");
}

static void
write_head(struct buf *out, const struct node *n)
{
	if (n->parent)
		new_line(out, n);
	if (n->parent && n->parent->type == JSON_OBJECT) {
		gcl_json_quote(out, n->key);
		gcl_buf_adds(out, ": ");
	}
	if (n->type == JSON_OBJECT)
		gcl_buf_addc(out, '{');
	else if (n->type == JSON_ARRAY)
		gcl_buf_addc(out, '[');
	else
		gcl_buf_addspan(out, n->text);
}

static void
write_end(struct buf *out, const struct node *n)
{
	if (n->child)
		new_line(out, n);
	if (n->type == JSON_OBJECT)
		gcl_buf_addc(out, '}');
	else if (n->type == JSON_ARRAY)
		gcl_buf_addc(out, ']');
	if (n->next)
		gcl_buf_addc(out, ',');
}

void
gcl_tree_write(struct buf *out, const struct node *root)
{
	const struct node *n = root, *next;

	for (; n; n = next) {
		write_head(out, n);
		next = gcl_tree_next(n);
		if (n->child)
			continue;
		/* It ends, and so do those that it is the last of. */
		write_end(out, n);
		while (n->parent && !n->next) {
			n = n->parent;
			write_end(out, n);
		}
	}
	gcl_buf_addc(out, '\n');
}
