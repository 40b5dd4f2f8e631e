/*
 * Which fixes are tried in a round, and what came of them.
 *
 * All of a document are made at once.  Where it would then be worse, it is
 * left as it was and they have their turns one by one, so that what is to
 * blame stays and the others are made.
 */
#ifndef GCL_FIX_TURN_H
#define GCL_FIX_TURN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/* How a document stands in a round. */
struct standing {
	const char *pack;	/* the one that something tells it is for; or
				   NULL */
	uint32_t not_json, errors, others;	/* findings */
	uint32_t doubled;	/* of the others: names that stand twice */
	bool payload;		/* of any pack */
	bool edited;		/* there are edits of it */
};

/* How all of them do, in the order of the file. */
struct round {
	struct standing *list;		/* from malloc, reused */
	size_t n, cap;
	uint64_t unread;		/* what could not be read of it */
	bool foreign;			/* nothing in it is for any pack */
};

/* What keeps its documents from being JSON. */
uint64_t gcl_round_not_json(const struct round *r);

#define TURN_ALL UINT32_MAX

struct turn {
	uint32_t at;		/* the n-th fix, or TURN_ALL */
	bool moved;		/* some were made since the first one's turn */
};

/* By document; those behind the last have TURN_ALL. */
struct turns {
	struct turn *list;		/* from malloc, reused */
	size_t n, cap;
};

/* A new input. */
void gcl_turns_reset(struct turns *t);

uint32_t gcl_turns_at(const struct turns *t, size_t document);

/*
 * Edits of the round *was led to *now.  *better: no document is worse.  If
 * not, the next turns are those of other fixes.  GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_turns_judge(struct turns *t, const struct round *was,
	const struct round *now, bool *better);

/*
 * All have had their turn.  Where some were made, others may now do no harm:
 * true when there is something to try again.
 */
bool gcl_turns_again(struct turns *t);

/* Fixes that were tried and not made. */
uint64_t gcl_turns_refused(const struct turns *t);

#endif
