/*
 * A bounded byte buffer with a sticky failure.
 */
#include "config.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Below SIZE_MAX, so that there is always room to count one more byte. */
void
gcl_buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max < SIZE_MAX ? max : SIZE_MAX - 1 };
}

void
gcl_buf_release(struct buf *b)
{
	free(b->ptr);
	gcl_buf_init(b, b->max);
}

void
gcl_buf_reset(struct buf *b)
{
	b->len = 0;
	b->st = GCL_OK;
}

static char *
fail(struct buf *b, enum gcl_status st)
{
	b->st = st;
	return NULL;
}

/* The byte beyond len is for the NUL of gcl_buf_str(). */
char *
gcl_buf_reserve(struct buf *b, size_t len)
{
	size_t want, cap;
	char *p;

	if (b->st != GCL_OK)
		return NULL;
	if (len > b->max - b->len)
		return fail(b, GCL_ELIMIT);
	want = b->len + len + 1;
	if (want <= b->cap)
		return b->ptr + b->len;
	cap = b->cap < 64 ? 64 : b->cap;
	while (cap < want && cap <= b->max / 2)
		cap *= 2;
	if (cap < want)
		cap = b->max + 1;
	p = realloc(b->ptr, cap);
	if (!p)
		return fail(b, GCL_ENOMEM);
	b->ptr = p;
	b->cap = cap;
	return p + b->len;
}

void
gcl_buf_add(struct buf *b, const void *ptr, size_t len)
{
	char *p;

	if (len == 0)
		return;
	p = gcl_buf_reserve(b, len);
	if (!p)
		return;
	memcpy(p, ptr, len);
	b->len += len;
}

void
gcl_buf_adds(struct buf *b, const char *s)
{
	gcl_buf_add(b, s, strlen(s));
}

void
gcl_buf_addspan(struct buf *b, struct span s)
{
	gcl_buf_add(b, s.ptr, s.len);
}

void
gcl_buf_addu(struct buf *b, uint64_t n)
{
	char digits[20];
	size_t i = sizeof(digits);

	do
		digits[--i] = (char)('0' + n % 10);
	while (n /= 10);
	gcl_buf_add(b, digits + i, sizeof(digits) - i);
}

void
gcl_buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int len;
	char *p;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = gcl_buf_reserve(b, len >= 0 ? (size_t)len : SIZE_MAX);
	if (!p)
		return;
	va_start(ap, fmt);
	vsnprintf(p, (size_t)len + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)len;
}

const char *
gcl_buf_str(struct buf *b)
{
	char *p = gcl_buf_reserve(b, 0);

	if (p)
		*p = '\0';
	return p ? b->ptr : NULL;
}
