/*
 * Check kinds that look at members or in tables: same, needs, where, region;
 * and words for values that are near to a right one.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "linted.h"

#define SHAPES(fields, checks) "'shapes': {'thing': {'fields': {" fields \
	"}, 'checks': [" checks "]}}"
#define PACK(fields, checks) "{'pack': 'my', 'root': 'thing', " \
	"'formats': {'f': [{'no': 'x'}]}, " SHAPES(fields, checks) "}"

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

#define WHERE "{'where': {'if': 'kind', 'is': ['sms', 'SMS'], " \
	"'member': 'to', 'format': 'digits'}}"

/* A pack with a ladder for what a member is when another says so. */
static void
use_where(struct linted *l)
{
	linted_use_own(l, "{'pack': 'my', 'root': 'thing', 'rules': {"
	    "'digits': {'severity': 'error', 'summary': 'x', 'why': 'x'}},"
	    "'formats': {'plus': [{'rule': 'digits', 'no': '^([+])',"
	    "'say': '{name} has a plus', 'fix': {'delete': '[+]'}}],"
	    "'digits': [{'pass': '^ok$'}, {'format': 'plus'},"
	    "{'rule': 'digits', 'match': '^[0-9]+$', 'say': 'no digits'}]},"
	    SHAPES("'kind': {'is': 'string'},"
	    "'to': {'is': 'string or number'}, 'b': {'is': 'string'}",
	    WHERE) "}");
}

static void
a_format_may_depend_on_another_member(void **state)
{
	const struct hit *h;
	struct linted l;

	(void)state;
	use_where(&l);
	assert_no_hit(&l, "{'kind': 'sms', 'to': '42'}");
	assert_no_hit(&l, "{'to': 'ok', 'kind': 'SMS'}");
	h = assert_one_hit(&l, "{'kind': 'sms', 'to': '«+»1'}", "digits",
	    GCL_ERROR, "/to");
	assert_string_equal(h->say, "to has a plus");
	assert_string_equal(h->help, "\"1\"");
	/* The order of the members does not matter, nor do escapes. */
	h = assert_one_hit(&l, "{'b': '', 't\\u006f': '«\\u002b»1', 'kind': "
	    "'\\u0053MS'}", "digits", GCL_ERROR, "/to");
	assert_string_equal(h->help, "\"1\"");
	h = assert_one_hit(&l, "{'kind': 'sms', 'to': «'x'»}", "digits",
	    GCL_ERROR, "/to");
	assert_string_equal(h->say, "no digits");
	linted_release(&l);
}

static void
a_format_that_does_not_apply_is_not_looked_at(void **state)
{
	static const char *const texts[] = {
		"{'kind': 'open', 'to': '+1'}", "{'kind': 'Sms', 'to': '+1'}",
		"{'kind': null, 'to': '+1'}", "{'to': '+1'}",
		"{'kind': 'sms'}", "{'kind': 'sms', 'to': null}",
		"{'kind': 'sms', 'to': 1}", "{'kind': 'sms', 'b': '+1'}",
	};
	struct linted l;
	size_t i;

	(void)state;
	use_where(&l);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_no_hit(&l, texts[i]);
	/* Nor is what is not filled in yet. */
	assert_hits(&l, "{'kind': '${K}', 'to': '+1'}", "placeholder");
	assert_hits(&l, "{'kind': 'sms', 'to': '+{{n}}'}", "placeholder");
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
		"{'where': {'if': 'a', 'is': ['x'], 'member': 'a'}}",
		"{'where': {'if': 'a', 'is': ['x'], 'member': 'a',"
		"'format': 'none'}}",
		"{'where': {'if': 'a', 'is': ['x'], 'member': 'a',"
		"'format': 1}}",
		"{'where': {'if': 'a', 'is': ['x'], 'member': 'b',"
		"'format': 'f'}}",
		"{'where': {'if': 'b', 'is': ['x'], 'member': 'a',"
		"'format': 'f'}}",
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
		cmocka_unit_test(a_format_may_depend_on_another_member),
		cmocka_unit_test(
		    a_format_that_does_not_apply_is_not_looked_at),
		cmocka_unit_test(hosts_are_held_to_the_table),
		cmocka_unit_test(words_may_be_for_what_is_near),
		cmocka_unit_test(parameters_are_checked_when_a_pack_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
