/*
 * Composing payloads: what every pack makes lints clean, and what cannot be
 * put in is refused with a reason.
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

#include "base/limits.h"
#include "lint/compose.h"
#include "rule/pack.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct ruleset *rules;
	signed char *levels;
	struct arena arena;
	struct buf out;
	struct composed made;
	struct gcl_error err;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_arena_init(&f->arena);
	gcl_buf_init(&f->out, LIMIT_TEXT_BYTES);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_ruleset_free(f->rules);
	free(f->levels);
	gcl_arena_release(&f->arena);
	gcl_buf_release(&f->out);
	free(f);
	return 0;
}

static void
use(struct fixture *f, const char *pack)
{
	gcl_error_reset(&f->err);
	gcl_ruleset_free(f->rules);
	if (gcl_pack_load(pack, NULL, gcl_span(NULL, 0), &f->rules,
	    &f->err) != GCL_OK)
		fail_msg("%s", f->err.text);
}

/* All rules as the pack has them, but for one that may be off. */
static enum gcl_status
compose_without(struct fixture *f, const struct compose_request *req,
	const char *off)
{
	struct compose_request full = *req;
	const struct rule *r = gcl_ruleset_rule(f->rules, gcl_span_str(off));

	free(f->levels);
	f->levels = malloc(f->rules->n_rules);
	assert_non_null(f->levels);
	memset(f->levels, -1, f->rules->n_rules);
	if (r)
		f->levels[r->index] = GCL_OFF;
	full.levels = f->levels;
	gcl_buf_reset(&f->out);
	gcl_error_reset(&f->err);
	return gcl_compose(f->rules, &full, &f->arena, &f->out, &f->made,
	    &f->err);
}

static enum gcl_status
compose(struct fixture *f, const struct compose_request *req)
{
	return compose_without(f, req, NULL);
}

/* One --set in a row of tables. */
static enum gcl_status
compose_set(struct fixture *f, const char *to, const char *set)
{
	const struct compose_request req = { .to = to, .sets = &set,
		.n_sets = set != NULL };

	return compose(f, &req);
}

/* What was composed, without blanks at the start of lines and line ends. */
static const char *
squeezed(struct fixture *f)
{
	char *to, *p;

	assert_non_null(gcl_buf_str(&f->out));
	for (to = p = f->out.ptr; *p; p++) {
		if (*p == '\n')
			p += strspn(p, "\n ") - 1;
		else
			*to++ = *p == '"' ? '\'' : *p;
	}
	*to = '\0';
	return f->out.ptr;
}

static void
expect(struct fixture *f, const char *to, const char *set, const char *text)
{
	if (compose_set(f, to, set) != GCL_OK)
		fail_msg("%s %s: %s", to, set, f->err.text);
	assert_string_equal(squeezed(f), text);
}

static void
expect_error(struct fixture *f, const char *to, const char *set,
	const char *words)
{
	if (compose_set(f, to, set) != GCL_EUSAGE)
		fail_msg("%s %s is taken: %s", to, set, squeezed(f));
	if (strncmp(f->err.text, words, strlen(words)) != 0)
		fail_msg("%s %s: %s", to, set, f->err.text);
	assert_int_equal(f->out.len, 0);
}

/* ---- every pack ---- */

static bool
is_current(const struct fixture *f)
{
	return !strcmp(f->rules->head.state, "current");
}

static void
take_finding(void *ctx, const struct gcl_finding *finding)
{
	const struct fixture *f = ctx;

	fail_msg("%s\n%.*s: %s at %s", f->rules->head.name, (int)f->out.len,
	    f->out.ptr, finding->message, finding->pointer);
}

static void
assert_clean(struct fixture *f)
{
	struct gcl_totals totals;
	struct gcl_error err;
	struct gcl_linter *l;

	assert_int_equal(gcl_linter_new(&l, &err), GCL_OK);
	assert_int_equal(gcl_linter_set(l, "pack", f->rules->head.name,
	    &err), GCL_OK);
	gcl_linter_on_finding(l, take_finding, f);
	assert_int_equal(gcl_lint_buffer(l, "made.json", f->out.ptr,
	    f->out.len, &err), GCL_OK);
	assert_int_equal(gcl_linter_finish(l, &totals, &err), GCL_OK);
	assert_int_equal(totals.documents, 1);
	gcl_linter_free(l);
}

