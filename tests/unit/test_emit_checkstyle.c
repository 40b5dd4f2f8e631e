/*
 * Checkstyle's XML: an element for each input, clean ones too.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" \
	"<checkstyle version=\"4.3\">\n"
#define TAIL "</checkstyle>\n"

static void
no_input_is_a_valid_report(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "checkstyle");
	report_is(&r, HEAD TAIL);
}

static void
a_clean_input_has_an_element(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "checkstyle");
	gcl_emit_input(&r.e, "a&b.json");
	gcl_emit_input(&r.e, "\xff\n\".json");
	report_is(&r, HEAD "<file name=\"a&amp;b.json\">\n</file>\n"
		"<file name=\"\\xFF\\x0A&quot;.json\">\n</file>\n" TAIL);
}

static void
severities_have_its_words(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "checkstyle");
	f = report_take(&r, "[\n @1@]");
	gcl_emit_begin(&r.e);
	gcl_emit_input(&r.e, "call.json");
	gcl_emit_finding(&r.e, &f, &r.src);
	f.severity = GCL_WARNING;
	f.help = "\"<2>\"";
	gcl_emit_finding(&r.e, &f, &r.src);
	f.severity = GCL_NOTE;
	f.message = "a\nb";
	f.help = NULL;
	gcl_emit_finding(&r.e, &f, &r.src);
	report_is(&r, HEAD "<file name=\"call.json\">\n"
		"<error line=\"2\" column=\"2\" severity=\"error\" "
		"message=\"address has no URI scheme\" "
		"source=\"gclint.address-scheme\"/>\n"
		"<error line=\"2\" column=\"2\" severity=\"warning\" "
		"message=\"address has no URI scheme; "
		"help: &quot;&lt;2&gt;&quot;\" "
		"source=\"gclint.address-scheme\"/>\n"
		"<error line=\"2\" column=\"2\" severity=\"info\" "
		"message=\"a b\" source=\"gclint.address-scheme\"/>\n"
		"</file>\n" TAIL);
}

static void
an_input_that_cannot_be_read_is_an_error(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "checkstyle");
	gcl_emit_input(&r.e, "gone.json");
	gcl_emit_failure(&r.e, "cannot read 'gone.json'");
	report_is(&r, HEAD "<file name=\"gone.json\">\n"
		"<error line=\"1\" severity=\"error\" "
		"message=\"cannot read &#39;gone.json&#39;\" "
		"source=\"gclint.file-error\"/>\n</file>\n" TAIL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_input_is_a_valid_report),
		cmocka_unit_test(a_clean_input_has_an_element),
		cmocka_unit_test(severities_have_its_words),
		cmocka_unit_test(an_input_that_cannot_be_read_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
