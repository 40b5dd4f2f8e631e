/*
 * Baselines: which findings are known, what is written, and what is refused.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "lint/baseline.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

/* A call in which ' is written for ", with one fault in its address. */
#define CALL(address) "{'type':'call','participants':[{'address':'" address \
	"','addressType':'phone','state':'initial','mediaTypes':['call']}]}"

struct fixture {
	struct baseline *b;
	struct buf text, out;
	struct gcl_error err;
	char path[32];			/* of a file, or "" */
	unsigned n_known, n_new;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f || gcl_baseline_new("/repo", &f->b) != GCL_OK)
		return -1;
	gcl_buf_init(&f->text, LIMIT_TEXT_BYTES);
	gcl_buf_init(&f->out, LIMIT_TEXT_BYTES);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	if (*f->path)
		unlink(f->path);
	gcl_baseline_free(f->b);
	gcl_buf_release(&f->text);
	gcl_buf_release(&f->out);
	free(f);
	return 0;
}

/* ---- tools ---- */

static struct span
quoted(struct fixture *f, const char *text)
{
	char *p;

	gcl_buf_reset(&f->text);
	gcl_buf_adds(&f->text, text);
	assert_non_null(gcl_buf_str(&f->text));
	for (p = f->text.ptr; (p = strchr(p, '\'')); p++)
		*p = '"';
	return gcl_buf_span(&f->text);
}

static enum gcl_status
load_span(struct fixture *f, struct span text)
{
	int fd;

	if (!*f->path) {
		strcpy(f->path, "/tmp/gclint-test-XXXXXX");
		fd = mkstemp(f->path);
	} else {
		fd = open(f->path, O_WRONLY | O_TRUNC);
	}
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.ptr, text.len), text.len);
	close(fd);
	gcl_error_reset(&f->err);
	return gcl_baseline_load(f->b, f->path, "see", &f->err);
}

static void
start_anew(struct fixture *f)
{
	gcl_baseline_free(f->b);
	assert_int_equal(gcl_baseline_new("/repo", &f->b), GCL_OK);
}

static const char *
written(struct fixture *f)
{
	gcl_buf_reset(&f->out);
	assert_int_equal(gcl_baseline_write(f->b, true, &f->out), GCL_OK);
	return gcl_buf_str(&f->out);
}

/* What is written now is what is known next. */
static void
keep(struct fixture *f)
{
	written(f);
	start_anew(f);
	if (load_span(f, gcl_buf_span(&f->out)) != GCL_OK)
		fail_msg("%s", f->err.text);
}

static void
begin(struct fixture *f, const char *full)
{
	f->n_known = f->n_new = 0;
	assert_int_equal(gcl_baseline_begin(f->b, full), GCL_OK);
}

static void
meet(void *ctx, const struct gcl_finding *finding)
{
	enum gcl_baseline is = GCL_BASELINE_NONE;
	struct fixture *f = ctx;

	assert_int_equal(gcl_baseline_meet(f->b, finding, &is), GCL_OK);
	f->n_known += is == GCL_BASELINE_KNOWN;
	f->n_new += is == GCL_BASELINE_NEW;
	assert_int_not_equal(is, GCL_BASELINE_NONE);
}

static void
meet_one(struct fixture *f, const char *rule, const char *pointer,
	const char *fingerprint)
{
	const struct gcl_finding finding = { .rule = rule,
		.pointer = pointer, .pointer_len = pointer ?
		strlen(pointer) : 0, .fingerprint = fingerprint };

	meet(f, &finding);
}

/* Lint a payload as the file a.json. */
static void
lint(struct fixture *f, const char *payload)
{
	struct span text = quoted(f, payload);
	struct gcl_error err = { GCL_OK, "" };
	struct gcl_totals totals;
	struct gcl_linter *l;

	begin(f, "/repo/a.json");
	assert_int_equal(gcl_linter_new(&l, &err), GCL_OK);
	gcl_linter_on_finding(l, meet, f);
	assert_int_equal(gcl_lint_buffer(l, "a.json", text.ptr, text.len,
	    &err), GCL_OK);
	assert_int_equal(gcl_linter_finish(l, &totals, &err), GCL_OK);
	gcl_linter_free(l);
}

