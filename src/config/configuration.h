/*
 * A configuration, .gclint.json: gclint-config(5).
 *
 * It is read as a payload is: rules/config.json is its pack.
 */
#ifndef GCL_CONFIG_CONFIGURATION_H
#define GCL_CONFIG_CONFIGURATION_H

#include "base/buf.h"
#include "base/glob.h"
#include "json/value.h"
#include "rule/override.h"
#include "text/reader.h"
#include "text/source.h"

#define CONFIG_NAME ".gclint.json"

/* Entries of "overrides": what holds for the files that match. */
struct config_override {
	struct config_override *next;	/* later ones win */
	struct glob_list files;
	const char *pack;		/* or NULL */
	const char *pack_where;		/* "file:line:column: " of it */
	const struct override *rules;
};

/* An entry of "suppress". */
struct suppression {
	struct suppression *next;
	struct glob_list files;		/* empty: every file */
	const char *file;		/* as written, or NULL */
	bool exact;			/* file is a path without wildcards */
	struct span rule;		/* ptr NULL: every rule */
	const char *rule_where;		/* "file:line:column: " of it */
	struct span pointer;		/* ptr NULL: every place; a step "*"
					   stands for any one */
	const char *reason;
	int64_t expires;		/* the last day it holds, in days since
					   1970-01-01; INT64_MAX: for ever */
	size_t off, len;		/* of the entry's bracket in src */
	uint64_t hits;			/* findings that it has hidden */
	bool met;			/* a file that it is for was linted */
};

struct config {
	const char *path;		/* as shown */
	const char *folder;		/* absolute; globs and packs are
					   relative to it */
	const char *pack;		/* NAME or FILE, or NULL */
	const char *pack_where;		/* "file:line:column: " of it */
	const struct override *rules;
	bool has_fail_level;
	enum gcl_severity fail_level;	/* GCL_OFF: none */
	const char *country;		/* digits of a country calling code, or
					   NULL */
	struct glob_list exclude;
	struct config_override *overrides;
	struct suppression *suppressions;
	const struct value *root;	/* all of it, as written */
	struct source src;
	/* Of its own. */
	struct arena arena;
	struct reader bytes;
};

/*
 * Read a configuration file.
 *
 * path    as shown in messages and opened; copied
 * folder  absolute, what its globs and packs are relative to; copied
 *
 * GCL_OK and *out, to be freed; GCL_ENOMEM; GCL_EUSAGE with
 * "file:line:column: what is wrong", did-you-mean included, for everything in
 * the file that is not as gclint-config(5) has it, and when it cannot be read.
 */
enum gcl_status gcl_config_load(const char *path, const char *folder,
	struct config **out, struct gcl_error *err);
void gcl_config_free(struct config *c);		/* takes NULL */

/*
 * The path of a file as the globs of a configuration take it: relative to
 * folder.  What lies elsewhere keeps its absolute path, without the first
 * slash.  Both are absolute and tidy; the span is of full.
 */
struct span gcl_config_relative(const char *folder, const char *full);

/*
 * Does it hide a finding of this rule and pointer today?  pointer NULL: the
 * text is not JSON.  Which files it is for is not looked at.
 */
bool gcl_suppression_takes(const struct suppression *s, struct span rule,
	const char *pointer, size_t pointer_len, int64_t today);

/* Today, in days since 1970-01-01, UTC. */
int64_t gcl_config_today(void);

/* Is text a country calling code that is assigned?  GCL_OK or GCL_ENOMEM. */
enum gcl_status gcl_config_country(struct span text, bool *is);

/* What the command line sets, which is stronger than any configuration. */
struct config_line {
	const char *pack;		/* or NULL */
	const struct override *rules;
	bool has_fail_level;
	enum gcl_severity fail_level;	/* GCL_OFF: none */
	const char *country;		/* or NULL */
};

/*
 * Append a configuration as --print-config shows it: JSON, with what of its
 * overrides and suppressions holds for the file rel, the overrides resolved,
 * and defaults filled in.  It is a configuration itself, under which the same
 * holds without the command line.  c may be NULL: there is none.  rel is
 * relative to c's folder; ptr NULL: no file in particular, and nothing that
 * holds for some is left out.
 */
void gcl_config_print(struct buf *out, const struct config *c,
	const struct config_line *line, struct span rel);

#endif
