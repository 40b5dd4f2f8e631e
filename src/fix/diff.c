/*
 * Unified diffs: the format of diff(1) -u (POSIX.1-2017, diff, "Diff -u
 * Output Format").
 *
 * Edits are widened to whole lines; those that share a line are one change.
 * The lines that a change has in common with the text before, at its two ends,
 * are then given back.
 */
#include "config.h"

#include "fix/diff.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/display.h"
#include "fix/diff_name.h"

#define CONTEXT 3

/* Lines [line, line + old_n) of the text before and what replaces them. */
struct change {
	size_t off, len, line, old_n;
	size_t new_off, new_len, new_n;	/* in the differ's text */
};

struct differ {
	struct span before;
	struct buf text;	/* new lines of all changes */
	struct change *list;	/* from malloc */
	size_t n, cap;
	struct buf *out;
	bool color;
};

/* Where the line ends that off is in: behind its LF. */
static size_t
line_end(struct span s, size_t off)
{
	const char *lf = off < s.len ? memchr(s.ptr + off, '\n', s.len - off) :
	    NULL;

	return lf ? (size_t)(lf + 1 - s.ptr) : s.len;
}

static bool
is_line_start(struct span s, size_t off)
{
	return off == 0 || s.ptr[off - 1] == '\n';
}

static size_t
line_start(struct span s, size_t off)
{
	while (!is_line_start(s, off))
		off--;
	return off;
}

static size_t
count_lines(struct span s)
{
	size_t n = 0, off;

	for (off = 0; off < s.len; off = line_end(s, off))
		n++;
	return n;
}

static struct span
old_text(const struct differ *d, const struct change *c)
{
	return gcl_span(d->before.ptr + c->off, c->len);
}

static struct span
new_text(const struct differ *d, const struct change *c)
{
	return gcl_span(d->text.ptr + c->new_off, c->new_len);
}

/* ---- changes ---- */

/* Does e begin in what goes on at off up to its line's end? */
static bool
begins_before(struct span before, const struct edit *e, size_t end)
{
	return e->off < end || (e->off == end && !is_line_start(before, end));
}

/*
 * The new lines of a change that begins with the first of n edits; returns
 * how many of them it took.  What comes last must be a line, or the end.
 */
static size_t
widen(struct differ *d, struct change *c, const struct edit *list, size_t n)
{
	size_t i = 0, pos, end;

	c->off = pos = line_start(d->before, list->off);
	c->new_off = d->text.len;
	do {
		gcl_buf_add(&d->text, d->before.ptr + pos,
			list[i].off - pos);
		gcl_buf_addspan(&d->text, list[i].text);
		pos = list[i].off + list[i].len;
		i++;
		end = pos;
		if (!is_line_start(d->before, pos) ||
		    (d->text.len > c->new_off &&
		    d->text.ptr[d->text.len - 1] != '\n'))
			end = line_end(d->before, pos);
	} while (i < n && begins_before(d->before, &list[i], end));
	gcl_buf_add(&d->text, d->before.ptr + pos, end - pos);
	c->len = end - c->off;
	c->new_len = d->text.len - c->new_off;
	return i;
}

static size_t
common_lines(struct span a, struct span b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
		n++;
	return line_start(a, n);
}

/* The same at the end, as many bytes of each. */
static size_t
common_last_lines(struct span a, struct span b)
{
	size_t n = 0;

	while (n < a.len && n < b.len &&
	    a.ptr[a.len - 1 - n] == b.ptr[b.len - 1 - n])
		n++;
	while (n > 0 && (!is_line_start(a, a.len - n) ||
	    !is_line_start(b, b.len - n)))
		n--;
	return n;
}

static void
narrow(struct differ *d, struct change *c)
{
	size_t n = common_lines(old_text(d, c), new_text(d, c));

	c->off += n;
	c->len -= n;
	c->new_off += n;
	c->new_len -= n;
	n = common_last_lines(old_text(d, c), new_text(d, c));
	c->len -= n;
	c->new_len -= n;
}

static enum gcl_status
find_changes(struct differ *d, const struct patch *p)
{
	size_t i = 0, line = 0, off = 0;

	while (i < p->n) {
		struct change c;

		i += widen(d, &c, p->list + i, p->n - i);
		if (gcl_buf_status(&d->text) != GCL_OK ||
		    gcl_grow(&d->list, &d->cap, d->n + 1,
		    sizeof(*d->list)) < 0)
			return GCL_ENOMEM;
		narrow(d, &c);
		line += count_lines(gcl_span(d->before.ptr + off,
			c.off - off));
		c.line = line;
		off = c.off;
		c.old_n = count_lines(old_text(d, &c));
		c.new_n = count_lines(new_text(d, &c));
		d->list[d->n++] = c;
	}
	return GCL_OK;
}

/* ---- output ---- */

enum look { META, FRAGMENT, CONTEXT_LINE, OLD_LINE, NEW_LINE };

/* The colours of git. */
static const struct {
	const char *mark, *color;
} looks[] = {
	[META] = { "", "\033[1m" },
	[FRAGMENT] = { "", "\033[36m" },
	[CONTEXT_LINE] = { " ", "" },
	[OLD_LINE] = { "-", "\033[31m" },
	[NEW_LINE] = { "+", "\033[32m" },
};

static void
begin_line(struct differ *d, enum look look)
{
	if (d->color)
		gcl_buf_adds(d->out, looks[look].color);
	gcl_buf_adds(d->out, looks[look].mark);
}

static void
end_line(struct differ *d, enum look look)
{
	if (d->color && looks[look].color[0])
		gcl_buf_adds(d->out, "\033[m");
	gcl_buf_addc(d->out, '\n');
}