static void
assert_met(const struct fixture *f, unsigned known, unsigned new)
{
	assert_int_equal(f->n_known, known);
	assert_int_equal(f->n_new, new);
}

static void
assert_stale(const struct fixture *f, uint64_t entries, uint64_t findings)
{
	struct baseline_stale stale = gcl_baseline_stale(f->b);

	assert_int_equal(stale.entries, entries);
	assert_int_equal(stale.findings, findings);
}

#define ENTRY(file, rule, rest, count) "{'file':'" file "','rule':'" rule \
	"','pointer':" rest ",'count':" count "}"
#define SHAPE(c) "'shape':'" c c c c c c c c c c c c c c c c "'"
#define FILE_OF(lines) \
	"{'version':1,'tool':'gclint','findings':[" lines "]}\n"

/* ---- matching ---- */

static void
without_a_baseline_all_is_new(void **state)
{
	struct fixture *f = *state;

	lint(f, CALL("+15551234567"));
	assert_met(f, 0, 1);
	assert_stale(f, 0, 0);
}

static void
what_was_written_is_known(void **state)
{
	struct fixture *f = *state;

	lint(f, CALL("+15551234567"));
	keep(f);
	lint(f, CALL("+15551234567"));
	assert_met(f, 1, 0);
	assert_stale(f, 0, 0);
}

static void
lines_layout_and_digits_do_not_matter(void **state)
{
	static const char *const payloads[] = {
		"\n\n\n" CALL("+15551234567"),
		"{ 'type' : 'call',\r\n\t'participants' : [ {\r\n"
		"'mediaTypes': ['call'], 'state': 'initial',\r\n"
		"'addressType': 'phone', 'address' :'+15551234567' } ] }\n",
		CALL("+15550100199"),
	};
	struct fixture *f = *state;
	size_t i;

	lint(f, CALL("+15551234567"));
	keep(f);
	for (i = 0; i < ROWS(payloads); i++) {
		lint(f, payloads[i]);
		assert_met(f, 1, 0);
	}
}

static void
another_fault_is_new(void **state)
{
	static const char *const payloads[] = {
		/* Another shape, another rule, another place. */
		CALL("+1555123456"),
		CALL("tel:15551234567"),
		"{'type':'call','participants':[{'address':'tel:+15551234567',"
		"'addressType':'phone','state':'initial',"
		"'mediaTypes':['call']},{'address':'+15551234567',"
		"'addressType':'phone','state':'initial',"
		"'mediaTypes':['call']}]}",
	};
	struct fixture *f = *state;
	size_t i;

	lint(f, CALL("+15551234567"));
	keep(f);
	for (i = 0; i < ROWS(payloads); i++) {
		lint(f, payloads[i]);
		assert_met(f, 0, 1);
		assert_stale(f, 1, 1);
	}
}

static void
text_that_is_not_json_has_no_pointer(void **state)
{
	struct fixture *f = *state;

	lint(f, "{'type':'call','participants':[}");
	assert_met(f, 0, 1);
	assert_non_null(strstr(written(f), "\"pointer\":null"));
	keep(f);
	lint(f, "{'type':'call','participants':[}");
	assert_met(f, 1, 0);
	begin(f, "/repo/a.json");
	meet_one(f, "json-syntax", "", "0000000000000000");
	assert_met(f, 0, 1);
}

static void
one_more_of_a_kind_is_new(void **state)
{
	struct fixture *f = *state;
	unsigned i;

	begin(f, "/repo/a.json");
	for (i = 0; i < 3; i++)
		meet_one(f, "a", "/x", "0123456789abcdef");
	keep(f);
	begin(f, "/repo/a.json");
	for (i = 0; i < 4; i++)
		meet_one(f, "a", "/x", "0123456789abcdef");
	assert_met(f, 3, 1);
}

