/*
 * A malloc(3) of the test's own, which counts and can fail.  For one file of a
 * program.
 */
#ifndef TESTS_UNIT_HEAP_H
#define TESTS_UNIT_HEAP_H

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#endif

/* Under a sanitizer its own allocator stands behind this one. */
#ifdef SANITIZED
#define REAL(name) __interceptor_##name
#else
#define REAL(name) __libc_##name
#endif

void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t n, size_t size);
void *REAL(realloc)(void *p, size_t size);
void REAL(free)(void *p);

static struct {
	atomic_size_t calls;	/* for memory, freeing apart */
	atomic_size_t fail_at;	/* the call that fails, 0: none */
	atomic_bool fail_on;	/* and so do those behind it */
	atomic_long live;	/* blocks */
} heap;

/*
 * These are called before a sanitizer is ready, so they are not to be made by
 * its rules.
 */
#if defined(__GNUC__)
#define BARE __attribute__((no_sanitize("address", "thread", "undefined")))
#else
#define BARE
#endif

static BARE bool
fails(void)
{
	size_t n = ++heap.calls, at = heap.fail_at;

	if (at == 0 || (heap.fail_on ? n < at : n != at))
		return false;
	errno = ENOMEM;
	return true;
}

BARE void *
malloc(size_t size)
{
	void *p = fails() ? NULL : REAL(malloc)(size);

	heap.live += p != NULL;
	return p;
}

BARE void *
calloc(size_t n, size_t size)
{
	void *p = fails() ? NULL : REAL(calloc)(n, size);

	heap.live += p != NULL;
	return p;
}

BARE void *
realloc(void *old, size_t size)
{
	void *p = fails() ? NULL : REAL(realloc)(old, size);

	heap.live += !old && p;
	return p;
}

BARE void
free(void *p)
{
	heap.live -= p != NULL;
	REAL(free)(p);
}

/* valgrind puts its own malloc() there as well, unless told not to. */
static inline int
heap_is_ours(void **state)
{
	/* Through a pointer: of malloc() itself a compiler knows too much. */
	void *(*volatile get)(size_t size) = malloc;
	size_t before = heap.calls;

	(void)state;
	free(get(1));
	if (heap.calls > before)
		return 0;
	fputs("malloc() is not the one of this program: valgrind needs "
	    "--soname-synonyms=somalloc=nouserintercepts\n", stderr);
	return -1;
}

#endif
