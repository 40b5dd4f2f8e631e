/*
 * Replace a file by its new content: write it beside, flush it, rename it.
 *
 * That gives a name a new file, so what is bound to the old one and not to
 * its name would be lost: another name (hard link), and what somebody wrote
 * since it was read.  Such a file is left alone.
 */
#include "config.h"

#include "fix/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/newfile.h"

static enum gcl_status
fail(struct gcl_error *err, const char *path, const char *why)
{
	return gcl_error_set(err, GCL_EOUTPUT, "cannot write '%s': %s", path,
		why);
}

static bool
same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool
is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	    a->st_size == b->st_size && same_time(a->st_mtim, b->st_mtim) &&
	    same_time(a->st_ctim, b->st_ctim);
}

/* Why the file at path must be left alone, or NULL. */
static const char *
find_obstacle(const char *path, const struct stat *seen)
{
	struct stat now;

	if (lstat(path, &now) != 0)
		return strerror(errno);
	if (!is_same(&now, seen))
		return "it was changed meanwhile; run gclint again";
	if (now.st_nlink > 1)
		return "it has other names too (hard links), which would keep "
		    "the old content";
	if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0)
		return strerror(errno);
	return NULL;
}

/*
 * Who is not its owner cannot give a file away, but perhaps to a group; what
 * runs as its owner must not then run as somebody else.
 */
static mode_t
keep_owner(int fd, const struct stat *seen)
{
	if (fchown(fd, seen->st_uid, seen->st_gid) == 0)
		return seen->st_mode & 07777;
	if (fchown(fd, (uid_t)-1, seen->st_gid) == 0)
		return seen->st_mode & 03777;
	return seen->st_mode & 01777;
}

/* Some file systems have one mode for all files and refuse to set any. */
static int
keep_mode(int fd, const struct stat *seen)
{
	mode_t mode = keep_owner(fd, seen);
	int code;
	struct stat now;

	if (fchmod(fd, mode) == 0)
		return 0;
	code = errno;
	if (fstat(fd, &now) == 0 && (now.st_mode & 07777) == mode)
		return 0;
	errno = code;
	return -1;
}

static int
write_all(int fd, struct span s)
{
	ssize_t n;

	while (s.len > 0) {
		n = write(fd, s.ptr, s.len);
		if (n == 0)
			errno = ENOSPC;
		if (n == 0 || (n < 0 && errno != EINTR))
			return -1;
		if (n > 0)
			s = gcl_span(s.ptr + n, s.len - (size_t)n);
	}
	return 0;
}

/* EINVAL: a file system that has nothing to flush. */
static int
flush(int fd)
{
	int result;

	do
		result = fsync(fd);
	while (result != 0 && errno == EINTR);
	return result == 0 || errno == EINVAL ? 0 : -1;
}

static enum gcl_status
write_beside(struct new_file *f, const char *path, const struct stat *seen,
	struct span content, struct gcl_error *err)
{
	const char *why;

	if (write_all(f->fd, content) != 0 || keep_mode(f->fd, seen) != 0 ||
	    flush(f->fd) != 0)
		why = strerror(errno);
	else
		why = find_obstacle(f->path, seen);
	if (why) {
		gcl_new_file_discard(f);
		return fail(err, path, why);
	}
	return gcl_new_file_commit(f) == 0 ? GCL_OK :
	    fail(err, path, strerror(errno));
}

static enum gcl_status
replace(const char *path, const char *real, const struct stat *seen,
	struct span content, struct gcl_error *err)
{
	const char *why = find_obstacle(real, seen);
	struct new_file f;

	if (why)
		return fail(err, path, why);
	if (gcl_new_file_open(&f, real) == 0)
		return write_beside(&f, path, seen, content, err);
	if (errno == ENOMEM)
		return gcl_error_nomem(err);
	return gcl_error_set(err, GCL_EOUTPUT, "cannot write '%s': "
		"its folder takes no new file: %s", path, strerror(errno));
}

/* Nobody is to be left with half a file for having pressed Ctrl-C. */
enum gcl_status
gcl_replace(const char *path, const struct stat *seen, struct span content,
	struct gcl_error *err)
{
	enum gcl_status st;
	sigset_t all, before;
	char *real;

	if (!S_ISREG(seen->st_mode))
		return fail(err, path, "it is not a regular file: --fix - "
		    "mends standard input, to standard output");
	real = realpath(path, NULL);
	if (!real)
		return errno == ENOMEM ? gcl_error_nomem(err) :
		    fail(err, path, strerror(errno));
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	st = replace(path, real, seen, content, err);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	free(real);
	return st;
}
