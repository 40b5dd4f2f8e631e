/*
 * What fixes make: texts of strings, and JSON from templates.
 */
#ifndef GCL_RULE_FIX_H
#define GCL_RULE_FIX_H

#include "json/amend.h"
#include "rule/ruleset.h"

struct fix_env {
	struct matcher *matcher;
	struct span country;		/* digits; empty: none is given */
	const struct plan *plan;	/* what numbers there are, or NULL */
	struct buf *scratch;		/* two of them, for the text */
};

/* A value on its way through the steps of a fix. */
struct fixed {
	bool taken;			/* the fix is for this value */
	bool changed;
	bool safe;			/* so far */
	struct span text;		/* in a scratch, or as it was */
	const struct fix *rest;		/* the step that is left, or NULL */
};

/*
 * Do the steps of f that edit text.  Returns GCL_OK; GCL_ELIMIT when a
 * pattern gave up; GCL_ENOMEM.
 */
enum gcl_status gcl_fix_text(const struct fix *f, const struct fix_env *env,
	struct span text, struct fixed *out);

/*
 * What the strings of a JSON template stand for:
 *
 *	$0		within a string: the text of the value
 *	$country	the same: the digits of --country
 *	$value		alone: the value as it is written
 *	$/a/0|/b	alone: the first of these members of the object at hand
 *			that is there and not null; /0 is the only element of
 *			an array
 */
struct fix_values {
	const struct json_style *style;
	struct span inside;		/* of $0: escaped, without quotes */
	struct span value;
	struct span country;
	const struct value *object;	/* or NULL */
	struct span text;		/* what its offsets are in */
	bool *used;			/* by index of its members, or NULL */
	size_t value_at;		/* out: where in the result value is */
	bool placed;			/* out: it is in there */
	bool hole;			/* out: an element was left out before
					   one that is there */
};

/*
 * Append what a template makes; what has no value is left out, and so is an
 * object or array of nothing else.  False when nothing is left.
 */
bool gcl_fix_json(const struct value *tpl, struct span tpl_text,
	struct fix_values *v, struct buf *out);

#endif
