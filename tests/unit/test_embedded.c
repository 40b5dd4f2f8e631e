/*
 * The two texts of each pack in the program: the lean one says the same as the
 * whole one, but for what src/rule/lean.awk leaves out; and the tree that
 * src/rule/tree.awk makes of the lean one.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/limits.h"
#include "rule/pack.h"

/* A text as it is read. */
struct side {
	struct span text;
	struct arena arena;
	struct value *root;
};

static void
read_side(struct side *s, struct walk *w, struct span text)
{
	s->text = text;
	gcl_arena_init(&s->arena);
	assert_int_equal(gcl_value_read(w, text, &s->arena, &s->root),
	    GCL_OK);
}

static struct span
written(const struct side *s, const struct value *v)
{
	return gcl_span(s->text.ptr + v->off, v->len);
}

static bool
is_one_of(struct span name, const char *const *names)
{
	for (; *names; names++)
		if (gcl_span_is(name, *names))
			return true;
	return false;
}

/* above: the names of the objects around it, from the outside in. */
static bool
may_go(struct span name, const struct span *above, size_t depth)
{
	static const char *const of_pack[] = {
		"comment", "source", NULL,
	};
	static const char *const of_rule[] = {
		"bad", "basis", "examples", "good", "source", "summary",
		"why", "with", NULL,
	};

	if (depth == 0)
		return is_one_of(name, of_pack);
	return depth == 2 && gcl_span_is(above[0], "rules") &&
	    is_one_of(name, of_rule);
}

#define DEPTH 64

struct pair {
	struct side whole, lean;
	struct span above[DEPTH];
};

static void
compare(struct pair *p, const struct value *whole, const struct value *lean,
	size_t depth)
{
	const struct value *a, *b = lean->child;

	assert_int_equal(whole->type, lean->type);
	/* What is no container may be copied out as it is written. */
	if (!whole->child)
		assert_true(gcl_span_eq(written(&p->whole, whole),
		    written(&p->lean, lean)));
	assert_true(depth < DEPTH);
	for (a = whole->child; a; a = a->next) {
		if (b && gcl_span_eq(a->key, b->key)) {
			p->above[depth] = a->key;
			compare(p, a, b, depth + 1);
			b = b->next;
		} else if (!may_go(a->key, p->above, depth)) {
			fail_msg("'%.*s' is missing", (int)a->key.len,
			    a->key.ptr);
		}
	}
	assert_null(b);
}

static void
a_lean_pack_lints_as_the_whole_one(void **state)
{
	struct walk *w = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	const struct embedded *e;
	struct pair p;

	(void)state;
	assert_non_null(w);
	for (e = gcl_embedded; e->name; e++) {
		read_side(&p.whole, w, gcl_span((const char *)e->bytes,
		    e->len));
		read_side(&p.lean, w, gcl_embedded_lean(e));
		compare(&p, p.whole.root, p.lean.root, 0);
		gcl_arena_release(&p.whole.arena);
		gcl_arena_release(&p.lean.arena);
	}
	gcl_walk_free(w);
}

static void
assert_same_span(struct span a, struct span b)
{
	assert_int_equal(a.len, b.len);
	assert_int_equal(a.ptr == NULL, b.ptr == NULL);
	assert_true(gcl_span_eq(a, b));
}

static void
assert_same(const struct value *a, const struct value *b)
{
	for (; a && b; a = a->next, b = b->next) {
		assert_int_equal(a->type, b->type);
		assert_int_equal(a->off, b->off);
		assert_int_equal(a->len, b->len);
		assert_same_span(a->key, b->key);
		if (a->key.ptr) {
			assert_int_equal(a->key_off, b->key_off);
			assert_int_equal(a->key_len, b->key_len);
		}
		assert_same_span(a->text, b->text);
		assert_int_equal(a->n, b->n);
		assert_same(a->child, b->child);
	}
	assert_null(a);
	assert_null(b);
}

/* Of all that loading a pack starts from, only this is made two ways. */
static void
the_tree_of_a_pack_is_what_reading_it_gives(void **state)
{
	struct walk *w = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	const struct embedded *e;
	struct value *tree;
	struct side s;

	(void)state;
	assert_non_null(w);
	for (e = gcl_embedded; e->name; e++) {
		read_side(&s, w, gcl_embedded_lean(e));
		tree = gcl_embedded_tree(e, &s.arena);
		assert_non_null(tree);
		assert_same(s.root, tree);
		gcl_arena_release(&s.arena);
	}
	gcl_walk_free(w);
}

static void
nothing_that_only_people_read_is_in_a_lean_pack(void **state)
{
	struct gcl_error err = { GCL_OK, "" };
	const struct embedded *e;
	const struct rule *r;
	struct ruleset *rs;

	(void)state;
	for (e = gcl_embedded; e->name; e++) {
		assert_true(gcl_embedded_lean(e).len < e->len);
		assert_null(memchr(e->lean, '\n', e->tree->len));
		if (!e->root)
			continue;
		assert_int_equal(gcl_pack_load_lean(e->name, &rs, &err),
		    GCL_OK);
		for (r = rs->rules; r; r = r->next) {
			assert_null(r->summary);
			assert_null(r->why);
			assert_null(r->good);
			assert_null(r->bad);
		}
		gcl_ruleset_free(rs);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lean_pack_lints_as_the_whole_one),
		cmocka_unit_test(the_tree_of_a_pack_is_what_reading_it_gives),
		cmocka_unit_test(
		    nothing_that_only_people_read_is_in_a_lean_pack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
