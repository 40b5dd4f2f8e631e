/*
 * Named values over a pipe, as gclint and gclint-send exchange them.
 *
 * A value is "NAME LENGTH", a line feed, LENGTH bytes, a line feed; an empty
 * line ends a message.  Values hold any bytes.
 */
#ifndef GCL_BASE_WIRE_H
#define GCL_BASE_WIRE_H

#include "base/buf.h"

/* Append a value; name has letters, digits and dashes only. */
void gcl_wire_add(struct buf *out, const char *name, struct span value);

/* End a message. */
void gcl_wire_end(struct buf *out);

enum wire_result {
	WIRE_VALUE,	/* *name and *value are set, and taken off *rest */
	WIRE_END,	/* the message is over, and taken off *rest */
	WIRE_MORE,	/* the bytes end in the middle; nothing is taken */
	WIRE_BAD,	/* this is no message */
};

/* The next value of a message; it is borrowed from *rest. */
enum wire_result gcl_wire_next(struct span *rest, struct span *name,
	struct span *value);

/*
 * Is all of a message at the start of s?  WIRE_END, and *len is its length;
 * WIRE_MORE or WIRE_BAD.
 */
enum wire_result gcl_wire_message(struct span s, size_t *len);

#endif
