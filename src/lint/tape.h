/*
 * What a run said of one input, or of a part of it, to be said again by
 * another run and in another thread.
 */
#ifndef GCL_LINT_TAPE_H
#define GCL_LINT_TAPE_H

#include "lint/run.h"

struct tape_event;

struct tape {
	struct kept kept;		/* the findings, in order */
	struct tape_event *events;	/* from malloc, reused; as the next */
	size_t n_events, cap_events;
	struct source *texts;		/* that findings are in */
	size_t n_texts, cap_texts;
	bool noticed;			/* there is a notice among the events */
	enum gcl_status st;		/* GCL_ENOMEM: not all is on it */
};

void gcl_tape_init(struct tape *t);
void gcl_tape_release(struct tape *t);
void gcl_tape_reset(struct tape *t);

/*
 * Make t the one that listens to r.  The texts that r lints have to stay in
 * place until they are played; so have their names.
 */
void gcl_tape_listen(struct tape *t, struct run *r);

/*
 * Say it all to r, whose input has begun: findings are hidden, counted and
 * given as if r had found them, so many lines and documents further on.
 *
 * Returns what gcl_run_give() and on_document() return.
 */
enum gcl_status gcl_tape_play(const struct tape *t, struct run *r,
	const struct stream *at);

#endif
