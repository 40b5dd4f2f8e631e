/*
 * Merging with too little memory: the report of all splits, or none.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "emit/emit.h"
#include "gclint/gclint.h"
#include "heap.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

/* Some fixes, a related place, and what is no JSON. */
static const char text[] =
	"{\"type\":\"call\",\"participants\":[{\"address\":\"+15551234567\"},"
	    "{\"address\":\"+15551234567\"}]}\r\n"
	"\n"
	"{\"type\":\"call\",\"type\":1,\"participants\":[\"+1555\\u0031\"]}\n"
	"{\"name\":\"my-app\"}\n"
	"{'type':'call'}";

/* One split is doubled, another one has no bytes. */
static const struct {
	const char *name, *split;
} splits[] = {
	{ "c.jsonl", "100:900" },
	{ "a.jsonl", "0:40" },
	{ "b.jsonl", "40:60" },
	{ "d.jsonl", "900:1" },
	{ "e.jsonl", "40:60" },
};

static const char *const reports[] = {
	"c.jsonl", "a.jsonl", "b.jsonl", "d.jsonl", "e.jsonl",
};

/* ---- what is merged ---- */

static char folder[] = P_tmpdir "/gclint-merge-alloc-XXXXXX";

static int
write_file(void *ctx, const char *bytes, size_t len)
{
	return fwrite(bytes, 1, len, ctx) == len ? 0 : -1;
}

static void
lint_split(const char *name, const char *split)
{
	static const char *const path = "f.ndjson";
	struct gcl_error err = { GCL_OK, "" };
	struct gcl_totals totals;
	struct gcl_linter *l;
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_int_equal(gcl_linter_new(&l, &err), GCL_OK);
	assert_int_equal(gcl_linter_set(l, "input-split", split, &err),
	    GCL_OK);
	assert_int_equal(gcl_linter_output(l, "jsonl", write_file, f, &err),
	    GCL_OK);
	assert_int_equal(gcl_lint_paths(l, &path, 1, &err), GCL_OK);
	assert_int_equal(gcl_linter_finish(l, &totals, &err), GCL_OK);
	gcl_linter_free(l);
	assert_int_equal(fclose(f), 0);
}

static int
set_up(void **state)
{
	FILE *f;
	size_t i;

	if (heap_is_ours(state) != 0 || !mkdtemp(folder) ||
	    chdir(folder) != 0)
		return -1;
	f = fopen("f.ndjson", "w");
	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		return -1;
	for (i = 0; i < ROWS(splits); i++)
		lint_split(splits[i].name, splits[i].split);
	return 0;
}

static int
tear_down(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ROWS(splits); i++)
		remove(splits[i].name);
	remove("f.ndjson");
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

/* ---- merging ---- */

struct outcome {
	enum gcl_status st;
	struct gcl_error err;
	uint64_t bytes, digest;		/* of all reports */
	struct gcl_totals totals;
};

static int
keep_bytes(void *ctx, const char *bytes, size_t len)
{
	struct outcome *o = ctx;

	o->bytes += len;
	o->digest = gcl_hash_stable(o->digest, gcl_span(bytes, len));
	return 0;
}

struct plan {
	const char *format;		/* NULL: every one */
	const char *const *reports;
	size_t n;
	bool redact;
	enum gcl_status st;		/* with memory */
};

static enum gcl_status
add_formats(struct gcl_linter *l, const struct plan *p, struct outcome *o)
{
	enum gcl_status st = GCL_OK;
	size_t i;

	if (p->format)
		return gcl_linter_output(l, p->format, keep_bytes, o, &o->err);
	for (i = 0; gcl_emitters[i] && st == GCL_OK; i++)
		st = gcl_linter_output(l, gcl_emitters[i]->name, keep_bytes,
		    o, &o->err);
	return st;
}

