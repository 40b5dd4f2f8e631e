/*
 * A JSON text as jsmn's tokens, one after the other, in bounded memory.
 *
 * jsmn fills a window.  When it is full, only the containers that are still
 * open stay in it, with the names they are values of; jsmn goes on behind
 * them.  So the window need only be larger than the open containers.
 *
 * jsmn is lenient: what stands between the tokens, and most of what stands in
 * them, is for the caller to check.
 */
#ifndef GCL_JSON_TOKENS_H
#define GCL_JSON_TOKENS_H

#include <stdint.h>

#define JSMN_PARENT_LINKS
#define jsmn_init gcl_jsmn_init
#define jsmn_parse gcl_jsmn_parse
#ifndef GCL_JSMN_BODY
#define JSMN_HEADER
#endif
#include <jsmn.h>

#include "base/span.h"

/*
 * Of a token, start and end enclose a primitive or the content of a string; a
 * container begins at start.  Nothing else of it is to be looked at.
 */
struct tokens {
	struct span text;
	jsmn_parser parser;
	jsmntok_t *window;
	int *open;		/* indices of the open containers and names */
	unsigned int size;	/* tokens in window */
	unsigned int given;	/* tokens of the window that were taken */
	int result;		/* of the last jsmn_parse() */
};

/* A window for texts of up to max_depth open containers; NULL: no memory. */
struct tokens *gcl_tokens_new(uint32_t max_depth);
void gcl_tokens_free(struct tokens *t);

/* Begin a text of at most LIMIT_TEXT_BYTES; it is borrowed. */
void gcl_tokens_start(struct tokens *t, struct span text);

/* Fill a window that is used up; false when there is nothing more. */
bool gcl_tokens_more(struct tokens *t);

/*
 * The next token, which stays the next one until it is taken.  NULL at the end
 * of the text, and where jsmn gave up: the two are told apart by what is left.
 * The caller must stop when more than max_depth containers are open.
 */
static inline const jsmntok_t *
gcl_tokens_peek(struct tokens *t)
{
	return t->given < t->parser.toknext || gcl_tokens_more(t) ?
	    &t->window[t->given] : NULL;
}

/* The next two, or NULL where the window ends before. */
static inline const jsmntok_t *
gcl_tokens_pair(const struct tokens *t)
{
	return t->given + 1 < t->parser.toknext ? &t->window[t->given] : NULL;
}

static inline void
gcl_tokens_take(struct tokens *t)
{
	t->given++;
}

/* Take back the last two that were taken, which gcl_tokens_pair() gave. */
static inline void
gcl_tokens_give_back(struct tokens *t)
{
	t->given -= 2;
}

/* After NULL: did jsmn read the whole text? */
bool gcl_tokens_complete(const struct tokens *t);

#endif
