/*
 * The data of a curl command: -d and its relatives (curl(1)), files that they
 * name, here-documents, and how curl joins them.
 */
#include "config.h"

#include "carrier/curl_request.h"

#include <stdint.h>
#include <strings.h>

#include "base/limits.h"

enum gcl_status
gcl_curl_stands_for(struct capture *c, struct span text, size_t off,
	size_t len, struct piece *out)
{
	gcl_decoder_begin(&c->decoder);
	gcl_decoder_opaque(&c->decoder, text, off, len);
	return gcl_decoder_take(&c->decoder, off + len, &c->arena, out);
}

bool
gcl_curl_given(const struct curl_request *r, enum curl_use use)
{
	return r->last[use].len > 0;
}

void
gcl_curl_skip(struct curl_request *r, const struct curl_value *v,
	const char *what, const char *why, const char *help)
{
	if (r->file.rule)
		return;
	r->file = (struct remark){
		.rule = "curl-file-skipped", .off = v->word->off,
		.len = v->word->end - v->word->off, .help = help,
		.say = gcl_capture_words(r->c, "%s: %s", what, why),
	};
}

static void
skip_data(struct curl_request *r, const struct curl_value *v,
	const char *why)
{
	gcl_curl_skip(r, v, "the data is not linted", why,
	    "lint what is sent by itself: gclint FILE");
}

static bool
is_line_end(char c)
{
	return c == '\r' || c == '\n';
}

static enum gcl_status
add_file(struct curl_request *r, const struct curl_value *v,
	struct span name, struct piece *out)
{
	size_t len = 0, i, kept = 0;
	const char *why;
	enum gcl_status st;
	char *bytes = NULL;

	st = gcl_curl_file(r->c, name, LIMIT_CURL_FILE_BYTES - r->read,
	    &bytes, &len, &why);
	if (st != GCL_OK)
		return st;
	if (why) {
		skip_data(r, v, why);
		return GCL_OK;
	}
	r->read += len;
	for (i = 0; i < len; i++)
		if (v->use != CURL_DATA || !is_line_end(bytes[i]))
			bytes[kept++] = bytes[i];
	return gcl_curl_stands_for(r->c, gcl_span(bytes, kept), v->word->off,
	    v->word->end - v->word->off, out);
}

/* What curl reads as text loses its line ends. */
static enum gcl_status
strip_lines(struct capture *c, struct piece *p)
{
	struct decoder *d = &c->decoder;
	size_t i = 0, end, off = p->text.len, none = 0;

	gcl_decoder_begin(d);
	while (i < p->text.len) {
		end = gcl_curl_first(p->text, i, p->text.len, "\r\n");
		gcl_decoder_part(d, p, i, end - i);
		for (i = end; i < p->text.len && is_line_end(p->text.ptr[i]);)
			i++;
	}
	gcl_piece_locate(p, &off, &none);
	return gcl_decoder_take(d, off, &c->arena, p);
}

static enum gcl_status
add_input(struct curl_request *r, const struct curl_value *v,
	struct piece *out)
{
	if (!r->input && r->broken.rule)
		return GCL_OK;
	if (!r->input) {
		skip_data(r, v, "standard input is not part of the capture");
		return GCL_OK;
	}
	if (r->input_is_file)
		return add_file(r, v, r->input->text.text, out);
	if (r->input->later == 0) {
		skip_data(r, v, "only the shell knows what it is");
		return GCL_OK;
	}
	*out = r->input->text;
	r->input->data = true;
	r->input->stripped = v->use == CURL_DATA;
	return r->input->stripped ? strip_lines(r->c, out) : GCL_OK;
}

/* A file's name behind an @; "-" and for -T also "." are standard input. */
static enum gcl_status
add_named(struct curl_request *r, const struct curl_value *v,
	struct span name, struct piece *out)
{
	if (gcl_span_is(name, "-") ||
	    (v->use == CURL_UPLOAD && gcl_span_is(name, ".")))
		return add_input(r, v, out);
	return add_file(r, v, name, out);
}

/* "$(cat <<EOF ... EOF)" is how scripts write data of several lines. */
static bool
find_cat(const struct curl_request *r, const struct piece *p,
	struct curl_heredoc *h)
{
	static const char *const parts[] = { "$(", "cat", NULL };
	struct span text = r->command->lexer.text;
	size_t pos = 0, i, len = 0;

