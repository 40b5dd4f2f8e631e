/*
 * Requests as editors keep them: the .http files of JetBrains' HTTP Client and
 * of REST Client for Visual Studio Code.
 *
 * ### stands between requests.  Before one there may be comments, variables
 * and a script; its target may go on over several lines; its body ends where
 * what is to be done with the answer begins.  Nothing of it was sent yet.
 */
#include "config.h"

#include "carrier/http_p.h"

#include "base/limits.h"

/* As far as a request goes: offsets in the input. */
struct draft {
	size_t off;		/* the request line */
	size_t fields;		/* behind it, and what goes on with it */
	size_t head_end;
	size_t body, body_end;
	size_t end;		/* what is behind belongs to the next one */
	bool joined;		/* no empty line before the body */
};

static bool
is_comment(struct span line)
{
	line = gcl_http_trim(line);
	return gcl_http_begins(line, "#") || gcl_http_begins(line, "//");
}

static bool
is_url(struct span s)
{
	static const char *const begins[] = {
		"/", "http://", "https://", "{{",
	};
	size_t i;

	for (i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (gcl_http_begins(s, begins[i]))
			return true;
	return false;
}

static bool
is_curl(struct span line)
{
	return gcl_http_begins(line, "curl ");
}

/* With or without method and version, as editors take it. */
static bool
is_request(struct span line)
{
	struct http_words w;

	gcl_http_words(line, &w);
	if (w.target.len == 0 || is_curl(line))
		return false;
	return is_url(w.target) || gcl_http_method(w.method) ||
	    (w.method.len > 0 && w.version.len > 0);
}

/* A line that nobody can take for a part of a body. */
static bool
is_next(struct span line)
{
	struct http_words w;

	if (gcl_http_begins(line, "###"))
		return true;
	if (line.len == 0 || line.ptr[0] < 'A' || line.ptr[0] > 'Z')
		return false;
	gcl_http_words(line, &w);
	return gcl_http_method(w.method) && is_url(w.target);
}

/* What is to be done before a request, or with its answer. */
static bool
is_handler(struct span line)
{
	return gcl_http_begins(line, ">") || gcl_http_begins(line, "<>") ||
	    gcl_http_begins(line, "< {%");
}

/* "< file", "<@ file": the body is in there. */
static bool
is_file(struct span line)
{
	return gcl_http_begins(line, "< ") || gcl_http_begins(line, "<@");
}

/* Behind the line at pos, or behind the script that begins on it. */
static size_t
behind_handler(struct http *h, size_t pos)
{
	struct span text = h->all.text, line;
	const char *end = NULL;
	size_t next = gcl_http_line(text, pos, &line);

	if (line.len < 4 || memcmp(line.ptr + 1, " {%", 3) || h->open_script)
		return next;
	end = memmem(line.ptr, text.len - pos, "%}", 2);
	h->open_script = !end;
	return end ? gcl_http_line(text, (size_t)(end - text.ptr), &line) :
	    next;
}

/* Where the next line is that should be a request line. */
static enum gcl_status
seek(struct capture *c, struct http *h, size_t pos)
{
	struct span text = h->all.text, line;
	enum gcl_status st = GCL_OK;
	size_t next;

	for (; pos < text.len && st == GCL_OK; pos = next) {
		next = gcl_http_line(text, pos, &line);
		if (is_handler(line))
			next = behind_handler(h, pos);
		else if (gcl_http_variable(line))
			st = gcl_http_vars_set(c, h, line);
		else if (gcl_http_trim(line).len > 0 && !is_comment(line) &&
		    !is_file(line))
			break;
	}
	h->pos = pos;
	return st;
}

/* Does a target go on here?  A header has a colon behind its name. */
static bool
is_continued(struct span line)
{
	struct span text = gcl_http_trim(line);
	size_t i = 0;

	if (text.len == 0 || is_comment(line))
		return false;
	if (memchr("?&", text.ptr[0], 2))
		return true;
	while (i < text.len && !memchr(":=&/? \t", text.ptr[i], 7))
		i++;
	return text.ptr != line.ptr && (i == text.len || text.ptr[i] != ':');
}

static void
read_head(const struct http *h, struct draft *r)
{
	struct span text = h->all.text, line;
	size_t pos, next, n;

	pos = gcl_http_line(text, r->off, &line);
	for (n = 0; pos < text.len && n < LIMIT_HEADERS; pos = next, n++) {
		next = gcl_http_line(text, pos, &line);
		if (!is_continued(line))
			break;
	}
	r->fields = pos;
	for (; pos < text.len; pos = next) {
		next = gcl_http_line(text, pos, &line);
		if (gcl_http_trim(line).len == 0 || gcl_http_json(line) ||
		    is_next(line) || is_handler(line))
			break;
	}
	r->head_end = pos;
	r->joined = pos < text.len && gcl_http_json(line);
}

static void
read_body(const struct http *h, struct draft *r)
{
	struct span text = h->all.text, line;
	size_t pos, next;

	r->body = r->body_end = r->head_end;
	for (pos = r->body; pos < text.len; pos = next) {
		next = gcl_http_line(text, pos, &line);
		if (is_next(line) || is_handler(line))
			break;
		if (gcl_http_trim(line).len == 0)
			continue;
		if (r->body_end == r->head_end)
			r->body = pos;
		r->body_end = pos + line.len;
	}
	r->end = pos;
}

/* Add the line, or the lines that count as one, in [off, end). */
static void
put_trimmed(struct capture *c, struct http *h, struct span line)
{
	size_t off;

	line = gcl_http_trim(line);
	off = (size_t)(line.ptr - h->all.text.ptr);
	gcl_http_vars_put(c, h, off, off + line.len);
}

/* The head with the values of variables, and its target on one line. */
static enum gcl_status
take_head(struct capture *c, struct http *h, const struct draft *r,
	struct piece *out)
{
	size_t pos, next;
	struct span line;

	gcl_decoder_begin(&c->decoder);
	for (pos = r->off; pos < r->fields; ) {
		pos = gcl_http_line(h->all.text, pos, &line);
		put_trimmed(c, h, line);
	}
	gcl_decoder_opaque(&c->decoder, SPAN("\n"), r->fields, 0);
	for (; pos < r->head_end; pos = next) {
		next = gcl_http_line(h->all.text, pos, &line);
		if (!is_comment(line))
			gcl_http_vars_put(c, h, pos, next);
	}
	return gcl_decoder_take(&c->decoder, r->head_end, &c->arena, out);
}

/* Line breaks in a form are for the reader. */
static bool
is_form(const struct request *req)
{
	const struct header *type = gcl_header_find(req->headers,
	    "content-type");

	return type && type->value.text.len > 0 &&
	    memmem(type->value.text.ptr, type->value.text.len,
	    "form-urlencoded", 15);
}

static enum gcl_status
take_body(struct capture *c, struct http *h, const struct draft *r,
	bool form, struct piece *out)
{
	size_t pos, next, end;
	struct span line;

	gcl_decoder_begin(&c->decoder);
	for (pos = r->body; pos < r->body_end; pos = next) {
		next = gcl_http_line(h->all.text, pos, &line);
		end = next < r->body_end ? next : r->body_end;
		if (is_comment(line))
			continue;
		if (form)
			put_trimmed(c, h, line);
		else
			gcl_http_vars_put(c, h, pos, end);
	}
	return gcl_decoder_take(&c->decoder, r->body_end, &c->arena, out);
}

/* A file's name may tell where it is; the line is pointed at instead. */
static enum gcl_status
say_file(struct capture *c, struct document *doc, const struct http *h,
	const struct draft *r)
{
	struct span line;

	gcl_http_line(h->all.text, r->body, &line);
	return gcl_http_remark(c, doc, &h->all, line, "curl-file-skipped",
	    "the body is in a file, which is not read",
	    "lint that file as well");
}

static enum gcl_status
body(struct capture *c, struct http *h, struct document *doc,
	const struct draft *r, struct http_head *head)
{
	enum gcl_status st;
	struct piece text;

	if (r->body == r->body_end)
		return GCL_OK;
	if (is_file(gcl_span(h->all.text.ptr + r->body,
	    r->body_end - r->body)))
		return say_file(c, doc, h, r);
	st = take_body(c, h, r, is_form(doc->request), &text);
	if (st != GCL_OK)
		return st;
	/* Chunks are made when it is sent. */
	head->transfer.len = 0;
	return gcl_http_body(c, doc, head, &text, 0, text.text.len,
	    &doc->body);
}

/* A URL alone is fetched. */
static enum gcl_status
add_method(struct capture *c, const struct draft *r, struct piece *out)
{
	gcl_decoder_begin(&c->decoder);
	gcl_decoder_opaque(&c->decoder, SPAN("GET"), r->off, 0);
	return gcl_decoder_take(&c->decoder, r->off, &c->arena, out);
}

static enum gcl_status
request(struct capture *c, struct http *h, struct document *doc,
	const struct draft *r)
{
	struct http_head head;
	struct request *req;
	enum gcl_status st;
	struct piece text;

	st = take_head(c, h, r, &text);
	if (st != GCL_OK)
		return st;
	gcl_http_head(&text, 0, &head);
	st = gcl_http_request(c, doc, &head, &req);
	if (st == GCL_OK && !req->method.text.ptr)
		st = add_method(c, r, &req->method);
	if (st == GCL_OK && r->joined)
		st = gcl_http_joined(c, doc, &h->all, r->body);
	if (st == GCL_OK && !is_form(req))
		st = gcl_http_code(c, doc, HTTP_EDITOR, r->body, r->body_end,
		    false);
	return st == GCL_OK ? body(c, h, doc, r, &head) : st;
}

static enum gcl_status
say_spent(struct capture *c, struct document *doc, const struct http *h,
	struct span line)
{
	return gcl_http_remark(c, doc, &h->all, line, "capture-broken",
	    "the variables used in this file are too long to go on with",
	    "split the file, or write out the longest values");
}

static enum gcl_status
no_request(struct capture *c, struct document *doc, const struct http *h,
	struct span line)
{
	return gcl_http_remark(c, doc, &h->all, gcl_http_trim(line),
	    "capture-broken", "this is no request line", is_curl(line) ?
	    "put curl commands into a file of their own" :
	    "a request begins as in 'POST https://host/path'");
}

static enum gcl_status
split(struct capture *c, struct http *h, struct document *doc, bool *more)
{
	struct draft r = { .off = h->pos };
	enum gcl_status st, sought;
	struct span line;

	*more = r.off < h->all.text.len;
	if (!*more)
		return GCL_OK;
	gcl_http_line(h->all.text, r.off, &line);
	read_head(h, &r);
	read_body(h, &r);
	if (is_request(line))
		st = request(c, h, doc, &r);
	else
		st = no_request(c, doc, h, line);
	if (st == GCL_OK && gcl_http_vars_spent(h))
		st = say_spent(c, doc, h, line);
	sought = seek(c, h, r.end);
	doc->end = h->pos;
	return st == GCL_OK ? sought : st;
}

enum gcl_status
gcl_http_editor(struct capture *c, struct http *h)
{
	enum gcl_status st = gcl_http_vars_read(c, h);

	h->recorded = false;
	h->split = split;
	return st == GCL_OK ? seek(c, h, h->pos) : st;
}
