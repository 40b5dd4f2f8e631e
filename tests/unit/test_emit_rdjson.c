/*
 * Reviewdog Diagnostic Format.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

#define HEAD "{\"source\":{\"name\":\"" PACKAGE_NAME "\"},\"diagnostics\":["

static void
no_findings_are_a_valid_report(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "rdjson");
	assert_string_equal(report_end(&r), HEAD "]}\n");
	report_release(&r);
}

static void
a_finding_becomes_a_diagnostic(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "rdjson");
	f = report_take(&r, "[\n@1,\n2@]");
	f.help = "\"tel:+15551234567\"";
	f.url = "https://example.com/";
	f.file = "./call.json";
	gcl_emit_begin(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_string_equal(report_end(&r), HEAD "\n{\"message\":"
		"\"address has no URI scheme; "
		"help: \\\"tel:+15551234567\\\"\",\"location\":"
		"{\"path\":\"call.json\",\"range\":"
		"{\"start\":{\"line\":2,\"column\":1},"
		"\"end\":{\"line\":3,\"column\":2}}},"
		"\"severity\":\"ERROR\",\"code\":{\"value\":\"address-scheme\","
		"\"url\":\"https://example.com/\"}}\n]}\n");
	report_release(&r);
}

static void
columns_count_bytes(void **state)
{
	static const struct {
		const char *marked, *range;
	} rows[] = {
		{ "a\xf0\x90\x90\x80@b@", "{\"start\":{\"line\":1,"
			"\"column\":6},\"end\":{\"line\":1,\"column\":7}}" },
		{ "[\r\n\xc3\xa9@\xc3\xa9@]", "{\"start\":{\"line\":2,"
			"\"column\":3},\"end\":{\"line\":2,\"column\":5}}" },
		{ "\xef\xbb\xbf@[@", "{\"start\":{\"line\":1,\"column\":4},"
			"\"end\":{\"line\":1,\"column\":5}}" },
		{ "\xff@\xff\n@", "{\"start\":{\"line\":1,\"column\":2},"
			"\"end\":{\"line\":2,\"column\":1}}" },
	};
	struct gcl_finding f;
	struct report r;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(rows); i++) {
		report_init(&r, "rdjson");
		f = report_take(&r, rows[i].marked);
		gcl_emit_begin(&r.e);
		gcl_emit_finding(&r.e, &f, &r.src);
		assert_non_null(strstr(report_text(&r), rows[i].range));
		report_release(&r);
	}
}

/* Of a long line only a part may be in memory. */
static void
columns_count_what_was_read_before(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "rdjson");
	gcl_source_set(&r.src, "call.json", SPAN("ab"), 1000, 6);
	gcl_source_set_column(&r.src, 10, 20, 30);
	f = report_at(&r, 1, 1);
	gcl_emit_begin(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_non_null(strstr(report_text(&r),
		"{\"start\":{\"line\":7,\"column\":32},"
		"\"end\":{\"line\":7,\"column\":33}}"));
	report_release(&r);
}

static void
a_severity_has_its_name(void **state)
{
	static const char *const names[] = {
		[GCL_NOTE] = "\"severity\":\"INFO\"",
		[GCL_WARNING] = "\"severity\":\"WARNING\"",
		[GCL_ERROR] = "\"severity\":\"ERROR\"",
	};

	(void)state;
	report_severities("rdjson", names);
}

/* What stands between the edits is part of it, as far as it may be seen. */
static void
a_fix_is_one_suggestion(void **state)
{
	const struct gcl_fix fix = REPORT_FIX;
	const struct source_range hidden = { 4, 8 };
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_begin(&r, "rdjson");
	f = report_take(&r, "[@\"+15551234567\"@]");
	f.fix = &fix;
	gcl_source_hide(&r.src, &hidden, 1);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_non_null(strstr(report_end(&r), "\"suggestions\":[{\"range\":"
		"{\"start\":{\"line\":1,\"column\":3},\"end\":{\"line\":1,"
		"\"column\":15}},\"text\":\"tel:+1****234568\\\"\"}]}"));
	report_release(&r);
}

static void
a_fix_that_cannot_be_told_is_left_out(void **state)
{
	const struct gcl_fix fix = REPORT_FIX;
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_begin(&r, "rdjson");
	f = report_take(&r, "[@\"+1555\xff" "234567\"@]");
	f.fix = &fix;
	gcl_emit_finding(&r.e, &f, &r.src);
	f = report_take(&r, "[@1@]");
	f.fix = &fix;
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_null(strstr(report_end(&r), "suggestions"));
	report_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_findings_are_a_valid_report),
		cmocka_unit_test(a_finding_becomes_a_diagnostic),
		cmocka_unit_test(columns_count_bytes),
		cmocka_unit_test(columns_count_what_was_read_before),
		cmocka_unit_test(a_severity_has_its_name),
		cmocka_unit_test(a_fix_is_one_suggestion),
		cmocka_unit_test(a_fix_that_cannot_be_told_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
