/*
 * The grammar of RFC 8259 (sections 2, 4 and 5), read with a stack of open
 * brackets, up to the first fault that cannot be read past.
 */
#include "config.h"

#include "json/complain_p.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/limits.h"

/* Inside a comment no byte is looked at: it goes away as a whole. */
static uint32_t
line_comment_end(const struct scan *s, uint32_t *next)
{
	uint32_t end = s->pos;

	while (!gcl_scan_line_end(s, end))
		end++;
	*next = end;
	while (gcl_scan_blank(gcl_scan_byte(s, end - 1)))
		end--;
	return end;
}

static uint32_t
block_comment_end(const struct scan *s)
{
	uint32_t off;

	for (off = s->pos + 2; off + 1 < s->len; off++)
		if (s->text[off] == '*' && s->text[off + 1] == '/')
			return off + 2;
	return 0;
}

static bool
skip_comment(struct scan *s)
{
	uint32_t off = s->pos, end;

	if (gcl_scan_byte(s, off + 1) != '*' || s->text[off] == '#') {
		end = line_comment_end(s, &s->pos);
	} else {
		end = block_comment_end(s);
		if (!end)
			return gcl_scan_fail_here(s, FAULT_COMMENT_OPEN, 2);
		s->pos = end;
	}
	return gcl_scan_past(s, FAULT_COMMENT, off, end, s->c->n);
}

static bool
skip_blank(struct scan *s)
{
	do {
		while (gcl_scan_blank(gcl_scan_byte(s, s->pos)))
			s->pos++;
	} while (gcl_scan_at_comment(s, s->pos) && skip_comment(s));
	return s->st == GCL_OK && !s->c->fatal;
}

static bool
is_closer(unsigned char c)
{
	return c == ']' || c == '}';
}

static bool
out_of_place(struct scan *s)
{
	uint32_t end = gcl_scan_token_end(s, s->pos);

	return gcl_scan_fail(s, FAULT_PLACE, s->pos, end);
}

static bool
end_value(struct scan *s)
{
	s->want = s->depth ? WANT_COMMA_OR_END : WANT_NOTHING;
	return true;
}

static bool
open_container(struct scan *s)
{
	bool object = s->text[s->pos] == '{';

	if (s->depth == s->max_depth)
		return gcl_scan_fail_here(s, FAULT_DEPTH, 1);
	s->open[s->depth++] = s->pos++;
	s->want = object ? WANT_KEY_OR_END : WANT_ELEMENT_OR_END;
	return true;
}

static bool
close_container(struct scan *s)
{
	unsigned char closer = gcl_scan_in_object(s) ? '}' : ']';
	bool comma = s->want == WANT_ELEMENT || s->want == WANT_KEY;

	if (s->depth == 0)
		return gcl_scan_fail_here(s, FAULT_CLOSER_STRAY, 1);
	if (s->want == WANT_VALUE)
		return out_of_place(s);
	if (gcl_scan_byte(s, s->pos) != closer)
		return gcl_scan_fail_here(s, FAULT_CLOSER_MISMATCH, 1) ||
		    gcl_scan_relate_open(s);
	if (comma && !gcl_scan_past(s, FAULT_COMMA_TRAILING, s->comma,
	    s->comma + 1, s->comma_n))
		return false;
	s->depth--;
	s->prev = s->pos++;
	s->prev_end = s->pos;
	s->curly = 0;
	return end_value(s);
}

static bool
read_value(struct scan *s)
{
	unsigned char c = gcl_scan_byte(s, s->pos);

	if (is_closer(c))
		return close_container(s);
	if (gcl_scan_stray(s))
		return false;
	if (c == '{' || c == '[')
		return open_container(s);
	if (c == '"')
		return gcl_scan_string(s) && end_value(s);
	s->curly = 0;
	if (gcl_scan_at_number(s))
		return gcl_scan_number(s) && end_value(s);
	if (gcl_scan_at_word(s))
		return gcl_scan_word(s) && end_value(s);
	return out_of_place(s);
}

static bool
fail_bracket_key(struct scan *s)
{
	bool twice = s->text[s->pos] == '{' && s->want == WANT_KEY_OR_END &&
	    s->open[s->depth - 1] == s->pos - 1;

	return gcl_scan_fail(s, twice ? FAULT_BRACES : FAULT_KEY_OBJECT, s->pos,
		s->pos + 1);
}

