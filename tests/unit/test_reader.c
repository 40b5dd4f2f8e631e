/*
 * Reading an input whole or line by line, from memory, files and pipes.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "text/reader.h"
#include "text/source.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

/* What the reader asks of the system at once. */
#define CHUNK (256u << 10)

/* How the bytes come to the reader. */
enum way {
	WAY_MEMORY,
	WAY_FILE,
	WAY_PIPE,	/* in pieces of a few bytes */
	N_WAYS,
};

struct fixture {
	struct reader r;
	struct gcl_error err;
	FILE *file;
	int fd;
	pid_t writer;
	struct buf text;	/* for what is made in a test */
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	f->fd = -1;
	f->writer = -1;
	gcl_error_reset(&f->err);
	gcl_buf_init(&f->text, LIMIT_TEXT_BYTES);
	gcl_reader_init(&f->r, LIMIT_TEXT_BYTES);
	*state = f;
	return 0;
}

static void
finish(struct fixture *f)
{
	int status;

	if (f->file)
		fclose(f->file);
	if (f->fd >= 0)
		close(f->fd);
	if (f->writer > 0)
		waitpid(f->writer, &status, 0);
	f->file = NULL;
	f->fd = -1;
	f->writer = -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	finish(f);
	gcl_reader_release(&f->r);
	gcl_buf_release(&f->text);
	free(f);
	return 0;
}

/* ---- ways ---- */

static void
write_pieces(int fd, struct span s, size_t piece)
{
	ssize_t n;

	for (; s.len > 0; s = gcl_span(s.ptr + n, s.len - (size_t)n)) {
		n = write(fd, s.ptr, s.len < piece ? s.len : piece);
		if (n <= 0)
			_exit(1);
	}
	_exit(0);
}

static int
open_pipe(struct fixture *f, struct span s, size_t piece)
{
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	f->writer = fork();
	assert_true(f->writer >= 0);
	if (f->writer == 0) {
		close(fds[0]);
		write_pieces(fds[1], s, piece);
	}
	close(fds[1]);
	f->fd = fds[0];
	return f->fd;
}

static int
open_file(struct fixture *f, struct span s)
{
	f->file = tmpfile();
	assert_non_null(f->file);
	if (s.len > 0)
		assert_int_equal(fwrite(s.ptr, 1, s.len, f->file), s.len);
	rewind(f->file);
	return fileno(f->file);
}

static void
begin(struct fixture *f, enum way way, struct span s)
{
	finish(f);
	gcl_error_reset(&f->err);
	if (way == WAY_MEMORY)
		gcl_reader_bytes(&f->r, s);
	else
		gcl_reader_fd(&f->r, way == WAY_FILE ? open_file(f, s) :
		    open_pipe(f, s, 7));
}

/* ---- all of it ---- */

static void
fill(struct buf *b, size_t len)
{
	char *p;
	size_t i;

	gcl_buf_reset(b);
	p = gcl_buf_reserve(b, len);
	assert_non_null(p);
	for (i = 0; i < len; i++)
		p[i] = (char)('a' + i % 23);
	b->len = len;
}

static void
all_is_what_was_put_in(void **state)
{
	static const size_t sizes[] = { 0, 1, 7, 8, 4096, 4097 };
	struct fixture *f = *state;
	struct span out;
	enum way way;
	size_t i;

	for (i = 0; i < ROWS(sizes); i++)
		for (way = 0; way < N_WAYS; way++) {
			fill(&f->text, sizes[i]);
			begin(f, way, gcl_buf_span(&f->text));
			assert_int_equal(gcl_reader_all(&f->r, &out, &f->err),
			    GCL_OK);
			assert_true(gcl_span_eq(out,
			    gcl_buf_span(&f->text)));
			/* Nothing is left then. */
			assert_int_equal(gcl_reader_all(&f->r, &out, &f->err),
			    GCL_OK);
			assert_int_equal(out.len, 0);
		}
}

static void
all_of_a_file_is_read_around_the_size_of_a_chunk(void **state)
{
	static const size_t sizes[] = {
		CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5,
	};
	struct fixture *f = *state;
	struct span out;
	size_t i;
	int piped;

	for (i = 0; i < ROWS(sizes); i++)
		for (piped = 0; piped < 2; piped++) {
			fill(&f->text, sizes[i]);
			finish(f);
			gcl_reader_fd(&f->r, piped ?
			    open_pipe(f, gcl_buf_span(&f->text), 50001) :
			    open_file(f, gcl_buf_span(&f->text)));
			assert_int_equal(gcl_reader_all(&f->r, &out, &f->err),
			    GCL_OK);
			assert_true(gcl_span_eq(out,
			    gcl_buf_span(&f->text)));
		}
}

