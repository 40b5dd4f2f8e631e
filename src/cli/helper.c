/*
 * The helper program: pipes to it and from it, and signals on their way.
 */
#include "config.h"

#include "cli/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/wire.h"

#define PROGRAM		"gclint-send"
#define READ_BYTES	(64u << 10)

/* Who is killed leaves a pipe with nobody at its end. */
#define LAST_WORDS_S	1

extern char **environ;

/* ---- signals ---- */

static const int passed[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };

#define N_PASSED (sizeof(passed) / sizeof(passed[0]))

/* A handler has no other way to them. */
static volatile sig_atomic_t child, caught;
static struct sigaction before[N_PASSED];

/* A terminal has told it already; kill(1) has not. */
static void
pass(int sig)
{
	int code = errno;

	caught = sig;
	if (child > 0)
		kill((pid_t)child, sig);
	errno = code;
}

static void
pass_signals(pid_t pid)
{
	struct sigaction act = { .sa_handler = pass };
	size_t i;

	caught = 0;
	child = pid;
	sigemptyset(&act.sa_mask);
	for (i = 0; i < N_PASSED; i++) {
		sigaction(passed[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(passed[i], &act, NULL);
	}
}

static void
keep_signals(void)
{
	size_t i;

	child = 0;
	for (i = 0; i < N_PASSED; i++)
		sigaction(passed[i], &before[i], NULL);
}

/* ---- where it is ---- */

static enum gcl_status
in_folder(struct buf *path, struct span folder)
{
	gcl_buf_reset(path);
	gcl_buf_addspan(path, folder);
	gcl_buf_adds(path, "/" PROGRAM);
	return gcl_buf_str(path) ? GCL_OK : GCL_ENOMEM;
}

/* Beside this program, or beside what libtool has put into .libs. */
static enum gcl_status
beside(struct buf *path)
{
	static const char libs[] = "/.libs";
	const size_t len = sizeof(libs) - 1;
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self));

	while (n > 0 && self[--n] != '/')
		;
	if (n <= 0)
		return in_folder(path, SPAN(PKGLIBEXECDIR));
	if ((size_t)n > len && !memcmp(self + n - len, libs, len))
		n -= (ssize_t)len;
	return in_folder(path, gcl_span(self, (size_t)n));
}

static enum gcl_status
find(struct buf *path, struct gcl_error *err)
{
	const char *folder = getenv("GCLINT_LIBEXEC");
	enum gcl_status st;

	if (folder && *folder)
		st = in_folder(path, gcl_span_str(folder));
	else
		st = beside(path);
	if (st == GCL_OK && (!folder || !*folder) &&
	    access(path->ptr, X_OK) != 0)
		st = in_folder(path, SPAN(PKGLIBEXECDIR));
	if (st != GCL_OK)
		return gcl_error_nomem(err);
	if (access(path->ptr, X_OK) == 0)
		return GCL_OK;
	return gcl_error_set(err, GCL_EUSAGE, "cannot send: '%s': %s: install "
		PROGRAM ", or let GCLINT_LIBEXEC name its folder", path->ptr,
		strerror(errno));
}

/* ---- start and end ---- */

static int
spawn(struct helper *h, const char *path, const int in[2], const int out[2])
{
	char *const argv[] = { (char *)PROGRAM, NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid = 0;
	int code = posix_spawn_file_actions_init(&actions);

	if (code != 0)
		return code;
	code = posix_spawn_file_actions_adddup2(&actions, in[0],
		STDIN_FILENO);
	if (code == 0)
		code = posix_spawn_file_actions_adddup2(&actions, out[1],
			STDOUT_FILENO);
	if (code == 0)
		code = posix_spawn(&pid, path, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	h->pid = code == 0 ? pid : 0;
	return code;
}

static void
close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static enum gcl_status
start(struct helper *h, const char *path, struct gcl_error *err)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 };
	int code = 0;

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		code = errno;
	if (code == 0)
		code = spawn(h, path, in, out);
	if (code == 0)
		pass_signals(h->pid);
	if (in[1] >= 0)
		fcntl(in[1], F_SETFL, O_NONBLOCK);
	close_end(&in[0]);
	close_end(&out[1]);
	h->in = in[1];
	h->out = out[0];
	if (code == ENOMEM)
		return gcl_error_nomem(err);
	return code == 0 ? GCL_OK : gcl_error_set(err, GCL_EUSAGE,
		"cannot start '%s': %s", path, strerror(code));
}

