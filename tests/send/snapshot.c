/*
 * Preloaded into a program (ld.so(8), LD_PRELOAD), this leaves a copy of the
 * program's memory as it is when main() has returned or the program exits, and
 * of its environment as /proc shows it when the program first connects.  The
 * files are opened before main(): who is not dumpable may not do so later, and
 * others may not at all (proc(5)).
 *
 * GCLINT_SNAPSHOT is what the names of the copies begin with: NAME.memory,
 * NAME.environ, and NAME.state, which tells where in the memory is what.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* Reserved rather than used, as the shadow memory of sanitizers is. */
#define HUGE_BYTES (1ul << 32)

static int memory = -1, maps = -1, environment = -1;
static char name[PATH_MAX];
static char text[1 << 20], chunk[1 << 16];

static int
create(const char *suffix)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s.%s", name, suffix);
	return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

static void
must(int good)
{
	static const char why[] = "snapshot: cannot copy the memory\n";

	if (good)
		return;
	if (write(STDERR_FILENO, why, sizeof(why) - 1) > 0)
		abort();
	abort();
}

__attribute__((constructor)) static void
begin(void)
{
	const char *s = getenv("GCLINT_SNAPSHOT");

	if (!s)
		return;
	snprintf(name, sizeof(name), "%s", s);
	memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	environment = open("/proc/self/environ", O_RDONLY | O_CLOEXEC);
	must(memory >= 0 && maps >= 0 && environment >= 0);
}

static void
copy(unsigned long start, unsigned long end, int out)
{
	static const char zeros[sizeof(chunk)];
	size_t size;
	ssize_t n;

	for (; start < end; start += (size_t)n) {
		size = end - start < sizeof(chunk) ? end - start :
		    sizeof(chunk);
		n = pread(memory, chunk, size, (off_t)start);
		/* Pages behind the end of a file cannot be read. */
		if (n <= 0)
			return;
		if (memcmp(chunk, zeros, (size_t)n) != 0)
			must(write(out, chunk, (size_t)n) == n);
	}
}

/* What the program can have written to, now or before. */
static void
copy_mapping(const char *line, int out, FILE *state)
{
	unsigned long start, end, inode;
	char perms[5], path[256] = "";

	if (sscanf(line, "%lx-%lx %4s %*s %*s %lu %255[^\n]", &start, &end,
	    perms, &inode, path) < 4 || perms[0] != 'r' || perms[3] != 'p' ||
	    (perms[1] != 'w' && inode != 0) || end - start > HUGE_BYTES ||
	    !strncmp(path, "[v", 2))
		return;
	fprintf(state, "map %lld %lx %s\n",
	    (long long)lseek(out, 0, SEEK_CUR), start, path);
	copy(start, end, out);
}

static void
copy_memory(FILE *state)
{
	int out = create("memory");
	size_t len = 0;
	ssize_t n;
	char *line, *rest = text;

	must(out >= 0);
	while ((n = read(maps, text + len, sizeof(text) - 1 - len)) > 0)
		len += (size_t)n;
	must(len > 0 && len < sizeof(text) - 1);
	while ((line = strsep(&rest, "\n")))
		copy_mapping(line, out, state);
	close(out);
}

/* Once; what comes later is the program's clean-up behind its back. */
static void
finish(void)
{
	struct rlimit core;
	int fd;
	FILE *state;

	if (memory < 0)
		return;
	getrlimit(RLIMIT_CORE, &core);
	fd = create("state");
	must(fd >= 0);
	state = fdopen(fd, "w");
	must(state != NULL);
	fprintf(state, "dumpable %d\ncore %llu\n", prctl(PR_GET_DUMPABLE),
	    (unsigned long long)core.rlim_cur);
	copy_memory(state);
	must(fclose(state) == 0);
	close(memory);
	memory = -1;
}

static void *
next(const char *function)
{
	void *p = dlsym(RTLD_NEXT, function);

	must(p != NULL);
	return p;
}

/* ---- in the place of libc's ---- */

typedef int main_fn(int argc, char **argv, char **envp);
typedef int start_fn(main_fn *main, int argc, char **argv, void (*init)(void),
	void (*fini)(void), void (*rtld_fini)(void), void *stack);

static main_fn *program;

static int
run(int argc, char **argv, char **envp)
{
	int status = program(argc, argv, envp);

	finish();
	return status;
}

start_fn __libc_start_main;

int
__libc_start_main(main_fn *main, int argc, char **argv, void (*init)(void),
	void (*fini)(void), void (*rtld_fini)(void), void *stack)
{
	start_fn *start = (start_fn *)next("__libc_start_main");

	program = main;
	return start(run, argc, argv, init, fini, rtld_fini, stack);
}

void
exit(int status)
{
	void (*f)(int) = (void (*)(int))next("exit");

	finish();
	f(status);
	abort();
}

void
_exit(int status)
{
	void (*f)(int) = (void (*)(int))next("_exit");

	finish();
	f(status);
	abort();
}

int
connect(int fd, __CONST_SOCKADDR_ARG addr, socklen_t len)
{
	int (*f)(int, __CONST_SOCKADDR_ARG, socklen_t) =
	    (int (*)(int, __CONST_SOCKADDR_ARG, socklen_t))next("connect");
	ssize_t n;
	int out;

	if (environment < 0)
		return f(fd, addr, len);
	out = create("environ");
	must(out >= 0);
	while ((n = read(environment, chunk, sizeof(chunk))) > 0)
		must(write(out, chunk, (size_t)n) == n);
	memset(chunk, 0, sizeof(chunk));
	close(out);
	close(environment);
	environment = -1;
	return f(fd, addr, len);
}
