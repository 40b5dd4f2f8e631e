/*
 * What a finding says: templates of a pack, filled in.
 *
 *	{name}     the member, as in address or participants[0]
 *	{value}    the value, quoted, shortened, safe to show
 *	{type}     what it is: "a number"
 *	{want}     what would be right: the kind or the type tells
 *	{mark}     the offending characters: the space at column 27
 *	{suggest}  the nearest known name or value
 *	{count}    elements of an array
 *	{0}..{9}   what the pattern's groups matched
 *	{{         a brace
 */
#ifndef GCL_RULE_WORDS_H
#define GCL_RULE_WORDS_H

#include "rule/check.h"

/*
 * Stands in a message where the finding's own column goes: the column is
 * known only once the document's place in its file is.
 */
#define WORDS_COLUMN '\x01'

struct words_env {
	struct span name;
	enum json_type type;
	struct span text;		/* decoded, or as written */
	struct span raw;		/* as written, without quotes */
	bool in_place;			/* a member to add is there, as null */
	struct span mark;
	const struct match *groups;	/* into text, or NULL */
	struct span suggest;
	uint64_t count;
	const struct type *want_type;	/* or NULL */
	const struct check *want_check;	/* or NULL */
};

/* Append tpl to out, filled in.  What comes from the input is made safe. */
void gcl_words_expand(const char *tpl, const struct words_env *env,
	struct buf *out);

/*
 * The first faulty place of a template: its offset, or -1 when it is right.
 */
long gcl_words_check(struct span tpl);

/* "a string", "an array", "null": never NULL. */
const char *gcl_words_type(enum json_type type);

/*
 * What joins a message and its help in one line, "; " or "; write "; NULL:
 * help is NULL, or the message asks and has its answer in it.
 */
const char *gcl_words_joint(const char *say, const char *help);

/* The offending characters in words, but for the column. */
void gcl_mark_describe(struct span mark, struct buf *out);

#endif
