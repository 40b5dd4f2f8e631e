/*
 * Values that are secret wherever they stand.
 */
#ifndef GCL_LINT_SECRET_KNOWN_H
#define GCL_LINT_SECRET_KNOWN_H

#include "base/span.h"
#include "base/status.h"

struct known;

/* None yet; NULL: no memory. */
struct known *gcl_known_new(void);
void gcl_known_free(struct known *k);		/* takes NULL */
void gcl_known_forget(struct known *k);		/* takes NULL */

/*
 * Know a value by its first bytes; one of less than 8 bytes is not taken.
 * GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_known_add(struct known *k, struct span value);

/* How long the known value is that stands at a byte of text, or 0. */
size_t gcl_known_at(const struct known *k, struct span text, size_t at);

#endif
