/*
 * A document and what surrounds it.
 */
#include "config.h"

#include "lint/exchange.h"

static void
use_pack(struct lint_task *t, const struct pack *k)
{
	t->rules = k->rules;
	t->levels = k->levels;
}

/* A payload by itself. */
static enum gcl_status
lint_bare(struct exchange *x, struct exchange_report *out)
{
	enum gcl_status st;

	st = gcl_lint_text(x->lint, &x->body, &out->lint);
	out->pack = x->body.rules->name;
	out->chosen = x->body.forced ? CHOSEN_OPTION :
	    out->lint.why.len > 0 ? CHOSEN_MEMBER : CHOSEN_DEFAULT;
	return st;
}

enum gcl_status
gcl_exchange_lint(struct exchange *x, const struct document *doc, bool named,
	struct exchange_report *out, struct gcl_error *err)
{
	const struct pack *main;
	enum gcl_status st;

	*out = (struct exchange_report){ .chosen = CHOSEN_NONE };
	gcl_lint_begin(x->lint, &out->lint);
	st = gcl_packs_main(x->packs, &main, err);
	if (st != GCL_OK)
		return st;
	x->body = (struct lint_task){ .piece = &doc->body,
		.forced = x->packs->chosen != NULL, .named = named,
		.found = doc->found, .recorded = doc->recorded };
	use_pack(&x->body, main);
	if (doc->body.text.ptr)
		st = lint_bare(x, out);
	if (st == GCL_OK)
		gcl_lint_end(x->lint);
	return st;
}
