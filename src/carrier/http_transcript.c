/*
 * What `curl -v` prints: '>' before what it sends, '<' before what it gets, and
 * '*' before what it says itself.
 *
 * curl does not print the body that it sends; who writes a report pastes it
 * behind the empty '>' line.  The answer's body comes from standard output,
 * and so stands anywhere behind its head, often with the next message of
 * curl's on its last line.
 */
#include "config.h"

#include "carrier/http_p.h"

/* The first of them that is no interim one. */
static enum gcl_status
answer(struct capture *c, struct document *doc, const struct http_exchange *x,
	struct request *req)
{
	const struct piece *in = &x->answer_body;
	struct http_head head;
	size_t pos = 0;
	int status = 0;

	while (pos < x->answer.text.len && status < 200) {
		gcl_http_head(&x->answer, pos, &head);
		status = gcl_http_status_line(head.start);
		pos = head.body;
	}
	if (status < 200)
		return GCL_OK;
	return gcl_http_response(c, doc, &head, in, 0, in->text.len, req);
}

/* What stands there as a whole can be edited. */
static enum gcl_status
note_coding(struct capture *c, struct document *doc,
	const struct http_head *head, const struct piece *body)
{
	size_t end = body->off + body->text.len;

	if (!body->text.ptr || body->map)
		return GCL_OK;
	return gcl_http_code(c, doc, HTTP_TOLD, body->off, end,
	    gcl_http_chunked(head, body->text, 0));
}

/* A body was sent, and neither curl nor who has called it shows it. */
static enum gcl_status
say_missing(struct capture *c, struct document *doc,
	const struct http_head *head)
{
	uint64_t n;

	if (!gcl_http_number(head->length, 10, &n) || n == 0)
		return GCL_OK;
	return gcl_http_remark(c, doc, head->in, head->length,
	    "capture-encoding",
	    "the body that was sent is not shown, and so it is not linted",
	    "put it behind the empty '>' line: curl -v does not print it");
}

enum gcl_status
gcl_http_exchange(struct capture *c, struct document *doc,
	const struct http_exchange *x)
{
	bool command = doc->request != NULL;
	struct http_head head;
	struct request *req;
	enum gcl_status st;

	gcl_http_head(&x->head, 0, &head);
	st = gcl_http_request(c, doc, &head, &req);
	if (st == GCL_OK)
		st = gcl_http_body(c, doc, &head, &x->body, 0,
		    x->body.text.len, &doc->body);
	if (st == GCL_OK)
		st = note_coding(c, doc, &head, &x->body);
	if (st == GCL_OK && !command && x->body.text.len == 0)
		st = say_missing(c, doc, &head);
	return st == GCL_OK ? answer(c, doc, x, req) : st;
}

static bool
is_in(char c, const char *set)
{
	return c != '\0' && strchr(set, c);
}

/* "15:50:09.641941 " by --trace-time, "[0-0] " by --trace-ids. */
size_t
gcl_http_behind_stamp(struct span line)
{
	size_t i = 0, at;

	while (i < line.len && is_in(line.ptr[i], "0123456789:."))
		i++;
	if (i != 15 || i == line.len || line.ptr[i++] != ' ')
		i = 0;
	for (at = i; at < line.len && is_in(line.ptr[at], "[0123456789-x]");)
		at++;
	if (at > i + 2 && line.ptr[i] == '[' && line.ptr[at - 1] == ']' &&
	    at < line.len && line.ptr[at] == ' ')
		i = at + 1;
	return i;
}

enum mark {
	MARK_NONE,		/* what curl did not write */
	MARK_SELF,
	MARK_SENT,
	MARK_GOT,
	MARK_ASIDE,		/* sizes, and the progress meter */
};

struct row {
	enum mark mark;
	struct span text;	/* behind the mark */
};