static void
merge(const struct plan *p, struct outcome *o)
{
	struct gcl_linter *l;

	*o = (struct outcome){ .digest = HASH_STABLE };
	lseek(STDIN_FILENO, 0, SEEK_SET);
	o->st = gcl_linter_new(&l, &o->err);
	if (o->st == GCL_OK && p->redact)
		o->st = gcl_linter_set(l, "redact", "yes", &o->err);
	if (o->st == GCL_OK)
		o->st = add_formats(l, p, o);
	if (o->st == GCL_OK)
		o->st = gcl_merge_paths(l, p->reports, p->n, &o->err);
	if (o->st == GCL_OK)
		o->st = gcl_linter_finish(l, &o->totals, &o->err);
	gcl_linter_free(l);
}

static void
assert_honest(const struct outcome *o, const struct outcome *want, size_t n)
{
	if (o->st != o->err.status)
		fail_msg("call %zu: status %d, but error %d '%s'", n, o->st,
		    o->err.status, o->err.text);
	if (o->st == GCL_ENOMEM)
		return;
	if (o->st != want->st)
		fail_msg("call %zu: status %d '%s'", n, o->st, o->err.text);
	if (o->bytes != want->bytes || o->digest != want->digest ||
	    memcmp(&o->totals, &want->totals, sizeof(o->totals)))
		fail_msg("call %zu: other reports", n);
}

static void
fail_every_call(const struct plan *p)
{
	struct outcome want, got;
	size_t n, before;
	long live;

	merge(p, &want);
	assert_int_equal(want.st, p->st);
	assert_int_equal(want.bytes > 0, p->st == GCL_OK);
	live = heap.live;
	for (n = 1;; n++) {
		before = heap.calls;
		heap.fail_at = before + n;
		merge(p, &got);
		heap.fail_at = 0;
		assert_honest(&got, &want, n);
		assert_int_equal(heap.live, live);
		if (heap.calls - before < n)
			break;
	}
	assert_int_equal(got.st, p->st);
	assert_true(n > 20);
}

static void
every_call_may_fail_with_all_splits(void **state)
{
	const struct plan p = { .reports = reports, .n = ROWS(reports) };

	(void)state;
	fail_every_call(&p);
}

static void
every_call_may_fail_with_some_of_them(void **state)
{
	const struct plan p = { .format = "jsonl", .reports = reports + 1,
		.n = 2 };

	(void)state;
	fail_every_call(&p);
}

static void
every_call_may_fail_while_values_are_masked(void **state)
{
	const struct plan p = { .reports = reports, .n = ROWS(reports),
		.redact = true };

	(void)state;
	fail_every_call(&p);
}

static void
every_call_may_fail_while_a_fault_is_told(void **state)
{
	static const char *const faulty[] = { "a.jsonl", "f.ndjson" };
	const struct plan gap = { .format = "json", .reports = reports + 1,
		.n = 2, .st = GCL_EINPUT };
	const struct plan none = { .reports = faulty, .n = ROWS(faulty),
		.st = GCL_EINPUT };

	(void)state;
	fail_every_call(&gap);
	fail_every_call(&none);
}

/* What comes from standard input is copied. */
static void
every_call_may_fail_with_a_copy(void **state)
{
	static const char *const list[] = { "c.jsonl", "a.jsonl", "-" };
	const struct plan p = { .reports = list, .n = ROWS(list) };
	int old = dup(STDIN_FILENO), fd = open("b.jsonl", O_RDONLY);

	(void)state;
	assert_true(old >= 0 && fd >= 0);
	assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	fail_every_call(&p);
	assert_int_equal(dup2(old, STDIN_FILENO), STDIN_FILENO);
	close(fd);
	close(old);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_call_may_fail_with_all_splits),
		cmocka_unit_test(every_call_may_fail_with_some_of_them),
		cmocka_unit_test(every_call_may_fail_while_values_are_masked),
		cmocka_unit_test(every_call_may_fail_while_a_fault_is_told),
		cmocka_unit_test(every_call_may_fail_with_a_copy),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
