/*
 * From hits to findings: order, repeats, words with a column, fingerprints.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lint/finding.h"
#include "rule/words.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct arena arena;
	struct source src;
	struct hits hits;
	struct buf out;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_arena_init(&f->arena);
	gcl_source_init(&f->src);
	gcl_buf_init(&f->out, LIMIT_TEXT_BYTES);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_arena_release(&f->arena);
	gcl_source_release(&f->src);
	gcl_buf_release(&f->out);
	free(f->hits.list);
	free(f);
	return 0;
}

static const struct rule rule_a = { .name = "a-rule", .status = 400 };
static const struct rule rule_b = { .name = "b-rule", .status = 422,
	.url = "https://example.com/b" };

static void
add(struct fixture *f, uint32_t off, const struct rule *rule,
	const char *say)
{
	assert_int_equal(gcl_grow(&f->hits.list, &f->hits.cap,
	    f->hits.n + 1, sizeof(*f->hits.list)), 0);
	f->hits.list[f->hits.n++] = (struct hit){ .rule = rule, .off = off,
		.at = off, .say = say };
}

/* ---- order ---- */

static void
hits_are_sorted_by_offset_then_rule_then_words(void **state)
{
	struct fixture *f = *state;
	const struct hit *h;

	add(f, 9, &rule_a, "x");
	add(f, 2, &rule_b, "x");
	add(f, 2, &rule_a, "y");
	add(f, 2, &rule_a, "x");
	add(f, 0, &rule_b, "z");
	gcl_hits_sort(&f->hits);
	h = f->hits.list;
	assert_int_equal(f->hits.n, 5);
	assert_int_equal(h[0].off, 0);
	assert_true(h[1].rule == &rule_a && !strcmp(h[1].say, "x"));
	assert_true(h[2].rule == &rule_a && !strcmp(h[2].say, "y"));
	assert_true(h[3].rule == &rule_b && h[3].off == 2);
	assert_int_equal(h[4].off, 9);
}

static void
the_same_fault_is_said_once(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < 5; i++) {
		add(f, 4, &rule_a, "x");
		add(f, 4, &rule_b, "x");
		add(f, 3, &rule_a, "x");
	}
	gcl_hits_sort(&f->hits);
	assert_int_equal(f->hits.n, 3);
	assert_int_equal(f->hits.list[0].off, 3);
	assert_ptr_equal(f->hits.list[1].rule, &rule_a);
	assert_ptr_equal(f->hits.list[2].rule, &rule_b);
}

static void
no_hits_and_one_hit_are_in_order(void **state)
{
	struct fixture *f = *state;

	gcl_hits_sort(&f->hits);
	assert_int_equal(f->hits.n, 0);
	add(f, 4, &rule_a, "x");
	gcl_hits_sort(&f->hits);
	assert_int_equal(f->hits.n, 1);
}

/* Permutations of 0..n-1: i * step mod n, with step and n coprime. */
static void
any_number_of_hits_is_sorted(void **state)
{
	static const struct {
		uint32_t n, step;
	} rows[] = {
		{ 2, 1 }, { 3, 2 }, { 15, 7 }, { 16, 5 }, { 17, 16 },
		{ 18, 5 }, { 100, 99 }, { 1000, 333 }, { 65537, 40503 },
	};
	struct fixture *f = *state;
	uint32_t i;
	size_t k;

	for (k = 0; k < ROWS(rows); k++) {
		f->hits.n = 0;
		for (i = 0; i < rows[k].n; i++)
			add(f, (uint32_t)((uint64_t)i * rows[k].step %
			    rows[k].n), i % 2 ? &rule_a : &rule_b, "x");
		gcl_hits_sort(&f->hits);
		assert_int_equal(f->hits.n, rows[k].n);
		for (i = 0; i < rows[k].n; i++)
			assert_int_equal(f->hits.list[i].off, i);
	}
}

/* ---- findings ---- */

static const struct carrier carrier = { .name = "plain" };

static struct gcl_finding
make(struct fixture *f, const struct hit *h, const char *text)
{
	const struct document doc = { .src = &f->src,
		.body.text = gcl_span_str(text), .index = 3 };
	struct hit in_body = *h;
	struct gcl_finding out;
	size_t room = SIZE_MAX;

	in_body.pack = "my-pack";
	in_body.piece = &doc.body;
	gcl_source_set(&f->src, "call.json", doc.body.text, 0, 0);
	assert_int_equal(gcl_finding_make(&carrier, &doc, &in_body, &room,
	    &f->arena, &out), GCL_OK);
	return out;
}

