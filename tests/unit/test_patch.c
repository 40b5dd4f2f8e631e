/*
 * Edits made round after round, as edits of the first text.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "text/patch.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))
#define MAX_EDITS 8
#define ROUNDS 2

/* An edit written down: text NULL ends a list. */
struct row {
	size_t off, len;
	const char *text;
};

static size_t
take_rows(struct edit *list, const struct row *rows)
{
	size_t n;

	for (n = 0; n < MAX_EDITS && rows[n].text; n++)
		list[n] = (struct edit){ rows[n].off, rows[n].len,
			gcl_span_str(rows[n].text) };
	return n;
}

static void
add_rows(struct patch *p, const struct row *rows)
{
	struct edit list[MAX_EDITS];
	size_t n = take_rows(list, rows);

	assert_int_equal(gcl_patch_add(p, list, n), GCL_OK);
}

static void
assert_text(const struct patch *p, struct span want)
{
	struct buf text;

	gcl_buf_init(&text, SIZE_MAX);
	assert_int_equal(gcl_patch_text(p, &text), GCL_OK);
	assert_int_equal(text.len, want.len);
	if (want.len > 0)
		assert_memory_equal(text.ptr, want.ptr, want.len);
	gcl_buf_release(&text);
}

#define E_ACUTE "\xc3\xa9"
#define E_HAT "\xc3\xaa"
#define A_TILDE "\xc3\xa3"
#define POUND "\xc2\xa3"
#define EURO "\xe2\x82\xac"
#define AS_EURO "\xe2\x82\xad"

static const struct {
	const char *before;
	struct row rounds[ROUNDS][MAX_EDITS];
	const char *now;
	struct row want[MAX_EDITS];
} cases[] = {
	/* one round: as given */
	{ "abcdef", { { { 1, 2, "X" }, { 4, 0, "Y" } } }, "aXdYef",
	    { { 1, 2, "X" }, { 4, 0, "Y" } } },
	/* neighbours are one change, insertions keep their order */
	{ "abcdef", { { { 1, 1, "X" }, { 2, 1, "Y" } } }, "aXYdef",
	    { { 1, 2, "XY" } } },
	{ "abc", { { { 1, 0, "1" }, { 1, 0, "2" }, { 1, 0, "3" } } },
	    "a123bc", { { 1, 0, "123" } } },
	{ "abc", { { { 1, 0, "1" }, { 1, 1, "2" }, { 2, 0, "3" } } },
	    "a123c", { { 1, 1, "123" } } },
	/* cut to what changes */
	{ "abcdef", { { { 0, 6, "abXdef" } } }, "abXdef",
	    { { 2, 1, "X" } } },
	{ "abcdef", { { { 1, 4, "bXcde" } } }, "abXcdef",
	    { { 2, 0, "X" } } },
	{ "aaaa", { { { 0, 4, "aa" } } }, "aa", { { 2, 2, "" } } },
	{ "aa", { { { 0, 2, "aaaa" } } }, "aaaa", { { 2, 0, "aa" } } },
	{ "abcdef", { { { 2, 2, "cd" } } }, "abcdef", { { 0 } } },
	{ "abc", { { { 1, 0, "" } } }, "abc", { { 0 } } },
	/* but not inside a character, from either side */
	{ "a" E_ACUTE "b", { { { 0, 4, "a" E_HAT "b" } } }, "a" E_HAT "b",
	    { { 1, 2, E_HAT } } },
	{ E_ACUTE, { { { 0, 2, E_ACUTE E_HAT } } }, E_ACUTE E_HAT,
	    { { 2, 0, E_HAT } } },
	{ A_TILDE, { { { 0, 2, POUND } } }, POUND, { { 0, 2, POUND } } },
	{ "x" EURO "y", { { { 0, 5, "x" AS_EURO "y" } } }, "x" AS_EURO "y",
	    { { 1, 3, AS_EURO } } },
	{ E_ACUTE E_ACUTE, { { { 0, 4, E_ACUTE } } }, E_ACUTE,
	    { { 2, 2, "" } } },
	{ "\xc3", { { { 0, 1, E_ACUTE } } }, E_ACUTE, { { 0, 1, E_ACUTE } } },
	{ E_ACUTE, { { { 0, 2, "\xc3" } } }, "\xc3", { { 0, 2, "\xc3" } } },
	/* the second round is in the offsets of what the first one made */
	{ "abcdef", { { { 0, 1, "XYZ" } }, { { 3, 1, "B" } } }, "XYZBcdef",
	    { { 0, 2, "XYZB" } } },
	{ "abcdef", { { { 0, 1, "XYZ" } }, { { 5, 1, "D" } } }, "XYZbcDef",
	    { { 0, 1, "XYZ" }, { 3, 1, "D" } } },
	{ "abcdef", { { { 4, 2, "" } }, { { 1, 1, "B" } } }, "aBcd",
	    { { 1, 1, "B" }, { 4, 2, "" } } },
	/* inside what the first one made; around it; across two of them */
	{ "ab", { { { 1, 0, "XYZ" } }, { { 2, 1, "?" } } }, "aX?Zb",
	    { { 1, 0, "X?Z" } } },
	{ "abcd", { { { 2, 0, "X" } }, { { 1, 3, "Y" } } }, "aYd",
	    { { 1, 2, "Y" } } },
	{ "abcdef", { { { 1, 1, "1234" }, { 4, 1, "56" } },
	    { { 3, 5, "-" } } }, "a12-6f", { { 1, 4, "12-6" } } },
	{ "abcdef", { { { 1, 1, "" }, { 4, 1, "" } }, { { 1, 2, "" } } },
	    "af", { { 1, 4, "" } } },
	/* before and behind it */
	{ "ab", { { { 1, 0, "X" } }, { { 1, 0, "<" }, { 2, 0, ">" } } },
	    "a<X>b", { { 1, 0, "<X>" } } },
	{ "abc", { { { 1, 1, "" } }, { { 1, 0, "X" } } }, "aXc",
	    { { 1, 1, "X" } } },
	/* what takes an earlier one back leaves nothing, or what is left */
	{ "abc", { { { 1, 1, "X" } }, { { 1, 1, "b" } } }, "abc", { { 0 } } },
	{ "abc", { { { 1, 0, "X" } }, { { 1, 1, "" } } }, "abc", { { 0 } } },
	{ "abc", { { { 1, 1, "" } }, { { 1, 0, "b" } } }, "abc", { { 0 } } },
	{ "abc", { { { 0, 1, "X" }, { 2, 1, "Y" } }, { { 0, 1, "a" } } },
	    "abY", { { 2, 1, "Y" } } },
	{ "abc", { { { 1, 1, "XbY" } }, { { 1, 1, "" } } }, "abYc",
	    { { 2, 0, "Y" } } },
	/* an empty text before, and after */
	{ "", { { { 0, 0, "abc" } }, { { 3, 0, "d" } } }, "abcd",
	    { { 0, 0, "abcd" } } },
	{ "abc", { { { 0, 3, "" } }, { { 0, 0, "" } } }, "",
	    { { 0, 3, "" } } },
};

