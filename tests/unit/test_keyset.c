/*
 * The set of names that open containers have seen.
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

#include "base/hash.h"
#include "rule/keyset.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

/* Names stand one behind the other in a text, as in a document. */
struct fixture {
	struct keyset set;
	char *text;
	size_t len, cap;
	size_t compared;	/* how often two names were compared */
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	gcl_keyset_init(&f->set, 42);
	f->cap = 32u << 20;
	f->text = malloc(f->cap);
	*state = f;
	return f->text ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	gcl_keyset_release(&f->set);
	free(f->text);
	free(f);
	return 0;
}

static bool
same(const void *ctx, const struct keyset_entry *e, struct span name)
{
	struct fixture *f = (struct fixture *)(uintptr_t)ctx;

	f->compared++;
	return gcl_span_eq(gcl_span(f->text + e->off, e->len), name);
}

/* The entry that had the name before, or NULL when it was new. */
static const struct keyset_entry *
add(struct fixture *f, uint32_t owner, const char *name)
{
	const struct keyset_entry *e = NULL;
	size_t len = strlen(name);

	assert_true(f->len + len <= f->cap);
	memcpy(f->text + f->len, name, len);
	assert_int_equal(gcl_keyset_add(&f->set, owner,
	    gcl_span(f->text + f->len, len), (uint32_t)f->len, (uint32_t)len,
	    same, f, &e), GCL_OK);
	f->len += len;
	return e;
}

static const struct keyset_entry *
add_number(struct fixture *f, uint32_t owner, unsigned n)
{
	char name[16];

	snprintf(name, sizeof(name), "k%u", n);
	return add(f, owner, name);
}

static void
a_name_is_found_the_second_time(void **state)
{
	struct fixture *f = *state;
	const struct keyset_entry *e;

	assert_null(add(f, 1, "address"));
	assert_null(add(f, 1, "state"));
	assert_null(add(f, 1, ""));
	e = add(f, 1, "state");
	assert_non_null(e);
	assert_int_equal(e->off, 7);
	assert_int_equal(e->len, 5);
	assert_int_equal(e->owner, 1);
	assert_non_null(add(f, 1, ""));
	/* What was there already is not added again. */
	assert_int_equal(f->set.n, 3);
}

static void
owners_do_not_see_each_other(void **state)
{
	struct fixture *f = *state;
	uint32_t owner;

	for (owner = 0; owner < 300; owner++)
		assert_null(add(f, owner, "address"));
	for (owner = 0; owner < 300; owner++) {
		const struct keyset_entry *e = add(f, owner, "address");

		assert_non_null(e);
		assert_int_equal(e->owner, owner);
	}
	assert_null(add(f, UINT32_MAX, "address"));
}

static void
what_was_cut_is_new_again_and_the_rest_is_not(void **state)
{
	struct fixture *f = *state;
	unsigned i;

	for (i = 0; i < 1000; i++)
		assert_null(add_number(f, 1, i));
	gcl_keyset_cut(&f->set, 400);
	assert_int_equal(f->set.n, 400);
	for (i = 0; i < 400; i++)
		assert_non_null(add_number(f, 1, i));
	for (i = 400; i < 1000; i++)
		assert_null(add_number(f, 1, i));
	gcl_keyset_cut(&f->set, 1000);
	assert_int_equal(f->set.n, 1000);
	gcl_keyset_cut(&f->set, 0);
	for (i = 0; i < 1000; i++)
		assert_null(add_number(f, 1, i));
}

/* As containers do: the inner one goes before the outer one gets more. */
static void
nested_containers_come_and_go(void **state)
{
	struct fixture *f = *state;
	size_t begin[64];
	unsigned round, depth;

	for (round = 0; round < 50; round++) {
		for (depth = 0; depth < 64; depth++) {
			begin[depth] = f->set.n;
			assert_null(add(f, depth, "a"));
			assert_null(add_number(f, depth, round));
		}
		while (depth-- > 0) {
			assert_non_null(add(f, depth, "a"));
			assert_null(add(f, depth, "b"));
			assert_non_null(add_number(f, depth, round));
			gcl_keyset_cut(&f->set, begin[depth]);
		}
		assert_int_equal(f->set.n, 0);
		f->len = 0;
	}
}

