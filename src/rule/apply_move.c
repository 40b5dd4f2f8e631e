/*
 * The rule engine: members that are made of others, which go.  What is known
 * by another name, in another shape or at another place ends where it belongs.
 */
#include "config.h"

#include "rule/apply_p.h"

#include "base/limits.h"
#include "json/write.h"

struct move {
	struct span text;		/* of the object */
	const struct value *object;
	bool *gone;			/* by index of its members */
	const struct fix *fix;
	struct fix_values values;
	struct buf *made;		/* the members, as they will stand */
	struct buf *scratch, *spare;
	struct amend *edits;
	size_t anchor;		/* the member whose place they take */
	bool fits;
};

static size_t
end_of(const struct value *v)
{
	return (size_t)v->off + v->len;
}

static const struct value *
find(const struct move *m, struct span name, size_t *index)
{
	const struct value *v = m->object->child;

	for (*index = 0; v && !gcl_span_eq(v->key, name); v = v->next)
		++*index;
	return v;
}

/* What separates two members that are made: as before the anchor. */
static void
separate(struct move *m)
{
	const struct value *v = m->object->child;
	struct amend_gap gap = { .style = m->values.style };
	size_t i;

	if (m->made->len == 0)
		return;
	for (i = 0; i < m->anchor; i++)
		v = v->next;
	gap.last = v->key_off;
	gcl_amend_separator(m->text, &gap, m->made);
}

/* A member that is not there, or is null, which is the same. */
static void
make_member(struct move *m, const struct value *tpl)
{
	size_t before = m->made->len;

	separate(m);
	gcl_json_quote(m->made, tpl->key);
	gcl_buf_addspan(m->made, m->values.style->colon);
	if (!gcl_fix_json(tpl, m->fix->json_text, &m->values, m->made))
		m->made->len = before;
	if (m->values.hole)
		m->fits = false;
}

/*
 * An array that is there already gets the elements that are behind its own;
 * those before are what it has.
 */
static void
add_elements(struct move *m, const struct value *tpl,
	const struct value *array)
{
	size_t i = 0, n = array->n;
	const struct value *e = array->child;
	struct amend_gap gap = { .open = array->off,
		.close = end_of(array) - 1, .style = m->values.style };
	size_t before;

	while (e && e->next)
		e = e->next;
	gap.last = e ? e->off : 0;
	gcl_buf_reset(m->scratch);
	for (tpl = tpl->child; tpl; tpl = tpl->next, i++) {
		before = m->scratch->len;
		if (before > 0)
			gcl_amend_separator(m->text, &gap, m->scratch);
		if (!gcl_fix_json(tpl, m->fix->json_text, &m->values,
		    m->scratch))
			m->scratch->len = before;
		else if (i != n++)
			m->fits = false;
	}
	if (m->scratch->len > 0)
		gcl_amend_append(m->edits, m->text, &gap,
		    gcl_buf_span(m->scratch), m->spare);
	else
		m->fits = false;
}

static void
take(struct move *m, const struct value *tpl)
{
	size_t index;
	const struct value *v = find(m, tpl->key, &index);

	if (v && v->type == JSON_ARRAY && tpl->type == JSON_ARRAY) {
		add_elements(m, tpl, v);
	} else if (v && v->type != JSON_NULL) {
		m->fits = false;
	} else {
		if (v)
			m->gone[index] = true;
		make_member(m, tpl);
	}
}

/* The made members in place of one that goes. */
static void
put_made(struct move *m, const struct value *v)
{
	gcl_amend_add(m->edits, v->key_off, end_of(v) - v->key_off,
	    gcl_buf_span(m->made));
}

/*
 * Members that go, one behind the other, go up to the next that stays, or from
 * the end of the last that stays.
 */
static void
delete_gone(struct move *m)
{
	const struct value *v = m->object->child, *kept = NULL, *first = NULL;
	bool gone;
	size_t i;

	for (i = 0; v; v = v->next, i++) {
		gone = m->gone[i];
		if (gone && i == m->anchor && m->made->len > 0) {
			put_made(m, v);
			gone = false;
		}
		if (gone && !first)
			first = v;
		if (gone)
			continue;
		if (first)
			gcl_amend_add(m->edits, first->key_off,
			    v->key_off - first->key_off, SPAN(""));
		first = NULL;
		kept = v;
	}
	if (!first)
		return;
	i = kept ? end_of(kept) : 1;
	for (v = first; v->next; v = v->next)
		;
	gcl_amend_add(m->edits, i, end_of(v) - i, SPAN(""));
}

enum gcl_status
gcl_apply_move(struct apply *ap, const struct fault *f, const struct fix *fix,
	const struct value *object, struct span text, struct amend *a,
	bool *taken)
{
	const size_t key = f->key_off - 1 - f->in->off;
	struct move m = { .text = text, .object = object, .fix = fix,
		.made = &ap->fix[0], .scratch = &ap->fix[1],
		.spare = &ap->other, .edits = a, .fits = true };
	const struct value *v;

	m.gone = gcl_arena_calloc(ap->run.arena, object->n + 1, sizeof(bool));
	if (!m.gone)
		return GCL_ENOMEM;
	m.values = (struct fix_values){ .style = &ap->style,
		.object = object, .text = text, .used = m.gone,
		.country = gcl_span_str(ap->run.country) };
	for (v = object->child; v && v->key_off != key; v = v->next)
		m.anchor++;
	m.gone[m.anchor] = true;
	gcl_buf_reset(m.made);
	gcl_buf_reset(m.scratch);
	for (v = fix->json->child; v && m.fits; v = v->next)
		take(&m, v);
	if (gcl_buf_status(m.made) != GCL_OK ||
	    gcl_buf_status(m.scratch) != GCL_OK)
		return GCL_ENOMEM;
	*taken = m.fits;
	if (m.fits)
		delete_gone(&m);
	return a->st;
}
