/*
 * The window of tokens against jsmn in one pass, over texts that fill it many
 * times.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "json/tokens.h"
#include "generate.h"

#define DEPTH LIMIT_DEPTH_DEFAULT
#define WINDOW LIMIT_WINDOW_TOKENS

struct fixture {
	struct tokens *tokens;
	struct buf text;
	jsmntok_t *all;		/* of one pass over the whole text */
	int n;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_buf_init(&f->text, LIMIT_TEXT_BYTES);
	f->tokens = gcl_tokens_new(DEPTH);
	*state = f;
	return f->tokens ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_tokens_free(f->tokens);
	gcl_buf_release(&f->text);
	free(f->all);
	free(f);
	return 0;
}

/* All tokens of a text by one call with room enough for them. */
static void
one_pass(struct fixture *f, struct span text)
{
	size_t room = text.len + 1;
	jsmn_parser p;

	free(f->all);
	f->all = malloc(room * sizeof(*f->all));
	assert_non_null(f->all);
	jsmn_init(&p);
	jsmn_parse(&p, text.ptr, text.len, f->all, (unsigned int)room);
	f->n = (int)p.toknext;
}

static void
assert_same(const jsmntok_t *want, const jsmntok_t *got)
{
	assert_int_equal(got->type, want->type);
	assert_int_equal(got->start, want->start);
	if (got->type == JSMN_STRING || got->type == JSMN_PRIMITIVE)
		assert_int_equal(got->end, want->end);
}

/* Take the next token, or NULL. */
static const jsmntok_t *
next(struct tokens *tokens)
{
	const jsmntok_t *tok = gcl_tokens_peek(tokens);

	assert_ptr_equal(gcl_tokens_peek(tokens), tok);
	if (tok)
		gcl_tokens_take(tokens);
	return tok;
}

static void
assert_window_equals_one_pass(struct fixture *f, struct tokens *tokens,
	struct span text, bool complete)
{
	const jsmntok_t *tok;
	int i = 0;

	one_pass(f, text);
	gcl_tokens_start(tokens, text);
	for (; (tok = next(tokens)); i++) {
		assert_true(i < f->n);
		assert_same(&f->all[i], tok);
	}
	assert_int_equal(i, f->n);
	assert_null(next(tokens));
	assert_int_equal(gcl_tokens_complete(tokens), complete);
}

static void
repeat(struct buf *b, const char *s, size_t n)
{
	while (n-- > 0)
		gcl_buf_adds(b, s);
}

/* A wide value behind pad elements, so that the window ends anywhere in it. */
static void
make_wide(struct buf *b, size_t pad, const char *open, const char *each,
	const char *close)
{
	gcl_buf_reset(b);
	gcl_buf_adds(b, "[");
	repeat(b, "0,", pad);
	gcl_buf_adds(b, open);
	repeat(b, each, 3 * WINDOW);
	gcl_buf_adds(b, close);
	gcl_buf_adds(b, "]");
	assert_int_equal(gcl_buf_status(b), GCL_OK);
}

static void
a_full_window_may_end_at_any_token(void **state)
{
	static const struct {
		const char *open, *each, *close;
	} rows[] = {
		{ "[", "1,", "1]" },
		{ "[", "\"a\",", "1]" },
		{ "[", "[],", "1]" },
		{ "[", "{},", "1]" },
		{ "[", "[[[1]]],", "1]" },
		{ "{", "\"a\":1,", "\"a\":1}" },
		{ "{", "\"a\":{},", "\"a\":1}" },
		{ "{", "\"a\":[1,{\"b\":\"c\"}],", "\"a\":1}" },
		{ "{", "\"a\":{\"b\":[1]},", "\"a\":1}" },
		{ "{\"x\":{\"y\":[", "{\"a\":{\"b\":null}},", "0]}}" },
	};
	struct fixture *f = *state;
	size_t i, pad;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (pad = 0; pad < 6; pad++) {
			make_wide(&f->text, pad, rows[i].open, rows[i].each,
			    rows[i].close);
			assert_window_equals_one_pass(f, f->tokens,
			    gcl_buf_span(&f->text), true);
		}
}

