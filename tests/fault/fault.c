/*
 * Functions of the C library that fail when they are told to.
 *
 * Linked into gclint they take the place of the library's own.  $FAULT says
 * which call, of which function, meets what; $FAULT_LOG names a file for how
 * often each was called.
 *
 *	malloc 7 fail 12	the 7th malloc(3) sets errno to 12 (ENOMEM)
 *	write 2 broken 28	so does the 2nd write(2), and all behind it
 *	read 1 cut 10		$FAULT_FILE has 10 bytes when the first one reads
 *	any 5 signal 15		a signal comes before the 5th call of any
 *	any 0 short 0		read(2) and write(2) take one byte at a time
 *	any 0 interrupt 0	what a signal may interrupt is, every second time
 *	any 0 untyped 0		folders do not tell what their entries are
 */
#undef _FORTIFY_SOURCE
#include "config.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../unit/heap.h"

/* ---- what is to happen ---- */

enum action {
	NOTHING, FAIL, BROKEN, CUT, SIGNAL, SHORT, INTERRUPT, UNTYPED,
};

static const char *const action_names[] = {
	[NOTHING] = "", [FAIL] = "fail", [BROKEN] = "broken", [CUT] = "cut",
	[SIGNAL] = "signal", [SHORT] = "short", [INTERRUPT] = "interrupt",
	[UNTYPED] = "untyped",
};

/* One for each function below; malloc(3) is counted by heap.h. */
#define CALLS(X) \
	X(access) X(clock_gettime) X(close) X(faccessat) X(fchmod) \
	X(fchown) X(fclose) X(fcntl) X(fflush) X(fopen) X(fstat) X(fstatat) \
	X(fsync) X(fwrite) X(getcwd) X(getentropy) X(isatty) X(lseek) \
	X(lstat) X(mkostemp) X(newlocale) X(open) X(openat) X(opendir) \
	X(pipe2) X(poll) X(posix_spawn) X(posix_spawn_file_actions_adddup2) \
	X(posix_spawn_file_actions_init) X(pthread_create) \
	X(pthread_sigmask) X(read) X(readdir) X(readlink) X(readlinkat) \
	X(realpath) X(rename) X(sigaction) X(stat) X(sysconf) X(tmpfile) \
	X(unlink) X(waitpid) X(write)

enum call {
#define ID(name) CALL_##name,
	CALLS(ID)
	N_CALLS
};

static const char *const call_names[N_CALLS] = {
#define NAME(name) [CALL_##name] = #name,
	CALLS(NAME)
};

static struct {
	bool ready;
	enum call call;		/* N_CALLS: any */
	int at, value;
	enum action action;
	const char *file;
	atomic_int all, met, calls[N_CALLS];
	size_t heap_before;
} fault;

/* ---- what happens ---- */

/* The function that this one stands before. */
#define NEXT(name) next_##name()
#define FIND(name) \
	static __typeof__(name) * \
	next_##name(void) \
	{ \
		static __typeof__(name) *next; \
		if (!next) \
			*(void **)&next = dlsym(RTLD_NEXT, SYMBOL(name)); \
		return next; \
	}

/* A 32-bit system has other functions where off_t has 64 bits. */
#if defined(__GLIBC__) && defined(__USE_FILE_OFFSET64) && !defined(__LP64__)
#define LARGE(name) \
	(!strcmp(name, "fopen") || !strcmp(name, "fstat") || \
	!strcmp(name, "fstatat") || !strcmp(name, "lseek") || \
	!strcmp(name, "lstat") || !strcmp(name, "mkostemp") || \
	!strcmp(name, "open") || !strcmp(name, "openat") || \
	!strcmp(name, "readdir") || !strcmp(name, "stat") || \
	!strcmp(name, "tmpfile") || !strcmp(name, "fcntl"))
#define SYMBOL(name) (LARGE(#name) ? #name "64" : #name)
#else
#define SYMBOL(name) #name
#endif

static bool
is_hit(enum call call)
{
	int n = ++fault.calls[call], of_all = ++fault.all;

	if (fault.call != N_CALLS && fault.call != call)
		return false;
	n = fault.call == N_CALLS ? of_all : n;
	return fault.action == BROKEN ? n >= fault.at : n == fault.at;
}

/* What a handler would have to run in for it to return at all. */
static bool
is_interruptible(enum call call)
{
	return call == CALL_read || call == CALL_write || call == CALL_poll ||
	    call == CALL_waitpid || call == CALL_fsync || call == CALL_close;
}

