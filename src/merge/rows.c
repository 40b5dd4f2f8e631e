/*
 * The lines of a report, as rules/report.schema.json describes them, taken
 * back to what they were made of.  Members that are not known here are passed
 * over, as the schema asks of readers.
 */
#include "config.h"

#include "merge/merge_p.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/limits.h"
#include "rule/pack.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

enum kind {
	COLUMN_UINT,
	COLUMN_TEXT,
	COLUMN_TEXT_OR_NULL,
};

struct column {
	const char *name;
	enum kind kind;
	size_t at;
};

#define UINT(type, name, member) { name, COLUMN_UINT, offsetof(type, member) }
#define TEXT(type, name, member) { name, COLUMN_TEXT, offsetof(type, member) }
#define MAYBE(type, name, member) \
	{ name, COLUMN_TEXT_OR_NULL, offsetof(type, member) }

static const struct column place_columns[] = {
	UINT(struct gcl_place, "line", line),
	UINT(struct gcl_place, "column", column),
	UINT(struct gcl_place, "endLine", end_line),
	UINT(struct gcl_place, "endColumn", end_column),
	UINT(struct gcl_place, "offset", offset),
	UINT(struct gcl_place, "length", length),
};

static const struct column finding_columns[] = {
	TEXT(struct gcl_finding, "file", file),
	UINT(struct gcl_finding, "utf16Column", at.utf16_column),
	TEXT(struct gcl_finding, "rule", rule),
	TEXT(struct gcl_finding, "message", message),
	MAYBE(struct gcl_finding, "help", help),
	UINT(struct gcl_finding, "document", document),
	MAYBE(struct gcl_finding, "pack", pack),
	MAYBE(struct gcl_finding, "url", url),
	MAYBE(struct gcl_finding, "fingerprint", fingerprint),
};

static const struct column related_columns[] = {
	TEXT(struct gcl_related, "message", message),
};

static const struct column edit_columns[] = {
	UINT(struct gcl_edit, "offset", offset),
	UINT(struct gcl_edit, "length", length),
	TEXT(struct gcl_edit, "text", text),
};

static const struct column summary_columns[] = {
	UINT(struct gcl_totals, "files", files),
	UINT(struct gcl_totals, "documents", documents),
	UINT(struct gcl_totals, "errors", errors),
	UINT(struct gcl_totals, "warnings", warnings),
	UINT(struct gcl_totals, "notes", notes),
	UINT(struct gcl_totals, "fixable", fixable),
	UINT(struct gcl_totals, "suppressed", suppressed),
	UINT(struct gcl_totals, "skipped", skipped),
	UINT(struct gcl_totals, "unreadable", unreadable),
};

static const struct column split_columns[] = {
	TEXT(struct split, "file", file),
	UINT(struct split, "offset", offset),
	UINT(struct split, "length", length),
	UINT(struct split, "lines", lines),
	UINT(struct split, "documents", documents),
};

/* ---- the file ---- */

enum gcl_status
gcl_rows_init(struct rows *r)
{
	*r = (struct rows){ .fd = -1 };
	gcl_reader_init(&r->reader, LIMIT_TEXT_BYTES);
	gcl_arena_init(&r->arena);
	r->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	return r->walk ? GCL_OK : GCL_ENOMEM;
}

static void
close_report(struct rows *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	r->report = NULL;
}

void
gcl_rows_release(struct rows *r)
{
	close_report(r);
	gcl_reader_release(&r->reader);
	gcl_arena_release(&r->arena);
	gcl_walk_free(r->walk);
}

static enum gcl_status
unreadable(const struct report *report, struct gcl_error *err)
{
	return gcl_error_set(err, GCL_EINPUT, "cannot read the report '%s': %s",
	    report->path, strerror(errno));
}

enum gcl_status
gcl_rows_begin(struct rows *r, const struct report *report, uint64_t at,
	uint64_t line, struct gcl_error *err)
{
	int fd;

	if (r->report != report)
		close_report(r);
	if (!report->copy && r->fd < 0)
		r->fd = open(report->path, O_RDONLY | O_CLOEXEC);
	fd = report->copy ? fileno(report->copy) : r->fd;
	if (fd < 0 || lseek(fd, (off_t)at, SEEK_SET) < 0)
		return unreadable(report, err);
	r->report = report;
	r->from = at;
	r->line = line;
	gcl_reader_fd(&r->reader, fd);
	return GCL_OK;
}

uint64_t
gcl_rows_tell(const struct rows *r)
{
	return r->from + r->reader.base + r->reader.start;
}

