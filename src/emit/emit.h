/*
 * Output formats.  An emitter gets the findings of one document at a time,
 * sorted, in input order, and writes to its sink; it never sees a rule's
 * making or a carrier.  One file each, one line in emit.c.
 */
#ifndef GCL_EMIT_EMIT_H
#define GCL_EMIT_EMIT_H

#include "base/buf.h"
#include "emit/redact.h"
#include "emit/sink.h"
#include "emit/width.h"
#include "gclint/gclint.h"
#include "lint/split.h"
#include "rule/ruleset.h"
#include "text/source.h"

/* Stands for a rule's name where a file could not be read or written. */
#define EMIT_FILE_ERROR "file-error"

struct emit {
	const struct emitter *format;
	struct sink sink;
	struct buf text;	/* what the next flush hands to the sink */
	unsigned width;		/* columns of the terminal, 0: no limit */
	bool color, quiet;
	uint64_t inputs;	/* that have begun before this one */
	uint64_t max_findings;	/* to write where that is limited; 0: all */
	uint64_t findings;	/* that have been written */
	uint64_t withheld;	/* that were too many */
	bool sent;		/* what came of sending has been written */
	bool in_parts;		/* so the report has no end of its own */
	enum gcl_severity fail_level;	/* GCL_OFF: nothing fails */
	struct width widths;	/* of the characters in snippets */
	struct redact *redact;	/* borrowed; NULL: nothing is masked */
	/* For gcl_emit_rule(); may be NULL. */
	enum gcl_status (*rule)(void *ctx, const struct gcl_finding *f,
		const struct rule **out);
	void *rule_ctx;
	void *state;		/* the format's own, or NULL */
};

struct emitter {
	const char *name;	/* --format=NAME */
	const char *summary;	/* for --help and the manual */
	bool limited;		/* people read it: at most max_findings */
	bool shows_hidden;	/* findings that are suppressed or known too */
	bool shows_text;	/* of what was linted */
	size_t state_size;	/* bytes, all zero before begin */
	/*
	 * Each may be NULL.  Without memory for a state none is called, and
	 * the sink knows.
	 */
	void (*begin)(struct emit *e);
	/*
	 * An input begins; the findings and failures up to the next one are
	 * its.  One that cannot be read begins too.
	 */
	void (*input)(struct emit *e, const char *file);
	/* An input was not linted, or not wholly: why. */
	void (*failure)(struct emit *e, const char *text);
	/* Where the text is not to be had, src has nothing of f. */
	void (*finding)(struct emit *e, const struct gcl_finding *f,
		struct source *src);
	/* A document's findings were given; src still has its text. */
	void (*document)(struct emit *e);
	/* What came of sending; behind the last finding. */
	void (*sent)(struct emit *e, const struct gcl_sent *s);
	void (*end)(struct emit *e, const struct gcl_totals *t);
	/*
	 * In place of end, where reports can be merged: what was given since
	 * the last one was of this split.
	 */
	void (*split)(struct emit *e, const struct gcl_totals *t,
		const struct split *s);
	void (*release)(struct emit *e);	/* what the state holds */
};

/* All formats in the order of --help; ends with NULL. */
extern const struct emitter *const gcl_emitters[];

/* The emitter of that name, or NULL; *near is then the nearest, or NULL. */
const struct emitter *gcl_emitter_find(struct span name, const char **near);

void gcl_emit_init(struct emit *e, const struct emitter *format,
	gcl_write_fn write, void *ctx);
void gcl_emit_release(struct emit *e);

/* The words of a finding's rule, NULL when it is unknown; or GCL_ENOMEM. */
enum gcl_status gcl_emit_rule(struct emit *e, const struct gcl_finding *f,
	const struct rule **out);

void gcl_emit_begin(struct emit *e);

void gcl_emit_input(struct emit *e, const char *file);
void gcl_emit_failure(struct emit *e, const char *text);

/*
 * src gives the lines for snippets; its text is the one f was found in.  What
 * the configuration or the baseline hides is for formats that show it.
 */
void gcl_emit_finding(struct emit *e, const struct gcl_finding *f,
	struct source *src);

/* The end of a document: what was written so far goes to the sink. */
void gcl_emit_document(struct emit *e);

/* What came of sending, masked where findings are. */
void gcl_emit_sent(struct emit *e, const struct gcl_sent *s);

/*
 * The end of a split, whose totals these are.  A format that does not know
 * splits is ended as always.
 */
void gcl_emit_split(struct emit *e, const struct gcl_totals *t,
	const struct split *s);

/* Hand what was written so far to the sink. */
void gcl_emit_flush(struct emit *e);

/* Does f make the run fail? */
bool gcl_emit_fails(const struct emit *e, const struct gcl_finding *f);

/* End the report.  GCL_EOUTPUT, GCL_ENOMEM when anything went wrong. */
enum gcl_status gcl_emit_end(struct emit *e, const struct gcl_totals *t);

#endif
