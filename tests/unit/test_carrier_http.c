/*
 * Requests in raw captures, editors' files and curl's transcripts.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "carrier/carrier.h"

extern const struct carrier gcl_carrier_http;

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct capture c;
	struct document doc;
	struct gcl_error err;
	struct buf seen;	/* what was found, in words */
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_error_reset(&f->err);
	gcl_capture_init(&f->c, LIMIT_TEXT_BYTES, LIMIT_DEPTH_DEFAULT);
	gcl_buf_init(&f->seen, LIMIT_TEXT_BYTES);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_capture_release(&f->c);
	gcl_buf_release(&f->seen);
	free(f);
	return 0;
}

static void
begin(struct fixture *f, struct span text)
{
	gcl_reader_bytes(&f->c.reader, text);
	gcl_capture_begin(&f->c, "calls", NULL);
	f->doc.index = 0;
}

static bool
next(struct fixture *f)
{
	bool more;

	assert_int_equal(gcl_carrier_split(&gcl_carrier_http, &f->c, &f->doc,
	    &more, &f->err), GCL_OK);
	/* Only bodies are counted. */
	f->doc.index += f->doc.body.text.ptr != NULL;
	return more;
}

/* ---- what was found, as text ---- */

static void
show_place(struct fixture *f, size_t off, size_t len)
{
	struct gcl_place at;

	assert_true(off + len <= f->c.src.text.len);
	assert_int_equal(gcl_source_place(&f->c.src, off, len, &at), GCL_OK);
	gcl_buf_addf(&f->seen, "%llu:%llu", (unsigned long long)at.line,
	    (unsigned long long)at.column);
}

static void
show(struct fixture *f, const char *what, const struct piece *p)
{
	size_t off = 0, len = p->text.len;

	if (!p->text.ptr)
		return;
	gcl_piece_locate(p, &off, &len);
	gcl_buf_addf(&f->seen, "%s ", what);
	show_place(f, off, len);
	gcl_buf_addc(&f->seen, ' ');
	gcl_buf_addspan(&f->seen, p->text);
	gcl_buf_addc(&f->seen, '\n');
}

static void
show_headers(struct fixture *f, const struct header *h)
{
	for (; h; h = h->next) {
		gcl_buf_addspan(&f->seen, h->name.text);
		show(f, ":", &h->value);
	}
}

static void
show_remarks(struct fixture *f)
{
	const struct remark *r;

	for (r = f->doc.remarks; r; r = r->next) {
		gcl_buf_addf(&f->seen, "%s ", r->rule);
		show_place(f, r->off, r->len);
		gcl_buf_addf(&f->seen, "+%zu %s\n", r->len, r->say);
	}
}

static void
show_document(struct fixture *f)
{
	const struct request *req = f->doc.request;
	const struct response *res = f->doc.response;

	if (req) {
		show(f, "method", &req->method);
		show(f, "target", &req->target);
		show_headers(f, req->headers);
	}
	show(f, "body", &f->doc.body);
	if (res) {
		gcl_buf_addf(&f->seen, "%d ", res->status);
		show(f, "at", &res->start);
		show_headers(f, res->headers);
		show(f, "answer", &res->body);
	}
	show_remarks(f);
}

/* All documents of text, each behind a line of its own. */
static const char *
read_all(struct fixture *f, struct span text)
{
	size_t last = 0;

	gcl_buf_reset(&f->seen);
	begin(f, text);
	while (next(f)) {
		assert_true(f->doc.end >= last && f->doc.end <= text.len);
		last = f->doc.end;
		gcl_buf_adds(&f->seen, f->doc.recorded ? "== recorded\n" :
		    "== template\n");
		show_document(f);
	}
	return gcl_buf_str(&f->seen);
}

struct row {
	const char *text, *want;
};

static void
assert_rows(struct fixture *f, const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		assert_string_equal(read_all(f, gcl_span_str(rows[i].text)),
		    rows[i].want);
}

/* ---- messages as they went over the line ---- */

#define POST "POST /a HTTP/1.1\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n"
#define GET "GET /b HTTP/1.1\r\n\r\n"
#define POST_SEEN "== recorded\nmethod 1:1 POST\ntarget 1:6 /a\n"
#define CHUNKED_SEEN "Transfer-Encoding: 2:20 chunked\n"

static const struct row heads[] = {
	{ "GET / HTTP/1.1", "== recorded\nmethod 1:1 GET\ntarget 1:5 /\n" },
	{ "\r\n\nGET / HTTP/1.0\n",
		"== recorded\nmethod 3:1 GET\ntarget 3:5 /\n" },
	{ "\xef\xbb\xbfGET / HTTP/2\n",
		"== recorded\nmethod 1:1 GET\ntarget 1:5 /\n" },
	{ POST "Host:x\r\nA : \t b \r\nEmpty:\r\n\r\n",
		POST_SEEN "Host: 2:6 x\nA: 3:7 b\nEmpty: 4:7 \n" },
	{ POST "A: b\r\n\t c\r\n  d\r\nB: e\r\n\r\n",
		POST_SEEN "A: 2:4 b c d\nB: 5:4 e\n" },
	{ POST ":authority: x\n\n", POST_SEEN ":authority: 2:13 x\n" },
	{ "POST /a b HTTP/1.1\n\n",
		"== recorded\nmethod 1:1 POST\ntarget 1:6 /a b\n" },
	{ POST "A: b\r\nno colon\r\nnone\r\nB: c\r\n\r\n", POST_SEEN
		"A: 2:4 b\nB: 5:4 c\n"
		"capture-broken 3:1+8 this header line has no colon\n" },
	{ POST "A: b\n{\"a\":1}", POST_SEEN "A: 2:4 b\nbody 3:1 {\"a\":1}\n"
		"capture-broken 3:1+1 no empty line between the headers and "
		"the body\n" },
};

static void
heads_are_read_as_people_write_them(void **state)
{
	assert_rows(*state, heads, ROWS(heads));
}

