/*
 * Strict RFC 8259 over jsmn's tokens and the bytes between them.
 *
 * The position moves from token to token.  Between two tokens only blanks
 * and structural characters may stand, and what may come next is a state of
 * six.  A token is checked before its event is given.
 */
#include "config.h"

#include "json/walk.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "json/tokens.h"

enum expect {
	EXPECT_VALUE,
	EXPECT_VALUE_OR_CLOSE,	/* behind [ */
	EXPECT_KEY,
	EXPECT_KEY_OR_CLOSE,	/* behind { */
	EXPECT_COLON,
	EXPECT_COMMA_OR_CLOSE,
	EXPECT_NOTHING,		/* the text's value is complete */
};

struct walk {
	struct tokens *tokens;
	struct span text;
	uint32_t pos;		/* everything before it has been checked */
	uint32_t depth, max_depth;
	uint32_t room;		/* what max_depth may be */
	enum expect expect;
	bool have;		/* tok is the next token */
	bool bad, too_deep;
	struct token tok;
	unsigned char *object;	/* is the open container an object? */
};

struct walk *
gcl_walk_new(uint32_t max_depth)
{
	struct walk *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->room = max_depth;
	w->tokens = gcl_tokens_new(max_depth);
	w->object = malloc((size_t)max_depth + 1);
	if (!w->tokens || !w->object) {
		gcl_walk_free(w);
		return NULL;
	}
	return w;
}

void
gcl_walk_free(struct walk *w)
{
	if (!w)
		return;
	gcl_tokens_free(w->tokens);
	free(w->object);
	free(w);
}

void
gcl_walk_start(struct walk *w, struct span text)
{
	w->text = text;
	w->pos = w->depth = 0;
	w->max_depth = w->room;
	w->expect = EXPECT_VALUE;
	w->have = w->bad = w->too_deep = false;
	gcl_tokens_start(w->tokens, text);
}

void
gcl_walk_limit(struct walk *w, uint32_t max_depth)
{
	if (max_depth < w->max_depth)
		w->max_depth = max_depth;
}

bool
gcl_walk_too_deep(const struct walk *w)
{
	return w->too_deep;
}

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
	if (is_number(s))
		return JSON_NUMBER;
	if (gcl_span_is(s, "true") || gcl_span_is(s, "false"))
		return JSON_BOOLEAN;
	return gcl_span_is(s, "null") ? JSON_NULL : 0;
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

#define STRING_CONTROL (1u << 7)

#define C STRING_CONTROL
#define W STRING_WIDE
#define E STRING_ESCAPE
#define T STRING_TEMPLATE
#define FOUR(f) f, f, f, f
#define SIXTEEN(f) FOUR(f), FOUR(f), FOUR(f), FOUR(f)

/* What each byte means in a string. */
static const unsigned char byte_flags[256] = {
	SIXTEEN(C), SIXTEEN(C), SIXTEEN(0),
	FOUR(0), FOUR(0), FOUR(0), T, 0, 0, 0,
	SIXTEEN(0),
	FOUR(0), FOUR(0), FOUR(0), E, 0, 0, 0,
	SIXTEEN(0),
	FOUR(0), FOUR(0), 0, 0, 0, T, 0, 0, 0, 0,
	SIXTEEN(W), SIXTEEN(W), SIXTEEN(W), SIXTEEN(W),
	SIXTEEN(W), SIXTEEN(W), SIXTEEN(W), SIXTEEN(W),
};

#undef C
#undef W
#undef E
#undef T
#undef FOUR
#undef SIXTEEN

#define EACH(c) (0x0101010101010101u * (c))
#define HIGH EACH(0x80u)

/* A high bit where a byte of w is zero, and perhaps in the bytes above it. */
#define ZERO(w) (((w) - EACH(1u)) & ~(w))

/*
 * Eight bytes at once: may one of them have a flag?  No byte that has one is
 * missed; most strings have none, and are passed over at this speed.
 */
static bool
word_is_plain(uint64_t w)
{
	return !((w | (w - EACH(0x20u)) | ZERO(w ^ EACH('\\')) |
	    ZERO(w ^ EACH('{')) | ZERO(w ^ EACH('<'))) & HIGH);
}

static unsigned
string_flags(struct span s)
{
	unsigned flags = 0;
	uint64_t word;
	size_t i = 0;

	for (; s.len - i >= sizeof(word); i += sizeof(word)) {
		size_t k;

		memcpy(&word, s.ptr + i, sizeof(word));
		if (word_is_plain(word))
			continue;
		for (k = 0; k < sizeof(word); k++)
			flags |= byte_flags[(unsigned char)s.ptr[i + k]];
	}
	for (; i < s.len; i++)
		flags |= byte_flags[(unsigned char)s.ptr[i]];
	return flags;
}

static bool
string_ok(struct span s, unsigned *flags)
{
	unsigned f = string_flags(s);

	*flags = f;
	if (f & STRING_CONTROL)
		return false;
	if ((f & STRING_WIDE) && gcl_utf8_check(s) != s.len)
		return false;
	return !(f & STRING_ESCAPE) || escapes_ok(s);
}

static bool
expects_value(const struct walk *w)
{
	return w->expect == EXPECT_VALUE || w->expect == EXPECT_VALUE_OR_CLOSE;
}

static bool
expects_key(const struct walk *w)
{
	return w->expect == EXPECT_KEY || w->expect == EXPECT_KEY_OR_CLOSE;
}