static void
a_file_that_begins_again_is_counted_anew(void **state)
{
	struct fixture *f = *state;

	lint(f, CALL("+15551234567"));
	keep(f);
	lint(f, CALL("+15551234567"));
	lint(f, CALL("+15551234567"));
	assert_met(f, 1, 0);
	lint(f, CALL("tel:+15551234567"));
	assert_met(f, 0, 0);
	assert_stale(f, 1, 1);
	assert_string_equal(written(f),
	    "{\"version\":1,\"tool\":\"gclint\",\"findings\":[]}\n");
}

static void
findings_belong_to_their_file(void **state)
{
	struct fixture *f = *state;

	begin(f, "/repo/a.json");
	meet_one(f, "a", "/x", "0123456789abcdef");
	keep(f);
	begin(f, "/repo/b.json");
	meet_one(f, "a", "/x", "0123456789abcdef");
	assert_met(f, 0, 1);
	assert_stale(f, 0, 0);
}

/* ---- writing ---- */

static void
a_subset_leaves_the_rest_as_it_was(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load_span(f, quoted(f, FILE_OF(
	    ENTRY("a.json", "a", "''," SHAPE("0"), "2") ","
	    ENTRY("a.json", "b", "''," SHAPE("0"), "1") ","
	    ENTRY("b.json", "a", "''," SHAPE("0"), "7")))), GCL_OK);
	begin(f, "/repo/a.json");
	meet_one(f, "a", "", "0000000000000000");
	meet_one(f, "c", "", "0000000000000000");
	assert_met(f, 1, 1);
	assert_stale(f, 2, 2);
	written(f);
	assert_string_equal(f->out.ptr, quoted(f, FILE_OF("\n"
	    ENTRY("a.json", "a", "''," SHAPE("0"), "1") ",\n"
	    ENTRY("a.json", "c", "''," SHAPE("0"), "1") ",\n"
	    ENTRY("b.json", "a", "''," SHAPE("0"), "7") "\n")).ptr);
}

/* What is new stays new, and what is gone goes. */
static void
a_baseline_can_be_pruned_alone(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load_span(f, quoted(f, FILE_OF(
	    ENTRY("a.json", "a", "''," SHAPE("0"), "2") ","
	    ENTRY("a.json", "b", "''," SHAPE("0"), "1") ","
	    ENTRY("a.json", "d", "''," SHAPE("0"), "3") ","
	    ENTRY("/dev%2fnull", "a", "''," SHAPE("0"), "7") ","
	    ENTRY("/dev/null/x", "a", "''," SHAPE("0"), "7") ","
	    ENTRY("<stdin>", "a", "''," SHAPE("0"), "7") ","
	    ENTRY("gone.json", "a", "''," SHAPE("0"), "7")))), GCL_OK);
	begin(f, "/repo/a.json");
	meet_one(f, "a", "", "0000000000000000");
	meet_one(f, "b", "", "0000000000000000");
	meet_one(f, "b", "", "0000000000000000");
	meet_one(f, "c", "", "0000000000000000");
	gcl_buf_reset(&f->out);
	assert_int_equal(gcl_baseline_write(f->b, false, &f->out), GCL_OK);
	assert_non_null(gcl_buf_str(&f->out));
	assert_string_equal(f->out.ptr, quoted(f, FILE_OF("\n"
	    ENTRY("/dev%2fnull", "a", "''," SHAPE("0"), "7") ",\n"
	    ENTRY("<stdin>", "a", "''," SHAPE("0"), "7") ",\n"
	    ENTRY("a.json", "a", "''," SHAPE("0"), "1") ",\n"
	    ENTRY("a.json", "b", "''," SHAPE("0"), "1") "\n")).ptr);
}

/* It is not gone as long as it is found, but goes when it is written anew. */
static void
what_is_suppressed_is_not_gone(void **state)
{
	const struct gcl_finding finding = { .rule = "a", .pointer = "",
		.fingerprint = "0000000000000000" };
	struct fixture *f = *state;

	assert_int_equal(load_span(f, quoted(f, FILE_OF(
	    ENTRY("a.json", "a", "''," SHAPE("0"), "2")))), GCL_OK);
	begin(f, "/repo/a.json");
	assert_int_equal(gcl_baseline_pass(f->b, &finding), GCL_OK);
	assert_int_equal(gcl_baseline_stale(f->b).findings, 1);
	assert_int_equal(gcl_baseline_pass(f->b, &finding), GCL_OK);
	assert_int_equal(gcl_baseline_stale(f->b).findings, 0);
	gcl_buf_reset(&f->out);
	assert_int_equal(gcl_baseline_write(f->b, false, &f->out), GCL_OK);
	assert_null(strstr(gcl_buf_str(&f->out), "a.json"));
}

