/*
 * Carriers: where the JSON texts are in an input.  One file each, one line in
 * carrier.c.
 */
#ifndef GCL_CARRIER_CARRIER_H
#define GCL_CARRIER_CARRIER_H

#include "text/document.h"
#include "text/reader.h"

struct carrier {
	const char *name;		/* --input=NAME */
	const char *summary;
	const char *const *extensions;	/* ".json", ... ; ends with NULL */
	/* Does an input look like it?  head is what it begins with. */
	bool (*sniff)(struct span head);
	/*
	 * The next document of the input in r; *more is false when there is
	 * none.  doc->src is set up for it and stays valid, like the text,
	 * until the next call.  GCL_ELIMIT: a document was too large; the
	 * next call goes on behind it where *more is true.
	 */
	enum gcl_status (*next)(struct reader *r, struct document *doc,
		bool *more, struct gcl_error *err);
};

/* All carriers in order of trial; ends with NULL. */
extern const struct carrier *const gcl_carriers[];

const struct carrier *gcl_carrier_find(struct span name);

/*
 * The carrier for an input: by extension of name, else by content.  *why
 * tells which: "its name" or "its content".
 */
enum gcl_status gcl_carrier_choose(const char *name, struct reader *r,
	const struct carrier **out, const char **why, struct gcl_error *err);

#endif
