/*
 * Findings for those outside.
 */
#include "config.h"

#include "lint/finding.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "lint/mend.h"
#include "rule/words.h"

static int
compare(const struct hit *x, const struct hit *y)
{
	int names;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	names = strcmp(x->rule->name, y->rule->name);
	return names ? names : strcmp(x->say, y->say);
}

/* Let the hit at root sink into the heap of n hits, the last one on top. */
static void
sift_down(struct hit *list, size_t root, size_t n)
{
	struct hit h = list[root];
	size_t child;

	while ((child = 2 * root + 1) < n) {
		if (child + 1 < n &&
		    compare(&list[child], &list[child + 1]) < 0)
			child++;
		if (compare(&h, &list[child]) >= 0)
			break;
		list[root] = list[child];
		root = child;
	}
	list[root] = h;
}

/* In place, as qsort(3) of glibc is not. */
static void
heap_sort(struct hits *hits)
{
	struct hit *list = hits->list, last;
	size_t i;

	for (i = hits->n / 2; i-- > 0;)
		sift_down(list, i, hits->n);
	for (i = hits->n; i-- > 1;) {
		last = list[i];
		list[i] = list[0];
		list[0] = last;
		sift_down(list, 0, i);
	}
}

static bool
in_order(const struct hits *hits)
{
	size_t i;

	for (i = 1; i < hits->n; i++)
		if (compare(&hits->list[i - 1], &hits->list[i]) > 0)
			return false;
	return true;
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

void
gcl_hits_sort(struct hits *hits)
{
	if (!in_order(hits))
		heap_sort(hits);
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
		else if (((c | 32) >= 'a' && (c | 32) <= 'z') || c & 0x80)
			c = 'a';
		gcl_buf_addc(out, c);
	}
}

static uint64_t
add_shape(uint64_t h, struct span s)
{
	char piece[64];
	struct buf b = { .ptr = piece, .cap = sizeof(piece),
		.max = sizeof(piece) - 1 };
	size_t n;

	for (; s.len > 0; s = gcl_span(s.ptr + n, s.len - n)) {
		n = s.len < b.max ? s.len : b.max;
		gcl_buf_reset(&b);
		gcl_shape_add(&b, gcl_span(s.ptr, n));
		h = gcl_hash_stable(h, gcl_buf_span(&b));
	}
	return gcl_hash_stable(h, s);
}

/* So many digits may be a telephone number. */
#define NUMBER_DIGITS 7

/* A number may have separators in it, and digits that are not ASCII's. */
bool
gcl_pointer_may_hold_number(struct span pointer)
{
	size_t i, digits = 0;

	for (i = 0; i < pointer.len && digits < NUMBER_DIGITS; i++) {
		char c = pointer.ptr[i];

		if (c == '/')
			digits = 0;
		digits += (c >= '0' && c <= '9') || c & 0x80;
	}
	return digits == NUMBER_DIGITS;
}

static const char *
fingerprint(const struct hit *h, struct arena *arena)
{
	struct span value = gcl_span(h->piece->text.ptr + h->value_off,
	    h->value_len);
	uint64_t hash = HASH_STABLE;
	char text[17];

	hash = gcl_hash_stable(hash, gcl_span_str(h->rule->name));
	hash = gcl_pointer_may_hold_number(h->pointer) ?
	    add_shape(hash, h->pointer) : gcl_hash_stable(hash, h->pointer);
	hash = add_shape(hash, value);
	snprintf(text, sizeof(text), "%016" PRIx64, hash);
	return gcl_arena_str(arena, gcl_span(text, 16));
}

static size_t
count_marks(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == WORDS_COLUMN;
	return n;
}

