/*
 * What the parts of the rule engine that make fixes share.
 */
#ifndef GCL_RULE_APPLY_FIX_P_H
#define GCL_RULE_APPLY_FIX_P_H

#include "rule/apply_p.h"

/* A fix that is being made for a fault. */
struct making {
	struct apply *ap;
	const struct fault *f;
	const struct fix *fix;	/* the step that is no text, or NULL */
	struct fixed value;	/* behind those that are */
	bool taken;		/* it is for this value */
	size_t off, len;	/* of the value; len 0: there is none */
	/* What is linted again, and edits of it; text.ptr NULL: nothing is. */
	struct scope scope;
	size_t base;		/* where it begins in the document */
	struct amend inside;
	struct amend edits;	/* of the document */
	bool added;		/* what is made is a new member */
};

static inline bool
gcl_making_container(const struct making *m)
{
	return (m->f->env.type & (JSON_ARRAY | JSON_OBJECT)) != 0;
}

/*
 * The last step of the fix, or its text: *taken is false when it is not for
 * this value.
 */
enum gcl_status gcl_make(struct making *m);

/*
 * The object around as a slice of the document and as a tree; *out is NULL
 * when there is none, or it is too large for that.
 */
enum gcl_status gcl_make_object(struct making *m, struct span *text,
	const struct value **out);

#endif
