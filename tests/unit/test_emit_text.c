/*
 * The report for people, byte by byte.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "report.h"

#define MACHINE "call.json:1:1: error: address has no URI scheme " \
	"[address-scheme]\n"
#define WHERE "    = at /participants/0/address -> HTTP 400\n"

static void
the_documented_example(void **state)
{
	const struct gcl_totals t = {
		.files = 1, .files_with_findings = 1, .errors = 1,
		.fixable = 1,
	};
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "text");
	f = report_take(&r, "{\n  \"participants\": [\n  {\n"
		"    \"address\": @\"+15551234567\"@,\n  }\n]}\n");
	f.help = "\"tel:+15551234567\"";
	gcl_emit_begin(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_int_equal(gcl_emit_end(&r.e, &t), GCL_OK);
	assert_string_equal(report_text(&r),
"call.json:4:16: error: address has no URI scheme [address-scheme]\n"
"    |\n"
"  4 |     \"address\": \"+15551234567\",\n"
"    |                ^~~~~~~~~~~~~~ help: \"tel:+15551234567\"\n"
"    = at /participants/0/address -> HTTP 400\n"
"1 error in 1 of 1 files (1 fixable with --fix)\n");
	report_release(&r);
}

/* The finding alone, written with those settings, and without a footer. */
static const char *
written(struct report *r, const struct gcl_finding *f)
{
	gcl_emit_finding(&r->e, f, &r->src);
	return report_text(r);
}

