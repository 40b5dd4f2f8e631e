/*
 * The rule engine: the walk's events go in, hits come out.
 *
 * One frame stands for each open container.  A value is checked when it is
 * met, an object's missing and unknown members when it is closed.  A value of
 * the wrong type is not descended into, a ladder stops at its first failing
 * step, a misspelt member stands for the one it resembles: one fault, one
 * hit.
 */
#ifndef GCL_RULE_APPLY_H
#define GCL_RULE_APPLY_H

#include "json/walk.h"
#include "rule/hit.h"

struct apply;

/* NULL: no memory. */
struct apply *gcl_apply_new(uint64_t seed);
void gcl_apply_free(struct apply *ap);	/* takes NULL */

struct apply_run {
	const struct ruleset *rules;
	const signed char *levels;	/* by rule index; below 0: its own */
	struct span text;		/* the document */
	bool recorded;			/* it was sent like this */
	const char *country;		/* for numbers without one, or NULL */
	struct arena *arena;		/* words, pointers, edits go here */
	struct hits *hits;		/* appended to, unsorted */
};

/* Begin a document; run is copied, what it points to is borrowed. */
void gcl_apply_start(struct apply *ap, const struct apply_run *run);

/*
 * Take an event.  GCL_OK; GCL_ENOMEM; GCL_ELIMIT when a pattern reached its
 * limit: gcl_apply_limit() names the rule, and the next events may be given.
 */
enum gcl_status gcl_apply_event(struct apply *ap,
	const struct walk_event *ev);

/* Take a member as a whole, as gcl_walk_member() gives it: the same. */
enum gcl_status gcl_apply_member(struct apply *ap,
	const struct walk_event *name, const struct walk_event *value);

/* The rule whose pattern reached a limit first, or NULL, and where. */
const struct rule *gcl_apply_limit(const struct apply *ap, uint32_t *off);

/* Did a pattern go without memory?  What was said is then not all there is. */
bool gcl_apply_nomem(const struct apply *ap);

/*
 * Does the pack recognise the document by its top-level members, or an array
 * by those of its first element?  *why is then a member that tells.  A pack
 * without conditions recognises everything.
 */
bool gcl_apply_recognised(const struct apply *ap, struct span *why);

/* Has it members that speak against the pack? */
bool gcl_apply_contested(const struct apply *ap);

/* The type of the document, 0 before its first event, and where it begins. */
enum json_type gcl_apply_root(const struct apply *ap, uint32_t *off);

/*
 * After the last event: is the document something else that the pack knows
 * of?  Then all hits but those about JSON make room for the one that says so.
 */
enum gcl_status gcl_apply_instead(struct apply *ap, bool *was);

/*
 * Add a hit for a rule that the engine does not raise itself.  say and help
 * (or NULL) are shown as they are; they outlive the hits.
 */
enum gcl_status gcl_apply_raise(struct apply *ap, const struct rule *rule,
	uint32_t off, uint32_t len, const char *say, const char *help);

#endif
