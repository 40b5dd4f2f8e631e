/*
 * A document linted in memory, for the tests of packs and of the engine.
 *
 * Documents are written with ' for ", and what a finding is to point at
 * between « and »; both marks are taken out before the text is linted.
 */
#ifndef TESTS_UNIT_LINTED_H
#define TESTS_UNIT_LINTED_H

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "lint/lint.h"
#include "rule/pack.h"

#define LINTED_RULES 256

struct linted {
	struct ruleset *rules;
	signed char levels[LINTED_RULES];
	struct lint *lint;
	bool forced;
	const char *country;
	struct source src;
	struct buf text;
	struct buf pack;
	struct piece piece;
	size_t off, len;	/* of what was marked */
	bool marked;
	struct lint_report report;
};

/* Take text without its marks. */
static inline void
linted_take(struct linted *l, struct buf *out, const char *text)
{
	size_t start = 0;

	gcl_buf_reset(out);
	l->marked = false;
	for (; *text; text++) {
		if (!memcmp(text, "\xc2\xab", 2)) {
			start = out->len;
			text++;
		} else if (!memcmp(text, "\xc2\xbb", 2)) {
			l->off = start;
			l->len = out->len - start;
			l->marked = true;
			text++;
		} else {
			gcl_buf_addc(out, *text == '\'' ? '"' : *text);
		}
	}
	assert_non_null(gcl_buf_str(out));
}

static inline void
linted_init(struct linted *l)
{
	*l = (struct linted){ .rules = NULL };
	gcl_source_init(&l->src);
	gcl_buf_init(&l->text, LIMIT_TEXT_BYTES);
	gcl_buf_init(&l->pack, LIMIT_PACK_BYTES);
	memset(l->levels, -1, sizeof(l->levels));
}

static inline void
linted_release(struct linted *l)
{
	gcl_lint_free(l->lint);
	gcl_ruleset_free(l->rules);
	gcl_source_release(&l->src);
	gcl_buf_release(&l->text);
	gcl_buf_release(&l->pack);
	l->lint = NULL;
	l->rules = NULL;
}

static inline void
linted_begin(struct linted *l, bool forced)
{
	assert_true(l->rules->n_rules <= LINTED_RULES);
	l->forced = forced;
	l->lint = gcl_lint_new(LIMIT_DEPTH_DEFAULT);
	assert_non_null(l->lint);
}

/* Lint with an embedded pack, which may have to be recognised. */
static inline void
linted_use(struct linted *l, const char *name)
{
	struct gcl_error err = { GCL_OK, "" };

	linted_init(l);
	if (gcl_pack_load(name, NULL, gcl_span(NULL, 0), &l->rules, &err) !=
	    GCL_OK)
		fail_msg("%s", err.text);
	linted_begin(l, false);
}

/* Load a pack as the user's own from the file my.json. */
static inline enum gcl_status
linted_load(struct linted *l, const char *pack, struct gcl_error *err)
{
	gcl_error_reset(err);
	linted_take(l, &l->pack, pack);
	return gcl_pack_load("my.json", "my.json", gcl_buf_span(&l->pack),
	    &l->rules, err);
}

static inline void
linted_use_own(struct linted *l, const char *pack)
{
	struct gcl_error err;

	linted_init(l);
	if (linted_load(l, pack, &err) != GCL_OK)
		fail_msg("%s", err.text);
	linted_begin(l, true);
}

static inline const struct hits *
linted_bytes(struct linted *l, struct span text)
{
	const struct lint_task task = { .piece = &l->piece,
		.rules = l->rules, .levels = l->levels,
		.forced = l->forced, .named = true, .country = l->country };

	gcl_source_set(&l->src, "call.json", text, 0, 0);
	l->piece.text = text;
	gcl_lint_begin(l->lint, &l->report);
	assert_int_equal(gcl_lint_text(l->lint, &task, &l->report), GCL_OK);
	gcl_lint_end(l->lint);
	assert_null(l->report.limit_rule);
	return l->report.hits;
}

static inline const struct hits *
linted(struct linted *l, const char *text)
{
	linted_take(l, &l->text, text);
	return linted_bytes(l, gcl_buf_span(&l->text));
}

/* What should have been one hit, in the words of a failed test. */
static inline void
linted_fail(const struct linted *l, const char *why)
{
	const struct hits *hits = l->report.hits;
	size_t i;

	print_error("%.*s\n", (int)l->text.len, l->text.ptr);
	for (i = 0; i < hits->n; i++)
		print_error("  %u+%u %s %s at '%.*s': %s\n",
		    (unsigned)hits->list[i].off, (unsigned)hits->list[i].len,
		    gcl_severity_name(hits->list[i].severity),
		    hits->list[i].rule->name,
		    (int)hits->list[i].pointer.len, hits->list[i].pointer.ptr,
		    hits->list[i].say);
	fail_msg("%s", why);
}

/* One fault, one hit: at the mark, of that rule, with that pointer. */
static inline const struct hit *
assert_one_hit(struct linted *l, const char *text, const char *rule,
	enum gcl_severity severity, const char *pointer)
{
	const struct hits *hits = linted(l, text);
	const struct hit *h = hits->list;

	if (hits->n != 1)
		linted_fail(l, "not one hit");
	if (strcmp(h->rule->name, rule) || h->severity != severity)
		linted_fail(l, rule);
	if (!l->marked || h->off != l->off || h->len != l->len)
		linted_fail(l, "not at the mark");
	if (!gcl_span_is(h->pointer, pointer))
		linted_fail(l, pointer);
	return h;
}

static inline void
assert_no_hit(struct linted *l, const char *text)
{
	if (linted(l, text)->n > 0)
		linted_fail(l, "not clean");
}

/* The rules of all hits, in order, with blanks between them. */
static inline void
assert_hits(struct linted *l, const char *text, const char *rules)
{
	const struct hits *hits = linted(l, text);
	char names[512] = "";
	size_t i, len = 0;

	for (i = 0; i < hits->n && len < sizeof(names) - 64; i++)
		len += (size_t)snprintf(names + len, sizeof(names) - len,
		    "%s%s", i ? " " : "", hits->list[i].rule->name);
	if (strcmp(names, rules))
		linted_fail(l, rules);
}

#endif