/* Words, with the column put in for its marks; NULL: no memory. */
static const char *
with_column(const char *s, uint64_t column, struct arena *arena)
{
	size_t marks = count_marks(s), n;
	char digits[24];
	char *out, *p;

	if (marks == 0)
		return s;
	n = (size_t)snprintf(digits, sizeof(digits), "%" PRIu64, column);
	out = p = gcl_arena_alloc(arena, strlen(s) + marks * n + 1);
	for (; p && *s; s++) {
		if (*s != WORDS_COLUMN) {
			*p++ = *s;
			continue;
		}
		memcpy(p, digits, n);
		p += n;
	}
	if (p)
		*p = '\0';
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
	return gcl_piece_place(h->related_piece ? h->related_piece : h->piece,
	    doc->src, h->related_off, h->related_len, &r->at);
}

/* That there is one, and no more of it. */
static enum gcl_status
note_fix(const struct carrier *k, const struct document *doc,
	const struct hit *h, struct arena *arena, struct gcl_finding *out)
{
	struct gcl_fix *fix;
	enum gcl_status st;
	bool can;

	st = gcl_mend_can(k, doc, h, arena, &can);
	if (st != GCL_OK || !can)
		return st;
	fix = gcl_arena_alloc(arena, sizeof(*fix));
	if (!fix)
		return GCL_ENOMEM;
	*fix = (struct gcl_fix){ h->safe, NULL, 0 };
	out->fix = fix;
	return GCL_OK;
}

/* Offsets of a source become those of its file. */
static enum gcl_status
add_fix(const struct carrier *k, const struct document *doc,
	const struct hit *h, size_t *room, struct arena *arena,
	struct gcl_finding *out)
{
	struct edits all;
	struct gcl_edit *list;
	struct gcl_fix *fix;
	enum gcl_status st;
	size_t i;

	st = gcl_mend_whole(k, doc, h, arena, &all);
	if (st != GCL_OK || all.n == 0)
		return st;
	fix = gcl_arena_alloc(arena, sizeof(*fix));
	list = gcl_arena_calloc(arena, all.n, sizeof(*list));
	if (!fix || !list)
		return GCL_ENOMEM;
	for (i = 0; i < all.n; i++) {
		*room -= *room < all.list[i].text.len ? *room :
		    all.list[i].text.len;
		list[i] = (struct gcl_edit){
			.offset = doc->src->base + all.list[i].off,
			.length = all.list[i].len,
			.text = gcl_arena_str(arena, all.list[i].text),
			.text_len = all.list[i].text.len,
		};
		if (!list[i].text)
			return GCL_ENOMEM;
	}
	*fix = (struct gcl_fix){ h->safe, list, all.n };
	out->fix = fix;
	return GCL_OK;
}

enum gcl_status
gcl_finding_make(const struct carrier *k, const struct document *doc,
	const struct hit *h, size_t *room, struct arena *arena,
	struct gcl_finding *out)
{
	enum gcl_status st;

	*out = (struct gcl_finding){
		.file = doc->src->name,
		.severity = h->severity,
		.rule = h->rule->name,
		.pointer = h->pointer.ptr,
		.pointer_len = h->pointer.len,
		.document = doc->index,
		.pack = h->pack,
		.status = h->status ? h->status : h->rule->status,
		.url = h->rule->url,
	};
	st = gcl_piece_place(h->piece, doc->src, h->off, h->len, &out->at);
	if (st == GCL_OK)
		st = add_related(doc, h, arena, out);
	if (st == GCL_OK && !room)
		st = note_fix(k, doc, h, arena, out);
	else if (st == GCL_OK && *room > 0)
		st = add_fix(k, doc, h, room, arena, out);
	out->message = with_column(h->say, out->at.column, arena);
	if (h->help)
		out->help = with_column(h->help, out->at.column, arena);
	out->fingerprint = fingerprint(h, arena);
	if (!out->message || !out->fingerprint || (h->help && !out->help))
		return GCL_ENOMEM;
	return st;
}

void
gcl_finding_shift(struct gcl_finding *f, uint64_t lines, uint64_t documents)
{
	struct gcl_related *related = (struct gcl_related *)f->related;
	size_t i;

	f->document += documents;
	f->at.line += lines;
	f->at.end_line += lines;
	for (i = 0; i < f->n_related; i++) {
		related[i].at.line += lines;
		related[i].at.end_line += lines;
	}
}
