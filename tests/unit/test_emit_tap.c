/*
 * TAP: one test for each input, its findings below.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

#define HEAD "TAP version 13\n"
#define OPEN "  ---\n  findings:\n"
#define CLOSE "  ...\n"
#define FINDING(severity, message) \
	"    - severity: " severity "\n" \
	"      rule: \"address-scheme\"\n" \
	"      message: \"" message "\"\n" \
	"      line: 1\n      column: 2\n      document: 0\n" \
	"      pointer: \"/participants/0/address\"\n" \
	"      status: 400\n"

static void
no_input_is_a_plan_of_none(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "tap");
	report_is(&r, HEAD "1..0 # SKIP nothing to lint\n");
}

static void
a_name_cannot_skip_its_test(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "tap");
	gcl_emit_input(&r.e, "a # SKIP.json");
	gcl_emit_input(&r.e, "b\\#\nok 3 - c");
	report_is(&r, HEAD "ok 1 - a \\# SKIP.json\n"
		"ok 2 - b\\\\\\#\\\\x0Aok 3 - c\n1..2\n");
}

static void
a_failing_finding_fails_the_test(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "tap");
	f = report_take(&r, "[@1@]");
	gcl_emit_begin(&r.e);
	gcl_emit_input(&r.e, "call.json");
	f.severity = GCL_WARNING;
	f.message = "first";
	gcl_emit_finding(&r.e, &f, &r.src);
	f.severity = GCL_ERROR;
	f.message = "\"second\"";
	gcl_emit_finding(&r.e, &f, &r.src);
	f.severity = GCL_NOTE;
	f.message = "third\n...";
	gcl_emit_finding(&r.e, &f, &r.src);
	gcl_emit_input(&r.e, "good.json");
	report_is(&r, HEAD "not ok 1 - call.json\n" OPEN
		FINDING("warning", "first")
		FINDING("error", "\\\"second\\\"")
		FINDING("note", "third ...")
		CLOSE "ok 2 - good.json\n1..2\n");
}

static void
other_findings_stand_below_a_test_that_passes(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "tap");
	f = report_take(&r, "[@1@]");
	f.severity = GCL_WARNING;
	f.help = "write \\";
	f.pointer = NULL;
	f.pointer_len = 0;
	f.status = 0;
	gcl_emit_begin(&r.e);
	gcl_emit_input(&r.e, "call.json");
	gcl_emit_finding(&r.e, &f, &r.src);
	report_is(&r, HEAD "ok 1 - call.json\n" OPEN
		"    - severity: warning\n"
		"      rule: \"address-scheme\"\n"
		"      message: \"address has no URI scheme\"\n"
		"      help: \"write \\\\\"\n"
		"      line: 1\n      column: 2\n      document: 0\n"
		CLOSE "1..1\n");
}

static void
the_fail_level_decides(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "tap");
	r.e.fail_level = GCL_WARNING;
	f = report_take(&r, "[@1@]");
	f.severity = GCL_WARNING;
	gcl_emit_begin(&r.e);
	gcl_emit_input(&r.e, "call.json");
	gcl_emit_finding(&r.e, &f, &r.src);
	r.e.fail_level = GCL_OFF;
	f.severity = GCL_ERROR;
	gcl_emit_input(&r.e, "other.json");
	gcl_emit_finding(&r.e, &f, &r.src);
	report_is(&r, HEAD "not ok 1 - call.json\n" OPEN
		FINDING("warning", "address has no URI scheme") CLOSE
		"ok 2 - other.json\n" OPEN
		FINDING("error", "address has no URI scheme") CLOSE "1..2\n");
}

static void
an_input_that_cannot_be_read_fails(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "tap");
	gcl_emit_input(&r.e, "gone.json");
	gcl_emit_failure(&r.e, "cannot read 'gone.json'");
	report_is(&r, HEAD "not ok 1 - gone.json\n" OPEN
		"    - severity: error\n      rule: \"file-error\"\n"
		"      message: \"cannot read 'gone.json'\"\n"
		CLOSE "1..1\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_input_is_a_plan_of_none),
		cmocka_unit_test(a_name_cannot_skip_its_test),
		cmocka_unit_test(a_failing_finding_fails_the_test),
		cmocka_unit_test(other_findings_stand_below_a_test_that_passes),
		cmocka_unit_test(the_fail_level_decides),
		cmocka_unit_test(an_input_that_cannot_be_read_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
