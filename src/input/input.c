/*
 * Which files to lint: goes through operands and folders one step at a time.
 */
#include "config.h"

#include "input/input.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "input/input_p.h"
#include "input/tidy.h"

/* Bytes of a path in a message, so that the reason behind it has room. */
#define SHOWN_PATH 512

enum gcl_status
gcl_input_new(struct input **out)
{
	struct input *in = calloc(1, sizeof(*in));

	*out = in;
	if (!in)
		return GCL_ENOMEM;
	gcl_exclusions_init(&in->exclusions);
	gcl_buf_init(&in->path, SIZE_MAX);
	gcl_buf_init(&in->full, SIZE_MAX);
	gcl_seen_init(&in->seen);
	return GCL_OK;
}

void
gcl_input_free(struct input *in)
{
	if (!in)
		return;
	gcl_input_unwind(in);
	free(in->stack);
	gcl_exclusions_release(&in->exclusions);
	gcl_seen_release(&in->seen);
	gcl_buf_release(&in->path);
	gcl_buf_release(&in->full);
	free(in->stdin_name);
	free(in->here);
	free(in);
}

enum gcl_status
gcl_input_exclude(struct input *in, const char *pattern,
	struct gcl_error *err)
{
	return gcl_glob_list_add(&in->exclusions.given, pattern, err);
}

void
gcl_input_exclude_list(struct input *in, const struct glob_list *l)
{
	in->exclusions.config = l;
}

void
gcl_input_force_exclude(struct input *in, bool on)
{
	in->force_exclude = on;
}

void
gcl_input_no_ignore(struct input *in, bool on)
{
	in->exclusions.no_ignore = on;
}

void
gcl_input_no_config(struct input *in, bool on)
{
	in->exclusions.scopes.no_config = on;
}

void
gcl_input_on_config(struct input *in, gcl_exclude_fn fn, void *ctx)
{
	in->exclusions.ask = fn;
	in->exclusions.ctx = ctx;
}

enum gcl_status
gcl_input_stdin_name(struct input *in, const char *name)
{
	char *copy = NULL;

	if (name && *name) {
		copy = strdup(name);
		if (!copy)
			return GCL_ENOMEM;
	}
	free(in->stdin_name);
	in->stdin_name = copy;
	return GCL_OK;
}

void
gcl_input_start(struct input *in, const char *const *paths, size_t n)
{
	gcl_input_unwind(in);
	in->operands = paths;
	in->n = n;
	in->next = 0;
	in->here_asked = false;
}

void
gcl_input_unwind(struct input *in)
{
	while (in->depth > 0)
		gcl_folder_release(&in->stack[--in->depth].folder);
}

/* A path is cut where its own length is what went wrong. */
int
gcl_input_fail(struct input *in, const char *doing, const char *why,
	struct gcl_error *err)
{
	gcl_error_set(err, GCL_EINPUT, "cannot %s '%.*s%s': %s", doing,
		SHOWN_PATH, gcl_buf_str(&in->path),
		in->path.len > SHOWN_PATH ? "\xe2\x80\xa6" : "", why);
	in->told = true;
	return INPUT_FAILED;
}

int
gcl_input_fail_errno(struct input *in, int code, struct gcl_error *err)
{
	return code == ENOMEM ? INPUT_NOMEM :
		gcl_input_fail(in, "read", strerror(code), err);
}

const char *
gcl_input_full(struct input *in)
{
	return in->full.len > 0 && in->full.ptr[0] == '/' ?
		gcl_buf_str(&in->full) : NULL;
}

enum gcl_status
gcl_input_scope(struct input *in, struct span folder, struct scope **scope)
{
	struct exclusions *x = &in->exclusions;

	*scope = NULL;
	if (!gcl_input_full(in) || (x->no_ignore && x->scopes.no_config))
		return GCL_OK;
	*scope = gcl_scopes_find(&x->scopes, folder);
	return *scope ? GCL_OK : GCL_ENOMEM;
}

int
gcl_input_prepare(struct input *in, struct span folder, struct scope **scope,
	struct gcl_error *err)
{
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st;

	st = gcl_input_scope(in, folder, scope);
	if (st == GCL_OK)
		st = gcl_exclusions_read(&in->exclusions, *scope, &why);
	if (st == GCL_EINPUT)
		return gcl_input_fail(in, "lint", why.text, err);
	if (st == GCL_OK)
		st = gcl_exclusions_ask(&in->exclusions, *scope, err);
	if (st == GCL_OK)
		return STEP_ON;
	gcl_input_unwind(in);
	in->next = in->n;
	return st == GCL_ENOMEM ? INPUT_NOMEM : INPUT_ERROR;
}

int
gcl_input_give(struct input *in, const struct stat *sb,
	const struct input_item *it, struct input_item *item)
{
	bool is_new;

	if (gcl_seen_add(&in->seen, sb, &is_new) != GCL_OK)
		return INPUT_NOMEM;
	in->told = true;
	if (!is_new)
		return STEP_ON;
	*item = *it;
	item->regular = S_ISREG(sb->st_mode);
	item->size = item->regular ? (uint64_t)sb->st_size : 0;
	return INPUT_ITEM;
}

static enum gcl_status
ask_here(struct input *in)
{
	free(in->here);
	in->here = gcl_tidy_here();
	if (!in->here && errno == ENOMEM)
		return GCL_ENOMEM;
	in->exclusions.scopes.here = gcl_span_str(in->here);
	in->here_asked = true;
	return GCL_OK;
}

static int
step(struct input *in, struct input_item *item, struct gcl_error *err)
{
	if (!in->here_asked && ask_here(in) != GCL_OK)
		return INPUT_NOMEM;
	if (in->depth > 0)
		return gcl_input_next_name(in, item, err);
	return in->next < in->n ? gcl_input_next_operand(in, item, err) :
		INPUT_END;
}

enum input_result
gcl_input_next(struct input *in, struct input_item *item,
	struct gcl_error *err)
{
	int r;

	gcl_error_reset(err);
	*item = (struct input_item){ .path = NULL };
	do
		r = step(in, item, err);
	while (r == STEP_ON);
	if (r == INPUT_FAILED && !item->path)
		item->path = gcl_buf_str(&in->path);
	if (r == INPUT_NOMEM)
		gcl_error_nomem(err);
	return (enum input_result)r;
}
