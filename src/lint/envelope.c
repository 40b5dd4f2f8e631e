/*
 * The envelope of a body: which facts it has, and where they stand.
 *
 * Everything that is decoded on the way is decoded before the text is begun,
 * since all of it is made with the capture's one decoder.
 */
#include "config.h"

#include "lint/envelope_p.h"

#include <stdio.h>
#include <strings.h>

#include "base/limits.h"
#include "carrier/edit.h"

#define TOKEN_PATH "/oauth/token"

struct facts {
	const struct document *doc;
	const struct request *r;
	struct place start;		/* where what is missing is shown */
	struct url url;
	struct piece lower_host;
	struct part method, host;
	struct part authorization, type, length;
	struct part form_start;		/* of a form that is to be JSON */
	struct form_field *form;
	struct jwt jwt;
	struct piece basic;
};

/* ---- gathering ---- */

/* All headers of that name as one, with commas between (RFC 9110 5.3). */
static enum gcl_status
header(struct capture *c, const struct header *list, const char *name,
	struct part *out)
{
	const struct header *h = gcl_header_find(list, name), *next;
	enum gcl_status st;
	struct piece *joined;
	struct place at;

	next = h ? gcl_header_find(h->next, name) : NULL;
	if (h)
		*out = gcl_part_begin(&h->value);
	if (!next)
		return GCL_OK;
	joined = gcl_arena_alloc(&c->arena, sizeof(*joined));
	if (!joined)
		return GCL_ENOMEM;
	gcl_decoder_begin(&c->decoder);
	gcl_part_add(&c->decoder, out);
	at = gcl_part_place(out);
	for (; next && c->decoder.text.len < LIMIT_ENVELOPE_BYTES;
	     next = gcl_header_find(next->next, name)) {
		*out = gcl_part_begin(&next->value);
		at = gcl_part_place(out);
		gcl_decoder_opaque(&c->decoder, SPAN(", "), at.off, 0);
		gcl_part_add(&c->decoder, out);
	}
	*joined = (struct piece){ .off = 0 };
	*out = (struct part){ joined, 0, 0 };
	st = gcl_decoder_take(&c->decoder, at.off + at.len, &c->arena, joined);
	out->to = joined->text.len;
	return st;
}

/* The same bytes at the same places, in lower case. */
static enum gcl_status
lower(struct capture *c, const struct part *p, struct piece *out)
{
	enum gcl_status st = gcl_part_piece(c, p, out);
	char *copy;
	size_t i;

	if (st != GCL_OK || !out->text.ptr)
		return st;
	copy = gcl_arena_str(&c->arena, out->text);
	if (!copy)
		return GCL_ENOMEM;
	for (i = 0; i < out->text.len; i++)
		if (copy[i] >= 'A' && copy[i] <= 'Z')
			copy[i] |= 0x20;
	out->text.ptr = copy;
	return GCL_OK;
}

static bool
ends_with(struct span s, const char *end)
{
	size_t n = strlen(end);

	return s.len >= n && !memcmp(s.ptr + s.len - n, end, n);
}

static bool
is_json_type(struct span s)
{
	static const char json[] = "json";
	size_t i, n = 0;

	while (n < s.len && s.ptr[n] != ';')
		n++;
	for (i = 0; i + sizeof(json) - 1 <= n; i++)
		if (!strncasecmp(s.ptr + i, json, sizeof(json) - 1))
			return true;
	return false;
}

/* The first byte of the body that is no blank, and both of {{. */
static struct part
start_of(const struct piece *body)
{
	struct part p = gcl_part_trim(gcl_part(body));
	struct span s = gcl_part_text(&p);

	if (s.len > 0)
		p.to = p.from + 1 + (s.len > 1 && !memcmp(s.ptr, "{{", 2));
	return p;
}

static bool
is_json_start(const struct part *p)
{
	struct span s = gcl_part_text(p);

	return s.len == 1 && (*s.ptr == '{' || *s.ptr == '[');
}

