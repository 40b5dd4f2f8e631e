/*
 * The public functions: the line from inputs over findings to reports.
 */
#include "config.h"

#include "gclint/gclint.h"

#include <stdlib.h>

#include "api_p.h"
#include "base/limits.h"
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
	gcl_buf_init(&l->pack_bytes, LIMIT_PACK_BYTES);
	gcl_run_init(&l->run, LIMIT_TEXT_BYTES, LIMIT_DEPTH_DEFAULT);
	if (gcl_input_new(&l->input) == GCL_OK)
		return GCL_OK;
	gcl_linter_free(l);
	*out = NULL;
	return gcl_error_nomem(err);
}

void
gcl_linter_free(struct gcl_linter *l)
{
	struct override *o;
	struct output *out;

	if (!l)
		return;
	while ((o = l->overrides)) {
		l->overrides = o->next;
		free(o);
	}
	while ((out = l->outputs)) {
		l->outputs = out->next;
		gcl_emit_release(&out->emit);
		free(out);
	}
	gcl_run_release(&l->run);
	gcl_input_free(l->input);
	gcl_buf_release(&l->pack_bytes);
	free(l->stdin_name);
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
pass_input(void *ctx, const char *name)
{
	struct gcl_linter *l = ctx;
	struct output *out;

	for (out = l->outputs; out; out = out->next)
		gcl_emit_input(&out->emit, name);
}

/* Its pack has been loaded, since it has found something. */
static const struct rule *
rule_of(void *ctx, const struct gcl_finding *f)
{
	struct packs *p = &((struct gcl_linter *)ctx)->run.packs;
	const struct pack *k = p->chosen;

	if ((!k || strcmp(k->rules->head.name, f->pack)) &&
	    gcl_packs_get(p, f->pack, &k, NULL) != GCL_OK)
		return NULL;
	return gcl_ruleset_rule(k->rules, gcl_span_str(f->rule));
}

static void
pass_finding(void *ctx, const struct gcl_finding *f, struct source *src)
{
	struct gcl_linter *l = ctx;
	struct output *out;

	if (l->on_finding)
		l->on_finding(l->finding_ctx, f);
	for (out = l->outputs; out; out = out->next)
		gcl_emit_finding(&out->emit, f, src);
}

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
	bool left = false;

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
		out->emit.fail_level = l->run.fail_level;
		out->emit.rule = rule_of;
		out->emit.rule_ctx = l;
		gcl_emit_begin(&out->emit);
	}
}

/* Everything that can be wrong with options is found before any output. */
static enum gcl_status
prepare(struct gcl_linter *l, struct gcl_error *err)
{
	struct run *r = &l->run;
	const struct pack *main;
	enum gcl_status st;

	gcl_error_reset(err);
	if (l->ready)
		return GCL_OK;
	r->packs.overrides = l->overrides;
	st = gcl_packs_main(&r->packs, &main, err);
	if (st == GCL_OK)
		st = gcl_packs_ready(&r->packs, err);
	if (st != GCL_OK)
		return st;
	r->lint = gcl_lint_new((uint32_t)l->max_depth);
	if (!r->lint)
		return gcl_error_nomem(err);
	r->capture.reader.max = (size_t)l->max_size;
	r->capture.max_depth = r->packs.max_depth = (uint32_t)l->max_depth;
	r->exchange.lint = r->lint;
	r->exchange.packs = &r->packs;
	r->exchange.capture = &r->capture;
	r->stdin_name = l->stdin_name ? l->stdin_name : "<stdin>";
	r->ctx = l;
	r->on_input = pass_input;
	r->on_finding = pass_finding;
	r->on_document = pass_document;
	r->on_notice = pass_notice;
	begin_reports(l);
	l->ready = true;
	return GCL_OK;
}

/* A status that comes without words gets some. */
static enum gcl_status
ended(enum gcl_status st, struct gcl_error *err)
{
	if (st == GCL_OK)
		return st;
	return gcl_error_set(err, st, "%s", gcl_strstatus(st));
}

enum gcl_status
gcl_lint_buffer(struct gcl_linter *l, const char *name, const void *bytes,
	size_t len, struct gcl_error *err)
{
	enum gcl_status st = prepare(l, err);

	if (st != GCL_OK)
		return st;
	return ended(gcl_run_bytes(&l->run, name, gcl_span(bytes, len), err),
	    err);
}

enum gcl_status
gcl_lint_paths(struct gcl_linter *l, const char *const *paths, size_t n,
	struct gcl_error *err)
{
	enum gcl_status st = prepare(l, err);

	if (st != GCL_OK)
		return st;
	gcl_input_start(l->input, paths, n);
	return ended(gcl_run_inputs(&l->run, l->input, err), err);
}

enum gcl_status
gcl_list_paths(struct gcl_linter *l, const char *const *paths, size_t n,
	gcl_write_fn write, void *ctx, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	struct gcl_error why = { GCL_OK, "" };
	struct input_item item;
	enum input_result r;
	struct buf line;

	gcl_error_reset(err);
	gcl_buf_init(&line, LIMIT_TEXT_BYTES);
	gcl_input_start(l->input, paths, n);
	do {
		gcl_error_reset(&why);
		r = gcl_input_next(l->input, &item, &why);
		if (r == INPUT_ITEM) {
			gcl_buf_addf(&line, "%s\n", item.path);
			st = gcl_api_put(write, ctx, &line, err);
		} else if (r == INPUT_FAILED) {
			l->run.totals.unreadable++;
			pass_notice(l, GCL_NOTICE_ERROR, why.text);
		}
	} while (st == GCL_OK && r != INPUT_END && r != INPUT_NOMEM);
	gcl_buf_release(&line);
	return r == INPUT_NOMEM ? gcl_error_nomem(err) : st;
}

enum gcl_status
gcl_linter_finish(struct gcl_linter *l, struct gcl_totals *totals,
	struct gcl_error *err)
{
	enum gcl_status st = prepare(l, err), one;
	struct output *out;

	for (out = l->outputs; l->ready && out; out = out->next) {
		one = gcl_emit_end(&out->emit, &l->run.totals);
		if (st == GCL_OK)
			st = ended(one, err);
	}
	*totals = l->run.totals;
	return st;
}
