/*
 * Words of a command line decoded, with the map that leads back, and parts of
 * them.  What the shell would replace becomes ${...}, whatever its form: that
 * is what templates write as well.
 */
#include "config.h"

#include "carrier/curl_p.h"

#include <stdint.h>

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t
cmd_blanks(const struct curl_lexer *lx, size_t pos)
{
	struct curl_cmd_char k;

	while (gcl_curl_cmd_char(lx, pos, false, &k) && is_blank(k.c))
		pos += k.len;
	return pos;
}

size_t
gcl_curl_blanks(struct curl_lexer *lx, size_t pos)
{
	struct span text = lx->text;
	size_t line;

	if (lx->cmd)
		return cmd_blanks(lx, pos);
	for (;;) {
		while (pos < text.len && is_blank(text.ptr[pos]))
			pos++;
		if (pos == text.len || text.ptr[pos] != '\\')
			return pos;
		line = gcl_curl_continuation(lx, pos);
		if (line == 0)
			return pos;
		pos = gcl_curl_prompt(lx, pos + line);
	}
}

struct curl_state
gcl_curl_word_at(const struct curl_lexer *lx, size_t pos)
{
	return (struct curl_state){
		.pos = pos,
		.quote = lx->cmd ? CURL_CMD : CURL_BARE,
	};
}

/*
 * A word on its way.  Its first run of plain bytes is held back, since alone
 * it needs no copy.
 */
struct progress {
	struct capture *c;
	struct decoder *d;
	size_t run, run_len;
	size_t end;		/* of the last bytes, in the source */
	size_t runs;
	bool decoding;
	size_t later;		/* see struct curl_word */
};

/* More than one run: from now on it is a decoded text. */
static void
begin_decoding(struct progress *p, struct span text)
{
	if (p->decoding)
		return;
	gcl_decoder_begin(p->d);
	if (p->runs)
		gcl_decoder_copy(p->d, gcl_span(text.ptr + p->run, p->run_len),
		    p->run);
	p->decoding = true;
}

/* ${...} with nothing in it that has a meaning in JSON. */
static bool
is_template(struct span s)
{
	return s.ptr[1] == '{' && s.ptr[s.len - 1] == '}' &&
	    gcl_curl_first(s, 2, s.len, "{}\"\\\t\r\n") == s.len - 1;
}

/*
 * $NAME, where it is no template as it stands; or what has no name.  No byte
 * but the first stands where the unit begins: nothing is put before it that
 * was meant to go into it.
 */
static void
add_later(struct progress *p, struct span s, size_t off)
{
	const char *in = "{\xe2\x80\xa6}";

	if (s.ptr[0] == '$' && !memchr("({", s.ptr[1], 2))
		in = gcl_capture_words(p->c, "{%.*s}", (int)(s.len - 1),
		    s.ptr + 1);
	gcl_decoder_copy(p->d, SPAN("$"), off);
	if (in)
		gcl_decoder_opaque(p->d, gcl_span_str(in), off + 1, s.len - 1);
	else
		p->d->st = GCL_ENOMEM;
}

static void
add_unit(struct progress *p, struct span text, const struct curl_unit *u)
{
	struct span s = gcl_span(text.ptr + u->off, u->len);
	bool copied = u->what == CURL_COPY ||
	    (u->what == CURL_LATER && is_template(s));

	if (copied && !p->decoding && p->runs == 0) {
		p->run = u->off;
		p->run_len = u->len;
	} else if (copied && !p->decoding && u->off == p->end) {
		p->run_len += u->len;
	} else {
		begin_decoding(p, text);
		if (copied)
			gcl_decoder_copy(p->d, s, u->off);
		else if (u->what == CURL_LATER)
			add_later(p, s, u->off);
		else
			gcl_decoder_opaque(p->d, gcl_span(u->bytes, u->n),
			    u->off, u->len);
	}
	p->end = u->off + u->len;
	p->runs++;
}

/* Where in the decoded text the next unit will stand. */
static size_t
decoded(const struct progress *p)
{
	return p->decoding ? p->d->text.len : p->run_len;
}

static void
step(struct progress *p, struct span text, const struct curl_unit *u)
{
	if (u->what == CURL_SYNTAX)
		return;
	if (u->what != CURL_LATER)
		p->later = SIZE_MAX;
	else if (p->later == SIZE_MAX)
		p->later = decoded(p);
	add_unit(p, text, u);
}

static enum gcl_status
take(struct capture *c, const struct progress *p, struct curl_word *w)
{
	if (p->decoding)
		return gcl_decoder_take(p->d, p->end, &c->arena, &w->text);
	w->text = p->runs ? gcl_capture_slice(c, p->run, p->end) :
	    (struct piece){ .text = gcl_span("", 0), .off = w->off };
	return GCL_OK;
}

enum gcl_status
gcl_curl_word(struct capture *c, struct curl_lexer *lx,
	struct curl_state start, struct curl_word *out, size_t *broken)
{
	struct progress p = {
		.c = c, .d = &c->decoder, .later = SIZE_MAX,
	};
	struct curl_state s = start;
	struct curl_unit u;

	gcl_curl_step(lx, &s, &u);
	for (; u.what < CURL_END; gcl_curl_step(lx, &s, &u))
		step(&p, lx->text, &u);
	*out = (struct curl_word){
		.off = start.pos, .end = s.pos, .value = start.pos,
		.start = start, .later = p.later,
	};
	*broken = u.what == CURL_BROKEN ? u.off : SIZE_MAX;
	if (u.what == CURL_BROKEN)
		lx->careful = true;
	return take(c, &p, out);
}

enum gcl_status
gcl_curl_part(struct capture *c, const struct piece *p, size_t from,
	size_t to, struct piece *out)
{
	size_t end = to, none = 0;

	if (from == 0 && to == p->text.len) {
		*out = *p;
		return GCL_OK;
	}
	if (!p->map) {
		*out = (struct piece){
			.text = gcl_span(p->text.ptr + from, to - from),
			.off = p->off + from,
		};
		return GCL_OK;
	}
	gcl_decoder_begin(&c->decoder);
	gcl_decoder_part(&c->decoder, p, from, to - from);
	gcl_piece_locate(p, &end, &none);
	return gcl_decoder_take(&c->decoder, end, &c->arena, out);
}
