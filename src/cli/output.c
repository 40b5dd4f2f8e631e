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

/*
 * Files that are not yet whole.  A signal handler has no other way to them; it
 * is kept off while the list changes.
 */
static struct output *pending;

static const int fatal[] = {
	SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ,
};

#define N_FATAL (sizeof(fatal) / sizeof(fatal[0]))

/* SA_RESETHAND: the second time the signal does what it always did. */
static void
end_by_signal(int sig)
{
	const struct output *o;

	for (o = pending; o; o = o->pending)
		unlink(o->new.temp);
	raise(sig);
}

static void
fatal_set(sigset_t *set)
{
	size_t i;

	sigemptyset(set);
	for (i = 0; i < N_FATAL; i++)
		sigaddset(set, fatal[i]);
}

/* What nohup(1) had ignored stays so. */
static void
catch_signals(void)
{
	struct sigaction act = { .sa_handler = end_by_signal,
		.sa_flags = SA_RESETHAND }, old;
	size_t i;

	fatal_set(&act.sa_mask);
	for (i = 0; i < N_FATAL; i++)
		if (sigaction(fatal[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_DFL)
			sigaction(fatal[i], &act, NULL);
}

static void
hold_signals(sigset_t *before)
{
	sigset_t set;

	fatal_set(&set);
	pthread_sigmask(SIG_BLOCK, &set, before);
}

static void
release_signals(const sigset_t *before)
{
	int code = errno;

	pthread_sigmask(SIG_SETMASK, before, NULL);
	errno = code;
}

static void
forget(const struct output *o)
{
	struct output **at = &pending;

	while (*at != o)
		at = &(*at)->pending;
	*at = o->pending;
}

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
	catch_signals();
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

/* A file system without modes is no reason to go without a report. */
static int
open_beside(struct output *o, const char *path, mode_t mode)
{
	sigset_t before;
	int result;

	hold_signals(&before);
	result = gcl_new_file_open(&o->new, path);
	if (result == 0) {
		o->pending = pending;
		pending = o;
	}
	release_signals(&before);
	if (result != 0)
		return -1;
	(void)!fchmod(o->new.fd, mode);
	return o->new.fd;
}

static int
open_path(struct output *o, const char *path)
{
	struct stat sb;

	if (stat(path, &sb) != 0)
		return open_beside(o, path, default_mode());
	if (S_ISREG(sb.st_mode))
		return open_beside(o, path, sb.st_mode & 07777);
	return open(path, O_WRONLY | O_CLOEXEC);
}

enum gcl_status
gcl_output_open(struct output *o, const char *file, struct gcl_error *err)
{
	char *path;

	*o = (struct output){ .file = file, .fd = STDOUT_FILENO };
	if (!file)
		return GCL_OK;
	path = realpath(file, NULL);
	o->fd = open_path(o, path ? path : file);
	o->code = o->fd >= 0 ? 0 : errno;
	free(path);
	return o->fd >= 0 ? GCL_OK : fail(o, err);
}

static bool
same_inode(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* The bytes of a path that name its folder, with the slash. */
static size_t
folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash + 1 - path) : 0;
}

static bool
stat_folder(const char *path, size_t len, struct stat *sb)
{
	char *folder = len > 0 ? strndup(path, len) : strdup(".");
	bool found = folder && stat(folder, sb) == 0;

	free(folder);
	return found;
}

bool
gcl_output_same(const char *a, const char *b)
{
	size_t n = folder_length(a), m = folder_length(b);
	struct stat x, y;
	bool is_a = stat(a, &x) == 0, is_b = stat(b, &y) == 0;

	if (is_a && is_b)
		return S_ISREG(x.st_mode) && same_inode(&x, &y);
	return !is_a && !is_b && !strcmp(a + n, b + m) &&
	    stat_folder(a, n, &x) && stat_folder(b, m, &y) &&
	    same_inode(&x, &y);
}

void
gcl_output_stderr(struct output *o)
{
	*o = (struct output){ .fd = STDERR_FILENO };
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

static void
close_beside(struct output *o, bool keep)
{
	sigset_t before;

	hold_signals(&before);
	if (keep && o->code == 0)
		note_failure(o, gcl_new_file_commit(&o->new));
	else
		gcl_new_file_discard(&o->new);
	forget(o);
	release_signals(&before);
}

/* Disks that are far away may refuse what was written as late as here. */
enum gcl_status
gcl_output_close(struct output *o, bool keep, struct gcl_error *err)
{
	if (o->new.temp)
		close_beside(o, keep);
	else if (o->file && o->fd >= 0)
		note_failure(o, close(o->fd));
	o->fd = -1;
	return o->code == 0 ? GCL_OK : fail(o, err);
}
