/*
 * Lines and columns, against a reference that reads the text from its start.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/source.h"

#define BOM "\xef\xbb\xbf"
#define MAX_TEXT 6000u
#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

/* What may stand anywhere in an input and is easy to get wrong. */
static const struct span pieces[] = {
	SPAN("a"), SPAN("\t"), SPAN("\0"), SPAN("\x7f"),
	SPAN("\n"), SPAN("\r"), SPAN("\r\n"), SPAN("\n\r"), SPAN("\r\r\n"),
	SPAN("\xc3\xa9"), SPAN("\xe2\x82\xac"), SPAN("\xf0\x9f\x98\x80"),
	SPAN(BOM), SPAN("\x80"), SPAN("\xbf\xbf\xbf\xbf"), SPAN("\xc3"),
	SPAN("\xe2\x82"), SPAN("\xf0\x9f\x98"), SPAN("\xc0\xaf"),
	SPAN("\xed\xa0\x80"), SPAN("\xf4\x90\x80\x80"), SPAN("\xff"),
	SPAN("\"address\": \"tel:+15551234567\","),
};

/* Where each offset is: filled by one pass from the start of the text. */
struct spot {
	uint64_t line, column, utf16;
	size_t start;			/* of the line */
};

struct reference {
	struct spot spots[MAX_TEXT + 1];
	struct span text;
};

static size_t
length_at(struct span text, size_t p)
{
	uint32_t cp;
	size_t n;

	if (text.len - p >= 2 && !memcmp(text.ptr + p, "\r\n", 2))
		return 2;
	n = gcl_utf8_decode(text.ptr + p, text.len - p, &cp);
	return n ? n : 1;
}

static void
reference_read(struct reference *r, struct span text, bool file_start)
{
	struct spot at = { 1, 1, 1, 0 };
	size_t p = 0, n, i;

	r->text = text;
	for (; p < text.len; p += n) {
		n = length_at(text, p);
		for (i = 0; i < n; i++)
			r->spots[p + i] = at;
		if (text.ptr[p] == '\r' || text.ptr[p] == '\n') {
			if (n == 2) {
				r->spots[p + 1].column++;
				r->spots[p + 1].utf16++;
			}
			at = (struct spot){ at.line + 1, 1, 1, p + n };
		} else if (p > 0 || !file_start || n != 3 ||
		    memcmp(text.ptr, BOM, 3) != 0) {
			at.column++;
			at.utf16 += n == 4 ? 2 : 1;
		}
	}
	r->spots[p] = at;
}

static void
assert_place(const struct reference *r, struct source *s, size_t off,
	size_t len)
{
	const struct spot *from = &r->spots[off], *to = &r->spots[off + len];
	struct gcl_place at;

	assert_int_equal(gcl_source_place(s, off, len, &at), GCL_OK);
	assert_int_equal(at.offset, s->base + off);
	assert_int_equal(at.length, len);
	assert_int_equal(at.line, s->base_line + from->line);
	assert_int_equal(at.column, from->column);
	assert_int_equal(at.utf16_column, from->utf16);
	assert_int_equal(at.end_line, s->base_line + to->line);
	assert_int_equal(at.end_column, to->column);
}

static void
assert_line(const struct reference *r, struct source *s, size_t off)
{
	size_t first = r->spots[off].start, last = first, start;
	struct span line;

	while (last < r->text.len && r->text.ptr[last] != '\r' &&
	       r->text.ptr[last] != '\n')
		last++;
	assert_int_equal(gcl_source_line(s, off, &line, &start), GCL_OK);
	assert_int_equal(start, first);
	assert_ptr_equal(line.ptr, r->text.ptr + first);
	assert_int_equal(line.len, last - first);
}

static uint32_t
next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/*
 * Pieces chosen by chance.  Few different ones in a text make long lines and
 * long runs of one kind as well as mixtures.
 */
