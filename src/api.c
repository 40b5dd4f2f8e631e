/*
 * The public functions: the line from inputs over findings to reports.
 */
#include "config.h"

#include "gclint/gclint.h"

#include <stdlib.h>

#include "api_p.h"
#include "base/limits.h"
#include "lint/submit.h"
#include "rule/pack.h"

const char *
gcl_version(void)
{
	return PACKAGE_VERSION;
}

const char *
gcl_strstatus(enum gcl_status st)
{
	static const char *const texts[] = {
		[GCL_OK] = "no error",
		[GCL_ENOMEM] = "out of memory",
		[GCL_EUSAGE] = "wrong use",
		[GCL_EPACK] = "faulty rule pack",
		[GCL_EINPUT] = "input cannot be read",
		[GCL_EOUTPUT] = "output cannot be written",
		[GCL_ELIMIT] = "limit reached",
	};

	if ((size_t)st >= sizeof(texts) / sizeof(texts[0]))
		return "unknown error";
	return texts[st];
}

enum gcl_status
gcl_linter_new(struct gcl_linter **out, struct gcl_error *err)
{
	struct gcl_linter *l = calloc(1, sizeof(*l));

	gcl_error_reset(err);
	*out = l;
	if (!l)
		return gcl_error_nomem(err);
	l->last_override = &l->overrides;
	l->last_output = &l->outputs;
	l->max_size = LIMIT_TEXT_BYTES;
	l->max_depth = LIMIT_DEPTH_DEFAULT;
	l->n_jobs = 1;
	gcl_run_init(&l->run, LIMIT_TEXT_BYTES, LIMIT_DEPTH_DEFAULT);
	gcl_fixer_init(&l->fixer);
	if (gcl_input_new(&l->input) == GCL_OK)
		return GCL_OK;
	gcl_linter_free(l);
	*out = NULL;
	return gcl_error_nomem(err);
}

static void
free_overrides(const struct override *o)
{
	const struct override *next;

	for (; o; o = next) {
		next = o->next;
		free((void *)o);
	}
}

void
gcl_linter_free(struct gcl_linter *l)
{
	struct output *out;

	if (!l)
		return;
	/* Workers look at what follows for as long as they run. */
	gcl_jobs_free(l->jobs);
	free_overrides(l->overrides);
	free_overrides(l->fix_rules);
	while ((out = l->outputs)) {
		l->outputs = out->next;
		gcl_emit_release(&out->emit);
		free(out);
	}
	gcl_fixer_release(&l->fixer);
	gcl_run_release(&l->run);
	gcl_input_free(l->input);
	gcl_redact_free(l->redact);
	gcl_baseline_free(l->baseline);
	free((void *)l->split.file);
	free(l->stdin_name);
	free(l->config);
	free(l->folder);
	free(l->country);
	free(l->pack);
	free(l->baseline_in);
	free(l->baseline_out);
	free(l);
}

void
gcl_linter_on_finding(struct gcl_linter *l, gcl_finding_fn fn, void *ctx)
{
	l->on_finding = fn;
	l->finding_ctx = ctx;
}

void
gcl_linter_on_notice(struct gcl_linter *l, gcl_notice_fn fn, void *ctx)
{
	l->on_notice = fn;
	l->notice_ctx = ctx;
}

void
gcl_linter_on_progress(struct gcl_linter *l, gcl_progress_fn fn, void *ctx)
{
	l->on_progress = fn;
	l->progress_ctx = ctx;
}

void
gcl_linter_on_fixed(struct gcl_linter *l, gcl_write_fn write, void *ctx)
{
	l->fixer.write = write;
	l->fixer.write_ctx = ctx;
}

enum gcl_status
gcl_linter_output(struct gcl_linter *l, const char *format,
	gcl_write_fn write, void *ctx, struct gcl_error *err)
{
	const struct emitter *e;
	struct output *out;
	const char *near;

	gcl_error_reset(err);
	if (l->ready)
		return gcl_error_set(err, GCL_EUSAGE,
		    "a report must be added before the first input");
	e = gcl_emitter_find(gcl_span_str(format), &near);
	if (!e && near)
		return gcl_error_set(err, GCL_EUSAGE,
		    "no format '%s': did you mean '%s'?", format, near);
	if (!e)
		return gcl_error_set(err, GCL_EUSAGE,
		    "no format '%s': --help shows them", format);
	out = calloc(1, sizeof(*out));
	if (!out)
		return gcl_error_nomem(err);
	gcl_emit_init(&out->emit, e, write, ctx);
	out->emit.color = l->color;
	out->emit.width = (unsigned)l->width;
	*l->last_output = out;
	l->last_output = &out->next;
	return GCL_OK;
}

