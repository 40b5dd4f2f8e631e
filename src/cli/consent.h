/*
 * Ask on the terminal, wherever standard input comes from.
 */
#ifndef GCL_CLI_CONSENT_H
#define GCL_CLI_CONSENT_H

#include <stdbool.h>

/* Can anybody be asked? */
bool gcl_consent_possible(void);

/*
 * Show the lines of text, ask "send it? [y/N]", and wait for a line.  Only y
 * and yes are consent; what was typed before the question does not count.
 */
bool gcl_consent_ask(const char *text);

#endif
