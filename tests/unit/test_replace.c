/*
 * Files that get a new content whole or not at all.
 *
 * This program brings its own versions of the system calls that change files:
 * they count, and one of them can fail, or be the last that the process does.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/newfile.h"
#include "fix/replace.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

/* ---- system calls ---- */

#define SHORT -1	/* a write of one byte */

static struct {
	int calls, at;		/* 0: no call is special */
	int code;		/* errno of it, or SHORT */
	int signal;		/* or a signal that comes before it */
} fault;

/* What becomes of this call: errno, SHORT, or 0. */
static int
meet_fault(void)
{
	if (++fault.calls != fault.at)
		return 0;
	if (fault.signal)
		raise(fault.signal);
	return fault.code;
}

static bool
fails(void)
{
	int code = meet_fault();

	if (code > 0)
		errno = code;
	return code > 0;
}

int
mkostemp(char *name, int flags)
{
	memcpy(name + strlen(name) - 6, "aBc123", 6);
	return fails() ? -1 : (int)syscall(SYS_openat, AT_FDCWD, name,
		flags | O_RDWR | O_CREAT | O_EXCL, 0600);
}

ssize_t
write(int fd, const void *bytes, size_t n)
{
	int code = meet_fault();

	if (code > 0) {
		errno = code;
		return -1;
	}
	return syscall(SYS_write, fd, bytes, code == SHORT ? 1 : n);
}

