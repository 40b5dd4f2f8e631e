/*
 * Names in the words of a server, and the values that they mean.
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
#include "json/path.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct walk *walk;
	struct arena arena;
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
	"{\"type\":\"call\",\"participants\":[{\"address\":\"tel:+1555\","
	"\"addressType\":\"phone\"},{\"address\":7,\"mediaTypes\":[\"call\"]}],"
	"\"a/b\":{\"m~n\":1},\"caf\\u00e9\":{\"x.y\":2},\"\":3,"
	"\"7\":{\"state\":null}}";

static const char list[] = "[{\"to\":\"a\"},{\"to\":\"b\",\"from\":{}}]";

/* A value as text; with "around", the value that a missing one belongs in. */
static const struct {
	const char *text, *name, *pointer, *value;
	bool around;
} rows[] = {
	/* RFC 6901 */
	{ call, "/type", "/type", "\"call\"", false },
	{ call, "/participants/1/address", "/participants/1/address", "7",
	  false },
	{ call, "#/participants/0", "/participants/0",
	  "{\"address\":\"tel:+1555\",\"addressType\":\"phone\"}", false },
	{ call, "/a~1b/m~0n", "/a~1b/m~0n", "1", false },
	{ call, "/caf\xc3\xa9/x.y", "/caf\xc3\xa9/x.y", "2", false },
	{ call, "/", "/", "3", false },
	{ call, "#", "", call, false },
	{ call, "/7/state", "/7/state", "null", false },
	/* dots and brackets */
	{ call, "participants[0].address", "/participants/0/address",
	  "\"tel:+1555\"", false },
	{ call, "participants.1.address", "/participants/1/address", "7",
	  false },
	{ call, "participants/1/address", "/participants/1/address", "7",
	  false },
	{ call, "$", "", call, false },
	{ call, "$.participants[1].mediaTypes[0]",
	  "/participants/1/mediaTypes/0", "\"call\"", false },
	{ call, "$['participants'][1][\"address\"]",
	  "/participants/1/address", "7", false },
	{ call, "body.participants[1].address", "/participants/1/address",
	  "7", false },
	{ call, "conversation.participants[1].address",
	  "/participants/1/address", "7", false },
	{ call, "arg0.body.participants[1].address",
	  "/participants/1/address", "7", false },
	{ call, "a.Call[\"participants\"]->java.util.List[1]->a.P[\"address\"]",
	  "/participants/1/address", "7", false },
	{ list, "[1].to", "/1/to", "\"b\"", false },
	{ list, "body[1].to", "/1/to", "\"b\"", false },
	/* without an index, or with any */
	{ call, "participants.addressType", "/participants/0/addressType",
	  "\"phone\"", false },
	{ call, "participants.mediaTypes", "/participants/1/mediaTypes",
	  "[\"call\"]", false },
	{ call, "participants[].addressType", "/participants/0/addressType",
	  "\"phone\"", false },
	{ call, "participants[*].mediaTypes", "/participants/1/mediaTypes",
	  "[\"call\"]", false },
	/* a member alone, anywhere */
	{ call, "address", "/participants/0/address", "\"tel:+1555\"", false },
	{ call, "mediaTypes", "/participants/1/mediaTypes", "[\"call\"]",
	  false },
	{ call, "participant.addressType", "/participants/0/addressType",
	  "\"phone\"", false },
	{ list, "from", "/1/from", "{}", false },
	/* upper and lower case, when nothing else is found */
	{ call, "AddressType", "/participants/0/addressType", "\"phone\"",
	  false },
	{ "{\"Type\":1,\"type\":2}", "type", "/type", "2", false },
	{ "{\"Type\":1,\"type\":2}", "TYPE", "/Type", "1", false },
	{ "{\"A\":{},\"a\":{\"x\":1}}", "a.c", "/a", "{\"x\":1}", true },
	/* what is missing belongs into what is there */
	{ call, "participants[1].addressType", "/participants/1",
	  "{\"address\":7,\"mediaTypes\":[\"call\"]}", true },
	{ call, "/participants/2/address", "/participants",
	  "[{\"address\":\"tel:+1555\",\"addressType\":\"phone\"},"
	  "{\"address\":7,\"mediaTypes\":[\"call\"]}]", true },
	{ call, "body.participants[0].state", "/participants/0",
	  "{\"address\":\"tel:+1555\",\"addressType\":\"phone\"}", true },
	{ call, "/routing", "", call, true },
	{ call, "$.address", "", call, true },
	/* the top is all that is known */
	{ call, "routing", "", call, true },
	{ call, "routing[1].name", "", call, true },
	{ "7", "to", "", "7", true },
	/* as far as it is JSON */
	{ "{\"to\":\"x\",\"from\":}", "to", "/to", "\"x\"", false },
	{ "{\"to\":{\"a\":1,", "to.a", "/to/a", "1", false },
	{ "{\"to\":{\"a\":1,", "to", "/to", "{", false },
	/* the first of two */
	{ "{\"to\":1,\"to\":2}", "to", "/to", "1", false },
};

static void
assert_found(const struct path *p, const char *text, const char *pointer,
	const char *value, const char *name)
{
	if (p->hit == PATH_NONE || p->len != strlen(value) ||
	    memcmp(text + p->off, value, p->len) ||
	    !gcl_span_is(p->pointer, pointer))
		fail_msg("%s: found %.*s at '%.*s'", name, (int)p->len,
		    text + p->off, (int)p->pointer.len, p->pointer.ptr);
}