/* The lines of a snippet; 20 columns leave 14 for the text, 44 leave 38. */
static const struct {
	const char *marked;
	unsigned width;
	const char *want;
} snippets[] = {
	/* places */
	{ "[@]@", 0, "  1 | []\n    |  ^\n" },
	{ "[@12@]", 0, "  1 | [12]\n    |  ^~\n" },
	{ "[@@ 1]", 0, "  1 | [ 1]\n    |  ^\n" },
	{ "[1@@", 0, "  1 | [1\n    |   ^\n" },
	{ "@@", 0, "  1 |\n    | ^\n" },
	{ "[1,\n\n@@", 0, "  3 |\n    | ^\n" },
	{ " @{\n}@", 0, "  1 |  {\n    |  ^\n" },
	{ "[@\"a\r\nb\"@]", 0, "  1 | [\"a\n    |  ^~\n" },
	{ "\"a\r@\n@b\"", 0, "  1 | \"a\n    |   ^\n" },
	{ "\n\n\n\n\n\n\n\n\n[@1@]", 0, "  10 | [1]\n     |  ^\n" },
	/* columns */
	{ "\t\"a\":\t@1@", 0, "  1 | \t\"a\":\t1\n    | \t    \t^\n" },
	{ "[@\"a\tb\"@]", 0, "  1 | [\"a\tb\"]\n    |  ^~~~~~~~~~~\n" },
	{ "\"\xe4\xbd\xa0\": @\"\xe5\xa5\xbd\"@", 0,
	  "  1 | \"\xe4\xbd\xa0\": \"\xe5\xa5\xbd\"\n    |       ^~~~\n" },
	{ "\"e\xcc\x81\": @\"o\xcc\x88\"@", 0,
	  "  1 | \"e\xcc\x81\": \"o\xcc\x88\"\n    |      ^~~\n" },
	{ "\"e@\xcc\x81@x\"", 0, "  1 | \"e\xcc\x81x\"\n    |  ^\n" },
	{ "\"\x1b[31m\": @\"a\xff\"@", 0,
	  "  1 | \"\\x1B[31m\": \"a\\xFF\"\n    |             ^~~~~~~\n" },
	{ "\"\xc2\x85\xe2\x80\xae\", @1@", 0,
	  "  1 | \"\\x85\\u{202E}\", 1\n    |                 ^\n" },
	/* long lines */
	{ "{\"a\":@1@,\"b\":2}", 20,
	  "  1 | {\"a\":1,\"b\":2}\n    |      ^\n" },
	{ "{\"a\":@1@,\"b\":23}", 20,
	  "  1 | {\"a\":1,\"b\":23}\n    |      ^\n" },
	{ "{\"a\":@1@,\"b\":234}", 20,
	  "  1 | {\"a\":1,\"b\":23\xe2\x80\xa6\n    |      ^\n" },
	{ "{\"a\":1,\"b\":23@4@}", 20,
	  "  1 | \xe2\x80\xa6" "a\":1,\"b\":234}\n    |             ^\n" },
	{ "{\"a\":1,\"b\":[@2@,3,4,5,6,7,8,9]}", 20,
	  "  1 | {\"a\":1,\"b\":[2\xe2\x80\xa6\n    |             ^\n" },
	{ "{\"a\":1,\"b\":[2@,@3,4,5,6,7,8,9]}", 20,
	  "  1 | \xe2\x80\xa6\"b\":[2,3,4,5\xe2\x80\xa6\n"
	  "    |        ^\n" },
	{ "{\"a\":@\"+15551234567\"@}", 20,
	  "  1 | \xe2\x80\xa6\"+1555123456\xe2\x80\xa6\n"
	  "    |  ^~~~~~~~~~~~~\n" },
	{ "@{\"address\":\"+15551234567\"}@", 20,
	  "  1 | {\"address\":\"+\xe2\x80\xa6\n    | ^~~~~~~~~~~~~~\n" },
	{ "{\"address\":\"+15551234567@@", 20,
	  "  1 | \xe2\x80\xa6+15551234567\n    |              ^\n" },
	{ "12345678901234@@", 20,
	  "  1 | \xe2\x80\xa6" "345678901234\n    |              ^\n" },
	{ "123456789012345\r@\n@", 20,
	  "  1 | \xe2\x80\xa6" "456789012345\n    |              ^\n" },
	{ "{\"type\":\"call\",\"address\":"
	  "@\"tel:+15551234567;ext=1234567890123456\"@}", 44,
	  "  1 | \xe2\x80\xa6" "address\":"
	  "\"tel:+15551234567;ext=12345\xe2\x80\xa6\n"
	  "    |           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~\n" },
	{ "{\"a\":\"\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0\", \"b\":@1@}", 20,
	  "  1 | \xe2\x80\xa6\xe4\xbd\xa0\xe4\xbd\xa0\", \"b\":1}\n"
	  "    |             ^\n" },
	{ "{\"a\":\"\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0\", @0@:1}", 20,
	  "  1 | \xe2\x80\xa6\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0\", 0:1}\n"
	  "    |           ^\n" },
	{ "[\"123456789\",\"@\xf3\xa0\x81\xbf@\"]", 1,
	  "  1 | \xe2\x80\xa6\"\\u{E007F}\xe2\x80\xa6\n"
	  "    |   ^~~~~~~~~\n" },
};

static void
a_snippet_shows_and_marks_the_place(void **state)
{
	struct gcl_finding f;
	struct report r;
	char *end;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(snippets); i++) {
		report_init(&r, "text");
		r.e.width = snippets[i].width;
		f = report_take(&r, snippets[i].marked);
		written(&r, &f);
		end = strstr(r.out.ptr, "= at");
		while (end[-1] != '\n')
			end--;
		*end = '\0';
		assert_string_equal(strstr(r.out.ptr, "|\n") + 2,
			snippets[i].want);
		report_release(&r);
	}
}

/* Each hidden character as so many asterisks as it would take columns. */
static void
what_the_source_hides_is_masked(void **state)
{
	static const struct source_range hidden[] = {
		{ 0, 2 }, { 10, 16 }, { 19, 20 }, { 22, 28 },
	};
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "text");
	f = report_take(&r, "ab, abcde,12\t\x1b\xe5\xa5\xbd"
		"@,\xe4\xbd\xa0@ xyz\ncd");
	gcl_source_hide(&r.src, hidden, N_ELEMS(hidden));
	assert_string_equal(strstr(written(&r, &f), "  1 |"),
		"  1 | **, abcde,**\t******,** ***\n"
		"    |             \t      ^~~\n" WHERE);
	gcl_buf_reset(&r.out);
	f.at = report_place(&r, 26, 2);
	assert_string_equal(strstr(written(&r, &f), "  2 |"),
		"  2 | **\n    | ^~\n" WHERE);
	gcl_buf_reset(&r.out);
	gcl_source_set(&r.src, "t", r.src.text, 0, 0);
	assert_null(strchr(written(&r, &f), '*'));
	report_release(&r);
}