int
fsync(int fd)
{
	return fails() ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fchmod(int fd, mode_t mode)
{
	return fails() ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int
fchown(int fd, uid_t user, gid_t group)
{
	return fails() ? -1 : (int)syscall(SYS_fchown, fd, user, group);
}

int
rename(const char *from, const char *to)
{
	return fails() ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from,
		AT_FDCWD, to, 0);
}

int
unlink(const char *path)
{
	return fails() ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

/* A failed close(2) has closed. */
int
close(int fd)
{
	bool failed = fails();
	int result = (int)syscall(SYS_close, fd);

	if (failed)
		errno = fault.code;
	return failed ? -1 : result;
}

/* ---- a folder with a file ---- */

static const char before[] = "{\n\t\"address\": \"+15551234567\"\n}\n";
static const char after[] = "{\n\t\"address\": \"tel:+15551234567\"\n}\n";

struct fixture {
	char dir[64], file[80], other[80], link[80];
	struct stat seen;
};

static void
put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	strcpy(f->dir, P_tmpdir "/gclint-replace-XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	snprintf(f->file, sizeof(f->file), "%s/call.json", f->dir);
	snprintf(f->other, sizeof(f->other), "%s/other.json", f->dir);
	snprintf(f->link, sizeof(f->link), "%s/link.json", f->dir);
	put_file(f->file, before);
	*state = f;
	return stat(f->file, &f->seen);
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	char command[96];
	int result;

	fault.at = 0;
	snprintf(command, sizeof(command), "rm -rf '%s'", f->dir);
	result = system(command);
	free(f);
	return result;
}

static void
assert_content(const char *path, const char *want)
{
	char text[256] = "";
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	assert_true(fread(text, 1, sizeof(text) - 1, f) > 0);
	fclose(f);
	assert_string_equal(text, want);
}

static size_t
count_files(const char *dir)
{
	DIR *d = opendir(dir);
	size_t n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static enum gcl_status
replace(const struct fixture *f, const char *path, struct gcl_error *err)
{
	gcl_error_reset(err);
	return gcl_replace(path, &f->seen, gcl_span_str(after), err);
}

static void
assert_left_alone(struct fixture *f, const char *path, const char *why)
{
	struct gcl_error err;
	char text[256];

	assert_int_equal(replace(f, path, &err), GCL_EOUTPUT);
	snprintf(text, sizeof(text), "cannot write '%s': %s", path, why);
	assert_string_equal(err.text, text);
}

/* ---- tests ---- */

static void
the_file_has_the_new_content_and_its_mode(void **state)
{
	static const mode_t modes[] = { 0600, 0644, 0666, 0755, 02750 };
	struct fixture *f = *state;
	struct gcl_error err;
	struct stat now;
	size_t i;

	for (i = 0; i < N_ELEMS(modes); i++) {
		put_file(f->file, before);
		assert_int_equal(chmod(f->file, modes[i]), 0);
		assert_int_equal(stat(f->file, &f->seen), 0);
		assert_int_equal(replace(f, f->file, &err), GCL_OK);
		assert_content(f->file, after);
		assert_int_equal(stat(f->file, &now), 0);
		assert_int_equal(now.st_mode & 07777, modes[i]);
		assert_int_equal(now.st_uid, f->seen.st_uid);
		assert_int_equal(now.st_gid, f->seen.st_gid);
		assert_int_equal(count_files(f->dir), 1);
	}
}

static void
a_link_is_followed_and_stays(void **state)
{
	struct fixture *f = *state;
	struct gcl_error err;
	struct stat now;

	assert_int_equal(symlink("call.json", f->link), 0);
	assert_int_equal(replace(f, f->link, &err), GCL_OK);
	assert_content(f->file, after);
	assert_int_equal(lstat(f->link, &now), 0);
	assert_true(S_ISLNK(now.st_mode));
}

static void
what_was_changed_meanwhile_is_left_alone(void **state)
{
	static const char why[] = "it was changed meanwhile; run gclint again";
	struct fixture *f = *state;
	struct stat now = f->seen;

	f->seen.st_size++;
	assert_left_alone(f, f->file, why);
	f->seen = now;
	f->seen.st_mtim.tv_nsec ^= 1;
	assert_left_alone(f, f->file, why);
	f->seen = now;
	f->seen.st_ino++;
	assert_left_alone(f, f->file, why);
	/* the time was set back */
	f->seen = now;
	f->seen.st_ctim.tv_nsec ^= 1;
	assert_left_alone(f, f->file, why);
	/* another file of that name */
	put_file(f->other, before);
	assert_int_equal(stat(f->file, &f->seen), 0);
	assert_int_equal(rename(f->other, f->file), 0);
	assert_left_alone(f, f->file, why);
	assert_content(f->file, before);
	/* none at all */
	assert_int_equal(unlink(f->file), 0);
	assert_left_alone(f, f->file, "No such file or directory");
	assert_int_equal(count_files(f->dir), 0);
}

static void
a_file_with_two_names_is_left_alone(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(link(f->file, f->other), 0);
	assert_int_equal(stat(f->file, &f->seen), 0);
	assert_left_alone(f, f->file, "it has other names too (hard links), "
	    "which would keep the old content");
	assert_content(f->other, before);
	assert_int_equal(count_files(f->dir), 2);
}

static void
what_is_no_regular_file_is_left_alone(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(mkfifo(f->other, 0600), 0);
	assert_int_equal(stat(f->other, &f->seen), 0);
	assert_left_alone(f, f->other, "it is not a regular file: --fix - "
	    "mends standard input, to standard output");
}

/* The superuser may write anywhere. */
static void
what_may_not_be_written_is_left_alone(void **state)
{
	struct fixture *f = *state;
	struct gcl_error err;
	bool super = geteuid() == 0;

	assert_int_equal(chmod(f->file, 0444), 0);
	assert_int_equal(stat(f->file, &f->seen), 0);
	assert_int_equal(replace(f, f->file, &err),
	    super ? GCL_OK : GCL_EOUTPUT);
	assert_content(f->file, super ? after : before);
	put_file(f->other, before);
	assert_int_equal(stat(f->other, &f->seen), 0);
	assert_int_equal(chmod(f->dir, 0555), 0);
	assert_int_equal(replace(f, f->other, &err),
	    super ? GCL_OK : GCL_EOUTPUT);
	assert_int_equal(chmod(f->dir, 0755), 0);
	assert_content(f->other, super ? after : before);
	assert_int_equal(count_files(f->dir), 2);
}

/* Replace in a process of its own; what wait(2) says of it. */
static int
replace_with_fault(struct fixture *f, int at, int code, int sig)
{
	struct gcl_error err;
	int status;
	pid_t pid;

	assert_int_equal(unlink(f->file), 0);
	put_file(f->file, before);
	assert_int_equal(chmod(f->file, 0640), 0);
	assert_int_equal(stat(f->file, &f->seen), 0);
	pid = fork();
	if (pid == 0) {
		fault.calls = 0;
		fault.at = at;
		fault.code = code;
		fault.signal = sig;
		status = replace(f, f->file, &err);
		_exit(fault.calls < at ? 100 : status);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
assert_whole(const struct fixture *f, bool new)
{
	struct stat now;

	assert_content(f->file, new ? after : before);
	assert_int_equal(stat(f->file, &now), 0);
	assert_int_equal(now.st_mode & 07777, 0640);
}

static void
any_call_may_fail(void **state)
{
	/* Only the owner is not worth a failure; what is interrupted is done
	   again, where that can be meant. */
	static const struct {
		int code, failing;
	} codes[] = {
		{ EIO, 6 }, { ENOSPC, 6 }, { EDQUOT, 6 }, { EPERM, 6 },
		{ EINTR, 3 }, { SHORT, 0 },
	};
	struct fixture *f = *state;
	int at, status, failed;
	size_t i;

	for (i = 0; i < N_ELEMS(codes); i++) {
		failed = 0;
		for (at = 1;; at++) {
			status = replace_with_fault(f, at, codes[i].code, 0);
			assert_true(WIFEXITED(status));
			status = WEXITSTATUS(status);
			assert_true(status == GCL_OK || status == 100 ||
			    status == GCL_EOUTPUT);
			assert_whole(f, status != GCL_EOUTPUT);
			assert_int_equal(count_files(f->dir), 1);
			if (status == 100)
				break;
			failed += status == GCL_EOUTPUT;
		}
		assert_int_equal(failed, codes[i].failing);
	}
}

/* The new file may be left under its other name: nobody could take it away. */
static void
the_process_may_be_killed_at_any_call(void **state)
{
	struct fixture *f = *state;
	char left[96];
	int at, status;

	snprintf(left, sizeof(left), "%s/.gclint-aBc123", f->dir);
	for (at = 1;; at++) {
		status = replace_with_fault(f, at, 0, SIGKILL);
		if (!WIFSIGNALED(status))
			break;
		assert_whole(f, false);
		assert_int_equal(count_files(f->dir), at == 1 ? 1 : 2);
		if (at > 1)
			assert_int_equal(unlink(left), 0);
	}
	assert_true(at > 6);
	assert_int_equal(WEXITSTATUS(status), 100);
	assert_whole(f, true);
}

static void
a_signal_waits_until_it_is_done(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct fixture *f = *state;
	size_t i;
	int at, status;

	for (i = 0; i < N_ELEMS(signals); i++) {
		for (at = 1;; at++) {
			status = replace_with_fault(f, at, 0, signals[i]);
			assert_whole(f, true);
			assert_int_equal(count_files(f->dir), 1);
			if (!WIFSIGNALED(status))
				break;
			assert_int_equal(WTERMSIG(status), signals[i]);
		}
		assert_true(at > 6);
	}
}

static void
a_new_file_that_is_discarded_was_never_there(void **state)
{
	struct fixture *f = *state;
	struct new_file new;

	assert_int_equal(gcl_new_file_open(&new, f->other), 0);
	assert_int_equal(write(new.fd, "x", 1), 1);
	assert_int_equal(count_files(f->dir), 2);
	errno = ENOSPC;
	gcl_new_file_discard(&new);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(count_files(f->dir), 1);
	gcl_new_file_discard(&new);
	assert_int_equal(gcl_new_file_open(&new, "/nowhere/at/all"), -1);
	assert_int_equal(errno, ENOENT);
	gcl_new_file_discard(&new);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(the_file_has_the_new_content_and_its_mode),
		TEST(a_link_is_followed_and_stays),
		TEST(what_was_changed_meanwhile_is_left_alone),
		TEST(a_file_with_two_names_is_left_alone),
		TEST(what_is_no_regular_file_is_left_alone),
		TEST(what_may_not_be_written_is_left_alone),
		TEST(any_call_may_fail),
		TEST(the_process_may_be_killed_at_any_call),
		TEST(a_signal_waits_until_it_is_done),
		TEST(a_new_file_that_is_discarded_was_never_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