static void
a_nul_is_a_byte_like_others(void **state)
{
	struct fixture *f = *state;
	uint64_t base, line_no;
	struct span out;
	enum way way;
	bool more;

	for (way = 0; way < N_WAYS; way++) {
		begin(f, way, gcl_span("a\0b\n\0\n", 6));
		assert_int_equal(gcl_reader_line(&f->r, &out, &base, &line_no,
		    &more, &f->err), GCL_OK);
		assert_int_equal(out.len, 3);
		assert_memory_equal(out.ptr, "a\0b", 3);
		assert_int_equal(gcl_reader_all(&f->r, &out, &f->err),
		    GCL_OK);
		assert_int_equal(out.len, 2);
	}
}

static void
more_than_the_limit_is_refused(void **state)
{
	struct fixture *f = *state;
	struct span out;
	enum way way;

	gcl_reader_release(&f->r);
	gcl_reader_init(&f->r, 10);
	for (way = 0; way < N_WAYS; way++) {
		begin(f, way, SPAN("0123456789"));
		assert_int_equal(gcl_reader_all(&f->r, &out, &f->err),
		    GCL_OK);
		assert_int_equal(out.len, 10);
		begin(f, way, SPAN("01234567890"));
		assert_int_equal(gcl_reader_all(&f->r, &out, &f->err),
		    GCL_ELIMIT);
		assert_string_equal(f->err.text,
		    "more than 10 bytes (--max-size)");
	}
}

/* A file that is far too large is not read to its end to say so. */
static void
what_is_too_large_takes_no_memory(void **state)
{
	struct fixture *f = *state;
	struct span out;

	gcl_reader_release(&f->r);
	gcl_reader_init(&f->r, 10);
	fill(&f->text, 40 * CHUNK);
	begin(f, WAY_FILE, gcl_buf_span(&f->text));
	assert_int_equal(gcl_reader_all(&f->r, &out, &f->err), GCL_ELIMIT);
	assert_true(f->r.buf.cap <= 2 * CHUNK);
}

static void
a_failed_read_gives_the_reason_of_the_system(void **state)
{
	struct fixture *f = *state;
	uint64_t base, line_no;
	struct span out;
	bool more;
	int fds[2];

	/* The end for writing cannot be read. */
	assert_int_equal(pipe(fds), 0);
	gcl_reader_fd(&f->r, fds[1]);
	assert_int_equal(gcl_reader_all(&f->r, &out, &f->err), GCL_EINPUT);
	assert_string_equal(f->err.text, "Bad file descriptor");
	gcl_error_reset(&f->err);
	gcl_reader_fd(&f->r, fds[1]);
	assert_int_equal(gcl_reader_line(&f->r, &out, &base, &line_no, &more,
	    &f->err), GCL_EINPUT);
	assert_string_equal(f->err.text, "Bad file descriptor");
	gcl_error_reset(&f->err);
	gcl_reader_fd(&f->r, fds[1]);
	assert_int_equal(gcl_reader_peek(&f->r, 1, &out, &f->err),
	    GCL_EINPUT);
	close(fds[0]);
	close(fds[1]);
}

/* ---- lines ---- */

struct line {
	const char *text;
	uint64_t base, base_line;
};

/* The next line; text NULL: there is none. */
static void
assert_line(struct fixture *f, const char *text, uint64_t base,
	uint64_t base_line)
{
	uint64_t got_base, got_line;
	struct span line;
	bool more;

	assert_int_equal(gcl_reader_line(&f->r, &line, &got_base, &got_line,
	    &more, &f->err), GCL_OK);
	assert_int_equal(more, text != NULL);
	if (!more)
		return;
	assert_true(gcl_span_is(line, text));
	assert_int_equal(got_base, base);
	assert_int_equal(got_line, base_line);
}