/* An address that a pack takes: mail where numbers are nothing to it. */
static const char *
address_for(const struct party *p, const char *number, const char *mail)
{
	if (p->form == PARTY_NONE)
		return NULL;
	return p->form == PARTY_TEXT ? mail : number;
}

static void
assert_begins(const char *text, const char *fmt, const char *name)
{
	char words[160];

	snprintf(words, sizeof(words), fmt, name);
	if (!text || strncmp(text, words, strlen(words)) != 0)
		fail_msg("%s, not %s", text ? text : "nothing", words);
}

/* A request that is gone has no payload, unless the user knows. */
static void
expect_gone(struct fixture *f, const struct compose_request *req)
{
	const char *name = f->rules->head.name;

	if (!strcmp(f->rules->head.state, "deprecated")) {
		assert_int_equal(compose(f, req), GCL_OK);
		assert_begins(f->made.doubt,
		    "--pack=%s: this request is deprecated; use ", name);
		return;
	}
	assert_int_equal(compose(f, req), GCL_EUSAGE);
	assert_begins(f->err.text,
	    "--pack=%s: this request is gone from the API; use ", name);
	assert_int_equal(f->out.len, 0);
	assert_int_equal(compose_without(f, req, "request-removed"), GCL_OK);
}

static void
try_pack(struct fixture *f, bool from)
{
	const struct template *t = f->rules->compose;
	struct compose_request req = { .n_sets = 0 };

	req.to = address_for(&t->to, "+1 (555) 123-4567",
	    "bob@example.com");
	if (from)
		req.from = address_for(&t->from, "tel:+1-555-123-4568",
		    "carol@example.com");
	if (!is_current(f)) {
		expect_gone(f, &req);
		return;
	}
	if (compose(f, &req) != GCL_OK)
		fail_msg("%s: %s", f->rules->head.name, f->err.text);
	assert_int_equal(f->out.ptr[f->out.len - 1], '\n');
	assert_null(memmem(f->out.ptr, f->out.len, "\"$", 2));
	assert_clean(f);
}

static void
every_pack_with_requests_composes_a_clean_payload(void **state)
{
	struct fixture *f = *state;
	const struct embedded *e;
	size_t n = 0;

	for (e = gcl_embedded; e->name; e++) {
		if (!e->root)
			continue;
		use(f, e->name);
		if (!f->rules->head.requests)
			continue;
		if (!f->rules->compose)
			fail_msg("%s has no template", e->name);
		try_pack(f, false);
		try_pack(f, true);
		n++;
	}
	assert_true(n > 40);
}

/* As a user's own, a pack's template is checked. */
static void
every_template_is_right(void **state)
{
	struct fixture *f = *state;
	const struct embedded *e;
	struct ruleset *rs;

	for (e = gcl_embedded; e->name; e++) {
		if (!e->root)
			continue;
		gcl_error_reset(&f->err);
		if (gcl_pack_load(e->name, "own.json",
		    gcl_span((const char *)e->bytes, e->len), &rs, &f->err) !=
		    GCL_OK)
			fail_msg("%s: %s", e->name, f->err.text);
		gcl_ruleset_free(rs);
	}
}

/* ---- --to and --from ---- */

