/*
 * Strict RFC 8259: numbers, literals and strings by themselves (sections 3, 6
 * and 7).
 */
#include "config.h"

#include "json/walk_p.h"

#include "base/utf8.h"

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

bool
gcl_walk_special(struct span s, unsigned flags)
{
	if (flags & STRING_CONTROL)
		return false;
	if ((flags & STRING_WIDE) && gcl_utf8_check(s) != s.len)
		return false;
	return !(flags & STRING_ESCAPE) || escapes_ok(s);
}
