/*
 * Reads the names in a folder at once, and sorts them.
 */
#include "config.h"

#include "input/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "input/scope.h"

static bool
has_extension(const char *name)
{
	static const char *const known[] = {
		".json", ".ndjson", ".jsonl", ".har", ".http", ".curl"
	};
	size_t len = strlen(name), ext_len, i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		ext_len = strlen(known[i]);
		if (len > ext_len && !strcmp(name + len - ext_len, known[i]))
			return true;
	}
	return false;
}

static bool
is_folder(DIR *dir, const struct dirent *e)
{
	struct stat sb;

#ifdef DT_UNKNOWN
	if (e->d_type != DT_UNKNOWN)
		return e->d_type == DT_DIR;
#endif
	return fstatat(dirfd(dir), e->d_name, &sb, AT_SYMLINK_NOFOLLOW) == 0 &&
		S_ISDIR(sb.st_mode);
}

/* "." and ".." are hidden folders. */
static bool
is_wanted(const char *name, bool folder)
{
	if (folder)
		return name[0] != '.';
	return has_extension(name) && strcmp(name, SCOPE_CONFIG) != 0;
}

static void
keep_name(struct folder *f, struct buf *bytes, DIR *dir,
	const struct dirent *e)
{
	bool folder = is_folder(dir, e);

	if (!is_wanted(e->d_name, folder))
		return;
	gcl_buf_adds(bytes, e->d_name);
	if (folder)
		gcl_buf_addc(bytes, '/');
	gcl_buf_addc(bytes, '\0');
	f->n++;
}

static int
read_names(struct folder *f, const char *path)
{
	struct buf bytes;
	struct dirent *e;
	DIR *dir;
	int code;

	dir = opendir(path);
	if (!dir)
		return errno;
	gcl_buf_init(&bytes, SIZE_MAX);
	while (errno = 0, (e = readdir(dir)) != NULL)
		keep_name(f, &bytes, dir, e);
	code = errno;
	if (gcl_buf_status(&bytes) != GCL_OK)
		code = ENOMEM;
	closedir(dir);
	f->bytes = bytes.ptr;
	return code;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
sort_names(struct folder *f)
{
	const char *name = f->bytes;
	size_t i;

	if (f->n == 0)
		return 0;
	f->names = calloc(f->n, sizeof(*f->names));
	if (!f->names)
		return ENOMEM;
	for (i = 0; i < f->n; i++) {
		f->names[i] = name;
		name += strlen(name) + 1;
	}
	qsort(f->names, f->n, sizeof(*f->names), compare_names);
	return 0;
}

int
gcl_folder_read(struct folder *f, const char *path)
{
	int code;

	*f = (struct folder){ .n = 0 };
	code = read_names(f, path);
	if (code == 0)
		code = sort_names(f);
	if (code != 0)
		gcl_folder_release(f);
	return code;
}

void
gcl_folder_release(struct folder *f)
{
	free(f->bytes);
	free(f->names);
	*f = (struct folder){ .n = 0 };
}
