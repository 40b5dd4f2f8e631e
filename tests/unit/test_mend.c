/*
 * Edits of a document become edits of its source.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "carrier/edit.h"
#include "lint/finding.h"
#include "lint/mend.h"

struct fixture {
	struct arena arena;
	struct source src;
	struct document doc;
	struct hit hit;
};

static const struct rule rule = { .name = "a-rule" };
static const char source[] = "len=007 body={\"a\":1}";

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_arena_init(&f->arena);
	gcl_source_init(&f->src);
	gcl_source_set(&f->src, "a.txt", SPAN(source), 100, 0);
	f->doc = (struct document){ .src = &f->src,
		.body = { .text = gcl_span(source + 13, 7), .off = 13 } };
	f->hit = (struct hit){ .rule = &rule, .piece = &f->doc.body,
		.severity = GCL_ERROR, .say = "wrong", .safe = true,
		.pointer = SPAN("") };
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_arena_release(&f->arena);
	gcl_source_release(&f->src);
	free(f);
	return 0;
}

static void
set_edits(struct fixture *f, const struct edit *list, size_t n)
{
	f->hit.edits = (struct edits){ list, n };
}

static void
assert_edit(const struct edit *e, size_t off, size_t len, const char *text)
{
	assert_int_equal(e->off, off);
	assert_int_equal(e->len, len);
	assert_true(gcl_span_is(e->text, text));
}

/* ---- carriers for the tests ---- */

/* Every edit is marked, and where an edit says so none can be made. */
static enum gcl_status
encode_marked(const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out)
{
	char text[32] = "<";

	(void)doc;
	if (gcl_span_is(in->text, "not here"))
		return GCL_EINPUT;
	if (gcl_span_is(in->text, "no memory"))
		return GCL_ENOMEM;
	memcpy(text + 1, in->text.ptr, in->text.len);
	out->off = in->off + piece->off;
	out->len = in->len;
	out->text = gcl_span(gcl_arena_str(arena, gcl_span(text,
	    in->text.len + 1)), in->text.len + 1);
	return out->text.ptr ? GCL_OK : GCL_ENOMEM;
}

/* The second edit ends up where the first one is. */
static enum gcl_status
encode_crossed(const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out)
{
	(void)doc, (void)piece, (void)arena;
	*out = *in;
	out->off = 13;
	return GCL_OK;
}

static enum gcl_status
settle_length(const struct document *doc, const struct edits *edits,
	size_t length, struct arena *arena, struct edits *out)
{
	struct settling s;

	if (gcl_span_is(edits->list[0].text, "unsettled"))
		return GCL_EINPUT;
	gcl_settle_begin(&s, doc, edits, arena);
	gcl_settle_add(&s, sizeof(source) - 1, 0, SPAN("!"));
	gcl_settle_add(&s, 4, 3, length == 7 ? SPAN("8") : SPAN("9"));
	return gcl_settle_end(&s, out);
}

static const struct carrier plain = { .name = "plain" };
static const struct carrier marked = {
	.name = "marked", .encode = encode_marked, .settle = settle_length
};
static const struct carrier crossed = {
	.name = "crossed", .encode = encode_crossed
};

/* ---- */

static void
a_slice_is_edited_where_it_stands(void **state)
{
	static const struct edit list[] = {
		{ 1, 3, SPAN("\"b\"") }, { 6, 0, SPAN(",2") },
	};
	struct fixture *f = *state;
	struct edits out;

	set_edits(f, list, 2);
	assert_int_equal(gcl_mend(&plain, &f->doc, &f->hit, &f->arena, &out),
	    GCL_OK);
	assert_int_equal(out.n, 2);
	assert_edit(&out.list[0], 14, 3, "\"b\"");
	assert_edit(&out.list[1], 19, 0, ",2");
}

static void
the_carrier_writes_what_goes_into_its_source(void **state)
{
	static const struct edit list[] = { { 5, 1, SPAN("2") } };
	struct fixture *f = *state;
	struct edits out;

	set_edits(f, list, 1);
	assert_int_equal(gcl_mend(&marked, &f->doc, &f->hit, &f->arena,
	    &out), GCL_OK);
	assert_int_equal(out.n, 1);
	assert_edit(&out.list[0], 18, 1, "<2");
}

/* All edits of a hit, or none. */
static void
what_cannot_be_made_is_not_made_in_part(void **state)
{
	static const struct edit list[] = {
		{ 1, 3, SPAN("x") }, { 5, 1, SPAN("not here") },
	};
	static const struct edit broken[] = { { 5, 1, SPAN("no memory") } };
	struct fixture *f = *state;
	struct edits out;

	set_edits(f, list, 2);
	assert_int_equal(gcl_mend(&marked, &f->doc, &f->hit, &f->arena,
	    &out), GCL_OK);
	assert_int_equal(out.n, 0);
	set_edits(f, broken, 1);
	assert_int_equal(gcl_mend(&marked, &f->doc, &f->hit, &f->arena,
	    &out), GCL_ENOMEM);
	set_edits(f, NULL, 0);
	assert_int_equal(gcl_mend(&marked, &f->doc, &f->hit, &f->arena,
	    &out), GCL_OK);
	assert_int_equal(out.n, 0);
}