static bool
is_meter(struct span line)
{
	struct span text = gcl_http_trim(line);

	if (text.len == 0 || !is_in(text.ptr[0], "%D0123456789"))
		return false;
	return memmem(line.ptr, line.len, "--:--", 5) ||
	    memmem(line.ptr, line.len, "% Received", 10) ||
	    memmem(line.ptr, line.len, "Dload  Upload", 13);
}

/*
 * The progress meter is written over itself with carriage returns, so what
 * curl says next is on its line.
 */
static struct span
behind_meter(struct span line)
{
	size_t i = 0;

	while (i < line.len && is_in(line.ptr[i], "\r 0123456789.:-kMGT"))
		i++;
	if (i < 40 || i == line.len || !is_meter(gcl_span(line.ptr, i)))
		return line;
	return gcl_span(line.ptr + i, line.len - i);
}

/* "} [131 bytes data]" */
static bool
is_size(struct span line)
{
	static const char end[] = " bytes data]";
	size_t len = sizeof(end) - 1;

	return line.len > len + 3 && is_in(line.ptr[0], "{}") &&
	    line.ptr[1] == ' ' && line.ptr[2] == '[' &&
	    !memcmp(line.ptr + line.len - len, end, len);
}

static bool
is_mark(struct span line, char c)
{
	return line.len > 0 && line.ptr[0] == c &&
	    (line.len == 1 || gcl_json_blank(line.ptr[1]));
}

static enum mark
mark_of(struct span line)
{
	static const struct {
		char c;
		enum mark mark;
	} marks[] = {
		{ '*', MARK_SELF }, { '>', MARK_SENT }, { '<', MARK_GOT },
	};
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (is_mark(line, marks[i].c))
			return marks[i].mark;
	return is_size(line) || is_meter(line) ? MARK_ASIDE : MARK_NONE;
}

static size_t
read_row(struct span text, size_t pos, struct row *r)
{
	size_t skip;

	pos = gcl_http_line(text, pos, &r->text);
	r->text = behind_meter(r->text);
	skip = gcl_http_behind_stamp(r->text);
	r->mark = mark_of(gcl_span(r->text.ptr + skip, r->text.len - skip));
	if (r->mark == MARK_NONE)
		return pos;
	skip += r->text.len > skip + 1 ? 2 : 1;
	r->text.ptr += skip;
	r->text.len -= skip;
	return pos;
}

/* What is said with one mark in [off, end), as it went over the line. */
static enum gcl_status
gather(struct capture *c, const struct http *h, size_t off, size_t end,
	enum mark mark, struct piece *out)
{
	const char *text = h->all.text.ptr;
	struct decoder *d = &c->decoder;
	struct row r;
	size_t at;

	gcl_decoder_begin(d);
	while (off < end) {
		off = read_row(h->all.text, off, &r);
		if (r.mark != mark)
			continue;
		at = (size_t)(r.text.ptr - text);
		gcl_decoder_copy(d, gcl_span(r.text.ptr, off - at), at);
	}
	return gcl_decoder_take(d, end, &c->arena, out);
}

/* Lines that curl did not write: from the first one on, up to the last. */
struct run {
	size_t off, end;
	bool closed;
};

struct bodies {
	struct run sent, got;
	struct run *at;		/* which of them may come now; or NULL */
	bool interim;		/* the head of an answer that is none yet */
};

static void
add_row(struct bodies *b, size_t off, struct span line)
{
	struct run *run = b->at;

	if (gcl_http_trim(line).len == 0 || run->closed)
		return;
	if (run == &b->sent && is_in(line.ptr[0], "*<")) {
		run->closed = true;
		return;
	}
	if (run->end == 0)
		run->off = off;
	run->end = off + line.len;
}

/* What curl says ends a body; the answer's may come behind it as well. */
static void
close_run(struct bodies *b, enum mark mark)
{
	if (b->at && (b->at->end > 0 ||
	    (b->at == &b->sent && mark != MARK_ASIDE)))
		b->at->closed = true;
}

