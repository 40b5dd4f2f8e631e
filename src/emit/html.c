/*
 * One file of HTML that a reviewer opens from a CI artefact: the lines in
 * question of each input, marked, with what is said about them in between.
 *
 * It is written as it is found, so the summary stands at the end of the file;
 * the style sheet shows it first.  What an input contains is only ever text
 * between tags or in quotes, and the page forbids all scripts but its own.
 */
#include "config.h"

#include "emit/html_p.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "emit/line.h"
#include "emit/xml.h"

/* What is kept of a document before its lines are shown. */
#define CARDS_BYTES (1u << 20)

static void
begin(struct emit *e)
{
	struct html *h = e->state;

	gcl_buf_init(&h->name, LIMIT_TEXT_BYTES);
	gcl_buf_init(&h->scratch, LIMIT_TEXT_BYTES);
	gcl_buf_init(&h->cards, LIMIT_TEXT_BYTES);
	gcl_names_init(&h->names);
	gcl_html_head(&e->text);
}

static void
release(struct emit *e)
{
	struct html *h = e->state;

	gcl_buf_release(&h->name);
	gcl_buf_release(&h->scratch);
	gcl_buf_release(&h->cards);
	gcl_names_release(&h->names);
	free(h->marks);
	free(h->rules);
}

static void
add_name(struct emit *e, struct html *h)
{
	gcl_sink_fail(&e->sink, gcl_buf_status(&h->name));
	gcl_buf_addspan(&e->text, gcl_buf_span(&h->name));
}

/* An input that is clean has none. */
static void
open_section(struct emit *e, struct html *h)
{
	if (h->open)
		return;
	gcl_buf_adds(&e->text, "<section class=\"file\">\n<h2>");
	add_name(e, h);
	gcl_buf_adds(&e->text, "</h2>\n<div class=\"body\">\n");
	h->open = true;
}

static void
close_section(struct emit *e, struct html *h)
{
	struct buf *b = &e->text;

	if (h->open) {
		gcl_buf_adds(b, "</div>\n<p class=\"tally\">");
		gcl_html_counts(b, h->n);
		gcl_buf_adds(b, "</p>\n</section>\n");
	} else {
		gcl_buf_adds(b, "<p class=\"clean\">");
		add_name(e, h);
		gcl_buf_adds(b, " <span>no findings</span></p>\n");
	}
}

static void
input(struct emit *e, const char *file)
{
	struct html *h = e->state;

	if (e->inputs > 0)
		close_section(e, h);
	gcl_buf_reset(&h->name);
	gcl_xml_add(&h->name, gcl_span_str(file));
	memset(h->n, 0, sizeof(h->n));
	h->open = false;
	h->shown = 0;
}

static void
failure(struct emit *e, const char *text)
{
	struct html *h = e->state;

	open_section(e, h);
	gcl_buf_adds(&e->text, "<p class=\"failure\">");
	gcl_xml_str(&e->text, text);
	gcl_buf_adds(&e->text, "</p>\n");
}

/* Show what was kept. */
static void
document(struct emit *e)
{
	struct html *h = e->state;

	if (h->n_marks == 0)
		return;
	open_section(e, h);
	gcl_sink_fail(&e->sink, gcl_buf_status(&h->cards));
	gcl_sink_fail(&e->sink, gcl_html_code(h, &e->text));
	gcl_buf_reset(&h->cards);
	h->n_marks = 0;
}

/* A line is shown once, with all its marks. */
static void
make_room(struct emit *e, struct html *h, const struct gcl_finding *f)
{
	if (h->cards.len > CARDS_BYTES &&
	    h->marks[h->n_marks - 1].line < f->at.line)
		document(e);
}

static enum gcl_status
count(struct emit *e, struct html *h, const struct gcl_finding *f)
{
	struct html_rule *r;
	enum gcl_status st;
	bool is_new;
	size_t i;

	if (gcl_grow(&h->rules, &h->cap_rules, h->names.n + 1,
	    sizeof(*h->rules)) < 0)
		return GCL_ENOMEM;
	st = gcl_names_add(&h->names, gcl_span_str(f->rule), &i, &is_new);
	if (st != GCL_OK)
		return st;
	r = &h->rules[i];
	if (is_new) {
		*r = (struct html_rule){ .words = NULL };
		st = gcl_emit_rule(e, f, &r->words);
	}
	r->n[f->severity]++;
	h->n[f->severity]++;
	return st;
}

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	bool known = gcl_source_has(src, f->at.offset, f->at.length);
	struct html *h = e->state;

	make_room(e, h, f);
	if (gcl_grow(&h->marks, &h->cap_marks, h->n_marks + 1,
	    sizeof(*h->marks)) < 0 || count(e, h, f) != GCL_OK) {
		gcl_sink_fail(&e->sink, GCL_ENOMEM);
		return;
	}
	h->src = src;
	h->last_id++;
	gcl_html_card(h, &h->cards, f, src);
	h->marks[h->n_marks++] = (struct html_mark){
		.off = known ? (size_t)(f->at.offset - src->base) : 0,
		.len = known ? (size_t)f->at.length : 0,
		.line = f->at.line,
		.severity = f->severity,
		.card = h->cards.len,
	};
}

static void
end(struct emit *e, const struct gcl_totals *t)
{
	struct html *h = e->state;

	document(e);
	if (e->inputs > 0)
		close_section(e, h);
	gcl_html_tail(h, &e->text, t);
}

const struct emitter gcl_emitter_html = {
	.name = "html",
	.summary = "a page for reviewers, in one file",
	.shows_text = true,
	.state_size = sizeof(struct html),
	.begin = begin,
	.input = input,
	.failure = failure,
	.finding = finding,
	.document = document,
	.end = end,
	.release = release,
};
