/*
 * A request from the options of a curl command (curl(1)): what curl would
 * send, with each part at its place in the command.  What curl adds by itself
 * stands at the option that makes it do so.
 */
#include "config.h"

#include "carrier/curl_request.h"

#include <strings.h>

#include "base/base64.h"
#include "base/limits.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static struct span
trim(struct span s)
{
	while (s.len > 0 && (s.ptr[0] == ' ' || s.ptr[0] == '\t'))
		s = gcl_span(s.ptr + 1, s.len - 1);
	while (s.len > 0 && (s.ptr[s.len - 1] == ' ' ||
	    s.ptr[s.len - 1] == '\t'))
		s.len--;
	return s;
}

/* Does a -H give the header, if only to take curl's own away? */
static bool
custom(const struct curl_request *r, const char *name)
{
	const struct curl_value *v;
	size_t len = strlen(name);
	struct span s;

	for (v = r->headers; v; v = v->next) {
		s = v->text.text;
		if (s.len > len && !strncasecmp(s.ptr, name, len) &&
		    (s.ptr[len] == ':' || s.ptr[len] == ';'))
			return true;
	}
	return false;
}

static enum gcl_status
add_header(struct curl_request *r, struct piece name, struct piece value)
{
	return gcl_capture_header(r->c, &r->command->request.headers, name,
	    value) ? GCL_OK : GCL_ENOMEM;
}

/*
 * "Name: value"; "Name;" has no value; "Name:" takes a header of curl's own
 * away.
 */
static enum gcl_status
add_custom(struct curl_request *r, const struct curl_value *v)
{
	struct span s = v->text.text, name, value;
	size_t sign = gcl_curl_first(s, 0, s.len, ":");
	struct piece n, p;
	enum gcl_status st;

	if (sign == s.len && s.len > 0 && s.ptr[s.len - 1] == ';')
		sign = s.len - 1;
	if (sign == s.len)
		return GCL_OK;
	name = trim(gcl_span(s.ptr, sign));
	value = trim(gcl_span(s.ptr + sign + 1, s.len - sign - 1));
	if (name.len == 0 || (value.len == 0 && s.ptr[sign] == ':'))
		return GCL_OK;
	st = gcl_curl_part(r->c, &v->text, (size_t)(name.ptr - s.ptr),
	    (size_t)(name.ptr - s.ptr) + name.len, &n);
	if (st == GCL_OK)
		st = gcl_curl_part(r->c, &v->text,
		    (size_t)(value.ptr - s.ptr),
		    (size_t)(value.ptr - s.ptr) + value.len, &p);
	return st == GCL_OK ? add_header(r, n, p) : st;
}

static enum gcl_status
add_customs(struct curl_request *r)
{
	const struct curl_value *v;
	enum gcl_status st = GCL_OK;

	for (v = r->headers; v && st == GCL_OK; v = v->next) {
		if (v->text.text.len > 0 && v->text.text.ptr[0] == '@')
			gcl_curl_skip(r, v, "headers are not looked at",
			    "they are in a file", "write them with -H");
		else
			st = add_custom(r, v);
	}
	return st;
}

/* Where a value's text begins. */
static size_t
value_at(const struct curl_value *v)
{
	size_t off = 0, none = 0;

	gcl_piece_locate(&v->text, &off, &none);
	return off;
}

static enum gcl_status
with_prefix(struct capture *c, const char *prefix,
	const struct curl_value *v, struct piece *out)
{
	struct decoder *d = &c->decoder;
	size_t off = v->text.text.len, none = 0;

	gcl_decoder_begin(d);
	gcl_decoder_opaque(d, gcl_span_str(prefix), value_at(v), 0);
	gcl_decoder_piece(d, &v->text);
	gcl_piece_locate(&v->text, &off, &none);
	return gcl_decoder_take(d, off, &c->arena, out);
}

static enum gcl_status
bearer(struct curl_request *r, const struct curl_value *v, struct piece *out)
{
	return with_prefix(r->c, "Bearer ", v, out);
}

/* Placeholders are told as such, and that takes their own letters. */
static bool
has_placeholder(struct span s)
{
	return gcl_curl_first(s, 0, s.len, "$`<{") < s.len;
}

