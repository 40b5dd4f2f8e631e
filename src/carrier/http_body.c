/*
 * Bodies of HTTP/1.x messages (RFC 9112 sections 6 and 7).
 *
 * Chunks are taken at their word when all of them are true, whatever is in
 * them, and else as long as they stay before the next start line.  Where one
 * lies, the next is the first line that looks like a size and fits what
 * follows it.
 */
#include "config.h"

#include "carrier/http_p.h"

#include <strings.h>

#define AGAIN "capture the request again, as a whole"

/* A size ends before its extensions. */
static bool
read_size(struct span line, struct span *size, uint64_t *n)
{
	size_t i = 0;

	while (i < line.len && line.ptr[i] != ';')
		i++;
	*size = gcl_http_trim(gcl_span(line.ptr, i));
	return gcl_http_number(*size, 16, n);
}

/* The length of the line break at off, which is not 0; 0 if there is none. */
static size_t
line_break(struct span text, size_t off)
{
	const char *p = text.ptr + off;

	if (off + 1 < text.len && p[0] == '\r' && p[1] == '\n')
		return 2;
	return off < text.len && p[0] == '\n' && p[-1] != '\r';
}

/* Do n bytes at off end where data has to? */
static bool
fits(struct span text, size_t off, uint64_t n)
{
	return n <= text.len - off && (n == text.len - off ||
	    line_break(text, off + (size_t)n) > 0);
}

static void
blame(struct http_chunks *k, enum http_fault fault, struct span at, size_t got)
{
	if (k->fault != CHUNK_FINE)
		return;
	k->fault = fault;
	k->at = at;
	k->got = got;
}

/* Do the sizes from pos on lead from one to the next, and to the last? */
static bool
all_true(struct span text, size_t pos, size_t *last)
{
	struct span line, size;
	uint64_t n;

	while (pos < text.len) {
		*last = pos;
		pos = gcl_http_line(text, pos, &line);
		if (!read_size(line, &size, &n))
			return false;
		if (n == 0)
			return true;
		if (!fits(text, pos, n))
			return false;
		pos += (size_t)n;
		pos += line_break(text, pos);
	}
	return false;
}

void
gcl_http_chunks_init(struct http_chunks *k, struct span text, size_t pos)
{
	size_t from = pos;

	all_true(text, pos, &from);
	text.len = gcl_http_seek(text, from);
	*k = (struct http_chunks){ .text = text, .pos = pos, .end = pos,
		.size = gcl_span(text.ptr + pos, 0) };
}

/* Is the line at off the size of a chunk that fits? */
static bool
is_chunk(struct span text, size_t off)
{
	struct span line, size;
	size_t next = gcl_http_line(text, off, &line);
	uint64_t n;

	if (!read_size(line, &size, &n))
		return false;
	if (n > 0)
		return fits(text, next, n);
	gcl_http_line(text, next, &line);
	return line.len == 0;
}

/* The data at off ends where the next chunk begins that can be believed. */
static void
find_end(struct http_chunks *k, size_t off)
{
	struct span line, data;
	size_t pos = off;

	do
		pos = gcl_http_line(k->text, pos, &line);
	while (pos < k->text.len && !is_chunk(k->text, pos));
	data = gcl_span(k->text.ptr, (size_t)(line.ptr - k->text.ptr) +
	    line.len);
	while (pos == k->text.len && data.len > off &&
	    gcl_json_blank(data.ptr[data.len - 1]))
		data.len--;
	k->off = off;
	k->end = data.len;
	k->pos = pos;
}

/* Was this line written for a size, or is it data? */
static bool
like_size(struct span line)
{
	size_t i;

	for (i = 0; i < line.len; i++)
		if (strchr("\"'{}[](),:", line.ptr[i]))
			return false;
	return line.len > 0 && line.len <= 16;
}

/* The line before next is no size. */
static void
no_size(struct http_chunks *k, struct span line, size_t next)
{
	bool first = k->size.len == 0;
	size_t off = k->off;

	if (like_size(line)) {
		blame(k, CHUNK_NO_SIZE, gcl_http_trim(line), 0);
		find_end(k, next);
		return;
	}
	/* Data: a size before it was too small, and came upon a line break. */
	find_end(k, k->end);
	if (first)
		blame(k, CHUNK_NO_SIZE, gcl_http_trim(line), 0);
	else
		blame(k, CHUNK_LIES, k->size, k->end - off);
}

/* Behind the trailer section at pos. */
static size_t
behind_trailers(struct span text, size_t pos)
{
	struct http_field f;

	while (gcl_http_field(text, &pos, &f))
		;
	return pos;
}

