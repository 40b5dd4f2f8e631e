/*
 * Lint, mend and report: the action that needs no option.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/program.h"

enum gcl_status
gcl_program_files(struct program *p, struct gcl_error *err)
{
	const struct options *o = &p->options;
	enum gcl_status st = GCL_OK;
	size_t i;

	for (i = 0; i < o->n_operands && st == GCL_OK; i++)
		st = gcl_files_add(&p->files, o->operands[i], err);
	for (i = 0; i < o->lists.n && st == GCL_OK; i++)
		st = gcl_files_read(&p->files, o->lists.list[i], o->null, err);
	if (st == GCL_OK && p->files.n == 0 && !o->quiet &&
	    o->action != ACTION_EXPLAIN)
		fputs("gclint: note: nothing to lint\n", stderr);
	return st;
}

/* ---- where things go ---- */

/* A line about progress goes before a report is written over it. */
static int
write_report(void *ctx, const char *bytes, size_t len)
{
	struct output *out = ctx;

	gcl_progress_clear(out->progress);
	return gcl_output_write(out, bytes, len);
}

/* A file has no width and gets no colour, whatever --color says. */
static enum gcl_status
set_looks(struct program *p, int fd, struct gcl_error *err)
{
	bool color = fd >= 0 && gcl_terminal_color(p->options.color, fd);
	enum gcl_status st;
	char width[16];

	snprintf(width, sizeof(width), "%u",
		fd >= 0 ? gcl_terminal_width(fd) : 0);
	st = gcl_linter_set(p->linter, "width", width, err);
	if (st != GCL_OK)
		return st;
	return gcl_linter_set(p->linter, "color", color ? "always" : "never",
		err);
}

static enum gcl_status
open_output(struct program *p, const char *file, struct output **out,
	struct gcl_error *err)
{
	size_t i;

	for (i = 0; i < p->n_outputs; i++)
		if (p->outputs[i].file &&
		    gcl_output_same(p->outputs[i].file, file))
			return gcl_error_set(err, GCL_EUSAGE,
				"'%s' is the same file as '%s': give each "
				"report a file of its own", file,
				p->outputs[i].file);
	*out = &p->outputs[p->n_outputs++];
	return gcl_output_open(*out, file, err);
}

/* A report takes the place of its file: not of one that is to be linted. */
static enum gcl_status
check_inputs(const struct program *p, const char *file,
	struct gcl_error *err)
{
	struct stat report, input;
	size_t i;

	if (stat(file, &report) != 0 || !S_ISREG(report.st_mode))
		return GCL_OK;
	for (i = 0; i < p->files.n; i++) {
		if (stat(p->files.names[i], &input) == 0 &&
		    input.st_dev == report.st_dev &&
		    input.st_ino == report.st_ino)
			return gcl_error_set(err, GCL_EUSAGE,
				"a report would take the place of '%s', which "
				"is to be read", p->files.names[i]);
	}
	return GCL_OK;
}

static enum gcl_status
open_report(struct program *p, const char *format, const char *file,
	struct gcl_error *err)
{
	struct output *out = p->outputs;
	enum gcl_status st = GCL_OK;

	if (file)
		st = check_inputs(p, file, err);
	if (file && st == GCL_OK)
		st = open_output(p, file, &out, err);
	out->progress = &p->progress;
	if (st == GCL_OK)
		st = set_looks(p, file ? -1 : out->fd, err);
	if (st == GCL_OK)
		st = gcl_linter_output(p->linter, format, write_report, out,
			err);
	return st;
}

static bool
reads_stdin(const struct program *p)
{
	size_t i;

	for (i = 0; i < p->files.n; i++)
		if (!strcmp(p->files.names[i], "-"))
			return true;
	return false;
}

/*
 * Where the mended text or a diff takes standard output, what is left is told
 * on standard error, or with --diff not at all.
 */
static enum gcl_status
open_reports(struct program *p, struct gcl_error *err)
{
	const struct options *o = &p->options;
	bool text = o->fix && !o->diff && reads_stdin(p);
	enum gcl_status st = GCL_OK;
	size_t i;

	gcl_linter_on_fixed(p->linter, gcl_output_write, p->outputs);
	if (o->n_reports == 0 && o->diff)
		return set_looks(p, STDOUT_FILENO, err);
	if (o->n_reports == 0 && text) {
		gcl_output_stderr(&p->outputs[p->n_outputs]);
		p->outputs[p->n_outputs].progress = &p->progress;
		st = set_looks(p, STDERR_FILENO, err);
		return st == GCL_OK ? gcl_linter_output(p->linter, "text",
			write_report, &p->outputs[p->n_outputs++], err) : st;
	}
	if (o->n_reports == 0)
		return open_report(p, "text", NULL, err);
	for (i = 0; i < o->n_reports && st == GCL_OK; i++)
		st = open_report(p, o->reports[i].format, o->reports[i].file,
			err);
	return st;
}

