/*
 * Read a configuration: once it satisfies rules/config.json, only its values
 * are left to be taken.
 */
#include "config.h"	/* not the one in this folder */

#include "config/configuration.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "config/config_p.h"
#include "rule/pack.h"
#include "rule/plan.h"

/* A configuration that is being loaded. */
struct loading {
	struct config *c;
	struct arena *arena;		/* the configuration's */
	struct written file;
	struct gcl_error *err;
};

/* ---- values ---- */

/* The member of that name; null counts as absent. */
static const struct value *
member(const struct value *obj, const char *name)
{
	const struct value *v = gcl_value_get(obj, name);

	return v && v->type != JSON_NULL ? v : NULL;
}

static enum gcl_status
read_string(struct loading *ld, const struct value *obj, const char *name,
	const char **out)
{
	const struct value *v = member(obj, name);

	*out = v ? gcl_value_str(v, ld->arena) : NULL;
	return v && !*out ? GCL_ENOMEM : GCL_OK;
}

static struct span
text_of(const struct value *v)
{
	return v ? v->text : gcl_span(NULL, 0);
}

/* "file:line:column: " */
static enum gcl_status
tell_where(struct loading *ld, size_t off, const char **out)
{
	struct config *c = ld->c;
	struct gcl_place at;
	size_t len;
	char *text;

	if (gcl_source_place(&c->src, off, 0, &at) != GCL_OK)
		return GCL_ENOMEM;
	len = strlen(c->path) + sizeof(":18446744073709551615:"
		"18446744073709551615: ");
	*out = text = gcl_arena_alloc(ld->arena, len);
	if (!text)
		return GCL_ENOMEM;
	snprintf(text, len, "%s:%llu:%llu: ", c->path,
	    (unsigned long long)at.line, (unsigned long long)at.column);
	return GCL_OK;
}

static enum gcl_status
read_pack(struct loading *ld, const struct value *obj, const char **pack,
	const char **where)
{
	const struct value *v = member(obj, "pack");
	enum gcl_status st = read_string(ld, obj, "pack", pack);

	return st == GCL_OK && v ? tell_where(ld, v->off, where) : st;
}

static enum gcl_status
read_rules(struct loading *ld, const struct value *obj,
	const struct override **out)
{
	const struct value *v = member(obj, "rules");
	enum gcl_status st = GCL_OK;
	struct override *o;

	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next) {
		o = gcl_arena_calloc(ld->arena, 1, sizeof(*o));
		if (!o)
			return GCL_ENOMEM;
		o->rule = v->key;
		gcl_severity_parse(v->text, &o->level);
		st = tell_where(ld, v->key_off, &o->where);
		*out = o;
		out = &o->next;
	}
	return st;
}

static enum gcl_status
add_glob(struct loading *ld, const struct value *v, struct glob_list *l)
{
	const char *pattern = gcl_value_str(v, ld->arena);

	return pattern ? gcl_glob_list_add(l, pattern, ld->err) : GCL_ENOMEM;
}

/* One, or an array of them. */
static enum gcl_status
read_globs(struct loading *ld, const struct value *obj, const char *name,
	struct glob_list *l)
{
	const struct value *v = member(obj, name);
	enum gcl_status st = GCL_OK;

	if (v && v->type == JSON_STRING)
		return add_glob(ld, v, l);
	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next)
		st = add_glob(ld, v, l);
	return st;
}

static enum gcl_status
read_override(struct loading *ld, const struct value *v,
	struct config_override *o)
{
	enum gcl_status st = read_globs(ld, v, "files", &o->files);

	if (st == GCL_OK)
		st = read_pack(ld, v, &o->pack, &o->pack_where);
	return st == GCL_OK ? read_rules(ld, v, &o->rules) : st;
}

