/*
 * A tape has the findings whole, since what they point to is gone with the
 * next document; of the text around them it has only where it is.
 */
#include "config.h"

#include "lint/tape.h"

#include <stdlib.h>

enum tape_kind {
	TAPE_FINDING,	/* the next one, in texts[n] */
	TAPE_DOCUMENTS,	/* n of them end */
	TAPE_NOTICE,
};

struct tape_event {
	enum tape_kind kind;
	enum gcl_notice notice;
	size_t n;
	const char *text;	/* of a notice */
};

void
gcl_tape_init(struct tape *t)
{
	*t = (struct tape){ .st = GCL_OK };
	gcl_kept_init(&t->kept);
}

void
gcl_tape_release(struct tape *t)
{
	gcl_kept_release(&t->kept);
	free(t->events);
	free(t->texts);
	gcl_tape_init(t);
}

void
gcl_tape_reset(struct tape *t)
{
	gcl_kept_reset(&t->kept);
	t->n_events = t->n_texts = 0;
	t->noticed = false;
	t->st = GCL_OK;
}

/* ---- listen ---- */

static struct tape_event *
add(struct tape *t, enum tape_kind kind)
{
	struct tape_event *e;

	if (t->st == GCL_OK && gcl_grow(&t->events, &t->cap_events,
	    t->n_events + 1, sizeof(*e)) != 0)
		t->st = GCL_ENOMEM;
	if (t->st != GCL_OK)
		return NULL;
	e = &t->events[t->n_events++];
	*e = (struct tape_event){ .kind = kind };
	return e;
}

static bool
same_text(const struct source *a, const struct source *b)
{
	return a->text.ptr == b->text.ptr && a->text.len == b->text.len &&
	    a->base == b->base && a->n_hidden == b->n_hidden &&
	    (a->n_hidden == 0 || !memcmp(a->hidden, b->hidden,
	    a->n_hidden * sizeof(*a->hidden)));
}

/* Keep a source as it is, without the marks, which are its own. */
static enum gcl_status
add_text(struct tape *t, const struct source *src)
{
	size_t size = src->n_hidden * sizeof(*src->hidden);
	struct source_range *hidden = NULL;
	struct source *to;

	if (t->n_texts > 0 && same_text(&t->texts[t->n_texts - 1], src))
		return GCL_OK;
	if (size > 0 && !(hidden = gcl_arena_alloc(&t->kept.arena, size)))
		return GCL_ENOMEM;
	if (gcl_grow(&t->texts, &t->cap_texts, t->n_texts + 1,
	    sizeof(*t->texts)) != 0)
		return GCL_ENOMEM;
	if (hidden)
		memcpy(hidden, src->hidden, size);
	to = &t->texts[t->n_texts++];
	*to = *src;
	to->hidden = hidden;
	to->marks = NULL;
	to->n_marks = to->cap_marks = 0;
	return GCL_OK;
}

static void
on_finding(void *ctx, const struct gcl_finding *f, struct source *src)
{
	struct tape *t = ctx;
	struct tape_event *e = add(t, TAPE_FINDING);

	if (!e)
		return;
	t->st = add_text(t, src);
	e->n = t->n_texts - 1;
	if (t->st == GCL_OK)
		t->st = gcl_kept_add(&t->kept, f);
	if (t->st != GCL_OK)
		t->n_events--;
}

static enum gcl_status
on_document(void *ctx)
{
	struct tape *t = ctx;
	struct tape_event *e = t->n_events > 0 ?
	    &t->events[t->n_events - 1] : NULL;

	if (!e || e->kind != TAPE_DOCUMENTS)
		e = add(t, TAPE_DOCUMENTS);
	if (e)
		e->n++;
	return t->st;
}

static void
on_notice(void *ctx, enum gcl_notice kind, const char *text)
{
	struct tape *t = ctx;
	struct tape_event *e = add(t, TAPE_NOTICE);

	t->noticed = true;
	if (!e)
		return;
	e->notice = kind;
	e->text = gcl_arena_str(&t->kept.arena, gcl_span_str(text));
	if (e->text)
		return;
	t->n_events--;
	t->st = GCL_ENOMEM;
}

static void
on_input(void *ctx, const char *name)
{
	(void)ctx, (void)name;
}

void
gcl_tape_listen(struct tape *t, struct run *r)
{
	r->ctx = t;
	r->on_input = on_input;
	r->on_finding = on_finding;
	r->on_document = on_document;
	r->on_notice = on_notice;
}

/* ---- play ---- */

static void
set_text(struct source *to, const struct source *from, uint64_t lines)
{
	gcl_source_set(to, to->name, from->text, from->base,
	    from->base_line + lines);
	gcl_source_set_column(to, from->base_points, from->base_units,
	    from->base_bytes);
	gcl_source_hide(to, from->hidden, from->n_hidden);
}

enum gcl_status
gcl_tape_play(const struct tape *t, struct run *r, const struct stream *at)
{
	const struct gcl_finding *f = t->kept.list;
	const struct tape_event *e = t->events;
	struct source *src = &r->capture.src;
	enum gcl_status st = GCL_OK;
	struct gcl_finding own;
	size_t n, text = SIZE_MAX;

	for (; e < t->events + t->n_events && st == GCL_OK; e++) {
		switch (e->kind) {
		case TAPE_FINDING:
			if (e->n != text)
				set_text(src, &t->texts[e->n], at->lines);
			text = e->n;
			own = *f++;
			gcl_finding_shift(&own, at->lines, at->documents);
			st = gcl_run_give(r, &own, src);
			break;
		case TAPE_DOCUMENTS:
			for (n = e->n; n > 0 && st == GCL_OK; n--)
				st = r->on_document(r->ctx);
			break;
		case TAPE_NOTICE:
			r->on_notice(r->ctx, e->notice, e->text);
			break;
		}
	}
	return st == GCL_OK ? t->st : st;
}
