/*
 * What several formats share: the line that editors and CI systems read, the
 * words for severities, and colours.
 */
#ifndef GCL_EMIT_LINE_H
#define GCL_EMIT_LINE_H

#include "emit/emit.h"

/* Select Graphic Rendition (ECMA-48, 8.3.117). */
#define PAINT_BOLD	"\033[1m"
#define PAINT_DIM	"\033[2m"
#define PAINT_GREEN	"\033[32m"
#define PAINT_RESET	"\033[0m"

/* Write sgr where the report is coloured.  No colour outlives its line. */
void gcl_line_paint(struct emit *e, const char *sgr);

struct severity_look {
	const char *name;	/* "error", "warning", "note" */
	const char *sgr;
};

const struct severity_look *gcl_line_severity(enum gcl_severity s);

/* Between what is wrong and what to write instead, where one line has both. */
#define LINE_HELP "; help: "

/* s on one line and safe to show: the end of a line becomes a blank. */
void gcl_line_text(struct buf *b, const char *s);

/* The same, its parts written by add. */
void gcl_line_text_by(struct buf *b, const char *s,
	void (*add)(struct buf *b, struct span s));

/* FILE:LINE:COLUMN: SEVERITY: MESSAGE [RULE] and a line feed, never cut. */
void gcl_line_add(struct emit *e, const struct gcl_finding *f);

#endif
