/*
 * Places in a document: through its map, or its offset, into the input.
 */
#include "config.h"

#include "text/document.h"

enum gcl_status
gcl_document_place(const struct document *doc, size_t off, size_t len,
	struct gcl_place *at)
{
	if (doc->map)
		gcl_map_locate(doc->map, &off, &len);
	else
		off += doc->off;
	return gcl_source_place(doc->src, off, len, at);
}