static void
a_finding_has_all_of_the_hit(void **state)
{
	const struct hit h = { .rule = &rule_b, .severity = GCL_WARNING,
		.off = 6, .len = 3, .say = "wrong", .help = "right",
		.pointer = SPAN("/a") };
	const struct gcl_finding f = make(*state, &h, "{\n \"a\":123}");

	assert_string_equal(f.file, "call.json");
	assert_int_equal(f.at.offset, 6);
	assert_int_equal(f.at.length, 3);
	assert_int_equal(f.at.line, 2);
	assert_int_equal(f.at.column, 5);
	assert_int_equal(f.at.end_column, 8);
	assert_int_equal(f.severity, GCL_WARNING);
	assert_string_equal(f.rule, "b-rule");
	assert_string_equal(f.message, "wrong");
	assert_string_equal(f.help, "right");
	assert_int_equal(f.pointer_len, 2);
	assert_memory_equal(f.pointer, "/a", 2);
	assert_int_equal(f.document, 3);
	assert_string_equal(f.pack, "my-pack");
	assert_int_equal(f.status, 422);
	assert_string_equal(f.url, "https://example.com/b");
	assert_null(f.related);
	assert_int_equal(f.n_related, 0);
	assert_int_equal(strlen(f.fingerprint), 16);
	assert_int_equal(strspn(f.fingerprint, "0123456789abcdef"), 16);
}

static void
what_is_not_there_is_null(void **state)
{
	const struct hit h = { .rule = &rule_a, .say = "x" };
	const struct gcl_finding f = make(*state, &h, "");

	assert_null(f.help);
	assert_null(f.pointer);
	assert_null(f.url);
	assert_int_equal(f.at.line, 1);
	assert_int_equal(f.at.column, 1);
}

static void
another_place_is_found_too(void **state)
{
	const struct hit h = { .rule = &rule_a, .off = 7, .len = 3,
		.say = "twice", .related_say = "the first one",
		.related_off = 1, .related_len = 3 };
	const struct gcl_finding f = make(*state, &h,
	    "{\"a\":1,\n\"a\":2}");

	assert_int_equal(f.n_related, 1);
	assert_string_equal(f.related->message, "the first one");
	assert_int_equal(f.related->at.offset, 1);
	assert_int_equal(f.related->at.length, 3);
	assert_int_equal(f.related->at.line, 1);
	assert_int_equal(f.related->at.column, 2);
}

/* Wherever the words have a mark for it, in the help as well. */
static void
the_column_is_put_into_the_words(void **state)
{
	static const struct {
		const char *say, *want;
	} rows[] = {
		{ "no mark", "no mark" },
		{ "\x01", "13" },
		{ "the space at column \x01", "the space at column 13" },
		{ "\x01 is not part", "13 is not part" },
		{ "from \x01 to \x01\x01", "from 13 to 1313" },
		{ "", "" },
	};
	struct hit h = { .rule = &rule_a, .off = 14, .len = 1 };
	struct gcl_finding f;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		h.say = h.help = rows[i].say;
		/* Two bytes of the text are one column. */
		f = make(*state, &h, "\n\"\xc3\xbc\":\"tel:+1 5\"");
		assert_int_equal(f.at.column, 13);
		assert_string_equal(f.message, rows[i].want);
		assert_string_equal(f.help, rows[i].want);
	}
	assert_int_equal(WORDS_COLUMN, 1);
}

/* ---- fingerprints ---- */

