/*
 * Tidy paths: the pathname resolution of POSIX.1-2017 §4.13 without its links.
 */
#include "config.h"

#include "input/tidy.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Take the last name off, where there is one that can be. */
static bool
drop_name(struct buf *b)
{
	size_t i = b->len;
	struct span last;

	while (i > 0 && b->ptr[i - 1] != '/')
		i--;
	last = gcl_span(b->ptr + i, b->len - i);
	if (gcl_span_is(last, ".."))
		return false;
	b->len = i > 1 ? i - 1 : i;
	return true;
}

static void
add_name(struct buf *b, struct span name)
{
	if (name.len == 0 || gcl_span_is(name, "."))
		return;
	if (gcl_span_is(name, "..") && b->len > 0 && drop_name(b))
		return;
	if (b->len > 0 && b->ptr[b->len - 1] != '/')
		gcl_buf_addc(b, '/');
	gcl_buf_addspan(b, name);
}

void
gcl_tidy_add(struct buf *b, const char *path)
{
	size_t len;

	if (*path == '/') {
		gcl_buf_reset(b);
		gcl_buf_addc(b, '/');
	}
	while (*path) {
		len = strcspn(path, "/");
		add_name(b, gcl_span(path, len));
		path += len + (path[len] == '/');
	}
}

size_t
gcl_tidy_below(struct span path, struct span folder)
{
	size_t len = gcl_span_is(folder, "/") ? 0 : folder.len;

	if (path.len < len || memcmp(path.ptr, folder.ptr, len))
		return 0;
	if (path.len == len)
		return len;
	return path.ptr[len] == '/' ? len + 1 : 0;
}

size_t
gcl_tidy_step(struct span path, size_t len)
{
	do
		len++;
	while (len < path.len && path.ptr[len] != '/');
	return len;
}

struct span
gcl_tidy_folder(struct span path)
{
	size_t i = path.len;

	while (i > 0 && path.ptr[i - 1] != '/')
		i--;
	return gcl_span(path.ptr, i > 1 ? i - 1 : i);
}

char *
gcl_tidy_here(void)
{
	size_t size = 256;
	char *path = NULL, *more;

	do {
		size *= 2;
		more = realloc(path, size);
		if (!more) {
			free(path);
			return NULL;
		}
		path = more;
		if (getcwd(path, size))
			return path;
	} while (errno == ERANGE);
	free(path);
	return NULL;
}
