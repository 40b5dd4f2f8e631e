/*
 * What the parts of the walk share.
 */
#ifndef GCL_JSON_WALK_P_H
#define GCL_JSON_WALK_P_H

#include "json/walk.h"

#include "base/word.h"

/* Beside enum walk_string: a control character, which no string may hold. */
#define STRING_CONTROL (1u << 7)

/*
 * What the bytes of a word mean in a string.  Most strings hold nothing but
 * plain characters, and are passed over at the speed of the first test.
 */
static inline unsigned
gcl_walk_word(uint64_t w)
{
	const uint64_t control = gcl_word_below(w, 0x20);
	const uint64_t escape = gcl_word_has(w, '\\');
	const uint64_t open = gcl_word_has(w, '{') | gcl_word_has(w, '<');

	if (!((w | control | escape | open) & GCL_WORD_HIGH))
		return 0;
	return (w & GCL_WORD_HIGH ? STRING_WIDE : 0) |
	    (control & GCL_WORD_HIGH ? STRING_CONTROL : 0) |
	    (escape & GCL_WORD_HIGH ? STRING_ESCAPE : 0) |
	    (open & GCL_WORD_HIGH ? STRING_TEMPLATE : 0);
}

/* What a string holds. */
static inline unsigned
gcl_walk_flags(struct span s)
{
	const size_t size = sizeof(uint64_t);
	unsigned flags = 0;
	size_t i;

	if (s.len < size)
		return gcl_walk_word(gcl_word_short(s.ptr, s.len));
	/* The last word may begin in the one before it. */
	for (i = 0; i < s.len - size; i += size)
		flags |= gcl_walk_word(gcl_word(s.ptr + i));
	return flags | gcl_walk_word(gcl_word(s.ptr + s.len - size));
}

/* Is s, which has these flags, the content of a string by RFC 8259? */
bool gcl_walk_special(struct span s, unsigned flags);

#endif
