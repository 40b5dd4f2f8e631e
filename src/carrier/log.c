/*
 * JSON in any other text: the logs of an application, the output of a script.
 *
 * A candidate is an opening brace with a quote or its closing brace behind
 * it, or an opening bracket with such a brace behind it.  What a log writes as
 * JSON itself is a record, and the body in it is given.  If it breaks before
 * its first colon, it is text; if it breaks later, it is given as it is, and
 * what is left of it is passed over.  The bytes up to the end of a document
 * belong to it, those without one are given as a document without a body.
 *
 * No byte is read more often than a fixed number of times: a name has no
 * other name's quotes in it; what has been read of an array without members
 * is not read again for an array inside it; and behind a colon reading never
 * goes back.
 */
#include "config.h"

#include "carrier/carrier.h"

#include <ctype.h>

#include "base/limits.h"
#include "carrier/log_p.h"

/* Text without JSON is given in parts of about that size. */
#define PART_BYTES (256u << 10)

/* How far behind a broken text its end is looked for, to show it. */
#define MEND_BYTES (64u << 10)

/* How far behind a document its answer may begin. */
#define ANSWER_BYTES (64u << 10)

enum found {
	FOUND_NOTHING,		/* up to pos */
	FOUND_TEXT,
	FOUND_TOO_LARGE,
};

/* A text in the window. */
struct log_body {
	size_t start, end;
	struct piece stripped;		/* what it is instead, or none */
};

/* A document in the window. */
struct log_find {
	struct log_body payload;
	size_t behind;			/* the payload, and its record */
	struct log_body answer;		/* end is 0 where there is none */
	bool error;			/* the answer looks like one */
	size_t status_off;
	int status;			/* of the answer, or 0 */
};

/* ---- what is passed over ---- */

/* What a reading ended with leaves to be done. */
static void
leave(struct log *l, enum log_result r)
{
	static const enum log_mode next[] = {
		[LOG_READ] = LOG_SEARCH,
		[LOG_MEND] = LOG_LINE,
	};

	if (r == LOG_BROKEN) {
		gcl_log_break(l, l->told);
		l->mode = LOG_MEND;
	} else if (r == LOG_CUT) {
		l->mode = LOG_SEARCH;
	} else if (r == LOG_WHOLE) {
		l->mode = next[l->mode];
	}
	l->behind = l->pos;
}

static enum log_result
pass_line(struct log *l, size_t limit)
{
	l->pos = gcl_log_find_line_end(l, l->pos, limit);
	if (l->pos >= limit)
		return LOG_LIMIT;
	if (gcl_log_has(l, l->pos))
		l->pos = gcl_log_next_line(l, l->pos);
	return LOG_CUT;
}

/* Pass over what is no text to search; true when all of it is passed. */
static bool
pass(struct log *l, size_t limit)
{
	static enum log_result (*const modes[])(struct log *, size_t) = {
		[LOG_READ] = gcl_log_read,
		[LOG_MEND] = gcl_log_mend,
		[LOG_LINE] = pass_line,
	};
	size_t from = l->pos;

	while (l->mode != LOG_SEARCH) {
		enum log_result r = modes[l->mode](l, limit);

		leave(l, r);
		/* A token that is too long for the window ends in its line. */
		if (r == LOG_LIMIT && l->pos == from && from == l->told)
			l->mode = LOG_LINE;
		else if (r == LOG_LIMIT)
			return false;
	}
	return true;
}

/* ---- documents ---- */

/*
 * Where the text of a broken candidate ends, which broke at pos.  One that
 * was cut off ends there, and not behind the line end of the log.
 */
static size_t
mend(struct log *l, size_t start)
{
	size_t limit = l->pos + MEND_BYTES, end;
	enum log_result r;

	gcl_log_break(l, start);
	l->mode = LOG_MEND;
	r = gcl_log_mend(l, limit);
	leave(l, r);
	end = gcl_log_char(l, l->pos);
	while (r == LOG_CUT && gcl_json_blank(gcl_log_window(l).ptr[end - 1]))
		end--;
	return end;
}

