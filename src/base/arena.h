/*
 * An arena: memory that is handed out piece by piece and given back at once.
 *
 * One arena serves one worker.  It is reset between documents and then keeps
 * a block as large as everything the last document took, so that after the
 * first few documents no more memory is asked of malloc.
 */
#ifndef GCL_BASE_ARENA_H
#define GCL_BASE_ARENA_H

#include <stddef.h>

#include "base/span.h"

struct arena_block;

struct arena {
	struct arena_block *head;	/* the block in use, newest first */
	size_t used;			/* bytes taken of head */
	size_t total;			/* bytes handed out since the reset */
};

void gcl_arena_init(struct arena *a);

/* Give everything back to the system.  The arena is empty and usable. */
void gcl_arena_release(struct arena *a);

/* Forget what was handed out and keep the memory for the next document. */
void gcl_arena_reset(struct arena *a);

/*
 * size bytes aligned for any type, not cleared, valid until the next reset;
 * NULL when there is no memory.  A size of 0 gives a valid pointer.
 */
void *gcl_arena_alloc(struct arena *a, size_t size);

/* n elements of size bytes, cleared; NULL also when n * size overflows. */
void *gcl_arena_calloc(struct arena *a, size_t n, size_t size);

/* A copy with a NUL behind it; NULL when there is no memory. */
char *gcl_arena_str(struct arena *a, struct span s);

/* The part of gcl_grow() that is seldom gone into: want is more than *cap. */
int gcl_grow_more(void *ptr, size_t *cap, size_t want, size_t size);

/*
 * Make room for at least want elements of size bytes in *ptr, which holds
 * *cap of them and came from malloc (or is NULL).  Doubles, never shrinks.
 * Returns 0, or -1 when there is no memory; *ptr is then as it was.
 */
static inline int
gcl_grow(void *ptr, size_t *cap, size_t want, size_t size)
{
	return want <= *cap ? 0 : gcl_grow_more(ptr, cap, want, size);
}

/*
 * The same with memory of the arena, of which no more is given back than by
 * its reset.  What is new of *ptr is not cleared.
 */
int gcl_arena_grow(struct arena *a, void *ptr, size_t *cap, size_t want,
	size_t size);

#endif
