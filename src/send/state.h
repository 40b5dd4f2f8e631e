/*
 * What the API says of a conversation.
 */
#ifndef GCL_SEND_STATE_H
#define GCL_SEND_STATE_H

#include "json/value.h"

enum phase {
	PHASE_WAITING,		/* dialing, alerting, whatever is new */
	PHASE_CONNECTED,	/* now, or it was */
	PHASE_ENDED,		/* and never was connected */
};

/* Texts are borrowed from the JSON, as they are there; or empty. */
struct state {
	enum phase phase;
	struct span word;	/* the platform's, "dialing" */
	struct span who;	/* the participant that it depends on */
	struct span why;	/* how its part ended */
};

/*
 * Judge a conversation, of calls or of any media.  It depends on people and not
 * on flows and queues: it waits as long as one of them does, it is connected
 * when all are, and it has ended when one was not reached and nobody is left
 * who could be.
 */
void gcl_state_read(const struct value *root, struct state *out);

/* The conversation's id in the answer to a request, or the empty span. */
struct span gcl_state_id(const struct value *root);

#endif
