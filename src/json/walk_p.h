/*
 * What the parts of the walk share.
 */
#ifndef GCL_JSON_WALK_P_H
#define GCL_JSON_WALK_P_H

#include "json/walk.h"

/*
 * Is s, the content of a string token, that of a string by RFC 8259?  *flags
 * is what it holds: enum walk_string.
 */
bool gcl_walk_string(struct span s, unsigned *flags);

#endif
