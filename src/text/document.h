/*
 * One JSON text in an input, and how its offsets become the input's.
 */
#ifndef GCL_TEXT_DOCUMENT_H
#define GCL_TEXT_DOCUMENT_H

#include "text/map.h"
#include "text/source.h"

struct document {
	struct source *src;	/* borrowed: places are asked of it */
	struct span text;	/* the JSON text; a slice of src, or decoded */
	size_t off;		/* of a slice: where text begins in src */
	const struct map *map;	/* of a decoded text: to offsets in src */
	uint64_t index;		/* 0-based, in the input */
};

/* The place in the input of [off, off + len) of the document's text. */
enum gcl_status gcl_document_place(const struct document *doc, size_t off,
	size_t len, struct gcl_place *at);

#endif