static const struct row bodies[] = {
	{ POST "Content-Length: 2\r\n\r\n{}",
		POST_SEEN "Content-Length: 2:17 2\nbody 4:1 {}\n" },
	{ POST "Content-Length: 4\r\n\r\n{}\r\n\n\n",
		POST_SEEN "Content-Length: 2:17 4\nbody 4:1 {}\r\n\n" },
	{ POST "\r\n{}\r\n\r\n" GET, POST_SEEN "body 3:1 {}\n"
		"== recorded\nmethod 5:1 GET\ntarget 5:5 /b\n" },
	{ POST "Content-Length: 2\r\n\r\n{}" GET,
		POST_SEEN "Content-Length: 2:17 2\nbody 4:1 {}\n"
		"== recorded\nmethod 4:3 GET\ntarget 4:7 /b\n" },
	{ POST "Content-Length: 0\r\n\r\n" GET,
		POST_SEEN "Content-Length: 2:17 0\n"
		"== recorded\nmethod 4:1 GET\ntarget 4:5 /b\n" },
	/* A start line in a body of the right length is none. */
	{ POST "Content-Length: 19\r\n\r\n" GET " \r\n",
		POST_SEEN "Content-Length: 2:17 19\n"
		"body 4:1 " GET "\n" },
	/* Shorter than what is there. */
	{ POST "Content-Length: 1\r\n\r\n{\"a\":1}\n\n" GET,
		POST_SEEN "Content-Length: 2:17 1\nbody 4:1 {\"a\":1}\n"
		"== recorded\nmethod 6:1 GET\ntarget 6:5 /b\n" },
	{ POST "Content-Length: 3\r\n\r\na=b" GET,
		POST_SEEN "Content-Length: 2:17 3\nbody 4:1 a=b\n"
		"== recorded\nmethod 4:4 GET\ntarget 4:8 /b\n" },
	/* No message begins in a string. */
	{ POST "Content-Length: 4\r\n\r\n{\"a\":\"\\\"}HTTP/1.1 200 OK\"}",
		POST_SEEN "Content-Length: 2:17 4\n"
		"body 4:1 {\"a\":\"\\\"}HTTP/1.1 200 OK\"}\n" },
	/* Longer. */
	{ POST "Content-Length: 3\r\n\r\n{}" GET,
		POST_SEEN "Content-Length: 2:17 3\nbody 4:1 {}\n"
		"capture-broken 2:17+1 Content-Length says 3 bytes, and 2 "
		"follow\n== recorded\nmethod 4:3 GET\ntarget 4:7 /b\n" },
	{ POST "Content-Length: 99999999999999999999999\r\n\r\n{}",
		POST_SEEN "Content-Length: 2:17 99999999999999999999999\n"
		"body 4:1 {}\ncapture-broken 2:17+23 Content-Length says "
		"18446744073709551615 bytes, and 2 follow\n" },
	{ POST "Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}" GET,
		POST_SEEN "Content-Length: 2:17 2\nContent-Length: 3:17 9\n"
		"body 5:1 {}\n== recorded\nmethod 5:3 GET\n"
		"target 5:7 /b\n" },
	{ POST "Content-Length: x\r\n\r\n{}",
		POST_SEEN "Content-Length: 2:17 x\nbody 4:1 {}\n"
		"capture-broken 2:17+1 Content-Length is no number\n" },
	{ POST "Content-Encoding: gzip\r\n\r\n{}" GET,
		POST_SEEN "Content-Encoding: 2:19 gzip\ncapture-encoding "
		"2:19+4 the body is encoded, and so it is not linted\n"
		"== recorded\nmethod 4:3 GET\ntarget 4:7 /b\n" },
	{ POST "content-encoding: Identity\r\n\r\n{}",
		POST_SEEN "content-encoding: 2:19 Identity\nbody 4:1 {}\n" },
	{ POST "Transfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
		POST_SEEN "Transfer-Encoding: 2:20 gzip, chunked\n"
		"capture-encoding 2:20+13 the body is encoded, and so it is "
		"not linted\n" },
	{ POST "Content-Encoding: gzip\r\n\r\n",
		POST_SEEN "Content-Encoding: 2:19 gzip\n" },
};

static void
a_body_is_all_that_stands_before_the_next_message(void **state)
{
	assert_rows(*state, bodies, ROWS(bodies));
}

static const struct row chunks[] = {
	{ POST CHUNKED "\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n" GET,
		POST_SEEN CHUNKED_SEEN "body 5:1 {\"a\":1}\n"
		"== recorded\nmethod 10:1 GET\ntarget 10:5 /b\n" },
	{ POST CHUNKED "\n4;x=\"y\" \n{\"a\"\n0003 ;z\n:1}\n0\nSum: 1\n\n",
		POST_SEEN CHUNKED_SEEN "body 5:1 {\"a\":1}\n" },
	{ POST CHUNKED "\r\n9\r\n{\"a\": \r\n1\r\n1\r\n}\r\n0\r\n",
		POST_SEEN CHUNKED_SEEN "body 5:1 {\"a\": \r\n1}\n" },
	/* A proxy took the chunks apart. */
	{ POST CHUNKED "\r\n{\"a\":1}\r\n",
		POST_SEEN CHUNKED_SEEN "body 4:1 {\"a\":1}\n" },
	/* The sizes lie: too large, too small, to a line break, to the end. */
	{ POST CHUNKED "\r\n9\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n" GET,
		POST_SEEN CHUNKED_SEEN "body 5:1 {\"a\":1}\n"
		"capture-broken 4:1+1 the size of the chunk says 9 bytes, and "
		"it has 4\n== recorded\nmethod 10:1 GET\ntarget 10:5 /b\n" },
	{ POST CHUNKED "\r\n2\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n",
		POST_SEEN CHUNKED_SEEN "body 5:1 {\"a\":1}\n"
		"capture-broken 4:1+1 the size of the chunk says 2 bytes, and "
		"it has 4\n" },
	{ POST CHUNKED "\r\n8\r\n{\"a\":1}\r\n0\r\n\r\n",
		POST_SEEN CHUNKED_SEEN "body 5:1 {\"a\":1}\n"
		"capture-broken 4:1+1 the size of the chunk says 8 bytes, and "
		"it has 7\n" },
	{ POST CHUNKED "\r\n1\r\n{\r\n\"a\":1}\r\n0\r\n\r\n",
		POST_SEEN CHUNKED_SEEN "body 5:1 {\r\n\"a\":1}\n"
		"capture-broken 4:1+1 the size of the chunk says 1 bytes, and "
		"it has 9\n" },
	{ POST CHUNKED "\r\nff\r\n{\"a\":1}\r\n" GET,
		POST_SEEN CHUNKED_SEEN "body 5:1 {\"a\":1}\n"
		"capture-broken 4:1+2 the size of the chunk says 255 bytes, "
		"and it has 7\n== recorded\nmethod 6:1 GET\n"
		"target 6:5 /b\n" },
	{ POST CHUNKED "\r\nxyz\r\n{\"a\":1}\r\n0\r\n\r\n" GET,
		POST_SEEN CHUNKED_SEEN "body 5:1 {\"a\":1}\n"
		"capture-broken 4:1+3 this is no size of a chunk\n"
		"== recorded\nmethod 8:1 GET\ntarget 8:5 /b\n" },
	{ POST CHUNKED "\r\ngrant_type=password&a=b\r\n" GET,
		POST_SEEN CHUNKED_SEEN "body 4:1 grant_type=password&a=b\n"
		"capture-broken 4:1+23 this is no size of a chunk\n"
		"== recorded\nmethod 5:1 GET\ntarget 5:5 /b\n" },
	{ POST CHUNKED "\r\n99\r\n[1,\r\n0\r\n]\r\n0\r\n\r\n",
		POST_SEEN CHUNKED_SEEN "body 5:1 [1,\r\n0\r\n]\n"
		"capture-broken 4:1+2 the size of the chunk says 153 bytes, "
		"and it has 9\n" },
	{ POST CHUNKED "\r\n4\r\n{\"a\"\r\n-3\r\n:1}\r\n0\r\n\r\n",
		POST_SEEN CHUNKED_SEEN "body 5:1 {\"a\":1}\n"
		"capture-broken 6:1+2 this is no size of a chunk\n" },
	{ POST CHUNKED "\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n" GET,
		POST_SEEN CHUNKED_SEEN "body 5:1 {\"a\":1}\n"
		"capture-broken 6:1+1 the last chunk, of size 0, is missing\n"
		"== recorded\nmethod 8:1 GET\ntarget 8:5 /b\n" },
	{ POST CHUNKED "\r\n", POST_SEEN CHUNKED_SEEN },
	{ POST CHUNKED "\r\n0\r\n\r\nwhat\r\n" GET,
		POST_SEEN CHUNKED_SEEN "capture-broken 6:1+4 this is no "
		"request line, and belongs to no request\n"
		"== recorded\nmethod 7:1 GET\ntarget 7:5 /b\n" },
};