/* ---- what comes of it ---- */

/* What could not be read was a notice and has counted already. */
static void
judge(struct program *p, const struct gcl_totals *t)
{
	bool many = t->warnings > p->options.max_warnings;
	bool changes = p->options.diff && t->changed > 0;

	if (p->options.exit_zero)
		return;
	if (t->failing > 0 || many || changes)
		gcl_program_exit(p, EXIT_FINDINGS);
	if (many)
		fprintf(stderr, "gclint: too many warnings: %" PRIu64
			", --max-warnings=%" PRIu64 "\n", t->warnings,
			p->options.max_warnings);
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void
tell_fixes(const struct program *p, const struct gcl_totals *t)
{
	const struct options *o = &p->options;
	uint64_t left = t->errors + t->warnings + t->notes;

	if (o->quiet || (!o->diff && t->changed == 0))
		return;
	fprintf(stderr, "gclint: %s%" PRIu64 " file%s",
		o->diff ? "would mend " : "mended ", t->changed,
		plural(t->changed));
	if (o->diff)
		fprintf(stderr, ", and leave %" PRIu64 " finding%s", left,
			plural(left));
	fputc('\n', stderr);
}

static enum gcl_status
write_baseline(struct program *p, struct output *out,
	const struct gcl_totals *t, struct gcl_error *err)
{
	const struct options *o = &p->options;
	enum gcl_status st;
	uint64_t stale;

	st = gcl_linter_baseline(p->linter, gcl_output_write, out, &stale,
		err);
	if (st != GCL_OK || o->quiet)
		return st;
	if (o->write_baseline)
		fprintf(stderr, "gclint: note: %" PRIu64 " finding%s in the "
			"baseline '%s'\n", t->known,
			plural(t->known), o->write_baseline);
	else if (stale > 0)
		fprintf(stderr, "gclint: note: %" PRIu64 " finding%s of the "
			"baseline %s gone: add --write-baseline=FILE with the "
			"same file to take %s out\n", stale, plural(stale),
			stale == 1 ? "is" : "are", stale == 1 ? "it" : "them");
	return st;
}

static enum gcl_status
lint(struct program *p, struct gcl_error *err)
{
	return gcl_lint_paths(p->linter, p->files.names, p->files.n, err);
}

static enum gcl_status
merge(struct program *p, struct gcl_error *err)
{
	return gcl_merge_paths(p->linter, p->files.names, p->files.n, err);
}

static enum gcl_status
carry_out(struct program *p, struct gcl_error *err)
{
	static enum gcl_status (*const ways[])(struct program *,
		struct gcl_error *) = {
		[ACTION_LINT] = lint,
		[ACTION_MERGE] = merge,
		[ACTION_SEND] = gcl_program_send,
		[ACTION_EXPLAIN] = gcl_program_explain,
	};

	return ways[p->options.action](p, err);
}

enum gcl_status
gcl_program_lint(struct program *p, struct gcl_error *err)
{
	const struct options *o = &p->options;
	struct output *baseline = NULL;
	struct gcl_totals totals;
	enum gcl_status st;

	if (o->action == ACTION_LINT)
		gcl_progress_begin(&p->progress, p->linter, o->quiet);
	if (o->stats)
		gcl_stats_begin(&p->stats, p->linter);
	st = gcl_program_files(p, err);
	if (st == GCL_OK)
		st = open_reports(p, err);
	if (st == GCL_OK && o->write_baseline)
		st = open_output(p, o->write_baseline, &baseline, err);
	p->begun = st == GCL_OK;
	if (st == GCL_OK)
		st = carry_out(p, err);
	gcl_progress_clear(&p->progress);
	if (st == GCL_OK)
		st = gcl_linter_finish(p->linter, &totals, err);
	if (st == GCL_OK)
		st = write_baseline(p, baseline, &totals, err);
	/* Of a run that broke off it would hold less than the old one. */
	if (st != GCL_OK && baseline)
		gcl_output_close(baseline, false, NULL);
	if (st != GCL_OK)
		return st;
	tell_fixes(p, &totals);
	if (o->stats)
		gcl_stats_print(&p->stats, &totals, stderr);
	judge(p, &totals);
	return GCL_OK;
}
