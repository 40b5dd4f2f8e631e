/*
 * Repairs of what is nearly JSON, complaint by complaint.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/limits.h"
#include "json/repair.h"
#include "text/patch.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct arena arena;
	struct complaints c;
	struct buf text;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_arena_init(&f->arena);
	gcl_complaints_init(&f->c);
	gcl_buf_init(&f->text, LIMIT_TEXT_BYTES);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_buf_release(&f->text);
	gcl_complaints_release(&f->c);
	gcl_arena_release(&f->arena);
	free(f);
	return 0;
}

static struct edits
repair(struct fixture *f, const struct complaint *c)
{
	struct edits e;

	assert_int_equal(gcl_json_repair(gcl_buf_span(&f->text), c,
	    &f->arena, &e), GCL_OK);
	return e;
}

static void
complain(struct fixture *f)
{
	gcl_arena_reset(&f->arena);
	assert_int_equal(gcl_complain(gcl_buf_span(&f->text),
	    LIMIT_DEPTH_DEFAULT, &f->arena, &f->c), GCL_OK);
}

/* Mend the first complaint that can be; its rule, or NULL. */
static const char *
mend_one(struct fixture *f)
{
	struct edits e = { .n = 0 };
	struct patch p;
	struct buf made;
	size_t i;

	complain(f);
	for (i = 0; i < f->c.n; i++) {
		e = repair(f, &f->c.list[i]);
		if (e.n > 0)
			break;
	}
	if (e.n == 0)
		return NULL;
	gcl_buf_init(&made, LIMIT_TEXT_BYTES);
	gcl_patch_init(&p, gcl_buf_span(&f->text));
	assert_int_equal(gcl_patch_add(&p, e.list, e.n), GCL_OK);
	assert_int_equal(gcl_patch_text(&p, &made), GCL_OK);
	gcl_patch_release(&p);
	gcl_buf_release(&f->text);
	f->text = made;
	return f->c.list[i].rule;
}

static void
set_text(struct fixture *f, struct span text)
{
	gcl_buf_reset(&f->text);
	gcl_buf_addspan(&f->text, text);
}

static void
assert_now(const struct fixture *f, struct span want)
{
	assert_int_equal(f->text.len, want.len);
	assert_memory_equal(f->text.ptr, want.ptr, want.len);
}

#define LQ "\xe2\x80\x9c"
#define RQ "\xe2\x80\x9d"
#define LQ1 "\xe2\x80\x98"
#define RQ1 "\xe2\x80\x99"
#define BOM "\xef\xbb\xbf"

