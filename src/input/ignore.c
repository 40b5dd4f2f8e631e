/*
 * Reads ignore files, as gitignore(5) has them.
 */
#include "config.h"

#include "input/ignore.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "input/scope.h"

#define READ_BYTES 4096

/* Returns NULL, or why it cannot be read, where b has no reason of its own. */
static const char *
read_all(int fd, struct buf *b)
{
	char *room;
	ssize_t n;

	do {
		room = gcl_buf_reserve(b, READ_BYTES);
		n = room ? read(fd, room, READ_BYTES) : 0;
		if (n > 0)
			b->len += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	return n < 0 ? strerror(errno) : NULL;
}

static const char *
judge(const struct buf *b)
{
	if (b->len > LIMIT_IGNORE_BYTES)
		return "it is larger than 1 MiB";
	if (b->len > 0 && memchr(b->ptr, '\0', b->len))
		return "it holds a NUL byte and is to be UTF-8 text";
	return NULL;
}

/* A FIFO is not waited for. */
static const char *
read_file(const char *path, struct buf *b)
{
	const char *why;
	struct stat sb;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return strerror(errno);
	if (fstat(fd, &sb) != 0)
		why = strerror(errno);
	else
		why = S_ISREG(sb.st_mode) ? read_all(fd, b) :
			"it is no regular file";
	close(fd);
	return why ? why : judge(b);
}

/* A \ takes the byte behind it along. */
static size_t
length_without_spaces(const char *line, size_t len)
{
	size_t i, end = 0;

	for (i = 0; i < len; i++) {
		if (line[i] == '\\' && i + 1 < len)
			i++;
		else if (line[i] == ' ')
			continue;
		end = i + 1;
	}
	return end;
}

/* A line that is nothing but a ! or slashes matches nothing, as in git. */
static enum gcl_status
add_line(struct glob_list *l, char *line, size_t len)
{
	enum gcl_status st;

	if (len > 0 && line[len - 1] == '\r')
		len--;
	if (len == 0 || line[0] == '#')
		return GCL_OK;
	line[length_without_spaces(line, len)] = '\0';
	st = gcl_glob_list_add(l, line, NULL);
	return st == GCL_EUSAGE ? GCL_OK : st;
}

/* The byte behind the text belongs to it, so that its last line can end. */
static enum gcl_status
add_lines(struct glob_list *l, char *text)
{
	enum gcl_status st = GCL_OK;
	size_t len;
	bool more = true;

	if (!strncmp(text, "\xef\xbb\xbf", 3))
		text += 3;
	while (st == GCL_OK && more) {
		len = strcspn(text, "\n");
		more = text[len] != '\0';
		st = add_line(l, text, len);
		text += len + more;
	}
	return st;
}

enum gcl_status
gcl_ignore_read(const char *path, struct glob_list *l, struct gcl_error *err)
{
	enum gcl_status st = GCL_ENOMEM;
	const char *why;
	struct stat sb;
	struct buf b;

	if (lstat(path, &sb) != 0)
		return gcl_scope_absent(errno) ? GCL_OK :
			gcl_error_set(err, GCL_EINPUT, "cannot read '%s': %s",
			path, strerror(errno));
	gcl_buf_init(&b, LIMIT_IGNORE_BYTES + READ_BYTES);
	why = read_file(path, &b);
	if (why)
		st = gcl_error_set(err, GCL_EINPUT, "cannot read '%s': %s",
			path, why);
	else if (gcl_buf_str(&b))
		st = add_lines(l, b.ptr);
	gcl_buf_release(&b);
	if (st != GCL_OK)
		gcl_glob_list_release(l);
	return st == GCL_ENOMEM ? gcl_error_nomem(err) : st;
}
