/*
 * What the parts of the public interface share.
 */
#ifndef GCL_API_P_H
#define GCL_API_P_H

#include "emit/emit.h"
#include "lint/run.h"

/* "rule=level", as it was given. */
struct override {
	struct override *next;
	struct span rule;
	enum gcl_severity level;
	char text[];
};

struct output {
	struct output *next;
	struct emit emit;
};

struct gcl_linter {
	struct ruleset *rules;
	struct buf pack_bytes;		/* of a pack from a file */
	signed char *levels;
	struct override *overrides, **last_override;
	struct input *input;
	struct output *outputs, **last_output;
	struct run run;
	char *stdin_name;
	uint64_t max_size, max_depth;
	uint64_t width;
	bool color, ready;
	gcl_finding_fn on_finding;
	gcl_notice_fn on_notice;
	void *finding_ctx, *notice_ctx;
};

/* Load the default pack unless one was chosen. */
enum gcl_status gcl_api_need_rules(struct gcl_linter *l,
	struct gcl_error *err);

/* Say that there is no rule of that name: GCL_EUSAGE. */
enum gcl_status gcl_api_unknown_rule(const struct gcl_linter *l,
	struct span name, struct gcl_error *err);

/* Write out and empty b. */
enum gcl_status gcl_api_put(gcl_write_fn write, void *ctx, struct buf *b,
	struct gcl_error *err);

#endif
