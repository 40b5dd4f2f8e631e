/*
 * Build a decoded text together with its offset map.
 *
 * A text is begun, added to from left to right, and taken as a piece.  Parts
 * may come from anywhere in the source; a range that is later located must
 * lie in parts that stand there in the same order.
 */
#ifndef GCL_TEXT_DECODER_H
#define GCL_TEXT_DECODER_H

#include "base/buf.h"
#include "text/document.h"

struct decoder {
	struct buf text;
	struct map map;
	size_t end;		/* in the source, of what was added last */
	enum gcl_status st;	/* the first failure is kept */
};

void gcl_decoder_init(struct decoder *d);
void gcl_decoder_release(struct decoder *d);

/* Begin a text; the memory of the last one is used again. */
void gcl_decoder_begin(struct decoder *d);

/* Bytes that stand at off of the source as they are. */
void gcl_decoder_copy(struct decoder *d, struct span bytes, size_t off);

/* Bytes that come from the whole of [off, off + len); both may be empty. */
void gcl_decoder_opaque(struct decoder *d, struct span bytes, size_t off,
	size_t len);

/* A piece of the same source, as it is, with its map. */
void gcl_decoder_piece(struct decoder *d, const struct piece *p);

/* The same for [at, at + len) of the piece's text. */
void gcl_decoder_part(struct decoder *d, const struct piece *p, size_t at,
	size_t len);

/*
 * The end of the text, which ends at end of the source: copied, with its map,
 * into arena.  GCL_OK; GCL_ENOMEM; GCL_ELIMIT when it is too long.
 */
enum gcl_status gcl_decoder_take(struct decoder *d, size_t end,
	struct arena *arena, struct piece *out);

#endif
