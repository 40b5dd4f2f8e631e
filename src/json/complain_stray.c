/*
 * Tokens of other languages: strings in other quotes, placeholders of
 * template engines and shells, text that was copied out of a string literal.
 */
#include "config.h"

#include "json/complain_p.h"

#include <ctype.h>
#include <strings.h>

#define N(array) (sizeof(array) / sizeof((array)[0]))

/* Longer openings first. */
static const struct {
	struct span open, close;
} templates[] = {
	{ SPAN("{{{"), SPAN("}}}") },	/* Mustache, unescaped */
	{ SPAN("{{"), SPAN("}}") },	/* Mustache, Jinja, Go, Postman */
	{ SPAN("{%"), SPAN("%}") },	/* Jinja, Liquid */
	{ SPAN("${"), SPAN("}") },	/* shells, JavaScript, Java */
	{ SPAN("$!{"), SPAN("}") },	/* Velocity */
	{ SPAN("$("), SPAN(")") },	/* shells */
	{ SPAN("<"), SPAN(">") },	/* by hand, XML */
};

static bool
begins(const struct scan *s, uint32_t off, struct span with)
{
	return s->len - off >= with.len &&
	    !memcmp(s->text + off, with.ptr, with.len);
}

/*
 * A < alone is an operator, and two braces with a quoted key behind them are
 * an escape for one.
 */
static bool
names_something(const struct scan *s, uint32_t off)
{
	unsigned char c = gcl_scan_byte(s, off);

	if (s->text[off - 1] == '<')
		return isalpha(c) || c == '$' || c == '%';
	while (c == ' ')
		c = gcl_scan_byte(s, ++off);
	return !strchr("\"{}", c);
}

/* Behind the next close on this line, or 0. */
static uint32_t
find_close(const struct scan *s, uint32_t off, struct span close)
{
	for (; !gcl_scan_line_end(s, off); off++)
		if (begins(s, off, close))
			return off + (uint32_t)close.len;
	return 0;
}

/* $NAME; where a key may stand only in capitals, for $ref is a bare key. */
static uint32_t
variable_end(const struct scan *s, uint32_t off)
{
	bool key = s->want == WANT_KEY || s->want == WANT_KEY_OR_END;
	uint32_t end = off + 1;
	unsigned char c;

	if (gcl_scan_byte(s, end) == '!')
		end++;
	if (!isalnum(gcl_scan_byte(s, end)) && gcl_scan_byte(s, end) != '_')
		return off;
	for (; (c = gcl_scan_byte(s, end)), isalnum(c) || c == '_'; end++)
		if (key && islower(c))
			return off;
	return end;
}

static uint32_t
run_end(const struct scan *s, uint32_t off)
{
	while (off < s->len && gcl_scan_joins(s, off))
		off++;
	return off;
}

static uint32_t
format_end(const struct scan *s, uint32_t off)
{
	unsigned char c = gcl_scan_byte(s, off + 1);
	uint32_t close;

	if (isalnum(c))
		return run_end(s, off + 1);
	close = c == '(' ? find_close(s, off, SPAN(")")) : 0;
	return close ? run_end(s, close) : off;
}

uint32_t
gcl_scan_placeholder(const struct scan *s, uint32_t off)
{
	uint32_t end;
	size_t i;

	for (i = 0; i < N(templates); i++) {
		struct span open = templates[i].open;

		if (!begins(s, off, open))
			continue;
		end = off + (uint32_t)open.len;
		end = names_something(s, end) ?
		    find_close(s, end, templates[i].close) : 0;
		if (end)
			return end;
	}
	if (begins(s, off, SPAN("...")))
		return run_end(s, off + 3);
	if (begins(s, off, SPAN("\xe2\x80\xa6")))
		return off + 3;
	switch (gcl_scan_byte(s, off)) {
	case '$':
		return variable_end(s, off);
	case '%':
		return format_end(s, off);
	default:
		return off;
	}
}

static bool
is_ellipsis(const struct scan *s)
{
	return begins(s, s->pos, SPAN("...")) ||
	    begins(s, s->pos, SPAN("\xe2\x80\xa6"));
}

static bool
is_markup(const struct scan *s)
{
	unsigned char c = gcl_scan_byte(s, s->pos + 1);

	return s->want == WANT_TEXT && s->text[s->pos] == '<' &&
	    (c == '!' || c == '?' || (s->len - s->pos > 4 &&
	    !strncasecmp(s->text + s->pos + 1, "html", 4)));
}

bool
gcl_scan_template(struct scan *s)
{
	uint32_t end;

	if (is_markup(s)) {
		gcl_scan_fail_here(s, FAULT_MARKUP, 1);
		return true;
	}
	end = gcl_scan_placeholder(s, s->pos);
	if (end == s->pos)
		return false;
	gcl_scan_fail(s, is_ellipsis(s) ? FAULT_ELLIPSIS : FAULT_PLACEHOLDER,
		s->pos, end);
	return true;
}

/*
 * Straight quotes close only themselves; a curly one is closed by whatever
 * the word processor made of the second one, or by the plain quote.
 */
static bool
closes(uint32_t opener, uint32_t cp)
{
	char kind = gcl_scan_quote(opener);

	if (opener == '\'' || opener == '`')
		return cp == opener;
	return cp == (unsigned char)kind || gcl_scan_quote(cp) == kind;
}

/* The closing quote's offset and its end; 0 if there is none on the line. */
static uint32_t
find_quote(const struct scan *s, uint32_t off, uint32_t opener, uint32_t *end)
{
	uint32_t cp, n;

	for (; !gcl_scan_line_end(s, off); off += n) {
		n = gcl_scan_decode(s, off, &cp);
		if (n == 0)
			return 0;
		*end = off + n;
		if (closes(opener, cp))
			return off;
		if (cp == '\\' && !gcl_scan_line_end(s, off + 1))
			n = 2;
	}
	return 0;
}

uint32_t
gcl_scan_quoted_end(const struct scan *s, uint32_t off)
{
	uint32_t opener, end, n = gcl_scan_decode(s, off, &opener);

	return find_quote(s, off + n, opener, &end) ? end : off + n;
}

static bool
fail_quote(struct scan *s, uint32_t opener, uint32_t n)
{
	uint32_t off = s->pos, close, end;

	close = find_quote(s, off + n, opener, &end);
	if (!close)
		return gcl_scan_fail(s, FAULT_QUOTE_OPEN, off, off + n);
	return gcl_scan_fail_arg(s, FAULT_QUOTE, off, end,
		gcl_scan_span(s, off + n, close));
}

static bool
is_escaped_text(const struct scan *s)
{
	unsigned char c = gcl_scan_byte(s, s->pos + 1);

	return s->text[s->pos] == '\\' && c && strchr("\"nrt", c);
}

bool
gcl_scan_stray(struct scan *s)
{
	uint32_t cp, n = gcl_scan_decode(s, s->pos, &cp);
	char plain;

	if (gcl_scan_template(s))
		return true;
	if (is_escaped_text(s)) {
		gcl_scan_fail_here(s, FAULT_QUOTE_ESCAPED, 2);
		return true;
	}
	if (gcl_scan_quote(cp)) {
		fail_quote(s, cp, n);
		return true;
	}
	plain = gcl_scan_lookalike(cp);
	if (!plain)
		return false;
	gcl_scan_fail_arg(s, FAULT_LOOKALIKE, s->pos, s->pos + n,
		gcl_span(&plain, 1));
	return true;
}
