/*
 * The page for reviewers: lines, marks, and what is said about them.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report.h"

/* The part of the page that shows lines, and what is behind it. */
static const char *
page(struct report *r)
{
	const struct gcl_totals none = { 0 };

	if (r->out.len == 0 || !strstr(report_text(r), "</html>")) {
		gcl_emit_document(&r->e);
		assert_int_equal(gcl_emit_end(&r->e, &none), GCL_OK);
	}
	return strstr(report_text(r), "<main>");
}

static void
start(struct report *r)
{
	report_begin(r, "html");
	gcl_emit_input(&r->e, "call.json");
}

static void
assert_holds(const char *text, const char *part)
{
	if (!strstr(text, part))
		print_error("no %s\nin %s\n", part, text);
	assert_non_null(strstr(text, part));
}

/* How often part is there. */
static size_t
times(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

static void
lines_around_a_place_are_shown(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	start(&r);
	f = report_take(&r, "1\n2\n3\r4\r\n\t<@5@>\n6\n7\n8\n");
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_holds(page(&r),
		"<div class=\"block\">\n<pre><code>"
		"<span class=\"l\" data-n=\"3\">3\n</span>"
		"<span class=\"l\" data-n=\"4\">4\n</span>"
		"<span class=\"l\" data-n=\"5\">\t&lt;"
		"<mark class=\"error\">5</mark>&gt;\n</span></code></pre>\n"
		"<article id=\"f1\" class=\"error\" "
		"data-rule=\"address-scheme\">\n");
	assert_holds(page(&r), "</article>\n<pre><code>"
		"<span class=\"l\" data-n=\"6\">6\n</span>"
		"<span class=\"l\" data-n=\"7\">7\n</span>"
		"</code></pre>\n</div>\n");
	report_release(&r);
}

static void
places_that_are_near_share_a_block(void **state)
{
	const struct {
		size_t second;		/* offset of the second place */
		size_t blocks, lines;
	} cases[] = {
		{ 0, 1, 3 }, { 2, 1, 4 }, { 10, 1, 8 }, { 12, 2, 8 },
	};
	struct gcl_finding f;
	struct report r;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		start(&r);
		f = report_take(&r, "@a@\nb\nc\nd\ne\nf\ng\nh\ni\nj");
		gcl_emit_finding(&r.e, &f, &r.src);
		f = report_at(&r, cases[i].second, 1);
		gcl_emit_finding(&r.e, &f, &r.src);
		assert_int_equal(times(page(&r), "class=\"block\""),
			cases[i].blocks);
		assert_int_equal(times(page(&r), "data-n="), cases[i].lines);
		report_release(&r);
	}
}

static void
the_worse_of_two_marks_is_seen(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	start(&r);
	f = report_take(&r, "@abcdef@");
	f.severity = GCL_NOTE;
	gcl_emit_finding(&r.e, &f, &r.src);
	f = report_at(&r, 1, 3);
	gcl_emit_finding(&r.e, &f, &r.src);
	f = report_at(&r, 3, 2);
	f.severity = GCL_WARNING;
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_holds(page(&r), "<mark class=\"note\">a</mark>"
		"<mark class=\"error\">bcd</mark>"
		"<mark class=\"warning\">e</mark>"
		"<mark class=\"note\">f</mark>\n");
	report_release(&r);
}

static void
a_place_without_bytes_is_marked(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	start(&r);
	f = report_take(&r, "a@@b");
	gcl_emit_finding(&r.e, &f, &r.src);
	f = report_at(&r, 2, 0);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_holds(page(&r), ">a<mark class=\"error\"></mark>b"
		"<mark class=\"error\"></mark>\n</span>");
	report_release(&r);
}

static void
of_a_long_line_the_places_are_shown(void **state)
{
	static char text[9000];
	struct gcl_finding f;
	struct report r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(text); i++)
		text[i] = "\xc3\xa9"[i % 2];
	start(&r);
	gcl_source_set(&r.src, "call.json", gcl_span(text, sizeof(text)),
		0, 0);
	f = report_at(&r, 1000, 2);
	gcl_emit_finding(&r.e, &f, &r.src);
	f = report_at(&r, 1100, 2);
	gcl_emit_finding(&r.e, &f, &r.src);
	f = report_at(&r, 6000, 3000);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_int_equal(times(page(&r), "<i>\xe2\x80\xa6</i>"), 3);
	assert_int_equal(times(page(&r), "<mark"), 3);
	assert_int_equal(times(page(&r), "\\x"), 0);
	assert_true(strlen(page(&r)) < 12000);
	report_release(&r);
}

static void
what_is_hidden_is_not_shown(void **state)
{
	const struct source_range hidden = { 2, 6 };
	struct gcl_finding f;
	struct report r;

	(void)state;
	start(&r);
	f = report_take(&r, "a @abc@\xc3\xa9 d");
	gcl_source_hide(&r.src, &hidden, 1);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_holds(page(&r), ">a <mark class=\"error\">***</mark>* d\n");
	report_release(&r);
}