static size_t
make_text(char *text, uint32_t *random)
{
	size_t want = next_random(random) % (MAX_TEXT - 64), len = 0;
	size_t first = next_random(random) % N_ELEMS(pieces);
	size_t n = 1 + next_random(random) % N_ELEMS(pieces);
	const struct span *piece;

	while (len < want) {
		piece = &pieces[(first + next_random(random) % n) %
		    N_ELEMS(pieces)];
		memcpy(text + len, piece->ptr, piece->len);
		len += piece->len;
	}
	return len;
}

static void
random_texts_agree_with_the_reference(void **state)
{
	struct reference *r = malloc(sizeof(*r));
	char *text = malloc(MAX_TEXT);
	uint32_t random = 2463534242u;
	size_t off, len, i, n;
	struct source s;
	struct span span;

	(void)state;
	assert_non_null(r);
	assert_non_null(text);
	gcl_source_init(&s);
	for (i = 0; i < 400; i++) {
		span = gcl_span(text, make_text(text, &random));
		reference_read(r, span, i % 3 == 0);
		gcl_source_set(&s, "t", span, i % 3, i % 5);
		for (n = 0; n < 100; n++) {
			off = next_random(&random) % (span.len + 1);
			len = next_random(&random) % (span.len - off + 1);
			assert_place(r, &s, off, len);
			assert_line(r, &s, off);
		}
	}
	gcl_source_release(&s);
	free(text);
	free(r);
}

/* Every piece at every distance from the end of a block, all offsets. */
static void
blocks_may_split_anything(void **state)
{
	struct reference *r = malloc(sizeof(*r));
	char text[2 * SOURCE_BLOCK];
	size_t i, shift, off;
	struct source s;
	struct span span;

	(void)state;
	assert_non_null(r);
	gcl_source_init(&s);
	for (i = 0; i < N_ELEMS(pieces) * 6; i++) {
		shift = SOURCE_BLOCK - i % 6;
		memset(text, 'x', sizeof(text));
		memcpy(text + shift, pieces[i / 6].ptr, pieces[i / 6].len);
		span = gcl_span(text, shift + pieces[i / 6].len + i % 2);
		reference_read(r, span, true);
		gcl_source_set(&s, "t", span, 0, 0);
		for (off = span.len + 1; off-- > 0;) {
			assert_place(r, &s, off, (span.len - off) / 2);
			assert_line(r, &s, off);
		}
	}
	gcl_source_release(&s);
	free(r);
}

