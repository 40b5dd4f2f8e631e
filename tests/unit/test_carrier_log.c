/*
 * JSON in other text: what is a document, what is an answer, what is text,
 * and where it all stands.
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

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))
#define MAX_TEXTS 6

#define CALL "{\"type\":\"call\"}"
#define PRETTY "{\n  \"type\": \"call\",\n  \"participants\": [\n    " \
	"{\n      \"address\": \"+15551234567\"\n    }\n  ]\n}"
#define ERROR_BODY "{\"message\":\"m\",\"code\":\"bad.request\"," \
	"\"contextId\":\"c\"}"

extern const struct carrier gcl_carrier_log;

struct fixture {
	struct capture c;
	struct document doc;
	struct gcl_error err;
	struct buf text;	/* for what is made in a test */
	uint64_t told;		/* documents were given up to here */
	FILE *file;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_error_reset(&f->err);
	gcl_buf_init(&f->text, LIMIT_TEXT_BYTES);
	gcl_capture_init(&f->c, LIMIT_TEXT_BYTES, LIMIT_DEPTH_DEFAULT);
	*state = f;
	return 0;
}

static void
finish(struct fixture *f)
{
	if (f->file)
		fclose(f->file);
	f->file = NULL;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	finish(f);
	gcl_capture_release(&f->c);
	gcl_buf_release(&f->text);
	free(f);
	return 0;
}

/* ---- reading ---- */

static void
begin(struct fixture *f, struct span text, bool in_file)
{
	finish(f);
	if (in_file) {
		f->file = tmpfile();
		assert_non_null(f->file);
		assert_int_equal(fwrite(text.ptr, 1, text.len, f->file),
		    text.len);
		rewind(f->file);
		gcl_reader_fd(&f->c.reader, fileno(f->file));
	} else {
		gcl_reader_bytes(&f->c.reader, text);
	}
	gcl_capture_begin(&f->c, "app.log", NULL);
	f->doc = (struct document){ .index = 0 };
	f->told = 0;
}

/* The next document or part of text; each begins where the last one ended. */
static bool
next_part(struct fixture *f)
{
	bool more;

	gcl_error_reset(&f->err);
	assert_int_equal(gcl_carrier_split(&gcl_carrier_log, &f->c, &f->doc,
	    &more, &f->err), GCL_OK);
	if (!more)
		return false;
	assert_true(f->doc.end <= f->c.src.text.len);
	assert_true(f->c.src.base + f->doc.end > f->told);
	assert_true(f->c.src.base <= f->told);
	f->told = f->c.src.base + f->doc.end;
	return true;
}

static bool
next_document(struct fixture *f)
{
	while (next_part(f))
		if (f->doc.body.text.ptr)
			return true;
	return false;
}

static void
assert_documents(struct fixture *f, const char *text,
	const char *const *want)
{
	struct span all = gcl_span_str(text);
	int in_file;
	size_t i;

	for (in_file = 0; in_file < 2; in_file++) {
		begin(f, all, in_file);
		for (i = 0; want[i]; i++) {
			assert_true(next_document(f));
			assert_true(f->doc.found);
			assert_false(f->doc.recorded);
			assert_true(gcl_span_is(f->doc.body.text, want[i]));
			assert_ptr_equal(f->doc.body.text.ptr,
			    f->c.src.text.ptr + f->doc.body.off);
		}
		assert_false(next_document(f));
		assert_int_equal(f->told, all.len);
	}
}

struct row {
	const char *text;
	const char *want[MAX_TEXTS];
};

static void
assert_rows(struct fixture *f, const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		assert_documents(f, rows[i].text, rows[i].want);
}

/* ---- candidates ---- */

