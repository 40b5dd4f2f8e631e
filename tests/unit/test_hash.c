/*
 * The seeded hash.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/hash.h"

static int
bits(uint64_t x)
{
	int n = 0;

	for (; x; x &= x - 1)
		n++;
	return n;
}

static int
by_value(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

static void
equal_bytes_give_equal_hashes_wherever_they_stand(void **state)
{
	const char text[] = "participants, addressType and the rest";
	char copy[sizeof(text) + 8];
	size_t shift, len;

	(void)state;
	for (shift = 0; shift < 8; shift++) {
		memset(copy, (int)shift, sizeof(copy));
		memcpy(copy + shift, text, sizeof(text) - 1);
		for (len = 0; len < sizeof(text); len++)
			assert_true(gcl_hash(gcl_span(copy + shift, len), 7)
				== gcl_hash(gcl_span(text, len), 7));
	}
}

static void
the_seed_and_the_length_matter(void **state)
{
	const char zeros[64] = { 0 };
	uint64_t seen[2 * sizeof(zeros)];
	size_t n = 0, i;

	(void)state;
	for (i = 0; i < sizeof(zeros); i++) {
		seen[n++] = gcl_hash(gcl_span(zeros, i), 1);
		seen[n++] = gcl_hash(gcl_span(zeros, i), 2);
	}
	qsort(seen, n, sizeof(seen[0]), by_value);
	for (i = 1; i < n; i++)
		assert_true(seen[i - 1] != seen[i]);
}

/* Short keys that differ little: every one of three bytes. */
static void
similar_keys_do_not_collide(void **state)
{
	const size_t n = 1 << 16;
	uint64_t *seen = malloc(n * sizeof(*seen));
	char key[3];
	size_t i;

	(void)state;
	assert_non_null(seen);
	for (i = 0; i < n; i++) {
		key[0] = (char)(i & 0xff);
		key[1] = 'x';
		key[2] = (char)(i >> 8);
		seen[i] = gcl_hash(gcl_span(key, sizeof(key)), 42);
	}
	qsort(seen, n, sizeof(*seen), by_value);
	for (i = 1; i < n; i++)
		assert_true(seen[i - 1] != seen[i]);
	free(seen);
}

static void
each_bit_changes_about_half_of_the_hash(void **state)
{
	char key[21] = "twenty-one bytes long";
	uint64_t before = gcl_hash(gcl_span(key, sizeof(key)), 99);
	int changed, sum = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 8 * sizeof(key); i++) {
		key[i / 8] = (char)(key[i / 8] ^ 1 << i % 8);
		changed = bits(before ^ gcl_hash(gcl_span(key, sizeof(key)),
			99));
		key[i / 8] = (char)(key[i / 8] ^ 1 << i % 8);
		assert_in_range(changed, 10, 54);
		sum += changed;
	}
	assert_in_range(sum / (int)(8 * sizeof(key)), 29, 35);
}

static void
seeds_differ(void **state)
{
	(void)state;
#ifdef HAVE_GETENTROPY
	assert_true(gcl_hash_seed() != gcl_hash_seed());
#else
	assert_true(gcl_hash_seed() != 0);
#endif
}

/* Reports hold such values, so they must not change. */
static void
a_stable_hash_stays_what_it_is(void **state)
{
	uint64_t parts = gcl_hash_stable(HASH_STABLE, SPAN("call"));

	(void)state;
	assert_true(gcl_hash_stable(HASH_STABLE, SPAN("")) ==
		0xaf64724c8602eb6eu);
	assert_true(gcl_hash_stable(HASH_STABLE, SPAN("call.json")) ==
		0x6fb089d28498b974u);
	assert_true(gcl_hash_stable(parts, SPAN(".json")) ==
		0xb9a429c63bdd324bu);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			equal_bytes_give_equal_hashes_wherever_they_stand),
		cmocka_unit_test(the_seed_and_the_length_matter),
		cmocka_unit_test(similar_keys_do_not_collide),
		cmocka_unit_test(each_bit_changes_about_half_of_the_hash),
		cmocka_unit_test(seeds_differ),
		cmocka_unit_test(a_stable_hash_stays_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
