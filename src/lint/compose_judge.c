/*
 * What the rules of a pack say of a payload that was composed from it.
 */
#include "config.h"

#include "lint/compose_p.h"

#include "base/display.h"
#include "base/limits.h"
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

/* The option to blame for a value, or for what is not there. */
static const char *
option_of(const struct composer *c, enum compose_origin origin)
{
	static const char *const options[] = {
		[ORIGIN_PACK] = "", [ORIGIN_EXAMPLE] = "",
		[ORIGIN_TO] = "--to", [ORIGIN_FROM] = "--from",
		[ORIGIN_SET] = "--set",
	};

	if (origin == ORIGIN_PACK && c->for_nobody)
		return "--to is missing";
	return options[origin == ORIGIN_PACK && c->req->n_sets > 0 ?
	    ORIGIN_SET : origin];
}

static void
describe(struct composer *c, const struct hit *h, struct buf *out)
{
	const enum compose_origin origin = origin_of(gcl_tree_find(c->root,
	    h->pointer, &c->scratch));
	const bool missing = origin == ORIGIN_PACK && c->for_nobody;
	const char *joint = gcl_words_joint(h->say, h->help);

	gcl_buf_adds(out, option_of(c, origin));
	if (!missing && origin != ORIGIN_TO && origin != ORIGIN_FROM &&
	    h->pointer.len > 0) {
		gcl_buf_adds(out, out->len > 0 ? " " : "");
		gcl_display_add(out, h->pointer);
	}
	gcl_buf_adds(out, out->len > 0 ? ": " : "");
	add_words(out, h->say);
	if (joint && !missing) {
		gcl_buf_adds(out, joint);
		add_words(out, h->help);
	}
}

/* The worst of what is said, and of several the first. */
static enum gcl_status
refuse(struct composer *c, const struct hits *hits)
{
	const struct hit *h, *worst = hits->list;
	enum gcl_status st;
	struct buf words;

	for (h = worst; h < hits->list + hits->n; h++)
		if (h->severity > worst->severity)
			worst = h;
	gcl_buf_init(&words, LIMIT_TEXT_BYTES);
	describe(c, worst, &words);
	st = gcl_buf_status(&c->scratch);
	if (st == GCL_OK)
		st = gcl_buf_str(&words) ? gcl_error_set(c->err, GCL_EUSAGE,
		    "%s", words.ptr) : GCL_ENOMEM;
	gcl_buf_release(&words);
	return st;
}

static struct lint_task
task_for(const struct composer *c, const struct piece *piece)
{
	return (struct lint_task){ .piece = piece, .rules = c->rs,
		.levels = c->req->levels, .named = true, .forced = true };
}

enum gcl_status
gcl_compose_judge_pack(struct composer *c, struct composed *result)
{
	const struct head *head = &c->rs->head;
	const struct piece none = { .text = SPAN("") };
	const struct lint_task task = task_for(c, &none);
	struct gcl_error words = { GCL_OK, "" };
	struct lint_report report;
	const struct hit *h;
	const char *joint;
	enum gcl_status st;

	gcl_lint_begin(c->lint, &report);
	st = gcl_lint_state(c->lint, &task, 0, 0, head->state, head->requests ?
	    head->requests->successor : NULL);
	if (st != GCL_OK || report.hits->n == 0)
		return st;
	h = report.hits->list;
	joint = gcl_words_joint(h->say, h->help);
	gcl_error_set(&words, GCL_EUSAGE, "--pack=%s: %s%s%s", head->name,
	    h->say, joint ? joint : "", joint ? h->help : "");
	if (h->severity == GCL_ERROR)
		return gcl_error_set(c->err, GCL_EUSAGE, "%s", words.text);
	result->doubt = gcl_arena_str(c->arena, gcl_span_str(words.text));
	return result->doubt ? GCL_OK : GCL_ENOMEM;
}

enum gcl_status
gcl_compose_judge(struct composer *c, struct span text)
{
	const struct piece piece = { .text = text };
	const struct lint_task task = task_for(c, &piece);
	struct lint_report report;
	enum gcl_status st;

	gcl_lint_begin(c->lint, &report);
	st = gcl_lint_text(c->lint, &task, &report);
	if (st == GCL_OK && report.limit_rule)
		st = gcl_error_set(c->err, GCL_EUSAGE, "the payload takes too "
		    "long to check by the rule '%s'", report.limit_rule->name);
	gcl_lint_end(c->lint);
	return st == GCL_OK && report.hits->n > 0 ? refuse(c, report.hits) :
	    st;
}
