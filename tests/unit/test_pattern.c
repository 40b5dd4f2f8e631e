/*
 * Patterns: groups, limits, what is said of a faulty one.
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
#include "rule/pattern.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

static int
set_up(void **state)
{
	*state = gcl_matcher_new();
	return *state ? 0 : -1;
}

static int
tear_down(void **state)
{
	gcl_matcher_free(*state);
	return 0;
}

static struct pattern *
make(const char *source)
{
	struct pattern *p = NULL;

	assert_int_equal(gcl_pattern_new(gcl_span_str(source), &p), GCL_OK);
	assert_non_null(p);
	return p;
}

static enum match_result
try(struct matcher *mt, const char *source, struct span s, size_t from,
	struct match *m)
{
	struct pattern *p = make(source);
	enum match_result r = gcl_pattern_match(mt, p, s, from, m);

	gcl_pattern_free(p);
	return r;
}

static void
strings_match_or_not(void **state)
{
	static const struct {
		const char *pattern, *subject;
		enum match_result want;
	} rows[] = {
		{ "^tel:", "tel:+15551234567", MATCH_YES },
		{ "^tel:", "TEL:+15551234567", MATCH_NO },
		{ "^(?i:tel):", "TEL:+15551234567", MATCH_YES },
		{ "", "", MATCH_YES },
		{ "^$", "", MATCH_YES },
		{ ".", "", MATCH_NO },
		/* $ is the end, not the place before a last line break. */
		{ "a$", "a\n", MATCH_NO },
		{ "^a$", "a", MATCH_YES },
		{ "^b", "a\nb", MATCH_NO },
		/* A dot is a character, whatever its bytes. */
		{ "^.$", "\xf0\x9f\x98\x80", MATCH_YES },
		{ "^..$", "\xc3\xbc", MATCH_NO },
		{ "[\\x{ff10}-\\x{ff19}]", "\xef\xbc\x91", MATCH_YES },
		/* \d and \s are ASCII's, as a telephone network has them. */
		{ "\\d", "\xef\xbc\x91", MATCH_NO },
	};
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_int_equal(try(*state, rows[i].pattern,
		    gcl_span_str(rows[i].subject), 0, NULL), rows[i].want);
}

static void
a_subject_is_bytes_and_length(void **state)
{
	assert_int_equal(try(*state, "b", gcl_span("ab", 1), 0, NULL),
	    MATCH_NO);
	assert_int_equal(try(*state, "b", gcl_span("a\0b", 3), 0, NULL),
	    MATCH_YES);
	assert_int_equal(try(*state, "\\x00", gcl_span("a\0", 2), 0, NULL),
	    MATCH_YES);
	assert_int_equal(try(*state, "^$", gcl_span(NULL, 0), 0, NULL),
	    MATCH_YES);
}

static void
a_pattern_is_bytes_and_length(void **state)
{
	struct pattern *p;

	assert_int_equal(gcl_pattern_new(gcl_span("ab", 1), &p), GCL_OK);
	assert_int_equal(gcl_pattern_match(*state, p, SPAN("a"), 0, NULL),
	    MATCH_YES);
	gcl_pattern_free(p);
	assert_int_equal(gcl_pattern_new(gcl_span(NULL, 0), &p), GCL_OK);
	assert_int_equal(gcl_pattern_match(*state, p, SPAN("a"), 0, NULL),
	    MATCH_YES);
	gcl_pattern_free(p);
}

static void
groups_say_where_they_matched(void **state)
{
	struct match m;
	int i;

	assert_int_equal(try(*state, "(t)(e)?(x)?(l)",
	    SPAN("+tel"), 0, &m), MATCH_YES);
	assert_int_equal(m.start[0], 1);
	assert_int_equal(m.end[0], 4);
	assert_int_equal(m.start[2], 2);
	assert_int_equal(m.end[2], 3);
	/* One that did not take part, and one behind it that did. */
	assert_int_equal(m.start[3], -1);
	assert_int_equal(m.end[3], -1);
	assert_int_equal(m.start[4], 3);
	for (i = 5; i < MATCH_GROUPS; i++) {
		assert_int_equal(m.start[i], -1);
		assert_int_equal(m.end[i], -1);
	}
}

static void
groups_beyond_the_last_are_not_kept(void **state)
{
	struct match m;

	assert_int_equal(try(*state, "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)",
	    SPAN("-abcdefghijk"), 0, &m), MATCH_YES);
	assert_int_equal(m.start[0], 1);
	assert_int_equal(m.end[0], 12);
	assert_int_equal(m.start[9], 9);
	assert_int_equal(m.end[9], 10);
}

static void
a_match_may_begin_further_on(void **state)
{
	struct match m;

	assert_int_equal(try(*state, "a", SPAN("a-a"), 1, &m), MATCH_YES);
	assert_int_equal(m.start[0], 2);
	assert_int_equal(try(*state, "^a", SPAN("a-a"), 1, &m), MATCH_NO);
	assert_int_equal(try(*state, "(?<=-)a", SPAN("a-a"), 2, &m),
	    MATCH_YES);
	assert_int_equal(try(*state, "$", SPAN("a-a"), 3, &m), MATCH_YES);
	assert_int_equal(m.start[0], 3);
	assert_int_equal(m.end[0], 3);
}