static void
the_payload_is_laid_out(void **state)
{
	const struct compose_request req = { .to = "+15551234567",
		.from = "sip:alice@example.com" };
	struct fixture *f = *state;

	use(f, "call-conversation");
	assert_int_equal(compose(f, &req), GCL_OK);
	assert_string_equal(gcl_buf_str(&f->out),
	    "{\n"
	    "  \"type\": \"call\",\n"
	    "  \"participants\": [\n"
	    "    {\n"
	    "      \"address\": \"tel:+15551234567\",\n"
	    "      \"addressType\": \"phone\",\n"
	    "      \"state\": \"initial\",\n"
	    "      \"mediaTypes\": [\n"
	    "        \"call\"\n"
	    "      ]\n"
	    "    },\n"
	    "    {\n"
	    "      \"address\": \"sip:alice@example.com\",\n"
	    "      \"addressType\": \"phone\",\n"
	    "      \"state\": \"initial\",\n"
	    "      \"mediaTypes\": [\n"
	    "        \"call\"\n"
	    "      ]\n"
	    "    }\n"
	    "  ]\n"
	    "}\n");
}

static void
a_number_gets_the_form_of_the_pack(void **state)
{
	static const struct {
		const char *to, *uri, *number;
	} rows[] = {
		{ "+15551234567", "tel:+15551234567", "+15551234567" },
		{ "tel:+15551234567", "tel:+15551234567", "+15551234567" },
		{ " +1 (555) 123-4567\n", "tel:+15551234567",
		    "+15551234567" },
		{ "+1.555.123.4567", "tel:+15551234567", "+15551234567" },
		{ "TEL:+1/555/123/4567", "TEL:+15551234567",
		    "+15551234567" },
		{ "+1\302\240555\342\200\2211234567", "tel:+15551234567",
		    "+15551234567" },
		{ "\342\200\252+15551234567\342\200\254", "tel:+15551234567",
		    "+15551234567" },
		{ "alice@example.com", "sip:alice@example.com",
		    "alice@example.com" },
		{ "sip:alice@example.com", "sip:alice@example.com",
		    "alice@example.com" },
		{ "sips:a-b.c@example.com", "sips:a-b.c@example.com",
		    "a-b.c@example.com" },
		{ "sip:1-2;isub=3@example.com", "sip:1-2;isub=3@example.com",
		    NULL },
		{ "+1 555 123 4567;ext=42", "tel:+15551234567;ext=42",
		    NULL },
		{ "5551234567", NULL, "5551234567" },
	};
	struct fixture *f = *state;
	char text[160];
	size_t i;

	use(f, "call-conversation");
	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "{'type': 'call',"
		    "'participants': [{'address': '%s','addressType': "
		    "'phone','state': 'initial','mediaTypes': ['call']}]}",
		    rows[i].uri);
		if (rows[i].uri)
			expect(f, rows[i].to, NULL, text);
	}
	use(f, "create-call-request");
	for (i = 0; i < ROWS(rows); i++) {
		snprintf(text, sizeof(text), "{'phoneNumber': '%s'}",
		    rows[i].number);
		if (rows[i].number)
			expect(f, rows[i].to, NULL, text);
	}
}

static void
text_stays_as_it_is(void **state)
{
	struct fixture *f = *state;

	use(f, "open-inbound-normalized-receipt");
	assert_int_equal(compose_set(f, " tel:1-2 ", NULL), GCL_OK);
	assert_non_null(strstr(squeezed(f), "{'id': ' tel:1-2 '}"));
}

static void
what_is_no_number_is_refused(void **state)
{
	static const struct {
		const char *pack, *to, *words;
	} rows[] = {
		{ "call-conversation", "", "--to is empty" },
		{ "call-conversation", "\377", "--to is not UTF-8" },
		{ "call-conversation", "5551234567",
		    "--to: " },
		{ "call-conversation", "Alice",
		    "--to: " },
		{ "call-conversation", "+44 (0)20 7946 0018",
		    "--to: " },
		{ "call-conversation", "callto:+15551234567",
		    "--to: " },
		{ "call-conversation", "+1\n\"x\"",
		    "--to: " },
		{ "conversation-user", "+15551234567",
		    "a payload for 'conversation-user' has no place for --to; "
		    "--set has /id" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		use(f, rows[i].pack);
		expect_error(f, rows[i].to, NULL, rows[i].words);
		assert_null(strchr(f->err.text, '\x01'));
		assert_null(strstr(f->err.text, "\\x01"));
	}
}

static void
without_a_number_to_call_there_is_no_payload(void **state)
{
	static const char *const packs[] = { "call-conversation",
		"create-call-request", "create-callback-command",
		"agentless-email-send-request-dto", "transfer-request" };
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(packs); i++) {
		use(f, packs[i]);
		if (compose_set(f, NULL, NULL) == GCL_OK)
			fail_msg("%s: %s", packs[i], squeezed(f));
		if (strncmp(f->err.text, "--to is missing: ", 17) != 0)
			fail_msg("%s: %s", packs[i], f->err.text);
	}
}

