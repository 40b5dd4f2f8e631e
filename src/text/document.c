/*
 * Places in a piece of text: through its map, or its offset, into the input.
 */
#include "config.h"

#include "text/document.h"

#include <strings.h>

void
gcl_piece_locate(const struct piece *p, size_t *off, size_t *len)
{
	if (p->map)
		gcl_map_locate(p->map, off, len);
	else
		*off += p->off;
}

enum gcl_status
gcl_piece_place(const struct piece *p, struct source *src, size_t off,
	size_t len, struct gcl_place *at)
{
	gcl_piece_locate(p, &off, &len);
	return gcl_source_place(src, off, len, at);
}

const struct header *
gcl_header_find(const struct header *list, const char *name)
{
	size_t len = strlen(name);

	for (; list; list = list->next)
		if (list->name.text.len == len &&
		    !strncasecmp(list->name.text.ptr, name, len))
			break;
	return list;
}