/* Read the candidate at pos, without what a log put around it or in it. */
static enum log_result
read_body(struct log *l, struct log_body *b)
{
	size_t start = l->pos;
	enum log_result r = gcl_log_read_candidate(l);

	*b = (struct log_body){ .start = start };
	if (r != LOG_WHOLE && r != LOG_LIMIT &&
	    gcl_log_strip(l, start, &b->stripped))
		r = LOG_WHOLE;
	else if (r == LOG_WHOLE)
		gcl_log_unwrap(l, &b->start, &b->end);
	if (b->end == 0)
		b->end = l->pos;
	return r;
}

static struct piece
as_piece(const struct log *l, const struct log_body *b)
{
	return b->stripped.text.ptr ? b->stripped :
	    gcl_capture_slice(l->c, b->start, b->end);
}

/* Look for a document from pos on, in the next part of the text. */
static enum found
search(struct log *l, struct log_find *f)
{
	size_t limit = l->told + PART_BYTES, start;
	enum log_result r;
	bool answer;

	while (pass(l, limit) && gcl_log_find(l, limit)) {
		start = l->pos;
		r = read_body(l, &f->payload);
		if (r == LOG_ON)
			continue;
		answer = gcl_log_is_answer(l, start);
		if (r == LOG_LIMIT) {
			l->mode = LOG_READ;
			return answer ? FOUND_NOTHING : FOUND_TOO_LARGE;
		}
		f->behind = l->pos;
		if (r != LOG_WHOLE)
			f->behind = f->payload.end = mend(l, start);
		l->behind = l->pos;
		if (!answer)
			return FOUND_TEXT;
	}
	return FOUND_NOTHING;
}

/* An answer: the first one is taken, unless a later one is an error. */
static void
take_answer(struct log *l, struct log_find *f, const struct log_body *b)
{
	bool error = gcl_log_is_error(&l->text);

	if (f->answer.end == 0 || (error && !f->error)) {
		f->answer = *b;
		f->error = error;
		f->status = gcl_log_status(gcl_log_window(l), f->behind,
		    b->start, &f->status_off);
		if (f->status == 0) {
			f->status = l->text.status;
			f->status_off = b->start;
		}
	}
	l->behind = l->pos;
}

/* Look for answers to the document before pos; pos is behind the last. */
static void
find_answers(struct log *l, struct log_find *f)
{
	size_t start, back, limit = l->pos + ANSWER_BYTES;
	struct log_body b;
	enum log_result r;

	if (!pass(l, limit))
		return;
	back = l->pos;
	while (gcl_log_find(l, limit)) {
		start = l->pos;
		r = read_body(l, &b);
		if (r == LOG_ON)
			continue;
		if (r != LOG_WHOLE || !gcl_log_is_answer(l, start))
			break;
		take_answer(l, f, &b);
		back = l->pos;
		limit = back + ANSWER_BYTES;
	}
	l->pos = back;
}

static enum gcl_status
give_answer(struct log *l, const struct log_find *f, struct document *doc)
{
	struct response *r;

	if (f->answer.end == 0)
		return GCL_OK;
	r = gcl_arena_alloc(&l->c->arena, sizeof(*r));
	if (!r)
		return gcl_error_nomem(l->err);
	*r = (struct response){ .status = f->status };
	r->body = as_piece(l, &f->answer);
	r->start = f->status_off == f->answer.start ? r->body :
	    gcl_capture_slice(l->c, f->status_off, f->status_off + 3);
	doc->response = r;
	return GCL_OK;
}

static enum gcl_status
too_large(struct log *l, const struct log_find *f)
{
	struct gcl_place at;

	if (gcl_source_place(&l->c->src, f->payload.start, 0, &at) != GCL_OK)
		return gcl_error_nomem(l->err);
	return gcl_error_set(l->err, GCL_ELIMIT,
	    "more than %zu bytes in the JSON text at %llu:%llu%s", l->max,
	    (unsigned long long)at.line, (unsigned long long)at.column,
	    l->max < LIMIT_FOUND_BYTES ? " (--max-size)" : "");
}

static enum gcl_status
begin(struct capture *c)
{
	struct log *l = gcl_arena_calloc(&c->input, 1, sizeof(*l));

	if (!l)
		return GCL_ENOMEM;
	l->c = c;
	l->max = c->reader.max < LIMIT_FOUND_BYTES ? c->reader.max :
	    LIMIT_FOUND_BYTES;
	l->object = gcl_arena_alloc(&c->input, c->max_depth);
	c->state = l;
	return l->object ? GCL_OK : GCL_ENOMEM;
}

