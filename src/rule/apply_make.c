/*
 * The rule engine: edits of a value and of the object around it, by the kind of
 * the fix.
 */
#include "config.h"

#include "rule/apply_fix_p.h"

#include "base/limits.h"
#include "json/write.h"

/* Where the value stands; a container's end has not been met yet. */
static void
find_value(struct making *m)
{
	const struct fault *f = m->f;
	struct span text = m->ap->run.text;
	size_t end;

	m->off = f->value_off;
	m->len = f->value_len;
	if (f->at == AT_MISSING || m->len > 0)
		return;
	if (f->at == AT_KEY)
		m->off = gcl_json_value_of(text, f->key_off - 1);
	else if (!gcl_making_container(m))
		return;
	end = gcl_json_end(text, m->off, LIMIT_FIX_BYTES);
	m->len = end ? end - m->off : 0;
}

/* The value is what is linted again. */
static void
begin_value(struct making *m)
{
	m->base = m->off;
	m->scope.text = gcl_span(m->ap->run.text.ptr + m->off, m->len);
	m->scope.field = m->f->field;
	m->taken = m->len > 0 && m->f->at == AT_VALUE;
}

/* ---- kinds ---- */

static enum gcl_status
make_text(struct making *m)
{
	struct span now = m->value.text;
	struct buf *scratch = &m->ap->words;
	enum gcl_status st = GCL_OK;
	struct span was;

	begin_value(m);
	m->taken = m->taken && m->value.changed;
	if (!m->taken)
		return GCL_OK;
	if (m->f->env.type != JSON_STRING) {
		gcl_buf_reset(scratch);
		gcl_json_quote(scratch, now);
		gcl_amend_add(&m->inside, 0, m->len, gcl_buf_span(scratch));
		return gcl_buf_status(scratch);
	}
	st = gcl_apply_decode(m->ap, (uint32_t)m->off + 1,
	    (uint32_t)m->len - 2, STRING_ESCAPE, &m->ap->other, &m->ap->map,
	    &was);
	if (st == GCL_OK)
		gcl_amend_string(&m->inside, 1, was, &m->ap->map, now,
		    scratch);
	return st;
}

/*
 * What stands before the value and behind it, which stays.  Its last byte
 * becomes part of the edit: where it ends others may want to add members.
 */
static void
put_around(struct making *m, struct span before, struct span behind)
{
	gcl_amend_add(&m->inside, 0, 0, before);
	gcl_amend_add(&m->inside, m->len - 1, 1, behind);
}

/* All from the last byte before off on. */
static struct span
behind_last(const struct buf *b, size_t off)
{
	return gcl_span(b->ptr + off - 1, b->len - off + 1);
}

/* The value becomes, or is, what the template makes. */
static enum gcl_status
fill_template(struct making *m)
{
	struct apply *ap = m->ap;
	struct buf *made = &ap->words, *inside = &ap->other;
	struct fix_values v = { .style = &ap->style, .value = m->scope.text,
		.country = gcl_span_str(ap->run.country) };

	gcl_buf_reset(made);
	gcl_buf_reset(inside);
	if (m->value.changed)
		gcl_json_escape(inside, m->value.text);
	v.inside = m->value.changed ? gcl_buf_span(inside) : m->f->env.raw;
	m->taken = gcl_fix_json(m->fix->json, m->fix->json_text, &v, made);
	if (v.placed)
		put_around(m, gcl_span(made->ptr, v.value_at),
		    behind_last(made, v.value_at + m->len));
	else
		gcl_amend_add(&m->inside, 0, m->scope.text.len,
		    gcl_buf_span(made));
	return gcl_buf_status(made) == GCL_OK ? gcl_buf_status(inside) :
	    gcl_buf_status(made);
}

static enum gcl_status
make_wrap(struct making *m)
{
	begin_value(m);
	return m->taken ? fill_template(m) : GCL_OK;
}