static void
chunks_are_joined_and_lies_are_told(void **state)
{
	assert_rows(*state, chunks, ROWS(chunks));
}

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"
#define BAD "HTTP/1.1 400 Bad Request\r\n\r\n{\"status\":400}\r\n"
#define TWO "Content-Length: 2\r\n\r\n{}"

static const struct row answers[] = {
	{ POST TWO BAD, POST_SEEN "Content-Length: 2:17 2\nbody 4:1 {}\n"
		"400 at 4:3 HTTP/1.1 400 Bad Request\n"
		"answer 6:1 {\"status\":400}\n" },
	/* In turns, and all of them behind the requests. */
	{ GET OK GET BAD, "== recorded\nmethod 1:1 GET\ntarget 1:5 /b\n"
		"200 at 3:1 HTTP/1.1 200 OK\nContent-Length: 4:17 2\n"
		"answer 6:1 []\n== recorded\nmethod 6:3 GET\n"
		"target 6:7 /b\n400 at 8:1 HTTP/1.1 400 Bad Request\n"
		"answer 10:1 {\"status\":400}\n" },
	{ GET GET OK BAD, "== recorded\nmethod 1:1 GET\ntarget 1:5 /b\n"
		"200 at 5:1 HTTP/1.1 200 OK\nContent-Length: 6:17 2\n"
		"answer 8:1 []\n== recorded\nmethod 3:1 GET\ntarget 3:5 /b\n"
		"400 at 8:3 HTTP/1.1 400 Bad Request\n"
		"answer 10:1 {\"status\":400}\n" },
	/* One answer to two requests belongs to the one it is next to. */
	{ GET GET BAD GET, "== recorded\nmethod 1:1 GET\ntarget 1:5 /b\n"
		"== recorded\nmethod 3:1 GET\ntarget 3:5 /b\n"
		"400 at 5:1 HTTP/1.1 400 Bad Request\n"
		"answer 7:1 {\"status\":400}\n"
		"== recorded\nmethod 8:1 GET\ntarget 8:5 /b\n" },
	{ GET GET GET OK "HTTP/1.1 103 Early Hints\r\n\r\n" BAD,
		"== recorded\nmethod 1:1 GET\ntarget 1:5 /b\n"
		"== recorded\nmethod 3:1 GET\ntarget 3:5 /b\n"
		"200 at 7:1 HTTP/1.1 200 OK\nContent-Length: 8:17 2\n"
		"answer 10:1 []\n== recorded\nmethod 5:1 GET\n"
		"target 5:5 /b\n400 at 12:1 HTTP/1.1 400 Bad Request\n"
		"answer 14:1 {\"status\":400}\n" },
	{ GET "HTTP/1.1 103 Early Hints\r\n\r\n" BAD,
		"== recorded\nmethod 1:1 GET\ntarget 1:5 /b\n"
		"400 at 5:1 HTTP/1.1 400 Bad Request\n"
		"answer 7:1 {\"status\":400}\n" },
	{ POST "Content-Length: 2\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n{}"
		BAD, POST_SEEN "Content-Length: 2:17 2\nbody 6:1 {}\n"
		"400 at 6:3 HTTP/1.1 400 Bad Request\n"
		"answer 8:1 {\"status\":400}\n" },
	{ GET "HTTP/1.1 422 No\r\n" CHUNKED "\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n"
		"0\r\n\r\n", "== recorded\nmethod 1:1 GET\ntarget 1:5 /b\n"
		"422 at 3:1 HTTP/1.1 422 No\n"
		"Transfer-Encoding: 4:20 chunked\nanswer 7:1 {\"a\":1}\n" },
	/* Told of where it would be needed, and only there. */
	{ GET "HTTP/1.1 200 OK\nContent-Encoding: br\n\n\x8b\x03\x80\n",
		"== recorded\nmethod 1:1 GET\ntarget 1:5 /b\n"
		"200 at 3:1 HTTP/1.1 200 OK\nContent-Encoding: 4:19 br\n" },
	{ GET "HTTP/1.1 400 No\nContent-Encoding: br\n\n\x8b\x03\x80\n",
		"== recorded\nmethod 1:1 GET\ntarget 1:5 /b\n"
		"400 at 3:1 HTTP/1.1 400 No\nContent-Encoding: 4:19 br\n"
		"capture-encoding 4:19+2 the body is encoded, and so it is "
		"not linted\n" },
	{ GET "HTTP/1.1 400 No\nContent-Encoding: br\n\n{\"a\":1}\n",
		"== recorded\nmethod 1:1 GET\ntarget 1:5 /b\n"
		"400 at 3:1 HTTP/1.1 400 No\nContent-Encoding: 4:19 br\n"
		"answer 6:1 {\"a\":1}\n" },
	{ OK GET, "== recorded\nmethod 4:3 GET\ntarget 4:7 /b\n" },
	{ OK, "== recorded\n"
		"capture-broken 1:1+15 no request was found here\n" },
};