/* One go makes JSON of it. */
static const struct {
	struct span text;
	const char *rule;
	struct span want;
} mended[] = {
	/* comments with what stood there for their sake */
	{ SPAN("// a\n{}"), "json-comment", SPAN("{}") },
	{ SPAN("{\n\t// a\n\t\"b\": 1\n}"), "json-comment",
	    SPAN("{\n\t\"b\": 1\n}") },
	{ SPAN("{\r\n  /* a\r\n b */  \r\n}"), "json-comment",
	    SPAN("{\r\n}") },
	{ SPAN("[1, # a\n2]"), "json-comment", SPAN("[1,\n2]") },
	{ SPAN("[1, /* a */ 2]"), "json-comment", SPAN("[1, 2]") },
	{ SPAN("[1, /* a */2]"), "json-comment", SPAN("[1, 2]") },
	{ SPAN("[\n  /* a */ 1]"), "json-comment", SPAN("[\n  1]") },
	{ SPAN("[1/* a */,2]"), "json-comment", SPAN("[1,2]") },
	{ SPAN("{}\n// a"), "json-comment", SPAN("{}\n") },
	{ SPAN("{} // a"), "json-comment", SPAN("{}") },
	{ SPAN("[\"// a /* b */ # c\" /* d */]"), "json-comment",
	    SPAN("[\"// a /* b */ # c\"]") },
	{ SPAN("[\"a" RQ ", \" // b\"\n]"), "json-comment",
	    SPAN("[\"a" RQ ", \"\n]") },
	/* trailing commas */
	{ SPAN("[1,]"), "json-trailing-comma", SPAN("[1]") },
	{ SPAN("{ \"a\": 1, }"), "json-trailing-comma",
	    SPAN("{ \"a\": 1 }") },
	{ SPAN("[\n  1,\n]"), "json-trailing-comma", SPAN("[\n  1\n]") },
	{ SPAN("[\n  1\n  ,\n]"), "json-trailing-comma", SPAN("[\n  1\n]") },
	/* a byte order mark, and nothing with it */
	{ SPAN(BOM "\n{}"), "json-bom", SPAN("\n{}") },
	/* quotes, with the escapes that are needed in the others */
	{ SPAN("{'a': 'b', 'c': ['d']}"), "json-quote",
	    SPAN("{\"a\": \"b\", \"c\": [\"d\"]}") },
	{ SPAN("['it\\'s \"x\" \\\"y\\\" \\\\']"), "json-quote",
	    SPAN("[\"it's \\\"x\\\" \\\"y\\\" \\\\\"]") },
	{ SPAN("['', \"it's\", '\\n']"), "json-quote",
	    SPAN("[\"\", \"it's\", \"\\n\"]") },
	{ SPAN("{`a`: `b`}"), "json-quote", SPAN("{\"a\": \"b\"}") },
	{ SPAN("{" LQ "a" RQ ": " LQ "it's" RQ "}"), "json-quote",
	    SPAN("{\"a\": \"it's\"}") },
	{ SPAN("[" LQ1 "a" RQ1 ", " LQ "b\"]"), "json-quote",
	    SPAN("[\"a\", \"b\"]") },
	{ SPAN("{\"a" RQ ": \"b" RQ ", \"c" RQ ": 1}"), "json-quote",
	    SPAN("{\"a\": \"b\", \"c\": 1}") },
	{ SPAN("[" LQ "a" RQ ", \"" LQ "b" RQ "\"]"), "json-quote",
	    SPAN("[\"a\", \"" LQ "b" RQ "\"]") },
	{ SPAN("{\"a" RQ " \t: [\"b" RQ "\r\n]}"), "json-quote",
	    SPAN("{\"a\" \t: [\"b\"\r\n]}") },
	/* literals */
	{ SPAN("[None, True, \"None\", FALSE,nil]"), "json-literal",
	    SPAN("[null, true, \"None\", false,null]") },
	/* keys */
	{ SPAN("{a: 1, $b : {c-d:2, 3: 4}}"), "json-unquoted-key",
	    SPAN("{\"a\": 1, \"$b\" : {\"c-d\":2, \"3\": 4}}") },
	{ SPAN("{caf\xc3\xa9: \"a: b, c: d\"}"), "json-unquoted-key",
	    SPAN("{\"caf\xc3\xa9\": \"a: b, c: d\"}") },
	/* commas */
	{ SPAN("{\"a\": 1\n \"b\": [{} {}]\n \"c\":\"d\"\"e\":2}"),
	    "json-missing-comma",
	    SPAN("{\"a\": 1,\n \"b\": [{}, {}],\n \"c\":\"d\",\"e\":2}") },
	{ SPAN("[\"a\" \"b\"\ttrue\n null\n1\n2 []]"), "json-missing-comma",
	    SPAN("[\"a\", \"b\",\ttrue,\n null,\n1,\n2, []]") },
	{ SPAN("{\"a\": 1; \"b\": 2}"), "json-missing-comma",
	    SPAN("{\"a\": 1, \"b\": 2}") },
	{ SPAN("{\"a\": \"" LQ "}\"; \"b\": 2}"), "json-missing-comma",
	    SPAN("{\"a\": \"" LQ "}\", \"b\": 2}") },
	/* escapes */
	{ SPAN("[\"it\\'s \\x41\\v\\u{1F600}\\0\"]"), "json-escape",
	    SPAN("[\"it's \\u0041\\u000b\\ud83d\\ude00\\u0000\"]") },
	{ SPAN("{\"\\'a\": \"\\'\", \"b\": \"\\'\"}"), "json-escape",
	    SPAN("{\"'a\": \"'\", \"b\": \"'\"}") },
	/* raw control characters */
	{ SPAN("[\"a\tb\", \"c\1d\be\"]"), "json-control",
	    SPAN("[\"a\\tb\", \"c\\u0001d\\be\"]") },
	{ SPAN("{\"a\nb\": \"c\r\n\n\td\"\n, \"e\":\"\n\"}"), "json-control",
	    SPAN("{\"a\\nb\": \"c\\r\\n\\n\\td\"\n, \"e\":\"\\n\"}") },
};

