/*
 * The pack loader: what a pack says of itself: what it is for, which documents
 * are its own, and what they are made of.
 */
#include "config.h"

#include "rule/pack_p.h"

#include "base/limits.h"

/* "/to", or "/participants/" and a star and "/userId". */
static bool
read_at(struct span at, struct condition *c)
{
	const char *slash;

	if (at.len < 2 || at.ptr[0] != '/')
		return false;
	c->member = gcl_span(at.ptr + 1, at.len - 1);
	slash = memchr(c->member.ptr, '/', c->member.len);
	if (!slash)
		return true;
	c->outer = gcl_span(c->member.ptr, (size_t)(slash -
	    c->member.ptr));
	c->member.ptr = slash + 3;
	if (c->member.len < c->outer.len + 4 || memcmp(slash, "/*/", 3))
		return false;
	c->member.len -= c->outer.len + 3;
	return c->outer.len > 0 && !memchr(c->member.ptr, '/', c->member.len);
}

static enum gcl_status
read_condition(struct loader *ld, const struct value *v, struct condition *c)
{
	const struct value *at = v->type == JSON_OBJECT ?
	    gcl_value_get(v, "at") : v;
	const struct value *is = gcl_value_get(v, "is");
	const struct value *near = gcl_value_get(v, "near");
	enum gcl_status st;

	if (!at || at->type != JSON_STRING || !read_at(at->text, c))
		return gcl_pack_fault(ld, at ? at : v,
		    "a condition names a top-level member, as in \"/to\", or "
		    "one of an array's objects, as in \"/legs/*/to\"");
	c->near = near && gcl_span_is(near->text, "true");
	if (is && is->type != JSON_STRING)
		return gcl_pack_fault(ld, is, "'is' must be a string");
	c->has_is = is != NULL;
	if (is)
		c->is = is->text;
	c->index = ld->n_conditions++;
	if (c->index >= MAX_CONDITIONS)
		return gcl_pack_fault(ld, v, "more than %d conditions",
		    MAX_CONDITIONS);
	st = gcl_pack_value_types(ld, v, &c->types);
	return st == GCL_OK ? gcl_pack_pattern(ld, v, "match", &c->match) : st;
}

static enum gcl_status
read_conditions(struct loader *ld, const struct value *obj, const char *name,
	const struct condition **out)
{
	const struct value *v = gcl_value_get(obj, name);
	enum gcl_status st = GCL_OK;
	struct condition *c;

	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next) {
		c = gcl_arena_calloc(ld->arena, 1, sizeof(*c));
		if (!c)
			return gcl_error_nomem(ld->err);
		st = read_condition(ld, v, c);
		*out = c;
		out = (const struct condition **)&c->next;
	}
	return st;
}

static bool
has_outer(const struct condition *c)
{
	while (c && c->outer.len == 0)
		c = c->next;
	return c != NULL;
}

static uint64_t
indices(const struct condition *c)
{
	uint64_t set = 0;

	for (; c; c = c->next)
		set |= (uint64_t)1 << c->index % MAX_CONDITIONS;
	return set;
}

static enum gcl_status
read_recognise(struct loader *ld, const struct value *v,
	struct recognise *out)
{
	enum gcl_status st = read_conditions(ld, v, "any", &out->any);

	if (st == GCL_OK)
		st = read_conditions(ld, v, "none", &out->none);
	out->none_set = indices(out->none);
	out->nested = has_outer(out->any) || has_outer(out->none);
	return st;
}

static enum gcl_status
read_instead(struct loader *ld)
{
	const struct value *v = gcl_value_get(ld->unit->root, "instead");
	const struct words outer = { .rule = ld->rs->known[KNOWN_TYPE] };
	const struct instead **tail = &ld->rs->instead;
	enum gcl_status st = GCL_OK;
	struct instead *in;

	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next) {
		in = gcl_arena_calloc(ld->arena, 1, sizeof(*in));
		if (!in)
			return gcl_error_nomem(ld->err);
		st = read_recognise(ld, v, &in->when);
		if (st == GCL_OK)
			st = gcl_pack_words(ld, v, &outer, &in->words);
		*tail = in;
		tail = (const struct instead **)&in->next;
	}
	return st;
}

