/*
 * What the parts of the public interface share.
 */
#ifndef GCL_API_P_H
#define GCL_API_P_H

#include "emit/emit.h"
#include "lint/run.h"

struct output {
	struct output *next;
	struct emit emit;
};

struct gcl_linter {
	struct buf pack_bytes;		/* of a pack from a file */
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

/* Write out and empty b. */
enum gcl_status gcl_api_put(gcl_write_fn write, void *ctx, struct buf *b,
	struct gcl_error *err);

#endif