static void
answers_go_with_their_requests(void **state)
{
	assert_rows(*state, answers, ROWS(answers));
}

static const struct row others[] = {
	{ "junk\r\nmore\n" GET BAD, "== recorded\nmethod 3:1 GET\n"
		"target 3:5 /b\n400 at 5:1 HTTP/1.1 400 Bad Request\n"
		"answer 7:1 {\"status\":400}\ncapture-broken 1:1+4 this is no "
		"request line, and belongs to no request\n" },
	{ "POST http://h/a HTTP/1.1\r\n" TWO GET,
		"== template\nmethod 1:1 POST\ntarget 1:6 http://h/a\n"
		"Content-Length: 2:17 2\nbody 4:1 {}\n"
		"== template\nmethod 4:3 GET\ntarget 4:7 /b\n" },
	{ "", "" }, { "\n \r\n", "" },
	{ "{\"a\":1}", "== template\n"
		"capture-broken 1:1+7 this is no request line\n" },
};

static void
what_is_no_message_is_told(void **state)
{
	assert_rows(*state, others, ROWS(others));
}

/* ---- editors' files ---- */

#define E "== template\n"

static const struct row editors[] = {
	{ "GET https://h/a\n", E "method 1:1 GET\ntarget 1:5 https://h/a\n" },
	{ "https://h/a", E "method 1:1 GET\ntarget 1:1 https://h/a\n" },
	{ "# c\n// d\n\npost /a\nA: b\n\n{}\n\n",
		E "method 4:1 post\ntarget 4:6 /a\nA: 5:4 b\nbody 7:1 {}\n" },
	{ "### one\nPOST /a HTTP/1.1\n\n{}\n\n###\n\n### two\n# @name x\n"
		"GET {{h}}/b\n", E "method 2:1 POST\ntarget 2:6 /a\n"
		"body 4:1 {}\n" E "method 10:1 GET\ntarget 10:5 {{h}}/b\n" },
	{ "POST /a HTTP/1.1\nA: b\n#C: d\nE: f\n\n{}",
		E "method 1:1 POST\ntarget 1:6 /a\nA: 2:4 b\nE: 4:4 f\n"
		"body 6:1 {}\n" },
	/* Targets on several lines. */
	{ "GET /a\n  ?b=1\n  &c=2\nA: b\n", E "method 1:1 GET\n"
		"target 1:5 /a?b=1&c=2\nA: 4:4 b\n" },
	{ "GET /a?\n    b=1&\n    c=2\n  A: b\n", E "method 1:1 GET\n"
		"target 1:5 /a?b=1&c=2\nA: 4:6 b\n" },
	/* Variables. */
	{ "@h = https://x\n@p=+1555\n\nPOST {{h}}/a\nA: {{ p }}, {{p}}\n\n"
		"{\"a\":\"{{p}}\",\"b\":\"{{q}}\"}\n",
		E "method 4:1 POST\ntarget 4:6 https://x/a\n"
		"A: 5:4 +1555, +1555\n"
		"body 7:1 {\"a\":\"+1555\",\"b\":\"{{q}}\"}\n" },
	{ "@a=1\n@b={{a}}2\nGET /{{b}}\n###\n@a=3\n@b={{a}}4\nGET /{{b}}\n",
		E "method 3:1 GET\ntarget 3:5 /12\n"
		E "method 7:1 GET\ntarget 7:5 /34\n" },
	{ "GET /{{a}}{{\n###\n@a={{a}}x\nGET /{{a}}\n",
		E "method 1:1 GET\ntarget 1:5 /{{a}}x{{\n"
		E "method 4:1 GET\ntarget 4:5 /{{a}}xx\n" },
	{ "GET /{{{a}}}\n@a=1\n", E "method 1:1 GET\n"
		"target 1:5 /{1}\ncapture-broken 2:1+4 this header line "
		"has no colon\n" },
	/* Comments in a body are not sent. */
	{ "POST /a\n\n{\n// x\n\"a\":1\n  # y\n}\n", E "method 1:1 POST\n"
		"target 1:6 /a\nbody 3:1 {\n\"a\":1\n}\n" },
	{ "POST /a\nContent-Type: application/x-www-form-urlencoded\n\n"
		"a=1\n  &b=2\n", E "method 1:1 POST\ntarget 1:6 /a\n"
		"Content-Type: 2:15 application/x-www-form-urlencoded\n"
		"body 4:1 a=1&b=2\n" },
	{ "POST /a\nTransfer-Encoding: chunked\n\nab\n",
		E "method 1:1 POST\ntarget 1:6 /a\n"
		"Transfer-Encoding: 2:20 chunked\nbody 4:1 ab\n" },
	{ "POST /a HTTP/1.1\n\n{}\n###\nGET /b HTTP/1.1\n",
		E "method 1:1 POST\ntarget 1:6 /a\nbody 3:1 {}\n"
		E "method 5:1 GET\ntarget 5:5 /b\n" },
	/* Scripts and files. */
	{ "< {%\n### x\n%}\nPOST /a\n\n{}\n\n> {%\n### y\n%}\n"
		"<> old.json\n###\nGET /b\n", E "method 4:1 POST\n"
		"target 4:6 /a\nbody 6:1 {}\n"
		E "method 13:1 GET\ntarget 13:5 /b\n" },
	{ "POST /a\n\n{}\n> after.js\n>>! out.json\n", E
		"method 1:1 POST\ntarget 1:6 /a\nbody 3:1 {}\n" },
	{ "POST /a\n\n{}\n> {% never closed\n###\nGET /b\n", E
		"method 1:1 POST\ntarget 1:6 /a\nbody 3:1 {}\n"
		E "method 6:1 GET\ntarget 6:5 /b\n" },
	{ "POST /a\n\n< ./call.json\n", E "method 1:1 POST\ntarget 1:6 /a\n"
		"curl-file-skipped 3:1+13 the body is in a file, which is not "
		"read\n" },
	{ "POST /a\n\n<@ ./call.json\n", E "method 1:1 POST\n"
		"target 1:6 /a\ncurl-file-skipped 3:1+14 the body is in a "
		"file, which is not read\n" },
	{ "POST /a\nContent-Encoding: gzip\n\n{}\n", E "method 1:1 POST\n"
		"target 1:6 /a\nContent-Encoding: 2:19 gzip\n"
		"capture-encoding 2:19+4 the body is encoded, and so it is "
		"not linted\n" },
	/* Slips. */
	{ "POST {{h}}/a HTTP/1.1\n{\"a\":1}\n", E "method 1:1 POST\n"
		"target 1:6 {{h}}/a\nbody 2:1 {\"a\":1}\n"
		"capture-broken 2:1+1 no empty line between the headers and "
		"the body\n" },
	{ "POST /a\n\n{}\n\nGET /b\n", E "method 1:1 POST\ntarget 1:6 /a\n"
		"body 3:1 {}\n" E "method 5:1 GET\ntarget 5:5 /b\n" },
	{ "### x\nwhat is this\n\nmore\n###\ncurl https://h/a\n###\nGET /b\n",
		E "capture-broken 2:1+12 this is no request line\n"
		E "capture-broken 6:1+16 this is no request line\n"
		E "method 8:1 GET\ntarget 8:5 /b\n" },
	{ "### a\nwhat\n\nPOST /a HTTP/1.1\n",
		E "capture-broken 2:1+4 this is no request line\n"
		E "method 4:1 POST\ntarget 4:6 /a\n" },
	{ "### only\n@a=1\n# text\n", "" },
};