static void
a_line_is_cut_at_120_columns_without_a_terminal(void **state)
{
	struct gcl_finding f;
	const char *line;
	struct report r;
	size_t len;

	(void)state;
	for (len = 120; len <= 121; len++) {
		report_init(&r, "text");
		memset(r.text, 'x', len);
		gcl_source_set(&r.src, "t", gcl_span(r.text, len), 0, 0);
		f = report_at(&r, 0, 1);
		line = strstr(written(&r, &f), "  1 | ") + 6;
		assert_int_equal(strspn(line, "x"), len > 120 ? 119 : len);
		assert_int_equal(strstr(line, "\xe2\x80\xa6") != NULL,
			len > 120);
		report_release(&r);
	}
}

static void
help_moves_to_its_own_line_when_it_does_not_fit(void **state)
{
	static const struct {
		unsigned width;
		const char *help, *want;
	} cases[] = {
		{ 0, "two", "    |  ^ help: two\n" WHERE },
		{ 18, "two", "    |  ^ help: two\n" WHERE },
		{ 17, "two", "    |  ^\n    = help: two\n" WHERE },
		{ 17, "\xe4\xbd\xa0", "    |  ^ help: \xe4\xbd\xa0\n" WHERE },
		{ 16, "\xe4\xbd\xa0", "    |  ^\n    = help: \xe4\xbd\xa0\n"
		  WHERE },
		{ 0, "a\nb\x1b", "    |  ^ help: a b\\x1B\n" WHERE },
		{ 40, NULL, "    |  ^\n" WHERE },
	};
	struct gcl_finding f;
	struct report r;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		report_init(&r, "text");
		r.e.width = cases[i].width;
		f = report_take(&r, "[@1@]");
		f.help = cases[i].help;
		assert_string_equal(strstr(written(&r, &f), "    |  ^"),
			cases[i].want);
		report_release(&r);
	}
}

static void
the_pointer_and_the_answer_are_shown(void **state)
{
	static const struct {
		struct span pointer;
		int status;
		const char *want;
	} cases[] = {
		{ SPAN("/to"), 0, "    = at /to\n" },
		{ SPAN("/a\0\n"), 422, "    = at /a\\x00\\x0A -> HTTP 422\n" },
		{ SPAN(""), 400, "    = at the top level -> HTTP 400\n" },
		{ SPAN(""), 0, "    = at the top level\n" },
	};
	struct gcl_finding f;
	struct report r;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		report_init(&r, "text");
		f = report_take(&r, "[@1@]");
		f.pointer = cases[i].pointer.ptr;
		f.pointer_len = cases[i].pointer.len;
		f.status = cases[i].status;
		assert_string_equal(strstr(written(&r, &f), "    ="),
			cases[i].want);
		report_release(&r);
	}
}

static void
related_places_are_listed(void **state)
{
	struct gcl_related related[2] = {
		{ .message = "first here" }, { .message = "and\nhere" },
	};
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "text");
	f = report_take(&r, "{\"a\":1,\n@\"a\"@:2}");
	related[0].at = report_place(&r, 1, 3);
	related[1].at = report_place(&r, 0, 0);
	f.related = related;
	f.n_related = 2;
	assert_string_equal(strstr(written(&r, &f), "    ="),
		WHERE
		"    = note: first here, at call.json:1:2\n"
		"    = note: and here, at call.json:1:1\n");
	report_release(&r);
}

