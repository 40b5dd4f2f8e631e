/*
 * gclint: the command line around libgclint.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/parse.h"

enum exit_status {
	EXIT_CLEAN = 0,
	EXIT_FINDINGS = 1,
	EXIT_USAGE = 2,
	EXIT_TROUBLE = 3,
};

struct program {
	struct gcl_linter *linter;
	struct options options;
	struct files files;
	struct output *outputs;		/* the first is standard output */
	size_t n_outputs;
	enum exit_status exit;		/* the worst so far */
};

static void
raise_exit(struct program *p, enum exit_status status)
{
	if (status > p->exit)
		p->exit = status;
}

static void
fail(struct program *p, enum gcl_status st, const char *text)
{
	static const enum exit_status exits[] = {
		[GCL_OK] = EXIT_CLEAN,
		[GCL_ENOMEM] = EXIT_TROUBLE,
		[GCL_EUSAGE] = EXIT_USAGE,
		[GCL_EPACK] = EXIT_USAGE,
		[GCL_EINPUT] = EXIT_TROUBLE,
		[GCL_EOUTPUT] = EXIT_TROUBLE,
		[GCL_ELIMIT] = EXIT_TROUBLE,
	};

	raise_exit(p, exits[st]);
	if (*text)
		fprintf(stderr, "gclint: %s\n", text);
}

/* The library gives a verbose notice only where it was asked for. */
static void
take_notice(void *ctx, enum gcl_notice kind, const char *text)
{
	struct program *p = ctx;
	bool note = kind == GCL_NOTICE_NOTE;

	if (kind == GCL_NOTICE_ERROR)
		raise_exit(p, EXIT_TROUBLE);
	if (!note || !p->options.quiet)
		fprintf(stderr, "gclint: %s%s\n", note ? "note: " : "", text);
}

static enum gcl_status
gather_files(struct program *p, struct gcl_error *err)
{
	const struct options *o = &p->options;
	enum gcl_status st = GCL_OK;
	size_t i;

	for (i = 0; i < o->n_operands && st == GCL_OK; i++)
		st = gcl_files_add(&p->files, o->operands[i], err);
	for (i = 0; i < o->n_lists && st == GCL_OK; i++)
		st = gcl_files_read(&p->files, o->lists[i], o->null, err);
	if (st == GCL_OK && p->files.n == 0)
		take_notice(p, GCL_NOTICE_NOTE, "nothing to lint");
	return st;
}

/* A file has no width and gets no colour, whatever --color says. */
static enum gcl_status
set_looks(struct program *p, bool is_stdout, struct gcl_error *err)
{
	bool color = is_stdout && gcl_terminal_color(p->options.color);
	enum gcl_status st;
	char width[16];

	snprintf(width, sizeof(width), "%u",
		is_stdout ? gcl_terminal_width() : 0);
	st = gcl_linter_set(p->linter, "width", width, err);
	if (st != GCL_OK)
		return st;
	return gcl_linter_set(p->linter, "color", color ? "always" : "never",
		err);
}

static enum gcl_status
open_report(struct program *p, const char *format, const char *file,
	struct gcl_error *err)
{
	struct output *out = p->outputs;
	enum gcl_status st = GCL_OK;

	if (file) {
		out = &p->outputs[p->n_outputs++];
		st = gcl_output_open(out, file, err);
	}
	if (st == GCL_OK)
		st = set_looks(p, !file, err);
	if (st == GCL_OK)
		st = gcl_linter_output(p->linter, format, gcl_output_write,
			out, err);
	return st;
}

static enum gcl_status
open_reports(struct program *p, struct gcl_error *err)
{
	const struct options *o = &p->options;
	enum gcl_status st = GCL_OK;
	size_t i;

	if (o->n_reports == 0)
		return open_report(p, "text", NULL, err);
	for (i = 0; i < o->n_reports && st == GCL_OK; i++)
		st = open_report(p, o->reports[i].format, o->reports[i].file,
			err);
	return st;
}

