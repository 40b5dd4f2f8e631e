/*
 * The public functions: options.
 */
#include "config.h"

#include "gclint/gclint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "api_p.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "rule/pack.h"

static enum gcl_status
bad_value(const char *name, const char *value, const char *want,
	struct gcl_error *err)
{
	return gcl_error_set(err, GCL_EUSAGE,
	    "'%s' is no value for '%s': write %s", value, name, want);
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
	if (max == UINT64_MAX)
		snprintf(want, sizeof(want), "a number of at least %llu",
		    (unsigned long long)min);
	else
		snprintf(want, sizeof(want), "a number from %llu to %llu",
		    (unsigned long long)min, (unsigned long long)max);
	return bad_value(name, value, want, err);
}

static enum gcl_status
keep(char **at, const char *name, const char *value, const char *want,
	struct gcl_error *err)
{
	const size_t size = strlen(value) + 1;

	if (!*value)
		return bad_value(name, value, want, err);
	free(*at);
	*at = malloc(size);
	if (!*at)
		return gcl_error_nomem(err);
	memcpy(*at, value, size);
	return GCL_OK;
}

static enum gcl_status
set_baseline(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return keep(&l->baseline_in, "baseline", value, "the name of a file",
	    err);
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
set_config(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	l->no_config = false;
	return keep(&l->config, "config", value, "the name of a file", err);
}

static enum gcl_status
set_country(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	const char *digits = value + (*value == '+');
	enum gcl_status st;
	bool is;

	st = gcl_config_country(gcl_span_str(digits), &is);
	if (st != GCL_OK)
		return gcl_error_nomem(err);
	if (!is)
		return bad_value("country", value,
		    "a country calling code, as in 1 or 44", err);
	return keep(&l->country, "country", digits, "", err);
}

static enum gcl_status
set_diff(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_switch("diff", value, &l->diff, err);
}

static enum gcl_status
set_exclude(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	/* No path begins with a dot and a slash; who writes so means here. */
	return gcl_input_exclude(l->input, value + (value[0] == '.' &&
	    value[1] == '/' && value[2] ? 1 : 0), err);
}

/* The severity that is meant by text, or none, which is the word for it. */
static const char *
meant(const char *text, const char *none)
{
	const struct {
		const char *word, *means;
	} words[] = {
		{ "error", "error" }, { "err", "error" },
		{ "warning", "warning" }, { "warn", "warning" },
		{ "note", "note" }, { "info", "note" },
		{ "none", none }, { "off", none },
	};
	struct suggest near;
	size_t i;

	gcl_suggest_init(&near, gcl_span_str(text));
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		gcl_suggest_offer(&near, gcl_span_str(words[i].word), i);
	return near.found ? words[near.index].means : NULL;
}

/* at: where in the value the level stands. */
static enum gcl_status
bad_level(const char *name, const char *value, const char *at,
	const char *none, const char *want, struct gcl_error *err)
{
	const char *near = meant(at, none);

	if (!near)
		return bad_value(name, value, want, err);
	return gcl_error_set(err, GCL_EUSAGE,
	    "'%s' is no value for '%s': did you mean '%.*s%s'?", value, name,
	    (int)(at - value), value, near);
}

static enum gcl_status
set_fail_level(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	struct profiles *p = &l->run.profiles;

	p->fail_level_set = true;
	if (!strcmp(value, "none"))
		p->fail_level = GCL_OFF;
	else if (!gcl_severity_parse(gcl_span_str(value), &p->fail_level) ||
	    p->fail_level == GCL_OFF)
		return bad_level("fail-level", value, value, "none",
		    "error, warning, note or none", err);
	return GCL_OK;
}

static enum gcl_status
set_fix(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_switch("fix", value, &l->fix, err);
}

/* len bytes of text as the rule. */
static struct override *
new_override(const char *text, size_t len)
{
	struct override *o = calloc(1, sizeof(*o) + len + 1);

	if (!o)
		return NULL;
	memcpy(o + 1, text, len);
	o->rule = gcl_span((const char *)(o + 1), len);
	return o;
}

static enum gcl_status
set_fix_rule(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	struct override *o = new_override(value, strlen(value));

	if (!o)
		return gcl_error_nomem(err);
	o->next = l->fix_rules;
	l->fix_rules = o;
	l->fix = true;
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

/* Offsets are what lseek(2) takes. */
static enum gcl_status
set_input_split(struct gcl_linter *l, const char *value,
	struct gcl_error *err)
{
	const char *colon = strchr(value, ':');
	enum gcl_status st;
	char offset[24];

	if (!colon || (size_t)(colon - value) >= sizeof(offset))
		return bad_value("input-split", value,
		    "OFFSET:LENGTH in bytes, as in 0:1048576", err);
	snprintf(offset, sizeof(offset), "%.*s", (int)(colon - value), value);
	st = parse_number("input-split", offset, 0, INT64_MAX,
	    &l->split.offset, err);
	if (st == GCL_OK)
		st = parse_number("input-split", colon + 1, 0, INT64_MAX,
		    &l->split.length, err);
	l->splits = st == GCL_OK;
	return st;
}

static enum gcl_status
set_jobs(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_number("jobs", value, 1, LIMIT_JOBS, &l->n_jobs, err);
}

static enum gcl_status
set_max_depth(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_number("max-depth", value, 1, LIMIT_DEPTH_MAX,
	    &l->max_depth, err);
}

static enum gcl_status
set_max_findings(struct gcl_linter *l, const char *value,
	struct gcl_error *err)
{
	return parse_number("max-findings", value, 1, UINT64_MAX,
	    &l->max_findings, err);
}

static enum gcl_status
set_max_size(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_number("max-size", value, 0, LIMIT_TEXT_BYTES,
	    &l->max_size, err);
}

static enum gcl_status
set_no_config(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	free(l->config);
	l->config = NULL;
	return parse_switch("no-config", value, &l->no_config, err);
}

static enum gcl_status
set_no_ignore(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_switch("no-ignore", value, &l->no_ignore, err);
}

static enum gcl_status
set_quiet(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_switch("quiet", value, &l->run.quiet, err);
}

static enum gcl_status
set_redact(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_switch("redact", value, &l->redacts, err);
}

static enum gcl_status
set_severity(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	const char *eq = strchr(value, '=');
	enum gcl_severity level;
	struct override *o;

	if (!eq || !gcl_severity_parse(gcl_span_str(eq + 1), &level))
		return bad_level("severity", value, eq ? eq + 1 : "", "off",
		    "RULE=error, RULE=warning, RULE=note or RULE=off", err);
	o = new_override(value, (size_t)(eq - value));
	if (!o)
		return gcl_error_nomem(err);
	o->level = level;
	*l->last_override = o;
	l->last_override = &o->next;
	return GCL_OK;
}

static enum gcl_status
set_stdin_filename(struct gcl_linter *l, const char *value,
	struct gcl_error *err)
{
	return keep(&l->stdin_name, "stdin-filename", value, "a name", err);
}

static enum gcl_status
set_unsafe_fixes(struct gcl_linter *l, const char *value,
	struct gcl_error *err)
{
	enum gcl_status st;

	st = parse_switch("unsafe-fixes", value, &l->unsafe, err);
	l->fix = l->fix || l->unsafe;
	return st;
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
set_write_baseline(struct gcl_linter *l, const char *value,
	struct gcl_error *err)
{
	if (!strcmp(value, "-"))
		return bad_value("write-baseline", value,
		    "the name of a file, or ./- for that one", err);
	return keep(&l->baseline_out, "write-baseline", value,
	    "the name of a file", err);
}

static enum gcl_status
set_pack(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	enum gcl_status st = gcl_packs_choose(&l->run.profiles.packs, value,
		err);

	l->run.profiles.pack_set = true;
	return st == GCL_OK ? keep(&l->pack, "pack", value, "", err) : st;
}

static const struct setting {
	const char *name;
	enum gcl_status (*set)(struct gcl_linter *l, const char *value,
		struct gcl_error *err);
} settings[] = {
	{ "baseline", set_baseline },
	{ "color", set_color },
	{ "config", set_config },
	{ "country", set_country },
	{ "diff", set_diff },
	{ "exclude", set_exclude },
	{ "fail-level", set_fail_level },
	{ "fix", set_fix },
	{ "fix-rule", set_fix_rule },
	{ "force-exclude", set_force_exclude },
	{ "input", set_input },
	{ "input-split", set_input_split },
	{ "jobs", set_jobs },
	{ "max-depth", set_max_depth },
	{ "max-findings", set_max_findings },
	{ "max-size", set_max_size },
	{ "no-config", set_no_config },
	{ "no-ignore", set_no_ignore },
	{ "pack", set_pack },
	{ "quiet", set_quiet },
	{ "redact", set_redact },
	{ "severity", set_severity },
	{ "stdin-filename", set_stdin_filename },
	{ "unsafe-fixes", set_unsafe_fixes },
	{ "verbose", set_verbose },
	{ "width", set_width },
	{ "write-baseline", set_write_baseline },
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