static void
editors_files_are_templates(void **state)
{
	assert_rows(*state, editors, ROWS(editors));
}

static void
variables_have_an_end(void **state)
{
	static const char use[] = "{{v}}";
	struct fixture *f = *state;
	size_t n, len = LIMIT_VARIABLE_BYTES / 100;
	struct buf text;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	gcl_buf_adds(&text, "@v=");
	for (n = 0; n < len; n++)
		gcl_buf_addc(&text, 'x');
	gcl_buf_adds(&text, "\nPOST /a\n\n");
	for (n = 0; n < 200; n++)
		gcl_buf_adds(&text, use);
	begin(f, gcl_buf_span(&text));
	assert_true(next(f));
	assert_true(f->doc.body.text.len < LIMIT_VARIABLE_BYTES + text.len);
	assert_non_null(f->doc.remarks);
	assert_string_equal(f->doc.remarks->rule, "capture-broken");
	assert_null(f->doc.remarks->next);
	assert_memory_equal(f->doc.body.text.ptr + f->doc.body.text.len -
	    strlen(use), use, strlen(use));
	gcl_buf_release(&text);
}

static void
header_lines_have_an_end(void **state)
{
	struct fixture *f = *state;
	const struct header *h;
	struct buf text;
	size_t n;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	gcl_buf_adds(&text, POST);
	for (n = 0; n < LIMIT_HEADERS + 2; n++)
		gcl_buf_addf(&text, "A%zu: b\n", n);
	gcl_buf_adds(&text, "\n{}");
	begin(f, gcl_buf_span(&text));
	assert_true(next(f));
	for (n = 0, h = f->doc.request->headers; h; h = h->next)
		n++;
	assert_int_equal(n, LIMIT_HEADERS);
	assert_non_null(f->doc.remarks);
	assert_string_equal(f->doc.remarks->say,
	    "too many header lines: the rest is not read");
	assert_null(f->doc.remarks->next);
	assert_true(gcl_span_is(f->doc.body.text, "{}"));
	gcl_buf_release(&text);
}

/* ---- what curl tells ---- */

#define V_POST "> POST /a HTTP/1.1\r\n> A: b\r\n> \r\n"
#define V_SEEN "== recorded\nmethod 1:3 POST\ntarget 1:8 /a\nA: 2:6 b\n"

static const struct row transcripts[] = {
	{ "*   Trying 192.0.2.1:443...\n> POST /a HTTP/2\n> host: h\n>\n"
		"{\n\"a\":1\n}\n* We are completely uploaded and fine\n"
		"< HTTP/2 400 \n< b: c\n<\n{\"d\":2}\n* Connection #0 to host "
		"h left intact\n", "== recorded\nmethod 2:3 POST\n"
		"target 2:8 /a\nhost: 3:9 h\nbody 5:1 {\n\"a\":1\n}\n"
		"400 at 9:3 HTTP/2 400\nb: 10:6 c\nanswer 12:1 {\"d\":2}\n" },
	/* What curl says next may stand on the last line of a body. */
	{ V_POST "{\"a\":\"}\"}* uploaded\n< HTTP/1.1 404 No\n<\n"
		"{\"b\":\n2}* Connection #0 to host h left intact\n$ \n",
		V_SEEN "body 4:1 {\"a\":\"}\"}\n"
		"404 at 5:3 HTTP/1.1 404 No\nanswer 7:1 {\"b\":\n2}\n" },
	/* The answer's body behind what curl says, and then a prompt. */
	{ V_POST "} [7 bytes data]\n< HTTP/1.1 404 No\n<\n{ [7 bytes data]\n"
		"* Connection #0 to host h left intact\n{\"b\":2}$ ls\n",
		V_SEEN "404 at 5:3 HTTP/1.1 404 No\nanswer 9:1 {\"b\":2}\n" },
	{ V_POST "<\nnothing\n* a\n", V_SEEN },
	{ V_POST "* a\n{\"a\":1}\n", V_SEEN },
	{ V_POST "{\"a\":1}\n*b\n", V_SEEN "body 4:1 {\"a\":1}\n" },
	{ V_POST "< HTTP/1.1 100 Continue\n<\n{\"a\":1}\n< HTTP/1.1 200 OK\n"
		"< C: d\n<\n", V_SEEN "body 6:1 {\"a\":1}\n"
		"200 at 7:3 HTTP/1.1 200 OK\nC: 8:6 d\n" },
	{ V_POST "< HTTP/1.1 302 Go\n<\n* Issue another request\n"
		"> GET /b HTTP/1.1\n>\n< HTTP/1.1 200 OK\n<\nyes\n",
		V_SEEN "302 at 4:3 HTTP/1.1 302 Go\n"
		"== recorded\nmethod 7:3 GET\ntarget 7:7 /b\n"
		"200 at 9:3 HTTP/1.1 200 OK\nanswer 11:1 yes\n" },
	/* The progress meter. */
	{ "  % Total    % Received % Xferd  Average Speed   Time\n"
		"                                 Dload  Upload   Total\n"
		"\r  0     0    0     0    0     0      0      0 --:--:-- "
		"--:--:-- --:--:--     0*   Trying 192.0.2.1:80...\n"
		"> GET /b HTTP/1.1\n>\n< HTTP/1.1 400 No\n<\n{ [7 bytes data]\n"
		"\r100   161  100    30  100   131  17371  75854 --:--:-- "
		"--:--:-- --:--:--  157k\n* Closing connection 0\n{\"a\":1}",
		"== recorded\nmethod 5:3 GET\ntarget 5:7 /b\n"
		"400 at 7:3 HTTP/1.1 400 No\nanswer 13:1 {\"a\":1}\n" },
	{ "15:50:09.641941 [0-0] * Connected to h\n"
		"15:50:09.641942 [0-0] > GET /b HTTP/1.1\n"
		"15:50:09.641942 [0-0] > \n15:50:09.641949 < HTTP/1.1 400 No\n"
		"15:50:09.641949 < \n{}\n",
		"== recorded\nmethod 2:25 GET\ntarget 2:29 /b\n"
		"400 at 4:19 HTTP/1.1 400 No\nanswer 6:1 {}\n" },
	{ V_POST "{\"a\":1", V_SEEN "body 4:1 {\"a\":1\n" },
	{ "> POST /a HTTP/1.1\n> A: b\n{\"a\":1}\n< HTTP/1.1 200 OK\n",
		V_SEEN "body 3:1 {\"a\":1}\n200 at 4:3 HTTP/1.1 200 OK\n" },
	{ "Script started\n" "*   Trying h\n> GET /b HTTP/1.1\r\r\n> \r\r\n",
		"== recorded\nmethod 3:3 GET\ntarget 3:7 /b\n" },
	/* curl says that it sent something, and not what. */
	{ "> POST /a HTTP/1.1\n> Content-Length: 7\n> \n* sent\n"
		"< HTTP/1.1 200 OK\n", "== recorded\nmethod 1:3 POST\n"
		"target 1:8 /a\nContent-Length: 2:19 7\n"
		"200 at 5:3 HTTP/1.1 200 OK\ncapture-encoding 2:19+1 "
		"the body that was sent is not shown, and so it is not "
		"linted\n" },
	{ "> POST /a HTTP/1.1\n> Content-Length: 0\n> \n", "== recorded\n"
		"method 1:3 POST\ntarget 1:8 /a\nContent-Length: 2:19 0\n" },
	{ "*   Trying h\n* Could not connect\n", "== recorded\n"
		"capture-broken 1:1+12 no request was found here\n" },
};