static void
meet_rows(struct fixture *f, size_t step)
{
	static const struct {
		const char *file, *rule, *pointer, *shape;
	} rows[] = {
		{ "/repo/a", "a", NULL, "ffffffffffffffff" },
		{ "/repo/a", "a", "", "0000000000000000" },
		{ "/repo/a", "a", "/a", "0000000000000000" },
		{ "/repo/a", "a", "/a", "1111111111111111" },
		{ "/repo/a", "a", "/a b", "0000000000000000" },
		{ "/repo/a", "a-b", "/a", "0000000000000000" },
		{ "/repo/a b", "a", "/a", "0000000000000000" },
	};
	const char *file = "";
	size_t i, at;

	for (i = 0; i < ROWS(rows); i++) {
		at = i * step % (ROWS(rows) - 1);
		at = i == ROWS(rows) - 1 ? i : at;
		if (strcmp(file, rows[at].file) != 0)
			begin(f, rows[at].file);
		file = rows[at].file;
		meet_one(f, rows[at].rule, rows[at].pointer, rows[at].shape);
	}
}

static void
entries_are_sorted_whatever_the_order(void **state)
{
	static const char sorted[] = FILE_OF("\n"
	    ENTRY("a", "a", "null," SHAPE("f"), "1") ",\n"
	    ENTRY("a", "a", "''," SHAPE("0"), "1") ",\n"
	    ENTRY("a", "a", "'/a'," SHAPE("0"), "1") ",\n"
	    ENTRY("a", "a", "'/a'," SHAPE("1"), "1") ",\n"
	    ENTRY("a", "a", "'/a b'," SHAPE("0"), "1") ",\n"
	    ENTRY("a", "a-b", "'/a'," SHAPE("0"), "1") ",\n"
	    ENTRY("a b", "a", "'/a'," SHAPE("0"), "1") "\n");
	struct fixture *f = *state;
	size_t step;

	for (step = 1; step <= 5; step += 4) {
		start_anew(f);
		meet_rows(f, step);
		written(f);
		assert_string_equal(f->out.ptr, quoted(f, sorted).ptr);
	}
}

/* A name as it is written comes back as the same file. */
static void
any_name_is_kept(void **state)
{
	static const struct {
		const char *full, *file;
	} rows[] = {
		{ "/repo/sub/a.json", "sub/a.json" },
		{ "/repos/a.json", "/repos/a.json" },
		{ "/elsewhere/a.json", "/elsewhere/a.json" },
		{ "<stdin>", "<stdin>" },
		{ "/repo/a\nb\t\"c\\.json", "a\\nb\\t\\\"c\\\\.json" },
		{ "/repo/\303\244 \360\237\230\200.json",
		    "\303\244 \360\237\230\200.json" },
		{ "/repo/\342\200\256nosj", "\\u202enosj" },
		{ "/repo/a\377.json", "a%FF.json" },
		{ "/repo/a\376.json", "a%FE.json" },
		{ "/repo/a\303", "a%C3" },
		{ "/repo/a%FF.json", "a%25FF.json" },
		{ "/repo/\033[31m", "\\u001b[31m" },
	};
	struct fixture *f = *state;
	char expect[128];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		begin(f, rows[i].full);
		meet_one(f, "a", "", "0000000000000000");
	}
	written(f);
	for (i = 0; i < ROWS(rows); i++) {
		snprintf(expect, sizeof(expect), "\n{\"file\":\"%s\",",
		    rows[i].file);
		assert_non_null(strstr(f->out.ptr, expect));
	}
	keep(f);
	for (i = 0; i < ROWS(rows); i++) {
		begin(f, rows[i].full);
		meet_one(f, "a", "", "0000000000000000");
		assert_met(f, 1, 0);
	}
}

