/*
 * Memory that keeps nothing.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "send/wipe.h"

static void
wiping_leaves_zeros(void **state)
{
	char room[8] = "abcdefg";

	(void)state;
	gcl_wipe(room + 2, 3);
	assert_memory_equal(room, "ab\0\0\0fg", 8);
	gcl_wipe(room, sizeof(room));
	assert_memory_equal(room, "\0\0\0\0\0\0\0", 8);
	gcl_wipe(NULL, 0);
}

static void
a_block_keeps_its_bytes_when_it_grows_and_shrinks(void **state)
{
	char *p = gcl_wipe_realloc(NULL, 4);

	(void)state;
	assert_non_null(p);
	memcpy(p, "abcd", 4);
	p = gcl_wipe_realloc(p, 5000);
	assert_non_null(p);
	assert_memory_equal(p, "abcd", 4);
	memset(p + 4, 'x', 4996);
	p = gcl_wipe_realloc(p, 2);
	assert_non_null(p);
	assert_memory_equal(p, "ab", 2);
	gcl_wipe_free(p);
	gcl_wipe_free(NULL);
}

static void
blocks_are_aligned_for_any_type(void **state)
{
	void *p[8];
	size_t i;

	(void)state;
	for (i = 0; i < 8; i++) {
		p[i] = gcl_wipe_malloc(i);
		assert_non_null(p[i]);
		assert_int_equal((uintptr_t)p[i] % _Alignof(max_align_t), 0);
	}
	for (i = 0; i < 8; i++)
		gcl_wipe_free(p[i]);
}

static void
arrays_are_clear_and_strings_whole(void **state)
{
	char *p = gcl_wipe_calloc(3, 2), *s = gcl_wipe_strdup("abc");

	(void)state;
	assert_memory_equal(p, "\0\0\0\0\0\0", 6);
	assert_string_equal(s, "abc");
	gcl_wipe_free(p);
	gcl_wipe_free(s);
}

/* Volatile, so that no compiler sees that they are absurd. */
static void
sizes_do_not_overflow(void **state)
{
	volatile size_t all = SIZE_MAX, half = SIZE_MAX / 2 + 1;

	(void)state;
	assert_null(gcl_wipe_malloc(all));
	assert_null(gcl_wipe_malloc(all - 8));
	assert_null(gcl_wipe_calloc(half, 2));
	assert_null(gcl_wipe_realloc(NULL, all));
}

static void
a_buffer_never_moves(void **state)
{
	struct buf b;
	size_t i;
	char *p;

	(void)state;
	gcl_wipe_buf_init(&b, 1000);
	p = b.ptr;
	assert_non_null(p);
	for (i = 0; i < 1000; i++)
		gcl_buf_addc(&b, 'x');
	assert_non_null(gcl_buf_str(&b));
	assert_ptr_equal(b.ptr, p);
	gcl_buf_addc(&b, 'x');
	assert_int_equal(gcl_buf_status(&b), GCL_ELIMIT);
	assert_ptr_equal(b.ptr, p);
	gcl_wipe_buf_release(&b);
	assert_null(b.ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wiping_leaves_zeros),
		cmocka_unit_test(
			a_block_keeps_its_bytes_when_it_grows_and_shrinks),
		cmocka_unit_test(blocks_are_aligned_for_any_type),
		cmocka_unit_test(arrays_are_clear_and_strings_whole),
		cmocka_unit_test(sizes_do_not_overflow),
		cmocka_unit_test(a_buffer_never_moves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
