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

/* What has gone since the folder was read is none.  Returns 0 or errno. */
static int
is_folder(DIR *dir, const struct dirent *e, bool *folder)
{
	struct stat sb;

#ifdef DT_UNKNOWN
	*folder = e->d_type == DT_DIR;
	if (e->d_type != DT_UNKNOWN)
		return 0;
#endif
	*folder = false;
	if (fstatat(dirfd(dir), e->d_name, &sb, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? 0 : errno;
	*folder = S_ISDIR(sb.st_mode);
	return 0;
}

/* "." and ".." are hidden folders. */
static bool
is_wanted(const char *name, bool folder)
{
	if (folder)
		return name[0] != '.';
	return has_extension(name) && strcmp(name, SCOPE_CONFIG) != 0;
}

static int
keep_name(struct folder *f, struct buf *bytes, DIR *dir,
	const struct dirent *e)
{
	bool folder;
	int code = is_folder(dir, e, &folder);

	if (code != 0 || !is_wanted(e->d_name, folder))
		return code;
	gcl_buf_adds(bytes, e->d_name);
	if (folder)
		gcl_buf_addc(bytes, '/');
	gcl_buf_addc(bytes, '\0');
	f->n++;
	return 0;
}

static int
read_names(struct folder *f, const char *path)
{
	struct buf bytes;
	struct dirent *e;
	DIR *dir;
	int code = 0;

	dir = opendir(path);
	if (!dir)
		return errno;
	gcl_buf_init(&bytes, SIZE_MAX);
	while (code == 0 && (errno = 0, (e = readdir(dir)) != NULL))
		code = keep_name(f, &bytes, dir, e);
	if (code == 0)
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
