/*
 * The rule engine: from a fix as data to edits of the document, once nothing
 * is said any more of what they make.
 */
#include "config.h"

#include "rule/apply_fix_p.h"

#include "base/limits.h"
#include "json/write.h"

/* A new member, as the help shows it. */
static void
show_member(struct apply *ap, struct span name, struct span json)
{
	gcl_json_quote(&ap->help, name);
	gcl_buf_adds(&ap->help, ": ");
	gcl_json_line(json, &gcl_json_style_plain, &ap->help);
}

/* Nothing new is made: what the member says is said elsewhere already. */
static bool
only_removes(const struct making *m)
{
	size_t i = 0;

	while (i < m->inside.n && m->inside.list[i].text.len == 0)
		i++;
	return i == m->inside.n;
}

static enum gcl_status
show_moved(struct making *m, struct span made)
{
	const struct value *tpl = m->fix->json->child, *object, *v;
	enum gcl_status st = gcl_apply_read(m->ap, made, &object);
	struct buf *help = &m->ap->help;

	for (; st == GCL_OK && object && tpl; tpl = tpl->next) {
		for (v = object->child; v; v = v->next)
			if (gcl_span_eq(v->key, tpl->key))
				break;
		if (!v)
			continue;
		if (help->len > 0)
			gcl_buf_adds(help, ", ");
		show_member(m->ap, v->key, gcl_span(made.ptr + v->off,
		    v->len));
	}
	return st;
}

/* A value that is a container is not shown: it may be of any size. */
static enum gcl_status
show(struct making *m, bool own, struct span made)
{
	struct apply *ap = m->ap;
	enum fix_kind kind = m->fix ? m->fix->kind : FIX_PUT;

	if (ap->inner || made.len > LIMIT_MESSAGE_BYTES)
		return GCL_OK;
	if (kind == FIX_MOVE && !only_removes(m))
		return show_moved(m, made);
	if (kind == FIX_RENAME) {
		gcl_json_quote(&ap->help, m->fix->text);
	} else if (kind == FIX_REMOVE || kind == FIX_MOVE) {
		gcl_buf_adds(&ap->help, own ? "delete it" : "");
	} else if (m->added) {
		gcl_buf_adds(&ap->help, "add ");
		show_member(ap, m->fix->text, made);
	} else if (!gcl_making_container(m) || !m->fix) {
		gcl_json_line(made, &gcl_json_style_plain, &ap->help);
	}
	return GCL_OK;
}

/* Edits of the value become edits of the document. */
static enum gcl_status
take_inside(struct making *m, const struct edits *inside, struct span made)
{
	const struct frame *in = m->f->in;
	struct apply *ap = m->ap;
	struct buf *member = &ap->words;
	struct amend_gap gap = { .style = &ap->style };
	size_t i;

	for (i = 0; i < inside->n && !m->added; i++)
		gcl_amend_add(&m->edits, m->base + inside->list[i].off,
		    inside->list[i].len, inside->list[i].text);
	if (!m->added)
		return GCL_OK;
	gap.open = in->off;
	gap.close = in->end;
	gap.last = in->key_off ? in->key_off - 1 : 0;
	gcl_buf_reset(member);
	gcl_json_quote(member, m->fix->text);
	gcl_buf_addspan(member, ap->style.colon);
	gcl_buf_addspan(member, made);
	gcl_amend_append(&m->edits, ap->run.text, &gap, gcl_buf_span(member),
	    &ap->other);
	return gcl_buf_status(member);
}

/*
 * Within a fix on trial nothing is tried: whoever tries it looks at the whole
 * again.  Only of texts it is told whether they are right.
 */
static enum gcl_status
settle_inner(struct making *m, struct settled *out)
{
	struct apply *ap = m->ap;
	struct buf *made = &ap->fix[1];

	*out = (struct settled){ .good = true, .safe = true };
	if (!m->fix && m->f->field && m->f->field->format)
		out->good = gcl_apply_passes(ap, m->f->field->format,
		    m->value.text);
	gcl_buf_reset(made);
	gcl_amend_apply(m->scope.text, &(struct edits){ m->inside.list,
	    m->inside.n }, made);
	out->made = gcl_buf_span(made);
	out->edits = (struct edits){ m->inside.list, m->inside.n };
	return gcl_buf_status(made);
}

static enum gcl_status
settle(struct making *m, const struct words *w, struct settled *out)
{
	const struct edits inside = { m->inside.list, m->inside.n };

	if (m->inside.st != GCL_OK)
		return m->inside.st;
	if (!m->scope.text.ptr) {
		*out = (struct settled){ .good = true, .safe = true };
		return GCL_OK;
	}
	if (m->ap->inner)
		return settle_inner(m, out);
	if (m->fix && m->fix->kind == FIX_MOVE)
		m->scope.mends = w->rule;
	return gcl_apply_settle(m->ap, &m->scope, &inside, out);
}