static enum expect
behind_value(const struct walk *w)
{
	return w->depth > 0 ? EXPECT_COMMA_OR_CLOSE : EXPECT_NOTHING;
}

static void
give(struct walk_event *ev, enum walk_kind kind, enum json_type type,
	uint32_t off, uint32_t len, uint32_t depth)
{
	ev->kind = kind;
	ev->type = type;
	ev->off = off;
	ev->len = len;
	ev->depth = depth;
}

static bool
take_string(struct walk *w, struct walk_event *ev)
{
	uint32_t len = w->tok.end - w->tok.off;
	bool key = expects_key(w);

	if (!key && !expects_value(w))
		return false;
	if (!string_ok(gcl_span(w->text.ptr + w->tok.off, len), &ev->flags))
		return false;
	give(ev, key ? WALK_KEY : WALK_SCALAR, JSON_STRING, w->tok.off, len,
	    w->depth);
	w->pos = w->tok.end + 1;
	w->expect = key ? EXPECT_COLON : behind_value(w);
	return true;
}

static bool
take_primitive(struct walk *w, struct walk_event *ev)
{
	uint32_t len = w->tok.end - w->tok.off;
	enum json_type type;

	type = gcl_json_primitive(gcl_span(w->text.ptr + w->tok.off, len));
	if (!type || !expects_value(w))
		return false;
	ev->flags = 0;
	give(ev, WALK_SCALAR, type, w->tok.off, len, w->depth);
	w->pos = w->tok.end;
	w->expect = behind_value(w);
	return true;
}

static bool
take_open(struct walk *w, struct walk_event *ev)
{
	bool object = w->tok.type == TOKEN_OBJECT;

	if (!expects_value(w))
		return false;
	if (w->depth == w->max_depth) {
		w->too_deep = true;
		return false;
	}
	ev->flags = 0;
	give(ev, WALK_OPEN, object ? JSON_OBJECT : JSON_ARRAY, w->tok.off, 1,
	    w->depth);
	w->object[w->depth++] = object;
	w->pos = w->tok.off + 1;
	w->expect = object ? EXPECT_KEY_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
	return true;
}

static bool
take_token(struct walk *w, struct walk_event *ev)
{
	w->have = false;
	switch (w->tok.type) {
	case TOKEN_STRING:
		return take_string(w, ev);
	case TOKEN_PRIMITIVE:
		return take_primitive(w, ev);
	default:
		return take_open(w, ev);
	}
}

static bool
take_close(struct walk *w, struct walk_event *ev, bool object)
{
	enum expect empty = object ? EXPECT_KEY_OR_CLOSE :
	    EXPECT_VALUE_OR_CLOSE;

	if (w->depth == 0 || w->object[w->depth - 1] != object ||
	    (w->expect != EXPECT_COMMA_OR_CLOSE && w->expect != empty))
		return false;
	w->depth--;
	ev->flags = 0;
	give(ev, WALK_CLOSE, object ? JSON_OBJECT : JSON_ARRAY, w->pos++, 1,
	    w->depth);
	w->expect = behind_value(w);
	return true;
}

static bool
take_comma(struct walk *w)
{
	if (w->expect != EXPECT_COMMA_OR_CLOSE)
		return false;
	w->expect = w->object[w->depth - 1] ? EXPECT_KEY : EXPECT_VALUE;
	w->pos++;
	return true;
}

static bool
take_colon(struct walk *w)
{
	if (w->expect != EXPECT_COLON)
		return false;
	w->expect = EXPECT_VALUE;
	w->pos++;
	return true;
}

enum gap {
	GAP_OVER,	/* the position is where the gap ends */
	GAP_EVENT,	/* a container was closed */
	GAP_BAD,
};

/* The bytes up to end, which hold no token. */
static enum gap
take_gap(struct walk *w, struct walk_event *ev, uint32_t end)
{
	while (w->pos < end) {
		char c = w->text.ptr[w->pos];
		bool ok = true;

		if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
			w->pos++;
		else if (c == ',')
			ok = take_comma(w);
		else if (c == ':')
			ok = take_colon(w);
		else if (c == '}' || c == ']')
			return take_close(w, ev, c == '}') ? GAP_EVENT :
			    GAP_BAD;
		else
			ok = false;
		if (!ok)
			return GAP_BAD;
	}
	return GAP_OVER;
}

static void
give_end(struct walk *w, struct walk_event *ev)
{
	w->bad = w->bad || w->expect != EXPECT_NOTHING ||
	    !gcl_tokens_complete(w->tokens);
	give(ev, w->bad ? WALK_BAD : WALK_END, 0, w->pos, 0, w->depth);
}

void
gcl_walk_next(struct walk *w, struct walk_event *ev)
{
	uint32_t end = (uint32_t)w->text.len;
	enum gap gap;

	if (w->bad) {
		give_end(w, ev);
		return;
	}
	if (!w->have)
		w->have = gcl_tokens_next(w->tokens, &w->tok);
	if (w->have)
		end = w->tok.off - (w->tok.type == TOKEN_STRING);
	gap = take_gap(w, ev, end);
	if (gap == GAP_EVENT)
		return;
	w->bad = gap == GAP_BAD || (w->have && !take_token(w, ev));
	if (w->bad || end == w->text.len)
		give_end(w, ev);
}
