/*
 * The page around the findings: its head, and the summary at its end.
 *
 * The policy allows one style sheet and one script, by their digests (Content
 * Security Policy Level 3, 2.3.1): nothing else can run or be fetched, whatever
 * might slip through.  tests/reports.py says what the digests are to be.
 */
#include "config.h"

#include "emit/html_p.h"

#include <inttypes.h>
#include <stdlib.h>

#include "emit/html.inc"
#include "emit/line.h"
#include "emit/text.h"
#include "emit/xml.h"

#define STYLE_DIGEST "sha256-YhYL5m576T0+2Cl/zXcFQ2L1we/ge66a7MbRpCmRov4="
#define SCRIPT_DIGEST "sha256-Q9uY3+jbMoCCWWQD1iaBsPtUX32vDBK6KnJQW/5uChc="

void
gcl_html_counts(struct buf *b, const uint64_t n[N_SEVERITIES])
{
	const struct gcl_totals t = { .errors = n[GCL_ERROR],
		.warnings = n[GCL_WARNING], .notes = n[GCL_NOTE] };

	if (!gcl_text_counts(b, &t))
		gcl_buf_adds(b, "no findings");
}

void
gcl_html_head(struct buf *b)
{
	gcl_buf_adds(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\""
		"default-src 'none'; style-src '" STYLE_DIGEST "'; "
		"script-src '" SCRIPT_DIGEST "'; "
		"base-uri 'none'; form-action 'none'\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<meta name=\"viewport\" "
		"content=\"width=device-width, initial-scale=1\">\n"
		"<title>" PACKAGE_NAME " report</title>\n<style>");
	gcl_buf_add(b, html_css, sizeof(html_css));
	gcl_buf_adds(b, "</style>\n</head>\n<body>\n"
		"<header>\n<h1>" PACKAGE_NAME " report</h1>\n"
		"<a class=\"skip\" href=\"#summary\">to the summary</a>\n"
		"</header>\n<main>\n");
}

static void
add_verdict(struct buf *b, const struct gcl_totals *t)
{
	gcl_buf_adds(b, "<p class=\"verdict\">");
	if (gcl_text_counts(b, t))
		gcl_buf_addf(b, " in %" PRIu64 " of %" PRIu64 " files",
			t->files_with_findings, t->files);
	else if (t->files > 0)
		gcl_buf_addf(b, "No findings in %" PRIu64 " %s", t->files,
			t->files == 1 ? "file" : "files");
	else
		gcl_buf_adds(b, "Nothing was linted");
	gcl_buf_adds(b, "</p>\n");
}

static void
add_totals(struct buf *b, const struct gcl_totals *t)
{
	const struct {
		const char *class, *name;
		uint64_t n;
		bool always;
	} list[] = {
		{ "error", "errors", t->errors, true },
		{ "warning", "warnings", t->warnings, true },
		{ "note", "notes", t->notes, true },
		{ "plain", "fixable", t->fixable, false },
		{ "plain", "unsafe fixes", t->fixable_unsafe, false },
		{ "plain", "suppressed", t->suppressed, false },
		{ "plain", "skipped", t->skipped, false },
		{ "error", "unreadable", t->unreadable, false },
		{ "plain", "documents", t->documents, true },
		{ "plain", "files", t->files, true },
	};
	size_t i;

	gcl_buf_adds(b, "<dl>\n");
	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (list[i].always || list[i].n > 0)
			gcl_buf_addf(b, "<div class=\"%s\"><dt>%s</dt>"
				"<dd>%" PRIu64 "</dd></div>\n",
				list[i].n > 0 ? list[i].class : "none",
				list[i].name, list[i].n);
	gcl_buf_adds(b, "</dl>\n");
}

static void
add_paragraph(struct buf *b, const char *text)
{
	if (!text)
		return;
	gcl_buf_adds(b, "<p>");
	gcl_xml_str(b, text);
	gcl_buf_adds(b, "</p>\n");
}

