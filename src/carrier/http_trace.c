/*
 * What `curl --trace-ascii` and `curl --trace` write: dumps of what was sent
 * and received, each under a line that says which of them and how long it is.
 *
 * A line of a dump begins with its offset and shows up to 64 bytes, or 16 and
 * their hexadecimal digits.  A CRLF ends a line early and is not shown, which
 * the next offset tells; any other byte that cannot be shown is a dot.
 */
#include "config.h"

#include "carrier/http_p.h"

enum stream {
	STREAM_NONE,
	STREAM_HEAD,
	STREAM_BODY,
	STREAM_ANSWER,
	STREAM_ANSWER_BODY,
};

struct dump {
	struct span text;	/* all of the input */
	size_t pos;		/* of the next line */
	enum stream stream;	/* what the lines show */
	uint64_t size;		/* bytes that they show */
	/* The line: */
	bool head;		/* it tells what comes */
	uint64_t off;		/* of its bytes in what is dumped */
	struct span bytes;	/* as shown, at their place in the input */
	bool hex;		/* they are also there in hexadecimal */
};

#define ROW_BYTES 16
#define ROW_DIGITS (3 * ROW_BYTES)

static bool
read_title(struct dump *d, struct span line)
{
	static const struct {
		const char *words;
		enum stream stream;
	} titles[] = {
		{ "=> Send header, ", STREAM_HEAD },
		{ "=> Send data, ", STREAM_BODY },
		{ "<= Recv header, ", STREAM_ANSWER },
		{ "<= Recv data, ", STREAM_ANSWER_BODY },
	};
	size_t i, len;

	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (gcl_http_begins(line, titles[i].words))
			break;
	if (i == sizeof(titles) / sizeof(titles[0]))
		return false;
	line.ptr += strlen(titles[i].words);
	line.len -= strlen(titles[i].words);
	for (len = 0; len < line.len && line.ptr[len] != ' '; len++)
		;
	if (!gcl_http_number(gcl_span(line.ptr, len), 10, &d->size))
		return false;
	d->stream = titles[i].stream;
	return true;
}

/* The byte that column i of the digits says; false where it says none. */
static bool
hex_byte(struct span row, size_t i, unsigned char *byte)
{
	uint64_t n;

	if (!gcl_http_number(gcl_span(row.ptr + 3 * i, 2), 16, &n))
		return false;
	*byte = (unsigned char)n;
	return row.ptr[3 * i + 2] == ' ';
}

static bool
is_shown_as(unsigned char byte, char c)
{
	return c == (byte >= 0x20 && byte < 0x7f ? (char)byte : '.');
}

/* Digits, and behind them the same bytes as text. */
static bool
is_hex(struct span row)
{
	unsigned char byte;
	size_t i;

	if (row.len <= ROW_DIGITS || row.len > ROW_DIGITS + ROW_BYTES)
		return false;
	for (i = 0; i < row.len - ROW_DIGITS; i++)
		if (!hex_byte(row, i, &byte) ||
		    !is_shown_as(byte, row.ptr[ROW_DIGITS + i]))
			return false;
	return true;
}

/* "0040: text"; the blank may have been stripped where there is no text. */
static bool
read_row(struct dump *d, struct span line)
{
	const char *colon;
	size_t len;

	colon = line.len > 4 ? memchr(line.ptr, ':', line.len < 17 ?
	    line.len : 17) : NULL;
	if (!colon || colon - line.ptr < 4)
		return false;
	len = (size_t)(colon - line.ptr);
	if (!gcl_http_number(gcl_span(line.ptr, len), 16, &d->off))
		return false;
	len += len + 1 < line.len ? 2 : 1;
	d->bytes = gcl_span(line.ptr + len, line.len - len);
	d->hex = is_hex(d->bytes);
	return true;
}

/* Read a line; false when it shows nothing and tells nothing. */
static bool
read_line(struct dump *d)
{
	struct span line;
	size_t skip;

	d->pos = gcl_http_line(d->text, d->pos, &line);
	d->head = false;
	if (d->stream != STREAM_NONE && read_row(d, line))
		return true;
	d->stream = STREAM_NONE;
	skip = gcl_http_behind_stamp(line);
	d->head = read_title(d, gcl_span(line.ptr + skip, line.len - skip));
	return d->head;
}

/* What is put together of the lines. */
struct text {
	struct decoder *to;
	uint64_t off;		/* in what is dumped */
	size_t at;		/* in the input: behind what was shown */
	bool hex;
};

/* What the offsets say stands between two lines. */
static void
add_gap(struct text *t, uint64_t off)
{
	static const char blanks[64] =
		"                                "
		"                               ";
	uint64_t gap = off - t->off;

	if (off > t->off && gap == 2)
		gcl_decoder_opaque(t->to, SPAN("\r\n"), t->at, 0);
	else if (off > t->off && gap < sizeof(blanks))
		/* An editor stripped them. */
		gcl_decoder_opaque(t->to, gcl_span(blanks, (size_t)gap),
		    t->at, 0);
}

