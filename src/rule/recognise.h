/*
 * Which packs a text is for, by its top-level members; a top-level array by
 * those of its first element.
 */
#ifndef GCL_RULE_RECOGNISE_H
#define GCL_RULE_RECOGNISE_H

#include "base/buf.h"
#include "rule/ruleset.h"

/* A top-level member, or one of the objects in an array that is one. */
struct member {
	struct span outer;		/* the name of that array, or empty */
	struct span key, text;		/* decoded; text of a string */
	enum json_type type;
	uint32_t off;
	size_t n;			/* how many there were, this included */
};

/* Is a condition about this member, perhaps misspelt? */
bool gcl_condition_about(const struct condition *c, const struct member *m);

/* The same, and does it hold? */
bool gcl_condition_holds(const struct condition *c, const struct member *m,
	struct matcher *mt, bool *limit);

/* The heads of all packs that are built in: they load faster than packs. */
struct heads {
	struct head *list;
	size_t n;
	struct ruleset *rules;		/* owns them */
};

enum gcl_status gcl_heads_load(struct heads *h, struct gcl_error *err);
void gcl_heads_release(struct heads *h);

/* How a pack takes a text. */
struct recognised {
	bool any, none;			/* does one of such conditions hold? */
	struct span why;		/* the member of one of any */
};

/* A condition, and whose it is. */
struct telling {
	const struct condition *c;
	size_t head;
	bool any;			/* it speaks for the pack */
};

struct recogniser {
	struct heads heads;
	struct telling *by_name;	/* all of them, in order of name */
	size_t n_by_name;
	struct telling *near;		/* those that take a misspelt name */
	size_t n_near;
	struct recognised *list;	/* by the last text; like heads.list */
	struct walk *walk;
	struct matcher *matcher;
	struct buf outer, key, value;
};

/* *out is NULL on failure. */
enum gcl_status gcl_recogniser_new(uint32_t max_depth,
	struct recogniser **out, struct gcl_error *err);
void gcl_recogniser_free(struct recogniser *r);	/* takes NULL */

/* Read text as far as it is JSON.  GCL_OK or GCL_ENOMEM. */
enum gcl_status gcl_recognise(struct recogniser *r, struct span text);

#endif
