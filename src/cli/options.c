/*
 * The table of options, and what each does with its value.
 */
#include "config.h"

#include "cli/options.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "cli/shellwords.h"

#define DIGITS "0123456789"
#define DOCUMENT_DIGITS 18
#define N(array) (sizeof(array) / sizeof((array)[0]))

/* Options of the library have its names. */
static enum gcl_status
set_library(struct options *o, const struct option_entry *e,
	const char *value, struct gcl_error *err)
{
	return gcl_linter_set(o->linter, e->name, value ? value : "yes", err);
}

/* A switch of the library that the program has to know of as well. */
static enum gcl_status
set_both(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	*(bool *)((char *)o + e->at) = true;
	return e->library ? set_library(o, e, value, err) : GCL_OK;
}

static enum gcl_status
set_write_baseline(struct options *o, const struct option_entry *e,
	const char *value, struct gcl_error *err)
{
	o->write_baseline = value;
	return set_library(o, e, value, err);
}

static enum gcl_status
set_number(struct options *o, const struct option_entry *e,
	const char *value, struct gcl_error *err)
{
	size_t digits = strspn(value, DIGITS);

	if (digits == 0 || value[digits] != '\0')
		return gcl_error_set(err, GCL_EUSAGE,
			"--%s takes a number, not '%s'", e->name, value);
	*(uint64_t *)(void *)((char *)o + e->at) = strtoull(value, NULL, 10);
	return GCL_OK;
}

