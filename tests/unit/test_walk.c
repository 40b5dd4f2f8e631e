/*
 * The events of the walk; what is JSON at all is in test_rfc8259.c.
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
#include "generate.h"
#include "json/walk.h"

#define DEPTH LIMIT_DEPTH_DEFAULT
#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct walk *walk;
	struct buf text, trace;
	bool whole;			/* members are taken as a whole */
	bool kept;			/* this is the next event: */
	struct walk_event value;
};

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_walk_free(f->walk);
	gcl_buf_release(&f->text);
	gcl_buf_release(&f->trace);
	free(f);
	return 0;
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_buf_init(&f->text, LIMIT_TEXT_BYTES);
	gcl_buf_init(&f->trace, LIMIT_TEXT_BYTES);
	f->walk = gcl_walk_new(DEPTH);
	*state = f;
	return f->walk ? 0 : tear_down(state);
}

static int
set_up_whole(void **state)
{
	int failed = set_up(state);
	struct fixture *f = *state;

	if (!failed)
		f->whole = true;
	return failed;
}

static void
start(struct fixture *f, struct span text)
{
	f->kept = false;
	gcl_walk_start(f->walk, text);
}

/* The next event, whichever way the walk gives it. */
static void
next(struct fixture *f, struct walk_event *ev)
{
	if (f->kept) {
		*ev = f->value;
		f->kept = false;
		return;
	}
	f->kept = f->whole && gcl_walk_member(f->walk, ev, &f->value);
	if (!f->kept)
		gcl_walk_next(f->walk, ev);
}

/* ---- an event in a few characters ---- */

static const char *
letter(const struct walk_event *ev)
{
	static const struct {
		enum json_type type;
		const char *text;
	} letters[] = {
		{ JSON_NULL, "z" }, { JSON_BOOLEAN, "b" },
		{ JSON_NUMBER, "n" }, { JSON_STRING, "s" },
		{ JSON_ARRAY, "a" }, { JSON_OBJECT, "o" },
	};
	size_t i;

	for (i = 0; i < ROWS(letters); i++)
		if (letters[i].type == ev->type)
			return letters[i].text;
	return "?";
}

/* "k@1+3" is a key whose three bytes begin at offset 1. */
static void
add_event(struct buf *b, const struct walk_event *ev)
{
	static const char *const kinds[] = {
		[WALK_END] = "end", [WALK_KEY] = "k", [WALK_SCALAR] = "",
		[WALK_OPEN] = "<", [WALK_CLOSE] = ">", [WALK_BAD] = "bad",
	};
	bool typed = ev->kind == WALK_SCALAR || ev->kind == WALK_OPEN ||
	    ev->kind == WALK_CLOSE;

	gcl_buf_adds(b, b->len ? " " : "");
	gcl_buf_adds(b, kinds[ev->kind]);
	gcl_buf_adds(b, typed ? letter(ev) : "");
	if (ev->kind == WALK_END || ev->kind == WALK_BAD)
		return;
	gcl_buf_addf(b, "@%u+%u", (unsigned)ev->off, (unsigned)ev->len);
	gcl_buf_addf(b, "/%u", (unsigned)ev->depth);
}

static const char *
trace(struct fixture *f, struct span text)
{
	struct walk_event ev;

	gcl_buf_reset(&f->trace);
	start(f, text);
	do {
		next(f, &ev);
		add_event(&f->trace, &ev);
	} while (ev.kind != WALK_END && ev.kind != WALK_BAD);
	return gcl_buf_str(&f->trace);
}

static void
events_come_in_order_with_offset_length_and_depth(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "1", "n@0+1/0 end" },
		{ " null ", "z@1+4/0 end" },
		{ "false", "b@0+5/0 end" },
		{ "\"\"", "s@1+0/0 end" },
		{ "\"a\\\"b\"\n", "s@1+4/0 end" },
		{ "[]", "<a@0+1/0 >a@1+1/0 end" },
		{ "{ }", "<o@0+1/0 >o@2+1/0 end" },
		{ "[1,-2.5e3]", "<a@0+1/0 n@1+1/1 n@3+6/1 >a@9+1/0 end" },
		{ "{\"a\":{\"b\":[true]}}", "<o@0+1/0 k@2+1/1 <o@5+1/1 "
		  "k@7+1/2 <a@10+1/2 b@11+4/3 >a@15+1/2 >o@16+1/1 "
		  ">o@17+1/0 end" },
		{ "\r\n[ [ ] ,\t{} ]", "<a@2+1/0 <a@4+1/1 >a@6+1/1 <o@10+1/1 "
		  ">o@11+1/1 >a@13+1/0 end" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++)
		assert_string_equal(trace(f, gcl_span_str(rows[i].text)),
		    rows[i].want);
}

