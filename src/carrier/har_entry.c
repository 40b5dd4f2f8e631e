/*
 * An entry of an HTTP archive (HAR 1.2, "request", "postData", "response",
 * "content").
 *
 * Tools add members of their own: "encoding" to postData as content has it,
 * and "_file" where a body was saved beside the archive.
 */
#include "config.h"

#include "carrier/har_p.h"

#include <strings.h>

enum { ENTRY_STARTED, ENTRY_REQUEST, ENTRY_RESPONSE, ENTRY_FIELDS };

static const struct member entry_members[] = {
	[ENTRY_STARTED] = { "startedDateTime", JSON_STRING },
	[ENTRY_REQUEST] = { "request", JSON_OBJECT },
	[ENTRY_RESPONSE] = { "response", JSON_OBJECT },
	[ENTRY_FIELDS] = { NULL, 0 },
};

enum { REQ_METHOD, REQ_URL, REQ_HEADERS, REQ_BODY, REQ_FIELDS };

static const struct member request_members[] = {
	[REQ_METHOD] = { "method", JSON_STRING },
	[REQ_URL] = { "url", JSON_STRING },
	[REQ_HEADERS] = { "headers", JSON_ARRAY },
	[REQ_BODY] = { "postData", JSON_OBJECT },
	[REQ_FIELDS] = { NULL, 0 },
};

enum { RES_STATUS, RES_HEADERS, RES_CONTENT, RES_FIELDS };

static const struct member response_members[] = {
	[RES_STATUS] = { "status", JSON_NUMBER },
	[RES_HEADERS] = { "headers", JSON_ARRAY },
	[RES_CONTENT] = { "content", JSON_OBJECT },
	[RES_FIELDS] = { NULL, 0 },
};

/* postData and content have this in common. */
enum { BODY_TEXT, BODY_ENCODING, BODY_PARAMS, BODY_FILE, BODY_FIELDS };

static const struct member body_members[] = {
	[BODY_TEXT] = { "text", JSON_STRING },
	[BODY_ENCODING] = { "encoding", JSON_STRING },
	[BODY_PARAMS] = { "params", JSON_ARRAY },
	[BODY_FILE] = { "_file", JSON_STRING },
	[BODY_FIELDS] = { NULL, 0 },
};

static const struct member pair_members[] = {
	{ "name", JSON_STRING }, { "value", JSON_STRING }, { NULL, 0 }
};

/* ---- time ---- */

/* A number of just so many digits; moves s behind it. */
static bool
number(struct span *s, size_t digits, int64_t *out)
{
	size_t i;

	*out = 0;
	for (i = 0; i < digits; i++) {
		if (i >= s->len || s->ptr[i] < '0' || s->ptr[i] > '9')
			return false;
		*out = *out * 10 + (s->ptr[i] - '0');
	}
	*s = gcl_span(s->ptr + digits, s->len - digits);
	return true;
}

/* One of chars, passed over; '\0' when there is none of them. */
static char
one_of(struct span *s, const char *chars)
{
	char c = s->len > 0 ? s->ptr[0] : '\0';

	if (!c || !strchr(chars, c))
		return '\0';
	*s = gcl_span(s->ptr + 1, s->len - 1);
	return c;
}

/* Seconds that local time is ahead of UTC: "Z", "+02:00" or "+0200". */
static bool
zone(struct span *s, int64_t *out)
{
	char sign = one_of(s, "Zz+-");
	int64_t hours, minutes;

	*out = 0;
	if (sign == 'Z' || sign == 'z')
		return true;
	if (!sign || !number(s, 2, &hours))
		return false;
	one_of(s, ":");
	if (!number(s, 2, &minutes))
		return false;
	*out = (hours * 60 + minutes) * 60 * (sign == '-' ? -1 : 1);
	return true;
}

/* A date and time as in RFC 3339 section 5.6, or 0. */
static int64_t
seconds(struct span s)
{
	int64_t year, month, day, hour, minute, second, ahead, fraction;

	if (!number(&s, 4, &year) || !one_of(&s, "-") ||
	    !number(&s, 2, &month) || !one_of(&s, "-") ||
	    !number(&s, 2, &day) || !one_of(&s, "Tt ") ||
	    !number(&s, 2, &hour) || !one_of(&s, ":") ||
	    !number(&s, 2, &minute) || !one_of(&s, ":") ||
	    !number(&s, 2, &second))
		return 0;
	if (one_of(&s, ".,"))
		while (number(&s, 1, &fraction))
			;
	if (month < 1 || month > 12 || !zone(&s, &ahead))
		return 0;
	day = gcl_capture_days(year, month, day);
	return ((day * 24 + hour) * 60 + minute) * 60 + second - ahead;
}

