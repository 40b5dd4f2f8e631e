/*
 * Error answers, as the API, its token endpoint and gateways give them, and
 * what is said of each.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "lint/answer.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct walk *walk;
	struct arena arena;
	struct header headers[2];
	struct response response;
	struct answer answer;
};

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_walk_free(f->walk);
	gcl_arena_release(&f->arena);
	free(f);
	return 0;
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_arena_init(&f->arena);
	f->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	*state = f;
	return f->walk ? 0 : tear_down(state);
}

static const char call[] =
	"{\"type\":\"call\",\"participants\":[{"
	"\"address\":\"tel:+15551234567\",\"addresType\":\"phone\","
	"\"state\":\"initial\"},{\"state\":\"ringing\"}]}";

static const char phone[] = "{\"phoneNumber\":\"+15551234567\",\"callQueueId\":"
	"\"11111111-2222-3333-4444-555555555555\"}";

/* A header as it stands in an answer, or NULL. */
static void
read_answer(struct fixture *f, int status, const char *header,
	struct span body, const char *request)
{
	const char *colon = header ? strchr(header, ':') : NULL;

	f->response = (struct response){ .status = status };
	f->response.body.text = body;
	if (colon) {
		f->headers[0] = (struct header){
			.name.text = gcl_span(header,
			    (size_t)(colon - header)),
			.value.text = gcl_span_str(colon + 2) };
		f->response.headers = &f->headers[0];
	}
	assert_int_equal(gcl_answer_read(f->walk, &f->response,
	    gcl_span_str(request), &f->arena, &f->answer), GCL_OK);
}

struct want {
	const char *say;
	const char *pointer;	/* NULL: no place */
	const char *value;	/* there */
};

static void
assert_item(const struct answer_item *item, const struct want *want,
	const char *request)
{
	assert_string_equal(item->say, want->say);
	assert_non_null(item->help);
	assert_int_equal(item->found, want->pointer != NULL);
	if (!want->pointer)
		return;
	if (!gcl_span_is(item->pointer, want->pointer))
		fail_msg("%s: at %.*s", want->say, (int)item->pointer.len,
		    item->pointer.ptr);
	assert_int_equal(item->len, strlen(want->value));
	assert_memory_equal(request + item->off, want->value, item->len);
}

#define ADDRESS "/participants/0/address", "\"tel:+15551234567\""
#define NOWHERE NULL, NULL

