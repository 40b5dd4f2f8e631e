/*
 * Which files to lint: operands, directories, exclusions.
 */
#ifndef GCL_INPUT_INPUT_H
#define GCL_INPUT_INPUT_H

#include <stdbool.h>

#include "base/status.h"

struct input;

struct input_item {
	const char *path;	/* as given, or joined to the operand with one
				   /; an operand "." is not part of it */
	bool named;		/* an operand itself, not met in a directory */
	bool is_stdin;		/* "-"; path is "-" */
};

enum input_result {
	INPUT_ITEM,	/* *item is the next file */
	INPUT_FAILED,	/* one operand or folder, *item, cannot be read: err
			   says why */
	INPUT_EMPTY,	/* a directory operand gave no file and no failure,
			   exclusions counted in: err names it */
	INPUT_EXCLUDED,	/* an operand left out by an exclusion: err names it */
	INPUT_END,
	INPUT_NOMEM,
};

/* GCL_OK or GCL_ENOMEM; freed by the caller. */
enum gcl_status gcl_input_new(struct input **out);
void gcl_input_free(struct input *in);	/* takes NULL */

/*
 * Leave out what matches a pattern of gitignore(5) syntax (*, ?, [...], **,
 * a leading or inner / anchors it, a trailing / means directories only, a
 * leading ! takes back).  Later patterns win.  A folder left out is not read,
 * and what is in it cannot be taken back.
 *
 * Paths are matched relative to the directory that is current at the start,
 * absolute ones below it as well, with "." and ".." worked out by their text.
 * On what lies elsewhere only patterns that are not anchored have a say.
 *
 * Returns GCL_OK, GCL_ENOMEM, or GCL_EUSAGE for an empty pattern.
 */
enum gcl_status gcl_input_exclude(struct input *in, const char *pattern,
	struct gcl_error *err);

/* Exclusions also apply to operands, and to the folders in their paths. */
void gcl_input_force_exclude(struct input *in, bool on);

/*
 * Begin with these operands, borrowed until the end.  May be called again
 * after INPUT_END; files seen in an earlier run are not given again.
 */
void gcl_input_start(struct input *in, const char *const *paths, size_t n);

/*
 * The next file, depth first, the names in a directory in the byte order of
 * git ls-files, where a folder's name ends in /.  A directory gives its
 * regular files with a known extension (gcl_input_extensions), links to such
 * files too, and those of its folders; hidden folders, symbolic links to
 * folders and links that lead nowhere are passed over unless they are
 * operands.  An operand may be a FIFO or a character device as well.  No file
 * is given twice (by device and inode), "-" and /dev/stdin included.
 *
 * Strings in item live until the next call; err is set anew by each.
 */
enum input_result gcl_input_next(struct input *in, struct input_item *item,
	struct gcl_error *err);

/* ".json", ".ndjson", ".jsonl", ".har", ".http", ".curl", NULL */
extern const char *const gcl_input_extensions[];

#endif