static void
names_lead_to_values(void **state)
{
	struct fixture *f = *state;
	struct path p;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		assert_int_equal(gcl_path_find(f->walk,
		    gcl_span_str(rows[i].text), gcl_span_str(rows[i].name),
		    &f->arena, &p), GCL_OK);
		assert_found(&p, rows[i].text, rows[i].pointer, rows[i].value,
		    rows[i].name);
		if (p.hit != (rows[i].around ? PATH_AROUND : PATH_VALUE))
			fail_msg("%s: hit %d", rows[i].name, p.hit);
	}
}

static void
what_is_known_of_a_name_is_told(void **state)
{
	static const struct {
		const char *name;
		bool known;
	} names[] = {
		{ "routing", false }, { "routing.skills", false },
		{ "/routing", true }, { "participants[7].name", true },
		{ "Participants[7].name", true }, { "type", true },
	};
	struct fixture *f = *state;
	struct path p;
	size_t i;

	for (i = 0; i < ROWS(names); i++) {
		assert_int_equal(gcl_path_find(f->walk, gcl_span_str(call),
		    gcl_span_str(names[i].name), &f->arena, &p), GCL_OK);
		assert_int_equal(p.known, names[i].known);
	}
}

static void
no_name_and_no_text_lead_nowhere(void **state)
{
	static const struct {
		const char *text, *name;
	} none[] = {
		{ call, "" }, { call, "..." }, { "", "to" }, { " ", "$" },
		{ "nonsense", "to" },
		{ call, "a.a.a.a.a.a.a.a.a.a.a.a.a" },
	};
	struct fixture *f = *state;
	char name[1024];
	struct path p;
	size_t i;

	for (i = 0; i < ROWS(none); i++) {
		assert_int_equal(gcl_path_find(f->walk,
		    gcl_span_str(none[i].text), gcl_span_str(none[i].name),
		    &f->arena, &p), GCL_OK);
		assert_int_equal(p.hit, PATH_NONE);
	}
	memset(name, 'a', sizeof(name));
	assert_int_equal(gcl_path_find(f->walk, gcl_span_str(call),
	    gcl_span(name, sizeof(name)), &f->arena, &p), GCL_OK);
	assert_int_equal(p.hit, PATH_NONE);
}

static void
values_are_found_too(void **state)
{
	static const struct {
		const char *value, *pointer, *text;
	} values[] = {
		{ "phone", "/participants/0/addressType", "\"phone\"" },
		{ "7", "/participants/1/address", "7" },
		{ "call", "/type", "\"call\"" },
		{ "el:+1555", "/participants/0/address", "\"tel:+1555\"" },
		{ "+1555", NULL, NULL }, { "address", NULL, NULL },
		{ "null", NULL, NULL }, { "", NULL, NULL },
	};
	struct fixture *f = *state;
	struct path p;
	size_t i;

	for (i = 0; i < ROWS(values); i++) {
		assert_int_equal(gcl_path_find_value(f->walk,
		    gcl_span_str(call), gcl_span_str(values[i].value),
		    &f->arena, &p), GCL_OK);
		if (values[i].text)
			assert_found(&p, call, values[i].pointer,
			    values[i].text, values[i].value);
		else
			assert_int_equal(p.hit, PATH_NONE);
	}
}

static void
the_very_value_is_preferred(void **state)
{
	static const char text[] = "[\"tel:+15551234567\",\"+15551234567\"]";
	struct fixture *f = *state;
	struct path p;

	assert_int_equal(gcl_path_find_value(f->walk, gcl_span_str(text),
	    SPAN("+15551234567"), &f->arena, &p), GCL_OK);
	assert_true(gcl_span_is(p.pointer, "/1"));
}

/* A pointer of more than a message's length ends at a value around. */
static void
long_pointers_end_early(void **state)
{
	struct fixture *f = *state;
	struct path p;
	struct buf b;
	int i;

	gcl_buf_init(&b, 1u << 20);
	for (i = 0; i < 100; i++)
		gcl_buf_addf(&b, "{\"%0100d\":", i);
	gcl_buf_adds(&b, "{\"here\":1}");
	for (i = 0; i < 100; i++)
		gcl_buf_addc(&b, '}');
	assert_int_equal(gcl_path_find(f->walk, gcl_buf_span(&b),
	    SPAN("here"), &f->arena, &p), GCL_OK);
	assert_int_equal(p.hit, PATH_VALUE);
	assert_int_equal(p.len, 1);
	assert_int_equal(p.pointer.len, 101 * (LIMIT_MESSAGE_BYTES / 101));
	gcl_buf_release(&b);
}

/* Cut anywhere, the text leads to no byte outside of it. */
static void
places_are_inside_of_the_text(void **state)
{
	static const char *const names[] = {
		"participants[1].mediaTypes[0]", "mediaTypes", "/a~1b/m~0n",
		"participants.nothing", "caf\xc3\xa9.x",
	};
	struct fixture *f = *state;
	size_t len, i;
	struct path p;
	char *copy;

	for (len = 0; len < sizeof(call); len++) {
		copy = malloc(len + 1);
		assert_non_null(copy);
		memcpy(copy, call, len);
		for (i = 0; i < ROWS(names); i++) {
			assert_int_equal(gcl_path_find(f->walk,
			    gcl_span(copy, len), gcl_span_str(names[i]),
			    &f->arena, &p), GCL_OK);
			assert_true(p.off <= len && p.len <= len - p.off);
		}
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(names_lead_to_values,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    what_is_known_of_a_name_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    no_name_and_no_text_lead_nowhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(values_are_found_too,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_very_value_is_preferred,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_pointers_end_early,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(places_are_inside_of_the_text,
		    set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
