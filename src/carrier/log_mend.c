/*
 * Where a JSON text was meant to end that is broken: so that what is left of
 * it is not taken for texts of its own, and what was logged behind it is.
 *
 * Brackets are counted, whatever their kind, and strings end with their line
 * at the latest.  A text that is written over several lines goes on in lines
 * that begin like one; another line of the log begins like none.  Where all
 * its lines begin with what the log put there, the text is read without that.
 */
#include "config.h"

#include "carrier/log_p.h"

#include <ctype.h>

#include "base/limits.h"
#include "carrier/edit.h"

/* So long may be what a log puts before each line. */
#define PREFIX_BYTES 512u

static size_t
line_start(struct span s, size_t off)
{
	while (off > 0 && !gcl_log_line_end(s.ptr[off - 1]))
		off--;
	return off;
}

/* Behind the blanks at off, within a line. */
static size_t
skip_indent(struct span s, size_t off)
{
	while (off < s.len && (s.ptr[off] == ' ' || s.ptr[off] == '\t'))
		off++;
	return off;
}

/* [INFO] and [2026-01-02] begin a line of the log. */
static bool
is_prefix(struct span s, size_t off)
{
	return off + 1 < s.len && s.ptr[off] == '[' &&
	    isalnum((unsigned char)s.ptr[off + 1]);
}

void
gcl_log_break(struct log *l, size_t start)
{
	struct log_text *t = &l->text;
	struct span s = gcl_log_window(l);
	size_t line = line_start(s, start), off;

	t->indent = skip_indent(s, line) - line;
	if (t->quote) {
		t->last = t->quote;
		return;
	}
	/* Where a name has to stand, no bracket goes on with the text. */
	if (t->want == WANT_KEY)
		t->last = '\0';
	line = line_start(s, l->pos);
	off = skip_indent(s, line);
	if (line > start && (off == l->pos || is_prefix(s, off)))
		l->pos = line - 1;
}

static bool
behind_opener(const struct log_text *t)
{
	return t->last != '\0' && strchr("[,:", t->last);
}

/* Is the line that has its first byte at off a part of the text? */
static bool
goes_on(struct log *l, size_t off, size_t indent)
{
	const struct log_text *t = &l->text;
	char c = gcl_log_window(l).ptr[off];

	if (c != '\0' && strchr("\"'}],:", c))
		return true;
	if (c != '{' && c != '[')
		return c != '\0' && indent > t->indent;
	gcl_log_has(l, off + 1);
	return behind_opener(t) && !is_prefix(gcl_log_window(l), off);
}

/* The line end at pos is passed; whose line follows? */
static enum log_result
next_line(struct log *l, size_t limit)
{
	size_t start = gcl_log_next_line(l, l->pos), off = start;

	while (off < limit && gcl_log_has(l, off) &&
	       (gcl_log_window(l).ptr[off] == ' ' ||
	        gcl_log_window(l).ptr[off] == '\t'))
		off++;
	if (off < limit && !gcl_log_has(l, off)) {
		l->pos = start;
		return LOG_CUT;
	}
	if (off >= limit)
		return LOG_LIMIT;
	l->text.quote = '\0';
	l->pos = off;
	if (gcl_log_line_end(gcl_log_window(l).ptr[off]) ||
	    goes_on(l, off, off - start))
		return LOG_ON;
	l->pos = start;
	return LOG_CUT;
}

/* A quote inside a word is an apostrophe. */
static bool
opens_quote(struct span s, size_t off)
{
	return s.ptr[off] == '"' || (s.ptr[off] == '\'' &&
	    (off == 0 || !isalnum((unsigned char)s.ptr[off - 1])));
}

/* An address may hold two slashes; a comment stands behind something else. */
static bool
opens_comment(struct log *l, size_t off)
{
	struct span s = gcl_log_window(l);

	if (s.ptr[off] != '/' || (off > 0 && s.ptr[off - 1] == ':'))
		return false;
	return gcl_log_has(l, off + 1) &&
	    gcl_log_window(l).ptr[off + 1] == '/';
}

