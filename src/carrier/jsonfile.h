/*
 * Captures that are one JSON text with requests in its strings: what a
 * browser, a proxy or a client for APIs exports.
 *
 * Where the file is not JSON it is said why, and what stands before that is
 * read all the same.
 */
#ifndef GCL_CARRIER_JSONFILE_H
#define GCL_CARRIER_JSONFILE_H

#include "carrier/carrier.h"
#include "carrier/members.h"

struct jsonfile {
	struct capture *c;
	struct document *doc;	/* being read: remarks go there */
	struct span text;	/* the source as far as it is JSON, with
				   comments blanked */
	bool cut;		/* that is not all of it */
	size_t complaints;	/* of the capture's, that are about it */
	size_t told;		/* of these, told with a document */
	size_t end;		/* of what was given */
	bool faulty, quiet;	/* see gcl_jsonfile_pairs() */
};

/* Read the input and see how far it is JSON. */
enum gcl_status gcl_jsonfile_begin(struct jsonfile *f, struct capture *c,
	struct gcl_error *err);

/* The value of the whole text. */
struct field gcl_jsonfile_top(const struct jsonfile *f);

/*
 * fields[i] is members[i] of object; members ends with a NULL name.  null is
 * as good as none, one that is not whole is not given, and one of another
 * type is told and not given.
 */
enum gcl_status gcl_jsonfile_get(struct jsonfile *f,
	const struct field *object, const struct member *members,
	struct field *fields);

/* The remark capture-broken at a scalar, or the bracket of a container. */
enum gcl_status gcl_jsonfile_broken(struct jsonfile *f,
	const struct field *at, const char *say, const char *help);

/* Any other remark at a field. */
enum gcl_status gcl_jsonfile_remark(struct jsonfile *f, const char *rule,
	const struct field *at, const char *say, const char *help);

/*
 * The document being read ends at end, and the next one begins at next; 0:
 * there is none, and this one has all that is left.  What is not JSON there
 * is told with the rest.
 */
enum gcl_status gcl_jsonfile_end(struct jsonfile *f, size_t end,
	size_t next);

/*
 * Behind the last document: one without a body when something of the source
 * was not given yet, else *more is false.
 */
enum gcl_status gcl_jsonfile_rest(struct jsonfile *f, bool *more);

/* Words for the status of a split that failed. */
enum gcl_status gcl_jsonfile_error(enum gcl_status st,
	struct gcl_error *err);

/* ---- texts (jsonfile_text.c) ---- */

/* What a scalar stands for: a string decoded, others as written. */
enum gcl_status gcl_jsonfile_piece(struct jsonfile *f,
	const struct field *v, struct piece *out);

/* A part of a piece without the blanks around it. */
enum gcl_status gcl_jsonfile_trimmed(struct jsonfile *f,
	const struct piece *in, size_t at, size_t end, struct piece *out);

/*
 * The pairs of an array of objects, in order.  members are the name, the
 * value and, where there is such, a boolean that switches the pair off.  Of
 * several faulty elements only the first is told.
 */
enum gcl_status gcl_jsonfile_pairs(struct jsonfile *f,
	const struct field *array, const struct member *members,
	struct header **list);

/* The same for headers: without the blanks around the values. */
enum gcl_status gcl_jsonfile_headers(struct jsonfile *f,
	const struct field *array, const struct member *members,
	struct header **list);

/* Pairs as a form sends them: application/x-www-form-urlencoded. */
enum gcl_status gcl_jsonfile_form(struct jsonfile *f,
	const struct header *pairs, struct piece *out);

/* Does a request with this method have a body as a rule? */
bool gcl_jsonfile_takes_body(struct span method);

/* ---- the way back (jsonfile_edit.c) ---- */

/* How the body of such a document is written. */
struct jsonfile_coding {
	bool packed;		/* the string is base64 of it ... */
	bool url, padded;	/* ... in this alphabet, with or without = */
	bool filled;		/* {{name}} in it is replaced */
	struct field size;	/* a number that says its length, or none */
};

/*
 * The body of f->doc is what one string says, variables aside, or what the
 * base64 says that is in it, where packed is not NULL.  Without this it cannot
 * be edited.  The coding is the document's; NULL: no memory.
 */
struct jsonfile_coding *gcl_jsonfile_code(struct jsonfile *f,
	const struct piece *packed, bool filled);

/*
 * The encode of such a carrier: text as it stands in a string.  GCL_EINPUT
 * where the piece is not what a string of the source says.
 */
enum gcl_status gcl_jsonfile_encode(const struct document *doc,
	const struct piece *piece, const struct edit *in, struct arena *arena,
	struct edit *out);

enum gcl_status gcl_jsonfile_settle(const struct document *doc,
	const struct edits *edits, size_t length, struct arena *arena,
	struct edits *out);

#endif
