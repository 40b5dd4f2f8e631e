/*
 * The parts of a merge: rows.c reads the lines of reports, merge.c finds the
 * splits in them, order.c puts these in order, give.c gives what was found, and
 * text.c has the text around it.
 */
#ifndef GCL_MERGE_MERGE_P_H
#define GCL_MERGE_MERGE_P_H

#include <stdio.h>

#include "merge/merge.h"

struct report {
	struct report *next;
	const char *path;	/* borrowed */
	FILE *copy;		/* of what is no file; or NULL */
};

/* A split, and where its report begins. */
struct part {
	struct split split;
	struct gcl_totals totals;
	const struct report *report;
	uint64_t at, line;		/* bytes and lines before */
	uint64_t digest;		/* of its lines */
	uint64_t base_line, base_document;	/* before it in the file */
};

struct merge {
	struct arena arena;
	struct report *reports, **last_report;
	struct part *parts;		/* from malloc */
	size_t n, cap;
	bool whole;			/* they have all of each file */
};

/* How many parts from i on are of the same file. */
size_t gcl_merge_file(const struct merge *m, size_t i);

/* ---- rows.c ---- */

enum row_type {
	ROW_END,		/* the report is over */
	ROW_FINDING,
	ROW_SUMMARY,
	ROW_SPLIT,
};

struct row {
	enum row_type type;
	struct span text;		/* as it stands there */
	struct gcl_finding finding;
	struct gcl_totals totals;
	struct split split;		/* a summary has its size */
};

/* Reading one report after the other. */
struct rows {
	struct reader reader;
	struct arena arena;		/* for the row at hand */
	struct walk *walk;
	const struct report *report;	/* or NULL */
	int fd;
	uint64_t from;			/* where in the report reading began */
	uint64_t line;			/* of the row at hand, from 1 */
};

/* GCL_OK or GCL_ENOMEM; to be released in any case. */
enum gcl_status gcl_rows_init(struct rows *r);
void gcl_rows_release(struct rows *r);

/* Read a report from at on, where line lines are before. */
enum gcl_status gcl_rows_begin(struct rows *r, const struct report *report,
	uint64_t at, uint64_t line, struct gcl_error *err);

/* Where the next row begins. */
uint64_t gcl_rows_tell(const struct rows *r);

/* The next row; what it points to lives until the one after. */
enum gcl_status gcl_rows_next(struct rows *r, struct row *row,
	struct gcl_error *err);

/* GCL_EINPUT: what is wrong with the row at hand. */
enum gcl_status gcl_rows_fault(const struct rows *r, struct gcl_error *err,
	const char *fmt, ...) GCL_PRINTF(3, 4);

/* ---- text.c ---- */

/* The text that findings are about, a record at a time. */
struct text {
	struct capture *capture;	/* borrowed: its reader and source */
	int fd;				/* -1: there is none */
	uint64_t lines;			/* in the file before the split */
	bool more;			/* records of it are left */
};

/* Open the file; *why tells why it cannot be shown, NULL: it can. */
void gcl_text_open(struct text *t, struct capture *c, const char *file,
	const struct split *s, const char **why);
void gcl_text_close(struct text *t);

/* Go to the first record of a split. */
enum gcl_status gcl_text_split(struct text *t, const struct part *part,
	struct gcl_error *err);

/* Make the capture's source the record that has f, or empty. */
enum gcl_status gcl_text_find(struct text *t, const struct gcl_finding *f,
	struct gcl_error *err);

#endif
