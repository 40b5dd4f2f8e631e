/*
 * Characters as they are meant: behind the escapes of JSON (RFC 8259 §7), at
 * any depth, as JSON within JSON has them; of URLs (RFC 3986 §2.1), encoded
 * twice too; of shells and of our own messages.
 */
#include "config.h"

#include "emit/redact_p.h"

#include "base/display.h"
#include "base/utf8.h"

/* JSON four levels deep has so many backslashes before one u. */
#define BACKSLASHES_MAX 16u

/* "%2525" and so on: encoded so many times. */
#define PERCENT_MAX 4

struct range {
	uint32_t first, last;
};

/* Characters with the property Numeric_Type Decimal or Digit. */
static const struct range digits[] = {
	{ 0x00b2, 0x00b3 }, { 0x00b9, 0x00b9 }, { 0x0660, 0x0669 },
	{ 0x06f0, 0x06f9 }, { 0x07c0, 0x07c9 }, { 0x0966, 0x096f },
	{ 0x09e6, 0x09ef }, { 0x0a66, 0x0a6f }, { 0x0ae6, 0x0aef },
	{ 0x0b66, 0x0b6f }, { 0x0be6, 0x0bef }, { 0x0c66, 0x0c6f },
	{ 0x0ce6, 0x0cef }, { 0x0d66, 0x0d6f }, { 0x0de6, 0x0def },
	{ 0x0e50, 0x0e59 }, { 0x0ed0, 0x0ed9 }, { 0x0f20, 0x0f29 },
	{ 0x1040, 0x1049 }, { 0x1090, 0x1099 }, { 0x1369, 0x1371 },
	{ 0x17e0, 0x17e9 }, { 0x1810, 0x1819 }, { 0x1946, 0x194f },
	{ 0x19d0, 0x19da }, { 0x1a80, 0x1a89 }, { 0x1a90, 0x1a99 },
	{ 0x1b50, 0x1b59 }, { 0x1bb0, 0x1bb9 }, { 0x1c40, 0x1c49 },
	{ 0x1c50, 0x1c59 }, { 0x2070, 0x2070 }, { 0x2074, 0x2079 },
	{ 0x2080, 0x2089 }, { 0x2460, 0x2468 }, { 0x2474, 0x247c },
	{ 0x2488, 0x2490 }, { 0x24ea, 0x24ea }, { 0x24f5, 0x24fd },
	{ 0x24ff, 0x24ff }, { 0x2776, 0x277e }, { 0x2780, 0x2788 },
	{ 0x278a, 0x2792 }, { 0xa620, 0xa629 }, { 0xa8d0, 0xa8d9 },
	{ 0xa900, 0xa909 }, { 0xa9d0, 0xa9d9 }, { 0xa9f0, 0xa9f9 },
	{ 0xaa50, 0xaa59 }, { 0xabf0, 0xabf9 }, { 0xff10, 0xff19 },
	{ 0x104a0, 0x104a9 }, { 0x10a40, 0x10a43 }, { 0x10d30, 0x10d39 },
	{ 0x10e60, 0x10e68 }, { 0x11052, 0x1105a }, { 0x11066, 0x1106f },
	{ 0x110f0, 0x110f9 }, { 0x11136, 0x1113f }, { 0x111d0, 0x111d9 },
	{ 0x112f0, 0x112f9 }, { 0x11450, 0x11459 }, { 0x114d0, 0x114d9 },
	{ 0x11650, 0x11659 }, { 0x116c0, 0x116c9 }, { 0x11730, 0x11739 },
	{ 0x118e0, 0x118e9 }, { 0x11950, 0x11959 }, { 0x11c50, 0x11c59 },
	{ 0x11d50, 0x11d59 }, { 0x11da0, 0x11da9 }, { 0x16a60, 0x16a69 },
	{ 0x16ac0, 0x16ac9 }, { 0x16b50, 0x16b59 }, { 0x1d7ce, 0x1d7ff },
	{ 0x1e140, 0x1e149 }, { 0x1e2f0, 0x1e2f9 }, { 0x1e950, 0x1e959 },
	{ 0x1f100, 0x1f10a }, { 0x1fbf0, 0x1fbf9 },
};

