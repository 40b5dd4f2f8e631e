/*
 * --help, made from the table of options.
 */
#ifndef GCL_CLI_HELP_H
#define GCL_CLI_HELP_H

#include "base/buf.h"

#define HELP_USAGE "usage: gclint [OPTION]... FILE|DIRECTORY|-..."

/* Append the whole text, its lines at most 79 columns wide. */
enum gcl_status gcl_help_add(struct buf *b, struct gcl_linter *l,
	struct gcl_error *err);

#endif
