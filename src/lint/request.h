/*
 * The request to send a document with: its method and path from the capture
 * that it stands in or from its pack, and whom it reaches.
 */
#ifndef GCL_LINT_REQUEST_H
#define GCL_LINT_REQUEST_H

#include "lint/exchange.h"

/*
 * Of the document that x has just linted by its pack.  Everything in *out is
 * made in arena.
 *
 * hits   what was found in it
 * path   for the request, with its parameters filled in; or NULL
 * *why   why there is no method and path, safe to show; or NULL
 *
 * Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_request_make(const struct exchange *x,
	const struct hits *hits, const char *path, struct arena *arena,
	struct gcl_request *out, const char **why);

#endif