static enum gcl_status
read_overrides(struct loading *ld, const struct value *root)
{
	const struct value *v = member(root, "overrides");
	struct config_override **at = &ld->c->overrides, *o;
	enum gcl_status st = GCL_OK;

	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next) {
		o = gcl_arena_calloc(ld->arena, 1, sizeof(*o));
		if (!o)
			return GCL_ENOMEM;
		*at = o;
		at = &o->next;
		st = read_override(ld, v, o);
	}
	return st;
}

/* A path, and not a pattern of several. */
static bool
is_exact(const char *file)
{
	return file && !strpbrk(file, "*?[\\") &&
	    file[strlen(file) - 1] != '/';
}

static enum gcl_status
read_suppression(struct loading *ld, const struct value *v,
	struct suppression *s)
{
	const struct value *expires = member(v, "expires");
	const struct value *rule = member(v, "rule");
	enum gcl_status st = read_globs(ld, v, "file", &s->files);

	s->off = v->off;
	s->len = v->len;
	s->rule = text_of(rule);
	s->pointer = text_of(member(v, "pointer"));
	s->expires = expires ? gcl_config_day(expires->text) : INT64_MAX;
	if (st == GCL_OK)
		st = read_string(ld, v, "file", &s->file);
	if (st == GCL_OK)
		st = read_string(ld, v, "reason", &s->reason);
	if (st == GCL_OK && rule)
		st = tell_where(ld, rule->off, &s->rule_where);
	s->exact = is_exact(s->file);
	return st;
}

static enum gcl_status
read_suppressions(struct loading *ld, const struct value *root)
{
	const struct value *v = member(root, "suppress");
	struct suppression **at = &ld->c->suppressions, *s;
	enum gcl_status st = GCL_OK;

	for (v = v ? v->child : NULL; v && st == GCL_OK; v = v->next) {
		s = gcl_arena_calloc(ld->arena, 1, sizeof(*s));
		if (!s)
			return GCL_ENOMEM;
		*at = s;
		at = &s->next;
		st = read_suppression(ld, v, s);
	}
	return st;
}

static enum gcl_status
read_fail_level(struct loading *ld, const struct value *root)
{
	const struct value *v = member(root, "failLevel");

	ld->c->has_fail_level = v != NULL;
	if (v && !gcl_severity_parse(v->text, &ld->c->fail_level))
		ld->c->fail_level = GCL_OFF;
	return GCL_OK;
}

enum gcl_status
gcl_config_country(struct span text, bool *is)
{
	const struct embedded *e = gcl_embedded_find(SPAN("e164"));
	struct walk *walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	enum gcl_status st = GCL_ENOMEM;
	struct plan_entry entry;
	struct plan *plan;
	struct value *root;
	struct arena arena;

	gcl_arena_init(&arena);
	if (walk)
		st = gcl_value_read(walk, gcl_embedded_lean(e), &arena, &root);
	if (st == GCL_OK)
		st = gcl_plan_load(root, &arena, &plan, NULL);
	if (st == GCL_OK) {
		gcl_plan_check(plan, text, &entry);
		*is = text.len > 0 && entry.code_len == text.len;
	}
	gcl_arena_release(&arena);
	gcl_walk_free(walk);
	return st;
}

static enum gcl_status
read_country(struct loading *ld, const struct value *root)
{
	const struct value *v = member(root, "country");
	enum gcl_status st = GCL_OK;
	bool is = true;

	if (v)
		st = gcl_config_country(v->text, &is);
	if (st == GCL_OK && !is)
		return gcl_written_fault(&ld->file, v->off,
		    "no country has the calling code %.*s",
		    (int)v->text.len, v->text.ptr);
	return st == GCL_OK ? read_string(ld, root, "country",
	    &ld->c->country) : st;
}

static enum gcl_status
read_top(struct loading *ld, const struct value *root)
{
	struct config *c = ld->c;
	enum gcl_status st = read_pack(ld, root, &c->pack, &c->pack_where);

	return st == GCL_OK ? read_rules(ld, root, &c->rules) : st;
}

