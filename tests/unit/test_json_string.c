/*
 * The escapes of RFC 8259 section 7, decoded.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "json/string.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	struct span raw, want;
} cases[] = {
	{ SPAN(""), SPAN("") },
	{ SPAN("plain"), SPAN("plain") },
	{ SPAN("\\\"\\\\\\/\\b\\f\\n\\r\\t"), SPAN("\"\\/\b\f\n\r\t") },
	{ SPAN("a\\nb"), SPAN("a\nb") },
	{ SPAN("\\na"), SPAN("\na") },
	{ SPAN("a\\n"), SPAN("a\n") },
	{ SPAN("\\\\n"), SPAN("\\n") },
	{ SPAN("\\u0041"), SPAN("A") },
	{ SPAN("\\u0000x"), SPAN("\0x") },
	{ SPAN("\\u00e9\\u00E9"), SPAN("\xc3\xa9\xc3\xa9") },
	{ SPAN("\\u20ac"), SPAN("\xe2\x82\xac") },
	{ SPAN("\\u20acb1"), SPAN("\xe2\x82\xac" "b1") },
	{ SPAN("\\ud83d\\ude00"), SPAN("\xf0\x9f\x98\x80") },
	{ SPAN("\\uD800\\uDC00"), SPAN("\xf0\x90\x80\x80") },
	{ SPAN("\\uDBFF\\uDFFF"), SPAN("\xf4\x8f\xbf\xbf") },
	{ SPAN("\\uD7FF\\uE000"), SPAN("\xed\x9f\xbf\xee\x80\x80") },
	{ SPAN("\xf0\x9f\x98\x80\\t"), SPAN("\xf0\x9f\x98\x80\t") },
};

static void
escapes_are_decoded(void **state)
{
	struct buf out;
	size_t i;

	(void)state;
	gcl_buf_init(&out, 100);
	for (i = 0; i < N_ELEMS(cases); i++) {
		gcl_buf_reset(&out);
		assert_int_equal(gcl_json_decode(cases[i].raw, &out, NULL),
			GCL_OK);
		assert_true(gcl_span_eq(gcl_buf_span(&out), cases[i].want));
	}
	gcl_buf_release(&out);
}

#define LONE "\xef\xbf\xbd"

/* The walk refuses all of these: the point is that nothing is overrun. */
static const struct {
	struct span raw, want;
} broken[] = {
	{ SPAN("\\ud83d"), SPAN(LONE) },
	{ SPAN("\\ude00"), SPAN(LONE) },
	{ SPAN("\\ud83dx"), SPAN(LONE "x") },
	{ SPAN("\\ud83d\\n"), SPAN(LONE "\n") },
	{ SPAN("\\ud83d\\u0041"), SPAN(LONE "A") },
	{ SPAN("\\ud83dxude00"), SPAN(LONE "xude00") },
	{ SPAN("\\ud83d\\xde00"), SPAN(LONE LONE "de00") },
	{ SPAN("\\ude00\\ude00"), SPAN(LONE LONE) },
	{ SPAN("\\ud83d\\ud83d\\ude00"), SPAN(LONE "\xf0\x9f\x98\x80") },
	{ SPAN("\\ude00\\ud83d"), SPAN(LONE LONE) },
	{ SPAN("\\ud83d\\ude0"), SPAN(LONE LONE "de0") },
	{ SPAN("\\"), SPAN(LONE) },
	{ SPAN("\\x"), SPAN(LONE) },
	{ SPAN("\\u"), SPAN(LONE) },
	{ SPAN("\\u12"), SPAN(LONE "12") },
	{ SPAN("\\u12g4"), SPAN(LONE "12g4") },
	{ SPAN("\\u@123"), SPAN(LONE "@123") },
	{ SPAN("\\\0"), SPAN(LONE) },
};

static void
what_is_no_escape_becomes_a_replacement(void **state)
{
	struct buf out;
	size_t i;
	char *exact;

	(void)state;
	gcl_buf_init(&out, 100);
	for (i = 0; i < N_ELEMS(broken); i++) {
		/* A copy without room behind it, for the sanitizer. */
		exact = malloc(broken[i].raw.len);
		assert_non_null(exact);
		memcpy(exact, broken[i].raw.ptr, broken[i].raw.len);
		gcl_buf_reset(&out);
		assert_int_equal(gcl_json_decode(gcl_span(exact,
			broken[i].raw.len), &out, NULL), GCL_OK);
		free(exact);
		assert_true(gcl_span_eq(gcl_buf_span(&out), broken[i].want));
	}
	gcl_buf_release(&out);
}

#define MAX_POINTS 8

static const struct {
	const char *raw;
	size_t n;
	struct map_point points[MAX_POINTS];
} maps[] = {
	{ "", 1, { { 0, 0 } } },
	{ "abc", 2, { { 0, 0 }, { 3, 3 } } },
	{ "\\n", 2, { { 0, 0 }, { 1, 2 } } },
	{ "ab\\ncd", 4, { { 0, 0 }, { 2, 2 }, { 3, 4 }, { 5, 6 } } },
	{ "\\t\\u20acx", 4, { { 0, 0 }, { 1, 2 }, { 4, 8 }, { 5, 9 } } },
	{ "a\\ud83d\\ude00", 3, { { 0, 0 }, { 1, 1 }, { 5, 13 } } },
};

static void
the_map_has_a_point_for_each_change(void **state)
{
	struct buf out;
	struct map m;
	size_t i, j;

	(void)state;
	gcl_buf_init(&out, 100);
	gcl_map_init(&m);
	for (i = 0; i < N_ELEMS(maps); i++) {
		gcl_map_reset(&m);
		assert_int_equal(gcl_json_decode(gcl_span_str(maps[i].raw),
			&out, &m), GCL_OK);
		assert_int_equal(m.n, maps[i].n);
		for (j = 0; j < m.n; j++) {
			assert_int_equal(m.points[j].to, maps[i].points[j].to);
			assert_int_equal(m.points[j].from,
				maps[i].points[j].from);
		}
	}
	gcl_map_release(&m);
	gcl_buf_release(&out);
}

static void
decoded_text_is_appended(void **state)
{
	struct buf out;

	(void)state;
	gcl_buf_init(&out, 100);
	gcl_buf_adds(&out, "before ");
	assert_int_equal(gcl_json_decode(SPAN("\\u0041b"), &out, NULL),
		GCL_OK);
	assert_string_equal(gcl_buf_str(&out), "before Ab");
	gcl_buf_release(&out);
}

static void
a_full_buffer_is_reported(void **state)
{
	struct buf out;
	struct map m;

	(void)state;
	gcl_buf_init(&out, 3);
	gcl_map_init(&m);
	assert_int_equal(gcl_json_decode(SPAN("ab\\n"), &out, &m), GCL_OK);
	assert_int_equal(gcl_json_decode(SPAN("x\\ny"), &out, NULL),
		GCL_ELIMIT);
	gcl_map_release(&m);
	gcl_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_are_decoded),
		cmocka_unit_test(what_is_no_escape_becomes_a_replacement),
		cmocka_unit_test(the_map_has_a_point_for_each_change),
		cmocka_unit_test(decoded_text_is_appended),
		cmocka_unit_test(a_full_buffer_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
