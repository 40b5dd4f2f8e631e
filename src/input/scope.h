/*
 * The folders above a file, as far as its repository goes, and what stands in
 * them for gclint.
 *
 * Paths are tidy (tidy.h) and absolute: a link is a folder like others.
 */
#ifndef GCL_INPUT_SCOPE_H
#define GCL_INPUT_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/glob.h"

#define SCOPE_CONFIG ".gclint.json"
#define SCOPE_IGNORE ".gclintignore"

struct scope {
	struct scope *up;	/* NULL: the root of a repository, where an
				   entry .git stands, or "/" */
	const char *path;	/* ends in no / but for "/" */
	bool has_config;	/* SCOPE_CONFIG stands in it: a regular file,
				   or a link that leads to one or nowhere */
	struct scope *config;	/* the nearest that has one, at itself or
				   above; or NULL */
	/* Of exclude.c, read when they are first needed. */
	bool ignore_read, exclude_asked;
	struct glob_list ignore;		/* of SCOPE_IGNORE */
	const struct glob_list *exclude;	/* of SCOPE_CONFIG; or NULL */
	size_t path_len;
};

/* The nearest folder with a configuration, at itself or above; or NULL. */
static inline const struct scope *
gcl_scope_config(const struct scope *at)
{
	return at->config;
}

/* Every folder that was asked for, by its path: none is looked at twice. */
struct scopes {
	struct scope **slots;
	size_t n, cap;		/* cap is 0 or a power of two */
	uint64_t seed;
	bool no_config;		/* has_config is not looked up */
	struct span here;	/* the current folder; no bytes: unknown */
	struct buf path;
};

/*
 * Does this errno value of lstat(2) say that nothing stands there for us?  With
 * any other one it may well: to be found out by opening it.
 */
bool gcl_scope_absent(int code);

void gcl_scopes_init(struct scopes *c);
void gcl_scopes_release(struct scopes *c);

/*
 * The scope of a folder, which need not exist: what cannot be looked at does
 * not stand there.  It lives as long as c.  NULL: there is no memory.
 */
struct scope *gcl_scopes_find(struct scopes *c, struct span folder);

/*
 * The path of a file in a folder, as short as can be from the current one:
 * to be opened and to be shown.  It lives until the next call; NULL: there is
 * no memory.
 */
const char *gcl_scopes_file(struct scopes *c, struct span folder,
	const char *name);

#endif
