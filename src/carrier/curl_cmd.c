/*
 * Arguments as Windows has them: what cmd.exe leaves of a line, and what a
 * program's start-up code makes of that ("Parsing C command-line arguments" in
 * the documentation of Microsoft's C).  The two do not see the same quotes:
 * for cmd.exe every quote counts that has no caret, for the program those
 * without a backslash.
 */
#include "config.h"

#include "carrier/curl_p.h"

#include "base/utf8.h"

/* The character behind a caret, where at least that is left. */
static size_t
char_len(struct span text, size_t pos)
{
	uint32_t cp;
	size_t n;

	n = gcl_utf8_decode(text.ptr + pos, text.len - pos, &cp);
	return n ? n : 1;
}

/* A caret at a line's end also takes the meaning of the next character. */
static bool
escaped(struct span text, size_t pos, struct curl_cmd_char *out)
{
	size_t start = pos, line;

	pos++;
	pos += gcl_curl_newline(text, pos);
	line = gcl_curl_newline(text, pos);
	out->escaped = true;
	if (line) {
		out->c = '\n';
		pos += line;
	} else if (pos < text.len) {
		out->c = text.ptr[pos];
		pos += char_len(text, pos);
	} else {
		return false;
	}
	out->len = pos - start;
	return true;
}

bool
gcl_curl_cmd_char(const struct curl_lexer *lx, size_t pos, bool inside,
	struct curl_cmd_char *out)
{
	struct span text = lx->text;

	if (pos >= text.len || gcl_curl_newline(text, pos))
		return false;
	if (text.ptr[pos] == '^' && !inside)
		return escaped(text, pos, out);
	*out = (struct curl_cmd_char){ .c = text.ptr[pos], .len = 1 };
	return inside || !strchr("&|<>", out->c) || !out->c;
}

/* Go on behind a character. */
static void
take(struct curl_state *s, struct curl_unit *u, const struct curl_cmd_char *k)
{
	if (k->c == '"' && !k->escaped)
		s->inside = !s->inside;
	u->len += k->len;
}

/*
 * Backslashes count in pairs, and a single one for the quote, where a quote
 * is behind them.
 */
static void
count_slashes(const struct curl_lexer *lx, struct curl_state *s)
{
	struct curl_cmd_char k;
	size_t pos = s->pos;
	bool more;

	while ((more = gcl_curl_cmd_char(lx, pos, s->inside, &k)) &&
	    k.c == '\\')
		pos += k.len;
	s->slashes = pos;
	s->paired = more && k.c == '"';
}

static void
step_slash(struct curl_lexer *lx, struct curl_state *s, struct curl_unit *u,
	struct curl_cmd_char *k)
{
	if (s->pos >= s->slashes)
		count_slashes(lx, s);
	take(s, u, k);
	if (s->paired) {
		gcl_curl_cmd_char(lx, s->pos + u->len, s->inside, k);
		take(s, u, k);
	}
	u->what = u->len == 1 ? CURL_COPY : CURL_ESCAPE;
	u->bytes[0] = k->c;
	u->n = 1;
}

/* Two quotes in quotes are one that is meant. */
static void
step_quote(struct curl_lexer *lx, struct curl_state *s, struct curl_unit *u,
	struct curl_cmd_char *k)
{
	take(s, u, k);
	if (s->quoted && gcl_curl_cmd_char(lx, s->pos + u->len, s->inside, k) &&
	    k->c == '"') {
		take(s, u, k);
		u->what = CURL_ESCAPE;
		u->bytes[0] = '"';
		u->n = 1;
		return;
	}
	s->quoted = !s->quoted;
	s->end = s->pos;
	u->what = CURL_SYNTAX;
}

static void
step_escaped(struct curl_lexer *lx, struct curl_state *s,
	struct curl_unit *u, struct curl_cmd_char *k)
{
	const char *end = lx->text.ptr + s->pos + k->len;

	take(s, u, k);
	u->what = CURL_ESCAPE;
	u->n = k->c == '\n' ? 1 : char_len(lx->text,
	    s->pos + 1 + gcl_curl_newline(lx->text, s->pos + 1));
	memcpy(u->bytes, k->c == '\n' ? &k->c : end - u->n, u->n);
}

void
gcl_curl_step_cmd(struct curl_lexer *lx, struct curl_state *s,
	struct curl_unit *u)
{
	struct curl_cmd_char k;
	size_t end;

	if (!gcl_curl_cmd_char(lx, s->pos, s->inside, &k) ||
	    (!s->quoted && (k.c == ' ' || k.c == '\t'))) {
		u->what = s->quoted ? CURL_BROKEN : CURL_END;
		u->off = s->quoted ? s->end : s->pos;
	} else if (k.c == '\\') {
		step_slash(lx, s, u, &k);
	} else if (k.c == '"') {
		step_quote(lx, s, u, &k);
	} else if (k.escaped) {
		step_escaped(lx, s, u, &k);
	} else {
		end = gcl_curl_run(lx->text, s->pos + 1, lx->text.len,
		    " \t\r\n^&|<>\\\"");
		u->what = CURL_COPY;
		u->len = end - s->pos;
	}
}
