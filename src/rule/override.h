/*
 * A severity that the user has set for a rule, whatever its pack says.
 */
#ifndef GCL_RULE_OVERRIDE_H
#define GCL_RULE_OVERRIDE_H

#include "base/span.h"
#include "gclint/gclint.h"

struct override {
	const struct override *next;	/* later ones win */
	struct span rule;
	enum gcl_severity level;
	const char *where;	/* "file:line:column: ", or NULL */
};

#endif
