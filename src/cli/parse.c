/*
 * Read the command line by the table, with getopt_long(3): GNU permutation,
 * abbreviations where they are unambiguous, and messages of our own.
 */
#include "config.h"

#include "cli/parse.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "cli/help.h"
#include "cli/shellwords.h"

/* What getopt_long() returns for entry i: no character is as large. */
#define LONG(i) (0x110000 + (int)(i))

/* Of an ambiguous option: each is shorter than 32 bytes. */
#define CANDIDATES_MAX 6

#define SEE_HELP "gclint: --help lists the options"

/* The library's list, made from the table; entry i returns LONG(i). */
static void
make_long(struct option *out)
{
	static const int has_arg[] = {
		[ARG_NONE] = no_argument,
		[ARG_REQUIRED] = required_argument,
		[ARG_OPTIONAL] = optional_argument,
	};
	const struct option_entry *e;
	size_t i;

	for (i = 0; i < gcl_option_count; i++) {
		e = &gcl_option_table[i];
		if (e->name)
			*out++ = (struct option){ e->name, has_arg[e->arg],
				NULL, LONG(i) };
	}
	*out = (struct option){ 0 };
}

/* No letter takes a value.  The colon asks for silence and for ':'. */
static void
make_short(char *out)
{
	size_t i;

	*out++ = ':';
	for (i = 0; i < gcl_option_count; i++)
		if (gcl_option_table[i].letter)
			*out++ = gcl_option_table[i].letter;
	*out = '\0';
}

/* NULL for a letter that is none of ours. */
static const struct option_entry *
find_entry(int c)
{
	size_t i;

	if (c >= LONG(0))
		return &gcl_option_table[c - LONG(0)];
	for (i = 0; c != 0 && i < gcl_option_count; i++)
		if (gcl_option_table[i].letter == c)
			return &gcl_option_table[i];
	return NULL;
}

static bool
begins(const struct option_entry *e, struct span prefix)
{
	return e->name && !strncmp(e->name, prefix.ptr, prefix.len);
}

static size_t
count_prefixed(struct span prefix)
{
	size_t i, n = 0;

	for (i = 0; i < gcl_option_count; i++)
		n += begins(&gcl_option_table[i], prefix);
	return n;
}

static enum gcl_status
ambiguous(struct span prefix, struct gcl_error *err)
{
	char names[CANDIDATES_MAX * 32] = "";
	size_t i, n = 0, at = 0;

	for (i = 0; i < gcl_option_count && n < CANDIDATES_MAX; i++)
		if (begins(&gcl_option_table[i], prefix))
			at += (size_t)snprintf(names + at, sizeof(names) - at,
				"%s--%s", n++ ? ", " : "",
				gcl_option_table[i].name);
	return gcl_error_set(err, GCL_EUSAGE,
		"option '--%.*s' is ambiguous: %s%s", (int)prefix.len,
		prefix.ptr, names,
		count_prefixed(prefix) > n ? ", \xe2\x80\xa6" : "");
}

/* Options that are not there yet are no help to anybody. */
static const struct option_entry *
find_nearest(struct span name)
{
	const struct option_entry *e;
	struct suggest near;
	size_t i;

	gcl_suggest_init(&near, name);
	for (i = 0; i < gcl_option_count; i++) {
		e = &gcl_option_table[i];
		if (e->name && e->help)
			gcl_suggest_offer(&near, gcl_span_str(e->name), i);
	}
	return near.found ? &gcl_option_table[near.index] : NULL;
}

static enum gcl_status
unknown_word(const char *arg, struct gcl_error *err)
{
	struct span word = gcl_span(arg + 2, strcspn(arg + 2, "="));
	const struct option_entry *near = find_nearest(word);
	int len = (int)word.len;

	if (count_prefixed(word) > 1)
		return ambiguous(word, err);
	if (near)
		return gcl_error_set(err, GCL_EUSAGE,
			"unknown option '--%.*s': did you mean '--%s'?", len,
			word.ptr, near->name);
	return gcl_error_set(err, GCL_EUSAGE, "unknown option '--%.*s'", len,
		word.ptr);
}

