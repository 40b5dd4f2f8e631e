/*
 * JSON that a fix makes, from the template in its pack.
 */
#include "config.h"

#include "rule/fix.h"

#include "json/write.h"

static struct span
written(const struct value *v, struct span text)
{
	return gcl_span(text.ptr + v->off, v->len);
}

static const struct value *
member(const struct value *object, struct span name, size_t *index)
{
	const struct value *v;

	*index = 0;
	for (v = object->child; v; v = v->next, ++*index)
		if (gcl_span_eq(v->key, name))
			return v;
	return NULL;
}

/* The only element: of several none is the one that is meant. */
static const struct value *
element(const struct value *array, struct span number)
{
	return array->n == 1 && gcl_span_is(number, "0") ? array->child : NULL;
}

/* Follow a path such as /to/0/address; *top is the index of its first name. */
static const struct value *
follow(const struct value *v, struct span path, size_t *top)
{
	const char *p = path.ptr, *end = p + path.len, *slash;
	bool first = true;
	struct span name;
	size_t index;

	while (v && p < end && *p == '/') {
		slash = memchr(p + 1, '/', (size_t)(end - p - 1));
		name = gcl_span(p + 1, (size_t)((slash ? slash : end) - p - 1));
		index = 0;
		if (v->type == JSON_ARRAY)
			v = element(v, name);
		else
			v = v->type == JSON_OBJECT ? member(v, name, &index) :
			    NULL;
		if (first)
			*top = index;
		first = false;
		p = name.ptr + name.len;
	}
	return v && v->type != JSON_NULL ? v : NULL;
}

/* The first of several paths, with bars between, that leads to a value. */
static bool
refer(struct span paths, struct fix_values *v, struct buf *out)
{
	const char *p = paths.ptr, *end = p + paths.len, *bar;
	const struct value *found = NULL;
	size_t top = 0;

	while (v->object && !found && p < end) {
		bar = memchr(p, '|', (size_t)(end - p));
		if (!bar)
			bar = end;
		found = follow(v->object, gcl_span(p, (size_t)(bar - p)),
		    &top);
		p = bar + 1;
	}
	if (!found)
		return false;
	if (v->used)
		v->used[top] = true;
	gcl_buf_addspan(out, written(found, v->text));
	return true;
}

static bool
put_value(struct fix_values *v, struct buf *out)
{
	v->placed = true;
	v->value_at = out->len;
	gcl_buf_addspan(out, v->value);
	return true;
}

/* What the variable at the start of s stands for; *len is that of its name. */
static bool
variable(struct span s, const struct fix_values *v, struct span *is,
	size_t *len)
{
	const struct {
		const char *name;
		struct span is;
	} names[] = { { "$0", v->inside }, { "$country", v->country } };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		*len = strlen(names[i].name);
		*is = names[i].is;
		if (s.len >= *len && !memcmp(s.ptr, names[i].name, *len))
			return true;
	}
	return false;
}

/* A string, with what its variables stand for. */
static bool
put_string(struct span s, const struct fix_values *v, struct buf *out)
{
	size_t from = 0, i = 0, len;
	struct span is;

	gcl_buf_addc(out, '"');
	while (i < s.len) {
		if (s.ptr[i] != '$' || !variable(gcl_span(s.ptr + i,
		    s.len - i), v, &is, &len)) {
			i++;
			continue;
		}
		gcl_json_escape(out, gcl_span(s.ptr + from, i - from));
		gcl_buf_addspan(out, is);
		from = i += len;
	}
	gcl_json_escape(out, gcl_span(s.ptr + from, i - from));
	gcl_buf_addc(out, '"');
	return true;
}

/* Members or elements, but for those that have no value. */
static bool
put_container(const struct value *tpl, struct span tpl_text,
	struct fix_values *v, struct buf *out)
{
	bool object = tpl->type == JSON_OBJECT, any = false, gap = false;
	size_t start = out->len, before;
	const struct value *c;

	gcl_buf_addc(out, object ? '{' : '[');
	for (c = tpl->child; c; c = c->next) {
		before = out->len;
		if (any)
			gcl_buf_addspan(out, v->style->comma);
		if (object) {
			gcl_json_quote(out, c->key);
			gcl_buf_addspan(out, v->style->colon);
		}
		if (gcl_fix_json(c, tpl_text, v, out)) {
			any = true;
			v->hole = v->hole || (gap && !object);
		} else {
			out->len = before;
			gap = true;
		}
	}
	gcl_buf_addc(out, object ? '}' : ']');
	if (!any && tpl->n > 0)
		out->len = start;
	return any || tpl->n == 0;
}

bool
gcl_fix_json(const struct value *tpl, struct span tpl_text,
	struct fix_values *v, struct buf *out)
{
	switch (tpl->type) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		return put_container(tpl, tpl_text, v, out);
	case JSON_STRING:
		break;
	default:
		gcl_buf_addspan(out, written(tpl, tpl_text));
		return true;
	}
	if (gcl_span_is(tpl->text, "$value"))
		return put_value(v, out);
	if (tpl->text.len > 2 && !memcmp(tpl->text.ptr, "$/", 2))
		return refer(gcl_span(tpl->text.ptr + 1, tpl->text.len - 1),
		    v, out);
	return put_string(tpl->text, v, out);
}
