/*
 * Wiping, and an allocator that does it.  A block's size stands in front of
 * it, since C does not tell.
 */
#include "config.h"

#include "send/wipe.h"

#include <stdint.h>
#include <stdlib.h>

/* libcrypto's and libcurl's frames are a few KiB each. */
#define STACK_BYTES	(64u << 10)

union head {
	size_t size;
	max_align_t align;
};

/* Through a volatile pointer the compiler cannot tell which function it is. */
static void *(*const volatile fill)(void *, int, size_t) = memset;

void
gcl_wipe(void *ptr, size_t len)
{
	if (len > 0)
		fill(ptr, 0, len);
}

void
gcl_wipe_stack(void)
{
	char room[STACK_BYTES];

	gcl_wipe(room, sizeof(room));
}

void *
gcl_wipe_malloc(size_t size)
{
	union head *h;

	if (size > SIZE_MAX - sizeof(*h))
		return NULL;
	h = malloc(sizeof(*h) + size);
	if (!h)
		return NULL;
	h->size = size;
	return h + 1;
}

void *
gcl_wipe_calloc(size_t n, size_t size)
{
	void *p;

	if (size > 0 && n > SIZE_MAX / size)
		return NULL;
	p = gcl_wipe_malloc(n * size);
	if (p)
		memset(p, 0, n * size);
	return p;
}

/* realloc() would move the block and leave the old one as it was. */
void *
gcl_wipe_realloc(void *ptr, size_t size)
{
	union head *h = ptr;
	void *p = gcl_wipe_malloc(size);

	if (!p || !h)
		return p;
	h--;
	memcpy(p, h + 1, h->size < size ? h->size : size);
	gcl_wipe_free(ptr);
	return p;
}

char *
gcl_wipe_strdup(const char *s)
{
	size_t size = strlen(s) + 1;
	char *p = gcl_wipe_malloc(size);

	return p ? memcpy(p, s, size) : NULL;
}

void
gcl_wipe_free(void *ptr)
{
	union head *h = ptr;

	if (!h)
		return;
	h--;
	gcl_wipe(h, sizeof(*h) + h->size);
	free(h);
}

void
gcl_wipe_buf_init(struct buf *b, size_t max)
{
	gcl_buf_init(b, max);
	gcl_buf_reserve(b, max);
}

void
gcl_wipe_buf_release(struct buf *b)
{
	gcl_wipe(b->ptr, b->cap);
	gcl_buf_release(b);
}
