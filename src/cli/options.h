/*
 * The options of the command line.
 *
 * One table holds every option: getopt_long(3) gets its list from it, --help
 * its text, and did-you-mean its names.  To add an option, add its entry.
 */
#ifndef GCL_CLI_OPTIONS_H
#define GCL_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "cli/terminal.h"

/* What a run is for. */
enum action {
	ACTION_LINT,
	ACTION_MERGE,
	ACTION_SEND,
	ACTION_EXPLAIN,
	ACTION_LIST_FILES,
	ACTION_DESCRIBE,
	ACTION_PRINT_CONFIG,
	ACTION_COMPOSE,
	ACTION_HELP,
	ACTION_VERSION,
};

/* A --format; file is NULL for standard output. */
struct report {
	char *format;		/* owned */
	const char *file;
	bool is_default;	/* of GCLINT_OPTS: gives way to another */
};

/* What an option was given, each time. */
struct names {
	const char **list;
	size_t n, cap;
};

/* More options than there are. */
#define OPTIONS_MAX	96

/* Strings are borrowed from argv and from words. */
struct options {
	struct gcl_linter *linter;	/* gets what is the library's */
	enum action action;
	const char *chosen_by;		/* the option that chose the action */
	const char *describe;		/* for gcl_describe() */
	const char *describe_name;
	struct report *reports;
	size_t n_reports, cap_reports;
	struct names lists;		/* --files-from */
	struct names sets;		/* --set */
	const char *to, *from;
	/* Of --send, as given; wait is a number of seconds. */
	const char *auth, *region, *audience, *token_url, *scope, *cacert,
		*path, *wait;
	bool dry_run, insecure_key_file, yes;
	uint64_t document;		/* UINT64_MAX: not given */
	const char *const *operands;
	size_t n_operands;
	bool null, quiet, exit_zero, stats, fix, diff, redact, verbose;
	const char *write_baseline;
	bool defaults;			/* GCLINT_OPTS is being read */
	struct shellwords *words;	/* of GCLINT_OPTS: borrowed from */
	enum color_when color;
	uint64_t max_warnings;		/* UINT64_MAX: any number */
	const char *hint;		/* a line to print after an error */
	bool used[OPTIONS_MAX];		/* on the command line, by entry */
};

enum option_arg {
	ARG_NONE,
	ARG_REQUIRED,
	ARG_OPTIONAL,
};

/* What other options an option needs: a set of actions. */
#define FOR(action) (1u << (action))

struct option_entry {
	const char *name;	/* NULL: help is the title of a group */
	char letter;		/* 0: none */
	enum option_arg arg;
	const char *metavar;
	const char *help;	/* NULL: not listed */
	const char *names;	/* what gcl_describe() lists behind help */
	enum gcl_status (*set)(struct options *o,
		const struct option_entry *e, const char *value,
		struct gcl_error *err);
	enum action action;
	const char *describe;
	size_t at;		/* offset of a member of struct options */
	bool library;		/* the library has it too */
	unsigned needs;		/* one of these actions; 0: any will do */
};

extern const struct option_entry gcl_option_table[];
extern const size_t gcl_option_count;

void gcl_options_release(struct options *o);

#endif
