/*
 * The operands of a run: those of the command line and of --files-from.
 */
#ifndef GCL_CLI_FILES_H
#define GCL_CLI_FILES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/status.h"

struct files {
	const char **names;
	size_t n, cap;
	struct arena arena;	/* the names that lists gave */
};

void gcl_files_init(struct files *f);
void gcl_files_release(struct files *f);

/* Add a name; it is borrowed.  GCL_OK or GCL_ENOMEM. */
enum gcl_status gcl_files_add(struct files *f, const char *name,
	struct gcl_error *err);

/*
 * Add the names in a list, "-" being standard input.  They end in a line feed,
 * or with null in NUL; empty ones are passed over.  A list names files, so
 * "-" in it is a file of that name.
 *
 * Returns GCL_OK; GCL_ENOMEM; GCL_EINPUT when it cannot be read; GCL_EUSAGE
 * for a NUL in a list of lines; GCL_ELIMIT.
 */
enum gcl_status gcl_files_read(struct files *f, const char *list, bool null,
	struct gcl_error *err);

#endif
