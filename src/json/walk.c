/*
 * Strict RFC 8259 over jsmn's tokens and the bytes between them.
 *
 * The position moves from token to token.  Between two tokens only blanks
 * and structural characters may stand; what may come next is a state, and a
 * table says which state a byte leads to.  A token is checked before its event
 * is given.
 */
#include "config.h"

#include "json/walk_p.h"

#include <stdlib.h>

#include "json/tokens.h"

enum expect {
	EXPECT_VALUE,
	EXPECT_VALUE_OR_CLOSE,	/* behind [ */
	EXPECT_KEY,
	EXPECT_KEY_OR_CLOSE,	/* behind { */
	EXPECT_COLON,
	EXPECT_COMMA_OR_BRACE,	/* behind a member */
	EXPECT_COMMA_OR_BRACKET,	/* behind an element */
	EXPECT_NOTHING,		/* the text's value is complete */
	N_EXPECT,
	/* What a byte between tokens leads to beside these: */
	CLOSES,			/* the open container ends */
	REFUSED,
};

struct walk {
	struct tokens *tokens;
	struct span text;
	uint32_t pos;		/* everything before it has been checked */
	uint32_t depth, max_depth;
	uint32_t room;		/* what max_depth may be */
	enum expect expect;
	bool bad, too_deep;
	unsigned char *behind;	/* by depth: what to expect behind a value */
};

struct walk *
gcl_walk_new(uint32_t max_depth)
{
	struct walk *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->room = max_depth;
	w->tokens = gcl_tokens_new(max_depth);
	w->behind = malloc((size_t)max_depth + 1);
	if (!w->tokens || !w->behind) {
		gcl_walk_free(w);
		return NULL;
	}
	w->behind[0] = EXPECT_NOTHING;
	return w;
}

void
gcl_walk_free(struct walk *w)
{
	if (!w)
		return;
	gcl_tokens_free(w->tokens);
	free(w->behind);
	free(w);
}

