/*
 * What the formats that are JSON share: members, findings one a line, and the
 * finding as we write it ourselves (gclint(1), OUTPUT).
 */
#ifndef GCL_EMIT_OBJECT_H
#define GCL_EMIT_OBJECT_H

#include "emit/emit.h"
#include "json/write.h"

/* What the version of json and jsonl reports is; see report.schema.json. */
#define REPORT_VERSION 1

/* Members; a string that is NULL is written as null. */
void gcl_object_str(struct json_writer *w, const char *key,
	const char *value);
void gcl_object_uint(struct json_writer *w, const char *key, uint64_t value);

/* The parts up to the first NULL as one string. */
void gcl_object_text(struct json_writer *w, const char *key,
	const char *const *parts);

/*
 * Begin an element of the array of findings, on its own line.  The report is
 * written in pieces, so w is made for it anew.
 */
void gcl_object_item(struct emit *e, struct json_writer *w);

/* End the array of findings; w stands behind it. */
void gcl_object_items_end(struct emit *e, struct json_writer *w);

/* "name" and "version" of the tool, as an object. */
void gcl_object_tool(struct json_writer *w, const char *key);

/* The members of a finding. */
void gcl_object_finding(struct json_writer *w, const struct gcl_finding *f);

/* The counts of a summary, as members. */
void gcl_object_counts(struct json_writer *w, const struct gcl_totals *t);

#endif
