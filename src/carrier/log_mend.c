/*
 * Where a JSON text was meant to end that is broken: so that what is left of
 * it is not taken for texts of its own, and what was logged behind it is.
 *
 * Brackets are counted, whatever their kind, and strings end with their line
 * at the latest.  A text that is written over several lines goes on in lines
 * that begin like one; another line of the log begins like none.
 */
#include "config.h"

#include "carrier/log_p.h"

#include <ctype.h>

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
	if (!gcl_log_blank(c))
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
