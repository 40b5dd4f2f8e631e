/*
 * The results of a SARIF report (SARIF 2.1.0, 3.27).
 *
 * A region stays on the line that it begins in: code scanning shows a place in
 * a pull request only when all of its lines are part of the change.
 */
#include "config.h"

#include "emit/sarif_p.h"

#include "emit/fixed.h"
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
add_region(struct json_writer *w, const char *key, const struct gcl_place *at)
{
	const struct object_uint list[] = {
		{ "startLine", at->line },
		{ "startColumn", at->column },
		{ "endLine", at->end_line },
		{ "endColumn", at->end_column },
	};

	gcl_json_key(w, key);
	gcl_json_open(w, '{');
	gcl_object_uints(w, list, sizeof(list) / sizeof(list[0]));
}

static void
add_file(struct emit *e, struct json_writer *w)
{
	const struct sarif *s = e->state;

	gcl_json_key(w, "artifactLocation");
	gcl_json_raw(w, gcl_buf_span(&s->file));
}

static void
add_physical(struct emit *e, struct json_writer *w, const struct gcl_place *at,
	struct source *src)
{
	struct gcl_place line = *at;

	if (at->end_line != at->line &&
	    gcl_source_has(src, at->offset, at->length)) {
		gcl_sink_fail(&e->sink, line_end(at, src, &line.end_column));
		line.end_line = at->line;
	}
	gcl_json_key(w, "physicalLocation");
	gcl_json_open(w, '{');
	add_file(e, w);
	add_region(w, "region", &line);
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
add_replacement(struct emit *e, struct json_writer *w,
	const struct gcl_edit *edit, struct source *src)
{
	struct gcl_place at;

	gcl_sink_fail(&e->sink, gcl_source_place(src,
	    gcl_fixed_from(edit, src), (size_t)edit->length, &at));
	gcl_json_open(w, '{');
	add_region(w, "deletedRegion", &at);
	gcl_object_uint(w, "byteOffset", edit->offset);
	gcl_object_uint(w, "byteLength", edit->length);
	gcl_json_close(w, '}');
	gcl_json_key(w, "insertedContent");
	gcl_json_open(w, '{');
	gcl_json_key(w, "text");
	gcl_json_span(w, gcl_span(edit->text, edit->text_len));
	gcl_json_close(w, '}');
	gcl_json_close(w, '}');
}

/* What the fix does to the payload's meaning, for those who have to choose. */
static void
add_kind(struct emit *e, struct json_writer *w, const struct gcl_fix *fix)
{
	struct sarif *s = e->state;

	gcl_buf_adds(&s->words, fix->safe ?
		"The payload means what it meant." :
		"The payload may mean something else: look at it first.");
	gcl_sarif_text(e, w, "description");
}

static void
add_fix(struct emit *e, struct json_writer *w, const struct gcl_fix *fix,
	struct source *src)
{
	size_t i;

	if (!fix || !gcl_fixed_known(fix, src))
		return;
	gcl_json_key(w, "fixes");
	gcl_json_open(w, '[');
	gcl_json_open(w, '{');
	add_kind(e, w, fix);
	gcl_json_key(w, "artifactChanges");
	gcl_json_open(w, '[');
	gcl_json_open(w, '{');
	add_file(e, w);
	gcl_json_key(w, "replacements");
	gcl_json_open(w, '[');
	for (i = 0; i < fix->n_edits; i++)
		add_replacement(e, w, &fix->edits[i], src);
	gcl_json_close(w, ']');
	gcl_json_close(w, '}');
	gcl_json_close(w, ']');
	gcl_json_close(w, '}');
	gcl_json_close(w, ']');
}

/* Why a result needs nobody's attention (3.27.23, 3.27.24). */
static void
add_hidden(struct json_writer *w, const struct gcl_finding *f)
{
	static const char *const states[] = {
		[GCL_BASELINE_NEW] = "new",
		[GCL_BASELINE_KNOWN] = "unchanged",
	};

	if (f->baseline != GCL_BASELINE_NONE)
		gcl_object_str(w, "baselineState", states[f->baseline]);
	if (!f->suppressed)
		return;
	gcl_json_key(w, "suppressions");
	gcl_json_open(w, '[');
	gcl_json_open(w, '{');
	gcl_object_str(w, "kind", "external");
	gcl_object_str(w, "status", "accepted");
	gcl_object_str(w, "justification", f->suppressed);
	gcl_json_close(w, '}');
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

	if (gcl_sarif_rule(e, f, &rule) != GCL_OK) {
		gcl_sink_fail(&e->sink, GCL_ENOMEM);
		return;
	}
	gcl_object_item(e, &w);
	gcl_object_str(&w, "ruleId", f->rule);
	gcl_object_uint(&w, "ruleIndex", rule);
	gcl_object_str(&w, "level", gcl_sarif_level(f->severity)->level);
	gcl_sarif_message(e, &w, f->message, f->help);
	add_location(e, &w, f, src);
	add_related(e, &w, f, src);
	add_fix(e, &w, f->fix, src);
	add_hidden(&w, f);
	add_fingerprint(&w, f->fingerprint);
	add_properties(&w, f);
	gcl_json_close(&w, '}');
}
