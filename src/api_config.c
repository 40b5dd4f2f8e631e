/*
 * The public functions: configurations and baselines.
 */
#include "config.h"

#include "gclint/gclint.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "api_p.h"
#include "base/limits.h"
#include "input/scope.h"
#include "input/tidy.h"

/* A path as an absolute, tidy one; NULL: no memory. */
static const char *
absolute(const struct gcl_linter *l, const char *path, struct buf *out)
{
	gcl_tidy_add(out, l->folder ? l->folder : "/");
	gcl_tidy_add(out, path);
	return gcl_buf_str(out);
}

/* A current folder that is gone has no configuration. */
static enum gcl_status
find_folder(struct gcl_linter *l, struct gcl_error *err)
{
	if (l->folder)
		return GCL_OK;
	l->folder = gcl_tidy_here();
	return l->folder || errno != ENOMEM ? GCL_OK : gcl_error_nomem(err);
}

static enum gcl_status
load_config(struct gcl_linter *l, struct gcl_error *err)
{
	struct profiles *p = &l->run.profiles;
	enum gcl_status st;

	if (!l->config || l->no_config)
		return GCL_OK;
	st = gcl_profiles_config(p, l->config, l->folder ? l->folder : "/",
	    &l->run.config, err);
	p->only = l->run.config;
	return st;
}

/* An empty one for path, whose folder its files are relative to. */
static enum gcl_status
new_baseline(struct gcl_linter *l, const char *path, struct baseline **out,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_ENOMEM;
	struct span folder;
	struct buf full;
	const char *text;

	gcl_buf_init(&full, LIMIT_TEXT_BYTES);
	text = absolute(l, path, &full);
	if (text) {
		folder = gcl_tidy_folder(gcl_span_str(text));
		full.len = folder.len;
		text = gcl_buf_str(&full);
	}
	if (text)
		st = gcl_baseline_new(text, out);
	gcl_buf_release(&full);
	return st == GCL_OK ? st : gcl_error_nomem(err);
}

/* Is there a file with something in it?  mktemp(1) makes one without. */
static bool
is_taken(const char *path)
{
	struct stat sb;

	return stat(path, &sb) == 0 && S_ISREG(sb.st_mode) && sb.st_size > 0;
}

/* What takes the place of a file has to be what that file was. */
static enum gcl_status
check_target(struct gcl_linter *l, struct baseline *into,
	struct gcl_error *err)
{
	if (!is_taken(l->baseline_out))
		return GCL_OK;
	return gcl_baseline_load(into, l->baseline_out, "the file is no "
	    "baseline and is not overwritten: delete it, or give "
	    "--write-baseline another name", err);
}

/*
 * A baseline that is to be written may be there already: then what it knows of
 * files that are not linted now stays, unless another one was read.
 */
static enum gcl_status
load_baseline(struct gcl_linter *l, struct gcl_error *err)
{
	struct baseline *old = NULL;
	enum gcl_status st = GCL_OK;

	if (l->baseline_in)
		st = new_baseline(l, l->baseline_in, &l->baseline, err);
	if (st == GCL_OK && l->baseline_in)
		st = gcl_baseline_load(l->baseline, l->baseline_in,
		    "write it anew with --write-baseline", err);
	if (st != GCL_OK || !l->baseline_out)
		return st;
	st = new_baseline(l, l->baseline_out, l->baseline_in ? &old :
	    &l->baseline, err);
	if (st == GCL_OK)
		st = check_target(l, old ? old : l->baseline, err);
	gcl_baseline_free(old);
	return st;
}

enum gcl_status
gcl_api_configure(struct gcl_linter *l, struct gcl_error *err)
{
	enum gcl_status st = find_folder(l, err);

	if (st == GCL_OK)
		st = load_config(l, err);
	return st == GCL_OK ? load_baseline(l, err) : st;
}

/* The exclusions of the configuration in a folder. */
static enum gcl_status
exclusions(void *ctx, const struct scope *at, const struct glob_list **out,
	struct gcl_error *err)
{
	struct gcl_linter *l = ctx;
	struct config *c = NULL;
	enum gcl_status st = gcl_run_config(&l->run, at, &c, err);

	*out = c ? &c->exclude : NULL;
	return st;
}

enum gcl_status
gcl_api_start(struct gcl_linter *l, const char *const *paths, size_t n,
	struct gcl_error *err)
{
	const struct config *c = l->run.config;
	enum gcl_status st = GCL_OK;

	gcl_input_exclude_list(l->input, c ? &c->exclude : NULL);
	gcl_input_no_ignore(l->input, l->no_ignore);
	gcl_input_no_config(l->input, l->no_config || l->config);
	gcl_input_on_config(l->input, exclusions, l);
	if (l->stdin_name)
		st = gcl_input_stdin_name(l->input, l->stdin_name);
	gcl_input_start(l->input, paths, n);
	return gcl_api_ended(st, err);
}

