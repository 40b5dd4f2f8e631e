/*
 * A multiply-and-fold hash over words of eight bytes, keyed by a seed; and
 * FNV-1a, whose values may be kept.
 */
#include "config.h"

#include "base/hash.h"

#include <time.h>
#include <unistd.h>

static uint64_t
fold(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93u;
	x ^= x >> 29;
	x *= 0x9fb21c651e98df25u;
	return x ^ x >> 32;
}

uint64_t
gcl_hash(struct span s, uint64_t seed)
{
	uint64_t h = seed ^ s.len * 0x9e3779b97f4a7c15u;
	uint64_t word;
	size_t i = 0;

	for (; s.len - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, s.ptr + i, sizeof(word));
		h = fold(h ^ word) + seed;
	}
	if (i < s.len) {
		word = 0;
		memcpy(&word, s.ptr + i, s.len - i);
		h ^= word;
	}
	return fold(h);
}

uint64_t
gcl_hash_seed(void)
{
	uint64_t seed;
#ifdef HAVE_GETENTROPY
	if (getentropy(&seed, sizeof(seed)) == 0)
		return seed;
#endif
	/* The address of the stack is random on systems without it. */
	seed = (uint64_t)(uintptr_t)&seed;
	return fold(seed ^ (uint64_t)time(NULL));
}

uint64_t
gcl_hash_stable(uint64_t h, struct span s)
{
	const uint64_t prime = 0x100000001b3u;
	size_t i;

	for (i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.ptr[i]) * prime;
	/* A byte that is in no UTF-8 text parts this from what follows. */
	return (h ^ 0xff) * prime;
}
