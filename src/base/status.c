/*
 * Error values: the first one is kept.
 */
#include "config.h"

#include "base/status.h"

#include <stdio.h>
#include <string.h>

#include "base/display.h"

void
gcl_error_reset(struct gcl_error *err)
{
	if (!err)
		return;
	err->status = GCL_OK;
	err->text[0] = '\0';
}

enum gcl_status
gcl_error_nomem(struct gcl_error *err)
{
	if (err && err->status == GCL_OK) {
		err->status = GCL_ENOMEM;
		strcpy(err->text, "out of memory");
	}
	return GCL_ENOMEM;
}

/* A text may quote file names and values: make it safe, cut it to fit. */
static void
keep(struct gcl_error *err, const char *raw)
{
	/* Not from the heap: the error may be that there is none left. */
	char room[8 * sizeof(err->text)];
	struct buf b = { .ptr = room, .cap = sizeof(room),
		.max = sizeof(room) - 1 };
	size_t len;

	gcl_display_add(&b, gcl_span_str(raw));
	len = b.len < sizeof(err->text) ? b.len : sizeof(err->text) - 1;
	while (len > 0 && len < b.len && (b.ptr[len] & 0xc0) == 0x80)
		len--;
	if (len > 0)
		memcpy(err->text, b.ptr, len);
	err->text[len] = '\0';
}

enum gcl_status
gcl_error_set(struct gcl_error *err, enum gcl_status st, const char *fmt, ...)
{
	/* Where vsnprintf() cuts a code point is behind where keep() cuts. */
	char raw[sizeof(err->text) + 4];
	va_list ap;

	if (!err || st == GCL_OK || err->status != GCL_OK)
		return st;
	err->status = st;
	va_start(ap, fmt);
	vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	keep(err, raw);
	return st;
}