struct walked {
	const struct gcl_linter *linter;
	const char *const *paths;
	size_t n;
};

/* Was a folder gone through, with all that is in it? */
static bool
is_whole(void *ctx, const char *folder)
{
	const struct walked *w = ctx;
	bool whole = false;
	struct buf full;
	const char *path;
	struct stat sb;
	size_t i;

	gcl_buf_init(&full, LIMIT_TEXT_BYTES);
	for (i = 0; i < w->n && !whole; i++) {
		gcl_buf_reset(&full);
		path = absolute(w->linter, w->paths[i], &full);
		whole = path && stat(path, &sb) == 0 && S_ISDIR(sb.st_mode) &&
		    gcl_tidy_below(gcl_span_str(folder),
		    gcl_buf_span(&full)) > 0;
	}
	gcl_buf_release(&full);
	return whole;
}

enum gcl_status
gcl_api_unused(struct gcl_linter *l, const char *const *paths, size_t n,
	struct gcl_error *err)
{
	struct walked w = { l, paths, n };

	return gcl_run_unused(&l->run, is_whole, &w, err);
}

enum gcl_status
gcl_linter_baseline(struct gcl_linter *l, gcl_write_fn write, void *ctx,
	uint64_t *stale, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	struct buf text;

	gcl_error_reset(err);
	*stale = 0;
	if (!l->baseline)
		return GCL_OK;
	*stale = gcl_baseline_stale(l->baseline).findings;
	if (!l->baseline_out)
		return GCL_OK;
	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	st = gcl_baseline_write(l->baseline, l->baseline_in == NULL, &text);
	if (st == GCL_OK)
		st = gcl_api_put(write, ctx, &text, err);
	gcl_buf_release(&text);
	return gcl_api_ended(st, err);
}

/* The configuration that is nearest to a file, or to the current folder. */
static enum gcl_status
config_of(struct gcl_linter *l, const char *path, struct config **c,
	struct span *rel, struct buf *full, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	const struct scope *at;
	struct scopes scopes;
	struct span folder;

	*c = l->run.config;
	if (!absolute(l, path ? path : ".", full))
		return gcl_error_nomem(err);
	folder = gcl_buf_span(full);
	if (path)
		folder = gcl_tidy_folder(folder);
	gcl_scopes_init(&scopes);
	if (!*c && !l->no_config) {
		at = gcl_scopes_find(&scopes, folder);
		st = at ? GCL_OK : gcl_error_nomem(err);
		at = at ? gcl_scope_config(at) : NULL;
		if (at)
			st = gcl_run_config(&l->run, at, c, err);
	}
	gcl_scopes_release(&scopes);
	if (st == GCL_OK && path && *c)
		*rel = gcl_config_relative((*c)->folder, gcl_buf_str(full));
	return st;
}

/* Packs that are files are found from the folder of the configuration. */
static const char *
pack_of(struct gcl_linter *l, const struct config *c, struct buf *full)
{
	if (!l->pack || !strpbrk(l->pack, "/.") || !c || !l->folder ||
	    !strcmp(c->folder, l->folder))
		return l->pack;
	return absolute(l, l->pack, full);
}

static enum gcl_status
print_config(struct gcl_linter *l, const struct config *c, struct span rel,
	struct buf *out)
{
	const struct profiles *p = &l->run.profiles;
	struct config_line line = { .rules = l->overrides,
		.has_fail_level = p->fail_level_set,
		.fail_level = p->fail_level, .country = l->country };
	enum gcl_status st = GCL_OK;
	struct buf pack;

	gcl_buf_init(&pack, LIMIT_TEXT_BYTES);
	line.pack = pack_of(l, c, &pack);
	if (l->pack && !line.pack)
		st = GCL_ENOMEM;
	else
		gcl_config_print(out, c, &line, rel);
	gcl_buf_release(&pack);
	return st;
}

enum gcl_status
gcl_print_config(struct gcl_linter *l, const char *path, gcl_write_fn write,
	void *ctx, struct gcl_error *err)
{
	struct span rel = { NULL, 0 };
	struct profile *profile;
	struct buf full, text;
	enum gcl_status st;
	struct config *c;

	gcl_buf_init(&full, LIMIT_TEXT_BYTES);
	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	st = gcl_api_prepare(l, err);
	if (st == GCL_OK)
		st = config_of(l, path, &c, &rel, &full, err);
	/* Names of rules and packs are looked up as they would be. */
	if (st == GCL_OK)
		st = gcl_profiles_get(&l->run.profiles, c, rel, &profile,
		    err);
	if (st == GCL_OK)
		st = print_config(l, c, rel, &text);
	if (st == GCL_OK && c)
		gcl_run_notice(&l->run, GCL_NOTICE_VERBOSE, "%s: the "
		    "configuration that holds", c->path);
	if (st == GCL_OK)
		st = gcl_api_put(write, ctx, &text, err);
	gcl_buf_release(&full);
	gcl_buf_release(&text);
	return gcl_api_ended(st, err);
}
