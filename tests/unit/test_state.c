/*
 * What the API says of a conversation.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "send/state.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

#define AGENT(state) "{\"purpose\":\"user\",\"state\":\"" state "\"}"
#define CALLEE(state) "{\"purpose\":\"external\",\"name\":\"callee\"," \
	"\"state\":\"" state "\"}"
#define QUEUE(state) "{\"purpose\":\"acd\",\"state\":\"" state "\"}"
#define PEOPLE(list) "{\"participants\":[" list "]}"

struct reading {
	struct walk *walk;
	struct arena arena;
	const struct value *root;
};

static void
begin(struct reading *r, const char *text)
{
	struct value *root;

	gcl_arena_init(&r->arena);
	r->walk = gcl_walk_new(20);
	assert_int_equal(gcl_value_read(r->walk, gcl_span_str(text),
		&r->arena, &root), GCL_OK);
	r->root = root;
}

static void
end(struct reading *r)
{
	gcl_arena_release(&r->arena);
	gcl_walk_free(r->walk);
}

static const struct {
	const char *text;
	enum phase phase;
	const char *word, *who;
} cases[] = {
	/* one leg */
	{ PEOPLE(CALLEE("dialing")), PHASE_WAITING, "dialing", "callee" },
	{ PEOPLE(CALLEE("connected")), PHASE_CONNECTED, "connected",
	  "callee" },
	{ PEOPLE(CALLEE("disconnected")), PHASE_ENDED, "disconnected",
	  "callee" },
	{ PEOPLE(CALLEE("terminated")), PHASE_ENDED, "terminated", "callee" },
	{ PEOPLE(CALLEE("whatever")), PHASE_WAITING, "whatever", "callee" },
	/* two */
	{ PEOPLE(AGENT("connected") "," CALLEE("contacting")), PHASE_WAITING,
	  "contacting", "callee" },
	{ PEOPLE(AGENT("connected") "," CALLEE("connected")),
	  PHASE_CONNECTED, "connected", "user" },
	{ PEOPLE(AGENT("connected") "," CALLEE("disconnected")), PHASE_ENDED,
	  "disconnected", "callee" },
	{ PEOPLE(AGENT("alerting") "," CALLEE("disconnected")),
	  PHASE_WAITING, "alerting", "user" },
	/* one of several agents takes it */
	{ PEOPLE(CALLEE("connected") "," AGENT("disconnected") ","
	  AGENT("connected")), PHASE_CONNECTED, "connected", "callee" },
	/* the queue goes on looking for one */
	{ PEOPLE(CALLEE("connected") "," AGENT("disconnected") ","
	  QUEUE("connected")), PHASE_WAITING, "connected", "acd" },
	{ PEOPLE(CALLEE("connected") "," AGENT("disconnected") ","
	  QUEUE("disconnected")), PHASE_ENDED, "disconnected", "user" },
	{ PEOPLE(QUEUE("disconnected") "," CALLEE("connected")),
	  PHASE_CONNECTED, "connected", "callee" },
	/* it was connected between two looks at it */
	{ PEOPLE("{\"id\":\"x\",\"state\":\"disconnected\","
	  "\"connectedTime\":\"2026-01-31T12:00:00Z\"}"), PHASE_CONNECTED,
	  "disconnected", "x" },
	/* states that are in the media, the newest last */
	{ PEOPLE("{\"address\":\"tel:+15551234567\",\"calls\":["
	  "{\"state\":\"disconnected\"},{\"state\":\"connected\"}]}"),
	  PHASE_CONNECTED, "connected", "tel:+15551234567" },
	{ PEOPLE("{\"mediaRoles\":[\"full\"],\"emails\":"
	  "[{\"state\":\"alerting\"}]}"), PHASE_WAITING, "alerting", "" },
	/* a state of the whole */
	{ "{\"state\":\"ringing\"}", PHASE_WAITING, "ringing", "" },
	{ "{\"state\":\"connected\",\"participants\":[]}", PHASE_CONNECTED,
	  "connected", "" },
	{ "{\"participants\":[{}],\"endTime\":\"2026-01-31T12:00:00Z\"}",
	  PHASE_ENDED, "", "" },
	/* what is none */
	{ "{}", PHASE_WAITING, "", "" },
	{ "[]", PHASE_WAITING, "", "" },
	{ "\"connected\"", PHASE_WAITING, "", "" },
	{ "{\"participants\":{\"state\":1}}", PHASE_WAITING, "", "" },
	{ "{\"participants\":[1,null,[],{\"state\":null}]}", PHASE_WAITING,
	  "", "" },
};

static void
it_depends_on_people(void **state)
{
	struct reading r;
	struct state s;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		begin(&r, cases[i].text);
		gcl_state_read(r.root, &s);
		assert_int_equal(s.phase, cases[i].phase);
		assert_true(gcl_span_is(s.word, cases[i].word));
		assert_true(gcl_span_is(s.who, cases[i].who));
		end(&r);
	}
}

static void
the_reason_is_told(void **state)
{
	struct reading r;
	struct state s;

	(void)state;
	begin(&r, PEOPLE("{\"state\":\"disconnected\",\"disconnectType\":"
		"\"endpoint\"}"));
	gcl_state_read(r.root, &s);
	assert_true(gcl_span_is(s.why, "endpoint"));
	end(&r);
	begin(&r, PEOPLE("{\"state\":\"disconnected\",\"disconnectType\":"
		"\"error\",\"errorInfo\":{\"message\":\"no route\"}}"));
	gcl_state_read(r.root, &s);
	assert_true(gcl_span_is(s.why, "no route"));
	end(&r);
}

/* Of what each of the platform's requests answers. */
static void
an_answer_names_the_conversation(void **state)
{
	static const struct {
		const char *text, *id;
	} ids[] = {
		{ "{\"id\":\"a\",\"selfUri\":\"/x\"}", "a" },
		{ "{\"id\":\"message\",\"conversationId\":\"a\"}", "a" },
		{ "{\"conversation\":{\"id\":\"a\"},\"id\":\"b\"}", "a" },
		{ "{\"id\":7}", "" },
		{ "{\"conversation\":\"a\"}", "" },
		{ "[]", "" },
	};
	struct reading r;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(ids); i++) {
		begin(&r, ids[i].text);
		assert_true(gcl_span_is(gcl_state_id(r.root), ids[i].id));
		end(&r);
	}
	assert_int_equal(gcl_state_id(NULL).len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_depends_on_people),
		cmocka_unit_test(the_reason_is_told),
		cmocka_unit_test(an_answer_names_the_conversation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
