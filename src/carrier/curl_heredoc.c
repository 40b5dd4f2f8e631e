/*
 * Here-documents (POSIX XCU 2.7.4): what stands behind a command line is its
 * standard input.
 */
#include "config.h"

#include "carrier/curl_p.h"

/* What ends the document; with quotes around it the text is taken as it is. */
static size_t
delimiter(struct span text, size_t pos, struct curl_heredoc *h)
{
	char quote = pos < text.len ? text.ptr[pos] : '\0';
	const char set[] = { quote, '\n', '\0' };
	bool quoted = quote == '\'' || quote == '"';
	size_t end;

	h->raw = quoted || quote == '\\';
	pos += h->raw;
	end = gcl_curl_first(text, pos, text.len,
	    quoted ? set : " \t\r\n;&|<>()'\"`$");
	h->delimiter = gcl_span(text.ptr + pos, end - pos);
	if (end == pos)
		return pos;
	return end + (quoted && end < text.len && text.ptr[end] == quote);
}

bool
gcl_curl_heredoc(struct span text, size_t pos, struct curl_heredoc *h)
{
	size_t p = pos + 2;

	if (text.len - pos < 3 || memcmp(text.ptr + pos, "<<", 2) ||
	    text.ptr[p] == '<' || (pos > 0 && text.ptr[pos - 1] == '<'))
		return false;
	*h = (struct curl_heredoc){ .off = pos, .tabs = text.ptr[p] == '-' };
	p += h->tabs;
	while (p < text.len && (text.ptr[p] == ' ' || text.ptr[p] == '\t'))
		p++;
	h->len = delimiter(text, p, h) - pos;
	if (h->delimiter.len == 0)
		h->len = 0;
	return h->len > 0;
}

static bool
is_end(const struct curl_heredoc *h, struct span line)
{
	while (line.len > 0 && (line.ptr[line.len - 1] == '\n' ||
	    line.ptr[line.len - 1] == '\r'))
		line.len--;
	while (h->tabs && line.len > 0 && line.ptr[0] == '\t') {
		line.ptr++;
		line.len--;
	}
	return gcl_span_eq(line, h->delimiter);
}

bool
gcl_curl_heredoc_text(struct curl_lexer *lx, size_t pos,
	struct curl_heredoc *h)
{
	struct span text = lx->text;
	size_t bound = gcl_curl_bound(lx, pos);

	h->start = pos;
	for (; pos < bound && !gcl_curl_line(text, pos); pos = h->next) {
		h->next = gcl_curl_next_line(text, pos);
		if (is_end(h, gcl_span(text.ptr + pos, h->next - pos))) {
			h->end = pos;
			return true;
		}
	}
	h->next = h->start;
	return false;
}
