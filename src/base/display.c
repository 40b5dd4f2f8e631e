/*
 * Escape what a terminal or a log reader would act on: control characters
 * (ECMA-48), bidi and other format characters (Unicode general category Cf),
 * line and paragraph separators (Zl, Zp), bytes that are no UTF-8; and two
 * noncharacters that XML and YAML do not allow.
 */
#include "config.h"

#include "base/display.h"

#include "base/utf8.h"

struct range {
	uint32_t first, last;
};

static const struct range formats[] = {
	{ 0x00ad, 0x00ad }, { 0x0600, 0x0605 }, { 0x061c, 0x061c },
	{ 0x06dd, 0x06dd }, { 0x070f, 0x070f }, { 0x0890, 0x0891 },
	{ 0x08e2, 0x08e2 }, { 0x180e, 0x180e }, { 0x200b, 0x200f },
	{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff },
	{ 0xfff9, 0xfffb }, { 0xfffe, 0xffff }, { 0x110bd, 0x110bd },
	{ 0x110cd, 0x110cd }, { 0x13430, 0x1343f }, { 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a }, { 0xe0001, 0xe0001 }, { 0xe0020, 0xe007f },
};

static bool
is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

bool
gcl_display_unsafe(uint32_t cp)
{
	size_t i;

	if (cp < 0xad)
		return is_control(cp);
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (cp >= formats[i].first && cp <= formats[i].last)
			return true;
	return false;
}

/* One code point or invalid byte of s; returns how many bytes it took. */
static size_t
add_one(struct buf *b, const char *s, size_t len)
{
	uint32_t cp;
	size_t n = gcl_utf8_decode(s, len, &cp);

	if (n == 0) {
		gcl_buf_addf(b, "\\x%02X", (unsigned char)s[0]);
		return 1;
	}
	if (is_control(cp))
		gcl_buf_addf(b, "\\x%02X", (unsigned)cp);
	else if (gcl_display_unsafe(cp))
		gcl_buf_addf(b, "\\u{%04X}", (unsigned)cp);
	else
		gcl_buf_add(b, s, n);
	return n;
}

void
gcl_display_add(struct buf *b, struct span s)
{
	size_t i = 0;

	while (i < s.len)
		i += add_one(b, s.ptr + i, s.len - i);
}

void
gcl_display_add_short(struct buf *b, struct span s, size_t max)
{
	size_t i = 0;

	while (i < s.len && max-- > 0)
		i += add_one(b, s.ptr + i, s.len - i);
	if (i < s.len)
		gcl_utf8_add(b, 0x2026);
}