bool
gcl_http_chunks_next(struct http_chunks *k)
{
	struct span line, size;
	size_t next;
	uint64_t n;

	if (k->pos >= k->text.len) {
		blame(k, CHUNK_NO_LAST, k->size, 0);
		return false;
	}
	next = gcl_http_line(k->text, k->pos, &line);
	if (!read_size(line, &size, &n)) {
		no_size(k, line, next);
		return true;
	}
	k->size = size;
	if (n == 0) {
		k->pos = behind_trailers(k->text, next);
		return false;
	}
	if (!fits(k->text, next, n)) {
		find_end(k, next);
		blame(k, CHUNK_LIES, size, k->end - k->off);
		return true;
	}
	k->off = next;
	k->end = next + (size_t)n;
	k->pos = k->end + line_break(k->text, k->end);
	return true;
}

static bool
is_word(struct span s, const char *word)
{
	return s.len == strlen(word) && !strncasecmp(s.ptr, word, s.len);
}

bool
gcl_http_chunked(const struct http_head *head, struct span text, size_t off)
{
	/* A proxy may leave the header and take the chunks apart. */
	return is_word(head->transfer, "chunked") &&
	    !gcl_http_json(gcl_span(text.ptr + off, text.len - off));
}

/* The header that tells of a coding that is not undone here, or none. */
static struct span
coding(const struct http_head *head)
{
	const struct span *s = &head->coding;

	if (s->len > 0 && !is_word(*s, "identity"))
		return *s;
	s = &head->transfer;
	if (s->len > 0 && !is_word(*s, "identity") && !is_word(*s, "chunked"))
		return *s;
	return gcl_span(NULL, 0);
}

static enum gcl_status
say_coding(struct capture *c, struct document *doc,
	const struct http_head *head, struct span name)
{
	return gcl_http_remark(c, doc, head->in, name, "capture-encoding",
	    "the body is encoded, and so it is not linted",
	    "capture it decoded, or have it sent without an encoding");
}

static enum gcl_status
say_lies(struct capture *c, struct document *doc, const struct piece *in,
	const struct http_chunks *k)
{
	const char *say, *help;
	uint64_t n;

	gcl_http_number(k->at, 16, &n);
	say = gcl_capture_words(c, "the size of the chunk says %llu bytes, "
	    "and it has %zu", (unsigned long long)n, k->got);
	help = gcl_capture_words(c, "%zx is %zu in hexadecimal; or " AGAIN,
	    k->got, k->got);
	return help ? gcl_http_remark(c, doc, in, k->at, "capture-broken", say,
	    help) : GCL_ENOMEM;
}

static enum gcl_status
say_fault(struct capture *c, struct document *doc,
	const struct http_head *head, const struct piece *in,
	const struct http_chunks *k)
{
	static const char *const say[] = {
		[CHUNK_NO_SIZE] = "this is no size of a chunk",
		[CHUNK_NO_LAST] = "the last chunk, of size 0, is missing",
	};
	static const char *const help[] = {
		[CHUNK_NO_SIZE] = "a size is a hexadecimal number; " AGAIN,
		[CHUNK_NO_LAST] = AGAIN,
	};
	bool none = k->at.len == 0;

	if (k->fault == CHUNK_FINE)
		return GCL_OK;
	if (k->fault == CHUNK_LIES)
		return say_lies(c, doc, in, k);
	return gcl_http_remark(c, doc, none ? head->in : in,
	    none ? head->transfer : k->at, "capture-broken", say[k->fault],
	    help[k->fault]);
}

static enum gcl_status
join(struct capture *c, const struct piece *in, struct http_chunks *k,
	struct piece *out)
{
	struct decoder *d = &c->decoder;
	enum gcl_status st = GCL_OK;
	struct piece part;
	size_t end, none = 0;

	gcl_decoder_begin(d);
	while (st == GCL_OK && gcl_http_chunks_next(k)) {
		st = gcl_http_part(c, in, k->off, k->end, &part);
		if (st == GCL_OK)
			gcl_decoder_piece(d, &part);
	}
	end = k->end;
	gcl_piece_locate(in, &end, &none);
	if (st == GCL_OK && d->text.len > 0)
		st = gcl_decoder_take(d, end, &c->arena, out);
	return st;
}

enum gcl_status
gcl_http_body(struct capture *c, struct document *doc,
	const struct http_head *head, const struct piece *in, size_t off,
	size_t end, struct piece *out)
{
	struct span coded = coding(head);
	struct piece joined = { 0 };
	struct http_chunks k;
	enum gcl_status st;

	*out = (struct piece){ 0 };
	if (off == end)
		return GCL_OK;
	if (coded.len > 0)
		return say_coding(c, doc, head, coded);
	if (!gcl_http_chunked(head, in->text, off))
		return gcl_http_part(c, in, off, end, out);
	gcl_http_chunks_init(&k, gcl_span(in->text.ptr, end), off);
	st = join(c, in, &k, &joined);
	if (st == GCL_OK && joined.text.ptr)
		st = gcl_http_part(c, &joined, 0, joined.text.len, out);
	return st == GCL_OK ? say_fault(c, doc, head, in, &k) : st;
}
