/*
 * PCRE2 patterns from packs: compiled on first use, matched with limits.
 *
 * Subjects are UTF-8 that the walk has checked.  A pattern is shared by all
 * that load a pack once; what a match needs beside it is a matcher, of which
 * each worker has its own.
 */
#ifndef GCL_RULE_PATTERN_H
#define GCL_RULE_PATTERN_H

#include "base/span.h"
#include "base/status.h"

struct pattern;
struct matcher;

enum match_result {
	MATCH_NO,
	MATCH_YES,
	MATCH_LIMIT,	/* a limit was reached, or there was no memory */
};

#define MATCH_GROUPS 10

/* Where the pattern and its groups matched; a group that did not: -1, -1. */
struct match {
	long start[MATCH_GROUPS], end[MATCH_GROUPS];
};

/* Takes a copy of source; GCL_OK or GCL_ENOMEM.  Nothing is compiled yet. */
enum gcl_status gcl_pattern_new(struct span source, struct pattern **out);

/* Its subjects are any bytes, not UTF-8: said before it is compiled. */
void gcl_pattern_for_bytes(struct pattern *p);

void gcl_pattern_free(struct pattern *p);	/* takes NULL */

/*
 * Compile now.  GCL_EPACK when the pattern is faulty; *off is then the offset
 * in its source, and err says what is wrong.
 */
enum gcl_status gcl_pattern_compile(struct pattern *p, size_t *off,
	struct gcl_error *err);

struct matcher *gcl_matcher_new(void);		/* NULL: no memory */
void gcl_matcher_free(struct matcher *m);	/* takes NULL */

/* Forget that there was no memory; was there, since then, for all matches? */
void gcl_matcher_reset(struct matcher *m);
bool gcl_matcher_nomem(const struct matcher *m);

/* Look for p in s from byte offset from on; m may be NULL. */
enum match_result gcl_pattern_match(struct matcher *mt, struct pattern *p,
	struct span s, size_t from, struct match *m);

/* The same, but the match has to begin at byte offset at. */
enum match_result gcl_pattern_match_at(struct matcher *mt, struct pattern *p,
	struct span s, size_t at, struct match *m);

#endif
