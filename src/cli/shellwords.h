/*
 * The words of GCLINT_OPTS.
 */
#ifndef GCL_CLI_SHELLWORDS_H
#define GCL_CLI_SHELLWORDS_H

#include "base/status.h"

struct shellwords;

/*
 * Take text apart at blanks, as a shell does without expanding anything: a
 * backslash, '...' and "..." quote.  GCL_EUSAGE for a quote that is not
 * closed; GCL_ENOMEM.
 */
enum gcl_status gcl_shellwords_split(const char *text, struct shellwords **out,
	struct gcl_error *err);
void gcl_shellwords_free(struct shellwords *w);	/* takes NULL */

/*
 * An argument vector for getopt(3): a name for messages, the words, NULL.  It
 * and the words live as long as w.
 */
char **gcl_shellwords_argv(struct shellwords *w, int *argc);

#endif
