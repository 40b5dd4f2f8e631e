/*
 * What the parts of path share: a name taken apart.
 */
#ifndef GCL_JSON_PATH_P_H
#define GCL_JSON_PATH_P_H

#include "json/path.h"

/* A request has no value that needs more. */
#define PATH_STEPS 12
#define PATH_NAME_BYTES 512u

struct step {
	struct span key;
	bool index;		/* it can be an element's: */
	bool any;		/* of whatever index */
	uint32_t n;
};

struct steps {
	struct step list[PATH_STEPS];
	size_t n;		/* 0: this is no name */
	bool rooted;		/* it says that it begins at the top */
};

/* Take name apart; keys are slices of it or in arena. */
enum gcl_status gcl_path_steps(struct span name, struct arena *arena,
	struct steps *out);

#endif
