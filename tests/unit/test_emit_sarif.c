/*
 * The SARIF report, part by part; tests/formats.py and the judges look at it
 * as a whole.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

#define LOCATION(uri, n) "\"artifactLocation\":{\"uri\":\"" uri \
	"\",\"uriBaseId\":\"%SRCROOT%\",\"index\":" n "}"

static void
assert_part(struct report *r, const char *part)
{
	if (!strstr(report_text(r), part))
		fail_msg("no %s\nin %s", part, report_text(r));
}

static void
begin(struct report *r, const char *file)
{
	report_begin(r, "sarif");
	gcl_emit_input(&r->e, file);
}

static void
no_findings_are_a_whole_run(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "sarif");
	assert_string_equal(report_end(&r), "{\"$schema\":"
		"\"https://json.schemastore.org/sarif-2.1.0.json\","
		"\"version\":\"2.1.0\",\"runs\":[{"
		"\"columnKind\":\"unicodeCodePoints\","
		"\"originalUriBaseIds\":{\"%SRCROOT%\":{\"description\":"
		"{\"text\":\"The directory that gclint was run in.\"}}},"
		"\"results\":[],\"tool\":{\"driver\":{\"name\":\"gclint\","
		"\"version\":\"" PACKAGE_VERSION "\","
		"\"semanticVersion\":\"" PACKAGE_VERSION "\","
		"\"informationUri\":\"https://developer.genesys.cloud/\","
		"\"rules\":[]}},\"artifacts\":[],\"invocations\":["
		"{\"executionSuccessful\":true,"
		"\"toolExecutionNotifications\":[]}]}]}\n");
	report_release(&r);
}

/* When there was no memory for it, say. */
static void
a_report_that_never_began_can_be_released(void **state)
{
	struct report r;

	(void)state;
	report_init(&r, "sarif");
	report_release(&r);
	report_init(&r, "gitlab");
	report_release(&r);
}

static void
a_finding_becomes_a_result(void **state)
{
	struct gcl_related related = { .message = "first here" };
	struct gcl_finding f;
	struct report r;

	(void)state;
	begin(&r, "call.json");
	f = report_take(&r, "[\n \xf0\x9f\x98\x80@12@]");
	related.at = report_place(&r, 0, 1);
	f.help = "\"tel:+15551234567\"";
	f.fingerprint = "0123456789abcdef";
	f.document = 3;
	f.related = &related;
	f.n_related = 1;
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_part(&r, "\"results\":[\n{\"ruleId\":\"address-scheme\","
		"\"ruleIndex\":0,\"level\":\"error\",\"message\":{\"text\":"
		"\"address has no URI scheme; "
		"help: \\\"tel:+15551234567\\\"\"},"
		"\"locations\":[{\"physicalLocation\":{"
		LOCATION("call.json", "0") ",\"region\":{\"startLine\":2,"
		"\"startColumn\":3,\"endLine\":2,\"endColumn\":5}},"
		"\"logicalLocations\":[{\"fullyQualifiedName\":"
		"\"/participants/0/address\",\"kind\":\"value\"}]}],"
		"\"relatedLocations\":[{\"physicalLocation\":{"
		LOCATION("call.json", "0") ",\"region\":{\"startLine\":1,"
		"\"startColumn\":1,\"endLine\":1,\"endColumn\":2}},"
		"\"message\":{\"text\":\"first here\"}}],"
		"\"partialFingerprints\":{\"gclint/v1\":"
		"\"0123456789abcdef\"},\"properties\":{\"document\":3,"
		"\"pack\":\"call-conversation\",\"status\":400}}");
	report_release(&r);
}

static void
what_a_finding_lacks_is_left_out(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	begin(&r, "call.json");
	f = report_take(&r, "@[@]");
	f.pointer_len = 0;
	f.pack = f.fingerprint = NULL;
	f.status = 0;
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_part(&r, "\"endColumn\":2}}}],\"properties\":"
		"{\"document\":0}}");
	report_release(&r);
}

/* Code scanning shows no place that goes on in lines that did not change. */
static void
a_region_ends_with_its_line(void **state)
{
	static const struct {
		const char *marked, *region;
	} rows[] = {
		{ "[\n  @\"a\xc3\xa9\n2@]", "{\"startLine\":2,"
			"\"startColumn\":3,\"endLine\":2,\"endColumn\":6}" },
		{ "[@\r\n1@]", "{\"startLine\":1,\"startColumn\":2,"
			"\"endLine\":1,\"endColumn\":2}" },
		{ "[@@]", "{\"startLine\":1,\"startColumn\":2,"
			"\"endLine\":1,\"endColumn\":2}" },
	};
	struct gcl_finding f;
	struct report r;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(rows); i++) {
		begin(&r, "call.json");
		f = report_take(&r, rows[i].marked);
		gcl_emit_finding(&r.e, &f, &r.src);
		assert_part(&r, rows[i].region);
		report_release(&r);
	}
}