/* What people and address books put between digits. */
static const struct range joints[] = {
	{ 0x00b7, 0x00b7 }, { 0x2010, 0x2015 }, { 0x2022, 0x2022 },
	{ 0x2043, 0x2044 }, { 0x2212, 0x2212 }, { 0xfe58, 0xfe5a },
	{ 0xfe63, 0xfe63 }, { 0xff08, 0xff09 }, { 0xff0d, 0xff0f },
};

static const struct range blanks[] = {
	{ 0x00a0, 0x00a0 }, { 0x1680, 0x1680 }, { 0x2000, 0x200a },
	{ 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 },
};

static const struct range pluses[] = {
	{ 0x207a, 0x207a }, { 0x2795, 0x2795 }, { 0xfe62, 0xfe62 },
	{ 0xff0b, 0xff0b },
};

/* Punctuation that ends a word, so that it is no letter. */
static const struct range marks[] = {
	{ 0x00a1, 0x00b6 }, { 0x00b8, 0x00bf }, { 0x2016, 0x2042 },
	{ 0x2045, 0x205e }, { 0x3001, 0x3003 }, { 0x3008, 0x3011 },
	{ 0xfffd, 0xfffd },
};

#define N(list) (sizeof(list) / sizeof((list)[0]))

static bool
is_in(const struct range *list, size_t n, uint32_t cp)
{
	size_t lo = 0, mid;

	/* Those before lo end before cp, those from n on do not. */
	while (lo < n) {
		mid = lo + (n - lo) / 2;
		if (list[mid].last < cp)
			lo = mid + 1;
		else if (list[mid].first > cp)
			n = mid;
		else
			return true;
	}
	return false;
}

static enum redact_class
class_of(uint32_t cp)
{
	if (cp < 0x80)
		return gcl_redact_ascii((unsigned char)cp);
	if (cp < 0xa0)
		return REDACT_CONTROL;
	if (is_in(digits, N(digits), cp))
		return REDACT_DIGIT;
	if (is_in(blanks, N(blanks), cp))
		return REDACT_BLANK;
	if (is_in(pluses, N(pluses), cp))
		return REDACT_PLUS;
	if (is_in(joints, N(joints), cp) || gcl_display_unsafe(cp))
		return REDACT_JOINT;
	return is_in(marks, N(marks), cp) ? REDACT_OTHER : REDACT_LETTER;
}

/* ---- escapes: each returns the bytes it takes, 0 where it is none ---- */

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Between min and max digits at s; their number, or 0. */
static size_t
read_hex(struct span s, size_t min, size_t max, uint32_t *cp)
{
	size_t n = 0;

	for (*cp = 0; n < max && n < s.len && hex(s.ptr[n]) >= 0; n++)
		*cp = *cp << 4 | (uint32_t)hex(s.ptr[n]);
	return n >= min ? n : 0;
}

static struct span
behind(struct span s, size_t n)
{
	return n < s.len ? gcl_span(s.ptr + n, s.len - n) : gcl_span("", 0);
}

static size_t
backslashes(struct span s)
{
	size_t n = 0;

	while (n < s.len && n < BACKSLASHES_MAX && s.ptr[n] == '\\')
		n++;
	return n;
}

/* "u002b" and "u{2B}" */
static size_t
read_u(struct span s, uint32_t *cp)
{
	size_t n;

	if (s.len < 5 || s.ptr[0] != 'u')
		return 0;
	if (s.ptr[1] != '{')
		return read_hex(behind(s, 1), 4, 4, cp) ? 5 : 0;
	n = read_hex(behind(s, 2), 1, 6, cp);
	return n > 0 && 2 + n < s.len && s.ptr[2 + n] == '}' ? n + 3 : 0;
}

/* The second half of a surrogate pair whose first is *cp. */
static size_t
read_low(struct span s, uint32_t *cp)
{
	size_t n = backslashes(s), len;
	uint32_t low;

	len = n > 0 ? read_u(behind(s, n), &low) : 0;
	if (len == 0 || low < 0xdc00 || low > 0xdfff)
		return 0;
	*cp = 0x10000 + ((*cp - 0xd800) << 10) + (low - 0xdc00);
	return n + len;
}