/* Also where a pack only warns of it. */
static void
what_a_pack_would_say_anything_of_is_refused(void **state)
{
	static const struct {
		const char *pack, *to, *words;
	} rows[] = {
		{ "call-conversation", "+1555123456", "--to: " },
		{ "create-call-request", "+1555123456\357\274\227", "--to: " },
		{ "create-call-request", "+44 (0)20 7946 0018", "--to: " },
		{ "call-command", "+1555123456\357\274\227", "--to: " },
		{ "create-callback-command", "x", "--to: " },
		{ "fax-send-request", "+1555123456\357\274\227", "--to: " },
		{ "transfer-to-address-request",
		    "+1555123456\357\274\227", "--to: " },
		{ "agentless-email-send-request-dto", "+15551234567",
		    "--to: email is \"+15551234567\", not an email address" },
		{ "create-email-request", "sip:a@example.com", "--to: " },
		{ "inbound-message-request", "x", "--to: " },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		use(f, rows[i].pack);
		expect_error(f, rows[i].to, NULL, rows[i].words);
	}
}

static void
a_rule_that_is_off_says_nothing(void **state)
{
	const struct compose_request req = { .to = "+1555123456" };
	struct fixture *f = *state;

	use(f, "call-conversation");
	assert_int_equal(compose(f, &req), GCL_EUSAGE);
	assert_int_equal(compose_without(f, &req, "address-country"), GCL_OK);
}

static void
one_is_not_called_by_oneself(void **state)
{
	const struct compose_request req = { .to = "+1 555 123 4567",
		.from = "tel:+15551234567" };
	struct fixture *f = *state;

	use(f, "call-conversation");
	assert_int_equal(compose(f, &req), GCL_EUSAGE);
	assert_string_equal(f->err.text, "--from: participants[1] has the "
	    "same address as one before it");
}

/* As --fix does it. */
static void
a_number_without_a_country_gets_the_one_given(void **state)
{
	static const struct {
		const char *country, *to, *number;
	} rows[] = {
		{ "1", "5551234567", "+15551234567" },
		{ "1", "(555) 123-4567", "+15551234567" },
		{ "1", "15551234567", "+15551234567" },
		{ "44", "020 7946 0018", "+442079460018" },
		{ "44", "442079460018", "+442079460018" },
		{ "39", "06 555 0123", "+39065550123" },
		{ "44", "+15551234567", "+15551234567" },
		{ "44", "tel:020 7946 0018", "+442079460018" },
		{ "44", "alice@example.com", "alice@example.com" },
		{ NULL, "5551234567", "5551234567" },
	};
	struct fixture *f = *state;
	char text[80];
	size_t i;

	use(f, "create-call-request");
	for (i = 0; i < ROWS(rows); i++) {
		const struct compose_request req = { .to = rows[i].to,
			.country = rows[i].country };

		snprintf(text, sizeof(text), "{'phoneNumber': '%s'}",
		    rows[i].number);
		if (compose(f, &req) != GCL_OK)
			fail_msg("%s: %s", rows[i].to, f->err.text);
		assert_string_equal(squeezed(f), text);
	}
}

/* ---- --set ---- */

static void
another_target_takes_the_place_of_a_number(void **state)
{
	struct fixture *f = *state;

	use(f, "transfer-request");
	expect(f, NULL, "/queueId=3fa85f64-5717-4562-b3fc-2c963f66afa6",
	    "{'transferType': 'Unattended',"
	    "'queueId': '3fa85f64-5717-4562-b3fc-2c963f66afa6'}");
}

