/*
 * Did you mean: Damerau-Levenshtein distance, optimal string alignment.
 */
#include "config.h"

#include "base/suggest.h"

#include <stdint.h>

#include "base/limits.h"

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static size_t
min(size_t a, size_t b)
{
	return a < b ? a : b;
}

bool
gcl_suggest_is_case(struct span a, struct span b)
{
	size_t i;

	for (i = 0; a.len == b.len && i < a.len; i++)
		if (lower(a.ptr[i]) != lower(b.ptr[i]))
			return false;
	return a.len == b.len;
}

/* Which letters a word has; what falls together only looks nearer. */
static uint32_t
letters(struct span s)
{
	uint32_t set = 0;
	size_t i;

	for (i = 0; i < s.len; i++)
		set |= (uint32_t)1 << (lower(s.ptr[i]) & 31);
	return set;
}

static size_t
count(uint32_t set)
{
	size_t n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

/* No edit gives a word more than one new letter, or takes more than one. */
static size_t
least_distance(uint32_t a, uint32_t b)
{
	size_t taken = count(a & ~b), given = count(b & ~a);

	return taken > given ? taken : given;
}

/* Three rows are enough: a transposition looks two rows back. */
static size_t
distance(struct span a, struct span b)
{
	uint8_t rows[3][LIMIT_SUGGEST_BYTES + 1];
	size_t i, j, d;
	uint8_t *cur, *up, *up2;

	for (j = 0; j <= b.len; j++)
		rows[0][j] = (uint8_t)j;
	for (i = 1; i <= a.len; i++) {
		cur = rows[i % 3];
		up = rows[(i + 2) % 3];
		up2 = rows[(i + 1) % 3];
		cur[0] = (uint8_t)i;
		for (j = 1; j <= b.len; j++) {
			d = up[j - 1] +
			    (lower(a.ptr[i - 1]) != lower(b.ptr[j - 1]));
			d = min(d, min(up[j], cur[j - 1]) + 1u);
			if (i > 1 && j > 1 &&
			    lower(a.ptr[i - 1]) == lower(b.ptr[j - 2]) &&
			    lower(a.ptr[i - 2]) == lower(b.ptr[j - 1]))
				d = min(d, up2[j - 2] + 1u);
			cur[j] = (uint8_t)d;
		}
	}
	return rows[a.len % 3][b.len];
}

void
gcl_suggest_init(struct suggest *s, struct span word)
{
	*s = (struct suggest){ .word = word, .best = SIZE_MAX,
		.letters = letters(word) };
}

void
gcl_suggest_offer(struct suggest *s, struct span name, size_t index)
{
	size_t longer = name.len > s->word.len ? name.len : s->word.len;
	size_t shorter = min(name.len, s->word.len);
	size_t limit = min(longer / 3, s->best - 1);
	size_t d;

	if (s->best == 0 || longer > LIMIT_SUGGEST_BYTES ||
	    longer - shorter > limit ||
	    least_distance(letters(name), s->letters) > limit)
		return;
	if (gcl_suggest_is_case(s->word, name))
		d = 0;
	else if (shorter <= 2)
		return;
	else
		d = distance(s->word, name);
	if (d > limit)
		return;
	s->best = d;
	s->index = index;
	s->found = true;
}
