/*
 * The public function that joins the reports of splits.
 */
#include "config.h"

#include "gclint/gclint.h"

#include "api_p.h"
#include "base/limits.h"
#include "input/scope.h"
#include "input/tidy.h"
#include "merge/merge.h"

struct joint {
	struct gcl_linter *linter;
	struct scopes scopes;
	struct buf full;	/* the path of the file at hand */
};

/* Where the configuration of a file is looked for, which need not be there. */
static const struct scope *
scope_of(void *ctx, const char *file, const char **full)
{
	struct joint *j = ctx;
	struct gcl_linter *l = j->linter;

	gcl_buf_reset(&j->full);
	gcl_tidy_add(&j->full, l->folder ? l->folder : "/");
	gcl_tidy_add(&j->full, file);
	*full = gcl_buf_str(&j->full);
	if (!*full || l->no_config || l->config)
		return NULL;
	return gcl_scopes_find(&j->scopes,
	    gcl_tidy_folder(gcl_buf_span(&j->full)));
}

static void
pass_part(void *ctx, const struct gcl_totals *t, const struct split *s)
{
	const struct joint *j = ctx;
	struct output *out;

	for (out = j->linter->outputs; out; out = out->next)
		gcl_emit_split(&out->emit, t, s);
}

/* Can all reports be merged again? */
static bool
takes_parts(const struct gcl_linter *l)
{
	const struct output *out = l->outputs;

	while (out && out->emit.format->split)
		out = out->next;
	return l->outputs && !out;
}

static bool
shows_text(const struct gcl_linter *l)
{
	const struct output *out = l->outputs;

	while (out && !out->emit.format->shows_text)
		out = out->next;
	return out || l->redact;
}

enum gcl_status
gcl_merge_paths(struct gcl_linter *l, const char *const *paths, size_t n,
	struct gcl_error *err)
{
	struct joint j = { .linter = l };
	struct merge_target to = { .run = &l->run, .scope = scope_of,
		.part = pass_part, .ctx = &j };
	struct merge *m = NULL;
	enum gcl_status st;
	size_t i;

	gcl_scopes_init(&j.scopes);
	gcl_buf_init(&j.full, LIMIT_TEXT_BYTES);
	st = gcl_api_prepare(l, err);
	if (st == GCL_OK && (l->splits || l->fixer.mode != FIX_NOT))
		st = gcl_error_set(err, GCL_EUSAGE, "reports are merged, not "
		    "linted: leave out '%s'", l->splits ? "input-split" :
		    "fix");
	if (st == GCL_OK)
		st = gcl_merge_new(&m);
	for (i = 0; i < n && st == GCL_OK; i++)
		st = gcl_merge_read(m, paths[i], err);
	if (st == GCL_OK)
		st = gcl_merge_order(m, takes_parts(l), err);
	to.text = shows_text(l);
	if (st == GCL_OK)
		st = gcl_merge_give(m, &to, err);
	gcl_merge_free(m);
	gcl_scopes_release(&j.scopes);
	gcl_buf_release(&j.full);
	return gcl_api_ended(st, err);
}