static void
lines_come_with_what_precedes_them(void **state)
{
	static const struct {
		const char *text;
		struct line lines[6];
	} rows[] = {
		{ "", { { NULL, 0, 0 } } },
		{ "a", { { "a", 0, 0 } } },
		{ "a\n", { { "a", 0, 0 } } },
		{ "\n", { { "", 0, 0 } } },
		{ "a\nb", { { "a", 0, 0 }, { "b", 2, 1 } } },
		{ "\n\nb\n", { { "", 0, 0 }, { "", 1, 1 }, { "b", 2, 2 } } },
		{ "a\r\nbc\r\n\r\nd", { { "a\r", 0, 0 }, { "bc\r", 3, 1 },
		  { "\r", 7, 2 }, { "d", 9, 3 } } },
		/* A CR by itself ends a line of the file, not of the input. */
		{ "a\rb\nc\r\rd\ne", { { "a\rb", 0, 0 }, { "c\r\rd", 4, 2 },
		  { "e", 9, 5 } } },
		{ "a\r\r\nb", { { "a\r\r", 0, 0 }, { "b", 4, 2 } } },
		{ "\r", { { "\r", 0, 0 } } },
		{ "0123456789\n0123456\n01234567\n", { { "0123456789", 0, 0 },
		  { "0123456", 11, 1 }, { "01234567", 19, 2 } } },
	};
	struct fixture *f = *state;
	const struct line *line;
	enum way way;
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		for (way = 0; way < N_WAYS; way++) {
			begin(f, way, gcl_span_str(rows[i].text));
			for (line = rows[i].lines; line->text; line++)
				assert_line(f, line->text, line->base,
				    line->base_line);
			assert_line(f, NULL, 0, 0);
		}
}

/* n lines; the k-th has k % 97 letters. */
static void
fill_lines(struct buf *b, unsigned n, const char *end)
{
	unsigned i, k;

	gcl_buf_reset(b);
	for (i = 0; i < n; i++) {
		for (k = 0; k < i % 97; k++)
			gcl_buf_addc(b, (char)('a' + k % 26));
		gcl_buf_adds(b, end);
	}
	assert_int_equal(gcl_buf_status(b), GCL_OK);
}

static void
lines_lie_across_chunks(void **state)
{
	struct fixture *f = *state;
	struct span line, all;
	uint64_t base, line_no;
	const unsigned n = 20000;
	unsigned i;
	bool more;
	int piped;

	for (piped = 0; piped < 2; piped++) {
		fill_lines(&f->text, n, piped ? "\r\n" : "\n");
		all = gcl_buf_span(&f->text);
		assert_true(all.len > 3 * CHUNK);
		finish(f);
		gcl_reader_fd(&f->r, piped ? open_pipe(f, all, 49999) :
		    open_file(f, all));
		for (i = 0; i < n; i++) {
			assert_int_equal(gcl_reader_line(&f->r, &line, &base,
			    &line_no, &more, &f->err), GCL_OK);
			assert_true(more);
			assert_int_equal(line.len, i % 97 + piped);
			assert_int_equal(line_no, i);
			assert_memory_equal(line.ptr, all.ptr + base,
			    line.len);
			assert_int_equal(all.ptr[base + line.len], '\n');
		}
		assert_int_equal(gcl_reader_line(&f->r, &line, &base,
		    &line_no, &more, &f->err), GCL_OK);
		assert_false(more);
		/* What is buffered is a matter of chunks, not of the input. */
		assert_true(f->r.buf.cap <= 4 * CHUNK);
	}
}

static void
a_line_longer_than_a_chunk_is_one_line(void **state)
{
	struct fixture *f = *state;
	uint64_t base, line_no;
	struct span line;
	bool more;

	fill(&f->text, 5 * CHUNK + 3);
	gcl_buf_adds(&f->text, "\nb");
	begin(f, WAY_FILE, gcl_buf_span(&f->text));
	assert_int_equal(gcl_reader_line(&f->r, &line, &base, &line_no, &more,
	    &f->err), GCL_OK);
	assert_int_equal(line.len, 5 * CHUNK + 3);
	assert_memory_equal(line.ptr, f->text.ptr, line.len);
	assert_line(f, "b", 5 * CHUNK + 4, 1);
	assert_line(f, NULL, 0, 0);
}