static void
a_shape_keeps_no_digit_and_no_letter(void **state)
{
	static const struct {
		const char *value, *want;
	} rows[] = {
		{ "", "" },
		{ "\"tel:+1 (555) 123-4567\"", "\"aaa:+9 (999) 999-9999\"" },
		{ "AZaz09_@[`{", "aaaa99_@[`{" },
		{ "\"\xef\xbc\x91\xef\xbc\x95\"", "\"aaaaaa\"" },
		{ "\xd9\xa3\xc3\xbc", "aaaa" },
		{ "\\u0031", "\\a9999" },
		{ "-1.5e3", "-9.9a9" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		gcl_buf_reset(&f->out);
		gcl_shape_add(&f->out, gcl_span_str(rows[i].value));
		assert_string_equal(gcl_buf_str(&f->out), rows[i].want);
	}
}

struct print {
	const struct rule *rule;
	const char *pointer, *before, *value;
};

/* The fingerprint of a value that stands behind "before" in the text. */
static const char *
fingerprint(struct fixture *f, const struct print *p)
{
	struct hit h = { .rule = p->rule, .say = "x",
		.off = (uint32_t)strlen(p->before),
		.pointer = gcl_span_str(p->pointer),
		.value_off = (uint32_t)strlen(p->before),
		.value_len = (uint32_t)strlen(p->value) };

	gcl_buf_reset(&f->out);
	gcl_buf_adds(&f->out, p->before);
	gcl_buf_adds(&f->out, p->value);
	return make(f, &h, gcl_buf_str(&f->out)).fingerprint;
}

#define NUMBER "\"+1 555 123 4567\""

static void
a_fingerprint_does_not_tell_digits_letters_or_place(void **state)
{
	static const struct print one = { &rule_a, "/a", "", NUMBER };
	static const struct print rows[] = {
		{ &rule_a, "/a", "", "\"+4 420 794 6000\"" },
		{ &rule_a, "/a", "\n\n  ", NUMBER },
		{ &rule_a, "/a", "{\"x\":[1,2,3],\n\"a\":", NUMBER },
	};
	struct fixture *f = *state;
	const char *want = fingerprint(f, &one);
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_string_equal(fingerprint(f, &rows[i]), want);
}

static void
a_fingerprint_tells_rule_pointer_and_shape(void **state)
{
	static const struct print rows[] = {
		{ &rule_a, "/a", "", NUMBER },
		{ &rule_b, "/a", "", NUMBER },
		{ &rule_a, "/b", "", NUMBER },
		{ &rule_a, "/a/0", "", NUMBER },
		{ &rule_a, "/a/1", "", NUMBER },
		{ &rule_a, "", "", NUMBER },
		{ &rule_a, "/a", "", "\"+1 555 123 456\"" },
		{ &rule_a, "/a", "", "\"+1-555 123 4567\"" },
		{ &rule_a, "/a", "", "" },
	};
	struct fixture *f = *state;
	char seen[ROWS(rows)][17];
	size_t i, j;

	for (i = 0; i < ROWS(rows); i++) {
		strcpy(seen[i], fingerprint(f, &rows[i]));
		for (j = 0; j < i; j++)
			assert_string_not_equal(seen[i], seen[j]);
	}
}

/* A member's name may be a number too: then only its shape is kept. */
static void
a_number_in_a_pointer_leaves_its_shape(void **state)
{
	static const struct {
		const char *one, *other;
		bool same;
	} rows[] = {
		{ "/+15551234567", "/+15559876543", true },
		{ "/a/15551234567/b", "/z/15559876543/y", true },
		{ "/+1 555 123 4567", "/+1 555 987 6543", true },
		{ "/+1-555-123-4567", "/+1-555-987-6543", true },
		{ "/\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93",
		  "/\xef\xbc\x94\xef\xbc\x95\xef\xbc\x96", true },
		{ "/+15551234567", "/+155512345678", false },
		{ "/participants/12", "/participants/13", false },
		{ "/1234/567", "/1234/568", false },
		{ "/queue123456", "/queue123457", false },
	};
	struct fixture *f = *state;
	char one[17];
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		const struct print a = { &rule_a, rows[i].one, "", "1" };
		const struct print b = { &rule_a, rows[i].other, "", "1" };

		strcpy(one, fingerprint(f, &a));
		assert_int_equal(!strcmp(one, fingerprint(f, &b)),
		    rows[i].same);
	}
}

/* The shape is made piece by piece; the pieces leave no trace. */
static void
a_long_value_has_a_fingerprint_of_all_of_it(void **state)
{
	static const size_t sizes[] = { 62, 63, 64, 126, 127, 1000 };
	struct fixture *f = *state;
	char one[1002], other[1002], print[17];
	size_t i;

	for (i = 0; i < ROWS(sizes); i++) {
		const struct print a = { &rule_a, "/a", "", one };
		const struct print b = { &rule_a, "/a", "", other };

		memset(one, '1', sizes[i]);
		one[sizes[i]] = '\0';
		memset(other, '7', sizes[i]);
		other[sizes[i]] = '\0';
		strcpy(print, fingerprint(f, &a));
		assert_string_equal(fingerprint(f, &b), print);
		other[sizes[i] - 1] = '-';
		assert_string_not_equal(fingerprint(f, &b), print);
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(hits_are_sorted_by_offset_then_rule_then_words),
		TEST(the_same_fault_is_said_once),
		TEST(no_hits_and_one_hit_are_in_order),
		TEST(any_number_of_hits_is_sorted),
		TEST(a_finding_has_all_of_the_hit),
		TEST(what_is_not_there_is_null),
		TEST(another_place_is_found_too),
		TEST(the_column_is_put_into_the_words),
		TEST(a_shape_keeps_no_digit_and_no_letter),
		TEST(a_fingerprint_does_not_tell_digits_letters_or_place),
		TEST(a_fingerprint_tells_rule_pointer_and_shape),
		TEST(a_number_in_a_pointer_leaves_its_shape),
		TEST(a_long_value_has_a_fingerprint_of_all_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
