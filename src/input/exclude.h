/*
 * What is left out: by the user's own patterns, by ignore files and by
 * configurations.
 */
#ifndef GCL_INPUT_EXCLUDE_H
#define GCL_INPUT_EXCLUDE_H

#include "input/scope.h"

/*
 * The patterns of the configuration in at->path, relative to it, into
 * *exclude; NULL: it has none.  They outlive the walk.
 */
typedef enum gcl_status (*gcl_exclude_fn)(void *ctx, const struct scope *at,
	const struct glob_list **exclude, struct gcl_error *err);

struct exclusions {
	struct glob_list given;	/* relative to the current folder */
	const struct glob_list *config;	/* of the configuration of all inputs;
					   relative to the same; or NULL */
	struct scopes scopes;
	bool no_ignore;		/* nothing but given */
	gcl_exclude_fn ask;	/* or NULL */
	void *ctx;
};

/* Why something is left out. */
struct exclusion {
	const char *pattern;		/* as it was written */
	const struct scope *scope;	/* where its file is; NULL: it is from
					   no file that was looked for */
	const char *file;
};

void gcl_exclusions_init(struct exclusions *x);
void gcl_exclusions_release(struct exclusions *x);

/*
 * Make ready to judge what stands in a folder: its ignore file and those
 * above it, then the nearest configuration.  Each is read once, but for an
 * ignore file that cannot be.
 *
 * Both give GCL_OK or GCL_ENOMEM; the first also GCL_EINPUT for an ignore
 * file that is there and cannot be read, the second what x->ask() returned.
 */
enum gcl_status gcl_exclusions_read(struct exclusions *x, struct scope *at,
	struct gcl_error *err);
enum gcl_status gcl_exclusions_ask(struct exclusions *x, struct scope *at,
	struct gcl_error *err);

/*
 * Is path left out, which stands in the folder of at?  What is given is
 * heeded first, then ignore files from the nearest up, then the
 * configuration's patterns; the first list with a pattern that matches
 * decides.
 *
 * path  tidy; relative where the current folder is not known
 * at    made ready; NULL: only what was not looked for has a say
 * why   out, or NULL
 */
bool gcl_exclusions_take(const struct exclusions *x, struct span path,
	bool folder, const struct scope *at, struct exclusion *why);

#endif