static void
texts_are_found_anywhere(void **state)
{
	static const struct row rows[] = {
		{ "", { NULL } },
		{ "no JSON here\n", { NULL } },
		{ CALL, { CALL } },
		{ "Payload: " CALL "\n", { CALL } },
		{ "[INFO] " CALL " [2026-01-02] " CALL, { CALL, CALL } },
		{ "[2026-01-02T10:00:00Z] [INFO] Payload: " PRETTY "\nx\n",
		  { PRETTY } },
		{ "a\r\nb " CALL "\r\nc\r\n" CALL "\r\n", { CALL, CALL } },
		{ "x{}y{ }z{\n}", { "{}", "{ }", "{\n}" } },
		{ "{\n\t\r\n\"a\":1}", { "{\n\t\r\n\"a\":1}" } },
		{ "[ {\"a\":1}, 2 ] [{}]", { "[ {\"a\":1}, 2 ]", "[{}]" } },
		{ "[{},{\"a\":[{}]},]", { "[{},{\"a\":[{}]},]" } },
		{ "{\"a\":\"} {\\\"b\\\":1\"}",
		  { "{\"a\":\"} {\\\"b\\\":1\"}" } },
		/* A bracket in a name does not hide what follows. */
		{ "[{},\"x[{\"b\":1}]", { "{}", "{\"b\":1}" } },
		{ CALL CALL "}{" CALL, { CALL, CALL, CALL } },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
what_breaks_before_its_first_colon_is_text(void **state)
{
	static const struct row rows[] = {
		{ "{'type': 'call'} [{'a': 1}]", { NULL } },
		{ "[INFO] [1, 2] {x} {{x}} ${x} { x }", { NULL } },
		{ "{\"a\"} {\"a\", 1} {\"type\"=>\"call\"} {\"a", { NULL } },
		{ "{\"a\n\": 1} {\"\\x\": 1} {\"\xff\": 1}", { NULL } },
		{ "{\"a\" /* : */ : 1} {\"a\" // : 1}", { NULL } },
		{ "[{ [{ [{} { {\"", { "{}" } },
		/* Reading goes on behind the bracket. */
		{ "{\"a\" {\"b\":1}", { "{\"b\":1}" } },
		{ "{\"see {\"b\":1}", { "{\"b\":1}" } },
		{ "{\"see [{\"b\":1}]", { "[{\"b\":1}]" } },
		{ "[{}, x {\"b\":1}", { "{}", "{\"b\":1}" } },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
what_breaks_later_is_one_document(void **state)
{
	static const struct row rows[] = {
		{ "x {\"type\": None, \"p\": [{\"a\":1}]} {\"b\":1}\n" CALL,
		  { "{\"type\": None, \"p\": [{\"a\":1}]}", CALL } },
		{ "{\"a\":\n  None,\n  \"b\": {\"c\": 1}\n}\n" CALL,
		  { "{\"a\":\n  None,\n  \"b\": {\"c\": 1}\n}", CALL } },
		/* Another line of the log ends what was cut off. */
		{ "INFO {\"a\":\"b\nINFO " CALL, { "{\"a\":\"b", CALL } },
		{ "{\"a\":\"b\n" CALL, { "{\"a\":\"b", CALL } },
		{ "{\"a\":1,\"b\n" CALL, { "{\"a\":1,\"b", CALL } },
		{ "{\"a\":1,\n" CALL, { "{\"a\":1,", CALL } },
		{ "{\"a\":1,\r\n[INFO] " CALL, { "{\"a\":1,", CALL } },
		{ "{\"a\":[1,\n[2026-01-02] " CALL, { "{\"a\":[1,", CALL } },
		{ " {\"a\":[\n x " CALL, { "{\"a\":[", CALL } },
		{ "{\"a\":[1,\n", { "{\"a\":[1," } },
		{ "{\"a\":{\"b\":{}", { "{\"a\":{\"b\":{}" } },
		/* Quotes that lost their fellow end with their line. */
		{ "{\"a\":\"tel:1, \"b\":\"c\"}\nx " CALL,
		  { "{\"a\":\"tel:1, \"b\":\"c\"}", CALL } },
		{ "{\n  \"a\": \"x,\n  \"b\": {\"c\":1}\n}\n" CALL,
		  { "{\n  \"a\": \"x,\n  \"b\": {\"c\":1}\n}", CALL } },
		{ "{\"a\": 'it''s }', \"b\": {}} x",
		  { "{\"a\": 'it''s }', \"b\": {}}" } },
		{ "{\"a\": x, // }\n \"b\": {}}", { "{\"a\": x, // }\n "
		  "\"b\": {}}" } },
		{ "{\"a\": http://x/{}, \"b\": 1}", { "{\"a\": http://x/{}, "
		  "\"b\": 1}" } },
		{ "{\"a\":\"x\ty } z\", \"b\":1}", { "{\"a\":\"x\ty } z\", "
		  "\"b\":1}" } },
		/* The wrong bracket is one all the same. */
		{ "{\"a\":[1}, \"b\":{\"c\":1}} x", { "{\"a\":[1}, "
		  "\"b\":{\"c\":1}}" } },
	};

	assert_rows(*state, rows, ROWS(rows));
}

/* As in a payload by itself, the lint reports them and reads on. */
static void
comments_and_trailing_commas_are_no_breaks(void **state)
{
	static const struct row rows[] = {
		{ "x {\"a\":1, // {\"b\":1}\n\"c\":[1,],} " CALL,
		  { "{\"a\":1, // {\"b\":1}\n\"c\":[1,],}", CALL } },
		{ "x {\"a\":/* } */1 # }\n} " CALL,
		  { "{\"a\":/* } */1 # }\n}", CALL } },
		{ "x {\"a\":1 /x} y", { "{\"a\":1 /x}" } },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
brackets_too_deep_are_one_document(void **state)
{
	struct fixture *f = *state;
	size_t i, n = 3 * LIMIT_DEPTH_DEFAULT;

	gcl_buf_adds(&f->text, "x ");
	for (i = 0; i < n; i++)
		gcl_buf_adds(&f->text, "{\"a\":");
	for (i = 0; i < n; i++)
		gcl_buf_adds(&f->text, "}");
	gcl_buf_adds(&f->text, " x\n" CALL);
	begin(f, gcl_buf_span(&f->text), false);
	assert_true(next_document(f));
	assert_int_equal(f->doc.body.text.len, 6 * n);
	assert_true(next_document(f));
	assert_true(gcl_span_is(f->doc.body.text, CALL));
	assert_false(next_document(f));
}

/* What a log writes as JSON itself. */
static void
a_body_in_a_record_is_the_document(void **state)
{
	static const struct row rows[] = {
		{ "{\"level\":\"info\",\"body\":" CALL "}\nx", { CALL } },
		{ "x {\"payload\" : " PRETTY ",\n\"b\":{\"c\":1}} " CALL,
		  { PRETTY, CALL } },
		{ "{\"a\":[{\"body\":{}}],\"request\":{\"body\":" CALL "}}",
		  { CALL } },
		{ "{\"message\":{\"request\":{\"data\":{\"x\":1}}}}",
		  { "{\"x\":1}" } },
		/* The first of them, and none that is no object. */
		{ "{\"message\":\"sending\",\"json\":" CALL ",\"data\":{}}",
		  { CALL } },
		{ "{\"body\":[" CALL "]}", { "{\"body\":[" CALL "]}" } },
		{ "{\"body\":\"{\\\"a\\\":1}\"}",
		  { "{\"body\":\"{\\\"a\\\":1}\"}" } },
		{ "{\"body\":null,\"a\":{\"b\":1}}",
		  { "{\"body\":null,\"a\":{\"b\":1}}" } },
		{ "[{\"body\":{}}]", { "[{\"body\":{}}]" } },
		{ "{\"a\":{\"body\":{}}}", { "{\"a\":{\"body\":{}}}" } },
		/* A payload is no record, whatever else it has. */
		{ "{\"data\":{},\"participants\":[]}",
		  { "{\"data\":{},\"participants\":[]}" } },
		{ "{\"callbackNumbers\":[],\"data\":{\"a\":\"b\"}}",
		  { "{\"callbackNumbers\":[],\"data\":{\"a\":\"b\"}}" } },
		{ "{\"body\":{\"phoneNumber\":1,\"data\":{}}}",
		  { "{\"phoneNumber\":1,\"data\":{}}" } },
		/* A record of an answer. */
		{ "{\"msg\":\"response received\",\"body\":" CALL "}",
		  { NULL } },
		{ "{\"body\":" CALL ",\"message\":\"answered with 201\"}",
		  { NULL } },
		{ "Response: {\n\"data\":" CALL "}", { NULL } },
		{ "{\"message\":\"m\",\"body\":{\"errors\":[]}}", { NULL } },
		{ "{\"logger\":\"response-log\",\"body\":" CALL "}", { CALL } },
		/* One that breaks is what it is. */
		{ "{\"body\":" CALL ",\"a\":x}",
		  { "{\"body\":" CALL ",\"a\":x}" } },
	};

	assert_rows(*state, rows, ROWS(rows));
}

/* Without it, and each place is that of the log. */
static void
a_prefix_on_every_line_is_no_part_of_the_text(void **state)
{
	static const struct {
		const char *text;
		const char *want;	/* NULL: no document */
		const char *at;		/* what stands at the place of last */
		char last;		/* a byte of want */
	} rows[] = {
		{ "Jan 02 host app[1]: Payload: {\n"
		  "Jan 02 host app[1]:   \"type\": \"call\",\n"
		  "Jan 03 host app[1]:   \"x\": [\n"
		  "Jan 03 host app[1]:     \"}\", {}\n"
		  "Jan 03 host app[1]:   ]\n"
		  "Jan 03 host app[1]: } done\n",
		  "{\n  \"type\": \"call\",\n  \"x\": [\n    \"}\", {}\n  ]\n}",
		  NULL, '\0' },
		{ "10:00 x {\"a\": [\r\n10:01   {\"b\": 2}\r\n10:01 ]}",
		  "{\"a\": [\r\n  {\"b\": 2}\r\n]}", "2}\r\n10:01", '2' },
		{ "web | {\nweb |   \"a\": 7\nweb | }\n", "{\n  \"a\": 7\n}",
		  "7\nweb", '7' },
		/* Cut off by another line. */
		{ "10:00 {\"a\": 3,\n10:00   \"b\":\n10:01 done {}",
		  "{\"a\": 3,\n  \"b\":", "3,\n10:00", '3' },
		{ "web | {\nweb |   \"a\": 7", "{\n  \"a\": 7", "7", '7' },
		/* Lines of their own. */
		{ "INFO {\"a\": 4,\nINFO {\"b\":1}", "{\"a\": 4,", "4,\nINFO",
		  '4' },
		{ "INFO begin {\nINFO end }\n", NULL, NULL, '\0' },
		{ "x {\ny   \"a\"", NULL, NULL, '\0' },
		{ "web | Response: {\nweb |   \"a\": 7\nweb | }\n", NULL, NULL,
		  '\0' },
		{ "web | {\nweb |   \"errors\": [{\"a\": 7}]\nweb | }\n", NULL,
		  NULL, '\0' },
	};
	struct fixture *f = *state;
	struct span text, at;
	const char *p;
	size_t i, off, len;

	for (i = 0; i < 2 * ROWS(rows); i++) {
		text = gcl_span_str(rows[i / 2].text);
		begin(f, text, i % 2);
		assert_int_equal(next_document(f), rows[i / 2].want != NULL);
		if (!rows[i / 2].want)
			continue;
		assert_true(gcl_span_is(f->doc.body.text, rows[i / 2].want));
		if (!rows[i / 2].last)
			continue;
		p = memchr(f->doc.body.text.ptr, rows[i / 2].last,
		    f->doc.body.text.len);
		assert_non_null(p);
		off = (size_t)(p - f->doc.body.text.ptr);
		len = 1;
		gcl_piece_locate(&f->doc.body, &off, &len);
		assert_int_equal(len, 1);
		at = gcl_span_str(rows[i / 2].at);
		assert_true(off + at.len <= text.len);
		assert_memory_equal(text.ptr + off, at.ptr, at.len);
	}
}

/* ---- answers ---- */

static void
labels_tell_answers_from_payloads(void **state)
{
	static const struct {
		const char *label;
		bool answer;
	} rows[] = {
		{ "Response Body: ", true }, { "RESPONSE: ", true },
		{ "response=", true }, { "responseBody=", true },
		{ "api_response = ", true }, { "response.body: ", true },
		{ "Answer ", true }, { "<- ", true }, { "<<< ", true },
		{ "Response payload: ", true }, { "returned ", true },
		{ "response to the request: ", true },
		{ "request sent, response: ", true },
		{ "Error 400: Bad Request ", true },
		{ "HTTP/1.1 201 Created ", true }, { "status=422 ", true },
		{ "POST /api/v2/x -> 400 ", true },
		{ "Response:\n", true }, { "Response Body\n\n", true },
		{ "Error 400: Bad Request\n", true },
		{ "", false }, { "Payload: ", false }, { "Request: ", false },
		{ "-> ", false }, { "POST /api/v2/x ", false },
		{ "Error sending payload: ", false },
		{ "no response yet, sending ", false },
		{ "[ResponseHandler] request: ", false },
		{ "com.acme.response.Log - ", false },
		{ "Response: ok\n", false }, { "took 400 ms ", false },
		{ "status=200\n\nnothing else\n", false },
		{ "failed: ", false }, { "responsible: ", false },
		/* What says so has to stand next to the text. */
		{ "INFO [response-handler] ", false },
		{ "[http-response-1] DEBUG ", false },
		{ "[http-response-404] DEBUG ", false },
		{ "[response-handler] DEBUG:\n", false },
		{ "Calling result-api with ", false },
		{ "Result handler started, ", false },
		{ "request body for response test: ", false },
		{ "request body for response test:\n", false },
		{ "no response from the server, sending ", false },
		{ "response of the server before sending ", false },
		{ "[RESPONSE] ", true }, { "[main] [response]: ", true },
		{ "response from https://host/api/v2/x: ", true },
		{ "Response (took 12 ms): ", true },
		{ "Response for POST /api/v2/x: ", true },
		{ "Response was: ", true }, { "result => ", true },
		{ "Response from the server:\n", true },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		gcl_buf_reset(&f->text);
		gcl_buf_adds(&f->text, rows[i].label);
		gcl_buf_adds(&f->text, CALL);
		begin(f, gcl_buf_span(&f->text), false);
		assert_int_equal(next_document(f), !rows[i].answer);
	}
}

static void
bodies_of_errors_are_answers_whatever_their_label(void **state)
{
	static const struct row rows[] = {
		{ ERROR_BODY " {\"errors\":[{}]}", { NULL } },
		{ "Payload: {\"message\":\"m\",\"code\":\"c\",\"status\":400}",
		  { NULL } },
		{ "failed: {\"message\":\"m\"}", { NULL } },
		{ "Bad Request: {\"message\":\"m\"}", { NULL } },
		{ "log: {\"message\":\"m\"}", { "{\"message\":\"m\"}" } },
		/* Of the outermost object alone. */
		{ "{\"a\":{\"errors\":[]}}", { "{\"a\":{\"errors\":[]}}" } },
		/* A broken one hides what is in it as well. */
		{ "Response: {\"a\": x, \"b\": " CALL "}\n", { NULL } },
	};

	assert_rows(*state, rows, ROWS(rows));
}

static void
an_answer_belongs_to_the_document_before_it(void **state)
{
	static const struct {
		const char *text;
		const char *answer;	/* NULL: there is none */
		const char *start;
		int status;
	} rows[] = {
		{ CALL "\nError 400: Bad Request\nResponse Body: {\"a\":1}\n",
		  "{\"a\":1}", "400", 400 },
		{ CALL " -> 422 {\"a\":1}", "{\"a\":1}", "422", 422 },
		{ CALL "\nHTTP/1.1 400\nDate: x\n\n" ERROR_BODY, ERROR_BODY,
		  "400", 400 },
		{ CALL "\nResponse: {\"status\":403}", "{\"status\":403}",
		  "{\"status\":403}", 403 },
		{ CALL "\nResponse: {\"status\":\"403\",\"b\":{\"status\":1}}",
		  "{\"status\":\"403\",\"b\":{\"status\":1}}",
		  "{\"status\":\"403\",\"b\":{\"status\":1}}", 403 },
		{ CALL "\nResponse: {\"status\":4030}", "{\"status\":4030}",
		  "{\"status\":4030}", 0 },
		{ "a | {\na |  \"b\":1}\na | -> 422 {\na |  \"c\":2\na | }\n",
		  "{\n \"c\":2\n}", "422", 422 },
		/* What follows the status is the size. */
		{ CALL "\n\"POST /x HTTP/1.1\" 200 404\nResponse: {\"a\":1}",
		  "{\"a\":1}", "200", 200 },
		{ CALL "\n\"POST /x HTTP/2\" 400 248\nResponse: " ERROR_BODY,
		  ERROR_BODY, "400", 400 },
		{ CALL "\n- [02/Jan/2026] \"POST /x HTTP/1.1\" 201 431 \"-\"\n"
		  "Response: {\"a\":1}", "{\"a\":1}", "201", 201 },
		{ CALL "\n\"POST /x HTTP/1.1\" 1000 404\nResponse: {\"a\":1}",
		  "{\"a\":1}", "{\"a\":1}", 0 },
		{ CALL "\n\"POST /x HTTP/1.1\" 200 404\nstatus: 400\n"
		  "Response: {\"a\":1}", "{\"a\":1}", "400", 400 },
		/* The answer in a record of the log. */
		{ CALL "\n{\"level\":\"info\",\"msg\":\"response received\","
		  "\"body\":{\"status\":403}}", "{\"status\":403}",
		  "{\"status\":403}", 403 },
		{ CALL "\n{\"level\":\"error\",\"data\":" ERROR_BODY "}\n",
		  ERROR_BODY, ERROR_BODY, 0 },
		{ "{\"x\":1,\"body\":" CALL "} -> 422 {\"a\":1}", "{\"a\":1}",
		  "422", 422 },
		{ CALL "\nstatus: 400\nResponse: {\"status\":500}",
		  "{\"status\":500}", "400", 400 },
		/* Headers come first, but what counts is the error. */
		{ CALL "\nResponse headers: {\"a\":1}\nResponse: " ERROR_BODY
		  "\nResponse: {\"b\":1}", ERROR_BODY, ERROR_BODY, 0 },
		{ "{\"a\": x}\nResponse: {\"b\":1}", "{\"b\":1}", "{\"b\":1}",
		  0 },
		{ CALL "\nPayload: {\"a\":1}\nResponse: {\"b\":1}", NULL,
		  NULL, 0 },
		{ CALL "\nResponse: {\"a\":", NULL, NULL, 0 },
		{ CALL "\nError 400: Bad Request\n", NULL, NULL, 0 },
	};
	const struct response *r;
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		begin(f, gcl_span_str(rows[i].text), true);
		assert_true(next_document(f));
		r = f->doc.response;
		assert_int_equal(r != NULL, rows[i].answer != NULL);
		if (!r)
			continue;
		assert_true(gcl_span_is(r->body.text, rows[i].answer));
		assert_true(gcl_span_is(r->start.text, rows[i].start));
		assert_int_equal(r->status, rows[i].status);
		assert_true(r->body.map || r->body.text.ptr ==
		    f->c.src.text.ptr + r->body.off);
		assert_false(next_document(f));
	}
}

static void
an_answer_far_away_belongs_to_nothing(void **state)
{
	struct fixture *f = *state;
	size_t i;

	gcl_buf_adds(&f->text, CALL);
	for (i = 0; i < 10000; i++)
		gcl_buf_adds(&f->text, "nothing\n");
	gcl_buf_adds(&f->text, "Response: " ERROR_BODY);
	begin(f, gcl_buf_span(&f->text), true);
	assert_true(next_document(f));
	assert_null(f->doc.response);
	assert_false(next_document(f));
	assert_int_equal(f->told, f->text.len);
}

static void
the_output_of_the_tutorial_is_its_payload(void **state)
{
	static const char output[] =
	    "Authenticating...\n"
	    "Initiating call to +15551234567\n"
	    "Payload: " PRETTY "\n"
	    "Error 400: Bad Request\n"
	    "Response Body: " ERROR_BODY "\n"
	    "Validation Error: malformed participant address\n"
	    "Parameter: participants[0].address\n"
	    "Failed to initiate call: API Call Failed with status 400\n";
	struct fixture *f = *state;
	struct gcl_place at;

	begin(f, gcl_span_str(output), true);
	assert_true(next_document(f));
	assert_true(gcl_span_is(f->doc.body.text, PRETTY));
	assert_int_equal(gcl_piece_place(&f->doc.body, f->doc.src, 0, 1,
	    &at), GCL_OK);
	assert_int_equal(at.line, 3);
	assert_int_equal(at.column, 10);
	assert_non_null(f->doc.response);
	assert_int_equal(f->doc.response->status, 400);
	assert_true(gcl_span_is(f->doc.response->body.text, ERROR_BODY));
	assert_false(next_document(f));
}

/* ---- the window ---- */

/* Where a document stands that was written with its own place in it. */
static void
assert_own_place(struct fixture *f)
{
	const struct span text = f->doc.body.text;
	unsigned long long line, column, utf16;
	struct gcl_place at;
	char head[128] = "";

	memcpy(head, text.ptr, text.len < 127 ? text.len : 127);
	assert_int_equal(sscanf(head, "{\"place\":[%llu,%llu,%llu]", &line,
	    &column, &utf16), 3);
	assert_int_equal(gcl_piece_place(&f->doc.body, f->doc.src, 0, 1,
	    &at), GCL_OK);
	assert_int_equal(at.line, line);
	assert_int_equal(at.column, column);
	assert_int_equal(at.utf16_column, utf16);
	assert_int_equal(at.end_column, column + 1);
	assert_memory_equal(f->text.ptr + at.offset, f->doc.body.text.ptr,
	    f->doc.body.text.len);
}

struct pen {
	unsigned long long line, points, units;
};

/* What may be parted wrongly, and how far it moves a place. */
static const struct {
	const char *text;
	unsigned points, units;
	bool line_end;
} strokes[] = {
	{ "lorem ipsum ", 12, 12, false }, { "\xc3\xa9", 1, 1, false },
	{ "\xf0\x9f\x98\x80", 1, 2, false }, { "\xe2\x82\xac", 1, 1, false },
	{ "\x80", 1, 1, false }, { "\r\n", 0, 0, true },
	{ "\n", 0, 0, true }, { "\r \n", 0, 0, true },
};

static void
draw(struct buf *b, struct pen *at, uint32_t which)
{
	bool twice = strokes[which].text[0] == '\r' &&
	    strokes[which].text[1] == ' ';

	gcl_buf_adds(b, strokes[which].text);
	at->points += strokes[which].points;
	at->units += strokes[which].units;
	if (strokes[which].line_end)
		*at = (struct pen){ at->line + 1 + twice, 0, 0 };
}

static void
draw_document(struct buf *b, struct pen *at)
{
	size_t before = b->len;

	gcl_buf_addf(b, "{\"place\":[%llu,%llu,%llu]}", at->line + 1,
	    at->points + 1, at->units + 1);
	at->points += b->len - before;
	at->units += b->len - before;
}

/* Long lines have few line ends in them, and the last of strokes none. */
static unsigned
draw_log(struct buf *b, size_t len, unsigned every, unsigned lines)
{
	struct pen at = { 0, 0, 0 };
	uint32_t rnd = 2463534242u;
	unsigned n = 0;

	gcl_buf_reset(b);
	while (b->len < len) {
		rnd ^= rnd << 13;
		rnd ^= rnd >> 17;
		rnd ^= rnd << 5;
		draw(b, &at, rnd / 64 % lines == 0 ? rnd % 8 : rnd % 5);
		if (rnd / 1024 % every == 0) {
			draw_document(b, &at);
			n++;
		}
	}
	assert_int_equal(gcl_buf_status(b), GCL_OK);
	return n;
}

static void
places_are_true_wherever_the_window_is(void **state)
{
	static const struct {
		unsigned every, lines;
	} rows[] = {
		{ 5, 1 }, { 5, 30 }, { 5, 1000000 }, { 1000, 20 },
		{ 20000, 30 }, { 20000, 1000000 },
	};
	struct fixture *f = *state;
	unsigned n, seen;
	size_t i;

	for (i = 0; i < 2 * ROWS(rows); i++) {
		n = draw_log(&f->text, 600000, rows[i / 2].every,
		    rows[i / 2].lines);
		assert_true(n > 0);
		begin(f, gcl_buf_span(&f->text), i % 2);
		for (seen = 0; next_document(f); seen++)
			assert_own_place(f);
		assert_int_equal(seen, n);
		assert_int_equal(f->told, f->text.len);
		assert_true(f->c.reader.buf.cap <= 2u << 20);
	}
}

static void
assert_only_place(struct fixture *f, uint64_t line, uint64_t column)
{
	struct gcl_place at;

	gcl_buf_adds(&f->text, CALL);
	begin(f, gcl_buf_span(&f->text), true);
	assert_true(next_document(f));
	assert_int_equal(gcl_piece_place(&f->doc.body, f->doc.src, 0, 1,
	    &at), GCL_OK);
	assert_int_equal(at.line, line);
	assert_int_equal(at.column, column);
}

static void
characters_and_line_ends_are_not_parted(void **state)
{
	static const char pad[] = "xxx";
	struct fixture *f = *state;
	size_t i, k;

	for (k = 0; k < 4; k++) {
		gcl_buf_reset(&f->text);
		gcl_buf_add(&f->text, pad, k);
		for (i = 0; i < 100000; i++)
			gcl_buf_adds(&f->text, "\xf0\x9f\x98\x80");
		assert_only_place(f, 1, k + 100001);
		/* The first part of the text would end in the CRLF. */
		gcl_buf_reset(&f->text);
		for (i = 0; i < (256u << 10) - 3 + k; i++)
			gcl_buf_addc(&f->text, 'x');
		gcl_buf_adds(&f->text, "\r\n");
		assert_only_place(f, 2, 1);
	}
}

/* Secrets are looked for part by part. */
static void
text_without_JSON_comes_in_whole_lines(void **state)
{
	struct fixture *f = *state;
	unsigned parts = 0;
	size_t i;

	for (i = 0; i < 40000; i++)
		gcl_buf_adds(&f->text, i % 7 ? "a line of a log\r\n" :
		    "a line with [{ and {\"a\"} in it\n");
	begin(f, gcl_buf_span(&f->text), true);
	while (next_part(f)) {
		assert_int_equal(f->text.ptr[f->told - 1], '\n');
		parts++;
	}
	assert_true(parts > 1);
	assert_int_equal(f->told, f->text.len);
	assert_true(f->c.reader.buf.cap <= 2u << 20);
}

static void
assert_too_large(struct fixture *f, const char *words)
{
	bool more;

	gcl_error_reset(&f->err);
	do
		assert_true(gcl_carrier_split(&gcl_carrier_log, &f->c, &f->doc,
		    &more, &f->err) == GCL_OK || f->err.status == GCL_ELIMIT);
	while (f->err.status == GCL_OK && more);
	assert_string_equal(f->err.text, words);
	assert_true(more);
}

static void
what_is_too_large_is_passed_over(void **state)
{
	static const char *const texts[] = {
		/* too many members, a string, a comment, a fault later on */
		"x\ny {\"a\":[1,2,3,4,5,6,7,8,9,{\"b\":1},{\"c\":2}]} ",
		"x\ny {\"a\":\"0123456789 012345678901234567890123\"}\n",
		"x\ny {\"a\":1// 0123456789 0123456789012345678901\n}\n",
		"x\ny {\"a\":[1,2,3,4,5,6,7,8,9,{\"b\":1},x{\"c\":2}]}\n",
	};
	struct fixture *f = *state;
	size_t i;

	gcl_capture_release(&f->c);
	gcl_capture_init(&f->c, 30, LIMIT_DEPTH_DEFAULT);
	for (i = 0; i < ROWS(texts); i++) {
		gcl_buf_reset(&f->text);
		gcl_buf_adds(&f->text, texts[i]);
		gcl_buf_adds(&f->text, CALL);
		begin(f, gcl_buf_span(&f->text), true);
		assert_too_large(f, "more than 30 bytes in the JSON text at "
		    "2:3 (--max-size)");
		assert_true(next_document(f));
		assert_true(gcl_span_is(f->doc.body.text, CALL));
		assert_false(next_document(f));
		assert_int_equal(f->told, f->text.len);
	}
}

static void
a_large_answer_is_passed_over_in_silence(void **state)
{
	struct fixture *f = *state;

	gcl_capture_release(&f->c);
	gcl_capture_init(&f->c, 30, LIMIT_DEPTH_DEFAULT);
	begin(f, SPAN("Response: {\"a\":[1,2,3,4,5,6,7,8,9,{\"b\":1}]}\n"
	    CALL), false);
	assert_true(next_document(f));
	assert_true(gcl_span_is(f->doc.body.text, CALL));
	assert_false(next_document(f));
}

/* Whatever --max-size is. */
static void
a_text_that_does_not_end_takes_bounded_memory(void **state)
{
	struct fixture *f = *state;
	size_t len = 3 * (size_t)LIMIT_FOUND_BYTES;
	char *p;

	gcl_buf_adds(&f->text, "{\"a\":\"");
	p = gcl_buf_reserve(&f->text, len);
	assert_non_null(p);
	memset(p, 'x', len);
	f->text.len += len;
	gcl_buf_adds(&f->text, "\"} " CALL "\n" CALL);
	begin(f, gcl_buf_span(&f->text), true);
	assert_too_large(f, "more than 16777216 bytes in the JSON text at "
	    "1:1");
	assert_true(next_document(f));
	assert_true(gcl_span_is(f->doc.body.text, CALL));
	assert_int_equal(f->told, f->text.len);
	assert_true(f->c.reader.buf.cap < len);
}

static void
every_prefix_is_told_whole(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbf[INFO] Payload: " PRETTY "\r\n"
	    "Error 400: Bad Request\nResponse Body: " ERROR_BODY "\n"
	    "\xf0\x9f\x98\x80 {\"a\": [None, {\"b\": \"c\n 'd'\"}], // }\n"
	    "  /* x */ \"e\": 1e5,\n}\r\r\n[{},[{}],{\"k\":\"\\u00e9\"}]\n"
	    "a | {\r\na |   \"b\": [{\r\na |     \"c\": \"}\"}]\r\na | } x\n"
	    "{\"msg\":\"x\",\"body\":{\"request\":{\"a\":1}},\"b\":2}\n";
	struct fixture *f = *state;
	size_t len;
	char *copy;

	for (len = 0; len < sizeof(text); len++) {
		/* A byte behind the end would be noticed. */
		copy = malloc(len + 1);
		assert_non_null(copy);
		memcpy(copy, text, len);
		begin(f, gcl_span(realloc(copy, len ? len : 1), len), false);
		while (next_part(f))
			assert_true(f->told <= len);
		assert_int_equal(f->told, len);
		free((char *)f->c.reader.mem.ptr);
		gcl_reader_bytes(&f->c.reader, SPAN(""));
	}
}

static void
a_failed_read_is_an_error(void **state)
{
	struct fixture *f = *state;
	bool more;

	gcl_reader_fd(&f->c.reader, -2);
	f->c.reader.fd = 1 << 20;
	f->c.reader.eof = false;
	gcl_capture_begin(&f->c, "app.log", NULL);
	assert_int_equal(gcl_carrier_split(&gcl_carrier_log, &f->c, &f->doc,
	    &more, &f->err), GCL_EINPUT);
	assert_string_equal(f->err.text, "Bad file descriptor");
}

/* ---- what it looks like ---- */

static void
a_log_is_told_by_its_content(void **state)
{
	static const struct {
		const char *head;
		bool is;
	} rows[] = {
		{ "Payload: " CALL, true },
		{ "2026-01-02 10:00 INFO " PRETTY "\n", true },
		{ "[INFO] " CALL, true }, { "[2026-01-02 10:00] " CALL, true },
		{ "[INFO][main]: [{\"a\":1}]", true },
		{ "\n\n  x\n{\"a\" : None", true }, { "<14>1 " CALL, true },
		{ "\xef\xbb\xbfx " CALL, true }, { "* x " CALL, true },
		{ "", false }, { " \n", false }, { "no JSON", false },
		{ "x {} {\"a\", 1}", false }, { "x {'a': 1}", false },
		{ "x {\"a\nb\": 1}", false },
		{ CALL, false }, { CALL "\nx " CALL, false },
		{ "{type: {\"a\":1}}", false }, { "[" CALL "]", false },
		{ "\xef\xbb\xbf" CALL, false },
		{ "[1, {\"a\":1}]", false }, { "[INFO, {\"a\":1}]", false },
		{ "[abc]\n" CALL, false }, { "[abc], " CALL, false },
		{ "'{\"a\":1}'", false }, { "\"x {\\\"a\\\":1}\"", false },
		{ "// x\n" CALL, false }, { "# x\n" CALL, false },
		{ "<html>{\"a\":1}", false }, { "<!-- " CALL, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++)
		assert_int_equal(gcl_carrier_log.sniff(gcl_span_str(
		    rows[i].head)) != NULL, rows[i].is);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(texts_are_found_anywhere),
		TEST(what_breaks_before_its_first_colon_is_text),
		TEST(what_breaks_later_is_one_document),
		TEST(comments_and_trailing_commas_are_no_breaks),
		TEST(brackets_too_deep_are_one_document),
		TEST(a_body_in_a_record_is_the_document),
		TEST(a_prefix_on_every_line_is_no_part_of_the_text),
		TEST(labels_tell_answers_from_payloads),
		TEST(bodies_of_errors_are_answers_whatever_their_label),
		TEST(an_answer_belongs_to_the_document_before_it),
		TEST(an_answer_far_away_belongs_to_nothing),
		TEST(the_output_of_the_tutorial_is_its_payload),
		TEST(places_are_true_wherever_the_window_is),
		TEST(characters_and_line_ends_are_not_parted),
		TEST(text_without_JSON_comes_in_whole_lines),
		TEST(what_is_too_large_is_passed_over),
		TEST(a_large_answer_is_passed_over_in_silence),
		TEST(a_text_that_does_not_end_takes_bounded_memory),
		TEST(every_prefix_is_told_whole),
		TEST(a_failed_read_is_an_error),
		TEST(a_log_is_told_by_its_content),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
