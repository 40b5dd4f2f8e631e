/*
 * A byte buffer that grows up to a maximum given at birth.
 *
 * A failed append is remembered: later appends do nothing, and the caller
 * asks once, with gcl_buf_status(), whether everything fitted.
 */
#ifndef GCL_BASE_BUF_H
#define GCL_BASE_BUF_H

#include <stdint.h>

#include "base/span.h"
#include "base/status.h"

struct buf {
	char *ptr;		/* NULL while empty and never written to */
	size_t len, cap, max;	/* bytes; max counts len */
	enum gcl_status st;	/* GCL_OK, GCL_ENOMEM or GCL_ELIMIT */
};

void gcl_buf_init(struct buf *b, size_t max);
void gcl_buf_release(struct buf *b);

/* Empty the buffer, forget a failure, keep the memory. */
void gcl_buf_reset(struct buf *b);

/* Room for len more bytes at ptr + len, or NULL; the caller adds to len. */
char *gcl_buf_reserve(struct buf *b, size_t len);

void gcl_buf_add(struct buf *b, const void *ptr, size_t len);
void gcl_buf_adds(struct buf *b, const char *s);
void gcl_buf_addspan(struct buf *b, struct span s);
void gcl_buf_addf(struct buf *b, const char *fmt, ...) GCL_PRINTF(2, 3);

/* A number in decimal digits. */
void gcl_buf_addu(struct buf *b, uint64_t n);

/* The content with a NUL behind it, which does not count; NULL on failure. */
const char *gcl_buf_str(struct buf *b);

static inline void
gcl_buf_addc(struct buf *b, char c)
{
	char *p = b->st == GCL_OK && b->len + 1 < b->cap && b->len < b->max ?
	    b->ptr + b->len : gcl_buf_reserve(b, 1);

	if (p) {
		*p = c;
		b->len++;
	}
}

static inline struct span
gcl_buf_span(const struct buf *b)
{
	return gcl_span(b->ptr, b->len);
}

static inline enum gcl_status
gcl_buf_status(const struct buf *b)
{
	return b->st;
}

#endif
