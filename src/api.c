/*
 * The public functions: options, and the line from inputs over findings to
 * reports.
 */
#include "config.h"

#include "gclint/gclint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/suggest.h"
#include "emit/emit.h"
#include "lint/describe.h"
#include "lint/run.h"
#include "rule/pack.h"

#define DEFAULT_PACK "call-conversation"

/* "rule=level", as it was given. */
struct override {
	struct override *next;
	struct span rule;
	enum gcl_severity level;
	char text[];
};

struct output {
	struct output *next;
	struct emit emit;
};

struct gcl_linter {
	struct ruleset *rules;
	struct buf pack_bytes;		/* of a pack from a file */
	signed char *levels;
	struct override *overrides, **last_override;
	struct input *input;
	struct output *outputs, **last_output;
	struct run run;
	char *stdin_name;
	uint64_t max_size, max_depth;
	uint64_t width;
	bool color, ready;
	gcl_finding_fn on_finding;
	gcl_notice_fn on_notice;
	void *finding_ctx, *notice_ctx;
};

const char *
gcl_version(void)
{
	return PACKAGE_VERSION;
}

const char *
gcl_strstatus(enum gcl_status st)
{
	static const char *const texts[] = {
		[GCL_OK] = "no error",
		[GCL_ENOMEM] = "out of memory",
		[GCL_EUSAGE] = "wrong use",
		[GCL_EPACK] = "faulty rule pack",
		[GCL_EINPUT] = "input cannot be read",
		[GCL_EOUTPUT] = "output cannot be written",
		[GCL_ELIMIT] = "limit reached",
	};

	if ((size_t)st >= sizeof(texts) / sizeof(texts[0]))
		return "unknown error";
	return texts[st];
}

enum gcl_status
gcl_linter_new(struct gcl_linter **out, struct gcl_error *err)
{
	struct gcl_linter *l = calloc(1, sizeof(*l));

	gcl_error_reset(err);
	*out = l;
	if (!l)
		return gcl_error_nomem(err);
	l->last_override = &l->overrides;
	l->last_output = &l->outputs;
	l->max_size = LIMIT_TEXT_BYTES;
	l->max_depth = LIMIT_DEPTH_DEFAULT;
	gcl_buf_init(&l->pack_bytes, LIMIT_PACK_BYTES);
	gcl_run_init(&l->run, LIMIT_TEXT_BYTES);
	if (gcl_input_new(&l->input) == GCL_OK)
		return GCL_OK;
	gcl_linter_free(l);
	*out = NULL;
	return gcl_error_nomem(err);
}

void
gcl_linter_free(struct gcl_linter *l)
{
	struct override *o;
	struct output *out;

	if (!l)
		return;
	while ((o = l->overrides)) {
		l->overrides = o->next;
		free(o);
	}
	while ((out = l->outputs)) {
		l->outputs = out->next;
		gcl_emit_release(&out->emit);
		free(out);
	}
	gcl_lint_free(l->run.lint);
	gcl_run_release(&l->run);
	gcl_input_free(l->input);
	gcl_ruleset_free(l->rules);
	gcl_buf_release(&l->pack_bytes);
	free(l->levels);
	free(l->stdin_name);
	free(l);
}

/* ---- options ---- */

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
parse_number(const char *name, const char *value, uint64_t max,
	uint64_t *out, struct gcl_error *err)
{
	char want[64];
	char *end;

	errno = 0;
	*out = strtoull(value, &end, 10);
	if (value[0] >= '0' && value[0] <= '9' && !*end && !errno &&
	    *out <= max)
		return GCL_OK;
	snprintf(want, sizeof(want), "a number from 0 to %llu",
	    (unsigned long long)max);
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
	    "no input kind '%s': auto, json or ndjson", value);
}

static enum gcl_status
set_max_depth(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_number("max-depth", value, LIMIT_DEPTH_MAX,
	    &l->max_depth, err);
}