static void
a_severity_has_its_level(void **state)
{
	static const char *const levels[] = {
		[GCL_NOTE] = "\"level\":\"note\"",
		[GCL_WARNING] = "\"level\":\"warning\"",
		[GCL_ERROR] = "\"level\":\"error\"",
	};

	(void)state;
	report_severities("sarif", levels);
}

/* Each file is an artifact, and a result knows which one. */
static void
results_refer_to_their_files(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	begin(&r, "./clean.json");
	f = report_take(&r, "@[@]");
	gcl_emit_input(&r.e, "a b/c:d.json");
	gcl_emit_finding(&r.e, &f, &r.src);
	gcl_emit_input(&r.e, "/no-such/call.json");
	gcl_emit_finding(&r.e, &f, &r.src);
	report_end(&r);
	assert_part(&r, "{" LOCATION("a%20b/c%3Ad.json", "1") ",");
	assert_part(&r, "\"artifactLocation\":{\"uri\":"
		"\"file:///no-such/call.json\",\"index\":2}");
	assert_part(&r, "\"artifacts\":[\n"
		"{\"location\":{\"uri\":\"clean.json\","
		"\"uriBaseId\":\"%SRCROOT%\",\"index\":0},"
		"\"roles\":[\"analysisTarget\"]},\n"
		"{\"location\":{\"uri\":\"a%20b/c%3Ad.json\","
		"\"uriBaseId\":\"%SRCROOT%\",\"index\":1},"
		"\"roles\":[\"analysisTarget\"]},\n"
		"{\"location\":{\"uri\":\"file:///no-such/call.json\","
		"\"index\":2},\"roles\":[\"analysisTarget\"]}\n]");
	report_release(&r);
}

static const struct rule known = {
	.name = "address-scheme", .pack = "call-conversation",
	.severity = GCL_NOTE, .summary = "an address is a URI",
	.why = "a *number* is none", .fix = "put tel: in front",
	.source = "RFC 3986", .url = "https://example.com/a b",
};

static enum gcl_status
same_rule(void *ctx, const struct gcl_finding *f, const struct rule **out)
{
	(void)f;
	*out = ctx;
	return GCL_OK;
}

static enum gcl_status
find_rule(void *ctx, const struct gcl_finding *f, const struct rule **out)
{
	++*(int *)ctx;
	*out = strcmp(f->rule, known.name) ? NULL : &known;
	return GCL_OK;
}

/* In the order in which they found something, each once. */
static void
rules_stand_behind_the_results(void **state)
{
	struct gcl_finding f;
	struct report r;
	int asked = 0;

	(void)state;
	begin(&r, "call.json");
	r.e.rule = find_rule;
	r.e.rule_ctx = &asked;
	f = report_take(&r, "@[@]");
	gcl_emit_finding(&r.e, &f, &r.src);
	f.rule = "my-own-rule";
	gcl_emit_finding(&r.e, &f, &r.src);
	f.rule = "address-scheme";
	gcl_emit_finding(&r.e, &f, &r.src);
	f.rule = "placeholder";
	gcl_emit_finding(&r.e, &f, &r.src);
	report_end(&r);
	assert_int_equal(asked, 3);
	assert_part(&r, "\"id\":\"placeholder\",\"name\":\"PlaceholderRule\",");
	assert_part(&r, "\"ruleId\":\"my-own-rule\",\"ruleIndex\":1,");
	assert_part(&r, "\"rules\":[\n{\"id\":\"address-scheme\","
		"\"name\":\"AddressScheme\","
		"\"shortDescription\":{\"text\":\"an address is a URI\"},"
		"\"fullDescription\":{\"text\":\"a *number* is none\"},"
		"\"help\":{\"text\":\"an address is a URI\\n\\n"
		"Why\\na *number* is none\\n\\nFix\\nput tel: in front\\n\\n"
		"Source\\nRFC 3986\\n\",\"markdown\":\"an address is a URI\\n"
		"\\n### Why\\n\\na \\\\*number\\\\* is none\\n"
		"\\n### Fix\\n\\nput tel: in front\\n"
		"\\n### Source\\n\\nRFC 3986\\n\"},"
		"\"helpUri\":\"https://example.com/a%20b\","
		"\"defaultConfiguration\":{\"level\":\"note\"},"
		"\"properties\":{\"tags\":[\"genesys-cloud\","
		"\"call-conversation\"],\"precision\":\"medium\","
		"\"problem.severity\":\"recommendation\"}},\n"
		"{\"id\":\"my-own-rule\",\"name\":\"MyOwnRule\","
		"\"shortDescription\":{\"text\":\"my-own-rule\"},"
		"\"fullDescription\":{\"text\":\"my-own-rule\"},");
	report_release(&r);
}