static void
what_has_no_doubt_is_mended_in_one_go(void **state)
{
	struct fixture *f = *state;
	const char *rule;
	size_t i;

	for (i = 0; i < N_ELEMS(mended); i++) {
		set_text(f, mended[i].text);
		rule = mend_one(f);
		assert_non_null(rule);
		assert_string_equal(rule, mended[i].rule);
		assert_now(f, mended[i].want);
		complain(f);
		assert_int_equal(f->c.n, 0);
	}
}

/* Here the text after the last go that changes it. */
static const struct {
	struct span text, want;
} mixed[] = {
	{ SPAN("{'a': None, b: True,} // c"),
	    SPAN("{\"a\": null, \"b\": true}") },
	{ SPAN(BOM "/* a */ {'b': '\\x41\t'\n c: [1,], }"),
	    SPAN("{\"b\": \"\\u0041\\t\",\n \"c\": [1] }") },
	{ SPAN("[1/* a */2]"), SPAN("[1 2]") },
	{ SPAN("[\"a\"/* a */\"b\"]"), SPAN("[\"a\",\"b\"]") },
	{ SPAN("/* a */ // b\n[]"), SPAN("[]") },
	/* the same kind behind what nobody can mend is not touched */
	{ SPAN("['a', b c, 'd']"), SPAN("[\"a\", b c, 'd']") },
	{ SPAN("['a', NaN, 'd']"), SPAN("[\"a\", NaN, 'd']") },
	/* but behind what has a repair of its own it is, in the same go */
	{ SPAN("['a', None, 'd' ?"), SPAN("[\"a\", null, \"d\" ?") },
};

static void
faults_of_several_kinds_take_several(void **state)
{
	struct fixture *f = *state;
	size_t i, j;

	for (i = 0; i < N_ELEMS(mixed); i++) {
		set_text(f, mixed[i].text);
		for (j = 0; mend_one(f); j++)
			assert_true(j < 20);
		assert_now(f, mixed[i].want);
	}
}

static void
other_kinds_between_are_read_past(void **state)
{
	struct fixture *f = *state;

	set_text(f, SPAN("['a', None, 'b', \"c\\'d\", {e: 'f'} 'g', True]"));
	assert_string_equal(mend_one(f), "json-quote");
	assert_now(f, SPAN("[\"a\", None, \"b\", \"c\\'d\", {e: \"f\"} \"g\", "
	    "True]"));
	assert_string_equal(mend_one(f), "json-literal");
	assert_now(f, SPAN("[\"a\", null, \"b\", \"c\\'d\", {e: \"f\"} \"g\", "
	    "true]"));
	assert_string_equal(mend_one(f), "json-escape");
	assert_string_equal(mend_one(f), "json-unquoted-key");
	assert_string_equal(mend_one(f), "json-missing-comma");
	assert_null(mend_one(f));
	complain(f);
	assert_int_equal(f->c.n, 0);
}

/* Where a string ends is not clear, and later there is another fault. */
static const struct span unclear[] = {
	SPAN("[\"say \"// hi\"\n"), SPAN("[\"a" RQ ", \" // b\"\n"),
	SPAN("[[\"a" RQ ", \",]"),
};

static void
what_may_be_in_a_string_stays(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < N_ELEMS(unclear); i++) {
		set_text(f, unclear[i]);
		complain(f);
		assert_int_equal(f->c.n, 2);
		assert_true(f->c.list[0].past);
		assert_int_equal(repair(f, f->c.list).n, 0);
	}
}

