/*
 * Write reports to descriptors, without a buffer between: the library hands
 * over a document's worth at a time, and who watches a stream should see it.
 */
#include "config.h"

#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A closed descriptor gets one that fails in the direction it is used in. */
void
gcl_output_prepare(void)
{
	static const int flags[] = { O_WRONLY, O_RDONLY, O_RDONLY };
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
			(void)!open("/dev/null", flags[fd]);
	signal(SIGPIPE, SIG_IGN);
}

static enum gcl_status
fail(const struct output *o, struct gcl_error *err)
{
	if (!o->file && o->code == EPIPE)
		return GCL_EOUTPUT;
	if (!o->file)
		return gcl_error_set(err, GCL_EOUTPUT,
			"cannot write standard output: %s", strerror(o->code));
	return gcl_error_set(err, GCL_EOUTPUT, "cannot write '%s': %s",
		o->file, strerror(o->code));
}

static mode_t
default_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* Renaming works inside one file system only, so it is the same folder. */
static int
open_beside(struct output *o, mode_t mode)
{
	const char *slash = strrchr(o->path, '/');
	int dir_len = slash ? (int)(slash + 1 - o->path) : 0;
	int fd;

	if (asprintf(&o->temp, "%.*s.gclint-XXXXXX", dir_len, o->path) < 0) {
		o->temp = NULL;
		errno = ENOMEM;
		return -1;
	}
	fd = mkostemp(o->temp, O_CLOEXEC);
	if (fd < 0) {
		free(o->temp);
		o->temp = NULL;
		return -1;
	}
	/* A file system without modes is no reason to go without a report. */
	(void)!fchmod(fd, mode);
	return fd;
}

static int
open_path(struct output *o)
{
	struct stat sb;

	if (stat(o->path, &sb) != 0)
		return open_beside(o, default_mode());
	if (S_ISREG(sb.st_mode))
		return open_beside(o, sb.st_mode & 07777);
	return open(o->path, O_WRONLY | O_CLOEXEC);
}

enum gcl_status
gcl_output_open(struct output *o, const char *file, struct gcl_error *err)
{
	*o = (struct output){ .file = file, .fd = STDOUT_FILENO };
	if (!file)
		return GCL_OK;
	o->fd = -1;
	o->path = realpath(file, NULL);
	if (!o->path)
		o->path = strdup(file);
	if (o->path)
		o->fd = open_path(o);
	if (o->fd >= 0)
		return GCL_OK;
	o->code = errno;
	return fail(o, err);
}

/* Whoever shares standard output with us may have made it non-blocking. */
static bool
passes(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	if (errno == EAGAIN)
		return poll(&p, 1, -1) >= 0 || errno == EINTR;
	return errno == EINTR;
}

int
gcl_output_write(void *ctx, const char *bytes, size_t len)
{
	struct output *o = ctx;
	ssize_t n;

	while (len > 0 && o->code == 0) {
		n = write(o->fd, bytes, len);
		if (n >= 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (!passes(o->fd)) {
			o->code = errno;
		}
	}
	return o->code;
}

static void
note_failure(struct output *o, int result)
{
	if (result != 0 && o->code == 0)
		o->code = errno;
}

/* Disks that are far away may refuse what was written as late as here. */
enum gcl_status
gcl_output_close(struct output *o, bool keep, struct gcl_error *err)
{
	if (o->file && o->fd >= 0)
		note_failure(o, close(o->fd));
	if (o->temp && keep && o->code == 0)
		note_failure(o, rename(o->temp, o->path));
	if (o->temp && (!keep || o->code != 0))
		unlink(o->temp);
	free(o->temp);
	free(o->path);
	o->temp = o->path = NULL;
	o->fd = -1;
	return o->code == 0 ? GCL_OK : fail(o, err);
}