static void
edits_of_two_rounds_are_edits_of_the_first_text(void **state)
{
	struct edit want[MAX_EDITS];
	struct patch p;
	size_t i, j, n;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		gcl_patch_init(&p, gcl_span_str(cases[i].before));
		for (j = 0; j < ROUNDS; j++)
			add_rows(&p, cases[i].rounds[j]);
		assert_text(&p, gcl_span_str(cases[i].now));
		n = take_rows(want, cases[i].want);
		assert_int_equal(p.n, n);
		for (j = 0; j < n; j++) {
			assert_int_equal(p.list[j].off, want[j].off);
			assert_int_equal(p.list[j].len, want[j].len);
			assert_true(gcl_span_eq(p.list[j].text,
			    want[j].text));
		}
		gcl_patch_release(&p);
	}
}

/* ---- at random ---- */

static uint64_t
next_random(uint64_t *random, uint64_t below)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (*random >> 33) % below;
}

/* Few characters, so that texts often agree, and some that share bytes. */
static void
add_character(struct buf *b, uint64_t *random)
{
	static const char *const characters[] = {
		"a", "a", "b", "\n", "\xc3\xa9", "\xc3\xaa", "\xc2\xa9",
		"\xe2\x82\xac", "\xe2\x82\xa9", "\xf0\x9f\x98\x80",
	};

	gcl_buf_adds(b, characters[next_random(random, N_ELEMS(characters))]);
}

static void
add_characters(struct buf *b, uint64_t *random, uint64_t below)
{
	uint64_t n = next_random(random, below);

	while (n-- > 0)
		add_character(b, random);
}

static bool
is_continuation(struct span s, size_t off)
{
	return off < s.len && (s.ptr[off] & 0xc0) == 0x80;
}

static size_t
random_boundary(struct span s, size_t from, uint64_t *random)
{
	size_t off = from + next_random(random, 4);

	if (off > s.len)
		off = s.len;
	while (is_continuation(s, off))
		off++;
	return off;
}

/* Edits of now, and what they make of it in a way that cannot be wrong. */
static size_t
random_round(struct span now, struct edit *list, struct buf *texts,
	struct buf *made, uint64_t *random)
{
	size_t n, off = 0, from, end;

	for (n = 0; n < MAX_EDITS; n++) {
		from = random_boundary(now, off, random);
		end = random_boundary(now, from, random);
		list[n] = (struct edit){ from, end - from, { NULL, 0 } };
		gcl_buf_reset(&texts[n]);
		add_characters(&texts[n], random, 4);
		list[n].text = gcl_buf_span(&texts[n]);
		gcl_buf_add(made, now.ptr + off, from - off);
		gcl_buf_addspan(made, list[n].text);
		off = end;
	}
	gcl_buf_add(made, now.ptr + off, now.len - off);
	return n;
}

