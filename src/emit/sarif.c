/*
 * The Static Analysis Results Interchange Format (SARIF 2.1.0, OASIS), as
 * GitHub's code scanning reads it.
 *
 * Where %SRCROOT% lies is not said: it is where the reader has the sources,
 * and our own path to them is nobody's business.
 */
#include "config.h"

#include "emit/emit.h"

#include <stdlib.h>

#include "base/limits.h"
#include "emit/line.h"
#include "emit/object.h"
#include "emit/sarif_p.h"
#include "emit/uri.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static void
add_roots(struct json_writer *w)
{
	gcl_json_key(w, "originalUriBaseIds");
	gcl_json_open(w, '{');
	gcl_json_key(w, SARIF_ROOT);
	gcl_json_open(w, '{');
	gcl_json_key(w, "description");
	gcl_json_open(w, '{');
	gcl_object_str(w, "text", "The directory that gclint was run in.");
	gcl_json_close(w, '}');
	gcl_json_close(w, '}');
	gcl_json_close(w, '}');
}

static void
begin(struct emit *e)
{
	struct sarif *s = e->state;
	struct json_writer w;

	gcl_arena_init(&s->arena);
	gcl_buf_init(&s->file, LIMIT_TEXT_BYTES);
	gcl_buf_init(&s->artifacts, LIMIT_TEXT_BYTES);
	gcl_buf_init(&s->failures, LIMIT_TEXT_BYTES);
	gcl_buf_init(&s->words, LIMIT_TEXT_BYTES);
	gcl_json_init(&w, &e->text);
	gcl_json_open(&w, '{');
	gcl_object_str(&w, "$schema", SCHEMA);
	gcl_object_str(&w, "version", "2.1.0");
	gcl_json_key(&w, "runs");
	gcl_json_open(&w, '[');
	gcl_json_open(&w, '{');
	gcl_object_str(&w, "columnKind", "unicodeCodePoints");
	add_roots(&w);
	gcl_json_key(&w, "results");
	gcl_json_open(&w, '[');
}

void
gcl_sarif_words(struct emit *e, struct json_writer *w, const char *key)
{
	struct sarif *s = e->state;

	gcl_sink_fail(&e->sink, gcl_buf_status(&s->words));
	gcl_json_key(w, key);
	gcl_json_span(w, gcl_buf_span(&s->words));
	gcl_buf_reset(&s->words);
}

void
gcl_sarif_text(struct emit *e, struct json_writer *w, const char *key)
{
	gcl_json_key(w, key);
	gcl_json_open(w, '{');
	gcl_sarif_words(e, w, "text");
	gcl_json_close(w, '}');
}

/* The link [text](target) of section 3.11.6 could stand in any value. */
static void
add_unlinked(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (s[0] == ']' && s[1] == '(')
			gcl_buf_addc(b, '\\');
		gcl_buf_addc(b, *s);
	}
}

void
gcl_sarif_message(struct emit *e, struct json_writer *w, const char *text,
	const char *help)
{
	struct sarif *s = e->state;

	add_unlinked(&s->words, text);
	if (help) {
		gcl_buf_adds(&s->words, LINE_HELP);
		add_unlinked(&s->words, help);
	}
	gcl_sarif_text(e, w, "message");
}

/* It goes into each result, so it is made once. */
static void
make_location(struct emit *e, const char *file)
{
	struct span path = gcl_path_local(file);
	struct sarif *s = e->state;
	struct json_writer w;

	gcl_buf_reset(&s->file);
	gcl_json_init(&w, &s->file);
	gcl_json_open(&w, '{');
	gcl_uri_add_path(&s->words, path);
	gcl_sarif_words(e, &w, "uri");
	if (path.len > 0 && path.ptr[0] != '/')
		gcl_object_str(&w, "uriBaseId", SARIF_ROOT);
	gcl_object_uint(&w, "index", s->n_files);
	gcl_json_close(&w, '}');
	gcl_sink_fail(&e->sink, gcl_buf_status(&s->file));
}

static void
input(struct emit *e, const char *file)
{
	struct sarif *s = e->state;
	struct json_writer w;

	make_location(e, file);
	gcl_buf_adds(&s->artifacts, s->n_files > 0 ? ",\n" : "\n");
	gcl_json_init(&w, &s->artifacts);
	gcl_json_open(&w, '{');
	gcl_json_key(&w, "location");
	gcl_json_raw(&w, gcl_buf_span(&s->file));
	gcl_json_key(&w, "roles");
	gcl_json_open(&w, '[');
	gcl_json_str(&w, "analysisTarget");
	gcl_json_close(&w, ']');
	gcl_json_close(&w, '}');
	s->n_files++;
}

static void
failure(struct emit *e, const char *text)
{
	struct sarif *s = e->state;
	struct json_writer w;

	gcl_buf_adds(&s->failures, s->failures.len > 0 ? ",\n" : "\n");
	gcl_json_init(&w, &s->failures);
	gcl_json_open(&w, '{');
	gcl_object_str(&w, "level", "error");
	gcl_sarif_message(e, &w, text, NULL);
	gcl_json_close(&w, '}');
}

/* An array whose elements were kept, each on a line of its own. */
static void
add_kept(struct emit *e, struct json_writer *w, const char *key,
	const struct buf *elements)
{
	gcl_sink_fail(&e->sink, gcl_buf_status(elements));
	gcl_json_key(w, key);
	gcl_json_open(w, '[');
	gcl_buf_addspan(w->out, gcl_buf_span(elements));
	if (elements->len > 0)
		gcl_buf_addc(w->out, '\n');
	gcl_json_close(w, ']');
}

static void
add_invocation(struct emit *e, struct json_writer *w)
{
	struct sarif *s = e->state;

	gcl_json_key(w, "invocations");
	gcl_json_open(w, '[');
	gcl_json_open(w, '{');
	gcl_json_key(w, "executionSuccessful");
	gcl_json_bool(w, s->failures.len == 0);
	add_kept(e, w, "toolExecutionNotifications", &s->failures);
	gcl_json_close(w, '}');
	gcl_json_close(w, ']');
}

static void
end(struct emit *e, const struct gcl_totals *t)
{
	struct sarif *s = e->state;
	struct json_writer w;

	(void)t;
	gcl_object_items_end(e, &w);
	gcl_sarif_tool(e, &w);
	add_kept(e, &w, "artifacts", &s->artifacts);
	add_invocation(e, &w);
	gcl_json_close(&w, '}');
	gcl_json_close(&w, ']');
	gcl_json_close(&w, '}');
	gcl_buf_addc(&e->text, '\n');
}

static void
release(struct emit *e)
{
	struct sarif *s = e->state;

	gcl_arena_release(&s->arena);
	free(s->rules);
	gcl_buf_release(&s->file);
	gcl_buf_release(&s->artifacts);
	gcl_buf_release(&s->failures);
	gcl_buf_release(&s->words);
}

const struct emitter gcl_emitter_sarif = {
	.name = "sarif",
	.summary = "SARIF 2.1.0, for GitHub code scanning",
	.shows_hidden = true,
	.shows_text = true,
	.state_size = sizeof(struct sarif),
	.begin = begin,
	.input = input,
	.failure = failure,
	.finding = gcl_sarif_result,
	.end = end,
	.release = release,
};
