/*
 * Columns of characters, with and without the help of the C library.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "emit/width.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	uint32_t cp;
	size_t cols;
} cases[] = {
	{ 'a', 1 },
	{ ' ', 1 },
	{ 0xe9, 1 },		/* é */
	{ 0x301, 0 },		/* combining acute accent */
	{ 0x410, 1 },		/* Cyrillic A */
	{ 0x1100, 2 },		/* Hangul initial */
	{ 0x20ac, 1 },		/* euro sign */
	{ 0x20dd, 0 },		/* combining circle */
	{ 0x3000, 2 },		/* ideographic space */
	{ 0x4f60, 2 },
	{ 0xac00, 2 },
	{ 0xfe0f, 0 },		/* variation selector 16 */
	{ 0xff11, 2 },		/* full-width digit one */
	{ 0xff71, 1 },		/* half-width katakana */
	{ 0x1f4de, 2 },		/* telephone receiver */
	{ 0x20000, 2 },
};

static void
each_character_has_its_columns(void **state)
{
	struct width w;
	size_t i;

	(void)state;
	gcl_width_init(&w);
	for (i = 0; i < N_ELEMS(cases); i++)
		assert_int_equal(gcl_width_char(&w, cases[i].cp),
			cases[i].cols);
	gcl_width_release(&w);
}

static void
a_system_without_utf_8_gives_the_same(void **state)
{
	struct width none = { .asked = true };
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++)
		assert_int_equal(gcl_width_char(&none, cases[i].cp),
			cases[i].cols);
}

static void
the_c_library_knows_more_than_blocks(void **state)
{
	const uint32_t thai_sign = 0x0e31;
	struct width w;
	size_t cols;

	(void)state;
	gcl_width_init(&w);
	cols = gcl_width_char(&w, thai_sign);
	assert_int_equal(cols, w.locale ? 0 : 1);
	gcl_width_release(&w);
}

static void
the_callers_locale_stays(void **state)
{
	locale_t mine = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	locale_t before;
	struct width w;

	(void)state;
	before = uselocale(mine);
	gcl_width_init(&w);
	assert_int_equal(gcl_width_char(&w, 0x4f60), 2);
	gcl_width_release(&w);
	assert_ptr_equal(uselocale(before), mine);
	freelocale(mine);
}

static void
ascii_opens_no_locale(void **state)
{
	struct width w;

	(void)state;
	gcl_width_init(&w);
	assert_int_equal(gcl_width_span(&w, SPAN("plain")), 5);
	assert_false(w.asked);
}

static void
columns_of_a_text_add_up(void **state)
{
	struct width w;

	(void)state;
	gcl_width_init(&w);
	assert_int_equal(gcl_width_span(&w, SPAN("")), 0);
	assert_int_equal(gcl_width_span(&w,
		SPAN("e\xcc\x81 \xe4\xbd\xa0\xff!")), 6);
	gcl_width_release(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_character_has_its_columns),
		cmocka_unit_test(a_system_without_utf_8_gives_the_same),
		cmocka_unit_test(the_c_library_knows_more_than_blocks),
		cmocka_unit_test(the_callers_locale_stays),
		cmocka_unit_test(ascii_opens_no_locale),
		cmocka_unit_test(columns_of_a_text_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
