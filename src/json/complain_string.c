/*
 * Faults of a JSON string and its escapes (RFC 8259 section 7).
 */
#include "config.h"

#include "json/complain_p.h"

#include <stdio.h>

/* What a \u is, as far as the text goes. */
enum unicode { UNICODE_NONE, UNICODE_CUT, UNICODE_BAD, UNICODE_OK };

static const char opened[] = "the string begins here";

static int
hex_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Hex digits at off, at most max; *value is what they are. */
static uint32_t
hex_digits(const struct scan *s, uint32_t off, uint32_t max, uint32_t *value)
{
	uint32_t n;

	*value = 0;
	for (n = 0; n < max && off + n < s->len; n++) {
		int d = hex_digit(gcl_scan_byte(s, off + n));

		if (d < 0)
			break;
		*value = *value << 4 | (uint32_t)d;
	}
	return n;
}

/* The escape at off, if it is a \u; only its beginning may be there. */
static enum unicode
read_unicode(const struct scan *s, uint32_t off, uint32_t *unit)
{
	uint32_t n;

	if (off >= s->len)
		return UNICODE_CUT;
	if (s->text[off] != '\\')
		return UNICODE_NONE;
	if (off + 1 == s->len)
		return UNICODE_CUT;
	if (s->text[off + 1] != 'u')
		return UNICODE_NONE;
	n = hex_digits(s, off + 2, 4, unit);
	if (n == 4)
		return UNICODE_OK;
	return off + 2 + n == s->len ? UNICODE_CUT : UNICODE_BAD;
}

static bool
truncated(struct scan *s)
{
	gcl_scan_fail_end(s, FAULT_END_IN_STRING, SPAN(""));
	return gcl_scan_relate(s, s->prev, s->prev + 1, opened);
}

