/*
 * A JSON text as a tree: for packs and configuration, which are small and
 * read in any order.  Payloads are never read this way.
 */
#ifndef GCL_JSON_VALUE_H
#define GCL_JSON_VALUE_H

#include "json/walk.h"

struct value {
	enum json_type type;
	uint32_t off, len;	/* in the text, quotes and brackets included */
	uint32_t key_off, key_len;	/* of a member's name, with quotes */
	struct span key;	/* decoded, of a member */
	struct span text;	/* a string decoded; other scalars as written */
	size_t n;		/* members or elements */
	struct value *child;	/* first of them */
	struct value *next;	/* sibling */
};

/*
 * Read text with w into a tree in arena.  Strings without escapes are slices
 * of text, which must outlive the tree.
 *
 * Returns GCL_OK; GCL_EINPUT when text is not JSON; GCL_ENOMEM.
 */
enum gcl_status gcl_value_read(struct walk *w, struct span text,
	struct arena *arena, struct value **out);

/* The last member of that name, or NULL; v may be NULL or no object. */
const struct value *gcl_value_get(const struct value *v, const char *name);

/* A string's text as a NUL-terminated copy in arena; NULL: no memory. */
char *gcl_value_str(const struct value *v, struct arena *arena);

/* The value of a non-negative integer up to max; false when it is none. */
bool gcl_value_uint(const struct value *v, uint64_t max, uint64_t *out);

#endif
