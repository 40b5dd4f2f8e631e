/*
 * JUnit's XML: a suite for each input, tests that differ.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" \
	"<testsuites name=\"gclint\">\n"
#define TAIL "</testsuites>\n"
#define SUITE(name, tests, failures, errors) "<testsuite name=\"" name \
	"\" tests=\"" tests "\" failures=\"" failures "\" errors=\"" \
	errors "\" skipped=\"0\" time=\"0\">\n"
#define CASE(name, class) "<testcase name=\"" name "\" classname=\"" \
	class "\" time=\"0\">"
#define CLEAN(name, class) SUITE(name, "1", "0", "0") \
	CASE("no findings", class) "</testcase>\n</testsuite>\n"

static void
no_input_is_a_test_that_passes(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "junit");
	report_is(&r, HEAD CLEAN("nothing to lint", "nothing to lint")
		TAIL);
}

static void
classes_are_paths_with_dots_and_differ(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "junit");
	gcl_emit_input(&r.e, "./a/b.json");
	gcl_emit_input(&r.e, "a.b.json");
	gcl_emit_input(&r.e, "/a//<c>.json");
	gcl_emit_input(&r.e, "..");
	report_is(&r, HEAD CLEAN("./a/b.json", "a.b.json")
		CLEAN("a.b.json", "a.b.json #2")
		CLEAN("/a//&lt;c&gt;.json", "a.&lt;c&gt;.json")
		CLEAN("..", "input") TAIL);
}

static void
a_finding_is_a_test_that_fails(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "junit");
	r.e.color = true;
	r.e.width = 20;
	f = report_take(&r, "[\n\t@\"<1>\"@]");
	f.message = "is \"<1>\"";
	gcl_emit_begin(&r.e);
	gcl_emit_input(&r.e, "call.json");
	gcl_emit_finding(&r.e, &f, &r.src);
	report_is(&r, HEAD SUITE("call.json", "1", "1", "0")
		CASE("address-scheme /participants/0/address", "call.json")
		"\n<failure type=\"address-scheme\" "
		"message=\"is &quot;&lt;1&gt;&quot;\">"
		"call.json:2:2: error: is &quot;&lt;1&gt;&quot; "
		"[address-scheme]\n    |\n"
		"  2 | \t&quot;&lt;1&gt;&quot;]\n    | \t^~~~~\n"
		"    = at /participants/0/address -&gt; HTTP 400\n"
		"</failure>\n</testcase>\n</testsuite>\n" TAIL);
}

static void
what_does_not_fail_passes_with_its_text(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "junit");
	f = report_take(&r, "[@1@]");
	f.severity = GCL_WARNING;
	r.e.quiet = true;
	gcl_emit_begin(&r.e);
	gcl_emit_input(&r.e, "call.json");
	gcl_emit_finding(&r.e, &f, &r.src);
	report_is(&r, HEAD SUITE("call.json", "1", "0", "0")
		CASE("address-scheme /participants/0/address", "call.json")
		"\n<system-out>call.json:1:2: warning: address has no URI "
		"scheme [address-scheme]\n</system-out>\n</testcase>\n"
		"</testsuite>\n" TAIL);
}

static void
tests_of_a_suite_differ(void **state)
{
	static const char *const names[] = {
		"\"address-scheme\"", "\"address-scheme #2\"",
		"\"address-scheme in document 1\"",
		"\"address-scheme in document 1 #2\"",
	};
	const struct gcl_totals none = { 0 };
	struct gcl_finding f;
	struct report r;
	size_t i;

	(void)state;
	report_init(&r, "junit");
	f = report_take(&r, "[@1@]");
	f.pointer = NULL;
	f.pointer_len = 0;
	gcl_emit_begin(&r.e);
	gcl_emit_input(&r.e, "a.ndjson");
	for (i = 0; i < N_ELEMS(names); i++) {
		f.document = i / 2;
		gcl_emit_finding(&r.e, &f, &r.src);
	}
	gcl_emit_input(&r.e, "b.ndjson");
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_int_equal(gcl_emit_end(&r.e, &none), GCL_OK);
	for (i = 0; i < N_ELEMS(names); i++)
		assert_non_null(strstr(report_text(&r), names[i]));
	assert_non_null(strstr(report_text(&r), "name=\"address-scheme in "
		"document 1\" classname=\"b.ndjson\""));
	report_release(&r);
}

static void
an_input_that_cannot_be_read_is_an_error(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "junit");
	gcl_emit_input(&r.e, "gone.json");
	gcl_emit_failure(&r.e, "cannot read");
	report_is(&r, HEAD SUITE("gone.json", "1", "0", "1")
		CASE("file-error", "gone.json")
		"\n<error type=\"file-error\" message=\"cannot read\">"
		"cannot read</error>\n</testcase>\n</testsuite>\n" TAIL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_input_is_a_test_that_passes),
		cmocka_unit_test(classes_are_paths_with_dots_and_differ),
		cmocka_unit_test(a_finding_is_a_test_that_fails),
		cmocka_unit_test(what_does_not_fail_passes_with_its_text),
		cmocka_unit_test(tests_of_a_suite_differ),
		cmocka_unit_test(an_input_that_cannot_be_read_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
