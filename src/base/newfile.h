/*
 * A file that appears whole or not at all: it has another name beside its own
 * until it is done.
 */
#ifndef GCL_BASE_NEWFILE_H
#define GCL_BASE_NEWFILE_H

struct new_file {
	char *path;		/* the name it is to have */
	char *temp;		/* the one it has; NULL: there is no file */
	int fd;			/* write only */
};

/*
 * Make a file that only its owner may read, in the folder of path, which is
 * followed through no link.  Returns 0, or -1 and errno.
 */
int gcl_new_file_open(struct new_file *f, const char *path);

/*
 * Close it and give it its name, in place of what has it now.  Returns 0, or
 * -1 and errno, and then there is no file.
 */
int gcl_new_file_commit(struct new_file *f);

/* Leave no trace of it.  Keeps errno; nothing where there is no file. */
void gcl_new_file_discard(struct new_file *f);

#endif
