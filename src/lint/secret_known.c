/*
 * Only hashes of how values begin are kept, so that nothing has to stay in
 * place, and a byte of the text costs the same whatever their number.
 */
#include "config.h"

#include "lint/secret_known.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/hash.h"

/* A value is known by its first bytes: by all of them, if it is short. */
#define KNOWN_MIN 8u
#define KNOWN_MAX 16u

struct known {
	uint64_t seed;
	uint64_t *slots;	/* open addressing; 0: free */
	size_t n, cap;		/* cap is a power of two */
	unsigned lengths;	/* a bit for each that there is */
	unsigned char filter[1u << 13];	/* a bit for the first KNOWN_MIN */
};

struct known *
gcl_known_new(void)
{
	struct known *k = calloc(1, sizeof(*k));

	if (k)
		k->seed = gcl_hash_seed();
	return k;
}

void
gcl_known_free(struct known *k)
{
	if (k)
		free(k->slots);
	free(k);
}

void
gcl_known_forget(struct known *k)
{
	if (!k || k->n == 0)
		return;
	memset(k->slots, 0, k->cap * sizeof(*k->slots));
	memset(k->filter, 0, sizeof(k->filter));
	k->n = 0;
	k->lengths = 0;
}

static unsigned
filter_bit(const char *s)
{
	uint64_t v;

	memcpy(&v, s, KNOWN_MIN);
	return (unsigned)(v * UINT64_C(0x9e3779b97f4a7c15) >> 48);
}

/* The slot that has the hash, or the free one where it goes. */
static uint64_t *
slot(const struct known *k, uint64_t hash)
{
	size_t i = hash & (k->cap - 1);

	while (k->slots[i] != 0 && k->slots[i] != hash)
		i = (i + 1) & (k->cap - 1);
	return &k->slots[i];
}

static uint64_t
hash_of(const struct known *k, struct span s)
{
	return gcl_hash(s, k->seed) | 1;
}

/* At most half of the slots are taken. */
static enum gcl_status
make_room(struct known *k)
{
	struct known old = { .slots = k->slots, .cap = k->cap };
	size_t i, cap = k->cap ? 2 * k->cap : 64;

	if (2 * (k->n + 1) <= k->cap)
		return GCL_OK;
	k->slots = calloc(cap, sizeof(*k->slots));
	if (!k->slots) {
		k->slots = old.slots;
		return GCL_ENOMEM;
	}
	k->cap = cap;
	for (i = 0; i < old.cap; i++)
		if (old.slots[i])
			*slot(k, old.slots[i]) = old.slots[i];
	free(old.slots);
	return GCL_OK;
}

enum gcl_status
gcl_known_add(struct known *k, struct span value)
{
	uint64_t hash, *to;
	unsigned bit;

	/* All PEM begins alike. */
	if (value.len < KNOWN_MIN || !memcmp(value.ptr, "-----", 5))
		return GCL_OK;
	if (make_room(k) != GCL_OK)
		return GCL_ENOMEM;
	if (value.len > KNOWN_MAX)
		value.len = KNOWN_MAX;
	hash = hash_of(k, value);
	to = slot(k, hash);
	k->n += *to == 0;
	*to = hash;
	k->lengths |= 1u << value.len;
	bit = filter_bit(value.ptr);
	k->filter[bit >> 3] |= (unsigned char)(1u << (bit & 7));
	return GCL_OK;
}

static bool
is_alnum(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	    (c >= '0' && c <= '9');
}

/* Not part of a longer word, where \n in front is an escape. */
static bool
stands_alone(struct span text, size_t at, size_t end)
{
	if (end < text.len && is_alnum(text.ptr[end]))
		return false;
	return at == 0 || !is_alnum(text.ptr[at - 1]) ||
	    (at > 1 && text.ptr[at - 2] == '\\');
}

/* The bytes of tokens (RFC 6750 section 2.1), and JSON's \/. */
static size_t
token_end(struct span text, size_t at)
{
	for (; at < text.len; at++)
		if (!is_alnum(text.ptr[at]) &&
		    !memchr("-._~+/=", text.ptr[at], 7) &&
		    !(text.ptr[at] == '\\' && at + 1 < text.len &&
		    text.ptr[at + 1] == '/'))
			break;
	return at;
}

size_t
gcl_known_at(const struct known *k, struct span text, size_t at)
{
	const char *p = text.ptr + at;
	size_t n, left = text.len - at;
	unsigned bit;

	if (k->n == 0 || left < KNOWN_MIN)
		return 0;
	bit = filter_bit(p);
	if (!(k->filter[bit >> 3] >> (bit & 7) & 1))
		return 0;
	for (n = left < KNOWN_MAX ? left : KNOWN_MAX; n >= KNOWN_MIN; n--)
		if (k->lengths >> n & 1 &&
		    *slot(k, hash_of(k, gcl_span(p, n))) &&
		    (n == KNOWN_MAX || stands_alone(text, at, at + n)))
			return (n == KNOWN_MAX ? token_end(text, at + n) :
			    at + n) - at;
	return 0;
}
