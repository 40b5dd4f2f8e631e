/*
 * Which files to lint: goes through operands and folders one step at a time.
 *
 * The names in a folder are read at once and the folder is closed before one
 * of them is looked at, so that the depth of a tree costs memory and never
 * descriptors.  Exclusions follow gitignore(5).
 */
#include "config.h"

#include "input/input.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/glob.h"

/* Names are as long as the system lets them be. */
#define NO_LIMIT (SIZE_MAX - 1)

/* Bytes of a path in a message, so that the reason behind it has room. */
#define SHOWN_PATH 512

/* A step that has nothing to tell; beside the values of input_result. */
enum { STEP_ON = INPUT_NOMEM + 1 };

struct file_id {
	uint64_t dev, ino;
};

struct slot {
	struct file_id id;
	bool used;
};

/* A hash table with open addressing, at most half full. */
struct seen {
	struct slot *slots;
	size_t n, cap;		/* cap is 0 or a power of two */
	uint64_t seed;
};

struct folder {
	char *bytes;		/* the names; that of a folder ends in / */
	const char **names;	/* in the order of git ls-files */
	size_t n, next;
	size_t path_len;	/* its own path in input.path, / included */
};

/* The path of each folder on the stack begins with that of the one below. */
struct input {
	struct glob_list exclusions;
	bool force_exclude;
	const char *const *operands;
	size_t n, next;
	struct folder *stack;
	size_t depth, cap;
	bool told;		/* the walk has given a file or a failure */
	struct buf path;	/* what is looked at */
	struct buf tidy;	/* the same for the exclusions */
	char *cwd;		/* NULL before an absolute path needs it */
	struct seen seen;
};

const char *const gcl_input_extensions[] = {
	".json", ".ndjson", ".jsonl", ".har", ".http", ".curl", NULL
};

static struct slot *
find_slot(const struct seen *s, const struct file_id *id)
{
	struct span key = gcl_span((const char *)id, sizeof(*id));
	size_t i = (size_t)gcl_hash(key, s->seed) & (s->cap - 1);

	while (s->slots[i].used && (s->slots[i].id.dev != id->dev ||
	    s->slots[i].id.ino != id->ino))
		i = (i + 1) & (s->cap - 1);
	return &s->slots[i];
}

static enum gcl_status
grow_seen(struct seen *s)
{
	struct seen big = *s;
	size_t i;

	big.cap = s->cap ? 2 * s->cap : 64;
	big.slots = calloc(big.cap, sizeof(*big.slots));
	if (!big.slots)
		return GCL_ENOMEM;
	for (i = 0; i < s->cap; i++) {
		if (s->slots[i].used)
			*find_slot(&big, &s->slots[i].id) = s->slots[i];
	}
	free(s->slots);
	*s = big;
	return GCL_OK;
}

static enum gcl_status
see(struct seen *s, const struct stat *sb, bool *is_new)
{
	struct file_id id = { (uint64_t)sb->st_dev, (uint64_t)sb->st_ino };
	struct slot *slot;

	if (2 * (s->n + 1) > s->cap && grow_seen(s) != GCL_OK)
		return GCL_ENOMEM;
	slot = find_slot(s, &id);
	*is_new = !slot->used;
	if (*is_new) {
		*slot = (struct slot){ id, true };
		s->n++;
	}
	return GCL_OK;
}

