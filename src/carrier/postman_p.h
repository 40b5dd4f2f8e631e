/*
 * The reader of Postman collections: what is in one (postman_index.c), a
 * request of it (postman_request.c) with its variables (postman_variable.c)
 * and its authorization (postman_auth.c).
 */
#ifndef GCL_CARRIER_POSTMAN_P_H
#define GCL_CARRIER_POSTMAN_P_H

#include <stdint.h>

#include "carrier/jsonfile.h"

/* A member that counts, of a collection, a folder or an item. */
enum slot {
	SLOT_NONE,
	SLOT_AUTH,
	SLOT_COLLECTION,
	SLOT_ITEM,
	SLOT_REQUEST,
	SLOT_REQUESTS,
	SLOT_RESPONSE,
	SLOT_VARIABLE,
};

/* A collection, folder or item: what it hands down to its requests. */
struct group {
	struct group *parent;
	uint32_t auth, variable;	/* where the values begin; 0: none */
	/* While the collection is looked through: */
	uint32_t depth;			/* of its brace */
	enum slot slot, inside;		/* last member; array being read */
	uint32_t example;		/* in inside: where it begins */
	bool original;			/* it has a request of its own */
	bool used;			/* a request refers to it */
	/* When it is first asked for: */
	bool loaded, authorized;
	struct variable **table;
	size_t buckets;			/* of table: a power of two, or 0 */
	struct header *header;		/* what its auth comes to, or NULL */
};

/* A request, or an example of one with its answer, in order of offset. */
struct entry {
	struct entry *next;
	struct group *group;
	uint32_t off;
	bool example;
};

struct postman {
	struct jsonfile file;
	struct entry *next;		/* to be read next */
	bool items;			/* there are any, even if empty */
	bool old;			/* a collection v1 */
	bool done;			/* what is wrong with it was told */
	uint64_t seed;
	size_t budget;			/* bytes that variables may read */
	bool over, over_told;		/* it was not enough */
};

/* A request while it is read. */
struct reading {
	struct postman *p;
	struct group *group;
	struct request *request;
	size_t reached;		/* where the last part of its URL ended */
};

/* Find the requests of the collection. */
enum gcl_status gcl_postman_index(struct postman *p);

/* Fill file.doc from e; *given is false when nothing came of it. */
enum gcl_status gcl_postman_read(struct postman *p, const struct entry *e,
	const struct field *at, bool *given);

/* The body of file.doc, with the Content-Type that it brings. */
enum gcl_status gcl_postman_body(struct reading *r, const struct field *at);

/* A string or another scalar with the values of its variables. */
enum gcl_status gcl_postman_text(struct reading *r, const struct field *v,
	struct piece *out);
enum gcl_status gcl_postman_fill_pairs(struct reading *r, struct header *h);

/*
 * A header that Postman adds by itself unless the request has it.  It stands
 * for the whole of at.
 */
enum gcl_status gcl_postman_header(struct reading *r, const char *name,
	const char *value, const struct field *at);

/* Make the variables that hold in g ready for use. */
enum gcl_status gcl_postman_scope(struct postman *p, struct group *g);

/*
 * Put the values of variables into a piece.  Unknown ones stay as they are,
 * and so do those without a value: it is kept elsewhere.
 */
enum gcl_status gcl_postman_fill(struct postman *p, const struct group *g,
	struct piece *piece);

/*
 * The header that an auth object comes to, in arena; *out is NULL when it
 * adds none.
 */
enum gcl_status gcl_postman_auth(struct postman *p, const struct group *g,
	const struct field *auth, struct arena *arena, struct header **out);

/* The header that a request inherits, or NULL. */
enum gcl_status gcl_postman_inherited(struct postman *p, struct group *g,
	struct header **out);

#endif