static void
a_record_of_a_long_file_has_its_own_number(void **state)
{
	const struct span text = SPAN("[1]\n[2]\n");
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "text");
	gcl_source_set(&r.src, "calls.ndjson", text, 5000000000, 1233);
	f = report_at(&r, 5, 1);
	assert_string_equal(written(&r, &f),
"calls.ndjson:1235:2: error: address has no URI scheme [address-scheme]\n"
"       |\n"
"  1235 | [2]\n"
"       |  ^\n"
"       = at /participants/0/address -> HTTP 400\n");
	report_release(&r);
}

static void
the_first_line_is_one_line(void **state)
{
	struct gcl_finding f;
	struct report r;
	char name[300];

	(void)state;
	report_init(&r, "text");
	r.e.quiet = true;
	r.e.width = 20;
	f = report_take(&r, "@[@]");
	f.severity = GCL_WARNING;
	f.message = "one\r\ntwo \xe2\x80\xae\x1b[2J";
	memset(name, 'n', sizeof(name) - 3);
	strcpy(name + sizeof(name) - 3, "\n\x9b");
	f.file = name;
	written(&r, &f);
	memset(name, 'n', sizeof(name));
	assert_memory_equal(r.out.ptr, name, sizeof(name) - 3);
	assert_string_equal(r.out.ptr + sizeof(name) - 3,
		"\\x0A\\x9B:1:1: warning: one two \\u{202E}\\x1B[2J "
		"[address-scheme]\n");
	report_release(&r);
}

static void
quiet_leaves_the_first_line(void **state)
{
	const struct gcl_totals t = { .files = 1, .errors = 1 };
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "text");
	r.e.quiet = true;
	f = report_take(&r, "@[@]");
	f.help = "{}";
	gcl_emit_begin(&r.e);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_int_equal(gcl_emit_end(&r.e, &t), GCL_OK);
	assert_string_equal(report_text(&r), MACHINE);
	report_release(&r);
}

static void
the_footer_counts_what_there_is(void **state)
{
	static const struct {
		struct gcl_totals t;
		const char *want;
	} cases[] = {
		{ { .files = 7, .suppressed = 1, .unreadable = 1 }, "" },
		{ { .files = 3, .files_with_findings = 1, .errors = 2,
		    .warnings = 1 },
		  "2 errors, 1 warning in 1 of 3 files\n" },
		{ { .files = 2, .files_with_findings = 2, .warnings = 2 },
		  "2 warnings in 2 of 2 files\n" },
		{ { .files = 4, .files_with_findings = 3, .errors = 1,
		    .warnings = 2, .notes = 1, .fixable = 2 },
		  "1 error, 2 warnings, 1 note in 3 of 4 files "
		  "(2 fixable with --fix)\n" },
		{ { .files = 4, .files_with_findings = 1, .notes = 3,
		    .suppressed = 5, .unreadable = 2, .fixable = 1 },
		  "3 notes in 1 of 4 files, 5 suppressed, 2 unreadable "
		  "(1 fixable with --fix)\n" },
		{ { .files = 1, .files_with_findings = 1, .errors = 3,
		    .fixable = 1, .fixable_unsafe = 2, .suppressed = 5,
		    .known = 2 },
		  "3 errors in 1 of 1 files, 3 suppressed, 2 in the baseline "
		  "(1 fixable with --fix, 2 more with --unsafe-fixes)\n" },
		{ { .files = 1, .files_with_findings = 1, .errors = 2,
		    .fixable_unsafe = 1, .suppressed = 1, .known = 1 },
		  "2 errors in 1 of 1 files, 1 in the baseline "
		  "(1 fixable with --unsafe-fixes)\n" },
	};
	struct report r;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		report_begin(&r, "text");
		assert_int_equal(gcl_emit_end(&r.e, &cases[i].t), GCL_OK);
		assert_string_equal(report_text(&r), cases[i].want);
		report_release(&r);
	}
}