/* The byte at pos, which ends no line. */
static enum log_result
take_byte(struct log *l, size_t limit)
{
	struct log_text *t = &l->text;
	struct span s;
	char c;

	if (opens_comment(l, l->pos)) {
		l->pos = gcl_log_find_line_end(l, l->pos, limit);
		return LOG_ON;
	}
	s = gcl_log_window(l);
	c = s.ptr[l->pos++];
	if (opens_quote(s, l->pos - 1))
		t->quote = c;
	else if (c == '{' || c == '[')
		t->depth++;
	else if ((c == '}' || c == ']') && --t->depth == 0)
		return LOG_WHOLE;
	if (!gcl_json_blank(c))
		t->last = c;
	return LOG_ON;
}

/* The same in a string, where only its end and an escape count. */
static void
take_quoted(struct log *l)
{
	struct log_text *t = &l->text;
	struct span s = gcl_log_window(l);
	char c = s.ptr[l->pos++];

	if (c == '\\' && gcl_log_has(l, l->pos) &&
	    !gcl_log_line_end(gcl_log_window(l).ptr[l->pos]))
		l->pos++;
	else if (c == t->quote)
		t->quote = '\0';
	t->last = c;
}

enum log_result
gcl_log_mend(struct log *l, size_t limit)
{
	enum log_result r = LOG_ON;

	while (r == LOG_ON) {
		if (l->pos >= limit)
			return LOG_LIMIT;
		if (!gcl_log_has(l, l->pos))
			return LOG_CUT;
		if (gcl_log_line_end(gcl_log_window(l).ptr[l->pos]))
			r = next_line(l, limit);
		else if (l->text.quote)
			take_quoted(l);
		else
			r = take_byte(l, limit);
	}
	return r;
}

/* ---- a prefix on every line ---- */

/* The lines of a text, each with len bytes before it as at line. */
struct prefix {
	size_t line, len;
	size_t next;		/* where the second line begins */
};

/* Times differ in their digits. */
static bool
same_shape(char a, char b)
{
	return a == b || (isdigit((unsigned char)a) &&
	    isdigit((unsigned char)b));
}

/* A line of a text, behind its prefix, is indented or ends something. */
static bool
is_rest(struct span s, size_t off)
{
	size_t next = skip_indent(s, off);

	if (next == s.len || gcl_log_line_end(s.ptr[next]))
		return false;
	return next > off || (s.ptr[off] != '\0' &&
	    strchr("}]\"", s.ptr[off]));
}

/* The first line end in [off, end), or end. */
static size_t
line_end_before(struct span s, size_t off, size_t end)
{
	while (off < end && !gcl_log_line_end(s.ptr[off]))
		off++;
	return off;
}

/* How far two lines are alike, the one up to end. */
static size_t
alike(struct span s, size_t line, size_t end, size_t other)
{
	size_t i = 0;

	while (line + i < end && other + i < s.len &&
	       same_shape(s.ptr[line + i], s.ptr[other + i]))
		i++;
	return i;
}

/*
 * The text at start broke at pos, or behind its first bracket: is that since
 * the second line has the same prefix as the first?
 */
static bool
find_prefix(struct log *l, size_t start, size_t pos, struct prefix *p)
{
	struct span s = gcl_log_window(l);
	size_t from = start > PREFIX_BYTES ? start - PREFIX_BYTES : 0, eol;

	pos = gcl_json_skip_blanks(s, pos);
	eol = line_end_before(s, start, pos);
	if (eol == pos)
		return false;
	p->next = gcl_log_next_line(l, eol);
	gcl_log_has(l, p->next + 2 * PREFIX_BYTES);
	s = gcl_log_window(l);
	p->line = start;
	while (p->line > from && !gcl_log_line_end(s.ptr[p->line - 1]))
		p->line--;
	if (p->line > 0 && p->line == from)
		return false;
	p->len = alike(s, p->line, start, p->next);
	return skip_indent(s, p->line) < p->line + p->len &&
	    pos < p->next + p->len && is_rest(s, p->next + p->len);
}

bool
gcl_log_is_prefixed(struct log *l, size_t start)
{
	struct prefix p;

	return find_prefix(l, start, start + 1, &p);
}

/* Does the line at off begin as that of the text does? */
static bool
has_prefix(struct log *l, const struct prefix *p, size_t off)
{
	struct span s;

	gcl_log_has(l, off + 2 * PREFIX_BYTES);
	s = gcl_log_window(l);
	return alike(s, p->line, p->line + p->len, off) == p->len &&
	    is_rest(s, off + p->len);
}

