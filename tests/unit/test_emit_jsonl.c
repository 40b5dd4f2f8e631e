/*
 * The report with a JSON object a line.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

#define SUMMARY "{\"type\":\"summary\",\"version\":1,\"tool\":{\"name\":\"" \
	PACKAGE_NAME "\",\"version\":\"" PACKAGE_VERSION "\"}," \
	"\"files\":0,\"documents\":0,\"errors\":0,\"warnings\":0," \
	"\"notes\":0,\"fixable\":0,\"suppressed\":0,\"skipped\":0," \
	"\"unreadable\":0}\n"

static void
no_findings_are_a_summary(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "jsonl");
	assert_string_equal(report_end(&r), SUMMARY);
	report_release(&r);
}

static void
the_summary_has_every_count(void **state)
{
	const struct gcl_totals t = REPORT_TOTALS;
	struct report r;

	(void)state;
	report_begin(&r, "jsonl");
	assert_int_equal(gcl_emit_end(&r.e, &t), GCL_OK);
	assert_non_null(strstr(report_text(&r), REPORT_COUNTS "}\n"));
	report_release(&r);
}

/* What a report in json has between its brackets. */
static void
a_finding_is_that_of_json(void **state)
{
	struct report json, r;
	struct gcl_related related = { .message = "first here" };
	struct gcl_finding f;
	const char *text, *object;

	(void)state;
	report_init(&json, "json");
	report_init(&r, "jsonl");
	f = report_take(&r, "[\n@1,\n2@]");
	related.at = report_place(&r, 0, 1);
	f.help = "\"tel:+15551234567\"";
	f.related = &related;
	f.n_related = 1;
	f.file = "a\n{\"type\":\"summary\"}\n.json";
	gcl_emit_finding(&json.e, &f, &r.src);
	object = strchr(report_text(&json), '{') + 1;
	gcl_emit_finding(&r.e, &f, &r.src);
	text = report_text(&r);
	assert_memory_equal(text, "{\"type\":\"finding\",", 18);
	text += 18;
	assert_memory_equal(text, object, strlen(object));
	assert_string_equal(text + strlen(object), "\n");
	report_release(&json);
	report_release(&r);
}

static void
each_object_has_its_line(void **state)
{
	struct gcl_finding f;
	struct report r;
	const char *line;
	size_t i;

	(void)state;
	report_init(&r, "jsonl");
	f = report_take(&r, "@[@]");
	gcl_emit_begin(&r.e);
	for (i = 0; i < 3; i++) {
		gcl_emit_finding(&r.e, &f, &r.src);
		gcl_emit_flush(&r.e);
	}
	line = report_end(&r);
	for (i = 0; i < 3; i++) {
		assert_memory_equal(line, "{\"type\":\"finding\",", 18);
		line = strchr(line, '\n') + 1;
	}
	assert_string_equal(line, SUMMARY);
	report_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_findings_are_a_summary),
		cmocka_unit_test(the_summary_has_every_count),
		cmocka_unit_test(a_finding_is_that_of_json),
		cmocka_unit_test(each_object_has_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
