/*
 * Memory: none is asked for once a linter has seen documents of a size, and
 * wherever there is none the run says so.
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
#include <unistd.h>

#include "base/limits.h"
#include "emit/emit.h"
#include "gclint/gclint.h"
#include "generate.h"
#include "heap.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))

/* ---- documents ---- */

#define REST "\"addressType\":\"phone\",\"state\":\"initial\"," \
	"\"mediaTypes\":[\"call\"]"
#define PARTY(address) "{\"address\":\"" address "\"," REST "}"
#define CALL(list) "{\"type\":\"call\",\"participants\":[" list "]}"
#define CLEAN CALL(PARTY("tel:+15551234567"))

static const char *const small[] = {
	CLEAN,
	CALL(PARTY("tel:\\u002b15551234567") "," PARTY("sip:a@example.com")),
	/* One fault of each kind. */
	CALL(PARTY("+15551234567")),
	CALL(PARTY("+1 (555) 123-4567")),
	CALL(PARTY("tel:\\u002b1 555 1234567")),
	CALL(PARTY("tel:+999123456789")),
	CALL(PARTY("sip:alice smith@example.com")),
	CALL(PARTY("${TO}")),
	CALL(PARTY("tel:+15551234567") "," PARTY("tel:+15551234567")),
	CALL("\"+15551234567\",7,null,[]"),
	"{\"to\":1,\"Particpants\":[],\"\\u0061ddress\":2,\"type\":\"x\"}",
	"{\"participants\":[{\"adress\":1,\"state\":\"ringing\","
	    "\"mediaTypes\":[\"audio\",1],\"routingData\":{\"queueId\":7},"
	    "\"colour\":1,\"colour\":2}]}",
	"{\"address\":\"tel:+15551234567\"}",
	"{\"name\":\"my-app\"}",
	"[]",
	/* Not JSON, to be read past or not. */
	"{\"type\":\"call\",/* x */\"participants\":["
	    PARTY("+15551234567") ",]}",
	"{'type':'call'}",
	"{\"type\":\"call\",\"participants\":[",
	"{\"type\":None}",
	"{\"a\":\"\\x\",}",
	"\xef\xbb\xbf" CLEAN,
	"\xff\xfe",
	"",
	"{\"a\" 1}",
};

static void
repeat(struct buf *b, const char *s, size_t n)
{
	while (n-- > 0)
		gcl_buf_adds(b, s);
}

#define N_LARGE 6

/* Wide and deep ones, clean, faulty, and not JSON. */
static void
make_large(struct buf large[N_LARGE])
{
	size_t i;

	for (i = 0; i < N_LARGE; i++)
		gcl_buf_init(&large[i], LIMIT_TEXT_BYTES);
	gcl_buf_adds(&large[0], "{\"type\":\"call\",\"participants\":[");
	repeat(&large[0], PARTY("tel:+15551234567") ",", 100);
	gcl_buf_adds(&large[0], PARTY("+1") "]}");
	gcl_buf_adds(&large[1], "{\"type\":\"call\",\"participants\":[");
	repeat(&large[1], "{\"adress\":[],\"x\":{\"y\":1}},7,\"+1 555\",",
	    100);
	gcl_buf_adds(&large[1], "null]}");
	gcl_buf_adds(&large[2], "{\"type\":\"call\"");
	for (i = 0; i < 500; i++)
		gcl_buf_addf(&large[2], ",\"key%zu\":%zu", i % 400, i);
	gcl_buf_adds(&large[2], "}");
	gcl_buf_adds(&large[3], "{\"participants\":[{\"x\":");
	repeat(&large[3], "[{\"a\":", 250);
	gcl_buf_adds(&large[3], "1");
	repeat(&large[3], "}]", 250);
	gcl_buf_adds(&large[3], "}]}");
	repeat(&large[4], "[", 600);
	gcl_buf_adds(&large[5], "{\"participants\":[");
	repeat(&large[5], "1,/* x */", 100);
	gcl_buf_adds(&large[5], "]}");
	for (i = 0; i < N_LARGE; i++)
		assert_int_equal(gcl_buf_status(&large[i]), GCL_OK);
}

/* ---- after warm-up ---- */