static enum gcl_status
basic(struct curl_request *r, const struct curl_value *v, struct piece *out)
{
	struct span s = v->text.text;
	size_t off = 0, len = s.len;
	const char *text = NULL;
	struct buf user, b;
	enum gcl_status st;

	gcl_piece_locate(&v->text, &off, &len);
	v->word->value = SIZE_MAX;
	if (has_placeholder(s))
		return with_prefix(r->c, "Basic ", v, out);
	gcl_buf_init(&user, LIMIT_TEXT_BYTES);
	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	gcl_buf_addspan(&user, s);
	/* Without a colon curl would ask for the password. */
	if (gcl_curl_first(s, 0, s.len, ":") == s.len)
		gcl_buf_addc(&user, ':');
	gcl_buf_adds(&b, "Basic ");
	st = gcl_buf_status(&user);
	if (st == GCL_OK)
		st = gcl_base64_add(&b, user.ptr, user.len);
	if (st == GCL_OK)
		st = gcl_buf_status(&b);
	if (st == GCL_OK)
		text = gcl_arena_str(&r->c->arena, gcl_buf_span(&b));
	if (text)
		st = gcl_curl_stands_for(r->c, gcl_span(text, b.len), off,
		    len, out);
	else if (st == GCL_OK)
		st = GCL_ENOMEM;
	gcl_buf_release(&user);
	gcl_buf_release(&b);
	return st;
}

static enum gcl_status
as_it_is(struct curl_request *r, const struct curl_value *v,
	struct piece *out)
{
	(void)r;
	*out = v->text;
	return GCL_OK;
}

/* With an = it is a cookie, without one a file of cookies. */
static enum gcl_status
cookie(struct curl_request *r, const struct curl_value *v, struct piece *out)
{
	struct span s = v->text.text;

	return gcl_curl_first(s, 0, s.len, "=") < s.len ?
	    as_it_is(r, v, out) : GCL_OK;
}

static enum gcl_status
json(struct curl_request *r, const struct curl_value *v, struct piece *out)
{
	return gcl_curl_stands_for(r->c, SPAN("application/json"), v->off,
	    v->len, out);
}

static enum gcl_status
form(struct curl_request *r, const struct curl_value *v, struct piece *out)
{
	if (gcl_curl_given(r, CURL_GET))
		return GCL_OK;
	return gcl_curl_stands_for(r->c,
	    SPAN("application/x-www-form-urlencoded"), v->off, v->len, out);
}

/*
 * Headers that curl makes of options, unless a -H says otherwise; of several
 * for one header the first that is given.
 */
static const struct {
	enum curl_use use;
	const char *name;
	enum gcl_status (*make)(struct curl_request *,
	    const struct curl_value *, struct piece *);
} made[] = {
	{ CURL_BEARER, "Authorization", bearer },
	{ CURL_USER, "Authorization", basic },
	{ CURL_AGENT, "User-Agent", as_it_is },
	{ CURL_REFERER, "Referer", as_it_is },
	{ CURL_COOKIE, "Cookie", cookie },
	{ CURL_JSON, "Content-Type", json },
	{ CURL_JSON, "Accept", json },
	{ CURL_DATA, "Content-Type", form },
	{ CURL_DATA_BINARY, "Content-Type", form },
	{ CURL_DATA_RAW, "Content-Type", form },
	{ CURL_DATA_URLENCODE, "Content-Type", form },
};

static enum gcl_status
add_made(struct curl_request *r, size_t i)
{
	const struct curl_value *v = &r->last[made[i].use];
	const struct request *request = &r->command->request;
	struct piece name, value = { .text = { NULL, 0 } };
	enum gcl_status st;

	if (v->len == 0 || custom(r, made[i].name) ||
	    gcl_header_find(request->headers, made[i].name) ||
	    (made[i].use == CURL_USER && gcl_curl_given(r, CURL_AUTH)))
		return GCL_OK;
	st = made[i].make(r, v, &value);
	if (st != GCL_OK || value.text.len == 0)
		return st;
	st = gcl_curl_stands_for(r->c, gcl_span_str(made[i].name), v->off,
	    v->len, &name);
	return st == GCL_OK ? add_header(r, name, value) : st;
}

static enum gcl_status
add_headers(struct curl_request *r)
{
	enum gcl_status st = add_customs(r);
	size_t i;

	for (i = 0; i < N(made) && st == GCL_OK; i++)
		st = add_made(r, i);
	return st;
}

/* What decides the method when no -X does; the first that is given. */
static const struct {
	enum curl_use use;
	const char *method;
} methods[] = {
	{ CURL_HEAD, "HEAD" }, { CURL_GET, "GET" }, { CURL_UPLOAD, "PUT" },
	{ CURL_DATA, "POST" }, { CURL_DATA_BINARY, "POST" },
	{ CURL_DATA_RAW, "POST" }, { CURL_DATA_URLENCODE, "POST" },
	{ CURL_JSON, "POST" }, { CURL_FORM, "POST" },
};