static void
a_place_for_a_number_can_be_set(void **state)
{
	static const char *const sets[] = {
		"/participants/0/address=tel:+15551234567",
		"/participants/1/address=tel:+15551234568",
	};
	struct compose_request req = { .sets = sets, .n_sets = 2 };
	struct fixture *f = *state;

	use(f, "call-conversation");
	assert_int_equal(compose(f, &req), GCL_OK);
	assert_string_equal(squeezed(f), "{'type': 'call','participants': ["
	    "{'address': 'tel:+15551234567','addressType': 'phone',"
	    "'state': 'initial','mediaTypes': ['call']},"
	    "{'address': 'tel:+15551234568','addressType': 'phone',"
	    "'state': 'initial','mediaTypes': ['call']}]}");
	/* What was set is not left out with what has no value. */
	expect_error(f, "+15551234567", "/participants/1/name=Alice",
	    "--set /participants/1: address is missing");
}

static void
what_is_set_is_no_placeholder(void **state)
{
	struct fixture *f = *state;

	use(f, "participant-attributes");
	expect(f, NULL, "/attributes={\"a\": \"$to\"}",
	    "{'attributes': {'a': '$to'}}");
	expect(f, NULL, "/attributes/orderId=$from",
	    "{'attributes': {'orderId': '$from'}}");
}

static void
a_value_is_set_where_its_pointer_says(void **state)
{
	static const struct {
		const char *set, *text;
	} rows[] = {
		{ "/label=x", "{'phoneNumber': '1','label': 'x'}" },
		{ "/label=", "{'phoneNumber': '1','label': ''}" },
		{ "/label=a=b", "{'phoneNumber': '1','label': 'a=b'}" },
		{ "/label=\"x\"", "{'phoneNumber': '1','label': 'x'}" },
		{ "/label= x", "{'phoneNumber': '1','label': ' x'}" },
		{ "/phoneNumber=+15551234567",
		    "{'phoneNumber': '+15551234567'}" },
		/* Digits where the pack wants a string. */
		{ "/phoneNumber=15551234567",
		    "{'phoneNumber': '15551234567'}" },
		{ "/attributes/orderId=4711",
		    "{'phoneNumber': '1','attributes': {'orderId': '4711'}}" },
		{ "/attributes={\"a\": \"b\", \"c\": \"\"}",
		    "{'phoneNumber': '1','attributes': {'a': 'b','c': ''}}" },
		{ "/attributes={}",
		    "{'phoneNumber': '1','attributes': {}}" },
		{ "/attributes/a~1b~0c=x",
		    "{'phoneNumber': '1','attributes': {'a/b~c': 'x'}}" },
		{ "/attributes/0=x",
		    "{'phoneNumber': '1','attributes': {'0': 'x'}}" },
		{ "={\"phoneNumber\": \"2\"}", "{'phoneNumber': '2'}" },
	};
	struct fixture *f = *state;
	size_t i;

	use(f, "create-call-request");
	for (i = 0; i < ROWS(rows); i++)
		expect(f, "1", rows[i].set, rows[i].text);
}

static void
arrays_grow_by_one(void **state)
{
	static const char *const sets[] = {
		"/conversationIds/-=3fa85f64-5717-4562-b3fc-2c963f66afa7",
		"/conversationIds/2=3fa85f64-5717-4562-b3fc-2c963f66afa8",
		"/conversationIds/0=3fa85f64-5717-4562-b3fc-2c963f66afa9",
	};
	const struct compose_request req = { .sets = sets,
		.n_sets = ROWS(sets) };
	struct fixture *f = *state;

	use(f, "update-conference-request");
	assert_int_equal(compose(f, &req), GCL_OK);
	assert_int_equal(f->made.n_examples, 0);
	assert_string_equal(squeezed(f), "{'conversationIds': ["
	    "'3fa85f64-5717-4562-b3fc-2c963f66afa9',"
	    "'3fa85f64-5717-4562-b3fc-2c963f66afa7',"
	    "'3fa85f64-5717-4562-b3fc-2c963f66afa8']}");
}

