/*
 * A request of a collection (format v2.1 "request", "url", "header", "body"),
 * and an example of one ("response").
 */
#include "config.h"

#include "carrier/postman_p.h"

/* ---- texts ---- */

enum gcl_status
gcl_postman_text(struct reading *r, const struct field *v, struct piece *out)
{
	enum gcl_status st = gcl_jsonfile_piece(&r->p->file, v, out);

	return st == GCL_OK ? gcl_postman_fill(r->p, r->group, out) : st;
}

/* A text that Postman adds by itself; it stands for the whole of at. */
static enum gcl_status
text_for(struct reading *r, const char *text, const struct field *at,
	struct piece *out)
{
	struct capture *c = r->p->file.c;
	bool quoted = at->type == JSON_STRING;

	gcl_decoder_begin(&c->decoder);
	gcl_decoder_opaque(&c->decoder, gcl_span_str(text), at->off + quoted,
	    quoted ? at->end - at->off - 2 : 0);
	return gcl_decoder_take(&c->decoder, at->end - quoted, &c->arena,
	    out);
}

enum gcl_status
gcl_postman_fill_pairs(struct reading *r, struct header *h)
{
	enum gcl_status st = GCL_OK;

	for (; h && st == GCL_OK; h = h->next) {
		st = gcl_postman_fill(r->p, r->group, &h->name);
		if (st == GCL_OK)
			st = gcl_postman_fill(r->p, r->group, &h->value);
	}
	return st;
}

/* ---- the address ---- */

enum { URL_RAW, URL_PROTOCOL, URL_HOST, URL_PORT, URL_PATH, URL_FIELDS };

static const struct member url_members[] = {
	[URL_RAW] = { "raw", JSON_STRING },
	[URL_PROTOCOL] = { "protocol", JSON_STRING },
	[URL_HOST] = { "host", JSON_STRING | JSON_ARRAY },
	[URL_PORT] = { "port", JSON_STRING | JSON_NUMBER },
	[URL_PATH] = { "path", JSON_STRING | JSON_ARRAY },
	[URL_FIELDS] = { NULL, 0 },
};

/* A part of an address, behind those that were added: places only grow. */
static void
add_part(struct reading *r, const char *mark, const struct field *v)
{
	static const struct member value_of[] = {
		{ "value", JSON_STRING }, { NULL, 0 }
	};
	struct capture *c = r->p->file.c;
	struct field part = *v;
	struct span raw;

	if (v->type == JSON_OBJECT)
		gcl_members_get(r->p->file.text, v, value_of, &part);
	if (part.type == JSON_STRING)
		raw = gcl_field_raw(r->p->file.text, &part);
	else if (part.type == JSON_NUMBER)
		raw = gcl_span(r->p->file.text.ptr + part.off,
		    part.end - part.off);
	else
		return;
	if (part.off < r->reached) {
		gcl_decoder_opaque(&c->decoder, gcl_span_str(mark),
		    r->reached, 0);
		gcl_decoder_opaque(&c->decoder, raw, r->reached, 0);
		return;
	}
	gcl_decoder_opaque(&c->decoder, gcl_span_str(mark), part.off, 0);
	part.off += part.type == JSON_STRING;
	gcl_capture_add_string(c, raw, part.off);
	r->reached = part.off + raw.len;
}

static void
add_parts(struct reading *r, const char *first, const char *between,
	const struct field *v)
{
	struct cursor at = gcl_members_of(r->p->file.text, v);
	struct field element;

	if (v->type != JSON_ARRAY)
		add_part(r, first, v);
	while (gcl_members_next(&at, NULL, &element)) {
		add_part(r, first, &element);
		first = between;
	}
}

/* The parts as they would stand in raw, but for the query. */
static enum gcl_status
join_url(struct reading *r, const struct field *fields, struct piece *out)
{
	struct capture *c = r->p->file.c;
	bool absolute = fields[URL_PROTOCOL].type;

	gcl_decoder_begin(&c->decoder);
	r->reached = 0;
	add_parts(r, "", "", &fields[URL_PROTOCOL]);
	add_parts(r, absolute ? "://" : "", ".", &fields[URL_HOST]);
	add_parts(r, ":", "", &fields[URL_PORT]);
	add_parts(r, "/", "/", &fields[URL_PATH]);
	return gcl_decoder_take(&c->decoder, r->reached, &c->arena, out);
}

static enum gcl_status
read_url(struct reading *r, const struct field *url, struct piece *out)
{
	struct field fields[URL_FIELDS];
	enum gcl_status st;

	if (url->type == JSON_STRING)
		return gcl_postman_text(r, url, out);
	st = gcl_jsonfile_get(&r->p->file, url, url_members, fields);
	if (st != GCL_OK)
		return st;
	if (fields[URL_RAW].type)
		return gcl_postman_text(r, &fields[URL_RAW], out);
	if (!fields[URL_HOST].type && !fields[URL_PATH].type)
		return GCL_OK;
	st = join_url(r, fields, out);
	return st == GCL_OK ? gcl_postman_fill(r->p, r->group, out) : st;
}