static size_t
slots_in_use(const struct keyset *k)
{
	size_t i, n = 0;

	for (i = 0; i < k->n_slots; i++)
		n += k->slots[i] != 0;
	return n;
}

static void
growing_between_cuts_leaves_no_trace(void **state)
{
	struct fixture *f = *state;
	unsigned i, round;

	for (round = 1; round < 12; round++) {
		for (i = 0; i < 1u << round; i++)
			assert_null(add_number(f, 7, i));
		assert_int_equal(slots_in_use(&f->set), f->set.n);
		assert_true(2 * f->set.n <= f->set.n_slots);
		gcl_keyset_cut(&f->set, round % 3);
		for (i = 0; i < round % 3; i++)
			assert_non_null(add_number(f, 7, i));
		gcl_keyset_cut(&f->set, 0);
		assert_int_equal(slots_in_use(&f->set), 0);
	}
}

static bool
never_same(const void *ctx, const struct keyset_entry *e, struct span name)
{
	(void)e, (void)name;
	++*(size_t *)(uintptr_t)ctx;
	return false;
}

/* Equal hashes are no more than a reason to compare. */
static void
equal_hashes_do_not_make_equal_names(void **state)
{
	struct fixture *f = *state;
	const struct keyset_entry *e;
	size_t asked = 0, i;

	for (i = 0; i < 100; i++) {
		assert_int_equal(gcl_keyset_add(&f->set, 1, SPAN("same"),
		    (uint32_t)i, 4, never_same, &asked, &e), GCL_OK);
		assert_null(e);
	}
	assert_int_equal(f->set.n, 100);
	assert_int_equal(asked, 99 * 100 / 2);
	gcl_keyset_cut(&f->set, 50);
	assert_int_equal(slots_in_use(&f->set), 50);
}

/* Hardly a name is compared with another one: the hash tells them apart. */
static void
a_million_names_take_a_million_steps(void **state)
{
	struct fixture *f = *state;
	const unsigned n = 1000000;
	size_t probes = 0, i, at;
	unsigned k;

	for (k = 0; k < n; k++)
		assert_null(add_number(f, 3, k));
	assert_true(f->compared < n / 1000);
	assert_int_equal(f->set.n, n);
	for (i = 0; i < f->set.n_slots; i++) {
		const struct keyset_entry *e;

		if (!f->set.slots[i])
			continue;
		e = &f->set.stack[f->set.slots[i] - 1];
		for (at = i; f->set.slots[at] && probes < 20 * (size_t)n;
		     at = (at + 1) & (f->set.n_slots - 1))
			probes++;
		assert_int_equal(e->owner, 3);
	}
	/* The runs of slots in use are short. */
	assert_true(probes < 10 * (size_t)n);
	gcl_keyset_cut(&f->set, 0);
	assert_int_equal(slots_in_use(&f->set), 0);
}

static void
the_seed_decides_where_names_stand(void **state)
{
	struct keyset a, b;
	struct fixture *f = *state;
	const struct keyset_entry *e;
	size_t i, moved = 0;
	char name[16];

	gcl_keyset_init(&a, 1);
	gcl_keyset_init(&b, 2);
	for (i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "%zu", i);
		gcl_keyset_add(&a, 1, gcl_span_str(name), 0, 0, never_same,
		    &f->compared, &e);
		gcl_keyset_add(&b, 1, gcl_span_str(name), 0, 0, never_same,
		    &f->compared, &e);
		moved += a.stack[i].hash != b.stack[i].hash;
	}
	assert_int_equal(moved, 20);
	gcl_keyset_release(&a);
	gcl_keyset_release(&b);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_name_is_found_the_second_time),
		TEST(owners_do_not_see_each_other),
		TEST(what_was_cut_is_new_again_and_the_rest_is_not),
		TEST(nested_containers_come_and_go),
		TEST(growing_between_cuts_leaves_no_trace),
		TEST(equal_hashes_do_not_make_equal_names),
		TEST(a_million_names_take_a_million_steps),
		TEST(the_seed_decides_where_names_stand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
