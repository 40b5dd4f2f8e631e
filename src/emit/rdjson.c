/*
 * Reviewdog Diagnostic Format: a DiagnosticResult of reviewdog.proto as JSON.
 * Its columns count bytes, and reviewdog refuses members that it does not know,
 * so there are none for what only later versions of the format can tell.
 */
#include "config.h"

#include "emit/emit.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "emit/fixed.h"
#include "emit/object.h"
#include "emit/uri.h"

/* Bytes of a source that a suggestion is made for. */
#define SUGGESTION_MAX (64u << 10)

struct rdjson {
	struct buf text;	/* of a suggestion */
};

static void
begin(struct emit *e)
{
	struct rdjson *r = e->state;
	struct json_writer w;

	gcl_buf_init(&r->text, LIMIT_TEXT_BYTES);
	gcl_json_init(&w, &e->text);
	gcl_json_open(&w, '{');
	gcl_json_key(&w, "source");
	gcl_json_open(&w, '{');
	gcl_object_str(&w, "name", PACKAGE_NAME);
	gcl_json_close(&w, '}');
	gcl_json_key(&w, "diagnostics");
	gcl_json_open(&w, '[');
}

static void
add_position(struct emit *e, struct json_writer *w, const char *key,
	uint64_t line, struct source *src, uint64_t offset)
{
	uint64_t bytes = 0;

	bool known = gcl_source_has(src, offset, 0);

	if (known)
		gcl_sink_fail(&e->sink, gcl_source_bytes_before(src,
		    (size_t)(offset - src->base), &bytes));
	gcl_json_key(w, key);
	gcl_json_open(w, '{');
	gcl_object_uint(w, "line", line);
	if (known)
		gcl_object_uint(w, "column", bytes + 1);
	gcl_json_close(w, '}');
}

static void
add_range(struct emit *e, struct json_writer *w, const struct gcl_place *at,
	struct source *src)
{
	gcl_json_key(w, "range");
	gcl_json_open(w, '{');
	add_position(e, w, "start", at->line, src, at->offset);
	add_position(e, w, "end", at->end_line, src, at->offset + at->length);
	gcl_json_close(w, '}');
}

static void
add_location(struct emit *e, struct json_writer *w,
	const struct gcl_finding *f, struct source *src)
{
	gcl_json_key(w, "location");
	gcl_json_open(w, '{');
	gcl_json_key(w, "path");
	gcl_json_span(w, gcl_path_local(f->file));
	add_range(e, w, &f->at, src);
	gcl_json_close(w, '}');
}

static void
add_code(struct json_writer *w, const struct gcl_finding *f)
{
	gcl_json_key(w, "code");
	gcl_json_open(w, '{');
	gcl_object_str(w, "value", f->rule);
	if (f->url)
		gcl_object_str(w, "url", f->url);
	gcl_json_close(w, '}');
}

/*
 * Suggestions are alternatives, so all of a fix is one: from its first edit to
 * the last, with what stands between them.
 */
static void
add_fix(struct emit *e, struct json_writer *w, const struct gcl_fix *fix,
	struct source *src)
{
	struct rdjson *r = e->state;
	struct gcl_place at;
	size_t from, to;

	if (!fix || !gcl_fixed_known(fix, src))
		return;
	from = gcl_fixed_from(fix->edits, src);
	to = gcl_fixed_to(&fix->edits[fix->n_edits - 1], src);
	if (to - from > SUGGESTION_MAX)
		return;
	gcl_buf_reset(&r->text);
	gcl_fixed_text(&r->text, fix, src);
	gcl_sink_fail(&e->sink, gcl_buf_status(&r->text));
	if (gcl_utf8_check(gcl_buf_span(&r->text)) < r->text.len)
		return;
	gcl_sink_fail(&e->sink, gcl_source_place(src, from, to - from, &at));
	gcl_json_key(w, "suggestions");
	gcl_json_open(w, '[');
	gcl_json_open(w, '{');
	add_range(e, w, &at, src);
	gcl_json_key(w, "text");
	gcl_json_span(w, gcl_buf_span(&r->text));
	gcl_json_close(w, '}');
	gcl_json_close(w, ']');
}

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	static const char *const severities[] = {
		[GCL_NOTE] = "INFO",
		[GCL_WARNING] = "WARNING",
		[GCL_ERROR] = "ERROR",
	};
	struct json_writer w;

	gcl_object_item(e, &w);
	gcl_object_said(&w, "message", NULL, f);
	add_location(e, &w, f, src);
	gcl_object_str(&w, "severity", severities[f->severity]);
	add_code(&w, f);
	add_fix(e, &w, f->fix, src);
	gcl_json_close(&w, '}');
}

static void
end(struct emit *e, const struct gcl_totals *t)
{
	struct json_writer w;

	(void)t;
	gcl_object_items_end(e, &w);
	gcl_json_close(&w, '}');
	gcl_buf_addc(&e->text, '\n');
}

static void
release(struct emit *e)
{
	struct rdjson *r = e->state;

	gcl_buf_release(&r->text);
}

const struct emitter gcl_emitter_rdjson = {
	.name = "rdjson",
	.summary = "Reviewdog Diagnostic Format",
	.shows_text = true,
	.state_size = sizeof(struct rdjson),
	.begin = begin,
	.finding = finding,
	.end = end,
	.release = release,
};