/* No event is given for what was not checked. */
static void
events_stop_at_the_first_fault(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "", "bad" },
		{ " ", "bad" },
		{ "]", "bad" },
		{ "1 2", "n@0+1/0 bad" },
		{ "[1 2]", "<a@0+1/0 n@1+1/1 bad" },
		{ "[1,]", "<a@0+1/0 n@1+1/1 bad" },
		{ "[1}", "<a@0+1/0 n@1+1/1 bad" },
		{ "[01]", "<a@0+1/0 bad" },
		{ "[\"\\x\"]", "<a@0+1/0 bad" },
		{ "[\"\\ud800\"]", "<a@0+1/0 bad" },
		{ "[\"\t\"]", "<a@0+1/0 bad" },
		{ "[\"\xff\"]", "<a@0+1/0 bad" },
		{ "[\"a", "<a@0+1/0 bad" },
		{ "{\"a\"}", "<o@0+1/0 k@2+1/1 bad" },
		{ "{\"a\":}", "<o@0+1/0 k@2+1/1 bad" },
		{ "{\"a\" 1}", "<o@0+1/0 k@2+1/1 bad" },
		{ "{\"a\"::1}", "<o@0+1/0 k@2+1/1 bad" },
		{ "{a:1}", "<o@0+1/0 bad" },
		{ "{1:1}", "<o@0+1/0 bad" },
		{ "{[]:1}", "<o@0+1/0 bad" },
		{ "{\"a\":1,}", "<o@0+1/0 k@2+1/1 n@5+1/1 bad" },
		{ "{\"a\":1", "<o@0+1/0 k@2+1/1 n@5+1/1 bad" },
		{ "[]]", "<a@0+1/0 >a@1+1/0 bad" },
		{ "{}{}", "<o@0+1/0 >o@1+1/0 bad" },
		{ "[]x", "<a@0+1/0 >a@1+1/0 bad" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		assert_string_equal(trace(f, gcl_span_str(rows[i].text)),
		    rows[i].want);
		assert_false(gcl_walk_too_deep(f->walk));
	}
}

static void
a_nul_byte_is_no_end_of_text(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(trace(f, gcl_span("\0", 1)), "bad");
	assert_string_equal(trace(f, gcl_span("1\0", 2)), "n@0+1/0 bad");
	assert_string_equal(trace(f, gcl_span("[]\0", 3)),
	    "<a@0+1/0 >a@1+1/0 bad");
	assert_string_equal(trace(f, gcl_span("[\"a\0b\"]", 7)),
	    "<a@0+1/0 bad");
	/* And what stands behind the text's length is none of it. */
	assert_string_equal(trace(f, gcl_span("12", 1)), "n@0+1/0 end");
	assert_string_equal(trace(f, gcl_span("[]]", 2)),
	    "<a@0+1/0 >a@1+1/0 end");
}

/* ---- members as a whole ---- */

static void
an_ordinary_member_comes_as_a_whole(void **state)
{
	static const struct {
		const char *text;
		uint32_t name, value, len;
		enum walk_kind kind;
	} rows[] = {
		{ "{\"a\":1}", 2, 5, 1, WALK_SCALAR },
		{ "{\"a\": \"b c\"}", 2, 7, 3, WALK_SCALAR },
		{ "{ \"a\":\t{\"b\":1}}", 3, 7, 1, WALK_OPEN },
		{ "{\n\"a\":\n[]}", 3, 7, 1, WALK_OPEN },
		{ "{\"a\":\"\\n\"}", 2, 6, 2, WALK_SCALAR },
	};
	struct fixture *f = *state;
	struct walk_event name, ev;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		gcl_walk_start(f->walk, gcl_span_str(rows[i].text));
		gcl_walk_next(f->walk, &ev);
		assert_true(gcl_walk_member(f->walk, &name, &ev));
		assert_int_equal(name.kind, WALK_KEY);
		assert_int_equal(name.off, rows[i].name);
		assert_int_equal(ev.kind, rows[i].kind);
		assert_int_equal(ev.off, rows[i].value);
		assert_int_equal(ev.len, rows[i].len);
	}
}

