/*
 * The names in a folder that a walk has a use for.
 */
#ifndef GCL_INPUT_FOLDER_H
#define GCL_INPUT_FOLDER_H

#include <stddef.h>

struct folder {
	char *bytes;		/* the names; that of a folder ends in / */
	const char **names;	/* in the order of git ls-files */
	size_t n;
};

/*
 * Read the names of the files with a known extension (.json .ndjson .jsonl
 * .har .http .curl), configurations apart, and of the folders that are not
 * hidden.  The folder is closed again.
 *
 * Returns 0 or an errno value, and f is then empty.
 */
int gcl_folder_read(struct folder *f, const char *path);
void gcl_folder_release(struct folder *f);

#endif
