/*
 * JSON Web Tokens (RFC 7519, RFC 7515) and what their claims say together.
 */
#include "config.h"

#include "lint/envelope_p.h"

#include <inttypes.h>
#include <stdio.h>

/* Beyond, a date is no number of seconds (RFC 7519 section 2). */
#define SECONDS_MAX 99999999999

static enum gcl_status
read_part(struct capture *c, struct jwt_part *p)
{
	struct walk *w = gcl_capture_walk(c);
	struct value *tree = NULL;
	enum gcl_status st;
	struct piece code;
	bool valid;

	if (!w)
		return GCL_ENOMEM;
	st = gcl_part_piece(c, &p->at, &code);
	if (st == GCL_OK)
		st = gcl_capture_base64(c, &code, &p->json, &valid);
	if (st != GCL_OK)
		return st;
	if (!valid) {
		p->json = (struct piece){ .off = 0 };
		return GCL_OK;
	}
	st = gcl_value_read(w, p->json.text, &c->arena, &tree);
	if (st == GCL_OK && tree->type == JSON_OBJECT)
		p->tree = tree;
	return st == GCL_EINPUT ? GCL_OK : st;
}

enum gcl_status
gcl_envelope_jwt(struct capture *c, const struct piece *token,
	struct jwt *out)
{
	struct part p = gcl_part_trim(gcl_part(token));
	struct span s = gcl_part_text(&p);
	const char *dot[2], *end = s.ptr + s.len;
	enum gcl_status st;

	*out = (struct jwt){ 0 };
	dot[0] = s.len ? memchr(s.ptr, '.', s.len) : NULL;
	dot[1] = dot[0] ? memchr(dot[0] + 1, '.',
	    (size_t)(end - dot[0] - 1)) : NULL;
	if (!dot[1] || memchr(dot[1] + 1, '.', (size_t)(end - dot[1] - 1)))
		return GCL_OK;
	out->header.at = gcl_part_cut(&p, 0, (size_t)(dot[0] - s.ptr));
	out->claims.at = gcl_part_cut(&p, (size_t)(dot[0] + 1 - s.ptr),
	    (size_t)(dot[1] - s.ptr));
	st = read_part(c, &out->header);
	return st == GCL_OK ? read_part(c, &out->claims) : st;
}

/* ---- as members of the envelope ---- */

static struct part
member_part(const struct jwt_part *p, uint32_t off, uint32_t len)
{
	return (struct part){ &p->json, off, off + len };
}

/* Both are JSON already, escapes and all. */
static void
add_member(struct envelope_text *t, const struct jwt_part *p,
	const struct value *v)
{
	struct part name = member_part(p, v->key_off, v->key_len);
	struct part value = member_part(p, v->off, v->len);

	gcl_envelope_copied_key(t, &name);
	if (v->type == JSON_ARRAY)
		gcl_envelope_value(t, SPAN("[]"), gcl_part_place(&value));
	else if (v->type == JSON_OBJECT)
		gcl_envelope_value(t, SPAN("{}"), gcl_part_place(&value));
	else
		gcl_part_add(t->d, &value);
}

static void
add_members(struct envelope_text *t, const struct jwt_part *p)
{
	const struct value *v;

	for (v = p->tree->child; v; v = v->next)
		add_member(t, p, v);
}

/* What is no object is there all the same, as something else. */
static bool
begin_part(struct envelope_text *t, const char *name,
	const struct jwt_part *p)
{
	struct place at;

	if (!p->json.text.ptr)
		return false;
	at = gcl_part_place(&p->at);
	gcl_envelope_key(t, name, at);
	if (p->tree)
		gcl_envelope_open(t, at);
	else
		gcl_envelope_value(t, SPAN("false"), at);
	return p->tree != NULL;
}

void
gcl_envelope_jwt_header(struct envelope_text *t, const struct jwt *jwt)
{
	if (!begin_part(t, "header", &jwt->header))
		return;
	add_members(t, &jwt->header);
	gcl_envelope_close(t, gcl_part_place(&jwt->header.at));
}

/* ---- what claims say together ---- */

/* Does it, or an element of it, have a placeholder?  That is told elsewhere. */
static bool
is_open(const struct value *v)
{
	const struct value *e;

	if (v->type == JSON_STRING)
		return memchr(v->text.ptr, '{', v->text.len) ||
		    memchr(v->text.ptr, '<', v->text.len);
	for (e = v->child; e; e = e->next)
		if (e->type == JSON_STRING && is_open(e))
			return true;
	return false;
}

struct date {
	const struct value *v;		/* NULL: not there, or no seconds */
	int64_t seconds;
};

