/*
 * A byte range of an NDJSON file, linted for itself: the records that begin in
 * it.  Every record of a file begins in one of the ranges that the file is cut
 * into, wherever the cuts are.
 */
#ifndef GCL_LINT_SPLIT_H
#define GCL_LINT_SPLIT_H

#include <stdint.h>

/* What the version of json and jsonl reports is; see report.schema.json. */
#define REPORT_VERSION 1

struct split {
	uint64_t offset, length;	/* as asked for */
	/* Of what was linted. */
	const char *file;		/* as shown; NULL: not, or not wholly */
	uint64_t lines;			/* that begin in it, blank ones too */
	uint64_t documents;
	uint64_t size;			/* of the file */
};

#endif
