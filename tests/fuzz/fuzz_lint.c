/*
 * Fuzz target: an input through the public interface, into every format.
 *
 * The first byte picks the options, the rest is the input.  Some are linted
 * twice, from memory and from a descriptor: both must give the same bytes.
 */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "base/limits.h"
#include "json/walk.h"
#include "expect.h"

/* The bits of the first byte. */
enum {
	PICK_INPUT = 7,			/* an index in inputs */
	PICK_UNNAMED = 1 << 3,
	PICK_SHALLOW = 1 << 4,		/* in colour and narrow, too */
	PICK_QUIET = 1 << 5,
	PICK_PACK = 1 << 6,
	PICK_SMALL = 1 << 7,
};

static const struct {
	const char *kind, *name;
} inputs[] = {
	{ "json", "call.json" },
	{ "ndjson", "a\x1b[2J\n\xff\xe2\x80\xae::error::b" },
	{ "auto", "calls" },
	{ "http", "calls.http" },
	{ "har", "calls.har" },
	{ "curl", "calls.curl" },
	{ "postman", "calls.json" },
	{ "log", "calls.log" },
};

/* Those of which the same input gives the same, wherever it comes in a run. */
static const char *const formats[] = {
	"text", "gcc", "json", "jsonl", "github", "rdjson",
};

/* Those that count what came before. */
static const char *const counting[] = { "sarif", "gitlab" };

/* What one input gave. */
struct result {
	struct buf reports[N_ELEMS(formats)];
	struct buf counted;		/* all of the others in one */
	struct buf notices;
};

/*
 * A linter that takes many inputs, since loading a pack takes longer than
 * linting a small one.
 */
struct batch {
	struct gcl_linter *linter;	/* NULL: not begun */
	unsigned n_inputs;
	uint64_t n_findings;		/* in all inputs */
	const char *name;
	struct result result;		/* of the input that is being linted */
	struct expect_last last;
	size_t size;			/* of the input */
	struct walk *walk;		/* over what the JSON report says */
	struct buf json;
};

#define SESSION_INPUTS 64

/* One of so many inputs, by its size, is linted twice. */
#define AGAIN 4

static void
set(struct gcl_linter *l, const char *name, const char *value)
{
	struct gcl_error err;

	expect_status(gcl_linter_set(l, name, value, &err), GCL_OK, &err);
}

static void
set_options(struct gcl_linter *l, unsigned pick)
{
	set(l, "input", inputs[pick & PICK_INPUT].kind);
	set(l, "stdin-filename", inputs[pick & PICK_INPUT].name);
	set(l, "force-exclude", pick & PICK_UNNAMED ? "yes" : "no");
	set(l, "max-depth", pick & PICK_SHALLOW ? "3" : "10000");
	set(l, "color", pick & PICK_SHALLOW ? "always" : "never");
	set(l, "width", pick & PICK_SHALLOW ? "24" : "0");
	set(l, "quiet", pick & PICK_QUIET ? "yes" : "no");
	set(l, "verbose", "yes");
	if (pick & PICK_PACK)
		set(l, "pack", "call-conversation");
	if (pick & PICK_SMALL)
		set(l, "max-size", "100");
}

static void
take_finding(void *ctx, const struct gcl_finding *f)
{
	struct batch *s = ctx;

	expect(!strcmp(f->file, s->name), "a finding names its file");
	expect_finding(f, s->size);
	expect_order(&s->last, f);
	s->n_findings++;
}

static void
take_notice(void *ctx, enum gcl_notice kind, const char *text)
{
	struct batch *s = ctx;

	expect_shown(gcl_span_str(text), "", "a notice can be shown");
	gcl_buf_addf(&s->result.notices, "%d %s\n", (int)kind, text);
}

static int
take_bytes(void *ctx, const char *bytes, size_t len)
{
	struct buf *out = ctx;

	gcl_buf_add(out, bytes, len);
	return gcl_buf_status(out) != GCL_OK;
}

/* What surely fits into a pipe that nobody reads yet. */
#define PIPE_BYTES 16384

/*
 * Let standard input give these bytes.  It is a new pipe each time, since a
 * linter takes no file twice.
 */
static void
put_on_stdin(struct span input)
{
	int fds[2];

	expect(pipe(fds) == 0 && dup2(fds[0], STDIN_FILENO) == STDIN_FILENO &&
	    write(fds[1], input.ptr, input.len) == (ssize_t)input.len,
	    "a pipe can be had");
	close(fds[0]);
	close(fds[1]);
}

static void
result_init(struct result *r)
{
	size_t i;

	for (i = 0; i < N_ELEMS(formats); i++)
		gcl_buf_init(&r->reports[i], LIMIT_TEXT_BYTES);
	gcl_buf_init(&r->counted, LIMIT_TEXT_BYTES);
	gcl_buf_init(&r->notices, LIMIT_TEXT_BYTES);
}

static void
result_release(struct result *r)
{
	size_t i;

	for (i = 0; i < N_ELEMS(formats); i++)
		gcl_buf_release(&r->reports[i]);
	gcl_buf_release(&r->counted);
	gcl_buf_release(&r->notices);
}

static void
result_reset(struct result *r)
{
	size_t i;

	for (i = 0; i < N_ELEMS(formats); i++)
		gcl_buf_reset(&r->reports[i]);
	gcl_buf_reset(&r->counted);
	gcl_buf_reset(&r->notices);
}

