/*
 * From the offsets of a decoded text to those of the text it was decoded
 * from.
 *
 * A map is a list of points (to, from), sorted by to, that ends in a point for
 * the end of both texts.  Between two points both sides advance by one; where
 * the lengths of the two sides differ (an escape), all bytes of the decoded
 * side belong to the whole of the other.
 */
#ifndef GCL_TEXT_MAP_H
#define GCL_TEXT_MAP_H

#include "base/arena.h"
#include "base/status.h"

struct map_point {
	uint32_t to;		/* offset in the decoded text */
	uint32_t from;		/* offset in the original */
};

struct map {
	struct map_point *points;	/* from malloc, reused after a reset */
	size_t n, cap;
};

void gcl_map_init(struct map *m);
void gcl_map_release(struct map *m);
void gcl_map_reset(struct map *m);

/*
 * Append a point; to is at least that of the last one, and so is from within
 * any range that will be located.
 */
enum gcl_status gcl_map_add(struct map *m, size_t to, size_t from);

/*
 * The last point at or before off of the decoded text, or the first.  Of
 * several at one offset that is the one behind what was decoded to nothing.
 */
size_t gcl_map_point(const struct map *m, size_t off);

/*
 * Where [*off, *off + *len) of the decoded text stands in the original.  A
 * range that touches an escape covers it whole; an empty range stays empty.
 * An empty map changes nothing.
 */
void gcl_map_locate(const struct map *m, size_t *off, size_t *len);

#endif