static void
the_root_is_a_folder_too(void **state)
{
	struct fixture *f = *state;

	gcl_baseline_free(f->b);
	assert_int_equal(gcl_baseline_new("/", &f->b), GCL_OK);
	begin(f, "/a.json");
	meet_one(f, "a", "", "0000000000000000");
	assert_non_null(strstr(written(f), "\"file\":\"a.json\""));
}

/* A number as a member's name is none that anybody could call. */
static void
no_number_is_written(void **state)
{
	struct fixture *f = *state;

	begin(f, "/repo/a.json");
	meet_one(f, "a", "/map/+1 (555) 123-4567", "0000000000000000");
	written(f);
	assert_non_null(strstr(f->out.ptr, "\"/aaa/+9 (999) 999-9999\""));
	keep(f);
	begin(f, "/repo/a.json");
	meet_one(f, "a", "/map/+1 (555) 010-0199", "0000000000000000");
	assert_met(f, 1, 0);
}

static void
pointers_of_any_bytes_are_kept(void **state)
{
	static const struct gcl_finding rows[] = {
		{ .rule = "a", .fingerprint = "0000000000000000",
		    .pointer = "/a\0b", .pointer_len = 4 },
		{ .rule = "a", .fingerprint = "0000000000000000",
		    .pointer = "/a\377", .pointer_len = 3 },
		{ .rule = "a", .fingerprint = "0000000000000000",
		    .pointer = "/a%FF", .pointer_len = 5 },
		{ .rule = "a", .fingerprint = "0000000000000000",
		    .pointer = "/\"\\\n", .pointer_len = 4 },
	};
	struct fixture *f = *state;
	size_t i;

	begin(f, "/repo/a.json");
	for (i = 0; i < ROWS(rows); i++)
		meet(f, &rows[i]);
	assert_met(f, 0, ROWS(rows));
	keep(f);
	begin(f, "/repo/a.json");
	for (i = 0; i < ROWS(rows); i++)
		meet(f, &rows[i]);
	assert_met(f, ROWS(rows), 0);
}

/* Enough that anything quadratic would be felt. */
static void
a_large_baseline_is_whole(void **state)
{
	struct fixture *f = *state;
	char pointer[32];
	size_t i;

	begin(f, "/repo/a.json");
	for (i = 0; i < 50000; i++) {
		snprintf(pointer, sizeof(pointer), "/%zu", i);
		meet_one(f, "a", pointer, "0000000000000000");
	}
	assert_met(f, 0, 50000);
	keep(f);
	begin(f, "/repo/a.json");
	assert_stale(f, 50000, 50000);
	for (i = 50000; i-- > 1;) {
		snprintf(pointer, sizeof(pointer), "/%zu", i);
		meet_one(f, "a", pointer, "0000000000000000");
	}
	assert_met(f, 49999, 0);
	assert_stale(f, 1, 1);
}

/* ---- what is refused ---- */

