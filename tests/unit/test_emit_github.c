/*
 * Workflow commands of GitHub Actions.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

static void
no_findings_are_no_commands(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "github");
	assert_string_equal(report_end(&r), "");
	report_release(&r);
}

static void
a_severity_has_its_command(void **state)
{
	static const char *const starts[] = {
		[GCL_NOTE] = "::notice file=",
		[GCL_WARNING] = "::warning file=",
		[GCL_ERROR] = "::error file=",
	};

	(void)state;
	report_severities("github", starts);
}

static void
a_place_on_one_line_has_columns(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "github");
	f = report_take(&r, "[\n  @12@]");
	f.help = "\"tel:+15551234567\"";
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_string_equal(report_text(&r), "::error file=call.json,line=2,"
		"endLine=2,col=3,endColumn=5,title=address-scheme::"
		"call.json:2:3: address has no URI scheme; "
		"help: \"tel:+15551234567\"\n");
	report_release(&r);
}

/* They would be taken for columns of the first line. */
static void
a_place_on_two_lines_has_none(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "github");
	f = report_take(&r, "[\n  @1,\n2@]");
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_string_equal(report_text(&r), "::error file=call.json,line=2,"
		"endLine=3,title=address-scheme::"
		"call.json:2:3: address has no URI scheme\n");
	report_release(&r);
}

static void
hostile_text_stays_where_it_belongs(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "github");
	f = report_take(&r, "@[@]");
	f.file = "a,b:c%\r\nd\x1b\xff::e.json";
	f.rule = "my,rule:%0A\n";
	f.message = "%0A\r\n::error::x, y\x1b";
	f.help = "\n100%";
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_string_equal(report_text(&r), "::error "
		"file=a%2Cb%3Ac%25%0D%0Ad\\x1B\\xFF%3A%3Ae.json,line=1,"
		"endLine=1,col=1,endColumn=2,title=my%2Crule%3A%250A ::"
		"a,b:c%25\\x0D\\x0Ad\\x1B\\xFF::e.json:1:1: %250A ::error::x, "
		"y\\x1B; help:  100%25\n");
	report_release(&r);
}

static void
a_file_is_seen_from_the_current_directory(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "github");
	f = report_take(&r, "@[@]");
	f.file = "./a/call.json";
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_non_null(strstr(report_text(&r), "file=a/call.json,"));
	assert_non_null(strstr(report_text(&r), "::./a/call.json:1:1: "));
	report_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_findings_are_no_commands),
		cmocka_unit_test(a_severity_has_its_command),
		cmocka_unit_test(a_place_on_one_line_has_columns),
		cmocka_unit_test(a_place_on_two_lines_has_none),
		cmocka_unit_test(hostile_text_stays_where_it_belongs),
		cmocka_unit_test(a_file_is_seen_from_the_current_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
