/*
 * A JSON text in other text, read from its first bracket to its last, or to
 * where it breaks (RFC 8259).
 *
 * Nothing tells beforehand where the text ends, so this is read byte by byte,
 * unlike the walk, which has to be given the whole of it; what is wrong with a
 * broken text the lint says.  What the lint reads past is no break here.
 */
#include "config.h"

#include "carrier/log_p.h"

/* So many records may be in one another: each is read once more. */
#define RECORDS 4u

/* In the order of marks; a scalar is whatever begins with none of them. */
enum token {
	TOKEN_STRING, TOKEN_OBJECT, TOKEN_ARRAY, TOKEN_OBJECT_END,
	TOKEN_ARRAY_END, TOKEN_COMMA, TOKEN_COLON, TOKEN_SLASH, TOKEN_HASH,
	TOKEN_SCALAR,
};

static const char marks[] = "\"{[}],:/#";

#define BIT(token) (1u << (token))
#define VALUES (BIT(TOKEN_STRING) | BIT(TOKEN_OBJECT) | BIT(TOKEN_ARRAY) | \
	BIT(TOKEN_SCALAR))

static const unsigned allowed[] = {
	[WANT_ELEMENT] = VALUES | BIT(TOKEN_ARRAY_END),
	[WANT_KEY] = BIT(TOKEN_STRING) | BIT(TOKEN_OBJECT_END),
	[WANT_COLON] = BIT(TOKEN_COLON),
	[WANT_MEMBER] = VALUES,
	[WANT_ELEMENT_END] = BIT(TOKEN_COMMA) | BIT(TOKEN_ARRAY_END),
	[WANT_MEMBER_END] = BIT(TOKEN_COMMA) | BIT(TOKEN_OBJECT_END),
};

static enum token
token_at(char c)
{
	const char *p = c ? strchr(marks, c) : NULL;

	return p ? (enum token)(p - marks) : TOKEN_SCALAR;
}

size_t
gcl_log_string_end(struct span s, size_t off)
{
	unsigned char c;

	for (; off < s.len; off++) {
		c = (unsigned char)s.ptr[off];
		if (c == '"' || c < 0x20)
			return off;
		/* What is escaped may be a control character all the same. */
		if (c == '\\' && off + 1 < s.len && s.ptr[off + 1] >= 0x20)
			off++;
	}
	return s.len;
}

static size_t
scalar_end(struct span s, size_t off)
{
	while (off < s.len && !gcl_json_blank(s.ptr[off]) &&
	       token_at(s.ptr[off]) == TOKEN_SCALAR)
		off++;
	return off;
}

/*
 * *end: what find says of the token at pos, once enough of it was read.  A
 * token is read from its start again with twice as much of it.
 */
static enum log_result
find_end(struct log *l, size_t limit, size_t (*find)(struct span, size_t),
	size_t *end)
{
	size_t from = *end, n;
	struct span s;

	for (;;) {
		s = gcl_log_window(l);
		*end = find(s, from);
		if (*end < s.len)
			return LOG_ON;
		if (*end >= limit)
			return LOG_LIMIT;
		n = s.len - l->pos < limit - s.len ? s.len - l->pos :
		    limit - s.len;
		if (!gcl_log_more(l, n))
			return LOG_BROKEN;
	}
}

/* A name decides whether this is JSON at all, so it is read to the letter. */
static bool
is_string(struct log *l, size_t end)
{
	struct walk *w = gcl_capture_walk(l->c);
	struct walk_event ev;

	if (!w) {
		l->st = gcl_error_nomem(l->err);
		return false;
	}
	gcl_walk_start(w, gcl_span(gcl_log_window(l).ptr + l->pos,
	    end - l->pos));
	gcl_walk_next(w, &ev);
	return ev.kind == WALK_SCALAR;
}