static void
transcripts_are_read_by_their_marks(void **state)
{
	assert_rows(*state, transcripts, ROWS(transcripts));
}

static const struct row traces[] = {
	{ "== Info:   Trying h\n=> Send header, 33 bytes (0x21)\n"
		"0000: POST /a HTTP/1.1\n0012: Host: h\n001b: A: b\n0021: \n"
		"=> Send data, 14 bytes (0xe)\n0000: {.  \"a\": 1.5.}\n"
		"== Info: fine\n<= Recv header, 17 bytes (0x11)\n"
		"0000: HTTP/1.1 400 No\n<= Recv header, 2 bytes (0x2)\n"
		"0000: \n<= Recv data, 7 bytes (0x7)\n0000: {\"b\":2}\n"
		"== Info: Connection #0 to host h left intact\n",
		"== recorded\nmethod 3:7 POST\ntarget 3:12 /a\nHost: 4:13 h\n"
		"A: 5:10 b\nbody 8:7 {\n  \"a\": 1.5\n}\n"
		"400 at 11:7 HTTP/1.1 400 No\nanswer 15:7 {\"b\":2}\n" },
	/* Chunks, and a line of the dump where a chunk goes on. */
	{ "15:50:09.641941 => Send header, 46 bytes (0x2e)\n"
		"0000: POST /a HTTP/1.1\n0012: Transfer-Encoding: chunked\n"
		"002e: \n15:50:09.641942 => Send data, 21 bytes (0x15)\n"
		"0000: 4\n0003: {\"a\"\n0009: 3\n000c: :1}\n0011: 0\n0014: \n"
		"* upload completely sent off\n",
		"== recorded\nmethod 2:7 POST\ntarget 2:12 /a\n"
		"Transfer-Encoding: 3:26 chunked\nbody 7:7 {\"a\":1}\n" },
	{ "*   Trying h\n=> Send header, 18 bytes (0x12)\n"
		"0000: POST /a HTTP/1.1\n=> Send header, 9 bytes (0x9)\n"
		"0000: A: b\n0006: GET /c\n=> Send data, 10 bytes (0xa)\n"
		"0000: {\"a\":[.1]}\n", "== recorded\nmethod 3:7 POST\n"
		"target 3:12 /a\nA: 5:10 b\nbody 8:7 {\"a\":[\n1]}\n"
		"capture-broken 6:7+6 this header line has no colon\n" },
	/* Dots of a form are dots. */
	{ "=> Send header, 20 bytes (0x14)\n0000: POST /a HTTP/1.1\n"
		"0012: \n=> Send data, 5 bytes (0x5)\n0000: a=b.c\n",
		"== recorded\nmethod 2:7 POST\ntarget 2:12 /a\n"
		"body 5:7 a=b.c\n" },
	/* An editor stripped what was blank. */
	{ "=> Send header, 20 bytes (0x14)\n0000: POST /a HTTP/1.1\n"
		"0012:\n=> Send data, 18 bytes (0x12)\n"
		"0000: {\"a\":\n0008: 1}\n",
		"== recorded\nmethod 2:7 POST\ntarget 2:12 /a\n"
		"body 5:7 {\"a\":   1}\n" },
	{ "=> Send header, 20 bytes (0x14)\n"
		"0000: 50 4f 53 54 20 2f 61 20 48 54 54 50 2f 31 2e 31 "
		"POST /a HTTP/1.1\n"
		"0010: 0d 0a 0d 0a                                     ....\n"
		"=> Send data, 10 bytes (0xa)\n"
		"0000: 7b 0a 22 61 22 3a 31 2e 30 7d                   "
		"{.\"a\":1.0}\n",
		"== recorded\nmethod 2:55 POST\ntarget 2:60 /a\n"
		"body 5:55 {\n\"a\":1.0}\n" },
	{ "== Info: x\n=> Send SSL data, 5 bytes (0x5)\n0000: GET /\n"
		"=> Send header, 20 bytes (0x14)\n0000: GET /a HTTP/1.1\n"
		"=> Send header, 20 bytes (0x14)\n0000: GET /b HTTP/1.1\n",
		"== recorded\nmethod 5:7 GET\ntarget 5:11 /a\n"
		"== recorded\nmethod 7:7 GET\ntarget 7:11 /b\n" },
	{ "=> Send data, 5 bytes (0x5)\n0000: GET /\n", "== recorded\n"
		"capture-broken 1:1+27 no request was found here\n" },
};

