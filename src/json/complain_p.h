/*
 * What the files of complain share: the state of one reading, and the words
 * for each fault.
 *
 * A reader of a token gets it at s->pos, moves s->pos behind it and returns
 * true; when the token is faulty it complains and returns false.  Offsets are
 * bytes in the text, end exclusive.
 */
#ifndef GCL_JSON_COMPLAIN_P_H
#define GCL_JSON_COMPLAIN_P_H

#include "json/complain.h"

/* What the grammar asks for next. */
enum want {
	WANT_TEXT,	/* the value that is the whole text */
	WANT_ELEMENT_OR_END,	/* behind [ */
	WANT_ELEMENT,	/* behind a comma in an array */
	WANT_VALUE,	/* behind a colon */
	WANT_KEY_OR_END,	/* behind { */
	WANT_KEY,	/* behind a comma in an object */
	WANT_COLON,
	WANT_COMMA_OR_END,	/* behind a value in a container */
	WANT_NOTHING,	/* behind the whole text */
	WANT_COUNT
};

struct fault_note;

struct scan {
	const char *text;
	uint32_t len, pos;
	enum want want;
	uint32_t *open;		/* offsets of the open brackets */
	uint32_t depth, max_depth;
	uint32_t prev, prev_end;	/* the token before pos */
	uint32_t curly;		/* in prev: a curly quote that may close it */
	uint32_t comma;		/* the last comma */
	size_t comma_n;		/* complaints before it */
	struct complaints *c;
	struct fault_note *note;	/* mending: the list gets nothing */
	struct arena *arena;
	enum gcl_status st;
};

enum fault {
	FAULT_BOM, FAULT_COMMENT, FAULT_COMMENT_OPEN, FAULT_COMMA_TRAILING,
	FAULT_DEPTH, FAULT_ENCODING,
	FAULT_CONTROL, FAULT_CONTROL_TAB, FAULT_CONTROL_STRING,
	FAULT_LINE_BREAK,
	FAULT_UTF8_CUT, FAULT_UTF8_HIGH, FAULT_UTF8_LATIN, FAULT_UTF8_NEVER,
	FAULT_UTF8_OVERLONG, FAULT_UTF8_STRAY, FAULT_UTF8_SURROGATE,
	FAULT_ESCAPE, FAULT_ESCAPE_AS, FAULT_ESCAPE_BREAK, FAULT_ESCAPE_HEX,
	FAULT_ESCAPE_SHORT, FAULT_SURROGATE_HIGH, FAULT_SURROGATE_LOW,
	FAULT_QUOTE, FAULT_QUOTE_OPEN, FAULT_QUOTE_CLOSE, FAULT_QUOTE_ESCAPED,
	FAULT_PLACEHOLDER, FAULT_ELLIPSIS,
	FAULT_KEY_BARE, FAULT_WORD, FAULT_WORD_ALIAS, FAULT_WORD_NEAR,
	FAULT_WORD_TEXT, FAULT_MARKUP,
	FAULT_NUMBER, FAULT_NUMBER_BASE, FAULT_NUMBER_DIGITS,
	FAULT_NUMBER_EXPONENT, FAULT_NUMBER_GROUPS, FAULT_NUMBER_PLUS,
	FAULT_NUMBER_POINT, FAULT_NUMBER_ZERO, FAULT_PHONE,
	FAULT_COLON_MISSING, FAULT_COLON_JOINED, FAULT_COMMA_MISSING,
	FAULT_COMMA_INSTEAD, FAULT_COMMA_JOINED,
	FAULT_PLACE, FAULT_BLANK, FAULT_INVISIBLE, FAULT_LOOKALIKE,
	FAULT_CLOSER_MISMATCH, FAULT_CLOSER_STRAY,
	FAULT_COLON_IN_ARRAY, FAULT_BRACES,
	FAULT_KEY_OBJECT,
	FAULT_EXTRA, FAULT_EXTRA_TEXT, FAULT_EXTRA_COMMA, FAULT_EXTRA_CLOSER,
	FAULT_END_NOTHING, FAULT_END_EMPTY, FAULT_END_OPEN,
	FAULT_END_AFTER_COMMA, FAULT_END_AFTER_COLON, FAULT_END_AFTER_KEY,
	FAULT_END_IN_STRING, FAULT_END_IN_WORD, FAULT_END_IN_NUMBER,
	FAULT_COUNT
};

/* The fault that a reading stopped at, for who mends it and reads on. */
struct fault_note {
	enum fault fault;
	uint32_t off, end;
	char as[sizeof("\\ud83d\\ude00")];	/* the reader's argument, or
						   "" where it is longer */
};

static inline unsigned char
gcl_scan_byte(const struct scan *s, uint32_t off)
{
	return off < s->len ? (unsigned char)s->text[off] : 0;
}

static inline struct span
gcl_scan_span(const struct scan *s, uint32_t off, uint32_t end)
{
	return gcl_span(s->text + off, end - off);
}

static inline bool
gcl_scan_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static inline bool
gcl_scan_line_end(const struct scan *s, uint32_t off)
{
	return off >= s->len || s->text[off] == '\n' || s->text[off] == '\r';
}

