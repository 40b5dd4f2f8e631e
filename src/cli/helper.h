/*
 * gclint-send at work: started, ordered, listened to, ended.  They speak as
 * base/wire.h has it.
 */
#ifndef GCL_CLI_HELPER_H
#define GCL_CLI_HELPER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"

struct helper {
	pid_t pid;		/* 0: it does not run */
	int in, out;		/* its standard input and output, or -1 */
	struct buf heard;	/* what it said */
	size_t taken;		/* of that, by messages */
	int patience_s;		/* so long it may be silent; set by whoever
				   listens */
	bool silent;		/* it was longer, and has been killed */
};

/*
 * Start it: from the folder that GCLINT_LIBEXEC names, or else from beside
 * this program, as in a build tree, or from where it is installed.  Only one
 * can run at a time; while it does, signals that end a program go to it, too,
 * and wait for its end.
 *
 * Returns GCL_OK; GCL_EUSAGE when there is none or it cannot be started;
 * GCL_ENOMEM.  Ends with gcl_helper_end() in any case.
 */
enum gcl_status gcl_helper_start(struct helper *h, struct gcl_error *err);

/*
 * Write a message, the last one or not.  Who does not listen says why; who
 * does not even read is killed as one who says nothing.
 */
void gcl_helper_say(struct helper *h, struct span message, bool last);

/*
 * The next message, up to its end, valid until the next call; false: it has
 * nothing more to say, or nothing of sense.  One that hangs or is stopped does
 * not hold us up: when it has been silent for too long, it is killed, and what
 * it had said before is heard.
 */
bool gcl_helper_hear(struct helper *h, struct span *message);

/* A value of a message; ptr NULL: it has none of that name. */
struct span gcl_helper_value(struct span message, const char *name);

/*
 * Wait for its end.  Returns the exit status, or -1 when it was killed, and
 * in *sig the signal that came meanwhile, or 0.
 */
int gcl_helper_end(struct helper *h, int *sig);

#endif
