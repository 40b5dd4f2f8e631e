/*
 * Which packs a request or a bare text is for.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "linted.h"
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
	static const char *const methods[] = { "POST", "post", "Post" };
	struct routed r;
	size_t i;

	for (i = 0; i < ROWS(methods); i++) {
		r = route(*state, methods[i], "/api/v2/conversations/calls");
		assert_true(r.n > 0);
		assert_string_equal(r.best[0].head->name,
		    "call-conversation");
	}
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
		{ "/v2/conversations/calls", "/api/v2/conversations/calls" },
		{ "/api/conversations/calls", "/api/v2/conversations/calls" },
		{ "/apiv2/conversations/call", "/api/v2/conversations/calls" },
		{ "/platform/api/v2/conversations/calls",
		  "/api/v2/conversations/calls" },
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
		{ "/a/b", "/a//b", true, 2 },
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
		{ "{\"phoneNumber\":\"5551234567\"}", "create-call-request",
		  "phoneNumber" },
		{ "{\"callbackNumbers\":[]}", "create-callback-command",
		  "callbackNumbers" },
		{ "{\"firstName\":\"A\",\"phoneNumber\":\"5551234567\"}",
		  NULL, NULL },
		{ "{\"id\":\"\",\"queueId\":\"\",\"provider\":\"\"}", NULL,
		  NULL },
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

static const char *
why_of(const struct pack *k)
{
	const struct rule *r = gcl_ruleset_rule(k->rules,
	    SPAN("address-scheme"));

	assert_non_null(r);
	return r->why;
}

static void
a_pack_is_whole_only_for_whom_it_has_to_be(void **state)
{
	struct fixture *f = *state;
	const struct pack *lean, *whole, *k;
	struct packs derived;

	assert_int_equal(gcl_packs_get(&f->packs, PACK_DEFAULT, &lean,
	    &f->err), GCL_OK);
	assert_null(why_of(lean));
	assert_int_equal(gcl_packs_derive(&derived, &f->packs, NULL, &f->err),
	    GCL_OK);
	assert_int_equal(gcl_packs_whole(&derived, PACK_DEFAULT, &k,
	    &f->err), GCL_OK);
	assert_non_null(why_of(k));
	assert_int_equal(gcl_packs_whole(&f->packs, PACK_DEFAULT, &whole,
	    &f->err), GCL_OK);
	assert_ptr_equal(whole->rules, k->rules);
	/* It is not loaded a third time. */
	assert_int_equal(gcl_packs_main(&f->packs, &k, &f->err), GCL_OK);
	assert_ptr_equal(k, whole);
	gcl_packs_release(&derived);
}

/* A head is cut from the file: all of it has to be in front of the rules. */
static void
every_head_says_what_the_whole_pack_does(void **state)
{
	struct fixture *f = *state;
	const struct heads *heads;
	const struct endpoint *a, *b;
	const struct head *h, *whole;
	const struct condition *c;
	const struct pack *k;

	assert_int_equal(gcl_packs_heads(&f->packs, &heads, &f->err), GCL_OK);
	assert_true(heads->n > 40);
	for (h = heads->list; h < heads->list + heads->n; h++) {
		assert_int_equal(gcl_packs_get(&f->packs, h->name, &k,
		    &f->err), GCL_OK);
		whole = &k->rules->head;
		assert_non_null(h->title);
		assert_string_equal(h->title, whole->title);
		assert_int_equal(!h->state, !whole->state);
		assert_int_equal(!h->recognise.any, !whole->recognise.any);
		assert_int_equal(!h->recognise.none, !whole->recognise.none);
		for (c = h->recognise.any; c; c = c->next)
			assert_true(c->member.len > 0);
		for (a = h->requests, b = whole->requests; a && b;
		     a = a->next, b = b->next) {
			assert_string_equal(a->method, b->method);
			assert_string_equal(a->path, b->path);
		}
		assert_true(!a && !b);
	}
}

/* What is turned off by its name is turned off whatever the pack. */
static void
a_rule_has_one_file(void **state)
{
	struct fixture *f = *state;
	const struct heads *heads;
	const struct rule *r, *same;
	const struct pack *k, *other;
	size_t i, n = 0;

	assert_int_equal(gcl_packs_heads(&f->packs, &heads, &f->err), GCL_OK);
	for (i = 0; i < heads->n; i++)
		assert_int_equal(gcl_packs_get(&f->packs, heads->list[i].name,
		    &k, &f->err), GCL_OK);
	for (k = f->packs.loaded; k; k = k->next) {
		for (other = k->next; other; other = other->next) {
			for (r = k->rules->rules; r; r = r->next) {
				same = gcl_ruleset_rule(other->rules,
				    gcl_span_str(r->name));
				n += same != NULL;
				if (same && strcmp(same->pack, r->pack) != 0)
					fail_msg("%s is in %s and in %s",
					    r->name, r->pack, same->pack);
			}
		}
	}
	assert_true(n > 0);
}

/* ---- requests without a body ---- */

/* METHOD and path of a request, its parameters filled in. */
static void
spell(const struct endpoint *e, char *out, size_t room)
{
	size_t n = (size_t)snprintf(out, room, "%s ", e->method);
	const char *p = e->path;

	while (*p && n + 1 < room) {
		out[n++] = *p == '{' ? '1' : *p;
		p += *p == '{' ? strcspn(p, "}") + 1 : 1;
	}
	out[n] = '\0';
}

/* No body, a body that may be left out, or gone as a whole. */
static bool
goes_without_body(const struct endpoint *e)
{
	static const char *const ends[] = {
		"/cobrowse", "/participants/{participantId}/callbacks",
		("/cobrowsesessions/{conversationId}/participants/"
		"{participantId}/replace"),
	};
	size_t i, len = strlen(e->path);

	for (i = 0; i < ROWS(ends); i++)
		if (len > strlen(ends[i]) &&
		    !strcmp(e->path + len - strlen(ends[i]), ends[i]))
			return true;
	return e->state && !strcmp(e->state, "removed");
}

static void
every_request_that_takes_a_body_is_told_without_one(void **state)
{
	struct fixture *f = *state;
	const struct heads *heads;
	const struct endpoint *e;
	char request[256], text[300];
	struct linted l;
	size_t i;

	assert_int_equal(gcl_packs_heads(&f->packs, &heads, &f->err), GCL_OK);
	linted_use(&l, "request");
	l.forced = true;
	for (i = 0; i < heads->n; i++) {
		for (e = heads->list[i].requests; e; e = e->next) {
			spell(e, request, sizeof(request));
			snprintf(text, sizeof(text), "{'no body':'%s'}",
			    request);
			assert_hits(&l, text, goes_without_body(e) ? "" :
			    "request-body");
			snprintf(text, sizeof(text), "{'no body':'%s?a=1'}",
			    request);
			assert_hits(&l, text, goes_without_body(e) ? "" :
			    "request-body");
			snprintf(text, sizeof(text), "{'no body':'%s/x/y'}",
			    request);
			assert_no_hit(&l, text);
		}
	}
	linted_release(&l);
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
		TEST(a_pack_is_whole_only_for_whom_it_has_to_be),
		TEST(a_rule_is_found_in_any_pack),
		TEST(every_head_says_what_the_whole_pack_does),
		TEST(a_rule_has_one_file),
		TEST(every_request_that_takes_a_body_is_told_without_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
