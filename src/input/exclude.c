/*
 * Exclusions in their order of strength, each list as in gitignore(5).
 */
#include "config.h"

#include "input/exclude.h"

#include "input/ignore.h"
#include "input/tidy.h"

void
gcl_exclusions_init(struct exclusions *x)
{
	*x = (struct exclusions){ .no_ignore = false };
	gcl_scopes_init(&x->scopes);
}

void
gcl_exclusions_release(struct exclusions *x)
{
	gcl_glob_list_release(&x->given);
	gcl_scopes_release(&x->scopes);
}

enum gcl_status
gcl_exclusions_read(struct exclusions *x, struct scope *at,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	const char *path;

	for (; at && !x->no_ignore && st == GCL_OK; at = at->up) {
		if (at->ignore_read)
			continue;
		path = gcl_scopes_file(&x->scopes, gcl_span(at->path,
			at->path_len), SCOPE_IGNORE);
		st = path ? gcl_ignore_read(path, &at->ignore, err) :
			gcl_error_nomem(err);
		at->ignore_read = st == GCL_OK;
	}
	return st;
}

enum gcl_status
gcl_exclusions_ask(struct exclusions *x, struct scope *at,
	struct gcl_error *err)
{
	struct scope *c = at ? at->config : NULL;
	enum gcl_status st;

	if (!c || c->exclude_asked || x->no_ignore || !x->ask)
		return GCL_OK;
	st = x->ask(x->ctx, c, &c->exclude, err);
	c->exclude_asked = st == GCL_OK;
	return st;
}

/* The current folder and those above it are not what was meant. */
static const char *
find_here(const struct exclusions *x, const struct glob_list *l,
	struct span path, bool folder)
{
	struct span here = x->scopes.here;
	size_t skip = 0;

	if (!l || l->n == 0)
		return NULL;
	if (here.len > 0 && path.len > 0) {
		if (gcl_tidy_below(here, path))
			return NULL;
		skip = gcl_tidy_below(path, here);
	}
	return gcl_glob_list_last(l, gcl_span(path.ptr + skip, path.len -
		skip), folder);
}

static const char *
find_in(const struct glob_list *l, const struct scope *s, struct span path,
	bool folder)
{
	size_t skip;

	if (!l || l->n == 0)
		return NULL;
	skip = gcl_tidy_below(path, gcl_span(s->path, s->path_len));
	return gcl_glob_list_last(l, gcl_span(path.ptr + skip,
		path.len - skip), folder);
}

bool
gcl_exclusions_take(const struct exclusions *x, struct span path, bool folder,
	const struct scope *at, struct exclusion *why)
{
	const char *found = find_here(x, &x->given, path, folder);
	const struct scope *s = NULL, *up;
	const char *file = NULL;

	for (up = x->no_ignore ? NULL : at; up && !found; up = up->up) {
		s = up;
		file = SCOPE_IGNORE;
		found = find_in(&s->ignore, s, path, folder);
	}
	if (!found && s && at->config) {
		s = at->config;
		file = SCOPE_CONFIG;
		found = find_in(s->exclude, s, path, folder);
	}
	if (!found && !x->no_ignore) {
		s = NULL;
		found = find_here(x, x->config, path, folder);
	}
	*why = (struct exclusion){ found, s, file };
	return found && *found != '!';
}
