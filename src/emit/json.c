/*
 * The report as one JSON object.  Findings are written as they come, one a
 * line, so the summary stands behind them.
 */
#include "config.h"

#include "emit/emit.h"
#include "emit/object.h"

static void
begin(struct emit *e)
{
	struct json_writer w;

	gcl_json_init(&w, &e->text);
	gcl_json_open(&w, '{');
	gcl_object_uint(&w, "version", REPORT_VERSION);
	gcl_object_tool(&w, "tool");
	gcl_json_key(&w, "findings");
	gcl_json_open(&w, '[');
}

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	struct json_writer w;

	(void)src;
	gcl_object_item(e, &w);
	gcl_object_finding(&w, f);
	gcl_json_close(&w, '}');
}

static void
sent(struct emit *e, const struct gcl_sent *s)
{
	struct json_writer w;

	gcl_object_items_end(e, &w);
	gcl_json_key(&w, "sent");
	gcl_json_open(&w, '{');
	gcl_object_sent(&w, s);
	gcl_json_close(&w, '}');
}

static void
end(struct emit *e, const struct gcl_totals *t)
{
	struct json_writer w;

	gcl_json_init(&w, &e->text);
	w.comma = true;
	if (!e->sent)
		gcl_object_items_end(e, &w);
	gcl_json_key(&w, "summary");
	gcl_json_open(&w, '{');
	gcl_object_counts(&w, t);
	gcl_json_close(&w, '}');
	gcl_json_close(&w, '}');
	gcl_buf_addc(&e->text, '\n');
}

const struct emitter gcl_emitter_json = {
	.name = "json",
	.summary = "one JSON object with all findings and a summary",
	.begin = begin,
	.finding = finding,
	.sent = sent,
	.end = end,
};
