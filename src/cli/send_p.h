/*
 * What the parts of --send share.
 */
#ifndef GCL_CLI_SEND_P_H
#define GCL_CLI_SEND_P_H

#include "base/arena.h"
#include "cli/helper.h"
#include "cli/program.h"

/*
 * The helper gives a request 60 s, and pauses for at most 180 s between two; a
 * passphrase takes time to type.  Who is silent for longer hangs.
 */
#define SENDING_SILENCE_S	70
#define SENDING_LONG_SILENCE_S	300

struct sending {
	struct program *p;
	const struct gcl_request *request;
	struct helper helper;
	struct arena arena;	/* strings of sent */
	struct gcl_sent sent;
	const char **states;
	size_t cap_states;
	struct buf answer;	/* as curl -i prints it */
	int status;		/* that the helper wants us to exit with */
	bool asked;		/* there is a request to send */
	bool tried;		/* the helper was started */
	bool under_way;		/* the request may have been sent */
	bool ended;		/* it has said what came of it */
	bool declined;
};

/* Is the user to be asked? */
static inline bool
gcl_sending_asks(const struct sending *s)
{
	return !s->p->options.yes && !s->p->options.dry_run;
}

/* ---- send_hear.c ---- */

/* Take what the helper tells, up to its last word. */
void gcl_sending_listen(struct sending *s);

/* ---- send_tell.c ---- */

/* Say what came of it, also where the helper cannot. */
void gcl_sending_tell(struct sending *s);

/*
 * Behind the reports: what the answer refuses, where no finding was to show
 * it.
 */
void gcl_sending_tell_reason(struct sending *s);

#endif
