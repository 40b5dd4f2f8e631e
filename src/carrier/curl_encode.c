/*
 * A replacement written so that the shell reads it as what it is meant to be,
 * in whatever quotes it comes to stand: curl_words.c read backwards.
 */
#include "config.h"

#include "carrier/curl_p.h"

#include <stdint.h>

#include "base/limits.h"
#include "carrier/edit.h"
#include "carrier/http_p.h"

/* Bytes that mean nothing to a shell wherever they stand. */
static bool
is_plain(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 0x80 || (c >= '0' && c <= '9') ||
	    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c && strchr("%+,-./:@_", c));
}

static void
put_bare(struct buf *out, struct span text)
{
	size_t i;
	char c;

	for (i = 0; i < text.len; i++) {
		c = text.ptr[i];
		if (c == '\n' || c == '\r') {
			gcl_buf_adds(out, c == '\n' ? "$'\\n'" : "$'\\r'");
			continue;
		}
		if (!is_plain(c))
			gcl_buf_addc(out, '\\');
		gcl_buf_addc(out, c);
	}
}

static void
put_single(struct buf *out, struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\'')
			gcl_buf_adds(out, "'\\''");
		else
			gcl_buf_addc(out, text.ptr[i]);
	}
}

static void
put_escaped(struct buf *out, struct span text, const char *set)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] && strchr(set, text.ptr[i]))
			gcl_buf_addc(out, '\\');
		gcl_buf_addc(out, text.ptr[i]);
	}
}

static void
put_double(struct buf *out, struct span text)
{
	put_escaped(out, text, "$`\"\\");
}

static void
put_here(struct buf *out, struct span text)
{
	put_escaped(out, text, "$`\\");
}

static void
put_raw(struct buf *out, struct span text)
{
	gcl_buf_addspan(out, text);
}

static void
put_ansi(struct buf *out, struct span text)
{
	static const char letters[] = "\n\r\t'\\", names[] = "nrt'\\";
	const char *p;
	size_t i;
	char c;

	for (i = 0; i < text.len; i++) {
		c = text.ptr[i];
		p = c ? strchr(letters, c) : NULL;
		if (p)
			gcl_buf_addf(out, "\\%c", names[p - letters]);
		else if ((unsigned char)c < 0x20 || c == 0x7f)
			gcl_buf_addf(out, "\\x%02x", (unsigned char)c);
		else
			gcl_buf_addc(out, c);
	}
}

static const struct {
	const char *open, *close;
	void (*put)(struct buf *, struct span);
} styles[CURL_QUOTES] = {
	[CURL_BARE] = { "", "", put_bare },
	[CURL_SINGLE] = { "'", "'", put_single },
	[CURL_DOUBLE] = { "\"", "\"", put_double },
	[CURL_ANSI] = { "$'", "'", put_ansi },
	[CURL_HERE] = { "", "", put_here },
	[CURL_HERE_RAW] = { "", "", put_raw },
};

/* Is the last unit a backslash for a program's start-up code? */
static bool
is_slash(const struct curl_lexer *lx, const struct curl_place *p)
{
	return p->s.quote == CURL_CMD && ((p->u.what == CURL_COPY &&
	    lx->text.ptr[p->u.off] == '\\') ||
	    (p->u.what == CURL_ESCAPE && p->u.bytes[0] == '\\'));
}

/*
 * Go on to the place off of a word.  It is a place only between units, or in
 * bytes that stay as they are.  What the shell replaces is kept where it is
 * not passed.
 */
static bool
seek(struct curl_lexer *lx, struct curl_place *p, size_t off, bool pass)
{
	struct curl_state before;

	while (p->s.pos < off) {
		before = p->s;
		gcl_curl_step(lx, &p->s, &p->u);
		if (p->u.what >= CURL_END ||
		    (p->u.what == CURL_LATER && !pass))
			return false;
		p->slashes = is_slash(lx, p) ? p->slashes + 1 : 0;
		if (p->s.pos > off && p->u.what == CURL_COPY) {
			p->s = before;
			p->s.pos = off;
			p->u.len = off - p->u.off;
		}
	}
	return p->s.pos == off;
}

/* A place is kept when the last one is so far before it. */
#define PLACE_BYTES 1024

/* The last place at or before off that is known. */
static struct curl_place
place_before(const struct curl_word *w, size_t off)
{
	size_t lo = 0, hi = w->n_places, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (w->places[mid].s.pos <= off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo > 0 ? w->places[lo - 1] :
	    (struct curl_place){ .s = w->start };
}

/*
 * The place off of a word, from the nearest one that is known: what lies
 * before it is read once for all edits.
 */
static enum gcl_status
find_place(struct curl_command *cmd, struct curl_word *w, size_t off,
	struct curl_place *p)
{
	struct curl_lexer *lx = &cmd->lexer;

	*p = place_before(w, off);
	while (off - p->s.pos > PLACE_BYTES) {
		if (!seek(lx, p, p->s.pos + PLACE_BYTES, true) &&
		    (p->u.what >= CURL_END || p->s.pos > off))
			return GCL_EINPUT;
		if (gcl_arena_grow(cmd->arena, &w->places, &w->cap,
		    w->n_places + 1, sizeof(*w->places)))
			return GCL_ENOMEM;
		w->places[w->n_places++] = *p;
	}
	return seek(lx, p, off, true) ? GCL_OK : GCL_EINPUT;
}

/* The last byte before a place, if it stands for itself. */
static char
last_copied(const struct curl_lexer *lx, const struct curl_place *p)
{
	return p->u.what == CURL_COPY && p->u.len > 0 &&
	    p->u.off + p->u.len == p->s.pos ? lx->text.ptr[p->s.pos - 1] : 0;
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' &&
	    (c | 0x20) <= 'f');
}

