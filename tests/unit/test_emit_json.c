/*
 * The JSON report: every key, whatever the finding.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

#define HEAD "{\"version\":1,\"tool\":{\"name\":\"" PACKAGE_NAME \
	"\",\"version\":\"" PACKAGE_VERSION "\"},\"findings\":["

#define NO_SUMMARY "],\"summary\":{\"files\":0,\"documents\":0,\"errors\":0," \
	"\"warnings\":0,\"notes\":0,\"fixable\":0,\"suppressed\":0," \
	"\"skipped\":0,\"unreadable\":0}}\n"

static void
assert_report(struct report *r, const struct gcl_totals *t, const char *want)
{
	assert_int_equal(gcl_emit_end(&r->e, t), GCL_OK);
	assert_string_equal(report_text(r), want);
	report_release(r);
}

static void
no_findings_are_a_valid_report(void **state)
{
	const struct gcl_totals none = { 0 };
	struct report r;

	(void)state;
	report_begin(&r, "json");
	assert_report(&r, &none, HEAD NO_SUMMARY);
}

static void
the_summary_has_every_count(void **state)
{
	const struct gcl_totals t = REPORT_TOTALS;
	struct report r;

	(void)state;
	report_begin(&r, "json");
	assert_report(&r, &t, HEAD "],\"summary\":{" REPORT_COUNTS "}}\n");
}

static void
an_empty_value_is_null(void **state)
{
	const struct gcl_totals none = { 0 };
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "json");
	f = report_take(&r, "[\n\"\xf0\x9f\x98\x80\"@,@]");
	f.pointer_len = 0;
	f.pack = f.fingerprint = NULL;
	f.status = 0;
	gcl_emit_begin(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_report(&r, &none, HEAD
		"\n{\"file\":\"call.json\",\"line\":2,\"column\":4,"
		"\"endLine\":2,\"endColumn\":5,\"offset\":8,\"length\":1,"
		"\"utf16Column\":5,\"severity\":\"error\","
		"\"rule\":\"address-scheme\","
		"\"message\":\"address has no URI scheme\",\"help\":null,"
		"\"pointer\":\"\",\"document\":0,\"pack\":null,"
		"\"status\":null,\"url\":null,\"fix\":null,\"related\":null,"
		"\"fingerprint\":null}\n" NO_SUMMARY);
}

static void
a_full_finding_has_the_same_keys(void **state)
{
	const struct gcl_totals none = { 0 };
	struct gcl_related related[2] = {
		{ .message = "first here" }, { .message = "and \"here\"" },
	};
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "json");
	f = report_take(&r, "[\n@1,\n2@]");
	related[0].at = report_place(&r, 0, 1);
	related[1].at = report_place(&r, 6, 0);
	f.severity = GCL_WARNING;
	f.help = "\"tel:+15551234567\"";
	f.document = 3;
	f.status = 422;
	f.url = "https://example.com/";
	f.fingerprint = "ab12";
	f.related = related;
	f.n_related = 2;
	gcl_emit_begin(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_report(&r, &none, HEAD
		"\n{\"file\":\"call.json\",\"line\":2,\"column\":1,"
		"\"endLine\":3,\"endColumn\":2,\"offset\":2,\"length\":4,"
		"\"utf16Column\":1,\"severity\":\"warning\","
		"\"rule\":\"address-scheme\","
		"\"message\":\"address has no URI scheme\","
		"\"help\":\"\\\"tel:+15551234567\\\"\","
		"\"pointer\":\"/participants/0/address\",\"document\":3,"
		"\"pack\":\"call-conversation\",\"status\":422,"
		"\"url\":\"https://example.com/\",\"fix\":null,"
		"\"related\":[{\"file\":\"call.json\",\"line\":1,"
		"\"column\":1,\"endLine\":1,\"endColumn\":2,\"offset\":0,"
		"\"length\":1,\"message\":\"first here\"},"
		"{\"file\":\"call.json\",\"line\":3,\"column\":2,"
		"\"endLine\":3,\"endColumn\":2,\"offset\":6,\"length\":0,"
		"\"message\":\"and \\\"here\\\"\"}],"
		"\"fingerprint\":\"ab12\"}\n" NO_SUMMARY);
}

static void
each_finding_has_its_line(void **state)
{
	const struct gcl_totals none = { 0 };
	struct gcl_finding f;
	struct report r;
	const char *line;
	size_t i;

	(void)state;
	report_init(&r, "json");
	f = report_take(&r, "@[@]");
	gcl_emit_begin(&r.e);
	for (i = 0; i < 3; i++) {
		gcl_emit_finding(&r.e, &f, &r.src);
		gcl_emit_flush(&r.e);
	}
	assert_int_equal(gcl_emit_end(&r.e, &none), GCL_OK);
	line = report_text(&r);
	for (i = 0; i < 3; i++) {
		line = strstr(line, "\n{\"file\":");
		assert_non_null(line);
		assert_int_equal(line[-1], i > 0 ? ',' : '[');
		line++;
	}
	assert_string_equal(strchr(line, '\n'), "\n" NO_SUMMARY);
	report_release(&r);
}

static void
hostile_strings_stay_inside_their_quotes(void **state)
{
	struct gcl_finding f;
	struct report r;
	const char *text;

	(void)state;
	report_init(&r, "json");
	f = report_take(&r, "@[@]");
	f.file = "a\"\n\xff\x1b.json";
	f.pointer = "/a\0\"b";
	f.pointer_len = 5;
	gcl_emit_finding(&r.e, &f, &r.src);
	text = report_text(&r);
	assert_non_null(strstr(text,
		"\"file\":\"a\\\"\\n\xef\xbf\xbd\\u001b.json\""));
	assert_non_null(strstr(text, "\"pointer\":\"/a\\u0000\\\"b\""));
	report_release(&r);
}

static void
a_fix_is_a_list_of_edits(void **state)
{
	const struct gcl_fix fix = REPORT_FIX;
	struct gcl_fix unsafe = fix;
	struct gcl_finding f;
	struct report r;

	(void)state;
	unsafe.safe = 0;
	unsafe.n_edits = 1;
	report_begin(&r, "json");
	f = report_take(&r, "[@\"+15551234567\"@]");
	f.fix = &fix;
	gcl_emit_finding(&r.e, &f, &r.src);
	f.fix = &unsafe;
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_non_null(strstr(report_end(&r), "\"fix\":{\"safe\":true,"
		"\"edits\":[{\"offset\":2,\"length\":0,\"text\":\"tel:\"},"
		"{\"offset\":13,\"length\":1,\"text\":\"8\\\"\"}]}"));
	assert_non_null(strstr(report_text(&r), "\"fix\":{\"safe\":false,"
		"\"edits\":[{\"offset\":2,\"length\":0,\"text\":"
		"\"tel:\"}]}"));
	report_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_findings_are_a_valid_report),
		cmocka_unit_test(the_summary_has_every_count),
		cmocka_unit_test(an_empty_value_is_null),
		cmocka_unit_test(a_full_finding_has_the_same_keys),
		cmocka_unit_test(each_finding_has_its_line),
		cmocka_unit_test(hostile_strings_stay_inside_their_quotes),
		cmocka_unit_test(a_fix_is_a_list_of_edits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
