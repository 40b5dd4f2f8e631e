/*
 * The packs of a run: each loaded when it is first needed, with the
 * severities that the user has set.
 */
#ifndef GCL_LINT_PACKS_H
#define GCL_LINT_PACKS_H

#include "rule/pack.h"

#define PACK_DEFAULT "call-conversation"
#define PACK_JSON "json"	/* any JSON text: for what no pack is for */

/* "rule=level", as it was given. */
struct override {
	struct override *next;
	struct span rule;
	enum gcl_severity level;
	char text[];
};

struct pack {
	struct pack *next;
	struct ruleset *rules;
	signed char *levels;	/* by rule index; below 0: the rule's own */
};

/* A request that a pack is for. */
struct route {
	const char *pack;
	const struct endpoint *endpoint;
};

struct packs {
	struct pack *loaded;
	const struct pack *chosen;	/* by the user, or NULL */
	const struct override *overrides;	/* borrowed */
	struct arena arena;
	struct route *routes;		/* of all packs; NULL: not read yet */
	size_t n_routes;
};

void gcl_packs_init(struct packs *p);
void gcl_packs_release(struct packs *p);

/* Take a rule set over as the pack that the user has chosen. */
enum gcl_status gcl_packs_choose(struct packs *p, struct ruleset *rules,
	struct gcl_error *err);

/* An embedded pack. */
enum gcl_status gcl_packs_get(struct packs *p, const char *name,
	const struct pack **out, struct gcl_error *err);

/* The chosen pack, or else the default one. */
enum gcl_status gcl_packs_main(struct packs *p, const struct pack **out,
	struct gcl_error *err);

/*
 * All overrides are known: put them into force.  GCL_EUSAGE when one is for a
 * rule that no pack has.
 */
enum gcl_status gcl_packs_ready(struct packs *p, struct gcl_error *err);

/*
 * A rule by name, from the chosen or default pack or else from any other;
 * GCL_EUSAGE, with the name that is nearest, when there is none.
 */
enum gcl_status gcl_packs_rule(struct packs *p, struct span name,
	const struct rule **out, struct gcl_error *err);

/* Which packs a request is for, or what it may have been meant to be. */
struct routed {
	const struct route *best[8];	/* with the most literal segments */
	size_t n;
	const char *method;	/* the path is known, with this one; or NULL */
	const char *path;	/* a path that is near, with method; or NULL */
};

/* path is without its query; texts are made in arena. */
enum gcl_status gcl_packs_route(struct packs *p, struct span method,
	struct span path, struct arena *arena, struct routed *out);

#endif
