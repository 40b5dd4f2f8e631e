/*
 * Offset maps.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/map.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

/* ab\nc\u20acd: from 10, with escapes of 2 bytes for 1 and 6 bytes for 3 */
static const struct map_point escapes[] = {
	{ 0, 10 }, { 2, 12 }, { 3, 14 }, { 4, 15 }, { 7, 21 }, { 8, 22 },
};

/* Two escapes side by side: %41%42 for AB. */
static const struct map_point adjacent[] = {
	{ 0, 0 }, { 1, 3 }, { 2, 6 },
};

/* x, a line continuation that decodes to nothing, y, another, the end. */
static const struct map_point dropped[] = {
	{ 0, 0 }, { 1, 1 }, { 1, 3 }, { 2, 4 }, { 2, 6 },
};

static const struct map_point nothing[] = { { 0, 5 } };

#define POINTS(a) (a), N_ELEMS(a)

static const struct {
	const struct map_point *points;
	size_t n, off, len, want_off, want_len;
} ranges[] = {
	/* no map, no change */
	{ NULL, 0, 7, 3, 7, 3 },
	/* outside escapes, both sides advance by one */
	{ POINTS(escapes), 0, 1, 10, 1 },
	{ POINTS(escapes), 1, 1, 11, 1 },
	{ POINTS(escapes), 0, 2, 10, 2 },
	{ POINTS(escapes), 3, 1, 14, 1 },
	/* a range that touches an escape covers it whole */
	{ POINTS(escapes), 2, 1, 12, 2 },
	{ POINTS(escapes), 4, 3, 15, 6 },
	{ POINTS(escapes), 4, 1, 15, 6 },
	{ POINTS(escapes), 5, 1, 15, 6 },
	{ POINTS(escapes), 6, 1, 15, 6 },
	{ POINTS(escapes), 6, 2, 15, 7 },
	{ POINTS(escapes), 3, 2, 14, 7 },
	{ POINTS(escapes), 1, 2, 11, 3 },
	{ POINTS(escapes), 2, 3, 12, 9 },
	{ POINTS(escapes), 0, 8, 10, 12 },
	{ POINTS(adjacent), 0, 1, 0, 3 },
	{ POINTS(adjacent), 1, 1, 3, 3 },
	{ POINTS(adjacent), 0, 2, 0, 6 },
	/* an empty range stays empty, in an escape at its beginning */
	{ POINTS(escapes), 0, 0, 10, 0 },
	{ POINTS(escapes), 1, 0, 11, 0 },
	{ POINTS(escapes), 3, 0, 14, 0 },
	{ POINTS(escapes), 5, 0, 15, 0 },
	{ POINTS(escapes), 7, 0, 21, 0 },
	/* the end of both texts */
	{ POINTS(escapes), 7, 1, 21, 1 },
	{ POINTS(escapes), 8, 0, 22, 0 },
	{ POINTS(nothing), 0, 0, 5, 0 },
	/* what decodes to nothing is covered only from both sides */
	{ POINTS(dropped), 0, 1, 0, 1 },
	{ POINTS(dropped), 1, 1, 3, 1 },
	{ POINTS(dropped), 0, 2, 0, 4 },
	{ POINTS(dropped), 2, 0, 6, 0 },
};

static void
fill(struct map *m, const struct map_point *points, size_t n)
{
	size_t i;

	gcl_map_reset(m);
	for (i = 0; i < n; i++)
		assert_int_equal(gcl_map_add(m, points[i].to, points[i].from),
			GCL_OK);
}

static void
a_range_covers_the_escapes_it_touches(void **state)
{
	size_t i, off, len;
	struct map m;

	(void)state;
	gcl_map_init(&m);
	for (i = 0; i < N_ELEMS(ranges); i++) {
		fill(&m, ranges[i].points, ranges[i].n);
		off = ranges[i].off;
		len = ranges[i].len;
		gcl_map_locate(&m, &off, &len);
		assert_int_equal(off, ranges[i].want_off);
		assert_int_equal(len, ranges[i].want_len);
	}
	gcl_map_release(&m);
}

/* Every byte of a long text of copied runs and escapes by turns. */
static void
the_search_finds_every_point(void **state)
{
	size_t i, off, len;
	struct map m;

	(void)state;
	gcl_map_init(&m);
	for (i = 0; i < 1000; i++) {
		assert_int_equal(gcl_map_add(&m, 3 * i, 4 * i), GCL_OK);
		assert_int_equal(gcl_map_add(&m, 3 * i + 2, 4 * i + 2),
			GCL_OK);
	}
	assert_int_equal(gcl_map_add(&m, 3000, 4000), GCL_OK);
	for (i = 0; i < 3000; i++) {
		off = i;
		len = 1;
		gcl_map_locate(&m, &off, &len);
		assert_int_equal(off, i / 3 * 4 + i % 3);
		assert_int_equal(len, i % 3 == 2 ? 2 : 1);
	}
	gcl_map_release(&m);
}

/* With as many points as there is room for, too. */
static void
the_last_point_is_the_end_of_both_texts(void **state)
{
	size_t i, off, len;
	struct map m;

	(void)state;
	gcl_map_init(&m);
	for (i = 0; i < 40; i++) {
		assert_int_equal(gcl_map_add(&m, i, 2 * i), GCL_OK);
		off = i;
		len = 0;
		gcl_map_locate(&m, &off, &len);
		assert_int_equal(off, 2 * i);
		assert_int_equal(len, 0);
	}
	gcl_map_release(&m);
}

static void
a_reset_map_keeps_its_memory(void **state)
{
	struct map_point *points;
	struct map m;

	(void)state;
	gcl_map_init(&m);
	fill(&m, escapes, N_ELEMS(escapes));
	points = m.points;
	gcl_map_reset(&m);
	assert_int_equal(m.n, 0);
	fill(&m, escapes, N_ELEMS(escapes));
	assert_ptr_equal(m.points, points);
	gcl_map_release(&m);
	assert_null(m.points);
}

static void
an_offset_beyond_the_limit_is_refused(void **state)
{
	const size_t beyond = (size_t)UINT32_MAX + 1;
	struct map m;

	(void)state;
	if (beyond == 0)
		return;
	gcl_map_init(&m);
	assert_int_equal(gcl_map_add(&m, 0, beyond), GCL_ELIMIT);
	assert_int_equal(gcl_map_add(&m, beyond, 0), GCL_ELIMIT);
	assert_int_equal(m.n, 0);
	assert_int_equal(gcl_map_add(&m, UINT32_MAX, UINT32_MAX), GCL_OK);
	gcl_map_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_covers_the_escapes_it_touches),
		cmocka_unit_test(the_search_finds_every_point),
		cmocka_unit_test(the_last_point_is_the_end_of_both_texts),
		cmocka_unit_test(a_reset_map_keeps_its_memory),
		cmocka_unit_test(an_offset_beyond_the_limit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