enum gcl_status
gcl_helper_start(struct helper *h, struct gcl_error *err)
{
	enum gcl_status st;
	struct buf path;

	*h = (struct helper){ .in = -1, .out = -1 };
	gcl_buf_init(&h->heard, LIMIT_ORDER_BYTES);
	gcl_buf_init(&path, LIMIT_TEXT_BYTES);
	st = find(&path, err);
	if (st == GCL_OK)
		st = start(h, path.ptr, err);
	gcl_buf_release(&path);
	return st;
}

int
gcl_helper_end(struct helper *h, int *sig)
{
	int status = -1;
	pid_t done = 0;

	close_end(&h->in);
	close_end(&h->out);
	if (h->pid > 0)
		do
			done = waitpid(h->pid, &status, 0);
		while (done < 0 && errno == EINTR);
	if (h->pid > 0)
		keep_signals();
	*sig = h->pid > 0 ? caught : 0;
	gcl_buf_release(&h->heard);
	return done > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- messages ---- */

/* Can fd be read or written now?  Only for so long is it waited for. */
static bool
is_ready(struct helper *h, int fd, short what)
{
	struct pollfd p = { .fd = fd, .events = what };
	int n;

	do
		n = poll(&p, 1, 1000 * (h->silent ? LAST_WORDS_S :
			h->patience_s));
	while (n < 0 && errno == EINTR);
	return n > 0;
}

static void
give_up(struct helper *h)
{
	h->silent = true;
	kill(h->pid, SIGKILL);
}

void
gcl_helper_say(struct helper *h, struct span message, bool last)
{
	ssize_t n;

	while (message.len > 0) {
		n = write(h->in, message.ptr, message.len);
		if (n < 0 && errno == EAGAIN && !is_ready(h, h->in, POLLOUT)) {
			give_up(h);
			break;
		}
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			break;
		if (n > 0)
			message = gcl_span(message.ptr + n,
				message.len - (size_t)n);
	}
	if (last)
		close_end(&h->in);
}

/* Bytes that were read into p, 0: there will be none, or -1: try again. */
static ssize_t
listen(struct helper *h, char *p)
{
	ssize_t n;

	if (!is_ready(h, h->out, POLLIN)) {
		if (h->silent)
			return 0;
		give_up(h);
		return -1;
	}
	n = read(h->out, p, READ_BYTES);
	return n < 0 && errno != EINTR ? 0 : n;
}

bool
gcl_helper_hear(struct helper *h, struct span *message)
{
	enum wire_result r;
	ssize_t n;
	char *p;

	for (;;) {
		*message = gcl_span(h->heard.ptr + h->taken,
			h->heard.len - h->taken);
		r = gcl_wire_message(*message, &message->len);
		h->taken += r == WIRE_END ? message->len : 0;
		if (r != WIRE_MORE)
			return r == WIRE_END;
		p = gcl_buf_reserve(&h->heard, READ_BYTES);
		n = p ? listen(h, p) : 0;
		if (n == 0)
			return false;
		h->heard.len += n > 0 ? (size_t)n : 0;
	}
}

struct span
gcl_helper_value(struct span message, const char *name)
{
	struct span is, value;

	while (gcl_wire_next(&message, &is, &value) == WIRE_VALUE)
		if (gcl_span_is(is, name))
			return value;
	return gcl_span(NULL, 0);
}
