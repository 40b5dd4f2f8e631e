/*
 * Regions: the table in rules/, faulty ones, and hosts that are near.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/limits.h"
#include "rule/pack.h"
#include "rule/regions.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct table {
	struct arena arena;
	struct walk *walk;
	struct regions *regions;
	struct gcl_error err;
};

static enum gcl_status
load(struct table *t, struct span text)
{
	struct value *root;

	t->regions = NULL;
	gcl_error_reset(&t->err);
	assert_int_equal(gcl_value_read(t->walk, text, &t->arena, &root),
	    GCL_OK);
	return gcl_regions_load(root, &t->arena, &t->regions, &t->err);
}

static void
load_rules(struct table *t)
{
	const struct embedded *e = gcl_embedded_find(SPAN("regions"));

	assert_non_null(e);
	assert_int_equal(load(t, gcl_span((const char *)e->bytes, e->len)),
	    GCL_OK);
}

static int
set_up(void **state)
{
	struct table *t = calloc(1, sizeof(*t));

	if (!t)
		return -1;
	gcl_arena_init(&t->arena);
	t->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	*state = t;
	return t->walk ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct table *t = *state;

	gcl_walk_free(t->walk);
	gcl_arena_release(&t->arena);
	free(t);
	return 0;
}

struct row {
	const char *host, *label, *domain;	/* domain NULL: of none */
};

static void
assert_domain(const struct region *r, const struct row *row)
{
	if (!r != !row->domain || (r && !gcl_span_is(r->domain, row->domain)))
		fail_msg("%s: not %s", row->host, row->domain);
}

static void
hosts_belong_to_regions(void **state)
{
	static const struct row rows[] = {
		{ "api.mypurecloud.com", "api", "mypurecloud.com" },
		{ "api.mypurecloud.com.au", "api", "mypurecloud.com.au" },
		{ "API.USW2.Pure.Cloud", "api", "usw2.pure.cloud" },
		{ "login.use2.us-gov-pure.cloud", "login",
		  "use2.us-gov-pure.cloud" },
		{ "login.mypurecloud.com", "api", NULL },
		{ "mypurecloud.com", "api", NULL },
		{ "api.api.mypurecloud.com", "api", NULL },
		{ "apixmypurecloud.com", "api", NULL },
		{ "api.mypurecloud.com.", "api", NULL },
		{ "api.", "api", NULL },
		{ "api", "api", NULL },
		{ "", "api", NULL },
	};
	struct table *t = *state;
	size_t i;

	load_rules(t);
	for (i = 0; i < ROWS(rows); i++)
		assert_domain(gcl_regions_host(t->regions,
		    gcl_span_str(rows[i].host), gcl_span_str(rows[i].label)),
		    &rows[i]);
}

static void
what_was_meant_is_found(void **state)
{
	static const struct row rows[] = {
		{ "login.mypurecloud.com", "api", "mypurecloud.com" },
		{ "mypurecloud.de", "api", "mypurecloud.de" },
		{ "www.euw2.pure.cloud", "api", "euw2.pure.cloud" },
		{ "api.mypurecloud.con", "api", "mypurecloud.com" },
		{ "api.mypurecluod.com", "api", "mypurecloud.com" },
		{ "api.usw2.purecloud", "api", "usw2.pure.cloud" },
		{ "login.mypurecloud.con", "api", "mypurecloud.com" },
		{ "api-mypurecloud.com", "api", "mypurecloud.com" },
		{ "Api.MyPureCloud.Jpp", "login", "mypurecloud.jp" },
		{ "api.example.com", "api", NULL },
		{ "api.acme.cloud", "api", NULL },
		{ "xmypurecloud.example.com", "api", NULL },
		{ "localhost", "api", NULL },
		{ "api.", "api", NULL },
		{ "", "api", NULL },
	};
	struct table *t = *state;
	size_t i;

	load_rules(t);
	for (i = 0; i < ROWS(rows); i++)
		assert_domain(gcl_regions_near(t->regions,
		    gcl_span_str(rows[i].host), gcl_span_str(rows[i].label)),
		    &rows[i]);
}

static void
a_region_has_an_id_and_a_place(void **state)
{
	const struct region *r;
	struct table *t = *state;

	load_rules(t);
	r = gcl_regions_host(t->regions, SPAN("api.euc2.pure.cloud"),
	    SPAN("api"));
	assert_true(gcl_span_is(r->id, "eu_central_2"));
	assert_true(gcl_span_is(r->place, "Zurich"));
}

static void
faulty_tables_are_refused(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "{}", "no 'regions'" },
		{ "[]", "no 'regions'" },
		{ "{\"regions\": []}", "no 'regions'" },
		{ "{\"regions\": {}}", "no 'regions'" },
		{ "{\"regions\": {\"a\": 1}}", "region 'a'" },
		{ "{\"regions\": {\"a\": \"\"}}", "region 'a'" },
		{ "{\"regions\": {\"a\": \"x.com\"}}", "region 'a'" },
		{ "{\"regions\": {\"a\": \"x.com \"}}", "region 'a'" },
		{ "{\"regions\": {\"a\": \" Here\"}}", "region 'a'" },
		{ "{\"regions\": {\"a\": \"x.com A\", \"b\": \"X.com B\"}}",
		  "domain 'X.com' of region 'b' is there twice" },
	};
	struct table *t = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		assert_int_equal(load(t, gcl_span_str(rows[i].text)),
		    GCL_EPACK);
		assert_non_null(strstr(t->err.text, rows[i].says));
		assert_null(t->regions);
	}
}

static void
a_long_domain_is_no_neighbour(void **state)
{
	static const char text[] = "{\"regions\": {\"a\": \""
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    ".com A\"}}";
	struct table *t = *state;

	assert_int_equal(load(t, SPAN(text)), GCL_OK);
	assert_null(gcl_regions_near(t->regions, SPAN("api.aaaa.com"),
	    SPAN("api")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(hosts_belong_to_regions,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_meant_is_found,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_region_has_an_id_and_a_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(faulty_tables_are_refused,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_long_domain_is_no_neighbour, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
