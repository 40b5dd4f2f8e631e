/*
 * Output formats.  An emitter gets the findings of one document at a time,
 * sorted, in input order, and writes to its sink; it never sees a rule's
 * making or a carrier.  One file each, one line in emit.c.
 */
#ifndef GCL_EMIT_EMIT_H
#define GCL_EMIT_EMIT_H

#include "base/buf.h"
#include "emit/sink.h"
#include "emit/width.h"
#include "gclint/gclint.h"
#include "text/source.h"

struct emit {
	const struct emitter *format;
	struct sink sink;
	struct buf text;	/* what the next flush hands to the sink */
	unsigned width;		/* columns of the terminal, 0: no limit */
	bool color, quiet;
	bool any;		/* a finding has been written */
	struct width widths;	/* of the characters in snippets */
};

struct emitter {
	const char *name;	/* --format=NAME */
	const char *summary;	/* for --help and the manual */
	/* Each may be NULL. */
	void (*begin)(struct emit *e);
	void (*finding)(struct emit *e, const struct gcl_finding *f,
		struct source *src);
	void (*end)(struct emit *e, const struct gcl_totals *t);
};

/* All formats in the order of --help; ends with NULL. */
extern const struct emitter *const gcl_emitters[];

/* The emitter of that name, or NULL; *near is then the nearest, or NULL. */
const struct emitter *gcl_emitter_find(struct span name, const char **near);

void gcl_emit_init(struct emit *e, const struct emitter *format,
	gcl_write_fn write, void *ctx);
void gcl_emit_release(struct emit *e);

void gcl_emit_begin(struct emit *e);

/* src gives the lines for snippets; its text is the one f was found in. */
void gcl_emit_finding(struct emit *e, const struct gcl_finding *f,
	struct source *src);

/* Hand what was written so far to the sink: at the end of a document. */
void gcl_emit_flush(struct emit *e);

/* End the report.  GCL_EOUTPUT, GCL_ENOMEM when anything went wrong. */
enum gcl_status gcl_emit_end(struct emit *e, const struct gcl_totals *t);

#endif
