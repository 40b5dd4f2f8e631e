/*
 * Places of a document's bytes in the input that carries it.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/document.h"

static void
a_slice_is_placed_by_its_offset(void **state)
{
	const struct span file = SPAN("POST / HTTP/1.1\r\n\r\n{\"a\":1}\n");
	struct piece p = { .off = 19 };
	struct gcl_place at;
	struct source s;

	(void)state;
	gcl_source_init(&s);
	gcl_source_set(&s, "t", file, 0, 0);
	p.text = gcl_span(file.ptr + p.off, 7);
	assert_int_equal(gcl_piece_place(&p, &s, 5, 1, &at), GCL_OK);
	assert_int_equal(at.offset, 24);
	assert_int_equal(at.length, 1);
	assert_int_equal(at.line, 3);
	assert_int_equal(at.column, 6);
	assert_int_equal(at.end_column, 7);
	gcl_source_release(&s);
}

static void
a_record_is_placed_in_its_file(void **state)
{
	const struct piece p = { .text = SPAN("[1]") };
	struct gcl_place at;
	struct source s;

	(void)state;
	gcl_source_init(&s);
	gcl_source_set(&s, "t", p.text, 1000, 4);
	assert_int_equal(gcl_piece_place(&p, &s, 3, 0, &at), GCL_OK);
	assert_int_equal(at.offset, 1003);
	assert_int_equal(at.line, 5);
	assert_int_equal(at.column, 4);
	gcl_source_release(&s);
}

/* The text is [1,€]; in the file it stands as a JSON string. */
static void
a_decoded_text_is_placed_through_its_map(void **state)
{
	static const struct map_point points[] = {
		{ 0, 2 }, { 3, 5 }, { 6, 11 }, { 7, 12 },
	};
	const struct span file = SPAN("\n\"[1,\\u20ac]\"\n");
	struct piece p = { .text = SPAN("[1,\xe2\x82\xac]") };
	struct gcl_place at;
	struct source s;
	struct map m;
	size_t i;

	(void)state;
	gcl_map_init(&m);
	for (i = 0; i < 4; i++)
		assert_int_equal(gcl_map_add(&m, points[i].to,
			points[i].from), GCL_OK);
	gcl_source_init(&s);
	gcl_source_set(&s, "t", file, 0, 0);
	p.map = &m;
	assert_int_equal(gcl_piece_place(&p, &s, 3, 3, &at), GCL_OK);
	assert_int_equal(at.offset, 5);
	assert_int_equal(at.length, 6);
	assert_int_equal(at.line, 2);
	assert_int_equal(at.column, 5);
	assert_int_equal(at.end_column, 11);
	assert_int_equal(gcl_piece_place(&p, &s, 6, 1, &at), GCL_OK);
	assert_int_equal(at.offset, 11);
	assert_int_equal(at.column, 11);
	gcl_source_release(&s);
	gcl_map_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slice_is_placed_by_its_offset),
		cmocka_unit_test(a_record_is_placed_in_its_file),
		cmocka_unit_test(a_decoded_text_is_placed_through_its_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
