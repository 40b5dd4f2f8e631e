/*
 * A seeded hash for tables whose keys come from hostile input, and one that is
 * the same in every run and on every machine, for names.
 */
#ifndef GCL_BASE_HASH_H
#define GCL_BASE_HASH_H

#include <stdint.h>

#include "base/span.h"

/* 64 well mixed bits of s; the seed makes collisions hard to prepare. */
uint64_t gcl_hash(struct span s, uint64_t seed);

/* A seed that differs from run to run where the system offers entropy. */
uint64_t gcl_hash_seed(void);

/* What gcl_hash_stable() begins with. */
#define HASH_STABLE 0xcbf29ce484222325u

/*
 * Add s to h: FNV-1a with 64 bits, a name for the same thing and no secret.
 * "ab" is not the same as "a" and then "b".
 */
uint64_t gcl_hash_stable(uint64_t h, struct span s);

#endif
