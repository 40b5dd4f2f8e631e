/*
 * The platform's regions.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "send/region.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static void
ids_and_domains_name_a_region(void **state)
{
	static const struct {
		const char *name, *domain;
	} cases[] = {
		{ "us_east_1", "mypurecloud.com" },
		{ "US-EAST-1", "mypurecloud.com" },
		{ "eu_central_1", "mypurecloud.de" },
		{ "ap_southeast_2", "mypurecloud.com.au" },
		{ "MyPureCloud.ie", "mypurecloud.ie" },
	};
	struct failure f;
	const char *domain;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		assert_int_equal(gcl_region_domain(
			gcl_span_str(cases[i].name), "--region", &domain, &f),
			SEND_OK);
		assert_string_equal(domain, cases[i].domain);
	}
}

static void
others_get_a_suggestion_or_the_list(void **state)
{
	static const struct {
		const char *name, *help;
	} cases[] = {
		{ "us_east_9", "us_east_" },
		{ "us_est_1", "'us_east_1'" },
		{ "mypurecloud.con", "'mypurecloud.com'" },
		{ "mars", "us_east_1, us_east_2" },
		{ "", "us_east_1, us_east_2" },
	};
	struct failure f;
	const char *domain;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		assert_int_equal(gcl_region_domain(
			gcl_span_str(cases[i].name), "--region", &domain, &f),
			SEND_USAGE);
		assert_non_null(strstr(f.text.text, cases[i].name));
		assert_non_null(strstr(f.text.text, "--region"));
		assert_non_null(strstr(f.help.text, cases[i].help));
	}
}

static void
hosts_beside_the_api_are_known(void **state)
{
	(void)state;
	assert_string_equal(gcl_region_not_api(SPAN("login.mypurecloud.de")),
		"mypurecloud.de");
	assert_string_equal(gcl_region_not_api(SPAN("Apps.cac1.pure.cloud")),
		"cac1.pure.cloud");
	assert_string_equal(gcl_region_not_api(SPAN("mypurecloud.com")),
		"mypurecloud.com");
	assert_null(gcl_region_not_api(SPAN("api.mypurecloud.com")));
	assert_null(gcl_region_not_api(SPAN("login.example")));
	assert_null(gcl_region_not_api(SPAN("")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_and_domains_name_a_region),
		cmocka_unit_test(others_get_a_suggestion_or_the_list),
		cmocka_unit_test(hosts_beside_the_api_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
