/*
 * Check kinds: the verbs that packs build their rules from.
 *
 * A kind is one entry in one file and one line in check_table.c.  It sees one
 * value at a time, and an array's kind each element as it passes; it never
 * knows which rule it serves.
 */
#ifndef GCL_RULE_CHECK_H
#define GCL_RULE_CHECK_H

#include "base/buf.h"
#include "rule/ruleset.h"

/* Why a member that is absent is not missing as well. */
enum excuse {
	EXCUSE_NONE,
	EXCUSE_MISPLACED,	/* stands elsewhere: no excuse for errors */
	EXCUSE_MISSPELT,	/* stands there under another name */
};

/* Where a member's value stands; type 0: the member is absent. */
struct slot {
	uint32_t off, len;		/* a string's without its quotes */
	uint32_t key_off, key_len;
	unsigned char type;		/* enum json_type, narrowed */
	unsigned char flags;		/* enum walk_string */
	bool open;			/* a placeholder: not known yet */
	bool seen;			/* the name was there */
	unsigned char excuse;		/* enum excuse */
	bool claimed;			/* a fix makes a member of it */
};

/* What a check looks at. */
struct check_value {
	enum json_type type;
	struct span text;		/* a string decoded, else as written */
	uint64_t n;			/* elements of an array */
	bool open;			/* a placeholder: not known yet */
	uint32_t off, len;		/* in the document, without quotes */
	const struct shape *shape;	/* of an object, or NULL */
	const struct slot *slots;	/* its members, by field index */
};

/* What a failed check points at, and words that depend on the value. */
struct mark {
	bool set;
	size_t off, len;		/* in the value's decoded text */
	struct match groups;		/* for {1} in templates */
	bool has_groups;
	bool lacks;			/* it failed for want of a member */
	const char *say, *help;		/* instead of the kind's own */
	struct span suggest;
	bool elsewhere;			/* in the document, not the value: */
	uint32_t at_off, at_len;
	bool member;			/* that member of the object: */
	uint32_t key_off, key_len;
	bool related;
	uint32_t related_off, related_len;
	const struct format *ladder;	/* for a member of the object, */
	const struct field *field;	/* this one, */
	const struct slot *climb;	/* which is a string */
};

enum verdict {
	CHECK_PASS,
	CHECK_FAIL,
	CHECK_STOP,			/* passed, and so does the ladder */
	CHECK_CLIMB,			/* a ladder decides: m->ladder */
	CHECK_LIMIT,			/* a match limit was reached */
	CHECK_NOMEM,
};

/* What a kind may use while it runs. */
struct check_env {
	const struct ruleset *rules;
	struct matcher *matcher;
	struct buf *words;		/* where m->say may be made */
	/* Has owner seen this value before?  Gives the first one's place. */
	enum gcl_status (*seen)(struct check_env *env, struct span text,
		uint32_t off, uint32_t len, bool *was, uint32_t *first_off,
		uint32_t *first_len);
	/* A member's text, decoded. */
	enum gcl_status (*text)(struct check_env *env, const struct slot *s,
		struct span *out);
	uint32_t owner;
};

enum param_type {
	PARAM_PATTERN,		/* struct pattern * */
	PARAM_STRING,		/* struct span */
	PARAM_STRINGS,		/* struct strings */
	PARAM_UINT,		/* uint64_t */
	PARAM_MEMBER,		/* struct span: a member of the shape at hand */
	PARAM_MEMBERS,		/* struct strings: the same */
	PARAM_FORMAT,		/* const struct format * */
};

struct strings {
	const struct span *list;
	size_t n;
};

/* A parameter; the only one of a kind has no name and is the value itself. */
struct param {
	const char *name;
	enum param_type type;
	bool required;
	size_t offset;		/* in the arguments */
};

struct check_kind {
	const char *name;
	const char *summary;
	unsigned accepts;		/* enum json_type */
	const struct param *params;	/* n_params of them */
	size_t n_params;
	size_t args_size;
	bool ladder_only;		/* means something only in a format */
	const char *table;		/* it looks things up in, or NULL */
	const char *say, *help;		/* templates, unless the pack has own */
	const char *rule;		/* the generic rule, or NULL */
	/* What would be right, for {want}; may be NULL. */
	void (*want)(const struct check *c, struct buf *out);
	/* On a value; on a container when it is closed. */
	enum verdict (*run)(const struct check *c, struct check_env *env,
		const struct check_value *v, uint64_t state, struct mark *m);
	/* On each element of an array; may be NULL. */
	enum verdict (*element)(const struct check *c, struct check_env *env,
		const struct check_value *v, uint64_t *state, struct mark *m);
};

/* All kinds, in order of name; ends with NULL. */
extern const struct check_kind *const gcl_check_kinds[];

const struct check_kind *gcl_check_find(struct span name);

#endif
