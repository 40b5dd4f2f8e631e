/*
 * Scopes: a hash table of folders, each with its way up to a repository's
 * root.  A table with open addressing, at most half full.
 */
#include "config.h"

#include "input/scope.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "input/tidy.h"

void
gcl_scopes_init(struct scopes *c)
{
	*c = (struct scopes){ .seed = gcl_hash_seed() };
	gcl_buf_init(&c->path, SIZE_MAX);
}

void
gcl_scopes_release(struct scopes *c)
{
	size_t i;

	for (i = 0; i < c->cap; i++) {
		if (!c->slots[i])
			continue;
		gcl_glob_list_release(&c->slots[i]->ignore);
		free(c->slots[i]);
	}
	free(c->slots);
	gcl_buf_release(&c->path);
}

const char *
gcl_scopes_file(struct scopes *c, struct span folder, const char *name)
{
	struct buf *b = &c->path;
	const char *path;

	gcl_buf_reset(b);
	gcl_buf_addspan(b, folder);
	gcl_tidy_add(b, name);
	path = gcl_buf_str(b);
	if (!path || c->here.len == 0)
		return path;
	return path + gcl_tidy_below(gcl_buf_span(b), c->here);
}

static struct scope **
find_slot(const struct scopes *c, struct span path)
{
	size_t i = (size_t)gcl_hash(path, c->seed) & (c->cap - 1);

	while (c->slots[i] && !gcl_span_is(path, c->slots[i]->path))
		i = (i + 1) & (c->cap - 1);
	return &c->slots[i];
}

static enum gcl_status
grow(struct scopes *c)
{
	struct scopes big = *c;
	size_t i;

	big.cap = c->cap ? 2 * c->cap : 16;
	big.slots = calloc(big.cap, sizeof(struct scope *));
	if (!big.slots)
		return GCL_ENOMEM;
	for (i = 0; i < c->cap; i++) {
		if (c->slots[i])
			*find_slot(&big, gcl_span_str(c->slots[i]->path)) =
				c->slots[i];
	}
	free(c->slots);
	*c = big;
	return GCL_OK;
}

/* What is above a folder that may be entered may be closed to us. */
bool
gcl_scope_absent(int code)
{
	return code == ENOENT || code == ENOTDIR || code == EACCES ||
		code == ELOOP || code == ENAMETOOLONG;
}

/* One that leads nowhere is somebody's mistake: its reader will say so. */
static bool
has_config(struct scopes *c, struct span folder)
{
	const char *path = gcl_scopes_file(c, folder, SCOPE_CONFIG);
	struct stat sb;

	if (lstat(path, &sb) != 0)
		return !gcl_scope_absent(errno);
	if (S_ISLNK(sb.st_mode) && stat(path, &sb) != 0)
		return true;
	return S_ISREG(sb.st_mode);
}

static bool
is_root(struct scopes *c, struct span folder)
{
	struct stat sb;

	return gcl_span_is(folder, "/") ||
		lstat(gcl_scopes_file(c, folder, ".git"), &sb) == 0;
}

static struct scope *
new_scope(struct scopes *c, struct span folder, struct scope *up)
{
	struct scope *s;

	if (2 * (c->n + 1) > c->cap && grow(c) != GCL_OK)
		return NULL;
	s = calloc(1, sizeof(*s) + folder.len + 1);
	if (!s)
		return NULL;
	s->up = up;
	s->path = memcpy(s + 1, folder.ptr, folder.len);
	s->path_len = folder.len;
	s->has_config = !c->no_config && has_config(c, folder);
	s->config = s->has_config ? s : up ? up->config : NULL;
	*find_slot(c, folder) = s;
	c->n++;
	return s;
}

/*
 * Up to a folder that is known or a root, and down again: what is in the
 * table always has its whole way up, also when memory runs out.
 */
struct scope *
gcl_scopes_find(struct scopes *c, struct span folder)
{
	struct span at = folder;
	struct scope *s;

	/* Every path that is looked at on the way fits from here on. */
	if (!gcl_scopes_file(c, folder, SCOPE_IGNORE) ||
	    (c->cap == 0 && grow(c) != GCL_OK))
		return NULL;
	while (!(s = *find_slot(c, at)) && !is_root(c, at))
		at = gcl_tidy_folder(at);
	if (!s)
		s = new_scope(c, at, NULL);
	while (s && s->path_len < folder.len) {
		at.len = gcl_tidy_step(folder, s->path_len);
		s = new_scope(c, at, s);
	}
	return s;
}