static enum gcl_status
set_method(struct curl_request *r)
{
	struct piece *method = &r->command->request.method;
	const struct curl_value *v;
	size_t i;

	if (gcl_curl_given(r, CURL_REQUEST)) {
		*method = r->last[CURL_REQUEST].text;
		return GCL_OK;
	}
	for (i = 0; i < N(methods); i++) {
		v = &r->last[methods[i].use];
		if (v->len > 0)
			return gcl_curl_stands_for(r->c,
			    gcl_span_str(methods[i].method), v->off, v->len,
			    method);
	}
	return gcl_curl_stands_for(r->c, SPAN("GET"), r->off, r->len, method);
}

/* Does it begin with a host, which curl then asks by HTTP? */
static bool
lacks_scheme(struct span url)
{
	size_t end = gcl_curl_first(url, 0, url.len, ":/?#");

	if (url.len - end > 2 && !memcmp(url.ptr + end, "://", 3))
		return false;
	end = gcl_curl_first(url, 0, url.len, "/?#");
	return end > 0 && gcl_curl_first(url, 0, end, "${}<>%") == end;
}

/* The URL and what options add to its query. */
static enum gcl_status
set_target(struct curl_request *r, const struct piece *data,
	const struct piece *queries)
{
	const struct piece *parts[] = { queries, data };
	const struct piece *url = &r->last[CURL_URL].text;
	struct decoder *d = &r->c->decoder;
	bool query = url->text.len &&
	    memchr(url->text.ptr, '?', url->text.len);
	size_t i, off = url->text.len, none = 0;
	bool bare = lacks_scheme(url->text) && !gcl_curl_given(r, CURL_PROTO);

	r->command->request.target = *url;
	if (!url->text.ptr || (!bare && !data->text.len && !queries->text.len))
		return GCL_OK;
	gcl_piece_locate(url, &off, &none);
	gcl_decoder_begin(d);
	if (bare)
		gcl_decoder_opaque(d, SPAN("http://"),
		    value_at(&r->last[CURL_URL]), 0);
	gcl_decoder_piece(d, url);
	for (i = 0; i < N(parts); i++) {
		if (parts[i]->text.len == 0)
			continue;
		gcl_decoder_opaque(d, query ? SPAN("&") : SPAN("?"), off, 0);
		gcl_decoder_piece(d, parts[i]);
		query = true;
	}
	return gcl_decoder_take(d, off, &r->c->arena,
	    &r->command->request.target);
}

static enum gcl_status
set_body(struct curl_request *r)
{
	struct piece data, queries, none = { .text = { NULL, 0 } };
	struct curl_value *upload = &r->last[CURL_UPLOAD];
	enum gcl_status st;

	st = gcl_curl_data(r, r->data ? r->data : upload->len ? upload : NULL,
	    &data);
	if (st == GCL_OK)
		st = gcl_curl_data(r, r->queries, &queries);
	if (st != GCL_OK)
		return st;
	if (gcl_curl_given(r, CURL_GET))
		return set_target(r, &data, &queries);
	/* Nothing at all is what -d '' is written for. */
	if (data.text.len > 0 && !gcl_curl_encoded(r))
		r->doc->body = data;
	return set_target(r, &none, &queries);
}

/* What of an option's argument is not looked at. */
static void
set_remarks(struct curl_request *r)
{
	const struct curl_value *v = &r->last[CURL_CONFIG];

	if (v->len > 0)
		gcl_curl_skip(r, v, "options are not looked at",
		    "they are in a file", "write them on the command line");
	v = &r->last[CURL_FORM];
	if (v->len > 0)
		r->form = (struct remark){
			.rule = "capture-encoding",
			.off = v->off, .len = v->len,
			.say = "a form of several parts is not linted",
			.help = "send JSON with --json or -d",
		};
}

/* In order of place. */
static enum gcl_status
add_remarks(struct curl_request *r)
{
	struct remark *all[] = {
		&r->file, &r->form, &r->encoded, &r->broken, &r->slip,
	}, *next;
	enum gcl_status st = GCL_OK;
	size_t i;

	do {
		next = NULL;
		for (i = 0; i < N(all); i++)
			if (all[i]->rule && (!next || all[i]->off < next->off))
				next = all[i];
		if (!next)
			break;
		st = gcl_capture_remark(r->c, r->doc, next->rule, next->off,
		    next->len, next->say, next->help);
		next->rule = NULL;
	} while (st == GCL_OK);
	return st;
}

enum gcl_status
gcl_curl_request_end(struct curl_request *r)
{
	enum gcl_status st = add_headers(r);

	if (st == GCL_OK)
		st = set_method(r);
	if (st == GCL_OK)
		st = set_body(r);
	if (st != GCL_OK)
		return st;
	set_remarks(r);
	return add_remarks(r);
}
