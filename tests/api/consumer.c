/*
 * A program that knows libgclint by its installed header alone: it lints the
 * text in its second argument under the name in its first, and prints what a
 * caller can know of each finding.
 */
#include <gclint/gclint.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void
print(void *ctx, const struct gcl_finding *f)
{
	unsigned *n = ctx;

	++*n;
	printf("%s:%" PRIu64 ":%" PRIu64 ": %s %d at '%.*s': %s\n", f->file,
	    f->at.line, f->at.column, f->rule, f->status,
	    (int)f->pointer_len, f->pointer, f->message);
	if (f->help)
		printf("  %s\n", f->help);
}

int
main(int argc, char **argv)
{
	struct gcl_linter *l;
	struct gcl_totals totals;
	struct gcl_error err;
	unsigned n = 0;

	if (argc != 3)
		return 2;
	if (gcl_linter_new(&l, &err) != GCL_OK)
		return 3;
	gcl_linter_on_finding(l, print, &n);
	if (gcl_lint_buffer(l, argv[1], argv[2], strlen(argv[2]), &err) !=
	    GCL_OK || gcl_linter_finish(l, &totals, &err) != GCL_OK) {
		fprintf(stderr, "%s\n", err.text);
		gcl_linter_free(l);
		return 3;
	}
	gcl_linter_free(l);
	printf("%u findings, %" PRIu64 " errors\n", n, totals.errors);
	return n != totals.errors + totals.warnings + totals.notes;
}
