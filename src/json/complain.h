/*
 * Say exactly what is wrong with a text that is not JSON, and where.
 *
 * This is the slow path: it reads only texts that the walk refused.  It reads
 * on behind what can be read past without guessing (comments, trailing
 * commas, a byte order mark) and stops at the first other fault.
 */
#ifndef GCL_JSON_COMPLAIN_H
#define GCL_JSON_COMPLAIN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"
#include "base/status.h"

struct complaint {
	const char *rule;	/* "json-comment", ...: static */
	const char *say;	/* what is wrong: in the arena or static */
	const char *help;	/* what to write instead, or NULL */
	uint32_t off, len;	/* the faulty bytes; len may be 0 */
	bool past;		/* read past: the text behind it was read */
	bool doubt;		/* past, but may be in a string: where that ends
				   was not clear, and the last one is fatal */
	bool related;		/* another place has to do with it: */
	uint32_t related_off, related_len;
	const char *related_say;
};

struct complaints {
	struct complaint *list;	/* from malloc, reused after a reset */
	size_t n, cap;
	struct buf copy;	/* the text with what was read past blanked */
	struct buf words;	/* of a complaint while they are made */
	bool fatal;		/* the last one could not be read past */
};

void gcl_complaints_init(struct complaints *c);
void gcl_complaints_release(struct complaints *c);

/*
 * Read text and list what is wrong with it, in order of offset; nothing, when
 * the walk accepts it.  json-duplicate-key is not looked for.
 *
 * Unless c->fatal, c->copy is then JSON of the same length, each blanked byte
 * a space but line breaks in comments as they were; with c->fatal it holds
 * the text up to the fault.  Words are made in arena; what they quote of the
 * text is safe to show.
 *
 * Time is linear in the text; nothing is recursive.  Returns GCL_OK or
 * GCL_ENOMEM.
 */
enum gcl_status gcl_complain(struct span text, uint32_t max_depth,
	struct arena *arena, struct complaints *c);

#endif