static void
assert_too_long(struct fixture *f, unsigned line_no)
{
	uint64_t base, base_line;
	struct span line;
	char want[64];
	bool more = false;

	gcl_error_reset(&f->err);
	assert_int_equal(gcl_reader_line(&f->r, &line, &base, &base_line,
	    &more, &f->err), GCL_ELIMIT);
	assert_true(more);
	snprintf(want, sizeof(want),
	    "more than %zu bytes in line %u (--max-size)", f->r.max, line_no);
	assert_string_equal(f->err.text, want);
}

static void
a_line_that_is_too_long_is_passed_over(void **state)
{
	struct fixture *f = *state;
	enum way way;

	gcl_reader_release(&f->r);
	gcl_reader_init(&f->r, 3);
	for (way = 0; way < N_WAYS; way++) {
		begin(f, way, SPAN("abc\nabcd\n\nabcdefghijk\r\nab\nabcd"));
		assert_line(f, "abc", 0, 0);
		assert_too_long(f, 2);
		assert_line(f, "", 9, 2);
		assert_too_long(f, 4);
		assert_line(f, "ab", 23, 4);
		assert_too_long(f, 6);
		assert_line(f, NULL, 0, 0);
	}
}

/* The line ends inside what is passed over are counted, each once. */
static void
lines_are_counted_in_what_is_passed_over(void **state)
{
	struct fixture *f = *state;
	enum way way;

	gcl_reader_release(&f->r);
	gcl_reader_init(&f->r, 3);
	for (way = 0; way < N_WAYS; way++) {
		begin(f, way, SPAN("a\rb\rc\nx\nabcd\r\ny\nabcde\r\r\nz\n"));
		assert_too_long(f, 1);
		assert_line(f, "x", 6, 3);
		assert_too_long(f, 5);
		assert_line(f, "y", 14, 5);
		assert_too_long(f, 7);
		assert_line(f, "z", 24, 8);
		assert_line(f, NULL, 0, 0);
	}
}

/* A CR may be the last byte of one chunk, its LF the first of the next. */
static void
a_long_line_is_passed_over_in_bounded_memory(void **state)
{
	static const size_t sizes[] = {
		4 * CHUNK - 2, 4 * CHUNK - 1, 4 * CHUNK, 4 * CHUNK + 1,
	};
	struct fixture *f = *state;
	size_t i;

	gcl_reader_release(&f->r);
	gcl_reader_init(&f->r, 100);
	for (i = 0; i < ROWS(sizes); i++) {
		fill(&f->text, sizes[i]);
		f->text.ptr[sizes[i] - 1] = '\r';
		gcl_buf_adds(&f->text, "\nb\n");
		begin(f, WAY_FILE, gcl_buf_span(&f->text));
		assert_too_long(f, 1);
		assert_line(f, "b", sizes[i] + 1, 1);
		assert_line(f, NULL, 0, 0);
		assert_true(f->r.buf.cap <= 2 * CHUNK);
	}
}

/* ---- a look at the beginning ---- */

static void
a_look_takes_nothing(void **state)
{
	struct fixture *f = *state;
	struct span head, out;
	enum way way;

	for (way = 0; way < N_WAYS; way++) {
		begin(f, way, SPAN("{\"a\":1}\n{\"b\":2}\n"));
		assert_int_equal(gcl_reader_peek(&f->r, 4, &head, &f->err),
		    GCL_OK);
		assert_true(head.len > 8);
		assert_memory_equal(head.ptr, "{\"a\":1}\n{", 9);
		assert_line(f, "{\"a\":1}", 0, 0);
		begin(f, way, SPAN("{\"a\":1}\n"));
		assert_int_equal(gcl_reader_peek(&f->r, 4096, &head, &f->err),
		    GCL_OK);
		assert_int_equal(head.len, 8);
		assert_int_equal(gcl_reader_all(&f->r, &out, &f->err),
		    GCL_OK);
		assert_int_equal(out.len, 8);
		assert_line(f, NULL, 0, 0);
	}
}