static enum gcl_status
read_root(struct loader *ld)
{
	const struct value *v = gcl_value_get(ld->unit->root, "root");
	struct ruleset *rs = ld->rs;
	struct words outer = { .rule = rs->known[KNOWN_TYPE] };
	enum gcl_status st;

	if (!v || v->type != JSON_STRING)
		return gcl_pack_fault(ld, v ? v : ld->unit->root,
		    "a pack needs a 'root': the type of its documents");
	st = gcl_pack_type(ld, v, v->text, &rs->root);
	if (st != GCL_OK)
		return st;
	if (rs->root->shape)
		outer = rs->root->shape->wrong;
	rs->root_field = (struct field){ .name = "the document",
		.key = SPAN("the document"), .type = rs->root,
		.wrong = outer };
	return gcl_pack_each(ld, rs->root, &outer, &rs->root_field.each);
}

/* Is the same request there twice, whatever its parameters are called? */
static bool
overlap(const struct value *a, const struct value *b, struct arena *arena)
{
	const struct value *method = gcl_value_get(a, "method");
	const struct value *other = gcl_value_get(b, "method");
	const struct value *path = gcl_value_get(a, "path");
	const struct value *to = gcl_value_get(b, "path");
	size_t literal, other_literal;
	const char *one, *two;

	if (!method || !other || !path || !to ||
	    !gcl_span_eq(method->text, other->text))
		return false;
	one = gcl_value_str(path, arena);
	two = gcl_value_str(to, arena);
	return one && two && gcl_endpoint_fits(one, to->text, &literal) &&
	    gcl_endpoint_fits(two, path->text, &other_literal) &&
	    literal == other_literal;
}

/* Of two requests that overlap nobody could say which one is meant. */
static enum gcl_status
check_requests(struct loader *ld)
{
	const struct value *list = gcl_value_get(ld->unit->root, "requests");
	const struct value *v, *before;

	if (list && list->n > LIMIT_REQUESTS)
		return gcl_pack_fault(ld, list, "more than %u requests",
		    LIMIT_REQUESTS);
	for (v = list ? list->child : NULL; v; v = v->next)
		for (before = list->child; before != v; before = before->next)
			if (overlap(before, v, ld->arena))
				return gcl_pack_fault(ld, v,
				    "this request overlaps one before it");
	return GCL_OK;
}

enum gcl_status
gcl_pack_head(struct loader *ld, struct head *h)
{
	const struct value *root = ld->unit->root;
	enum gcl_status st;

	h->name = ld->unit->name;
	ld->n_conditions = 0;
	st = gcl_pack_string(ld, root, "title", &h->title);
	if (st == GCL_OK)
		st = gcl_pack_string(ld, root, "model", &h->model);
	if (st == GCL_OK)
		st = gcl_pack_string(ld, root, "state", &h->state);
	if (st == GCL_OK)
		st = read_recognise(ld, gcl_value_get(root, "recognise"),
		    &h->recognise);
	if (st == GCL_OK && !ld->unit->embedded)
		st = check_requests(ld);
	if (st == GCL_OK && gcl_endpoints_read(gcl_value_get(root, "requests"),
	    ld->arena, &h->requests) != GCL_OK)
		st = gcl_error_nomem(ld->err);
	return st;
}

static void
index_conditions(struct tells *t, const struct condition *c)
{
	size_t i, hash;
	uint64_t bit;

	for (; c; c = c->next) {
		bit = (uint64_t)1 << c->index;
		hash = gcl_tells_hash(c->member) % TELLS_HASHES;
		t->list[c->index] = c;
		if (c->outer.len > 0)
			t->nested |= bit;
		for (i = 0; i < TELLS_HASHES; i++)
			if (c->near || i == hash)
				t->by_hash[i] |= bit;
	}
}

static void
index_tells(struct ruleset *rs)
{
	const struct instead *in;

	index_conditions(&rs->tells, rs->head.recognise.any);
	index_conditions(&rs->tells, rs->head.recognise.none);
	for (in = rs->instead; in; in = in->next) {
		index_conditions(&rs->tells, in->when.any);
		index_conditions(&rs->tells, in->when.none);
	}
}

enum gcl_status
gcl_pack_documents(struct loader *ld)
{
	enum gcl_status st = read_instead(ld);

	if (st == GCL_OK)
		index_tells(ld->rs);
	if (st == GCL_OK)
		st = read_root(ld);
	return st == GCL_OK ? gcl_pack_compose(ld) : st;
}
