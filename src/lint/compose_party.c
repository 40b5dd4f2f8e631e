/*
 * A telephone number or address as people write it, in the form that a pack
 * wants: RFC 3966 and RFC 3261 have the schemes.
 *
 * What is no number at all is left as it is: the pack's rules say it better.
 */
#include "config.h"

#include "lint/compose_p.h"

#include <strings.h>

#include "base/utf8.h"

/* The length of tel:, sip: or sips: at the start, or 0. */
static size_t
scheme_length(struct span s)
{
	static const char *const schemes[] = { "tel:", "sip:", "sips:" };
	size_t i, n;

	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		n = strlen(schemes[i]);
		if (s.len >= n && !strncasecmp(s.ptr, schemes[i], n))
			return n;
	}
	return 0;
}

/* What people and programs put between digits, and what cannot be seen. */
static bool
is_separator(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ '\t', '\r' }, { ' ', ' ' }, { '(', ')' }, { '-', '/' },
		{ '~', '~' }, { 0xa0, 0xa0 }, { 0xad, 0xad },
		{ 0x2000, 0x2015 }, { 0x202a, 0x202f }, { 0x2060, 0x2069 },
		{ 0x2212, 0x2212 }, { 0x3000, 0x3000 }, { 0xfeff, 0xfeff },
	};
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return false;
}

/* The digits and plus signs at the start of s, and what separates them. */
static size_t
number_length(struct span s)
{
	size_t i, n;
	uint32_t cp;

	for (i = 0; i < s.len; i += n) {
		n = gcl_utf8_decode(s.ptr + i, s.len - i, &cp);
		if (n == 0 || (cp != '+' && (cp < '0' || cp > '9') &&
		    !is_separator(cp)))
			break;
	}
	return i;
}

/* In +44 (0)20 the zero is for those who dial within the country. */
static bool
has_trunk_zero(struct span s)
{
	return memmem(s.ptr, s.len, "(0)", 3) != NULL;
}

static void
add_number(struct buf *out, struct span s)
{
	size_t i;

	/* Of the bytes in a separator none is a digit or a plus. */
	for (i = 0; i < s.len; i++)
		if (s.ptr[i] == '+' || (s.ptr[i] >= '0' && s.ptr[i] <= '9'))
			gcl_buf_addc(out, s.ptr[i]);
}

static struct span
trim(struct span s)
{
	while (s.len > 0 && strchr(" \t\r\n", s.ptr[0]))
		s = gcl_span(s.ptr + 1, s.len - 1);
	while (s.len > 0 && strchr(" \t\r\n", s.ptr[s.len - 1]))
		s.len--;
	return s;
}

void
gcl_compose_party(struct buf *out, enum party_form form, struct span given)
{
	struct span s = trim(given);
	size_t scheme = scheme_length(s), number;
	bool address;

	if (form == PARTY_TEXT) {
		gcl_buf_addspan(out, given);
		return;
	}
	if (form == PARTY_URI && scheme > 0)
		gcl_buf_add(out, s.ptr, scheme);
	s = gcl_span(s.ptr + scheme, s.len - scheme);
	address = memchr(s.ptr, '@', s.len) != NULL;
	if (form == PARTY_URI && scheme == 0)
		gcl_buf_adds(out, address ? "sip:" : "tel:");
	number = number_length(s);
	if (!address && !has_trunk_zero(s) &&
	    (number == s.len || s.ptr[number] == ';')) {
		add_number(out, gcl_span(s.ptr, number));
		s = gcl_span(s.ptr + number, s.len - number);
	}
	gcl_buf_addspan(out, s);
}
