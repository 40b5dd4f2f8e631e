/*
 * Telephone numbers as people write them, read as ITU-T E.164 has them.
 */
#ifndef GCL_RULE_DIAL_H
#define GCL_RULE_DIAL_H

#include "rule/plan.h"

/* What a text says of whom to call. */
struct dialled {
	size_t off, len;		/* where the number stands in the text */
	char digits[PLAN_DIGITS + 1];	/* country code first; ends in NUL */
};

/*
 * Read the number that a text begins with, perhaps behind "tel:".  Separators
 * and brackets mean nothing, a prefix for calls abroad goes, and so does a
 * trunk prefix; what has no country code gets the one that is given.
 *
 * country   digits, or empty: then numbers of a country are not read
 *
 * False when there is no reading that the plan allows, or more than one:
 * nothing is guessed.
 */
bool gcl_dial(const struct plan *p, struct span text, struct span country,
	struct dialled *out);

#endif
