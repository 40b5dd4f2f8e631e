/*
 * Edits of HTTP bodies: as they are, but for what a line or a variable would
 * come to mean, and with the sizes of chunks (RFC 9112 section 7.1).
 */
#include "config.h"

#include "carrier/http_p.h"

#include <stdint.h>
#include <stdio.h>

#include "carrier/edit.h"

struct http_coding {
	enum http_writing writing;
	size_t off, end;
	bool chunked;
	bool known;		/* the chunks, when they are asked for */
	bool whole;		/* all their sizes are true */
	struct chunk *chunks;
	size_t n;
	struct arena *arena;	/* that all this is in */
};

enum gcl_status
gcl_http_code(struct capture *c, struct document *doc,
	enum http_writing writing, size_t off, size_t end, bool chunked)
{
	struct http_coding *k = gcl_arena_alloc(&c->arena, sizeof(*k));

	if (!k)
		return GCL_ENOMEM;
	*k = (struct http_coding){ .writing = writing, .off = off,
		.end = end, .chunked = chunked, .arena = &c->arena };
	doc->coding = k;
	/* Whoever pasted or typed it may have sent the line end as well. */
	if (writing != HTTP_RAW && !chunked)
		doc->blanks = gcl_json_skip_blanks(c->src.text, end) - end;
	return GCL_OK;
}

/*
 * What may begin no line of a body: comments, handlers, separators and
 * request lines; what curl says.
 */
static const char *const marks[] = {
	[HTTP_RAW] = "",
	[HTTP_TOLD] = "*<>",
	[HTTP_EDITOR] = "#/<>ABCDEFGHIJKLMNOPQRSTUVWXYZ",
};

enum gcl_status
gcl_http_encode(const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out)
{
	const struct http_coding *k = doc->coding;
	enum gcl_status st;

	if (!k || (!gcl_edit_of_body(doc, piece) &&
	    gcl_edit_has_lines(in->text)))
		return GCL_EINPUT;
	if (gcl_edit_begins_line(piece, in, marks[k->writing]) ||
	    (k->writing == HTTP_EDITOR && gcl_edit_refers(piece, in)))
		return GCL_EINPUT;
	st = gcl_edit_copy(doc, piece, in, arena, out);
	/* Comments between the lines of a body are not a part of it. */
	if (st == GCL_OK && k->writing == HTTP_EDITOR && out->len != in->len)
		st = GCL_EINPUT;
	return st;
}

/* ---- lengths ---- */

/* Of a body that is not in chunks. */
static size_t
new_length(const struct document *doc, const struct edits *edits)
{
	const struct http_coding *k = doc->coding;
	size_t i, n = doc->body.text.len;
	const struct edit *e;

	for (i = 0; i < edits->n; i++) {
		e = &edits->list[i];
		if (e->off >= k->off && e->off + e->len <= k->end)
			n += e->text.len - e->len;
	}
	return n;
}

/* ---- chunks ---- */

struct chunk {
	size_t line;		/* where its size begins */
	struct span size;
	size_t off, end;	/* the data */
};

/* The chunks of the body, found once for all edits. */
static enum gcl_status
find_chunks(struct http_coding *k, struct span text)
{
	size_t cap = 0, line = k->off;
	struct http_chunks c;

	if (k->known)
		return GCL_OK;
	k->n = 0;
	text.len = k->end;
	gcl_http_chunks_init(&c, text, k->off);
	for (; gcl_http_chunks_next(&c); line = c.pos) {
		if (gcl_arena_grow(k->arena, &k->chunks, &cap, k->n + 1,
		    sizeof(*k->chunks)))
			return GCL_ENOMEM;
		k->chunks[k->n++] = (struct chunk){ line, c.size, c.off,
			c.end };
	}
	k->whole = c.fault == CHUNK_FINE || c.fault == CHUNK_NO_LAST;
	k->known = true;
	return GCL_OK;
}

