/*
 * Repairs of what is nearly JSON.
 *
 * A fault that stops the reading (complain_p.h) is mended here, and the reader
 * goes on as if the mended text had been there: so it is the reader that knows
 * where a string, a key or a comma is wanted, and what stands in strings is
 * never taken for anything else.
 */
#include "config.h"

#include "json/repair.h"

#include <ctype.h>

#include "base/limits.h"
#include "json/complain_p.h"
#include "json/string.h"

struct mender {
	struct scan scan;
	struct complaints c;	/* only its fatal is used */
	struct fault_note note;
	const char *rule;	/* only faults of this rule get edits */
	struct edit *list;	/* in the arena */
	size_t n, cap;
	uint32_t string_end;	/* of one with line breaks: its last quote */
};

static void
add_edit(struct mender *m, uint32_t off, uint32_t end, struct span text)
{
	if (strcmp(gcl_fault_rule(m->note.fault), m->rule) != 0)
		return;
	if (gcl_arena_grow(m->scan.arena, &m->list, &m->cap, m->n + 1,
	    sizeof(*m->list)))
		m->scan.st = GCL_ENOMEM;
	else
		m->list[m->n++] = (struct edit){ off, end - off, text };
}

/* What the complaint's words say, kept. */
static struct span
as_text(struct mender *m)
{
	char *text = gcl_arena_str(m->scan.arena, gcl_span_str(m->note.as));

	if (!text)
		m->scan.st = GCL_ENOMEM;
	return gcl_span_str(text);
}

/* In place of the fault, which was meant as a key or value. */
static bool
put_token(struct mender *m, struct span text)
{
	add_edit(m, m->note.off, m->note.end, text);
	gcl_scan_accept(&m->scan, m->note.off, m->note.end);
	return true;
}

/* Unless a curly quote was its end, the rest of the string is read. */
static bool
put_in_string(struct mender *m, struct span text)
{
	struct scan *s = &m->scan;
	uint32_t off = s->prev;

	if (s->curly)
		return false;
	add_edit(m, m->note.off, m->note.end, text);
	s->pos = m->note.end;
	if (gcl_scan_string_rest(s))
		gcl_scan_accept(s, off, s->pos);
	return true;
}

static uint32_t
skip_spaces(const struct scan *s, uint32_t off)
{
	while (off < s->len && (s->text[off] == ' ' || s->text[off] == '\t'))
		off++;
	return off;
}

static uint32_t
skip_blanks(const struct scan *s, uint32_t off)
{
	while (off < s->len && gcl_scan_blank(gcl_scan_byte(s, off)))
		off++;
	return off;
}

static bool
is_quote(const struct scan *s, uint32_t off)
{
	uint32_t cp;

	return gcl_scan_decode(s, off, &cp) &&
	    (cp == '"' || gcl_scan_quote(cp));
}

/*
 * An apostrophe looks like a quote that closes, but then text goes on; three
 * quotes are none of JavaScript or of a word processor.
 */
static bool
closes(const struct scan *s, uint32_t end)
{
	uint32_t next = skip_spaces(s, end);

	return !is_quote(s, end) &&
	    (gcl_scan_line_end(s, next) || !gcl_scan_joins(s, next));
}

/* `${x}` is not what it looks like. */
static bool
is_template(struct span content)
{
	return memmem(content.ptr, content.len, "${", 2);
}

/* An escaped quote of the old kind needs none, a plain " one. */
static void
requote_content(struct mender *m, uint32_t off, uint32_t end, char opener)
{
	const char *text = m->scan.text;

	for (; off < end; off++) {
		if (text[off] == '"') {
			add_edit(m, off, off, SPAN("\\"));
		} else if (text[off] == '\\') {
			if (text[off + 1] == opener)
				add_edit(m, off, off + 1, SPAN(""));
			off++;
		}
	}
}

static bool
mend_quote(struct mender *m)
{
	const struct scan *s = &m->scan;
	uint32_t off = m->note.off, end = m->note.end, cp;
	uint32_t open_end = off + gcl_scan_decode(s, off, &cp);
	uint32_t close = end - 1;

	while ((s->text[close] & 0xc0) == 0x80)
		close--;
	if (!closes(s, end) || (cp == '`' &&
	    is_template(gcl_scan_span(s, open_end, close))))
		return false;
	add_edit(m, off, open_end, SPAN("\""));
	requote_content(m, open_end, close, cp < 0x80 ? (char)cp : '\0');
	add_edit(m, close, end, SPAN("\""));
	gcl_scan_accept(&m->scan, off, end);
	return true;
}