/* Remove the colours from text; each must be reset when its line ends. */
static void
strip(char *text)
{
	bool painted = false;
	char *to = text;

	while (*text) {
		if (*text == '\033') {
			painted = strncmp(text, "\033[0m", 4) != 0;
			text += 2 + strspn(text + 2, "0123456789;");
			assert_int_equal(*text++, 'm');
			continue;
		}
		assert_false(*text == '\n' && painted);
		*to++ = *text++;
	}
	*to = '\0';
}

/* Write a finding whose help does not fit, or does. */
static void
write_colored(struct report *r, bool color, unsigned width,
	enum gcl_severity severity)
{
	struct gcl_related related = { .message = "first here" };
	struct gcl_finding f;

	report_init(r, "text");
	r->e.color = color;
	r->e.width = width;
	f = report_take(r, "{\"address\": @\"+15551234567\"@}");
	related.at = report_place(r, 1, 9);
	f.severity = severity;
	f.help = "\"tel:+15551234567\"";
	f.related = &related;
	f.n_related = 1;
	written(r, &f);
}

static void
colours_change_nothing_else(void **state)
{
	static const unsigned widths[] = { 0, 20, 40 };
	enum gcl_severity s;
	struct report colored, plain;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(widths); i++) {
		for (s = GCL_NOTE; s <= GCL_ERROR; s++) {
			write_colored(&plain, false, widths[i], s);
			write_colored(&colored, true, widths[i], s);
			assert_null(strchr(plain.out.ptr, '\033'));
			assert_non_null(strstr(colored.out.ptr, "\033[1;3"));
			strip(colored.out.ptr);
			assert_string_equal(colored.out.ptr, plain.out.ptr);
			report_release(&plain);
			report_release(&colored);
		}
	}
}

/* Columns of the terminal that line takes up to end, tabs every eight. */
static size_t
columns(struct width *w, const char *line, const char *end)
{
	size_t col = 0, n;
	uint32_t cp;

	for (; line < end; line += n) {
		n = gcl_utf8_decode(line, (size_t)(end - line), &cp);
		assert_int_not_equal(n, 0);
		col += cp == '\t' ? 8 - col % 8 : gcl_width_char(w, cp);
	}
	return col;
}

/* A line of random pieces with one S, at which the returned place begins. */
static size_t
random_line(char *text, size_t *at)
{
	static const char *const pieces[] = {
		"a", "\"", " ", "\t", "\xc3\xa9", "\xe4\xbd\xa0", "\xcc\x81",
		"\xff", "\xe2\x80\xae", "\x01", "\xf0\x9f\x93\x9e",
		"0123456789", "\xe4\xbd",
	};
	size_t n = (size_t)rand() % 60, mark = n ? (size_t)rand() % n : 0;
	size_t i, len = 0;

	for (i = 0; i <= n; i++) {
		if (i == mark) {
			*at = len;
			text[len++] = 'S';
		}
		strcpy(text + len, pieces[(size_t)rand() % N_ELEMS(pieces)]);
		len += strlen(text + len);
	}
	return len;
}

static void
check_snippet(struct report *r, const char *text)
{
	const char *line = strstr(text, "  1 | "), *marks, *end;
	size_t width = r->e.width < 18 ? 18 : r->e.width;
	struct width *w = &r->e.widths;

	assert_non_null(line);
	marks = strchr(line, '\n') + 1;
	end = strchr(marks, '\n');
	assert_true(columns(w, line, marks - 1) <= width);
	assert_true(columns(w, marks, end) <= width);
	assert_non_null(memchr(line, 'S', (size_t)(marks - line)));
	assert_int_equal(columns(w, line, strchr(line, 'S')),
		columns(w, marks, strchr(marks, '^')));
}