/* What was found up to pos, as a document. */
static enum gcl_status
give(struct log *l, enum found found, struct log_find *f,
	struct document *doc)
{
	if (found == FOUND_TEXT) {
		find_answers(l, f);
		doc->body = as_piece(l, &f->payload);
		doc->found = true;
		doc->end = f->answer.end ? f->answer.end : f->behind;
		return give_answer(l, f, doc);
	}
	doc->end = gcl_log_part(l, l->pos);
	return GCL_OK;
}

static enum gcl_status
split(struct capture *c, struct document *doc, bool *more,
	struct gcl_error *err)
{
	enum gcl_status st = c->state ? GCL_OK : begin(c);
	struct log_find f = { 0 };
	struct log *l = c->state;
	enum found found;

	if (st != GCL_OK)
		return gcl_error_nomem(err);
	l->err = err;
	l->st = gcl_log_slide(l);
	if (l->st != GCL_OK)
		return l->st;
	found = search(l, &f);
	*more = true;
	if (found == FOUND_TOO_LARGE)
		return too_large(l, &f);
	st = give(l, found, &f, doc);
	if (l->st != GCL_OK || st != GCL_OK)
		return l->st != GCL_OK ? l->st : st;
	*more = doc->end > l->told;
	l->told = doc->end;
	return GCL_OK;
}

/* ---- what it looks like ---- */

/* A comma, but for the one before milliseconds. */
static bool
is_separator(struct span s, size_t off)
{
	return s.ptr[off] == ',' && !(off > 2 && off + 3 < s.len &&
	    s.ptr[off - 3] == ':' && isdigit((unsigned char)s.ptr[off + 1]) &&
	    isdigit((unsigned char)s.ptr[off + 3]));
}

/* [INFO], [2026-01-02 …]: not followed by what could follow an array. */
static bool
is_prefix(struct span s)
{
	size_t off = 1;

	if (off < s.len && !isalnum((unsigned char)s.ptr[off]))
		return false;
	while (off < s.len && !strchr("]{[\"\n", s.ptr[off]) &&
	    !is_separator(s, off))
		off++;
	if (off + 1 >= s.len || s.ptr[off] != ']')
		return false;
	while (++off < s.len && (s.ptr[off] == ' ' || s.ptr[off] == '\t'))
		;
	return off < s.len && !strchr(",]}\r\n", s.ptr[off]);
}

/* JSON, what was meant as JSON, and a page of markup are no logs. */
static bool
begins_text(struct span s)
{
	if (s.ptr[0] == '[')
		return is_prefix(s);
	if (s.ptr[0] == '<')
		return s.len > 1 && !isalpha((unsigned char)s.ptr[1]) &&
		    !strchr("!?/", s.ptr[1]);
	return !strchr("{}]\"'/#:,", s.ptr[0]);
}

/* Is there an object at off, as far as the colon of its first member? */
static bool
has_member(struct span s, size_t off)
{
	if (s.ptr[off] == '[')
		off = gcl_json_skip_blanks(s, off + 1);
	if (off >= s.len || s.ptr[off] != '{')
		return false;
	off = gcl_json_skip_blanks(s, off + 1);
	if (off >= s.len || s.ptr[off] != '"')
		return false;
	off = gcl_log_string_end(s, off + 1);
	if (off >= s.len || s.ptr[off] != '"')
		return false;
	off = gcl_json_skip_blanks(s, off + 1);
	return off < s.len && s.ptr[off] == ':';
}

static const char *
sniff(struct span head)
{
	static const char bom[] = "\xef\xbb\xbf";
	size_t off = 0;

	if (head.len >= 3 && !memcmp(head.ptr, bom, 3))
		off = 3;
	off = gcl_json_skip_blanks(head, off);
	if (off == head.len ||
	    !begins_text(gcl_span(head.ptr + off, head.len - off)))
		return NULL;
	for (; off < head.len; off++)
		if (gcl_log_is_opener(head.ptr[off]) && has_member(head, off))
			return "it begins as text and has JSON in it";
	return NULL;
}

static const char *const extensions[] = { ".log", NULL };

const struct carrier gcl_carrier_log = {
	.name = "log",
	.summary = "JSON in any text, such as an application's log",
	.extensions = extensions,
	.sniff = sniff,
	.split = split,
	.encode = gcl_log_encode,
};
