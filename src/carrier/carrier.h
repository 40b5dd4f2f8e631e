/*
 * Carriers: where the JSON texts are in an input.  One file each, one line in
 * carrier.c.
 */
#ifndef GCL_CARRIER_CARRIER_H
#define GCL_CARRIER_CARRIER_H

#include "carrier/capture.h"

struct carrier {
	const char *name;		/* --input=NAME */
	const char *summary;
	/*
	 * ".json", ...; ends with NULL.  Where several carriers have one, the
	 * content decides among them.
	 */
	const char *const *extensions;
	bool bare;			/* payloads alone, no requests */
	bool mixed;			/* requests to whomever */
	/*
	 * Does an input that begins with head look like it?  What tells, as in
	 * "read as http: the first line is a request line"; or NULL.  The
	 * last carrier has none: it takes what no other claims.
	 */
	const char *(*sniff)(struct span head);
	/*
	 * Split off the next document; *more is false when there is none.
	 * *doc is empty but for src and index.  What it points to stays valid
	 * until the next call.  A faulty capture is no error but a remark, and
	 * what can be read of it is given all the same; at the end of the
	 * input a document without a body may carry what remarks are left.
	 *
	 * GCL_ELIMIT: a document was too large; the next call goes on behind
	 * it where *more is true.  GCL_EINPUT, GCL_ENOMEM.
	 */
	enum gcl_status (*split)(struct capture *c, struct document *doc,
		bool *more, struct gcl_error *err);
	/*
	 * Append to out what the bytes [off, off + len) of the source have to
	 * become for the text of piece, which is of doc, to have text in
	 * their place.  NULL: text as it is.
	 */
	enum gcl_status (*encode)(const struct document *doc,
		const struct piece *piece, size_t off, size_t len,
		struct span text, struct buf *out);
};

/* All carriers in order of trial; ends with NULL. */
extern const struct carrier *const gcl_carriers[];

const struct carrier *gcl_carrier_find(struct span name);

/*
 * The carrier for the input in c: by the extension of its name, else by its
 * content.  *why tells what decided.
 */
enum gcl_status gcl_carrier_choose(struct capture *c,
	const struct carrier **out, const char **why, struct gcl_error *err);

/* The next document: see split above.  *doc is made ready first. */
enum gcl_status gcl_carrier_split(const struct carrier *k,
	struct capture *c, struct document *doc, bool *more,
	struct gcl_error *err);

#endif
