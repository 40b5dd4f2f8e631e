/*
 * The report as one JSON object (RFC 8259).  Findings are written as they
 * come, one a line, so the summary stands behind them.
 */
#include "config.h"

#include "emit/emit.h"
#include "emit/line.h"
#include "json/write.h"

#define SCHEMA_VERSION 1

static void
add_str(struct json_writer *w, const char *key, const char *value)
{
	gcl_json_key(w, key);
	gcl_json_str(w, value);
}

static void
add_uint(struct json_writer *w, const char *key, uint64_t value)
{
	gcl_json_key(w, key);
	gcl_json_uint(w, value);
}

static void
add_place(struct json_writer *w, const char *file, const struct gcl_place *at)
{
	add_str(w, "file", file);
	add_uint(w, "line", at->line);
	add_uint(w, "column", at->column);
	add_uint(w, "endLine", at->end_line);
	add_uint(w, "endColumn", at->end_column);
	add_uint(w, "offset", at->offset);
	add_uint(w, "length", at->length);
}

static void
add_status(struct json_writer *w, int status)
{
	gcl_json_key(w, "status");
	if (status > 0)
		gcl_json_uint(w, (uint64_t)status);
	else
		gcl_json_null(w);
}

static void
add_fix(struct json_writer *w)
{
	gcl_json_key(w, "fix");
	gcl_json_null(w);
}

static void
add_related(struct json_writer *w, const struct gcl_finding *f)
{
	size_t i;

	gcl_json_key(w, "related");
	if (f->n_related == 0) {
		gcl_json_null(w);
		return;
	}
	gcl_json_open(w, '[');
	for (i = 0; i < f->n_related; i++) {
		gcl_json_open(w, '{');
		add_place(w, f->file, &f->related[i].at);
		add_str(w, "message", f->related[i].message);
		gcl_json_close(w, '}');
	}
	gcl_json_close(w, ']');
}

static void
add_finding(struct json_writer *w, const struct gcl_finding *f)
{
	gcl_json_open(w, '{');
	add_place(w, f->file, &f->at);
	add_uint(w, "utf16Column", f->at.utf16_column);
	add_str(w, "severity", gcl_line_severity(f->severity)->name);
	add_str(w, "rule", f->rule);
	add_str(w, "message", f->message);
	add_str(w, "help", f->help);
	gcl_json_key(w, "pointer");
	if (f->pointer)
		gcl_json_span(w, gcl_span(f->pointer, f->pointer_len));
	else
		gcl_json_null(w);
	add_uint(w, "document", f->document);
	add_str(w, "pack", f->pack);
	add_status(w, f->status);
	add_str(w, "url", f->url);
	add_fix(w);
	add_related(w, f);
	add_str(w, "fingerprint", f->fingerprint);
	gcl_json_close(w, '}');
}

static void
begin(struct emit *e)
{
	struct json_writer w;

	gcl_json_init(&w, &e->text);
	gcl_json_open(&w, '{');
	add_uint(&w, "version", SCHEMA_VERSION);
	gcl_json_key(&w, "tool");
	gcl_json_open(&w, '{');
	add_str(&w, "name", PACKAGE_NAME);
	add_str(&w, "version", PACKAGE_VERSION);
	gcl_json_close(&w, '}');
	gcl_json_key(&w, "findings");
	gcl_json_open(&w, '[');
}

/* The comma goes to the end of the line before, so each starts its line. */
static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	struct json_writer w;

	(void)src;
	gcl_buf_adds(&e->text, e->any ? ",\n" : "\n");
	gcl_json_init(&w, &e->text);
	add_finding(&w, f);
}

static void
end(struct emit *e, const struct gcl_totals *t)
{
	struct json_writer w;

	if (e->any)
		gcl_buf_addc(&e->text, '\n');
	gcl_json_init(&w, &e->text);
	gcl_json_close(&w, ']');
	gcl_json_key(&w, "summary");
	gcl_json_open(&w, '{');
	add_uint(&w, "files", t->files);
	add_uint(&w, "documents", t->documents);
	add_uint(&w, "errors", t->errors);
	add_uint(&w, "warnings", t->warnings);
	add_uint(&w, "notes", t->notes);
	add_uint(&w, "fixable", t->fixable);
	add_uint(&w, "suppressed", t->suppressed);
	add_uint(&w, "skipped", t->skipped);
	add_uint(&w, "unreadable", t->unreadable);
	gcl_json_close(&w, '}');
	gcl_json_close(&w, '}');
	gcl_buf_addc(&e->text, '\n');
}

const struct emitter gcl_emitter_json = {
	.name = "json",
	.summary = "one JSON object with all findings and a summary",
	.begin = begin,
	.finding = finding,
	.end = end,
};