/* Is a variable before the place, whose name what follows would go on? */
static bool
goes_on(const struct curl_lexer *lx, const struct curl_place *p, char next)
{
	const char *u = lx->text.ptr + p->u.off;

	return p->u.what == CURL_LATER && p->u.off + p->u.len == p->s.pos &&
	    *u == '$' && gcl_curl_is_name(u[p->u.len - 1]) &&
	    gcl_curl_is_name(next);
}

/* Would a $ before it mean something? */
static bool
follows_dollar(char c)
{
	return gcl_curl_is_name(c) || (c && strchr("({@*#?", c));
}

/*
 * What must stand between the text before a place and what follows, lest they
 * be read together: a backslash alone, the $ of nothing, a variable's name,
 * digits of an escape.
 */
static enum gcl_status
separate(const struct curl_lexer *lx, const struct curl_place *p, char next,
	struct buf *out)
{
	enum curl_quote q = p->s.quote;
	char last = last_copied(lx, p);
	bool joined = goes_on(lx, p, next) ||
	    (last == '$' && follows_dollar(next));

	if (last == '\\' && (q == CURL_DOUBLE || q == CURL_ANSI ||
	    q == CURL_HERE))
		gcl_buf_addc(out, '\\');
	else if (q == CURL_ANSI && p->u.what == CURL_ESCAPE && is_hex(next))
		gcl_buf_adds(out, "'$'");
	else if (q == CURL_DOUBLE && joined)
		gcl_buf_adds(out, "\"\"");
	else if ((joined && (q == CURL_BARE || q == CURL_HERE)) ||
	    (last == '$' && q == CURL_BARE && next && strchr("'\"", next)))
		return GCL_EINPUT;
	return GCL_OK;
}

/* The first byte that will follow the place. */
static char
next_byte(const struct curl_lexer *lx, const struct curl_state *end,
	const struct buf *out, size_t start)
{
	if (out->len > start)
		return out->ptr[start];
	return end->pos < lx->text.len ? lx->text.ptr[end->pos] : '\0';
}

static enum gcl_status
put(const struct curl_lexer *lx, const struct curl_place *from,
	const struct curl_state *to, struct span text, struct buf *out)
{
	enum curl_quote q = from->s.quote, r = to->quote;
	struct buf body;
	enum gcl_status st;

	gcl_buf_init(&body, out->max);
	if (q == r) {
		styles[q].put(&body, text);
	} else {
		gcl_buf_adds(&body, styles[q].close);
		put_bare(&body, text);
		gcl_buf_adds(&body, styles[r].open);
	}
	st = gcl_buf_status(&body);
	if (st == GCL_OK)
		st = separate(lx, from, next_byte(lx, to, &body, 0), out);
	gcl_buf_addspan(out, gcl_buf_span(&body));
	gcl_buf_release(&body);
	return st;
}

struct curl_word *
gcl_curl_word_with(struct curl_command *cmd, size_t off, size_t end)
{
	struct curl_word *w = cmd->last;

	if (!w || off < w->off)
		w = cmd->words;
	while (w && (off < w->value || end > w->end))
		w = w->next;
	return w;
}

/* Would nothing at all be left of the word? */
static bool
vanishes(const struct curl_word *w, size_t off, size_t len, struct span text)
{
	return text.len == 0 && off == w->value && off + len == w->end &&
	    (w->start.quote == CURL_BARE || w->start.quote == CURL_CMD);
}

/* Would it be left out, or tell curl to read a file? */
static bool
means_more(const struct document *doc, const struct piece *piece,
	const struct curl_word *w, const struct edit *in)
{
	return (in->text.len > 0 && memchr(in->text.ptr, '\0', in->text.len)) ||
	    (w->stripped && gcl_edit_has_lines(in->text)) ||
	    (gcl_edit_of_body(doc, piece) && in->off == 0 &&
	    in->text.len > 0 && in->text.ptr[0] == '@');
}

/* The text as what out, which is in the word, has to become. */
static enum gcl_status
replace(struct curl_command *cmd, struct curl_word *w, struct span text,
	const struct edit *place, struct buf *out)
{
	struct curl_lexer *lx = &cmd->lexer;
	size_t off = place->off, len = place->len;
	struct curl_place from, to;
	enum gcl_status st;

	st = find_place(cmd, w, off, &from);
	if (st != GCL_OK)
		return st;
	to = from;
	if (!seek(lx, &to, off + len, false))
		return GCL_EINPUT;
	cmd->last = w;
	if (vanishes(w, off, len, text)) {
		gcl_buf_adds(out, lx->cmd ? "\"\"" : "''");
		return w->value == w->off ? gcl_buf_status(out) : GCL_EINPUT;
	}
	if (lx->cmd)
		return gcl_curl_encode_cmd(lx, &from, &to.s, text, out);
	if (w->start.tabs && text.len && memchr(text.ptr, '\t', text.len))
		return GCL_EINPUT;
	return put(lx, &from, &to.s, text, out);
}

enum gcl_status
gcl_curl_encode(const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out)
{
	struct curl_command *cmd = (struct curl_command *)doc->request;
	struct curl_word *w;
	enum gcl_status st;
	struct buf b;

	if (doc->coding && gcl_edit_of_body(doc, piece))
		return gcl_http_encode(doc, piece, in, arena, out);
	if (!gcl_edit_locate(piece, in, out))
		return GCL_EINPUT;
	w = gcl_curl_word_with(cmd, out->off, out->off + out->len);
	if (!w || means_more(doc, piece, w, in))
		return GCL_EINPUT;
	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	st = replace(cmd, w, in->text, out, &b);
	if (b.st == GCL_OK)
		b.st = st;
	return gcl_edit_take(&b, arena, out);
}
