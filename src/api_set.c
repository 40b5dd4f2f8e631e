/*
 * The public functions: options.
 */
#include "config.h"

#include "gclint/gclint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api_p.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "rule/pack.h"

static enum gcl_status
bad_value(const char *name, const char *value, const char *want,
	struct gcl_error *err)
{
	return gcl_error_set(err, GCL_EUSAGE, "'%s' is no value for '%s': %s",
	    value, name, want);
}

static enum gcl_status
parse_switch(const char *name, const char *value, bool *out,
	struct gcl_error *err)
{
	*out = !strcmp(value, "yes");
	if (*out || !strcmp(value, "no"))
		return GCL_OK;
	return bad_value(name, value, "yes or no", err);
}

static enum gcl_status
parse_number(const char *name, const char *value, uint64_t min, uint64_t max,
	uint64_t *out, struct gcl_error *err)
{
	char want[64];
	char *end;

	errno = 0;
	*out = strtoull(value, &end, 10);
	if (value[0] >= '0' && value[0] <= '9' && !*end && !errno &&
	    *out >= min && *out <= max)
		return GCL_OK;
	snprintf(want, sizeof(want), "a number from %llu to %llu",
	    (unsigned long long)min, (unsigned long long)max);
	return bad_value(name, value, want, err);
}

static enum gcl_status
set_color(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	l->color = !strcmp(value, "always");
	if (l->color || !strcmp(value, "never"))
		return GCL_OK;
	return bad_value("color", value, "always or never", err);
}

static enum gcl_status
set_exclude(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return gcl_input_exclude(l->input, value, err);
}

static enum gcl_status
set_fail_level(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	if (!strcmp(value, "none"))
		l->run.fail_level = GCL_OFF;
	else if (!gcl_severity_parse(gcl_span_str(value),
	    &l->run.fail_level) || l->run.fail_level == GCL_OFF)
		return bad_value("fail-level", value,
		    "error, warning, note or none", err);
	return GCL_OK;
}

static enum gcl_status
set_force_exclude(struct gcl_linter *l, const char *value,
	struct gcl_error *err)
{
	enum gcl_status st;

	st = parse_switch("force-exclude", value, &l->run.force_exclude, err);
	gcl_input_force_exclude(l->input, l->run.force_exclude);
	return st;
}

static enum gcl_status
set_input(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	struct suggest near;
	size_t i;

	l->run.carrier = gcl_carrier_find(gcl_span_str(value));
	if (l->run.carrier || !strcmp(value, "auto"))
		return GCL_OK;
	gcl_suggest_init(&near, gcl_span_str(value));
	for (i = 0; gcl_carriers[i]; i++)
		gcl_suggest_offer(&near, gcl_span_str(gcl_carriers[i]->name),
		    i);
	if (near.found)
		return gcl_error_set(err, GCL_EUSAGE,
		    "no input kind '%s': did you mean '%s'?", value,
		    gcl_carriers[near.index]->name);
	return gcl_error_set(err, GCL_EUSAGE,
	    "no input kind '%s': auto, json, ndjson, http, har, curl, "
	    "postman or log", value);
}

static enum gcl_status
set_max_depth(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_number("max-depth", value, 1, LIMIT_DEPTH_MAX,
	    &l->max_depth, err);
}

static enum gcl_status
set_max_size(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_number("max-size", value, 0, LIMIT_TEXT_BYTES,
	    &l->max_size, err);
}

static enum gcl_status
set_quiet(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_switch("quiet", value, &l->run.quiet, err);
}

static enum gcl_status
set_severity(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	const char *eq = strchr(value, '=');
	size_t len = strlen(value);
	enum gcl_severity level;
	struct override *o;

	if (!eq || !gcl_severity_parse(gcl_span_str(eq + 1), &level))
		return bad_value("severity", value,
		    "RULE=error, warning, note or off", err);
	o = malloc(sizeof(*o) + len + 1);
	if (!o)
		return gcl_error_nomem(err);
	memcpy(o->text, value, len + 1);
	o->rule = gcl_span(o->text, (size_t)(eq - value));
	o->level = level;
	o->next = NULL;
	*l->last_override = o;
	l->last_override = &o->next;
	return GCL_OK;
}