static void
a_member_out_of_the_ordinary_is_left_to_the_events(void **state)
{
	static const char *const texts[] = {
		"{}", "{\"\\u0061\":1}", "{\"<\":1}", "{\"\xc3\xbc\":1}",
		"{\"a\":01}", "{\"a\":\"\\x\"}", "{\"a\" 1}", "{\"a\"}",
		"{\"a\":}", "{,\"a\":1}", "{\"a\"::1}", "{a:1}", "[\"a\",1]",
		"{\"a\nb\":1}",
	};
	struct fixture *f = *state;
	struct walk_event name, ev, first, second;
	size_t i;

	for (i = 0; i < ROWS(texts); i++) {
		gcl_walk_start(f->walk, gcl_span_str(texts[i]));
		gcl_walk_next(f->walk, &ev);
		gcl_walk_next(f->walk, &first);
		gcl_walk_start(f->walk, gcl_span_str(texts[i]));
		gcl_walk_next(f->walk, &ev);
		assert_false(gcl_walk_member(f->walk, &name, &ev));
		gcl_walk_next(f->walk, &second);
		assert_int_equal(second.kind, first.kind);
		assert_int_equal(second.off, first.off);
	}
}

static void
the_last_event_is_given_again(void **state)
{
	static const char *const texts[] = { "1", "[]", "[", "x", "", "[1,]" };
	struct fixture *f = *state;
	struct walk_event ev, again;
	size_t i, n;

	for (i = 0; i < ROWS(texts); i++) {
		gcl_walk_start(f->walk, gcl_span_str(texts[i]));
		do
			gcl_walk_next(f->walk, &ev);
		while (ev.kind != WALK_END && ev.kind != WALK_BAD);
		for (n = 0; n < 3; n++) {
			gcl_walk_next(f->walk, &again);
			assert_int_equal(again.kind, ev.kind);
		}
	}
}

static void
strings_are_flagged_by_what_they_hold(void **state)
{
	static const struct {
		const char *text;
		unsigned flags;
	} rows[] = {
		{ "\"plain }>] text\"", 0 },
		{ "\"\"", 0 },
		{ "\"a\\nb\"", STRING_ESCAPE },
		{ "\"\\u007b\"", STRING_ESCAPE },
		{ "\"{\"", STRING_TEMPLATE },
		{ "\"a<b\"", STRING_TEMPLATE },
		{ "\"\xc3\xbc\"", STRING_WIDE },
		{ "\"\x7f\"", 0 },
		{ "\"\\t\xe2\x82\xac${x}\"",
		  STRING_ESCAPE | STRING_WIDE | STRING_TEMPLATE },
	};
	struct fixture *f = *state;
	struct walk_event ev;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		gcl_buf_reset(&f->text);
		gcl_buf_addf(&f->text, "{%s:%s}", rows[i].text, rows[i].text);
		gcl_walk_start(f->walk, gcl_buf_span(&f->text));
		gcl_walk_next(f->walk, &ev);
		gcl_walk_next(f->walk, &ev);
		assert_int_equal(ev.kind, WALK_KEY);
		assert_int_equal(ev.flags, rows[i].flags);
		gcl_walk_next(f->walk, &ev);
		assert_int_equal(ev.kind, WALK_SCALAR);
		assert_int_equal(ev.flags, rows[i].flags);
	}
}

static void
the_extent_of_a_string_has_its_quotes(void **state)
{
	const struct walk_event string = { .kind = WALK_KEY,
		.type = JSON_STRING, .off = 5, .len = 3 };
	const struct walk_event number = { .kind = WALK_SCALAR,
		.type = JSON_NUMBER, .off = 5, .len = 3 };
	uint32_t off, len;

	(void)state;
	gcl_walk_extent(&string, &off, &len);
	assert_int_equal(off, 4);
	assert_int_equal(len, 5);
	gcl_walk_extent(&number, &off, &len);
	assert_int_equal(off, 5);
	assert_int_equal(len, 3);
}

