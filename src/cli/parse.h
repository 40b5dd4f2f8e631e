/*
 * From the arguments of main() to struct options.
 */
#ifndef GCL_CLI_PARSE_H
#define GCL_CLI_PARSE_H

#include "cli/options.h"

/*
 * Read the command line into *o and into l.  argv is reordered and must stay.
 * --help and --version end the reading.
 *
 * Returns GCL_OK; GCL_ENOMEM; GCL_EUSAGE, and o->hint may then be set; what
 * gcl_linter_set() returns.  gcl_options_release() in any case.
 */
enum gcl_status gcl_options_parse(struct options *o, struct gcl_linter *l,
	int argc, char **argv, struct gcl_error *err);

#endif
