/*
 * Bytes and code points that have no place in JSON outside a string, or none
 * at all: RFC 3629 for UTF-8, RFC 8259 section 8.1 for other encodings.
 */
#include "config.h"

#include "json/complain_p.h"

#include "base/display.h"
#include "base/utf8.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

/* JSON begins with two ASCII characters: x is one, 0 is NUL. */
static const struct encoding {
	const char *bytes;
	uint32_t len;
	bool pattern;
	const char *name;	/* as iconv knows it */
} encodings[] = {
	{ "\xff\xfe\0\0", 4, false, "UTF-32" },
	{ "\0\0\xfe\xff", 4, false, "UTF-32" },
	{ "\xff\xfe", 2, false, "UTF-16" },
	{ "\xfe\xff", 2, false, "UTF-16" },
	{ "x000", 4, true, "UTF-32LE" },
	{ "000x", 4, true, "UTF-32BE" },
	{ "x0", 2, true, "UTF-16LE" },
	{ "0x", 2, true, "UTF-16BE" },
};

/* A text of one character and a NUL is more likely a string of C. */
static bool
is_encoding(const struct scan *s, const struct encoding *e)
{
	uint32_t i;

	if (s->len < (e->pattern ? 2 * e->len : e->len))
		return false;
	if (!e->pattern)
		return !memcmp(s->text, e->bytes, e->len);
	for (i = 0; i < 2 * e->len; i++)
		if ((s->text[i] == 0) != (e->bytes[i % e->len] == '0'))
			return false;
	return true;
}

bool
gcl_scan_encoding(struct scan *s)
{
	const struct encoding *e;

	for (e = encodings; e < encodings + N(encodings); e++) {
		if (!is_encoding(s, e))
			continue;
		gcl_scan_fail_arg(s, FAULT_ENCODING, 0, e->len,
			gcl_span_str(e->name));
		return true;
	}
	return false;
}

uint32_t
gcl_scan_decode(const struct scan *s, uint32_t off, uint32_t *cp)
{
	return (uint32_t)gcl_utf8_decode(s->text + off, s->len - off, cp);
}

/* First and second byte of what UTF-8 could spell but must not. */
static const struct {
	unsigned char lead, lead_last, next, next_last;
	enum fault fault;
} forbidden[] = {
	{ 0x80, 0xbf, 0x00, 0xff, FAULT_UTF8_STRAY },
	{ 0xfe, 0xff, 0x00, 0xff, FAULT_UTF8_NEVER },
	{ 0xc0, 0xc1, 0x80, 0xbf, FAULT_UTF8_OVERLONG },
	{ 0xe0, 0xe0, 0x80, 0x9f, FAULT_UTF8_OVERLONG },
	{ 0xf0, 0xf0, 0x80, 0x8f, FAULT_UTF8_OVERLONG },
	{ 0xed, 0xed, 0xa0, 0xbf, FAULT_UTF8_SURROGATE },
	{ 0xf4, 0xf4, 0x90, 0xbf, FAULT_UTF8_HIGH },
	{ 0xf5, 0xfd, 0x80, 0xbf, FAULT_UTF8_HIGH },
};