static void
add_words(struct buf *b, const struct rule *r)
{
	if (!r || !r->summary)
		return;
	gcl_buf_adds(b, "<details><summary>");
	gcl_xml_str(b, r->summary);
	gcl_buf_adds(b, "</summary>\n");
	add_paragraph(b, r->why);
	add_paragraph(b, r->fix);
	gcl_buf_adds(b, "</details>");
}

static void
add_rule(struct buf *b, struct span name, const struct html_rule *r)
{
	gcl_buf_adds(b, "<tr id=\"rule-");
	gcl_xml_add(b, name);
	gcl_buf_adds(b, "\"><th scope=\"row\">");
	gcl_xml_add(b, name);
	gcl_buf_adds(b, "</th><td>");
	gcl_html_counts(b, r->n);
	gcl_buf_adds(b, "</td><td>");
	add_words(b, r->words);
	gcl_buf_adds(b, "</td></tr>\n");
}

/* More errors first, then more warnings, more notes. */
static int
compare(const void *a, const void *b)
{
	const struct html_rule *const *r = a, *const *s = b;
	int i;

	for (i = GCL_ERROR; i > GCL_OFF; i--)
		if ((*r)->n[i] != (*s)->n[i])
			return (*r)->n[i] < (*s)->n[i] ? 1 : -1;
	return *r < *s ? -1 : *r > *s;
}

static void
add_rules(struct html *h, struct buf *b)
{
	const struct html_rule **order;
	size_t i, n = h->names.n;

	order = calloc(n, sizeof(*order));
	if (!order) {
		b->st = GCL_ENOMEM;
		return;
	}
	for (i = 0; i < n; i++)
		order[i] = &h->rules[i];
	qsort(order, n, sizeof(*order), compare);
	gcl_buf_adds(b, "<table>\n<thead><tr><th scope=\"col\">Rule</th>"
		"<th scope=\"col\">Findings</th>"
		"<th scope=\"col\">What it is about</th></tr></thead>\n"
		"<tbody>\n");
	for (i = 0; i < n; i++)
		add_rule(b, gcl_names_get(&h->names,
			(size_t)(order[i] - h->rules)), order[i]);
	gcl_buf_adds(b, "</tbody>\n</table>\n");
	free(order);
}

/* Without a script it stays hidden. */
static void
add_filter(const struct html *h, struct buf *b)
{
	static const enum gcl_severity levels[] = { GCL_ERROR, GCL_WARNING,
		GCL_NOTE };
	const char *name;
	size_t i;

	gcl_buf_adds(b, "<form id=\"filter\" hidden>\n");
	for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		name = gcl_line_severity(levels[i])->name;
		gcl_buf_addf(b, "<label class=\"%s\"><input type=\"checkbox\" "
			"name=\"%s\" checked> %ss</label>\n", name, name, name);
	}
	gcl_buf_adds(b, "<label>rule <select name=\"rule\">"
		"<option value=\"\">all</option>");
	for (i = 0; i < h->names.n; i++) {
		gcl_buf_adds(b, "<option>");
		gcl_xml_add(b, gcl_names_get(&h->names, i));
		gcl_buf_adds(b, "</option>");
	}
	gcl_buf_adds(b, "</select></label>\n<output></output>\n</form>\n");
}

void
gcl_html_tail(struct html *h, struct buf *b, const struct gcl_totals *t)
{
	gcl_buf_adds(b, "</main>\n<section id=\"summary\">\n");
	add_verdict(b, t);
	add_totals(b, t);
	if (h->names.n > 0) {
		add_rules(h, b);
		add_filter(h, b);
	}
	gcl_buf_adds(b, "</section>\n<footer>" PACKAGE_NAME " " PACKAGE_VERSION
		"</footer>\n<script>");
	gcl_buf_add(b, html_js, sizeof(html_js));
	gcl_buf_adds(b, "</script>\n</body>\n</html>\n");
}
