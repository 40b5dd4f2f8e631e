/*
 * The parts of redaction: redact_char.c reads characters through escapes,
 * redact_find.c finds numbers, redact_word.c what follows a word that tells it,
 * redact_code.c what base64 holds; redact.c has the masks, redact_text.c puts
 * them over texts.
 */
#ifndef GCL_EMIT_REDACT_P_H
#define GCL_EMIT_REDACT_P_H

#include "base/buf.h"
#include "emit/redact.h"
#include "emit/width.h"

/* What a character is to a telephone number. */
enum redact_class {
	REDACT_OTHER,
	REDACT_DIGIT,		/* of any script */
	REDACT_LETTER,
	REDACT_PLUS,
	REDACT_BLANK,
	REDACT_JOINT,		/* may stand between digits */
	REDACT_CONTROL,
};

/* A character as it is meant, and the bytes that stand for it. */
struct redact_char {
	uint32_t cp, len;
	enum redact_class class;
};

/*
 * The character at a byte of text, which is not behind its end.  pointer: ~1
 * and ~0 are escapes (RFC 6901).
 */
struct redact_char gcl_redact_char(struct span text, size_t at, bool pointer);

/* The class of an ASCII character. */
static inline enum redact_class
gcl_redact_ascii(unsigned char c)
{
	switch (c) {
	case ' ':
	case '\t':
		return REDACT_BLANK;
	case '+':
		return REDACT_PLUS;
	case '(':
	case ')':
	case '.':
	case '-':
	case '/':
	case '^':
		return REDACT_JOINT;
	default:
		if (c >= '0' && c <= '9')
			return REDACT_DIGIT;
		if ((c | 32) >= 'a' && (c | 32) <= 'z')
			return REDACT_LETTER;
		return c < 0x20 || c == 0x7f ? REDACT_CONTROL : REDACT_OTHER;
	}
}

static inline bool
gcl_redact_alnum(struct redact_char c)
{
	return c.class == REDACT_DIGIT || c.class == REDACT_LETTER;
}

struct redact_ranges {
	struct source_range *list;	/* from malloc, reused */
	size_t n, cap;
};

/* A character near the place, whether it is masked, and part of the place. */
struct near {
	uint32_t cp;
	bool masked, here;
};

struct redact {
	struct arena arena;		/* of the last finding or text */
	struct width widths;
	struct buf name;		/* of the input */
	struct buf code, plain;		/* scratch of searches */
	struct redact_ranges found;	/* in the last text */
	/* The source that was masked last. */
	struct span text;
	uint64_t base;
	struct redact_ranges own;	/* what was found in it */
	struct redact_ranges given;	/* what it hid before */
	struct redact_ranges all;	/* both */
	/* The characters around the place of the last finding. */
	struct near *near;
	size_t n_near, cap_near;
};

/* Search with the scratch of r; a text of ours is about a place. */
enum gcl_status gcl_redact_search(struct redact *r, struct span text,
	const struct gcl_place *own, struct redact_ranges *out);

/* Put masks over text, and over what was found in it last. */
void gcl_redact_mask(struct redact *r, char *s, size_t len);
void gcl_redact_mask_found(struct redact *r, char *s);

/* A search in a text. */
struct redact_find {
	struct span text;
	const struct gcl_place *own;	/* the text is ours, of this place */
	bool pointer;
	struct redact_ranges *out;
	struct buf *code, *plain;	/* scratch */
	enum gcl_status st;
	/* Before these, what they are named after has been looked at. */
	size_t number, value, encoded;
	size_t user;		/* where a user's name would begin */
	size_t authority;	/* of a URL, or 0 */
	struct redact_char last;	/* before the character looked at */
	struct redact_char opener;	/* the last that was no blank */
	bool plus;		/* a number would have one */
};

/* Find all; what was in out before is forgotten. */
void gcl_redact_run(struct redact_find *f);

static inline struct redact_char
gcl_redact_at(const struct redact_find *f, size_t at)
{
	unsigned char c = (unsigned char)f->text.ptr[at];

	if (c < 0x80 && c != '\\' && c != '%' && c != '~')
		return (struct redact_char){ c, 1, gcl_redact_ascii(c) };
	return gcl_redact_char(f->text, at, f->pointer);
}

/* Mask the bytes [from, to), or the digits and letters among them. */
void gcl_redact_add(struct redact_find *f, size_t from, size_t to);
void gcl_redact_add_alnum(struct redact_find *f, size_t from, size_t to);

/* Sort; join what touches. */
void gcl_redact_tidy(struct redact_ranges *ranges);

/* A word begins at: mask what follows it, if it is one of those. */
void gcl_redact_word(struct redact_find *f, size_t at);

/* The @ at a byte: mask the user in front of it. */
void gcl_redact_user(struct redact_find *f, size_t at);

/* A run of the letters of base64 begins at: mask it where it has a meaning. */
void gcl_redact_code(struct redact_find *f, size_t at);

#endif
