/*
 * What the rules of a pack say of a payload that was composed from it.
 */
#include "config.h"

#include "lint/compose_p.h"

#include <stdlib.h>

#include "base/display.h"
#include "base/limits.h"
#include "lint/lint.h"
#include "rule/words.h"

/* What was said of the composed text's columns means nothing to anybody. */
static void
add_words(struct buf *out, const char *s)
{
	static const char column[] = { " at column \x01" };
	const char *at;

	for (; (at = strstr(s, column)); s = at + sizeof(column) - 1)
		gcl_buf_add(out, s, (size_t)(at - s));
	gcl_buf_adds(out, s);
}

static enum compose_origin
origin_of(const struct node *n)
{
	while (n && n->tag == ORIGIN_PACK)
		n = n->parent;
	return n ? n->tag : ORIGIN_PACK;
}

/* Was a number needed, and nothing given in its place? */
static bool
is_for_nobody(const struct composer *c)
{
	const struct party *to = &c->rs->compose->to;

	return to->form && !to->example.ptr && !c->req->to &&
	    c->req->n_sets == 0;
}

/*
 * Append a hit in words: by which option, where, what and what to do.
 * *severity is how bad it is here: nobody wants a payload for nobody.
 */
static void
describe(struct composer *c, const struct hit *h, struct buf *out,
	enum gcl_severity *severity)
{
	static const struct {
		const char *option;
		bool tells;		/* where the value is */
	} origins[] = {
		[ORIGIN_PACK] = { "", false },
		[ORIGIN_EXAMPLE] = { "", false },
		[ORIGIN_TO] = { "--to", true },
		[ORIGIN_FROM] = { "--from", true },
		[ORIGIN_SET] = { "--set", false },
	};
	const size_t before = out->len;
	const enum compose_origin origin = origin_of(gcl_tree_find(c->root,
	    h->pointer, &c->scratch));

	*severity = h->severity;
	if (origin == ORIGIN_PACK && is_for_nobody(c)) {
		*severity = GCL_ERROR;
		gcl_buf_adds(out, "--to is missing: ");
		add_words(out, h->say);
		return;
	}
	gcl_buf_adds(out, origins[origin].option);
	if (!origins[origin].tells && h->pointer.len > 0) {
		gcl_buf_adds(out, out->len > before ? " " : "");
		gcl_display_add(out, h->pointer);
	}
	gcl_buf_adds(out, out->len > before ? ": " : "");
	add_words(out, h->say);
	if (h->help && !strchr(h->say, '?')) {
		gcl_buf_adds(out, "; ");
		add_words(out, h->help);
	}
}

static enum gcl_status
add_doubt(struct composer *c, struct composed *result, struct buf *words)
{
	char *text = gcl_buf_str(words) ? gcl_arena_str(c->arena,
	    gcl_buf_span(words)) : NULL;

	result->doubts[result->n_doubts] = text;
	if (!text)
		return GCL_ENOMEM;
	result->n_doubts++;
	gcl_buf_reset(words);
	return GCL_OK;
}

/* A payload can be right, and nobody there to take it. */
static enum gcl_status
doubt_request(struct composer *c, struct composed *result, struct buf *words)
{
	const struct head *h = &c->rs->head;

	if (!h->state || !strcmp(h->state, "current"))
		return GCL_OK;
	gcl_buf_addf(words, "the request for '%s' is %s", h->name, h->state);
	if (h->requests && h->requests->successor)
		gcl_buf_addf(words, "; use %s", h->requests->successor);
	return add_doubt(c, result, words);
}

static enum gcl_status
take_hits(struct composer *c, const struct hits *hits,
	struct composed *result)
{
	const struct hit *h = hits->list, *end = h + hits->n;
	enum gcl_status st = GCL_ENOMEM;
	enum gcl_severity severity;
	struct buf words;

	gcl_buf_init(&words, LIMIT_TEXT_BYTES);
	result->doubts = gcl_arena_calloc(c->arena, hits->n + 1,
	    sizeof(*result->doubts));
	if (result->doubts)
		st = doubt_request(c, result, &words);
	for (; h < end && st == GCL_OK; h++) {
		describe(c, h, &words, &severity);
		st = gcl_buf_status(&c->scratch);
		if (st == GCL_OK)
			st = add_doubt(c, result, &words);
		if (st == GCL_OK && severity == GCL_ERROR)
			st = gcl_error_set(c->err, GCL_EUSAGE, "%s",
			    result->doubts[result->n_doubts - 1]);
	}
	gcl_buf_release(&words);
	return st;
}

enum gcl_status
gcl_compose_judge(struct composer *c, struct span text,
	struct composed *result)
{
	struct lint *lint = gcl_lint_new(LIMIT_DEPTH_DEFAULT);
	signed char *levels = malloc(c->rs->n_rules + 1);
	const struct piece piece = { .text = text };
	const struct lint_task task = { .piece = &piece, .rules = c->rs,
		.levels = levels, .named = true, .forced = true,
		.own = true };
	struct lint_report report;
	enum gcl_status st = GCL_ENOMEM;

	if (lint && levels) {
		memset(levels, -1, c->rs->n_rules + 1);
		gcl_lint_begin(lint, &report);
		st = gcl_lint_text(lint, &task, &report);
	}
	if (st == GCL_OK && report.limit_rule)
		st = gcl_error_set(c->err, GCL_EUSAGE, "the payload takes too "
		    "long to check by the rule '%s'", report.limit_rule->name);
	if (st == GCL_OK) {
		gcl_lint_end(lint);
		st = take_hits(c, report.hits, result);
	}
	gcl_lint_free(lint);
	free(levels);
	return st;
}
