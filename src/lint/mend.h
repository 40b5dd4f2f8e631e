/*
 * From what mends a document to what mends its file: through the carrier, with
 * its escapes and quoting, and what stands around the body put right.
 */
#ifndef GCL_LINT_MEND_H
#define GCL_LINT_MEND_H

#include "carrier/carrier.h"
#include "rule/hit.h"

/*
 * The edits of a hit as edits of doc's source: offsets in its text, not in the
 * file.  Without what settle() adds, since several may be made at once.
 * out->n is 0 when the hit has none, or the carrier cannot have them.
 * GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_mend(const struct carrier *k, const struct document *doc,
	const struct hit *h, struct arena *arena, struct edits *out);

/*
 * The same with what settle() adds, merged in order: what is a fix by itself.
 */
enum gcl_status gcl_mend_whole(const struct carrier *k,
	const struct document *doc, const struct hit *h, struct arena *arena,
	struct edits *out);

/* Would there be any of these? */
enum gcl_status gcl_mend_can(const struct carrier *k,
	const struct document *doc, const struct hit *h, struct arena *arena,
	bool *can);

/*
 * Edits of several hits in one document, which gcl_mend() gave, as such a
 * whole.  out->n is 0 when they cannot be made.
 */
enum gcl_status gcl_mend_settle(const struct carrier *k,
	const struct document *doc, const struct edits *edits,
	struct arena *arena, struct edits *out);

#endif