/* ---- a run ---- */

static void
tell_progress(struct gcl_linter *l, const char *name)
{
	if (l->on_progress)
		l->on_progress(l->progress_ctx, name, &l->run.totals);
}

static void
pass_input(void *ctx, const char *name)
{
	struct gcl_linter *l = ctx;
	struct output *out;

	tell_progress(l, name);
	for (out = l->outputs; out; out = out->next) {
		if (l->run.profile)
			out->emit.fail_level = l->run.profile->fail_level;
		gcl_emit_input(&out->emit, name);
	}
}

/* A report tells more of it than linting needs. */
static enum gcl_status
find_rule(void *ctx, const struct gcl_finding *f, const struct rule **out)
{
	struct packs *p = &((struct gcl_linter *)ctx)->run.profile->packs;
	const struct pack *k = p->chosen;
	enum gcl_status st = GCL_OK;

	if (!k || strcmp(k->rules->head.name, f->pack))
		st = gcl_packs_whole(p, f->pack, &k, NULL);
	if (st == GCL_OK)
		*out = gcl_ruleset_rule(k->rules, gcl_span_str(f->rule));
	return st == GCL_ENOMEM ? st : GCL_OK;
}

static void
pass_finding(void *ctx, const struct gcl_finding *f, struct source *src)
{
	struct gcl_linter *l = ctx;
	struct output *out;

	if (l->on_finding && !gcl_hidden(f))
		l->on_finding(l->finding_ctx, f);
	for (out = l->outputs; out; out = out->next)
		gcl_emit_finding(&out->emit, f, src);
}

/* Documents between two calls to whoever watches: asking the time costs. */
#define PROGRESS_DOCUMENTS 256u

/*
 * The run ends when no report is left that can be written: nobody would read
 * the rest.
 */
static enum gcl_status
pass_document(void *ctx)
{
	struct gcl_linter *l = ctx;
	enum gcl_status st = GCL_OK;
	struct output *out;
	bool left = l->outputs == NULL;

	if (++l->documents % PROGRESS_DOCUMENTS == 0)
		tell_progress(l, l->run.capture.src.name);

	for (out = l->outputs; out; out = out->next) {
		gcl_emit_document(&out->emit);
		left = left || out->emit.sink.st == GCL_OK;
		if (st == GCL_OK)
			st = out->emit.sink.st;
	}
	return left ? GCL_OK : st;
}

static void
pass_notice(void *ctx, enum gcl_notice kind, const char *text)
{
	struct gcl_linter *l = ctx;
	struct output *out;

	if (l->on_notice)
		l->on_notice(l->notice_ctx, kind, text);
	for (out = l->outputs; out && kind == GCL_NOTICE_ERROR;
	     out = out->next)
		gcl_emit_failure(&out->emit, text);
}

static void
begin_reports(struct gcl_linter *l)
{
	struct output *out;

	for (out = l->outputs; out; out = out->next) {
		out->emit.quiet = l->run.quiet;
		out->emit.fail_level = l->run.profiles.fail_level;
		out->emit.redact = l->redact;
		out->emit.max_findings = l->max_findings;
		out->emit.rule = find_rule;
		out->emit.rule_ctx = l;
		gcl_emit_begin(&out->emit);
	}
}

static void
prepare_run(struct gcl_linter *l)
{
	struct run *r = &l->run;

	r->capture.reader.max = (size_t)l->max_size;
	r->capture.max_depth = (uint32_t)l->max_depth;
	r->exchange.lint = r->lint;
	r->exchange.capture = &r->capture;
	r->stdin_name = l->stdin_name ? l->stdin_name : "<stdin>";
	r->folder = l->folder;
	r->hide.baseline = l->baseline;
	r->hide.accept = l->baseline_out && !l->baseline_in;
	r->ctx = l;
	r->on_input = pass_input;
	r->on_finding = pass_finding;
	r->on_document = pass_document;
	r->on_notice = pass_notice;
	l->fixer.run = r;
	l->fixer.mode = l->diff ? FIX_DIFF : l->fix ? FIX_WRITE : FIX_NOT;
	l->fixer.gather.unsafe = l->unsafe;
	l->fixer.gather.only = l->fix_rules;
	l->fixer.color = l->color;
}

/*
 * What a worker does of a file must not depend on the rest of it, and must be
 * all that there is to say of its part.
 */