static const struct {
	struct span text;
	uint64_t base, base_line;
	size_t off, len;
	uint64_t line, column, end_line, end_column, utf16;
} places[] = {
	/* an empty text, and the end of one */
	{ SPAN(""), 0, 0, 0, 0, 1, 1, 1, 1, 1 },
	{ SPAN("ab"), 0, 0, 2, 0, 1, 3, 1, 3, 3 },
	{ SPAN("ab\n"), 0, 0, 3, 0, 2, 1, 2, 1, 1 },
	/* the end is exclusive and falls where it falls */
	{ SPAN("abcd"), 0, 0, 1, 2, 1, 2, 1, 4, 2 },
	{ SPAN("ab\ncd"), 0, 0, 1, 2, 1, 2, 2, 1, 2 },
	{ SPAN("ab\r\ncd"), 0, 0, 0, 4, 1, 1, 2, 1, 1 },
	{ SPAN("ab\ncd"), 0, 0, 1, 3, 1, 2, 2, 2, 2 },
	/* three ways to end a line */
	{ SPAN("a\nb"), 0, 0, 2, 1, 2, 1, 2, 2, 1 },
	{ SPAN("a\rb"), 0, 0, 2, 1, 2, 1, 2, 2, 1 },
	{ SPAN("a\r\nb"), 0, 0, 3, 1, 2, 1, 2, 2, 1 },
	{ SPAN("a\n\rb"), 0, 0, 3, 1, 3, 1, 3, 2, 1 },
	{ SPAN("a\r\r\nb"), 0, 0, 4, 1, 3, 1, 3, 2, 1 },
	/* a tab is one column, a code point is one, two units above U+FFFF */
	{ SPAN("\tb"), 0, 0, 1, 1, 1, 2, 1, 3, 2 },
	{ SPAN("\xc3\xa9" "b"), 0, 0, 2, 1, 1, 2, 1, 3, 2 },
	{ SPAN("\xf0\x9f\x98\x80" "b"), 0, 0, 4, 1, 1, 2, 1, 3, 3 },
	{ SPAN("\xe2\x82\xac" "b"), 0, 0, 2, 1, 1, 1, 1, 2, 1 },
	/* a byte that is not UTF-8 is one column */
	{ SPAN("\xe2\x82" "b"), 0, 0, 2, 1, 1, 3, 1, 4, 3 },
	{ SPAN("\x80\x80" "b"), 0, 0, 2, 1, 1, 3, 1, 4, 3 },
	/* a byte order mark is no column at the start of a file, only there */
	{ SPAN(BOM "{"), 0, 0, 3, 1, 1, 1, 1, 2, 1 },
	{ SPAN(BOM "{"), 0, 0, 0, 3, 1, 1, 1, 1, 1 },
	{ SPAN(BOM "\n" BOM "{"), 0, 0, 7, 1, 2, 2, 2, 3, 2 },
	{ SPAN(BOM "{"), 9, 1, 3, 1, 2, 2, 2, 3, 2 },
	{ SPAN(BOM BOM "{"), 0, 0, 6, 1, 1, 2, 1, 3, 2 },
	/* a record in the middle of a file */
	{ SPAN("{}\n"), 5000000000, 7, 1, 1, 8, 2, 8, 3, 2 },
};

static void
places_are_as_documented(void **state)
{
	struct gcl_place at;
	struct source s;
	size_t i;

	(void)state;
	gcl_source_init(&s);
	for (i = 0; i < N_ELEMS(places); i++) {
		gcl_source_set(&s, "t", places[i].text, places[i].base,
			places[i].base_line);
		assert_int_equal(gcl_source_place(&s, places[i].off,
			places[i].len, &at), GCL_OK);
		assert_int_equal(at.offset, places[i].base + places[i].off);
		assert_int_equal(at.length, places[i].len);
		assert_int_equal(at.line, places[i].line);
		assert_int_equal(at.column, places[i].column);
		assert_int_equal(at.end_line, places[i].end_line);
		assert_int_equal(at.end_column, places[i].end_column);
		assert_int_equal(at.utf16_column, places[i].utf16);
	}
	gcl_source_release(&s);
}

/* Only the first line of a text has something before it. */
static void
columns_count_from_the_start_of_the_line(void **state)
{
	static const struct {
		const char *text;
		size_t off, len;
		uint64_t line, column, end_line, end_column, utf16, before;
	} rows[] = {
		{ "abc", 0, 0, 8, 11, 8, 11, 21, 30 },
		{ "a\xc3\xa9" "c\nde", 3, 1, 8, 13, 8, 14, 23, 33 },
		{ "abc\nde", 2, 3, 8, 13, 9, 2, 23, 32 },
		{ "abc\nde", 5, 1, 9, 2, 9, 3, 2, 1 },
		{ "\nde", 1, 2, 9, 1, 9, 3, 1, 0 },
		{ "\nde", 0, 0, 8, 11, 8, 11, 21, 30 },
	};
	struct gcl_place at;
	uint64_t before;
	struct source s;
	size_t i;

	(void)state;
	gcl_source_init(&s);
	for (i = 0; i < N_ELEMS(rows); i++) {
		gcl_source_set(&s, "t", gcl_span_str(rows[i].text), 100, 7);
		gcl_source_set_column(&s, 10, 20, 30);
		assert_int_equal(gcl_source_place(&s, rows[i].off,
			rows[i].len, &at), GCL_OK);
		assert_int_equal(at.offset, 100 + rows[i].off);
		assert_int_equal(at.line, rows[i].line);
		assert_int_equal(at.column, rows[i].column);
		assert_int_equal(at.end_line, rows[i].end_line);
		assert_int_equal(at.end_column, rows[i].end_column);
		assert_int_equal(at.utf16_column, rows[i].utf16);
		assert_int_equal(gcl_source_bytes_before(&s, rows[i].off,
			&before), GCL_OK);
		assert_int_equal(before, rows[i].before);
	}
	/* The next text begins with a line again. */
	gcl_source_set(&s, "t", SPAN("abc"), 200, 9);
	assert_int_equal(gcl_source_bytes_before(&s, 1, &before), GCL_OK);
	assert_int_equal(before, 1);
	assert_int_equal(gcl_source_place(&s, 1, 0, &at), GCL_OK);
	assert_int_equal(at.column, 2);
	assert_int_equal(at.utf16_column, 2);
	gcl_source_release(&s);
}