	gcl_piece_locate(p, &pos, &len);
	for (i = 0; parts[i]; i++) {
		len = strlen(parts[i]);
		if (text.len - pos < len ||
		    memcmp(text.ptr + pos, parts[i], len))
			return false;
		pos += len;
		while (pos < text.len && text.ptr[pos] == ' ')
			pos++;
	}
	return gcl_curl_heredoc(text, pos, h) &&
	    gcl_curl_heredoc_text(&r->command->lexer,
	    gcl_curl_next_line(text, pos), h);
}

enum gcl_status
gcl_curl_input(struct curl_request *r, const struct curl_heredoc *h,
	struct curl_word **out, size_t *broken)
{
	struct curl_state start = {
		.pos = h->start, .end = h->end, .tabs = h->tabs,
		.quote = h->raw ? CURL_HERE_RAW : CURL_HERE,
	};
	struct curl_word w;
	enum gcl_status st;

	*out = NULL;
	st = gcl_curl_word(r->c, &r->command->lexer, start, &w, broken);
	if (st != GCL_OK || *broken != SIZE_MAX)
		return st;
	*out = gcl_curl_keep(r, &w);
	return *out ? GCL_OK : GCL_ENOMEM;
}

/* Data that the shell makes. */
static enum gcl_status
add_later(struct curl_request *r, const struct curl_value *v,
	struct piece *out)
{
	struct curl_heredoc h;
	struct curl_word *w = NULL;
	enum gcl_status st = GCL_OK;
	size_t broken;

	if (find_cat(r, &v->text, &h))
		st = gcl_curl_input(r, &h, &w, &broken);
	if (!w) {
		skip_data(r, v, "only the shell knows what it is");
		return st;
	}
	w->data = true;
	*out = w->text;
	return st;
}

static bool
is_unreserved(char b)
{
	return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') ||
	    (b >= 'A' && b <= 'Z') || (b && strchr("-._~", b));
}

/* [from, end) of a text with %XX for what has a meaning in a query. */
static void
add_encoded(struct decoder *d, const struct piece *p, size_t from)
{
	static const char hex[] = "0123456789ABCDEF";
	char code[3] = "%";
	size_t off, len;
	unsigned char b;

	for (; from < p->text.len; from++) {
		off = from;
		len = 1;
		gcl_piece_locate(p, &off, &len);
		b = (unsigned char)p->text.ptr[from];
		code[1] = hex[b >> 4];
		code[2] = hex[b & 15];
		if (b == ' ')
			gcl_decoder_opaque(d, SPAN("+"), off, len);
		else if (is_unreserved((char)b))
			gcl_decoder_opaque(d, gcl_span(p->text.ptr + from, 1),
			    off, len);
		else
			gcl_decoder_opaque(d, gcl_span(code, 3), off, len);
	}
}

/* "text", "=text", "name=text", "@file", "name@file". */
static enum gcl_status
add_urlencode(struct curl_request *r, const struct curl_value *v,
	struct piece *out)
{
	struct decoder *d = &r->c->decoder;
	struct piece content = v->text;
	struct span s = v->text.text;
	size_t sign = gcl_curl_first(s, 0, s.len, "="), from = 0;
	enum gcl_status st = GCL_OK;
	bool file;

	if (sign == s.len)
		sign = gcl_curl_first(s, 0, s.len, "@");
	file = sign < s.len && s.ptr[sign] == '@';
	if (file)
		st = add_named(r, v, gcl_span(s.ptr + sign + 1,
		    s.len - sign - 1), &content);
	else if (sign < s.len)
		from = sign + 1;
	if (st != GCL_OK || (file && content.text.ptr == s.ptr))
		return st;
	gcl_decoder_begin(d);
	if (sign > 0 && sign < s.len) {
		gcl_decoder_part(d, &v->text, 0, sign);
		gcl_decoder_opaque(d, SPAN("="), v->word->off, 0);
	}
	add_encoded(d, &content, from);
	return gcl_decoder_take(d, v->word->end, &r->c->arena, out);
}

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/*
 * Data in quotes whose own quotes end them: what is left of {"type": is {type:.
 * Then that is said of the first of them.
 */