/* Take the last name off, where there is one that can be. */
static bool
drop_name(struct buf *b)
{
	size_t i = b->len;
	struct span last;

	while (i > 0 && b->ptr[i - 1] != '/')
		i--;
	last = gcl_span(b->ptr + i, b->len - i);
	if (last.len == 0 || gcl_span_is(last, ".."))
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

/* By its text alone: patterns are about names, not about where links lead. */
static void
tidy_path(struct buf *b, const char *path)
{
	size_t len;

	gcl_buf_reset(b);
	if (*path == '/')
		gcl_buf_addc(b, '/');
	while (*path) {
		len = strcspn(path, "/");
		add_name(b, gcl_span(path, len));
		path += len + (path[len] == '/');
	}
}

/* The bytes of path that lead to the folder dir: 0 when it is elsewhere. */
static size_t
length_below(struct span path, const char *dir)
{
	size_t len = strcmp(dir, "/") ? strlen(dir) : 0;

	if (path.len < len || memcmp(path.ptr, dir, len))
		return 0;
	if (path.len == len)
		return len;
	return path.ptr[len] == '/' ? len + 1 : 0;
}

/* in->path as the exclusions take it; it stands in in->tidy. */
static enum gcl_status
relate_path(struct input *in, struct span *rel)
{
	const char *path = gcl_buf_str(&in->path), *tidy;
	size_t skip = 0;

	if (!path)
		return GCL_ENOMEM;
	tidy_path(&in->tidy, path);
	tidy = gcl_buf_str(&in->tidy);
	if (!tidy)
		return GCL_ENOMEM;
	if (*path == '/') {
		if (!in->cwd)
			in->cwd = getcwd(NULL, 0);
		if (!in->cwd && errno == ENOMEM)
			return GCL_ENOMEM;
		if (in->cwd)
			skip = length_below(gcl_buf_span(&in->tidy), in->cwd);
	}
	*rel = gcl_span(tidy + skip, in->tidy.len - skip);
	return GCL_OK;
}

/* A path is cut where its own length is what went wrong. */
static int
fail(struct input *in, const char *why, struct gcl_error *err)
{
	const char *path = gcl_buf_str(&in->path);

	if (!path)
		return INPUT_NOMEM;
	gcl_error_set(err, GCL_EINPUT, "cannot read '%.*s%s': %s", SHOWN_PATH,
		path, in->path.len > SHOWN_PATH ? "\xe2\x80\xa6" : "", why);
	in->told = true;
	return INPUT_FAILED;
}

static int
fail_errno(struct input *in, int code, struct gcl_error *err)
{
	return code == ENOMEM ? INPUT_NOMEM : fail(in, strerror(code), err);
}

static bool
has_extension(const char *name)
{
	size_t len = strlen(name), ext_len;
	const char *const *ext;

	for (ext = gcl_input_extensions; *ext; ext++) {
		ext_len = strlen(*ext);
		if (len > ext_len && !strcmp(name + len - ext_len, *ext))
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
static void
keep_name(struct folder *f, struct buf *bytes, DIR *dir,
	const struct dirent *e)
{
	bool folder = is_folder(dir, e);

	if (folder ? e->d_name[0] == '.' : !has_extension(e->d_name))
		return;
	gcl_buf_adds(bytes, e->d_name);
	if (folder)
		gcl_buf_addc(bytes, '/');
	gcl_buf_addc(bytes, '\0');
	f->n++;
}

/* Returns 0 or an errno value; the names are then the caller's to free. */
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
	gcl_buf_init(&bytes, NO_LIMIT);
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

static void
release_folder(struct folder *f)
{
	free(f->bytes);
	free(f->names);
}

/* Go into the folder at in->path. */
static int
enter(struct input *in, struct gcl_error *err)
{
	const char *path = gcl_buf_str(&in->path);
	struct folder f = { 0 };
	int code;

	if (!path ||
	    gcl_grow(&in->stack, &in->cap, in->depth + 1, sizeof(f)))
		return INPUT_NOMEM;
	code = read_names(&f, path);
	if (code == 0)
		code = sort_names(&f);
	if (code != 0) {
		release_folder(&f);
		return fail_errno(in, code, err);
	}
	if (!strcmp(path, "."))
		in->path.len = 0;
	else if (path[in->path.len - 1] != '/')
		gcl_buf_addc(&in->path, '/');
	f.path_len = in->path.len;
	in->stack[in->depth++] = f;
	return STEP_ON;
}

static int
leave(struct input *in, struct gcl_error *err)
{
	release_folder(&in->stack[--in->depth]);
	if (in->depth > 0 || in->told)
		return STEP_ON;
	gcl_error_set(err, GCL_EINPUT, "nothing to lint in '%s'",
		in->operands[in->next - 1]);
	return INPUT_EMPTY;
}

static int
give(struct input *in, const char *path, const struct stat *sb, bool named,
	struct input_item *item)
{
	bool is_new;

	if (!path || see(&in->seen, sb, &is_new) != GCL_OK)
		return INPUT_NOMEM;
	in->told = true;
	if (!is_new)
		return STEP_ON;
	*item = (struct input_item){ .path = path, .named = named };
	return INPUT_ITEM;
}

/*
 * A link that leads nowhere, a file that has gone since the folder was read
 * and what is no regular file are passed over: nobody asked for them by name.
 */
static int
meet_file(struct input *in, struct input_item *item, struct gcl_error *err)
{
	const char *path = gcl_buf_str(&in->path);
	struct stat sb;

	if (!path)
		return INPUT_NOMEM;
	if (stat(path, &sb) != 0) {
		if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
			return STEP_ON;
		return fail_errno(in, errno, err);
	}
	return S_ISREG(sb.st_mode) ? give(in, path, &sb, false, item) : STEP_ON;
}

static int
next_name(struct input *in, struct input_item *item, struct gcl_error *err)
{
	struct folder *f = &in->stack[in->depth - 1];
	const char *name;
	struct span rel;
	size_t len;
	bool folder;

	if (f->next == f->n)
		return leave(in, err);
	name = f->names[f->next++];
	len = strlen(name);
	folder = name[len - 1] == '/';
	in->path.len = f->path_len;
	gcl_buf_add(&in->path, name, len - folder);
	if (in->exclusions.n > 0) {
		if (relate_path(in, &rel) != GCL_OK)
			return INPUT_NOMEM;
		if (gcl_glob_list_find(&in->exclusions, rel, folder))
			return STEP_ON;
	}
	return folder ? enter(in, err) : meet_file(in, item, err);
}

/* Its device and inode are those of /dev/stdin as well. */
static int
take_stdin(struct input *in, struct input_item *item, struct gcl_error *err)
{
	struct stat sb;
	int r;

	if (fstat(STDIN_FILENO, &sb) != 0) {
		*item = (struct input_item){ .path = "-", .is_stdin = true };
		gcl_error_set(err, GCL_EINPUT,
			"cannot read standard input: %s", strerror(errno));
		return INPUT_FAILED;
	}
	r = give(in, "-", &sb, true, item);
	if (r == INPUT_ITEM)
		item->is_stdin = true;
	return r;
}

static const char *
unfit(mode_t mode)
{
	static const struct {
		mode_t type;
		const char *why;
	} kinds[] = {
		{ S_IFBLK, "it is a block device" },
		{ S_IFSOCK, "it is a socket" },
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if ((mode & S_IFMT) == kinds[i].type)
			return kinds[i].why;
	}
	return NULL;
}

static int
check_operand(struct input *in, bool folder, struct gcl_error *err)
{
	struct span rel;
	const char *why;

	if (!in->force_exclude || in->exclusions.n == 0)
		return STEP_ON;
	if (relate_path(in, &rel) != GCL_OK)
		return INPUT_NOMEM;
	why = gcl_glob_list_find_above(&in->exclusions, rel, folder);
	if (!why)
		return STEP_ON;
	gcl_error_set(err, GCL_EINPUT, "'%s' is left out by exclusion '%s'",
		in->operands[in->next - 1], why);
	return INPUT_EXCLUDED;
}

static int
begin_walk(struct input *in, struct gcl_error *err)
{
	struct buf *path = &in->path;

	while (path->len > 1 && path->ptr[path->len - 1] == '/')
		path->len--;
	in->told = false;
	return enter(in, err);
}

static int
next_operand(struct input *in, struct input_item *item,
	struct gcl_error *err)
{
	const char *path = in->operands[in->next++];
	struct stat sb;
	int r;

	if (!strcmp(path, "-"))
		return take_stdin(in, item, err);
	gcl_buf_reset(&in->path);
	gcl_buf_adds(&in->path, path);
	if (stat(path, &sb) != 0)
		return fail_errno(in, errno, err);
	r = check_operand(in, S_ISDIR(sb.st_mode), err);
	if (r != STEP_ON)
		return r;
	if (S_ISDIR(sb.st_mode))
		return begin_walk(in, err);
	if (unfit(sb.st_mode))
		return fail(in, unfit(sb.st_mode), err);
	return give(in, path, &sb, true, item);
}

enum gcl_status
gcl_input_new(struct input **out)
{
	struct input *in = calloc(1, sizeof(*in));

	*out = in;
	if (!in)
		return GCL_ENOMEM;
	gcl_buf_init(&in->path, NO_LIMIT);
	gcl_buf_init(&in->tidy, NO_LIMIT);
	in->seen.seed = gcl_hash_seed();
	return GCL_OK;
}

void
gcl_input_free(struct input *in)
{
	if (!in)
		return;
	while (in->depth > 0)
		release_folder(&in->stack[--in->depth]);
	free(in->stack);
	free(in->seen.slots);
	free(in->cwd);
	gcl_buf_release(&in->path);
	gcl_buf_release(&in->tidy);
	gcl_glob_list_release(&in->exclusions);
	free(in);
}

enum gcl_status
gcl_input_exclude(struct input *in, const char *pattern,
	struct gcl_error *err)
{
	return gcl_glob_list_add(&in->exclusions, pattern, err);
}

void
gcl_input_force_exclude(struct input *in, bool on)
{
	in->force_exclude = on;
}

void
gcl_input_start(struct input *in, const char *const *paths, size_t n)
{
	in->operands = paths;
	in->n = n;
	in->next = 0;
	free(in->cwd);
	in->cwd = NULL;
}

enum input_result
gcl_input_next(struct input *in, struct input_item *item,
	struct gcl_error *err)
{
	int r = STEP_ON;

	gcl_error_reset(err);
	*item = (struct input_item){ .path = NULL };
	while (r == STEP_ON) {
		if (in->depth > 0)
			r = next_name(in, item, err);
		else if (in->next < in->n)
			r = next_operand(in, item, err);
		else
			r = INPUT_END;
	}
	if (r == INPUT_FAILED && !item->path)
		item->path = gcl_buf_str(&in->path);
	if (r == INPUT_NOMEM)
		gcl_error_nomem(err);
	return (enum input_result)r;
}
