/*
 * Memory that keeps nothing: what held a secret is overwritten before it goes
 * back to the system.
 */
#ifndef GCL_SEND_WIPE_H
#define GCL_SEND_WIPE_H

#include "base/buf.h"

/* Overwrite with zeros, in a way that no compiler leaves out.  Takes NULL. */
void gcl_wipe(void *ptr, size_t len);

/* Overwrite what functions that have returned left of the stack. */
void gcl_wipe_stack(void);

/*
 * malloc() and its family, but free and realloc wipe.  For libraries that
 * take an allocator; their memory may not be mixed with anybody else's.
 */
void *gcl_wipe_malloc(size_t size);
void *gcl_wipe_calloc(size_t n, size_t size);
void *gcl_wipe_realloc(void *ptr, size_t size);
char *gcl_wipe_strdup(const char *s);
void gcl_wipe_free(void *ptr);

/*
 * A buffer for up to max bytes that never moves, so that it leaves no copy
 * behind.  Without memory its status says so.
 */
void gcl_wipe_buf_init(struct buf *b, size_t max);

/* Wipe and release.  The buffer can then only be initialised again. */
void gcl_wipe_buf_release(struct buf *b);

#endif
