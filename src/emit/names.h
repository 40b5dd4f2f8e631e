/*
 * Names that have to differ from each other.
 */
#ifndef GCL_EMIT_NAMES_H
#define GCL_EMIT_NAMES_H

#include "base/buf.h"
#include "rule/keyset.h"

struct name;

struct names {
	struct keyset set;
	struct buf text;	/* all names, one behind the other */
	struct name *list;	/* from malloc, reused */
	size_t n, cap;
};

void gcl_names_init(struct names *names);
void gcl_names_release(struct names *names);
void gcl_names_reset(struct names *names);

/*
 * *index: how many other names came before s did.  *is_new: it comes now.
 *
 * Returns GCL_OK, GCL_ENOMEM or GCL_ELIMIT.
 */
enum gcl_status gcl_names_add(struct names *names, struct span s,
	size_t *index, bool *is_new);

/* The name of that index, until another one comes. */
struct span gcl_names_get(const struct names *names, size_t index);

/*
 * The name that b ends with begins at from.  Where it was there before, " #2"
 * is appended, or the next number that makes it a new one.
 *
 * Returns GCL_OK; GCL_ENOMEM or GCL_ELIMIT, also those of b.
 */
enum gcl_status gcl_names_claim(struct names *names, struct buf *b,
	size_t from);

#endif