static enum gcl_status
set_max_size(struct gcl_linter *l, const char *value, struct gcl_error *err)
{
	return parse_number("max-size", value, LIMIT_TEXT_BYTES, &l->max_size,
	    err);
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
	return parse_number("width", value, 100000, &l->width, err);
}

static enum gcl_status
read_pack(struct gcl_linter *l, const char *path, struct span *out,
	struct gcl_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct gcl_error why = { GCL_OK, "" };
	struct reader r;
	enum gcl_status st;

	if (fd < 0)
		return gcl_error_set(err, GCL_EUSAGE,
		    "cannot read the pack '%s': %s", path, strerror(errno));
	gcl_reader_init(&r, LIMIT_PACK_BYTES);
	gcl_reader_fd(&r, fd);
	st = gcl_reader_all(&r, out, &why);
	close(fd);
	if (st == GCL_OK) {
		gcl_buf_reset(&l->pack_bytes);
		gcl_buf_addspan(&l->pack_bytes, *out);
		*out = gcl_buf_span(&l->pack_bytes);
		st = gcl_buf_status(&l->pack_bytes);
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
	struct span bytes = { 0 };
	enum gcl_status st = GCL_OK;

	gcl_ruleset_free(l->rules);
	l->rules = NULL;
	if (file)
		st = read_pack(l, value, &bytes, err);
	if (st == GCL_OK)
		st = gcl_pack_load(value, file ? value : NULL, bytes, &rules,
		    err);
	l->rules = rules;
	l->run.forced_pack = true;
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

void
gcl_linter_on_finding(struct gcl_linter *l, gcl_finding_fn fn, void *ctx)
{
	l->on_finding = fn;
	l->finding_ctx = ctx;
}

void
gcl_linter_on_notice(struct gcl_linter *l, gcl_notice_fn fn, void *ctx)
{
	l->on_notice = fn;
	l->notice_ctx = ctx;
}

enum gcl_status
gcl_linter_output(struct gcl_linter *l, const char *format,
	gcl_write_fn write, void *ctx, struct gcl_error *err)
{
	const struct emitter *e;
	struct output *out;
	const char *near;

	gcl_error_reset(err);
	e = gcl_emitter_find(gcl_span_str(format), &near);
	if (!e && near)
		return gcl_error_set(err, GCL_EUSAGE,
		    "no format '%s': did you mean '%s'?", format, near);
	if (!e)
		return gcl_error_set(err, GCL_EUSAGE,
		    "no format '%s': text, gcc or json", format);
	out = calloc(1, sizeof(*out));
	if (!out)
		return gcl_error_nomem(err);
	gcl_emit_init(&out->emit, e, write, ctx);
	out->emit.color = l->color;
	out->emit.width = (unsigned)l->width;
	*l->last_output = out;
	l->last_output = &out->next;
	return GCL_OK;
}

/* ---- a run ---- */

static void
pass_finding(void *ctx, const struct gcl_finding *f, struct source *src)
{
	struct gcl_linter *l = ctx;
	struct output *out;

	if (l->on_finding)
		l->on_finding(l->finding_ctx, f);
	for (out = l->outputs; out; out = out->next)
		gcl_emit_finding(&out->emit, f, src);
}

/* A report that cannot be written ends the run: nobody would read the rest. */
static enum gcl_status
pass_document(void *ctx)
{
	struct gcl_linter *l = ctx;
	enum gcl_status st = GCL_OK;
	struct output *out;

	for (out = l->outputs; out; out = out->next) {
		gcl_emit_flush(&out->emit);
		if (st == GCL_OK)
			st = out->emit.sink.st;
	}
	return st;
}

static void
pass_notice(void *ctx, enum gcl_notice kind, const char *text)
{
	struct gcl_linter *l = ctx;

	if (l->on_notice)
		l->on_notice(l->notice_ctx, kind, text);
}

static enum gcl_status
need_rules(struct gcl_linter *l, struct gcl_error *err)
{
	if (l->rules)
		return GCL_OK;
	return gcl_pack_load(DEFAULT_PACK, NULL, gcl_span(NULL, 0), &l->rules,
	    err);
}

static enum gcl_status
unknown_rule(const struct gcl_linter *l, struct span name,
	struct gcl_error *err)
{
	const char *near = gcl_rule_nearest(l->rules, name);

	if (near)
		return gcl_error_set(err, GCL_EUSAGE,
		    "no rule '%.*s': did you mean '%s'?", (int)name.len,
		    name.ptr, near);
	return gcl_error_set(err, GCL_EUSAGE,
	    "no rule '%.*s': --list-rules shows them", (int)name.len,
	    name.ptr);
}

static enum gcl_status
set_levels(struct gcl_linter *l, struct gcl_error *err)
{
	const struct override *o;
	const struct rule *r;

	free(l->levels);
	l->levels = malloc(l->rules->n_rules + 1);
	if (!l->levels)
		return gcl_error_nomem(err);
	memset(l->levels, -1, l->rules->n_rules + 1);
	for (o = l->overrides; o; o = o->next) {
		r = gcl_ruleset_rule(l->rules, o->rule);
		if (!r)
			return unknown_rule(l, o->rule, err);
		l->levels[r->index] = (signed char)o->level;
	}
	return GCL_OK;
}

static void
begin_reports(struct gcl_linter *l)
{
	struct output *out;

	for (out = l->outputs; out; out = out->next) {
		out->emit.quiet = l->run.quiet;
		gcl_emit_begin(&out->emit);
	}
}

/* Everything that can be wrong with options is found before any output. */
static enum gcl_status
prepare(struct gcl_linter *l, struct gcl_error *err)
{
	struct lint_options o = { .forced = l->run.forced_pack,
		.max_depth = (uint32_t)l->max_depth };
	enum gcl_status st;

	gcl_error_reset(err);
	if (l->ready)
		return GCL_OK;
	st = need_rules(l, err);
	if (st == GCL_OK)
		st = set_levels(l, err);
	if (st != GCL_OK)
		return st;
	o.rules = l->run.rules = l->rules;
	o.levels = l->levels;
	l->run.lint = gcl_lint_new(&o);
	if (!l->run.lint)
		return gcl_error_nomem(err);
	l->run.reader.max = (size_t)l->max_size;
	l->run.stdin_name = l->stdin_name ? l->stdin_name : "<stdin>";
	l->run.ctx = l;
	l->run.on_finding = pass_finding;
	l->run.on_document = pass_document;
	l->run.on_notice = pass_notice;
	begin_reports(l);
	l->ready = true;
	return GCL_OK;
}

enum gcl_status
gcl_lint_buffer(struct gcl_linter *l, const char *name, const void *bytes,
	size_t len, struct gcl_error *err)
{
	enum gcl_status st = prepare(l, err);

	if (st != GCL_OK)
		return st;
	return gcl_run_bytes(&l->run, name, gcl_span(bytes, len), err);
}

enum gcl_status
gcl_lint_paths(struct gcl_linter *l, const char *const *paths, size_t n,
	struct gcl_error *err)
{
	enum gcl_status st = prepare(l, err);

	if (st != GCL_OK)
		return st;
	gcl_input_start(l->input, paths, n);
	return gcl_run_inputs(&l->run, l->input, err);
}

static enum gcl_status
put(gcl_write_fn write, void *ctx, struct buf *b, struct gcl_error *err)
{
	enum gcl_status st = gcl_buf_status(b);

	if (st == GCL_OK && b->len > 0 && write(ctx, b->ptr, b->len) != 0)
		st = gcl_error_set(err, GCL_EOUTPUT, "cannot write");
	else if (st != GCL_OK)
		gcl_error_set(err, st, "%s", gcl_strstatus(st));
	gcl_buf_reset(b);
	return st;
}

enum gcl_status
gcl_list_paths(struct gcl_linter *l, const char *const *paths, size_t n,
	gcl_write_fn write, void *ctx, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	struct gcl_error why = { GCL_OK, "" };
	struct input_item item;
	enum input_result r;
	struct buf line;

	gcl_error_reset(err);
	gcl_buf_init(&line, LIMIT_TEXT_BYTES);
	gcl_input_start(l->input, paths, n);
	do {
		gcl_error_reset(&why);
		r = gcl_input_next(l->input, &item, &why);
		if (r == INPUT_ITEM) {
			gcl_buf_addf(&line, "%s\n", item.path);
			st = put(write, ctx, &line, err);
		} else if (r == INPUT_FAILED) {
			l->run.totals.unreadable++;
			pass_notice(l, GCL_NOTICE_ERROR, why.text);
		}
	} while (st == GCL_OK && r != INPUT_END && r != INPUT_NOMEM);
	gcl_buf_release(&line);
	return r == INPUT_NOMEM ? gcl_error_nomem(err) : st;
}

enum gcl_status
gcl_linter_finish(struct gcl_linter *l, struct gcl_totals *totals,
	struct gcl_error *err)
{
	enum gcl_status st = prepare(l, err), one;
	struct output *out;

	for (out = l->outputs; l->ready && out; out = out->next) {
		one = gcl_emit_end(&out->emit, &l->run.totals);
		if (one != GCL_OK && st == GCL_OK)
			st = gcl_error_set(err, one, "%s",
			    gcl_strstatus(one));
	}
	*totals = l->run.totals;
	return st;
}

/* ---- descriptions ---- */

static enum gcl_status
describe_rules(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	enum gcl_status st = need_rules(l, err);

	(void)name;
	if (st == GCL_OK)
		gcl_describe_rules(l->rules, out);
	return st;
}

static enum gcl_status
describe_rule(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	enum gcl_status st = need_rules(l, err);
	const struct rule *r;

	if (st != GCL_OK)
		return st;
	r = gcl_ruleset_rule(l->rules, gcl_span_str(name));
	if (!r)
		return unknown_rule(l, gcl_span_str(name), err);
	gcl_describe_rule(r, out);
	return GCL_OK;
}

static enum gcl_status
describe_packs(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	enum gcl_status st = need_rules(l, err);

	(void)name;
	if (st == GCL_OK)
		gcl_describe_pack(l->rules, out);
	return st;
}

static enum gcl_status
describe_kinds(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	(void)l, (void)name, (void)err;
	gcl_describe_kinds(out);
	return GCL_OK;
}

static enum gcl_status
describe_formats(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	size_t i;

	(void)l, (void)name, (void)err;
	for (i = 0; gcl_emitters[i]; i++)
		gcl_buf_addf(out, "%-6s %s\n", gcl_emitters[i]->name,
		    gcl_emitters[i]->summary);
	return GCL_OK;
}

static const struct description {
	const char *what;
	enum gcl_status (*describe)(struct gcl_linter *l, const char *name,
		struct buf *out, struct gcl_error *err);
} descriptions[] = {
	{ "formats", describe_formats },
	{ "kinds", describe_kinds },
	{ "packs", describe_packs },
	{ "rule", describe_rule },
	{ "rules", describe_rules },
};

enum gcl_status
gcl_describe(struct gcl_linter *l, const char *what, const char *name,
	gcl_write_fn write, void *ctx, struct gcl_error *err)
{
	enum gcl_status st = GCL_EUSAGE;
	struct buf out;
	size_t i;

	gcl_error_reset(err);
	gcl_buf_init(&out, LIMIT_PACK_BYTES);
	for (i = 0; i < sizeof(descriptions) / sizeof(descriptions[0]); i++) {
		if (strcmp(what, descriptions[i].what))
			continue;
		st = descriptions[i].describe(l, name, &out, err);
		if (st == GCL_OK)
			st = put(write, ctx, &out, err);
	}
	gcl_buf_release(&out);
	if (st == GCL_EUSAGE)
		gcl_error_set(err, st, "nothing is known of '%s'", what);
	return st;
}
