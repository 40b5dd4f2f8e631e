/*
 * Which edits of a round are made together.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fix/gather.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))
#define PUT(off, len, text) { off, len, { text, sizeof(text) - 1 } }

struct fixture {
	struct gather gather;
	struct round round;
	struct source src;
	struct document doc;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_gather_init(&f->gather);
	gcl_source_init(&f->src);
	gcl_source_set(&f->src, "a.txt", SPAN("0123456789"), 0, 0);
	f->doc = (struct document){ .src = &f->src };
	gcl_gather_begin(&f->gather, &f->round);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_gather_release(&f->gather);
	gcl_source_release(&f->src);
	free(f->round.list);
	free(f);
	return 0;
}

/* A finding with one edit. */
static void
take(struct fixture *f, const struct edit *e, bool safe)
{
	const struct gcl_fix fix = { .safe = safe };
	const struct gcl_finding finding = { .severity = GCL_ERROR,
		.rule = "a-rule", .fix = &fix };
	const struct edits edits = { e, 1 };

	assert_int_equal(gcl_gather_take(&f->gather, &finding, &edits),
	    GCL_OK);
}

static size_t
end_document(struct fixture *f, const struct carrier *k)
{
	const struct exchange_report report = { .pack = "a-pack",
		.chosen = CHOSEN_MEMBER };

	assert_int_equal(gcl_gather_document(&f->gather, k, &f->doc, &report),
	    GCL_OK);
	return f->gather.all.n;
}

static const struct carrier plain = { .name = "plain" };

static void
edits_go_together_when_they_do_not_meet(void **state)
{
	static const struct {
		struct edit a, b;
		bool together;
	} rows[] = {
		{ PUT(0, 2, "x"), PUT(3, 2, "y"), true },
		{ PUT(3, 2, "x"), PUT(0, 2, "y"), true },
		{ PUT(0, 2, "x"), PUT(2, 2, "y"), false },
		{ PUT(2, 2, "x"), PUT(0, 2, "y"), false },
		{ PUT(0, 3, "x"), PUT(2, 2, "y"), false },
		{ PUT(0, 9, "x"), PUT(2, 2, "y"), false },
		/* Two insertions at one place, unless they are one. */
		{ PUT(2, 0, "x"), PUT(2, 0, "y"), true },
		{ PUT(2, 0, "x"), PUT(2, 0, "x"), false },
		{ PUT(2, 0, "x"), PUT(2, 1, ""), false },
		/* What goes away goes with its neighbours. */
		{ PUT(0, 2, ""), PUT(2, 2, ""), true },
		{ PUT(2, 2, ""), PUT(0, 2, ""), true },
		{ PUT(0, 2, ""), PUT(2, 2, "y"), false },
		{ PUT(0, 2, "x"), PUT(2, 2, ""), false },
		{ PUT(0, 3, ""), PUT(2, 2, ""), false },
		{ PUT(2, 2, ""), PUT(2, 2, ""), false },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		gcl_gather_begin(&f->gather, &f->round);
		take(f, &rows[i].a, true);
		take(f, &rows[i].b, true);
		assert_int_equal(end_document(f, &plain),
		    1 + rows[i].together);
	}
}

static void
unsafe_edits_are_made_when_asked_for(void **state)
{
	static const struct edit e = PUT(1, 1, "x");
	struct fixture *f = *state;

	take(f, &e, false);
	assert_int_equal(end_document(f, &plain), 0);
	assert_false(f->round.list[0].edited);
	f->gather.unsafe = true;
	take(f, &e, false);
	assert_int_equal(end_document(f, &plain), 1);
	assert_true(f->round.list[1].edited);
	assert_int_equal(f->round.list[1].errors, 1);
	assert_string_equal(f->round.list[1].pack, "a-pack");
}

/* The place 4 cannot be edited together with others. */
static enum gcl_status
settle(const struct document *doc, const struct edits *edits, size_t length,
	struct arena *arena, struct edits *out)
{
	size_t i;

	(void)doc;
	(void)length;
	(void)arena;
	*out = *edits;
	for (i = 0; i < edits->n; i++)
		if (edits->list[i].off == 4 && edits->n > 1)
			return GCL_EINPUT;
	return GCL_OK;
}

static const struct carrier choosy = { .name = "choosy", .settle = settle };

static void
an_edit_that_is_refused_takes_no_others_with_it(void **state)
{
	static const struct edit list[] = {
		PUT(0, 1, "a"), PUT(4, 1, "b"), PUT(6, 1, "c"),
		PUT(8, 1, "d"),
	};
	static const size_t left[] = { 0, 6, 8 };
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(list); i++)
		take(f, &list[i], true);
	assert_int_equal(end_document(f, &choosy), ROWS(left));
	for (i = 0; i < ROWS(left); i++)
		assert_int_equal(f->gather.all.list[i].off, left[i]);
}

/* Two documents are about the place 4. */
static void
an_edit_of_another_document_takes_no_others_with_it(void **state)
{
	static const struct edit list[] = {
		PUT(0, 1, "a"), PUT(4, 1, "b"), PUT(6, 1, "c"),
	};
	struct fixture *f = *state;
	size_t i;

	take(f, &list[1], true);
	assert_int_equal(end_document(f, &plain), 1);
	for (i = 0; i < ROWS(list); i++)
		take(f, &list[i], true);
	assert_int_equal(end_document(f, &plain), ROWS(list));
}

static void
a_document_that_got_worse_has_one_edit_at_a_time(void **state)
{
	static const struct edit list[] = {
		PUT(0, 1, "a"), PUT(4, 1, "b"), PUT(6, 1, "c"),
	};
	struct fixture *f = *state;
	struct standing worse = { "b-pack", 0, 9, 0, 0, true, false };
	const struct round now = { .list = &worse, .n = 1 };
	bool better;
	size_t i, k;

	for (k = 0; k < ROWS(list); k++) {
		gcl_gather_begin(&f->gather, &f->round);
		for (i = 0; i < ROWS(list); i++)
			take(f, &list[i], true);
		end_document(f, &plain);
		assert_int_equal(f->gather.all.n, k == 0 ? 3 : 1);
		if (k > 0)
			assert_int_equal(f->gather.all.list[0].off,
			    list[k - 1].off);
		assert_int_equal(gcl_turns_judge(&f->gather.turns, &f->round,
		    &now, &better), GCL_OK);
		assert_false(better);
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(edits_go_together_when_they_do_not_meet),
		TEST(unsafe_edits_are_made_when_asked_for),
		TEST(an_edit_that_is_refused_takes_no_others_with_it),
		TEST(an_edit_of_another_document_takes_no_others_with_it),
		TEST(a_document_that_got_worse_has_one_edit_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