/* A tab, and a CR before the LF, do no harm. */
static void
show_content(struct differ *d, struct span s)
{
	bool cr = s.len > 0 && s.ptr[s.len - 1] == '\r';
	size_t off = 0, i;

	s.len -= cr;
	for (i = 0; i <= s.len; i++) {
		if (i < s.len && s.ptr[i] != '\t')
			continue;
		gcl_display_add(d->out, gcl_span(s.ptr + off, i - off));
		if (i < s.len)
			gcl_buf_addc(d->out, '\t');
		off = i + 1;
	}
	if (cr)
		gcl_buf_addc(d->out, '\r');
}

static void
add_lines(struct differ *d, enum look look, struct span s)
{
	size_t off, end, lf;

	for (off = 0; off < s.len; off = end) {
		end = line_end(s, off);
		lf = s.ptr[end - 1] == '\n';
		begin_line(d, look);
		if (d->color)
			show_content(d, gcl_span(s.ptr + off, end - lf - off));
		else
			gcl_buf_add(d->out, s.ptr + off, end - lf - off);
		end_line(d, look);
		if (!lf)
			gcl_buf_adds(d->out,
				"\\ No newline at end of file\n");
	}
}

static void
add_name(struct differ *d, const char *sign, const char *prefix,
	const char *name)
{
	begin_line(d, META);
	gcl_buf_adds(d->out, sign);
	gcl_diff_name(d->out, prefix, name);
	end_line(d, META);
}

static enum gcl_status
add_names(struct differ *d, const char *name)
{
	struct buf tidy;
	const char *s;

	gcl_buf_init(&tidy, SIZE_MAX);
	gcl_diff_tidy(&tidy, name);
	s = gcl_buf_str(&tidy);
	if (s) {
		add_name(d, "--- ", "a/", s);
		add_name(d, "+++ ", "b/", s);
	}
	gcl_buf_release(&tidy);
	return s ? GCL_OK : GCL_ENOMEM;
}

/* A range of no lines is named by the line before it. */
static void
add_range(struct differ *d, char sign, size_t line, size_t n)
{
	gcl_buf_addf(d->out, "%c%zu", sign, n > 0 ? line + 1 : line);
	if (n != 1)
		gcl_buf_addf(d->out, ",%zu", n);
	gcl_buf_addc(d->out, ' ');
}

/* The lines before and behind that are shown with a hunk. */
struct hunk {
	const struct change *first, *last;
	size_t off, end;		/* in the text before */
	size_t above, below;		/* lines of context */
};

static void
find_context(const struct differ *d, struct hunk *h)
{
	h->off = h->first->off;
	h->end = h->last->off + h->last->len;
	for (h->above = 0; h->above < CONTEXT && h->off > 0; h->above++)
		h->off = line_start(d->before, h->off - 1);
	for (h->below = 0; h->below < CONTEXT && h->end < d->before.len;
	    h->below++)
		h->end = line_end(d->before, h->end);
}

/* Changes with no more between them than would be shown of both. */
static const struct change *
last_near(const struct differ *d, const struct change *c)
{
	const struct change *end = d->list + d->n;

	while (c + 1 < end &&
	    c[1].line - (c->line + c->old_n) <= 2 * CONTEXT)
		c++;
	return c;
}

static void
add_head(struct differ *d, const struct hunk *h, size_t shift)
{
	const struct change *c;
	size_t line = h->first->line - h->above;
	size_t old_n = h->last->line + h->last->old_n + h->below - line;
	size_t new_n = old_n;

	for (c = h->first; c <= h->last; c++)
		new_n += c->new_n - c->old_n;
	begin_line(d, FRAGMENT);
	gcl_buf_adds(d->out, "@@ ");
	add_range(d, '-', line, old_n);
	add_range(d, '+', line + shift, new_n);
	gcl_buf_adds(d->out, "@@");
	end_line(d, FRAGMENT);
}

/* Of changes with no line between them the old lines come first. */
static const struct change *
add_changes(struct differ *d, const struct change *c, const struct hunk *h)
{
	const struct change *new = c, *end = c;

	do
		add_lines(d, OLD_LINE, old_text(d, end++));
	while (end <= h->last && end->off == end[-1].off + end[-1].len);
	for (; new < end; new++)
		add_lines(d, NEW_LINE, new_text(d, new));
	return end;
}

static void
add_hunk(struct differ *d, const struct hunk *h)
{
	const struct change *c = h->first;
	size_t off = h->off;

	while (c <= h->last) {
		add_lines(d, CONTEXT_LINE,
			gcl_span(d->before.ptr + off, c->off - off));
		c = add_changes(d, c, h);
		off = c[-1].off + c[-1].len;
	}
	add_lines(d, CONTEXT_LINE,
		gcl_span(d->before.ptr + off, h->end - off));
}

static void
add_hunks(struct differ *d)
{
	const struct change *c = d->list, *end = d->list + d->n;
	struct hunk h;
	size_t shift = 0;	/* lines that were added above, or taken */

	while (c < end) {
		h.first = c;
		h.last = last_near(d, c);
		find_context(d, &h);
		add_head(d, &h, shift);
		add_hunk(d, &h);
		for (; c <= h.last; c++)
			shift += c->new_n - c->old_n;
	}
}

enum gcl_status
gcl_diff_add(struct buf *out, const char *name, const struct patch *p,
	bool color)
{
	struct differ d = { .before = p->before, .out = out, .color = color };
	enum gcl_status st;

	gcl_buf_init(&d.text, SIZE_MAX);
	st = find_changes(&d, p);
	if (st == GCL_OK && d.n > 0)
		st = add_names(&d, name);
	if (st == GCL_OK)
		add_hunks(&d);
	if (st == GCL_OK)
		st = gcl_buf_status(out);
	gcl_buf_release(&d.text);
	free(d.list);
	return st;
}
