/*
 * What the parts of a baseline share.
 */
#ifndef GCL_LINT_BASELINE_P_H
#define GCL_LINT_BASELINE_P_H

#include "base/arena.h"
#include "lint/baseline.h"
#include "rule/keyset.h"

#define BASELINE_VERSION 1
#define BASELINE_TOOL "gclint"
#define BASELINE_SHAPE_LEN 16		/* hexadecimal digits of it */
#define BASELINE_NO_ENTRY SIZE_MAX

struct baseline_file {
	struct span name;	/* as it is written */
	size_t entries;		/* the first of them */
	bool begun;
	bool gone;		/* not begun, and no longer there */
};

struct baseline_entry {
	struct span key;	/* as gcl_baseline_join() makes it */
	size_t file;
	size_t next;		/* of the same file */
	/* Findings: loaded, and since the begin those that count and those
	   that a suppression took. */
	uint64_t known, met, hidden;
};

/* Indexes stay valid when a list grows, pointers do not. */
struct baseline {
	struct arena arena;	/* names and keys */
	struct keyset file_set, entry_set;	/* off is an index */
	struct baseline_file *files;
	size_t n_files, cap_files;
	struct baseline_entry *entries;
	size_t n_entries, cap_entries;
	struct span folder;	/* without a slash at its end */
	size_t file;		/* that was begun */
	struct buf name;	/* of a file, or a pointer, as it is written */
	struct buf key;		/* that is looked for */
};

/* What is the same in all findings that an entry counts, but the file. */
struct baseline_parts {
	struct span rule;	/* without a NUL */
	struct span pointer;	/* as it is written; ptr NULL: not JSON */
	struct span shape;	/* BASELINE_SHAPE_LEN bytes */
};

/*
 * Make one span of it: rule, NUL, "#" and pointer, NUL, shape; there is no "#"
 * where there is no pointer.  In order of bytes keys are in order of rule,
 * pointer and shape.
 */
void gcl_baseline_join(struct buf *out, const struct baseline_parts *parts);
struct baseline_parts gcl_baseline_split(struct span key);

/* The file of that name, as it is written; added where it is new. */
enum gcl_status gcl_baseline_file(struct baseline *b, struct span name,
	size_t *index);

/* The entry of a file, likewise.  It is valid until the next one. */
enum gcl_status gcl_baseline_entry(struct baseline *b, size_t file,
	struct span key, struct baseline_entry **out);

#endif
