/*
 * Write JSON into a buffer: commas, nesting and escapes in one place.
 *
 * Everything written is valid UTF-8 and valid JSON whatever goes in: bytes
 * that are not UTF-8 come out as U+FFFD, control and format characters as
 * \uNNNN.
 */
#ifndef GCL_JSON_WRITE_H
#define GCL_JSON_WRITE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

struct json_writer {
	struct buf *out;	/* borrowed */
	bool comma;		/* a value stands before the next one */
};

void gcl_json_init(struct json_writer *w, struct buf *out);

void gcl_json_open(struct json_writer *w, char bracket);	/* { or [ */
void gcl_json_close(struct json_writer *w, char bracket);	/* } or ] */
void gcl_json_key(struct json_writer *w, const char *key);
void gcl_json_span(struct json_writer *w, struct span s);
void gcl_json_str(struct json_writer *w, const char *s);	/* NULL: null */
void gcl_json_uint(struct json_writer *w, uint64_t n);
void gcl_json_bool(struct json_writer *w, bool b);
void gcl_json_null(struct json_writer *w);

/* A value that is JSON already. */
void gcl_json_raw(struct json_writer *w, struct span json);

/* What stands for s between the quotes of a string. */
void gcl_json_escape(struct buf *out, struct span s);

/* s between quotes, escaped. */
void gcl_json_quote(struct buf *out, struct span s);

#endif
