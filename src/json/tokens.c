/*
 * jsmn, resumed window by window.
 *
 * Parent links keep jsmn linear on wide texts.  Its default mode is used, not
 * the strict one, which refuses some texts that are JSON: strictness is the
 * walk's.
 */
#include "config.h"

#include <stdlib.h>

#define GCL_JSMN_BODY
#include "json/tokens.h"

#include "base/limits.h"

/* With its state in registers, jsmn is a quarter faster. */
#ifdef __GNUC__
#define IN_REGISTERS __attribute__((flatten))
#else
#define IN_REGISTERS
#endif

struct tokens *
gcl_tokens_new(uint32_t max_depth)
{
	struct tokens *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	/* An open object stands there with its name and the one before. */
	t->size = 2 * max_depth + LIMIT_WINDOW_TOKENS;
	/* A small text never touches most of their pages: no calloc. */
	t->window = malloc(t->size * sizeof(*t->window));
	t->open = malloc(t->size * sizeof(*t->open));
	if (!t->window || !t->open) {
		gcl_tokens_free(t);
		return NULL;
	}
	return t;
}

void
gcl_tokens_free(struct tokens *t)
{
	if (!t)
		return;
	free(t->window);
	free(t->open);
	free(t);
}

IN_REGISTERS static void
fill(struct tokens *t)
{
	jsmn_parser p = t->parser;

	t->result = jsmn_parse(&p, t->text.ptr, t->text.len, t->window,
	    t->size);
	t->parser = p;
}

void
gcl_tokens_start(struct tokens *t, struct span text)
{
	t->text = text;
	t->given = 0;
	jsmn_init(&t->parser);
	fill(t);
}

/*
 * Keep what jsmn may still come back to: the chain of parents from the
 * superior token up.  A parent stands before its children, so the chain in
 * order of index is the chain from the outside in.
 */
static void
keep_open(struct tokens *t)
{
	int i, n = 0;

	for (i = t->parser.toksuper; i >= 0; i = t->window[i].parent)
		t->open[n++] = i;
	for (i = 0; i < n; i++) {
		t->window[i] = t->window[t->open[n - 1 - i]];
		t->window[i].parent = i - 1;
	}
	t->parser.toknext = (unsigned int)n;
	t->parser.toksuper = n - 1;
	t->given = (unsigned int)n;
}

bool
gcl_tokens_more(struct tokens *t)
{
	if (t->result != JSMN_ERROR_NOMEM)
		return false;
	keep_open(t);
	fill(t);
	return t->given < t->parser.toknext;
}

/* A NUL byte ends a text for jsmn; for RFC 8259 it is a byte like others. */
bool
gcl_tokens_complete(const struct tokens *t)
{
	return t->result >= 0 && t->parser.pos == t->text.len;
}
