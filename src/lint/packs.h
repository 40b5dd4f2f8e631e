/*
 * The packs of a run: each loaded when it is first needed, with the
 * severities that the user has set.
 */
#ifndef GCL_LINT_PACKS_H
#define GCL_LINT_PACKS_H

#include "base/buf.h"
#include "rule/override.h"
#include "rule/pack.h"
#include "rule/recognise.h"

#define PACK_CONFIG "config"	/* a configuration */
#define PACK_DEFAULT "call-conversation"
#define PACK_JSON "json"	/* any JSON text: for what no pack is for */
#define PACK_REQUEST "request"	/* what surrounds a body */

struct pack {
	struct pack *next;
	struct ruleset *rules;
	struct buf bytes;	/* of a pack from a file */
	bool borrowed;		/* the rules are those of the base */
	bool lean;		/* loaded by gcl_pack_load_lean() */
	signed char *levels;	/* by rule index; below 0: the rule's own */
};

struct packs {
	struct packs *base;		/* has the rules, or NULL */
	struct pack *loaded;
	const struct pack *chosen;	/* by the user, or NULL */
	bool configured;		/* chosen in a configuration */
	bool for_all;			/* there, for all files alike: what
					   is no payload may be among them */
	const struct override *overrides;	/* borrowed */
	struct recogniser *recogniser;	/* made when it is first needed */
	uint32_t max_depth;
};

void gcl_packs_init(struct packs *p, uint32_t max_depth);
void gcl_packs_release(struct packs *p);

/*
 * The same packs with severities of their own: rules are shared with base,
 * which outlives *p, and so is what is chosen.
 */
enum gcl_status gcl_packs_derive(struct packs *p, struct packs *base,
	const struct override *overrides, struct gcl_error *err);

/*
 * The same packs for another thread, which share nothing that changes.  A file
 * is not read again; from outlives *to, which is new.
 */
enum gcl_status gcl_packs_copy(struct packs *to, const struct packs *from,
	struct gcl_error *err);

/*
 * Choose a pack, in place of the one chosen before: a name, or a file, which
 * has a dot or a slash in its name.  GCL_EUSAGE when there is none, GCL_EPACK
 * when it is faulty, GCL_ENOMEM.
 */
enum gcl_status gcl_packs_choose(struct packs *p, const char *value,
	struct gcl_error *err);

/* An embedded pack to lint with: it may be lean. */
enum gcl_status gcl_packs_get(struct packs *p, const char *name,
	const struct pack **out, struct gcl_error *err);

/* An embedded pack with all that it says of its rules. */
enum gcl_status gcl_packs_whole(struct packs *p, const char *name,
	const struct pack **out, struct gcl_error *err);

/* The chosen pack, or else the default one; whole. */
enum gcl_status gcl_packs_main(struct packs *p, const struct pack **out,
	struct gcl_error *err);

/*
 * All overrides are known: put them into force.  GCL_EUSAGE when one is for a
 * rule that no pack has.
 */
enum gcl_status gcl_packs_ready(struct packs *p, struct gcl_error *err);

/*
 * A rule by name, from the chosen or default pack or else from any other, which
 * is whole; GCL_EUSAGE, with the name that is nearest, when there is none.
 */
enum gcl_status gcl_packs_rule(struct packs *p, struct span name,
	const struct rule **out, struct gcl_error *err);

/* Is there such a rule?  where, or NULL, stands before the message if not. */
enum gcl_status gcl_packs_known(struct packs *p, const char *where,
	struct span name, struct gcl_error *err);

/* The heads of all embedded packs. */
enum gcl_status gcl_packs_heads(struct packs *p, const struct heads **out,
	struct gcl_error *err);

#define ROUTED_MAX 8

struct route {
	const struct head *head;
	const struct endpoint *endpoint;
};

/* Which packs a request is for, or what it may have been meant to be. */
struct routed {
	/* With the most literal segments in their path. */
	struct route best[ROUTED_MAX];
	size_t n;
	const char *method;	/* the path is known, with this one; or NULL */
	const char *path;	/* a path that is near, with method; or NULL */
};

/* path is without its query; texts are made in arena. */
enum gcl_status gcl_packs_route(struct packs *p, struct span method,
	struct span path, struct arena *arena, struct routed *out,
	struct gcl_error *err);

/* What a text is taken for. */
struct guess {
	const struct head *head;	/* NULL: no pack recognises it */
	const struct head *other;	/* does so as well, or NULL */
	bool first;			/* so does the one that is asked first */
	struct span why;		/* a member that tells */
};

/* The pack that is asked first: the default one, or the first in among. */
const char *gcl_packs_first(const struct routed *among);

/*
 * Which pack a text is for by what it holds: one of those in routed, or of all
 * when that is NULL.  Of several it is the first that is current.
 */
enum gcl_status gcl_packs_recognise(struct packs *p,
	const struct routed *among, struct span text, struct guess *out,
	struct gcl_error *err);

#endif
