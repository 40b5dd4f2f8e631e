/*
 * A fault as the rule engine sees it: offsets of the document, words filled
 * in.  What a hit points to lives in the engine's arena.
 */
#ifndef GCL_RULE_HIT_H
#define GCL_RULE_HIT_H

#include "rule/ruleset.h"
#include "text/document.h"
#include "text/edit.h"

struct hit {
	const struct rule *rule;
	const char *pack;		/* that found it */
	enum gcl_severity severity;
	int status;			/* of HTTP; 0: the rule's */
	const struct piece *piece;	/* what offsets are in */
	size_t at;			/* where off is in the source */
	uint32_t off, len;
	uint32_t value_off, value_len;	/* what the fingerprint's shape is of */
	const char *say;		/* WORDS_COLUMN stands for the column */
	const char *help;		/* or NULL */
	struct span pointer;	/* of the value around where too long */
	struct edits edits;	/* that mend it, in piece; n 0: none known */
	bool safe;		/* the payload then means what it meant */
	const char *related_say;	/* NULL: there is no other place */
	const struct piece *related_piece;	/* NULL: the same as piece */
	uint32_t related_off, related_len;
};

struct hits {
	struct hit *list;		/* from malloc, reused */
	size_t n, cap;
};

/* Drop all hits but those about the text as JSON. */
void gcl_hits_keep_json(struct hits *hits);

#endif