static enum log_result
read_string(struct log *l, size_t limit, size_t *end)
{
	struct log_text *t = &l->text;
	enum log_result r;
	struct span s;

	*end = l->pos + 1;
	r = find_end(l, limit, gcl_log_string_end, end);
	s = gcl_log_window(l);
	if (r == LOG_LIMIT)
		return r;
	if (r == LOG_BROKEN || s.ptr[*end] != '"') {
		t->quote = '"';
		l->pos = *end;
		return LOG_BROKEN;
	}
	++*end;
	if (!t->colon && !is_string(l, *end))
		return LOG_BROKEN;
	s = gcl_span(s.ptr + l->pos + 1, *end - l->pos - 2);
	if (t->want == WANT_KEY && t->depth == 1)
		gcl_log_note_member(t, s);
	else if (t->value)
		gcl_log_note_value(t, s);
	return LOG_ON;
}

static enum log_result
read_scalar(struct log *l, size_t limit, size_t *end)
{
	enum log_result r;
	struct span s;

	*end = l->pos;
	r = find_end(l, limit, scalar_end, end);
	if (r != LOG_ON)
		return r;
	s = gcl_span(gcl_log_window(l).ptr + l->pos, *end - l->pos);
	if (!gcl_json_primitive(s))
		return LOG_BROKEN;
	if (l->text.value)
		gcl_log_note_value(&l->text, s);
	return LOG_ON;
}

/* Where the comment at off ends; 0 where it is not closed in its line. */
static size_t
comment_end(struct span s, size_t off, size_t line_end)
{
	if (s.ptr[off] == '#' || s.ptr[off + 1] == '/')
		return line_end;
	for (off += 2; off + 1 < line_end; off++)
		if (s.ptr[off] == '*' && s.ptr[off + 1] == '/')
			return off + 2;
	return 0;
}

/*
 * A comment before the first colon is none: nobody comments what may yet be
 * text, and such lines would be read again and again.
 */
static enum log_result
read_comment(struct log *l, size_t limit)
{
	size_t line_end, end;
	struct span s;
	char c;

	if (!l->text.colon || !gcl_log_has(l, l->pos + 1))
		return LOG_BROKEN;
	c = gcl_log_window(l).ptr[l->pos + 1];
	if (gcl_log_window(l).ptr[l->pos] == '/' && c != '/' && c != '*')
		return LOG_BROKEN;
	line_end = gcl_log_find_line_end(l, l->pos, limit);
	if (line_end >= limit)
		return LOG_LIMIT;
	s = gcl_log_window(l);
	end = comment_end(s, l->pos, line_end);
	if (end == 0)
		return LOG_BROKEN;
	l->pos = end;
	return LOG_ON;
}

static enum log_result
open_bracket(struct log *l, bool object)
{
	struct log_text *t = &l->text;

	if (t->depth == l->c->max_depth)
		return LOG_BROKEN;
	if (object && (t->value & LOG_BODY) && !t->body_end)
		t->body = l->pos;
	t->value = 0;
	l->object[t->depth++] = object;
	t->want = object ? WANT_KEY : WANT_ELEMENT;
	return LOG_ON;
}

/* A value is complete: what may come behind it. */
static enum log_result
end_value(struct log *l)
{
	struct log_text *t = &l->text;

	t->value = 0;
	if (t->depth == 0)
		return LOG_WHOLE;
	t->want = l->object[t->depth - 1] ? WANT_MEMBER_END : WANT_ELEMENT_END;
	return LOG_ON;
}

static enum log_result
close_bracket(struct log *l)
{
	struct log_text *t = &l->text;

	if (--t->depth == 1 && t->body && !t->body_end)
		t->body_end = l->pos + 1;
	return end_value(l);
}

static enum log_result
read_mark(struct log *l, enum token k)
{
	struct log_text *t = &l->text;

	switch (k) {
	case TOKEN_OBJECT:
	case TOKEN_ARRAY:
		return open_bracket(l, k == TOKEN_OBJECT);
	case TOKEN_OBJECT_END:
	case TOKEN_ARRAY_END:
		return close_bracket(l);
	case TOKEN_COMMA:
		t->want = l->object[t->depth - 1] ? WANT_KEY : WANT_ELEMENT;
		return LOG_ON;
	default:
		t->colon = true;
		t->want = WANT_MEMBER;
		return LOG_ON;
	}
}

