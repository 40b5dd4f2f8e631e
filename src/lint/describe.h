/*
 * Tell about packs, rules and check kinds, for --list-* and --explain.
 */
#ifndef GCL_LINT_DESCRIBE_H
#define GCL_LINT_DESCRIBE_H

#include "base/buf.h"
#include "rule/ruleset.h"

/* A line for each rule: name, severity, status, summary. */
void gcl_describe_rules(const struct ruleset *rs, struct buf *out);

/* Everything about one rule. */
void gcl_describe_rule(const struct rule *r, struct buf *out);

/*
 * One of a rule's examples, as it stands in the pack and ending in a line
 * feed, with margin before each line.
 */
void gcl_describe_example(struct buf *out, const struct rule *r,
	const struct value *v, const char *margin);

/* A line for each check kind: name, what it is for, summary. */
void gcl_describe_kinds(struct buf *out);

/* A pack: name, requests, model, state, title. */
void gcl_describe_pack(const struct head *h, struct buf *out);

/* The name of the rule nearest to a misspelt one, or NULL. */
const char *gcl_rule_nearest(const struct ruleset *rs, struct span name);

#endif
