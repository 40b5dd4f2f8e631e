/*
 * What is handed over to be sent, and where its answer is shown: through the
 * public functions, with a sender that sends nothing.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gclint/gclint.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

#define CALLS "/api/v2/conversations/calls"
#define CALL "{\"type\": \"call\", \"participants\": [{\"address\": " \
	"\"tel:+15551234567\", \"addressType\": \"phone\", \"state\": " \
	"\"initial\", \"mediaTypes\": [\"call\"]}]}"
#define OTHER "{\"phoneNumber\": \"+15551234568\"}"
#define HOST "\r\nHost: api.mypurecloud.com\r\n" \
	"Content-Type: application/json\r\nContent-Length: 31\r\n\r\n"
#define ID "3fa85f64-5717-4562-b3fc-2c963f66afa6"

/* What the sender got, and what it answers. */
struct fixture {
	struct gcl_linter *l;
	struct gcl_error err;
	char file[64];
	unsigned sent, findings;
	uint64_t failing, document;
	char request[256], to[256], body[512];
	uint64_t line, column;
	char rule[64];
	struct gcl_answer answer;
	enum gcl_status refuses;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	return f ? 0 : -1;
}

static int
tear_down(void **state)
{
	free(*state);
	return 0;
}

static void
take_finding(void *ctx, const struct gcl_finding *finding)
{
	struct fixture *f = ctx;

	f->findings++;
	f->line = finding->at.line;
	f->column = finding->at.column;
	snprintf(f->rule, sizeof(f->rule), "%s", finding->rule);
}

static enum gcl_status
take_request(void *ctx, const struct gcl_request *r,
	const struct gcl_totals *found, struct gcl_answer *answer,
	struct gcl_error *err)
{
	struct fixture *f = ctx;

	(void)err;
	f->sent++;
	f->failing = found->failing;
	f->document = r->document;
	snprintf(f->request, sizeof(f->request), "%s %s", r->method, r->path);
	snprintf(f->to, sizeof(f->to), "%s", r->to ? r->to : "");
	snprintf(f->body, sizeof(f->body), "%.*s", (int)r->body_len, r->body);
	*answer = f->answer;
	return f->refuses;
}

static void
write_file(struct fixture *f, const char *text)
{
	int fd;

	snprintf(f->file, sizeof(f->file), P_tmpdir "/gclint-submit.XXXXXX");
	fd = mkstemp(f->file);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* Submit text; options are name and value by turns, up to NULL. */
static enum gcl_status
submit(struct fixture *f, const char *text, struct gcl_submission how,
	const char *const *options)
{
	struct gcl_totals totals;
	enum gcl_status st;

	f->sent = f->findings = 0;
	f->err = (struct gcl_error){ GCL_OK, "" };
	how.send = take_request;
	how.ctx = f;
	write_file(f, text);
	assert_int_equal(gcl_linter_new(&f->l, NULL), GCL_OK);
	for (; options && *options; options += 2)
		assert_int_equal(gcl_linter_set(f->l, options[0], options[1],
		    NULL), GCL_OK);
	gcl_linter_on_finding(f->l, take_finding, f);
	st = gcl_submit_path(f->l, f->file, &how, &f->err);
	assert_int_equal(gcl_linter_finish(f->l, &totals, NULL), GCL_OK);
	assert_int_equal(totals.files, st == GCL_EUSAGE ? totals.files : 1);
	gcl_linter_free(f->l);
	unlink(f->file);
	return st;
}

static const struct gcl_submission any = { .document = GCL_ANY_DOCUMENT };

static void
method_and_path_are_those_of_the_capture_or_the_pack(void **state)
{
	static const struct {
		const char *text, *path, *pack, *request, *to;
	} rows[] = {
		{ CALL, NULL, NULL, "POST " CALLS, "tel:+15551234567" },
		{ "POST " CALLS " HTTP/1.1" HOST OTHER, NULL, NULL,
		  "POST " CALLS, "+15551234568" },
		{ "POST " CALLS "?x=1#y HTTP/1.1" HOST OTHER, NULL, NULL,
		  "POST " CALLS "?x=1", "+15551234568" },
		{ "{\"queueId\": \"" ID "\"}",
		  "/api/v2/conversations/calls/" ID "/participants/" ID
		  "/replace", "transfer-to-queue-request", NULL,
		  "--path '/api/v2/conversations/calls/3fa85f64-571…' is no "
		  "request of 'transfer-to-queue-request'" },
		{ "{\"queueId\": \"" ID "\"}",
		  "/api/v2/conversations/" ID "/participants/" ID
		  "/replace/queue", "transfer-to-queue-request",
		  "POST /api/v2/conversations/" ID "/participants/" ID
		  "/replace/queue", "" },
		{ "{\"queueId\": \"" ID "\"}", NULL,
		  "transfer-to-queue-request", NULL,
		  "give its path with --path" },
		{ CALL, "/api/v2/conversations/{x}", NULL, NULL,
		  "is no request of 'call-conversation'" },
		{ "curl {{host}}" CALLS "/:id -d '" OTHER "'", NULL, NULL,
		  NULL, "has parameters that are not filled in" },
	};
	struct fixture *f = *state;
	struct gcl_submission how = any;
	const char *options[] = { NULL, NULL, NULL };
	enum gcl_status st;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		how.path = rows[i].path;
		options[0] = rows[i].pack ? "pack" : NULL;
		options[1] = rows[i].pack;
		st = submit(f, rows[i].text, how, options);
		if (!rows[i].request) {
			assert_int_equal(st, GCL_EUSAGE);
			if (!strstr(f->err.text, rows[i].to))
				fail_msg("row %zu: %s", i, f->err.text);
			assert_int_equal(f->sent, 0);
			continue;
		}
		if (st != GCL_OK || f->sent != 1)
			fail_msg("row %zu: %s", i, f->err.text);
		assert_string_equal(f->request, rows[i].request);
		assert_string_equal(f->to, rows[i].to);
	}
}

