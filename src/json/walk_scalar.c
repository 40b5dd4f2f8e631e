/*
 * Strict RFC 8259: numbers, literals and strings by themselves (sections 3, 6
 * and 7).
 */
#include "config.h"

#include "json/walk_p.h"

#include "base/utf8.h"
#include "base/word.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
digits(struct span s, size_t i)
{
	while (i < s.len && is_digit(s.ptr[i]))
		i++;
	return i;
}

/* number = [ "-" ] int [ frac ] [ exp ] (RFC 8259 section 6) */
static bool
is_number(struct span s)
{
	size_t i = s.len > 0 && s.ptr[0] == '-', start = i;

	i = digits(s, i);
	if (i == start || (s.ptr[start] == '0' && i > start + 1))
		return false;
	if (i < s.len && s.ptr[i] == '.') {
		start = ++i;
		i = digits(s, i);
		if (i == start)
			return false;
	}
	if (i < s.len && (s.ptr[i] == 'e' || s.ptr[i] == 'E')) {
		i++;
		if (i < s.len && (s.ptr[i] == '+' || s.ptr[i] == '-'))
			i++;
		start = i;
		i = digits(s, i);
		if (i == start)
			return false;
	}
	return i == s.len;
}

enum json_type
gcl_json_primitive(struct span s)
{
	switch (s.len ? s.ptr[0] : '\0') {
	case 'n':
		return gcl_span_is(s, "null") ? JSON_NULL : 0;
	case 't':
		return gcl_span_is(s, "true") ? JSON_BOOLEAN : 0;
	case 'f':
		return gcl_span_is(s, "false") ? JSON_BOOLEAN : 0;
	default:
		return is_number(s) ? JSON_NUMBER : 0;
	}
}

/* Four hex digits at s.ptr[i], or -1. */
static int32_t
hex4(struct span s, size_t i)
{
	int32_t n = 0;
	size_t end = i + 4;

	if (end > s.len)
		return -1;
	for (; i < end; i++) {
		char c = s.ptr[i];

		if (is_digit(c))
			n = n << 4 | (c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			n = n << 4 | ((c | 32) - 'a' + 10);
		else
			return -1;
	}
	return n;
}

/* The escape at s.ptr[i], a backslash: its length, 0 when it is none. */
static size_t
escape(struct span s, size_t i)
{
	int32_t high, low;

	if (i + 1 >= s.len)
		return 0;
	if (s.ptr[i + 1] != 'u')
		return s.ptr[i + 1] && strchr("\"\\/bfnrt", s.ptr[i + 1]) ?
		    2 : 0;
	high = hex4(s, i + 2);
	if (high < 0 || (high >= 0xdc00 && high < 0xe000))
		return 0;
	if (high < 0xd800 || high >= 0xe000)
		return 6;
	if (i + 8 > s.len || s.ptr[i + 6] != '\\' || s.ptr[i + 7] != 'u')
		return 0;
	low = hex4(s, i + 8);
	return low >= 0xdc00 && low < 0xe000 ? 12 : 0;
}

static bool
escapes_ok(struct span s)
{
	const char *p = memchr(s.ptr, '\\', s.len);
	size_t i, n;

	while (p) {
		i = (size_t)(p - s.ptr);
		n = escape(s, i);
		if (n == 0)
			return false;
		p = memchr(s.ptr + i + n, '\\', s.len - i - n);
	}
	return true;
}

#define STRING_CONTROL (1u << 7)

#define EACH(c) (0x0101010101010101u * (c))
#define HIGH EACH(0x80u)

/* A high bit where a byte of w is zero, and perhaps in the bytes above it. */
#define ZERO(w) (((w) - EACH(1u)) & ~(w))

/* The same where a byte is below 0x20. */
#define BELOW_BLANK(w) (((w) - EACH(0x20u)) & ~(w))

/*
 * What the bytes of a word mean in a string.  Most strings hold nothing but
 * plain characters, and are passed over at the speed of the first test.
 */
static inline unsigned
word_flags(uint64_t w)
{
	const uint64_t control = BELOW_BLANK(w), escape = ZERO(w ^ EACH('\\'));
	const uint64_t open = ZERO(w ^ EACH('{')) | ZERO(w ^ EACH('<'));

	if (!((w | control | escape | open) & HIGH))
		return 0;
	return (w & HIGH ? STRING_WIDE : 0) |
	    (control & HIGH ? STRING_CONTROL : 0) |
	    (escape & HIGH ? STRING_ESCAPE : 0) |
	    (open & HIGH ? STRING_TEMPLATE : 0);
}

static inline unsigned
string_flags(struct span s)
{
	const size_t size = sizeof(uint64_t);
	unsigned flags = 0;
	size_t i;

	if (s.len < size)
		return word_flags(gcl_word_short(s.ptr, s.len));
	/* The last word may begin in the one before it. */
	for (i = 0; i < s.len - size; i += size)
		flags |= word_flags(gcl_word(s.ptr + i));
	return flags | word_flags(gcl_word(s.ptr + s.len - size));
}

bool
gcl_walk_string(struct span s, unsigned *flags)
{
	unsigned f = string_flags(s);

	*flags = f;
	if (f == 0)
		return true;
	if (f & STRING_CONTROL)
		return false;
	if ((f & STRING_WIDE) && gcl_utf8_check(s) != s.len)
		return false;
	return !(f & STRING_ESCAPE) || escapes_ok(s);
}
