/*
 * Where quotes and substitutions of a shell end (POSIX XCU 2.2, 2.6.3), also
 * when they stand in one another.
 *
 * Something that is not closed is searched for to the end of the file.  That
 * happens once: from then on a search ends where the next command may begin.
 */
#include "config.h"

#include "carrier/curl_p.h"

#include <stdint.h>

/* Quotes in $(...) in quotes in ...: more than anybody writes. */
#define NESTED_MAX 32

static bool nested(struct curl_lexer *lx, size_t *pos, char close,
	int depth);

static char
at(const struct curl_lexer *lx, size_t pos)
{
	return pos < lx->text.len ? lx->text.ptr[pos] : '\0';
}

bool
gcl_curl_is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_';
}

size_t
gcl_curl_first(struct span text, size_t pos, size_t end, const char *set)
{
	uint64_t map[4] = { 0 };
	unsigned char c;

	for (; *set; set++) {
		c = (unsigned char)*set;
		map[c / 64] |= UINT64_C(1) << c % 64;
	}
	for (; pos < end; pos++) {
		c = (unsigned char)text.ptr[pos];
		if (map[c / 64] >> c % 64 & 1)
			break;
	}
	return pos;
}

/* So that no place of a word is far from the beginning of a unit. */
#define RUN_BYTES 4096

size_t
gcl_curl_run(struct span text, size_t pos, size_t end, const char *set)
{
	return gcl_curl_first(text, pos, end - pos > RUN_BYTES ?
	    pos + RUN_BYTES : end, set);
}

size_t
gcl_curl_bound(struct curl_lexer *lx, size_t pos)
{
	const char *end = lx->text.ptr + lx->text.len, *p;

	if (!lx->careful)
		return lx->text.len;
	if (pos < lx->bound)
		return lx->bound;
	p = lx->text.ptr + gcl_curl_next_line(lx->text, pos);
	p = memmem(p, (size_t)(end - p), "curl", 4);
	while (p && p[-1] != '\n')
		p--;
	lx->bound = p ? (size_t)(p - lx->text.ptr) : lx->text.len;
	return lx->bound;
}

bool
gcl_curl_has_line(struct span text, size_t pos, size_t end)
{
	const char *p = text.ptr + pos, *stop = text.ptr + end;

	while ((p = memchr(p, '\n', (size_t)(stop - p))) != NULL) {
		p++;
		if (gcl_curl_line(text, (size_t)(p - text.ptr)))
			return true;
	}
	return false;
}

/* Behind the next c, but one with a backslash before it where that counts. */
static bool
close_char(struct curl_lexer *lx, size_t *pos, char c, bool backslash)
{
	const char set[] = { c, backslash ? '\\' : c, '\0' };
	size_t end = gcl_curl_bound(lx, *pos), p = *pos;

	while ((p = gcl_curl_first(lx->text, p, end, set)) < end) {
		if (lx->text.ptr[p] == c) {
			*pos = p + 1;
			return true;
		}
		p += 2;
	}
	return false;
}

/*
 * Behind what the shell replaces, from its $ on.  A $ before what is no name
 * is itself.
 */
static bool
close_dollar(struct curl_lexer *lx, size_t *pos, int depth)
{
	char c = at(lx, ++*pos);

	if (c == '(' || c == '{') {
		++*pos;
		return nested(lx, pos, c == '(' ? ')' : '}', depth);
	}
	if ((c >= '0' && c <= '9') || (c && strchr("@*#?", c)))
		++*pos;
	else
		while (gcl_curl_is_name(at(lx, *pos)))
			++*pos;
	return true;
}

static bool
close_double(struct curl_lexer *lx, size_t *pos, int depth)
{
	size_t end = gcl_curl_bound(lx, *pos), p = *pos;
	bool closed = depth < NESTED_MAX;

	while (closed &&
	    (p = gcl_curl_first(lx->text, p, end, "\"\\$`")) < end) {
		switch (lx->text.ptr[p]) {
		case '"':
			*pos = p + 1;
			return true;
		case '\\':
			p += 2;
			break;
		case '$':
			closed = close_dollar(lx, &p, depth + 1);
			break;
		default:
			p++;
			closed = close_char(lx, &p, '`', true);
		}
	}
	return false;
}

/* In double quotes $' is no quote. */
static bool
close_part(struct curl_lexer *lx, size_t *pos, bool quoted, int depth)
{
	char c = lx->text.ptr[*pos], d = at(lx, *pos + 1);

	if (c == '$' && (d != '\'' || quoted))
		return close_dollar(lx, pos, depth);
	*pos += c == '$' || c == '\\' || d == '(' ? 2 : 1;
	if (c == '$')
		return close_char(lx, pos, '\'', true);
	if (c == '\'')
		return close_char(lx, pos, '\'', false);
	if (c == '`')
		return close_char(lx, pos, '`', true);
	if (c == '"')
		return close_double(lx, pos, depth);
	return c == '\\' || nested(lx, pos, ')', depth);
}

bool
gcl_curl_close(struct curl_lexer *lx, size_t *pos, bool quoted)
{
	return close_part(lx, pos, quoted, 0);
}

/* A # that begins a comment. */
static bool
is_comment(const struct curl_lexer *lx, size_t pos)
{
	return lx->text.ptr[pos] == '#' &&
	    memchr(" \t\n;(", lx->text.ptr[pos - 1], 5);
}

/*
 * Behind what stands at *pos in $(...) and is neither quotes nor brackets: a
 * comment, a here-document and, where the line ends, its text.
 */
static bool
pass(struct curl_lexer *lx, size_t *pos, struct curl_heredoc *h)
{
	char c = lx->text.ptr[*pos];
	bool closed = true;

	if (is_comment(lx, *pos)) {
		*pos = gcl_curl_first(lx->text, *pos, lx->text.len, "\n");
	} else if (c == '\n' && h->len) {
		closed = gcl_curl_heredoc_text(lx, *pos + 1, h);
		*pos = h->next;
		h->len = 0;
	} else if (c == '<' && !h->len &&
	    gcl_curl_heredoc(lx->text, *pos, h)) {
		*pos += h->len;
	} else {
		++*pos;
	}
	return closed;
}

/* From behind an opening bracket to behind the one that closes it. */
static bool
nested(struct curl_lexer *lx, size_t *pos, char close, int depth)
{
	size_t end = gcl_curl_bound(lx, *pos), p = *pos, level = 1;
	const char open = close == ')' ? '(' : '{';
	struct curl_heredoc h = { .len = 0 };
	bool closed = depth < NESTED_MAX;
	char c;

	while (closed) {
		p = gcl_curl_first(lx->text, p, end, close == ')' ?
		    "'\"`$\\()#<\n" : "'\"`$\\{}");
		if (p >= end)
			return false;
		c = lx->text.ptr[p];
		if (c == open || c == close) {
			level += c == open ? 1 : -1;
			*pos = ++p;
			if (level == 0)
				return true;
		} else if (memchr("#<\n", c, 3)) {
			closed = pass(lx, &p, &h);
		} else {
			closed = close_part(lx, &p, false, depth + 1);
		}
	}
	return false;
}
