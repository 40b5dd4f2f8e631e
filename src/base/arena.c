/*
 * An arena of malloc'd blocks, each at least twice the one before.
 */
#include "config.h"

#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK	4096u

struct arena_block {
	struct arena_block *older;
	size_t size;			/* bytes in data */
	max_align_t data[];
};

void
gcl_arena_init(struct arena *a)
{
	*a = (struct arena){ 0 };
}

static void
free_chain(struct arena_block *b)
{
	struct arena_block *older;

	for (; b; b = older) {
		older = b->older;
		free(b);
	}
}

void
gcl_arena_release(struct arena *a)
{
	free_chain(a->head);
	gcl_arena_init(a);
}

/*
 * Blocks double, so the newest holds at least as much as all the older ones
 * together; once it has been used alone, nothing more is allocated.
 */
void
gcl_arena_reset(struct arena *a)
{
	if (a->head) {
		free_chain(a->head->older);
		a->head->older = NULL;
	}
	a->used = a->total = 0;
}

static int
add_block(struct arena *a, size_t need)
{
	struct arena_block *b;
	size_t size = a->head ? a->head->size : FIRST_BLOCK / 2;

	if (size > SIZE_MAX / 4 || need > SIZE_MAX / 4)
		return -1;
	size *= 2;
	while (size < need)
		size *= 2;
	b = malloc(sizeof(*b) + size);
	if (!b)
		return -1;
	b->older = a->head;
	b->size = size;
	a->head = b;
	a->used = 0;
	return 0;
}

void *
gcl_arena_alloc(struct arena *a, size_t size)
{
	const size_t align = sizeof(max_align_t);
	void *p;

	if (size > SIZE_MAX - align)
		return NULL;
	size = (size + align - 1) / align * align;
	if ((!a->head || a->head->size - a->used < size) &&
	    add_block(a, size) < 0)
		return NULL;
	p = (char *)a->head->data + a->used;
	a->used += size;
	a->total += size;
	return p;
}

void *
gcl_arena_calloc(struct arena *a, size_t n, size_t size)
{
	void *p;

	if (size && n > SIZE_MAX / size)
		return NULL;
	p = gcl_arena_alloc(a, n * size);
	if (p)
		memset(p, 0, n * size);
	return p;
}

char *
gcl_arena_str(struct arena *a, struct span s)
{
	char *p = s.len < SIZE_MAX ? gcl_arena_alloc(a, s.len + 1) : NULL;

	if (!p)
		return NULL;
	if (s.len > 0)
		memcpy(p, s.ptr, s.len);
	p[s.len] = '\0';
	return p;
}

/* The next capacity that holds want elements; 0: there is none. */
static size_t
doubled(size_t cap, size_t want, size_t size)
{
	size_t n = cap < 8 ? 8 : cap;

	while (n < want) {
		if (n > SIZE_MAX / 2)
			return 0;
		n *= 2;
	}
	return n > SIZE_MAX / size ? 0 : n;
}

int
gcl_grow_more(void *ptr, size_t *cap, size_t want, size_t size)
{
	size_t n = doubled(*cap, want, size);
	void *old, *p;

	memcpy(&old, ptr, sizeof(old));
	p = n > 0 ? realloc(old, n * size) : NULL;
	if (!p)
		return -1;
	memcpy(ptr, &p, sizeof(p));
	*cap = n;
	return 0;
}

int
gcl_arena_grow(struct arena *a, void *ptr, size_t *cap, size_t want,
	size_t size)
{
	size_t n = doubled(*cap, want, size);
	void *old, *p;

	if (want <= *cap)
		return 0;
	memcpy(&old, ptr, sizeof(old));
	p = n > 0 ? gcl_arena_alloc(a, n * size) : NULL;
	if (!p)
		return -1;
	if (*cap > 0)
		memcpy(p, old, *cap * size);
	memcpy(ptr, &p, sizeof(p));
	*cap = n;
	return 0;
}
