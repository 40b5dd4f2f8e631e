/*
 * Lint inputs one after the other and count.
 */
#ifndef GCL_LINT_RUN_H
#define GCL_LINT_RUN_H

#include "input/input.h"
#include "lint/exchange.h"
#include "lint/kept.h"

struct run {
	struct lint *lint;
	struct packs packs;
	const struct carrier *carrier;	/* forced, or NULL */
	const char *stdin_name;
	enum gcl_severity fail_level;	/* GCL_OFF: nothing fails */
	bool quiet;			/* only what reaches the fail level */
	bool verbose, force_exclude;
	struct capture capture;
	struct exchange exchange;
	struct kept kept;
	struct gcl_totals totals;
	/* Who listens. */
	void *ctx;
	/* An input begins, perhaps one that cannot be read. */
	void (*on_input)(void *ctx, const char *name);
	void (*on_finding)(void *ctx, const struct gcl_finding *f,
		struct source *src);
	/* Its findings are given; anything but GCL_OK ends the run. */
	enum gcl_status (*on_document)(void *ctx);
	void (*on_notice)(void *ctx, enum gcl_notice kind, const char *text);
};

/* Everything else of *r is set by the caller, before the first input. */
void gcl_run_init(struct run *r, size_t max_size, uint32_t max_depth);
void gcl_run_release(struct run *r);

/* Lint bytes in memory as an input of that name. */
enum gcl_status gcl_run_bytes(struct run *r, const char *name,
	struct span bytes, struct gcl_error *err);

/*
 * Lint what in gives.  What cannot be read is a notice and counted; returns
 * GCL_OK all the same; GCL_ENOMEM, or what on_document() returned.
 */
enum gcl_status gcl_run_inputs(struct run *r, struct input *in,
	struct gcl_error *err);

#endif
