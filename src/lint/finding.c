/*
 * Findings for those outside.
 */
#include "config.h"

#include "lint/finding.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "rule/words.h"

static int
compare(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;
	int names;

	if (x->off != y->off)
		return x->off < y->off ? -1 : 1;
	names = strcmp(x->rule->name, y->rule->name);
	return names ? names : strcmp(x->say, y->say);
}

/* qsort(3) of glibc allocates for what is not small; hits often are. */
static void
insertion_sort(struct hits *hits)
{
	struct hit h;
	size_t i, j;

	for (i = 1; i < hits->n; i++) {
		h = hits->list[i];
		for (j = i; j > 0 && compare(&hits->list[j - 1], &h) > 0; j--)
			hits->list[j] = hits->list[j - 1];
		hits->list[j] = h;
	}
}

static void
drop_repeats(struct hits *hits)
{
	size_t i, n = 0;

	for (i = 0; i < hits->n; i++)
		if (n == 0 || compare(&hits->list[n - 1], &hits->list[i]))
			hits->list[n++] = hits->list[i];
	hits->n = n;
}

#define FEW_HITS 16

void
gcl_hits_sort(struct hits *hits)
{
	if (hits->n <= FEW_HITS)
		insertion_sort(hits);
	else
		qsort(hits->list, hits->n, sizeof(*hits->list), compare);
	drop_repeats(hits);
}

void
gcl_shape_add(struct buf *out, struct span value)
{
	size_t i;

	for (i = 0; i < value.len; i++) {
		char c = value.ptr[i];

		if (c >= '0' && c <= '9')
			c = '9';
		else if ((c | 32) >= 'a' && (c | 32) <= 'z')
			c = 'a';
		gcl_buf_addc(out, c);
	}
}

/* FNV-1a, 64 bits: a name for the same fault, not a secret. */
static uint64_t
fnv(uint64_t h, struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
	/* A byte that is in no UTF-8 text parts this from what follows. */
	return (h ^ 0xff) * 0x100000001b3u;
}

static uint64_t
fnv_shape(uint64_t h, struct span s)
{
	char piece[64];
	struct buf b = { .ptr = piece, .cap = sizeof(piece),
		.max = sizeof(piece) - 1 };
	size_t n;

	for (; s.len > 0; s = gcl_span(s.ptr + n, s.len - n)) {
		n = s.len < b.max ? s.len : b.max;
		gcl_buf_reset(&b);
		gcl_shape_add(&b, gcl_span(s.ptr, n));
		h = fnv(h, gcl_buf_span(&b));
	}
	return fnv(h, s);
}

/* Where a key may be a telephone number, only its shape counts. */
static bool
may_hold_number(struct span pointer)
{
	size_t i, run = 0;

	for (i = 0; i < pointer.len && run < 7; i++) {
		char c = pointer.ptr[i];

		run = c >= '0' && c <= '9' ? run + 1 : 0;
	}
	return run == 7;
}

static const char *
fingerprint(const struct document *doc, const struct hit *h,
	struct arena *arena)
{
	struct span value = gcl_span(doc->text.ptr + h->value_off,
	    h->value_len);
	uint64_t hash = 0xcbf29ce484222325u;
	char text[17];

	hash = fnv(hash, gcl_span_str(h->rule->name));
	hash = may_hold_number(h->pointer) ? fnv_shape(hash, h->pointer) :
	    fnv(hash, h->pointer);
	hash = fnv_shape(hash, value);
	snprintf(text, sizeof(text), "%016" PRIx64, hash);
	return gcl_arena_str(arena, gcl_span(text, 16));
}

/* The message, with the column put in for its mark. */
static const char *
message(const struct hit *h, uint64_t column, struct arena *arena)
{
	const char *mark = strchr(h->say, WORDS_COLUMN);
	size_t head, tail;
	char digits[24];
	char *out;
	int n;

	if (!mark)
		return h->say;
	n = snprintf(digits, sizeof(digits), "%" PRIu64, column);
	head = (size_t)(mark - h->say);
	tail = strlen(mark + 1);
	out = gcl_arena_alloc(arena, head + (size_t)n + tail + 1);
	if (!out)
		return NULL;
	memcpy(out, h->say, head);
	memcpy(out + head, digits, (size_t)n);
	memcpy(out + head + n, mark + 1, tail + 1);
	return out;
}

static enum gcl_status
add_related(const struct document *doc, const struct hit *h,
	struct arena *arena, struct gcl_finding *out)
{
	struct gcl_related *r;

	if (!h->related_say)
		return GCL_OK;
	r = gcl_arena_alloc(arena, sizeof(*r));
	if (!r)
		return GCL_ENOMEM;
	r->message = h->related_say;
	out->related = r;
	out->n_related = 1;
	return gcl_document_place(doc, h->related_off, h->related_len,
	    &r->at);
}

enum gcl_status
gcl_finding_make(const struct document *doc, const struct hit *h,
	const char *pack, struct arena *arena, struct gcl_finding *out)
{
	enum gcl_status st;

	*out = (struct gcl_finding){
		.file = doc->src->name,
		.severity = h->severity,
		.rule = h->rule->name,
		.help = h->help,
		.pointer = h->pointer.ptr,
		.pointer_len = h->pointer.len,
		.document = doc->index,
		.pack = pack,
		.status = h->rule->status,
		.url = h->rule->url,
	};
	st = gcl_document_place(doc, h->off, h->len, &out->at);
	if (st == GCL_OK)
		st = add_related(doc, h, arena, out);
	out->message = message(h, out->at.column, arena);
	out->fingerprint = fingerprint(doc, h, arena);
	if (!out->message || !out->fingerprint)
		return GCL_ENOMEM;
	return st;
}
