/*
 * What the HTML report says about one place.
 */
#include "config.h"

#include "emit/html_p.h"

#include <inttypes.h>
#include <strings.h>

#include "emit/line.h"
#include "emit/xml.h"

static void
add_place(struct buf *b, const struct gcl_place *at)
{
	gcl_buf_addf(b, "%" PRIu64 ":%" PRIu64, at->line, at->column);
}

/* A pack may come from anywhere, and a page must not run what it links to. */
static bool
is_web(const char *url)
{
	return !strncasecmp(url, "https://", 8) ||
	    !strncasecmp(url, "http://", 7);
}

static void
add_where(const struct html *h, struct buf *b, const struct gcl_finding *f)
{
	gcl_buf_addf(b, "<p class=\"where\"><a href=\"#f%" PRIu64 "\">",
		h->last_id);
	add_place(b, &f->at);
	gcl_buf_adds(b, "</a>");
	if (f->document > 0)
		gcl_buf_addf(b, " document %" PRIu64, f->document);
	if (f->pointer_len > 0) {
		gcl_buf_adds(b, " <code>");
		gcl_xml_add(b, gcl_span(f->pointer, f->pointer_len));
		gcl_buf_adds(b, "</code>");
	}
	if (f->status > 0)
		gcl_buf_addf(b, " HTTP %d", f->status);
	if (f->url && is_web(f->url)) {
		gcl_buf_adds(b, " <a");
		gcl_xml_attr(b, "href", gcl_span_str(f->url));
		gcl_buf_adds(b, " rel=\"noopener noreferrer\">read more</a>");
	}
	gcl_buf_adds(b, "</p>\n");
}

static void
add_head(struct buf *b, const struct gcl_finding *f)
{
	gcl_buf_addf(b, "<p class=\"what\"><b>%s</b> <strong>",
		gcl_line_severity(f->severity)->name);
	gcl_xml_str(b, f->message);
	gcl_buf_adds(b, "</strong> <a class=\"rule\" href=\"#rule-");
	gcl_xml_str(b, f->rule);
	gcl_buf_adds(b, "\">");
	gcl_xml_str(b, f->rule);
	gcl_buf_adds(b, "</a></p>\n");
}

void
gcl_html_card(struct html *h, struct buf *b, const struct gcl_finding *f,
	struct source *src)
{
	size_t i;

	gcl_buf_addf(b, "<article id=\"f%" PRIu64 "\" class=\"%s\"",
		h->last_id, gcl_line_severity(f->severity)->name);
	gcl_xml_attr(b, "data-rule", gcl_span_str(f->rule));
	gcl_buf_adds(b, ">\n");
	add_head(b, f);
	if (f->help) {
		gcl_buf_adds(b, "<p class=\"help\"><i>help:</i> ");
		gcl_xml_str(b, f->help);
		gcl_buf_adds(b, "</p>\n");
	}
	for (i = 0; i < f->n_related; i++) {
		gcl_buf_adds(b, "<p class=\"related\"><i>note:</i> ");
		gcl_xml_str(b, f->related[i].message);
		gcl_buf_adds(b, ", at ");
		add_place(b, &f->related[i].at);
		gcl_buf_adds(b, "</p>\n");
	}
	if (f->fix)
		gcl_html_fix(h, b, f->fix, src);
	add_where(h, b, f);
	gcl_buf_adds(b, "</article>\n");
}
