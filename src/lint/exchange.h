/*
 * Lint one document of an input: the text by the pack that it is for, and
 * around it the request, the answer, what the carrier has to say, and secrets
 * that should not be in a capture.
 */
#ifndef GCL_LINT_EXCHANGE_H
#define GCL_LINT_EXCHANGE_H

#include "carrier/carrier.h"
#include "lint/lint.h"
#include "lint/packs.h"

struct exchange {
	/* Borrowed; set by the caller. */
	struct lint *lint;
	struct packs *packs;
	struct capture *capture;
	const struct carrier *carrier;
	/* For the document at hand. */
	struct piece whole;		/* the source's text */
	struct lint_task body, around;
};

/* Why a pack was taken. */
enum chosen {
	CHOSEN_NONE,		/* none was: it is nobody's request */
	CHOSEN_OPTION,
	CHOSEN_REQUEST,		/* by method and path */
	CHOSEN_MEMBER,		/* by lint.why */
	CHOSEN_DEFAULT,
};

struct exchange_report {
	struct lint_report lint;
	enum chosen chosen;
	const char *pack;	/* of the body; NULL: it was not linted */
	const char *request;	/* "POST /path" as it was taken, or NULL */
};

/* GCL_OK; GCL_ENOMEM; GCL_EPACK for a pack that cannot be loaded. */
enum gcl_status gcl_exchange_lint(struct exchange *x,
	const struct document *doc, bool named, struct exchange_report *out,
	struct gcl_error *err);

#endif
