/*
 * Headers of an answer.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "send/http.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static void
set_headers(struct http_response *r, const char *lines)
{
	*r = (struct http_response){ .outcome = HTTP_ANSWERED };
	gcl_buf_init(&r->headers, 1000);
	gcl_buf_adds(&r->headers, lines);
}

static void
a_header_is_found_by_any_case(void **state)
{
	static const struct {
		const char *lines, *want;	/* NULL: there is none */
	} cases[] = {
		{ "Date: a\r\nRetry-After: 5\r\n", "5" },
		{ "RETRY-AFTER:5\r\n", "5" },
		{ "retry-after: \t5 \r\n", "5" },
		{ "Retry-After: 1\r\nRetry-After: 2\r\n", "2" },
		{ "Retry-After: 5", "5" },
		{ "Retry-After:\r\n", "" },
		{ "X-Retry-After: 5\r\n", NULL },
		{ "Retry-Aft: 5\r\n", NULL },
		{ "Retry-After", NULL },
		{ "\r\n", NULL },
		{ "", NULL },
	};
	struct http_response r;
	struct span value;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		set_headers(&r, cases[i].lines);
		value = gcl_http_header(&r, "Retry-After");
		assert_int_equal(value.ptr != NULL, cases[i].want != NULL);
		if (cases[i].want)
			assert_true(gcl_span_is(value, cases[i].want));
		gcl_http_release(&r);
	}
}

static void
dates_are_those_of_http(void **state)
{
	(void)state;
	assert_int_equal(gcl_http_date(
		SPAN("Tue, 14 Nov 2023 22:13:20 GMT")), 1700000000);
	assert_int_equal(gcl_http_date(
		SPAN("Tuesday, 14-Nov-23 22:13:20 GMT")), 1700000000);
	assert_int_equal(gcl_http_date(
		SPAN("Tue Nov 14 22:13:20 2023")), 1700000000);
	assert_int_equal(gcl_http_date(SPAN("soon")), -1);
	assert_int_equal(gcl_http_date(SPAN("")), -1);
	assert_int_equal(gcl_http_date(gcl_span(NULL, 0)), -1);
}

#define DATE "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n"

static void
retry_after_is_seconds_or_a_date(void **state)
{
	static const struct {
		const char *lines;
		bool there;
		uint64_t seconds;
	} cases[] = {
		{ "Retry-After: 0\r\n", true, 0 },
		{ "Retry-After: 120\r\n", true, 120 },
		{ DATE "Retry-After: Tue, 14 Nov 2023 22:14:20 GMT\r\n",
		  true, 60 },
		{ DATE "Retry-After: Tue, 14 Nov 2023 22:00:00 GMT\r\n",
		  true, 0 },
		{ "Retry-After: Tue, 14 Nov 2023 22:14:20 GMT\r\n", true,
		  0 },
		{ "Retry-After: soon\r\n", false, 0 },
		{ "Retry-After: -1\r\n", false, 0 },
		{ "Retry-After:\r\n", false, 0 },
		{ DATE, false, 0 },
	};
	struct http_response r;
	uint64_t seconds;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		set_headers(&r, cases[i].lines);
		assert_int_equal(gcl_http_retry_after(&r, &seconds),
			cases[i].there);
		if (cases[i].there)
			assert_int_equal(seconds, cases[i].seconds);
		gcl_http_release(&r);
	}
	set_headers(&r, "Retry-After: 99999999999999999999999999\r\n");
	assert_true(gcl_http_retry_after(&r, &seconds));
	assert_true(seconds >= UINT32_MAX);
	gcl_http_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_header_is_found_by_any_case),
		cmocka_unit_test(dates_are_those_of_http),
		cmocka_unit_test(retry_after_is_seconds_or_a_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