static bool
is_eaten(struct curl_request *r, const struct curl_value *v)
{
	const struct curl_lexer *lx = &r->command->lexer;
	struct span s = v->text.text;
	size_t i = 0, off, len = 1;

	while (i < s.len && s.ptr[i] && strchr("{[ \t\r\n", s.ptr[i]))
		i++;
	if (i == 0 || i == s.len || !is_letter(s.ptr[i]) ||
	    (s.ptr[0] != '{' && s.ptr[0] != '['))
		return false;
	off = i;
	gcl_piece_locate(&v->text, &off, &len);
	if (lx->text.ptr[off - 1] != '"' && lx->text.ptr[off - 1] != '\'')
		return false;
	if (!r->broken.rule || off <= r->broken.off)
		r->broken = (struct remark){
			.rule = "capture-broken", .off = off - 1, .len = 1,
			.say = "the shell takes this quote and those behind it "
			    "for its own: no JSON is left",
			.help = lx->cmd ?
			    "write each quote of the data as \\\"" :
			    "put '\xe2\x80\xa6' around the data, or write "
			    "each of its quotes as \\\"",
		};
	return true;
}

/* One value as it is sent; no text: that is not known. */
static enum gcl_status
resolve(struct curl_request *r, const struct curl_value *v,
	struct piece *out)
{
	struct span s = v->text.text;
	bool at = s.len > 0 && s.ptr[0] == '@';

	*out = (struct piece){ .text = { NULL, 0 } };
	if (v->later)
		return add_later(r, v, out);
	if (v->use == CURL_QUERY && s.len > 0 && s.ptr[0] == '+')
		return gcl_curl_part(r->c, &v->text, 1, s.len, out);
	if (v->use == CURL_DATA_URLENCODE || v->use == CURL_QUERY) {
		v->word->value = SIZE_MAX;
		return add_urlencode(r, v, out);
	}
	if (v->use == CURL_UPLOAD || (at && v->use != CURL_DATA_RAW)) {
		v->word->value = SIZE_MAX;
		return add_named(r, v, gcl_span(s.ptr + at, s.len - at), out);
	}
	if (!is_eaten(r, v))
		*out = v->text;
	return GCL_OK;
}

static enum gcl_status
join(struct capture *c, const struct curl_value *list, struct piece *out)
{
	struct decoder *d = &c->decoder;
	const struct curl_value *v;
	size_t end = 0;

	gcl_decoder_begin(d);
	for (v = list; v; v = v->next) {
		if (d->text.len > 0 && v->use != CURL_JSON)
			gcl_decoder_opaque(d, SPAN("&"), v->off, 0);
		gcl_decoder_piece(d, &v->text);
		end = v->word->end;
	}
	return gcl_decoder_take(d, end, &c->arena, out);
}

enum gcl_status
gcl_curl_data(struct curl_request *r, struct curl_value *list,
	struct piece *out)
{
	bool known = list != NULL;
	struct curl_value *v;
	enum gcl_status st;

	for (v = list; v; v = v->next) {
		st = resolve(r, v, out);
		if (st != GCL_OK)
			return st;
		v->text = *out;
		known = known && out->text.ptr;
	}
	if (known && list->next)
		return join(r->c, list, out);
	if (!known)
		*out = (struct piece){ .text = { NULL, 0 } };
	return GCL_OK;
}

/* Does the Content-Type say that the body is JSON? */
static bool
is_json_wanted(const struct curl_request *r)
{
	const struct header *h;
	struct span s;

	h = gcl_header_find(r->command->request.headers, "content-type");
	for (s = h ? h->value.text : gcl_span("", 0); s.len >= 4;
	    s = gcl_span(s.ptr + 1, s.len - 1))
		if (!strncasecmp(s.ptr, "json", 4))
			return true;
	return false;
}

/* An object or array, as it is or percent-encoded. */
static bool
is_json(struct span s)
{
	static const char *const begins[] = { "{", "[", "%7B", "%5B" };
	size_t i, len;

	for (i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		len = strlen(begins[i]);
		if (s.len >= len && !memcmp(s.ptr, begins[i], len))
			return true;
	}
	return false;
}

bool
gcl_curl_encoded(struct curl_request *r)
{
	bool wanted = is_json_wanted(r);
	const struct curl_value *v;

	for (v = r->data; v; v = v->next)
		if (v->use == CURL_DATA_URLENCODE &&
		    (wanted || is_json(v->text.text)))
			break;
	if (!v)
		return false;
	r->encoded = (struct remark){
		.rule = "capture-encoding", .off = v->off, .len = v->len,
		.say = "the body is percent-encoded: that is not JSON",
		.help = "use --json or --data-binary",
	};
	return true;
}