static const struct {
	struct span text;
	size_t off, start;
	const char *line;
} lines[] = {
	{ SPAN(""), 0, 0, "" },
	{ SPAN("ab"), 1, 0, "ab" },
	{ SPAN("ab\ncd"), 2, 0, "ab" },
	{ SPAN("ab\ncd"), 3, 3, "cd" },
	{ SPAN("ab\ncd"), 5, 3, "cd" },
	{ SPAN("ab\r\ncd"), 2, 0, "ab" },
	{ SPAN("ab\r\ncd"), 3, 0, "ab" },
	{ SPAN("ab\rcd\r"), 4, 3, "cd" },
	{ SPAN("ab\n"), 3, 3, "" },
	{ SPAN("\r\n\r\n"), 3, 2, "" },
};

static void
a_line_comes_without_its_end(void **state)
{
	struct source s;
	struct span line;
	size_t i, start;

	(void)state;
	gcl_source_init(&s);
	for (i = 0; i < N_ELEMS(lines); i++) {
		gcl_source_set(&s, "t", lines[i].text, 0, 0);
		assert_int_equal(gcl_source_line(&s, lines[i].off, &line,
			&start), GCL_OK);
		assert_int_equal(start, lines[i].start);
		assert_true(gcl_span_is(line, lines[i].line));
	}
	gcl_source_release(&s);
}

static const struct {
	struct span text;
	uint64_t n;
} line_ends[] = {
	{ SPAN(""), 0 }, { SPAN("a"), 0 }, { SPAN("a\n"), 1 },
	{ SPAN("a\r"), 1 }, { SPAN("a\r\n"), 1 }, { SPAN("\n\r"), 2 },
	{ SPAN("\r\r"), 2 }, { SPAN("\r\r\n\n"), 3 },
	{ SPAN("{}\r\n{}\r\n{}"), 2 },
};

static void
crlf_counts_as_one_line(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(line_ends); i++)
		assert_int_equal(gcl_source_line_ends(line_ends[i].text),
			line_ends[i].n);
	assert_int_equal(gcl_source_line_ends(gcl_span(NULL, 0)), 0);
}

static void
only_the_blocks_asked_about_are_read(void **state)
{
	size_t len = 100 * SOURCE_BLOCK, start;
	char *text = malloc(len);
	struct gcl_place at;
	struct source s;
	struct span line;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', len);
	text[3 * SOURCE_BLOCK - 1] = '\n';
	gcl_source_init(&s);
	gcl_source_set(&s, "t", gcl_span(text, len), 0, 0);
	assert_int_equal(s.n_marks, 0);
	assert_int_equal(gcl_source_place(&s, 10, 10, &at), GCL_OK);
	assert_int_equal(s.n_marks, 1);
	assert_int_equal(gcl_source_line(&s, 10, &line, &start), GCL_OK);
	assert_int_equal(s.n_marks, 4);
	assert_int_equal(line.len, 3 * SOURCE_BLOCK - 1);
	assert_int_equal(gcl_source_place(&s, len, 0, &at), GCL_OK);
	assert_int_equal(s.n_marks, 101);
	assert_int_equal(at.column, 97 * SOURCE_BLOCK + 1);
	gcl_source_release(&s);
	free(text);
}

