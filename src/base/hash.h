/*
 * A seeded hash for tables whose keys come from hostile input.
 */
#ifndef GCL_BASE_HASH_H
#define GCL_BASE_HASH_H

#include <stdint.h>

#include "base/span.h"

/* 64 well mixed bits of s; the seed makes collisions hard to prepare. */
uint64_t gcl_hash(struct span s, uint64_t seed);

/* A seed that differs from run to run where the system offers entropy. */
uint64_t gcl_hash_seed(void);

#endif