/* Groups of base64 do, for one. */
static void
edits_that_cross_in_the_source_become_one(void **state)
{
	static const struct edit list[] = {
		{ 1, 3, SPAN("x") }, { 5, 1, SPAN("y") },
	};
	struct fixture *f = *state;
	struct edits out;

	set_edits(f, list, 2);
	assert_int_equal(gcl_mend(&crossed, &f->doc, &f->hit, &f->arena,
	    &out), GCL_OK);
	assert_int_equal(out.n, 1);
	assert_edit(&out.list[0], 13, 5, "x:y");
}

static void
what_stands_around_is_put_right(void **state)
{
	static const struct edit list[] = { { 18, 1, SPAN("22") } };
	static const struct edit not[] = { { 18, 1, SPAN("unsettled") } };
	const struct edits one = { list, 1 }, none = { NULL, 0 };
	const struct edits never = { not, 1 };
	struct fixture *f = *state;
	struct edits out;

	assert_int_equal(gcl_mend_settle(&marked, &f->doc, &one, &f->arena,
	    &out), GCL_OK);
	assert_int_equal(out.n, 3);
	assert_edit(&out.list[0], 4, 3, "9");
	assert_edit(&out.list[1], 18, 1, "22");
	assert_edit(&out.list[2], sizeof(source) - 1, 0, "!");
	assert_int_equal(gcl_mend_settle(&plain, &f->doc, &one, &f->arena,
	    &out), GCL_OK);
	assert_int_equal(out.n, 1);
	assert_int_equal(gcl_mend_settle(&marked, &f->doc, &none, &f->arena,
	    &out), GCL_OK);
	assert_int_equal(out.n, 0);
	assert_int_equal(gcl_mend_settle(&marked, &f->doc, &never, &f->arena,
	    &out), GCL_OK);
	assert_int_equal(out.n, 0);
}

static void
a_finding_has_the_whole_fix_in_its_file(void **state)
{
	static const struct edit list[] = { { 5, 1, SPAN("2") } };
	struct fixture *f = *state;
	struct gcl_finding finding;
	size_t room = 1000;

	set_edits(f, list, 1);
	assert_int_equal(gcl_finding_make(&marked, &f->doc, &f->hit, &room,
	    &f->arena, &finding), GCL_OK);
	assert_int_equal(room, 996);
	assert_non_null(finding.fix);
	assert_true(finding.fix->safe);
	assert_int_equal(finding.fix->n_edits, 3);
	assert_int_equal(finding.fix->edits[0].offset, 104);
	assert_int_equal(finding.fix->edits[1].offset, 118);
	assert_int_equal(finding.fix->edits[1].length, 1);
	assert_string_equal(finding.fix->edits[0].text, "8");
	assert_int_equal(finding.fix->edits[1].text_len, 2);
	assert_string_equal(finding.fix->edits[1].text, "<2");
	set_edits(f, NULL, 0);
	assert_int_equal(gcl_finding_make(&marked, &f->doc, &f->hit, &room,
	    &f->arena, &finding), GCL_OK);
	assert_null(finding.fix);
}

static void
a_fix_is_given_while_there_is_room(void **state)
{
	static const struct edit list[] = { { 5, 1, SPAN("2") } };
	struct fixture *f = *state;
	struct gcl_finding finding;
	size_t room = 3;

	set_edits(f, list, 1);
	assert_int_equal(gcl_finding_make(&marked, &f->doc, &f->hit, &room,
	    &f->arena, &finding), GCL_OK);
	assert_int_equal(finding.fix->n_edits, 3);
	assert_int_equal(room, 0);
	assert_int_equal(gcl_finding_make(&marked, &f->doc, &f->hit, &room,
	    &f->arena, &finding), GCL_OK);
	assert_null(finding.fix);
}

static void
a_fix_may_be_no_more_than_known_of(void **state)
{
	static const struct edit list[] = { { 5, 1, SPAN("2") } };
	static const struct edit never[] = { { 5, 1, SPAN("not here") } };
	struct fixture *f = *state;
	struct gcl_finding finding;

	set_edits(f, list, 1);
	assert_int_equal(gcl_finding_make(&marked, &f->doc, &f->hit, NULL,
	    &f->arena, &finding), GCL_OK);
	assert_true(finding.fix->safe);
	assert_int_equal(finding.fix->n_edits, 0);
	set_edits(f, never, 1);
	assert_int_equal(gcl_finding_make(&marked, &f->doc, &f->hit, NULL,
	    &f->arena, &finding), GCL_OK);
	assert_null(finding.fix);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_slice_is_edited_where_it_stands),
		TEST(the_carrier_writes_what_goes_into_its_source),
		TEST(what_cannot_be_made_is_not_made_in_part),
		TEST(edits_that_cross_in_the_source_become_one),
		TEST(what_stands_around_is_put_right),
		TEST(a_finding_has_the_whole_fix_in_its_file),
		TEST(a_fix_is_given_while_there_is_room),
		TEST(a_fix_may_be_no_more_than_known_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
