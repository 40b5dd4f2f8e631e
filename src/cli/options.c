/*
 * The table of options, and what each does with its value.
 */
#include "config.h"

#include "cli/options.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define DIGITS "0123456789"
#define N(array) (sizeof(array) / sizeof((array)[0]))

/* Options of the library have its names. */
static enum gcl_status
set_library(struct options *o, const struct option_entry *e,
	const char *value, struct gcl_error *err)
{
	return gcl_linter_set(o->linter, e->name, value ? value : "yes", err);
}

static enum gcl_status
set_quiet(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	o->quiet = true;
	return set_library(o, e, value, err);
}

static enum gcl_status
set_null(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	(void)e, (void)value, (void)err;
	o->null = true;
	return GCL_OK;
}

static enum gcl_status
set_exit_zero(struct options *o, const struct option_entry *e,
	const char *value, struct gcl_error *err)
{
	(void)e, (void)value, (void)err;
	o->exit_zero = true;
	return GCL_OK;
}

static enum gcl_status
set_max_warnings(struct options *o, const struct option_entry *e,
	const char *value, struct gcl_error *err)
{
	size_t digits = strspn(value, DIGITS);

	if (digits == 0 || value[digits] != '\0')
		return gcl_error_set(err, GCL_EUSAGE,
			"--%s takes a number, not '%s'", e->name, value);
	o->max_warnings = strtoull(value, NULL, 10);
	return GCL_OK;
}

/* The library takes bytes; people think in K, M and G. */
static enum gcl_status
set_size(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	static const char units[] = "kKmMgG";
	size_t digits = strspn(value, DIGITS);
	const char *unit = strchr(units, value[digits]);
	unsigned long long n = strtoull(value, NULL, 10);
	char bytes[24];
	size_t power;

	if (digits == 0 || !unit || (*unit && value[digits + 1] != '\0'))
		return gcl_error_set(err, GCL_EUSAGE,
			"--%s takes a number of bytes, or one with K, M or G, "
			"not '%s'", e->name, value);
	power = *unit ? (size_t)(unit - units) / 2 + 1 : 0;
	for (; power > 0; power--)
		n = n > ULLONG_MAX / 1024 ? ULLONG_MAX : n * 1024;
	snprintf(bytes, sizeof(bytes), "%llu", n);
	return gcl_linter_set(o->linter, e->name, bytes, err);
}

/* Without a value the user asks for colour, as with ls(1) and git(1). */
static enum gcl_status
set_color(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	static const char *const names[] = {
		[COLOR_AUTO] = "auto",
		[COLOR_ALWAYS] = "always",
		[COLOR_NEVER] = "never",
	};
	size_t i;

	if (!value)
		value = names[COLOR_ALWAYS];
	for (i = 0; i < N(names); i++) {
		if (strcmp(value, names[i]) != 0)
			continue;
		o->color = (enum color_when)i;
		return GCL_OK;
	}
	return gcl_error_set(err, GCL_EUSAGE,
		"--%s takes auto, always or never, not '%s'", e->name, value);
}

static enum gcl_status
add_list(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	(void)e;
	if (gcl_grow(&o->lists, &o->cap_lists, o->n_lists + 1,
	    sizeof(*o->lists)) != 0)
		return gcl_error_nomem(err);
	o->lists[o->n_lists++] = value;
	return GCL_OK;
}

