/*
 * A fix in the HTML report: the lines that it changes, as they are and as they
 * would be.
 *
 * What is shown is bounded: of long lines, and of what lies between two edits,
 * only what stands next to an edit.
 */
#include "config.h"

#include "emit/html_p.h"

#include "emit/fixed.h"
#include "emit/xml.h"

/* Bytes on either side of an edit; edits; bytes that one deletes or adds. */
#define AROUND 60u
#define EDITS_MAX 8u
#define EDIT_WHOLE 2000u

struct drawing {
	struct buf *b, *scratch;
	struct source *src;
	const struct gcl_fix *fix;
	size_t n_edits;		/* those that are shown */
};

/* The text without what is hidden; what it runs out of, the card has not. */
static struct span
read_source(const struct drawing *d, size_t off, size_t end)
{
	gcl_buf_reset(d->scratch);
	gcl_fixed_source(d->scratch, d->src, off, end);
	if (gcl_buf_status(d->scratch) != GCL_OK)
		d->b->st = gcl_buf_status(d->scratch);
	return gcl_buf_span(d->scratch);
}

static void
add_source(const struct drawing *d, size_t off, size_t end)
{
	gcl_xml_lines(d->b, read_source(d, off, end));
}

/* The text in front of the first edit, from the first word of its line on. */
static void
add_before(const struct drawing *d, size_t off)
{
	struct span text = d->src->text;
	size_t from = off;

	while (from > 0 && off - from < AROUND && text.ptr[from - 1] != '\n' &&
	       text.ptr[from - 1] != '\r')
		from--;
	from = gcl_html_snap(text, from);
	if (off - from >= AROUND)
		gcl_buf_adds(d->b, HTML_ELLIPSIS);
	else
		while (from < off && strchr(" \t", text.ptr[from]))
			from++;
	add_source(d, from, off);
}

static void
add_behind(const struct drawing *d, size_t off)
{
	struct span text = d->src->text;
	size_t to = off;

	while (to < text.len && to - off < AROUND && text.ptr[to] != '\n' &&
	       text.ptr[to] != '\r')
		to++;
	to = gcl_html_snap(text, to);
	add_source(d, off, to);
	if (to - off + 3 >= AROUND)
		gcl_buf_adds(d->b, HTML_ELLIPSIS);
}

static void
add_between(const struct drawing *d, size_t off, size_t end)
{
	struct span text = d->src->text;

	if (end - off <= 2 * AROUND) {
		add_source(d, off, end);
		return;
	}
	add_source(d, off, gcl_html_snap(text, off + AROUND));
	gcl_buf_adds(d->b, HTML_ELLIPSIS);
	add_source(d, gcl_html_snap(text, end - AROUND), end);
}

/* Text that is deleted or added. */
static void
add_changed(const struct drawing *d, const char *tag, struct span s)
{
	size_t n = s.len <= EDIT_WHOLE ? s.len : gcl_html_snap(s, EDIT_WHOLE);

	if (s.len == 0)
		return;
	gcl_buf_addf(d->b, "<%s>", tag);
	gcl_xml_lines(d->b, gcl_span(s.ptr, n));
	if (n < s.len)
		gcl_buf_adds(d->b, HTML_ELLIPSIS);
	gcl_buf_addf(d->b, "</%s>", tag);
}

static void
add_deleted(const struct drawing *d, const struct gcl_edit *edit)
{
	add_changed(d, "del", read_source(d, gcl_fixed_from(edit, d->src),
		gcl_fixed_to(edit, d->src)));
}

static void
add_version(const struct drawing *d, bool after)
{
	const struct gcl_edit *edit = d->fix->edits;
	size_t i;

	gcl_buf_adds(d->b, after ? "<span class=\"new\">" :
		"<span class=\"old\">");
	add_before(d, gcl_fixed_from(edit, d->src));
	for (i = 0; i < d->n_edits; i++, edit++) {
		if (i > 0)
			add_between(d, gcl_fixed_to(edit - 1, d->src),
				gcl_fixed_from(edit, d->src));
		if (after)
			add_changed(d, "ins", gcl_span(edit->text,
				edit->text_len));
		else
			add_deleted(d, edit);
	}
	add_behind(d, gcl_fixed_to(edit - 1, d->src));
	gcl_buf_adds(d->b, "\n</span>");
}

void
gcl_html_fix(struct html *h, struct buf *b, const struct gcl_fix *fix,
	struct source *src)
{
	struct drawing d = { .b = b, .scratch = &h->scratch, .src = src,
		.fix = fix, .n_edits = fix->n_edits };

	if (!gcl_fixed_known(fix, src))
		return;
	if (d.n_edits > EDITS_MAX)
		d.n_edits = EDITS_MAX;
	gcl_buf_addf(b, "<p class=\"fix\"><i>%s fix:</i>",
		fix->safe ? "safe" : "unsafe");
	if (d.n_edits < fix->n_edits)
		gcl_buf_addf(b, " the first %zu of %zu changes", d.n_edits,
			fix->n_edits);
	gcl_buf_adds(b, "</p>\n<pre class=\"change\"><code>");
	add_version(&d, false);
	add_version(&d, true);
	gcl_buf_adds(b, "</code></pre>\n");
}
