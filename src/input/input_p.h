/*
 * The walk's own parts: input.c begins and ends it, operand.c takes operands,
 * walk.c goes through folders.
 */
#ifndef GCL_INPUT_INPUT_P_H
#define GCL_INPUT_INPUT_P_H

#include <sys/stat.h>

#include "input/folder.h"
#include "input/input.h"
#include "input/seen.h"

/* A step that has nothing to tell; beside the values of input_result. */
enum { STEP_ON = INPUT_NOMEM + 1 };

/* A folder whose names are gone through. */
struct level {
	struct folder folder;
	size_t next;		/* of its names */
	size_t path_len;	/* its own path in input.path, / included */
	size_t full_len;	/* the same in input.full */
	struct scope *scope;	/* or NULL */
};

/* The path of each folder on the stack begins with that of the one below. */
struct input {
	struct exclusions exclusions;
	bool force_exclude;
	char *stdin_name;	/* or NULL */
	const char *const *operands;
	size_t n, next;
	struct level *stack;
	size_t depth, cap;
	bool told;		/* the walk has given a file or a failure */
	struct buf path;	/* what is looked at; never in failure, as */
	struct buf full;	/* this: the same from "/" on, relative where
				   the current folder is not known */
	char *here;		/* the current folder; NULL: not known */
	bool here_asked;
	struct seen seen;
};

/*
 * The functions that return int give a value of input_result, or STEP_ON, and
 * set err for those that have an error.
 */

/* ---- input.c ---- */

/* "cannot <doing> '<in->path>': <why>"; gives INPUT_FAILED. */
int gcl_input_fail(struct input *in, const char *doing, const char *why,
	struct gcl_error *err);
int gcl_input_fail_errno(struct input *in, int code, struct gcl_error *err);

/* in->full, or NULL where it is not absolute. */
const char *gcl_input_full(struct input *in);

/* *scope is NULL where there is or should be none. */
enum gcl_status gcl_input_scope(struct input *in, struct span folder,
	struct scope **scope);

/* The same, and be ready to judge what stands in the folder. */
int gcl_input_prepare(struct input *in, struct span folder,
	struct scope **scope, struct gcl_error *err);

/* Give an item, unless its file was given before. */
int gcl_input_give(struct input *in, const struct stat *sb,
	const struct input_item *it, struct input_item *item);

/* Leave all folders. */
void gcl_input_unwind(struct input *in);

/* ---- operand.c ---- */

int gcl_input_next_operand(struct input *in, struct input_item *item,
	struct gcl_error *err);

/* ---- walk.c ---- */

/* Go into the folder at in->path. */
int gcl_input_enter(struct input *in, struct gcl_error *err);

/* The next name in the folder that was entered last. */
int gcl_input_next_name(struct input *in, struct input_item *item,
	struct gcl_error *err);

#endif
