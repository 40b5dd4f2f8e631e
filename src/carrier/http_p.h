/*
 * What the files of the http carrier share.
 *
 * Messages are scanned as plain bytes first, which takes no memory and tells
 * where they end; pieces are made of those that belong to a document.  The
 * text scanned is that of a piece: all of the input, or what was put together
 * from the lines of a transcript.
 */
#ifndef GCL_CARRIER_HTTP_P_H
#define GCL_CARRIER_HTTP_P_H

#include "carrier/carrier.h"
#include "json/string.h"

struct http;
struct http_vars;

/* What is known of an input between two calls. */
struct http {
	struct piece all;	/* the input */
	size_t pos;		/* where the next document begins */
	bool recorded;
	bool found;		/* a document was given */
	enum gcl_status (*split)(struct capture *c, struct http *h,
		struct document *doc, bool *more);
	/*
	 * http_raw.c: requests that come without an answer between them.
	 * So many are left; so many of these have none; the next one has the
	 * one at answer; all of them and their answers end at end.
	 */
	size_t requests, unanswered, answer, end;
	/* http_editor.c */
	struct http_vars *vars;
	bool open_script;	/* no script behind pos has an end */
};

/* The ways to write requests, each with the place of its first one. */
enum gcl_status gcl_http_raw(struct capture *c, struct http *h);
enum gcl_status gcl_http_editor(struct capture *c, struct http *h);
enum gcl_status gcl_http_verbose(struct capture *c, struct http *h);
enum gcl_status gcl_http_trace(struct capture *c, struct http *h);

/* http_scan.c: lines, start lines and heads (RFC 9112 sections 2 to 5). */

/* The words of a request line; what is missing is empty. */
struct http_words {
	struct span method, target, version;
};

struct http_field {
	size_t off, name_end;	/* the name */
	size_t value, end;	/* the rest, up to the end of its lines */
	bool colon;
};

struct http_head {
	const struct piece *in;
	struct span start;	/* the start line */
	size_t fields, body;	/* the header lines; what is behind the head */
	bool joined;		/* no empty line before the body */
	/* Values that tell how the body is written; ptr NULL: not there. */
	struct span length, coding, transfer, date;
};

struct span gcl_http_trim(struct span s);
bool gcl_http_begins(struct span s, const char *with);

/* The line at pos without its end; returns where the next one begins. */
size_t gcl_http_line(struct span text, size_t pos, struct span *line);

void gcl_http_words(struct span line, struct http_words *w);

/* One of those that everybody knows, whatever its case. */
bool gcl_http_method(struct span s);

/* With a method and a version. */
bool gcl_http_request_line(struct span line);

/* The status, 0 where it is no status line. */
int gcl_http_status_line(struct span line);

/* Either of them. */
bool gcl_http_start_line(struct span line);

/*
 * Where the first start line at or behind pos begins, or the end.  It may
 * follow a JSON text on the same line.
 */
size_t gcl_http_seek(struct span text, size_t pos);

/* Does a JSON text that is an object or array begin here? */
bool gcl_http_json(struct span line);

/* The header at *pos; false behind the last one. */
bool gcl_http_field(struct span text, size_t *pos, struct http_field *f);

/* The head whose start line is at off of the piece, which is borrowed. */
void gcl_http_head(const struct piece *in, size_t off, struct http_head *head);

/* A number without sign; large ones count as UINT64_MAX. */
bool gcl_http_number(struct span s, unsigned base, uint64_t *n);

/* http_build.c: pieces. */

/* The bytes [off, end) of a piece. */
enum gcl_status gcl_http_part(struct capture *c, const struct piece *in,
	size_t off, size_t end, struct piece *out);

/* Words about a part of the piece; none are said where doc is NULL. */
enum gcl_status gcl_http_remark(struct capture *c, struct document *doc,
	const struct piece *in, struct span at, const char *rule,
	const char *say, const char *help);

