/*
 * The table of output formats, and what is the same for all of them.
 */
#include "config.h"

#include "emit/emit.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/suggest.h"
#include "lint/hide.h"

/* A report is handed on in pieces of about this size. */
#define FLUSH_BYTES (64u << 10)

/* The formats in the order of --help; NAME.c defines gcl_emitter_NAME. */
#define FORMATS(F) \
	F(text) \
	F(gcc) \
	F(json) \
	F(jsonl) \
	F(sarif) \
	F(github) \
	F(gitlab) \
	F(junit) \
	F(checkstyle) \
	F(tap) \
	F(rdjson) \
	F(html)

#define DECLARE(name) extern const struct emitter gcl_emitter_##name;
FORMATS(DECLARE)

#define REFER(name) &gcl_emitter_##name,
const struct emitter *const gcl_emitters[] = { FORMATS(REFER) NULL };

const struct emitter *
gcl_emitter_find(struct span name, const char **near)
{
	struct suggest s;
	size_t i;

	*near = NULL;
	gcl_suggest_init(&s, name);
	for (i = 0; gcl_emitters[i]; i++) {
		if (gcl_span_is(name, gcl_emitters[i]->name))
			return gcl_emitters[i];
		gcl_suggest_offer(&s, gcl_span_str(gcl_emitters[i]->name), i);
	}
	if (s.found)
		*near = gcl_emitters[s.index]->name;
	return NULL;
}

/*
 * Beyond FLUSH_BYTES the text holds one finding, and no part of a finding is
 * longer than an input may be.
 */
void
gcl_emit_init(struct emit *e, const struct emitter *format,
	gcl_write_fn write, void *ctx)
{
	*e = (struct emit){ .format = format, .fail_level = GCL_ERROR };
	gcl_sink_init(&e->sink, write, ctx);
	gcl_buf_init(&e->text, LIMIT_TEXT_BYTES);
	gcl_width_init(&e->widths);
}

/* Only without memory does a format lack its state. */
static bool
works(const struct emit *e)
{
	return e->state || e->format->state_size == 0;
}

void
gcl_emit_release(struct emit *e)
{
	if (e->format->release && works(e))
		e->format->release(e);
	free(e->state);
	gcl_buf_release(&e->text);
	gcl_width_release(&e->widths);
}

enum gcl_status
gcl_emit_rule(struct emit *e, const struct gcl_finding *f,
	const struct rule **out)
{
	*out = NULL;
	return e->rule ? e->rule(e->rule_ctx, f, out) : GCL_OK;
}

void
gcl_emit_begin(struct emit *e)
{
	if (e->format->state_size > 0)
		e->state = calloc(1, e->format->state_size);
	if (!works(e))
		gcl_sink_fail(&e->sink, GCL_ENOMEM);
	else if (e->format->begin)
		e->format->begin(e);
}

static void
flush_much(struct emit *e)
{
	if (e->text.len >= FLUSH_BYTES)
		gcl_emit_flush(e);
}

void
gcl_emit_input(struct emit *e, const char *file)
{
	if (e->redact)
		gcl_sink_fail(&e->sink, gcl_redact_input(e->redact, file));
	if (e->format->input && works(e))
		e->format->input(e, file);
	e->inputs++;
	flush_much(e);
}

void
gcl_emit_failure(struct emit *e, const char *text)
{
	enum gcl_status st = GCL_OK;

	if (!e->format->failure || !works(e))
		return;
	if (e->redact)
		st = gcl_redact_text(e->redact, text, &text);
	gcl_sink_fail(&e->sink, st);
	if (st == GCL_OK)
		e->format->failure(e, text);
}

/* Does the format leave f out? */
static bool
leaves_out(struct emit *e, const struct gcl_finding *f)
{
	const struct emitter *k = e->format;

	if (!k->finding || !works(e) || (gcl_hidden(f) && !k->shows_hidden))
		return true;
	if (!k->limited || e->max_findings == 0 ||
	    e->findings < e->max_findings)
		return false;
	e->withheld++;
	return true;
}

void
gcl_emit_finding(struct emit *e, const struct gcl_finding *f,
	struct source *src)
{
	struct gcl_finding masked;
	enum gcl_status st = GCL_OK;

	if (leaves_out(e, f))
		return;
	if (e->redact) {
		st = gcl_redact_finding(e->redact, f, src, &masked);
		f = &masked;
	}
	gcl_sink_fail(&e->sink, st);
	if (st != GCL_OK)
		return;
	e->format->finding(e, f, src);
	e->findings++;
	flush_much(e);
}

void
gcl_emit_document(struct emit *e)
{
	if (e->format->document && works(e))
		e->format->document(e);
	gcl_emit_flush(e);
}

/* A masked copy of *text in arena. */
static enum gcl_status
mask(struct emit *e, struct arena *arena, const char **text)
{
	enum gcl_status st = gcl_redact_text(e->redact, *text, text);

	if (st != GCL_OK)
		return st;
	*text = gcl_arena_str(arena, gcl_span_str(*text));
	return *text ? GCL_OK : GCL_ENOMEM;
}

/* Ids stay what they are, and so does what the helper masks already. */
static enum gcl_status
mask_sent(struct emit *e, struct arena *arena, struct gcl_sent *s)
{
	const char **const texts[] = { &s->message, &s->help, &s->plan };
	const char **states = NULL;
	enum gcl_status st = GCL_OK;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (*texts[i] && st == GCL_OK)
			st = mask(e, arena, texts[i]);
	if (st == GCL_OK)
		states = gcl_arena_calloc(arena, s->n_states, sizeof(*states));
	for (i = 0; states && i < s->n_states && st == GCL_OK; i++) {
		states[i] = s->states[i];
		st = mask(e, arena, &states[i]);
	}
	s->states = states;
	return st == GCL_OK && !states ? GCL_ENOMEM : st;
}

void
gcl_emit_sent(struct emit *e, const struct gcl_sent *s)
{
	struct gcl_sent own = *s;
	enum gcl_status st = GCL_OK;
	struct arena arena;

	if (!e->format->sent || !works(e))
		return;
	gcl_arena_init(&arena);
	if (e->redact)
		st = mask_sent(e, &arena, &own);
	gcl_sink_fail(&e->sink, st);
	if (st == GCL_OK)
		e->format->sent(e, &own);
	e->sent = true;
	gcl_emit_flush(e);
	gcl_arena_release(&arena);
}

void
gcl_emit_split(struct emit *e, const struct gcl_totals *t,
	const struct split *s)
{
	if (!e->format->split || !works(e))
		return;
	e->format->split(e, t, s);
	e->in_parts = true;
	gcl_emit_flush(e);
}

bool
gcl_emit_fails(const struct emit *e, const struct gcl_finding *f)
{
	return e->fail_level != GCL_OFF && f->severity >= e->fail_level;
}

void
gcl_emit_flush(struct emit *e)
{
	gcl_sink_fail(&e->sink, gcl_buf_status(&e->text));
	gcl_sink_write(&e->sink, gcl_buf_span(&e->text));
	gcl_buf_reset(&e->text);
}

enum gcl_status
gcl_emit_end(struct emit *e, const struct gcl_totals *t)
{
	if (e->format->end && works(e) && !e->in_parts)
		e->format->end(e, t);
	gcl_emit_flush(e);
	return e->sink.st;
}