enum gcl_status
gcl_rows_fault(const struct rows *r, struct gcl_error *err,
	const char *fmt, ...)
{
	struct gcl_error why = { GCL_OK, "" };
	char text[sizeof(why.text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return gcl_error_set(err, GCL_EINPUT, "cannot merge '%s': line %llu: "
	    "%s", r->report->path, (unsigned long long)r->line, text);
}

/* ---- values ---- */

static enum gcl_status
wrong(const struct rows *r, const char *name, struct gcl_error *err)
{
	return gcl_rows_fault(r, err, "'%s' is missing, or not what a report "
	    "of gclint has", name);
}

static enum gcl_status
take_text(struct rows *r, const struct value *v, const char **out,
	struct gcl_error *err)
{
	*out = gcl_value_str(v, &r->arena);
	return *out ? GCL_OK : gcl_error_nomem(err);
}

static enum gcl_status
take_column(struct rows *r, const struct value *row, const struct column *f,
	void *to, struct gcl_error *err)
{
	const struct value *v = gcl_value_get(row, f->name);
	void *at = (char *)to + f->at;

	if (v && f->kind == COLUMN_UINT && gcl_value_uint(v, INT64_MAX, at))
		return GCL_OK;
	if (v && f->kind != COLUMN_UINT && v->type == JSON_STRING)
		return take_text(r, v, at, err);
	if (v && f->kind == COLUMN_TEXT_OR_NULL && v->type == JSON_NULL)
		return GCL_OK;
	return wrong(r, f->name, err);
}

static enum gcl_status
take_columns(struct rows *r, const struct value *row, const struct column *f,
	size_t n, void *to, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;

	for (; n > 0 && st == GCL_OK; n--, f++)
		st = take_column(r, row, f, to, err);
	return st;
}

#define TAKE(r, row, columns, to, err) \
	take_columns(r, row, columns, N(columns), to, err)

static enum gcl_status
take_related(struct rows *r, const struct value *row, struct gcl_finding *f,
	struct gcl_error *err)
{
	const struct value *list = gcl_value_get(row, "related"), *v;
	enum gcl_status st = GCL_OK;
	struct gcl_related *out;

	if (list && list->type == JSON_NULL)
		return GCL_OK;
	if (!list || list->type != JSON_ARRAY)
		return wrong(r, "related", err);
	f->related = out = gcl_arena_calloc(&r->arena, list->n, sizeof(*out));
	if (!out)
		return gcl_error_nomem(err);
	for (v = list->child; v && st == GCL_OK; v = v->next, out++) {
		st = TAKE(r, v, place_columns, &out->at, err);
		if (st == GCL_OK)
			st = TAKE(r, v, related_columns, out, err);
	}
	f->n_related = list->n;
	return st;
}

static enum gcl_status
take_edits(struct rows *r, const struct value *list, struct gcl_fix *fix,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	const struct value *v;
	struct gcl_edit *out;

	if (!list || list->type != JSON_ARRAY || list->n == 0)
		return wrong(r, "edits", err);
	fix->edits = out = gcl_arena_calloc(&r->arena, list->n, sizeof(*out));
	fix->n_edits = list->n;
	if (!out)
		return gcl_error_nomem(err);
	for (v = list->child; v && st == GCL_OK; v = v->next, out++) {
		st = TAKE(r, v, edit_columns, out, err);
		if (st == GCL_OK)
			out->text_len = gcl_value_get(v, "text")->text.len;
	}
	return st;
}

static enum gcl_status
take_fix(struct rows *r, const struct value *row, struct gcl_finding *f,
	struct gcl_error *err)
{
	const struct value *v = gcl_value_get(row, "fix");
	const struct value *safe = gcl_value_get(v, "safe");
	struct gcl_fix *fix;

	if (v && v->type == JSON_NULL)
		return GCL_OK;
	if (!safe || safe->type != JSON_BOOLEAN)
		return wrong(r, "fix", err);
	f->fix = fix = gcl_arena_calloc(&r->arena, 1, sizeof(*fix));
	if (!fix)
		return gcl_error_nomem(err);
	fix->safe = gcl_span_is(safe->text, "true");
	return take_edits(r, gcl_value_get(v, "edits"), fix, err);
}

static enum gcl_status
take_pointer(struct rows *r, const struct value *row, struct gcl_finding *f,
	struct gcl_error *err)
{
	const struct value *v = gcl_value_get(row, "pointer");

	if (v && v->type == JSON_NULL)
		return GCL_OK;
	if (!v || v->type != JSON_STRING)
		return wrong(r, "pointer", err);
	f->pointer_len = v->text.len;
	return take_text(r, v, &f->pointer, err);
}

static enum gcl_status
take_levels(struct rows *r, const struct value *row, struct gcl_finding *f,
	struct gcl_error *err)
{
	const struct value *severity = gcl_value_get(row, "severity");
	const struct value *status = gcl_value_get(row, "status");
	uint64_t n = 0;

	if (!severity || severity->type != JSON_STRING ||
	    !gcl_severity_parse(severity->text, &f->severity) ||
	    f->severity == GCL_OFF)
		return wrong(r, "severity", err);
	if (!status || (status->type != JSON_NULL &&
	    !gcl_value_uint(status, 999, &n)))
		return wrong(r, "status", err);
	f->status = (int)n;
	return GCL_OK;
}

/* ---- rows ---- */

static enum gcl_status
take_finding(struct rows *r, const struct value *v, struct row *row,
	struct gcl_error *err)
{
	struct gcl_finding *f = &row->finding;
	enum gcl_status st = TAKE(r, v, finding_columns, f, err);

	if (st == GCL_OK)
		st = TAKE(r, v, place_columns, &f->at, err);
	if (st == GCL_OK)
		st = take_levels(r, v, f, err);
	if (st == GCL_OK)
		st = take_pointer(r, v, f, err);
	if (st == GCL_OK)
		st = take_related(r, v, f, err);
	return st == GCL_OK ? take_fix(r, v, f, err) : st;
}

/* Rules and their words are those of a version. */
static enum gcl_status
check_tool(const struct rows *r, const struct value *v,
	struct gcl_error *err)
{
	const struct value *version = gcl_value_get(gcl_value_get(v, "tool"),
	    "version");

	if (!version || version->type != JSON_STRING)
		return wrong(r, "tool", err);
	if (gcl_span_is(version->text, PACKAGE_VERSION))
		return GCL_OK;
	return gcl_rows_fault(r, err, "a report of gclint %.*s, and this is "
	    PACKAGE_VERSION ": lint and merge with the same",
	    (int)version->text.len, version->text.ptr);
}

static enum gcl_status
take_summary(struct rows *r, const struct value *v, struct row *row,
	struct gcl_error *err)
{
	const struct value *version = gcl_value_get(v, "version");
	const struct value *size = gcl_value_get(v, "size");
	enum gcl_status st;
	uint64_t n;

	if (!version || !gcl_value_uint(version, INT64_MAX, &n))
		return wrong(r, "version", err);
	if (n != REPORT_VERSION)
		return gcl_rows_fault(r, err, "the report has version %llu, "
		    "and %d is known here", (unsigned long long)n, REPORT_VERSION);
	if (!size)
		return gcl_rows_fault(r, err, "a report of whole files: only "
		    "those of --input-split are merged");
	if (!gcl_value_uint(size, INT64_MAX, &row->split.size))
		return wrong(r, "size", err);
	st = check_tool(r, v, err);
	return st == GCL_OK ?
	    TAKE(r, v, summary_columns, &row->totals, err) : st;
}

static enum gcl_status
take_split(struct rows *r, const struct value *v, struct row *row,
	struct gcl_error *err)
{
	return TAKE(r, v, split_columns, &row->split, err);
}

static const struct {
	const char *name;
	enum row_type type;
	enum gcl_status (*take)(struct rows *r, const struct value *v,
		struct row *row, struct gcl_error *err);
} types[] = {
	{ "finding", ROW_FINDING, take_finding },
	{ "summary", ROW_SUMMARY, take_summary },
	{ "split", ROW_SPLIT, take_split },
};

static enum gcl_status
take_row(struct rows *r, struct span line, struct row *row,
	struct gcl_error *err)
{
	const struct value *type;
	enum gcl_status st;
	struct value *v;
	size_t i;

	st = gcl_value_read(r->walk, line, &r->arena, &v);
	if (st == GCL_ENOMEM)
		return gcl_error_nomem(err);
	if (st != GCL_OK)
		return gcl_rows_fault(r, err, "not JSON: was the report cut "
		    "off? Run its worker again");
	type = gcl_value_get(v, "type");
	for (i = 0; type && i < N(types); i++) {
		if (type->type != JSON_STRING ||
		    !gcl_span_is(type->text, types[i].name))
			continue;
		row->type = types[i].type;
		return types[i].take(r, v, row, err);
	}
	return gcl_rows_fault(r, err, "no line of the report of a split: "
	    "--input-split with --format=jsonl writes one");
}

enum gcl_status
gcl_rows_next(struct rows *r, struct row *row, struct gcl_error *err)
{
	struct gcl_error why = { GCL_OK, "" };
	uint64_t base, base_line;
	enum gcl_status st;
	struct span line;
	bool more;

	*row = (struct row){ .type = ROW_END };
	gcl_arena_reset(&r->arena);
	st = gcl_reader_line(&r->reader, &line, &base, &base_line, &more,
	    &why);
	if (st == GCL_ENOMEM)
		return gcl_error_nomem(err);
	if (st != GCL_OK)
		return gcl_error_set(err, GCL_EINPUT, "cannot read the report "
		    "'%s': %s", r->report->path, why.text);
	if (!more)
		return GCL_OK;
	r->line++;
	row->text = line;
	return take_row(r, line, row, err);
}
