/*
 * A baseline: findings that are known and put up with for now.
 *
 * An entry counts the findings of one file, rule, pointer and value shape.
 * Nothing in it is a line number or a digest of a number, so that moving lines
 * about and other digits of the same shape leave it matching, and nobody gets
 * a telephone number back from it.  gclint(1) describes the file.
 */
#ifndef GCL_LINT_BASELINE_H
#define GCL_LINT_BASELINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "gclint/gclint.h"

struct baseline;

/* What an old baseline had that is no longer found. */
struct baseline_stale {
	uint64_t entries, findings;
};

/* An empty one; folder is absolute: what its files are relative to. */
enum gcl_status gcl_baseline_new(const char *folder, struct baseline **out);
void gcl_baseline_free(struct baseline *b);	/* takes NULL */

/*
 * Read a baseline file.  GCL_OK; GCL_ENOMEM; GCL_EUSAGE with what is wrong
 * with it ("file:line:column: ..."), a missing file included.  advice is what
 * is said behind that to do.
 */
enum gcl_status gcl_baseline_load(struct baseline *b, const char *path,
	const char *advice, struct gcl_error *err);

/*
 * Begin a file that is linted: its entries count from the start again.  full
 * is its absolute path, or the name shown where it has none.
 */
enum gcl_status gcl_baseline_begin(struct baseline *b, const char *full);

/*
 * The next finding of that file, in the order of reports: GCL_BASELINE_KNOWN
 * as long as its entry is not used up, else GCL_BASELINE_NEW.  It is also
 * remembered for gcl_baseline_write().  f is as it was made: nothing in it has
 * been masked yet.
 */
enum gcl_status gcl_baseline_meet(struct baseline *b,
	const struct gcl_finding *f, enum gcl_baseline *out);

/*
 * A finding of that file that is suppressed: it is not gone, but it counts for
 * nothing and is not written.  GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_baseline_pass(struct baseline *b,
	const struct gcl_finding *f);

/* Of the files that were begun: entries with fewer findings than counted. */
struct baseline_stale gcl_baseline_stale(const struct baseline *b);

/*
 * Append the baseline of what was met: for files that were begun what was
 * found in them (without add: as far as it was known), for others what was
 * loaded (without add: if the file is still there).  Sorted; JSON with a line
 * for each entry, so that it merges well.  GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_baseline_write(struct baseline *b, bool add,
	struct buf *out);

#endif
