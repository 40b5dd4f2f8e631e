/*
 * Every rule's examples: what is good raises nothing, what is bad raises that
 * rule and no other, and the fix of what it raises mends that and breaks
 * nothing.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/limits.h"
#include "json/amend.h"
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
	struct buf text;		/* an example that was mended */
	unsigned before[256], behind[256];	/* by index of the rule */
	size_t n_fixes;
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
	gcl_buf_init(&b->text, LIMIT_TEXT_BYTES);
}

static void
tear_down(struct bench *b)
{
	gcl_lint_free(b->lint);
	gcl_ruleset_free(b->rules);
	gcl_buf_release(&b->text);
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

static struct span
text_of(const struct rule *r, const struct value *v)
{
	return r->text_examples ? v->text :
	    gcl_span(r->pack_text.ptr + v->off, v->len);
}

static struct hits *
hits_in(struct bench *b, const struct rule *r, const struct value *v,
	struct span text)
{
	const struct field *f = field_raising(b->rules, r);
	struct lint_task task = { .piece = &b->piece, .rules = b->rules,
		.levels = b->levels, .named = true, .forced = b->forced,
		.country = "44" };

	b->piece.text = text;
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

static struct hits *
hits_of(struct bench *b, const struct rule *r, const struct value *v)
{
	return hits_in(b, r, v, text_of(r, v));
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

static void
tally(const struct rule *r, const struct hits *hits, unsigned *n)
{
	size_t i;

	memset(n, 0, 256 * sizeof(*n));
	for (i = 0; i < hits->n; i++)
		if (counts(r, &hits->list[i]))
			n[hits->list[i].rule->index]++;
}

/* The fix of the i-th hit, made alone. */
static void
try_fix(struct bench *b, const struct rule *r, const struct value *v, size_t i)
{
	struct hits *hits = hits_of(b, r, v);
	const struct hit *h = &hits->list[i];
	const struct rule *rule = h->rule;
	size_t k;

	if (h->edits.n == 0)
		return;
	b->n_fixes++;
	tally(r, hits, b->before);
	gcl_buf_reset(&b->text);
	gcl_amend_apply(text_of(r, v), &h->edits, &b->text);
	hits = hits_in(b, r, v, gcl_buf_span(&b->text));
	tally(r, hits, b->behind);
	for (k = 0; k < b->rules->n_rules; k++)
		if (b->behind[k] + (k == rule->index) > b->before[k])
			fail_msg("%s: %.*s becomes %.*s: %s", rule->name,
			    (int)text_of(r, v).len, text_of(r, v).ptr,
			    (int)b->text.len, b->text.ptr,
			    hits->n > 0 ? hits->list[0].say : "");
}

static void
try_fixes(struct bench *b, const struct rule *r)
{
	const struct value *v;
	size_t i, n;

	for (v = r->bad->child; v; v = v->next) {
		n = hits_of(b, r, v)->n;
		for (i = 0; i < n; i++)
			try_fix(b, r, v, i);
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
		"suppression-unused",
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

static size_t
run_examples(const char *pack, bool fixes)
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
		if (fixes) {
			try_fixes(&b, r);
			continue;
		}
		try_good(&b, r, r->good);
		try_bad(&b, r, r->bad);
	}
	tear_down(&b);
	return b.n_fixes;
}

static void
examples_of_all_packs_hold(void **state)
{
	const struct embedded *e;

	(void)state;
	for (e = gcl_embedded; e->name; e++)
		if (e->root)
			run_examples(e->name, false);
}

static void
fixes_mend_and_break_nothing(void **state)
{
	const struct embedded *e;
	size_t n = 0;

	(void)state;
	for (e = gcl_embedded; e->name; e++)
		if (e->root)
			n += run_examples(e->name, true);
	/* Were it far fewer, fixes would have been lost. */
	assert_true(n > 100);
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
		cmocka_unit_test(fixes_mend_and_break_nothing),
		cmocka_unit_test(examples_are_for_packs_that_have_the_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