/* False friends, and what has more than one way to be right. */
static const struct span doubtful[] = {
	/* apostrophes, quotes in quotes, a quote that is missing */
	SPAN("['it's', 1]"), SPAN("['the dogs' bone']"), SPAN("['a]"),
	SPAN("['''a''']"), SPAN("[" LQ1 "it" RQ1 "s" RQ1 "]"),
	SPAN("[`a${b}c`]"), SPAN("['a\n']"), SPAN("{\\\"a\\\": 1}"),
	SPAN("[\"say \"hi\" now\"]"), SPAN("[\"say \"\"hi\"\" now\"]"),
	SPAN("{\"a\": \"say \"\"hi\"\" now\"}"),
	/* words */
	SPAN("[NaN]"), SPAN("[undefined]"), SPAN("[-Infinity]"),
	SPAN("[flase]"), SPAN("[call]"), SPAN("[hello world]"),
	SPAN("{None: 1}"), SPAN("{first name: 1}"), SPAN("{a = 1}"),
	SPAN("{{a}: 1}"), SPAN("{a\\b: 1}"), SPAN("{a 1}"),
	/* commas */
	SPAN("{\"a\": 1 2}"), SPAN("{\"a\": \"b\" \"c\"}"), SPAN("[1 2]"),
	SPAN("[1 a]"), SPAN("[,1]"), SPAN("[1,,2]"), SPAN("{\"a\" \"b\"}"),
	SPAN("[\"a\"\"b\"]"), SPAN("[1 -2]"),
	/* strings that end on their line but for the quote */
	SPAN("{\"a\": \"b,\n\"c\": 1}"), SPAN("{\"a\": \"b\n}"),
	SPAN("{\"a: 1,\n\"b\": 2}"), SPAN("[\"a,\n\"b\"]"),
	SPAN("{\"a\": \"b\n\"\": 1}"), SPAN("{\"a\": \"b\n\": 1}"),
	SPAN("[\"a\\\nb\"]"), SPAN("\"a\nb\""),
	SPAN("[\"a" RQ ",\tb\"]"), SPAN("[\"a" RQ "\n\"]"),
	/* escapes */
	SPAN("[\"\\a\"]"), SPAN("[\"\\e\"]"), SPAN("[\"\\012\"]"),
	SPAN("[\"\\q\"]"), SPAN("[\"\\x4\"]"), SPAN("[\"\\ud83d\"]"),
	SPAN("[\"\\u{110000}\"]"), SPAN("[\"\\u12\"]"),
	/* numbers */
	SPAN("[+1]"), SPAN("[007]"), SPAN("[0x1f]"), SPAN("[1.]"),
	SPAN("[+15551234567]"),
	/* the end */
	SPAN(""), SPAN("{\"a\": 1"), SPAN("{} {}"), SPAN("[1 /* x"),
	SPAN("]"), SPAN("[1}"), SPAN("\xff\xfe[\0]\0"), SPAN("[\"\xff\"]"),
};

static void
what_has_doubt_is_left_to_a_person(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < N_ELEMS(doubtful); i++) {
		set_text(f, doubtful[i]);
		complain(f);
		assert_int_equal(f->c.n, 1);
		assert_int_equal(repair(f, f->c.list).n, 0);
	}
}

static void
edits_are_in_order_and_apart(void **state)
{
	struct fixture *f = *state;
	struct edits e;
	size_t i;

	set_text(f, SPAN("{'a\\'\"b': ['', '\"', {'c': `'`}], " LQ "d" RQ
	    ": \"e" RQ "}"));
	complain(f);
	assert_int_equal(f->c.n, 1);
	e = repair(f, f->c.list);
	assert_int_equal(e.n, 16);
	assert_int_equal(e.list[0].off, f->c.list[0].off);
	for (i = 1; i < e.n; i++)
		assert_true(e.list[i].off >=
		    e.list[i - 1].off + e.list[i - 1].len);
}

/* Deeper than complain() may go, but not than a person may ask for. */
static void
depth_is_the_only_fault_of_what_is_too_deep(void **state)
{
	struct fixture *f = *state;
	size_t i;

	gcl_buf_reset(&f->text);
	for (i = 0; i <= LIMIT_DEPTH_DEFAULT; i++)
		gcl_buf_addc(&f->text, '[');
	gcl_buf_adds(&f->text, "'a'");
	complain(f);
	assert_int_equal(f->c.n, 1);
	assert_string_equal(f->c.list[0].rule, "json-depth");
	assert_int_equal(repair(f, f->c.list).n, 0);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(what_has_no_doubt_is_mended_in_one_go),
		TEST(faults_of_several_kinds_take_several),
		TEST(other_kinds_between_are_read_past),
		TEST(what_has_doubt_is_left_to_a_person),
		TEST(what_may_be_in_a_string_stays),
		TEST(edits_are_in_order_and_apart),
		TEST(depth_is_the_only_fault_of_what_is_too_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