static int
ignore(void *ctx, const char *bytes, size_t len)
{
	(void)bytes;
	*(size_t *)ctx += len;
	return 0;
}

static void
count_finding(void *ctx, const struct gcl_finding *f)
{
	(void)f;
	++*(size_t *)ctx;
}

struct fixture {
	struct gcl_linter *l;
	struct gcl_error err;
	struct buf large[N_LARGE];
	size_t written, findings;
};

static int
set_up(void **state)
{
	static const char *const formats[] = { "text", "gcc", "json" };
	struct fixture *f = calloc(1, sizeof(*f));
	size_t i;

	if (!f || gcl_linter_new(&f->l, &f->err) != GCL_OK)
		return -1;
	make_large(f->large);
	gcl_linter_on_finding(f->l, count_finding, &f->findings);
	for (i = 0; i < ROWS(formats); i++)
		if (gcl_linter_output(f->l, formats[i], ignore, &f->written,
		    &f->err) != GCL_OK)
			return -1;
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < N_LARGE; i++)
		gcl_buf_release(&f->large[i]);
	gcl_linter_free(f->l);
	free(f);
	return 0;
}

static void
lint(struct fixture *f, struct span text)
{
	assert_int_equal(gcl_lint_buffer(f->l, "call.json", text.ptr,
	    text.len, &f->err), GCL_OK);
}

static void
lint_all(struct fixture *f)
{
	size_t i;

	for (i = 0; i < ROWS(small); i++)
		lint(f, gcl_span_str(small[i]));
	for (i = 0; i < N_LARGE; i++)
		lint(f, gcl_buf_span(&f->large[i]));
}

#define WARM_UP 3

static void
assert_no_calls(struct fixture *f, struct span text)
{
	size_t i, before;

	for (i = 0; i < WARM_UP; i++)
		lint(f, text);
	before = heap.calls;
	lint(f, text);
	if (heap.calls != before)
		fail_msg("%zu calls for memory: %.200s", heap.calls - before,
		    text.ptr);
}

static void
a_document_is_linted_without_asking_for_memory(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < ROWS(small); i++)
		assert_no_calls(f, gcl_span_str(small[i]));
	for (i = 0; i < N_LARGE; i++)
		assert_no_calls(f, gcl_buf_span(&f->large[i]));
	assert_true(f->findings > 2000);
}

static void
documents_of_all_kinds_are_linted_in_turn_without(void **state)
{
	struct fixture *f = *state;
	size_t i, before;

	for (i = 0; i < WARM_UP; i++)
		lint_all(f);
	before = heap.calls;
	lint_all(f);
	assert_int_equal(heap.calls, before);
}

static void
lines_of_a_file_are_linted_without(void **state)
{
	struct fixture *f = *state;
	struct buf b;
	size_t i, before;

	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	for (i = 0; i < 100; i++)
		gcl_buf_addf(&b, "%s\n\n", small[i % 12]);
	assert_int_equal(gcl_buf_status(&b), GCL_OK);
	for (i = 0; i < WARM_UP; i++)
		assert_int_equal(gcl_lint_buffer(f->l, "c.ndjson", b.ptr,
		    b.len, &f->err), GCL_OK);
	before = heap.calls;
	assert_int_equal(gcl_lint_buffer(f->l, "c.ndjson", b.ptr, b.len,
	    &f->err), GCL_OK);
	assert_int_equal(heap.calls, before);
	gcl_buf_release(&b);
}

static void
generated_texts_are_linted_without(void **state)
{
	struct fixture *f = *state;
	struct generated g;
	unsigned i;

	generate_init(&g, 77);
	for (i = 0; i < N_GENERATE_KINDS; i++) {
		generate(&g, 2000, generate_kinds[i][0],
		    generate_kinds[i][1]);
		assert_no_calls(f, gcl_buf_span(&g.text));
	}
	generate_release(&g);
}

/* ---- with too little of it ---- */

/* What a run came to. */
struct outcome {
	enum gcl_status st;
	size_t findings;
	char text[65536];
	size_t len;
	size_t others;		/* bytes of the other reports */
	struct gcl_totals totals;
};

