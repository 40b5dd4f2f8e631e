/*
 * The program at work: what main() and its actions share.
 */
#ifndef GCL_CLI_PROGRAM_H
#define GCL_CLI_PROGRAM_H

#include "cli/files.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/stats.h"

enum exit_status {
	EXIT_CLEAN = 0,
	EXIT_FINDINGS = 1,
	EXIT_USAGE = 2,
	EXIT_TROUBLE = 3,
	/* These are gclint-send's. */
	EXIT_REJECTED = 4,
	EXIT_UNAVAILABLE = 5,
	EXIT_CREDENTIALS = 6,
	EXIT_NETWORK = 7,
};

struct program {
	struct gcl_linter *linter;
	struct options options;
	struct files files;
	struct output *outputs;		/* the first is standard output */
	size_t n_outputs;
	struct stats stats;
	struct progress progress;
	bool begun;			/* all reports are open */
	enum exit_status exit;		/* the worst so far */
	int signal;			/* that is to end the program, or 0 */
};

/* The exit status is at least this one. */
void gcl_program_exit(struct program *p, enum exit_status status);

/* A text to be said on standard error, masked for --redact. */
const char *gcl_program_masked(struct program *p, const char *text);

/* ---- lint.c ---- */

/* The operands, and what lists name. */
enum gcl_status gcl_program_files(struct program *p, struct gcl_error *err);

/* What the program is for; with --send and --explain-response, too. */
enum gcl_status gcl_program_lint(struct program *p, struct gcl_error *err);

/* ---- what these do in place of linting all there is ---- */

enum gcl_status gcl_program_send(struct program *p, struct gcl_error *err);
enum gcl_status gcl_program_explain(struct program *p, struct gcl_error *err);

#endif
