/*
 * Profiles: made when a file is the first to need one.  A repository has one
 * or a few, however many files it has.
 */
#include "config.h"

#include "lint/profile.h"

#include <stdlib.h>

#include "base/limits.h"

struct config_item {
	struct config_item *next;	/* in order of loading */
	struct config *config;
	char path[];
};

void
gcl_profiles_init(struct profiles *p, uint32_t max_depth)
{
	*p = (struct profiles){ .fail_level = GCL_ERROR };
	gcl_packs_init(&p->packs, max_depth);
}

static void
free_profile(struct profile *f)
{
	gcl_packs_release(&f->packs);
	free(f->held);
	free(f->overrides);
	free(f);
}

void
gcl_profiles_release(struct profiles *p)
{
	struct config_item *item;
	struct profile *f;

	while ((f = p->list)) {
		p->list = f->next;
		free_profile(f);
	}
	while ((item = p->configs)) {
		p->configs = item->next;
		gcl_config_free(item->config);
		free(item);
	}
	gcl_packs_release(&p->packs);
}

enum gcl_status
gcl_profiles_copy(struct profiles *to, const struct profiles *from,
	struct gcl_error *err)
{
	to->pack_set = from->pack_set;
	to->fail_level_set = from->fail_level_set;
	to->fail_level = from->fail_level;
	to->country = from->country;
	to->only = from->only;
	return gcl_packs_copy(&to->packs, &from->packs, err);
}

enum gcl_status
gcl_profiles_config(struct profiles *p, const char *path, const char *folder,
	struct config **out, struct gcl_error *err)
{
	struct config_item **at = &p->configs, *item;
	size_t len = strlen(path) + 1;
	enum gcl_status st;

	for (; (item = *at); at = &item->next) {
		if (!strcmp(item->path, path)) {
			*out = item->config;
			return GCL_OK;
		}
	}
	item = calloc(1, sizeof(*item) + len);
	if (!item)
		return gcl_error_nomem(err);
	memcpy(item->path, path, len);
	st = gcl_config_load(path, folder, &item->config, err);
	if (st != GCL_OK) {
		free(item);
		return st;
	}
	*out = item->config;
	*at = item;
	return GCL_OK;
}

struct config *
gcl_profiles_nth(const struct profiles *p, size_t i)
{
	const struct config_item *item = p->configs;

	while (item && i-- > 0)
		item = item->next;
	return item ? item->config : NULL;
}

static bool
holds(const struct config_override *o, struct span rel)
{
	return rel.ptr && gcl_glob_list_find_above(&o->files, rel, false);
}

/* Is f for the entries that hold for this file, and no others? */
static bool
fits(const struct profile *f, const struct config *c, struct span rel)
{
	const struct config_override *o;
	size_t i = 0;

	if (f->config != c)
		return false;
	for (o = c ? c->overrides : NULL; o; o = o->next) {
		if (!holds(o, rel))
			continue;
		if (i == f->n_held || f->held[i] != o)
			return false;
		i++;
	}
	return i == f->n_held;
}

/* Both lists are made in two rounds: count, then fill. */
static size_t
hold(const struct config *c, struct span rel,
	const struct config_override **out)
{
	const struct config_override *o;
	size_t n = 0;

	for (o = c ? c->overrides : NULL; o; o = o->next) {
		if (!holds(o, rel))
			continue;
		if (out)
			out[n] = o;
		n++;
	}
	return n;
}

static size_t
append(const struct override *list, struct override *out, size_t n)
{
	for (; list; list = list->next, n++) {
		if (!out)
			continue;
		out[n] = *list;
		out[n].next = NULL;
		if (n > 0)
			out[n - 1].next = &out[n];
	}
	return n;
}

/* The later, the stronger. */
static size_t
append_all(const struct profiles *p, const struct profile *f,
	struct override *out)
{
	size_t i, n = append(f->config ? f->config->rules : NULL, out, 0);

	for (i = 0; i < f->n_held; i++)
		n = append(f->held[i]->rules, out, n);
	return append(p->packs.overrides, out, n);
}

