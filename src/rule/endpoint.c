/*
 * Endpoints: read from packs, compared with paths segment by segment.
 */
#include "config.h"

#include "rule/endpoint.h"

static enum gcl_status
read_string(const struct value *obj, const char *name, struct arena *arena,
	const char **out)
{
	const struct value *v = gcl_value_get(obj, name);

	if (!v || v->type != JSON_STRING)
		return GCL_OK;
	*out = gcl_value_str(v, arena);
	return *out ? GCL_OK : GCL_ENOMEM;
}

static enum gcl_status
read_one(const struct value *v, struct arena *arena, struct endpoint *e)
{
	const struct {
		const char *name, **to;
	} members[] = {
		{ "method", &e->method }, { "path", &e->path },
		{ "state", &e->state }, { "successor", &e->successor },
	};
	enum gcl_status st = GCL_OK;
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (st == GCL_OK)
			st = read_string(v, members[i].name, arena,
			    members[i].to);
	return st;
}

enum gcl_status
gcl_endpoints_read(const struct value *requests, struct arena *arena,
	const struct endpoint **out)
{
	const struct value *v = requests ? requests->child : NULL;
	struct endpoint *e;

	*out = NULL;
	for (; v; v = v->next) {
		e = gcl_arena_calloc(arena, 1, sizeof(*e));
		if (!e || read_one(v, arena, e) != GCL_OK)
			return GCL_ENOMEM;
		if (!e->method || !e->path)
			continue;
		*out = e;
		out = &e->next;
	}
	return GCL_OK;
}

/*
 * Take the next segment of a path, without the slashes before it: servers take
 * several for one, and that there are several is a fault of its own.
 */
static bool
next_segment(struct span *path, struct span *seg)
{
	const char *slash;

	if (path->len == 0 || path->ptr[0] != '/')
		return false;
	do {
		path->ptr++;
		path->len--;
	} while (path->len > 1 && path->ptr[0] == '/');
	slash = path->len ? memchr(path->ptr, '/', path->len) : NULL;
	*seg = gcl_span(path->ptr, slash ? (size_t)(slash - path->ptr) :
	    path->len);
	path->ptr += seg->len;
	path->len -= seg->len;
	return true;
}

bool
gcl_endpoint_fits(const char *path, struct span s, size_t *literal)
{
	struct span t = gcl_span_str(path), want, is;

	*literal = 0;
	while (next_segment(&t, &want)) {
		if (!next_segment(&s, &is) || is.len == 0)
			return false;
		if (want.len > 0 && want.ptr[0] == '{')
			continue;
		if (!gcl_span_eq(want, is))
			return false;
		++*literal;
	}
	return s.len == 0;
}
