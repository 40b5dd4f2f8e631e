/*
 * gclint: the command line around libgclint.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "cli/help.h"
#include "cli/parse.h"
#include "cli/program.h"

/* More processors than this are of no use to --jobs. */
#define JOBS_MAX 16L

void
gcl_program_exit(struct program *p, enum exit_status status)
{
	if (status > p->exit)
		p->exit = status;
}

const char *
gcl_program_masked(struct program *p, const char *text)
{
	const char *masked = text;

	if (p->linter && gcl_redact(p->linter, text, &masked) != GCL_OK)
		return "no memory to say it masked";
	return masked;
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

	gcl_program_exit(p, exits[st]);
	if (*text)
		fprintf(stderr, "gclint: %s\n", gcl_program_masked(p, text));
}

/* The library gives a verbose notice only where it was asked for. */
static void
take_notice(void *ctx, enum gcl_notice kind, const char *text)
{
	struct program *p = ctx;
	bool note = kind == GCL_NOTICE_NOTE;

	if (kind == GCL_NOTICE_ERROR)
		gcl_program_exit(p, EXIT_TROUBLE);
	gcl_progress_clear(&p->progress);
	if (!note || !p->options.quiet)
		fprintf(stderr, "gclint: %s%s\n", note ? "note: " : "",
			gcl_program_masked(p, text));
}

static enum gcl_status
list_files(struct program *p, struct gcl_error *err)
{
	enum gcl_status st = gcl_program_files(p, err);

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
print_config(struct program *p, struct gcl_error *err)
{
	const struct options *o = &p->options;

	return gcl_print_config(p->linter,
		o->n_operands > 0 ? o->operands[0] : NULL,
		gcl_output_write, p->outputs, err);
}

static enum gcl_status
compose(struct program *p, struct gcl_error *err)
{
	const struct options *o = &p->options;
	const struct gcl_compose what = { o->to, o->from, o->sets.list,
		o->sets.n };

	return gcl_compose_payload(p->linter, &what, gcl_output_write,
		p->outputs, err);
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
		[ACTION_LINT] = gcl_program_lint,
		[ACTION_MERGE] = gcl_program_lint,
		[ACTION_SEND] = gcl_program_lint,
		[ACTION_EXPLAIN] = gcl_program_lint,
		[ACTION_LIST_FILES] = list_files,
		[ACTION_DESCRIBE] = describe,
		[ACTION_PRINT_CONFIG] = print_config,
		[ACTION_COMPOSE] = compose,
		[ACTION_HELP] = help,
		[ACTION_VERSION] = version,
	};

	/* Reports, standard output, a baseline. */
	p->outputs = calloc(p->options.n_reports + 2, sizeof(*p->outputs));
	if (!p->outputs)
		return gcl_error_nomem(err);
	p->n_outputs = 1;
	gcl_output_open(p->outputs, NULL, NULL);
	return actions[p->options.action](p, err);
}

/* What --jobs is by default. */
static enum gcl_status
set_jobs(struct gcl_linter *l, struct gcl_error *err)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	char text[16];

	snprintf(text, sizeof(text), "%ld", n < 1 ? 1 : n > JOBS_MAX ?
		JOBS_MAX : n);
	return gcl_linter_set(l, "jobs", text, err);
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
	gcl_stats_init(&p.stats);
	st = gcl_linter_new(&p.linter, &err);
	if (st == GCL_OK)
		st = set_jobs(p.linter, &err);
	if (st == GCL_OK) {
		gcl_linter_on_notice(p.linter, take_notice, &p);
		st = gcl_options_parse(&p.options, p.linter, argc, argv, &err);
	}
	if (st == GCL_OK)
		st = act(&p, &err);
	/* Of several reports, those that could be written are kept. */
	close_outputs(&p, st == GCL_OK ||
		(st == GCL_EOUTPUT && p.begun));
	/* What could not be written the outputs have told. */
	fail(&p, st, st == GCL_EOUTPUT ? "" : err.text);
	if (p.options.hint)
		fprintf(stderr, "%s\n", p.options.hint);
	gcl_options_release(&p.options);
	gcl_files_release(&p.files);
	gcl_stats_release(&p.stats);
	gcl_linter_free(p.linter);
	if (p.signal != 0)
		raise(p.signal);
	return (int)p.exit;
}