static void
lint(struct batch *s, struct span input, bool from_stdin)
{
	static const char *const operand = "-";
	struct gcl_error err;
	enum gcl_status st;

	result_reset(&s->result);
	s->last = (struct expect_last){ .offset = 0 };
	s->size = input.len;
	s->n_inputs++;
	if (from_stdin && input.len <= PIPE_BYTES) {
		put_on_stdin(input);
		st = gcl_lint_paths(s->linter, &operand, 1, &err);
	} else {
		st = gcl_lint_buffer(s->linter, s->name, input.ptr,
		    input.len, &err);
	}
	expect_status(st, GCL_OK, &err);
}

/* The reports' beginnings are out of the way with a first input. */
static void
begin(struct batch *s, unsigned pick)
{
	struct gcl_error err;
	size_t i;

	*s = (struct batch){ .name = inputs[pick & PICK_INPUT].name };
	result_init(&s->result);
	gcl_buf_init(&s->json, LIMIT_TEXT_BYTES);
	s->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	expect(s->walk != NULL, "there is memory");
	expect_status(gcl_linter_new(&s->linter, &err), GCL_OK, &err);
	gcl_linter_on_finding(s->linter, take_finding, s);
	gcl_linter_on_notice(s->linter, take_notice, s);
	set_options(s->linter, pick);
	for (i = 0; i < N_ELEMS(formats); i++)
		expect_status(gcl_linter_output(s->linter, formats[i],
		    take_bytes, &s->result.reports[i], &err), GCL_OK, &err);
	for (i = 0; i < N_ELEMS(counting); i++)
		expect_status(gcl_linter_output(s->linter, counting[i],
		    take_bytes, &s->result.counted, &err), GCL_OK, &err);
	lint(s, SPAN("{\"participants\":[]}"), false);
	expect(s->n_findings > 0, "every kind of input finds a fault in it");
}

/* What was written of the JSON report is JSON behind these words. */
static void
expect_json(struct batch *s, const char *before, const char *behind)
{
	struct walk_event ev;

	gcl_buf_reset(&s->json);
	gcl_buf_adds(&s->json, before);
	gcl_buf_addspan(&s->json, gcl_buf_span(&s->result.reports[2]));
	gcl_buf_adds(&s->json, behind);
	gcl_walk_start(s->walk, gcl_buf_span(&s->json));
	do
		gcl_walk_next(s->walk, &ev);
	while (ev.kind != WALK_END && ev.kind != WALK_BAD);
	expect(ev.kind == WALK_END, "the JSON report is JSON");
}

static void
expect_reports(struct batch *s, unsigned pick)
{
	const struct buf *reports = s->result.reports;
	size_t i;

	expect_shown(gcl_buf_span(&reports[0]),
	    pick & PICK_SHALLOW ? "\n\t\x1b" : "\n\t", "text can be shown");
	for (i = 1; i < N_ELEMS(formats); i++)
		expect_shown(gcl_buf_span(&reports[i]), "\n", formats[i]);
	expect_shown(gcl_buf_span(&s->result.counted), "\n",
	    "sarif and gitlab can be shown");
	expect_json(s, "[0", "]");
}

static void
end(struct batch *s, unsigned pick)
{
	struct gcl_totals totals;
	struct gcl_error err;

	result_reset(&s->result);
	expect_status(gcl_linter_finish(s->linter, &totals, &err), GCL_OK,
	    &err);
	expect_json(s, "{\"\":[0", "");
	expect(totals.files == s->n_inputs, "the totals count the inputs");
	expect(s->n_findings == (pick & PICK_QUIET ? totals.failing :
	    totals.errors + totals.warnings + totals.notes),
	    "the totals count the findings");
	gcl_linter_free(s->linter);
	gcl_walk_free(s->walk);
	result_release(&s->result);
	gcl_buf_release(&s->json);
	s->linter = NULL;
}

static void
expect_equal(const struct buf *a, const struct buf *b, const char *what)
{
	if (gcl_span_eq(gcl_buf_span(a), gcl_buf_span(b)))
		return;
	fprintf(stderr, "first:\n%.*s\nsecond:\n%.*s\n", (int)a->len, a->ptr,
	    (int)b->len, b->ptr);
	expect(false, what);
}

static void
expect_same(const struct result *a, const struct result *b)
{
	size_t i;

	for (i = 0; i < N_ELEMS(formats); i++)
		expect_equal(&a->reports[i], &b->reports[i],
		    "a second run writes the same report");
	expect_equal(&a->notices, &b->notices,
	    "a second run gives the same notices");
}

/* The same bytes again, through a descriptor, give the same. */
static void
lint_again(struct batch *s, struct span input)
{
	struct result first = s->result;

	result_init(&s->result);
	lint(s, input, true);
	expect_same(&first, &s->result);
	result_release(&first);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct batch sessions[256];
	struct batch *s;
	struct span input;
	unsigned pick;

	if (size == 0)
		return 0;
	pick = data[0];
	input = gcl_span((const char *)data + 1, size - 1);
	s = &sessions[pick];
	if (!s->linter)
		begin(s, pick);
	/* Bytes in memory are always named. */
	lint(s, input, pick & PICK_UNNAMED);
	expect_reports(s, pick);
	/* A pipe takes its time. */
	if (size % AGAIN == 0)
		lint_again(s, input);
	if (s->n_inputs > SESSION_INPUTS)
		end(s, pick);
	return 0;
}
