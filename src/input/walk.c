/*
 * Goes through folders, depth first.
 *
 * The names in a folder are read at once and the folder is closed before one
 * of them is looked at, so that the depth of a tree costs memory and never
 * descriptors.
 */
#include "config.h"

#include "input/input_p.h"

#include <errno.h>

#include "base/arena.h"

static void
end_in_slash(struct buf *path)
{
	if (path->len > 0 && path->ptr[path->len - 1] != '/')
		gcl_buf_addc(path, '/');
}

/* Where there are no names, nothing needs to be known to judge them. */
int
gcl_input_enter(struct input *in, struct gcl_error *err)
{
	struct level l = { .next = 0 };
	int code, r = STEP_ON;

	if (gcl_grow(&in->stack, &in->cap, in->depth + 1, sizeof(l)))
		return INPUT_NOMEM;
	code = gcl_folder_read(&l.folder, gcl_buf_str(&in->path));
	if (code != 0)
		return gcl_input_fail_errno(in, code, err);
	if (l.folder.n > 0)
		r = gcl_input_prepare(in, gcl_buf_span(&in->full), &l.scope,
			err);
	if (r != STEP_ON) {
		gcl_folder_release(&l.folder);
		return r;
	}
	if (gcl_span_is(gcl_buf_span(&in->path), "."))
		in->path.len = 0;
	end_in_slash(&in->path);
	end_in_slash(&in->full);
	l.path_len = in->path.len;
	l.full_len = in->full.len;
	in->stack[in->depth++] = l;
	return STEP_ON;
}

static int
leave(struct input *in, struct gcl_error *err)
{
	gcl_folder_release(&in->stack[--in->depth].folder);
	if (in->depth > 0 || in->told)
		return STEP_ON;
	gcl_error_set(err, GCL_EINPUT, "nothing to lint in '%s'",
		in->operands[in->next - 1]);
	return INPUT_EMPTY;
}

/*
 * A link that leads nowhere, a file that has gone since the folder was read
 * and what is no regular file are passed over: nobody asked for them by name.
 */
static int
meet_file(struct input *in, const struct scope *at, struct input_item *item,
	struct gcl_error *err)
{
	struct input_item it = { .path = gcl_buf_str(&in->path),
		.full = gcl_input_full(in), .scope = at };
	struct stat sb;

	if (stat(it.path, &sb) != 0) {
		if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
			return STEP_ON;
		return gcl_input_fail_errno(in, errno, err);
	}
	return S_ISREG(sb.st_mode) ? gcl_input_give(in, &sb, &it, item) :
		STEP_ON;
}

static bool
set_name(struct input *in, const struct level *l, struct span name)
{
	in->path.len = l->path_len;
	gcl_buf_addspan(&in->path, name);
	in->full.len = l->full_len;
	gcl_buf_addspan(&in->full, name);
	return gcl_buf_str(&in->path) && gcl_buf_str(&in->full);
}

int
gcl_input_next_name(struct input *in, struct input_item *item,
	struct gcl_error *err)
{
	struct level *l = &in->stack[in->depth - 1];
	struct exclusion why;
	struct span name;
	bool folder;

	if (l->next == l->folder.n)
		return leave(in, err);
	name = gcl_span_str(l->folder.names[l->next++]);
	folder = name.ptr[name.len - 1] == '/';
	name.len -= folder;
	if (!set_name(in, l, name))
		return INPUT_NOMEM;
	if (gcl_exclusions_take(&in->exclusions, gcl_buf_span(&in->full),
	    folder, l->scope, &why))
		return STEP_ON;
	return folder ? gcl_input_enter(in, err) :
		meet_file(in, l->scope, item, err);
}
