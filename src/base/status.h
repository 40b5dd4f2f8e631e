/*
 * Error values: set once, kept, shown by whoever asked.
 */
#ifndef GCL_BASE_STATUS_H
#define GCL_BASE_STATUS_H

#include <stdarg.h>

#include "gclint/gclint.h"

#if defined(__GNUC__)
#define GCL_PRINTF(a, b) __attribute__((format(printf, a, b)))
#else
#define GCL_PRINTF(a, b)
#endif

/*
 * Fill err with a formatted text unless st is GCL_OK or err already holds an
 * error, and return st, so that a caller can write "return gcl_error_set(...)".
 * Control bytes in the text are escaped; a text that is too long is cut at a
 * code point.
 */
enum gcl_status gcl_error_set(struct gcl_error *err, enum gcl_status st,
	const char *fmt, ...) GCL_PRINTF(3, 4);

/* The same for GCL_ENOMEM, whose text is always the same. */
enum gcl_status gcl_error_nomem(struct gcl_error *err);

/* Make err ready for use: GCL_OK and an empty text.  Takes NULL. */
void gcl_error_reset(struct gcl_error *err);

#endif