/* ---- depth ---- */

static void
repeat(struct buf *b, const char *s, size_t n)
{
	while (n-- > 0)
		gcl_buf_adds(b, s);
}

static enum walk_kind
last_of(struct walk *w, struct span text, uint32_t *off)
{
	struct walk_event ev;

	gcl_walk_start(w, text);
	do
		gcl_walk_next(w, &ev);
	while (ev.kind != WALK_END && ev.kind != WALK_BAD);
	*off = ev.off;
	return ev.kind;
}

static void
nested(struct buf *b, size_t depth)
{
	gcl_buf_reset(b);
	repeat(b, "[", depth);
	repeat(b, "]", depth);
}

static void
as_deep_as_the_limit_is_not_too_deep(void **state)
{
	static const uint32_t limits[] = { 0, 1, 2, 512, LIMIT_DEPTH_MAX };
	struct fixture *f = *state;
	struct walk *w;
	uint32_t off;
	size_t i;

	for (i = 0; i < ROWS(limits); i++) {
		w = gcl_walk_new(limits[i]);
		assert_non_null(w);
		nested(&f->text, limits[i]);
		if (limits[i] == 0)
			gcl_buf_adds(&f->text, "0");
		assert_int_equal(last_of(w, gcl_buf_span(&f->text), &off),
		    WALK_END);
		assert_false(gcl_walk_too_deep(w));
		nested(&f->text, limits[i] + 1);
		assert_int_equal(last_of(w, gcl_buf_span(&f->text), &off),
		    WALK_BAD);
		assert_true(gcl_walk_too_deep(w));
		/* The next text is judged by itself. */
		assert_int_equal(last_of(w, SPAN("1"), &off), WALK_END);
		assert_false(gcl_walk_too_deep(w));
		gcl_walk_free(w);
	}
}

static void
a_million_brackets_are_too_deep_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	struct walk_event ev;
	size_t n = 0;

	repeat(&f->text, "[{\"a\":", 1000000);
	gcl_walk_start(f->walk, gcl_buf_span(&f->text));
	for (gcl_walk_next(f->walk, &ev); ev.kind != WALK_BAD;
	     gcl_walk_next(f->walk, &ev))
		n += ev.kind == WALK_OPEN;
	assert_int_equal(n, DEPTH);
	assert_true(gcl_walk_too_deep(f->walk));
}

/* ---- texts larger than a window ---- */

static void
assert_events(struct fixture *f, const struct generated *g)
{
	struct walk_event ev;
	size_t i;

	start(f, gcl_buf_span(&g->text));
	for (i = 0; i < g->n; i++) {
		const struct walk_event *want = &g->events[i];

		next(f, &ev);
		assert_int_equal(ev.kind, want->kind);
		if (want->kind == WALK_END)
			continue;
		if (want->kind != WALK_KEY)
			assert_int_equal(ev.type, want->type);
		if (want->type == JSON_STRING)
			assert_int_equal(ev.flags, want->flags);
		assert_int_equal(ev.off, want->off);
		assert_int_equal(ev.len, want->len);
		assert_int_equal(ev.depth, want->depth);
	}
}

static void
generated_texts_give_the_events_they_were_made_of(void **state)
{
	struct fixture *f = *state;
	struct generated g;
	unsigned i;

	generate_init(&g, 8259);
	for (i = 0; i < 6 * N_GENERATE_KINDS; i++) {
		const unsigned *kind = generate_kinds[i % N_GENERATE_KINDS];

		generate(&g, i < N_GENERATE_KINDS ? 100000 : 30 * i, kind[0],
		    kind[1]);
		assert_events(f, &g);
	}
	generate_release(&g);
}

/* A text that ends early is refused wherever it ends. */
static void
no_beginning_of_a_container_is_json(void **state)
{
	struct fixture *f = *state;
	struct generated g;
	uint32_t off;
	size_t len;

	generate_init(&g, 71);
	generate(&g, 300, 40, 20);
	/* Blanks may follow the last bracket. */
	for (len = g.events[g.n - 2].off; len > 0; len--)
		assert_int_equal(last_of(f->walk, gcl_span(g.text.ptr, len),
		    &off), WALK_BAD);
	generate_release(&g);
}

