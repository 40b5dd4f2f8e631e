/*
 * UTF-8 as RFC 3629 has it.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/utf8.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	struct span s;
	uint32_t cp;
} good[] = {
	{ SPAN("\0"), 0 },
	{ SPAN("a"), 'a' },
	{ SPAN("ab"), 'a' },
	{ SPAN("\x7f"), 0x7f },
	{ SPAN("\xc2\x80"), 0x80 },
	{ SPAN("\xdf\xbf"), 0x7ff },
	{ SPAN("\xe0\xa0\x80"), 0x800 },
	{ SPAN("\xed\x9f\xbf"), 0xd7ff },
	{ SPAN("\xee\x80\x80"), 0xe000 },
	{ SPAN("\xef\xbf\xbf"), 0xffff },
	{ SPAN("\xf0\x90\x80\x80"), 0x10000 },
	{ SPAN("\xf4\x8f\xbf\xbf"), 0x10ffff },
	{ SPAN("\xe2\x82\xac\x80"), 0x20ac },
};

/* Nothing valid at the start. */
static const struct span bad[] = {
	SPAN(""),
	/* no first byte */
	SPAN("\x80"), SPAN("\xbf\x80"), SPAN("\xf8\x88\x80\x80\x80"),
	SPAN("\xfe"), SPAN("\xff"),
	/* cut short, or something else where a byte should follow */
	SPAN("\xc3"), SPAN("\xe2\x82"), SPAN("\xf0\x9f\x98"), SPAN("\xc3" "a"),
	SPAN("\xe2\x82" "a"), SPAN("\xe2\x28\xac"), SPAN("\xf0\x9f\x98\xf0"),
	SPAN("\xc3\xc3"), SPAN("\xe2" "a\x80"),
	/* longer than need be */
	SPAN("\xc0\x80"), SPAN("\xc1\xbf"), SPAN("\xe0\x80\x80"),
	SPAN("\xe0\x9f\xbf"), SPAN("\xf0\x80\x80\x80"),
	SPAN("\xf0\x8f\xbf\xbf"),
	/* surrogates, and above U+10FFFF */
	SPAN("\xed\xa0\x80"), SPAN("\xed\xbf\xbf"), SPAN("\xf4\x90\x80\x80"),
	SPAN("\xf5\x80\x80\x80"),
};

static size_t
length_of(uint32_t cp)
{
	if (cp < 0x80)
		return 1;
	if (cp < 0x800)
		return 2;
	return cp < 0x10000 ? 3 : 4;
}

static void
shortest_forms_are_decoded(void **state)
{
	uint32_t cp;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(good); i++) {
		cp = UINT32_MAX;
		assert_int_equal(gcl_utf8_decode(good[i].s.ptr, good[i].s.len,
			&cp), length_of(good[i].cp));
		assert_int_equal(cp, good[i].cp);
	}
}

static void
other_bytes_are_refused_and_decode_nothing(void **state)
{
	uint32_t cp = 12345;
	char *exact;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(bad); i++) {
		/* A copy without room behind it, for the sanitizer. */
		exact = malloc(bad[i].len + 1);
		assert_non_null(exact);
		memcpy(exact + 1, bad[i].ptr, bad[i].len);
		assert_int_equal(gcl_utf8_decode(exact + 1, bad[i].len, &cp),
			0);
		assert_int_equal(cp, 12345);
		free(exact);
	}
	assert_int_equal(gcl_utf8_decode(NULL, 0, &cp), 0);
}

static void
every_code_point_comes_back(void **state)
{
	uint32_t cp, back;
	char s[4];
	size_t n;

	(void)state;
	for (cp = 0; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		n = gcl_utf8_encode(s, cp);
		assert_int_equal(n, length_of(cp));
		assert_int_equal(gcl_utf8_decode(s, n, &back), n);
		assert_int_equal(back, cp);
	}
}

static void
code_points_are_appended(void **state)
{
	struct buf b;

	(void)state;
	gcl_buf_init(&b, 10);
	gcl_utf8_add(&b, 'a');
	gcl_utf8_add(&b, 0xe9);
	gcl_utf8_add(&b, 0x20ac);
	gcl_utf8_add(&b, 0x1f600);
	assert_string_equal(gcl_buf_str(&b),
		"a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
	gcl_utf8_add(&b, 'x');
	assert_int_equal(gcl_buf_status(&b), GCL_ELIMIT);
	gcl_buf_release(&b);
}

static const struct {
	struct span s;
	size_t first_bad, count;
} texts[] = {
	{ SPAN(""), 0, 0 },
	{ SPAN("abc"), 3, 3 },
	{ SPAN("a\0c"), 3, 3 },
	{ SPAN("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), 9, 3 },
	{ SPAN("ab\x80" "c"), 2, 4 },
	{ SPAN("\xe2\x82"), 0, 2 },
	{ SPAN("a\xf0\x9f\x98"), 1, 4 },
	{ SPAN("\xe2\x82\xac\xed\xa0\x80"), 3, 4 },
	{ SPAN("\xc3\xa9\xff\xc3\xa9"), 2, 3 },
};

static void
texts_are_checked_and_counted(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(texts); i++) {
		assert_int_equal(gcl_utf8_check(texts[i].s),
			texts[i].first_bad);
		assert_int_equal(gcl_utf8_count(texts[i].s), texts[i].count);
	}
}

static void
what_is_common_ends_between_code_points(void **state)
{
	static const struct {
		const char *a, *b;
		size_t start, end;
	} rows[] = {
		{ "", "", 0, 0 },
		{ "abc", "abc", 3, 3 },
		{ "abc", "abd", 2, 0 },
		{ "xbc", "abc", 0, 2 },
		{ "a", "ab", 1, 0 },
		{ "\xc3\xa9", "\xc3\xa8", 0, 0 },
		{ "\xc3\xa9", "\xc4\xa9", 0, 0 },
		{ "a\xe2\x82\xac", "a\xe2\x82", 1, 0 },
		{ "\xe2\x82\xac!", "\xe3\x82\xac!", 0, 1 },
	};
	struct span a, b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		a = gcl_span_str(rows[i].a);
		b = gcl_span_str(rows[i].b);
		assert_int_equal(gcl_utf8_common_start(a, b), rows[i].start);
		assert_int_equal(gcl_utf8_common_end(a, b), rows[i].end);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shortest_forms_are_decoded),
		cmocka_unit_test(other_bytes_are_refused_and_decode_nothing),
		cmocka_unit_test(every_code_point_comes_back),
		cmocka_unit_test(code_points_are_appended),
		cmocka_unit_test(texts_are_checked_and_counted),
		cmocka_unit_test(what_is_common_ends_between_code_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