static void
a_faulty_file_is_refused_at_its_fault(void **state)
{
	static const struct {
		const char *text, *say;
	} rows[] = {
		{ "", ":1:1: " },
		{ "[]", ":1:1: a baseline is an object, not an array" },
		{ "{'version':1,'tool':'gclint'}", ":1:1: " },
		{ "{'version':2,'tool':'gclint','findings':[]}",
		    ":1:12: version 2 of a baseline is for a later gclint" },
		{ "{'version':0,'tool':'gclint','findings':[]}", ":1:12: " },
		{ "{'version':1.0,'tool':'gclint','findings':[]}",
		    ":1:12: " },
		{ "{'version':'1','tool':'gclint','findings':[]}",
		    ":1:12: " },
		{ "{'version':1,'tool':'other','findings':[]}",
		    ":1:21: the baseline is one of \"other\"" },
		{ "{'version':1,'tool':'gclint','findings':[],'x':1}",
		    ":1:44: " },
		{ "{'version':1,'tool':'gclint','findings':[],"
		    "'findings':[]}", ":1:44: " },
		{ "{'version':1,'tool':'gclint','findings':{}}", ":1:41: " },
		{ FILE_OF("\n7"), ":2:1: findings[0] is a number" },
		{ FILE_OF("\n\n<<<<<<< ours\n"), ":3:1: " },
		{ FILE_OF(ENTRY("a", "a", "''," SHAPE("0"), "1") ","),
		    ":1:" },
		{ FILE_OF("\n" ENTRY("", "a", "''," SHAPE("0"), "1")),
		    ":2:9: file is empty" },
		{ FILE_OF("\n" ENTRY("a", "", "''," SHAPE("0"), "1")),
		    ":2:20: rule is empty" },
		{ FILE_OF("\n" ENTRY("a", "\\u0000", "''," SHAPE("0"), "1")),
		    ":2:" },
		{ FILE_OF("\n" ENTRY("a", "a", "7," SHAPE("0"), "1")),
		    ":2:34: " },
		{ FILE_OF("\n" ENTRY("a", "a", "'','shape':'xyz'", "1")),
		    ":2:45: shape is \"xyz\", not 16 hex" },
		{ FILE_OF("\n" ENTRY("a", "a", "''", "1")),
		    ":2:1: an entry has no shape" },
		{ FILE_OF("\n" ENTRY("a", "a", "''," SHAPE("0"), "0")),
		    ":2:" },
		{ FILE_OF("\n" ENTRY("a", "a", "''," SHAPE("0"), "-1")),
		    ":2:" },
		{ FILE_OF("\n" ENTRY("a", "a", "''," SHAPE("0"), "1e3")),
		    ":2:" },
		{ FILE_OF("\n" ENTRY("a", "a", "''," SHAPE("0"),
		    "18446744073709551617")), ":2:" },
		{ FILE_OF("\n" ENTRY("a", "a", "''," SHAPE("0"), "1") ",\n"
		    ENTRY("a", "a", "''," SHAPE("0"), "2")),
		    ":3:1: two entries for the same file" },
	};
	struct fixture *f = *state;
	const char *said;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		start_anew(f);
		if (load_span(f, quoted(f, rows[i].text)) != GCL_EUSAGE)
			fail_msg("%s is read", rows[i].text);
		said = f->err.text + strlen(f->path);
		if (strncmp(f->err.text, f->path, strlen(f->path)) ||
		    strncmp(said, rows[i].say, strlen(rows[i].say)))
			fail_msg("%s: %s", rows[i].text, f->err.text);
		assert_non_null(strstr(said,
		    "; see"));
	}
}

static void
a_missing_file_is_no_empty_one(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(gcl_baseline_load(f->b, "/nowhere/base.json", "see",
	    &f->err), GCL_EUSAGE);
	assert_string_equal(f->err.text, "there is no baseline "
	    "'/nowhere/base.json': --write-baseline makes one");
	gcl_error_reset(&f->err);
	assert_int_equal(gcl_baseline_load(f->b, "/", "see", &f->err), GCL_EUSAGE);
	assert_non_null(strstr(f->err.text, "cannot read the baseline '/'"));
}

int
main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(without_a_baseline_all_is_new),
		TEST(what_was_written_is_known),
		TEST(lines_layout_and_digits_do_not_matter),
		TEST(another_fault_is_new),
		TEST(text_that_is_not_json_has_no_pointer),
		TEST(one_more_of_a_kind_is_new),
		TEST(a_file_that_begins_again_is_counted_anew),
		TEST(findings_belong_to_their_file),
		TEST(a_subset_leaves_the_rest_as_it_was),
		TEST(a_baseline_can_be_pruned_alone),
		TEST(what_is_suppressed_is_not_gone),
		TEST(entries_are_sorted_whatever_the_order),
		TEST(any_name_is_kept),
		TEST(the_root_is_a_folder_too),
		TEST(no_number_is_written),
		TEST(pointers_of_any_bytes_are_kept),
		TEST(a_large_baseline_is_whole),
		TEST(a_faulty_file_is_refused_at_its_fault),
		TEST(a_missing_file_is_no_empty_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