/* ---- bodies ---- */

static bool
is_word(struct span s, const char *word)
{
	return s.len == strlen(word) && !strncasecmp(s.ptr, word, s.len);
}

/* Note how the body of the request is written; answers are not edited. */
static enum gcl_status
code(struct har *h, const struct piece *packed, const struct piece *body)
{
	if (body != &h->file.doc->body)
		return GCL_OK;
	return gcl_jsonfile_code(&h->file, packed, false) ? GCL_OK :
	    GCL_ENOMEM;
}

/* The text of a body that was saved as base64. */
static enum gcl_status
unpack(struct har *h, const struct field *fields, struct piece *body)
{
	struct piece packed = *body;
	enum gcl_status st;
	bool valid;

	st = gcl_capture_base64(h->file.c, &packed, body, &valid);
	if (st == GCL_OK && valid)
		st = code(h, &packed, body);
	if (st != GCL_OK || valid)
		return st;
	*body = (struct piece){ 0 };
	return gcl_jsonfile_remark(&h->file, "capture-encoding",
	    &fields[BODY_TEXT], "'text' is not base64, as 'encoding' says",
	    NULL);
}

static enum gcl_status
read_text(struct har *h, const struct field *fields, struct piece *body)
{
	const struct field *encoding = &fields[BODY_ENCODING];
	struct span name = SPAN("");
	enum gcl_status st;

	if (encoding->type)
		name = gcl_field_raw(h->file.text, encoding);
	st = gcl_jsonfile_piece(&h->file, &fields[BODY_TEXT], body);
	if (st != GCL_OK)
		return st;
	if (name.len == 0 || is_word(name, "utf-8") || is_word(name, "utf8"))
		return code(h, NULL, body);
	if (is_word(name, "base64"))
		return unpack(h, fields, body);
	*body = (struct piece){ 0 };
	return gcl_jsonfile_remark(&h->file, "capture-encoding", encoding,
	    "the body is in an encoding that is not decoded",
	    "HAR knows only base64");
}

static enum gcl_status
read_form(struct har *h, const struct field *params, struct piece *body)
{
	struct header *pairs = NULL;
	enum gcl_status st;

	st = gcl_jsonfile_pairs(&h->file, params, pair_members, &pairs);
	if (st != GCL_OK || !pairs)
		return st;
	return gcl_jsonfile_form(&h->file, pairs, body);
}

/* An empty text is no body. */
static enum gcl_status
read_body(struct har *h, const struct field *data, struct piece *body)
{
	struct field fields[BODY_FIELDS];
	const struct field *text = &fields[BODY_TEXT];
	enum gcl_status st;

	st = gcl_jsonfile_get(&h->file, data, body_members, fields);
	if (st != GCL_OK)
		return st;
	if (text->type && text->end - text->off > 2)
		return read_text(h, fields, body);
	if (fields[BODY_PARAMS].type)
		return read_form(h, &fields[BODY_PARAMS], body);
	if (fields[BODY_FILE].type)
		return gcl_jsonfile_remark(&h->file, "capture-encoding",
		    &fields[BODY_FILE],
		    "the body was saved to another file, which is not read",
		    "embed the bodies in the archive");
	return GCL_OK;
}

/*
 * Some tools save a compressed body as it was sent, others what it says: the
 * header alone does not tell.
 */
static enum gcl_status
check_coding(struct har *h, const struct header *headers,
	struct piece *body)
{
	const struct header *coding;
	size_t off = 0, len, i = 0;

	coding = gcl_header_find(headers, "content-encoding");
	if (!body->text.ptr || !coding || coding->value.text.len == 0 ||
	    is_word(coding->value.text, "identity"))
		return GCL_OK;
	while (i < body->text.len && memchr(" \t\r\n", body->text.ptr[i], 4))
		i++;
	if (i < body->text.len && memchr("{[", body->text.ptr[i], 2))
		return GCL_OK;
	*body = (struct piece){ 0 };
	len = coding->value.text.len;
	gcl_piece_locate(&coding->value, &off, &len);
	return gcl_capture_remark(h->file.c, h->file.doc, "capture-encoding",
	    off, len, "the body is compressed, and not decoded", NULL);
}

/* ---- messages ---- */

/* Method and address: without them there is not much of a request. */
static enum gcl_status
read_line(struct har *h, const struct field *at, const struct field *fields,
	struct request *r)
{
	struct piece *const pieces[] = { &r->method, &r->target };
	enum gcl_status st = GCL_OK;
	size_t i;

