/*
 * What the files of the log carrier share: a window that slides over the
 * input, and a candidate that is read in it.
 *
 * The window is the source's text, and offsets are bytes in it.  They stay
 * what they are while more is read; only gcl_log_slide() moves them.  A
 * function that reads on may move the text itself.
 */
#ifndef GCL_CARRIER_LOG_P_H
#define GCL_CARRIER_LOG_P_H

#include "carrier/capture.h"
#include "json/string.h"
#include "text/edit.h"

/* What is being done with the bytes at pos. */
enum log_mode {
	LOG_SEARCH,	/* for the next candidate */
	LOG_READ,	/* pass over a JSON text that was too large */
	LOG_MEND,	/* pass over what is left of a broken one */
	LOG_LINE,	/* pass over the rest of a line */
};

enum log_result {
	LOG_ON,		/* not at the end yet */
	LOG_LIMIT,	/* the limit was met before the end */
	LOG_WHOLE,	/* pos is behind the last bracket */
	LOG_BROKEN,	/* no JSON, or it ends too early: pos is there */
	LOG_CUT,	/* another line of the log begins at pos */
};

enum log_want {
	WANT_ELEMENT,		/* or the end of the array */
	WANT_KEY,		/* or the end of the object */
	WANT_COLON,
	WANT_MEMBER,
	WANT_ELEMENT_END,
	WANT_MEMBER_END,
};

/* What the value of a member at depth 1 may be. */
enum log_value {
	LOG_STATUS = 1 << 0,	/* of an answer */
	LOG_BODY = 1 << 1,	/* an object that a record was written for */
	LOG_WORDS = 1 << 2,	/* a string that says what such an object is */
	LOG_PAYLOAD = 1 << 3,	/* what no record has */
};

/* A candidate, as far as it was read. */
struct log_text {
	enum log_want want;
	uint32_t depth;		/* open brackets */
	bool colon;		/* it got that far */
	unsigned value;		/* enum log_value, of the value to come */
	unsigned members;	/* of an error's body: see log_answer.c */
	int status;		/* what the member says, or 0 */
	bool payload;		/* a member is one of a payload */
	bool answer;		/* a record says that its body is one */
	size_t body, body_end;	/* the first body in a record, or both 0 */
	char last;		/* byte of what was read, blanks aside */
	char quote;		/* of the open string, while it is mended */
	size_t indent;		/* of the line that it begins in */
};

struct log {
	struct capture *c;
	struct gcl_error *err;	/* of this call */
	enum gcl_status st;	/* the first failure of this call is kept */
	bool last;		/* the window reaches the input's end */
	size_t told;		/* documents were given up to here */
	size_t behind;		/* the last candidate ended here */
	size_t colonless;	/* no text that begins before it has members */
	size_t max;		/* bytes that one candidate may have */
	size_t pos;
	enum log_mode mode;
	struct log_text text;
	unsigned char *object;	/* by depth: is the open bracket a brace? */
};

static inline struct span
gcl_log_window(const struct log *l)
{
	return l->c->src.text;
}

static inline bool
gcl_log_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* { and [ differ in one bit. */
static inline bool
gcl_log_is_opener(char c)
{
	return (c & ~0x20) == '[';
}

/* log_window.c */

/* Read n bytes more, or what there is; false when that is nothing. */
bool gcl_log_more(struct log *l, size_t n);

/* Is there a byte at off?  Reads on until that is known. */
bool gcl_log_has(struct log *l, size_t off);

/* The first line end at or behind off, or limit, or the input's end. */
size_t gcl_log_find_line_end(struct log *l, size_t off, size_t limit);

/* Where the line begins whose end is at off: behind LF, CRLF or CR. */
size_t gcl_log_next_line(struct log *l, size_t off);

/* off, or where the code point begins that holds it. */
size_t gcl_log_char(struct log *l, size_t off);

/* Where what was not told can be parted, at end at the latest. */
size_t gcl_log_part(struct log *l, size_t end);

/* Let the window begin near what was not told yet. */
enum gcl_status gcl_log_slide(struct log *l);

/* log_text.c */

/*
 * The quote that closes the string behind off, or what breaks the string:
 * a control character or the end of s.
 */
size_t gcl_log_string_end(struct span s, size_t off);

/* Move pos to the next candidate; false when none begins before limit. */
bool gcl_log_find(struct log *l, size_t limit);

/*
 * Read on from pos: strictly, comments and commas before a closing bracket
 * aside.  At the limit pos is where an unfinished token begins.
 */
enum log_result gcl_log_read(struct log *l, size_t limit);

/*
 * Read the candidate at pos.  One that is text after all is passed by one
 * byte, and LOG_ON is returned.
 */
enum log_result gcl_log_read_candidate(struct log *l);

/*
 * After LOG_WHOLE: where a record has a body, or bodies in one another, that
 * becomes [*start, *end), and what was read is that of the body.
 */
void gcl_log_unwrap(struct log *l, size_t *start, size_t *end);

/* log_mend.c */

/*
 * After LOG_BROKEN, for the candidate that begins at start or, where it was
 * not kept, before: what follows from pos on is to be mended.
 */
void gcl_log_break(struct log *l, size_t start);

/*
 * Look for the end that a broken text was meant to have: LOG_WHOLE behind its
 * brackets; LOG_CUT at a line that is none of its own, or at the input's end.
 */
enum log_result gcl_log_mend(struct log *l, size_t limit);

/* Is the brace at start followed by a line end and its line's prefix? */
bool gcl_log_is_prefixed(struct log *l, size_t start);

/*
 * The candidate at start ended at pos as LOG_BROKEN or LOG_ON: if that is
 * since all its lines have a prefix, *out is the text without it, l->text is
 * that of *out, and pos is behind it.
 */
bool gcl_log_strip(struct log *l, size_t start, struct piece *out);

/*
 * A text on one line stays there, and a line that is new gets the prefix that
 * the others have.
 */
enum gcl_status gcl_log_encode(const struct document *doc,
	const struct piece *piece, const struct edit *in, struct arena *arena,
	struct edit *out);

/* log_answer.c */

/* A member's name, at depth 1. */
void gcl_log_note_member(struct log_text *t, struct span name);

/* The scalar that is its value: a string without its quotes. */
void gcl_log_note_value(struct log_text *t, struct span value);

/* Does the candidate, which begins at start, tell what was answered? */
bool gcl_log_is_answer(const struct log *l, size_t start);

/* Does it look like the body of an error? */
bool gcl_log_is_error(const struct log_text *t);

/*
 * The status that the text [off, end) tells last, or 0; the digits begin at
 * *at.
 */
int gcl_log_status(struct span text, size_t off, size_t end, size_t *at);

#endif
