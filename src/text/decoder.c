/*
 * Decoded texts and their maps, built from left to right.
 */
#include "config.h"

#include "text/decoder.h"

#include "base/limits.h"

void
gcl_decoder_init(struct decoder *d)
{
	*d = (struct decoder){ .st = GCL_OK };
	gcl_buf_init(&d->text, LIMIT_TEXT_BYTES);
	gcl_map_init(&d->map);
}

void
gcl_decoder_release(struct decoder *d)
{
	gcl_buf_release(&d->text);
	gcl_map_release(&d->map);
}

void
gcl_decoder_begin(struct decoder *d)
{
	gcl_buf_reset(&d->text);
	gcl_map_reset(&d->map);
	d->end = 0;
	d->st = GCL_OK;
}

static void
add_point(struct decoder *d, size_t from)
{
	if (d->st == GCL_OK)
		d->st = gcl_map_add(&d->map, d->text.len, from);
}

/*
 * What comes next stands at off.  Where that is not the end of what was added
 * last, that end gets a point of its own: bytes between belong to nothing.
 */
static void
go_to(struct decoder *d, size_t off)
{
	if (d->map.n > 0 && off == d->end)
		return;
	if (d->map.n > 0)
		add_point(d, d->end);
	add_point(d, off);
	d->end = off;
}

void
gcl_decoder_copy(struct decoder *d, struct span bytes, size_t off)
{
	if (bytes.len == 0)
		return;
	go_to(d, off);
	gcl_buf_addspan(&d->text, bytes);
	d->end = off + bytes.len;
}

void
gcl_decoder_opaque(struct decoder *d, struct span bytes, size_t off,
	size_t len)
{
	/* Of one length they would pass for a copy. */
	if (len > 1 && bytes.len == len) {
		gcl_decoder_opaque(d, gcl_span(bytes.ptr, len - 1), off, len);
		bytes = gcl_span(bytes.ptr + len - 1, 1);
	}
	go_to(d, off);
	add_point(d, off);
	gcl_buf_addspan(&d->text, bytes);
	d->end = off + len;
	add_point(d, d->end);
}

/* The points of a piece's map, each moved behind the text so far. */
static void
add_mapped(struct decoder *d, const struct piece *p)
{
	const struct map *m = p->map;
	size_t i, at = d->text.len;

	if (m->n == 0)
		return;
	go_to(d, m->points[0].from);
	for (i = 0; i < m->n && d->st == GCL_OK; i++)
		d->st = gcl_map_add(&d->map, at + m->points[i].to,
		    m->points[i].from);
	gcl_buf_addspan(&d->text, p->text);
	d->end = m->points[m->n - 1].from;
}

void
gcl_decoder_piece(struct decoder *d, const struct piece *p)
{
	if (p->map)
		add_mapped(d, p);
	else
		gcl_decoder_copy(d, p->text, p->off);
}

/* The part of the segment that begins with point i. */
static void
add_segment(struct decoder *d, const struct piece *p, size_t i, size_t at,
	size_t len)
{
	const struct map_point *seg = &p->map->points[i];
	struct span bytes = gcl_span(p->text.ptr + at, len);
	size_t from_len = seg[1].from - seg->from;

	if (seg[1].to - seg->to == from_len)
		gcl_decoder_copy(d, bytes, seg->from + (at - seg->to));
	else if (len > 0)
		gcl_decoder_opaque(d, bytes, seg->from, from_len);
}

void
gcl_decoder_part(struct decoder *d, const struct piece *p, size_t at,
	size_t len)
{
	size_t i, n, end = at + len;

	if (!p->map) {
		gcl_decoder_copy(d, gcl_span(p->text.ptr + at, len),
		    p->off + at);
		return;
	}
	for (i = gcl_map_point(p->map, at); at < end; i++, at += n) {
		n = p->map->points[i + 1].to - at;
		if (n > end - at)
			n = end - at;
		add_segment(d, p, i, at, n);
	}
}

static enum gcl_status
copy_map(const struct map *m, struct arena *arena, const struct map **out)
{
	struct map *copy = gcl_arena_alloc(arena, sizeof(*copy));

	if (!copy)
		return GCL_ENOMEM;
	*copy = (struct map){ .n = m->n };
	copy->points = gcl_arena_alloc(arena, m->n * sizeof(*m->points));
	if (!copy->points)
		return GCL_ENOMEM;
	memcpy(copy->points, m->points, m->n * sizeof(*m->points));
	*out = copy;
	return GCL_OK;
}

enum gcl_status
gcl_decoder_take(struct decoder *d, size_t end, struct arena *arena,
	struct piece *out)
{
	char *text;

	go_to(d, end);
	add_point(d, end);
	if (d->st == GCL_OK)
		d->st = gcl_buf_status(&d->text);
	if (d->st != GCL_OK)
		return d->st;
	text = gcl_arena_str(arena, gcl_buf_span(&d->text));
	if (!text)
		return GCL_ENOMEM;
	*out = (struct piece){ .text = gcl_span(text, d->text.len) };
	return copy_map(&d->map, arena, &out->map);
}