static int
keep_text(void *ctx, const char *bytes, size_t len)
{
	struct outcome *o = ctx;

	assert_true(o->len + len < sizeof(o->text));
	memcpy(o->text + o->len, bytes, len);
	o->len += len;
	return 0;
}

static void
keep_finding(void *ctx, const struct gcl_finding *f)
{
	struct outcome *o = ctx;

	(void)f;
	o->findings++;
}

struct plan {
	const char *jobs;	/* NULL: one */
	size_t step;		/* of the calls that are to fail */
	const char *pack;	/* a file, linted as well, or NULL */
	const char *const *texts;
	size_t n_texts;
};

/* Every format there is. */
static enum gcl_status
add_reports(struct gcl_linter *l, struct outcome *o, struct gcl_error *err)
{
	enum gcl_status st;
	size_t i;

	st = gcl_linter_output(l, "json", keep_text, o, err);
	for (i = 0; gcl_emitters[i] && st == GCL_OK; i++)
		st = gcl_linter_output(l, gcl_emitters[i]->name, ignore,
		    &o->others, err);
	return st;
}

static enum gcl_status
steps(struct gcl_linter *l, const struct plan *p, struct outcome *o,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	size_t i;

	if (p->jobs)
		st = gcl_linter_set(l, "jobs", p->jobs, err);
	if (p->pack)
		st = gcl_linter_set(l, "pack", p->pack, err);
	if (st == GCL_OK)
		st = gcl_linter_set(l, "severity", "field-unknown=error",
		    err);
	gcl_linter_on_finding(l, keep_finding, o);
	if (st == GCL_OK)
		st = add_reports(l, o, err);
	for (i = 0; i < p->n_texts && st == GCL_OK; i++)
		st = gcl_lint_buffer(l, "call.ndjson", p->texts[i],
		    strlen(p->texts[i]), err);
	if (st == GCL_OK && p->pack)
		st = gcl_lint_paths(l, &p->pack, 1, err);
	return st == GCL_OK ? gcl_linter_finish(l, &o->totals, err) : st;
}

static void
run(const struct plan *p, struct outcome *o)
{
	struct gcl_error err = { GCL_OK, "" };
	struct gcl_linter *l;

	*o = (struct outcome){ .st = gcl_linter_new(&l, &err) };
	if (o->st == GCL_OK)
		o->st = steps(l, p, o, &err);
	gcl_linter_free(l);
	if (o->st == err.status && (o->st == GCL_OK) == !err.text[0])
		return;
	heap.fail_at = 0;
	fail_msg("status %d, but error %d '%s'", o->st, err.status, err.text);
}

/* The same, or told to have failed: nothing is lost in silence. */
static void
assert_honest(const struct outcome *o, const struct outcome *want, size_t n)
{
	if (o->st == GCL_ENOMEM)
		return;
	if (o->st != GCL_OK)
		fail_msg("call %zu: status %d", n, o->st);
	if (o->others != want->others)
		fail_msg("call %zu: %zu bytes of %zu in the other reports",
		    n, o->others, want->others);
	if (o->findings != want->findings || o->len != want->len ||
	    memcmp(o->text, want->text, o->len) ||
	    memcmp(&o->totals, &want->totals, sizeof(o->totals)))
		fail_msg("call %zu: %zu findings of %zu\n%.*s", n,
		    o->findings, want->findings, (int)o->len, o->text);
}

static void
fail_every_call(const struct plan *p)
{
	struct outcome want, got;
	long live = heap.live;
	size_t n, before;

	run(p, &want);
	assert_int_equal(want.st, GCL_OK);
	assert_int_equal(heap.live, live);
	assert_true(want.findings > 0);
	for (n = 1;; n += p->step) {
		before = heap.calls;
		heap.fail_at = before + n;
		run(p, &got);
		heap.fail_at = 0;
		assert_honest(&got, &want, n);
		assert_int_equal(heap.live, live);
		if (heap.calls - before < n)
			break;
	}
	assert_int_equal(got.st, GCL_OK);
	assert_true(n > 50);
}

static void
every_call_may_fail_with_an_embedded_pack(void **state)
{
	const struct plan p = { .step = 1, .texts = small,
		.n_texts = ROWS(small) };

	(void)state;
	fail_every_call(&p);
}