/* How many bytes the lead byte announces. */
static uint32_t
announced(unsigned char lead)
{
	if (lead < 0xc0 || lead > 0xfd)
		return 1;
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

static enum fault
utf8_fault(const struct scan *s, uint32_t off, uint32_t *end)
{
	unsigned char lead = gcl_scan_byte(s, off);
	unsigned char next = gcl_scan_byte(s, off + 1);
	uint32_t n = 1;
	size_t i;

	while (n < announced(lead) &&
	    (gcl_scan_byte(s, off + n) & 0xc0) == 0x80)
		n++;
	*end = off + n;
	for (i = 0; i < N(forbidden); i++)
		if (lead >= forbidden[i].lead &&
		    lead <= forbidden[i].lead_last &&
		    next >= forbidden[i].next &&
		    next <= forbidden[i].next_last)
			return forbidden[i].fault;
	return n == 1 && off + 1 < s->len ? FAULT_UTF8_LATIN : FAULT_UTF8_CUT;
}

bool
gcl_scan_bad_utf8(struct scan *s, uint32_t off)
{
	uint32_t end;
	enum fault f = utf8_fault(s, off, &end);

	return gcl_scan_fail(s, f, off, end);
}

bool
gcl_scan_cut_utf8(const struct scan *s, uint32_t off)
{
	uint32_t end;

	return utf8_fault(s, off, &end) == FAULT_UTF8_CUT && end == s->len;
}

static const struct blank {
	uint32_t first, last;
	enum fault fault;
	const char *name;
} blanks[] = {
	{ 0x00a0, 0x00a0, FAULT_BLANK, "no-break space" },
	{ 0x1680, 0x1680, FAULT_BLANK, "ogham space" },
	{ 0x2000, 0x200a, FAULT_BLANK, "typographic space" },
	{ 0x200b, 0x200b, FAULT_INVISIBLE, "zero width space" },
	{ 0x2028, 0x2028, FAULT_BLANK, "line separator" },
	{ 0x2029, 0x2029, FAULT_BLANK, "paragraph separator" },
	{ 0x202f, 0x202f, FAULT_BLANK, "narrow no-break space" },
	{ 0x205f, 0x205f, FAULT_BLANK, "mathematical space" },
	{ 0x2060, 0x2060, FAULT_INVISIBLE, "word joiner" },
	{ 0x3000, 0x3000, FAULT_BLANK, "ideographic space" },
	{ 0xfeff, 0xfeff, FAULT_INVISIBLE, "byte order mark" },
};

static const struct blank *
find_blank(uint32_t cp)
{
	static const struct blank other = {
		.fault = FAULT_INVISIBLE,
		.name = "invisible character",
	};
	size_t i;

	for (i = 0; i < N(blanks); i++)
		if (cp >= blanks[i].first && cp <= blanks[i].last)
			return &blanks[i];
	return gcl_display_unsafe(cp) ? &other : NULL;
}

static bool
is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

bool
gcl_scan_foreign(struct scan *s)
{
	uint32_t cp, n = gcl_scan_decode(s, s->pos, &cp);
	const struct blank *blank;

	if (n == 0) {
		gcl_scan_bad_utf8(s, s->pos);
		return true;
	}
	if (is_control(cp)) {
		gcl_scan_fail_here(s, FAULT_CONTROL, n);
		return true;
	}
	blank = find_blank(cp);
	if (!blank)
		return false;
	gcl_scan_fail_arg(s, blank->fault, s->pos, s->pos + n,
		gcl_span_str(blank->name));
	return true;
}

bool
gcl_scan_joins(const struct scan *s, uint32_t off)
{
	unsigned char c = gcl_scan_byte(s, off);
	uint32_t cp;

	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z') || (c && strchr("_$@%+-.", c));
	return gcl_scan_decode(s, off, &cp) && !is_control(cp) &&
	    !find_blank(cp) && !gcl_scan_quote(cp) && !gcl_scan_lookalike(cp);
}

static const struct {
	uint32_t cp;
	char plain;
} quotes[] = {
	{ '\'', '\'' }, { '`', '\'' }, { 0x00ab, '"' }, { 0x00b4, '\'' },
	{ 0x00bb, '"' }, { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201a, '\'' },
	{ 0x201b, '\'' }, { 0x201c, '"' }, { 0x201d, '"' }, { 0x201e, '"' },
	{ 0x201f, '"' }, { 0x2032, '\'' }, { 0x2033, '"' }, { 0xff02, '"' },
	{ 0xff07, '\'' },
}, lookalikes[] = {
	{ ';', ',' }, { 0x3001, ',' }, { 0xff0c, ',' }, { 0xff1b, ',' },
	{ 0xff1a, ':' }, { 0xff3b, '[' }, { 0xff3d, ']' }, { 0xff5b, '{' },
	{ 0xff5d, '}' },
};

char
gcl_scan_quote(uint32_t cp)
{
	size_t i;

	for (i = 0; i < N(quotes); i++)
		if (quotes[i].cp == cp)
			return quotes[i].plain;
	return 0;
}

char
gcl_scan_lookalike(uint32_t cp)
{
	size_t i;

	for (i = 0; i < N(lookalikes); i++)
		if (lookalikes[i].cp == cp)
			return lookalikes[i].plain;
	return 0;
}