/* A file is named from the folder of the configuration, as that is shown. */
static enum gcl_status
choose_file(const struct profiles *p, struct profile *f, const char *name,
	struct gcl_error *err)
{
	const char *slash = strrchr(f->config->path, '/');
	enum gcl_status st;
	struct buf path;

	if (f->config == p->only || !slash || *name == '/' ||
	    !strpbrk(name, "/."))
		return gcl_packs_choose(&f->packs, name, err);
	gcl_buf_init(&path, LIMIT_TEXT_BYTES);
	gcl_buf_add(&path, f->config->path,
	    (size_t)(slash + 1 - f->config->path));
	gcl_buf_adds(&path, name);
	st = gcl_buf_str(&path) ? gcl_packs_choose(&f->packs, path.ptr, err) :
	    gcl_error_nomem(err);
	gcl_buf_release(&path);
	return st;
}

static enum gcl_status
choose_pack(const struct profiles *p, struct profile *f,
	struct gcl_error *err)
{
	const char *name = f->config ? f->config->pack : NULL;
	const char *where = f->config ? f->config->pack_where : "";
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st;
	size_t i;

	for (i = 0; i < f->n_held; i++) {
		if (!f->held[i]->pack)
			continue;
		name = f->held[i]->pack;
		where = f->held[i]->pack_where;
	}
	if (p->pack_set || !name)
		return GCL_OK;
	f->packs.configured = true;
	f->packs.for_all = name == f->config->pack;
	st = choose_file(p, f, name, &why);
	if (st == GCL_OK || st == GCL_ENOMEM || st == GCL_EPACK)
		return st == GCL_OK ? st : gcl_error_set(err, st, "%s",
		    why.text);
	return gcl_error_set(err, st, "%s%s", where, why.text);
}

static enum gcl_status
check_suppressions(struct profile *f, struct gcl_error *err)
{
	const struct suppression *s = f->config ? f->config->suppressions :
	    NULL;
	enum gcl_status st = GCL_OK;

	for (; s && st == GCL_OK; s = s->next)
		if (s->rule.ptr)
			st = gcl_packs_known(&f->packs, s->rule_where,
			    s->rule, err);
	return st;
}

static enum gcl_status
make(struct profiles *p, struct profile *f, struct span rel,
	struct gcl_error *err)
{
	const struct config *c = f->config;
	enum gcl_status st;
	size_t n;

	f->n_held = hold(c, rel, NULL);
	f->held = calloc(f->n_held + 1, sizeof(const void *));
	if (!f->held)
		return gcl_error_nomem(err);
	hold(c, rel, f->held);
	n = append_all(p, f, NULL);
	f->overrides = calloc(n + 1, sizeof(*f->overrides));
	if (!f->overrides)
		return gcl_error_nomem(err);
	append_all(p, f, f->overrides);
	st = gcl_packs_derive(&f->packs, &p->packs, n ? f->overrides : NULL,
	    err);
	if (st == GCL_OK)
		st = choose_pack(p, f, err);
	if (st == GCL_OK)
		st = gcl_packs_ready(&f->packs, err);
	if (st == GCL_OK)
		st = check_suppressions(f, err);
	f->fail_level = c && c->has_fail_level && !p->fail_level_set ?
	    c->fail_level : p->fail_level;
	f->country = c && c->country && !p->country ? c->country : p->country;
	return st;
}

enum gcl_status
gcl_profiles_get(struct profiles *p, struct config *c, struct span rel,
	struct profile **out, struct gcl_error *err)
{
	struct profile *f = p->list;
	enum gcl_status st;

	while (f && !fits(f, c, rel))
		f = f->next;
	*out = f;
	if (f)
		return GCL_OK;
	f = calloc(1, sizeof(*f));
	if (!f)
		return gcl_error_nomem(err);
	f->config = c;
	st = make(p, f, rel, err);
	if (st != GCL_OK) {
		free_profile(f);
		return st;
	}
	f->next = p->list;
	p->list = f;
	*out = f;
	return GCL_OK;
}