static bool
begins_alike(struct span a, struct span b)
{
	size_t n = 1;

	while (is_continuation(a, n))
		n++;
	return a.len > 0 && b.len >= n && !memcmp(a.ptr, b.ptr, n) &&
	    !is_continuation(b, n);
}

static bool
ends_alike(struct span a, struct span b)
{
	size_t n = 1;

	while (n < a.len && is_continuation(a, a.len - n))
		n++;
	return a.len > 0 && b.len >= n &&
	    !memcmp(a.ptr + a.len - n, b.ptr + b.len - n, n);
}

static void
assert_minimal(const struct patch *p)
{
	size_t i, end = 0;

	for (i = 0; i < p->n; i++) {
		const struct edit *e = &p->list[i];
		struct span old = gcl_span(p->before.ptr + e->off, e->len);

		assert_true(i == 0 || e->off > end);
		end = e->off + e->len;
		assert_true(end <= p->before.len);
		assert_true(e->len > 0 || e->text.len > 0);
		assert_false(is_continuation(p->before, e->off));
		assert_false(is_continuation(p->before, end));
		assert_false(begins_alike(old, e->text));
		assert_false(ends_alike(old, e->text));
	}
}

static void
many_rounds(uint64_t seed)
{
	uint64_t random = seed * 2 + 1;
	struct buf texts[MAX_EDITS], now, made;
	struct edit list[MAX_EDITS];
	struct span before;
	struct patch p;
	char *first;
	size_t i, n;

	gcl_buf_init(&now, SIZE_MAX);
	gcl_buf_init(&made, SIZE_MAX);
	for (i = 0; i < MAX_EDITS; i++)
		gcl_buf_init(&texts[i], SIZE_MAX);
	add_characters(&now, &random, 40);
	first = malloc(now.len + 1);
	if (now.len > 0)
		memcpy(first, now.ptr, now.len);
	before = gcl_span(first, now.len);
	gcl_patch_init(&p, before);
	for (i = 0; i < 6; i++) {
		gcl_buf_reset(&made);
		n = random_round(gcl_buf_span(&now), list, texts, &made,
			&random);
		assert_int_equal(gcl_patch_add(&p, list, n), GCL_OK);
		gcl_buf_reset(&now);
		gcl_buf_addspan(&now, gcl_buf_span(&made));
		assert_text(&p, gcl_buf_span(&now));
		assert_minimal(&p);
	}
	list[0] = (struct edit){ 0, now.len, before };
	assert_int_equal(gcl_patch_add(&p, list, 1), GCL_OK);
	assert_int_equal(p.n, 0);
	gcl_patch_release(&p);
	for (i = 0; i < MAX_EDITS; i++)
		gcl_buf_release(&texts[i]);
	gcl_buf_release(&made);
	gcl_buf_release(&now);
	free(first);
}

static void
rounds_at_random_make_what_was_meant(void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= 5000; seed++)
		many_rounds(seed);
}

/* ---- many, and too many ---- */

static void
there_may_be_many_edits(void **state)
{
	enum { N = 100000 };
	struct edit *list = calloc(N, sizeof(*list));
	char *before = malloc(2 * N), *now = malloc(3 * N);
	struct patch p;
	size_t i, round;

	(void)state;
	assert_non_null(list);
	assert_non_null(before);
	assert_non_null(now);
	memset(before, '.', 2 * N);
	gcl_patch_init(&p, gcl_span(before, 2 * N));
	/* "." and a character for each, replaced and made longer in turn */
	for (round = 0; round < 3; round++) {
		for (i = 0; i < N; i++)
			list[i] = (struct edit){ 2 * i + (round ? i : 0) + 1,
				round ? 2 : 1, SPAN("xy") };
		assert_int_equal(gcl_patch_add(&p, list, N), GCL_OK);
		assert_int_equal(p.n, N);
	}
	for (i = 0; i < N; i++)
		memcpy(now + 3 * i, ".xy", 3);
	assert_text(&p, gcl_span(now, 3 * N));
	gcl_patch_release(&p);
	free(list);
	free(before);
	free(now);
}

static void
what_memory_cannot_hold_changes_nothing(void **state)
{
	static const struct row first[] = { { 1, 1, "X" }, { 0 } };
	const struct edit huge[] = {
		{ 0, 0, { "", SIZE_MAX / 2 } }, { 0, 0, { "", SIZE_MAX / 2 } },
	};
	struct patch p;

	(void)state;
	gcl_patch_init(&p, SPAN("abc"));
	add_rows(&p, first);
	assert_int_equal(gcl_patch_add(&p, huge, N_ELEMS(huge)), GCL_ENOMEM);
	assert_int_equal(p.n, 1);
	assert_text(&p, SPAN("aXc"));
	gcl_patch_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    edits_of_two_rounds_are_edits_of_the_first_text),
		cmocka_unit_test(rounds_at_random_make_what_was_meant),
		cmocka_unit_test(there_may_be_many_edits),
		cmocka_unit_test(what_memory_cannot_hold_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
