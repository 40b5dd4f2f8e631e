/*
 * Exclusion patterns, as gitignore(5) has them.
 */
#ifndef GCL_BASE_GLOB_H
#define GCL_BASE_GLOB_H

#include <stdbool.h>

#include "base/span.h"
#include "base/status.h"

struct glob;

/* Patterns in the order of their adding; all zero is the empty list. */
struct glob_list {
	struct glob **globs;
	size_t n, cap;
};

/*
 * Add a pattern; the text is copied.
 *
 *	*	any bytes of one name
 *	?	one byte of a name
 *	[a-z]	one byte of a set; [!...] and [^...] one that is not in it;
 *		POSIX classes as [:digit:], for ASCII
 *	**	as a whole name: any number of folders, at the end everything
 *		below; elsewhere the same as *
 *	\	takes the meaning from the byte behind it
 *
 * A / at the start or inside ties the pattern to the root, else it is about
 * the last name of a path.  A / at the end asks for a folder.  A ! at the
 * start takes back what earlier patterns leave out.  As in git, an open [, a
 * class that does not exist and a \ at the end make a pattern that matches
 * nothing, and matching is by bytes and heeds case.  Comments and blanks at
 * the end of a line are for whoever reads an ignore file to take off.
 *
 * Returns GCL_OK, GCL_ENOMEM, or GCL_EUSAGE when nothing is left without the
 * leading ! and the slashes around.
 */
enum gcl_status gcl_glob_list_add(struct glob_list *l, const char *pattern,
	struct gcl_error *err);
void gcl_glob_list_release(struct glob_list *l);

/*
 * The text of the last pattern that matches path, valid as long as the list:
 * one that takes back begins with !.  NULL: none matches.
 *
 * path is relative to the root: names with one / between them, none of them
 * ".", none but the first few "..".  The root ("") and what ends in ".." are
 * matched by nothing.  Takes no more time than the product of the lengths.
 */
const char *gcl_glob_list_last(const struct glob_list *l, struct span path,
	bool folder);

/* The same; NULL also when that pattern takes back: path is not left out. */
const char *gcl_glob_list_find(const struct glob_list *l, struct span path,
	bool folder);

/* The same, first for each of the folders that path names, then for path. */
const char *gcl_glob_list_find_above(const struct glob_list *l,
	struct span path, bool folder);

#endif