/* Behind the last bracket in [off, end), or 0 when it is not there. */
static size_t
last_bracket(struct span s, size_t off, size_t end, size_t *depth)
{
	s.len = end;
	for (; off < end; off++) {
		char c = s.ptr[off];

		if (c == '"')
			off = gcl_log_string_end(s, off + 1);
		else if (c == '{' || c == '[')
			++*depth;
		else if ((c == '}' || c == ']') && --*depth == 0)
			return off + 1;
	}
	return 0;
}

/* Copy the lines without what is before them; pos is behind the last. */
static void
copy_lines(struct log *l, const struct prefix *p, size_t start)
{
	struct decoder *d = &l->c->decoder;
	size_t depth = 0, off = start, eol, end, next;
	struct span s;

	for (;;) {
		eol = gcl_log_find_line_end(l, off, start + l->max);
		s = gcl_log_window(l);
		end = last_bracket(s, off, eol, &depth);
		l->pos = end ? end : eol;
		gcl_decoder_copy(d, gcl_span(s.ptr + off, l->pos - off), off);
		if (end || eol >= start + l->max || !gcl_log_has(l, eol))
			return;
		next = gcl_log_next_line(l, eol);
		if (!has_prefix(l, p, next))
			return;
		gcl_decoder_copy(d, gcl_span(gcl_log_window(l).ptr + eol,
		    next - eol), eol);
		off = next + p->len;
	}
}

/* What members the text has, as far as it is JSON. */
static bool
note_members(struct log *l, struct span text)
{
	struct walk *w = gcl_capture_walk(l->c);
	struct walk_event ev;

	if (!w)
		return false;
	l->text = (struct log_text){ .colon = true };
	gcl_walk_start(w, text);
	do {
		gcl_walk_next(w, &ev);
		if (ev.kind == WALK_KEY && ev.depth == 1)
			gcl_log_note_member(&l->text,
			    gcl_span(text.ptr + ev.off, ev.len));
	} while (ev.kind != WALK_END && ev.kind != WALK_BAD);
	return true;
}

bool
gcl_log_strip(struct log *l, size_t start, struct piece *out)
{
	struct decoder *d = &l->c->decoder;
	struct prefix p;

	if (gcl_log_window(l).ptr[start] != '{' ||
	    !find_prefix(l, start, l->pos, &p))
		return false;
	gcl_decoder_begin(d);
	copy_lines(l, &p, start);
	if (l->st == GCL_OK)
		l->st = gcl_decoder_take(d, l->pos, &l->c->arena, out);
	if (l->st == GCL_OK && !note_members(l, out->text))
		l->st = GCL_ENOMEM;
	if (l->st == GCL_ENOMEM)
		gcl_error_nomem(l->err);
	return l->st == GCL_OK;
}

/* What stands before the second line of a text that was put together. */
static struct span
prefix_of(const struct document *doc, const struct map *m)
{
	const struct map_point *p = m->points;
	size_t i;

	for (i = 0; i + 1 < m->n; i++)
		if (p[i + 1].to == p[i].to && p[i + 1].from > p[i].from)
			return gcl_span(doc->src->text.ptr + p[i].from,
			    p[i + 1].from - p[i].from);
	return SPAN("");
}

static enum gcl_status
add_prefixes(struct span text, struct span prefix, struct arena *arena,
	struct edit *out)
{
	struct buf b;
	size_t i;

	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	for (i = 0; i < text.len; i++) {
		gcl_buf_addc(&b, text.ptr[i]);
		if (text.ptr[i] == '\n')
			gcl_buf_addspan(&b, prefix);
	}
	return gcl_edit_take(&b, arena, out);
}

enum gcl_status
gcl_log_encode(const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out)
{
	bool lines = gcl_edit_has_lines(in->text);
	enum gcl_status st;

	/* An empty line would end what was put together of lines. */
	if ((lines && !gcl_edit_has_lines(piece->text)) ||
	    (piece->map && gcl_edit_begins_line(piece, in, "\n")))
		return GCL_EINPUT;
	st = gcl_edit_copy(doc, piece, in, arena, out);
	if (st == GCL_OK && lines && piece->map)
		st = add_prefixes(in->text, prefix_of(doc, piece->map), arena,
		    out);
	return st;
}
