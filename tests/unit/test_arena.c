/*
 * The arena, and arrays that grow.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/arena.h"

static void
pieces_are_aligned_and_apart(void **state)
{
	unsigned char *pieces[200];
	struct arena a;
	size_t i, j;

	(void)state;
	gcl_arena_init(&a);
	for (i = 0; i < 200; i++) {
		pieces[i] = gcl_arena_alloc(&a, i);
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t),
			0);
		memset(pieces[i], (int)i, i);
	}
	for (i = 0; i < 200; i++) {
		for (j = 0; j < i; j++)
			assert_int_equal(pieces[i][j], i);
	}
	gcl_arena_release(&a);
}

static void
an_array_keeps_what_it_has_when_it_grows(void **state)
{
	size_t i, cap = 0, *list = NULL;
	struct arena a;

	(void)state;
	gcl_arena_init(&a);
	for (i = 0; i < 1000; i++) {
		assert_int_equal(gcl_arena_grow(&a, &list, &cap, i + 1,
		    sizeof(*list)), 0);
		assert_in_range(cap, i + 1, 2 * i + 8);
		list[i] = i;
	}
	for (i = 0; i < 1000; i++)
		assert_int_equal(list[i], i);
	assert_int_equal(gcl_arena_grow(&a, &list, &cap, SIZE_MAX / 2,
	    sizeof(*list)), -1);
	assert_int_equal(gcl_arena_grow(&a, &list, &cap, SIZE_MAX, 1), -1);
	assert_int_equal(list[999], 999);
	gcl_arena_release(&a);
}

static void
a_piece_may_be_larger_than_any_block(void **state)
{
	const size_t size = 1 << 20;
	struct arena a;
	char *p;

	(void)state;
	gcl_arena_init(&a);
	assert_non_null(gcl_arena_alloc(&a, 1));
	p = gcl_arena_alloc(&a, size);
	assert_non_null(p);
	memset(p, 'x', size);
	assert_true(a.total >= size + 1);
	gcl_arena_release(&a);
}

/* What a document of many small pieces takes. */
static void
take_much(struct arena *a)
{
	int i;

	for (i = 0; i < 3000; i++)
		assert_non_null(gcl_arena_alloc(a, 100));
}

static void
documents_of_one_size_stop_taking_memory(void **state)
{
	struct arena_block *head;
	struct arena a;
	int round;

	(void)state;
	gcl_arena_init(&a);
	for (round = 0; round < 3; round++) {
		take_much(&a);
		gcl_arena_reset(&a);
		assert_int_equal(a.total, 0);
	}
	head = a.head;
	assert_non_null(head);
	for (round = 0; round < 3; round++) {
		take_much(&a);
		assert_ptr_equal(a.head, head);
		gcl_arena_reset(&a);
	}
	gcl_arena_release(&a);
}

static void
calloc_clears_memory_used_before(void **state)
{
	struct arena a;
	unsigned char *p;
	size_t i;

	(void)state;
	gcl_arena_init(&a);
	p = gcl_arena_alloc(&a, 1000);
	assert_non_null(p);
	memset(p, 0xff, 1000);
	gcl_arena_reset(&a);
	p = gcl_arena_calloc(&a, 100, 10);
	assert_non_null(p);
	for (i = 0; i < 1000; i++)
		assert_int_equal(p[i], 0);
	gcl_arena_release(&a);
}

static void
sizes_that_overflow_give_null(void **state)
{
	static const size_t sizes[] = {
		SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 64, SIZE_MAX / 2 + 1,
	};
	struct arena a;
	size_t i;

	(void)state;
	gcl_arena_init(&a);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		assert_null(gcl_arena_alloc(&a, sizes[i]));
	assert_null(gcl_arena_calloc(&a, SIZE_MAX / 2 + 2, 2));
	assert_null(gcl_arena_calloc(&a, 2, SIZE_MAX / 2 + 2));
	assert_null(gcl_arena_str(&a, gcl_span("x", SIZE_MAX)));
	assert_non_null(gcl_arena_alloc(&a, 10));
	gcl_arena_release(&a);
}

static void
a_string_gets_a_nul(void **state)
{
	struct arena a;
	char *s;

	(void)state;
	gcl_arena_init(&a);
	s = gcl_arena_str(&a, gcl_span("abcdef", 3));
	assert_string_equal(s, "abc");
	s = gcl_arena_str(&a, SPAN("a\0b"));
	assert_memory_equal(s, "a\0b", 4);
	s = gcl_arena_str(&a, gcl_span(NULL, 0));
	assert_string_equal(s, "");
	gcl_arena_release(&a);
}

static void
a_released_arena_is_usable(void **state)
{
	struct arena a;

	(void)state;
	gcl_arena_init(&a);
	gcl_arena_reset(&a);
	assert_non_null(gcl_arena_alloc(&a, 10));
	gcl_arena_release(&a);
	assert_null(a.head);
	assert_non_null(gcl_arena_calloc(&a, 0, 8));
	gcl_arena_release(&a);
}

static void
an_array_doubles_and_keeps_its_elements(void **state)
{
	uint32_t *list = NULL;
	size_t cap = 0, i, last = 0, grown = 0;

	(void)state;
	for (i = 0; i < 10000; i++) {
		assert_int_equal(gcl_grow(&list, &cap, i + 1, sizeof(*list)),
			0);
		assert_true(cap > i);
		assert_true(cap == last || cap >= 2 * last);
		grown += cap != last;
		last = cap;
		list[i] = (uint32_t)i;
	}
	assert_true(grown <= 14);
	for (i = 0; i < 10000; i++)
		assert_int_equal(list[i], i);
	assert_int_equal(gcl_grow(&list, &cap, 1, sizeof(*list)), 0);
	assert_int_equal(cap, last);
	free(list);
}

static void
an_array_that_cannot_grow_stays_as_it_was(void **state)
{
	size_t cap = 0, before, i;
	uint64_t *list = NULL, *old;
	static const size_t wants[] = {
		SIZE_MAX, SIZE_MAX / 2 + 1, SIZE_MAX / 8 + 1,
	};

	(void)state;
	assert_int_equal(gcl_grow(&list, &cap, 5, sizeof(*list)), 0);
	list[4] = 42;
	old = list;
	before = cap;
	for (i = 0; i < sizeof(wants) / sizeof(wants[0]); i++) {
		assert_int_equal(gcl_grow(&list, &cap, wants[i],
			sizeof(*list)), -1);
		assert_ptr_equal(list, old);
		assert_int_equal(cap, before);
	}
	assert_int_equal(list[4], 42);
	free(list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_and_apart),
		cmocka_unit_test(an_array_keeps_what_it_has_when_it_grows),
		cmocka_unit_test(a_piece_may_be_larger_than_any_block),
		cmocka_unit_test(documents_of_one_size_stop_taking_memory),
		cmocka_unit_test(calloc_clears_memory_used_before),
		cmocka_unit_test(sizes_that_overflow_give_null),
		cmocka_unit_test(a_string_gets_a_nul),
		cmocka_unit_test(a_released_arena_is_usable),
		cmocka_unit_test(an_array_doubles_and_keeps_its_elements),
		cmocka_unit_test(an_array_that_cannot_grow_stays_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
