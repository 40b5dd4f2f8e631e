/*
 * Carriers: where the JSON texts are in an input.  One file each, one line in
 * carrier.c.
 */
#ifndef GCL_CARRIER_CARRIER_H
#define GCL_CARRIER_CARRIER_H

#include "carrier/capture.h"
#include "text/edit.h"

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
	bool refers;			/* to files that it also reads */
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
	 * An edit of the text of piece, which is of doc, as one of doc's
	 * source, and wide enough for it: a whole group of base64.  The edit
	 * begins and ends between characters; out->text is in arena.
	 * GCL_EINPUT: it cannot be made.  NULL: text as it is.
	 */
	enum gcl_status (*encode)(const struct document *doc,
		const struct piece *piece, const struct edit *in,
		struct arena *arena, struct edit *out);
	/*
	 * The edits, which encode gave, with all that has to change in the
	 * source when they are made: the Content-Length and the sizes of
	 * chunks, where they were right, and groups of base64 that move.
	 * length is that of the body of doc after the edits, or SIZE_MAX
	 * where it has to be found.  *out is made in arena, in order; NULL:
	 * only tell whether they can be made.  GCL_EINPUT: they cannot.
	 * NULL: nothing goes with them.
	 */
	enum gcl_status (*settle)(const struct document *doc,
		const struct edits *edits, size_t length, struct arena *arena,
		struct edits *out);
};

extern const struct carrier gcl_carrier_ndjson;

/* All carriers in order of trial; ends with NULL. */
extern const struct carrier *const gcl_carriers[];

const struct carrier *gcl_carrier_find(struct span name);

/*
 * Not among them: an answer that was saved, as curl -i prints it or its body
 * alone.  Its one document has nothing but the response.
 */
extern const struct carrier gcl_carrier_answer;

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

/* encode and settle of any carrier: see above. */
enum gcl_status gcl_carrier_encode(const struct carrier *k,
	const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out);
enum gcl_status gcl_carrier_settle(const struct carrier *k,
	const struct document *doc, const struct edits *edits, size_t length,
	struct arena *arena, struct edits *out);

#endif
