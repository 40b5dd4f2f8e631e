/*
 * A JSON object a line (https://jsonlines.org), for programs that read while
 * we write.  Each says in "type" what it is, so that others can be added; a
 * report without the summary at its end has been cut off.  Of a split the line
 * that names it is the last one, for src/merge.
 */
#include "config.h"

#include "emit/emit.h"
#include "emit/object.h"

static void
open_line(struct emit *e, struct json_writer *w, const char *type)
{
	gcl_json_init(w, &e->text);
	gcl_json_open(w, '{');
	gcl_object_str(w, "type", type);
}

static void
close_line(struct emit *e, struct json_writer *w)
{
	gcl_json_close(w, '}');
	gcl_buf_addc(&e->text, '\n');
}

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	struct json_writer w;

	(void)src;
	open_line(e, &w, "finding");
	gcl_object_finding(&w, f);
	close_line(e, &w);
}

static void
sent(struct emit *e, const struct gcl_sent *s)
{
	struct json_writer w;

	open_line(e, &w, "sent");
	gcl_object_sent(&w, s);
	close_line(e, &w);
}

static void
open_summary(struct emit *e, struct json_writer *w,
	const struct gcl_totals *t)
{
	open_line(e, w, "summary");
	gcl_object_uint(w, "version", REPORT_VERSION);
	gcl_object_tool(w, "tool");
	gcl_object_counts(w, t);
}

static void
end(struct emit *e, const struct gcl_totals *t)
{
	struct json_writer w;

	open_summary(e, &w, t);
	close_line(e, &w);
}

/* How large the file is tells which split is its last. */
static void
split(struct emit *e, const struct gcl_totals *t, const struct split *s)
{
	const struct object_uint list[] = {
		{ "offset", s->offset },
		{ "length", s->length },
		{ "lines", s->lines },
		{ "documents", s->documents },
	};
	struct json_writer w;

	open_summary(e, &w, t);
	gcl_object_uint(&w, "size", s->size);
	close_line(e, &w);
	open_line(e, &w, "split");
	gcl_object_str(&w, "file", s->file);
	gcl_object_uints(&w, list, sizeof(list) / sizeof(list[0]));
	close_line(e, &w);
}

const struct emitter gcl_emitter_jsonl = {
	.name = "jsonl",
	.summary = "a JSON object a line: findings, then a summary",
	.finding = finding,
	.sent = sent,
	.end = end,
	.split = split,
};
