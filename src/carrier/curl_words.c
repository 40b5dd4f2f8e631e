/*
 * Words as a POSIX shell reads them (XCU 2.2, 2.3), and with $'...' as bash
 * does.  What the shell would put in place of $NAME, ${...}, $(...) and `...`
 * is not known: each is a unit of its own.
 */
#include "config.h"

#include "carrier/curl_p.h"

#include <stdint.h>

#include "base/utf8.h"

static char
at(const struct curl_lexer *lx, size_t pos)
{
	return pos < lx->text.len ? lx->text.ptr[pos] : '\0';
}

static void
copy(struct curl_state *s, struct curl_unit *u, size_t end)
{
	u->what = CURL_COPY;
	u->len = end - s->pos;
}

static void
syntax(struct curl_unit *u, size_t len)
{
	u->what = CURL_SYNTAX;
	u->len = len;
}

static void
escape(struct curl_unit *u, size_t len, char c)
{
	u->what = CURL_ESCAPE;
	u->len = len;
	u->bytes[0] = c;
	u->n = 1;
}

/* A backslash before a character that it keeps from having a meaning. */
static void
escape_char(const struct curl_lexer *lx, struct curl_state *s,
	struct curl_unit *u)
{
	const char *p = lx->text.ptr + s->pos + 1;
	size_t left = lx->text.len - s->pos - 1;
	uint32_t cp;

	u->what = CURL_ESCAPE;
	u->n = gcl_utf8_decode(p, left, &cp);
	if (u->n == 0)
		u->n = 1;
	memcpy(u->bytes, p, u->n);
	u->len = 1 + u->n;
}

/* Open quotes; where they close is searched at once. */
static void
open_quote(struct curl_lexer *lx, struct curl_state *s, struct curl_unit *u,
	enum curl_quote quote, size_t len)
{
	size_t close = s->pos + (quote == CURL_DOUBLE ? len - 1 : 0);

	syntax(u, len);
	if (!gcl_curl_close(lx, &close, false) ||
	    gcl_curl_has_line(lx->text, s->pos, close)) {
		u->what = CURL_BROKEN;
		return;
	}
	s->quote = quote;
	s->end = close - 1;
}

/* What the shell replaces, as far as it goes. */
static void
replaced(struct curl_lexer *lx, struct curl_state *s, struct curl_unit *u)
{
	bool quoted = s->quote != CURL_BARE;
	size_t end = s->pos;

	u->len = 1;
	if (!gcl_curl_close(lx, &end, quoted) || (quoted && end > s->end)) {
		u->what = CURL_BROKEN;
		return;
	}
	u->len = end - s->pos;
	u->what = u->len > 1 ? CURL_LATER : CURL_COPY;
}

/* Characters that are something else than themselves outside quotes. */
#define BARE_SPECIAL " \t\r\n;&|<>()\\'\"$`"

static bool
ends_word(const struct curl_lexer *lx, size_t pos)
{
	char c = at(lx, pos);

	if (pos == lx->text.len)
		return true;
	if ((c == '<' || c == '>') && at(lx, pos + 1) == '(')
		return false;
	return (c == '`' && lx->backtick) || (c && strchr(" \t\r\n;&|<>()", c));
}

size_t
gcl_curl_prompt(const struct curl_lexer *lx, size_t pos)
{
	bool prompt = lx->prompt && lx->text.len - pos > 1 &&
	    !memcmp(lx->text.ptr + pos, "> ", 2);

	return prompt ? pos + 2 : pos;
}

static size_t
blanks(struct span text, size_t pos)
{
	while (pos < text.len &&
	    (text.ptr[pos] == ' ' || text.ptr[pos] == '\t'))
		pos++;
	return pos;
}

size_t
gcl_curl_continuation(struct curl_lexer *lx, size_t pos)
{
	size_t end = blanks(lx->text, pos + 1), next;
	size_t line = gcl_curl_newline(lx->text, end);

	next = end + line;
	if (line == 0 || end == pos + 1)
		return line ? next - pos : 0;
	if (gcl_curl_line(lx->text, next) || !gcl_curl_argument(lx->text,
	    blanks(lx->text, gcl_curl_prompt(lx, next))))
		return 0;
	if (lx->slip_len == 0) {
		lx->slip = pos;
		lx->slip_len = end - pos;
	}
	return next - pos;
}

