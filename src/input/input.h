/*
 * Which files to lint: operands, directories, exclusions.
 */
#ifndef GCL_INPUT_INPUT_H
#define GCL_INPUT_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "input/exclude.h"

struct input;

struct input_item {
	const char *path;	/* as given, or joined to the operand with one
				   /; an operand "." is not part of it */
	const char *full;	/* the same, absolute and tidy (tidy.h); NULL
				   for standard input without a name, and where
				   the current folder is not known */
	const struct scope *scope;	/* of the folder that it stands in,
				   for standard input without a name the
				   current one; as long as the input.  NULL
				   where full would be relative, and when
				   neither ignore files nor configurations are
				   wanted */
	uint64_t size;		/* bytes of a regular file, or 0 */
	bool regular;
	bool named;		/* an operand itself, not met in a directory */
	bool is_stdin;		/* "-"; path is "-" */
};

enum input_result {
	INPUT_ITEM,	/* *item is the next file */
	INPUT_FAILED,	/* one operand or folder, *item, cannot be read, or
			   what it may hold cannot be told, because an ignore
			   file cannot be read: err says why */
	INPUT_EMPTY,	/* a directory operand gave no file and no failure,
			   exclusions counted in: err names it */
	INPUT_EXCLUDED,	/* an operand left out by an exclusion: err names it,
			   the pattern and the file in which that stands */
	INPUT_ERROR,	/* a configuration cannot be read, which ends the run:
			   err is what gcl_input_on_config()'s fn has set */
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
 * with "." and ".." worked out by their text.  On what lies elsewhere only
 * patterns that are not anchored have a say; the current directory and those
 * above it are never left out.
 *
 * Weaker than these patterns are those in files .gclintignore, from the
 * nearest up to the root of the repository, and weaker still the nearest
 * configuration's "exclude"; each is relative to its own folder.  The first
 * of these lists in which a pattern matches decides.
 *
 * Returns GCL_OK, GCL_ENOMEM, or GCL_EUSAGE for an empty pattern.
 */
enum gcl_status gcl_input_exclude(struct input *in, const char *pattern,
	struct gcl_error *err);

/*
 * The same for the patterns of a configuration that is for all inputs, which
 * are weaker than all others; borrowed as long as the input.  NULL: none.
 */
void gcl_input_exclude_list(struct input *in, const struct glob_list *l);

/*
 * Exclusions also apply to operands, to standard input with a name, and to
 * the folders in their paths: to those in their repository, and for the given
 * patterns to all.
 */
void gcl_input_force_exclude(struct input *in, bool on);

/* Neither ignore files nor the patterns of configurations are heeded. */
void gcl_input_no_ignore(struct input *in, bool on);

/* Configurations are not looked for.  To be set before the first start. */
void gcl_input_no_config(struct input *in, bool on);

/* Who reads the patterns of a configuration: each one is asked for once. */
void gcl_input_on_config(struct input *in, gcl_exclude_fn fn, void *ctx);

/*
 * What standard input is the content of; the file need not exist.  The name
 * is copied; NULL or "": none.  Returns GCL_OK or GCL_ENOMEM.
 */
enum gcl_status gcl_input_stdin_name(struct input *in, const char *name);

/*
 * Begin with these operands, borrowed until the end.  May be called again
 * after the end; files seen in an earlier run are not given again, and folders
 * that were looked at are not looked at again.
 */
void gcl_input_start(struct input *in, const char *const *paths, size_t n);

/*
 * The next file, depth first, the names in a directory in the byte order of
 * git ls-files, where a folder's name ends in /.  A directory gives its
 * regular files with a known extension (folder.h), links to such files too,
 * and those of its folders; configurations, hidden folders, symbolic links to
 * folders and links that lead nowhere are passed over unless they are
 * operands.  An operand may be a FIFO or a character device as well.  No file
 * is given twice (by device and inode), "-" and /dev/stdin included.
 *
 * Strings in item live until the next call; err is set anew by each.
 */
enum input_result gcl_input_next(struct input *in, struct input_item *item,
	struct gcl_error *err);

#endif