static const struct {
	int status;
	const char *body, *request;
	struct want want[3];
} rows[] = {
	/* the API's own form */
	{ 404, "{\"message\":\"Not found.\",\"code\":\"not.found\","
	    "\"status\":404,\"contextId\":\"0-1\",\"details\":[],"
	    "\"errors\":[]}", call,
	  { { "the API answered 404: Not found. (not.found)", NOWHERE } } },
	{ 400, "{\"message\":\"malformed participant address\","
	    "\"code\":\"bad.request\",\"status\":400}", call,
	  { { "the API answered 400: malformed participant address "
	      "(bad.request)", ADDRESS } } },
	{ 400, "{\"message\":\"The request is invalid\",\"details\":[{"
	    "\"errorCode\":\"invalid.value\","
	    "\"fieldName\":\"participants[0].address\"}]}", call,
	  { { "the API answered 400: 'participants[0].address': The request "
	      "is invalid (invalid.value)", ADDRESS } } },
	{ 400, "{\"code\":\"bad.request\",\"messageWithParams\":"
	    "\"{name} is not a valid ${what}: {none}\",\"messageParams\":{"
	    "\"name\":\"participants[0].state\",\"what\":\"state\"}}", call,
	  { { "the API answered 400: participants[0].state is not a valid "
	      "state: {none} (bad.request)", "/participants/0/state",
	      "\"initial\"" } } },
	{ 400, "{\"message\":\"A value is invalid\",\"messageParams\":{"
	    "\"value\":\"ringing\"}}", call,
	  { { "the API answered 400: A value is invalid",
	      "/participants/1/state", "\"ringing\"" } } },
	{ 400, "{\"message\":\"malformed participant address\",\"details\":[{"
	    "\"fieldName\":\"participants[1].state\"}]}", call,
	  { { "the API answered 400: 'participants[1].state': malformed "
	      "participant address", "/participants/1/state",
	      "\"ringing\"" } } },
	/* the tutorial's form, with the status as a string */
	{ 0, "{\"status\":\"422\",\"errors\":[{\"message\":\"not a phone "
	    "number\",\"parameter\":\"participants[0].address\"}]}", call,
	  { { "the API answered 422: 'participants[0].address': not a phone "
	      "number", ADDRESS } } },
	/* nested, and more than one */
	{ 400, "{\"message\":\"2 errors\",\"errors\":[{\"message\":\"bad "
	    "address\",\"errors\":[{\"code\":\"invalid.value\",\"details\":[{"
	    "\"fieldName\":\"participants[1].state\"},{\"fieldName\":"
	    "\"type\",\"errorCode\":\"x.y\"}]}]}]}", call,
	  { { "the API answered 400: 'participants[1].state': bad address",
	      "/participants/1/state", "\"ringing\"" },
	    { "the API answered 400: 'type': bad address (x.y)", "/type",
	      "\"call\"" } } },
	{ 400, "{\"errors\":[\"address is malformed\",\"queue is closed\"]}",
	  call,
	  { { "the API answered 400: address is malformed", ADDRESS },
	    { "the API answered 400: queue is closed", NOWHERE } } },
	{ 400, "[{\"message\":\"no such state\",\"fieldName\":"
	    "\"participants[1].state\"}]", call,
	  { { "the API answered 400: 'participants[1].state': no such state",
	      "/participants/1/state", "\"ringing\"" } } },
	/* the same fault, said in several places */
	{ 400, "{\"message\":\"participants[0].address is invalid\","
	    "\"code\":\"invalid.value\",\"errors\":[{\"message\":"
	    "\"participants[0].address is invalid\"}],\"details\":[{"
	    "\"errorCode\":\"invalid.value\",\"fieldName\":"
	    "\"participants[0].address\"}]}", call,
	  { { "the API answered 400: participants[0].address is invalid",
	      ADDRESS } } },
	{ 400, "{\"details\":[{\"fieldName\":\"type\"}],\"errors\":[{"
	    "\"message\":\"no\",\"fieldName\":\"$.type\"},{\"message\":"
	    "\"no\",\"fieldName\":\"type\"}]}", call,
	  { { "the API answered 400: '$.type': no", "/type", "\"call\"" } } },
	{ 400, "{\"errors\":[{\"message\":\"no\"},{\"message\":\"no\"}]}",
	  call, { { "the API answered 400: no", NOWHERE } } },
	/* but not what only stands in the same place */
	{ 400, "{\"errors\":[{\"message\":\"too long\",\"parameter\":"
	    "\"type\"},{\"message\":\"no letters\",\"parameter\":\"type\"}]}",
	  call,
	  { { "the API answered 400: 'type': too long", "/type",
	      "\"call\"" },
	    { "the API answered 400: 'type': no letters", "/type",
	      "\"call\"" } } },
	/* names in the words */
	{ 400, "{\"message\":\"participants[0].address is invalid\"}", call,
	  { { "the API answered 400: participants[0].address is invalid",
	      ADDRESS } } },
	{ 400, "{\"message\":\"unknown property \\\"addresType\\\" "
	    "(class x.y.Participant)\"}", call,
	  { { "the API answered 400: unknown property \"addresType\" (class "
	      "x.y.Participant)", "/participants/0/addresType",
	      "\"phone\"" } } },
	{ 400, "{\"message\":\"can't read '/participants/1/state'.\"}", call,
	  { { "the API answered 400: can't read '/participants/1/state'.",
	      "/participants/1/state", "\"ringing\"" } } },
	{ 400, "{\"message\":\"Missing value (participants[1].address).\"}",
	  call,
	  { { "the API answered 400: Missing value (participants[1].address).",
	      "/participants/1", "{" } } },
	{ 400, "{\"message\":\"The phone number is malformed\"}", phone,
	  { { "the API answered 400: The phone number is malformed",
	      "/phoneNumber", "\"+15551234567\"" } } },
	{ 400, "{\"message\":\"type, address or type is wrong\"}", call,
	  { { "the API answered 400: type, address or type is wrong",
	      ADDRESS } } },
	{ 422, "{\"message\":\"no route to +15551234567\"}", call,
	  { { "the API answered 422: no route to +15551234567", ADDRESS } } },
	{ 404, "{\"message\":\"queue 11111111-2222-3333-4444-555555555555 "
	    "does not exist\"}", phone,
	  { { "the API answered 404: queue "
	      "11111111-2222-3333-4444-555555555555 does not exist",
	      "/callQueueId", "\"11111111-2222-3333-4444-555555555555\"" } } },
	{ 400, "{\"message\":\"missing\",\"details\":[{\"fieldName\":"
	    "\"phoneNumber\"}]}", call,
	  { { "the API answered 400: 'phoneNumber': missing", "", "{" } } },
	/* words are no names where the body is not at fault */
	{ 403, "{\"message\":\"the type of this address\"}", call,
	  { { "the API answered 403: the type of this address", NOWHERE } } },
	{ 409, "{\"message\":\"the state is wrong\"}", call,
	  { { "the API answered 409: the state is wrong", NOWHERE } } },
	{ 400, "{\"message\":\"type\"}", NULL,
	  { { "the API answered 400: type", NOWHERE } } },
	/* the token endpoint */
	{ 401, "{\"error\":\"invalid_client\",\"description\":\"no such "
	    "client\"}", NULL,
	  { { "the API answered 401: no such client (invalid_client)",
	      NOWHERE } } },
	{ 400, "{\"error\":\"invalid_grant\",\"error_description\":"
	    "\"expired\",\"description\":\"x\"}", NULL,
	  { { "the API answered 400: expired (invalid_grant)", NOWHERE } } },
	{ 400, "{\"error\":\"invalid_scope\"}", NULL,
	  { { "the API answered 400: invalid_scope", NOWHERE } } },
	/* others */
	{ 500, "{\"timestamp\":1,\"status\":500,\"error\":\"Internal Server "
	    "Error\",\"path\":\"/x\"}", call,
	  { { "the API answered 500 Internal Server Error, and no error body "
	      "of the API: {\"timestamp\":1,\"status\":500,\"error\":"
	      "\"Internal Server Error\",\"path\":\"/x\"}", NOWHERE } } },
	{ 400, "{\"error\":{\"code\":\"bad\",\"message\":\"no type\"}}",
	  call, { { "the API answered 400: no type (bad)", "/type",
	  "\"call\"" } } },
	{ 401, "\"Unauthorized\"", NULL,
	  { { "the API answered 401: Unauthorized", NOWHERE } } },
	{ 502, "<html>\r\n<head><TITLE>502 Bad Gateway</TITLE></head><body>"
	    "<h1>502 Bad Gateway</h1></body></html>", call,
	  { { "the API answered 502 Bad Gateway, and no error body of the "
	      "API: 502 Bad Gateway", NOWHERE } } },
	{ 503, " <html><style>b { x }</style><body><h1>Try\nlater</h1><hr>"
	    "<script>1 < 2</script>edge</body>", call,
	  { { "the API answered 503 Service Unavailable, and no error body "
	      "of the API: Try later edge", NOWHERE } } },
	{ 504, "upstream request timeout\n", call,
	  { { "the API answered 504 Gateway Timeout, and no error body of "
	      "the API: upstream request timeout", NOWHERE } } },
	{ 400, "{\"message\":", call,
	  { { "the API answered 400 Bad Request, and no error body of the "
	      "API: {\"message\":", NOWHERE } } },
	{ 400, "[]", call,
	  { { "the API answered 400 Bad Request, and no error body of the "
	      "API: []", NOWHERE } } },
	{ 401, "", NULL,
	  { { "the API answered 401 Unauthorized, without a body",
	      NOWHERE } } },
	{ 418, " \r\n", NULL,
	  { { "the API answered 418, without a body", NOWHERE } } },
	/* hostile words */
	{ 400, "{\"message\":\"a\\u001b[31m\\nb\\u202e  c\",\"code\":"
	    "\"x\\u0007\"}", NULL,
	  { { "the API answered 400: a\\x1B[31m b\\u{202E} c (x\\x07)",
	      NOWHERE } } },
	/* no errors */
	{ 200, "{\"message\":\"x\",\"code\":\"y\",\"status\":400}", call,
	  { { NULL, NOWHERE } } },
	{ 302, "", call, { { NULL, NOWHERE } } },
	{ 0, "{\"id\":\"1\"}", call, { { NULL, NOWHERE } } },
	{ 0, "", call, { { NULL, NOWHERE } } },
	{ 0, "{\"status\":200,\"message\":\"fine\"}", call,
	  { { NULL, NOWHERE } } },
};

