/*
 * Lint one document.
 */
#ifndef GCL_LINT_LINT_H
#define GCL_LINT_LINT_H

#include "lint/finding.h"

struct lint;

struct lint_options {
	const struct ruleset *rules;
	const signed char *levels;	/* by rule index; below 0: its own */
	uint32_t max_depth;
	bool forced;			/* the user chose the pack */
};

enum lint_result {
	LINT_PAYLOAD,		/* it was linted by the pack */
	LINT_NOT_PAYLOAD,	/* no pack recognises it: see named */
};

/* A worker; options are copied, what they point to is borrowed. */
struct lint *gcl_lint_new(const struct lint_options *o);	/* or NULL */
void gcl_lint_free(struct lint *l);			/* takes NULL */

struct lint_report {
	enum lint_result result;
	struct span why;		/* a member that tells, or empty */
	struct hits *hits;		/* sorted; until the next document */
	struct arena *arena;		/* the same; for what is made of them */
	const struct rule *limit_rule;	/* its pattern gave up, or NULL */
	uint32_t limit_off;
};

/*
 * Lint a document.  named: the user gave it by name, so that not being a
 * payload is a fault; otherwise it then has no hits.
 *
 * Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_lint_document(struct lint *l, const struct document *doc,
	bool named, struct lint_report *out);

#endif
