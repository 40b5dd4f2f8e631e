/*
 * POINTER=VALUE (RFC 6901): put a value into the payload.
 */
#include "config.h"

#include "lint/compose_p.h"

#include "base/limits.h"
#include "base/utf8.h"

struct setting {
	struct composer *c;
	struct span pointer;	/* all of it */
	struct span value;
	struct node *at;	/* where the steps so far lead to */
	const struct type *type;	/* what the pack wants there, or NULL */
};

/* What was wrong with a setting: its value is nobody's business. */
static enum gcl_status
wrong(const struct setting *s, const char *why)
{
	return gcl_error_set(s->c->err, GCL_EUSAGE, "--set '%.*s': %s",
	    (int)s->pointer.len, s->pointer.ptr, why);
}

static const struct type *
type_below(const struct type *t, enum json_type container, struct span key)
{
	const struct field *f;

	if (!t)
		return NULL;
	if (container == JSON_ARRAY || t->map)
		return t->item;
	f = t->shape ? gcl_shape_field(t->shape, key) : NULL;
	return f ? f->type : NULL;
}

/* Does a key stand for an element?  Then what is made for it is an array. */
static bool
is_array_key(struct span key)
{
	size_t index;

	return gcl_span_is(key, "-") || gcl_pointer_index(key, &index);
}

/* The type of the container to make, when the next step is key. */
static enum json_type
container_type(const struct type *t, struct span key)
{
	const unsigned mask = t ? t->mask & (JSON_ARRAY | JSON_OBJECT) : 0;

	if (mask == JSON_ARRAY || mask == JSON_OBJECT)
		return mask;
	return is_array_key(key) ? JSON_ARRAY : JSON_OBJECT;
}

static enum gcl_status
no_element(const struct setting *s)
{
	struct buf words;
	enum gcl_status st;

	gcl_buf_init(&words, LIMIT_TEXT_BYTES);
	gcl_tree_pointer(&words, s->at);
	gcl_buf_addf(&words, " is an array of %zu: the next element is %zu "
	    "or -", s->at->n, s->at->n);
	st = gcl_buf_str(&words) ? wrong(s, words.ptr) : GCL_ENOMEM;
	gcl_buf_release(&words);
	return st;
}

static enum gcl_status
no_container(const struct setting *s)
{
	struct buf words;
	enum gcl_status st;

	gcl_buf_init(&words, LIMIT_TEXT_BYTES);
	gcl_tree_pointer(&words, s->at);
	gcl_buf_adds(&words, " has a value that nothing can be put into");
	st = gcl_buf_str(&words) ? wrong(s, words.ptr) : GCL_ENOMEM;
	gcl_buf_release(&words);
	return st;
}

static enum gcl_status
no_pointer(const struct setting *s, struct span rest)
{
	enum gcl_status st = gcl_buf_status(&s->c->scratch);

	if (st != GCL_OK)
		return st;
	return wrong(s, rest.ptr[0] == '/' ?
	    "~ is written ~0, and / in a name ~1" :
	    "a JSON Pointer begins with /, as in /participants/0/address");
}

/* Go one step down; what is not there is made, with no type yet. */
static enum gcl_status
step(struct setting *s, struct span key)
{
	struct node *at = s->at, *n = NULL;
	size_t index = at->n;

	if (!at->type)
		at->type = container_type(s->type, key);
	if (!(at->type & (JSON_ARRAY | JSON_OBJECT)))
		return no_container(s);
	if (at->type == JSON_ARRAY && !gcl_span_is(key, "-") &&
	    (!gcl_pointer_index(key, &index) || index > at->n))
		return no_element(s);
	s->type = type_below(s->type, at->type, key);
	n = gcl_tree_step(at, key);
	if (n) {
		s->at = n;
		return GCL_OK;
	}
	n = gcl_tree_new(s->c->arena, 0);
	if (!n)
		return GCL_ENOMEM;
	n->key.ptr = gcl_arena_str(s->c->arena, key);
	n->key.len = key.len;
	n->tag = ORIGIN_SET;
	gcl_tree_add(at, n);
	s->at = n;
	return n->key.ptr ? GCL_OK : GCL_ENOMEM;
}

static enum gcl_status
go(struct setting *s)
{
	struct span rest = s->pointer, key;
	enum gcl_status st = GCL_OK;
	unsigned depth = 0;

	while (rest.len > 0 && st == GCL_OK) {
		if (depth++ == LIMIT_DEPTH_DEFAULT)
			return wrong(s, "this is too deep");
		if (gcl_pointer_step(&rest, &s->c->scratch, &key))
			st = step(s, key);
		else
			st = no_pointer(s, rest);
	}
	return st;
}

/* Does the pack want a string where 4711 or true was given? */
static bool
stands_for_string(const struct node *n, const struct type *t)
{
	return t && t->mask & JSON_STRING && !(t->mask & n->type) &&
	    n->type & (JSON_NUMBER | JSON_BOOLEAN);
}

static enum gcl_status
put(struct setting *s)
{
	struct composer *c = s->c;
	struct node *n;
	enum gcl_status st;

	st = gcl_tree_read(c->walk, s->value, c->arena, &n);
	if (st == GCL_ENOMEM)
		return st;
	if (st != GCL_OK || stands_for_string(n, s->type)) {
		n = gcl_tree_new(c->arena, JSON_STRING);
		if (!n)
			return GCL_ENOMEM;
		n->text = gcl_compose_string(c, s->value);
		if (!n->text.ptr)
			return GCL_ENOMEM;
	}
	n->tag = ORIGIN_SET;
	gcl_tree_become(s->at, n);
	return GCL_OK;
}

enum gcl_status
gcl_compose_set(struct composer *c, const char *set)
{
	const char *eq = strchr(set, '=');
	struct setting s = { .c = c, .at = c->root, .type = c->rs->root };
	enum gcl_status st;

	if (!eq)
		return gcl_error_set(c->err, GCL_EUSAGE, "--set '%s' has no "
		    "value: write POINTER=VALUE", set);
	s.pointer = gcl_span(set, (size_t)(eq - set));
	s.value = gcl_span_str(eq + 1);
	if (gcl_utf8_check(gcl_span_str(set)) < strlen(set))
		return wrong(&s, "this is not UTF-8");
	st = go(&s);
	return st == GCL_OK ? put(&s) : st;
}