/* getopt_long() refused arg; c is what it returned. */
static enum gcl_status
refuse(struct options *o, int c, const char *arg, struct gcl_error *err)
{
	const struct option_entry *e = find_entry(optopt);

	o->hint = SEE_HELP;
	if (c == ':')
		return gcl_error_set(err, GCL_EUSAGE,
			"--%s needs a value: --%s=%s", e->name, e->name,
			e->metavar);
	if (e)
		return gcl_error_set(err, GCL_EUSAGE, "--%s takes no value",
			e->name);
	if (optopt)
		return gcl_error_set(err, GCL_EUSAGE, "unknown option '-%c'",
			optopt);
	return unknown_word(arg, err);
}

static bool
ends_reading(const struct options *o)
{
	return o->action == ACTION_HELP || o->action == ACTION_VERSION;
}

static bool
has_dash(const char *const *names, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(names[i], "-"))
			return true;
	return false;
}

/* One thing only can go to standard output. */
static enum gcl_status
check_fixes(const struct options *o, struct gcl_error *err)
{
	bool text = o->diff || (o->fix && has_dash(o->operands,
		o->n_operands));
	size_t i;

	if (o->diff && o->redact)
		return gcl_error_set(err, GCL_EUSAGE,
			"a diff that is redacted could not be applied: leave "
			"out --redact or --diff");
	for (i = 0; text && i < o->n_reports; i++)
		if (!o->reports[i].file && !o->reports[i].is_default)
			return gcl_error_set(err, GCL_EUSAGE,
				"the %s goes to standard output: give the "
				"report a file, --format=%s:FILE", o->diff ?
				"diff" : "mended text", o->reports[i].format);
	return GCL_OK;
}

/* The option that chooses an action of the set. */
static const char *
chooses(unsigned actions)
{
	const struct option_entry *e = gcl_option_table;

	while (e->action == ACTION_LINT || !(FOR(e->action) & actions))
		e++;
	return e->name;
}

/* Options that would do nothing are a mistake; GCLINT_OPTS may have them. */
static enum gcl_status
check_needs(const struct options *o, struct gcl_error *err)
{
	const struct option_entry *e;
	size_t i;

	for (i = 0; i < gcl_option_count; i++) {
		e = &gcl_option_table[i];
		if (o->used[i] && e->needs && !(e->needs & FOR(o->action)))
			return gcl_error_set(err, GCL_EUSAGE,
				"--%s is for --%s", e->name,
				chooses(e->needs));
	}
	return GCL_OK;
}

/* One document is sent or explained, as it is. */
static enum gcl_status
check_one(const struct options *o, struct gcl_error *err)
{
	const bool sends = o->action == ACTION_SEND;

	if (sends && o->exit_zero)
		return gcl_error_set(err, GCL_EUSAGE, "--exit-zero would hide "
			"that nothing was sent: leave it out");
	if (o->path && *o->path != '/')
		return gcl_error_set(err, GCL_EUSAGE, "--path begins with a /: "
			"the host is that of --region or GENESYS_ENV_URL");
	if (o->fix)
		return gcl_error_set(err, GCL_EUSAGE, "--%s takes the payload "
			"as it is: mend it first, in a run of its own",
			o->chosen_by);
	if (o->write_baseline)
		return gcl_error_set(err, GCL_EUSAGE, "--%s and "
			"--write-baseline cannot be had at once",
			o->chosen_by);
	if (o->n_operands > 1 || o->lists.n > 0 || (sends && !o->n_operands))
		return gcl_error_set(err, GCL_EUSAGE, "--%s is for one file",
			o->chosen_by);
	if (!sends && o->n_operands && !strcmp(o->operands[0], "-") &&
	    !strcmp(o->describe_name, "-"))
		return gcl_error_set(err, GCL_EUSAGE, "standard input cannot "
			"be both an answer and a payload");
	return GCL_OK;
}

