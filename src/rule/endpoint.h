/*
 * The requests that packs are for: a method and a path with {parameters}.
 */
#ifndef GCL_RULE_ENDPOINT_H
#define GCL_RULE_ENDPOINT_H

#include "base/arena.h"
#include "json/value.h"

struct endpoint {
	const struct endpoint *next;
	const char *method, *path;
	const char *state, *successor;	/* or NULL */
};

/* Those of an array in a pack; what is no endpoint in it is left out. */
enum gcl_status gcl_endpoints_read(const struct value *requests,
	struct arena *arena, const struct endpoint **out);

/*
 * Does a path, without its query, fit the template?  *literal is how many of
 * its segments are no parameters.
 */
bool gcl_endpoint_fits(const char *path, struct span s, size_t *literal);

#endif