static void
end_head(struct bodies *b, const struct row *r, struct run *run)
{
	if (gcl_http_trim(r->text).len == 0) {
		b->at = run;
		/* Behind "100 Continue" the body may still come. */
		if (run == &b->sent && run->end == 0)
			run->closed = false;
	}
}

static void
read_bodies(struct span text, size_t off, size_t end, struct bodies *b)
{
	struct row r;
	size_t at;
	int status;

	*b = (struct bodies){ .at = NULL };
	for (at = off; at < end; at = off) {
		off = read_row(text, at, &r);
		at = (size_t)(r.text.ptr - text.ptr);
		if (r.mark == MARK_NONE && !b->at && gcl_http_json(r.text))
			b->at = &b->sent;
		if (r.mark == MARK_NONE && b->at)
			add_row(b, at, r.text);
		else
			close_run(b, r.mark);
		if (r.mark == MARK_SENT)
			end_head(b, &r, &b->sent);
		if (r.mark != MARK_GOT)
			continue;
		status = gcl_http_status_line(r.text);
		if (status > 0)
			b->interim = status < 200;
		end_head(b, &r, b->interim ? &b->sent : &b->got);
	}
}

/* Where the object or array ends that s begins with; 0 where it does not. */
static size_t
json_end(struct span s)
{
	size_t i, depth = 0;
	bool quoted = false;

	if (!gcl_http_json(s))
		return 0;
	for (i = 0; i < s.len; i++) {
		if (quoted && s.ptr[i] == '\\')
			i++;
		else if (s.ptr[i] == '"')
			quoted = !quoted;
		else if (!quoted && is_in(s.ptr[i], "{["))
			depth++;
		else if (!quoted && is_in(s.ptr[i], "}]") && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* The text of a run, without what curl went on to say on its last line. */
static struct piece
run_text(const struct capture *c, const struct run *run, bool alone)
{
	struct piece p = { 0 };
	struct span rest;
	size_t len;

	if (run->end == 0)
		return p;
	p = gcl_capture_slice(c, run->off, run->end);
	len = json_end(p.text);
	rest = gcl_span(p.text.ptr + len, p.text.len - len);
	if (len > 0 && (alone || is_mark(rest, '*')))
		p.text.len = len;
	return p;
}

static bool
begins_request(struct span text, size_t pos, size_t *next)
{
	struct row r;

	*next = read_row(text, pos, &r);
	return r.mark == MARK_SENT && gcl_http_request_line(r.text);
}

size_t
gcl_http_verbose_seek(struct span text, size_t pos)
{
	size_t next;

	while (pos < text.len && !begins_request(text, pos, &next))
		pos = next;
	return pos;
}

static enum gcl_status
split(struct capture *c, struct http *h, struct document *doc, bool *more)
{
	struct http_exchange x = { 0 };
	size_t off = h->pos, end, next;
	struct span text = h->all.text;
	enum gcl_status st;
	struct bodies b;

	*more = off < text.len;
	if (!*more)
		return GCL_OK;
	begins_request(text, off, &next);
	end = gcl_http_verbose_seek(text, next);
	h->pos = doc->end = end;
	st = gather(c, h, off, end, MARK_SENT, &x.head);
	if (st == GCL_OK)
		st = gather(c, h, off, end, MARK_GOT, &x.answer);
	if (st != GCL_OK)
		return st;
	read_bodies(text, off, end, &b);
	x.body = run_text(c, &b.sent, false);
	x.answer_body = run_text(c, &b.got, true);
	return gcl_http_exchange(c, doc, &x);
}

enum gcl_status
gcl_http_verbose(struct capture *c, struct http *h)
{
	(void)c;
	h->recorded = true;
	h->pos = gcl_http_verbose_seek(h->all.text, h->pos);
	h->split = split;
	return GCL_OK;
}
