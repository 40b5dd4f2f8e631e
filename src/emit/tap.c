/*
 * The Test Anything Protocol: a file is a test, its findings are the YAML
 * below it.  The plan stands at the end, where the number of files is known.
 *
 * Versions 13 and 14 are the same in what is used of them.  It is called 13,
 * since Perl's TAP::Parser 3.44, and prove(1) with it, take nothing above.
 *
 * What a test's line says is known with the first finding that fails; what
 * comes before it is kept, what comes behind it is written as it comes.
 */
#include "config.h"

#include "emit/emit.h"

#include <inttypes.h>

#include "base/display.h"
#include "base/limits.h"
#include "emit/line.h"
#include "json/write.h"

#define INDENT "      "

struct tap {
	struct buf name;	/* of the input, as it is written */
	struct buf kept;	/* the findings before the test's line */
	struct buf scratch;
	bool told;		/* the test's line is written */
};

static void
begin(struct emit *e)
{
	struct tap *t = e->state;

	gcl_buf_init(&t->name, LIMIT_TEXT_BYTES);
	gcl_buf_init(&t->kept, LIMIT_TEXT_BYTES);
	gcl_buf_init(&t->scratch, LIMIT_TEXT_BYTES);
	gcl_buf_adds(&e->text, "TAP version 13\n");
}

static void
release(struct emit *e)
{
	struct tap *t = e->state;

	gcl_buf_release(&t->name);
	gcl_buf_release(&t->kept);
	gcl_buf_release(&t->scratch);
}

/* The test's line, and what was kept. */
static void
tell(struct emit *e, struct tap *t, bool fails)
{
	struct buf *b = &e->text;

	gcl_sink_fail(&e->sink, gcl_buf_status(&t->name));
	gcl_sink_fail(&e->sink, gcl_buf_status(&t->kept));
	gcl_buf_addf(b, "%s %" PRIu64 " - ", fails ? "not ok" : "ok",
		e->inputs);
	gcl_buf_addspan(b, gcl_buf_span(&t->name));
	gcl_buf_addc(b, '\n');
	if (fails || t->kept.len > 0)
		gcl_buf_adds(b, "  ---\n  findings:\n");
	gcl_buf_addspan(b, gcl_buf_span(&t->kept));
	t->told = true;
}

static void
close_test(struct emit *e, struct tap *t)
{
	bool fails = t->told;

	if (!fails)
		tell(e, t, false);
	if (fails || t->kept.len > 0)
		gcl_buf_adds(&e->text, "  ...\n");
}

/* A # would begin a directive, and a backslash escapes it. */
static void
set_name(struct emit *e, struct tap *t, const char *file)
{
	size_t i;

	gcl_buf_reset(&t->name);
	gcl_buf_reset(&t->scratch);
	gcl_display_add(&t->scratch, gcl_span_str(file));
	gcl_sink_fail(&e->sink, gcl_buf_status(&t->scratch));
	for (i = 0; i < t->scratch.len; i++) {
		if (strchr("\\#", t->scratch.ptr[i]))
			gcl_buf_addc(&t->name, '\\');
		gcl_buf_addc(&t->name, t->scratch.ptr[i]);
	}
}

static void
input(struct emit *e, const char *file)
{
	struct tap *t = e->state;

	if (e->inputs > 0)
		close_test(e, t);
	set_name(e, t, file);
	gcl_buf_reset(&t->kept);
	t->told = false;
}

/* A string of JSON is one of YAML, as long as it escapes no surrogates. */
static void
add_scratch(struct emit *e, struct buf *b, const char *key)
{
	struct tap *t = e->state;

	gcl_sink_fail(&e->sink, gcl_buf_status(&t->scratch));
	gcl_buf_addf(b, INDENT "%s: ", key);
	gcl_json_quote(b, gcl_buf_span(&t->scratch));
	gcl_buf_addc(b, '\n');
}

static void
add_str(struct emit *e, struct buf *b, const char *key, const char *value)
{
	struct tap *t = e->state;

	gcl_buf_reset(&t->scratch);
	gcl_line_text(&t->scratch, value);
	add_scratch(e, b, key);
}

static void
add_uint(struct buf *b, const char *key, uint64_t value)
{
	gcl_buf_addf(b, INDENT "%s: %" PRIu64 "\n", key, value);
}

/* Where the next finding goes. */
static struct buf *
open_finding(struct emit *e, struct tap *t, enum gcl_severity severity,
	bool fails)
{
	struct buf *b;

	if (fails && !t->told)
		tell(e, t, true);
	b = t->told ? &e->text : &t->kept;
	gcl_buf_addf(b, "    - severity: %s\n",
		gcl_line_severity(severity)->name);
	return b;
}

static void
failure(struct emit *e, const char *text)
{
	struct tap *t = e->state;
	struct buf *b;

	b = open_finding(e, t, GCL_ERROR, true);
	add_str(e, b, "rule", EMIT_FILE_ERROR);
	add_str(e, b, "message", text);
}

static void
add_pointer(struct emit *e, struct buf *b, const struct gcl_finding *f)
{
	struct tap *t = e->state;

	gcl_buf_reset(&t->scratch);
	gcl_display_add(&t->scratch, gcl_span(f->pointer, f->pointer_len));
	add_scratch(e, b, "pointer");
}

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	struct tap *t = e->state;
	struct buf *b;

	(void)src;
	b = open_finding(e, t, f->severity, gcl_emit_fails(e, f));
	add_str(e, b, "rule", f->rule);
	add_str(e, b, "message", f->message);
	if (f->help)
		add_str(e, b, "help", f->help);
	add_uint(b, "line", f->at.line);
	add_uint(b, "column", f->at.column);
	add_uint(b, "document", f->document);
	if (f->pointer)
		add_pointer(e, b, f);
	if (f->status > 0)
		add_uint(b, "status", (uint64_t)f->status);
}

static void
end(struct emit *e, const struct gcl_totals *totals)
{
	struct tap *t = e->state;

	(void)totals;
	if (e->inputs > 0)
		close_test(e, t);
	gcl_buf_addf(&e->text, "1..%" PRIu64 "%s\n", e->inputs,
		e->inputs > 0 ? "" : " # SKIP nothing to lint");
}

const struct emitter gcl_emitter_tap = {
	.name = "tap",
	.summary = "Test Anything Protocol, a test for each file",
	.state_size = sizeof(struct tap),
	.begin = begin,
	.input = input,
	.failure = failure,
	.finding = finding,
	.end = end,
	.release = release,
};