static bool
same_place(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static enum gcl_status
check_place(const struct options *o, const char *file, struct gcl_error *err)
{
	size_t i;

	for (i = 0; i < o->n_reports; i++) {
		if (!same_place(o->reports[i].file, file))
			continue;
		if (file)
			return gcl_error_set(err, GCL_EUSAGE,
				"two reports would go to '%s'", file);
		return gcl_error_set(err, GCL_EUSAGE,
			"two reports would go to standard output: give one "
			"a file, --format=NAME:FILE");
	}
	return GCL_OK;
}

static enum gcl_status
add_report(struct options *o, const struct option_entry *e,
	const char *value, struct gcl_error *err)
{
	size_t len = strcspn(value, ":");
	struct report r = { .file = value[len] ? value + len + 1 : NULL };
	enum gcl_status st;

	if (r.file && *r.file == '\0')
		return gcl_error_set(err, GCL_EUSAGE,
			"--%s=%s names no file behind the colon", e->name,
			value);
	if (r.file && !strcmp(r.file, "-"))
		r.file = NULL;
	st = check_place(o, r.file, err);
	if (st != GCL_OK)
		return st;
	r.format = strndup(value, len);
	if (!r.format || gcl_grow(&o->reports, &o->cap_reports,
	    o->n_reports + 1, sizeof(*o->reports)) != 0) {
		free(r.format);
		return gcl_error_nomem(err);
	}
	o->reports[o->n_reports++] = r;
	return GCL_OK;
}

static enum gcl_status
set_action(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	if (o->chosen_by && strcmp(o->chosen_by, e->name) != 0)
		return gcl_error_set(err, GCL_EUSAGE,
			"--%s and --%s cannot be had at once", o->chosen_by,
			e->name);
	o->chosen_by = e->name;
	o->action = e->action;
	o->describe = e->describe;
	o->describe_name = value;
	return GCL_OK;
}

static enum gcl_status
not_yet(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	(void)o, (void)value;
	return gcl_error_set(err, GCL_EUSAGE, "--%s is not in this version yet",
		e->name);
}

#define GROUP(title) { .help = (title) }
#define LATER(option) { .name = (option), .arg = ARG_OPTIONAL, .set = not_yet }

const struct option_entry gcl_option_table[] = {
	GROUP("Input"),
	{ .name = "input", .arg = ARG_REQUIRED, .metavar = "KIND",
		.set = set_library,
		.help = "read every input as KIND: json, ndjson, http, har, "
			"curl, postman, log, or auto (the "
			"default), by its name and content" },
	{ .name = "stdin-filename", .arg = ARG_REQUIRED, .metavar = "NAME",
		.set = set_library,
		.help = "the name of standard input in reports" },
	{ .name = "files-from", .arg = ARG_REQUIRED, .metavar = "FILE|-",
		.set = add_list,
		.help = "lint the files named in FILE, or on standard input, "
			"one a line" },
	{ .name = "null", .letter = '0', .set = set_null,
		.help = "the names in --files-from end in NUL" },
	{ .name = "exclude", .arg = ARG_REQUIRED, .metavar = "GLOB",
		.set = set_library,
		.help = "leave out what matches GLOB, which is written as in "
			".gitignore; may be repeated" },
	{ .name = "force-exclude", .set = set_library,
		.help = "exclusions apply to files named here too, and JSON "
			"that is no payload is passed over, as hooks need it" },
	{ .name = "list-files", .set = set_action, .action = ACTION_LIST_FILES,
		.help = "print the names of what would be linted" },
	{ .name = "max-size", .arg = ARG_REQUIRED, .metavar = "SIZE",
		.set = set_size,
		.help = "the largest JSON text to read, in bytes or with K, M "
			"or G; less than 2G, which is the default" },
	{ .name = "max-depth", .arg = ARG_REQUIRED, .metavar = "N",
		.set = set_library,
		.help = "how deep arrays and objects may be nested "
			"(default 512)" },

	GROUP("Rules"),
	{ .name = "pack", .arg = ARG_REQUIRED, .metavar = "NAME|FILE",
		.set = set_library,
		.help = "lint by this rule pack; a FILE has a dot or a slash "
			"in its name" },
	{ .name = "severity", .arg = ARG_REQUIRED, .metavar = "RULE=LEVEL",
		.set = set_library,
		.help = "make what RULE finds an error, warning or note, or "
			"turn it off; may be repeated" },
	{ .name = "list-packs", .set = set_action, .action = ACTION_DESCRIBE,
		.describe = "packs", .help = "list the rule packs" },
	{ .name = "list-rules", .set = set_action, .action = ACTION_DESCRIBE,
		.describe = "rules", .help = "list the rules of the pack" },
	{ .name = "list-kinds", .set = set_action, .action = ACTION_DESCRIBE,
		.describe = "kinds",
		.help = "list the kinds of checks that packs are made of" },
	{ .name = "explain", .arg = ARG_REQUIRED, .metavar = "RULE",
		.set = set_action, .action = ACTION_DESCRIBE,
		.describe = "rule",
		.help = "say what RULE finds and why, with examples" },

	GROUP("Exit status"),
	{ .name = "fail-level", .arg = ARG_REQUIRED, .metavar = "LEVEL",
		.set = set_library,
		.help = "fail from this severity on: error (the default), "
			"warning, note, or none" },
	{ .name = "max-warnings", .arg = ARG_REQUIRED, .metavar = "N",
		.set = set_max_warnings,
		.help = "fail on more than N warnings" },
	{ .name = "exit-zero", .set = set_exit_zero,
		.help = "do not fail on findings" },

	GROUP("Output"),
	{ .name = "format", .arg = ARG_REQUIRED, .metavar = "NAME[:FILE]",
		.set = add_report, .names = "formats",
		.help = "report as NAME, on standard output or to FILE; may be "
			"repeated; NAME is one of" },
	{ .name = "color", .arg = ARG_OPTIONAL, .metavar = "WHEN",
		.set = set_color,
		.help = "colour the text: auto (the default), always or "
			"never" },
	{ .name = "quiet", .letter = 'q', .set = set_quiet,
		.help = "report only what makes it fail, a line each" },
	{ .name = "verbose", .letter = 'v', .set = set_library,
		.help = "say how each input is read and which pack it is "
			"linted by" },

	GROUP("Help"),
	{ .name = "help", .letter = 'h', .set = set_action,
		.action = ACTION_HELP, .help = "print this" },
	{ .name = "version", .set = set_action, .action = ACTION_VERSION,
		.help = "print the version" },

	LATER("audience"),
	LATER("auth"),
	LATER("baseline"),
	LATER("cacert"),
	LATER("compose"),
	LATER("config"),
	LATER("country"),
	LATER("diff"),
	LATER("document"),
	LATER("dry-run"),
	LATER("explain-response"),
	LATER("fix"),
	LATER("fix-rule"),
	LATER("from"),
	LATER("input-split"),
	LATER("insecure-key-file"),
	LATER("jobs"),
	LATER("max-findings"),
	LATER("merge"),
	LATER("no-config"),
	LATER("no-ignore"),
	LATER("path"),
	LATER("print-config"),
	LATER("redact"),
	LATER("region"),
	LATER("scope"),
	LATER("send"),
	LATER("set"),
	LATER("stats"),
	LATER("to"),
	LATER("token-url"),
	LATER("unsafe-fixes"),
	LATER("wait"),
	LATER("write-baseline"),
	LATER("yes"),
};

const size_t gcl_option_count = N(gcl_option_table);

_Static_assert(N(gcl_option_table) <= OPTIONS_MAX, "OPTIONS_MAX is too small");

void
gcl_options_release(struct options *o)
{
	size_t i;

	for (i = 0; i < o->n_reports; i++)
		free(o->reports[i].format);
	free(o->reports);
	free(o->lists);
	*o = (struct options){ 0 };
}
