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
	if (is_number(s))
		return JSON_NUMBER;
	if (gcl_span_is(s, "true") || gcl_span_is(s, "false"))
		return JSON_BOOLEAN;
	return gcl_span_is(s, "null") ? JSON_NULL : 0;
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

#define C STRING_CONTROL
#define W STRING_WIDE
#define E STRING_ESCAPE
#define T STRING_TEMPLATE
#define FOUR(f) f, f, f, f
#define SIXTEEN(f) FOUR(f), FOUR(f), FOUR(f), FOUR(f)

/* What each byte means in a string. */
static const unsigned char byte_flags[256] = {
	SIXTEEN(C), SIXTEEN(C), SIXTEEN(0),
	FOUR(0), FOUR(0), FOUR(0), T, 0, 0, 0,
	SIXTEEN(0),
	FOUR(0), FOUR(0), FOUR(0), E, 0, 0, 0,
	SIXTEEN(0),
	FOUR(0), FOUR(0), 0, 0, 0, T, 0, 0, 0, 0,
	SIXTEEN(W), SIXTEEN(W), SIXTEEN(W), SIXTEEN(W),
	SIXTEEN(W), SIXTEEN(W), SIXTEEN(W), SIXTEEN(W),
};

#undef C
#undef W
#undef E
#undef T
#undef FOUR
#undef SIXTEEN

#define EACH(c) (0x0101010101010101u * (c))
#define HIGH EACH(0x80u)

/* A high bit where a byte of w is zero, and perhaps in the bytes above it. */
#define ZERO(w) (((w) - EACH(1u)) & ~(w))

/*
 * Eight bytes at once: may one of them have a flag?  No byte that has one is
 * missed; most strings have none, and are passed over at this speed.
 */
static inline bool
word_is_plain(uint64_t w)
{
	return !((w | (w - EACH(0x20u)) | ZERO(w ^ EACH('\\')) |
	    ZERO(w ^ EACH('{')) | ZERO(w ^ EACH('<'))) & HIGH);
}

static unsigned
flags_of(const char *p, size_t len)
{
	unsigned flags = 0;

	while (len > 0)
		flags |= byte_flags[(unsigned char)p[--len]];
	return flags;
}

static unsigned
string_flags(struct span s)
{
	const size_t size = sizeof(uint64_t);
	unsigned flags = 0;
	size_t i;

	if (s.len <= size)
		return word_is_plain(gcl_word_short(s.ptr, s.len)) ? 0 :
		    flags_of(s.ptr, s.len);
	for (i = 0; i < s.len - size; i += size)
		if (!word_is_plain(gcl_word(s.ptr + i)))
			flags |= flags_of(s.ptr + i, size);
	/* The last word may begin in the one before it. */
	i = s.len - size;
	if (!word_is_plain(gcl_word(s.ptr + i)))
		flags |= flags_of(s.ptr + i, size);
	return flags;
}

bool
gcl_walk_string(struct span s, unsigned *flags)
{
	unsigned f = string_flags(s);

	*flags = f;
	if (f & STRING_CONTROL)
		return false;
	if ((f & STRING_WIDE) && gcl_utf8_check(s) != s.len)
		return false;
	return !(f & STRING_ESCAPE) || escapes_ok(s);
}
