/*
 * New files, by rename(2), which replaces at once.  It works inside one file
 * system only, so the file is made in the folder where it is to be.
 */
#include "config.h"

#include "base/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
forget(struct new_file *f)
{
	free(f->path);
	free(f->temp);
	f->path = f->temp = NULL;
}

static int
give_up(struct new_file *f)
{
	int code = errno;

	forget(f);
	errno = code;
	return -1;
}

int
gcl_new_file_open(struct new_file *f, const char *path)
{
	const char *slash = strrchr(path, '/');
	int dir_len = slash ? (int)(slash + 1 - path) : 0;

	*f = (struct new_file){ .fd = -1, .path = strdup(path) };
	if (!f->path)
		return -1;
	if (asprintf(&f->temp, "%.*s.gclint-XXXXXX", dir_len, path) < 0) {
		f->temp = NULL;
		errno = ENOMEM;
		return give_up(f);
	}
	f->fd = mkostemp(f->temp, O_CLOEXEC);
	return f->fd < 0 ? give_up(f) : 0;
}

/* Interrupted, close(2) has closed nevertheless (Linux). */
static int
close_file(struct new_file *f)
{
	int fd = f->fd;

	f->fd = -1;
	return close(fd) == 0 || errno == EINTR ? 0 : -1;
}

int
gcl_new_file_commit(struct new_file *f)
{
	if (close_file(f) != 0 || rename(f->temp, f->path) != 0) {
		gcl_new_file_discard(f);
		return -1;
	}
	forget(f);
	return 0;
}

void
gcl_new_file_discard(struct new_file *f)
{
	int code = errno;

	if (f->fd >= 0)
		(void)close_file(f);
	if (f->temp)
		unlink(f->temp);
	forget(f);
	errno = code;
}