/* GitHub takes 1024 characters. */
static void
a_long_description_is_cut(void **state)
{
	static char why[3000];
	struct rule chatty = known;
	struct gcl_finding f;
	struct report r;
	const char *start;
	size_t len;

	(void)state;
	memset(why, 'w', sizeof(why) - 1);
	chatty.why = why;
	begin(&r, "call.json");
	r.e.rule = same_rule;
	r.e.rule_ctx = &chatty;
	f = report_take(&r, "@[@]");
	gcl_emit_finding(&r.e, &f, &r.src);
	report_end(&r);
	start = strstr(report_text(&r), "\"fullDescription\":{\"text\":\"w");
	assert_non_null(start);
	len = strspn(strchr(start, 'w'), "w");
	assert_in_range(len, 900, 1023);
	report_release(&r);
}

static void
failures_are_notifications(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "sarif");
	gcl_emit_failure(&r.e, "cannot read 'a.json': [it](is) gone");
	gcl_emit_failure(&r.e, "cannot read 'b.json'");
	report_end(&r);
	assert_part(&r, "\"executionSuccessful\":false,"
		"\"toolExecutionNotifications\":[\n"
		"{\"level\":\"error\",\"message\":{\"text\":"
		"\"cannot read 'a.json': [it\\\\](is) gone\"}},\n"
		"{\"level\":\"error\",\"message\":{\"text\":"
		"\"cannot read 'b.json'\"}}\n]}]");
	report_release(&r);
}

static void
a_message_has_no_links(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	begin(&r, "call.json");
	f = report_take(&r, "@[@]");
	f.message = "no [link](http://example.com), a[0] (b)";
	f.help = "[1](2)";
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_part(&r, "{\"text\":\"no [link\\\\](http://example.com), "
		"a[0] (b); help: [1\\\\](2)\"}");
	report_release(&r);
}

static void
a_fix_replaces_regions(void **state)
{
	const struct gcl_fix fix = REPORT_FIX;
	struct gcl_finding f;
	struct report r;

	(void)state;
	begin(&r, "call.json");
	f = report_take(&r, "[@\"\xc3\xa9" "5551234567\"@]");
	f.fix = &fix;
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_part(&r, "\"fixes\":[{\"description\":{\"text\":"
		"\"The payload means what it meant.\"},\"artifactChanges\":[{"
		LOCATION("call.json", "0") ",\"replacements\":["
		"{\"deletedRegion\":{\"startLine\":1,\"startColumn\":3,"
		"\"endLine\":1,\"endColumn\":3,\"byteOffset\":2,"
		"\"byteLength\":0},\"insertedContent\":{\"text\":\"tel:\"}},"
		"{\"deletedRegion\":{\"startLine\":1,\"startColumn\":13,"
		"\"endLine\":1,\"endColumn\":14,\"byteOffset\":13,"
		"\"byteLength\":1},\"insertedContent\":"
		"{\"text\":\"8\\\"\"}}]}]}]");
	report_release(&r);
}

static void
what_is_hidden_says_why(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	begin(&r, "call.json");
	f = report_take(&r, "[@1@]");
	gcl_emit_finding(&r.e, &f, &r.src);
	f.baseline = GCL_BASELINE_NEW;
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_null(strstr(report_text(&r), "suppressions"));
	assert_part(&r, "\"baselineState\":\"new\"");
	f.baseline = GCL_BASELINE_KNOWN;
	f.suppressed = "it is \"known\"";
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_part(&r, "\"baselineState\":\"unchanged\",\"suppressions\":["
		"{\"kind\":\"external\",\"status\":\"accepted\","
		"\"justification\":\"it is \\\"known\\\"\"}]");
	report_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_findings_are_a_whole_run),
		cmocka_unit_test(a_report_that_never_began_can_be_released),
		cmocka_unit_test(a_finding_becomes_a_result),
		cmocka_unit_test(what_a_finding_lacks_is_left_out),
		cmocka_unit_test(a_region_ends_with_its_line),
		cmocka_unit_test(a_severity_has_its_level),
		cmocka_unit_test(results_refer_to_their_files),
		cmocka_unit_test(rules_stand_behind_the_results),
		cmocka_unit_test(a_long_description_is_cut),
		cmocka_unit_test(failures_are_notifications),
		cmocka_unit_test(a_message_has_no_links),
		cmocka_unit_test(a_fix_replaces_regions),
		cmocka_unit_test(what_is_hidden_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
