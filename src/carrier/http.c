/*
 * Captured HTTP requests: as they went over the line, as editors keep them, and
 * as curl tells of them.  One file each; which one it is, the first line says
 * that is neither empty nor a comment.
 */
#include "config.h"

#include "carrier/http_p.h"

#include <strings.h>

static struct span
behind_bom(struct span s)
{
	return gcl_http_begins(s, "\xef\xbb\xbf") ?
	    gcl_span(s.ptr + 3, s.len - 3) : s;
}

static bool
is_separator(struct span line)
{
	return gcl_http_begins(line, "###") &&
	    (line.len == 3 || line.ptr[3] != '#');
}

static bool
is_comment(struct span line)
{
	return (gcl_http_begins(line, "#") && !is_separator(line)) ||
	    gcl_http_begins(line, "//");
}

/* METHOD target, where both are well known. */
static bool
is_short_request(struct span line)
{
	static const char *const begins[] = {
		"GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "HEAD ",
		"OPTIONS ",
	};
	struct http_words w;
	size_t i;

	for (i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (gcl_http_begins(line, begins[i]))
			break;
	if (i == sizeof(begins) / sizeof(begins[0]))
		return false;
	gcl_http_words(line, &w);
	return (gcl_http_begins(w.target, "/") ||
	    gcl_http_begins(w.target, "{{") ||
	    gcl_http_begins(w.target, "http")) &&
	    !memchr(w.target.ptr, ' ', w.target.len);
}

static bool
is_script(struct span line)
{
	return gcl_http_begins(line, "< {%");
}

static bool
is_answer(struct span line)
{
	return gcl_http_status_line(line) > 0;
}

static bool
is_dump(struct span line)
{
	return gcl_http_begins(line, "== Info:") ||
	    gcl_http_begins(line, "=> Send ") ||
	    gcl_http_begins(line, "<= Recv ");
}

static bool
is_sent(struct span line)
{
	return gcl_http_begins(line, "> ") &&
	    gcl_http_request_line(gcl_span(line.ptr + 2, line.len - 2));
}

/* Lines that curl -v begins with, by version and by what it is asked to do. */
static bool
is_curl_talk(struct span line)
{
	static const char *const begins[] = {
		"*   Trying ", "* Host ", "* Connected to ", "* About to ",
		"* Rebuilt URL", "* Uses proxy", "* Added ", "* Re-using ",
		"* processing:", "* Could not resolve", "< HTTP/",
		"% Total ", "Note: Unnecessary use of -X",
	};
	size_t i;

	for (i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (gcl_http_begins(line, begins[i]))
			return true;
	return is_sent(line);
}

/* Whatever curl says first: is it followed by what it sends? */
static bool
is_long_talk(struct span text)
{
	struct span line;
	size_t pos = 0;

	while (pos < text.len) {
		pos = gcl_http_line(text, pos, &line);
		if (is_sent(line) || is_dump(line))
			return true;
		if (line.len > 0 && !gcl_http_begins(line, "* ") &&
		    !gcl_http_begins(line, "{ [") &&
		    !gcl_http_begins(line, "} ["))
			break;
	}
	return false;
}

static bool
has_separator(struct span text)
{
	return gcl_http_begins(text, "###") ||
	    memmem(text.ptr, text.len, "\n###", 4);
}

/* Is there a comment in the head that begins at pos? */
static bool
has_comment(struct span text, size_t pos)
{
	struct span line;

	do {
		pos = gcl_http_line(text, pos, &line);
		if (is_comment(line))
			return true;
	} while (pos < text.len && gcl_http_trim(line).len > 0);
	return false;
}

/* Nobody writes the sizes of chunks by hand. */
static bool
is_chunked(struct span text, size_t pos)
{
	static const char name[] = "transfer-encoding:";
	struct span line;

	do {
		pos = gcl_http_line(text, pos, &line);
		if (line.len >= sizeof(name) - 1 &&
		    !strncasecmp(line.ptr, name, sizeof(name) - 1))
			return true;
	} while (pos < text.len && gcl_http_trim(line).len > 0);
	return false;
}

/* Editors write a version as well, but also what no wire has seen. */
static enum gcl_status
begin_message(struct capture *c, struct http *h)
{
	struct span text = h->all.text, line;

	gcl_http_line(text, h->pos, &line);
	if ((has_separator(text) && !is_chunked(text, h->pos)) ||
	    has_comment(text, h->pos) || memmem(line.ptr, line.len, "{{", 2))
		return gcl_http_editor(c, h);
	return gcl_http_raw(c, h);
}

/* Newer versions write their own words into a dump as -v does. */
static enum gcl_status
begin_talk(struct capture *c, struct http *h)
{
	struct span line;
	size_t pos, skip;

	for (pos = h->pos; pos < h->all.text.len; ) {
		pos = gcl_http_line(h->all.text, pos, &line);
		skip = gcl_http_behind_stamp(line);
		line = gcl_span(line.ptr + skip, line.len - skip);
		if (is_dump(line))
			return gcl_http_trace(c, h);
		if (gcl_http_begins(line, "> "))
			break;
	}
	return gcl_http_verbose(c, h);
}

/*
 * The first line tells nothing.  Without a request of any form it is taken for
 * an editor's file, where each line that is none is complained of.
 */
static enum gcl_status
begin_unknown(struct capture *c, struct http *h)
{
	static const struct {
		enum gcl_status (*begin)(struct capture *c, struct http *h);
		size_t (*seek)(struct span text, size_t pos);
	} forms[] = {
		{ gcl_http_raw, gcl_http_seek },
		{ gcl_http_verbose, gcl_http_verbose_seek },
		{ gcl_http_trace, gcl_http_trace_seek },
	};
	struct span text = h->all.text;
	size_t i;

	if (!has_separator(text))
		for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
			if (forms[i].seek(text, h->pos) < text.len)
				return forms[i].begin(c, h);
	return gcl_http_editor(c, h);
}

struct sign {
	bool (*is)(struct span line);
	enum gcl_status (*begin)(struct capture *c, struct http *h);
	const char *why;
};

static const struct sign signs[] = {
	{ gcl_http_request_line, begin_message,
		"the first line is a request line" },
	{ is_answer, begin_message, "the first line is a status line" },
	{ is_short_request, gcl_http_editor,
		"the first line is a request line" },
	{ is_script, gcl_http_editor,
		"the first line begins a script of an editor's file" },
	{ is_dump, gcl_http_trace,
		"the first line is as curl --trace-ascii writes it" },
	{ is_curl_talk, begin_talk, "the first line is as curl -v writes it" },
};

static const struct sign talk = {
	NULL, begin_talk, "it begins as curl -v does"
};

/* What stands before a request in an editor's file. */
static const struct sign marks[] = {
	{ is_separator, gcl_http_editor, "the first line begins with ###" },
	{ gcl_http_variable, gcl_http_editor,
		"the first line is a variable of an editor's file" },
};

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

static const struct sign *
match(const struct sign *list, size_t n, struct span line)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (list[i].is(line))
			return &list[i];
	return NULL;
}

static bool
is_url(struct span line)
{
	return gcl_http_begins(line, "http") || gcl_http_begins(line, "{{");
}

/*
 * What the first line says that is neither empty nor a comment, or NULL.  A
 * mark alone is as good as any heading: a request has to come next.
 */
static const struct sign *
find_sign(struct span text)
{
	const struct sign *mark = NULL, *s;
	size_t pos, skip, off;
	struct span line;

	for (pos = 0; pos < text.len; ) {
		off = pos;
		pos = gcl_http_line(text, pos, &line);
		skip = gcl_http_behind_stamp(line);
		line = gcl_http_trim(gcl_span(line.ptr + skip,
		    line.len - skip));
		if (line.len == 0 || is_comment(line))
			continue;
		s = match(marks, N_ELEMS(marks), line);
		if (s) {
			mark = mark ? mark : s;
			continue;
		}
		s = match(signs, N_ELEMS(signs), line);
		if (mark)
			return s || is_url(line) ? mark : NULL;
		text = gcl_span(text.ptr + off, text.len - off);
		return s || !is_long_talk(text) ? s : &talk;
	}
	return mark;
}

static const char *
sniff(struct span head)
{
	const struct sign *sign = find_sign(behind_bom(head));

	return sign ? sign->why : NULL;
}

static enum gcl_status
begin(struct capture *c, struct http **out, struct gcl_error *err)
{
	struct http *h = gcl_arena_calloc(&c->input, 1, sizeof(*h));
	const struct sign *sign;
	enum gcl_status st;
	struct span text;

	if (!h)
		return GCL_ENOMEM;
	st = gcl_capture_all(c, &text, err);
	if (st != GCL_OK)
		return st;
	h->all = gcl_capture_slice(c, 0, text.len);
	sign = find_sign(behind_bom(text));
	h->pos = text.len - behind_bom(text).len;
	while (h->pos < text.len && gcl_json_blank(text.ptr[h->pos]))
		h->pos++;
	st = sign ? sign->begin(c, h) : begin_unknown(c, h);
	c->state = *out = h;
	return st;
}

/* A recording without a request, which says so. */
static enum gcl_status
nothing(struct capture *c, const struct http *h, struct document *doc,
	bool *more)
{
	struct span line;

	gcl_http_line(h->all.text, 0, &line);
	*more = true;
	doc->end = h->all.text.len;
	return gcl_http_remark(c, doc, &h->all, line, "capture-broken",
	    "no request was found here",
	    "a request begins as in 'POST /path HTTP/1.1'");
}

static enum gcl_status
split(struct capture *c, struct document *doc, bool *more,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	struct http *h = c->state;

	*more = false;
	if (!h)
		st = begin(c, &h, err);
	if (st == GCL_OK)
		st = h->split(c, h, doc, more);
	if (st == GCL_OK && !*more && h->recorded && !h->found)
		st = nothing(c, h, doc, more);
	if (st == GCL_OK) {
		doc->recorded = h->recorded;
		h->found = true;
	}
	if (st == GCL_ELIMIT && *more)
		return gcl_error_set(err, st, "a request is too large");
	return st == GCL_ENOMEM ? gcl_error_nomem(err) : st;
}

/* What curl says is kept as a log too; then the content decides. */
static const char *const extensions[] = { ".http", ".rest", ".log", NULL };

const struct carrier gcl_carrier_http = {
	.name = "http",
	.summary = "HTTP requests: raw, curl -v, or an editor's .http file",
	.extensions = extensions,
	.sniff = sniff,
	.split = split,
	.encode = gcl_http_encode,
	.settle = gcl_http_settle,
};