static void
text_of_an_input_is_only_text(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_begin(&r, "html");
	gcl_emit_input(&r.e, "\"><img src=x>.json");
	f = report_take(&r, "@</script><!--@\x1b[31m");
	f.message = f.help = f.rule = "<b onclick='x'>";
	f.pointer = "/<i>";
	f.pointer_len = 4;
	f.url = "javascript:alert(1)";
	gcl_emit_finding(&r.e, &f, &r.src);
	gcl_emit_failure(&r.e, "<u>");
	assert_int_equal(times(page(&r), "<img"), 0);
	assert_int_equal(times(page(&r), "<!--"), 0);
	assert_int_equal(times(page(&r), "<b on"), 0);
	assert_int_equal(times(page(&r), "'x'"), 0);
	assert_int_equal(times(page(&r), "<u>"), 0);
	assert_int_equal(times(page(&r), "javascript:"), 0);
	assert_int_equal(times(page(&r), "</script>"), 1);
	assert_holds(page(&r), "&lt;/script&gt;&lt;!--</mark>\\x1B[31m");
	report_release(&r);
}

static void
inputs_have_a_section_or_are_clean(void **state)
{
	struct gcl_finding f;
	struct report r;

	(void)state;
	report_init(&r, "html");
	f = report_take(&r, "[@1@]");
	gcl_emit_begin(&r.e);
	gcl_emit_input(&r.e, "good.json");
	gcl_emit_input(&r.e, "call.json");
	f.url = "https://example.com/?a&b";
	gcl_emit_finding(&r.e, &f, &r.src);
	gcl_emit_document(&r.e);
	f.severity = GCL_NOTE;
	gcl_emit_finding(&r.e, &f, &r.src);
	gcl_emit_document(&r.e);
	gcl_emit_input(&r.e, "gone.json");
	gcl_emit_failure(&r.e, "cannot read");
	assert_holds(page(&r), "<p class=\"clean\">good.json");
	assert_holds(page(&r), "<p class=\"tally\">1 error, 1 note</p>");
	assert_holds(page(&r), "<h2>gone.json</h2>\n<div class=\"body\">\n"
		"<p class=\"failure\">cannot read</p>\n");
	assert_holds(page(&r), "href=\"https://example.com/?a&amp;b\"");
	assert_int_equal(times(page(&r), "<section class=\"file\">"), 2);
	report_release(&r);
}

static void
a_fix_is_shown_before_and_after(void **state)
{
	const struct gcl_fix fix = REPORT_FIX;
	const struct source_range hidden = { 4, 8 };
	struct gcl_finding f;
	struct report r;

	(void)state;
	start(&r);
	f = report_take(&r, "[@\"+15551234567\"@, \"<&\"]");
	f.fix = &fix;
	gcl_source_hide(&r.src, &hidden, 1);
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_holds(page(&r), "<p class=\"fix\"><i>safe fix:</i></p>\n"
		"<pre class=\"change\"><code><span class=\"old\">[&quot;+1****"
		"23456<del>7</del>&quot;, &quot;&lt;&amp;&quot;]\n</span>"
		"<span class=\"new\">[&quot;<ins>tel:</ins>+1****23456"
		"<ins>8&quot;</ins>&quot;, &quot;&lt;&amp;&quot;]\n</span>"
		"</code></pre>\n");
	report_release(&r);
}

/* However many and long edits are, and the lines that they are in. */
static void
what_is_shown_of_a_fix_is_bounded(void **state)
{
	enum { N = 200 };
	static char text[N * 1000], long_text[5000];
	static struct gcl_edit edits[N];
	const struct gcl_fix fix = { .edits = edits, .n_edits = N };
	struct gcl_finding f;
	struct report r;
	size_t i;

	(void)state;
	memset(text, 'y', sizeof(text));
	memset(long_text, 'x', sizeof(long_text) - 1);
	for (i = 0; i < N; i++)
		edits[i] = (struct gcl_edit){ .offset = 1000 * i + 500,
			.text = long_text, .text_len = strlen(long_text) };
	start(&r);
	gcl_source_set(&r.src, "call.json", gcl_span(text, sizeof(text)), 0,
		0);
	f = report_at(&r, 100, 1);
	f.fix = &fix;
	gcl_emit_finding(&r.e, &f, &r.src);
	assert_holds(page(&r), "unsafe fix:</i> the first 8 of 200 changes");
	assert_true(times(page(&r), "xxxxxxxxxx") < 8 * 2000);
	assert_true(strlen(page(&r)) < 40000);
	report_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_around_a_place_are_shown),
		cmocka_unit_test(places_that_are_near_share_a_block),
		cmocka_unit_test(the_worse_of_two_marks_is_seen),
		cmocka_unit_test(a_place_without_bytes_is_marked),
		cmocka_unit_test(of_a_long_line_the_places_are_shown),
		cmocka_unit_test(what_is_hidden_is_not_shown),
		cmocka_unit_test(text_of_an_input_is_only_text),
		cmocka_unit_test(inputs_have_a_section_or_are_clean),
		cmocka_unit_test(a_fix_is_shown_before_and_after),
		cmocka_unit_test(what_is_shown_of_a_fix_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
