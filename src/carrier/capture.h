/*
 * An input while a carrier reads it: where its bytes come from, where what is
 * found goes, and what carriers have in common.
 */
#ifndef GCL_CARRIER_CAPTURE_H
#define GCL_CARRIER_CAPTURE_H

#include "json/complain.h"
#include "json/value.h"
#include "text/decoder.h"
#include "text/reader.h"

struct capture {
	struct reader reader;
	struct source src;
	const char *path;	/* of the file; NULL: no file has the bytes */
	struct arena input;	/* for what is kept until the input's end */
	struct arena arena;	/* for a document; emptied before the next */
	struct decoder decoder;
	struct complaints complaints;
	struct walk *walk;	/* see gcl_capture_walk() */
	uint32_t max_depth;
	struct remark **last_remark;	/* where the next one goes */
	struct header **last_header;
	bool whole;		/* the source has all of the input */
	void *state;		/* the carrier's, in input; NULL at first */
};

void gcl_capture_init(struct capture *c, size_t max_size,
	uint32_t max_depth);
void gcl_capture_release(struct capture *c);

/* Begin an input whose bytes the reader has; name is borrowed. */
void gcl_capture_begin(struct capture *c, const char *name,
	const char *path);

/* A walk for a carrier's own reading; NULL: no memory. */
struct walk *gcl_capture_walk(struct capture *c);

/*
 * All of the input: read on the first call, and then the source's text.
 * For carriers that need it whole.
 */
enum gcl_status gcl_capture_all(struct capture *c, struct span *text,
	struct gcl_error *err);

/* The bytes [off, end) of the source as a piece. */
struct piece gcl_capture_slice(const struct capture *c, size_t off,
	size_t end);

/*
 * What a JSON string means: raw is what stands between its quotes, at off of
 * the source.  A string without escapes is a slice.
 */
enum gcl_status gcl_capture_string(struct capture *c, struct span raw,
	size_t off, struct piece *out);

/* The same, added to the decoder's text. */
enum gcl_status gcl_capture_add_string(struct capture *c, struct span raw,
	size_t off);

/*
 * What base64 (RFC 4648 section 4 or 5) means, mapped in groups of four;
 * GCL_OK with *valid false when it is none.
 */
enum gcl_status gcl_capture_base64(struct capture *c, const struct piece *in,
	struct piece *out, bool *valid);

/* A text in the arena; NULL: no memory.  For words of remarks. */
const char *gcl_capture_words(struct capture *c, const char *fmt, ...)
	GCL_PRINTF(2, 3);

/*
 * Say something of the capture at [off, off + len) of the source, behind what
 * was said before.  say NULL: no memory, which is what is then returned.
 */
enum gcl_status gcl_capture_remark(struct capture *c, struct document *doc,
	const char *rule, size_t off, size_t len, const char *say,
	const char *help);

/* Remarks that tell why text, which begins at off of the source, is no JSON. */
enum gcl_status gcl_capture_complain(struct capture *c, struct document *doc,
	struct span text, size_t off);

/*
 * A header at the end of a list, in the arena; NULL: no memory.  A list is
 * finished before the next is begun.
 */
struct header *gcl_capture_header(struct capture *c, struct header **list,
	struct piece name, struct piece value);

/* Days from 1970-01-01 to a day of the Gregorian calendar. */
int64_t gcl_capture_days(int64_t year, int64_t month, int64_t day);

#endif
