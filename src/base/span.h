/*
 * Bytes that belong to somebody else: a pointer and a length, no NUL.
 */
#ifndef GCL_BASE_SPAN_H
#define GCL_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *ptr;
	size_t len;
};

#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })

static inline struct span
gcl_span(const char *ptr, size_t len)
{
	return (struct span){ ptr, len };
}

/* A NUL-terminated string; NULL gives the empty span. */
static inline struct span
gcl_span_str(const char *s)
{
	return (struct span){ s, s ? strlen(s) : 0 };
}

static inline bool
gcl_span_eq(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || !memcmp(a.ptr, b.ptr, a.len));
}

static inline bool
gcl_span_is(struct span a, const char *s)
{
	/* In a table of names most differ in the first byte already. */
	return (a.len == 0 || *a.ptr == *s) && gcl_span_eq(a, gcl_span_str(s));
}

/* What is behind the first n bytes; empty when there are no more. */
static inline struct span
gcl_span_behind(struct span s, size_t n)
{
	return n < s.len ? gcl_span(s.ptr + n, s.len - n) : SPAN("");
}

/* Without the bytes at both ends that are in any. */
static inline struct span
gcl_span_trim(struct span s, const char *any)
{
	size_t n = strlen(any);

	while (s.len > 0 && memchr(any, s.ptr[s.len - 1], n))
		s.len--;
	while (s.len > 0 && memchr(any, *s.ptr, n))
		s = gcl_span_behind(s, 1);
	return s;
}

#endif
