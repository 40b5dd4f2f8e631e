/*
 * What the formats that are JSON share: members, findings one a line, and the
 * finding as we write it ourselves (gclint(1), OUTPUT).
 */
#ifndef GCL_EMIT_OBJECT_H
#define GCL_EMIT_OBJECT_H

#include "emit/emit.h"
#include "json/write.h"

/* Members; a string that is NULL is written as null. */
void gcl_object_str(struct json_writer *w, const char *key,
	const char *value);
void gcl_object_uint(struct json_writer *w, const char *key, uint64_t value);

/* Counts; in the tables of places and summaries each has its name. */
struct object_uint {
	const char *key;
	uint64_t value;
};

void gcl_object_uints(struct json_writer *w, const struct object_uint *list,
	size_t n);

/* "RULE: MESSAGE; help: HELP"; rule may be NULL. */
void gcl_object_said(struct json_writer *w, const char *key,
	const char *rule, const struct gcl_finding *f);

/*
 * Begin the object of a finding in the array of all, on its own line.  The
 * report is written in pieces, so w is made for it anew.
 */
void gcl_object_item(struct emit *e, struct json_writer *w);

/* End the array of findings; w stands behind it. */
void gcl_object_items_end(struct emit *e, struct json_writer *w);

/* "name" and "version" of the tool, as an object. */
void gcl_object_tool(struct json_writer *w, const char *key);

/* The members of a finding. */
void gcl_object_finding(struct json_writer *w, const struct gcl_finding *f);

/* What came of sending, as members. */
void gcl_object_sent(struct json_writer *w, const struct gcl_sent *s);

/* The counts of a summary, as members. */
void gcl_object_counts(struct json_writer *w, const struct gcl_totals *t);

#endif
