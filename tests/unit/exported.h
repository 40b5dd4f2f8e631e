/*
 * What a carrier makes of a text, in words: a line for each document.
 *
 *	POST https://x/ <Name: value> {'body'} =422 {'answer'} !rule [at] say
 *
 * A piece whose place in the source reads otherwise has that behind it, in
 * [brackets].  What json-* rules say is left to their own tests.  There as in
 * the texts that are read, ' is written for ".
 */
#ifndef GCL_TESTS_EXPORTED_H
#define GCL_TESTS_EXPORTED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "carrier/carrier.h"

struct exported {
	struct capture c;
	struct buf text, words;
	struct gcl_error err;
};

static inline int
exported_set_up(void **state)
{
	struct exported *x = calloc(1, sizeof(*x));

	if (!x)
		return -1;
	gcl_error_reset(&x->err);
	gcl_capture_init(&x->c, LIMIT_TEXT_BYTES, LIMIT_DEPTH_DEFAULT);
	gcl_buf_init(&x->text, LIMIT_TEXT_BYTES);
	gcl_buf_init(&x->words, LIMIT_TEXT_BYTES);
	*state = x;
	return 0;
}

static inline int
exported_tear_down(void **state)
{
	struct exported *x = *state;

	gcl_capture_release(&x->c);
	gcl_buf_release(&x->text);
	gcl_buf_release(&x->words);
	free(x);
	return 0;
}

static inline void
exported_replace(char *s, char from, char to)
{
	for (; (s = strchr(s, from)); s++)
		*s = to;
}

/* The text that s is written for; valid until the next one. */
static inline struct span
exported_text(struct exported *x, const char *s)
{
	gcl_buf_reset(&x->text);
	gcl_buf_adds(&x->text, s);
	assert_non_null(gcl_buf_str(&x->text));
	exported_replace(x->text.ptr, '\'', '"');
	return gcl_buf_span(&x->text);
}

static inline void
exported_begin(struct exported *x, struct span text)
{
	gcl_reader_bytes(&x->c.reader, text);
	gcl_capture_begin(&x->c, "export.json", NULL);
}

/* The next document as gcl_carrier_split() gives it. */
static inline bool
exported_next(struct exported *x, const struct carrier *k,
	struct document *doc)
{
	bool more = false;

	*doc = (struct document){ .src = &x->c.src };
	gcl_arena_reset(&x->c.arena);
	assert_int_equal(k->split(&x->c, doc, &more, &x->err), GCL_OK);
	return more;
}

static inline struct span
exported_source(const struct exported *x, size_t off, size_t len)
{
	assert_true(off <= x->c.src.text.len);
	assert_true(len <= x->c.src.text.len - off);
	return gcl_span(x->c.src.text.ptr + off, len);
}

static inline void
exported_piece(struct exported *x, const struct piece *p)
{
	size_t off = 0, len = p->text.len;
	struct span there;

	gcl_piece_locate(p, &off, &len);
	there = exported_source(x, off, len);
	gcl_buf_addspan(&x->words, p->text);
	if (!gcl_span_eq(there, p->text))
		gcl_buf_addf(&x->words, "[%.*s]", (int)there.len, there.ptr);
}

static inline void
exported_headers(struct exported *x, const struct header *h)
{
	for (; h; h = h->next) {
		gcl_buf_adds(&x->words, " <");
		exported_piece(x, &h->name);
		gcl_buf_adds(&x->words, ": ");
		exported_piece(x, &h->value);
		gcl_buf_addc(&x->words, '>');
	}
}

static inline void
exported_document(struct exported *x, const struct document *doc)
{
	const struct request *req = doc->request;
	const struct response *res = doc->response;
	const struct remark *r;
	struct span at;

	if (req) {
		exported_piece(x, &req->method);
		gcl_buf_addc(&x->words, ' ');
		exported_piece(x, &req->target);
		exported_headers(x, req->headers);
	}
	if (doc->body.text.ptr) {
		gcl_buf_addc(&x->words, ' ');
		exported_piece(x, &doc->body);
	}
	if (res) {
		gcl_buf_addf(&x->words, " =%d", res->status);
		exported_headers(x, res->headers);
	}
	if (res && res->body.text.ptr) {
		gcl_buf_addc(&x->words, ' ');
		exported_piece(x, &res->body);
	}
	for (r = doc->remarks; r; r = r->next) {
		at = exported_source(x, r->off, r->len);
		gcl_buf_addf(&x->words, " !%s [%.*s]", r->rule,
		    (int)at.len, at.ptr);
		if (strncmp(r->rule, "json-", 5))
			gcl_buf_addf(&x->words, " %s", r->say);
	}
	gcl_buf_addc(&x->words, '\n');
}

/*
 * All documents of text.  Each begins where the last one ended, and the last
 * one ends with the text.
 */
static inline const char *
exported_all(struct exported *x, const struct carrier *k, const char *text)
{
	struct document doc;
	size_t end = 0;

	gcl_buf_reset(&x->words);
	exported_begin(x, exported_text(x, text));
	while (exported_next(x, k, &doc)) {
		assert_true(doc.end > end || !doc.request);
		end = doc.end;
		exported_document(x, &doc);
	}
	assert_int_equal(end, strlen(text));
	assert_non_null(gcl_buf_str(&x->words));
	exported_replace(x->words.ptr, '"', '\'');
	return x->words.ptr;
}

/*
 * Every prefix of text is read to its end.  It stands at the end of its
 * memory, so that reading on is seen.
 */
static inline void
exported_prefixes(struct exported *x, const struct carrier *k,
	const char *s)
{
	struct span text = exported_text(x, s);
	struct document doc;
	size_t len;

	for (len = 0; len <= text.len; len++) {
		char *copy = malloc(len + (len == 0));

		assert_non_null(copy);
		memcpy(copy, text.ptr, len);
		gcl_buf_reset(&x->words);
		k->sniff(gcl_span(copy, len));
		exported_begin(x, gcl_span(copy, len));
		while (exported_next(x, k, &doc))
			exported_document(x, &doc);
		free(copy);
	}
}

#endif
