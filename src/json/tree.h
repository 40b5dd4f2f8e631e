/*
 * A JSON text as a tree that can be changed, for documents that gclint itself
 * makes.  Payloads are never read this way.
 */
#ifndef GCL_JSON_TREE_H
#define GCL_JSON_TREE_H

#include "base/buf.h"
#include "json/walk.h"

struct node {
	struct node *parent, *prev, *next;
	struct node *child, *last;	/* first and last below it */
	size_t n;			/* members or elements */
	enum json_type type;
	struct span key;		/* decoded, of a member */
	struct span text;		/* of a scalar, as it is written */
	unsigned tag;			/* the caller's, 0 at first */
};

/*
 * Read text with w into a tree in arena.  Scalars are slices of text, which
 * must outlive the tree.
 *
 * Returns GCL_OK; GCL_EINPUT when text is not JSON; GCL_ENOMEM.
 */
enum gcl_status gcl_tree_read(struct walk *w, struct span text,
	struct arena *arena, struct node **out);

/* A node that is nowhere yet; NULL: no memory. */
struct node *gcl_tree_new(struct arena *arena, enum json_type type);

/* Put n behind the last one in parent; a member has its key already. */
void gcl_tree_add(struct node *parent, struct node *n);

/* Take n out of its parent. */
void gcl_tree_remove(struct node *n);

/* old becomes what n is, and keeps its place and its key. */
void gcl_tree_become(struct node *old, struct node *n);

/* The node behind n, what is in it first; NULL at the end of the tree. */
struct node *gcl_tree_next(const struct node *n);

/* The node behind n and all that is in it, likewise. */
struct node *gcl_tree_behind(const struct node *n);

/*
 * Take the first step from an RFC 6901 pointer that is not empty: *key is
 * valid until scratch is used again.  False when it has no / in front, or a ~
 * that is no escape, or by the status of scratch.
 */
bool gcl_pointer_step(struct span *pointer, struct buf *scratch,
	struct span *key);

/* An array's index: true for digits without a 0 in front. */
bool gcl_pointer_index(struct span key, size_t *index);

/* What a step leads to in n, or NULL. */
struct node *gcl_tree_step(const struct node *n, struct span key);

/* What a pointer names in root, or NULL, also by the status of scratch. */
struct node *gcl_tree_find(struct node *root, struct span pointer,
	struct buf *scratch);

/* Append the pointer of n. */
void gcl_tree_pointer(struct buf *out, const struct node *n);

/* Append the tree: a line for each value, two blanks for each level. */
void gcl_tree_write(struct buf *out, const struct node *root);

#endif