static inline bool
gcl_scan_in_object(const struct scan *s)
{
	return s->depth > 0 && s->text[s->open[s->depth - 1]] == '{';
}

/* complain.c */

/*
 * Begin to read text.  With s->note set before, past faults are passed over in
 * silence and the first other one is told there and not in c's list.  Returns
 * false when there is no more to read.
 */
bool gcl_scan_begin(struct scan *s, struct span text, uint32_t max_depth,
	struct complaints *c, struct arena *arena);

/* Read one token; false at the end, at a fault and when there is no memory. */
bool gcl_scan_next(struct scan *s);

/* Go on behind [off, end), which was meant as the key or value wanted. */
void gcl_scan_accept(struct scan *s, uint32_t off, uint32_t end);

/* Go on as behind a comma. */
void gcl_scan_accept_comma(struct scan *s);

/* complain_words.c: put one more complaint on the list. */

/* The rule that a fault breaks. */
const char *gcl_fault_rule(enum fault f);

/*
 * A fault that ends the reading, with the bytes [off, end).  arg is shown
 * where the words ask for it.  Both return false, as the readers do.
 */
bool gcl_scan_fail(struct scan *s, enum fault f, uint32_t off, uint32_t end);
bool gcl_scan_fail_arg(struct scan *s, enum fault f, uint32_t off, uint32_t end,
	struct span arg);

/* The same for len bytes at pos. */
bool gcl_scan_fail_here(struct scan *s, enum fault f, uint32_t len);

/*
 * The text ends too early: points behind its last byte that is not blank, and
 * to the innermost open bracket.
 */
bool gcl_scan_fail_end(struct scan *s, enum fault f, struct span arg);

/* Give the last complaint a second place; returns false. */
bool gcl_scan_relate(struct scan *s, uint32_t off, uint32_t end,
	const char *say);
/* The same for the innermost open bracket, if there is one. */
bool gcl_scan_relate_open(struct scan *s);

/*
 * Something that is read past: blanked in the copy, and put on the list
 * before the complaint at index, or last where index is c->n.  Returns false
 * when there is no memory.
 */
bool gcl_scan_past(struct scan *s, enum fault f, uint32_t off, uint32_t end,
	size_t index);

/* complain_bytes.c: bytes and code points that stand nowhere. */

/* Is the whole text in UTF-16 or UTF-32?  Complains and returns true. */
bool gcl_scan_encoding(struct scan *s);

/*
 * Is there something at pos that may stand nowhere outside a string: a
 * control character, bytes that are not UTF-8, a blank that is none of
 * JSON's?  Complains and returns true.
 */
bool gcl_scan_foreign(struct scan *s);

/* Complain about the bytes at off, which are not UTF-8. */
bool gcl_scan_bad_utf8(struct scan *s, uint32_t off);

/* Do the bytes at off begin a character that the text is too short for? */
bool gcl_scan_cut_utf8(const struct scan *s, uint32_t off);

/* The code point at off and its length; 0 when it is not UTF-8 or the end. */
uint32_t gcl_scan_decode(const struct scan *s, uint32_t off, uint32_t *cp);

/* Does a word or number that ends before off go on there? */
bool gcl_scan_joins(const struct scan *s, uint32_t off);

/* The quote that cp is used for, ' or ", or 0; the straight " gives 0. */
char gcl_scan_quote(uint32_t cp);

/* The punctuation of JSON that cp looks like, or 0; ';' looks like ','. */
char gcl_scan_lookalike(uint32_t cp);

/* complain_string.c */

bool gcl_scan_string(struct scan *s);

/* The rest of the string that began at prev. */
bool gcl_scan_string_rest(struct scan *s);

/* complain_number.c */

bool gcl_scan_number(struct scan *s);

/* Can the byte at pos begin a number, or what was meant as one? */
bool gcl_scan_at_number(const struct scan *s);

/* complain_bare.c: words outside quotes. */

bool gcl_scan_word(struct scan *s);
bool gcl_scan_bare_key(struct scan *s);
bool gcl_scan_at_word(const struct scan *s);
bool gcl_scan_at_comment(const struct scan *s, uint32_t off);

/* What to write for a literal of another language, or NULL. */
const char *gcl_scan_alias(struct span word);

/* The end of what was meant as one bare value at pos. */
uint32_t gcl_scan_value_end(const struct scan *s);

/* The end of the token at off, for pointing at it: at least one character. */
uint32_t gcl_scan_token_end(const struct scan *s, uint32_t off);

/* complain_stray.c: quotes of other kinds, templates. */

/* The end of the placeholder at off, or off where there is none. */
uint32_t gcl_scan_placeholder(const struct scan *s, uint32_t off);

/*
 * Is there something at pos that was meant as a token, but is none of JSON?
 * Complains and returns true.
 */
bool gcl_scan_stray(struct scan *s);

/* The same for a placeholder alone. */
bool gcl_scan_template(struct scan *s);

/* The end of the quoted string at off, or of its quote if it is not closed. */
uint32_t gcl_scan_quoted_end(const struct scan *s, uint32_t off);

#endif
