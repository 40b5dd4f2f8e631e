/*
 * Where reports go: standard output, or a file that is there as a whole or
 * not at all.
 */
#ifndef GCL_CLI_OUTPUT_H
#define GCL_CLI_OUTPUT_H

#include <stdbool.h>

#include "base/newfile.h"
#include "base/status.h"

struct progress;

struct output {
	const char *file;	/* as given, borrowed; NULL: standard output */
	struct new_file new;	/* what becomes the file at the end */
	struct output *pending;	/* another one that is not yet closed */
	int fd;
	int code;		/* errno of the first failure, or 0 */
	struct progress *progress;	/* for the caller; or NULL */
};

/*
 * Prepare the process for writing: descriptors 0 to 2 are taken, so that no
 * file lands on one of them; a pipe without a reader is an error to be met and
 * no signal; and the signals that end a program leave no trace of a file that
 * is not yet whole.
 */
void gcl_output_prepare(void);

/*
 * Begin to write to a file, or with NULL to standard output.  A regular file
 * is written under another name beside it; its mode is kept.  What is there
 * and no regular file, as /dev/null or a FIFO, is written to directly.
 *
 * Returns GCL_OK or GCL_EOUTPUT.  Ends with gcl_output_close() in any case,
 * which gives the same error again; o must stay where it is until then.
 */
enum gcl_status gcl_output_open(struct output *o, const char *file,
	struct gcl_error *err);

/*
 * Would what is written to both be one regular file, by whatever names?  Also
 * where it is yet to be made.
 */
bool gcl_output_same(const char *a, const char *b);

/* Begin to write to standard error. */
void gcl_output_stderr(struct output *o);

/* A gcl_write_fn, the context is a struct output.  After a failure: nothing. */
int gcl_output_write(void *ctx, const char *bytes, size_t len);

/*
 * End it.  keep: give the file its name, otherwise leave no trace.  Nothing
 * that failed is kept.
 *
 * Returns GCL_OK, or GCL_EOUTPUT for the first failure since it was opened.
 * The text is empty where the reader of standard output has gone: it knows.
 */
enum gcl_status gcl_output_close(struct output *o, bool keep,
	struct gcl_error *err);

#endif