static enum gcl_status
prepare_split(struct gcl_linter *l, struct gcl_error *err)
{
	const struct {
		bool set;
		const char *name;
	} others[] = {
		{ l->fix, "fix" },
		{ l->diff, "diff" },
		{ l->baseline_in, "baseline" },
		{ l->baseline_out, "write-baseline" },
		{ l->run.force_exclude, "force-exclude" },
		{ l->run.quiet, "quiet" },
	};
	struct run *r = &l->run;
	size_t i;

	if (!l->splits)
		return GCL_OK;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].set)
			return gcl_error_set(err, GCL_EUSAGE, "'input-split' "
			    "and '%s' cannot be had at once", others[i].name);
	if (!r->carrier)
		r->carrier = gcl_carrier_find(SPAN("ndjson"));
	if (strcmp(r->carrier->name, "ndjson") != 0)
		return gcl_error_set(err, GCL_EUSAGE, "'input-split' is for "
		    "ndjson, not for '%s'", r->carrier->name);
	r->split = &l->split;
	return GCL_OK;
}

enum gcl_status
gcl_api_prepare(struct gcl_linter *l, struct gcl_error *err)
{
	struct run *r = &l->run;
	struct span none = { NULL, 0 };
	enum gcl_status st;

	gcl_error_reset(err);
	if (l->ready)
		return GCL_OK;
	r->profiles.packs.overrides = l->overrides;
	r->profiles.packs.max_depth = (uint32_t)l->max_depth;
	r->profiles.country = l->country;
	st = prepare_split(l, err);
	if (st == GCL_OK)
		st = gcl_api_configure(l, err);
	if (st == GCL_OK)
		st = gcl_profiles_get(&r->profiles, r->config, none,
		    &r->profile, err);
	if (st == GCL_OK && l->redacts && !l->redact)
		st = gcl_redact_new(&l->redact);
	if (st == GCL_OK) {
		r->lint = gcl_lint_new((uint32_t)l->max_depth);
		st = r->lint ? GCL_OK : GCL_ENOMEM;
	}
	if (st != GCL_OK)
		return gcl_api_ended(st, err);
	prepare_run(l);
	if (!l->jobs) {
		st = gcl_jobs_new(&l->jobs, &l->run, (unsigned)l->n_jobs);
		if (st != GCL_OK)
			return gcl_api_ended(st, err);
	}
	begin_reports(l);
	l->ready = true;
	return GCL_OK;
}

enum gcl_status
gcl_api_ended(enum gcl_status st, struct gcl_error *err)
{
	if (st == GCL_OK)
		return st;
	return gcl_error_set(err, st, "%s", gcl_strstatus(st));
}

enum gcl_status
gcl_lint_buffer(struct gcl_linter *l, const char *name, const void *bytes,
	size_t len, struct gcl_error *err)
{
	const struct run_item item = { .name = name, .named = true };
	const struct span text = gcl_span(bytes, len);
	enum gcl_status st = gcl_api_prepare(l, err);

	if (st == GCL_OK && l->fixer.mode != FIX_NOT)
		st = gcl_fix_bytes(&l->fixer, &item, text, err);
	else if (st == GCL_OK)
		st = gcl_run_bytes(&l->run, &item, text, err);
	return gcl_api_ended(st, err);
}

static enum gcl_status
fix_paths(struct gcl_linter *l, struct gcl_error *err)
{
	const struct taker taker = { .ctx = &l->fixer, .each = gcl_fix_fd };
	enum gcl_status st = gcl_run_inputs(&l->run, l->input, &taker, err);

	return st == GCL_OK ? gcl_fix_later(&l->fixer, err) : st;
}

enum gcl_status
gcl_lint_paths(struct gcl_linter *l, const char *const *paths, size_t n,
	struct gcl_error *err)
{
	enum gcl_status st = gcl_api_prepare(l, err);

	if (st == GCL_OK && l->splits && n != 1)
		st = gcl_error_set(err, GCL_EUSAGE,
		    "'input-split' is for one file");
	if (st == GCL_OK)
		st = gcl_api_start(l, paths, n, err);
	if (st == GCL_OK && l->fixer.mode != FIX_NOT)
		st = fix_paths(l, err);
	else if (st == GCL_OK)
		st = gcl_jobs_run(l->jobs, &l->run, l->input, err);
	if (st == GCL_OK && !l->splits)
		st = gcl_api_unused(l, paths, n, err);
	return gcl_api_ended(st, err);
}