/* The size of a dump tells whether a line break ends it. */
static void
end_dump(struct text *t, uint64_t size)
{
	if (t->off + 2 == size)
		add_gap(t, size);
	t->off = 0;
}

static void
add_row(struct text *t, const struct dump *d)
{
	char bytes[ROW_BYTES];
	struct span row = d->bytes;
	unsigned char byte;
	size_t i, at = 0;

	if (d->hex) {
		at = ROW_DIGITS;
		for (i = 0; i < row.len - at && hex_byte(row, i, &byte); i++)
			bytes[i] = (char)byte;
		row = gcl_span(bytes, i);
	}
	add_gap(t, d->off);
	at += (size_t)(d->bytes.ptr - d->text.ptr);
	gcl_decoder_copy(t->to, row, at);
	t->off = d->off + row.len;
	t->at = at + row.len;
	t->hex |= d->hex;
}

/* Where the JSON text of a body begins, if it is one: behind a first size. */
static size_t
json_off(struct span s)
{
	struct span line;
	size_t i = 0;
	uint64_t n;

	i = gcl_http_line(s, 0, &line);
	if (!gcl_http_number(line, 16, &n))
		i = 0;
	while (i < s.len && (s.ptr[i] == '.' || gcl_json_blank(s.ptr[i])))
		i++;
	return gcl_http_json(gcl_span(s.ptr + i, s.len - i)) ? i : s.len;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * Outside strings and numbers a JSON text has no dots: there they are line
 * ends and tabs.
 */
static void
undot(struct buf *b)
{
	size_t i = b->len > 0 ? json_off(gcl_buf_span(b)) : 0, j;
	bool quoted = false;

	for (j = 0; i < b->len && j < i; j++)
		if (b->ptr[j] == '.')
			b->ptr[j] = '\n';
	for (; i < b->len; i++) {
		if (quoted && b->ptr[i] == '\\')
			i++;
		else if (b->ptr[i] == '"')
			quoted = !quoted;
		else if (!quoted && b->ptr[i] == '.' && !(i + 1 < b->len &&
		    is_digit(b->ptr[i - 1]) && is_digit(b->ptr[i + 1])))
			b->ptr[i] = '\n';
	}
}

/* All of a stream in [off, end). */
static enum gcl_status
gather(struct capture *c, const struct http *h, size_t off, size_t end,
	enum stream stream, struct piece *out)
{
	struct dump d = { .text = h->all.text, .pos = off };
	struct text t = { .to = &c->decoder };
	uint64_t size = 0;	/* of the dump, while it is of the stream */

	gcl_decoder_begin(t.to);
	while (d.pos < end) {
		if (read_line(&d) && !d.head) {
			if (d.stream == stream)
				add_row(&t, &d);
			continue;
		}
		end_dump(&t, size);
		size = d.stream == stream ? d.size : 0;
	}
	end_dump(&t, size);
	if (!t.hex && (stream == STREAM_BODY || stream == STREAM_ANSWER_BODY))
		undot(&t.to->text);
	return gcl_decoder_take(t.to, t.at ? t.at : off, &c->arena, out);
}

/* A method and the beginning of a target: the line may be cut behind it. */
static bool
begins_request(struct span line)
{
	struct http_words w;

	gcl_http_words(line, &w);
	return w.method.len > 0 && w.target.len > 0;
}

size_t
gcl_http_trace_seek(struct span text, size_t pos)
{
	struct dump d = { .text = text, .pos = pos };
	size_t title = text.len;

	while (d.pos < text.len) {
		pos = d.pos;
		if (!read_line(&d) || d.stream != STREAM_HEAD)
			title = text.len;
		else if (d.head)
			title = pos;
		else if (title < text.len && d.off == 0 &&
		    begins_request(gcl_span(d.bytes.ptr + d.hex * ROW_DIGITS,
		    d.bytes.len - d.hex * ROW_DIGITS)))
			return title;
	}
	return text.len;
}

static enum gcl_status
split(struct capture *c, struct http *h, struct document *doc, bool *more)
{
	struct http_exchange x;
	const struct {
		enum stream stream;
		struct piece *to;
	} parts[] = {
		{ STREAM_HEAD, &x.head }, { STREAM_BODY, &x.body },
		{ STREAM_ANSWER, &x.answer },
		{ STREAM_ANSWER_BODY, &x.answer_body },
	};
	enum gcl_status st = GCL_OK;
	struct span text = h->all.text, line;
	size_t off = h->pos, i;

	*more = off < text.len;
	if (!*more)
		return GCL_OK;
	h->pos = gcl_http_trace_seek(text, gcl_http_line(text, off, &line));
	doc->end = h->pos;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (st == GCL_OK)
			st = gather(c, h, off, h->pos, parts[i].stream,
			    parts[i].to);
	return st == GCL_OK ? gcl_http_exchange(c, doc, &x) : st;
}

enum gcl_status
gcl_http_trace(struct capture *c, struct http *h)
{
	(void)c;
	h->recorded = true;
	h->pos = gcl_http_trace_seek(h->all.text, h->pos);
	h->split = split;
	return GCL_OK;
}
