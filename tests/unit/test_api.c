/*
 * The library as its callers see it: gclint.h and nothing else.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gclint/gclint.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

#define REST "\"addressType\":\"phone\",\"state\":\"initial\"," \
	"\"mediaTypes\":[\"call\"]"
#define CALL(address) "{\"type\":\"call\",\"participants\":[{\"address\":\"" \
	address "\"," REST "}]}"
#define CLEAN CALL("tel:+15551234567")
/* An error in the address, a warning at "x", a note at none. */
#define FAULTY "{\"type\":\"call\",\"x\":1,\"participants\":[{\"address\":" \
	"\"+15551234567\"," REST "}]}"

#define MAX_SEEN 16
#define MAX_TEXT 32768

struct seen {
	char rule[32], file[64];
	enum gcl_severity severity;
	uint64_t line, column, document;
};

struct sink {
	char text[MAX_TEXT];
	size_t len, room;	/* room: bytes it takes before it fails */
	unsigned failed;	/* writes that it refused */
};

struct fixture {
	struct gcl_linter *l;
	struct gcl_error err;
	struct gcl_totals totals;
	struct seen seen[MAX_SEEN];
	size_t n_seen;
	char notices[MAX_TEXT];
	size_t n_notices;
	char dir[64];		/* of files made for a test, or empty */
};

static void
see_finding(void *ctx, const struct gcl_finding *f)
{
	struct fixture *fx = ctx;
	struct seen *s;

	assert_true(fx->n_seen < MAX_SEEN);
	s = &fx->seen[fx->n_seen++];
	snprintf(s->rule, sizeof(s->rule), "%s", f->rule);
	snprintf(s->file, sizeof(s->file), "%s", f->file);
	s->severity = f->severity;
	s->line = f->at.line;
	s->column = f->at.column;
	s->document = f->document;
}

static void
see_notice(void *ctx, enum gcl_notice kind, const char *text)
{
	static const char *const names[] = {
		[GCL_NOTICE_ERROR] = "error", [GCL_NOTICE_NOTE] = "note",
		[GCL_NOTICE_VERBOSE] = "verbose",
	};
	struct fixture *fx = ctx;
	size_t len = strlen(fx->notices);

	fx->n_notices++;
	snprintf(fx->notices + len, sizeof(fx->notices) - len, "%s: %s\n",
	    names[kind], text);
}

static int
take(void *ctx, const char *bytes, size_t len)
{
	struct sink *s = ctx;

	if (s->room && s->len + len > s->room) {
		s->failed++;
		return -1;
	}
	assert_true(s->len + len < sizeof(s->text));
	memcpy(s->text + s->len, bytes, len);
	s->len += len;
	s->text[s->len] = '\0';
	return 0;
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f || gcl_linter_new(&f->l, &f->err) != GCL_OK)
		return -1;
	gcl_linter_on_finding(f->l, see_finding, f);
	gcl_linter_on_notice(f->l, see_notice, f);
	*state = f;
	return 0;
}

static const char *const made[] = {
	"a.json", "b.json", "c.ndjson", "my.json", "sub/package.json", "sub",
};

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	char path[128];
	size_t i;

	gcl_linter_free(f->l);
	for (i = 0; f->dir[0] && i < ROWS(made); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, made[i]);
		remove(path);
	}
	if (f->dir[0])
		rmdir(f->dir);
	free(f);
	return 0;
}

/* ---- files ---- */

