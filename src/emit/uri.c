/*
 * Percent-encoding (RFC 3986, section 2).
 *
 * In paths a colon is encoded everywhere, not only in the first segment of a
 * relative reference, where it would end a scheme (section 4.2).  Bytes that
 * are not UTF-8 are encoded like all others: the name can be had back.
 */
#include "config.h"

#include "emit/uri.h"

#include <limits.h>
#include <unistd.h>

#define SUB_DELIMS "!$&'()*+,;="
#define IN_PATHS "/@" SUB_DELIMS
#define IN_URIS ":/?#[]@%" SUB_DELIMS

static bool
is_unreserved(unsigned char c)
{
	return (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	    (c && strchr("-._~", c));
}

/* Encode all but unreserved characters and those of also. */
static void
encode(struct buf *b, struct span s, const char *also)
{
	unsigned char c;
	size_t i;

	for (i = 0; i < s.len; i++) {
		c = (unsigned char)s.ptr[i];
		if (is_unreserved(c) || (c && strchr(also, c)))
			gcl_buf_addc(b, (char)c);
		else
			gcl_buf_addf(b, "%%%02X", c);
	}
}

/* What follows "./" and its slashes, however often that comes. */
static const char *
skip_here(const char *path)
{
	while (path[0] == '.' && path[1] == '/')
		path += 1 + strspn(path + 1, "/");
	return path;
}

static const char *
skip_directory(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	if (len <= 1 || strncmp(path, dir, len) != 0 || path[len] != '/')
		return path;
	return skip_here(path + len + strspn(path + len, "/"));
}

struct span
gcl_path_local(const char *file)
{
	char here[PATH_MAX];
	const char *local;

	if (file[0] != '/')
		local = skip_here(file);
	else if (getcwd(here, sizeof(here)))
		local = skip_directory(file, here);
	else
		local = file;
	return gcl_span_str(*local ? local : file);
}

void
gcl_uri_add_path(struct buf *b, struct span path)
{
	if (path.len > 0 && path.ptr[0] == '/')
		gcl_buf_adds(b, "file://");
	encode(b, path, IN_PATHS);
}

void
gcl_uri_add(struct buf *b, struct span uri)
{
	encode(b, uri, IN_URIS);
}