static void
open_containers_and_their_names_stay_in_the_window(void **state)
{
	static const uint32_t depths[] = { 2, 510, 512, 4000, 10000 };
	struct fixture *f = *state;
	struct tokens *t;
	size_t i;

	for (i = 0; i < sizeof(depths) / sizeof(depths[0]); i++) {
		t = gcl_tokens_new(depths[i]);
		assert_non_null(t);
		gcl_buf_reset(&f->text);
		repeat(&f->text, "{\"k\":[0,", depths[i] / 2);
		repeat(&f->text, "1,", 6 * depths[i] + WINDOW);
		gcl_buf_adds(&f->text, "1");
		repeat(&f->text, "],\"l\":[]}", depths[i] / 2);
		assert_int_equal(gcl_buf_status(&f->text), GCL_OK);
		assert_window_equals_one_pass(f, t, gcl_buf_span(&f->text),
		    true);
		gcl_tokens_free(t);
	}
}

static void
generated_texts_give_the_tokens_of_one_pass(void **state)
{
	struct fixture *f = *state;
	struct generated g;
	unsigned seed;

	generate_init(&g, 20240229);
	for (seed = 0; seed < 4 * N_GENERATE_KINDS; seed++) {
		const unsigned *kind = generate_kinds[seed % N_GENERATE_KINDS];

		generate(&g, 8 * WINDOW + seed, kind[0], kind[1]);
		assert_window_equals_one_pass(f, f->tokens,
		    gcl_buf_span(&g.text), true);
	}
	generate_release(&g);
}

static void
texts_that_jsmn_refuses_end_where_it_does(void **state)
{
	static const char *const tails[] = {
		"", "]", "1", "\"a", "\"a\\x\"", "1}", "\x80", "{\"a\":1",
	};
	struct fixture *f = *state;
	size_t i, n;

	for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
		for (n = 0; n < 3 * WINDOW; n += WINDOW - 2) {
			gcl_buf_reset(&f->text);
			gcl_buf_adds(&f->text, "[");
			repeat(&f->text, "0,", n);
			gcl_buf_adds(&f->text, tails[i]);
			assert_window_equals_one_pass(f, f->tokens,
			    gcl_buf_span(&f->text), tails[i][0] == ']');
		}
}

static void
a_nul_byte_ends_the_tokens_and_the_text_is_not_complete(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		int n;
	} rows[] = {
		{ "\0", 1, 0 }, { "1\0", 2, 1 }, { "[1,\0 2]", 7, 2 },
		{ "[1]\0", 4, 2 }, { "[1]\0[2]", 7, 2 }, { "[\"a\0b\"]", 7, 1 },
	};
	struct fixture *f = *state;
	size_t i;
	int n;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		gcl_tokens_start(f->tokens, gcl_span(rows[i].text,
		    rows[i].len));
		for (n = 0; next(f->tokens);)
			n++;
		assert_int_equal(n, rows[i].n);
		assert_false(gcl_tokens_complete(f->tokens));
	}
}

static void
an_empty_text_has_no_tokens_and_is_complete(void **state)
{
	struct fixture *f = *state;

	gcl_tokens_start(f->tokens, gcl_span(NULL, 0));
	assert_null(next(f->tokens));
	assert_true(gcl_tokens_complete(f->tokens));
}

/* What a text that was left half-way leaves behind is not seen in the next. */
static void
a_text_may_be_left_for_another_one(void **state)
{
	struct fixture *f = *state;
	size_t n, left;

	for (left = 0; left < 3 * WINDOW; left += WINDOW / 2 + 1) {
		make_wide(&f->text, 3, "{", "\"a\":[1],", "\"a\":1}");
		gcl_tokens_start(f->tokens, gcl_buf_span(&f->text));
		for (n = 0; n < left; n++)
			assert_non_null(next(f->tokens));
		assert_window_equals_one_pass(f, f->tokens,
		    SPAN("{\"a\":[1,{\"b\":null}]}"), true);
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_full_window_may_end_at_any_token),
		TEST(open_containers_and_their_names_stay_in_the_window),
		TEST(generated_texts_give_the_tokens_of_one_pass),
		TEST(texts_that_jsmn_refuses_end_where_it_does),
		TEST(a_nul_byte_ends_the_tokens_and_the_text_is_not_complete),
		TEST(an_empty_text_has_no_tokens_and_is_complete),
		TEST(a_text_may_be_left_for_another_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
