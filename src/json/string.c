/*
 * Decode the escapes of a JSON string (RFC 8259 section 7).
 *
 * The walk has checked the string.  What it would have refused still cannot
 * lead out of raw here, and comes out as U+FFFD.
 */
#include "config.h"

#include "json/string.h"

#include <stdint.h>

#include "base/utf8.h"

#define REPLACEMENT 0xfffdu

static bool
is_high(uint32_t unit)
{
	return unit >= 0xd800 && unit <= 0xdbff;
}

static bool
is_low(uint32_t unit)
{
	return unit >= 0xdc00 && unit <= 0xdfff;
}

size_t
gcl_json_skip_blanks(struct span s, size_t off)
{
	while (off < s.len && gcl_json_blank(s.ptr[off]))
		off++;
	return off;
}

size_t
gcl_json_string_end(struct span text, size_t off)
{
	size_t i = off + 1, slashes;
	const char *quote;

	while (i < text.len) {
		quote = memchr(text.ptr + i, '"', text.len - i);
		if (!quote)
			return 0;
		i = (size_t)(quote - text.ptr) + 1;
		for (slashes = 0; text.ptr[i - 2 - slashes] == '\\'; slashes++)
			;
		if (slashes % 2 == 0)
			return i;
	}
	return 0;
}

size_t
gcl_json_container_end(struct span text, size_t off)
{
	size_t depth = 0;

	while (off < text.len) {
		switch (text.ptr[off]) {
		case '"':
			off = gcl_json_string_end(text, off);
			if (off == 0)
				return 0;
			continue;
		case '{': case '[':
			depth++;
			break;
		case '}': case ']':
			if (--depth == 0)
				return off + 1;
			break;
		default:
			break;
		}
		off++;
	}
	return 0;
}

int
gcl_json_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Read \uXXXX at the start of s; false when s begins otherwise. */
static bool
read_unit(struct span s, uint32_t *unit)
{
	uint32_t value = 0;
	int i, digit;

	if (s.len < 6 || s.ptr[0] != '\\' || s.ptr[1] != 'u')
		return false;
	for (i = 2; i < 6; i++) {
		digit = gcl_json_hex(s.ptr[i]);
		if (digit < 0)
			return false;
		value = value << 4 | (uint32_t)digit;
	}
	*unit = value;
	return true;
}

/* Decode the \uXXXX at the start of s, or the pair; returns its length. */
static size_t
unicode_escape(struct span s, uint32_t *cp)
{
	uint32_t high, low;

	*cp = REPLACEMENT;
	if (!read_unit(s, &high))
		return 2;
	if (is_high(high) && read_unit(gcl_span(s.ptr + 6, s.len - 6), &low) &&
	    is_low(low)) {
		*cp = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
		return 12;
	}
	if (!is_high(high) && !is_low(high))
		*cp = high;
	return 6;
}

/* Decode the escape at the start of s; returns its length. */
static size_t
escape(struct span s, uint32_t *cp)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meaning[] = "\"\\/\b\f\n\r\t";
	const char *at;

	*cp = REPLACEMENT;
	if (s.len < 2)
		return s.len;
	if (s.ptr[1] == 'u')
		return unicode_escape(s, cp);
	at = memchr(letters, s.ptr[1], sizeof(letters) - 1);
	if (at)
		*cp = (unsigned char)meaning[at - letters];
	return 2;
}

static enum gcl_status
mark(struct map *map, size_t to, size_t from)
{
	return map ? gcl_map_add(map, to, from) : GCL_OK;
}

enum gcl_status
gcl_json_decode(struct span raw, struct buf *out, struct map *map)
{
	size_t first = out->len, p = 0;
	enum gcl_status st;
	const char *slash;
	struct span rest;
	uint32_t cp;

	while (p < raw.len) {
		rest = gcl_span(raw.ptr + p, raw.len - p);
		st = mark(map, out->len - first, p);
		if (st)
			return st;
		if (*rest.ptr == '\\') {
			p += escape(rest, &cp);
			gcl_utf8_add(out, cp);
			continue;
		}
		slash = memchr(rest.ptr, '\\', rest.len);
		if (slash)
			rest.len = (size_t)(slash - rest.ptr);
		gcl_buf_addspan(out, rest);
		p += rest.len;
	}
	st = mark(map, out->len - first, p);
	return st ? st : gcl_buf_status(out);
}