/* The last one whose data begin at or before off, or the first. */
static size_t
chunk_at(const struct http_coding *k, size_t off)
{
	size_t lo = 0, hi = k->n, mid;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (k->chunks[mid].off <= off)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/* Chunks that the edits make one of, and the next edit. */
struct regroup {
	struct settling *s;
	size_t next;
	const struct chunk *first;
	size_t end;		/* of the data of all */
	size_t was, is;		/* bytes of all */
	size_t total;		/* of the body, as far as it was edited */
};

/* In as many digits as before, where those began with zeros. */
static void
set_size(struct regroup *g, struct span text)
{
	struct span size = g->first->size;
	size_t i, off = (size_t)(size.ptr - text.ptr);
	bool zeros = size.ptr[0] == '0', upper = false;
	char digits[64], *copy;
	int width;

	for (i = 0; i < size.len; i++)
		upper |= size.ptr[i] >= 'A' && size.ptr[i] <= 'F';
	width = zeros && size.len < 32 ? (int)size.len : 1;
	snprintf(digits, sizeof(digits), upper ? "%0*zX" : "%0*zx", width,
	    g->is);
	copy = gcl_arena_str(g->s->arena, gcl_span_str(digits));
	if (!copy)
		g->s->st = GCL_ENOMEM;
	else
		gcl_settle_add(g->s, off, size.len, gcl_span_str(copy));
}

/* A chunk of no bytes would be the last one. */
static void
drop(struct regroup *g, struct span text)
{
	const struct chunk *c = g->first;
	struct span line;

	gcl_settle_add(g->s, c->line, c->off - c->line, SPAN(""));
	gcl_settle_add(g->s, g->end, gcl_http_line(text, g->end, &line) -
	    g->end, SPAN(""));
}

static void
end_group(struct regroup *g, struct span text)
{
	if (g->first && g->is == 0)
		drop(g, text);
	else if (g->first && g->is != g->first->end - g->first->off)
		set_size(g, text);
	g->total += g->is - g->was;
	g->is = g->was = 0;
}

static const struct edit *
next_edit(const struct regroup *g)
{
	const struct edits *e = g->s->edits;

	return g->next < e->n ? &e->list[g->next] : NULL;
}

/* The edits that begin in the data [off, end) of a chunk, or at its end. */
static void
take_chunk(struct regroup *g, size_t off, size_t end)
{
	const struct edit *e;
	size_t last;

	g->was += end - off;
	g->is += end - off;
	for (; (e = next_edit(g)) && e->off <= end; g->next++) {
		last = e->off + e->len;
		if (e->off >= off)
			g->is += e->text.len;
		g->is -= (last < end ? last : end) -
		    (e->off > off ? e->off : off);
		/* It goes on in the next one. */
		if (last > end)
			break;
	}
	g->end = end;
}

static enum gcl_status
settle_chunks(struct settling *s, struct http_coding *k, size_t *total)
{
	struct regroup g = { .s = s, .total = s->doc->body.text.len };
	struct span text = s->doc->src->text;
	const struct edit *e;
	enum gcl_status st;
	size_t i = 0;

	st = find_chunks(k, text);
	if (st != GCL_OK || !k->whole)
		return st == GCL_OK ? GCL_EINPUT : st;
	text.len = k->end;
	while ((e = next_edit(&g)) && e->off < k->off)
		g.next++;
	for (; (e = next_edit(&g)) && i < k->n; i++) {
		if (e->off >= k->chunks[i].off) {
			end_group(&g, text);
			i = chunk_at(k, e->off);
			g.first = &k->chunks[i];
		}
		take_chunk(&g, k->chunks[i].off, k->chunks[i].end);
	}
	end_group(&g, text);
	*total = g.total;
	return GCL_OK;
}

enum gcl_status
gcl_http_settle(const struct document *doc, const struct edits *edits,
	size_t length, struct arena *arena, struct edits *out)
{
	struct http_coding *k = doc->coding;
	enum gcl_status st = GCL_OK;
	struct settling s;
	size_t is = length;

	if (!k)
		return GCL_OK;
	gcl_settle_begin(&s, doc, edits, arena);
	if (k->chunked)
		st = settle_chunks(&s, k, &is);
	else if (length == SIZE_MAX)
		is = new_length(doc, edits);
	gcl_settle_headers(&s, doc->body.text.len, is);
	return st == GCL_OK ? gcl_settle_end(&s, out) : st;
}