static enum gcl_status
make_insert(struct making *m)
{
	if (m->f->env.in_place) {
		begin_value(m);
	} else {
		m->taken = m->f->at == AT_MISSING;
		m->added = true;
		m->scope.text = SPAN("");
		m->scope.field = m->f->field;
	}
	return m->taken ? fill_template(m) : GCL_OK;
}

/* ---- as another type ---- */

static void
enclose(struct making *m, char open, char close)
{
	const char behind[] = { m->scope.text.ptr[m->len - 1], close };

	put_around(m, gcl_span(&open, 1), gcl_span(behind, sizeof(behind)));
}

static bool
all_digits(struct span s)
{
	size_t i = 0;

	while (i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9')
		i++;
	return i == s.len;
}

static enum gcl_status
as_string(struct making *m)
{
	struct span s = m->scope.text;

	/* A sign, a point or an exponent would become something else. */
	m->taken = m->f->env.type == JSON_BOOLEAN ||
	    (m->f->env.type == JSON_NUMBER && all_digits(s));
	enclose(m, '"', '"');
	return GCL_OK;
}

static enum gcl_status
as_json(struct making *m)
{
	const struct value *v = NULL;
	enum gcl_status st = GCL_OK;

	if (m->f->env.type == JSON_STRING)
		st = gcl_apply_read(m->ap, m->value.text, &v);
	m->taken = v && m->scope.field &&
	    (m->scope.field->type->mask & v->type);
	gcl_amend_add(&m->inside, 0, m->len, m->value.text);
	return st;
}

static enum gcl_status
as_array(struct making *m)
{
	m->taken = m->scope.field &&
	    (m->scope.field->type->mask & JSON_ARRAY);
	enclose(m, '[', ']');
	return GCL_OK;
}

static enum gcl_status
as_element(struct making *m)
{
	const struct value *v = NULL;
	enum gcl_status st = GCL_OK;

	m->taken = false;
	if (m->f->env.type == JSON_ARRAY)
		st = gcl_apply_read(m->ap, m->scope.text, &v);
	if (st != GCL_OK || !v || v->n != 1)
		return st;
	m->taken = true;
	v = v->child;
	gcl_amend_add(&m->inside, 0, v->off, SPAN(""));
	gcl_amend_add(&m->inside, v->off + v->len, m->len - v->off - v->len,
	    SPAN(""));
	return GCL_OK;
}

static enum gcl_status
make_as(struct making *m)
{
	static enum gcl_status (*const kinds[])(struct making *m) = {
		[AS_STRING] = as_string, [AS_JSON] = as_json,
		[AS_ARRAY] = as_array, [AS_ELEMENT] = as_element,
	};

	begin_value(m);
	return m->taken ? kinds[m->fix->as](m) : GCL_OK;
}

static const struct fix fix_element = {
	.kind = FIX_AS, .as = AS_ELEMENT
};
static const struct fix fix_array = {
	.kind = FIX_AS, .as = AS_ARRAY, .safe = true, .other = &fix_element
};
static const struct fix fix_json = {
	.kind = FIX_AS, .as = AS_JSON, .safe = true, .other = &fix_array
};
const struct fix gcl_fix_type = {
	.kind = FIX_AS, .as = AS_STRING, .safe = true, .other = &fix_json
};

/* ---- members ---- */

#define NUMBER_MIN 7

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is [off, end) of text a number to dial, and no part of an id? */
static bool
is_number(struct span text, size_t off, size_t end)
{
	return end - off >= NUMBER_MIN && strchr("+:\" \t\r\n",
	    text.ptr[off - 1]) && end < text.len && text.ptr[end] != '-' &&
	    text.ptr[end] != '.' && (text.ptr[end] | 0x20) < 'a';
}

/* Would a number go with [off, end) that stands nowhere else in the text? */
static bool
loses_number(struct span text, size_t off, size_t end)
{
	size_t i = off + 1, from;

	for (; i < end; i++) {
		from = i;
		while (i < end && is_digit(text.ptr[i]))
			i++;
		if (i > from && is_number(text, from, i) &&
		    !memmem(text.ptr, off, text.ptr + from, i - from) &&
		    !memmem(text.ptr + end, text.len - end,
		    text.ptr + from, i - from))
			return true;
	}
	return false;
}

static enum gcl_status
make_remove(struct making *m)
{
	const struct fault *f = m->f;

	m->taken = m->len > 0 && f->in && (m->fix->safe ||
	    !loses_number(m->ap->run.text, m->off, m->off + m->len));
	if (m->taken)
		gcl_amend_remove(&m->edits, m->ap->run.text,
		    f->key_off ? f->key_off - 1 : m->off, m->off + m->len);
	return GCL_OK;
}

enum gcl_status
gcl_make_object(struct making *m, struct span *text,
	const struct value **out)
{
	struct span all = m->ap->run.text;
	size_t off, end;

	*out = NULL;
	if (!m->f->in || m->f->in->type != JSON_OBJECT)
		return GCL_OK;
	off = m->f->in->off;
	end = gcl_json_end(all, off, LIMIT_FIX_BYTES);
	if (!end)
		return GCL_OK;
	*text = gcl_span(all.ptr + off, end - off);
	return gcl_apply_read(m->ap, *text, out);
}

/*
 * Is there a member of that name?  Before the end of the object that takes
 * looking ahead.
 */
static enum gcl_status
is_there(struct making *m, const struct field *field, bool *there)
{
	const struct frame *in = m->f->in;
	const struct value *object, *v = NULL;
	enum gcl_status st;
	struct span text;

	*there = m->ap->slots[in->slots + field->index].seen;
	if (in->end || *there)
		return GCL_OK;
	st = gcl_make_object(m, &text, &object);
	*there = !object;
	for (v = object ? object->child : NULL; v; v = v->next)
		*there = *there || gcl_span_eq(v->key, field->key);
	return st;
}

/* The value has to be right under its new name. */
static enum gcl_status
make_rename(struct making *m)
{
	const struct fault *f = m->f;
	const struct shape *shape = f->in ? f->in->shape : NULL;
	const struct field *field = shape && f->key_off ?
	    gcl_shape_field(shape, m->fix->text) : NULL;
	struct buf *name = &m->ap->words;
	enum gcl_status st;
	bool there;

	begin_value(m);
	m->taken = false;
	if (!field || m->len == 0)
		return GCL_OK;
	st = is_there(m, field, &there);
	m->taken = !there;
	m->scope.field = field;
	gcl_buf_reset(name);
	gcl_json_escape(name, m->fix->text);
	gcl_amend_add(&m->edits, f->key_off, f->key_len, gcl_buf_span(name));
	return st == GCL_OK ? gcl_buf_status(name) : st;
}

static enum gcl_status
make_move(struct making *m)
{
	const struct fault *f = m->f;
	const struct value *object = NULL;
	enum gcl_status st = GCL_OK;

	m->taken = false;
	if (f->at == AT_KEY)
		st = gcl_make_object(m, &m->scope.text, &object);
	if (st != GCL_OK || !object)
		return st;
	m->base = f->in->off;
	m->scope.field = f->in->field;
	return gcl_apply_move(m->ap, f, m->fix, object, m->scope.text,
	    &m->inside, &m->taken);
}

static enum gcl_status (*const makers[])(struct making *m) = {
	[FIX_WRAP] = make_wrap, [FIX_AS] = make_as,
	[FIX_INSERT] = make_insert, [FIX_REMOVE] = make_remove,
	[FIX_RENAME] = make_rename, [FIX_MOVE] = make_move,
};

enum gcl_status
gcl_make(struct making *m)
{
	find_value(m);
	return m->fix ? makers[m->fix->kind](m) : make_text(m);
}
