/*
 * A replacement in an argument for cmd.exe: curl_cmd.c read backwards.
 *
 * Each byte is written first for the program, which knows quotes and
 * backslashes, and then for cmd.exe, which knows other quotes and carets.
 * Not every text can stand everywhere: between quotes that cmd.exe sees there
 * is no line end, and their number must stay even or odd.
 */
#include "config.h"

#include "carrier/curl_p.h"

struct writer {
	struct buf *out;
	bool inside;		/* quotes as cmd.exe sees them */
	bool failed;
	size_t toggle;		/* this quote is one for cmd.exe as well */
	size_t quotes;		/* written without being one */
	/*
	 * Backslashes just before: in the source, there perhaps in pairs,
	 * and of the text, which are not written yet.
	 */
	size_t before, pending;
	bool paired;
};

static void
put_char(struct writer *w, char c)
{
	if (w->inside) {
		w->failed |= c == '\n';
		gcl_buf_addc(w->out, c);
		w->inside = c != '"';
	} else if (c == '\n') {
		gcl_buf_adds(w->out, "^\n\n");
	} else if (c == '"' && ++w->quotes == w->toggle) {
		gcl_buf_addc(w->out, c);
		w->inside = true;
	} else {
		if (c && strchr("\"^&|<>()%!", c))
			gcl_buf_addc(w->out, '^');
		gcl_buf_addc(w->out, c);
	}
}

static void
put_slashes(struct writer *w, size_t n)
{
	while (n-- > 0)
		put_char(w, '\\');
}

/* A quote follows the backslashes: each must be two. */
static void
before_quote(struct writer *w)
{
	put_slashes(w, (w->paired ? 0 : w->before) + 2 * w->pending);
	w->before = w->pending = 0;
}

/* Something else follows: those that were two would become two. */
static void
before_other(struct writer *w)
{
	w->failed |= w->paired && w->before > 0;
	put_slashes(w, w->pending);
	w->before = w->pending = 0;
}

static void
put_text(struct writer *w, struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\\') {
			w->pending++;
			continue;
		}
		if (text.ptr[i] == '"') {
			before_quote(w);
			put_char(w, '\\');
		} else {
			before_other(w);
		}
		put_char(w, text.ptr[i]);
	}
}

/* Does a quote follow a place, behind nothing but backslashes? */
static bool
quote_follows(const struct curl_lexer *lx, const struct curl_state *s,
	bool *at_once)
{
	struct curl_cmd_char k = { .c = '\0' };
	size_t pos = s->pos;
	bool more;

	while ((more = gcl_curl_cmd_char(lx, pos, s->inside, &k)) &&
	    k.c == '\\')
		pos += k.len;
	more = more && k.c == '"';
	*at_once = more && pos == s->pos;
	return more;
}

static bool
needs_quotes(struct span text)
{
	return gcl_curl_first(text, 0, text.len, " \t\n\r") < text.len;
}

/* One try; what is left for cmd.exe to be inside of is in w->inside. */
static void
write_all(const struct curl_lexer *lx, const struct curl_place *from,
	const struct curl_state *to, struct span text, struct writer *w)
{
	bool at_once, follows = quote_follows(lx, to, &at_once);
	bool open = !from->s.quoted && (to->quoted || needs_quotes(text));
	bool close = !to->quoted && (from->s.quoted || open);

	w->failed |= (open && from->u.len > 0 && from->s.pos > 0 &&
	    lx->text.ptr[from->s.pos - 1] == '"') || (close && at_once);
	if (open) {
		before_quote(w);
		put_char(w, '"');
	}
	put_text(w, text);
	if (close || follows)
		before_quote(w);
	else
		before_other(w);
	if (close)
		put_char(w, '"');
}

enum gcl_status
gcl_curl_encode_cmd(const struct curl_lexer *lx,
	const struct curl_place *from, const struct curl_state *to,
	struct span text, struct buf *out)
{
	size_t start = out->len, toggle = 0;
	struct writer w;

	for (;;) {
		w = (struct writer){
			.out = out, .inside = from->s.inside,
			.before = from->slashes, .toggle = toggle,
			.paired = from->s.paired,
		};
		write_all(lx, from, to, text, &w);
		if (gcl_buf_status(out) != GCL_OK)
			return gcl_buf_status(out);
		if (!w.failed && w.inside == to->inside)
			return GCL_OK;
		if (w.failed || toggle > 0 || w.quotes == 0)
			break;
		/* The last of them makes up the number. */
		toggle = w.quotes;
		out->len = start;
	}
	out->len = start;
	return GCL_EINPUT;
}