static void
step_bare(struct curl_lexer *lx, struct curl_state *s, struct curl_unit *u)
{
	char c = at(lx, s->pos), d = at(lx, s->pos + 1);
	size_t line = c == '\\' ? gcl_curl_continuation(lx, s->pos) : 0;

	if (ends_word(lx, s->pos))
		u->what = CURL_END;
	else if (line)
		syntax(u, line);
	else if (c == '\\' && s->pos + 1 < lx->text.len)
		escape_char(lx, s, u);
	else if (c == '\'')
		open_quote(lx, s, u, CURL_SINGLE, 1);
	else if (c == '"')
		open_quote(lx, s, u, CURL_DOUBLE, 1);
	else if (c == '$' && d == '\'')
		open_quote(lx, s, u, CURL_ANSI, 2);
	else if (c == '$' && d == '"')
		open_quote(lx, s, u, CURL_DOUBLE, 2);
	else if (c && strchr("$`<>", c))
		replaced(lx, s, u);
	else
		copy(s, u, gcl_curl_run(lx->text, s->pos + 1, lx->text.len,
		    BARE_SPECIAL));
}

static void
close_quote(struct curl_state *s, struct curl_unit *u)
{
	syntax(u, 1);
	s->quote = CURL_BARE;
}

static void
step_single(struct curl_lexer *lx, struct curl_state *s, struct curl_unit *u)
{
	(void)lx;
	if (s->pos == s->end)
		close_quote(s, u);
	else
		copy(s, u, s->end);
}

/* A backslash where it means something only before some characters. */
static void
step_backslash(struct curl_lexer *lx, struct curl_state *s,
	struct curl_unit *u, const char *before)
{
	size_t line = gcl_curl_newline(lx->text, s->pos + 1);
	char d = at(lx, s->pos + 1);

	if (line)
		syntax(u, 1 + line);
	else if (d && strchr(before, d))
		escape(u, 2, d);
	else
		copy(s, u, s->pos + 1);
}

static void
step_double(struct curl_lexer *lx, struct curl_state *s, struct curl_unit *u)
{
	char c = at(lx, s->pos);

	if (s->pos == s->end)
		close_quote(s, u);
	else if (c == '\\')
		step_backslash(lx, s, u, "$`\"\\");
	else if (c == '$' || c == '`')
		replaced(lx, s, u);
	else
		copy(s, u, gcl_curl_run(lx->text, s->pos, s->end, "\\$`"));
}

/* The letters of escapes, and what they mean. */
static const char letters[] = "abeEfnrtv\\'\"?";
static const char meanings[] = "\a\b\033\033\f\n\r\t\v\\'\"?";

/* Up to max digits at pos; *value is the number they make. */
static size_t
digits(const struct curl_lexer *lx, size_t pos, size_t end, unsigned base,
	size_t max, uint32_t *value)
{
	static const char all[] = "0123456789abcdef";
	const char *p;
	size_t n;
	char c;

	*value = 0;
	for (n = 0; n < max && pos + n < end; n++) {
		c = lx->text.ptr[pos + n];
		c = (char)(c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c);
		p = c ? strchr(all, c) : NULL;
		if (!p || (size_t)(p - all) >= base)
			break;
		*value = *value * base + (uint32_t)(p - all);
	}
	return n;
}

/*
 * Browsers that copy a request write UTF-16: two halves are one character.
 * One half alone gives the three bytes that it would have, which are no UTF-8
 * and will be told as such.
 */
static void
escape_unicode(const struct curl_lexer *lx, struct curl_state *s,
	struct curl_unit *u, uint32_t cp)
{
	size_t next = s->pos + u->len;
	uint32_t low;

	if (cp >= 0xd800 && cp < 0xdc00 && next + 6 <= s->end &&
	    !memcmp(lx->text.ptr + next, "\\u", 2) &&
	    digits(lx, next + 2, s->end, 16, 4, &low) == 4 &&
	    low >= 0xdc00 && low < 0xe000) {
		cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
		u->len += 6;
	}
	if (cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000)) {
		u->bytes[0] = (char)(0xe0 | ((cp >> 12) & 0xf));
		u->bytes[1] = (char)(0x80 | ((cp >> 6) & 0x3f));
		u->bytes[2] = (char)(0x80 | (cp & 0x3f));
		u->n = 3;
	} else {
		u->n = gcl_utf8_encode(u->bytes, cp);
	}
}

