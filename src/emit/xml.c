/*
 * Escape text for XML 1.0 and HTML.
 *
 * XML forbids most control characters even as references, and an attribute's
 * line feed is normalised to a blank, so all of them are shown in words.
 * HTML 4 has no &apos;.
 */
#include "config.h"

#include "emit/xml.h"

#include <inttypes.h>

#include "base/display.h"
#include "emit/line.h"

/* How to write what has a meaning in a tag, or NULL for the others. */
static const char *
reference(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void
gcl_xml_add(struct buf *b, struct span s)
{
	size_t i;

	while (s.len > 0) {
		for (i = 0; i < s.len && !reference(s.ptr[i]); i++)
			;
		gcl_display_add(b, gcl_span(s.ptr, i));
		if (i < s.len)
			gcl_buf_adds(b, reference(s.ptr[i++]));
		s = gcl_span(s.ptr + i, s.len - i);
	}
}

void
gcl_xml_str(struct buf *b, const char *s)
{
	gcl_line_text_by(b, s, gcl_xml_add);
}

void
gcl_xml_lines(struct buf *b, struct span s)
{
	size_t i;

	while (s.len > 0) {
		for (i = 0; i < s.len; i++)
			if (s.ptr[i] == '\n' || s.ptr[i] == '\t')
				break;
		gcl_xml_add(b, gcl_span(s.ptr, i));
		if (i < s.len)
			gcl_buf_addc(b, s.ptr[i++]);
		s = gcl_span(s.ptr + i, s.len - i);
	}
}

void
gcl_xml_attr(struct buf *b, const char *name, struct span value)
{
	gcl_buf_addf(b, " %s=\"", name);
	gcl_xml_add(b, value);
	gcl_buf_addc(b, '"');
}

void
gcl_xml_attr_uint(struct buf *b, const char *name, uint64_t value)
{
	gcl_buf_addf(b, " %s=\"%" PRIu64 "\"", name, value);
}
