/*
 * A finding and a summary as JSON (RFC 8259).  rules/report.schema.json
 * describes them.
 */
#include "config.h"

#include "emit/object.h"

#include "emit/line.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

void
gcl_object_str(struct json_writer *w, const char *key, const char *value)
{
	gcl_json_key(w, key);
	gcl_json_str(w, value);
}

void
gcl_object_uint(struct json_writer *w, const char *key, uint64_t value)
{
	gcl_json_key(w, key);
	gcl_json_uint(w, value);
}

void
gcl_object_uints(struct json_writer *w, const struct object_uint *list,
	size_t n)
{
	for (; n > 0; n--, list++)
		gcl_object_uint(w, list->key, list->value);
}

void
gcl_object_said(struct json_writer *w, const char *key, const char *rule,
	const struct gcl_finding *f)
{
	const char *const parts[] = { rule, rule ? ": " : NULL, f->message,
		f->help ? LINE_HELP : NULL, f->help };
	size_t i;

	gcl_json_key(w, key);
	gcl_json_raw(w, SPAN("\""));
	for (i = 0; i < N_ELEMS(parts); i++)
		gcl_json_escape(w->out, gcl_span_str(parts[i]));
	gcl_buf_addc(w->out, '"');
}

/* The comma goes to the end of the line before, so each starts its line. */
void
gcl_object_item(struct emit *e, struct json_writer *w)
{
	gcl_buf_adds(&e->text, e->findings > 0 ? ",\n" : "\n");
	gcl_json_init(w, &e->text);
	gcl_json_open(w, '{');
}

void
gcl_object_items_end(struct emit *e, struct json_writer *w)
{
	if (e->findings > 0)
		gcl_buf_addc(&e->text, '\n');
	gcl_json_init(w, &e->text);
	gcl_json_close(w, ']');
}

void
gcl_object_tool(struct json_writer *w, const char *key)
{
	gcl_json_key(w, key);
	gcl_json_open(w, '{');
	gcl_object_str(w, "name", PACKAGE_NAME);
	gcl_object_str(w, "version", PACKAGE_VERSION);
	gcl_json_close(w, '}');
}

static void
add_place(struct json_writer *w, const char *file, const struct gcl_place *at)
{
	const struct object_uint list[] = {
		{ "line", at->line },
		{ "column", at->column },
		{ "endLine", at->end_line },
		{ "endColumn", at->end_column },
		{ "offset", at->offset },
		{ "length", at->length },
	};

	gcl_object_str(w, "file", file);
	gcl_object_uints(w, list, N_ELEMS(list));
}

static void
add_pointer(struct json_writer *w, const struct gcl_finding *f)
{
	gcl_json_key(w, "pointer");
	if (f->pointer)
		gcl_json_span(w, gcl_span(f->pointer, f->pointer_len));
	else
		gcl_json_null(w);
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
add_edit(struct json_writer *w, const struct gcl_edit *edit)
{
	gcl_json_open(w, '{');
	gcl_object_uint(w, "offset", edit->offset);
	gcl_object_uint(w, "length", edit->length);
	gcl_json_key(w, "text");
	gcl_json_span(w, gcl_span(edit->text, edit->text_len));
	gcl_json_close(w, '}');
}

static void
add_fix(struct json_writer *w, const struct gcl_fix *fix)
{
	size_t i;

	gcl_json_key(w, "fix");
	if (!fix) {
		gcl_json_null(w);
		return;
	}
	gcl_json_open(w, '{');
	gcl_json_key(w, "safe");
	gcl_json_bool(w, fix->safe);
	gcl_json_key(w, "edits");
	gcl_json_open(w, '[');
	for (i = 0; i < fix->n_edits; i++)
		add_edit(w, &fix->edits[i]);
	gcl_json_close(w, ']');
	gcl_json_close(w, '}');
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
		gcl_object_str(w, "message", f->related[i].message);
		gcl_json_close(w, '}');
	}
	gcl_json_close(w, ']');
}

void
gcl_object_finding(struct json_writer *w, const struct gcl_finding *f)
{
	add_place(w, f->file, &f->at);
	gcl_object_uint(w, "utf16Column", f->at.utf16_column);
	gcl_object_str(w, "severity", gcl_line_severity(f->severity)->name);
	gcl_object_str(w, "rule", f->rule);
	gcl_object_str(w, "message", f->message);
	gcl_object_str(w, "help", f->help);
	add_pointer(w, f);
	gcl_object_uint(w, "document", f->document);
	gcl_object_str(w, "pack", f->pack);
	add_status(w, f->status);
	gcl_object_str(w, "url", f->url);
	add_fix(w, f->fix);
	add_related(w, f);
	gcl_object_str(w, "fingerprint", f->fingerprint);
}

void
gcl_object_sent(struct json_writer *w, const struct gcl_sent *s)
{
	const struct {
		const char *key, *value;
	} list[] = {
		{ "outcome", s->outcome },
		{ "method", s->method },
		{ "url", s->url },
		{ "conversation", s->conversation },
		{ "correlation", s->correlation },
		{ "message", s->message },
		{ "help", s->help },
		{ "plan", s->plan },
	};
	size_t i;

	for (i = 0; i < N_ELEMS(list); i++)
		gcl_object_str(w, list[i].key, list[i].value);
	add_status(w, s->status);
	gcl_json_key(w, "states");
	gcl_json_open(w, '[');
	for (i = 0; i < s->n_states; i++)
		gcl_json_str(w, s->states[i]);
	gcl_json_close(w, ']');
}

void
gcl_object_counts(struct json_writer *w, const struct gcl_totals *t)
{
	const struct object_uint list[] = {
		{ "files", t->files },
		{ "documents", t->documents },
		{ "errors", t->errors },
		{ "warnings", t->warnings },
		{ "notes", t->notes },
		{ "fixable", t->fixable },
		{ "suppressed", t->suppressed },
		{ "skipped", t->skipped },
		{ "unreadable", t->unreadable },
	};

	gcl_object_uints(w, list, N_ELEMS(list));
}
