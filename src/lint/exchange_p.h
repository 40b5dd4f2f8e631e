/*
 * What the parts of an exchange share.
 */
#ifndef GCL_LINT_EXCHANGE_P_H
#define GCL_LINT_EXCHANGE_P_H

#include "lint/exchange.h"

/* To lint piece, or to raise something in it, by k. */
struct lint_task gcl_exchange_task(const struct exchange *x,
	const struct pack *k, const struct piece *piece);

/* Who has chosen the pack that is chosen. */
enum chosen gcl_exchange_chosen(const struct exchange *x);

/* Where the body's first bracket is. */
size_t gcl_exchange_start(const struct exchange *x);

/* Lint the document's body. */
enum gcl_status gcl_exchange_body(struct exchange *x, const struct pack *k,
	enum chosen chosen, bool named, struct exchange_report *out);

/*
 * Lint the body by the pack that it is for by its members: one of those in
 * among, or of all when that is NULL.
 */
enum gcl_status gcl_exchange_by_members(struct exchange *x,
	const struct routed *among, bool named, struct exchange_report *out,
	struct gcl_error *err);

/* Lint the body as a payload by itself. */
enum gcl_status gcl_exchange_bare(struct exchange *x, bool named,
	struct exchange_report *out, struct gcl_error *err);

/* Lint the request, and its body by the pack that it is for. */
enum gcl_status gcl_exchange_request(struct exchange *x, bool named,
	struct exchange_report *out, struct gcl_error *err);

/* Report what the recorded answer refuses. */
enum gcl_status gcl_exchange_answer(struct exchange *x,
	struct exchange_report *out, struct gcl_error *err);

/* Add the credentials in the request to what is secret. */
enum gcl_status gcl_exchange_credentials(struct exchange *x,
	const struct pack *scanning, struct gcl_error *err);

/* Mask what others wrote: its secrets may be nowhere else in the capture. */
enum gcl_status gcl_exchange_mask(struct exchange *x, const char **text,
	struct gcl_error *err);

/* Report the secrets in what belongs to the document, and hide them. */
enum gcl_status gcl_exchange_secrets(struct exchange *x,
	struct exchange_report *out, struct gcl_error *err);

#endif
