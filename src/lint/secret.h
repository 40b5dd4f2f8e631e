/*
 * Secrets that a capture holds: what the scans of a pack find in its text,
 * whatever carrier it is of, and so behind escapes too.
 */
#ifndef GCL_LINT_SECRET_H
#define GCL_LINT_SECRET_H

#include "rule/ruleset.h"
#include "text/source.h"

struct secret {
	const struct scan *scan;	/* its words are said of it */
	uint32_t off, len;		/* of the secret itself */
};

struct secret_cursor;
struct secret_pairs;

struct secrets {
	struct secret *list;		/* in order of offset */
	struct source_range *ranges;	/* the same, for gcl_source_hide() */
	size_t n;
	const struct scan *limit;	/* its pattern gave up, or NULL: */
	size_t limit_off;		/* behind this */
	/* From malloc, reused. */
	size_t cap, cap_ranges, cap_cursors;
	struct secret_cursor *cursors;
	struct secret_pairs *pairs;
};

void gcl_secrets_init(struct secrets *s);
void gcl_secrets_release(struct secrets *s);

/*
 * Find the secrets in the bytes [from, to) of text; what was found before is
 * forgotten.  Of those that overlap or touch, the first is kept, and covers all
 * of them.  What rs->masked matches is no secret.
 *
 * Time is linear in to - from when that of each pattern is bounded.
 * Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_secrets_find(struct secrets *s, const struct ruleset *rs,
	struct matcher *m, struct span text, size_t from, size_t to);

#endif
