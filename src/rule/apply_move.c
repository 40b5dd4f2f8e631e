/*
 * The rule engine: members that are made of others, which go.  What is known
 * by another name, in another shape or at another place ends where it belongs.
 */
#include "config.h"

#include "rule/apply_p.h"

#include <strings.h>

#include "base/limits.h"
#include "json/write.h"

struct move {
	struct apply *ap;
	enum gcl_status st;
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

/* Digits and plus of a number, whatever stands between them. */
static bool
next_digit(struct span *s, char *c)
{
	while (s->len > 0 && memchr(" ().-", *s->ptr, 5))
		*s = gcl_span(s->ptr + 1, s->len - 1);
	*c = s->len > 0 ? *s->ptr : '\0';
	if (s->len > 0)
		*s = gcl_span(s->ptr + 1, s->len - 1);
	return *c == '+' || (*c >= '0' && *c <= '9');
}

static bool
same_number(struct span a, struct span b)
{
	char x, y;
	bool more;

	if (a.len > 4 && !strncasecmp(a.ptr, "tel:", 4))
		a = gcl_span(a.ptr + 4, a.len - 4);
	if (b.len > 4 && !strncasecmp(b.ptr, "tel:", 4))
		b = gcl_span(b.ptr + 4, b.len - 4);
	do {
		more = next_digit(&a, &x);
		if (next_digit(&b, &y) != more || x != y)
			return false;
	} while (more);
	return x == '\0';
}

/* Does a value say all that another one says? */
static bool
holds(const struct value *has, const struct value *other)
{
	const struct value *v, *w;

	if (has->type != other->type)
		return false;
	if (has->type != JSON_OBJECT)
		return has->type != JSON_ARRAY &&
		    (gcl_span_eq(has->text, other->text) ||
		    (has->type == JSON_STRING &&
		    same_number(has->text, other->text)));
	for (w = other->child; w; w = w->next) {
		for (v = has->child; v && !gcl_span_eq(v->key, w->key);)
			v = v->next;
		if (!v || !holds(v, w))
			return false;
	}
	return true;
}

/* What would be made, if anything, is said already: what it is of may go. */
static bool
is_said(struct move *m, const struct value *tpl, const struct value *has)
{
	const struct value *made = NULL;

	gcl_buf_reset(m->spare);
	if (!gcl_fix_json(tpl, m->fix->json_text, &m->values, m->spare))
		return true;
	m->st = gcl_apply_read(m->ap, gcl_buf_span(m->spare), &made);
	return m->st == GCL_OK && made && holds(has, made);
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

	gcl_buf_reset(m->scratch);
	for (tpl = tpl->child; tpl && e; tpl = tpl->next, e = e->next, i++) {
		gap.last = e->off;
		m->fits = m->fits && is_said(m, tpl, e);
	}
	for (; e; e = e->next)
		gap.last = e->off;
	for (; tpl; tpl = tpl->next, i++) {
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
}

static void
take(struct move *m, const struct value *tpl)
{
	size_t index;
	const struct value *v = find(m, tpl->key, &index);

	if (v && v->type == JSON_ARRAY && tpl->type == JSON_ARRAY) {
		add_elements(m, tpl, v);
	} else if (v && v->type != JSON_NULL) {
		m->fits = is_said(m, tpl, v);
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

/*
 * The member at hand goes when something is made of it, or of nothing at all;
 * not when it is of others, which may say something else.
 */
static bool
may_go(const struct move *m)
{
	size_t i;

	for (i = 0; i < m->object->n; i++)
		if (m->gone[i])
			return m->gone[m->anchor];
	return m->made->len > 0 || m->scratch->len > 0;
}

enum gcl_status
gcl_apply_move(struct apply *ap, const struct fault *f, const struct fix *fix,
	const struct value *object, struct span text, struct amend *a,
	bool *taken)
{
	const size_t key = f->key_off - 1 - f->in->off;
	struct move m = { .ap = ap, .text = text, .object = object, .fix = fix,
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
	gcl_buf_reset(m.made);
	gcl_buf_reset(m.scratch);
	for (v = fix->json->child; v && m.fits; v = v->next)
		take(&m, v);
	if (gcl_buf_status(m.made) != GCL_OK ||
	    gcl_buf_status(m.scratch) != GCL_OK)
		return GCL_ENOMEM;
	*taken = m.fits && m.st == GCL_OK && may_go(&m);
	m.gone[m.anchor] = true;
	if (*taken)
		delete_gone(&m);
	return m.st == GCL_OK ? a->st : m.st;
}