/* Every fault behind many windows is found where it is. */
static void
a_fault_far_behind_is_found(void **state)
{
	static const char *const faults[] = {
		"01", "nul", "\"\\u00\"", "1 2", "1,,2", "}", ":", "\"a\":1",
	};
	struct fixture *f = *state;
	uint32_t off;
	size_t i, pad;

	for (i = 0; i < ROWS(faults); i++)
		for (pad = 0; pad < 3 * LIMIT_WINDOW_TOKENS; pad += 2047) {
			gcl_buf_reset(&f->text);
			gcl_buf_adds(&f->text, "[");
			repeat(&f->text, "{\"a\":[]},", pad);
			gcl_buf_adds(&f->text, faults[i]);
			repeat(&f->text, ",{\"a\":[]}", pad);
			gcl_buf_adds(&f->text, "]");
			assert_int_equal(last_of(f->walk,
			    gcl_buf_span(&f->text), &off), WALK_BAD);
			assert_true(off >= 1 + pad * 9);
			assert_true(off <= 1 + pad * 9 + strlen(faults[i]));
		}
}

static void
a_walk_may_be_left_for_another_text(void **state)
{
	struct fixture *f = *state;
	struct walk_event ev;
	size_t i, n;

	repeat(&f->text, "[{\"a\":", 200);
	for (n = 0; n < 300; n += 7) {
		gcl_walk_start(f->walk, gcl_buf_span(&f->text));
		for (i = 0; i < n; i++)
			gcl_walk_next(f->walk, &ev);
		assert_string_equal(trace(f, SPAN("{\"a\":1}")),
		    "<o@0+1/0 k@2+1/1 n@5+1/1 >o@6+1/0 end");
	}
}

/* ---- primitives ---- */

static void
primitives_have_the_type_of_the_rfc_or_none(void **state)
{
	static const struct {
		const char *text;
		int type;
	} rows[] = {
		{ "null", JSON_NULL }, { "true", JSON_BOOLEAN },
		{ "false", JSON_BOOLEAN }, { "0", JSON_NUMBER },
		{ "-0", JSON_NUMBER }, { "10", JSON_NUMBER },
		{ "0.10", JSON_NUMBER }, { "1e5", JSON_NUMBER },
		{ "1E-05", JSON_NUMBER }, { "-1.5e+300", JSON_NUMBER },
		{ "", 0 }, { "-", 0 }, { "+1", 0 }, { "01", 0 }, { "00", 0 },
		{ "-01", 0 }, { ".5", 0 }, { "1.", 0 }, { "1.e5", 0 },
		{ "1e", 0 }, { "1e+", 0 }, { "1e5.5", 0 }, { "0x10", 0 },
		{ "1_000", 0 }, { "NaN", 0 }, { "Infinity", 0 }, { "nul", 0 },
		{ "nulll", 0 }, { "True", 0 }, { "None", 0 }, { "1a", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(rows); i++)
		assert_int_equal(gcl_json_primitive(
		    gcl_span_str(rows[i].text)), rows[i].type);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
#define WHOLE(f) { #f "_by_whole_members", f, set_up_whole, tear_down, NULL }
	const struct CMUnitTest tests[] = {
		TEST(events_come_in_order_with_offset_length_and_depth),
		WHOLE(events_come_in_order_with_offset_length_and_depth),
		TEST(events_stop_at_the_first_fault),
		WHOLE(events_stop_at_the_first_fault),
		TEST(a_nul_byte_is_no_end_of_text),
		WHOLE(a_nul_byte_is_no_end_of_text),
		TEST(an_ordinary_member_comes_as_a_whole),
		TEST(a_member_out_of_the_ordinary_is_left_to_the_events),
		TEST(the_last_event_is_given_again),
		TEST(strings_are_flagged_by_what_they_hold),
		TEST(the_extent_of_a_string_has_its_quotes),
		TEST(as_deep_as_the_limit_is_not_too_deep),
		TEST(a_million_brackets_are_too_deep_and_nothing_else),
		TEST(generated_texts_give_the_events_they_were_made_of),
		WHOLE(generated_texts_give_the_events_they_were_made_of),
		TEST(no_beginning_of_a_container_is_json),
		TEST(a_fault_far_behind_is_found),
		TEST(a_walk_may_be_left_for_another_text),
		TEST(primitives_have_the_type_of_the_rfc_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
