/*
 * Which packs a request or a bare text is for.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/limits.h"
#include "lint/packs.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct packs packs;
	struct arena arena;
	struct gcl_error err;
};

static int
set_up(void **state)
{
	static struct fixture f;

	gcl_packs_init(&f.packs, LIMIT_DEPTH_DEFAULT);
	gcl_arena_init(&f.arena);
	gcl_error_reset(&f.err);
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_packs_release(&f->packs);
	gcl_arena_release(&f->arena);
	return 0;
}

static struct routed
route(struct fixture *f, const char *method, const char *path)
{
	struct routed r;

	assert_int_equal(gcl_packs_route(&f->packs, gcl_span_str(method),
	    gcl_span_str(path), &f->arena, &r, &f->err), GCL_OK);
	return r;
}

static void
a_path_with_its_method_leads_to_packs(void **state)
{
	const struct routed r = route(*state, "POST",
	    "/api/v2/conversations/calls");

	assert_true(r.n > 0);
	assert_string_equal(r.best[0].head->name, "call-conversation");
}

static void
what_is_near_is_found(void **state)
{
	static const struct {
		const char *path, *want;
	} rows[] = {
		{ "/api/v2/conversation/calls", "/api/v2/conversations/calls" },
		{ "/api/v2/conversations/call", "/api/v2/conversations/calls" },
		{ "/api/v1/conversations/calls", "/api/v2/conversations/calls" },
		{ "/conversations/calls", "/api/v2/conversations/calls" },
		{ "/conversation/calls", "/api/v2/conversations/calls" },
		{ "/api/v2/conversations/calls/",
		  "/api/v2/conversations/calls" },
		{ "/api/v2/Conversations/Calls",
		  "/api/v2/conversations/calls" },
	};
	struct routed r;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		r = route(*state, "POST", rows[i].path);
		assert_int_equal(r.n, 0);
		assert_non_null(r.path);
		assert_string_equal(r.path, rows[i].want);
		assert_string_equal(r.method, "POST");
	}
}

static void
another_method_is_told(void **state)
{
	const struct routed r = route(*state, "GET",
	    "/api/v2/conversations/calls");

	assert_int_equal(r.n, 0);
	assert_string_equal(r.method, "POST");
	assert_null(r.path);
}

static void
what_is_far_leads_nowhere(void **state)
{
	static const char *const paths[] = {
		"", "/", "/api/v2", "/api/v2/users", "calls", "/v1/messages",
		"/api/v2/conversations/calls/a/b/c/d/e/f/g",
	};
	struct routed r;
	size_t i;

	for (i = 0; i < ROWS(paths); i++) {
		r = route(*state, "POST", paths[i]);
		assert_int_equal(r.n, 0);
		assert_null(r.method);
		assert_null(r.path);
	}
}

static void
parameters_take_any_segment_but_none(void **state)
{
	static const struct {
		const char *template, *path;
		bool fits;
		size_t literal;
	} rows[] = {
		{ "/a/{x}/b", "/a/1/b", true, 2 },
		{ "/a/{x}/b", "/a/{{id}}/b", true, 2 },
		{ "/a/{x}/b", "/a//b", false, 1 },
		{ "/a/{x}", "/a/b/c", false, 1 },
		{ "/a/{x}", "/a", false, 1 },
		{ "/a", "/a/", false, 1 },
		{ "/a", "a", false, 0 },
	};
	size_t i, literal;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		assert_int_equal(gcl_endpoint_fits(rows[i].template,
		    gcl_span_str(rows[i].path), &literal), rows[i].fits);
		if (rows[i].fits)
			assert_int_equal(literal, rows[i].literal);
	}
}

static const char *
recognise(struct fixture *f, const char *text, struct span *why)
{
	struct guess g;

	assert_int_equal(gcl_packs_recognise(&f->packs, NULL,
	    gcl_span_str(text), &g, &f->err), GCL_OK);
	*why = g.why;
	return g.head ? g.head->name : NULL;
}

static void
members_tell_the_pack(void **state)
{
	static const struct {
		const char *text, *pack, *why;
	} rows[] = {
		{ "{\"type\":\"call\"}", "call-conversation", "type" },
		{ "{\"x\":1,\"t\\u0079pe\":\"call\"}", "call-conversation",
		  "type" },
		{ "[{\"type\":\"call\"}]", "call-conversation", "type" },
		{ "{\"type\":\"call\",", "call-conversation", "type" },
		{ "{\"x\":{\"type\":\"call\"}}", NULL, NULL },
		{ "{\"path\":\"/api/v2/conversations\"}", NULL, NULL },
		{ "[[{\"type\":\"call\"}]]", NULL, NULL },
		{ "{}", NULL, NULL }, { "", NULL, NULL }, { "1", NULL, NULL },
	};
	struct span why;
	const char *name;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		name = recognise(*state, rows[i].text, &why);
		if (!rows[i].pack) {
			assert_null(name);
			continue;
		}
		assert_non_null(name);
		assert_string_equal(name, rows[i].pack);
		assert_true(gcl_span_is(why, rows[i].why));
	}
}

static void
a_rule_is_found_in_any_pack(void **state)
{
	struct fixture *f = *state;
	const struct rule *r;

	assert_int_equal(gcl_packs_rule(&f->packs, SPAN("address-scheme"), &r,
	    &f->err), GCL_OK);
	assert_string_equal(r->name, "address-scheme");
	assert_int_equal(gcl_packs_rule(&f->packs, SPAN("request-scheme"), &r,
	    &f->err), GCL_OK);
	assert_string_equal(r->name, "request-scheme");
	assert_int_equal(gcl_packs_rule(&f->packs, SPAN("addres-scheme"), &r,
	    &f->err), GCL_EUSAGE);
	assert_non_null(strstr(f->err.text, "'address-scheme'"));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_path_with_its_method_leads_to_packs),
		TEST(what_is_near_is_found),
		TEST(another_method_is_told),
		TEST(what_is_far_leads_nowhere),
		TEST(parameters_take_any_segment_but_none),
		TEST(members_tell_the_pack),
		TEST(a_rule_is_found_in_any_pack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