/* A number that is too large is not cut down to any document. */
static enum gcl_status
set_document(struct options *o, const struct option_entry *e,
	const char *value, struct gcl_error *err)
{
	if (strlen(value) > DOCUMENT_DIGITS)
		return gcl_error_set(err, GCL_EUSAGE,
			"--%s takes a number, not '%s'", e->name, value);
	return set_number(o, e, value, err);
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
add_name(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	struct names *names = (struct names *)(void *)((char *)o + e->at);

	if (gcl_grow(&names->list, &names->cap, names->n + 1,
	    sizeof(*names->list)) != 0)
		return gcl_error_nomem(err);
	names->list[names->n++] = value;
	return GCL_OK;
}

static enum gcl_status
set_text(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	(void)err;
	*(const char **)(void *)((char *)o + e->at) = value;
	return GCL_OK;
}

static bool
same_place(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* A report that GCLINT_OPTS asks for gives its place to one that is named. */
static enum gcl_status
check_place(struct options *o, const char *file, struct gcl_error *err)
{
	size_t i;

	for (i = 0; i < o->n_reports; i++) {
		if (!same_place(o->reports[i].file, file))
			continue;
		if (o->reports[i].is_default && !o->defaults) {
			free(o->reports[i].format);
			o->reports[i] = o->reports[--o->n_reports];
			return GCL_OK;
		}
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
	struct report r = { .file = value[len] ? value + len + 1 : NULL,
		.is_default = o->defaults };
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

/* What may ring a phone is asked for each time. */
static enum gcl_status
check_default(const struct options *o, const struct option_entry *e,
	struct gcl_error *err)
{
	return !o->defaults ? GCL_OK : gcl_error_set(err, GCL_EUSAGE,
		"--%s is for the command line", e->name);
}

static enum gcl_status
set_send(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	enum gcl_status st = check_default(o, e, err);

	return st == GCL_OK ? set_action(o, e, value, err) : st;
}

static enum gcl_status
set_yes(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	enum gcl_status st = check_default(o, e, err);

	return st == GCL_OK ? set_both(o, e, value, err) : st;
}

#define WAIT_MAX 86400u

/* Without a value: as long as somebody lets it ring. */
static enum gcl_status
set_wait(struct options *o, const struct option_entry *e, const char *value,
	struct gcl_error *err)
{
	const char *seconds = value ? value : "60";
	size_t digits = strspn(seconds, DIGITS);
	unsigned long long n = strtoull(seconds, NULL, 10);

	if (digits == 0 || seconds[digits] != '\0' || n == 0 || n > WAIT_MAX)
		return gcl_error_set(err, GCL_EUSAGE, "--%s takes a number of "
			"seconds from 1 to %u, not '%s'", e->name, WAIT_MAX,
			seconds);
	o->wait = seconds;
	return GCL_OK;
}

#define AT(member) .at = offsetof(struct options, member)
#define FLAG(member) .set = set_both, AT(member)
#define NAMES(member) .set = add_name, AT(member)
#define NUMBER(member) .set = set_number, AT(member)
#define TEXT(member) .set = set_text, AT(member)
#define SENDING FOR(ACTION_SEND)
#define GROUP(title) { .help = (title) }

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
		NAMES(lists),
		.help = "lint the files named in FILE, or on standard input, "
			"one a line" },
	{ .name = "null", .letter = '0', FLAG(null),
		.help = "the names in --files-from end in NUL" },
	{ .name = "exclude", .arg = ARG_REQUIRED, .metavar = "GLOB",
		.set = set_library,
		.help = "leave out what matches GLOB, which is written as in "
			".gitignore; may be repeated" },
	{ .name = "force-exclude", .set = set_library,
		.help = "exclusions apply to files named here too, and JSON "
			"that is no payload is passed over, as hooks need it" },
	{ .name = "no-ignore", .set = set_library,
		.help = "heed neither .gclintignore files nor the exclude of "
			"the configuration" },
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
	{ .name = "jobs", .arg = ARG_REQUIRED, .metavar = "N",
		.set = set_library,
		.help = "lint so many inputs, or parts of a stream of NDJSON, "
			"at a time; by default as many as there are "
			"processors" },

	GROUP("Splits"),
	{ .name = "input-split", .arg = ARG_REQUIRED,
		.metavar = "OFFSET:LENGTH", .set = set_library,
		.help = "lint the NDJSON records of one file that begin in "
			"these bytes of it" },
	{ .name = "merge", .set = set_action, .action = ACTION_MERGE,
		.help = "join the jsonl reports of splits, in any order, into "
			"one of the whole files" },

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

	GROUP("Configuration"),
	{ .name = "config", .arg = ARG_REQUIRED, .metavar = "FILE",
		.set = set_library,
		.help = "take FILE as the configuration of all inputs, in "
			"place of the nearest .gclint.json" },
	{ .name = "no-config", .set = set_library,
		.help = "heed no configuration" },
	{ .name = "print-config", .set = set_action,
		.action = ACTION_PRINT_CONFIG,
		.help = "print the configuration that holds for the file "
			"named, or for the current directory" },
	{ .name = "baseline", .arg = ARG_REQUIRED, .metavar = "FILE",
		.set = set_library,
		.help = "report only what is not in this baseline" },
	{ .name = "write-baseline", .arg = ARG_REQUIRED, .metavar = "FILE",
		.set = set_write_baseline,
		.help = "write what is found to FILE, a baseline, and do not "
			"fail on it; with --baseline: what is left of that "
			"one" },

	GROUP("Fixes"),
	{ .name = "fix", FLAG(fix), .library = true,
		.help = "mend what can be mended safely: in the file, or of "
			"standard input to standard output" },
	{ .name = "unsafe-fixes", FLAG(fix), .library = true,
		.help = "mend also what may change the meaning; implies "
			"--fix" },
	{ .name = "fix-rule", .arg = ARG_REQUIRED, .metavar = "RULE",
		FLAG(fix), .library = true,
		.help = "mend only what RULE finds; implies --fix; may be "
			"repeated" },
	{ .name = "diff", FLAG(diff), .library = true,
		.help = "print what --fix would change as a unified diff, and "
			"change nothing" },
	{ .name = "country", .arg = ARG_REQUIRED, .metavar = "CODE",
		.set = set_library,
		.help = "the calling code of numbers that have none, as in 1 "
			"or 44, for --unsafe-fixes" },

	GROUP("Composing"),
	{ .name = "compose", .set = set_action, .action = ACTION_COMPOSE,
		.help = "print a correct payload of the pack" },
	{ .name = "to", .arg = ARG_REQUIRED, .metavar = "ADDRESS", TEXT(to),
		.needs = FOR(ACTION_COMPOSE),
		.help = "whom to call, write to or transfer to in it" },
	{ .name = "from", .arg = ARG_REQUIRED, .metavar = "ADDRESS",
		TEXT(from), .help = "who does so" },
	{ .name = "set", .arg = ARG_REQUIRED, .metavar = "POINTER=VALUE",
		NAMES(sets), .needs = FOR(ACTION_COMPOSE),
		.help = "put VALUE at this JSON Pointer of it: JSON, or else "
			"a string; may be repeated" },

	GROUP("Sending"),
	{ .name = "send", .set = set_send, .action = ACTION_SEND,
		.help = "send the one document that is linted to the API, "
			"once, unless something makes it fail" },
	{ .name = "yes", .set = set_yes, AT(yes), .needs = SENDING,
		.help = "do not ask before it is sent" },
	{ .name = "dry-run", FLAG(dry_run), .needs = SENDING,
		.help = "print what would be sent, and to where; use no "
			"network" },
	{ .name = "document", .arg = ARG_REQUIRED, .metavar = "N",
		.set = set_document, AT(document), .needs = SENDING | FOR(ACTION_EXPLAIN),
		.help = "the document to send, of a capture or of NDJSON with "
			"several; the first is 0" },
	{ .name = "path", .arg = ARG_REQUIRED, .metavar = "PATH", TEXT(path),
		.needs = SENDING,
		.help = "the path to send it to, with its parameters filled "
			"in" },
	{ .name = "auth", .arg = ARG_REQUIRED, .metavar = "WAY", TEXT(auth),
		.needs = SENDING,
		.help = "authenticate by jwt, client-credentials or token; by "
			"default as the credentials in the environment "
			"allow" },
	{ .name = "region", .arg = ARG_REQUIRED, .metavar = "NAME",
		TEXT(region), .needs = SENDING,
		.help = "the platform's region, as in eu_central_1 or "
			"mypurecloud.de" },
	{ .name = "token-url", .arg = ARG_REQUIRED, .metavar = "URL",
		TEXT(token_url), .needs = SENDING,
		.help = "where to get the token" },
	{ .name = "audience", .arg = ARG_REQUIRED, .metavar = "URL",
		TEXT(audience), .needs = SENDING,
		.help = "the audience of the JWT" },
	{ .name = "scope", .arg = ARG_REQUIRED, .metavar = "SCOPES",
		TEXT(scope), .needs = SENDING,
		.help = "the scopes to ask for, with blanks between" },
	{ .name = "cacert", .arg = ARG_REQUIRED, .metavar = "FILE",
		TEXT(cacert), .needs = SENDING,
		.help = "trust the certificate authorities in this PEM file" },
	{ .name = "insecure-key-file", FLAG(insecure_key_file),
		.needs = SENDING,
		.help = "take a key file that others may read" },
	{ .name = "wait", .arg = ARG_OPTIONAL, .metavar = "SECONDS",
		.set = set_wait, .needs = SENDING,
		.help = "wait until the call is connected or has ended, at "
			"most so long (default 60), and show its states" },
	{ .name = "explain-response", .arg = ARG_REQUIRED, .metavar = "FILE",
		.set = set_action, .action = ACTION_EXPLAIN,
		.help = "say what an answer of the API in FILE means, as curl "
			"-i or the body alone, for the payload that is named "
			"or by itself" },

	GROUP("Exit status"),
	{ .name = "fail-level", .arg = ARG_REQUIRED, .metavar = "LEVEL",
		.set = set_library,
		.help = "fail from this severity on: error (the default), "
			"warning, note, or none" },
	{ .name = "max-warnings", .arg = ARG_REQUIRED, .metavar = "N",
		NUMBER(max_warnings),
		.help = "fail on more than N warnings" },
	{ .name = "exit-zero", FLAG(exit_zero),
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
	{ .name = "quiet", .letter = 'q', FLAG(quiet), .library = true,
		.help = "report only what makes it fail, a line each" },
	{ .name = "redact", FLAG(redact), .library = true,
		.help = "mask telephone numbers, users of addresses, and "
			"tokens in all reports" },
	{ .name = "max-findings", .arg = ARG_REQUIRED, .metavar = "N",
		.set = set_library,
		.help = "show no more than N findings as text; all count" },
	{ .name = "stats", FLAG(stats),
		.help = "say on standard error what was found by rule, and "
			"how fast" },
	{ .name = "verbose", .letter = 'v', FLAG(verbose), .library = true,
		.help = "say how each input is read and which pack it is "
			"linted by" },

	GROUP("Help"),
	{ .name = "help", .letter = 'h', .set = set_action,
		.action = ACTION_HELP, .help = "print this" },
	{ .name = "version", .set = set_action, .action = ACTION_VERSION,
		.help = "print the version" },
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
	free(o->lists.list);
	free(o->sets.list);
	gcl_shellwords_free(o->words);
	*o = (struct options){ 0 };
}
