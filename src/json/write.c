/*
 * Write JSON (RFC 8259), with the escapes of its section 7.
 *
 * DEL and C1 may stand in a string as they are, but a report is also read on
 * terminals, to which they are control characters.
 */
#include "config.h"

#include "json/write.h"

#include <inttypes.h>

#include "base/display.h"
#include "base/utf8.h"
#include "base/word.h"

#define REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */

void
gcl_json_init(struct json_writer *w, struct buf *out)
{
	w->out = out;
	w->comma = false;
}

/* Separate what comes next from the value before it. */
static void
separate(struct json_writer *w)
{
	if (w->comma)
		gcl_buf_addc(w->out, ',');
	w->comma = true;
}

void
gcl_json_open(struct json_writer *w, char bracket)
{
	separate(w);
	gcl_buf_addc(w->out, bracket);
	w->comma = false;
}

void
gcl_json_close(struct json_writer *w, char bracket)
{
	gcl_buf_addc(w->out, bracket);
	w->comma = true;
}

void
gcl_json_key(struct json_writer *w, const char *key)
{
	separate(w);
	gcl_json_quote(w->out, gcl_span_str(key));
	gcl_buf_addc(w->out, ':');
	w->comma = false;
}

void
gcl_json_span(struct json_writer *w, struct span s)
{
	separate(w);
	gcl_json_quote(w->out, s);
}

void
gcl_json_str(struct json_writer *w, const char *s)
{
	if (s)
		gcl_json_span(w, gcl_span_str(s));
	else
		gcl_json_null(w);
}

void
gcl_json_uint(struct json_writer *w, uint64_t n)
{
	separate(w);
	gcl_buf_addu(w->out, n);
}

void
gcl_json_bool(struct json_writer *w, bool b)
{
	separate(w);
	gcl_buf_adds(w->out, b ? "true" : "false");
}

void
gcl_json_null(struct json_writer *w)
{
	separate(w);
	gcl_buf_adds(w->out, "null");
}

void
gcl_json_raw(struct json_writer *w, struct span json)
{
	separate(w);
	gcl_buf_addspan(w->out, json);
}

/* Can the code point stand in a string as it is? */
static bool
is_plain(uint32_t cp)
{
	return cp != '"' && cp != '\\' && !gcl_display_unsafe(cp);
}

/* Eight plain ASCII characters at once. */
static inline bool
is_plain_word(uint64_t w)
{
	return !((w | gcl_word_below(w, 0x20) | gcl_word_has(w, '"') |
	    gcl_word_has(w, '\\') | gcl_word_has(w, 0x7f)) & GCL_WORD_HIGH);
}

/* How many bytes at the start of s can be copied. */
static size_t
plain_run(struct span s)
{
	size_t p = 0, n;
	uint32_t cp;

	while (p < s.len) {
		if (s.len - p >= sizeof(uint64_t) &&
		    is_plain_word(gcl_word(s.ptr + p))) {
			p += sizeof(uint64_t);
			continue;
		}
		cp = (unsigned char)s.ptr[p];
		n = cp < 0x80 ? 1 : gcl_utf8_decode(s.ptr + p, s.len - p, &cp);
		if (n == 0 || !is_plain(cp))
			break;
		p += n;
	}
	return p;
}

static void
add_escape(struct buf *out, uint32_t cp)
{
	static const char chars[] = "\"\\\b\f\n\r\t";
	static const char letters[] = "\"\\bfnrt";
	const char *at = cp < 0x80 ?
	    memchr(chars, (int)cp, sizeof(chars) - 1) : NULL;

	if (at) {
		gcl_buf_addc(out, '\\');
		gcl_buf_addc(out, letters[at - chars]);
	} else if (cp > 0xffff) {
		gcl_buf_addf(out, "\\u%04" PRIx32 "\\u%04" PRIx32,
		    0xd7c0 + (cp >> 10), 0xdc00 | (cp & 0x3ff));
	} else {
		gcl_buf_addf(out, "\\u%04" PRIx32, cp);
	}
}

/* Write what stands at the start of s and is not plain; returns its length. */
static size_t
add_special(struct buf *out, struct span s)
{
	uint32_t cp;
	size_t n = gcl_utf8_decode(s.ptr, s.len, &cp);

	if (n == 0) {
		gcl_buf_adds(out, REPLACEMENT);
		return 1;
	}
	add_escape(out, cp);
	return n;
}

void
gcl_json_escape(struct buf *out, struct span s)
{
	size_t n;

	while (s.len > 0) {
		n = plain_run(s);
		gcl_buf_add(out, s.ptr, n);
		if (n < s.len)
			n += add_special(out, gcl_span(s.ptr + n, s.len - n));
		s = gcl_span(s.ptr + n, s.len - n);
	}
}

void
gcl_json_quote(struct buf *out, struct span s)
{
	gcl_buf_addc(out, '"');
	gcl_json_escape(out, s);
	gcl_buf_addc(out, '"');
}
