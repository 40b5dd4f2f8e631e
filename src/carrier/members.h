/*
 * Look into a JSON text without a copy of it: whoever wants a few members of
 * a large text pays for no others.
 *
 * The text is JSON as far as it goes, and may end anywhere.  On other bytes
 * everything is just as safe, but what it gives means nothing.  Time is
 * linear in what is passed over.
 */
#ifndef GCL_CARRIER_MEMBERS_H
#define GCL_CARRIER_MEMBERS_H

#include "json/walk.h"

/* A value, or the name of a member. */
struct field {
	enum json_type type;	/* 0: there is none */
	size_t off, end;	/* in the text, quotes and brackets included */
	bool whole;		/* the text does not end in it */
};

/* A member, and the types (enum json_type) that it may have. */
struct member {
	const char *name;	/* ASCII */
	unsigned types;
};

/* Members or elements, one after the other. */
struct cursor {
	struct span text;
	size_t at;
	bool object;
};

/* The head of an input without its byte order mark. */
struct span gcl_members_text(struct span head);

/* The value at off, or behind blanks there. */
struct field gcl_field_at(struct span text, size_t off);

/* What stands between a string's quotes. */
struct span gcl_field_raw(struct span text, const struct field *string);

/* Is it a string that means s, which is ASCII? */
bool gcl_field_is(struct span text, const struct field *string,
	const char *s);

/* Before the first member or element; what is no container has none. */
struct cursor gcl_members_of(struct span text,
	const struct field *container);

/*
 * The next one; key may be NULL, and has type 0 for an element.  False when
 * there is none, or the text ends before its value.
 */
bool gcl_members_next(struct cursor *c, struct field *key,
	struct field *value);

/*
 * fields[i] is members[i] of object, the last one of that name and whatever
 * its type; members ends with a NULL name.
 */
void gcl_members_get(struct span text, const struct field *object,
	const struct member *members, struct field *fields);

#endif
