/*
 * Messages as they go over the line (RFC 9112), one behind the other.
 *
 * A body is as long as its head says, if another message or the end follows
 * there; otherwise it is all that stands before the next start line, since
 * people edit captures.
 */
#include "config.h"

#include "carrier/http_p.h"

struct message {
	struct http_head head;
	int status;		/* 0: a request */
	uint64_t length;	/* what Content-Length says; see has_length */
	bool has_length, chunked;
	size_t body, end;	/* as it stands, chunks and all */
	size_t next;		/* the start line behind it, or the end */
};

/*
 * How far a length is followed: many of them may lead to the same place, which
 * is then read as often.
 */
#define BREAK_BYTES 64
#define START_BYTES 8192

/* Without a line end before it, a line might begin anywhere in a method. */
static bool
is_start(struct span text, size_t off, struct span line)
{
	struct http_words w;

	gcl_http_words(line, &w);
	return gcl_http_start_line(line) && (text.ptr[off - 1] == '\n' ||
	    w.method.len == 0 || gcl_http_method(w.method));
}

/* Does a message, or nothing, follow n bytes of body at off? */
static bool
follows(struct span text, size_t off, uint64_t n, size_t *next)
{
	struct span near = text, line;

	if (n > text.len - off)
		return false;
	off += (size_t)n;
	if (text.len - off > BREAK_BYTES)
		near.len = off + BREAK_BYTES;
	*next = off = gcl_json_skip_blanks(near, off);
	near.len = text.len - off > START_BYTES ? off + START_BYTES : text.len;
	if (gcl_http_line(near, off, &line) == text.len && line.len == 0)
		return true;
	return is_start(text, off, line);
}

/*
 * Behind what a server says before it answers (RFC 9110 section 15.2), which
 * stands between a head and its body where the client waits for it.
 */
static size_t
behind_interim(const struct piece *in, size_t pos)
{
	struct http_head head;
	struct span line;
	int status;

	while (pos < in->text.len) {
		gcl_http_line(in->text, pos, &line);
		status = gcl_http_status_line(line);
		if (status == 0 || status >= 200)
			break;
		gcl_http_head(in, pos, &head);
		pos = head.body;
	}
	return pos;
}

static void
chunked_end(struct span text, struct message *m)
{
	struct http_chunks k;

	gcl_http_chunks_init(&k, text, m->body);
	while (gcl_http_chunks_next(&k))
		;
	m->end = k.pos;
	m->next = gcl_http_seek(text, k.pos);
}

static void
read_message(const struct piece *in, size_t pos, struct message *m)
{
	struct span text = in->text;

	gcl_http_head(in, pos, &m->head);
	m->status = gcl_http_status_line(m->head.start);
	m->body = m->head.body;
	if (m->status == 0)
		m->body = behind_interim(in, m->body);
	m->has_length = gcl_http_number(m->head.length, 10, &m->length);
	m->chunked = gcl_http_chunked(&m->head, text, m->body);
	if (m->chunked) {
		chunked_end(text, m);
	} else if (m->has_length && follows(text, m->body, m->length,
	    &m->next)) {
		m->end = m->body + (size_t)m->length;
	} else {
		m->end = m->next = gcl_http_seek(text, m->body);
		while (m->end > m->body &&
		    gcl_json_blank(text.ptr[m->end - 1]))
			m->end--;
	}
}

/*
 * The requests from pos on that follow each other, and the answers behind
 * them: the last request goes with the last answer.
 */
static void
look_ahead(struct http *h, size_t pos)
{
	size_t answers = 0;
	struct message m;

	h->requests = h->unanswered = 0;
	for (; pos < h->all.text.len; pos = m.next) {
		read_message(&h->all, pos, &m);
		if (m.status > 0)
			break;
		h->requests++;
	}
	h->answer = pos;
	for (; pos < h->all.text.len; pos = m.next) {
		read_message(&h->all, pos, &m);
		if (m.status == 0)
			break;
		answers += m.status >= 200;
	}
	h->end = pos;
	if (h->requests > answers)
		h->unanswered = h->requests - answers;
}

