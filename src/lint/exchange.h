/*
 * Lint one document of an input: the text by the pack that it is for, and
 * around it the request, the answer, what the carrier has to say, and secrets
 * that should not be in a capture.
 */
#ifndef GCL_LINT_EXCHANGE_H
#define GCL_LINT_EXCHANGE_H

#include "carrier/carrier.h"
#include "lint/answer.h"
#include "lint/envelope.h"
#include "lint/lint.h"
#include "lint/packs.h"
#include "lint/secret.h"

struct exchange {
	/* Borrowed; set by the caller. */
	struct lint *lint;
	struct packs *packs;
	struct capture *capture;
	const struct carrier *carrier;
	const char *country;		/* for numbers without one, or NULL */
	/* For the input at hand. */
	struct matcher *matcher;	/* owned, like walk; made by need */
	struct walk *walk;
	struct secrets secrets;
	bool ask_all;			/* the last body was for another pack */
	bool scanned;			/* secrets has what was found so far */
	uint64_t base;			/* of the text that they stand in */
	uint64_t told;			/* offset: secrets before are told */
	/* For the document at hand. */
	const struct document *doc;
	const struct pack *pack;	/* of its body, or NULL */
	struct piece whole;		/* the source's text */
	struct envelope envelope;
	struct routed route;
	bool foreign;			/* sent to somebody else */
	bool compared;			/* the envelope has been linted */
	bool shown;			/* something of it is to be told */
};

/* Why a pack was taken. */
enum chosen {
	CHOSEN_NONE,		/* none is for this request */
	CHOSEN_OPTION,
	CHOSEN_CONFIG,
	CHOSEN_REQUEST,		/* by method and path */
	CHOSEN_MEMBER,		/* by lint.why */
	CHOSEN_DEFAULT,
};

struct exchange_report {
	struct lint_report lint;
	enum chosen chosen;
	const char *pack;	/* of the body; NULL: it was not linted */
	bool ours;		/* something that a pack is for */
	size_t refusals;	/* that the answer tells of */
};

void gcl_exchange_init(struct exchange *x);
void gcl_exchange_release(struct exchange *x);

/* Begin an input. */
void gcl_exchange_begin(struct exchange *x, const struct carrier *carrier);

/* GCL_OK; GCL_ENOMEM; GCL_EPACK for a pack that cannot be loaded. */
enum gcl_status gcl_exchange_lint(struct exchange *x,
	const struct document *doc, bool named, struct exchange_report *out,
	struct gcl_error *err);

#endif
