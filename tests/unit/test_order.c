/*
 * What gclint-send is asked.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/wire.h"
#include "send/order.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

#define LEAST "version 1\n1\nmethod 4\nPOST\npath 2\n/x\nbody 0\n\n"

static void
an_order_is_read(void **state)
{
	static const char text[] = LEAST "auth 3\njwt\nscope 0\n\n"
		"insecure-key-file 1\n1\nwait 2\n30\nwait-path 2\n/y\n"
		"clock 10\n1700000000\n\n";
	struct failure f;
	struct order o;

	(void)state;
	assert_int_equal(gcl_order_read(gcl_span_str(text), &o, &f),
		SEND_OK);
	assert_true(gcl_span_is(o.method, "POST"));
	assert_true(gcl_span_is(o.auth, "jwt"));
	assert_non_null(o.body.ptr);
	assert_int_equal(o.body.len, 0);
	assert_non_null(o.scope.ptr);
	assert_null(o.region.ptr);
	assert_true(o.insecure_key_file);
	assert_false(o.dry_run);
	assert_int_equal(o.wait_s, 30);
	assert_int_equal(o.clock, 1700000000);
	assert_int_equal(o.timeout_ms, 0);
}

static void
what_is_no_order_is_refused(void **state)
{
	static const struct {
		const char *text;
		enum send_kind kind;
	} cases[] = {
		{ "", SEND_INTERNAL },
		{ "\n", SEND_INTERNAL },
		{ LEAST, SEND_INTERNAL },
		{ LEAST "\n\n", SEND_INTERNAL },
		{ LEAST "\n" LEAST "\n", SEND_INTERNAL },
		{ LEAST "colour 1\n1\n\n", SEND_INTERNAL },
		{ LEAST "version 1\n2\n\n", SEND_INTERNAL },
		{ "version 1\n1\nmethod 4\nPOST\npath 2\n/x\n\n",
		  SEND_INTERNAL },
		{ "version 1\n1\nmethod 4\nPOST\nbody 2\n/x\n\n",
		  SEND_INTERNAL },
		{ LEAST "wait 1\n1\n\n", SEND_INTERNAL },
		{ LEAST "wait 0\n\n\n", SEND_USAGE },
		{ LEAST "wait 2\n-1\n\n", SEND_USAGE },
		{ LEAST "wait 5\n86401\nwait-path 1\n/\n\n", SEND_USAGE },
		{ LEAST "wait 26\n99999999999999999999999999\n\n",
		  SEND_USAGE },
		{ LEAST "dry-run 3\nyes\n\n", SEND_USAGE },
	};
	struct failure f;
	struct order o;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		assert_int_equal(gcl_order_read(gcl_span_str(cases[i].text),
			&o, &f), cases[i].kind);
		assert_int_equal(f.kind, cases[i].kind);
		assert_true(*f.text.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_order_is_read),
		cmocka_unit_test(what_is_no_order_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