/* Of an endless input no more is read than tells that there are two lines. */
static void
a_look_ends_at_the_second_line(void **state)
{
	struct fixture *f = *state;
	struct span head;

	fill(&f->text, 4 * CHUNK);
	memcpy(f->text.ptr + CHUNK + 100, "\n \t\r\n\n{", 7);
	begin(f, WAY_FILE, gcl_buf_span(&f->text));
	assert_int_equal(gcl_reader_peek(&f->r, 4096, &head, &f->err),
	    GCL_OK);
	assert_true(head.len > CHUNK + 106);
	assert_true(head.len <= 2 * CHUNK);
	/* In blanks alone no line begins. */
	memset(f->text.ptr + CHUNK + 100, '\n', 3 * CHUNK - 100);
	begin(f, WAY_FILE, gcl_buf_span(&f->text));
	assert_int_equal(gcl_reader_peek(&f->r, 4096, &head, &f->err),
	    GCL_OK);
	assert_int_equal(head.len, 4 * CHUNK);
}

static void
a_look_stops_at_the_limit(void **state)
{
	struct fixture *f = *state;
	struct span head;

	gcl_reader_release(&f->r);
	gcl_reader_init(&f->r, CHUNK / 2);
	fill(&f->text, 40 * CHUNK);
	begin(f, WAY_FILE, gcl_buf_span(&f->text));
	assert_int_equal(gcl_reader_peek(&f->r, 4096, &head, &f->err),
	    GCL_OK);
	assert_int_equal(head.len, CHUNK);
}

/* ---- a window ---- */

static void
assert_window(struct fixture *f, size_t want, const char *text, bool last)
{
	struct span s;
	bool is_last;

	assert_int_equal(gcl_reader_window(&f->r, want, &s, &is_last,
	    &f->err), GCL_OK);
	assert_true(s.len >= want || is_last);
	assert_true(s.len >= strlen(text));
	assert_memory_equal(s.ptr, text, strlen(text));
	if (last)
		assert_true(is_last && s.len == strlen(text));
}

static void
a_window_moves_over_the_input(void **state)
{
	struct fixture *f = *state;
	enum way way;

	for (way = 0; way < N_WAYS; way++) {
		begin(f, way, SPAN("0123456789abcdefghij"));
		assert_window(f, 0, "", false);
		assert_window(f, 3, "012", false);
		assert_window(f, 9, "012345678", false);
		gcl_reader_skip(&f->r, 0);
		gcl_reader_skip(&f->r, 5);
		assert_window(f, 9, "56789abcd", false);
		gcl_reader_skip(&f->r, 9);
		assert_window(f, 100, "efghij", true);
		gcl_reader_skip(&f->r, 6);
		assert_window(f, 1, "", true);
		begin(f, way, SPAN(""));
		assert_window(f, 1, "", true);
	}
}

static void
a_window_begins_with_what_was_looked_at(void **state)
{
	struct fixture *f = *state;
	struct span head;
	enum way way;

	for (way = 0; way < N_WAYS; way++) {
		begin(f, way, SPAN("a\nb\n"));
		assert_int_equal(gcl_reader_peek(&f->r, 2, &head, &f->err),
		    GCL_OK);
		assert_window(f, 10, "a\nb\n", true);
	}
}

/* What was skipped while it was in the window stays where it is. */
static void
a_window_takes_no_more_memory_than_its_size(void **state)
{
	struct fixture *f = *state;
	size_t off = 0, all = 40 * CHUNK;
	struct span s;
	bool last;
	int piped;

	fill(&f->text, all);
	for (piped = 0; piped < 2; piped++) {
		finish(f);
		gcl_reader_fd(&f->r, piped ?
		    open_pipe(f, gcl_buf_span(&f->text), 50001) :
		    open_file(f, gcl_buf_span(&f->text)));
		for (off = 0; off < all; off += 1000) {
			assert_int_equal(gcl_reader_window(&f->r, 2000, &s,
			    &last, &f->err), GCL_OK);
			assert_true(!last || off + s.len == all);
			assert_memory_equal(s.ptr, f->text.ptr + off,
			    off + 2000 < all ? 2000 : all - off);
			gcl_reader_skip(&f->r, s.len < 1000 ? s.len : 1000);
			assert_memory_equal(s.ptr, f->text.ptr + off, 1);
		}
		assert_true(last);
		assert_true(f->r.buf.cap <= 4 * CHUNK);
	}
}

static void
a_reader_serves_one_input_after_the_other(void **state)
{
	struct fixture *f = *state;
	struct span out;
	enum way way;

	for (way = 0; way < N_WAYS; way++) {
		begin(f, way, SPAN("a\nb\nc"));
		assert_line(f, "a", 0, 0);
		begin(f, (way + 1) % N_WAYS, SPAN("xyz\n"));
		assert_line(f, "xyz", 0, 0);
		begin(f, (way + 2) % N_WAYS, SPAN("12"));
		assert_int_equal(gcl_reader_all(&f->r, &out, &f->err),
		    GCL_OK);
		assert_true(gcl_span_is(out, "12"));
	}
}