void
gcl_walk_start(struct walk *w, struct span text)
{
	w->text = text;
	w->pos = w->depth = 0;
	w->max_depth = w->room;
	w->expect = EXPECT_VALUE;
	w->bad = w->too_deep = false;
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
	return (enum expect)w->behind[w->depth];
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
take_string(struct walk *w, const jsmntok_t *tok, struct walk_event *ev)
{
	uint32_t off = (uint32_t)tok->start, len = (uint32_t)tok->end - off;
	struct span s = gcl_span(w->text.ptr + off, len);
	bool key = expects_key(w);

	if (!key && !expects_value(w))
		return false;
	ev->flags = gcl_walk_flags(s);
	if (ev->flags && !gcl_walk_special(s, ev->flags))
		return false;
	give(ev, key ? WALK_KEY : WALK_SCALAR, JSON_STRING, off, len,
	    w->depth);
	w->pos = off + len + 1;
	w->expect = key ? EXPECT_COLON : behind_value(w);
	return true;
}

static bool
take_primitive(struct walk *w, const jsmntok_t *tok, struct walk_event *ev)
{
	uint32_t off = (uint32_t)tok->start, len = (uint32_t)tok->end - off;
	enum json_type type;

	type = gcl_json_primitive(gcl_span(w->text.ptr + off, len));
	if (!type || !expects_value(w))
		return false;
	ev->flags = 0;
	give(ev, WALK_SCALAR, type, off, len, w->depth);
	w->pos = off + len;
	w->expect = behind_value(w);
	return true;
}

static bool
take_open(struct walk *w, const jsmntok_t *tok, struct walk_event *ev)
{
	bool object = tok->type == JSMN_OBJECT;

	if (!expects_value(w))
		return false;
	if (w->depth == w->max_depth) {
		w->too_deep = true;
		return false;
	}
	ev->flags = 0;
	give(ev, WALK_OPEN, object ? JSON_OBJECT : JSON_ARRAY,
	    (uint32_t)tok->start, 1, w->depth);
	w->behind[++w->depth] = object ? EXPECT_COMMA_OR_BRACE :
	    EXPECT_COMMA_OR_BRACKET;
	w->pos = (uint32_t)tok->start + 1;
	w->expect = object ? EXPECT_KEY_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
	return true;
}

static bool
take_token(struct walk *w, const jsmntok_t *tok, struct walk_event *ev)
{
	gcl_tokens_take(w->tokens);
	switch (tok->type) {
	case JSMN_STRING:
		return take_string(w, tok, ev);
	case JSMN_PRIMITIVE:
		return take_primitive(w, tok, ev);
	default:
		return take_open(w, tok, ev);
	}
}

/* Where a token begins, its quote included. */
static uint32_t
begins(const jsmntok_t *tok)
{
	return (uint32_t)tok->start - (tok->type == JSMN_STRING);
}

/* What a byte is between tokens. */
enum between {
	BETWEEN_OTHER,
	BETWEEN_BLANK,
	BETWEEN_COMMA,
	BETWEEN_COLON,
	BETWEEN_BRACE,		/* } */
	BETWEEN_BRACKET,	/* ] */
	N_BETWEEN,
};

static const unsigned char between[256] = {
	[' '] = BETWEEN_BLANK, ['\n'] = BETWEEN_BLANK,
	['\r'] = BETWEEN_BLANK, ['\t'] = BETWEEN_BLANK,
	[','] = BETWEEN_COMMA, [':'] = BETWEEN_COLON,
	['}'] = BETWEEN_BRACE, [']'] = BETWEEN_BRACKET,
};

#define NO REFUSED
#define BEHIND(expect, comma, colon, brace, bracket) \
	[expect] = { REFUSED, expect, comma, colon, brace, bracket }

/* What to expect behind a byte between tokens. */
static const unsigned char leads_to[N_EXPECT][N_BETWEEN] = {
	BEHIND(EXPECT_VALUE, NO, NO, NO, NO),
	BEHIND(EXPECT_VALUE_OR_CLOSE, NO, NO, NO, CLOSES),
	BEHIND(EXPECT_KEY, NO, NO, NO, NO),
	BEHIND(EXPECT_KEY_OR_CLOSE, NO, NO, CLOSES, NO),
	BEHIND(EXPECT_COLON, NO, EXPECT_VALUE, NO, NO),
	BEHIND(EXPECT_COMMA_OR_BRACE, EXPECT_KEY, NO, CLOSES, NO),
	BEHIND(EXPECT_COMMA_OR_BRACKET, EXPECT_VALUE, NO, NO, CLOSES),
	BEHIND(EXPECT_NOTHING, NO, NO, NO, NO),
};

#undef BEHIND
#undef NO

static void
take_close(struct walk *w, struct walk_event *ev)
{
	bool object = w->behind[w->depth] == EXPECT_COMMA_OR_BRACE;

	w->depth--;
	ev->flags = 0;
	give(ev, WALK_CLOSE, object ? JSON_OBJECT : JSON_ARRAY, w->pos++, 1,
	    w->depth);
	w->expect = behind_value(w);
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
	const char *text = w->text.ptr;
	unsigned expect = w->expect, next = REFUSED;
	uint32_t pos = w->pos;

	for (; pos < end; pos++) {
		next = leads_to[expect][between[(unsigned char)text[pos]]];
		if (next >= N_EXPECT)
			break;
		expect = next;
	}
	w->pos = pos;
	w->expect = (enum expect)expect;
	if (pos == end)
		return GAP_OVER;
	if (next != CLOSES)
		return GAP_BAD;
	take_close(w, ev);
	return GAP_EVENT;
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
	const jsmntok_t *tok;
	enum gap gap;

	if (w->bad) {
		give_end(w, ev);
		return;
	}
	tok = gcl_tokens_peek(w->tokens);
	gap = take_gap(w, ev, tok ? begins(tok) : (uint32_t)w->text.len);
	if (gap == GAP_EVENT)
		return;
	w->bad = gap == GAP_BAD || (tok && !take_token(w, tok, ev));
	if (w->bad || !tok)
		give_end(w, ev);
}

/* Over the blanks in front of end, and is that all there is? */
static inline bool
over_blanks(const char *text, uint32_t *pos, uint32_t end)
{
	while (*pos < end && between[(unsigned char)text[*pos]] ==
	    BETWEEN_BLANK)
		++*pos;
	return *pos == end;
}

/* Over one of these, and the blanks behind it. */
static inline bool
over_mark(const char *text, uint32_t *pos, uint32_t end, char mark)
{
	return *pos < end && text[(*pos)++] == mark &&
	    over_blanks(text, pos, end);
}

/* The name of a member and the colon behind it. */
static inline bool
take_name(const struct walk *w, const jsmntok_t *tok, struct walk_event *ev)
{
	uint32_t off = (uint32_t)tok->start, end = (uint32_t)tok->end;
	const char *text = w->text.ptr;
	uint32_t pos = w->pos;

	if (w->expect == EXPECT_COMMA_OR_BRACE ?
	    !over_mark(text, &pos, off - 1, ',') :
	    w->expect != EXPECT_KEY_OR_CLOSE ||
	    !over_blanks(text, &pos, off - 1))
		return false;
	ev->flags = gcl_walk_flags(gcl_span(text + off, end - off));
	if (ev->flags)
		return false;
	give(ev, WALK_KEY, JSON_STRING, off, end - off, w->depth);
	pos = end + 1;
	return over_mark(text, &pos, begins(tok + 1), ':');
}

bool
gcl_walk_member(struct walk *w, struct walk_event *name,
	struct walk_event *value)
{
	const jsmntok_t *pair = gcl_tokens_pair(w->tokens);
	enum expect expect = w->expect;

	if (!pair || pair->type != JSMN_STRING || w->bad ||
	    !take_name(w, pair, name))
		return false;
	w->expect = EXPECT_VALUE;
	gcl_tokens_take(w->tokens);
	if (take_token(w, pair + 1, value))
		return true;
	w->expect = expect;
	w->too_deep = false;
	gcl_tokens_give_back(w->tokens);
	return false;
}