/* Whatever was cut in two where the text ended before. */
static void
a_text_that_goes_on_is_as_if_read_at_once(void **state)
{
	static struct reference r;
	static char text[MAX_TEXT];
	uint32_t rnd = 88172645;
	struct gcl_place at;
	struct source s;
	size_t n, i, len, off;

	(void)state;
	gcl_source_init(&s);
	for (n = 0; n < 300; n++) {
		for (len = 0; len < 3 * SOURCE_BLOCK; len += pieces[i].len) {
			i = next_random(&rnd) % N_ELEMS(pieces);
			memcpy(text + len, pieces[i].ptr, pieces[i].len);
		}
		reference_read(&r, gcl_span(text, len), true);
		gcl_source_set(&s, "t", gcl_span(text, 0), 0, 0);
		for (off = 0; off < len;) {
			/* Often just at a block, or beside it. */
			off += SOURCE_BLOCK - 4 + next_random(&rnd) % 8;
			off = off < len ? off : len;
			gcl_source_extend(&s, gcl_span(text, off));
			assert_int_equal(gcl_source_place(&s, off, 0, &at),
				GCL_OK);
		}
		for (off = 0; off <= len; off++)
			assert_place(&r, &s, off, 0);
	}
	gcl_source_release(&s);
}

static void
the_index_is_kept_when_a_text_goes_on(void **state)
{
	char text[8 * SOURCE_BLOCK];
	struct gcl_place at;
	struct source s;

	(void)state;
	memset(text, 'x', sizeof(text));
	gcl_source_init(&s);
	gcl_source_set(&s, "t", gcl_span(text, 4 * SOURCE_BLOCK), 0, 0);
	assert_int_equal(gcl_source_place(&s, 4 * SOURCE_BLOCK, 0, &at),
		GCL_OK);
	assert_int_equal(s.n_marks, 5);
	gcl_source_extend(&s, gcl_span(text, sizeof(text)));
	assert_int_equal(s.n_marks, 4);
	gcl_source_release(&s);
}

static void
the_index_is_reused_for_the_next_text(void **state)
{
	char text[8 * SOURCE_BLOCK];
	struct source_mark *marks;
	struct gcl_place at;
	struct source s;

	(void)state;
	memset(text, '\n', sizeof(text));
	gcl_source_init(&s);
	gcl_source_set(&s, "one", gcl_span(text, sizeof(text)), 0, 0);
	assert_int_equal(gcl_source_place(&s, sizeof(text), 0, &at), GCL_OK);
	assert_int_equal(at.line, sizeof(text) + 1);
	marks = s.marks;
	memset(text, 'x', sizeof(text));
	gcl_source_set(&s, "two", gcl_span(text, sizeof(text)), 0, 0);
	assert_string_equal(s.name, "two");
	assert_int_equal(gcl_source_place(&s, sizeof(text), 0, &at), GCL_OK);
	assert_int_equal(at.line, 1);
	assert_int_equal(at.column, sizeof(text) + 1);
	assert_ptr_equal(s.marks, marks);
	gcl_source_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_are_as_documented),
		cmocka_unit_test(columns_count_from_the_start_of_the_line),
		cmocka_unit_test(a_line_comes_without_its_end),
		cmocka_unit_test(crlf_counts_as_one_line),
		cmocka_unit_test(blocks_may_split_anything),
		cmocka_unit_test(random_texts_agree_with_the_reference),
		cmocka_unit_test(only_the_blocks_asked_about_are_read),
		cmocka_unit_test(a_text_that_goes_on_is_as_if_read_at_once),
		cmocka_unit_test(the_index_is_kept_when_a_text_goes_on),
		cmocka_unit_test(the_index_is_reused_for_the_next_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
