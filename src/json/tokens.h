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

#include "base/span.h"

enum token_type {
	TOKEN_PRIMITIVE,	/* whatever is not one of the others */
	TOKEN_STRING,
	TOKEN_ARRAY,
	TOKEN_OBJECT,
};

struct token {
	enum token_type type;
	uint32_t off;		/* of the bracket, or of a string's content */
	uint32_t end;		/* of a primitive or a string's content */
};

struct tokens;

/* A window for texts of up to max_depth open containers; NULL: no memory. */
struct tokens *gcl_tokens_new(uint32_t max_depth);
void gcl_tokens_free(struct tokens *t);

/* Begin a text of at most LIMIT_TEXT_BYTES; it is borrowed. */
void gcl_tokens_start(struct tokens *t, struct span text);

/*
 * The next token.  False at the end of the text, and where jsmn gave up: the
 * two are told apart by what is left.  The caller must stop when more than
 * max_depth containers are open.
 */
bool gcl_tokens_next(struct tokens *t, struct token *tok);

/* After false: did jsmn read the whole text? */
bool gcl_tokens_complete(const struct tokens *t);

#endif