/* Whole seconds; a fraction is cut off. */
static struct date
date_of(const struct value *claims, const char *name)
{
	struct date d = { .v = gcl_value_get(claims, name) };
	struct span s = d.v ? d.v->text : gcl_span(NULL, 0);
	size_t i;

	if (!d.v || d.v->type != JSON_NUMBER)
		return (struct date){ NULL, 0 };
	for (i = 0; i < s.len && d.seconds <= SECONDS_MAX; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			break;
		d.seconds = d.seconds * 10 + (s.ptr[i] - '0');
	}
	if (i == 0 || d.seconds > SECONDS_MAX || (i < s.len &&
	    (s.ptr[i] != '.' || memchr(s.ptr, 'e', s.len) ||
	    memchr(s.ptr, 'E', s.len))))
		return (struct date){ NULL, 0 };
	return d;
}

static void
add_seconds(struct envelope_text *t, const struct jwt_part *p,
	const struct value *v, const char *name, int64_t seconds)
{
	struct part value = member_part(p, v->off, v->len);
	struct place at = gcl_part_place(&value);
	char digits[24];
	int n;

	n = snprintf(digits, sizeof(digits), "%" PRId64, seconds);
	gcl_envelope_key(t, name, at);
	gcl_envelope_value(t, gcl_span(digits, (size_t)n), at);
}

static void
add_dates(struct envelope_text *t, const struct jwt_part *p, int64_t sent)
{
	struct date exp = date_of(p->tree, "exp");
	struct date iat = date_of(p->tree, "iat");
	struct date nbf = date_of(p->tree, "nbf");

	if (exp.v && iat.v)
		add_seconds(t, p, exp.v, "exp-iat",
		    exp.seconds - iat.seconds);
	if (exp.v && sent)
		add_seconds(t, p, exp.v, "sent-exp", sent - exp.seconds);
	if (iat.v && sent)
		add_seconds(t, p, iat.v, "iat-sent", iat.seconds - sent);
	if (nbf.v && sent)
		add_seconds(t, p, nbf.v, "nbf-sent", nbf.seconds - sent);
}

/* The header's kid once more, to be held to iss. */
static void
add_kid(struct envelope_text *t, const struct jwt_part *header)
{
	const struct value *v = gcl_value_get(header->tree, "kid");
	struct part value;

	if (!v || v->type != JSON_STRING || v->text.len == 0 || is_open(v))
		return;
	value = member_part(header, v->off, v->len);
	gcl_envelope_key(t, "header kid", gcl_part_place(&value));
	gcl_part_add(t->d, &value);
}

/* What stands between the quotes. */
static void
add_inner(struct envelope_text *t, const struct jwt_part *p,
	const struct value *v)
{
	struct part inner = member_part(p, v->off + 1, v->len - 2);

	gcl_part_add(t->d, &inner);
}

/* "[a, b]": the strings of an array. */
static void
add_list(struct envelope_text *t, const struct jwt_part *p,
	const struct value *list, struct place at)
{
	struct span before = SPAN("[");
	const struct value *v;

	at.len = 0;
	for (v = list->child; v; v = v->next) {
		if (v->type != JSON_STRING)
			continue;
		gcl_envelope_words(t, before, at);
		add_inner(t, p, v);
		before = SPAN(", ");
	}
	gcl_envelope_words(t, *before.ptr == '[' ? SPAN("[]") : SPAN("]"),
	    at);
}

/* Where the assertion is sent to; a line without a scheme goes by https. */
static void
add_url(struct envelope_text *t, const struct url *url)
{
	struct place at = gcl_part_place(&url->host);

	if (url->scheme.piece)
		gcl_envelope_part(t, &url->scheme);
	else
		gcl_envelope_words(t, SPAN("https"), at);
	gcl_envelope_words(t, SPAN("://"), at);
	gcl_envelope_part(t, &url->host);
	gcl_envelope_part(t, &url->port);
	gcl_envelope_part(t, &url->path);
}

/* The audience, a blank, and where the assertion is sent to. */
static void
add_audience(struct envelope_text *t, const struct jwt_part *p,
	const struct url *url)
{
	const struct value *v = gcl_value_get(p->tree, "aud");
	struct part value;
	struct place at;

	if (!v || is_open(v) || !url->host.piece || url->base.piece ||
	    (v->type != JSON_STRING && v->type != JSON_ARRAY))
		return;
	value = member_part(p, v->off, v->len);
	if (v->type == JSON_STRING)
		value = member_part(p, v->off + 1, v->len - 2);
	at = gcl_part_place(&value);
	gcl_envelope_key(t, "aud sent-to", at);
	gcl_envelope_begin(t, at);
	if (v->type == JSON_STRING)
		gcl_part_add(t->d, &value);
	else
		add_list(t, p, v, at);
	gcl_envelope_words(t, SPAN(" "), (struct place){ at.off + at.len, 0 });
	add_url(t, url);
	gcl_envelope_end(t, at);
}

void
gcl_envelope_jwt_claims(struct envelope_text *t, const struct jwt *jwt,
	const struct request *r, const struct url *url)
{
	const struct jwt_part *p = &jwt->claims;

	if (!begin_part(t, "claims", p))
		return;
	add_members(t, p);
	add_kid(t, &jwt->header);
	add_dates(t, p, r->time);
	add_audience(t, p, url);
	gcl_envelope_close(t, gcl_part_place(&p->at));
}
