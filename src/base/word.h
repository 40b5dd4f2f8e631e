/*
 * Eight bytes at a time.  What a word holds where is the machine's affair:
 * words are for questions about any of their bytes, or all of them.
 */
#ifndef GCL_BASE_WORD_H
#define GCL_BASE_WORD_H

#include <stdint.h>

#include "base/span.h"

static inline uint64_t
gcl_word(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof(word));
	return word;
}

/*
 * All of up to eight bytes, and none but them: some are there twice.  Of no
 * bytes that is a word of blanks.
 */
static inline uint64_t
gcl_word_short(const char *p, size_t len)
{
	uint32_t a, b;
	uint16_t c, d;

	if (len >= sizeof(a)) {
		memcpy(&a, p, sizeof(a));
		memcpy(&b, p + len - sizeof(b), sizeof(b));
		return a | (uint64_t)b << 32;
	}
	if (len < sizeof(c))
		return 0x0101010101010101u * (len ? (unsigned char)*p : ' ');
	memcpy(&c, p, sizeof(c));
	memcpy(&d, p + len - sizeof(d), sizeof(d));
	return (c | (uint32_t)d << 16) * ((uint64_t)1 << 32 | 1);
}

/* A byte in all places of a word. */
#define GCL_WORD_OF(c) (0x0101010101010101u * (c))
#define GCL_WORD_HIGH GCL_WORD_OF(0x80u)

/*
 * Questions about the bytes of a word.  The answer is in the high bits of its
 * bytes: one of them is set where the answer is yes for some byte.  Which byte
 * that was cannot be told.
 */
static inline uint64_t
gcl_word_has(uint64_t w, unsigned char c)
{
	uint64_t x = w ^ GCL_WORD_OF(c);

	return (x - GCL_WORD_OF(1u)) & ~x;
}

/* Is there one below c, which is at most 0x80? */
static inline uint64_t
gcl_word_below(uint64_t w, unsigned char c)
{
	return (w - GCL_WORD_OF(c)) & ~w;
}

#endif