/* The path of a file with that text, in a folder of the test's own. */
static const char *
put_file(struct fixture *f, const char *name, const char *text, char *path)
{
	FILE *file;

	if (!f->dir[0]) {
		snprintf(f->dir, sizeof(f->dir), "%s/gclint-api-XXXXXX",
		    P_tmpdir);
		assert_non_null(mkdtemp(f->dir));
		snprintf(path, 128, "%s/sub", f->dir);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	snprintf(path, 128, "%s/%s", f->dir, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
	return path;
}

/* ---- steps ---- */

static void
set(struct fixture *f, const char *name, const char *value)
{
	if (gcl_linter_set(f->l, name, value, &f->err) != GCL_OK)
		fail_msg("%s=%s: %s", name, value, f->err.text);
	assert_int_equal(f->err.status, GCL_OK);
	assert_string_equal(f->err.text, "");
}

static enum gcl_status
lint(struct fixture *f, const char *name, const char *text)
{
	return gcl_lint_buffer(f->l, name, text, strlen(text), &f->err);
}

static void
lint_ok(struct fixture *f, const char *name, const char *text)
{
	if (lint(f, name, text) != GCL_OK)
		fail_msg("%s: %s", name, f->err.text);
}

static void
finish(struct fixture *f)
{
	if (gcl_linter_finish(f->l, &f->totals, &f->err) != GCL_OK)
		fail_msg("%s", f->err.text);
}

/* ---- what there is without a linter ---- */

static void
the_version_and_every_status_have_words(void **state)
{
	int st, other;

	(void)state;
	assert_string_equal(gcl_version(), PACKAGE_VERSION);
	for (st = GCL_OK; st <= GCL_ELIMIT; st++) {
		assert_true(strlen(gcl_strstatus(st)) > 3);
		for (other = GCL_OK; other < st; other++)
			assert_string_not_equal(gcl_strstatus(st),
			    gcl_strstatus(other));
	}
	assert_string_equal(gcl_strstatus(GCL_ELIMIT + 1), "unknown error");
	assert_string_equal(gcl_strstatus((enum gcl_status)-1),
	    "unknown error");
	gcl_linter_free(NULL);
}

/* ---- options ---- */

static void
options_take_their_values_and_no_others(void **state)
{
	static const struct {
		const char *name, *value, *say;	/* say NULL: it is taken */
	} rows[] = {
		{ "color", "always", NULL }, { "color", "never", NULL },
		{ "color", "auto", "always or never" },
		{ "exclude", "*.tmp", NULL },
		{ "fail-level", "error", NULL },
		{ "fail-level", "warning", NULL },
		{ "fail-level", "note", NULL }, { "fail-level", "none", NULL },
		{ "fail-level", "off", "did you mean 'none'?" },
		{ "fail-level", "", "error, warning, note or none" },
		{ "force-exclude", "yes", NULL },
		{ "force-exclude", "no", NULL },
		{ "force-exclude", "true", "yes or no" },
		{ "input", "auto", NULL }, { "input", "json", NULL },
		{ "input", "ndjson", NULL },
		{ "input", "njson", "did you mean" },
		{ "input", "xml", "auto, json, ndjson, http" },
		{ "max-depth", "10000", NULL }, { "max-depth", "1", NULL },
		{ "max-depth", "10001", "a number from" },
		{ "max-depth", "-1", "a number from" },
		{ "max-depth", "0x10", "a number from" },
		{ "max-depth", "", "a number from" },
		{ "max-depth", " 5", "a number from" },
		{ "max-size", "2147483647", NULL },
		{ "max-size", "2147483648", "a number from" },
		{ "max-size", "99999999999999999999999", "a number from" },
		{ "max-size", "1k", "a number from" },
		{ "pack", "call-conversation", NULL },
		{ "pack", "call-conversaton",
		  "did you mean 'call-conversation'?" },
		{ "pack", "nonsense", "no pack 'nonsense'" },
		{ "pack", "./no/such/pack.json", "cannot read the pack" },
		{ "quiet", "yes", NULL }, { "quiet", "1", "yes or no" },
		{ "severity", "address-scheme=off", NULL },
		{ "severity", "address-scheme", "RULE=error" },
		{ "severity", "address-scheme=fatal", "RULE=error" },
		{ "severity", "=", "RULE=error" },
		{ "stdin-filename", "call.json", NULL },
		{ "verbose", "yes", NULL }, { "verbose", "YES", "yes or no" },
		{ "width", "80", NULL }, { "width", "0", NULL },
		{ "width", "wide", "a number from" },
	};
	struct fixture *f = *state;
	enum gcl_status st;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		st = gcl_linter_set(f->l, rows[i].name, rows[i].value,
		    &f->err);
		assert_int_equal(f->err.status, st);
		if ((st == GCL_OK) != !rows[i].say)
			fail_msg("%s=%s: %s", rows[i].name, rows[i].value,
			    f->err.text);
		if (rows[i].say && !strstr(f->err.text, rows[i].say))
			fail_msg("%s", f->err.text);
	}
}

static void
an_unknown_option_is_told_with_the_nearest(void **state)
{
	static const struct {
		const char *name, *say;
	} rows[] = {
		{ "max-dept", "no option 'max-dept': did you mean "
		  "'max-depth'?" },
		{ "Severity", "did you mean 'severity'?" },
		{ "exclud", "did you mean 'exclude'?" },
		{ "colour", "did you mean 'color'?" },
		{ "frobnicate", "no option 'frobnicate'" },
		{ "", "no option ''" },
		{ "a\x1b[2J", "no option 'a\\x1B[2J'" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		assert_int_equal(gcl_linter_set(f->l, rows[i].name, "yes",
		    &f->err), GCL_EUSAGE);
		if (!strstr(f->err.text, rows[i].say))
			fail_msg("%s", f->err.text);
	}
	/* The text is for those who ask for it. */
	assert_int_equal(gcl_linter_set(f->l, "nonsense", "yes", NULL),
	    GCL_EUSAGE);
}

static void
options_are_set_before_the_first_input(void **state)
{
	struct fixture *f = *state;

	lint_ok(f, "call.json", CLEAN);
	assert_int_equal(gcl_linter_set(f->l, "quiet", "yes", &f->err),
	    GCL_EUSAGE);
	assert_string_equal(f->err.text,
	    "'quiet' must be set before the first input");
	lint_ok(f, "call.json", FAULTY);
	assert_int_equal(f->n_seen, 2);
}

/* ---- findings ---- */

static void
findings_come_in_order_with_their_place(void **state)
{
	struct fixture *f = *state;

	lint_ok(f, "call.json", "{\n  \"type\": \"call\",\n  \"x\": 1,\n"
	    "  \"participants\": [{\n    \"address\": \"+15551234567\",\n    "
	    REST " }]\n}\n");
	finish(f);
	assert_int_equal(f->n_seen, 2);
	assert_string_equal(f->seen[0].rule, "field-unknown");
	assert_string_equal(f->seen[0].file, "call.json");
	assert_int_equal(f->seen[0].severity, GCL_WARNING);
	assert_int_equal(f->seen[0].line, 3);
	assert_int_equal(f->seen[0].column, 3);
	assert_string_equal(f->seen[1].rule, "address-scheme");
	assert_int_equal(f->seen[1].severity, GCL_ERROR);
	assert_int_equal(f->seen[1].line, 5);
	assert_int_equal(f->seen[1].column, 16);
	assert_int_equal(f->totals.files, 1);
	assert_int_equal(f->totals.files_with_findings, 1);
	assert_int_equal(f->totals.documents, 1);
	assert_int_equal(f->totals.errors, 1);
	assert_int_equal(f->totals.warnings, 1);
	assert_int_equal(f->totals.notes, 0);
	assert_int_equal(f->totals.failing, 1);
	assert_int_equal(f->n_notices, 0);
}

static void
totals_go_over_all_inputs(void **state)
{
	struct fixture *f = *state;

	lint_ok(f, "a.json", CLEAN);
	lint_ok(f, "b.json", FAULTY);
	lint_ok(f, "c.ndjson", CLEAN "\n\n" FAULTY "\n" FAULTY "\n");
	finish(f);
	assert_int_equal(f->n_seen, 6);
	assert_string_equal(f->seen[5].file, "c.ndjson");
	assert_int_equal(f->seen[5].document, 2);
	assert_int_equal(f->seen[5].line, 4);
	assert_int_equal(f->totals.files, 3);
	assert_int_equal(f->totals.files_with_findings, 2);
	assert_int_equal(f->totals.documents, 5);
	assert_int_equal(f->totals.errors, 3);
	assert_int_equal(f->totals.warnings, 3);
	assert_int_equal(f->totals.failing, 3);
}

static void
bytes_need_no_nul_behind_them(void **state)
{
	static const char text[] = CLEAN "}";
	struct fixture *f = *state;

	assert_int_equal(gcl_lint_buffer(f->l, "call.json", text,
	    sizeof(text) - 2, &f->err), GCL_OK);
	assert_int_equal(f->n_seen, 0);
	assert_int_equal(gcl_lint_buffer(f->l, "call.json", text,
	    sizeof(text) - 1, &f->err), GCL_OK);
	assert_int_equal(f->n_seen, 1);
	assert_string_equal(f->seen[0].rule, "json-extra");
	assert_int_equal(gcl_lint_buffer(f->l, "call.json", NULL, 0,
	    &f->err), GCL_OK);
	assert_int_equal(f->n_seen, 2);
	assert_string_equal(f->seen[1].rule, "json-truncated");
}

static void
severities_are_overridden_the_last_one_wins(void **state)
{
	struct fixture *f = *state;

	set(f, "severity", "address-scheme=off");
	set(f, "severity", "address-scheme=note");
	set(f, "severity", "field-unknown=error");
	set(f, "severity", "json-comment=off");
	lint_ok(f, "call.json", FAULTY);
	lint_ok(f, "call.json", "// x\n" CLEAN);
	finish(f);
	assert_int_equal(f->n_seen, 2);
	assert_int_equal(f->seen[0].severity, GCL_ERROR);
	assert_int_equal(f->seen[1].severity, GCL_NOTE);
	assert_int_equal(f->totals.notes, 1);
	assert_int_equal(f->totals.errors, 1);
}

/* Which rules there are is known once the pack is. */
static void
an_override_of_an_unknown_rule_is_told_before_any_output(void **state)
{
	struct fixture *f = *state;
	struct sink out = { .len = 0 };
	int i;

	assert_int_equal(gcl_linter_output(f->l, "json", take, &out,
	    &f->err), GCL_OK);
	set(f, "severity", "adress-scheme=off");
	for (i = 0; i < 2; i++) {
		assert_int_equal(lint(f, "call.json", FAULTY), GCL_EUSAGE);
		assert_string_equal(f->err.text, "no rule 'adress-scheme': "
		    "did you mean 'address-scheme'?");
	}
	assert_int_equal(gcl_linter_finish(f->l, &f->totals, &f->err),
	    GCL_EUSAGE);
	assert_int_equal(out.len, 0);
	assert_int_equal(f->n_seen, 0);
	assert_int_equal(f->totals.files, 0);
}

static void
the_fail_level_says_what_counts_as_failing(void **state)
{
	static const struct {
		const char *level;
		uint64_t failing;
		size_t quiet;	/* findings that quiet leaves */
	} rows[] = {
		{ "error", 1, 1 }, { "warning", 2, 2 }, { "note", 3, 3 },
		{ "none", 0, 0 },
	};
	struct fixture *f = *state;
	size_t i, quiet;

	for (i = 0; i < ROWS(rows); i++)
		for (quiet = 0; quiet < 2; quiet++) {
			gcl_linter_free(f->l);
			assert_int_equal(gcl_linter_new(&f->l, &f->err),
			    GCL_OK);
			gcl_linter_on_finding(f->l, see_finding, f);
			f->n_seen = 0;
			set(f, "fail-level", rows[i].level);
			set(f, "quiet", quiet ? "yes" : "no");
			set(f, "severity", "address-type=note");
			lint_ok(f, "call.json", "{\"type\":\"call\",\"x\":1,"
			    "\"participants\":[{\"address\":\"+1\","
			    "\"addressType\":\"x\",\"state\":\"initial\","
			    "\"mediaTypes\":[\"call\"]}]}");
			finish(f);
			assert_int_equal(f->totals.failing, rows[i].failing);
			assert_int_equal(f->n_seen, quiet ? rows[i].quiet :
			    3);
			/* What is not shown is counted all the same. */
			assert_int_equal(f->totals.errors, 1);
			assert_int_equal(f->totals.warnings, 1);
			assert_int_equal(f->totals.notes, 1);
		}
}

/* ---- limits and inputs ---- */

static void
what_is_too_large_or_too_deep_is_told(void **state)
{
	struct fixture *f = *state;

	set(f, "max-size", "200");
	set(f, "max-depth", "4");
	lint_ok(f, "big.json", CLEAN CLEAN CLEAN);
	assert_int_equal(f->n_notices, 1);
	assert_string_equal(f->notices, "error: cannot read 'big.json': "
	    "more than 200 bytes (--max-size)\n");
	lint_ok(f, "deep.json", "[[[[[]]]]]");
	assert_int_equal(f->n_seen, 1);
	assert_string_equal(f->seen[0].rule, "json-depth");
	lint_ok(f, "c.ndjson", CLEAN CLEAN CLEAN "\n" FAULTY "\n");
	assert_int_equal(f->n_notices, 2);
	assert_int_equal(f->seen[2].document, 1);
	finish(f);
	assert_int_equal(f->totals.unreadable, 2);
	assert_int_equal(f->totals.documents, 2);
}

static void
the_input_kind_may_be_forced(void **state)
{
	struct fixture *f = *state;

	set(f, "input", "ndjson");
	lint_ok(f, "call.json", FAULTY "\n" FAULTY);
	finish(f);
	assert_int_equal(f->totals.documents, 2);
}

static void
a_pack_from_a_file_is_used(void **state)
{
	struct fixture *f = *state;
	char path[128];

	set(f, "pack", put_file(f, "my.json", "{\"pack\":\"my\",\"rules\":"
	    "{\"short\":{\"severity\":\"note\",\"summary\":\"s\"}},"
	    "\"root\":\"any\",\"shapes\":{}}", path));
	set(f, "severity", "short=error");
	lint_ok(f, "x.json", "{\"anything\":[1]}");
	lint_ok(f, "x.json", "{\"a\":1,\"a\":2}");
	finish(f);
	assert_int_equal(f->n_seen, 1);
	assert_string_equal(f->seen[0].rule, "json-duplicate-key");
}

static void
a_faulty_pack_is_told_with_its_place(void **state)
{
	struct fixture *f = *state;
	char path[128], want[256];

	put_file(f, "my.json", "{\"pack\":\"my\",\n \"rooot\":\"any\"}", path);
	assert_int_equal(gcl_linter_set(f->l, "pack", path, &f->err),
	    GCL_EPACK);
	snprintf(want, sizeof(want), "%s:2:2: ", path);
	assert_int_equal(strncmp(f->err.text, want, strlen(want)), 0);
	assert_non_null(strstr(f->err.text, "\"root\""));
}

/* Reaching a limit is neither a finding nor silence. */
static void
a_pattern_that_gives_up_is_told_and_counted(void **state)
{
	struct fixture *f = *state;
	char path[128];

	set(f, "pack", put_file(f, "my.json", "{\"pack\":\"my\",\"rules\":"
	    "{\"slow\":{\"severity\":\"error\",\"summary\":\"s\"}},"
	    "\"root\":\"r\",\"shapes\":{\"r\":{\"fields\":{\"a\":{\"is\":"
	    "\"string\",\"rule\":\"slow\",\"match\":\"^(a+)+$\"},"
	    "\"b\":{\"is\":\"string\",\"rule\":\"slow\",\"match\":\"^x\"}"
	    "}}}}", path));
	lint_ok(f, "x.json", "{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\",\n"
	    "\"b\":\"y\"}");
	finish(f);
	assert_int_equal(f->n_notices, 1);
	assert_non_null(strstr(f->notices, "error: x.json:1:"));
	assert_non_null(strstr(f->notices, "'slow'"));
	assert_int_equal(f->totals.unreadable, 1);
	/* The rest of the document is checked. */
	assert_int_equal(f->n_seen, 1);
	assert_int_equal(f->seen[0].line, 2);
}

static void
paths_are_read_and_what_cannot_be_is_told(void **state)
{
	struct fixture *f = *state;
	char a[128], c[128], package[128];
	const char *paths[3];

	paths[0] = put_file(f, "a.json", FAULTY, a);
	paths[1] = "no-such-file.json";
	put_file(f, "c.ndjson", CLEAN "\n" FAULTY "\n", c);
	put_file(f, "sub/package.json", "{\"name\":\"x\"}", package);
	paths[2] = f->dir;
	assert_int_equal(gcl_lint_paths(f->l, paths, 3, &f->err), GCL_OK);
	finish(f);
	/* The folder holds a.json as well, which is linted once. */
	assert_int_equal(f->n_seen, 4);
	assert_int_equal(f->totals.documents, 4);
	assert_int_equal(f->totals.skipped, 1);
	assert_int_equal(f->totals.unreadable, 1);
	assert_int_equal(f->n_notices, 1);
	assert_non_null(strstr(f->notices,
	    "error: cannot read 'no-such-file.json': "));
}

static void
what_is_named_is_a_payload_or_faulty(void **state)
{
	struct fixture *f = *state;
	char package[128];
	const char *path = put_file(f, "sub/package.json",
	    "{\"name\":\"x\"}", package);

	assert_int_equal(gcl_lint_paths(f->l, &path, 1, &f->err), GCL_OK);
	finish(f);
	assert_int_equal(f->n_seen, 1);
	assert_string_equal(f->seen[0].rule, "payload-unrecognised");
	assert_int_equal(f->totals.skipped, 0);
}

static void
paths_are_listed_without_being_read(void **state)
{
	struct fixture *f = *state;
	struct sink out = { .len = 0 };
	char a[128], c[128], want[300];
	const char *path;

	put_file(f, "a.json", "not json", a);
	put_file(f, "c.ndjson", "", c);
	path = f->dir;
	assert_int_equal(gcl_list_paths(f->l, &path, 1, take, &out, &f->err),
	    GCL_OK);
	snprintf(want, sizeof(want), "%s\n%s\n", a, c);
	assert_string_equal(out.text, want);
	assert_int_equal(f->n_seen, 0);
}

static void
a_list_that_cannot_be_written_is_told(void **state)
{
	struct fixture *f = *state;
	struct sink full = { .room = 5 };
	char a[128], b[128];
	const char *path;

	put_file(f, "a.json", "", a);
	put_file(f, "b.json", "", b);
	path = f->dir;
	assert_int_equal(gcl_list_paths(f->l, &path, 1, take, &full,
	    &f->err), GCL_EOUTPUT);
	assert_int_equal(f->err.status, GCL_EOUTPUT);
	assert_int_equal(full.failed, 1);
}

static void
verbose_notices_say_which_pack_and_why(void **state)
{
	struct fixture *f = *state;

	set(f, "verbose", "yes");
	lint_ok(f, "call", CLEAN);
	assert_non_null(strstr(f->notices,
	    "verbose: call: read as json: nothing in it tells "
	    "otherwise\n"));
	assert_non_null(strstr(f->notices,
	    "verbose: call: pack call-conversation, since it has the member "
	    "'"));
}

/* ---- reports ---- */

static void
several_reports_are_written_at_once(void **state)
{
	struct fixture *f = *state;
	struct sink text = { .len = 0 }, gcc = { .len = 0 };
	struct sink json = { .len = 0 };

	assert_int_equal(gcl_linter_output(f->l, "text", take, &text,
	    &f->err), GCL_OK);
	assert_int_equal(gcl_linter_output(f->l, "gcc", take, &gcc, &f->err),
	    GCL_OK);
	assert_int_equal(gcl_linter_output(f->l, "json", take, &json,
	    &f->err), GCL_OK);
	lint_ok(f, "call.json", FAULTY);
	finish(f);
	assert_int_equal(f->n_seen, 2);
	assert_non_null(strstr(gcc.text, "call.json:1:16: warning: "));
	assert_non_null(strstr(gcc.text, "[address-scheme]\n"));
	assert_non_null(strstr(text.text, "[address-scheme]\n"));
	assert_non_null(strstr(text.text, "^~~"));
	assert_null(strstr(gcc.text, "^~~"));
	assert_int_equal(strncmp(json.text, "{\"version\":1,", 13), 0);
	assert_non_null(strstr(json.text, "\"rule\":\"address-scheme\""));
}

static void
a_report_without_inputs_is_whole(void **state)
{
	struct fixture *f = *state;
	struct sink json = { .len = 0 };

	assert_int_equal(gcl_linter_output(f->l, "json", take, &json,
	    &f->err), GCL_OK);
	finish(f);
	assert_non_null(strstr(json.text, "\"findings\":[]"));
	assert_string_equal(json.text + json.len - 2, "}\n");
}

static void
an_unknown_format_is_told_with_the_nearest(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(gcl_linter_output(f->l, "jsn", take, NULL, &f->err),
	    GCL_EUSAGE);
	assert_non_null(strstr(f->err.text, "did you mean 'json'?"));
	assert_int_equal(gcl_linter_output(f->l, "yaml5", take, NULL,
	    &f->err), GCL_EUSAGE);
	assert_non_null(strstr(f->err.text, "no format 'yaml5'"));
}

static void
a_report_is_added_before_the_first_input(void **state)
{
	struct fixture *f = *state;
	struct sink json = { .len = 0 };

	lint_ok(f, "call.json", CLEAN);
	assert_int_equal(gcl_linter_output(f->l, "json", take, &json,
	    &f->err), GCL_EUSAGE);
	assert_string_equal(f->err.text,
	    "a report must be added before the first input");
	finish(f);
	assert_int_equal(json.len, 0);
}

static void
the_last_report_that_cannot_be_written_ends_the_run(void **state)
{
	struct fixture *f = *state;
	struct sink full = { .room = 1 };
	char a[128], b[128];
	const char *paths[2];

	paths[0] = put_file(f, "a.json", FAULTY, a);
	paths[1] = put_file(f, "b.json", FAULTY, b);
	assert_int_equal(gcl_linter_output(f->l, "gcc", take, &full,
	    &f->err), GCL_OK);
	assert_int_equal(gcl_lint_paths(f->l, paths, 2, &f->err),
	    GCL_EOUTPUT);
	assert_int_equal(f->err.status, GCL_EOUTPUT);
	assert_string_equal(f->err.text, gcl_strstatus(GCL_EOUTPUT));
	/* The second file has not been opened. */
	assert_int_equal(f->n_seen, 2);
	assert_int_equal(lint(f, "call.json", FAULTY), GCL_EOUTPUT);
	assert_int_equal(gcl_linter_finish(f->l, &f->totals, &f->err),
	    GCL_EOUTPUT);
	assert_string_equal(f->err.text, gcl_strstatus(GCL_EOUTPUT));
	/* A sink that failed is not asked again. */
	assert_int_equal(full.failed, 1);
	assert_int_equal(full.len, 0);
}

static void
a_report_that_cannot_be_written_leaves_the_others(void **state)
{
	struct fixture *f = *state;
	struct sink full = { .room = 1 }, good = { .len = 0 };
	char a[128], b[128];
	const char *paths[2];

	paths[0] = put_file(f, "a.json", FAULTY, a);
	paths[1] = put_file(f, "b.json", FAULTY, b);
	assert_int_equal(gcl_linter_output(f->l, "gcc", take, &full,
	    &f->err), GCL_OK);
	assert_int_equal(gcl_linter_output(f->l, "gcc", take, &good,
	    &f->err), GCL_OK);
	assert_int_equal(gcl_lint_paths(f->l, paths, 2, &f->err), GCL_OK);
	assert_non_null(strstr(good.text, a));
	assert_non_null(strstr(good.text, b));
	assert_int_equal(gcl_linter_finish(f->l, &f->totals, &f->err),
	    GCL_EOUTPUT);
}

static void
a_report_that_fails_at_its_end_is_told_at_the_end(void **state)
{
	struct fixture *f = *state;
	struct sink whole = { .len = 0 }, cut = { .len = 0 };

	assert_int_equal(gcl_linter_output(f->l, "json", take, &whole,
	    &f->err), GCL_OK);
	lint_ok(f, "call.json", FAULTY);
	finish(f);
	gcl_linter_free(f->l);
	assert_int_equal(gcl_linter_new(&f->l, &f->err), GCL_OK);
	cut.room = whole.len - 1;
	assert_int_equal(gcl_linter_output(f->l, "json", take, &cut,
	    &f->err), GCL_OK);
	lint_ok(f, "call.json", FAULTY);
	assert_int_equal(gcl_linter_finish(f->l, &f->totals, &f->err),
	    GCL_EOUTPUT);
	assert_int_equal(f->totals.errors, 1);
}

/* ---- descriptions ---- */

static void
what_there_is_can_be_described(void **state)
{
	static const struct {
		const char *what, *name, *say;
	} rows[] = {
		{ "rules", NULL, "\naddress-e164 " },
		{ "rules", NULL, "json-comment " },
		{ "kinds", NULL, "\nmatch " },
		{ "formats", NULL, "json " },
		{ "packs", NULL, "call-conversation: " },
		{ "packs", NULL, "POST /api/v2/conversations/calls" },
		{ "rule", "address-e164", "address-e164: " },
		{ "rule", "address-e164", "HTTP 422" },
		{ "rule", "address-scheme", "\nBad\n" },
	};
	struct fixture *f = *state;
	struct sink out;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		out = (struct sink){ .len = 0 };
		assert_int_equal(gcl_describe(f->l, rows[i].what,
		    rows[i].name, take, &out, &f->err), GCL_OK);
		if (!strstr(out.text, rows[i].say))
			fail_msg("%s:\n%s", rows[i].what, out.text);
	}
	/* Which leaves the linter as it was. */
	set(f, "quiet", "no");
	lint_ok(f, "call.json", FAULTY);
	assert_int_equal(f->n_seen, 2);
}

static void
what_there_is_not_cannot_be_described(void **state)
{
	struct fixture *f = *state;
	struct sink out = { .len = 0 }, full = { .room = 1 };

	assert_int_equal(gcl_describe(f->l, "rulez", NULL, take, &out,
	    &f->err), GCL_EUSAGE);
	assert_string_equal(f->err.text, "nothing is known of 'rulez'");
	assert_int_equal(gcl_describe(f->l, "rule", "adress-e164", take, &out,
	    &f->err), GCL_EUSAGE);
	assert_string_equal(f->err.text,
	    "no rule 'adress-e164': did you mean 'address-e164'?");
	assert_int_equal(gcl_describe(f->l, "rule", NULL, take, &out,
	    &f->err), GCL_EUSAGE);
	assert_int_equal(out.len, 0);
	assert_int_equal(gcl_describe(f->l, "kinds", NULL, take, &full,
	    &f->err), GCL_EOUTPUT);
	assert_int_equal(f->err.status, GCL_EOUTPUT);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(the_version_and_every_status_have_words),
		TEST(options_take_their_values_and_no_others),
		TEST(an_unknown_option_is_told_with_the_nearest),
		TEST(options_are_set_before_the_first_input),
		TEST(findings_come_in_order_with_their_place),
		TEST(totals_go_over_all_inputs),
		TEST(bytes_need_no_nul_behind_them),
		TEST(severities_are_overridden_the_last_one_wins),
		TEST(an_override_of_an_unknown_rule_is_told_before_any_output),
		TEST(the_fail_level_says_what_counts_as_failing),
		TEST(what_is_too_large_or_too_deep_is_told),
		TEST(the_input_kind_may_be_forced),
		TEST(a_pack_from_a_file_is_used),
		TEST(a_faulty_pack_is_told_with_its_place),
		TEST(a_pattern_that_gives_up_is_told_and_counted),
		TEST(paths_are_read_and_what_cannot_be_is_told),
		TEST(what_is_named_is_a_payload_or_faulty),
		TEST(paths_are_listed_without_being_read),
		TEST(a_list_that_cannot_be_written_is_told),
		TEST(verbose_notices_say_which_pack_and_why),
		TEST(several_reports_are_written_at_once),
		TEST(a_report_without_inputs_is_whole),
		TEST(an_unknown_format_is_told_with_the_nearest),
		TEST(a_report_is_added_before_the_first_input),
		TEST(the_last_report_that_cannot_be_written_ends_the_run),
		TEST(a_report_that_cannot_be_written_leaves_the_others),
		TEST(a_report_that_fails_at_its_end_is_told_at_the_end),
		TEST(what_there_is_can_be_described),
		TEST(what_there_is_not_cannot_be_described),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