/* Offsets of the document become those of a part of it. */
static enum gcl_status
shift(const struct edits *in, size_t off, struct arena *arena,
	struct edits *out)
{
	struct edit *list = gcl_arena_calloc(arena, in->n, sizeof(*list));
	size_t i;

	if (!list)
		return GCL_ENOMEM;
	for (i = 0; i < in->n; i++) {
		list[i] = in->list[i];
		list[i].off -= off;
	}
	*out = (struct edits){ list, in->n };
	return GCL_OK;
}

/*
 * What is right by itself may be wrong beside others: where the object around
 * has checks of its own, it is looked at as a whole.  Not for members that go:
 * there may be any number of them.
 */
static enum gcl_status
verify(struct making *m, const struct words *w, const struct edits *edits,
	bool *good)
{
	const struct frame *in = m->f->in;
	struct scope scope = { .mends = w->rule };
	const struct value *object = NULL;
	enum gcl_status st;
	struct edits inside;

	if (m->ap->inner || !in || !in->shape || !in->shape->checks ||
	    m->scope.mends || !m->scope.text.ptr)
		return GCL_OK;
	st = gcl_make_object(m, &scope.text, &object);
	if (st != GCL_OK || !object)
		return st;
	scope.field = in->field;
	st = shift(edits, in->off, m->ap->run.arena, &inside);
	return st == GCL_OK ?
	    gcl_apply_verify(m->ap, &scope, &inside, good) : st;
}

static enum gcl_status
finish(struct making *m, const struct words *w, bool own, struct hit *h,
	bool *good)
{
	struct settled s;
	enum gcl_status st = settle(m, w, &s);
	struct edits edits = { NULL, 0 };

	*good = st == GCL_OK && s.good;
	if (st != GCL_OK || (!s.good && !m->ap->inner))
		return st;
	st = take_inside(m, &s.edits, s.made);
	if (st == GCL_OK)
		st = gcl_amend_take(&m->edits, &edits);
	if (st == GCL_OK && edits.n > 0)
		st = verify(m, w, &edits, good);
	if (st != GCL_OK || edits.n == 0 || (!*good && !m->ap->inner)) {
		*good = false;
		return st == GCL_EINPUT ? GCL_OK : st;
	}
	h->edits = edits;
	/* What an array or object held is lost. */
	h->safe = m->value.safe && s.safe &&
	    (m->fix || !gcl_making_container(m));
	return show(m, own, s.made);
}

/* Make one fix: h->edits stays empty where it is no use. */
static enum gcl_status
try_fix(struct apply *ap, const struct fault *f, const struct words *w,
	const struct fix *fix, bool own, struct hit *h, bool *good)
{
	const struct fix_env env = { ap->matcher,
		gcl_span_str(ap->run.country), ap->run.rules->plan, ap->fix };
	struct making m = { .ap = ap, .f = f };
	enum gcl_status st;

	st = gcl_fix_text(fix, &env, f->env.text, &m.value);
	if (st != GCL_OK || !m.value.taken)
		return st;
	gcl_amend_init(&m.inside, ap->run.arena);
	gcl_amend_init(&m.edits, ap->run.arena);
	m.fix = m.value.rest;
	st = gcl_make(&m);
	return st == GCL_OK && m.taken ? finish(&m, w, own, h, good) : st;
}

/* That of the object around, as far as it has one. */
static struct json_style
style_around(const struct apply *ap, const struct fault *f)
{
	const struct frame *in = f->in;
	size_t from = in && in->type == JSON_OBJECT && in->key_off ? in->off :
	    0;

	return gcl_json_style_of(gcl_span(ap->run.text.ptr + from,
	    ap->run.text.len - from));
}

enum gcl_status
gcl_apply_fix(struct apply *ap, const struct fault *f, const struct words *w,
	struct hit *h)
{
	const struct fix *lists[] = { w->fix, f->fix }, *fix;
	enum gcl_status st = GCL_OK;
	bool good = false;
	struct hit made;
	size_t i;

	if (!ap->inner && (w->fix || f->fix))
		ap->style = style_around(ap, f);
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (fix = lists[i]; fix && st == GCL_OK && !good;
		     fix = fix->other) {
			made.edits.n = 0;
			st = try_fix(ap, f, w, fix, i == 0, &made, &good);
			if (made.edits.n == 0 || (h->edits.n > 0 && !good))
				continue;
			h->edits = made.edits;
			h->safe = made.safe;
		}
	return st;
}
