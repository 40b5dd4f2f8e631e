/*
 * What came of a round of fixes, and which are tried next.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fix/turn.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))
#define A "a-pack"
#define B "b-pack"
#define ALL TURN_ALL
#define S(pack, not_json, errors, others, payload) \
	{ pack, not_json, errors, others, 0, payload, false }

static int
set_up(void **state)
{
	*state = calloc(1, sizeof(struct turns));
	return *state ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct turns *t = *state;

	free(t->list);
	free(t);
	return 0;
}

static bool
judge(struct turns *t, const struct round *was, const struct round *now)
{
	bool better;

	assert_int_equal(gcl_turns_judge(t, was, now, &better), GCL_OK);
	return better;
}

/* Standings: a pack, findings that are no JSON, errors and others, payload. */
static void
a_document_is_better_or_worse(void **state)
{
	static const struct {
		struct standing was, now;
		bool better;
	} rows[] = {
		{ S(A, 0, 2, 1, true), S(A, 0, 1, 1, true), true },
		{ S(A, 0, 2, 1, true), S(A, 0, 2, 0, true), true },
		{ S(A, 0, 2, 1, true), S(A, 0, 2, 1, true), true },
		{ S(A, 0, 2, 1, true), S(A, 0, 1, 9, true), true },
		{ S(A, 0, 2, 1, true), S(A, 0, 2, 2, true), false },
		{ S(A, 0, 2, 1, true), S(A, 0, 3, 0, true), false },
		/* What can be read now may have more to say. */
		{ S(A, 1, 0, 0, true), S(A, 0, 5, 5, true), true },
		{ S(A, 1, 0, 0, true), S(B, 0, 5, 5, true), true },
		{ S(A, 0, 5, 5, true), S(A, 1, 0, 0, true), false },
		/* Another pack: only where it finds no error. */
		{ S(A, 0, 2, 1, true), S(B, 0, 1, 0, true), false },
		{ S(A, 0, 2, 1, true), S(B, 0, 0, 1, true), true },
		{ S(A, 0, 2, 1, true), S(NULL, 0, 1, 0, true), false },
		/* Nothing told that it was for the first. */
		{ S(NULL, 0, 2, 1, true), S(B, 0, 1, 0, true), true },
		/* No payload any more. */
		{ S(A, 0, 2, 1, true), S(NULL, 0, 0, 0, false), false },
		{ S(A, 0, 2, 1, false), S(A, 0, 1, 0, true), true },
		{ S(A, 1, 0, 0, true), S(NULL, 1, 0, 0, false), false },
		/* A name that then stands twice. */
		{ S(A, 0, 2, 1, true), { A, 0, 0, 1, 1, true, false }, false },
	};
	struct turns *t = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		struct standing was = rows[i].was, now = rows[i].now;
		const struct round a = { .list = &was, .n = 1 };
		const struct round b = { .list = &now, .n = 1 };

		was.edited = true;
		gcl_turns_reset(t);
		assert_int_equal(judge(t, &a, &b), rows[i].better);
		assert_int_equal(gcl_turns_at(t, 0), rows[i].better ? ALL : 0);
	}
}

/* What one document gains does not make up for what another one loses. */
static void
only_what_is_worse_changes_its_turn(void **state)
{
	struct standing was[3] = {
		{ A, 0, 5, 0, 0, true, true }, { A, 0, 1, 0, 0, true, true },
		{ A, 0, 0, 0, 0, true, false },
	}, now[3] = {
		S(A, 0, 0, 0, true), S(A, 0, 2, 0, true),
		S(A, 0, 0, 0, true),
	};
	const struct round a = { .list = was, .n = 3 };
	const struct round b = { .list = now, .n = 3 };
	struct turns *t = *state;

	assert_false(judge(t, &a, &b));
	assert_int_equal(gcl_turns_at(t, 0), ALL);
	assert_int_equal(gcl_turns_at(t, 1), 0);
	assert_int_equal(gcl_turns_at(t, 2), ALL);
	assert_int_equal(gcl_turns_at(t, 3), ALL);
	assert_false(judge(t, &a, &b));
	assert_int_equal(gcl_turns_at(t, 1), 1);
	assert_int_equal(gcl_turns_refused(t), 1);
}

static void
who_spoils_another_document_is_to_blame(void **state)
{
	struct standing was[2] = {
		{ A, 0, 5, 0, 0, true, true }, { A, 0, 0, 0, 0, true, false },
	}, now[2] = {
		S(A, 0, 0, 0, true), S(A, 0, 1, 0, true),
	};
	const struct round a = { .list = was, .n = 2 };
	const struct round b = { .list = now, .n = 2 };
	struct turns *t = *state;

	assert_false(judge(t, &a, &b));
	assert_int_equal(gcl_turns_at(t, 0), 0);
	assert_int_equal(gcl_turns_at(t, 1), ALL);
}

static void
documents_that_come_and_go_count_as_one(void **state)
{
	static const struct {
		uint32_t errors;
		uint64_t unread;
		bool foreign, better;
	} rows[] = {
		{ 2, 0, false, true }, { 3, 0, false, false },
		{ 0, 1, false, false }, { 0, 0, true, false },
	};
	struct standing was[2] = {
		{ A, 0, 1, 0, 0, true, true }, { B, 0, 1, 0, 0, true, true },
	};
	const struct round a = { .list = was, .n = 2 };
	struct turns *t = *state;
	size_t i;

	for (i = 0; i < ROWS(rows); i++) {
		struct standing now = S(A, 0, rows[i].errors, 0, true);
		const struct round b = { .list = &now, .n = 1,
			.unread = rows[i].unread, .foreign = rows[i].foreign };

		gcl_turns_reset(t);
		assert_int_equal(judge(t, &a, &b), rows[i].better);
		assert_int_equal(gcl_turns_at(t, 1), rows[i].better ? ALL : 0);
	}
}

/* The second of three does harm, until the third is made. */
static void
what_was_refused_is_tried_again_after_others(void **state)
{
	struct standing good = { A, 0, 2, 0, 0, true, true };
	struct standing bad = { A, 0, 9, 0, 0, true, true };
	const struct round was = { .list = &good, .n = 1 };
	const struct round worse = { .list = &bad, .n = 1 };
	struct turns *t = *state;

	assert_false(judge(t, &was, &worse));
	assert_int_equal(gcl_turns_at(t, 0), 0);
	assert_true(judge(t, &was, &was));
	assert_int_equal(gcl_turns_at(t, 0), 0);
	assert_false(judge(t, &was, &worse));
	assert_int_equal(gcl_turns_at(t, 0), 1);
	assert_true(gcl_turns_again(t));
	assert_int_equal(gcl_turns_at(t, 0), ALL);
	assert_false(judge(t, &was, &worse));
	assert_false(judge(t, &was, &worse));
	assert_false(gcl_turns_again(t));
	assert_int_equal(gcl_turns_refused(t), 1);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_document_is_better_or_worse),
		TEST(only_what_is_worse_changes_its_turn),
		TEST(who_spoils_another_document_is_to_blame),
		TEST(documents_that_come_and_go_count_as_one),
		TEST(what_was_refused_is_tried_again_after_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
