/*
 * How many columns of a terminal a character takes.
 */
#ifndef GCL_EMIT_WIDTH_H
#define GCL_EMIT_WIDTH_H

#include <locale.h>
#include <stdint.h>

#include "base/span.h"

/*
 * The C library knows, but only of the locale in use, and the locale of the
 * process belongs to the caller.  So a UTF-8 locale of our own is opened when
 * the first character beyond ASCII is met.  All zero is ready for use.
 */
struct width {
	locale_t locale;	/* 0: not opened yet, or the system has none */
	bool asked;
};

void gcl_width_init(struct width *w);
void gcl_width_release(struct width *w);

/* 0 for what joins the character before it, 2 for wide ones, otherwise 1. */
size_t gcl_width_char(struct width *w, uint32_t cp);

/* Columns of s, which has passed gcl_display_add(). */
size_t gcl_width_span(struct width *w, struct span s);

#endif
