/*
 * Offset maps: from a decoded text back to the text it was decoded from.
 */
#include "config.h"

#include "text/map.h"

#include <stdlib.h>

void
gcl_map_init(struct map *m)
{
	*m = (struct map){ 0 };
}

void
gcl_map_release(struct map *m)
{
	free(m->points);
	gcl_map_init(m);
}

void
gcl_map_reset(struct map *m)
{
	m->n = 0;
}

enum gcl_status
gcl_map_add(struct map *m, size_t to, size_t from)
{
	if (to > UINT32_MAX || from > UINT32_MAX)
		return GCL_ELIMIT;
	if (gcl_grow(&m->points, &m->cap, m->n + 1, sizeof(*m->points)))
		return GCL_ENOMEM;
	m->points[m->n++] = (struct map_point){
		.to = (uint32_t)to,
		.from = (uint32_t)from,
	};
	return GCL_OK;
}

size_t
gcl_map_point(const struct map *m, size_t off)
{
	size_t lo = 0, hi = m->n, mid;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (m->points[mid].to <= off)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/* The bytes of the original that the decoded byte at off stands for. */
static void
original(const struct map *m, size_t off, size_t *from, size_t *end)
{
	size_t i = gcl_map_point(m, off);
	const struct map_point *p = &m->points[i];

	if (i + 1 < m->n && p[1].to - p->to != p[1].from - p->from) {
		*from = p->from;
		*end = p[1].from;
	} else {
		*from = p->from + (off - p->to);
		*end = *from + 1;
	}
}

void
gcl_map_locate(const struct map *m, size_t *off, size_t *len)
{
	size_t from, end, last;

	if (m->n == 0)
		return;
	original(m, *off, &from, &end);
	if (*len > 0) {
		original(m, *off + *len - 1, &last, &end);
		*len = end - from;
	}
	*off = from;
}