/*
 * Where the string that goes on at off ends, or 0.  When the quote at its end
 * is missing, the next one opens a string, and then no token ends there.
 */
static uint32_t
string_end(const struct scan *s, uint32_t off)
{
	const char *ends = s->want == WANT_COLON ? ":" : ",]}";
	uint32_t next;

	for (; off < s->len && s->text[off] != '"'; off++)
		if (s->text[off] == '\\')
			off++;
	next = skip_blanks(s, off + 1);
	return next < s->len && s->text[next] && strchr(ends, s->text[next]) ?
	    off : 0;
}

/* A string that was begun by the plain quote, unless that ends it as well. */
static bool
mend_closing_quote(struct mender *m)
{
	return !string_end(&m->scan, m->note.end) &&
	    put_token(m, SPAN("\""));
}

static bool
mend_line_break(struct mender *m)
{
	const struct scan *s = &m->scan;
	uint32_t off = m->note.off;

	if (off >= m->string_end)
		m->string_end = string_end(s, off);
	return off < m->string_end &&
	    put_in_string(m, s->text[off] == '\n' ? SPAN("\\n") :
		SPAN("\\r"));
}

/* NaN and undefined have no value in JSON: there the words are longer. */
static bool
mend_literal(struct mender *m)
{
	return m->note.as[0] && put_token(m, as_text(m));
}

static bool
mend_key(struct mender *m)
{
	const struct scan *s = &m->scan;
	uint32_t off, cp;

	if (gcl_scan_alias(gcl_scan_span(s, m->note.off, m->note.end)) ||
	    gcl_scan_byte(s, skip_blanks(s, m->note.end)) != ':')
		return false;
	for (off = m->note.off; off < m->note.end;
	    off += gcl_scan_decode(s, off, &cp))
		if (!gcl_scan_joins(s, off))
			return false;
	add_edit(m, m->note.off, m->note.off, SPAN("\""));
	add_edit(m, m->note.end, m->note.end, SPAN("\""));
	gcl_scan_accept(&m->scan, m->note.off, m->note.end);
	return true;
}

static bool
is_key(const struct scan *s, uint32_t off)
{
	uint32_t end = gcl_scan_token_end(s, off);

	return gcl_scan_byte(s, skip_blanks(s, end)) == ':';
}

/*
 * "a""b" is how some write a quote in a string, "1 2" may be one number, and a
 * word is one that lost its quotes.
 */
static bool
is_element(const struct scan *s, uint32_t off)
{
	unsigned char c = gcl_scan_byte(s, off);
	unsigned char prev = gcl_scan_byte(s, s->prev);

	if (is_quote(s, off))
		return s->prev_end < off || !is_quote(s, s->prev);
	if (isdigit(c) || c == '-')
		return !(isdigit(prev) || prev == '-') ||
		    gcl_scan_line_end(s, skip_spaces(s, s->prev_end));
	return c == '{' || c == '[' || gcl_scan_alias(gcl_scan_span(s, off,
		gcl_scan_token_end(s, off)));
}

static bool
mend_missing_comma(struct mender *m)
{
	struct scan *s = &m->scan;
	uint32_t off = m->note.off;

	if (!(gcl_scan_in_object(s) ? is_key : is_element)(s, off))
		return false;
	add_edit(m, s->prev_end, s->prev_end, SPAN(","));
	gcl_scan_accept_comma(s);
	return true;
}

/* A semicolon. */
static bool
mend_other_comma(struct mender *m)
{
	add_edit(m, m->note.off, m->note.end, SPAN(","));
	m->scan.pos = m->note.end;
	gcl_scan_accept_comma(&m->scan);
	return true;
}

static bool
mend_control(struct mender *m)
{
	return put_in_string(m, as_text(m));
}

static bool
mend_tab(struct mender *m)
{
	return put_in_string(m, SPAN("\\t"));
}

/* \a and \e are letters in JavaScript, and \0 may begin an octal number. */
static bool
mend_escape(struct mender *m)
{
	const struct scan *s = &m->scan;
	char letter = s->text[m->note.off + 1];

	if (letter == 'a' || letter == 'e' ||
	    (letter == '0' && isdigit(gcl_scan_byte(s, m->note.end))))
		return false;
	return put_in_string(m, as_text(m));
}

/* Mends a fault and makes the reader go on; false where there is doubt. */
static bool (*const menders[FAULT_COUNT])(struct mender *m) = {
	[FAULT_COMMA_INSTEAD] = mend_other_comma,
	[FAULT_COMMA_MISSING] = mend_missing_comma,
	[FAULT_CONTROL_STRING] = mend_control,
	[FAULT_CONTROL_TAB] = mend_tab,
	[FAULT_ESCAPE_AS] = mend_escape,
	[FAULT_KEY_BARE] = mend_key,
	[FAULT_LINE_BREAK] = mend_line_break,
	[FAULT_QUOTE] = mend_quote,
	[FAULT_QUOTE_CLOSE] = mend_closing_quote,
	[FAULT_WORD_ALIAS] = mend_literal,
};