/* ---- headers ---- */

static const struct member header_members[] = {
	{ "key", JSON_STRING },
	{ "value", JSON_STRING | JSON_NUMBER | JSON_BOOLEAN },
	{ "disabled", JSON_BOOLEAN },
	{ NULL, 0 }
};

/* [at, end) of text: "name: value"; what has no colon is none. */
static enum gcl_status
add_line(struct reading *r, const struct piece *text, size_t at, size_t end,
	struct header ***tail)
{
	struct jsonfile *f = &r->p->file;
	const char *s = text->text.ptr;
	const char *colon = memchr(s + at, ':', end - at);
	struct piece name, value;
	enum gcl_status st;

	if (!colon || (colon - (s + at) > 1 && !memcmp(s + at, "//", 2)))
		return GCL_OK;
	st = gcl_jsonfile_trimmed(f, text, at, (size_t)(colon - s), &name);
	if (st == GCL_OK)
		st = gcl_jsonfile_trimmed(f, text, (size_t)(colon - s) + 1,
		    end, &value);
	if (st != GCL_OK)
		return st;
	if (!gcl_capture_header(f->c, *tail, name, value))
		return GCL_ENOMEM;
	*tail = &(**tail)->next;
	return GCL_OK;
}

static enum gcl_status
read_lines(struct reading *r, const struct field *v, struct header **list)
{
	struct piece text;
	enum gcl_status st = gcl_jsonfile_piece(&r->p->file, v, &text);
	struct span s = text.text;
	size_t at, end;

	for (at = 0; st == GCL_OK && at < s.len; at = end + 1) {
		const char *lf = memchr(s.ptr + at, '\n', s.len - at);

		end = lf ? (size_t)(lf - s.ptr) : s.len;
		st = add_line(r, &text, at, end, &list);
	}
	return st;
}

static enum gcl_status
read_headers(struct reading *r, const struct field *v, struct header **list)
{
	enum gcl_status st;

	if (v->type == JSON_STRING)
		st = read_lines(r, v, list);
	else
		st = gcl_jsonfile_headers(&r->p->file, v, header_members,
		    list);
	return st == GCL_OK ? gcl_postman_fill_pairs(r, *list) : st;
}

enum gcl_status
gcl_postman_header(struct reading *r, const char *name, const char *value,
	const struct field *at)
{
	struct header **list = &r->request->headers;
	struct piece key, text;
	enum gcl_status st;

	if (gcl_header_find(*list, name))
		return GCL_OK;
	st = text_for(r, name, at, &key);
	if (st == GCL_OK)
		st = text_for(r, value, at, &text);
	if (st == GCL_OK && !gcl_capture_header(r->p->file.c, list, key,
	    text))
		st = GCL_ENOMEM;
	return st;
}

/* ---- requests ---- */

enum { REQ_METHOD, REQ_URL, REQ_HEADER, REQ_BODY, REQ_AUTH, REQ_FIELDS };

static const struct member request_members[] = {
	[REQ_METHOD] = { "method", JSON_STRING },
	[REQ_URL] = { "url", JSON_STRING | JSON_OBJECT },
	[REQ_HEADER] = { "header", JSON_STRING | JSON_ARRAY },
	[REQ_BODY] = { "body", JSON_OBJECT },
	[REQ_AUTH] = { "auth", JSON_OBJECT },
	[REQ_FIELDS] = { NULL, 0 },
};

static enum gcl_status
authorize(struct reading *r, const struct field *auth)
{
	struct capture *c = r->p->file.c;
	struct header *h = NULL, **list = &r->request->headers;
	enum gcl_status st;

	if (auth->type)
		st = gcl_postman_auth(r->p, r->group, auth, &c->arena, &h);
	else
		st = gcl_postman_inherited(r->p, r->group, &h);
	if (st != GCL_OK || !h || gcl_header_find(*list, "Authorization"))
		return st;
	return gcl_capture_header(c, list, h->name, h->value) ? GCL_OK :
	    GCL_ENOMEM;
}

/* Without a method it is a GET. */
static enum gcl_status
read_line(struct reading *r, const struct field *at,
	const struct field *fields)
{
	struct request *req = r->request;
	enum gcl_status st;

	if (fields[REQ_METHOD].type)
		st = gcl_postman_text(r, &fields[REQ_METHOD], &req->method);
	else
		st = text_for(r, "GET", at, &req->method);
	if (st == GCL_OK && fields[REQ_URL].type)
		st = read_url(r, &fields[REQ_URL], &req->target);
	req->start = req->target.text.ptr ? req->target :
	    gcl_capture_slice(r->p->file.c, at->off, at->off + 1);
	return st;
}