static void
answers_become_items(void **state)
{
	struct fixture *f = *state;
	size_t i, k;

	for (i = 0; i < ROWS(rows); i++) {
		read_answer(f, rows[i].status, NULL,
		    gcl_span_str(rows[i].body), rows[i].request);
		for (k = 0; k < ROWS(rows[i].want) && rows[i].want[k].say;
		     k++) {
			if (k == f->answer.n)
				fail_msg("no %s", rows[i].want[k].say);
			assert_item(&f->answer.items[k], &rows[i].want[k],
			    rows[i].request);
		}
		if (f->answer.n != k)
			fail_msg("%s: also %s", rows[i].body,
			    f->answer.items[k].say);
	}
}

static void
help_depends_on_code_and_status(void **state)
{
	static const struct {
		int status;
		const char *header, *body, *help;
	} cases[] = {
		{ 401, NULL, "", "get a new token" },
		{ 401, NULL, "{\"code\":\"credentials.expired\"}",
		  "the token has expired" },
		{ 401, NULL, "{\"code\":\"ip.not.authorized\"}",
		  "a new token does not help" },
		{ 401, NULL, "{\"error\":\"invalid_client\"}",
		  "the client id or its secret" },
		{ 403, NULL, "{\"message\":\"no\"}", "the token is good" },
		{ 403, NULL, "{\"message\":\"You are missing the following "
		  "permission(s): conversation:call:add, "
		  "conversation:call:add [telephony:*]\",\"messageParams\":{"
		  "\"p\":\"routing:queue:view\",\"at\":\"https://a/b\"}}",
		  "missing: permission 'conversation:call:add', scope "
		  "'telephony:*', permission 'routing:queue:view'; the token "
		  "is good" },
		{ 403, NULL, "{\"message\":\"tel:+15551234567 sip:bob@x "
		  "a: b http://x\"}", "the token is good" },
		{ 404, NULL, "", "check region, path" },
		{ 409, NULL, "", "the conversation is in another state" },
		{ 415, NULL, "", "send the header Content-Type" },
		{ 422, NULL, "", "the JSON is well formed" },
		{ 429, "Retry-After: 12", "{\"limit\":{\"key\":\"rate\","
		  "\"namespace\":\"client\",\"value\":300}}",
		  "nothing was done: send it again after 12 seconds; the "
		  "limit is client rate 300" },
		{ 429, "retry-after: 1", "", "nothing was done: send it again "
		  "after 1 second" },
		{ 429, "RETRY-AFTER: Mon, 23 Nov 2026 00:00:00 GMT", "",
		  "nothing was done: send it again after Mon, 23 Nov 2026 "
		  "00:00:00 GMT" },
		{ 429, NULL, "", "nothing was done: send it again after a "
		  "minute" },
		{ 418, NULL, "", "the request is refused" },
		{ 500, NULL, "", "the outcome is unknown" },
		{ 503, "Retry-After: 5", "", "the platform is overloaded or "
		  "down, and the outcome is unknown: look whether the call "
		  "exists, then try later: send it again after 5 seconds" },
		{ 504, NULL, "{\"code\":\"authentication.request.timeout\"}",
		  "the login service was slow" },
		{ 599, NULL, "", "the outcome is unknown" },
	};
	struct fixture *f = *state;
	const char *help;
	size_t i;

	for (i = 0; i < ROWS(cases); i++) {
		read_answer(f, cases[i].status, cases[i].header,
		    gcl_span_str(cases[i].body), NULL);
		assert_int_equal(f->answer.n, 1);
		help = f->answer.items[0].help;
		if (strncmp(help, cases[i].help, strlen(cases[i].help)))
			fail_msg("%d %s: %s", cases[i].status, cases[i].body,
			    help);
	}
}