/* The model says what is made on the way, or else the pointer. */
static void
what_is_missing_on_the_way_is_made(void **state)
{
	struct fixture *f = *state;

	use(f, "additional-message");
	expect(f, NULL, "/mediaIds/-=x",
	    "{'textBody': 'Hello','mediaIds': ['x']}");
	expect_error(f, NULL, "/mediaIds/x=1", "--set '/mediaIds/x': ");
	assert_int_equal(compose_without(f, &(struct compose_request){
	    .sets = (const char *[]){ "/x/0/-/y=1" }, .n_sets = 1 },
	    "field-unknown"), GCL_OK);
	assert_non_null(strstr(squeezed(f), "'x': [[{'y': 1}]]"));
	expect_error(f, NULL, "/x/0/-/y=1", "--set /x: ");
}

static void
what_cannot_be_set_is_refused(void **state)
{
	static const struct {
		const char *set, *words;
	} rows[] = {
		{ "/type", "--set '/type' has no value: write POINTER=VALUE" },
		{ "type=call", "--set 'type': a JSON Pointer begins with /" },
		{ "/a~=1", "--set '/a~': ~ is written ~0" },
		{ "/a~2=1", "--set '/a~2': ~ is written ~0" },
		{ "/type=\377", "--set '/type': this is not UTF-8" },
		{ "/type/x=1", "--set '/type/x': /type has a value" },
		{ "/participants/x=1", "--set '/participants/x': "
		    "/participants is an array of 2: the next element is 2" },
		{ "/participants/3=1", "--set '/participants/3': " },
		{ "/participants/01=1", "--set '/participants/01': " },
		{ "/participants/18446744073709551616=1", "--set '" },
		{ "/participants/-/=1", "--set /participants/1: " },
		{ "/type=7", "--set /type: " },
		{ "/type=[1]", "--set /type: " },
		{ "=7", "--set: " },
		{ "/participants/0/address=x",
		    "--set /participants/0/address: " },
	};
	struct fixture *f = *state;
	size_t i;

	use(f, "call-conversation");
	for (i = 0; i < ROWS(rows); i++)
		expect_error(f, "+15551234567", rows[i].set, rows[i].words);
}

static void
no_pointer_is_too_deep_for_the_stack(void **state)
{
	struct fixture *f = *state;
	struct buf set;
	size_t i;

	gcl_buf_init(&set, LIMIT_TEXT_BYTES);
	for (i = 0; i < 100000; i++)
		gcl_buf_adds(&set, "/0");
	gcl_buf_adds(&set, "=1");
	use(f, "create-call-request");
	assert_int_equal(compose_set(f, "1", gcl_buf_str(&set)), GCL_EUSAGE);
	assert_non_null(strstr(f->err.text, "--set"));
	gcl_buf_release(&set);
}

static void
examples_are_named_until_they_are_set(void **state)
{
	const char *set = "/channel/time=2026-04-01T12:00:00Z";
	struct fixture *f = *state;
	struct compose_request req = { .n_sets = 0 };

	use(f, "open-inbound-normalized-receipt");
	assert_int_equal(compose(f, &req), GCL_OK);
	assert_int_equal(f->made.n_examples, 4);
	assert_string_equal(f->made.examples[0], "/id");
	assert_string_equal(f->made.examples[1], "/channel/to/id");
	assert_string_equal(f->made.examples[2], "/channel/time");
	assert_string_equal(f->made.examples[3], "/status");
	req = (struct compose_request){ .to = "bob", .sets = &set,
		.n_sets = 1 };
	assert_int_equal(compose(f, &req), GCL_OK);
	assert_int_equal(f->made.n_examples, 2);
	assert_string_equal(f->made.examples[0], "/id");
	assert_string_equal(f->made.examples[1], "/status");
}

/* ---- packs of the user's own ---- */

#define PACK(compose) "{\"pack\": \"my\", \"root\": \"object\",\n" \
	"\"compose\": " compose "}"