/* What stands in [off, end), where there should be nothing. */
static enum gcl_status
stray(struct capture *c, struct document *doc, const struct http *h,
	size_t off, size_t end)
{
	struct span text = gcl_span(h->all.text.ptr, end), line;

	off = gcl_json_skip_blanks(text, off);
	if (off >= end)
		return GCL_OK;
	gcl_http_line(text, off, &line);
	return gcl_http_remark(c, doc, &h->all, line, "capture-broken",
	    "this is no request line, and belongs to no request",
	    "a request begins as in 'POST /path HTTP/1.1'");
}

static enum gcl_status
check_length(struct capture *c, struct document *doc, const struct message *m)
{
	const struct span *at = &m->head.length;
	size_t got = m->next - m->body;
	const char *say;

	if (at->len == 0 || m->head.transfer.len > 0)
		return GCL_OK;
	if (!m->has_length)
		return gcl_http_remark(c, doc, m->head.in, *at,
		    "capture-broken", "Content-Length is no number",
		    "write the length of the body in bytes");
	if (m->length <= got)
		return GCL_OK;
	say = gcl_capture_words(c, "Content-Length says %llu bytes, and %zu "
	    "follow", (unsigned long long)m->length, m->end - m->body);
	return gcl_http_remark(c, doc, m->head.in, *at, "capture-broken", say,
	    "capture the request again, as a whole");
}

/* The next answer that is one, if this request has one. */
static enum gcl_status
answer(struct capture *c, struct http *h, struct document *doc,
	struct request *req)
{
	enum gcl_status st;
	struct message m;

	if (h->unanswered > 0) {
		h->unanswered--;
		return GCL_OK;
	}
	for (; h->answer < h->end; h->answer = m.next) {
		read_message(&h->all, h->answer, &m);
		if (m.status < 200)
			continue;
		h->answer = m.next;
		st = gcl_http_response(c, doc, &m.head, &h->all, m.body,
		    m.end, req);
		return st;
	}
	return GCL_OK;
}

static enum gcl_status
request(struct capture *c, struct http *h, struct document *doc)
{
	struct request *req;
	enum gcl_status st;
	struct message m;

	read_message(&h->all, h->pos, &m);
	st = gcl_http_request(c, doc, &m.head, &req);
	if (st == GCL_OK)
		st = check_length(c, doc, &m);
	if (st == GCL_OK)
		st = gcl_http_body(c, doc, &m.head, &h->all, m.body, m.end,
		    &doc->body);
	if (st == GCL_OK)
		st = gcl_http_code(c, doc, HTTP_RAW, m.body, m.end,
		    m.chunked);
	if (st == GCL_OK)
		st = stray(c, doc, h, m.end, m.next);
	if (st == GCL_OK)
		st = answer(c, h, doc, req);
	h->requests--;
	h->pos = h->requests > 0 ? m.next : h->end;
	return st;
}

static enum gcl_status
split(struct capture *c, struct http *h, struct document *doc, bool *more)
{
	enum gcl_status st = GCL_OK;
	size_t pos;

	if (h->requests == 0 && h->pos < h->all.text.len) {
		pos = gcl_http_seek(h->all.text, h->pos);
		st = stray(c, doc, h, h->pos, pos);
		look_ahead(h, pos);
		if (h->requests == 0) {
			/* Answers to nothing, at the beginning. */
			pos = h->end;
			look_ahead(h, pos);
		}
		h->pos = pos;
	}
	*more = h->pos < h->all.text.len;
	if (*more && st == GCL_OK)
		st = request(c, h, doc);
	doc->end = h->pos;
	return st;
}

enum gcl_status
gcl_http_raw(struct capture *c, struct http *h)
{
	struct http_words w;
	struct span line;

	(void)c;
	gcl_http_line(h->all.text, gcl_http_seek(h->all.text, h->pos), &line);
	gcl_http_words(line, &w);
	/* A URL is what editors write, and clients of a proxy. */
	h->recorded = !memmem(w.target.ptr, w.target.len, "://", 3);
	h->split = split;
	return GCL_OK;
}

enum gcl_status
gcl_http_answer(struct capture *c, struct document *doc,
	const struct piece *all)
{
	struct request none = { .time = 0 };
	struct message m, last = { .status = 0 };
	size_t pos;

	for (pos = 0; pos < all->text.len; pos = m.next) {
		read_message(all, pos, &m);
		if (m.status >= last.status || m.status >= 200)
			last = m;
	}
	return gcl_http_response(c, doc, &last.head, all, last.body, last.end,
	    &none);
}
