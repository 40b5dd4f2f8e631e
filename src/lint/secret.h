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
	uint32_t off, len;		/* of the secret; 0: another has it */
	uint32_t from;			/* the match began here */
};

struct known;
struct secret_cursor;
struct secret_pairs;

struct secrets {
	struct secret *list;		/* in order of offset */
	struct source_range *ranges;	/* the same, as they were found */
	size_t n;
	struct source_range *added;	/* by gcl_secrets_add() */
	size_t n_added;
	struct source_range *hidden;	/* see gcl_secrets_spread() */
	size_t n_hidden;
	const struct scan *limit;	/* its pattern gave up, or NULL: */
	size_t limit_off;		/* behind this */
	size_t searched;		/* up to here, by gcl_secrets_go_on() */
	/* From malloc, reused. */
	size_t cap, cap_ranges, cap_added, cap_hidden, cap_cursors;
	struct secret_cursor *cursors;
	size_t n_cursors;
	struct known *known;
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

/*
 * The same for a text that is there bit by bit.  Begin at from; find those
 * that begin before to, which reach as far as text does; go back to search
 * again from off on, where text ended too early; and let go of those that end
 * at or before off.  Move when text has lost so many of its first bytes.
 */
enum gcl_status gcl_secrets_begin(struct secrets *s,
	const struct ruleset *rs, size_t from);
enum gcl_status gcl_secrets_go_on(struct secrets *s,
	const struct ruleset *rs, struct matcher *m, struct span text,
	size_t to);
void gcl_secrets_go_back(struct secrets *s, size_t off);
void gcl_secrets_let_go(struct secrets *s, size_t off);
void gcl_secrets_move(struct secrets *s, size_t by);

/* Know the values of all that was found in text, and of nothing else. */
enum gcl_status gcl_secrets_learn(struct secrets *s, struct span text);

/* The index of the first in the list that ends behind off. */
size_t gcl_secrets_behind(const struct secrets *s, size_t off);

/*
 * [off, off + len) is a secret too, whatever it looks like.  Of those found
 * that overlap it, the first stands for it from then on; *fresh: there is none.
 */
enum gcl_status gcl_secrets_add(struct secrets *s, size_t off, size_t len,
	bool *fresh);

/*
 * value is secret wherever it stands, as that of each one found is; one of
 * less than 8 bytes is too likely to be something else.
 */
enum gcl_status gcl_secrets_know(struct secrets *s, struct span value);

/*
 * Make the list of all that is not to be seen of the bytes [from, to) of text,
 * fit for gcl_source_hide(): what was found there and added, and wherever else
 * a value stands that of knows, which may be s.
 */
enum gcl_status gcl_secrets_spread(struct secrets *s,
	const struct secrets *of, struct span text, size_t from, size_t to);

#endif