/* ---- ranges ---- */

static void
a_range_has_the_lines_that_begin_in_it(void **state)
{
	static const struct {
		uint64_t off, len;
		const char *lines;	/* with a | behind each */
		uint64_t count;
	} cases[] = {
		{ 0, 0, "", 0 },
		{ 0, 1, "ab\r|", 1 },
		{ 0, 4, "ab\r|", 1 },
		{ 0, 5, "ab\r||", 2 },
		{ 1, 3, "", 0 },
		{ 3, 1, "", 0 },	/* between CR and LF */
		{ 3, 2, "|", 1 },
		{ 4, 1, "|", 1 },
		{ 5, 1, "cdefgh|", 1 },
		{ 6, 5, "", 0 },	/* a line that is longer */
		{ 6, 99, "ij|", 1 },
		{ 12, 2, "ij|", 1 },
		{ 12, UINT64_MAX, "ij|", 1 },
		{ 13, 99, "", 0 },
		{ 14, 1, "", 0 },
		{ 99, 99, "", 0 },
		{ INT64_MAX, INT64_MAX, "", 0 },
		{ UINT64_MAX, UINT64_MAX, "", 0 },
	};
	struct fixture *f = *state;
	uint64_t base, base_line;
	struct span line;
	bool more;
	size_t i;
	enum way way;

	for (i = 0; i < 2 * ROWS(cases); i++) {
		way = i % 2 ? WAY_FILE : WAY_MEMORY;
		begin(f, way, SPAN("ab\r\n\ncdefgh\nij"));
		gcl_buf_reset(&f->text);
		assert_int_equal(gcl_reader_range(&f->r, cases[i / 2].off,
		    cases[i / 2].len, &f->err), GCL_OK);
		for (;;) {
			assert_int_equal(gcl_reader_line(&f->r, &line, &base,
			    &base_line, &more, &f->err), GCL_OK);
			if (!more)
				break;
			assert_true(base >= cases[i / 2].off);
			assert_true(base - cases[i / 2].off <
			    cases[i / 2].len);
			gcl_buf_addspan(&f->text, line);
			gcl_buf_addc(&f->text, '|');
		}
		assert_string_equal(gcl_buf_str(&f->text),
		    cases[i / 2].lines);
		assert_int_equal(f->r.lines, cases[i / 2].count);
	}
}

static void
a_pipe_has_no_ranges(void **state)
{
	struct fixture *f = *state;
	uint64_t off;

	for (off = 0; off < 9; off += 3) {
		begin(f, WAY_PIPE, SPAN("ab\ncd\n"));
		assert_int_equal(gcl_reader_range(&f->r, off, 3, &f->err),
		    GCL_EINPUT);
		assert_string_equal(f->err.text, "only a file can be read in "
		    "splits (--input-split)");
		gcl_error_reset(&f->err);
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(all_is_what_was_put_in),
		TEST(all_of_a_file_is_read_around_the_size_of_a_chunk),
		TEST(a_nul_is_a_byte_like_others),
		TEST(more_than_the_limit_is_refused),
		TEST(what_is_too_large_takes_no_memory),
		TEST(a_failed_read_gives_the_reason_of_the_system),
		TEST(lines_come_with_what_precedes_them),
		TEST(lines_lie_across_chunks),
		TEST(a_line_longer_than_a_chunk_is_one_line),
		TEST(a_line_that_is_too_long_is_passed_over),
		TEST(lines_are_counted_in_what_is_passed_over),
		TEST(a_long_line_is_passed_over_in_bounded_memory),
		TEST(a_look_takes_nothing),
		TEST(a_look_ends_at_the_second_line),
		TEST(a_look_stops_at_the_limit),
		TEST(a_window_moves_over_the_input),
		TEST(a_window_begins_with_what_was_looked_at),
		TEST(a_window_takes_no_more_memory_than_its_size),
		TEST(a_reader_serves_one_input_after_the_other),
		TEST(a_range_has_the_lines_that_begin_in_it),
		TEST(a_pipe_has_no_ranges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
