/*
 * Literals (RFC 8259 section 3) and other words outside quotes.
 */
#include "config.h"

#include "json/complain_p.h"

#include <strings.h>

#include "base/suggest.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

bool
gcl_scan_at_comment(const struct scan *s, uint32_t off)
{
	unsigned char c = gcl_scan_byte(s, off);
	unsigned char next = gcl_scan_byte(s, off + 1);

	return c == '#' || (c == '/' && (next == '/' || next == '*'));
}

/* Within a word: # is a part of it, and so is // in an address. */
static bool
at_comment_within(const struct scan *s, uint32_t off, uint32_t from)
{
	return off > from && s->text[off] == '/' && s->text[off - 1] != ':' &&
	    gcl_scan_at_comment(s, off);
}

static bool
is_stop(unsigned char c, const char *stops)
{
	return c <= ' ' || c == 0x7f || strchr(stops, c);
}

/* Where no placeholder begins after all, the brace ends the search. */
static bool
in_braces(const struct scan *s, uint32_t off)
{
	unsigned char c = gcl_scan_byte(s, off);

	return c == '{' || (c == '$' && gcl_scan_byte(s, off + 1) == '{');
}

/*
 * The end of what stands together without a blank.  A placeholder in it
 * belongs to it, with its braces.
 */
static uint32_t
run_end(const struct scan *s, uint32_t off, const char *stops)
{
	uint32_t from = off, end, cp;
	unsigned char c;

	while (off < s->len) {
		c = gcl_scan_byte(s, off);
		end = in_braces(s, off) ? gcl_scan_placeholder(s, off) : off;
		if (end > off) {
			off = end;
			continue;
		}
		if (c < 0x80 ? is_stop(c, stops) : !gcl_scan_joins(s, off))
			break;
		if (at_comment_within(s, off, from))
			break;
		off += c < 0x80 ? 1 : gcl_scan_decode(s, off, &cp);
	}
	return off;
}

static const char value_stops[] = ",;[]{}\"";
static const char key_stops[] = ",;[]{}\":=";

/*
 * The end of a bare value or key at pos.  Several words are one where what
 * follows them shows it: ends holds such characters, '\n' the line's end.
 */
static uint32_t
bare_end(const struct scan *s, const char *stops, const char *ends)
{
	uint32_t first = run_end(s, s->pos, stops), last = first, off = first;
	unsigned char c;

	for (;;) {
		while (off < s->len &&
		    (s->text[off] == ' ' || s->text[off] == '\t'))
			off++;
		c = gcl_scan_line_end(s, off) ? '\n' : gcl_scan_byte(s, off);
		if (gcl_scan_at_comment(s, off))
			c = '\n';
		if (c == '\n' || strchr(stops, c))
			break;
		last = run_end(s, off, stops);
		if (last == off)
			return first;
		off = last;
	}
	return strchr(ends, c) ? last : first;
}

/* A colon at the end is what follows, not a part. */
static uint32_t
without_colon(const struct scan *s, uint32_t end)
{
	while (end > s->pos + 1 && s->text[end - 1] == ':')
		end--;
	return end;
}

static const char *const literals[] = { "true", "false", "null" };

/* In any case: every language has its own. */
static const struct {
	const char *word, *help;
} aliases[] = {
	{ "true", "true" },
	{ "false", "false" },
	{ "null", "null" },
	{ "none", "null" },
	{ "nil", "null" },
	{ "undefined", "null, or leave the member out" },
	{ "nan", "null: JSON has no such number" },
	{ "-nan", "null: JSON has no such number" },
	{ "infinity", "null: JSON has no such number" },
	{ "+infinity", "null: JSON has no such number" },
	{ "-infinity", "null: JSON has no such number" },
	{ "inf", "null: JSON has no such number" },
	{ "+inf", "null: JSON has no such number" },
	{ "-inf", "null: JSON has no such number" },
};

uint32_t
gcl_scan_value_end(const struct scan *s)
{
	return without_colon(s, run_end(s, s->pos, value_stops));
}

bool
gcl_scan_at_word(const struct scan *s)
{
	return gcl_scan_joins(s, s->pos);
}

static bool
read_literal(struct scan *s)
{
	size_t i, n;

	for (i = 0; i < N(literals); i++) {
		n = strlen(literals[i]);
		if (s->len - s->pos < n || gcl_scan_joins(s, s->pos +
		    (uint32_t)n) || memcmp(s->text + s->pos, literals[i], n))
			continue;
		s->prev = s->pos;
		s->pos += (uint32_t)n;
		s->prev_end = s->pos;
		return true;
	}
	return false;
}

/* Does the text end within a literal? */
static const char *
cut_literal(const struct scan *s)
{
	size_t i, n = s->len - s->pos;

	for (i = 0; i < N(literals); i++)
		if (n < strlen(literals[i]) &&
		    !memcmp(s->text + s->pos, literals[i], n))
			return literals[i];
	return NULL;
}

const char *
gcl_scan_alias(struct span word)
{
	size_t i;

	for (i = 0; i < N(aliases); i++)
		if (word.len == strlen(aliases[i].word) &&
		    !strncasecmp(word.ptr, aliases[i].word, word.len))
			return aliases[i].help;
	return NULL;
}

static bool
fail_word(struct scan *s, uint32_t end)
{
	struct span word = gcl_scan_span(s, s->pos, end);
	const char *alias = gcl_scan_alias(word);
	struct suggest near;
	size_t i;

	if (alias)
		return gcl_scan_fail_arg(s, FAULT_WORD_ALIAS, s->pos, end,
			gcl_span_str(alias));
	gcl_suggest_init(&near, word);
	for (i = 0; i < N(literals); i++)
		gcl_suggest_offer(&near, gcl_span_str(literals[i]), i);
	if (near.found)
		return gcl_scan_fail_arg(s, FAULT_WORD_NEAR, s->pos, end,
			gcl_span_str(literals[near.index]));
	return gcl_scan_fail(s, s->want == WANT_TEXT ? FAULT_WORD_TEXT :
		FAULT_WORD, s->pos, end);
}

bool
gcl_scan_word(struct scan *s)
{
	const char *cut;

	if (read_literal(s))
		return true;
	cut = cut_literal(s);
	if (cut)
		return gcl_scan_fail_end(s, FAULT_END_IN_WORD,
			gcl_span_str(cut));
	return fail_word(s,
		without_colon(s, bare_end(s, value_stops, ",]}\n")));
}

bool
gcl_scan_bare_key(struct scan *s)
{
	return gcl_scan_fail(s, FAULT_KEY_BARE, s->pos,
		bare_end(s, key_stops, ":"));
}

static uint32_t
string_end(const struct scan *s, uint32_t off)
{
	uint32_t end = off + 1;

	for (; !gcl_scan_line_end(s, end); end++) {
		if (s->text[end] == '"')
			return end + 1;
		if (s->text[end] == '\\')
			end++;
	}
	return off + 1;
}

uint32_t
gcl_scan_token_end(const struct scan *s, uint32_t off)
{
	uint32_t cp, n = gcl_scan_decode(s, off, &cp);

	if (cp == '"')
		return string_end(s, off);
	if (gcl_scan_quote(cp))
		return gcl_scan_quoted_end(s, off);
	if (gcl_scan_joins(s, off))
		return run_end(s, off, key_stops);
	return off + n;
}
