/*
 * Which names an open container has seen: for duplicate keys, and for values
 * that must differ between the elements of an array.
 *
 * Entries are a stack, since containers nest: a container that is closed
 * takes its entries away before its parent adds another one.  Adding and
 * looking up cost the same however wide a container is, whatever its names.
 */
#ifndef GCL_RULE_KEYSET_H
#define GCL_RULE_KEYSET_H

#include <stdint.h>

#include "base/span.h"
#include "base/status.h"

struct keyset_entry {
	uint32_t hash;		/* enough: equal ones are compared */
	uint32_t owner;		/* who asks; equal only within one owner */
	uint32_t off, len;	/* of the name, for the caller */
};

struct keyset {
	struct keyset_entry *stack;
	size_t n, cap;
	uint32_t *slots;	/* index in stack + 1; 0: free */
	size_t n_slots;		/* a power of two, or 0 */
	uint64_t seed;
};

/* Is the entry's name the one looked for?  Hash and owner are the same. */
typedef bool (*keyset_same_fn)(const void *ctx, const struct keyset_entry *e,
	struct span name);

void gcl_keyset_init(struct keyset *k, uint64_t seed);
void gcl_keyset_release(struct keyset *k);

/*
 * Look for name among the entries of owner; *found is the entry or NULL, and
 * valid until the next call.  When it is new, it is added with off and len.
 */
enum gcl_status gcl_keyset_add(struct keyset *k, uint32_t owner,
	struct span name, uint32_t off, uint32_t len, keyset_same_fn same,
	const void *ctx, const struct keyset_entry **found);

/* Take away all entries added since there were n of them. */
void gcl_keyset_cut(struct keyset *k, size_t n);

#endif
