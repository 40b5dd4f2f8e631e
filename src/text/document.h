/*
 * What a carrier finds in an input: a JSON text, and the request that it was
 * the body of.
 */
#ifndef GCL_TEXT_DOCUMENT_H
#define GCL_TEXT_DOCUMENT_H

#include "text/map.h"
#include "text/source.h"

/* A text that stands in a source: a slice of it, or decoded from it. */
struct piece {
	struct span text;	/* ptr NULL: there is none */
	size_t off;		/* of a slice: where text begins in src */
	const struct map *map;	/* of a decoded text: to offsets in src */
};

struct header {
	struct header *next;
	struct piece name, value;	/* without the blanks around them */
};

/* A request, as far as the capture has it. */
struct request {
	struct piece start;	/* stands for all of it: the request line */
	struct piece method;
	struct piece target;	/* a URL, or a path with its query */
	struct header *headers;	/* in order */
	int64_t time;		/* of sending, seconds since 1970; 0: unknown */
};

/* The first header of that name, whatever its case, or NULL. */
const struct header *gcl_header_find(const struct header *list,
	const char *name);

/* The answer to it, where it was recorded. */
struct response {
	struct piece start;	/* the status, or what stands for it; ptr
				   NULL: it is not in the source */
	int status;		/* 0: unknown */
	struct header *headers;
	struct piece body;
};

/* What a carrier has to say of the capture itself. */
struct remark {
	struct remark *next;
	const char *rule;	/* of rules/common.json */
	size_t off, len;	/* in src */
	const char *say, *help;	/* safe to show; help may be NULL */
};

struct document {
	struct source *src;	/* borrowed: places are asked of it */
	struct piece body;	/* no text: only the rest is to be looked at */
	size_t blanks;		/* behind the body, perhaps sent with it */
	const struct request *request;		/* NULL: a bare payload */
	const struct response *response;	/* NULL: not recorded */
	struct remark *remarks;	/* in order of offset */
	bool recorded;		/* traffic, and no template for it */
	bool found;		/* in text: nobody said that it is a payload */
	bool asked;		/* the user asks what the response means */
	size_t end;		/* in src: all up to here belongs to it */
	uint64_t index;		/* 0-based, in the input */
	void *coding;		/* the carrier's: how the body is written */
};

/* Where [*off, *off + *len) of a piece's text stands in its source. */
void gcl_piece_locate(const struct piece *p, size_t *off, size_t *len);

/* The same as a place in the input. */
enum gcl_status gcl_piece_place(const struct piece *p, struct source *src,
	size_t off, size_t len, struct gcl_place *at);

#endif