/* What could not be read was a notice and has counted already. */
static void
judge(struct program *p, const struct gcl_totals *t)
{
	bool many = t->warnings > p->options.max_warnings;

	if (p->options.exit_zero)
		return;
	if (t->failing > 0 || many)
		raise_exit(p, EXIT_FINDINGS);
	if (many)
		fprintf(stderr, "gclint: too many warnings: %" PRIu64
			", --max-warnings=%" PRIu64 "\n", t->warnings,
			p->options.max_warnings);
}

static enum gcl_status
lint(struct program *p, struct gcl_error *err)
{
	struct gcl_totals totals;
	enum gcl_status st;

	st = gather_files(p, err);
	if (st == GCL_OK)
		st = open_reports(p, err);
	if (st == GCL_OK)
		st = gcl_lint_paths(p->linter, p->files.names, p->files.n,
			err);
	if (st == GCL_OK)
		st = gcl_linter_finish(p->linter, &totals, err);
	if (st == GCL_OK)
		judge(p, &totals);
	return st;
}

static enum gcl_status
list_files(struct program *p, struct gcl_error *err)
{
	enum gcl_status st = gather_files(p, err);

	if (st != GCL_OK)
		return st;
	return gcl_list_paths(p->linter, p->files.names, p->files.n,
		gcl_output_write, p->outputs, err);
}

static enum gcl_status
describe(struct program *p, struct gcl_error *err)
{
	return gcl_describe(p->linter, p->options.describe,
		p->options.describe_name, gcl_output_write, p->outputs, err);
}

static enum gcl_status
help(struct program *p, struct gcl_error *err)
{
	enum gcl_status st;
	struct buf text;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	st = gcl_help_add(&text, p->linter, err);
	if (st == GCL_OK)
		gcl_output_write(p->outputs, text.ptr, text.len);
	gcl_buf_release(&text);
	return st;
}

static enum gcl_status
version(struct program *p, struct gcl_error *err)
{
	char line[64];
	int len;

	(void)err;
	len = snprintf(line, sizeof(line), "gclint %s\n", gcl_version());
	gcl_output_write(p->outputs, line, (size_t)len);
	return GCL_OK;
}

static enum gcl_status
act(struct program *p, struct gcl_error *err)
{
	static enum gcl_status (*const actions[])(struct program *,
		struct gcl_error *) = {
		[ACTION_LINT] = lint,
		[ACTION_LIST_FILES] = list_files,
		[ACTION_DESCRIBE] = describe,
		[ACTION_HELP] = help,
		[ACTION_VERSION] = version,
	};

	p->outputs = calloc(p->options.n_reports + 1, sizeof(*p->outputs));
	if (!p->outputs)
		return gcl_error_nomem(err);
	p->n_outputs = 1;
	gcl_output_open(p->outputs, NULL, NULL);
	return actions[p->options.action](p, err);
}

/* Files appear only when the run has come to its end. */
static void
close_outputs(struct program *p, bool keep)
{
	struct gcl_error err;
	enum gcl_status st;
	size_t i;

	for (i = 0; i < p->n_outputs; i++) {
		gcl_error_reset(&err);
		st = gcl_output_close(&p->outputs[i], keep, &err);
		fail(p, st, err.text);
	}
	free(p->outputs);
}

int
main(int argc, char **argv)
{
	struct program p = { .exit = EXIT_CLEAN };
	struct gcl_error err = { GCL_OK, "" };
	enum gcl_status st;

	gcl_output_prepare();
	gcl_files_init(&p.files);
	st = gcl_linter_new(&p.linter, &err);
	if (st == GCL_OK) {
		gcl_linter_on_notice(p.linter, take_notice, &p);
		st = gcl_options_parse(&p.options, p.linter, argc, argv, &err);
	}
	if (st == GCL_OK)
		st = act(&p, &err);
	/* Of several reports, those that could be written are kept. */
	close_outputs(&p, st == GCL_OK || st == GCL_EOUTPUT);
	/* What could not be written the outputs have told. */
	fail(&p, st, st == GCL_EOUTPUT ? "" : err.text);
	if (p.options.hint)
		fprintf(stderr, "%s\n", p.options.hint);
	gcl_options_release(&p.options);
	gcl_files_release(&p.files);
	gcl_linter_free(p.linter);
	return (int)p.exit;
}
