/*
 * Lint one document of an input, have it sent, and tell what the answer
 * refuses; or only the last, of an answer that was saved.
 *
 * The input is read whole and looked through up to three times: to find the
 * document, to lint it, and to place what the answer says.
 */
#ifndef GCL_LINT_SUBMIT_H
#define GCL_LINT_SUBMIT_H

#include "lint/request.h"
#include "lint/run.h"

struct submit {
	/* Set by the caller. */
	struct run *run;
	const struct gcl_submission *how;
	/* Of its own. */
	struct arena arena;
	struct capture answer;		/* while it is read */
	struct gcl_request request;	/* of the document that is picked */
	bool begun;			/* there is an input */
	bool known;			/* request is set */
	const char *why;		/* it cannot be sent */
	uint64_t documents;		/* of the input */
	uint64_t fitting;		/* of these, that a pack is for */
	struct buf list;		/* of those, for people */
	size_t refusals;		/* of the answer */
};

void gcl_submit_init(struct submit *s, struct run *run,
	const struct gcl_submission *how);
void gcl_submit_release(struct submit *s);

/* Of a struct submit, for gcl_run_inputs(). */
enum gcl_status gcl_submit_fd(void *ctx, const struct run_item *item,
	int fd, struct gcl_error *err);

/* An answer alone, shown as the file name. */
enum gcl_status gcl_submit_explain(struct submit *s, const char *name,
	struct gcl_error *err);

#endif
