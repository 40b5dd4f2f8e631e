/*
 * What the parts of composing share.
 */
#ifndef GCL_LINT_COMPOSE_P_H
#define GCL_LINT_COMPOSE_P_H

#include "json/tree.h"
#include "lint/compose.h"
#include "lint/lint.h"

/* Where a value in the payload is from: the tag of its node. */
enum compose_origin {
	ORIGIN_PACK,
	ORIGIN_EXAMPLE,
	ORIGIN_TO,
	ORIGIN_FROM,
	ORIGIN_SET,
};

struct composer {
	const struct ruleset *rs;
	const struct compose_request *req;
	struct arena *arena;
	struct gcl_error *err;
	struct walk *walk;
	struct lint *lint;
	struct node *root;
	bool for_nobody;	/* --to has a place, and was not given */
	struct buf scratch;
};

/* The JSON string for what was given, in arena; ptr NULL: no memory. */
struct span gcl_compose_string(struct composer *c, struct span s);

/* Append a number or address in the form that a pack wants. */
void gcl_compose_party(struct buf *out, enum party_form form,
	struct span given);

/* Put in what one "POINTER=VALUE" says. */
enum gcl_status gcl_compose_set(struct composer *c, const char *set);

/*
 * Is there still a request for the pack?  GCL_EUSAGE where there is not; where
 * it is on its way out, that is told.
 */
enum gcl_status gcl_compose_judge_pack(struct composer *c,
	struct composed *result);

/* Lint the payload, which is text: GCL_EUSAGE for whatever is said of it. */
enum gcl_status gcl_compose_judge(struct composer *c, struct span text);

#endif