/* errno for this call, or 0 where it is to do what it does. */
static int
meet(enum call call)
{
	int code = 0;

	if (!fault.ready)
		return 0;
	if (fault.action == INTERRUPT && is_interruptible(call)) {
		code = ++fault.calls[call] % 2 ? EINTR : 0;
		fault.met += code != 0;
		return code;
	}
	if (!is_hit(call))
		return 0;
	fault.met++;
	if (fault.action == CUT && truncate(fault.file, fault.value) != 0)
		abort();
	if (fault.action == SIGNAL)
		raise(fault.value);
	return fault.action == FAIL || fault.action == BROKEN ?
	    fault.value : 0;
}

static bool
is_refused(enum call call)
{
	int code = meet(call);

	if (code)
		errno = code;
	return code != 0;
}

static size_t
room(size_t n)
{
	if (!fault.ready || fault.action != SHORT || n < 2)
		return n;
	fault.met++;
	return 1;
}

/* ---- functions that set errno ---- */

#define WRAP(type, name, params, args, failed) \
	FIND(name) \
	type \
	name params \
	{ \
		return is_refused(CALL_##name) ? failed : NEXT(name) args; \
	}

WRAP(int, access, (const char *path, int mode), (path, mode), -1)
WRAP(int, clock_gettime, (clockid_t clock, struct timespec *at),
	(clock, at), -1)
WRAP(int, faccessat, (int dir, const char *path, int mode, int flags),
	(dir, path, mode, flags), -1)
WRAP(int, fchmod, (int fd, mode_t mode), (fd, mode), -1)
WRAP(int, fchown, (int fd, uid_t user, gid_t group), (fd, user, group), -1)
WRAP(FILE *, fopen, (const char *path, const char *mode), (path, mode), NULL)
WRAP(int, fstat, (int fd, struct stat *sb), (fd, sb), -1)
WRAP(int, fstatat, (int dir, const char *path, struct stat *sb, int flags),
	(dir, path, sb, flags), -1)
WRAP(int, fsync, (int fd), (fd), -1)
WRAP(char *, getcwd, (char *path, size_t size), (path, size), NULL)
WRAP(int, getentropy, (void *bytes, size_t n), (bytes, n), -1)
WRAP(int, isatty, (int fd), (fd), 0)
WRAP(off_t, lseek, (int fd, off_t at, int from), (fd, at, from), -1)
WRAP(int, lstat, (const char *path, struct stat *sb), (path, sb), -1)
WRAP(int, mkostemp, (char *path, int flags), (path, flags), -1)
WRAP(locale_t, newlocale, (int mask, const char *name, locale_t base),
	(mask, name, base), (locale_t)0)
WRAP(DIR *, opendir, (const char *path), (path), NULL)
WRAP(int, pipe2, (int fds[2], int flags), (fds, flags), -1)
WRAP(int, poll, (struct pollfd *fds, nfds_t n, int timeout_ms),
	(fds, n, timeout_ms), -1)
WRAP(ssize_t, read, (int fd, void *bytes, size_t n), (fd, bytes, room(n)), -1)
WRAP(ssize_t, readlink, (const char *path, char *to, size_t n),
	(path, to, n), -1)
WRAP(ssize_t, readlinkat, (int dir, const char *path, char *to, size_t n),
	(dir, path, to, n), -1)
WRAP(char *, realpath, (const char *path, char *to), (path, to), NULL)
WRAP(int, rename, (const char *from, const char *to), (from, to), -1)
WRAP(int, sigaction, (int number, const struct sigaction *act,
	struct sigaction *old), (number, act, old), -1)
WRAP(int, stat, (const char *path, struct stat *sb), (path, sb), -1)
WRAP(long, sysconf, (int what), (what), -1)
WRAP(FILE *, tmpfile, (void), (), NULL)
WRAP(int, unlink, (const char *path), (path), -1)
WRAP(pid_t, waitpid, (pid_t pid, int *status, int flags),
	(pid, status, flags), -1)
WRAP(ssize_t, write, (int fd, const void *bytes, size_t n),
	(fd, bytes, room(n)), -1)

/* ---- functions that return it ---- */

#define WRAP_CODE(name, params, args) \
	FIND(name) \
	int \
	name params \
	{ \
		int code = meet(CALL_##name); \
\
		return code ? code : NEXT(name) args; \
	}

WRAP_CODE(posix_spawn, (pid_t *pid, const char *path,
	const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *attributes, char *const argv[],
	char *const envp[]), (pid, path, actions, attributes, argv, envp))
WRAP_CODE(posix_spawn_file_actions_adddup2,
	(posix_spawn_file_actions_t *actions, int fd, int to),
	(actions, fd, to))
WRAP_CODE(posix_spawn_file_actions_init,
	(posix_spawn_file_actions_t *actions), (actions))
WRAP_CODE(pthread_create, (pthread_t *thread, const pthread_attr_t *attributes,
	void *(*run)(void *), void *ctx), (thread, attributes, run, ctx))
WRAP_CODE(pthread_sigmask, (int how, const sigset_t *set, sigset_t *old),
	(how, set, old))

/* ---- others ---- */

#define WRAP_OPEN(name, params, args) \
	FIND(name) \
	int \
	name params \
	{ \
		mode_t mode = 0; \
		va_list ap; \
\
		va_start(ap, flags); \
		if (flags & O_CREAT) \
			mode = va_arg(ap, mode_t); \
		va_end(ap); \
		return is_refused(CALL_##name) ? -1 : NEXT(name) args; \
	}

WRAP_OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
WRAP_OPEN(openat, (int dir, const char *path, int flags, ...),
	(dir, path, flags, mode))

FIND(fcntl)

int
fcntl(int fd, int command, ...)
{
	va_list ap;
	long value;

	va_start(ap, command);
	value = va_arg(ap, long);
	va_end(ap);
	return is_refused(CALL_fcntl) ? -1 : NEXT(fcntl)(fd, command, value);
}

/* What could not be closed is closed. */
#define WRAP_CLOSE(name, type, failed) \
	FIND(name) \
	int \
	name(type what) \
	{ \
		int code = meet(CALL_##name), result = NEXT(name)(what); \
\
		if (!code) \
			return result; \
		errno = code; \
		return failed; \
	}

WRAP_CLOSE(close, int, -1)
WRAP_CLOSE(fclose, FILE *, EOF)

FIND(fflush)

/* Messages are not written again, whatever becomes of them. */
int
fflush(FILE *f)
{
	return f != stderr && is_refused(CALL_fflush) ? EOF : NEXT(fflush)(f);
}

FIND(fwrite)

size_t
fwrite(const void *bytes, size_t size, size_t n, FILE *f)
{
	return f != stderr && is_refused(CALL_fwrite) ? 0 :
	    NEXT(fwrite)(bytes, size, n, f);
}

FIND(readdir)

struct dirent *
readdir(DIR *dir)
{
	struct dirent *e = is_refused(CALL_readdir) ? NULL : NEXT(readdir)(dir);

	if (e && fault.action == UNTYPED) {
		e->d_type = DT_UNKNOWN;
		fault.met++;
	}
	return e;
}

/* A sanitizer's own do not ask malloc(3). */
char *
strndup(const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *copy = malloc(len + 1);

	if (!copy)
		return NULL;
	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *
strdup(const char *s)
{
	return strndup(s, strlen(s));
}

/* ---- begin and end ---- */

static int
find(const char *name, const char *const *names, int n)
{
	while (n-- > 0 && strcmp(names[n], name) != 0)
		;
	return n;
}

static void
arm(const char *spec)
{
	char call[64], action[16];
	int found;

	if (sscanf(spec, "%63s %d %15s %d", call, &fault.at, action,
	    &fault.value) != 4)
		abort();
	found = find(action, action_names, UNTYPED + 1);
	if (found < 0)
		abort();
	fault.action = (enum action)found;
	found = find(call, call_names, N_CALLS);
	fault.call = found < 0 ? N_CALLS : (enum call)found;
	if (strcmp(call, "malloc") != 0)
		return;
	/* None of the others has a call with that number. */
	heap.fail_on = fault.action == BROKEN;
	heap.fail_at = heap.calls + (size_t)fault.at;
	fault.at = 0;
	fault.action = NOTHING;
}

__attribute__((constructor)) static void
begin(void)
{
	const char *spec = getenv("FAULT");

	fault.file = getenv("FAULT_FILE");
	fault.call = N_CALLS;
	fault.heap_before = heap.calls;
	if (spec)
		arm(spec);
	fault.ready = spec || getenv("FAULT_LOG");
}

__attribute__((destructor)) static void
tell(void)
{
	const char *path = getenv("FAULT_LOG");
	size_t memory = heap.calls - fault.heap_before, at = heap.fail_at;
	FILE *f;
	int i;

	heap.fail_at = 0;
	fault.ready = false;
	f = path ? fopen(path, "we") : NULL;
	if (!f)
		return;
	if (at > 0 && heap.calls >= at)
		fault.met++;
	fprintf(f, "met %d\nany %d\nmalloc %zu\n", fault.met, fault.all,
		memory);
	for (i = 0; i < N_CALLS; i++)
		fprintf(f, "%s %d\n", call_names[i], fault.calls[i]);
	if (fclose(f) != 0)
		abort();
}