static void
dumps_are_joined(void **state)
{
	assert_rows(*state, traces, ROWS(traces));
}

/* ---- places ---- */

static const char body[] = "{\"type\": \"call\", \"participants\": "
	"[{\"address\": \"+15551234567\", \"name\": \"\\u00e9 J.\", "
	"\"state\": \"initial\"}]}";

#define BODY_LEN (sizeof(body) - 1)

/* Each byte of a text stands where it says, and so does its end. */
static void
assert_in_place(struct fixture *f, const struct piece *p)
{
	size_t i, off = 0, len, end;

	for (i = 0; i < p->text.len; i++) {
		end = off;
		off = i;
		len = 1;
		gcl_piece_locate(p, &off, &len);
		/* A line break counts as a blank. */
		if (len > 1 && p->text.ptr[i] == ' ')
			continue;
		assert_int_equal(len, 1);
		assert_int_equal(f->c.src.text.ptr[off], p->text.ptr[i]);
		assert_true(i == 0 || off > end);
	}
	i = p->text.len;
	len = 0;
	gcl_piece_locate(p, &i, &len);
	assert_int_equal(i, off + 1);
	assert_int_equal(len, 0);
}

static void
assert_body_in_place(struct fixture *f)
{
	assert_true(next(f));
	assert_true(gcl_span_is(f->doc.body.text, body));
	assert_in_place(f, &f->doc.body);
}

static void
each_byte_of_a_value_is_in_its_place(void **state)
{
	static const char *const texts[] = {
		POST "A: b\r\n  cd\r\n\te\r\nB: f\r\n\r\n",
		"=> Send header, 37 bytes (0x25)\n0000: POST /a HTTP/1.1\n"
		"0012: Abcdef: gh\n001e:  ij\n0023: \n",
		"=> Send header, 40 bytes (0x28)\n0000: POST /abcdef HTT\n"
		"0010: P/1.1\n0017: Abc: defghi\n0022: jk\n0026: \n",
	};
	struct fixture *f = *state;
	const struct header *h;
	size_t i;

	for (i = 0; i < ROWS(texts); i++) {
		begin(f, gcl_span_str(texts[i]));
		assert_true(next(f));
		h = f->doc.request->headers;
		assert_non_null(h);
		assert_in_place(f, &f->doc.request->target);
		for (; h; h = h->next) {
			assert_in_place(f, &h->name);
			assert_in_place(f, &h->value);
		}
	}
}

static void
add_chunk(struct buf *text, size_t off, size_t end)
{
	if (off == end)
		return;
	gcl_buf_addf(text, "%zx\r\n%.*s\r\n", end - off, (int)(end - off),
	    body + off);
}

static void
each_byte_of_a_chunk_is_in_its_place(void **state)
{
	struct fixture *f = *state;
	struct buf text;
	size_t i, j;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	for (i = 0; i <= BODY_LEN; i++)
		for (j = i; j <= BODY_LEN; j += 7) {
			gcl_buf_reset(&text);
			gcl_buf_adds(&text, POST CHUNKED "\r\n");
			/* What begins like JSON is taken for it. */
			add_chunk(&text, 0, i);
			add_chunk(&text, i, j);
			add_chunk(&text, j, BODY_LEN);
			gcl_buf_adds(&text, "0\r\n\r\n" GET);
			begin(f, gcl_buf_span(&text));
			assert_body_in_place(f);
			assert_null(f->doc.remarks);
			assert_true(next(f));
			assert_false(next(f));
		}
	gcl_buf_release(&text);
}

/* The dump that curl would write of body, in lines of width bytes. */
static void
dump(struct buf *text, size_t width)
{
	size_t i, j, n;

	gcl_buf_addf(text, "=> Send data, %zu bytes (0x%zx)\n", BODY_LEN,
	    BODY_LEN);
	for (i = 0; i < BODY_LEN; i += n) {
		n = BODY_LEN - i < width ? BODY_LEN - i : width;
		gcl_buf_addf(text, "%04zx: ", i);
		for (j = 0; j < 16 && width == 16; j++)
			if (j < n)
				gcl_buf_addf(text, "%02x ",
				    (unsigned char)body[i + j]);
			else
				gcl_buf_adds(text, "   ");
		gcl_buf_addf(text, "%.*s\n", (int)n, body + i);
	}
}

static void
each_byte_of_a_dump_is_in_its_place(void **state)
{
	static const size_t widths[] = { 16, 64 };
	struct fixture *f = *state;
	struct buf text;
	size_t i;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	for (i = 0; i < ROWS(widths); i++) {
		gcl_buf_reset(&text);
		gcl_buf_adds(&text, "=> Send header, 20 bytes (0x14)\n"
		    "0000: POST /a HTTP/1.1\n0012: \n");
		dump(&text, widths[i]);
		begin(f, gcl_buf_span(&text));
		assert_body_in_place(f);
		assert_false(next(f));
	}
	gcl_buf_release(&text);
}

static void
a_value_is_in_the_place_of_its_variable(void **state)
{
	static const char text[] = "@v=abc\nPOST /a\n\n{\"x\":\"{{v}}\",\"y\"}";
	struct fixture *f = *state;
	size_t off = 7, len = 1, at = strcspn(text, "{") + 6;

	begin(f, SPAN(text));
	assert_true(next(f));
	gcl_piece_locate(&f->doc.body, &off, &len);
	assert_int_equal(off, at);
	assert_int_equal(len, strlen("{{v}}"));
	off = strlen("{\"x\":\"abc\",");
	len = 3;
	gcl_piece_locate(&f->doc.body, &off, &len);
	assert_int_equal(off, at + strlen("{{v}}\","));
	assert_int_equal(len, 3);
}

static void
what_stands_as_it_is_is_a_slice(void **state)
{
	static const char *const texts[] = {
		POST "\r\n{}", POST CHUNKED "\r\n2\r\n{}\r\n0\r\n\r\n",
		"### x\nPOST {{h}}/a\n\n{}\n", V_POST "{}\n",
		("=> Send header, 20 bytes (0x14)\n0000: POST /a HTTP/1.1\n"
		"0012: \n=> Send data, 2 bytes (0x2)\n0000: {}\n"),
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(texts); i++) {
		begin(f, gcl_span_str(texts[i]));
		assert_true(next(f));
		assert_null(f->doc.body.map);
		assert_ptr_equal(f->doc.body.text.ptr, strstr(texts[i],
		    "{}"));
	}
}