/* What a code point is as an escape of JSON. */
static bool
fail_escape_as(struct scan *s, uint32_t off, uint32_t end, uint32_t cp)
{
	char as[sizeof("\\ud83d\\ude00")];

	if (cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
		return gcl_scan_fail(s, FAULT_ESCAPE, off, end);
	if (cp > 0xffff)
		snprintf(as, sizeof(as), "\\u%04x\\u%04x",
			(unsigned)(0xd800 + ((cp - 0x10000) >> 10)),
			(unsigned)(0xdc00 + ((cp - 0x10000) & 0x3ff)));
	else if (cp == '\'')
		snprintf(as, sizeof(as), "'");
	else
		snprintf(as, sizeof(as), "\\u%04x", (unsigned)cp);
	return gcl_scan_fail_arg(s, FAULT_ESCAPE_AS, off, end,
		gcl_span_str(as));
}

/* Escapes that other languages have: letter, hex digits or a code point. */
static const struct {
	char letter;
	unsigned char digits;
	uint32_t cp;
} foreign[] = {
	{ '\'', 0, '\'' }, { '0', 0, 0 }, { 'a', 0, 7 }, { 'e', 0, 27 },
	{ 'v', 0, 11 }, { 'x', 2, 0 }, { 'U', 8, 0 },
};

static bool
bad_escape(struct scan *s)
{
	uint32_t off = s->pos, n, cp, end;
	size_t i;

	for (i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		if (s->text[off + 1] != foreign[i].letter)
			continue;
		n = hex_digits(s, off + 2, foreign[i].digits, &cp);
		end = off + 2 + n;
		if (n < foreign[i].digits)
			return gcl_scan_fail(s, FAULT_ESCAPE, off, end);
		return fail_escape_as(s, off, end,
			foreign[i].digits ? cp : foreign[i].cp);
	}
	n = gcl_scan_decode(s, off + 1, &cp);
	if (n == 0 || cp < 0x20)
		return gcl_scan_fail(s, FAULT_ESCAPE, off, off + 1);
	return gcl_scan_fail(s, FAULT_ESCAPE, off, off + 1 + n);
}

/* \u{1F600}, or fewer than four digits with what stands in place of them. */
static bool
bad_unicode(struct scan *s)
{
	uint32_t off = s->pos, end = off + 2, cp, n;

	if (gcl_scan_byte(s, end) == '{') {
		n = hex_digits(s, end + 1, 6, &cp);
		if (n && gcl_scan_byte(s, end + 1 + n) == '}')
			return fail_escape_as(s, off, end + 2 + n, cp);
	}
	end += hex_digits(s, end, 4, &cp);
	if (!gcl_scan_joins(s, end) || gcl_scan_byte(s, end) >= 0x80)
		return gcl_scan_fail(s, FAULT_ESCAPE_SHORT, off, end);
	while (end < off + 6 && gcl_scan_byte(s, end) < 0x80 &&
	    gcl_scan_joins(s, end))
		end++;
	return gcl_scan_fail(s, FAULT_ESCAPE_HEX, off, end);
}

/* A pair whose second half the text is too short for is not yet lone. */
static bool
read_surrogate(struct scan *s, uint32_t unit)
{
	uint32_t off = s->pos, low;

	s->pos += 6;
	if (unit < 0xd800 || unit > 0xdfff)
		return true;
	if (unit >= 0xdc00)
		return gcl_scan_fail(s, FAULT_SURROGATE_LOW, off, s->pos);
	switch (read_unicode(s, s->pos, &low)) {
	case UNICODE_CUT:
		return truncated(s);
	case UNICODE_OK:
		if (low >= 0xdc00 && low <= 0xdfff) {
			s->pos += 6;
			return true;
		}
		break;
	default:
		break;
	}
	return gcl_scan_fail(s, FAULT_SURROGATE_HIGH, off, off + 6);
}

static bool
read_escape(struct scan *s)
{
	uint32_t unit;
	char c;

	switch (read_unicode(s, s->pos, &unit)) {
	case UNICODE_CUT:
		return truncated(s);
	case UNICODE_BAD:
		return bad_unicode(s);
	case UNICODE_OK:
		return read_surrogate(s, unit);
	default:
		break;
	}
	c = s->text[s->pos + 1];
	if (c == '\n' || c == '\r')
		return gcl_scan_fail_here(s, FAULT_ESCAPE_BREAK, 1);
	if (c == '\0' || !strchr("\"\\/bfnrt", c))
		return bad_escape(s);
	s->pos += 2;
	return true;
}

static bool
bad_control(struct scan *s)
{
	unsigned char c = gcl_scan_byte(s, s->pos);
	const char *as = c == '\b' ? "\\b" : c == '\f' ? "\\f" : NULL;
	char code[sizeof("\\u0000")];

	if (c == '\t')
		return gcl_scan_fail_here(s, FAULT_CONTROL_TAB, 1);
	if (c != '\n' && c != '\r') {
		snprintf(code, sizeof(code), "\\u%04x", c);
		return gcl_scan_fail_arg(s, FAULT_CONTROL_STRING, s->pos,
			s->pos + 1, gcl_span_str(as ? as : code));
	}
	gcl_scan_fail_here(s, FAULT_LINE_BREAK, 1);
	return gcl_scan_relate(s, s->prev, s->prev + 1, opened);
}

/* Could a string have been meant to end before off? */
static bool
ends_token(const struct scan *s, uint32_t off)
{
	while (off < s->len && (s->text[off] == ' ' || s->text[off] == '\t'))
		off++;
	return off < s->len && strchr(",:]}\r\n", s->text[off]) &&
	    s->text[off];
}

/*
 * A curly quote that closes none in the same string, and behind which a
 * string could end, is where the string was meant to end.
 */
static void
note_curly(struct scan *s, uint32_t end, bool *inner)
{
	if (*inner)
		*inner = false;
	else if (!ends_token(s, end))
		*inner = true;
	else if (!s->curly)
		s->curly = s->pos;
}

static bool
read_wide(struct scan *s, bool *inner)
{
	uint32_t cp, n = gcl_scan_decode(s, s->pos, &cp);

	if (n == 0)
		return gcl_scan_cut_utf8(s, s->pos) ? truncated(s) :
		    gcl_scan_bad_utf8(s, s->pos);
	if (gcl_scan_quote(cp) == '"')
		note_curly(s, s->pos + n, inner);
	s->pos += n;
	return true;
}

/* What may not stand in a string, where a curly quote may have closed it. */
static bool
is_behind_curly(const struct scan *s)
{
	uint32_t cp, off;

	if (!s->curly || !strchr("\t\r\n", s->text[s->pos]))
		return false;
	off = s->curly + gcl_scan_decode(s, s->curly, &cp);
	while (s->text[off] == ' ')
		off++;
	return s->text[s->pos] != '\t' || off == s->pos;
}

/* Plain characters and escapes, up to the closing quote. */
static bool
read_content(struct scan *s)
{
	bool inner = false, ok = true;

	while (ok && s->pos < s->len && s->text[s->pos] != '"') {
		unsigned char c = gcl_scan_byte(s, s->pos);

		if (c < 0x20 && is_behind_curly(s))
			break;
		if (c == '\\')
			ok = read_escape(s);
		else if (c >= 0x80)
			ok = read_wide(s, &inner);
		else if (c < 0x20)
			ok = bad_control(s);
		else
			s->pos++;
	}
	return ok;
}

static bool
closed_by_curly(struct scan *s)
{
	uint32_t cp, end = s->curly + gcl_scan_decode(s, s->curly, &cp);

	gcl_scan_fail(s, FAULT_QUOTE_CLOSE, s->curly, end);
	return gcl_scan_relate(s, s->prev, s->prev + 1, opened);
}

bool
gcl_scan_string_rest(struct scan *s)
{
	if (!read_content(s))
		return false;
	if (gcl_scan_byte(s, s->pos) == '"') {
		s->prev_end = ++s->pos;
		return true;
	}
	return s->curly ? closed_by_curly(s) : truncated(s);
}

bool
gcl_scan_string(struct scan *s)
{
	s->prev = s->pos++;
	s->curly = 0;
	return gcl_scan_string_rest(s);
}
