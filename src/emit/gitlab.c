/*
 * A code quality report of GitLab: a JSON array of what its documentation
 * lists of the Code Climate format.  Of a finding, GitLab shows the
 * description and the place, so the rule goes into the first.
 *
 * Two findings with one fingerprint are shown as one.  Ours is the same for
 * equal faults, and does not name the file, so that is added, and a number
 * from the second of a kind on: it stays when lines move.
 */
#include "config.h"

#include "emit/emit.h"

#include <inttypes.h>

#include "base/hash.h"
#include "emit/names.h"
#include "emit/object.h"
#include "emit/uri.h"

static void
begin(struct emit *e)
{
	gcl_names_init(e->state);
	gcl_buf_addc(&e->text, '[');
}

static void
add_fingerprint(struct emit *e, struct json_writer *w, struct span path,
	const char *fingerprint)
{
	struct buf *b = &e->text;
	size_t from;

	gcl_json_key(w, "fingerprint");
	gcl_json_raw(w, SPAN("\""));
	from = b->len;
	gcl_json_escape(b, gcl_span_str(fingerprint));
	gcl_buf_addf(b, "%016" PRIx64, gcl_hash_stable(HASH_STABLE, path));
	gcl_sink_fail(&e->sink, gcl_names_claim(e->state, b, from));
	gcl_buf_addc(b, '"');
}

static void
add_location(struct json_writer *w, struct span path,
	const struct gcl_place *at)
{
	gcl_json_key(w, "location");
	gcl_json_open(w, '{');
	gcl_json_key(w, "path");
	gcl_json_span(w, path);
	gcl_json_key(w, "lines");
	gcl_json_open(w, '{');
	gcl_object_uint(w, "begin", at->line);
	gcl_object_uint(w, "end", at->end_line);
	gcl_json_close(w, '}');
	gcl_json_close(w, '}');
}

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	static const char *const severities[] = {
		[GCL_NOTE] = "info",
		[GCL_WARNING] = "minor",
		[GCL_ERROR] = "major",
	};
	struct span path = gcl_path_local(f->file);
	struct json_writer w;

	(void)src;
	gcl_object_item(e, &w);
	gcl_object_said(&w, "description", f->rule, f);
	gcl_object_str(&w, "check_name", f->rule);
	add_fingerprint(e, &w, path, f->fingerprint);
	gcl_object_str(&w, "severity", severities[f->severity]);
	add_location(&w, path, &f->at);
	gcl_json_close(&w, '}');
}

static void
end(struct emit *e, const struct gcl_totals *t)
{
	struct json_writer w;

	(void)t;
	gcl_object_items_end(e, &w);
	gcl_buf_addc(&e->text, '\n');
}

static void
release(struct emit *e)
{
	gcl_names_release(e->state);
}

const struct emitter gcl_emitter_gitlab = {
	.name = "gitlab",
	.summary = "a code quality report of GitLab",
	.state_size = sizeof(struct names),
	.begin = begin,
	.finding = finding,
	.end = end,
	.release = release,
};
