/*
 * --explain-response: an answer of the API that was saved.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "cli/program.h"

#define READ_BYTES (64u << 10)

static enum gcl_status
read_fd(int fd, const char *name, struct buf *out, struct gcl_error *err)
{
	ssize_t n;
	char *p;

	do {
		p = gcl_buf_reserve(out, READ_BYTES);
		n = p ? read(fd, p, READ_BYTES) : 0;
		out->len += n > 0 ? (size_t)n : 0;
	} while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0)
		return gcl_error_set(err, GCL_EINPUT, "cannot read '%s': %s",
			name, strerror(errno));
	if (gcl_buf_status(out) == GCL_ELIMIT)
		return gcl_error_set(err, GCL_ELIMIT, "'%s' is too large for "
			"an answer", name);
	return p ? GCL_OK : gcl_error_nomem(err);
}

static enum gcl_status
read_file(const char *name, struct buf *out, struct gcl_error *err)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	enum gcl_status st;

	if (fd < 0)
		return gcl_error_set(err, GCL_EINPUT, "cannot read '%s': %s",
			name, strerror(errno));
	st = read_fd(fd, name, out, err);
	close(fd);
	return st;
}

enum gcl_status
gcl_program_explain(struct program *p, struct gcl_error *err)
{
	const char *name = p->options.describe_name;
	const bool is_stdin = !strcmp(name, "-");
	struct gcl_answer answer;
	const struct gcl_submission how = { .answer = &answer,
		.document = p->options.document };
	enum gcl_status st;
	struct buf bytes;

	gcl_buf_init(&bytes, LIMIT_TEXT_BYTES);
	st = is_stdin ? read_fd(STDIN_FILENO, "<stdin>", &bytes, err) :
		read_file(name, &bytes, err);
	answer = (struct gcl_answer){ bytes.ptr, bytes.len };
	if (st == GCL_OK && p->files.n > 0)
		st = gcl_submit_path(p->linter, p->files.names[0], &how, err);
	else if (st == GCL_OK)
		st = gcl_explain_answer(p->linter, is_stdin ? "<stdin>" : name,
			&answer, err);
	gcl_buf_release(&bytes);
	return st;
}
