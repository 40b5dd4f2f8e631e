/*
 * How a file is linted: what the command line asks for, over what the
 * configuration says of it, over what the packs say.
 */
#ifndef GCL_LINT_PROFILE_H
#define GCL_LINT_PROFILE_H

#include "config/configuration.h"
#include "lint/packs.h"

/* What holds for all files that the same entries of a configuration match. */
struct profile {
	struct profile *next;
	struct config *config;		/* or NULL */
	struct packs packs;
	enum gcl_severity fail_level;	/* GCL_OFF: nothing fails */
	const char *country;		/* digits, or NULL */
	/* Of its own. */
	const struct config_override **held;	/* those that match, in order */
	size_t n_held;
	struct override *overrides;
};

struct profiles {
	/* Set by the caller before the first file. */
	struct packs packs;		/* as the command line has them */
	bool pack_set, fail_level_set;
	enum gcl_severity fail_level;
	const char *country;		/* borrowed, or NULL */
	const struct config *only;	/* for all files: names in it are
					   relative to the current folder */
	/* Of its own. */
	struct config_item *configs;
	struct profile *list;
};

void gcl_profiles_init(struct profiles *p, uint32_t max_depth);
void gcl_profiles_release(struct profiles *p);

/*
 * What the caller set in from, for another thread; gcl_packs_copy().  *to is
 * new, and released by the caller in any case.
 */
enum gcl_status gcl_profiles_copy(struct profiles *to,
	const struct profiles *from, struct gcl_error *err);

/*
 * The configuration at path, loaded once; folder is what its globs are
 * relative to.  Errors are those of gcl_config_load().
 */
enum gcl_status gcl_profiles_config(struct profiles *p, const char *path,
	const char *folder, struct config **out, struct gcl_error *err);

/* The i-th configuration that was loaded, or NULL. */
struct config *gcl_profiles_nth(const struct profiles *p, size_t i);

/*
 * The profile of a file under a configuration, or without one: c NULL.  rel is
 * the file's path as c's globs take it.  GCL_ENOMEM; GCL_EUSAGE and GCL_EPACK
 * for rules and packs in the configuration that there are not.
 */
enum gcl_status gcl_profiles_get(struct profiles *p, struct config *c,
	struct span rel, struct profile **out, struct gcl_error *err);

#endif
