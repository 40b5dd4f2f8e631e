/*
 * Check kinds that look at members or in tables: same, needs, region; and
 * words for values that are near to a right one.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "linted.h"

#define PACK(fields, checks) "{'pack': 'my', 'root': 'thing', 'shapes': " \
	"{'thing': {'fields': {" fields "}, 'checks': [" checks "]}}}"

static void
same_members_are_held_to_the_first(void **state)
{
	const struct hit *h;
	struct linted l;

	(void)state;
	linted_use_own(&l, PACK("'a': {'is': 'string'}, 'b': {'is': 'string'},"
	    "'c': {'is': 'string or number'}",
	    "{'same': {'of': ['a', 'b', 'c']}, 'related': 'that one',"
	    "'say': '{want}', 'help': '{suggest}'}"));
	assert_no_hit(&l, "{'a': 'x', 'b': 'x', 'c': '\\u0078'}");
	assert_no_hit(&l, "{'a': 'x'}");
	assert_no_hit(&l, "{'a': null, 'b': 'x', 'c': 7}");
	assert_no_hit(&l, "{}");
	h = assert_one_hit(&l, "{'b': «'y'», 'a': 'x', 'c': 'z'}",
	    "field-format", GCL_WARNING, "/b");
	assert_string_equal(h->say, "a, b and c");
	assert_string_equal(h->help, "x");
	assert_string_equal(h->related_say, "that one");
	assert_int_equal(h->related_off, strlen("{'b': 'y', 'a': "));
	assert_int_equal(h->related_len, 3);
	assert_one_hit(&l, "{'b': '\\u0078', 'c': «'\\u0079'»}",
	    "field-format", GCL_WARNING, "/c");
	/* What is not known yet is not compared. */
	assert_hits(&l, "{'a': 'x', 'b': '${B}'}", "placeholder");
	linted_release(&l);
}

static void
needs_may_depend_on_the_value(void **state)
{
	struct linted l;

	(void)state;
	linted_use_own(&l, PACK("'a': {'is': 'string or number'},"
	    "'b': {'is': 'string'}",
	    "{'needs': {'if': 'a', 'is': ['x', 'y'], 'then': ['b']}}"));
	assert_no_hit(&l, "{'a': 'z'}");
	assert_no_hit(&l, "{'a': 7}");
	assert_no_hit(&l, "{'a': 'x', 'b': ''}");
	assert_no_hit(&l, "{'b': 'x'}");
	assert_one_hit(&l, "{«'a'»: 'x'}", "field-required", GCL_ERROR, "/a");
	assert_one_hit(&l, "{«'a'»: '\\u0079'}", "field-required", GCL_ERROR,
	    "/a");
	assert_hits(&l, "{'a': '{{x}}'}", "placeholder");
	linted_release(&l);
}

static void
hosts_are_held_to_the_table(void **state)
{
	const struct hit *h;
	struct linted l;

	(void)state;
	linted_use_own(&l, PACK("'host': {'is': 'string', 'region': 'api'}",
	    ""));
	assert_no_hit(&l, "{'host': 'api.mypurecloud.com'}");
	h = assert_one_hit(&l, "{'host': «'api.mypurecloud.con'»}",
	    "field-format", GCL_WARNING, "/host");
	assert_string_equal(h->help, "\"api.mypurecloud.com\"");
	h = assert_one_hit(&l, "{'host': «'example.com'»}", "field-format",
	    GCL_WARNING, "/host");
	assert_null(h->help);
	assert_string_equal(h->say, "host is \"example.com\", not \"api.\" "
	    "and the domain of a region");
	linted_release(&l);
}

static void
words_may_be_for_what_is_near(void **state)
{
	const struct hit *h;
	struct linted l;

	(void)state;
	linted_use_own(&l, PACK("'state': {'is': 'string', 'checks': ["
	    "{'enum': ['initial', 'final'], 'severity': 'note', 'cases': ["
	    "{'near': true, 'severity': 'error', 'say': '{suggest}?'},"
	    "{'if': '^x', 'severity': 'warning'}]}]}", ""));
	h = assert_one_hit(&l, "{'state': «'initail'»}", "field-enum",
	    GCL_ERROR, "/state");
	assert_string_equal(h->say, "initial?");
	assert_one_hit(&l, "{'state': «'xyz'»}", "field-enum", GCL_WARNING,
	    "/state");
	assert_one_hit(&l, "{'state': «'zyx'»}", "field-enum", GCL_NOTE,
	    "/state");
	linted_release(&l);
}

static void
parameters_are_checked_when_a_pack_is_read(void **state)
{
	static const char *const checks[] = {
		"{'same': {'of': ['a', 'x']}}", "{'same': {'of': []}}",
		"{'same': {}}", "{'same': ['a']}", "{'same': {'on': ['a']}}",
		"{'needs': {'if': 'a', 'is': 'x', 'then': ['a']}}",
		"{'region': 'api'}",
	};
	struct gcl_error err;
	struct linted l;
	char pack[512];
	size_t i;

	(void)state;
	linted_init(&l);
	for (i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		snprintf(pack, sizeof(pack), PACK("'a': {'is': 'string'}",
		    "%s"), checks[i]);
		if (linted_load(&l, pack, &err) != GCL_EPACK)
			fail_msg("%s", checks[i]);
	}
	linted_release(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_members_are_held_to_the_first),
		cmocka_unit_test(needs_may_depend_on_the_value),
		cmocka_unit_test(hosts_are_held_to_the_table),
		cmocka_unit_test(words_may_be_for_what_is_near),
		cmocka_unit_test(parameters_are_checked_when_a_pack_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
