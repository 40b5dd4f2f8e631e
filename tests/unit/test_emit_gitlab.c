/*
 * The code quality report of GitLab.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "report.h"

static void
no_findings_are_an_empty_array(void **state)
{
	struct report r;

	(void)state;
	report_begin(&r, "gitlab");
	assert_string_equal(report_end(&r), "[]\n");
	report_release(&r);
}

static void
a_finding_has_what_gitlab_reads(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "gitlab");
	f = report_take(&r, "[\n@1,\n2@]");
	f.help = "\"tel:+15551234567\"";
	f.fingerprint = "0123456789abcdef";
	f.file = "./call.json";
	gcl_emit_begin(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_string_equal(report_end(&r), "[\n{\"description\":"
		"\"address-scheme: address has no URI scheme; "
		"help: \\\"tel:+15551234567\\\"\","
		"\"check_name\":\"address-scheme\","
		"\"fingerprint\":\"0123456789abcdef6fb089d28498b974\","
		"\"severity\":\"major\",\"location\":{\"path\":\"call.json\","
		"\"lines\":{\"begin\":2,\"end\":3}}}\n]\n");
	report_release(&r);
}

static void
a_severity_has_its_name(void **state)
{
	static const char *const names[] = {
		[GCL_NOTE] = "\"severity\":\"info\"",
		[GCL_WARNING] = "\"severity\":\"minor\"",
		[GCL_ERROR] = "\"severity\":\"major\"",
	};

	(void)state;
	report_severities("gitlab", names);
}

/* The next fingerprint in a report, without its quotes. */
static const char *
next_fingerprint(const char **text, char *out, size_t size)
{
	const char *start = strstr(*text, "\"fingerprint\":\"");
	size_t len;

	assert_non_null(start);
	start += strlen("\"fingerprint\":\"");
	len = strcspn(start, "\"");
	assert_true(len < size);
	memcpy(out, start, len);
	out[len] = '\0';
	*text = start + len;
	return out;
}

/* Of equal faults in a file, and of those in another one. */
static void
each_finding_has_a_fingerprint_of_its_own(void **state)
{
	static const struct {
		const char *file, *fingerprint, *want;
	} rows[] = {
		{ "call.json", "ab", "ab6fb089d28498b974" },
		{ "call.json", "ab", "ab6fb089d28498b974 #2" },
		{ "call.json", "cd", "cd6fb089d28498b974" },
		{ "other.json", "ab", NULL },
		{ "call.json", "ab", "ab6fb089d28498b974 #3" },
		{ "./call.json", "cd", "cd6fb089d28498b974 #2" },
	};
	struct gcl_finding f;
	struct report r;
	const char *text;
	char seen[64];
	size_t i;

	(void)state;
	report_init(&r, "gitlab");
	f = report_take(&r, "@[@]");
	gcl_emit_begin(&r.e);
	for (i = 0; i < N_ELEMS(rows); i++) {
		f.file = rows[i].file;
		f.fingerprint = rows[i].fingerprint;
		gcl_emit_finding(&r.e, &f, &r.src);
	}
	text = report_end(&r);
	for (i = 0; i < N_ELEMS(rows); i++) {
		next_fingerprint(&text, seen, sizeof(seen));
		if (rows[i].want)
			assert_string_equal(seen, rows[i].want);
		else
			assert_null(strstr(seen, "6fb089d28498b974"));
	}
	report_release(&r);
}

static void
many_fingerprints_are_kept_apart(void **state)
{
	enum { DIFFERENT = 1000, TIMES = 3 };
	char name[16], want[32], seen[64];
	struct gcl_finding f;
	struct report r;
	const char *text;
	size_t i;

	(void)state;
	report_init(&r, "gitlab");
	f = report_take(&r, "@[@]");
	f.fingerprint = name;
	gcl_emit_begin(&r.e);
	for (i = 0; i < TIMES * DIFFERENT; i++) {
		snprintf(name, sizeof(name), "%zu.", i % DIFFERENT);
		gcl_emit_finding(&r.e, &f, &r.src);
	}
	text = report_end(&r);
	for (i = 0; i < TIMES * DIFFERENT; i++) {
		next_fingerprint(&text, seen, sizeof(seen));
		snprintf(want, sizeof(want), i < DIFFERENT ?
			"%zu.6fb089d28498b974" : "%zu.6fb089d28498b974 #%zu",
			i % DIFFERENT, i / DIFFERENT + 1);
		assert_string_equal(seen, want);
	}
	report_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_findings_are_an_empty_array),
		cmocka_unit_test(a_finding_has_what_gitlab_reads),
		cmocka_unit_test(a_severity_has_its_name),
		cmocka_unit_test(each_finding_has_a_fingerprint_of_its_own),
		cmocka_unit_test(many_fingerprints_are_kept_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