static void
the_bytes_are_those_that_were_linted(void **state)
{
	static const char text[] = "\r\n\t" CALL "\n\n";
	struct fixture *f = *state;

	assert_int_equal(submit(f, text, any, NULL), GCL_OK);
	assert_string_equal(f->body, text);
	assert_int_equal(f->failing, 0);
}

static void
what_is_found_is_told_before(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(submit(f, "{\"type\": \"call\", \"participants\": "
	    "[\"+15551234567\"]}", any, NULL), GCL_OK);
	assert_int_equal(f->sent, 1);
	assert_true(f->failing > 0);
	assert_true(f->findings > 0);
}

static void
one_document_is_picked(void **state)
{
	static const char *const ndjson[] = { "input", "ndjson", NULL };
	static const char text[] = CALL "\n" OTHER "\n\n" OTHER "\n";
	struct gcl_submission how = any;
	struct fixture *f = *state;

	assert_int_equal(submit(f, text, any, ndjson), GCL_EUSAGE);
	assert_non_null(strstr(f->err.text, "has 3 documents"));
	assert_non_null(strstr(f->err.text, "1 (POST " CALLS " to +1555"));
	assert_int_equal(f->sent, 0);
	how.document = 2;
	assert_int_equal(submit(f, text, how, ndjson), GCL_OK);
	assert_int_equal(f->document, 2);
	assert_string_equal(f->body, OTHER);
	how.document = 3;
	assert_int_equal(submit(f, text, how, ndjson), GCL_EUSAGE);
	assert_non_null(strstr(f->err.text, "numbered from 0 to 2"));
}

/* Faults of the others are no reason not to send it. */
static void
others_are_not_linted(void **state)
{
	static const char *const ndjson[] = { "input", "ndjson", NULL };
	struct gcl_submission how = { .document = 1 };
	struct fixture *f = *state;

	assert_int_equal(submit(f, "{\"phoneNumber\": 1}\n" OTHER "\n", how,
	    ndjson), GCL_OK);
	assert_int_equal(f->findings, 0);
	assert_int_equal(f->sent, 1);
}

static void
an_answer_is_shown_at_what_it_names(void **state)
{
	static const char refusal[] = "HTTP/1.1 400 Bad Request\r\n"
		"ININ-Correlation-Id: 1\r\n\r\n{\"message\": \"no\", \"code\": "
		"\"bad.request\", \"details\": [{\"fieldName\": "
		"\"participants[0].state\"}]}";
	struct fixture *f = *state;

	f->answer = (struct gcl_answer){ refusal, sizeof(refusal) - 1 };
	assert_int_equal(submit(f, CALL, any, NULL), GCL_OK);
	assert_int_equal(f->findings, 1);
	assert_string_equal(f->rule, "api-rejected");
	assert_int_equal(f->line, 1);
	assert_int_equal(f->column, strstr(CALL, "\"initial\"") - CALL + 1);
}

static void
nothing_recorded_counts_when_it_is_sent_anew(void **state)
{
	struct fixture *f = *state;

	f->answer = (struct gcl_answer){ NULL, 0 };
	assert_int_equal(submit(f, "POST " CALLS " HTTP/1.1" HOST OTHER
	    "\r\nHTTP/1.1 400 Bad Request\r\n\r\n{\"message\": \"no\"}", any,
	    NULL), GCL_OK);
	assert_int_equal(f->sent, 1);
	assert_int_equal(f->failing, 0);
}

static void
what_the_sender_returns_is_passed_on(void **state)
{
	struct fixture *f = *state;

	f->refuses = GCL_EUSAGE;
	assert_int_equal(submit(f, CALL, any, NULL), GCL_EUSAGE);
	assert_int_equal(f->sent, 1);
	f->refuses = GCL_OK;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    method_and_path_are_those_of_the_capture_or_the_pack),
		cmocka_unit_test(the_bytes_are_those_that_were_linted),
		cmocka_unit_test(what_is_found_is_told_before),
		cmocka_unit_test(one_document_is_picked),
		cmocka_unit_test(others_are_not_linted),
		cmocka_unit_test(an_answer_is_shown_at_what_it_names),
		cmocka_unit_test(nothing_recorded_counts_when_it_is_sent_anew),
		cmocka_unit_test(what_the_sender_returns_is_passed_on),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
