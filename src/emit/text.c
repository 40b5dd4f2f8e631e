/*
 * The report for people: what is wrong, the line it stands in with the place
 * marked, what to write instead, and what the API would answer.  The first
 * line of each finding is the one that tools read.
 */
#include "config.h"

#include "emit/text.h"

#include <inttypes.h>

#include "base/display.h"
#include "emit/line.h"
#include "emit/snippet.h"

#define HELP "help: "

/* Is there room for the help behind column col? */
static bool
fits(struct emit *e, size_t col, const char *help)
{
	return e->width == 0 || col + 1 + sizeof(HELP) - 1 +
	    gcl_width_span(&e->widths, gcl_span_str(help)) <= e->width;
}

static void
add_help(struct emit *e, const char *help)
{
	gcl_buf_addc(&e->text, ' ');
	gcl_line_paint(e, PAINT_GREEN);
	gcl_buf_adds(&e->text, HELP);
	gcl_line_text(&e->text, help);
	gcl_line_paint(e, PAINT_RESET);
}

static void
add_marked_line(struct emit *e, const struct gcl_finding *f,
	struct source *src)
{
	bool shown = gcl_source_has(src, f->at.offset, f->at.length);
	size_t col = shown ? gcl_snippet_add(e, f, src) : 0;

	if (shown && (!f->help || !fits(e, col, f->help)))
		gcl_buf_addc(&e->text, '\n');
	if (!f->help)
		return;
	if (!shown || !fits(e, col, f->help))
		gcl_snippet_gutter(e, &f->at, '=');
	add_help(e, f->help);
	gcl_buf_addc(&e->text, '\n');
}

static void
add_where(struct emit *e, const struct gcl_finding *f)
{
	if (!f->pointer && !f->status)
		return;
	gcl_snippet_gutter(e, &f->at, '=');
	if (f->pointer_len > 0) {
		gcl_buf_adds(&e->text, " at ");
		gcl_display_add(&e->text,
			gcl_span(f->pointer, f->pointer_len));
	} else if (f->pointer) {
		gcl_buf_adds(&e->text, " at the top level");
	}
	if (f->status > 0)
		gcl_buf_addf(&e->text, "%s HTTP %d", f->pointer ? " ->" : "",
			f->status);
	gcl_buf_addc(&e->text, '\n');
}

static void
add_related(struct emit *e, const struct gcl_finding *f,
	const struct gcl_related *r)
{
	gcl_snippet_gutter(e, &f->at, '=');
	gcl_buf_adds(&e->text, " note: ");
	gcl_line_text(&e->text, r->message);
	gcl_buf_adds(&e->text, ", at ");
	gcl_display_add(&e->text, gcl_span_str(f->file));
	gcl_buf_addf(&e->text, ":%" PRIu64 ":%" PRIu64 "\n", r->at.line,
		r->at.column);
}

void
gcl_text_add(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	size_t i;

	gcl_line_add(e, f);
	if (e->quiet)
		return;
	add_marked_line(e, f, src);
	add_where(e, f);
	for (i = 0; i < f->n_related; i++)
		add_related(e, f, &f->related[i]);
}

bool
gcl_text_counts(struct buf *b, const struct gcl_totals *t)
{
	const struct {
		uint64_t n;
		const char *word;
	} counts[] = {
		{ t->errors, "error" },
		{ t->warnings, "warning" },
		{ t->notes, "note" },
	};
	const char *sep = "";
	size_t i;

	for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		if (counts[i].n == 0)
			continue;
		gcl_buf_addf(b, "%s%" PRIu64 " %s%s", sep, counts[i].n,
			counts[i].word, counts[i].n == 1 ? "" : "s");
		sep = ", ";
	}
	return *sep != '\0';
}

static void
add_fixable(struct buf *b, const struct gcl_totals *t)
{
	const char *more = t->fixable > 0 ? " more" : " fixable";

	if (t->fixable + t->fixable_unsafe == 0)
		return;
	gcl_buf_adds(b, " (");
	if (t->fixable > 0)
		gcl_buf_addf(b, "%" PRIu64 " fixable with --fix%s", t->fixable,
			t->fixable_unsafe > 0 ? ", " : "");
	if (t->fixable_unsafe > 0)
		gcl_buf_addf(b, "%" PRIu64 "%s with --unsafe-fixes",
			t->fixable_unsafe, more);
	gcl_buf_addc(b, ')');
}

static void
add_withheld(const struct emit *e, struct buf *b)
{
	if (e->withheld > 0)
		gcl_buf_addf(b, "%" PRIu64 " more finding%s not shown: "
			"--max-findings\n", e->withheld,
			e->withheld == 1 ? "" : "s");
}

/* What stands behind the counts of findings. */
static void
add_others(struct buf *b, const struct gcl_totals *t)
{
	const struct {
		uint64_t n;
		const char *word;
	} others[] = {
		{ t->suppressed - t->known, "suppressed" },
		{ t->known, "in the baseline" },
		{ t->unreadable, "unreadable" },
	};
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].n > 0)
			gcl_buf_addf(b, ", %" PRIu64 " %s", others[i].n,
				others[i].word);
}

/* What went wrong is the program's to tell, on standard error. */
static void
sent(struct emit *e, const struct gcl_sent *s)
{
	struct buf *b = &e->text;

	if (s->plan)
		gcl_buf_adds(b, s->plan);
	else if (s->conversation && e->quiet)
		gcl_buf_addf(b, "%s\n", s->conversation);
	else if (s->message && !e->quiet && !strcmp(s->outcome, "sent"))
		gcl_buf_addf(b, "%s\n", s->message);
}

static void
end(struct emit *e, const struct gcl_totals *t)
{
	struct buf *b = &e->text;

	if (e->quiet)
		return;
	add_withheld(e, b);
	if (!gcl_text_counts(b, t))
		return;
	gcl_buf_addf(b, " in %" PRIu64 " of %" PRIu64 " files",
		t->files_with_findings, t->files);
	add_others(b, t);
	add_fixable(b, t);
	gcl_buf_addc(b, '\n');
}

const struct emitter gcl_emitter_text = {
	.name = "text",
	.summary = "for people: each line in question with the place marked",
	.limited = true,
	.shows_text = true,
	.finding = gcl_text_add,
	.sent = sent,
	.end = end,
};