static bool
holds(struct span s, const char *text)
{
	return s.len > 0 && memmem(s.ptr, s.len, text, strlen(text));
}

/* Does Content-Length count the bytes of the body's text? */
static bool
is_length_known(const struct facts *f)
{
	const struct header *list = f->r->headers;
	struct span s = f->doc->body.text;

	return f->length.piece && s.len > 0 &&
	    !gcl_header_find(list, "content-encoding") &&
	    !gcl_header_find(list, "transfer-encoding") &&
	    (f->doc->recorded || (!holds(s, "{{") && !holds(s, "${")));
}

/* What the body is, whatever its Content-Type says, and for whom. */
static void
judge_body(struct facts *f, struct envelope *out)
{
	struct part first = start_of(&f->doc->body);
	bool json = is_json_type(gcl_part_text(&f->type));

	out->takes_body = ends_with(out->path, TOKEN_PATH);
	out->pack = out->takes_body ? "token-request" : "request";
	if (!out->takes_body && (json || !f->type.piece))
		f->form_start = gcl_envelope_form_start(&f->doc->body);
	out->form_body = f->form_start.piece != NULL;
	out->json_body = !out->form_body && (json || is_json_start(&first));
}

static enum gcl_status
gather_request(struct capture *c, struct facts *f, struct envelope *out)
{
	const struct header *list = f->r->headers;
	enum gcl_status st;

	gcl_envelope_url(f->r, &f->url);
	f->method = gcl_part_begin(&f->r->method);
	st = header(c, list, "authorization", &f->authorization);
	if (st == GCL_OK)
		st = header(c, list, "content-type", &f->type);
	if (st == GCL_OK)
		st = header(c, list, "content-length", &f->length);
	if (st == GCL_OK && is_length_known(f))
		st = gcl_part_piece(c, &f->length, &out->length_at);
	if (st == GCL_OK)
		st = gcl_part_piece(c, &f->url.host, &out->host_at);
	if (st == GCL_OK)
		st = gcl_part_piece(c, &f->url.path, &out->path_at);
	if (st == GCL_OK)
		st = lower(c, &f->url.host, &f->lower_host);
	f->host = gcl_part(&f->lower_host);
	out->method = gcl_part_text(&f->method);
	out->scheme = gcl_part_text(&f->url.scheme);
	out->host = f->lower_host.text;
	out->path = out->path_at.text;
	judge_body(f, out);
	return st;
}

static enum gcl_status
gather_token(struct capture *c, struct facts *f)
{
	const struct form_field *assertion;
	enum gcl_status st;
	struct piece piece;

	st = gcl_envelope_form(c, &f->doc->body, &f->form);
	assertion = gcl_form_find(f->form, "assertion");
	if (st == GCL_OK && assertion)
		st = gcl_envelope_jwt(c, &assertion->value, &f->jwt);
	if (st == GCL_OK)
		st = gcl_part_piece(c, &f->authorization, &piece);
	return st == GCL_OK ? gcl_envelope_basic(c, &piece, &f->basic) : st;
}

/* ---- writing ---- */

/* Strings of several parts, of which the first is what they are about. */
static void
write_origin(struct envelope_text *t, const struct facts *f)
{
	struct place at;

	if (!f->url.scheme.piece || !f->host.piece)
		return;
	at = gcl_part_place(&f->url.scheme);
	gcl_envelope_key(t, "origin", at);
	gcl_envelope_begin(t, at);
	gcl_envelope_part(t, &f->url.scheme);
	gcl_envelope_words(t, SPAN("://"), gcl_part_place(&f->host));
	gcl_envelope_part(t, &f->host);
	gcl_envelope_end(t, at);
}

