/*
 * Read a JSON text strictly, one event at a time (RFC 8259).
 *
 * jsmn fills a window of tokens; the walk goes over them and over the bytes
 * between them and checks what jsmn does not.  No event is given for anything
 * that has not been checked.  The walk only says that a text is not JSON, and
 * about where: gcl_complain() finds out what is wrong with it.
 */
#ifndef GCL_JSON_WALK_H
#define GCL_JSON_WALK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/status.h"

enum json_type {
	JSON_NULL = 1 << 0,
	JSON_BOOLEAN = 1 << 1,
	JSON_NUMBER = 1 << 2,
	JSON_STRING = 1 << 3,
	JSON_ARRAY = 1 << 4,
	JSON_OBJECT = 1 << 5,
};

#define JSON_ANY 0x3f

enum walk_kind {
	WALK_END,	/* the text is over, and it was JSON */
	WALK_KEY,	/* a member's name */
	WALK_SCALAR,	/* a string, number, boolean or null */
	WALK_OPEN,	/* { or [ */
	WALK_CLOSE,	/* } or ] */
	WALK_BAD,	/* not JSON, or too deep */
};

/* What a string holds beside plain characters. */
enum walk_string {
	STRING_ESCAPE = 1 << 0,		/* a backslash */
	STRING_TEMPLATE = 1 << 1,	/* { or <, which may be a placeholder */
	STRING_WIDE = 1 << 2,		/* a byte above 0x7f */
};

struct walk_event {
	enum walk_kind kind;
	enum json_type type;	/* of a scalar, open or close */
	unsigned flags;		/* of a string or key: enum walk_string */
	uint32_t off, len;	/* the token; a string's without its quotes */
	uint32_t depth;		/* containers around it; of an open, outside */
};

/* The token as it stands in the text, quotes included. */
static inline void
gcl_walk_extent(const struct walk_event *ev, uint32_t *off, uint32_t *len)
{
	bool quoted = ev->type == JSON_STRING;

	*off = ev->off - quoted;
	*len = ev->len + 2 * quoted;
}

struct walk;

/*
 * A walk that can be used for one text after the other; its window is
 * reserved once.  max_depth is at most LIMIT_DEPTH_MAX.
 */
struct walk *gcl_walk_new(uint32_t max_depth);
void gcl_walk_free(struct walk *w);

/* Begin a text of at most LIMIT_TEXT_BYTES; it is borrowed. */
void gcl_walk_start(struct walk *w, struct span text);

/* For the text that was begun: a smaller max_depth than at birth. */
void gcl_walk_limit(struct walk *w, uint32_t max_depth);

/* The next event.  After WALK_END and WALK_BAD the same again. */
void gcl_walk_next(struct walk *w, struct walk_event *ev);

/*
 * The next member as a whole: its name as a WALK_KEY, and then its value, a
 * WALK_SCALAR or WALK_OPEN.  False, and nothing is taken, where the next event
 * is none, and for members out of the ordinary: those are for
 * gcl_walk_next().  A name that is given has no flags.
 */
bool gcl_walk_member(struct walk *w, struct walk_event *name,
	struct walk_event *value);

/* After WALK_BAD: were there more than max_depth open containers? */
bool gcl_walk_too_deep(const struct walk *w);

/* The type of the primitive token s by RFC 8259, or 0 when it is none. */
enum json_type gcl_json_primitive(struct span s);

#endif