static enum log_result
read_token(struct log *l, size_t limit)
{
	struct log_text *t = &l->text;
	enum token k = token_at(gcl_log_window(l).ptr[l->pos]);
	bool key = t->want == WANT_KEY;
	size_t end = l->pos + 1;
	enum log_result r = LOG_ON;

	if (k == TOKEN_SLASH || k == TOKEN_HASH)
		return read_comment(l, limit);
	if (!(allowed[t->want] & BIT(k)))
		return LOG_BROKEN;
	if (k == TOKEN_STRING)
		r = read_string(l, limit, &end);
	else if (k == TOKEN_SCALAR)
		r = read_scalar(l, limit, &end);
	else
		r = read_mark(l, k);
	if (r != LOG_ON && r != LOG_WHOLE)
		return r;
	if (key && k == TOKEN_STRING)
		t->want = WANT_COLON;
	else if (k == TOKEN_STRING || k == TOKEN_SCALAR)
		r = end_value(l);
	l->pos = end;
	t->last = gcl_log_window(l).ptr[end - 1];
	return r;
}

enum log_result
gcl_log_read(struct log *l, size_t limit)
{
	enum log_result r = LOG_ON;

	while (r == LOG_ON) {
		l->pos = gcl_json_skip_blanks(gcl_log_window(l), l->pos);
		if (l->pos >= limit)
			return LOG_LIMIT;
		if (!gcl_log_has(l, l->pos))
			return LOG_BROKEN;
		if (!gcl_json_blank(gcl_log_window(l).ptr[l->pos]))
			r = read_token(l, limit);
	}
	return r;
}

/* ---- candidates ---- */

/* The first byte behind off that is no blank, or '\0'. */
static char
behind_blanks(struct log *l, size_t *off)
{
	size_t limit = *off + l->max;

	do
		*off = gcl_json_skip_blanks(gcl_log_window(l), *off + 1);
	while (*off < limit && gcl_log_has(l, *off) &&
	       gcl_json_blank(gcl_log_window(l).ptr[*off]));
	return *off < gcl_log_window(l).len ?
	    gcl_log_window(l).ptr[*off] : '\0';
}

static bool
is_candidate(struct log *l)
{
	size_t off = l->pos;
	char next;

	if (gcl_log_window(l).ptr[off] == '[')
		return off >= l->colonless && behind_blanks(l, &off) == '{';
	next = behind_blanks(l, &off);
	return next == '"' || next == '}' || gcl_log_is_prefixed(l, l->pos);
}

bool
gcl_log_find(struct log *l, size_t limit)
{
	struct span s;

	while (l->pos < limit && gcl_log_has(l, l->pos)) {
		s = gcl_log_window(l);
		if (s.len > limit)
			s.len = limit;
		while (l->pos < s.len && !gcl_log_is_opener(s.ptr[l->pos]))
			l->pos++;
		if (l->pos == s.len)
			continue;
		if (is_candidate(l))
			return true;
		l->pos++;
	}
	return false;
}

/* The value to come is all of it. */
static void
begin(struct log *l)
{
	l->text = (struct log_text){ .want = WANT_MEMBER };
}

enum log_result
gcl_log_read_candidate(struct log *l)
{
	size_t start = l->pos;
	enum log_result r;

	begin(l);
	r = gcl_log_read(l, start + l->max);
	if (r == LOG_WHOLE || l->text.colon)
		return r;
	if (gcl_log_window(l).ptr[start] == '[')
		l->colonless = l->pos;
	l->pos = start + 1;
	return LOG_ON;
}

void
gcl_log_unwrap(struct log *l, size_t *start, size_t *end)
{
	struct log_text *t = &l->text;
	size_t behind = l->pos;
	bool answer = false;
	unsigned n;

	for (n = 0; n < RECORDS && t->body_end && !t->payload; n++) {
		*start = l->pos = t->body;
		*end = t->body_end;
		answer = answer || t->answer;
		begin(l);
		gcl_log_read(l, behind);
	}
	t->answer = answer;
	l->pos = behind;
}
