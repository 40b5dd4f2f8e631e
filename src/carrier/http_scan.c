/*
 * Lines, start lines and heads of HTTP/1.x messages (RFC 9112 sections 2 to
 * 5), as plain bytes.
 *
 * A capture has been through editors and terminals: line ends are LF or CRLF,
 * and blanks may stand where the standard has one.
 */
#include "config.h"

#include "carrier/http_p.h"

#include <strings.h>

static bool
is_letter(char c)
{
	c |= 0x20;
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct span
gcl_http_trim(struct span s)
{
	while (s.len > 0 && gcl_json_blank(s.ptr[0])) {
		s.ptr++;
		s.len--;
	}
	while (s.len > 0 && gcl_json_blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

bool
gcl_http_begins(struct span s, const char *with)
{
	size_t len = strlen(with);

	return s.len >= len && !memcmp(s.ptr, with, len);
}

size_t
gcl_http_line(struct span text, size_t pos, struct span *line)
{
	const char *p = text.ptr + pos, *lf;
	size_t len = text.len - pos;

	lf = len > 0 ? memchr(p, '\n', len) : NULL;
	if (lf)
		len = (size_t)(lf - p);
	pos += len + (lf != NULL);
	while (len > 0 && p[len - 1] == '\r')
		len--;
	*line = gcl_span(p, len);
	return pos;
}

/* HTTP/1.1, HTTP/2 */
static bool
is_version(struct span s)
{
	if (!gcl_http_begins(s, "HTTP/") || s.len < 6 || !is_digit(s.ptr[5]))
		return false;
	return s.len == 6 || (s.len == 8 && s.ptr[6] == '.' &&
	    is_digit(s.ptr[7]));
}

/* The length of the word that s begins with. */
static size_t
first_word(struct span s)
{
	size_t i = 0;

	while (i < s.len && !gcl_json_blank(s.ptr[i]))
		i++;
	return i;
}

void
gcl_http_words(struct span line, struct http_words *w)
{
	struct span rest = gcl_http_trim(line);
	size_t i = 0;

	*w = (struct http_words){ 0 };
	while (i < rest.len && is_letter(rest.ptr[i]))
		i++;
	if (i < rest.len && gcl_json_blank(rest.ptr[i])) {
		w->method = gcl_span(rest.ptr, i);
		rest = gcl_http_trim(gcl_span(rest.ptr + i, rest.len - i));
	}
	for (i = rest.len; i > 0 && !gcl_json_blank(rest.ptr[i - 1]); i--)
		;
	w->version = gcl_span(rest.ptr + i, rest.len - i);
	if (is_version(w->version))
		rest.len = i;
	else
		w->version.len = 0;
	w->target = gcl_http_trim(rest);
}

bool
gcl_http_method(struct span s)
{
	static const char *const methods[] = {
		"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS",
		"CONNECT", "TRACE",
	};
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (s.len == strlen(methods[i]) &&
		    !strncasecmp(s.ptr, methods[i], s.len))
			return true;
	return false;
}

bool
gcl_http_request_line(struct span line)
{
	struct http_words w;

	if (line.len == 0 || !is_letter(line.ptr[0]))
		return false;
	gcl_http_words(line, &w);
	return w.method.len > 0 && w.version.len > 0;
}

int
gcl_http_status_line(struct span line)
{
	size_t len = first_word(line), i;
	struct span rest = gcl_span(line.ptr + len, line.len - len);
	int status = 0;

	if (!is_version(gcl_span(line.ptr, len)))
		return 0;
	rest = gcl_http_trim(rest);
	if (first_word(rest) != 3)
		return 0;
	for (i = 0; i < 3; i++) {
		if (!is_digit(rest.ptr[i]))
			return 0;
		status = status * 10 + (rest.ptr[i] - '0');
	}
	return status;
}

bool
gcl_http_start_line(struct span line)
{
	return gcl_http_request_line(line) || gcl_http_status_line(line) > 0;
}

/* Is the byte at i of a line in a string of JSON? */
static bool
is_quoted(struct span line, size_t i)
{
	bool quoted = false;
	size_t at;

	for (at = 0; at < i; at++) {
		if (quoted && line.ptr[at] == '\\')
			at++;
		else if (line.ptr[at] == '"')
			quoted = !quoted;
	}
	return quoted;
}

/* Where a start line begins on this line, or its end. */
static size_t
start_in(struct span line)
{
	size_t i = line.len;

	if (gcl_http_start_line(line))
		return 0;
	while (i > 0 && line.ptr[i - 1] != '}' && line.ptr[i - 1] != ']')
		i--;
	return i > 0 && gcl_http_start_line(gcl_span(line.ptr + i,
	    line.len - i)) && !is_quoted(line, i) ? i : line.len;
}

size_t
gcl_http_seek(struct span text, size_t pos)
{
	struct span line;
	size_t next, at;

	for (; pos < text.len; pos = next) {
		next = gcl_http_line(text, pos, &line);
		at = start_in(line);
		if (at < line.len)
			return pos + at;
	}
	return pos;
}

bool
gcl_http_json(struct span line)
{
	return line.len > 0 && (line.ptr[0] == '[' ||
	    (line.ptr[0] == '{' && !gcl_http_begins(line, "{{")));
}

/* A line that goes on with the one before (RFC 9112 section 5.2). */
static bool
is_fold(struct span line)
{
	return line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t') &&
	    gcl_http_trim(line).len > 0;
}

/* The colon behind a name; that of a pseudo-header begins with one. */
static void
split_field(struct span text, struct span line, struct http_field *f)
{
	const char *colon = NULL;

	f->off = f->value = (size_t)(line.ptr - text.ptr);
	f->end = f->name_end = f->off + line.len;
	if (line.len > 1)
		colon = memchr(line.ptr + 1, ':', line.len - 1);
	f->colon = colon != NULL;
	if (colon) {
		f->name_end = (size_t)(colon - text.ptr);
		f->value = f->name_end + 1;
	} else {
		f->value = f->end;
	}
}

bool
gcl_http_field(struct span text, size_t *pos, struct http_field *f)
{
	struct span line;
	size_t next;

	if (*pos >= text.len)
		return false;
	next = gcl_http_line(text, *pos, &line);
	if (gcl_http_trim(line).len == 0) {
		*pos = next;
		return false;
	}
	if (gcl_http_json(line) || gcl_http_start_line(line))
		return false;
	split_field(text, line, f);
	for (*pos = next; *pos < text.len; *pos = next) {
		next = gcl_http_line(text, *pos, &line);
		if (!is_fold(line))
			break;
		f->end = (size_t)(line.ptr - text.ptr) + line.len;
	}
	return true;
}

static bool
same_name(struct span a, const char *name)
{
	return a.len == strlen(name) && !strncasecmp(a.ptr, name, a.len);
}

static void
note(struct http_head *head, const struct http_field *f)
{
	const struct {
		const char *name;
		struct span *value;
	} known[] = {
		{ "content-length", &head->length },
		{ "content-encoding", &head->coding },
		{ "transfer-encoding", &head->transfer },
		{ "date", &head->date },
	};
	const char *text = head->in->text.ptr;
	struct span name;
	size_t i;

	name = gcl_http_trim(gcl_span(text + f->off, f->name_end - f->off));
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!known[i].value->ptr && same_name(name, known[i].name))
			*known[i].value = gcl_http_trim(gcl_span(
			    text + f->value, f->end - f->value));
}

void
gcl_http_head(const struct piece *in, size_t off, struct http_head *head)
{
	struct span text = in->text, last;
	struct http_field f;
	size_t pos, at;

	*head = (struct http_head){ .in = in };
	pos = head->fields = gcl_http_line(text, off, &head->start);
	for (at = pos; gcl_http_field(text, &pos, &f); at = pos)
		note(head, &f);
	head->body = pos;
	gcl_http_line(text, pos, &last);
	head->joined = pos == at && gcl_http_json(last);
}

bool
gcl_http_number(struct span s, unsigned base, uint64_t *n)
{
	static const char digits[] = "0123456789abcdef";
	const char *at;
	size_t i;

	*n = 0;
	for (i = 0; i < s.len; i++) {
		at = memchr(digits, s.ptr[i] >= 'A' ? s.ptr[i] | 0x20 :
		    s.ptr[i], base);
		if (!at)
			return false;
		if (*n > (UINT64_MAX - base) / base)
			*n = UINT64_MAX;
		else
			*n = *n * base + (unsigned)(at - digits);
	}
	return s.len > 0;
}
