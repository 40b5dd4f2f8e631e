/*
 * UTF-8 (RFC 3629 section 4).
 */
#include "config.h"

#include "base/utf8.h"

#define CONT(c) (((unsigned char)(c) & 0xc0) == 0x80)

/* The length that a first byte announces, or 0. */
static size_t
announced(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c < 0xc2)
		return 0;
	if (c < 0xe0)
		return 2;
	if (c < 0xf0)
		return 3;
	return c < 0xf5 ? 4 : 0;
}

size_t
gcl_utf8_decode(const char *s, size_t len, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const unsigned char bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	size_t n = len > 0 ? announced((unsigned char)s[0]) : 0;
	uint32_t c;
	size_t i;

	if (n == 0 || n > len)
		return 0;
	c = (unsigned char)s[0] & bits[n];
	for (i = 1; i < n; i++) {
		if (!CONT(s[i]))
			return 0;
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	}
	if (c < least[n] || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff)
		return 0;
	*cp = c;
	return n;
}

size_t
gcl_utf8_encode(char *out, uint32_t cp)
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	size_t i;

	for (i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3f));
		cp >>= 6;
	}
	out[0] = (char)(lead[n] | cp);
	return n;
}

void
gcl_utf8_add(struct buf *b, uint32_t cp)
{
	char s[4];

	gcl_buf_add(b, s, gcl_utf8_encode(s, cp));
}

size_t
gcl_utf8_check(struct span s)
{
	size_t i = 0, n;
	uint32_t cp;

	while (i < s.len) {
		n = gcl_utf8_decode(s.ptr + i, s.len - i, &cp);
		if (n == 0)
			return i;
		i += n;
	}
	return s.len;
}

size_t
gcl_utf8_count(struct span s)
{
	size_t i = 0, n, count = 0;
	uint32_t cp;

	for (; i < s.len; count++) {
		if (!(s.ptr[i] & 0x80)) {
			i++;
			continue;
		}
		n = gcl_utf8_decode(s.ptr + i, s.len - i, &cp);
		i += n ? n : 1;
	}
	return count;
}

/* Not in front of a code point. */
static bool
is_inside(struct span s, size_t off)
{
	return off < s.len && ((unsigned char)s.ptr[off] & 0xc0) == 0x80;
}

size_t
gcl_utf8_common_start(struct span a, struct span b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
		n++;
	while (n > 0 && (is_inside(a, n) || is_inside(b, n)))
		n--;
	return n;
}

size_t
gcl_utf8_common_end(struct span a, struct span b)
{
	size_t n = 0;

	while (n < a.len && n < b.len &&
	    a.ptr[a.len - 1 - n] == b.ptr[b.len - 1 - n])
		n++;
	while (n > 0 && is_inside(a, a.len - n))
		n--;
	return n;
}
