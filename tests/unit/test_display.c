/*
 * Text that is safe to show.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/display.h"
#include "base/utf8.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	struct span s;
	const char *want;
} shown[] = {
	{ SPAN(""), "" },
	{ SPAN("tel:+15551234567 \"\\~"), "tel:+15551234567 \"\\~" },
	{ SPAN("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
	  "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80" },
	/* C0, DEL, C1 */
	{ SPAN("a\0b"), "a\\x00b" },
	{ SPAN("\t\n\r"), "\\x09\\x0A\\x0D" },
	{ SPAN("\x1b[31m"), "\\x1B[31m" },
	{ SPAN("\x7f"), "\\x7F" },
	{ SPAN("\xc2\x80\xc2\x9b\xc2\x9f"), "\\x80\\x9B\\x9F" },
	{ SPAN("\xc2\xa0"), "\xc2\xa0" },
	/* no UTF-8 */
	{ SPAN("\x80\xff"), "\\x80\\xFF" },
	{ SPAN("\xe2\x82"), "\\xE2\\x82" },
	{ SPAN("\xed\xa0\x80" "a"), "\\xED\\xA0\\x80" "a" },
	/* separators, bidi and other format characters */
	{ SPAN("\xe2\x80\xa8\xe2\x80\xa9"), "\\u{2028}\\u{2029}" },
	{ SPAN("\xe2\x80\xae" "abc"), "\\u{202E}abc" },
	{ SPAN("\xe2\x81\xa6\xe2\x81\xa9"), "\\u{2066}\\u{2069}" },
	{ SPAN("\xe2\x80\x8b\xe2\x80\x8f"), "\\u{200B}\\u{200F}" },
	{ SPAN("\xd8\x9c\xc2\xad"), "\\u{061C}\\u{00AD}" },
	{ SPAN("\xef\xbb\xbf"), "\\u{FEFF}" },
	{ SPAN("\xf3\xa0\x81\x81"), "\\u{E0041}" },
	{ SPAN("\xef\xbf\xbe\xef\xbf\xbf"), "\\u{FFFE}\\u{FFFF}" },
};

static void
what_moves_a_cursor_is_escaped(void **state)
{
	struct buf b;
	size_t i;

	(void)state;
	gcl_buf_init(&b, 100);
	for (i = 0; i < N_ELEMS(shown); i++) {
		gcl_buf_reset(&b);
		gcl_display_add(&b, shown[i].s);
		assert_string_equal(gcl_buf_str(&b), shown[i].want);
	}
	gcl_buf_release(&b);
}

static const struct {
	uint32_t first, last;
	bool unsafe;
} ranges[] = {
	{ 0x00, 0x1f, true }, { 0x20, 0x7e, false }, { 0x7f, 0x9f, true },
	{ 0xa0, 0xac, false }, { 0xad, 0xad, true }, { 0xae, 0x5ff, false },
	{ 0x600, 0x605, true }, { 0x61c, 0x61c, true },
	{ 0x200a, 0x200a, false }, { 0x200b, 0x200f, true },
	{ 0x2010, 0x2027, false }, { 0x2028, 0x202e, true },
	{ 0x202f, 0x205f, false }, { 0x2060, 0x2064, true },
	{ 0x2066, 0x206f, true }, { 0x2070, 0x2fff, false },
	{ 0xe000, 0xfefe, false }, { 0xfeff, 0xfeff, true },
	{ 0xfff9, 0xfffb, true }, { 0xfffc, 0xfffd, false },
	{ 0x1f600, 0x1f64f, false }, { 0xe0001, 0xe0001, true },
	{ 0xe0020, 0xe007f, true }, { 0xe0100, 0x10ffff, false },
};

static void
unsafe_code_points_are_known(void **state)
{
	uint32_t cp;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(ranges); i++) {
		for (cp = ranges[i].first; cp <= ranges[i].last; cp++)
			assert_int_equal(gcl_display_unsafe(cp),
				ranges[i].unsafe);
	}
}

static void
any_two_bytes_come_out_safe(void **state)
{
	struct buf b;
	char raw[2];
	unsigned i;
	size_t p, n;
	uint32_t cp;

	(void)state;
	gcl_buf_init(&b, 100);
	for (i = 0; i < 0x10000; i++) {
		raw[0] = (char)(i >> 8);
		raw[1] = (char)(i & 0xff);
		gcl_buf_reset(&b);
		gcl_display_add(&b, gcl_span(raw, 2));
		for (p = 0; p < b.len; p += n) {
			n = gcl_utf8_decode(b.ptr + p, b.len - p, &cp);
			assert_true(n > 0);
			assert_false(gcl_display_unsafe(cp));
		}
	}
	gcl_buf_release(&b);
}

#define DOTS "\xe2\x80\xa6"

static const struct {
	struct span s;
	size_t max;
	const char *want;
} cut[] = {
	{ SPAN(""), 0, "" },
	{ SPAN("abc"), 4, "abc" },
	{ SPAN("abc"), 3, "abc" },
	{ SPAN("abc"), 2, "ab" DOTS },
	{ SPAN("abc"), 0, DOTS },
	{ SPAN("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), 3,
	  "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80" },
	{ SPAN("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), 2,
	  "\xc3\xa9\xe2\x82\xac" DOTS },
	{ SPAN("\n\x80z"), 2, "\\x0A\\x80" DOTS },
	{ SPAN("\n\x80"), 2, "\\x0A\\x80" },
};

static void
long_text_ends_in_an_ellipsis(void **state)
{
	struct buf b;
	size_t i;

	(void)state;
	gcl_buf_init(&b, 100);
	for (i = 0; i < N_ELEMS(cut); i++) {
		gcl_buf_reset(&b);
		gcl_display_add_short(&b, cut[i].s, cut[i].max);
		assert_string_equal(gcl_buf_str(&b), cut[i].want);
	}
	gcl_buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_moves_a_cursor_is_escaped),
		cmocka_unit_test(unsafe_code_points_are_known),
		cmocka_unit_test(any_two_bytes_come_out_safe),
		cmocka_unit_test(long_text_ends_in_an_ellipsis),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