static enum gcl_status
load(struct fixture *f, const char *text)
{
	gcl_error_reset(&f->err);
	gcl_ruleset_free(f->rules);
	return gcl_pack_load("my", "my.json", gcl_span_str(text), &f->rules,
	    &f->err);
}

static void
a_pack_of_ones_own_can_have_a_template(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, PACK("{\"to\": {\"form\": \"uri\"}, "
	    "\"payload\": {\"b\": {\"c\": \"$to\"}, \"a\": "
	    "[{\"d\": [\"$to\"]}, \"$to\", 1.50, null, {}, []]}}")),
	    GCL_OK);
	expect(f, "+15551234567", NULL, "{'b': {'c': 'tel:+15551234567'},"
	    "'a': [{'d': ['tel:+15551234567']},'tel:+15551234567',"
	    "1.50,null,{},[]]}");
	expect(f, NULL, NULL, "{'a': [1.50,null,{},[]]}");
}

static void
a_faulty_template_is_refused(void **state)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{ PACK("{}"), "my.json:2:12: " },
		{ PACK("7"), "my.json:2:12: " },
		{ PACK("{\"payload\": {}, \"x\": 1}"), "my.json:2:28: " },
		{ PACK("{\"payload\": {\"a\": \"$to\"}}"),
		    "my.json:2:31: a placeholder is \"$to\" or \"$from\"" },
		{ PACK("{\"from\": {\"form\": \"uri\"}, "
		    "\"payload\": [\"$too\"]}"), "my.json:2:" },
		{ PACK("{\"to\": {\"form\": \"phone\"}, "
		    "\"payload\": {}}"), "my.json:2:28: " },
		{ PACK("{\"to\": {}, \"payload\": {}}"), "my.json:2:19: " },
		{ PACK("{\"to\": {\"form\": \"uri\", "
		    "\"fix\": {\"remove\": true}}, \"payload\": {}}"),
		    "my.json:2:42: this fix is of put, delete and replace" },
		{ PACK("{\"to\": \"uri\", \"payload\": {}}"),
		    "my.json:2:19: " },
		{ PACK("{\"payload\": {\"a\": 1}, "
		    "\"examples\": [\"/a\", \"/b\"]}"),
		    "my.json:2:53: the payload has no value '/b'" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		if (load(f, rows[i].text) != GCL_EPACK)
			fail_msg("%s is loaded", rows[i].text);
		if (strncmp(f->err.text, rows[i].words,
		    strlen(rows[i].words)) != 0)
			fail_msg("%s: %s", rows[i].text, f->err.text);
	}
}

static void
without_a_template_there_is_no_payload(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, "{\"pack\": \"my\", \"root\": \"object\"}"),
	    GCL_OK);
	expect_error(f, "1", NULL, "the pack 'my' has no template");
}

int
main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(every_pack_with_requests_composes_a_clean_payload),
		TEST(every_template_is_right),
		TEST(the_payload_is_laid_out),
		TEST(a_number_gets_the_form_of_the_pack),
		TEST(text_stays_as_it_is),
		TEST(what_is_no_number_is_refused),
		TEST(without_a_number_to_call_there_is_no_payload),
		TEST(what_a_pack_would_say_anything_of_is_refused),
		TEST(a_rule_that_is_off_says_nothing),
		TEST(one_is_not_called_by_oneself),
		TEST(a_number_without_a_country_gets_the_one_given),
		TEST(another_target_takes_the_place_of_a_number),
		TEST(a_place_for_a_number_can_be_set),
		TEST(what_is_set_is_no_placeholder),
		TEST(a_value_is_set_where_its_pointer_says),
		TEST(arrays_grow_by_one),
		TEST(what_is_missing_on_the_way_is_made),
		TEST(what_cannot_be_set_is_refused),
		TEST(no_pointer_is_too_deep_for_the_stack),
		TEST(examples_are_named_until_they_are_set),
		TEST(a_pack_of_ones_own_can_have_a_template),
		TEST(a_faulty_template_is_refused),
		TEST(without_a_template_there_is_no_payload),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
