/*
 * Where the value is that somebody else's words name: a server's error says
 * "participants[0].address", and the request is at hand.
 */
#ifndef GCL_JSON_PATH_H
#define GCL_JSON_PATH_H

#include "json/walk.h"

enum path_hit {
	PATH_NONE,	/* it is no name, or there is no value at all */
	PATH_AROUND,	/* the member is missing: the value it belongs in */
	PATH_VALUE,
};

struct path {
	enum path_hit hit;
	bool known;		/* some part of the name is there */
	uint32_t off, len;	/* of the value, quotes and brackets included */
	struct span pointer;	/* RFC 6901, in the arena; "" is the whole */
};

/*
 * Find in a JSON text what name means: an RFC 6901 pointer, with or without
 * "#"; names and indexes between dots, slashes or brackets, as JSONPath,
 * JavaScript and Java write them; a member alone.  What stands first in a name
 * and is not in the text ("$", "body", the name of a model) is left out, and
 * so is an index: the first element is meant.  A name that does not say that it
 * begins at the top, and does not, is looked for everywhere; the first place
 * counts.  Upper and lower case differ as long as something is found that
 * way.
 *
 * text may be faulty: it is looked at as far as it is JSON.  Time is linear
 * in it; nothing is recursive.  Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_path_find(struct walk *w, struct span text,
	struct span name, struct arena *arena, struct path *out);

/*
 * Find the first string or number that is value, or else one that has it in
 * it, where value is long enough for that to mean something.
 */
enum gcl_status gcl_path_find_value(struct walk *w, struct span text,
	struct span value, struct arena *arena, struct path *out);

#endif