/* Say that a body begins at off, without an empty line before it. */
enum gcl_status gcl_http_joined(struct capture *c, struct document *doc,
	const struct piece *in, size_t off);

enum gcl_status gcl_http_request(struct capture *c, struct document *doc,
	const struct http_head *head, struct request **out);

/*
 * The answer to req, with the body [off, end) of in.  What is wrong with it
 * is said only where it is needed: when the request was refused.
 */
enum gcl_status gcl_http_response(struct capture *c, struct document *doc,
	const struct http_head *head, const struct piece *in, size_t off,
	size_t end, struct request *req);

/*
 * http_raw.c: the last of the answers in all, which begins with a status line
 * and may have those of a proxy, or "100 Continue", before it.
 */
enum gcl_status gcl_http_answer(struct capture *c, struct document *doc,
	const struct piece *all);

/* http_body.c: bodies (RFC 9112 sections 6 and 7). */

enum http_fault { CHUNK_FINE, CHUNK_NO_SIZE, CHUNK_LIES, CHUNK_NO_LAST };

struct http_chunks {
	struct span text;	/* up to the next start line */
	size_t pos;		/* behind what was read */
	size_t off, end;	/* the data of the chunk */
	struct span size;	/* the last one */
	enum http_fault fault;	/* the first one */
	struct span at;		/* the size that is to blame; may be empty */
	size_t got;		/* bytes that it should have said */
};

void gcl_http_chunks_init(struct http_chunks *k, struct span text, size_t pos);

/* The next chunk; false behind the last one, and then pos is the end. */
bool gcl_http_chunks_next(struct http_chunks *k);

/* Does head say that the body at off comes in chunks, and does it? */
bool gcl_http_chunked(const struct http_head *head, struct span text,
	size_t off);

/* The body [off, end) of in, decoded as head says; none where it cannot be. */
enum gcl_status gcl_http_body(struct capture *c, struct document *doc,
	const struct http_head *head, const struct piece *in, size_t off,
	size_t end, struct piece *out);

/* http_edit.c: the way back. */

enum http_writing {
	HTTP_RAW,		/* as it goes over the line */
	HTTP_TOLD,		/* pasted into what curl -v says */
	HTTP_EDITOR,
};

/*
 * The body of doc is the bytes [off, end) of the source, perhaps in chunks.
 * Where that is not noted it cannot be edited.
 */
enum gcl_status gcl_http_code(struct capture *c, struct document *doc,
	enum http_writing writing, size_t off, size_t end, bool chunked);

enum gcl_status gcl_http_encode(const struct document *doc,
	const struct piece *piece, const struct edit *in, struct arena *arena,
	struct edit *out);

enum gcl_status gcl_http_settle(const struct document *doc,
	const struct edits *edits, size_t length, struct arena *arena,
	struct edits *out);

/* http_transcript.c: what curl says of a request, whatever its form. */

/* The request and the answer, as they went over the line. */
struct http_exchange {
	struct piece head, body;
	struct piece answer, answer_body;
};

enum gcl_status gcl_http_exchange(struct capture *c, struct document *doc,
	const struct http_exchange *x);

/* What stands behind the time and the numbers that curl may begin with. */
size_t gcl_http_behind_stamp(struct span line);

/* Where the first request at or behind pos begins, or the end. */
size_t gcl_http_verbose_seek(struct span text, size_t pos);
size_t gcl_http_trace_seek(struct span text, size_t pos);

/* http_vars.c: variables of editors' files. */

bool gcl_http_variable(struct span line);

/* All that text defines. */
enum gcl_status gcl_http_vars_read(struct capture *c, struct http *h);

/* From here on the definition on this line holds. */
enum gcl_status gcl_http_vars_set(struct capture *c, struct http *h,
	struct span line);

/* Add [off, end) of the input to the decoder's text, with values put in. */
void gcl_http_vars_put(struct capture *c, struct http *h, size_t off,
	size_t end);

/* Have they been used up?  Said once. */
bool gcl_http_vars_spent(struct http *h);

#endif