enum gcl_status
gcl_submit_path(struct gcl_linter *l, const char *path,
	const struct gcl_submission *how, struct gcl_error *err)
{
	enum gcl_status st = gcl_api_prepare(l, err);
	struct submit s;
	const struct taker taker = { .ctx = &s, .each = gcl_submit_fd };

	if (st == GCL_OK)
		st = gcl_api_start(l, &path, 1, err);
	if (st != GCL_OK)
		return st;
	gcl_submit_init(&s, &l->run, how);
	st = gcl_run_inputs(&l->run, l->input, &taker, err);
	if (st == GCL_OK && !s.begun && l->run.totals.unreadable == 0)
		st = gcl_error_set(err, GCL_EUSAGE, "'%s' is not looked at: "
		    "it is excluded", path);
	gcl_submit_release(&s);
	return gcl_api_ended(st, err);
}

enum gcl_status
gcl_explain_answer(struct gcl_linter *l, const char *name,
	const struct gcl_answer *answer, struct gcl_error *err)
{
	const struct gcl_submission how = { .answer = answer };
	enum gcl_status st = gcl_api_prepare(l, err);
	struct submit s;

	if (st != GCL_OK)
		return st;
	gcl_submit_init(&s, &l->run, &how);
	st = gcl_submit_explain(&s, name, err);
	gcl_submit_release(&s);
	return gcl_api_ended(st, err);
}

void
gcl_linter_sent(struct gcl_linter *l, const struct gcl_sent *sent)
{
	struct output *out;

	for (out = l->outputs; out; out = out->next)
		gcl_emit_sent(&out->emit, sent);
}

enum gcl_status
gcl_redact(struct gcl_linter *l, const char *text, const char **out)
{
	*out = text;
	if (!l->redacts)
		return GCL_OK;
	if (!l->redact && gcl_redact_new(&l->redact) != GCL_OK)
		return GCL_ENOMEM;
	return gcl_redact_text(l->redact, text, out);
}

enum gcl_status
gcl_list_paths(struct gcl_linter *l, const char *const *paths, size_t n,
	gcl_write_fn write, void *ctx, struct gcl_error *err)
{
	enum gcl_status st = gcl_api_prepare(l, err);
	struct gcl_error why = { GCL_OK, "" };
	struct input_item item;
	enum input_result r;
	struct buf line;

	if (st == GCL_OK)
		st = gcl_api_start(l, paths, n, err);
	if (st != GCL_OK)
		return st;
	gcl_buf_init(&line, LIMIT_TEXT_BYTES);
	do {
		gcl_error_reset(&why);
		r = gcl_input_next(l->input, &item, &why);
		if (r == INPUT_ITEM) {
			gcl_buf_addf(&line, "%s\n", item.path);
			st = gcl_api_put(write, ctx, &line, err);
		} else if (r == INPUT_FAILED) {
			l->run.totals.unreadable++;
			pass_notice(l, GCL_NOTICE_ERROR, why.text);
		} else if (r == INPUT_ERROR) {
			st = gcl_error_set(err, why.status, "%s", why.text);
		}
	} while (st == GCL_OK && r != INPUT_END && r != INPUT_NOMEM);
	gcl_buf_release(&line);
	return r == INPUT_NOMEM ? gcl_error_nomem(err) : st;
}

/* The format that has a summary says so itself. */
static void
tell_withheld(struct gcl_linter *l, const struct emit *e)
{
	struct gcl_error text = { GCL_OK, "" };

	if (e->withheld == 0 || (e->format->end && !e->quiet))
		return;
	gcl_error_set(&text, GCL_EUSAGE, "%llu more finding%s not shown: "
	    "--max-findings", (unsigned long long)e->withheld,
	    e->withheld == 1 ? "" : "s");
	pass_notice(l, GCL_NOTICE_NOTE, text.text);
}

enum gcl_status
gcl_linter_finish(struct gcl_linter *l, struct gcl_totals *totals,
	struct gcl_error *err)
{
	enum gcl_status st = gcl_api_prepare(l, err), one;
	struct output *out;

	for (out = l->outputs; l->ready && out; out = out->next) {
		tell_withheld(l, &out->emit);
		if (l->split.file)
			gcl_emit_split(&out->emit, &l->run.totals, &l->split);
		one = gcl_emit_end(&out->emit, &l->run.totals);
		if (st == GCL_OK)
			st = gcl_api_ended(one, err);
	}
	*totals = l->run.totals;
	totals->changed = l->fixer.changed;
	return st;
}