	for (i = REQ_METHOD; i <= REQ_URL && st == GCL_OK; i++) {
		if (fields[i].type)
			st = gcl_jsonfile_piece(&h->file, &fields[i],
			    pieces[i]);
		else if (!h->file.faulty)
			st = gcl_jsonfile_broken(&h->file, at,
			    gcl_capture_words(h->file.c, "'%s' is missing",
			    request_members[i].name), NULL);
	}
	r->start = r->target.text.ptr ? r->target :
	    gcl_capture_slice(h->file.c, at->off, at->off + 1);
	return st;
}

/* "bodySize", which is -1 where it is not known. */
static void
note_size(struct har *h, const struct field *at)
{
	static const struct member size_of[] = {
		{ "bodySize", JSON_NUMBER }, { NULL, 0 }
	};
	struct jsonfile_coding *k = h->file.doc->coding;

	if (k)
		gcl_members_get(h->file.text, at, size_of, &k->size);
}

static enum gcl_status
read_request(struct har *h, const struct field *at, struct request *r)
{
	struct document *doc = h->file.doc;
	struct field fields[REQ_FIELDS];
	enum gcl_status st;

	h->file.faulty = false;
	st = gcl_jsonfile_get(&h->file, at, request_members, fields);
	if (st == GCL_OK)
		st = read_line(h, at, fields, r);
	if (st == GCL_OK && fields[REQ_BODY].type)
		st = read_body(h, &fields[REQ_BODY], &doc->body);
	note_size(h, at);
	if (st == GCL_OK)
		st = gcl_jsonfile_headers(&h->file, &fields[REQ_HEADERS],
		    pair_members, &r->headers);
	return st == GCL_OK ? check_coding(h, r->headers, &doc->body) : st;
}

/* Only what an answer says that refuses is of use: others can be large. */
#define REFUSED 400

static enum gcl_status
read_response(struct har *h, const struct field *at)
{
	struct document *doc = h->file.doc;
	struct field fields[RES_FIELDS];
	struct response *r;
	enum gcl_status st;
	struct span digits;
	int64_t status;

	st = gcl_jsonfile_get(&h->file, at, response_members, fields);
	if (st != GCL_OK || !fields[RES_STATUS].type)
		return st;
	r = gcl_arena_calloc(&h->file.c->arena, 1, sizeof(*r));
	if (!r)
		return GCL_ENOMEM;
	gcl_jsonfile_piece(&h->file, &fields[RES_STATUS], &r->start);
	digits = r->start.text;
	if (digits.len != 3 || !number(&digits, 3, &status))
		return GCL_OK;	/* 0: there was no answer */
	r->status = (int)status;
	st = gcl_jsonfile_headers(&h->file, &fields[RES_HEADERS],
	    pair_members, &r->headers);
	if (st == GCL_OK && status >= REFUSED && fields[RES_CONTENT].type)
		st = read_body(h, &fields[RES_CONTENT], &r->body);
	doc->response = r;
	return st;
}

static enum gcl_status
read_started(struct har *h, const struct field *at, struct request *r)
{
	struct piece text = { .text = SPAN("") };
	enum gcl_status st = GCL_OK;

	if (at->type)
		st = gcl_jsonfile_piece(&h->file, at, &text);
	r->time = seconds(text.text);
	return st;
}

enum gcl_status
gcl_har_entry(struct har *h, const struct field *entry, bool *given)
{
	struct document *doc = h->file.doc;
	struct field fields[ENTRY_FIELDS] = { 0 };
	const struct field *request = &fields[ENTRY_REQUEST];
	enum gcl_status st;
	struct request *r;

	st = gcl_jsonfile_get(&h->file, entry, entry_members, fields);
	if (st == GCL_OK && !request->type && !doc->remarks)
		st = gcl_jsonfile_broken(&h->file, entry,
		    "an entry without an object 'request'", NULL);
	r = gcl_arena_calloc(&h->file.c->arena, 1, sizeof(*r));
	if (!r)
		return GCL_ENOMEM;
	if (st == GCL_OK && request->type)
		st = read_request(h, request, r);
	if (st == GCL_OK)
		st = read_started(h, &fields[ENTRY_STARTED], r);
	doc->recorded = true;
	if (doc->body.text.ptr || gcl_jsonfile_takes_body(r->method.text)) {
		doc->request = r;
		if (st == GCL_OK && fields[ENTRY_RESPONSE].type)
			st = read_response(h, &fields[ENTRY_RESPONSE]);
	}
	*given = doc->request || doc->remarks;
	return st;
}
