/*
 * What the files of the SARIF report share.
 */
#ifndef GCL_EMIT_SARIF_P_H
#define GCL_EMIT_SARIF_P_H

#include "base/arena.h"
#include "emit/emit.h"
#include "json/write.h"

#define SARIF_ROOT "%SRCROOT%"

/* A rule that has found something; its words are NULL where none are known. */
struct sarif_rule {
	const char *name;
	const struct rule *words;
};

/*
 * Results are written as they come; what else the report says of its run
 * stands behind them and is kept until then.
 */
struct sarif {
	struct arena arena;		/* names of rules */
	struct sarif_rule *rules;	/* in the order of their ruleIndex */
	size_t n_rules, cap_rules;
	uint64_t n_files;
	struct buf file;		/* artifactLocation of this input */
	struct buf artifacts;		/* elements of "artifacts" */
	struct buf failures;		/* of "toolExecutionNotifications" */
	struct buf words;		/* of the next gcl_sarif_words() */
};

/* How SARIF and GitHub name a severity. */
struct sarif_level {
	const char *level, *problem, *precision;
};

const struct sarif_level *gcl_sarif_level(enum gcl_severity s);

/* What has been put into the state's words, as a member; empties them. */
void gcl_sarif_words(struct emit *e, struct json_writer *w, const char *key);

/* The same as the text of an object. */
void gcl_sarif_text(struct emit *e, struct json_writer *w, const char *key);

/* A message; help may be NULL. */
void gcl_sarif_message(struct emit *e, struct json_writer *w,
	const char *text, const char *help);

/* A finding as a result object. */
void gcl_sarif_result(struct emit *e, const struct gcl_finding *f,
	struct source *src);

/*
 * The index of a finding's rule, which is added when it is new.
 *
 * Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_sarif_rule(struct emit *e, const struct gcl_finding *f,
	size_t *index);

/* "tool", with all rules that have found something. */
void gcl_sarif_tool(struct emit *e, struct json_writer *w);

#endif