/* "POST 401": the method, and the answer's status where it was recorded. */
static void
write_authorization(struct envelope_text *t, const struct facts *f)
{
	const struct response *a = f->doc->response;
	char status[16];
	int n;

	if (f->authorization.piece) {
		gcl_envelope_key(t, "headers", f->start);
		gcl_envelope_open(t, f->start);
		gcl_envelope_member(t, "authorization", &f->authorization);
		gcl_envelope_close(t, f->start);
		return;
	}
	gcl_envelope_key(t, "no authorization", f->start);
	gcl_envelope_begin(t, f->start);
	gcl_envelope_words(t, gcl_part_text(&f->method), f->start);
	if (a && a->status) {
		n = snprintf(status, sizeof(status), " %d", a->status);
		gcl_envelope_words(t, gcl_span(status, (size_t)n), f->start);
	}
	gcl_envelope_end(t, f->start);
}

/* "999 125": the length that is told, and that of the body. */
static void
write_length(struct envelope_text *t, const struct facts *f)
{
	const struct part body = gcl_part(&f->doc->body);
	struct place at = gcl_part_place(&f->length);
	char digits[24];
	size_t more;
	int n;

	gcl_settle_says(f->doc, gcl_part_text(&f->length), body.to, &more);
	n = snprintf(digits, sizeof(digits), " %zu", body.to + more);
	gcl_envelope_key(t, "content-length", at);
	gcl_envelope_begin(t, at);
	gcl_envelope_part(t, &f->length);
	gcl_envelope_words(t, gcl_span(digits, (size_t)n),
	    gcl_part_place(&body));
	gcl_envelope_end(t, at);
}

/* A type and what the body begins with, which have to go together. */
static void
write_type_and_start(struct envelope_text *t, const struct facts *f)
{
	struct part first = start_of(&f->doc->body);
	struct place at = gcl_part_place(&first);

	gcl_envelope_key(t, "type and start", at);
	gcl_envelope_begin(t, at);
	if (f->type.piece)
		gcl_envelope_words(t, gcl_part_text(&f->type),
		    gcl_part_place(&f->type));
	gcl_envelope_words(t, SPAN(" "), at);
	gcl_envelope_words(t, gcl_part_text(&first), at);
	gcl_envelope_end(t, at);
}

static void
write_body(struct envelope_text *t, const struct facts *f,
	const struct envelope *env)
{
	gcl_envelope_key(t, "body", f->start);
	gcl_envelope_open(t, f->start);
	gcl_envelope_member(t, "content-type", &f->type);
	write_type_and_start(t, f);
	gcl_envelope_member(t, "form", &f->form_start);
	if (env->length_at.text.ptr)
		write_length(t, f);
	gcl_envelope_close(t, f->start);
}

/* "POST /path?query" without a body, unless a length is told. */
static void
write_no_body(struct envelope_text *t, const struct facts *f)
{
	/* Or there is one, and the carrier has said why it is not here. */
	if (f->doc->remarks ||
	    (f->length.piece && !gcl_span_is(gcl_part_text(&f->length), "0")))
		return;
	gcl_envelope_key(t, "no body", f->start);
	gcl_envelope_begin(t, f->start);
	gcl_envelope_words(t, gcl_part_text(&f->method), f->start);
	gcl_envelope_words(t, SPAN(" "), f->start);
	gcl_envelope_words(t, gcl_part_text(&f->url.path), f->start);
	if (f->url.query.piece) {
		gcl_envelope_words(t, SPAN("?"), f->start);
		gcl_envelope_words(t, gcl_part_text(&f->url.query), f->start);
	}
	gcl_envelope_end(t, f->start);
}

/* ---- token requests ---- */

/* The fields; of those that are there before, the first is named. */
static void
write_fields(struct envelope_text *t, const struct facts *f)
{
	const struct form_field *e, *twice = NULL;
	struct part value;

	for (e = f->form; e; e = e->next) {
		if (gcl_form_again(f->form, e)) {
			twice = twice ? twice : e;
			continue;
		}
		value = gcl_part(&e->value);
		gcl_envelope_name(t, &e->name);
		gcl_envelope_begin(t, gcl_part_place(&value));
		gcl_envelope_part(t, &value);
		gcl_envelope_end(t, gcl_part_place(&value));
	}
	if (twice)
		gcl_envelope_member(t, "there twice", &twice->name);
}