/* Of octal escapes only those of digits, + and @: others may be numbers. */
static size_t
read_octal(struct span s, uint32_t *cp)
{
	uint32_t n;

	if (s.len < 3 || (s.ptr[0] != '0' && s.ptr[0] != '1') ||
	    s.ptr[1] < '0' || s.ptr[1] > '7' || s.ptr[2] < '0' ||
	    s.ptr[2] > '7')
		return 0;
	n = (uint32_t)((s.ptr[0] - '0') << 6 | (s.ptr[1] - '0') << 3 |
	    (s.ptr[2] - '0'));
	if (n != '+' && n != '@' && (n < '0' || n > '9'))
		return 0;
	*cp = n;
	return 3;
}

/* What a letter behind a backslash stands for; a line that goes on, nothing. */
static size_t
read_letter(struct span s, uint32_t *cp)
{
	static const char letters[] = "/\"'nrtbf\n";
	static const uint32_t means[] = { '/', '"', '\'', '\n', '\r', '\t',
		'\b', '\f', 0xad };
	const char *p = s.len > 0 ? memchr(letters, s.ptr[0],
		sizeof(letters) - 1) : NULL;

	if (!p)
		return 0;
	*cp = means[p - letters];
	return 1;
}

static size_t
read_backslash(struct span s, uint32_t *cp)
{
	size_t n = backslashes(s), len;
	struct span rest = behind(s, n);

	len = read_u(rest, cp);
	if (len > 0 && *cp >= 0xd800 && *cp < 0xdc00)
		len += read_low(behind(rest, len), cp);
	if (len == 0)
		len = read_letter(rest, cp);
	if (len == 0)
		len = read_octal(rest, cp);
	if (len == 0 && rest.len > 2 && rest.ptr[0] == 'x')
		len = read_hex(behind(rest, 1), 2, 2, cp) ? 3 : 0;
	if (len == 0)
		*cp = '\\';
	return n + len;
}

static size_t
read_percent_byte(struct span s, uint32_t *byte)
{
	size_t at = 1;
	uint32_t deeper;
	int i;

	if (s.len < 3 || s.ptr[0] != '%')
		return 0;
	for (i = 0; i < PERCENT_MAX && at + 4 <= s.len &&
	     !memcmp(s.ptr + at, "25", 2) &&
	     read_hex(behind(s, at + 2), 2, 2, &deeper); i++)
		at += 2;
	return read_hex(behind(s, at), 2, 2, byte) ? at + 2 : 0;
}

static size_t
read_percent(struct span s, uint32_t *cp)
{
	char bytes[4];
	uint32_t byte;
	size_t len = 0, n, i;

	for (i = 0; i < sizeof(bytes); i++) {
		n = read_percent_byte(behind(s, len), &byte);
		if (n == 0 || (byte < 0x80 && (i > 0 || byte < 0x20)))
			return 0;
		bytes[i] = (char)byte;
		len += n;
		if (gcl_utf8_decode(bytes, i + 1, cp) == i + 1)
			return len;
	}
	return 0;
}

static size_t
read_tilde(struct span s, uint32_t *cp)
{
	if (s.len < 2 || (s.ptr[1] != '0' && s.ptr[1] != '1'))
		return 0;
	*cp = s.ptr[1] == '1' ? '/' : '~';
	return 2;
}

struct redact_char
gcl_redact_char(struct span text, size_t at, bool pointer)
{
	struct span s = gcl_span(text.ptr + at, text.len - at);
	uint32_t cp = (unsigned char)s.ptr[0];
	size_t len = 0;

	if (s.ptr[0] == '\\')
		len = read_backslash(s, &cp);
	else if (s.ptr[0] == '%')
		len = read_percent(s, &cp);
	else if (s.ptr[0] == '~' && pointer)
		len = read_tilde(s, &cp);
	else if (cp >= 0x80)
		len = gcl_utf8_decode(s.ptr, s.len, &cp);
	if (len == 0) {
		len = 1;
		if (cp >= 0x80)
			cp = 0xfffd;
	}
	return (struct redact_char){ cp, (uint32_t)len, class_of(cp) };
}
