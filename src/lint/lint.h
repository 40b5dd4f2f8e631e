/*
 * Lint one text by one pack.
 */
#ifndef GCL_LINT_LINT_H
#define GCL_LINT_LINT_H

#include "lint/finding.h"

struct lint;

enum lint_result {
	LINT_PAYLOAD,		/* it was linted by the pack */
	LINT_NOT_PAYLOAD,	/* the pack does not recognise it: see named */
};

/* What to lint, and how. */
struct lint_task {
	const struct piece *piece;
	const struct ruleset *rules;
	const signed char *levels;	/* by rule index; below 0: its own */
	bool forced;		/* it is for this pack, recognised or not */
	/*
	 * The user gave it by name, so that not being a payload is a fault;
	 * otherwise it then has no hits.
	 */
	bool named;
	bool found;		/* in text: only not being JSON is a fault */
	bool recorded;		/* it was sent like this */
	bool own;		/* made here: no limits of the user's, and
				   nothing to edit */
	const char *country;	/* for numbers without one: digits, or NULL */
};

struct lint_report {
	enum lint_result result;
	struct span why;		/* a member that tells, or empty */
	bool contested;			/* other members speak against it */
	struct span read;		/* without what was read past */
	struct hits *hits;		/* of all texts since the beginning */
	struct arena *arena;		/* the same; for what is made of them */
	const struct rule *limit_rule;	/* its pattern gave up, or NULL */
	const struct piece *limit_piece;
	uint32_t limit_off;
};

/* A worker; NULL: no memory. */
struct lint *gcl_lint_new(uint32_t max_depth);
void gcl_lint_free(struct lint *l);			/* takes NULL */

/* Begin a document: forget the hits of the one before. */
void gcl_lint_begin(struct lint *l, struct lint_report *out);

/*
 * Lint a text and add its hits.  Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_lint_text(struct lint *l, const struct lint_task *t,
	struct lint_report *out);

/*
 * Add a hit by the name of its rule, which the task's pack has.  Texts
 * outlive the report, and help may be NULL.
 */
enum gcl_status gcl_lint_raise(struct lint *l, const struct lint_task *t,
	const char *rule, size_t off, size_t len, const char *say,
	const char *help);

/*
 * Say that the request there is on its way out, or gone: what state it is in
 * and what comes after it, or NULL, are its pack's.
 */
enum gcl_status gcl_lint_state(struct lint *l, const struct lint_task *t,
	size_t off, size_t len, const char *state, const char *successor);

/* All texts of the document are linted: sort what was found. */
void gcl_lint_end(struct lint *l);

#endif