static void
write_form(struct envelope_text *t, const struct facts *f, bool json)
{
	struct part body = gcl_part_begin(&f->doc->body);
	struct place at = gcl_part_place(&body);

	if (!f->form) {
		if (!json)
			gcl_envelope_member(t, "form", &body);
		return;
	}
	gcl_envelope_key(t, "form", at);
	gcl_envelope_open(t, at);
	write_fields(t, f);
	if (f->authorization.piece) {
		at = gcl_part_place(&f->authorization);
		gcl_envelope_key(t, "with authorization", at);
		gcl_envelope_value(t, SPAN("true"), at);
	}
	gcl_envelope_close(t, gcl_part_place(&body));
}

/* The host under the name of what it is asked for. */
static void
write_grant_host(struct envelope_text *t, const struct facts *f)
{
	const struct form_field *grant = gcl_form_find(f->form, "grant_type");
	struct part name, host = f->host;
	struct place at;

	if (!grant || !host.piece)
		return;
	name = gcl_part(&grant->value);
	at = gcl_part_place(&host);
	gcl_envelope_key(t, "host for", at);
	gcl_envelope_open(t, at);
	gcl_envelope_name(t, &name);
	gcl_envelope_begin(t, at);
	gcl_envelope_part(t, &host);
	gcl_envelope_end(t, at);
	gcl_envelope_close(t, at);
}

static void
write_token(struct envelope_text *t, const struct facts *f, bool json)
{
	const struct part basic = gcl_part(&f->basic);
	struct place at;

	gcl_envelope_member(t, "basic", &basic);
	if (f->doc->body.text.len > 0)
		write_form(t, f, json);
	write_grant_host(t, f);
	if (!f->jwt.header.at.piece)
		return;
	at = gcl_part_place(&f->jwt.header.at);
	gcl_envelope_key(t, "jwt", at);
	gcl_envelope_open(t, at);
	gcl_envelope_jwt_header(t, &f->jwt);
	gcl_envelope_jwt_claims(t, &f->jwt, f->r, &f->url);
	gcl_envelope_close(t, at);
}

static void
write_all(struct envelope_text *t, const struct facts *f,
	const struct envelope *env)
{
	gcl_envelope_open(t, f->start);
	gcl_envelope_member(t, "method", &f->method);
	gcl_envelope_member(t, "base", &f->url.base);
	write_origin(t, f);
	gcl_envelope_member(t, "host", &f->host);
	gcl_envelope_member(t, "path", &f->url.path);
	gcl_envelope_member(t, "query", &f->url.query);
	write_authorization(t, f);
	if (f->doc->body.text.len > 0)
		write_body(t, f, env);
	else
		write_no_body(t, f);
	if (env->takes_body)
		write_token(t, f, env->json_body);
	gcl_envelope_close(t, f->start);
}

enum gcl_status
gcl_envelope_make(struct capture *c, const struct document *doc,
	struct envelope *out)
{
	struct envelope_text t = { .d = &c->decoder };
	struct facts f = { .doc = doc, .r = doc->request };
	enum gcl_status st;

	*out = (struct envelope){ .pack = NULL };
	f.start.len = f.r->start.text.len;
	gcl_piece_locate(&f.r->start, &f.start.off, &f.start.len);
	st = gather_request(c, &f, out);
	if (st == GCL_OK && out->takes_body)
		st = gather_token(c, &f);
	if (st != GCL_OK)
		return st;
	gcl_buf_init(&t.scratch, LIMIT_TEXT_BYTES);
	gcl_decoder_begin(t.d);
	write_all(&t, &f, out);
	st = gcl_decoder_take(t.d, f.start.off + f.start.len, &c->arena,
	    &out->text);
	gcl_buf_release(&t.scratch);
	return st;
}