static bool
takes_no_files(const struct options *o)
{
	return o->action == ACTION_DESCRIBE || o->action == ACTION_COMPOSE;
}

static enum gcl_status
check_operands(struct options *o, struct gcl_error *err)
{
	bool any = o->n_operands > 0 || o->lists.n > 0;
	enum gcl_status st = check_needs(o, err);

	if (st != GCL_OK)
		return st;
	if (o->action == ACTION_SEND || o->action == ACTION_EXPLAIN)
		return check_one(o, err);
	if (takes_no_files(o) && any)
		return gcl_error_set(err, GCL_EUSAGE, "--%s takes no files",
			o->chosen_by);
	if (o->action == ACTION_PRINT_CONFIG && (o->n_operands > 1 ||
	    o->lists.n > 0))
		return gcl_error_set(err, GCL_EUSAGE, "--%s is for one file",
			o->chosen_by);
	if (takes_no_files(o) || o->action == ACTION_PRINT_CONFIG)
		return GCL_OK;
	if (has_dash(o->lists.list, o->lists.n) &&
	    has_dash(o->operands, o->n_operands))
		return gcl_error_set(err, GCL_EUSAGE,
			"standard input cannot be both a list of files and a "
			"file");
	if (any)
		return check_fixes(o, err);
	o->hint = HELP_USAGE "\n" SEE_HELP;
	return gcl_error_set(err, GCL_EUSAGE,
		"no file given: use - to read standard input");
}

/* Read one argument vector; operands are left behind optind. */
static enum gcl_status
read_options(struct options *o, int argc, char **argv, struct gcl_error *err)
{
	struct option longs[OPTIONS_MAX + 1];
	char letters[OPTIONS_MAX + 2];
	enum gcl_status st = GCL_OK;
	const struct option_entry *e;
	int c;

	make_long(longs);
	make_short(letters);
	/* Begin anew; glibc and musl forget what they have permuted. */
	optind = 0;
	while (st == GCL_OK && !ends_reading(o)) {
		c = getopt_long(argc, argv, letters, longs, NULL);
		if (c == -1)
			break;
		if (c == '?' || c == ':')
			return refuse(o, c, argv[optind - 1], err);
		e = find_entry(c);
		o->used[e - gcl_option_table] |= !o->defaults;
		st = e->set(o, e, optarg, err);
	}
	return st;
}

/* Its options come first, so that those of the command line win. */
static enum gcl_status
read_defaults(struct options *o, struct gcl_error *err)
{
	const char *text = getenv("GCLINT_OPTS");
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st;
	char **argv;
	int argc;

	if (!text || !*text)
		return GCL_OK;
	st = gcl_shellwords_split(text, &o->words, err);
	if (st != GCL_OK)
		return st;
	argv = gcl_shellwords_argv(o->words, &argc);
	o->defaults = true;
	st = read_options(o, argc, argv, &why);
	o->defaults = false;
	if (st != GCL_OK)
		return gcl_error_set(err, st, "in GCLINT_OPTS: %s", why.text);
	if (ends_reading(o) || optind == argc)
		return GCL_OK;
	return gcl_error_set(err, GCL_EUSAGE, "GCLINT_OPTS is for options, "
		"and '%s' is none: name files on the command line",
		argv[optind]);
}

enum gcl_status
gcl_options_parse(struct options *o, struct gcl_linter *l, int argc,
	char **argv, struct gcl_error *err)
{
	enum gcl_status st;

	*o = (struct options){ .linter = l, .max_warnings = UINT64_MAX,
		.document = UINT64_MAX };
	st = read_defaults(o, err);
	if (st == GCL_OK)
		st = read_options(o, argc, argv, err);
	if (st != GCL_OK || ends_reading(o))
		return st;
	o->operands = (const char *const *)argv + optind;
	o->n_operands = (size_t)(argc - optind);
	return check_operands(o, err);
}