/* So large that it is linted in parts; a step, since each run takes long. */
static void
calls_may_fail_in_threads(void **state)
{
	const char *text;
	const struct plan p = { .jobs = "2", .step = 67, .texts = &text,
		.n_texts = 1 };
	struct outcome first;
	struct buf b;

	(void)state;
	gcl_buf_init(&b, LIMIT_TEXT_BYTES);
	repeat(&b, CALL(PARTY("+15551234567")) "\n", 3);
	while (b.len < 1u << 20)
		repeat(&b, CLEAN "\n", 100);
	text = gcl_buf_str(&b);
	assert_non_null(text);
	/* The C library keeps the memory of threads for later ones. */
	run(&p, &first);
	fail_every_call(&p);
	gcl_buf_release(&b);
}

static void
every_call_may_fail_with_a_pack_from_a_file(void **state)
{
	static const char pack[] = "{\"pack\":\"my\",\"include\":[\"common\"],"
	    "\"root\":\"r\",\"recognise\":{\"any\":[{\"at\":\"/a\","
	    "\"match\":\"^x\"}]},\"rules\":{\"mine\":{\"severity\":\"error\","
	    "\"summary\":\"s\"}},\"formats\":{\"f\":[{\"rule\":\"mine\","
	    "\"no\":\"y\",\"fix\":[{\"delete\":\"y\"},{\"put\":\"<$0>\"}]}]},"
	    "\"shapes\":{\"r\":{\"fields\":{\"a\":{\"is\":\"string\","
	    "\"format\":\"f\",\"missing\":{}},\"b\":{\"is\":\"array of r\","
	    "\"checks\":[{\"unique\":\"a\"}]}},\"misplaced\":{\"c\":"
	    "\"no\"},\"checks\":[{\"choose\":{\"of\":[\"a\"],\"min\":1}}]}}}";
	static const char *const texts[] = {
		"{\"a\":\"x\\u0079y\",\"c\":1,\"b\":[{\"a\":\"x\"},"
		    "{\"a\":\"\\u0078\"},{}]}",
	};
	char path[64] = P_tmpdir "/gclint-alloc-XXXXXX";
	const struct plan p = { .step = 1, .pack = path, .texts = texts,
		.n_texts = 1 };
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, pack, sizeof(pack) - 1),
	    sizeof(pack) - 1);
	assert_int_equal(close(fd), 0);
	fail_every_call(&p);
	assert_int_equal(remove(path), 0);
}

/* A faulty pack stays one, or there was no memory to say so. */
static void
every_call_may_fail_while_a_fault_is_told(void **state)
{
	static const char pack[] = "{\"pack\":\"my\",\n\"root\":\"any\","
	    "\"shapes\":{\"r\":{\"fields\":{\"a\":{\"is\":\"string\","
	    "\"match\":\"\\u0028\"}}}}}";
	char path[64] = P_tmpdir "/gclint-alloc-XXXXXX";
	const struct plan p = { .pack = path };
	struct outcome got;
	long live = heap.live;
	size_t n, before;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, pack, sizeof(pack) - 1),
	    sizeof(pack) - 1);
	assert_int_equal(close(fd), 0);
	for (n = 1;; n++) {
		before = heap.calls;
		heap.fail_at = before + n;
		run(&p, &got);
		heap.fail_at = 0;
		if (got.st != GCL_ENOMEM && got.st != GCL_EPACK)
			fail_msg("call %zu: status %d", n, got.st);
		assert_int_equal(heap.live, live);
		if (heap.calls - before < n)
			break;
	}
	assert_int_equal(got.st, GCL_EPACK);
	assert_int_equal(remove(path), 0);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_document_is_linted_without_asking_for_memory),
		TEST(documents_of_all_kinds_are_linted_in_turn_without),
		TEST(lines_of_a_file_are_linted_without),
		TEST(generated_texts_are_linted_without),
		cmocka_unit_test(every_call_may_fail_with_an_embedded_pack),
		cmocka_unit_test(calls_may_fail_in_threads),
		cmocka_unit_test(every_call_may_fail_with_a_pack_from_a_file),
		cmocka_unit_test(every_call_may_fail_while_a_fault_is_told),
	};

	return cmocka_run_group_tests(tests, heap_is_ours, NULL);
}
