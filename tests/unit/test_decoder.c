/*
 * Decoded texts: what is built, and where each byte of it came from.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/decoder.h"

struct fixture {
	struct decoder d;
	struct arena arena;
	struct piece p;
};

static int
set_up(void **state)
{
	static struct fixture f;

	gcl_decoder_init(&f.d);
	gcl_arena_init(&f.arena);
	gcl_decoder_begin(&f.d);
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_decoder_release(&f->d);
	gcl_arena_release(&f->arena);
	return 0;
}

static void
take(struct fixture *f, size_t end, const char *text)
{
	assert_int_equal(gcl_decoder_take(&f->d, end, &f->arena, &f->p),
	    GCL_OK);
	assert_true(gcl_span_is(f->p.text, text));
}

static void
assert_place(const struct fixture *f, size_t off, size_t len, size_t want,
	size_t want_len)
{
	gcl_piece_locate(&f->p, &off, &len);
	assert_int_equal(off, want);
	assert_int_equal(len, want_len);
}

/* The source is 'it'\''s', quotes included. */
static void
each_byte_keeps_its_place(void **state)
{
	struct fixture *f = *state;

	gcl_decoder_copy(&f->d, SPAN("it"), 1);
	gcl_decoder_opaque(&f->d, SPAN("'"), 3, 4);
	gcl_decoder_copy(&f->d, SPAN("s"), 7);
	take(f, 8, "it's");
	assert_place(f, 0, 2, 1, 2);
	assert_place(f, 2, 1, 3, 4);
	assert_place(f, 3, 1, 7, 1);
	assert_place(f, 0, 4, 1, 7);
	assert_place(f, 4, 0, 8, 0);
}

static void
what_follows_on_needs_no_point(void **state)
{
	struct fixture *f = *state;

	gcl_decoder_copy(&f->d, SPAN("ab"), 10);
	gcl_decoder_copy(&f->d, SPAN(""), 99);
	gcl_decoder_copy(&f->d, SPAN("cd"), 12);
	take(f, 14, "abcd");
	assert_int_equal(f->p.map->n, 2);
	assert_place(f, 1, 2, 11, 2);
}

static void
what_becomes_nothing_is_passed_over(void **state)
{
	struct fixture *f = *state;

	gcl_decoder_copy(&f->d, SPAN("a"), 0);
	gcl_decoder_opaque(&f->d, SPAN(""), 1, 2);
	gcl_decoder_copy(&f->d, SPAN("b"), 3);
	take(f, 4, "ab");
	assert_place(f, 0, 1, 0, 1);
	assert_place(f, 1, 1, 3, 1);
}

/* As a variable's value, which stands for all of its name. */
static void
an_opaque_part_is_located_as_a_whole(void **state)
{
	struct fixture *f = *state;

	gcl_decoder_copy(&f->d, SPAN("\""), 4);
	gcl_decoder_opaque(&f->d, SPAN("tel:+15551234567"), 5, 6);
	gcl_decoder_copy(&f->d, SPAN("\""), 11);
	take(f, 12, "\"tel:+15551234567\"");
	assert_place(f, 5, 1, 5, 6);
	assert_place(f, 0, 18, 4, 8);
}

static void
an_opaque_part_of_one_length_is_no_copy(void **state)
{
	struct fixture *f = *state;
	size_t i;

	gcl_decoder_opaque(&f->d, SPAN("value"), 5, 5);
	gcl_decoder_copy(&f->d, SPAN("x"), 10);
	take(f, 11, "valuex");
	for (i = 0; i < 5; i++)
		assert_place(f, i, 1, 5, 5);
	assert_place(f, 0, 5, 5, 5);
	assert_place(f, 5, 1, 10, 1);
}

static void
a_piece_brings_its_own_places(void **state)
{
	struct fixture *f = *state;
	const struct piece slice = { .text = SPAN("xyz"), .off = 40 };
	struct piece inner;

	gcl_decoder_opaque(&f->d, SPAN("\n"), 20, 2);
	gcl_decoder_copy(&f->d, SPAN("k"), 22);
	take(f, 23, "\nk");
	inner = f->p;
	gcl_decoder_begin(&f->d);
	gcl_decoder_piece(&f->d, &slice);
	gcl_decoder_piece(&f->d, &inner);
	take(f, 23, "xyz\nk");
	assert_place(f, 1, 2, 41, 2);
	assert_place(f, 3, 1, 20, 2);
	assert_place(f, 4, 1, 22, 1);
}

static void
a_text_of_nothing_has_an_end(void **state)
{
	struct fixture *f = *state;

	take(f, 7, "");
	assert_place(f, 0, 0, 7, 0);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(each_byte_keeps_its_place),
		TEST(what_follows_on_needs_no_point),
		TEST(what_becomes_nothing_is_passed_over),
		TEST(an_opaque_part_is_located_as_a_whole),
		TEST(an_opaque_part_of_one_length_is_no_copy),
		TEST(a_piece_brings_its_own_places),
		TEST(a_text_of_nothing_has_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
