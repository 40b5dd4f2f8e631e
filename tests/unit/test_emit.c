/*
 * The table of formats, and what all of them do alike.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

static void
formats_are_found_by_name(void **state)
{
	const struct emitter *f;
	const char *near = "";
	size_t i;

	(void)state;
	for (i = 0; gcl_emitters[i]; i++) {
		f = gcl_emitter_find(gcl_span_str(gcl_emitters[i]->name),
			&near);
		assert_ptr_equal(f, gcl_emitters[i]);
		assert_null(near);
		assert_non_null(f->summary);
	}
	assert_string_equal(gcl_emitters[0]->name, "text");
}

static void
an_unknown_format_gets_the_nearest(void **state)
{
	const char *near;

	(void)state;
	assert_null(gcl_emitter_find(SPAN("jsno"), &near));
	assert_string_equal(near, "json");
	assert_null(gcl_emitter_find(SPAN("TEXT"), &near));
	assert_string_equal(near, "text");
	assert_null(gcl_emitter_find(SPAN("spreadsheet"), &near));
	assert_null(near);
	assert_null(gcl_emitter_find(SPAN(""), &near));
	assert_null(near);
}

static void
memory_stays_bounded_without_a_flush(void **state)
{
	struct gcl_totals t = { .errors = 1 };
	struct gcl_finding f;
	struct report r;
	size_t i;

	(void)state;
	report_init(&r, "json");
	f = report_take(&r, "[@1@]");
	gcl_emit_begin(&r.e);
	for (i = 0; i < 2000; i++)
		gcl_emit_finding(&r.e, &f, &r.src);
	assert_int_equal(gcl_emit_end(&r.e, &t), GCL_OK);
	assert_true(r.out.len > 2000 * 100);
	assert_true(r.largest < 128 * 1024);
	report_release(&r);
}

static int
refuse(void *ctx, const char *bytes, size_t len)
{
	(void)bytes;
	(void)len;
	++*(int *)ctx;
	return 1;
}

static void
a_full_disk_is_reported_at_the_end(void **state)
{
	struct gcl_totals t = { .errors = 1 };
	struct gcl_finding f;
	struct report r;
	int calls = 0;

	(void)state;
	report_init(&r, "text");
	f = report_take(&r, "[@1@]");
	gcl_sink_init(&r.e.sink, refuse, &calls);
	gcl_emit_begin(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	gcl_emit_flush(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_int_equal(gcl_emit_end(&r.e, &t), GCL_EOUTPUT);
	assert_int_equal(calls, 1);
	report_release(&r);
}

static void
a_finding_that_does_not_fit_is_not_cut_off(void **state)
{
	struct gcl_totals t = { .errors = 1 };
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "gcc");
	f = report_take(&r, "[@1@]");
	gcl_buf_init(&r.e.text, 20);
	gcl_emit_begin(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_int_equal(gcl_emit_end(&r.e, &t), GCL_ELIMIT);
	assert_int_equal(r.out.len, 0);
	report_release(&r);
}

static void
gcc_is_one_line_a_finding(void **state)
{
	struct gcl_totals t = { .errors = 2, .files = 1 };
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "gcc");
	r.e.color = true;
	f = report_take(&r, "[\n@1@]");
	f.help = "2";
	gcl_emit_begin(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	f.severity = GCL_NOTE;
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_int_equal(gcl_emit_end(&r.e, &t), GCL_OK);
	assert_string_equal(report_text(&r),
		"call.json:2:1: error: address has no URI scheme "
		"[address-scheme]\n"
		"call.json:2:1: note: address has no URI scheme "
		"[address-scheme]\n");
	report_release(&r);
}

/* What was written of a finding, by a format, when the limit is this. */
static bool
shows(const char *format, const struct gcl_finding *like, uint64_t limit)
{
	struct gcl_finding f;
	struct report r;
	bool shown;

	report_init(&r, format);
	r.e.max_findings = limit;
	gcl_emit_begin(&r.e);
	gcl_emit_input(&r.e, "call.json");
	f = report_take(&r, "[@1@]");
	f.message = "the first one";
	gcl_emit_finding(&r.e, &f, &r.src);
	f.message = "the other one";
	f.suppressed = like->suppressed;
	f.baseline = like->baseline;
	gcl_emit_finding(&r.e, &f, &r.src);
	gcl_emit_document(&r.e);
	shown = strstr(report_end(&r), "the other one");
	assert_non_null(strstr(report_text(&r), "the first one"));
	assert_int_equal(r.e.findings, 1 + shown);
	report_release(&r);
	return shown;
}

static void
only_sarif_shows_what_is_hidden(void **state)
{
	static const struct gcl_finding hidden[] = {
		{ .suppressed = "a reason" },
		{ .baseline = GCL_BASELINE_KNOWN },
		{ .suppressed = "a reason", .baseline = GCL_BASELINE_NEW },
	};
	static const struct gcl_finding new = {
		.baseline = GCL_BASELINE_NEW };
	size_t i, k;

	(void)state;
	for (i = 0; gcl_emitters[i]; i++) {
		const char *format = gcl_emitters[i]->name;

		assert_true(shows(format, &new, 0));
		for (k = 0; k < N_ELEMS(hidden); k++)
			assert_int_equal(shows(format, &hidden[k], 0),
				!strcmp(format, "sarif"));
	}
}

static void
only_what_people_read_has_a_limit(void **state)
{
	static const struct gcl_finding other;
	size_t i;

	(void)state;
	for (i = 0; gcl_emitters[i]; i++) {
		const char *format = gcl_emitters[i]->name;
		bool limited = !strcmp(format, "text") ||
		    !strcmp(format, "gcc");

		assert_int_equal(shows(format, &other, 1), !limited);
		assert_true(shows(format, &other, 2));
	}
}

/* Without memory for what it keeps, a format is not asked for anything. */
static void
a_report_without_its_state_fails_at_its_end(void **state)
{
	struct gcl_totals t = { 0 };
	struct gcl_finding f;
	struct report r;
	size_t i;

	(void)state;
	for (i = 0; gcl_emitters[i]; i++) {
		if (gcl_emitters[i]->state_size == 0)
			continue;
		report_init(&r, gcl_emitters[i]->name);
		gcl_sink_fail(&r.e.sink, GCL_ENOMEM);
		gcl_emit_input(&r.e, "call.json");
		gcl_emit_failure(&r.e, "unreadable");
		f = report_take(&r, "[@1@]");
		gcl_emit_finding(&r.e, &f, &r.src);
		gcl_emit_document(&r.e);
		assert_int_equal(gcl_emit_end(&r.e, &t), GCL_ENOMEM);
		report_release(&r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_are_found_by_name),
		cmocka_unit_test(an_unknown_format_gets_the_nearest),
		cmocka_unit_test(memory_stays_bounded_without_a_flush),
		cmocka_unit_test(a_full_disk_is_reported_at_the_end),
		cmocka_unit_test(a_finding_that_does_not_fit_is_not_cut_off),
		cmocka_unit_test(gcc_is_one_line_a_finding),
		cmocka_unit_test(only_sarif_shows_what_is_hidden),
		cmocka_unit_test(only_what_people_read_has_a_limit),
		cmocka_unit_test(a_report_without_its_state_fails_at_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