static void
the_caret_stands_below_its_place_in_any_line(void **state)
{
	struct gcl_finding f;
	struct report r;
	size_t i, at = 0, len = 0;

	(void)state;
	srand(1);
	for (i = 0; i < 5000; i++) {
		report_init(&r, "text");
		r.e.width = 1 + (unsigned)rand() % 90;
		len = random_line(r.text, &at);
		gcl_source_set(&r.src, "t", gcl_span(r.text, len), 0, 0);
		f = report_at(&r, at, (size_t)rand() % (len - at + 1));
		check_snippet(&r, written(&r, &f));
		report_release(&r);
	}
}

/* A text of one line of which only the ends and the middle can be read. */
static void
write_guarded(struct report *r, const char *fill, size_t len)
{
	const size_t size = 1u << 22, keep = 1u << 16;
	struct gcl_finding f;
	struct span line;
	size_t i, start;
	char *text;

	text = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANON, -1, 0);
	assert_ptr_not_equal(text, MAP_FAILED);
	for (i = 0; i < size; i++)
		text[i] = fill[i % len];
	text[size / 2] = 'S';
	report_init(r, "text");
	gcl_source_set(&r->src, "t", gcl_span(text, size), 0, 0);
	f = report_at(r, size / 2, size / 2);
	assert_int_equal(gcl_source_line(&r->src, size / 2, &line, &start),
		GCL_OK);
	assert_int_equal(mprotect(text + keep, size / 2 - 2 * keep,
		PROT_NONE), 0);
	assert_int_equal(mprotect(text + size / 2 + keep,
		size / 2 - 2 * keep, PROT_NONE), 0);
	written(r, &f);
	munmap(text, size);
}

static void
a_long_line_is_read_only_near_the_place(void **state)
{
	static const struct span fills[] = {
		SPAN("x"), SPAN("\xcc\x81"), SPAN("\xff"), SPAN("\t"),
	};
	struct report r;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(fills); i++) {
		write_guarded(&r, fills[i].ptr, fills[i].len);
		assert_non_null(strchr(r.out.ptr, 'S'));
		assert_non_null(strchr(r.out.ptr, '^'));
		assert_true(r.out.len < 4096);
		report_release(&r);
	}
}

static void
the_footer_says_how_much_is_withheld(void **state)
{
	static const struct {
		uint64_t n;
		bool quiet;
		const char *want;
	} rows[] = {
		{ 1, false, "" },
		{ 2, false, "1 more finding not shown: --max-findings\n" },
		{ 7, false, "6 more findings not shown: --max-findings\n" },
		{ 7, true, "" },
	};
	struct gcl_finding f;
	struct report r;
	size_t i, k, len;

	(void)state;
	for (i = 0; i < N_ELEMS(rows); i++) {
		report_begin(&r, "text");
		r.e.max_findings = 1;
		r.e.quiet = rows[i].quiet;
		f = report_take(&r, "[@1@]");
		gcl_emit_finding(&r.e, &f, &r.src);
		len = strlen(report_text(&r));
		for (k = 1; k < rows[i].n; k++)
			gcl_emit_finding(&r.e, &f, &r.src);
		assert_string_equal(report_end(&r) + len, rows[i].want);
		report_release(&r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_documented_example),
		cmocka_unit_test(a_snippet_shows_and_marks_the_place),
		cmocka_unit_test(what_the_source_hides_is_masked),
		cmocka_unit_test(
			a_line_is_cut_at_120_columns_without_a_terminal),
		cmocka_unit_test(
			help_moves_to_its_own_line_when_it_does_not_fit),
		cmocka_unit_test(the_pointer_and_the_answer_are_shown),
		cmocka_unit_test(related_places_are_listed),
		cmocka_unit_test(a_record_of_a_long_file_has_its_own_number),
		cmocka_unit_test(the_first_line_is_one_line),
		cmocka_unit_test(quiet_leaves_the_first_line),
		cmocka_unit_test(the_footer_counts_what_there_is),
		cmocka_unit_test(colours_change_nothing_else),
		cmocka_unit_test(the_caret_stands_below_its_place_in_any_line),
		cmocka_unit_test(a_long_line_is_read_only_near_the_place),
		cmocka_unit_test(the_footer_says_how_much_is_withheld),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