/* A string is the address of a GET. */
static enum gcl_status
read_request(struct reading *r, const struct field *at)
{
	struct document *doc = r->p->file.doc;
	struct field fields[REQ_FIELDS] = { 0 };
	enum gcl_status st = GCL_OK;

	if (at->type == JSON_STRING)
		fields[REQ_URL] = *at;
	else
		st = gcl_jsonfile_get(&r->p->file, at, request_members,
		    fields);
	if (st == GCL_OK)
		st = read_line(r, at, fields);
	if (st == GCL_OK && fields[REQ_HEADER].type)
		st = read_headers(r, &fields[REQ_HEADER],
		    &r->request->headers);
	if (st == GCL_OK && fields[REQ_BODY].type)
		st = gcl_postman_body(r, &fields[REQ_BODY]);
	if (!doc->body.text.ptr &&
	    !gcl_jsonfile_takes_body(r->request->method.text))
		return st;
	doc->request = r->request;
	return st == GCL_OK ? authorize(r, &fields[REQ_AUTH]) : st;
}

/* ---- examples ---- */

enum { EX_REQUEST, EX_CODE, EX_HEADER, EX_BODY, EX_FIELDS };

static const struct member example_members[] = {
	[EX_REQUEST] = { "originalRequest", JSON_STRING | JSON_OBJECT },
	[EX_CODE] = { "code", JSON_NUMBER },
	[EX_HEADER] = { "header", JSON_STRING | JSON_ARRAY },
	[EX_BODY] = { "body", JSON_STRING },
	[EX_FIELDS] = { NULL, 0 },
};

/* An answer is of use where it says what was wrong. */
static enum gcl_status
read_response(struct reading *r, const struct field *fields)
{
	struct piece code = { .text = SPAN("") };
	enum gcl_status st = GCL_OK;
	struct response *res;

	if (fields[EX_CODE].type)
		st = gcl_jsonfile_piece(&r->p->file, &fields[EX_CODE],
		    &code);
	if (st != GCL_OK || code.text.len != 3 || code.text.ptr[0] != '4')
		return st;
	res = gcl_arena_calloc(&r->p->file.c->arena, 1, sizeof(*res));
	if (!res)
		return GCL_ENOMEM;
	res->start = code;
	res->status = (code.text.ptr[0] - '0') * 100 +
	    (code.text.ptr[1] - '0') * 10 + code.text.ptr[2] - '0';
	if (fields[EX_HEADER].type)
		st = read_headers(r, &fields[EX_HEADER], &res->headers);
	if (st == GCL_OK && fields[EX_BODY].type)
		st = gcl_jsonfile_piece(&r->p->file, &fields[EX_BODY],
		    &res->body);
	r->p->file.doc->response = res;
	return st;
}

static enum gcl_status
read_example(struct reading *r, const struct field *at)
{
	struct field fields[EX_FIELDS];
	enum gcl_status st;

	st = gcl_jsonfile_get(&r->p->file, at, example_members, fields);
	if (st == GCL_OK && fields[EX_REQUEST].type)
		st = read_request(r, &fields[EX_REQUEST]);
	if (st == GCL_OK && r->p->file.doc->request)
		st = read_response(r, fields);
	return st;
}

/* Once a file: what more there is to read would end in the same way. */
static enum gcl_status
tell_over(struct reading *r, const struct field *at)
{
	if (!r->p->over || r->p->over_told)
		return GCL_OK;
	r->p->over_told = true;
	return gcl_jsonfile_broken(&r->p->file, at,
	    "the values of variables come to more than 16 MiB, and are not "
	    "put in from here on", NULL);
}

enum gcl_status
gcl_postman_read(struct postman *p, const struct entry *e,
	const struct field *at, bool *given)
{
	struct reading r = { .p = p, .group = e->group };
	struct document *doc = p->file.doc;
	enum gcl_status st;

	if (!at->whole)
		return GCL_OK;
	r.request = gcl_arena_calloc(&p->file.c->arena, 1,
	    sizeof(*r.request));
	if (!r.request)
		return GCL_ENOMEM;
	st = gcl_postman_scope(p, e->group);
	if (st == GCL_OK && e->example)
		st = read_example(&r, at);
	else if (st == GCL_OK && (at->type & (JSON_STRING | JSON_OBJECT)))
		st = read_request(&r, at);
	else if (st == GCL_OK)
		st = gcl_jsonfile_broken(&p->file, at,
		    "'request' is not a string or an object", NULL);
	if (st == GCL_OK)
		st = tell_over(&r, at);
	*given = doc->request || doc->remarks;
	return st;
}