static enum gcl_status
set_stdin_filename(struct gcl_linter *l, const char *value,
	struct gcl_error *err)
{
	if (!*value)
		return bad_value("stdin-filename", value, "a name", err);
	free(l->stdin_name);
	l->stdin_name = strdup(value);
	return l->stdin_name ? GCL_OK : gcl_error_nomem(err);
}

static enum gcl_status
set_verbose(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_switch("verbose", value, &l->run.verbose, err);
}

static enum gcl_status
set_width(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_number("width", value, 0, 100000, &l->width, err);
}

static enum gcl_status
read_pack(const char *path, struct buf *to, struct gcl_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct gcl_error why = { GCL_OK, "" };
	struct reader r;
	enum gcl_status st;
	struct span bytes;

	if (fd < 0)
		return gcl_error_set(err, GCL_EUSAGE,
		    "cannot read the pack '%s': %s", path, strerror(errno));
	gcl_reader_init(&r, LIMIT_PACK_BYTES);
	gcl_reader_fd(&r, fd);
	st = gcl_reader_all(&r, &bytes, &why);
	close(fd);
	if (st == GCL_OK) {
		gcl_buf_addspan(to, bytes);
		st = gcl_buf_status(to);
	}
	gcl_reader_release(&r);
	if (st == GCL_OK || st == GCL_ENOMEM)
		return st == GCL_OK ? st : gcl_error_nomem(err);
	return gcl_error_set(err, GCL_EUSAGE, "cannot read the pack '%s': %s",
	    path, why.text);
}

/* A name has neither a slash nor a dot; a file has one of them. */
static enum gcl_status
set_pack(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	bool file = strpbrk(value, "/.") != NULL;
	struct ruleset *rules = NULL;
	enum gcl_status st = GCL_OK;
	struct buf bytes;

	gcl_buf_init(&bytes, LIMIT_PACK_BYTES);
	if (file)
		st = read_pack(value, &bytes, err);
	if (st == GCL_OK)
		st = gcl_pack_load(value, file ? value : NULL,
		    gcl_buf_span(&bytes), &rules, err);
	if (st != GCL_OK) {
		gcl_buf_release(&bytes);
		return st;
	}
	/* The bytes of the pack before go when nothing is in them any more. */
	st = gcl_packs_choose(&l->run.packs, rules, err);
	gcl_buf_release(&l->pack_bytes);
	l->pack_bytes = bytes;
	return st;
}

static const struct setting {
	const char *name;
	enum gcl_status (*set)(struct gcl_linter *l, const char *value,
		struct gcl_error *err);
} settings[] = {
	{ "color", set_color },
	{ "exclude", set_exclude },
	{ "fail-level", set_fail_level },
	{ "force-exclude", set_force_exclude },
	{ "input", set_input },
	{ "max-depth", set_max_depth },
	{ "max-size", set_max_size },
	{ "pack", set_pack },
	{ "quiet", set_quiet },
	{ "severity", set_severity },
	{ "stdin-filename", set_stdin_filename },
	{ "verbose", set_verbose },
	{ "width", set_width },
};

enum gcl_status
gcl_linter_set(struct gcl_linter *l, const char *name, const char *value,
	struct gcl_error *err)
{
	const size_t n = sizeof(settings) / sizeof(settings[0]);
	struct suggest near;
	size_t i;

	gcl_error_reset(err);
	if (l->ready)
		return gcl_error_set(err, GCL_EUSAGE,
		    "'%s' must be set before the first input", name);
	gcl_suggest_init(&near, gcl_span_str(name));
	for (i = 0; i < n; i++) {
		if (!strcmp(name, settings[i].name))
			return settings[i].set(l, value, err);
		gcl_suggest_offer(&near, gcl_span_str(settings[i].name), i);
	}
	if (near.found)
		return gcl_error_set(err, GCL_EUSAGE,
		    "no option '%s': did you mean '%s'?", name,
		    settings[near.index].name);
	return gcl_error_set(err, GCL_EUSAGE, "no option '%s'", name);
}
