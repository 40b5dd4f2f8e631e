/*
 * What the parts of the public interface share.
 */
#ifndef GCL_API_P_H
#define GCL_API_P_H

#include "emit/emit.h"
#include "emit/redact.h"
#include "fix/fix.h"
#include "lint/jobs.h"

struct output {
	struct output *next;
	struct emit emit;
};

struct gcl_linter {
	const struct override *overrides, **last_override;
	const struct override *fix_rules;	/* --fix-rule */
	struct input *input;
	struct output *outputs, **last_output;
	struct run run;
	struct fixer fixer;
	struct split split;
	struct jobs *jobs;
	struct redact *redact;
	struct baseline *baseline;
	char *stdin_name, *config, *folder, *country, *pack;
	char *baseline_in, *baseline_out;
	uint64_t max_size, max_depth, max_findings;
	uint64_t width, n_jobs;
	bool color, ready, no_config, no_ignore, fix, diff, unsafe, redacts;
	bool splits;
	gcl_finding_fn on_finding;
	gcl_notice_fn on_notice;
	gcl_progress_fn on_progress;
	void *finding_ctx, *notice_ctx, *progress_ctx;
	unsigned documents;		/* that were not told of */
};

/* Everything that can be wrong with options, before any output. */
enum gcl_status gcl_api_prepare(struct gcl_linter *l, struct gcl_error *err);

/* A status that comes without words gets some. */
enum gcl_status gcl_api_ended(enum gcl_status st, struct gcl_error *err);

/* ---- api_config.c ---- */

/* Load what is the same for all inputs: --config, --baseline. */
enum gcl_status gcl_api_configure(struct gcl_linter *l,
	struct gcl_error *err);

/* Begin to go through paths. */
enum gcl_status gcl_api_start(struct gcl_linter *l, const char *const *paths,
	size_t n, struct gcl_error *err);

/* All paths were linted: suppressions that were of no use. */
enum gcl_status gcl_api_unused(struct gcl_linter *l, const char *const *paths,
	size_t n, struct gcl_error *err);

/* Write out and empty b. */
enum gcl_status gcl_api_put(gcl_write_fn write, void *ctx, struct buf *b,
	struct gcl_error *err);

#endif
