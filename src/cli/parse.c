/*
 * Read the command line by the table, with getopt_long(3): GNU permutation,
 * abbreviations where they are unambiguous, and messages of our own.
 */
#include "config.h"

#include "cli/parse.h"

#include <getopt.h>
#include <string.h>

#include "base/suggest.h"
#include "cli/help.h"

/* What getopt_long() returns for entry i: no character is as large. */
#define LONG(i) (0x110000 + (int)(i))

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

static size_t
count_prefixed(struct span prefix)
{
	size_t i, n = 0;

	for (i = 0; i < gcl_option_count; i++)
		n += gcl_option_table[i].name &&
		    !strncmp(gcl_option_table[i].name, prefix.ptr, prefix.len);
	return n;
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
		return gcl_error_set(err, GCL_EUSAGE,
			"option '--%.*s' is ambiguous", len, word.ptr);
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

static enum gcl_status
check_operands(struct options *o, struct gcl_error *err)
{
	bool any = o->n_operands > 0 || o->n_lists > 0;

	if (o->action == ACTION_DESCRIBE && any)
		return gcl_error_set(err, GCL_EUSAGE, "--%s takes no files",
			o->chosen_by);
	if (o->action == ACTION_DESCRIBE)
		return GCL_OK;
	if (has_dash(o->lists, o->n_lists) &&
	    has_dash(o->operands, o->n_operands))
		return gcl_error_set(err, GCL_EUSAGE,
			"standard input cannot be both a list of files and a "
			"file");
	if (any)
		return GCL_OK;
	o->hint = HELP_USAGE "\n" SEE_HELP;
	return gcl_error_set(err, GCL_EUSAGE,
		"no file given: use - to read standard input");
}

enum gcl_status
gcl_options_parse(struct options *o, struct gcl_linter *l, int argc,
	char **argv, struct gcl_error *err)
{
	struct option longs[OPTIONS_MAX + 1];
	char letters[OPTIONS_MAX + 2];
	enum gcl_status st = GCL_OK;
	const struct option_entry *e;
	int c;

	*o = (struct options){ .linter = l, .max_warnings = UINT64_MAX };
	make_long(longs);
	make_short(letters);
	while (st == GCL_OK && !ends_reading(o)) {
		c = getopt_long(argc, argv, letters, longs, NULL);
		if (c == -1)
			break;
		if (c == '?' || c == ':')
			return refuse(o, c, argv[optind - 1], err);
		e = find_entry(c);
		st = e->set(o, e, optarg, err);
	}
	if (st != GCL_OK || ends_reading(o))
		return st;
	o->operands = (const char *const *)argv + optind;
	o->n_operands = (size_t)(argc - optind);
	return check_operands(o, err);
}
