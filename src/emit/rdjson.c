/*
 * Reviewdog Diagnostic Format: a DiagnosticResult of reviewdog.proto as JSON.
 * Its columns count bytes, and reviewdog refuses members that it does not know,
 * so there are none for what only later versions of the format can tell.
 */
#include "config.h"

#include "emit/emit.h"

#include "emit/line.h"
#include "emit/object.h"
#include "emit/uri.h"

static void
begin(struct emit *e)
{
	struct json_writer w;

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

	gcl_sink_fail(&e->sink, gcl_source_bytes_before(src,
	    (size_t)(offset - src->base), &bytes));
	gcl_json_key(w, key);
	gcl_json_open(w, '{');
	gcl_object_uint(w, "line", line);
	gcl_object_uint(w, "column", bytes + 1);
	gcl_json_close(w, '}');
}

static void
add_location(struct emit *e, struct json_writer *w,
	const struct gcl_finding *f, struct source *src)
{
	const struct gcl_place *at = &f->at;

	gcl_json_key(w, "location");
	gcl_json_open(w, '{');
	gcl_json_key(w, "path");
	gcl_json_span(w, gcl_path_local(f->file));
	gcl_json_key(w, "range");
	gcl_json_open(w, '{');
	add_position(e, w, "start", at->line, src, at->offset);
	add_position(e, w, "end", at->end_line, src, at->offset + at->length);
	gcl_json_close(w, '}');
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

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	static const char *const severities[] = {
		[GCL_NOTE] = "INFO",
		[GCL_WARNING] = "WARNING",
		[GCL_ERROR] = "ERROR",
	};
	const char *const message[] = { f->message,
		f->help ? LINE_HELP : NULL, f->help, NULL };
	struct json_writer w;

	gcl_object_item(e, &w);
	gcl_json_open(&w, '{');
	gcl_object_text(&w, "message", message);
	add_location(e, &w, f, src);
	gcl_object_str(&w, "severity", severities[f->severity]);
	add_code(&w, f);
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

const struct emitter gcl_emitter_rdjson = {
	.name = "rdjson",
	.summary = "Reviewdog Diagnostic Format",
	.begin = begin,
	.finding = finding,
	.end = end,
};