static bool
read_key(struct scan *s)
{
	unsigned char c = gcl_scan_byte(s, s->pos);

	if (is_closer(c))
		return close_container(s);
	if (gcl_scan_stray(s))
		return false;
	if (c == '{' || c == '[')
		return fail_bracket_key(s);
	if (gcl_scan_at_word(s))
		return gcl_scan_bare_key(s);
	if (c != '"')
		return out_of_place(s);
	s->want = WANT_COLON;
	return gcl_scan_string(s);
}

static bool
is_behind_string(const struct scan *s)
{
	return s->pos == s->prev_end && s->text[s->prev] == '"';
}

/* What follows a string without a blank tells of a quote in its middle. */
static bool
is_joined(const struct scan *s)
{
	return is_behind_string(s) && gcl_scan_joins(s, s->pos);
}

/* A string that was meant to end at a curly quote ran into the next one. */
static bool
fail_curly(struct scan *s)
{
	uint32_t cp, n = gcl_scan_decode(s, s->curly, &cp);

	gcl_scan_fail(s, FAULT_QUOTE_CLOSE, s->curly, s->curly + n);
	return gcl_scan_relate(s, s->prev, s->prev + 1,
		"the string begins here");
}

/* "=>" is pointed at as one. */
static uint32_t
operator_end(const struct scan *s)
{
	uint32_t end = s->pos;

	while (end < s->len && s->text[end] && strchr("=>", s->text[end]))
		end++;
	return end > s->pos ? end : gcl_scan_token_end(s, s->pos);
}

static bool
read_colon(struct scan *s)
{
	enum fault f = is_joined(s) ? FAULT_COLON_JOINED : FAULT_COLON_MISSING;

	if (s->text[s->pos] == ':') {
		s->pos++;
		s->want = WANT_VALUE;
		return true;
	}
	if (s->curly && is_behind_string(s))
		return fail_curly(s);
	if (gcl_scan_template(s))
		return false;
	gcl_scan_fail(s, f, s->pos, operator_end(s));
	return gcl_scan_relate(s, s->prev, s->prev_end, "the key");
}

/* A sign is an operator unless a digit follows. */
static bool
begins_value(const struct scan *s, uint32_t cp)
{
	if (cp == '"' || cp == '{' || cp == '[' || gcl_scan_quote(cp))
		return true;
	if (cp < 0x80 && strchr("+-.%", (int)cp))
		return isdigit(gcl_scan_byte(s, s->pos + 1));
	return gcl_scan_at_number(s) || gcl_scan_at_word(s);
}

static bool
fail_comma(struct scan *s)
{
	uint32_t cp, n = gcl_scan_decode(s, s->pos, &cp);
	enum fault f = is_joined(s) ? FAULT_COMMA_JOINED : FAULT_COMMA_MISSING;

	if (gcl_scan_lookalike(cp) == ',')
		return gcl_scan_fail_here(s, FAULT_COMMA_INSTEAD, n);
	if (s->curly && is_behind_string(s))
		return fail_curly(s);
	if (gcl_scan_template(s))
		return false;
	if (cp == ':' && !gcl_scan_in_object(s))
		return gcl_scan_fail_here(s, FAULT_COLON_IN_ARRAY, 1) ||
		    gcl_scan_relate_open(s);
	if (!begins_value(s, cp))
		return out_of_place(s);
	gcl_scan_fail(s, f, s->pos, gcl_scan_token_end(s, s->pos));
	return gcl_scan_relate(s, s->prev, s->prev_end, "behind this");
}

void
gcl_scan_accept_comma(struct scan *s)
{
	s->want = gcl_scan_in_object(s) ? WANT_KEY : WANT_ELEMENT;
}

static bool
read_comma(struct scan *s)
{
	unsigned char c = gcl_scan_byte(s, s->pos);

	if (is_closer(c))
		return close_container(s);
	if (c != ',')
		return fail_comma(s);
	s->comma = s->pos++;
	s->comma_n = s->c->n;
	gcl_scan_accept_comma(s);
	return true;
}

