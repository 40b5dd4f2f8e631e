/*
 * The results of a SARIF report (SARIF 2.1.0, 3.27).
 *
 * A region stays on the line that it begins in: code scanning shows a place in
 * a pull request only when all of its lines are part of the change.
 */
#include "config.h"

#include "emit/sarif_p.h"

#include "emit/object.h"

/* The column behind the line that a place of several lines begins in. */
static enum gcl_status
line_end(const struct gcl_place *at, struct source *src, uint64_t *column)
{
	struct span line;
	struct gcl_place end;
	enum gcl_status st;
	size_t start;

	st = gcl_source_line(src, (size_t)(at->offset - src->base), &line,
		&start);
	if (st == GCL_OK)
		st = gcl_source_place(src, start + line.len, 0, &end);
	if (st == GCL_OK)
		*column = end.column;
	return st;
}

static void
add_physical(struct emit *e, struct json_writer *w, const struct gcl_place *at,
	struct source *src)
{
	const struct sarif *s = e->state;
	uint64_t end = at->end_column;

	if (at->end_line != at->line)
		gcl_sink_fail(&e->sink, line_end(at, src, &end));
	gcl_json_key(w, "physicalLocation");
	gcl_json_open(w, '{');
	gcl_json_key(w, "artifactLocation");
	gcl_json_raw(w, gcl_buf_span(&s->file));
	gcl_json_key(w, "region");
	gcl_json_open(w, '{');
	gcl_object_uint(w, "startLine", at->line);
	gcl_object_uint(w, "startColumn", at->column);
	gcl_object_uint(w, "endLine", at->line);
	gcl_object_uint(w, "endColumn", end);
	gcl_json_close(w, '}');
	gcl_json_close(w, '}');
}

static void
add_location(struct emit *e, struct json_writer *w,
	const struct gcl_finding *f, struct source *src)
{
	gcl_json_key(w, "locations");
	gcl_json_open(w, '[');
	gcl_json_open(w, '{');
	add_physical(e, w, &f->at, src);
	if (f->pointer_len > 0) {
		gcl_json_key(w, "logicalLocations");
		gcl_json_open(w, '[');
		gcl_json_open(w, '{');
		gcl_json_key(w, "fullyQualifiedName");
		gcl_json_span(w, gcl_span(f->pointer, f->pointer_len));
		gcl_object_str(w, "kind", "value");
		gcl_json_close(w, '}');
		gcl_json_close(w, ']');
	}
	gcl_json_close(w, '}');
	gcl_json_close(w, ']');
}

static void
add_related(struct emit *e, struct json_writer *w,
	const struct gcl_finding *f, struct source *src)
{
	size_t i;

	if (f->n_related == 0)
		return;
	gcl_json_key(w, "relatedLocations");
	gcl_json_open(w, '[');
	for (i = 0; i < f->n_related; i++) {
		gcl_json_open(w, '{');
		add_physical(e, w, &f->related[i].at, src);
		gcl_sarif_message(e, w, f->related[i].message, NULL);
		gcl_json_close(w, '}');
	}
	gcl_json_close(w, ']');
}

static void
add_fingerprint(struct json_writer *w, const char *fingerprint)
{
	if (!fingerprint)
		return;
	gcl_json_key(w, "partialFingerprints");
	gcl_json_open(w, '{');
	gcl_object_str(w, "gclint/v1", fingerprint);
	gcl_json_close(w, '}');
}

static void
add_properties(struct json_writer *w, const struct gcl_finding *f)
{
	gcl_json_key(w, "properties");
	gcl_json_open(w, '{');
	gcl_object_uint(w, "document", f->document);
	if (f->pack)
		gcl_object_str(w, "pack", f->pack);
	if (f->status > 0)
		gcl_object_uint(w, "status", (uint64_t)f->status);
	gcl_json_close(w, '}');
}

void
gcl_sarif_result(struct emit *e, const struct gcl_finding *f,
	struct source *src)
{
	struct json_writer w;
	size_t rule;

	if (!e->state || gcl_sarif_rule(e, f, &rule) != GCL_OK) {
		gcl_sink_fail(&e->sink, GCL_ENOMEM);
		return;
	}
	gcl_object_item(e, &w);
	gcl_json_open(&w, '{');
	gcl_object_str(&w, "ruleId", f->rule);
	gcl_object_uint(&w, "ruleIndex", rule);
	gcl_object_str(&w, "level", gcl_sarif_level(f->severity)->level);
	gcl_sarif_message(e, &w, f->message, f->help);
	add_location(e, &w, f, src);
	add_related(e, &w, f, src);
	add_fingerprint(&w, f->fingerprint);
	add_properties(&w, f);
	gcl_json_close(&w, '}');
}
