/*
 * The files that a command line names with @.
 *
 * A capture comes from somebody else: what it names is read only where it is
 * a plain file below the capture's own folder, as the person who keeps them
 * together would expect.  Each step goes down from an open folder; a link is
 * one more name to go down by, and one that leads up or elsewhere is not taken.
 */
#include "config.h"

#include "carrier/curl_p.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_MAX_BYTES 4096
#define LINKS_MAX 8

/* Why it is not read whatever the disk holds, or NULL. */
static const char *
refused(const struct capture *c, struct span name)
{
	if (gcl_span_is(name, "-"))
		return "standard input is not part of the capture";
	if (!c->path)
		return "the capture is no file, so there is no folder to "
		    "look in";
	if (name.len == 0 || name.len > NAME_MAX_BYTES ||
	    memchr(name.ptr, '\0', name.len))
		return "that is no file name";
	if (memchr(name.ptr, '$', name.len) || memchr(name.ptr, '`', name.len))
		return "the shell would make its name";
	if (name.ptr[0] == '/' || name.ptr[0] == '~')
		return "only files below the capture's folder are read";
	return NULL;
}

static int
open_folder(struct capture *c)
{
	const char *slash = strrchr(c->path, '/');
	struct span folder = gcl_span_str(".");
	const char *name;

	if (slash)
		folder = gcl_span(c->path, (size_t)(slash - c->path) + 1);
	name = gcl_arena_str(&c->arena, folder);
	return name ? open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
}

static const char *
reason(int error)
{
	switch (error) {
	case ENOENT:
		return "there is no such file";
	case ELOOP:
		return "it is a link that leads elsewhere, or nowhere";
	case ENOTDIR:
		return "its folder is a link elsewhere, or no folder";
	case EACCES:
	case EPERM:
		return "it may not be read";
	default:
		return "it cannot be opened";
	}
}

/* A name while it is gone down by. */
struct descent {
	struct arena *arena;
	int dir;
	char *path;		/* what is left of it */
	unsigned links;		/* followed */
};

/* Where the link called part leads goes before the rest; false: it is none. */
static bool
follow(struct descent *d, const char *part)
{
	char to[NAME_MAX_BYTES], *path;
	ssize_t n = readlinkat(d->dir, part, to, sizeof(to));
	size_t rest = strlen(d->path);

	if (n <= 0 || (size_t)n == sizeof(to) || to[0] == '/' ||
	    ++d->links > LINKS_MAX)
		return false;
	path = gcl_arena_alloc(d->arena, (size_t)n + rest + 2);
	if (!path)
		return false;
	memcpy(path, to, (size_t)n);
	path[n] = '/';
	memcpy(path + n + (rest > 0), d->path, rest + 1);
	d->path = path;
	return true;
}

/*
 * Open the next component of the path, or go on with what it is a link to.
 * The folder before is closed.  A component that is no folder must be the last.
 */
static int
descend(struct descent *d, const char **why)
{
	int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	char *part = d->path, *slash = strchr(part, '/');
	const char *failed;
	int fd = -1;

	d->path = slash ? slash + 1 : part + strlen(part);
	if (slash) {
		*slash = '\0';
		flags |= O_DIRECTORY;
	}
	if (!strcmp(part, "..")) {
		*why = "only files below the capture's folder are read";
	} else if (*part == '\0' || !strcmp(part, ".")) {
		return d->dir;
	} else {
		fd = openat(d->dir, part, flags);
		failed = reason(errno);
		if (fd < 0 && follow(d, part))
			return d->dir;
		if (fd < 0)
			*why = failed;
	}
	close(d->dir);
	return fd;
}

static int
open_below(struct capture *c, struct span name, const char **why)
{
	struct descent d = {
		.arena = &c->arena, .path = gcl_arena_str(&c->arena, name),
	};

	d.dir = d.path ? open_folder(c) : -1;
	if (d.dir < 0)
		*why = "the capture's folder cannot be opened";
	while (d.dir >= 0 && *d.path)
		d.dir = descend(&d, why);
	return d.dir;
}

/* A file that shrinks meanwhile is as long as what could be read. */
static enum gcl_status
read_all(struct capture *c, int fd, size_t size, char **out, size_t *len,
	const char **why)
{
	ssize_t n;

	*out = gcl_arena_alloc(&c->arena, size);
	if (!*out)
		return GCL_ENOMEM;
	*len = 0;
	while (*len < size) {
		n = read(fd, *out + *len, size - *len);
		if (n > 0)
			*len += (size_t)n;
		else if (n == 0)
			break;
		else if (errno != EINTR) {
			*why = "it cannot be read";
			break;
		}
	}
	return GCL_OK;
}

enum gcl_status
gcl_curl_file(struct capture *c, struct span name, size_t max,
	char **out, size_t *len, const char **why)
{
	enum gcl_status st = GCL_OK;
	struct stat info;
	int fd;

	*why = refused(c, name);
	if (*why)
		return GCL_OK;
	fd = open_below(c, name, why);
	if (fd < 0)
		return GCL_OK;
	if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
		*why = "it is no regular file";
	else if ((uintmax_t)info.st_size > max)
		*why = "it is larger than 16 MiB";
	else
		st = read_all(c, fd, (size_t)info.st_size, out, len,
		    why);
	close(fd);
	return st;
}