static bool
read_nothing(struct scan *s)
{
	unsigned char c = gcl_scan_byte(s, s->pos);
	enum fault f = FAULT_EXTRA;

	if (is_closer(c))
		f = FAULT_EXTRA_CLOSER;
	else if (c == ',')
		f = FAULT_EXTRA_COMMA;
	else if (c == '{' || c == '[')
		f = FAULT_EXTRA_TEXT;
	return gcl_scan_fail(s, f, s->pos, gcl_scan_token_end(s, s->pos));
}

static const struct {
	bool (*read)(struct scan *s);
	enum fault at_end;
} states[WANT_COUNT] = {
	[WANT_TEXT] = { read_value, FAULT_END_EMPTY },
	[WANT_ELEMENT_OR_END] = { read_value, FAULT_END_OPEN },
	[WANT_ELEMENT] = { read_value, FAULT_END_AFTER_COMMA },
	[WANT_VALUE] = { read_value, FAULT_END_AFTER_COLON },
	[WANT_KEY_OR_END] = { read_key, FAULT_END_OPEN },
	[WANT_KEY] = { read_key, FAULT_END_AFTER_COMMA },
	[WANT_COLON] = { read_colon, FAULT_END_AFTER_KEY },
	[WANT_COMMA_OR_END] = { read_comma, FAULT_END_OPEN },
	[WANT_NOTHING] = { read_nothing, FAULT_END_NOTHING },
};

static void
end_text(struct scan *s)
{
	enum fault f = states[s->want].at_end;

	if (s->want == WANT_TEXT && s->c->n > 0)
		f = FAULT_END_NOTHING;
	if (s->want != WANT_NOTHING)
		gcl_scan_fail_end(s, f, SPAN(""));
}

bool
gcl_scan_next(struct scan *s)
{
	if (s->c->fatal || !skip_blank(s))
		return false;
	if (s->pos == s->len) {
		end_text(s);
		return false;
	}
	return !gcl_scan_foreign(s) && states[s->want].read(s);
}

void
gcl_scan_accept(struct scan *s, uint32_t off, uint32_t end)
{
	s->prev = off;
	s->pos = s->prev_end = end;
	s->curly = 0;
	if (s->want == WANT_KEY || s->want == WANT_KEY_OR_END ||
	    s->want == WANT_COLON)
		s->want = WANT_COLON;
	else
		end_value(s);
}

bool
gcl_scan_begin(struct scan *s, struct span text, uint32_t max_depth,
	struct complaints *c, struct arena *arena)
{
	static const char bom[] = "\xef\xbb\xbf";
	size_t depth = max_depth < text.len ? max_depth : text.len;

	*s = (struct scan){
		.text = text.len ? text.ptr : "",
		.len = (uint32_t)text.len,
		.max_depth = max_depth,
		.c = c,
		.note = s->note,
		.arena = arena,
	};
	s->open = gcl_arena_alloc(arena, depth * sizeof(*s->open));
	if (!s->open)
		s->st = GCL_ENOMEM;
	if (!s->open || gcl_scan_encoding(s))
		return false;
	if (s->len < 3 || memcmp(s->text, bom, 3))
		return true;
	s->pos = 3;
	return gcl_scan_past(s, FAULT_BOM, 0, 3, 0);
}

void
gcl_complaints_init(struct complaints *c)
{
	*c = (struct complaints){ .list = NULL };
	gcl_buf_init(&c->copy, LIMIT_TEXT_BYTES);
	gcl_buf_init(&c->words, LIMIT_MESSAGE_BYTES);
}

void
gcl_complaints_release(struct complaints *c)
{
	free(c->list);
	gcl_buf_release(&c->copy);
	gcl_buf_release(&c->words);
	gcl_complaints_init(c);
}

enum gcl_status
gcl_complain(struct span text, uint32_t max_depth, struct arena *arena,
	struct complaints *c)
{
	struct scan s = { .note = NULL };
	size_t i;

	c->n = 0;
	c->fatal = false;
	gcl_buf_reset(&c->copy);
	gcl_buf_addspan(&c->copy, text);
	if (gcl_buf_status(&c->copy) != GCL_OK)
		return GCL_ENOMEM;
	if (gcl_scan_begin(&s, text, max_depth, c, arena))
		while (gcl_scan_next(&s))
			;
	for (i = 0; i < c->n; i++)
		c->list[i].doubt &= c->fatal;
	return s.st;
}