static enum gcl_status
read_exclude(struct loading *ld, const struct value *root)
{
	return read_globs(ld, root, "exclude", &ld->c->exclude);
}

/* ---- the file ---- */

static enum gcl_status
read_values(struct loading *ld)
{
	static enum gcl_status (*const steps[])(struct loading *ld,
		const struct value *root) = {
		read_top, read_fail_level, read_country, read_exclude,
		read_overrides, read_suppressions,
	};
	struct value *root = NULL;
	enum gcl_status st = gcl_written_read(&ld->file, &root);
	size_t i;

	if (st == GCL_OK)
		st = gcl_written_verify(&ld->file, "config");
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && st == GCL_OK; i++)
		st = steps[i](ld, root);
	ld->c->root = root;
	return st;
}

static enum gcl_status
cannot_read(const struct config *c, const char *why, struct gcl_error *err)
{
	return gcl_error_set(err, GCL_EUSAGE,
	    "cannot read the configuration '%s': %s", c->path, why);
}

static enum gcl_status
read_file(struct config *c, struct span *text, struct gcl_error *err)
{
	int fd = open(c->path, O_RDONLY | O_CLOEXEC);
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st;

	if (fd < 0)
		return errno == ENOMEM ? GCL_ENOMEM :
		    cannot_read(c, strerror(errno), err);
	gcl_reader_fd(&c->bytes, fd);
	st = gcl_reader_all(&c->bytes, text, &why);
	close(fd);
	if (st == GCL_OK || st == GCL_ENOMEM)
		return st;
	if (st == GCL_ELIMIT)
		snprintf(why.text, sizeof(why.text), "more than %u bytes",
		    LIMIT_CONFIG_BYTES);
	return cannot_read(c, why.text, err);
}

static enum gcl_status
load(struct config *c, const char *path, const char *folder,
	struct gcl_error *err)
{
	struct loading ld = { .c = c, .arena = &c->arena, .err = err };
	enum gcl_status st = GCL_ENOMEM;
	struct span text;

	c->path = gcl_arena_str(&c->arena, gcl_span_str(path));
	c->folder = gcl_arena_str(&c->arena, gcl_span_str(folder));
	ld.file = (struct written){ .file = c->path, .fault = GCL_EUSAGE,
		.walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT),
		.arena = &c->arena, .err = err };
	if (c->path && c->folder && ld.file.walk)
		st = read_file(c, &text, err);
	if (st == GCL_OK) {
		gcl_source_set(&c->src, c->path, text, 0, 0);
		ld.file.text = text;
		st = read_values(&ld);
	}
	gcl_walk_free(ld.file.walk);
	return st;
}

enum gcl_status
gcl_config_load(const char *path, const char *folder, struct config **out,
	struct gcl_error *err)
{
	struct config *c = calloc(1, sizeof(*c));
	enum gcl_status st;

	*out = NULL;
	if (!c)
		return gcl_error_nomem(err);
	gcl_arena_init(&c->arena);
	gcl_source_init(&c->src);
	gcl_reader_init(&c->bytes, LIMIT_CONFIG_BYTES);
	st = load(c, path, folder, err);
	if (st == GCL_OK) {
		*out = c;
		return st;
	}
	gcl_config_free(c);
	return st == GCL_ENOMEM ? gcl_error_nomem(err) : st;
}

void
gcl_config_free(struct config *c)
{
	struct config_override *o;
	struct suppression *s;

	if (!c)
		return;
	for (o = c->overrides; o; o = o->next)
		gcl_glob_list_release(&o->files);
	for (s = c->suppressions; s; s = s->next)
		gcl_glob_list_release(&s->files);
	gcl_glob_list_release(&c->exclude);
	gcl_source_release(&c->src);
	gcl_reader_release(&c->bytes);
	gcl_arena_release(&c->arena);
	free(c);
}
