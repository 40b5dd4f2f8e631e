/*
 * Asking for a passphrase at the terminal.
 */
#ifndef GCL_SEND_PASSPHRASE_H
#define GCL_SEND_PASSPHRASE_H

#include "base/buf.h"

/*
 * Ask at /dev/tty, whatever standard input is, without showing what is typed,
 * and append it to out, which must not have to grow.  False without a
 * terminal, and when the answer was Ctrl-C, Ctrl-D or nothing.
 */
bool gcl_passphrase_ask(const char *prompt, struct buf *out);

#endif
