/*
 * A repository that is made for each test and is the current folder in it, and
 * what a walk gives there, in words.
 */
#ifndef GCL_TESTS_TREE_H
#define GCL_TESTS_TREE_H

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "input/input.h"

#define LIST(...) (const char *const[]){ __VA_ARGS__, NULL }
#define NONE (const char *const[]){ NULL }

struct tree {
	int std_in;
	char path[4096];	/* the current folder of each test */
};

static inline int
make_tree(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct tree *t = calloc(1, sizeof(*t));
	int ends[2];

	if (!t)
		return -1;
	snprintf(t->path, sizeof(t->path), "%s/gclint.XXXXXX",
		tmp && *tmp ? tmp : "/tmp");
	t->std_in = dup(STDIN_FILENO);
	if (!mkdtemp(t->path) || chdir(t->path) != 0 ||
	    !realpath(".", t->path) || mkdir(".git", 0777) != 0 ||
	    pipe(ends) != 0)
		return -1;
	if (ends[0] != STDIN_FILENO) {
		dup2(ends[0], STDIN_FILENO);
		close(ends[0]);
	}
	close(ends[1]);
	*state = t;
	return 0;
}

static inline bool
first_name(char *name, size_t size)
{
	DIR *dir = opendir(".");
	struct dirent *e;

	if (!dir)
		return false;
	do
		e = readdir(dir);
	while (e && (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")));
	if (e)
		snprintf(name, size, "%s", e->d_name);
	closedir(dir);
	return e != NULL;
}

/* A folder that is not empty is gone into and met again when it is. */
static inline int
empty_current_folder(void)
{
	char name[1024];
	int depth = 0;

	for (;;) {
		if (first_name(name, sizeof(name))) {
			if (unlink(name) == 0 || rmdir(name) == 0)
				continue;
			if (chdir(name) != 0)
				return -1;
			depth++;
		} else if (depth-- == 0) {
			return 0;
		} else if (chdir("..") != 0) {
			return -1;
		}
	}
}

static inline int
remove_tree(void **state)
{
	struct tree *t = *state;
	int r;

	r = chdir(t->path) || empty_current_folder() || chdir("/") ||
		rmdir(t->path) ? -1 : 0;
	if (t->std_in >= 0) {
		dup2(t->std_in, STDIN_FILENO);
		close(t->std_in);
	}
	free(t);
	return r;
}

static inline void
folder(const char *path)
{
	assert_int_equal(mkdir(path, 0777), 0);
}

static inline void
file_of(const char *path, const void *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

static inline void
file(const char *path)
{
	file_of(path, "", 0);
}

static inline void
text_file(const char *path, const char *text)
{
	file_of(path, text, strlen(text));
}

static inline struct input *
new_input(const char *const *exclusions)
{
	struct input *in;

	assert_int_equal(gcl_input_new(&in), GCL_OK);
	for (; *exclusions; exclusions++)
		assert_int_equal(gcl_input_exclude(in, *exclusions, NULL),
			GCL_OK);
	return in;
}

static inline void
start(struct input *in, const char *const *operands)
{
	size_t n = 0;

	while (operands[n])
		n++;
	gcl_input_start(in, operands, n);
}

/* One line for what comes next, with a mark before an operand's path. */
static inline bool
log_next(struct input *in, struct buf *log)
{
	struct input_item item = { 0 };
	struct gcl_error err = { GCL_EUSAGE, "of an earlier call" };
	enum input_result r = gcl_input_next(in, &item, &err);

	switch (r) {
	case INPUT_ITEM:
		assert_int_equal(err.status, GCL_OK);
		assert_int_equal(item.is_stdin, !strcmp(item.path, "-"));
		gcl_buf_adds(log, item.named ? "named " : "");
		gcl_buf_adds(log, item.path);
		break;
	case INPUT_ERROR:
		gcl_buf_addf(log, "error: %s\n", err.text);
		assert_int_equal(err.status, GCL_EUSAGE);
		return true;
	case INPUT_FAILED:
	case INPUT_EMPTY:
	case INPUT_EXCLUDED:
		if (r == INPUT_FAILED) {
			assert_non_null(item.path);
			assert_int_equal(item.is_stdin,
			    !strcmp(item.path, "-"));
		}
		assert_int_equal(err.status, GCL_EINPUT);
		gcl_buf_adds(log, r == INPUT_FAILED ? "failed: " :
			r == INPUT_EMPTY ? "empty: " : "excluded: ");
		gcl_buf_adds(log, err.text);
		break;
	default:
		assert_int_equal(r, INPUT_END);
		return false;
	}
	gcl_buf_addc(log, '\n');
	return true;
}

static inline void
expect_log(struct input *in, const char *expected)
{
	struct buf log;

	gcl_buf_init(&log, 1 << 20);
	while (log_next(in, &log))
		;
	assert_string_equal(gcl_buf_str(&log), expected);
	gcl_buf_release(&log);
}

static inline void
expect(const char *const *operands, const char *const *exclusions,
	const char *expected)
{
	struct input *in = new_input(exclusions);

	start(in, operands);
	expect_log(in, expected);
	gcl_input_free(in);
}

static inline void
expect_forced(const char *const *operands, const char *const *exclusions,
	const char *expected)
{
	struct input *in = new_input(exclusions);

	gcl_input_force_exclude(in, true);
	start(in, operands);
	expect_log(in, expected);
	gcl_input_free(in);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_tree, remove_tree)

#endif
