/*
 * Base64 and base64url (RFC 4648).
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/base64.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	struct span plain;
	struct span standard, url;
} pairs[] = {
	{ SPAN(""), SPAN(""), SPAN("") },
	/* RFC 4648 section 10 */
	{ SPAN("f"), SPAN("Zg=="), SPAN("Zg") },
	{ SPAN("fo"), SPAN("Zm8="), SPAN("Zm8") },
	{ SPAN("foo"), SPAN("Zm9v"), SPAN("Zm9v") },
	{ SPAN("foob"), SPAN("Zm9vYg=="), SPAN("Zm9vYg") },
	{ SPAN("fooba"), SPAN("Zm9vYmE="), SPAN("Zm9vYmE") },
	{ SPAN("foobar"), SPAN("Zm9vYmFy"), SPAN("Zm9vYmFy") },
	/* the two digits in which the alphabets differ */
	{ SPAN("\xfb\xff\xbf"), SPAN("+/+/"), SPAN("-_-_") },
	{ SPAN("\xff\xfe"), SPAN("//4="), SPAN("__4") },
	{ SPAN("\0\0\0\0"), SPAN("AAAAAA=="), SPAN("AAAAAA") },
};

static const struct {
	struct span in;
	size_t bad;
} faults[] = {
	{ SPAN("Z"), 1 },		/* six bits are no byte */
	{ SPAN("Zm9vY"), 5 },
	{ SPAN("Z==="), 1 },
	{ SPAN("Zg="), 3 },		/* padding is complete or absent */
	{ SPAN("Zg==="), 4 },
	{ SPAN("Zg==Zg=="), 4 },
	{ SPAN("Zm8=="), 4 },
	{ SPAN("Zm9v="), 4 },
	{ SPAN("="), 0 },
	{ SPAN("Zg=Z"), 3 },
	{ SPAN("Zh=="), 1 },		/* bits behind the last byte */
	{ SPAN("Zh"), 1 },
	{ SPAN("Zm9="), 2 },
	{ SPAN("Zm9vZm9"), 6 },
	{ SPAN(" Zm9v"), 0 },		/* not of the alphabet */
	{ SPAN("Zm9v\n"), 4 },
	{ SPAN("Zm\r\n9v"), 2 },
	{ SPAN("Zm\0v"), 2 },
	{ SPAN("Zm9\xc3"), 3 },
	{ SPAN("Zm.v"), 2 },
	{ SPAN("Zm,v"), 2 },
	{ SPAN("Zm9v+-Zg"), 5 },	/* of two alphabets */
	{ SPAN("_m9/"), 3 },
};

static void
each_alphabet_is_written(void **state)
{
	struct buf b;
	size_t i;

	(void)state;
	gcl_buf_init(&b, 100);
	for (i = 0; i < N_ELEMS(pairs); i++) {
		gcl_buf_reset(&b);
		assert_int_equal(gcl_base64_add(&b, pairs[i].plain.ptr,
			pairs[i].plain.len), GCL_OK);
		assert_true(gcl_span_eq(gcl_buf_span(&b),
			pairs[i].standard));
		gcl_buf_reset(&b);
		assert_int_equal(gcl_base64url_add(&b, pairs[i].plain.ptr,
			pairs[i].plain.len), GCL_OK);
		assert_true(gcl_span_eq(gcl_buf_span(&b), pairs[i].url));
	}
	gcl_buf_release(&b);
}

static void
decodes_to(struct buf *b, struct span in, struct span want)
{
	size_t bad = 99;

	gcl_buf_reset(b);
	gcl_buf_addc(b, '>');
	assert_int_equal(gcl_base64_decode(in, b, &bad), GCL_OK);
	assert_int_equal(b->len, want.len + 1);
	assert_memory_equal(b->ptr + 1, want.ptr, want.len);
	assert_int_equal(bad, 99);
}

static void
both_alphabets_are_read_with_padding_and_without(void **state)
{
	struct buf b;
	size_t i, n;

	(void)state;
	gcl_buf_init(&b, 100);
	for (i = 0; i < N_ELEMS(pairs); i++) {
		struct span s = pairs[i].standard;

		decodes_to(&b, s, pairs[i].plain);
		for (n = s.len; n > 0 && s.ptr[n - 1] == '='; n--)
			;
		decodes_to(&b, gcl_span(s.ptr, n), pairs[i].plain);
		decodes_to(&b, pairs[i].url, pairs[i].plain);
	}
	decodes_to(&b, SPAN("__4="), SPAN("\xff\xfe"));
	gcl_buf_release(&b);
}

static void
the_first_byte_that_cannot_stand_there_is_told(void **state)
{
	struct buf b;
	size_t i, bad;

	(void)state;
	gcl_buf_init(&b, 100);
	for (i = 0; i < N_ELEMS(faults); i++) {
		gcl_buf_reset(&b);
		bad = 99;
		assert_int_equal(gcl_base64_decode(faults[i].in, &b, &bad),
			GCL_EINPUT);
		assert_int_equal(bad, faults[i].bad);
	}
	gcl_buf_release(&b);
}

static void
every_byte_comes_back(void **state)
{
	unsigned char all[256 * 3];
	struct buf b, text;
	size_t i, n, bad;

	(void)state;
	for (i = 0; i < sizeof(all); i++)
		all[i] = (unsigned char)(i * 7 + i / 256);
	gcl_buf_init(&b, sizeof(all));
	gcl_buf_init(&text, 4 * sizeof(all));
	for (n = 0; n <= sizeof(all); n += 31) {
		gcl_buf_reset(&b);
		gcl_buf_reset(&text);
		gcl_base64_add(&text, all, n);
		assert_int_equal(gcl_base64_decode(gcl_buf_span(&text), &b,
			&bad), GCL_OK);
		assert_int_equal(b.len, n);
		assert_true(n == 0 || !memcmp(b.ptr, all, n));
	}
	gcl_buf_release(&text);
	gcl_buf_release(&b);
}

static void
a_buffer_that_is_full_says_so(void **state)
{
	struct buf b;
	size_t bad;

	(void)state;
	gcl_buf_init(&b, 3);
	assert_int_equal(gcl_base64_add(&b, "foo", 3), GCL_ELIMIT);
	gcl_buf_reset(&b);
	assert_int_equal(gcl_base64_decode(SPAN("Zm9v"), &b, &bad), GCL_OK);
	assert_int_equal(gcl_base64_decode(SPAN("Zg"), &b, &bad),
		GCL_ELIMIT);
	assert_int_equal(gcl_base64url_add(&b, "f", 1), GCL_ELIMIT);
	gcl_buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_alphabet_is_written),
		cmocka_unit_test(
			both_alphabets_are_read_with_padding_and_without),
		cmocka_unit_test(
			the_first_byte_that_cannot_stand_there_is_told),
		cmocka_unit_test(every_byte_comes_back),
		cmocka_unit_test(a_buffer_that_is_full_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