/* Escapes of numbers, by the character behind the backslash. */
static const struct {
	char letter;
	unsigned base;
	size_t max;
	bool unicode;
} numbers[] = {
	{ 'x', 16, 2, false }, { 'u', 16, 4, true }, { 'U', 16, 8, true },
	{ '\0', 8, 3, false },	/* its digits begin at once */
};

#define N_NUMBERS (sizeof(numbers) / sizeof(numbers[0]))

static bool
escape_number(const struct curl_lexer *lx, struct curl_state *s,
	struct curl_unit *u)
{
	char d = at(lx, s->pos + 1);
	size_t i = 0, n, start;
	uint32_t value;

	while (i < N_NUMBERS - 1 && numbers[i].letter != d)
		i++;
	start = s->pos + (numbers[i].letter ? 2 : 1);
	n = digits(lx, start, s->end, numbers[i].base, numbers[i].max,
	    &value);
	if (n == 0)
		return false;
	escape(u, start + n - s->pos, (char)value);
	if (numbers[i].unicode)
		escape_unicode(lx, s, u, value);
	return true;
}

static void
step_ansi(struct curl_lexer *lx, struct curl_state *s, struct curl_unit *u)
{
	char d = at(lx, s->pos + 1);
	const char *letter;

	if (s->pos == s->end) {
		close_quote(s, u);
	} else if (at(lx, s->pos) != '\\') {
		copy(s, u, gcl_curl_run(lx->text, s->pos, s->end, "\\"));
	} else if (d == 'c' && s->pos + 2 < s->end &&
	    at(lx, s->pos + 2) != '\\') {
		escape(u, 3, (char)(at(lx, s->pos + 2) & 0x1f));
	} else if (!escape_number(lx, s, u)) {
		letter = d ? strchr(letters, d) : NULL;
		if (letter)
			escape(u, 2, meanings[letter - letters]);
		else
			copy(s, u, s->pos + 1);
	}
}

/* Tabs at the start of a line of <<-. */
static size_t
leading_tabs(const struct curl_lexer *lx, const struct curl_state *s)
{
	size_t n = 0;

	if (!s->tabs || lx->text.ptr[s->pos - 1] != '\n')
		return 0;
	while (s->pos + n < s->end && at(lx, s->pos + n) == '\t')
		n++;
	return n;
}

static void
step_here(struct curl_lexer *lx, struct curl_state *s, struct curl_unit *u)
{
	bool raw = s->quote == CURL_HERE_RAW;
	size_t tabs = leading_tabs(lx, s), end;
	char c = at(lx, s->pos);

	if (s->pos == s->end) {
		u->what = CURL_END;
	} else if (tabs) {
		syntax(u, tabs);
	} else if (!raw && c == '\\') {
		step_backslash(lx, s, u, "$`\\");
	} else if (!raw && (c == '$' || c == '`')) {
		replaced(lx, s, u);
	} else {
		end = gcl_curl_run(lx->text, s->pos, s->end, raw ?
		    s->tabs ? "\n" : "" : s->tabs ? "\\$`\n" : "\\$`");
		copy(s, u, end + (end < s->end && at(lx, end) == '\n'));
	}
}

void
gcl_curl_step(struct curl_lexer *lx, struct curl_state *s,
	struct curl_unit *u)
{
	static void (*const steps[CURL_QUOTES])(struct curl_lexer *,
	    struct curl_state *, struct curl_unit *) = {
		[CURL_BARE] = step_bare,
		[CURL_SINGLE] = step_single,
		[CURL_DOUBLE] = step_double,
		[CURL_ANSI] = step_ansi,
		[CURL_HERE] = step_here,
		[CURL_HERE_RAW] = step_here,
		[CURL_CMD] = gcl_curl_step_cmd,
	};

	*u = (struct curl_unit){ .off = s->pos };
	steps[s->quote](lx, s, u);
	if (u->what < CURL_END)
		s->pos += u->len;
}