static bool
mend(struct mender *m)
{
	if (!m->c.fatal || !menders[m->note.fault])
		return false;
	m->c.fatal = false;
	return menders[m->note.fault](m);
}

/* The fault that was complained of is the first one that is met. */
static enum gcl_status
mend_all(struct span text, const char *rule, struct arena *arena,
	struct edits *out)
{
	struct mender m = { .rule = rule, .scan.note = &m.note };

	if (gcl_scan_begin(&m.scan, text, LIMIT_DEPTH_MAX, &m.c, arena))
		while (gcl_scan_next(&m.scan) || mend(&m))
			;
	*out = (struct edits){ m.list, m.n };
	return m.scan.st == GCL_OK ? GCL_OK : GCL_ENOMEM;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_line_end(struct span text, size_t off)
{
	return off == text.len || text.ptr[off] == '\n' ||
	    text.ptr[off] == '\r';
}

/* Does a token reach up to the byte at off that could join another? */
static bool
is_solid(struct span text, size_t off)
{
	return off < text.len && !strchr(" \t\r\n,:[]{}", text.ptr[off]);
}

static size_t
behind_line_end(struct span text, size_t off)
{
	if (off < text.len && text.ptr[off] == '\r')
		off++;
	if (off < text.len && text.ptr[off] == '\n')
		off++;
	return off;
}

/*
 * Take [off, end) out, with the blanks that were there for its sake: the line,
 * if there is nothing else on it, or those on one side.
 */
static struct edit
erase(struct span text, size_t off, size_t end)
{
	size_t from = off, to = end;
	bool first, last;

	while (from > 0 && is_space(text.ptr[from - 1]))
		from--;
	while (to < text.len && is_space(text.ptr[to]))
		to++;
	first = from == 0 || is_line_end(text, from - 1);
	last = is_line_end(text, to);
	if (first && last)
		to = behind_line_end(text, to);
	else if (first)
		from = off;
	else if (to == end && is_solid(text, end))
		from = off;
	else if (!last)
		to = end;
	if (from == off && to == end && off > 0 &&
	    is_solid(text, off - 1) && is_solid(text, end))
		return (struct edit){ off, end - off, SPAN(" ") };
	return (struct edit){ from, to - from, SPAN("") };
}

static bool
is_blank(struct span s)
{
	return gcl_json_skip_blanks(s, 0) == s.len;
}

/*
 * Does the comment [off, end) hold what somebody sends?  It may be all there
 * is, or have swallowed the rest of a text whose line ends were lost.
 */
static bool
is_more(struct span text, size_t off, size_t end)
{
	struct span in = gcl_span(text.ptr + off, end - off);

	if (is_blank(gcl_span(text.ptr, off)) &&
	    is_blank(gcl_span(text.ptr + end, text.len - end)))
		return true;
	return end == text.len && in.ptr[in.len - 1] != '/' &&
	    (memchr(in.ptr, '"', in.len) || memchr(in.ptr, '}', in.len) ||
	    memchr(in.ptr, ']', in.len));
}

static enum gcl_status
mend_past(struct span text, const struct complaint *c, struct arena *arena,
	struct edits *out)
{
	struct edit *e = gcl_arena_alloc(arena, sizeof(*e));
	const bool mark = !strcmp(c->rule, gcl_fault_rule(FAULT_BOM));
	size_t end = c->off + c->len;

	if (!e)
		return GCL_ENOMEM;
	/* The first half of a line end is none of a comment. */
	if (!mark && end < text.len && text.ptr[end - 1] == '\r')
		end--;
	if (!mark && !strcmp(c->rule, gcl_fault_rule(FAULT_COMMENT)) &&
	    is_more(text, c->off, end))
		return GCL_OK;
	if (mark)
		*e = (struct edit){ c->off, c->len, SPAN("") };
	else
		*e = erase(text, c->off, end);
	*out = (struct edits){ e, 1 };
	return GCL_OK;
}

enum gcl_status
gcl_json_repair(struct span text, const struct complaint *c,
	struct arena *arena, struct edits *out)
{
	*out = (struct edits){ NULL, 0 };
	if (c->doubt)
		return GCL_OK;
	if (c->past)
		return mend_past(text, c, arena, out);
	return mend_all(text, c->rule, arena, out);
}
