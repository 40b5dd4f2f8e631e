/*
 * Lists of files, as find(1) and git-ls-files(1) write them.
 */
#include "config.h"

#include "cli/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"

#define READ_BYTES	65536u

void
gcl_files_init(struct files *f)
{
	*f = (struct files){ 0 };
	gcl_arena_init(&f->arena);
}

void
gcl_files_release(struct files *f)
{
	free(f->names);
	gcl_arena_release(&f->arena);
	gcl_files_init(f);
}

enum gcl_status
gcl_files_add(struct files *f, const char *name, struct gcl_error *err)
{
	if (!name ||
	    gcl_grow(&f->names, &f->cap, f->n + 1, sizeof(*f->names)) != 0)
		return gcl_error_nomem(err);
	f->names[f->n++] = name;
	return GCL_OK;
}

static enum gcl_status
add_names(struct files *f, struct span text, char end, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	struct span name;
	const char *stop;

	while (text.len > 0 && st == GCL_OK) {
		stop = memchr(text.ptr, end, text.len);
		name = gcl_span(text.ptr,
			stop ? (size_t)(stop - text.ptr) : text.len);
		text.ptr += name.len + (stop != NULL);
		text.len -= name.len + (stop != NULL);
		/* A list from Windows ends its lines with CR LF. */
		if (end == '\n' && name.len > 0 &&
		    name.ptr[name.len - 1] == '\r')
			name.len--;
		if (gcl_span_is(name, "-"))
			name = SPAN("./-");
		if (name.len > 0)
			st = gcl_files_add(f, gcl_arena_str(&f->arena, name),
				err);
	}
	return st;
}

/* Returns 0 or an errno value. */
static int
read_all(int fd, struct buf *b)
{
	ssize_t n;
	char *room;

	do {
		room = gcl_buf_reserve(b, READ_BYTES);
		if (!room)
			return b->st == GCL_ENOMEM ? ENOMEM : EFBIG;
		n = read(fd, room, READ_BYTES);
		if (n > 0)
			b->len += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	return n < 0 ? errno : 0;
}

static enum gcl_status
read_list(const char *list, struct buf *b, struct gcl_error *err)
{
	bool is_stdin = !strcmp(list, "-");
	int fd = is_stdin ? STDIN_FILENO : open(list, O_RDONLY | O_CLOEXEC);
	int code = fd < 0 ? errno : read_all(fd, b);

	if (fd >= 0 && !is_stdin)
		close(fd);
	if (code == 0)
		return GCL_OK;
	if (code == ENOMEM)
		return gcl_error_nomem(err);
	if (code == EFBIG)
		return gcl_error_set(err, GCL_ELIMIT,
			"list '%s' is larger than 2 GiB", list);
	return gcl_error_set(err, GCL_EINPUT, "cannot read list '%s': %s",
		list, strerror(code));
}

enum gcl_status
gcl_files_read(struct files *f, const char *list, bool null,
	struct gcl_error *err)
{
	enum gcl_status st;
	struct buf text;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	st = read_list(list, &text, err);
	if (st == GCL_OK && !null && text.len > 0 &&
	    memchr(text.ptr, '\0', text.len))
		st = gcl_error_set(err, GCL_EUSAGE,
			"list '%s' has NUL bytes: --null reads such a list",
			list);
	if (st == GCL_OK)
		st = add_names(f, gcl_buf_span(&text), null ? '\0' : '\n', err);
	gcl_buf_release(&text);
	return st;
}