/* n letters and something that does not fit. */
static enum match_result
backtrack(struct matcher *mt, const char *source, size_t n)
{
	enum match_result r;
	struct buf b;

	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	memset(gcl_buf_reserve(&b, n), 'a', n);
	b.len = n;
	gcl_buf_addc(&b, '!');
	assert_int_equal(gcl_buf_status(&b), GCL_OK);
	r = try(mt, source, gcl_buf_span(&b), 0, NULL);
	gcl_buf_release(&b);
	return r;
}

static void
a_match_that_takes_too_long_reaches_the_limit(void **state)
{
	static const struct {
		const char *pattern;
		size_t n;
	} rows[] = {
		{ "^(a+)+$", 20 }, { "^(a|aa)+$", 30 },
		{ "^(\\w+\\s?)+$", 20 }, { "^(a+)+$", 100000 },
	};
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		assert_int_equal(backtrack(*state, rows[i].pattern, 5),
		    MATCH_NO);
		assert_int_equal(backtrack(*state, rows[i].pattern,
		    rows[i].n), MATCH_LIMIT);
	}
	/* The matcher is as good as new. */
	assert_int_equal(try(*state, "^(a+)+$", SPAN("aaa"), 0, NULL),
	    MATCH_YES);
}

/* Patterns that are used in bulk are compiled once more, to machine code. */
static void
the_thousandth_answer_is_the_first(void **state)
{
	static const struct {
		const char *pattern, *subject;
		enum match_result want;
		long start, end;	/* of group 1 */
	} rows[] = {
		{ "^tel:\\+([0-9]+)", "tel:+15551234567", MATCH_YES, 5, 16 },
		{ "(\\x{e9})|b", "caf\xc3\xa9", MATCH_YES, 3, 5 },
		{ "(x)|b", "ab", MATCH_YES, -1, -1 },
		{ "^$|(a)$", "a\n", MATCH_NO, 0, 0 },
		{ "^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", MATCH_LIMIT,
		  0, 0 },
	};
	struct pattern *p;
	struct match m;
	size_t i, k;

	for (i = 0; i < ROWS(rows); i++) {
		p = make(rows[i].pattern);
		for (k = 0; k < 1000; k++) {
			assert_int_equal(gcl_pattern_match(*state, p,
			    gcl_span_str(rows[i].subject), 0, &m),
			    rows[i].want);
			if (rows[i].want != MATCH_YES)
				continue;
			assert_int_equal(m.start[1], rows[i].start);
			assert_int_equal(m.end[1], rows[i].end);
		}
		gcl_pattern_free(p);
	}
	assert_false(gcl_matcher_nomem(*state));
}

/* Each repetition keeps what the group held before it: a megabyte of that. */
static void
a_match_that_takes_too_much_memory_reaches_the_limit(void **state)
{
	assert_int_equal(backtrack(*state, "^(?:(a)|b)*$", 30000),
	    MATCH_LIMIT);
	assert_int_equal(backtrack(*state, "^a*!$", 90000), MATCH_YES);
}

static void
a_faulty_pattern_is_told_with_its_offset(void **state)
{
	static const struct {
		const char *source;
		size_t off;
		const char *say;
	} rows[] = {
		{ "(", 1, "missing closing parenthesis" },
		{ "ab)", 2, "unmatched closing parenthesis" },
		{ "*a", 0, "quantifier does not follow a repeatable item" },
		{ "[z-a]", 3, "range out of order" },
		{ "\xc3\xbc[", 3, "missing terminating ]" },
	};
	struct gcl_error err;
	struct pattern *p;
	size_t i, off;

	(void)state;
	for (i = 0; i < ROWS(rows); i++) {
		p = make(rows[i].source);
		gcl_error_reset(&err);
		off = 999;
		assert_int_equal(gcl_pattern_compile(p, &off, &err),
		    GCL_EPACK);
		if (!strstr(err.text, rows[i].say) || off != rows[i].off)
			fail_msg("'%s' at %zu: %s", rows[i].source, off,
			    err.text);
		assert_int_equal(strncmp(err.text, "faulty pattern: ", 16),
		    0);
		gcl_pattern_free(p);
	}
}

static void
a_faulty_pattern_matches_nothing_and_says_so(void **state)
{
	assert_int_equal(try(*state, "(", SPAN("("), 0, NULL), MATCH_LIMIT);
}

static void
compiling_twice_is_compiling_once(void **state)
{
	struct gcl_error err;
	struct pattern *p = make("^a");
	size_t off = 999;

	gcl_error_reset(&err);
	assert_int_equal(gcl_pattern_compile(p, &off, &err), GCL_OK);
	assert_int_equal(gcl_pattern_compile(p, &off, &err), GCL_OK);
	assert_int_equal(off, 0);
	assert_int_equal(err.status, GCL_OK);
	assert_int_equal(gcl_pattern_match(*state, p, SPAN("ab"), 0, NULL),
	    MATCH_YES);
	gcl_pattern_free(p);
	gcl_pattern_free(NULL);
	gcl_matcher_free(NULL);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(strings_match_or_not),
		TEST(a_subject_is_bytes_and_length),
		TEST(a_pattern_is_bytes_and_length),
		TEST(groups_say_where_they_matched),
		TEST(groups_beyond_the_last_are_not_kept),
		TEST(a_match_may_begin_further_on),
		TEST(a_match_that_takes_too_long_reaches_the_limit),
		TEST(the_thousandth_answer_is_the_first),
		TEST(a_match_that_takes_too_much_memory_reaches_the_limit),
		TEST(a_faulty_pattern_is_told_with_its_offset),
		TEST(a_faulty_pattern_matches_nothing_and_says_so),
		TEST(compiling_twice_is_compiling_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