static void
a_document_ends_where_the_next_begins(void **state)
{
	static const struct {
		const char *text;
		size_t ends[3];
	} rows[] = {
		{ GET GET, { sizeof(GET) - 1, 2 * sizeof(GET) - 2 } },
		{ GET BAD GET, { sizeof(GET BAD) - 1, sizeof(GET BAD GET) -
			1 } },
		/* What comes behind them belongs to the last one. */
		{ GET GET OK BAD, { sizeof(GET) - 1, sizeof(GET GET OK BAD) -
			1 } },
		{ "GET /a\n### b\n@c=d\nGET /e\n###\n@f=g\n", { 18, 34 } },
		{ V_POST "* a\n" V_POST "* b\n", { sizeof(V_POST) + 3,
			2 * sizeof(V_POST) + 6 } },
	};
	struct fixture *f = *state;
	size_t i, j;

	for (i = 0; i < ROWS(rows); i++) {
		begin(f, gcl_span_str(rows[i].text));
		for (j = 0; next(f); j++)
			assert_int_equal(f->doc.end, rows[i].ends[j]);
		assert_int_equal(j, 2);
	}
}

static void
an_answers_date_is_the_requests_time(void **state)
{
	static const struct {
		const char *date;
		int64_t want;
	} rows[] = {
		{ "Mon, 23 Nov 2026 15:50:09 GMT", 1795449009 },
		{ "Thu, 01 Jan 1970 00:00:01 GMT", 1 },
		{ "Thu, 29 Feb 2024 23:59:59 GMT", 1709251199 },
		{ "Fri, 01 Mar 2024 00:00:00 GMT", 1709251200 },
		{ "Fri, 01 Mai 2024 00:00:00 GMT", 0 },
		{ "Fri, 01 Mar 2024", 0 },
		{ "Fri, 0x Mar 2024 00:00:00 GMT", 0 },
	};
	struct fixture *f = *state;
	char text[128];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), GET "HTTP/1.1 200 OK\r\nDate: "
		    "%s\r\n\r\n", rows[i].date);
		begin(f, gcl_span_str(text));
		assert_true(next(f));
		assert_int_equal(f->doc.request->time, rows[i].want);
	}
}

/* ---- all of them ---- */

static const struct {
	const struct row *rows;
	size_t n;
} tables[] = {
	{ heads, ROWS(heads) }, { bodies, ROWS(bodies) },
	{ chunks, ROWS(chunks) }, { answers, ROWS(answers) },
	{ others, ROWS(others) }, { editors, ROWS(editors) },
	{ transcripts, ROWS(transcripts) }, { traces, ROWS(traces) },
};

/* Places are asked for all that is found: show_place() checks them. */
static void
a_capture_may_end_anywhere(void **state)
{
	struct fixture *f = *state;
	size_t i, j, len;
	char *copy;

	for (i = 0; i < ROWS(tables); i++)
		for (j = 0; j < tables[i].n; j++) {
			len = strlen(tables[i].rows[j].text);
			while (len-- > 0) {
				/* Of its own size, for the sanitizer. */
				copy = malloc(len + 1);
				assert_non_null(copy);
				memcpy(copy, tables[i].rows[j].text, len);
				assert_non_null(read_all(f, gcl_span(copy,
				    len)));
				free(copy);
			}
		}
}

static void
content_tells(void **state)
{
	static const char *const yes[] = {
		"GET /a HTTP/1.1", "\n\nPOST /a HTTP/2\r\n", "GET /a",
		"POST {{h}}/a", "PATCH https://h/a", "HTTP/1.1 200 OK\n",
		"###\n", "### a\n", "### a\n@b=c\n# d\nGET /a\n",
		"###\nhttps://h/a", "# c\n// d\nGET /a\n", "@a = b", "@a=",
		"< {%\n", "*   Trying 192.0.2.1...",
		"* new words\n{ [5 bytes data]\n* more\n> GET / HTTP/1.1\n",
		"* new words\n\n=> Send header, 5 bytes",
		"* Host h was resolved",
		"> POST /a HTTP/2", "< HTTP/1.1 200", "== Info: x",
		"=> Send header, 1 bytes (0x1)", "* Connected to h",
		"15:50:09.641941 => Send header, 1",
		("\xef\xbb\xbf" "GET / HTTP/1.1"),
	};
	static const char *const no[] = {
		"", "{}", "[]", "\n {\"a\": 1}", "\"GET /a HTTP/1.1\"", "#",
		"GET", "GET /a 200 12ms", "GET all", "HTTP/1.1", "HTTP/1.1 x",
		"######", "### a\ntext\n", "@a = b\nx = y\n", "* one\n* two\n",
		"* one\nGET /a HTTP/1.1\n", "* one\n> two\n", "@a",
		"@pytest.mark(a=1)",
		"> a quotation", "<html>", "2026-01-02 GET /a", "null",
		"curl https://h/a", "-- Info:", "12:30 > GET / HTTP/1.1",
		"GET /a HTTP/x",
	};
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(yes); i++)
		assert_non_null(gcl_carrier_http.sniff(gcl_span_str(yes[i])));
	for (i = 0; i < ROWS(no); i++)
		assert_null(gcl_carrier_http.sniff(gcl_span_str(no[i])));
}

static void
an_input_that_is_too_large_is_told(void **state)
{
	struct fixture *f = *state;
	bool more = true;

	f->c.reader.max = 4;
	begin(f, SPAN("GET / HTTP/1.1"));
	assert_int_equal(gcl_carrier_split(&gcl_carrier_http, &f->c, &f->doc,
	    &more, &f->err), GCL_ELIMIT);
	assert_false(more);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(heads_are_read_as_people_write_them),
		TEST(a_body_is_all_that_stands_before_the_next_message),
		TEST(chunks_are_joined_and_lies_are_told),
		TEST(answers_go_with_their_requests),
		TEST(what_is_no_message_is_told),
		TEST(editors_files_are_templates),
		TEST(variables_have_an_end),
		TEST(header_lines_have_an_end),
		TEST(transcripts_are_read_by_their_marks),
		TEST(dumps_are_joined),
		TEST(each_byte_of_a_value_is_in_its_place),
		TEST(each_byte_of_a_chunk_is_in_its_place),
		TEST(each_byte_of_a_dump_is_in_its_place),
		TEST(a_value_is_in_the_place_of_its_variable),
		TEST(what_stands_as_it_is_is_a_slice),
		TEST(a_document_ends_where_the_next_begins),
		TEST(an_answers_date_is_the_requests_time),
		TEST(a_capture_may_end_anywhere),
		TEST(content_tells),
		TEST(an_input_that_is_too_large_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