static void
the_correlation_id_is_kept(void **state)
{
	static const struct {
		const char *header, *body, *id;
	} cases[] = {
		{ NULL, "{\"message\":\"x\",\"contextId\":\"c-1\"}", "c-1" },
		{ "inin-correlation-id: c-2", "{\"message\":\"x\"}", "c-2" },
		{ "ININ-Correlation-Id: c-2",
		  "{\"message\":\"x\",\"contextId\":\"c-1\"}", "c-1" },
		{ "ININ-Correlation-Id: c-2", "<p>", "c-2" },
		{ NULL, "{\"errors\":[{\"message\":\"x\",\"contextId\":"
		  "\"c\\u0000\"}]}", "c\\x00" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(cases); i++) {
		read_answer(f, 400, cases[i].header,
		    gcl_span_str(cases[i].body), call);
		assert_int_equal(f->answer.n, 1);
		assert_string_equal(f->answer.correlation, cases[i].id);
		assert_non_null(strstr(f->answer.items[0].help, cases[i].id));
	}
	read_answer(f, 400, NULL, SPAN("{\"message\":\"x\"}"), call);
	assert_null(f->answer.correlation);
}

static void
the_answer_as_a_whole_is_told(void **state)
{
	struct fixture *f = *state;

	read_answer(f, 0, NULL, SPAN("{\"status\":\"400\",\"message\":"
	    "\"all\",\"code\":\"c.d\",\"errors\":[{\"message\":\"one\","
	    "\"status\":422}]}"), call);
	assert_int_equal(f->answer.status, 400);
	assert_string_equal(f->answer.message, "all");
	assert_string_equal(f->answer.code, "c.d");
	read_answer(f, 502, NULL, SPAN("{\"status\":\"400\"}"), call);
	assert_int_equal(f->answer.status, 502);
	assert_null(f->answer.message);
}

/* Each is an item but the one around; of very many, the last one says how many are not. */
static void
no_fault_is_kept_back_in_silence(void **state)
{
	static const struct {
		size_t faults, items;
		const char *last;
	} cases[] = {
		{ 17, 17, "fault 16" }, { 99, 99, "fault 98" },
		{ 100, 100, "tells of 1 more fault" },
		{ 2000, 100, "tells of 1901 more faults" },
	};
	struct fixture *f = *state;
	struct buf b;
	size_t i, k;

	gcl_buf_init(&b, 1u << 20);
	for (k = 0; k < ROWS(cases); k++) {
		gcl_buf_reset(&b);
		gcl_buf_adds(&b, "{\"message\":\"all\",\"errors\":[");
		for (i = 0; i < cases[k].faults; i++)
			gcl_buf_addf(&b, "%s{\"message\":\"fault %zu\"}",
			    i > 0 ? "," : "", i);
		gcl_buf_adds(&b, "]}");
		read_answer(f, 400, NULL, gcl_buf_span(&b), call);
		assert_int_equal(f->answer.n, cases[k].items);
		assert_non_null(strstr(f->answer.items[f->answer.n - 1].say,
		    cases[k].last));
	}
	gcl_buf_release(&b);
}

/* Nothing of a large answer is shown or searched for beyond limits. */
static void
large_answers_are_bounded(void **state)
{
	struct fixture *f = *state;
	struct buf b;
	size_t i;

	gcl_buf_init(&b, 1u << 22);
	gcl_buf_adds(&b, "{\"errors\":[");
	for (i = 0; i < 1000; i++)
		gcl_buf_addf(&b, "%s{\"message\":\"address %zu [\\\"%0*d\"}",
		    i > 0 ? "," : "", i, 200, 0);
	gcl_buf_adds(&b, "]}");
	read_answer(f, 400, NULL, gcl_buf_span(&b), call);
	assert_in_range(f->answer.n, 1, 101);
	gcl_buf_reset(&b);
	for (i = 0; i < 300; i++)
		gcl_buf_adds(&b, "{\"errors\":[");
	read_answer(f, 400, NULL, gcl_buf_span(&b), call);
	assert_int_equal(f->answer.n, 1);
	for (i = 0; i < 300; i++)
		gcl_buf_adds(&b, i == 0 ? "\"x\"]}" : "]}");
	read_answer(f, 400, NULL, gcl_buf_span(&b), call);
	assert_int_equal(f->answer.n, 1);
	gcl_buf_reset(&b);
	while (b.len < 1u << 21)
		gcl_buf_adds(&b, "<p>\xff ");
	read_answer(f, 500, NULL, gcl_buf_span(&b), call);
	assert_int_equal(f->answer.n, 1);
	assert_true(strlen(f->answer.items[0].say) < 1000);
	gcl_buf_release(&b);
}

/* Cut at any byte, an answer still gives safe words and places inside. */
static void
cut_answers_are_read(void **state)
{
	struct fixture *f = *state;
	size_t i, k, len;
	char *copy;

	for (i = 0; i < ROWS(rows); i++) {
		for (len = 0; len < strlen(rows[i].body); len++) {
			copy = malloc(len + 1);
			assert_non_null(copy);
			memcpy(copy, rows[i].body, len);
			gcl_arena_reset(&f->arena);
			read_answer(f, rows[i].status, NULL,
			    gcl_span(copy, len), rows[i].request);
			for (k = 0; k < f->answer.n; k++)
				assert_non_null(f->answer.items[k].say);
			free(copy);
		}
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(answers_become_items),
		TEST(help_depends_on_code_and_status),
		TEST(the_correlation_id_is_kept),
		TEST(the_answer_as_a_whole_is_told),
		TEST(no_fault_is_kept_back_in_silence),
		TEST(large_answers_are_bounded),
		TEST(cut_answers_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
