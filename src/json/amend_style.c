/*
 * How a JSON text is written: what stands around its colons and commas, where
 * its values end.
 */
#include "config.h"

#include "json/amend.h"

#include "json/string.h"
#include "json/write.h"

/* So much of a text tells its style. */
#define STYLE_BYTES 4096u

/* White space on a line longer than this is there to line things up. */
#define STYLE_BLANKS 2u

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t
skip_string(struct span text, size_t off)
{
	size_t end = gcl_json_string_end(text, off);

	return end ? end : text.len;
}

/* The mark at i with the blanks around it; nothing at the end of a line. */
static struct span
around(struct span text, size_t i)
{
	size_t from = i, to = i + 1;

	while (from > 0 && i - from < STYLE_BLANKS &&
	    is_blank(text.ptr[from - 1]))
		from--;
	while (to < text.len && is_blank(text.ptr[to]))
		to++;
	if (to == text.len || text.ptr[to] == '\n' || text.ptr[to] == '\r')
		return gcl_span(NULL, 0);
	if (to - i > STYLE_BLANKS + 1)
		to = i + 2;
	return gcl_span(text.ptr + from, to - from);
}

struct json_style
gcl_json_style_of(struct span text)
{
	struct json_style s = { { NULL, 0 }, { NULL, 0 } };
	size_t i = 0;

	if (text.len > STYLE_BYTES)
		text.len = STYLE_BYTES;
	while (i < text.len && !(s.colon.ptr && s.comma.ptr)) {
		if (text.ptr[i] == '"') {
			i = skip_string(text, i);
			continue;
		}
		if (text.ptr[i] == ':' && !s.colon.ptr)
			s.colon = around(text, i);
		else if (text.ptr[i] == ',' && !s.comma.ptr)
			s.comma = around(text, i);
		i++;
	}
	if (!s.colon.ptr)
		s.colon = s.comma.len == 1 ? SPAN(":") :
		    gcl_json_style_plain.colon;
	if (!s.comma.ptr)
		s.comma = s.colon.len == 1 ? SPAN(",") :
		    gcl_json_style_plain.comma;
	return s;
}

size_t
gcl_json_end(struct span text, size_t off, size_t max)
{
	static const char ends[] = ",]}: \t\r\n";
	size_t i = off;

	if (off >= text.len)
		return 0;
	if (text.len - off > max)
		text.len = off + max;
	switch (text.ptr[off]) {
	case '"':
		return gcl_json_string_end(text, off);
	case '{':
	case '[':
		return gcl_json_container_end(text, off);
	default:
		while (i < text.len &&
		    !memchr(ends, text.ptr[i], sizeof(ends) - 1))
			i++;
		return i > off ? i : 0;
	}
}

size_t
gcl_json_value_of(struct span text, size_t off)
{
	static const char between[] = ": \t\r\n";

	off = skip_string(text, off);
	while (off < text.len &&
	    memchr(between, text.ptr[off], sizeof(between) - 1))
		off++;
	return off < text.len ? off : 0;
}

/* A string as it is written, but for what is not safe to show. */
static size_t
line_string(struct span json, size_t from, struct buf *out)
{
	size_t end = skip_string(json, from), i = from + 1, run;

	gcl_buf_addc(out, '"');
	while (i + 1 < end) {
		for (run = i; run + 1 < end && json.ptr[run] != '\\';)
			run++;
		gcl_json_escape(out, gcl_span(json.ptr + i, run - i));
		i = run;
		if (i + 1 < end) {
			gcl_buf_add(out, json.ptr + i, 2);
			i += 2;
		}
	}
	gcl_buf_addc(out, '"');
	return end;
}

void
gcl_json_line(struct span json, const struct json_style *style,
	struct buf *out)
{
	size_t i = 0;

	while (i < json.len) {
		char c = json.ptr[i];

		if (c == '"') {
			i = line_string(json, i, out);
			continue;
		}
		if (c == ':')
			gcl_buf_addspan(out, style->colon);
		else if (c == ',')
			gcl_buf_addspan(out, style->comma);
		else if (!is_blank(c) && c != '\n' && c != '\r')
			gcl_buf_addc(out, c);
		i++;
	}
}
