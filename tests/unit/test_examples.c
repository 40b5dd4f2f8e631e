/*
 * Every rule's examples: what is good raises nothing, what is bad raises that
 * rule and no other.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/limits.h"
#include "json/walk.h"
#include "lint/lint.h"
#include "lint/packs.h"
#include "rule/check.h"
#include "rule/pack.h"

struct bench {
	struct ruleset *rules;
	struct ruleset at_value;	/* the same, its documents being values */
	signed char levels[256];
	bool forced;			/* not recognised by its members */
	struct lint *lint;
	struct piece piece;
	struct lint_report report;
};

/* As files, so that they are verified and all their patterns compiled. */
static struct ruleset *
load(const char *name)
{
	const struct embedded *e = gcl_embedded_find(gcl_span_str(name));
	struct gcl_error err = { GCL_OK, "" };
	struct ruleset *rs;
	char file[64];

	assert_non_null(e);
	snprintf(file, sizeof(file), "rules/%s.json", name);
	if (gcl_pack_load(name, file, gcl_span((const char *)e->bytes, e->len),
	    &rs, &err) != GCL_OK)
		fail_msg("%s", err.text);
	return rs;
}

static void
set_up(struct bench *b, const char *pack)
{
	b->rules = load(pack);
	b->at_value = *b->rules;
	b->at_value.instead = NULL;
	assert_true(b->rules->n_rules <= sizeof(b->levels));
	memset(b->levels, -1, sizeof(b->levels));
	b->forced = strcmp(pack, PACK_DEFAULT) != 0;
	b->lint = gcl_lint_new(LIMIT_DEPTH_DEFAULT);
	assert_non_null(b->lint);
}

static void
tear_down(struct bench *b)
{
	gcl_lint_free(b->lint);
	gcl_ruleset_free(b->rules);
}

static bool
raises(const struct format *f, const struct rule *r)
{
	const struct check *c;

	for (c = f->steps; c; c = c->next)
		if (c->format ? raises(c->format, r) : c->words.rule == r)
			return true;
	return false;
}

/* The member whose ladder raises the rule, or NULL. */
static const struct field *
field_raising(const struct ruleset *rs, const struct rule *r)
{
	const struct shape *s;
	size_t i;

	for (s = rs->shapes; s; s = s->next)
		for (i = 0; i < s->n_fields; i++)
			if (s->fields[i]->format &&
			    raises(s->fields[i]->format, r))
				return s->fields[i];
	return NULL;
}

static struct hits *
hits_of(struct bench *b, const struct rule *r, const struct value *v)
{
	const struct field *f = field_raising(b->rules, r);
	struct lint_task task = { .piece = &b->piece, .rules = b->rules,
		.levels = b->levels, .named = true, .forced = b->forced };

	b->piece.text = r->text_examples ? v->text :
	    gcl_span(r->pack_text.ptr + v->off, v->len);
	if (f && v->type == JSON_STRING) {
		b->at_value.root_field = *f;
		task.rules = &b->at_value;
		task.forced = true;
	}
	gcl_lint_begin(b->lint, &b->report);
	assert_int_equal(gcl_lint_text(b->lint, &task, &b->report), GCL_OK);
	gcl_lint_end(b->lint);
	assert_null(b->report.limit_rule);
	return b->report.hits;
}

/* Of text that is not JSON, only what is said of it as such counts. */
static bool
counts(const struct rule *r, const struct hit *h)
{
	return !r->text_examples || h->rule == r ||
	    !strncmp(h->rule->name, "json-", 5);
}

static void
try_good(struct bench *b, const struct rule *r, const struct value *v)
{
	struct hits *hits;
	size_t i;

	for (v = v->child; v; v = v->next) {
		hits = hits_of(b, r, v);
		for (i = 0; i < hits->n; i++)
			if (counts(r, &hits->list[i]))
				fail_msg("good example %.*s of %s raises %s: "
				    "%s", (int)v->len, r->pack_text.ptr +
				    v->off, r->name,
				    hits->list[i].rule->name,
				    hits->list[i].say);
	}
}

static void
try_bad(struct bench *b, const struct rule *r, const struct value *v)
{
	struct hits *hits;
	size_t i, n;

	for (v = v->child; v; v = v->next) {
		hits = hits_of(b, r, v);
		for (i = n = 0; i < hits->n; i++) {
			if (!counts(r, &hits->list[i]))
				continue;
			n++;
			if (hits->list[i].rule != r)
				fail_msg("bad example %.*s of %s raises %s: "
				    "%s", (int)v->len, r->pack_text.ptr +
				    v->off, r->name,
				    hits->list[i].rule->name,
				    hits->list[i].say);
		}
		if (n == 0)
			fail_msg("bad example %.*s of %s raises nothing",
			    (int)v->len, r->pack_text.ptr + v->off, r->name);
	}
}

/* Not writable as JSON text, raised by no pack, or by captures alone. */
static bool
needs_no_examples(const struct rule *r)
{
	static const char *const names[] = {
		"api-rejected", "capture-broken", "capture-encoding",
		"curl-file-skipped", "field-deprecated", "field-read-only",
		"json-depth", "json-utf8", "payload-unclear",
		"request-removed", "request-unknown", "secret-in-capture",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(r->name, names[i]))
			return true;
	return false;
}

/* The pack that the examples of a rule are for, or NULL. */
static const char *
home_of(const struct rule *r)
{
	const struct embedded *e = gcl_embedded_find(gcl_span_str(r->pack));

	if (r->with)
		return r->with;
	if (!strcmp(r->pack, "common"))
		return PACK_DEFAULT;
	return e && e->root ? r->pack : NULL;
}

static void
run_examples(const char *pack)
{
	struct bench b = { .rules = NULL };
	const struct rule *r;
	const char *home;

	set_up(&b, pack);
	for (r = b.rules->rules; r; r = r->next) {
		if (needs_no_examples(r))
			continue;
		home = home_of(r);
		if (!home)
			fail_msg("%s is of no pack, and names none", r->name);
		if (strcmp(home, pack) != 0)
			continue;
		if (!r->good || !r->bad)
			fail_msg("%s has no examples", r->name);
		try_good(&b, r, r->good);
		try_bad(&b, r, r->bad);
	}
	tear_down(&b);
}

static void
examples_of_all_packs_hold(void **state)
{
	const struct embedded *e;

	(void)state;
	for (e = gcl_embedded; e->name; e++)
		if (e->root)
			run_examples(e->name);
}

/* A rule whose home does not have it would never be tried. */
static void
examples_are_for_packs_that_have_the_rule(void **state)
{
	const struct embedded *e;
	struct ruleset *rs, *home;
	const struct rule *r;

	(void)state;
	for (e = gcl_embedded; e->name; e++) {
		if (!e->root)
			continue;
		rs = load(e->name);
		for (r = rs->rules; r; r = r->next) {
			if (!r->with || !strcmp(r->with, e->name))
				continue;
			home = load(r->with);
			if (!gcl_ruleset_rule(home, gcl_span_str(r->name)))
				fail_msg("%s is not a rule of %s", r->name,
				    r->with);
			gcl_ruleset_free(home);
		}
		gcl_ruleset_free(rs);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_of_all_packs_hold),
		cmocka_unit_test(examples_are_for_packs_that_have_the_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
