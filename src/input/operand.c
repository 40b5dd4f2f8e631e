/*
 * Takes operands: files, folders and standard input.
 */
#include "config.h"

#include "input/input_p.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "input/tidy.h"

static bool
set_paths(struct input *in, const char *path)
{
	gcl_buf_reset(&in->path);
	gcl_buf_adds(&in->path, path);
	gcl_buf_reset(&in->full);
	if (in->here)
		gcl_buf_adds(&in->full, in->here);
	gcl_tidy_add(&in->full, path);
	return gcl_buf_str(&in->path) && gcl_buf_str(&in->full);
}

static int
tell_excluded(struct input *in, const struct exclusion *why,
	struct gcl_error *err)
{
	const char *path = gcl_buf_str(&in->path), *file;

	if (!why->scope) {
		gcl_error_set(err, GCL_EINPUT,
			"'%s' is left out by exclusion '%s'", path,
			why->pattern);
		return INPUT_EXCLUDED;
	}
	file = gcl_scopes_file(&in->exclusions.scopes,
		gcl_span_str(why->scope->path), why->file);
	if (!file)
		return INPUT_NOMEM;
	gcl_error_set(err, GCL_EINPUT, "'%s' is left out by '%s' in '%s'",
		path, why->pattern, file);
	return INPUT_EXCLUDED;
}

/* The length of the path of the repository's root; 0: it is not known. */
static enum gcl_status
find_root(struct input *in, struct span folder, size_t *len)
{
	struct scope *s;
	enum gcl_status st = gcl_input_scope(in, folder, &s);

	while (s && s->up)
		s = s->up;
	*len = s ? s->path_len : 0;
	return st;
}

/* What stands in a folder above the root is not the repository's to judge. */
static int
judge(struct input *in, struct span path, bool folder, size_t root,
	struct gcl_error *err)
{
	struct span parent = gcl_tidy_folder(path);
	struct scope *scope = NULL;
	struct exclusion why;
	int r = STEP_ON;

	if (root > 0 && parent.len >= root)
		r = gcl_input_prepare(in, parent, &scope, err);
	if (r == STEP_ON && gcl_exclusions_take(&in->exclusions, path, folder,
	    scope, &why))
		r = tell_excluded(in, &why, err);
	return r;
}

/*
 * Is an operand left out?  The folders on the way to it are judged as a walk
 * would, from the first one down.
 */
static int
check(struct input *in, bool folder, struct gcl_error *err)
{
	struct span full = gcl_buf_span(&in->full);
	size_t root, len = gcl_input_full(in) != NULL;
	int r = STEP_ON;

	if (!in->force_exclude)
		return STEP_ON;
	if (find_root(in, folder ? full : gcl_tidy_folder(full), &root) !=
	    GCL_OK)
		return INPUT_NOMEM;
	while (r == STEP_ON && len < full.len) {
		len = gcl_tidy_step(full, len);
		r = judge(in, gcl_span(full.ptr, len), len < full.len ||
			folder, root, err);
	}
	return r;
}

static int
give(struct input *in, const struct stat *sb, struct span folder,
	struct input_item *it, struct input_item *item)
{
	struct scope *scope;

	if (gcl_input_scope(in, folder, &scope) != GCL_OK)
		return INPUT_NOMEM;
	it->scope = scope;
	it->named = true;
	return gcl_input_give(in, sb, it, item);
}

/* Its device and inode are those of /dev/stdin as well. */
static int
take_stdin(struct input *in, struct input_item *item, struct gcl_error *err)
{
	struct input_item it = { .path = "-", .is_stdin = true };
	const char *name = in->stdin_name;
	struct span folder;
	struct stat sb;
	int r = STEP_ON;

	if (!set_paths(in, name ? name : ""))
		return INPUT_NOMEM;
	folder = gcl_buf_span(&in->full);
	if (fstat(STDIN_FILENO, &sb) != 0) {
		gcl_error_set(err, GCL_EINPUT,
			"cannot read standard input: %s", strerror(errno));
		r = INPUT_FAILED;
	} else if (name) {
		it.full = gcl_input_full(in);
		folder = gcl_tidy_folder(folder);
		r = check(in, false, err);
	}
	if (r == INPUT_FAILED)
		*item = it;
	return r == STEP_ON ? give(in, &sb, folder, &it, item) : r;
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
take_file(struct input *in, const struct stat *sb, struct input_item *item,
	struct gcl_error *err)
{
	struct input_item it = { .path = in->operands[in->next - 1],
		.full = gcl_input_full(in) };

	if (unfit(sb->st_mode))
		return gcl_input_fail(in, "read", unfit(sb->st_mode), err);
	return give(in, sb, gcl_tidy_folder(gcl_buf_span(&in->full)), &it,
		item);
}

static int
take_folder(struct input *in, struct gcl_error *err)
{
	struct buf *path = &in->path;

	while (path->len > 1 && path->ptr[path->len - 1] == '/')
		path->len--;
	in->told = false;
	return gcl_input_enter(in, err);
}

int
gcl_input_next_operand(struct input *in, struct input_item *item,
	struct gcl_error *err)
{
	const char *path = in->operands[in->next++];
	bool folder;
	struct stat sb;
	int r;

	if (!strcmp(path, "-"))
		return take_stdin(in, item, err);
	if (!set_paths(in, path))
		return INPUT_NOMEM;
	if (stat(path, &sb) != 0)
		return gcl_input_fail_errno(in, errno, err);
	folder = S_ISDIR(sb.st_mode);
	r = check(in, folder, err);
	if (r != STEP_ON)
		return r;
	return folder ? take_folder(in, err) : take_file(in, &sb, item, err);
}
