/*
 * Edits that make JSON of a text that is nearly JSON, where there is no doubt
 * about what was meant: comments, trailing commas, single and curly quotes,
 * the literals of Python, keys without quotes, a missing comma, escapes of
 * other languages and raw control characters in strings, a byte order mark.
 */
#ifndef GCL_JSON_REPAIR_H
#define GCL_JSON_REPAIR_H

#include "json/complain.h"
#include "text/edit.h"

/*
 * The edits that mend what a complaint is about, in the offsets of text.
 * Faults of the same kind behind it are mended along with one that could not be
 * read past, since nobody has complained of them yet; otherwise only the
 * complaint's own.  What is between them and has its own repair is left as it
 * is; the first fault without one is where this stops.  out->n is 0 where only
 * a person can know what was meant.
 *
 * Edits and their texts are made in arena or static.  Linear in the text for
 * one that could not be read past, otherwise in the blanks around it; nothing
 * is recursive.  GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_json_repair(struct span text, const struct complaint *c,
	struct arena *arena, struct edits *out);

#endif
