/*
 * Members and elements by their brackets and commas (RFC 8259).  The text was
 * checked before, so a value's end is found by its quotes and brackets alone.
 */
#include "config.h"

#include "carrier/members.h"

#include "json/string.h"

struct span
gcl_members_text(struct span head)
{
	bool bom = head.len >= 3 && !memcmp(head.ptr, "\xef\xbb\xbf", 3);

	return bom ? gcl_span(head.ptr + 3, head.len - 3) : head;
}

/* Numbers and words end where something else begins. */
static size_t
bare_end(struct span s, size_t at)
{
	while (at < s.len && !gcl_json_blank(s.ptr[at]) &&
	    !memchr(",:\"{}[]", s.ptr[at], 7))
		at++;
	return at < s.len ? at : 0;
}

static enum json_type
type_of(char c)
{
	switch (c) {
	case '"':
		return JSON_STRING;
	case '{':
		return JSON_OBJECT;
	case '[':
		return JSON_ARRAY;
	case 't': case 'f':
		return JSON_BOOLEAN;
	case 'n':
		return JSON_NULL;
	default:
		return c == '-' || (c >= '0' && c <= '9') ? JSON_NUMBER : 0;
	}
}

struct field
gcl_field_at(struct span text, size_t off)
{
	struct field f = { .off = gcl_json_skip_blanks(text, off) };

	if (f.off < text.len)
		f.type = type_of(text.ptr[f.off]);
	if (f.type == JSON_STRING)
		f.end = gcl_json_string_end(text, f.off);
	else if (f.type == JSON_OBJECT || f.type == JSON_ARRAY)
		f.end = gcl_json_container_end(text, f.off);
	else if (f.type)
		f.end = bare_end(text, f.off);
	f.whole = f.end > 0;
	if (!f.whole)
		f.end = text.len;
	return f;
}

struct span
gcl_field_raw(struct span text, const struct field *string)
{
	size_t len = string->end - string->off;

	return gcl_span(text.ptr + string->off + 1, len - 1 - string->whole);
}

/* A letter written as \u00XX, or else its backslash. */
static char
letter(struct span s, size_t *len)
{
	int high, low;

	*len = 1;
	if (s.len < 6 || memcmp(s.ptr, "\\u00", 4))
		return s.ptr[0];
	high = gcl_json_hex(s.ptr[4]);
	low = gcl_json_hex(s.ptr[5]);
	if (high < 0 || high > 7 || low < 0)
		return s.ptr[0];
	*len = 6;
	return (char)(high << 4 | low);
}

bool
gcl_field_is(struct span text, const struct field *string, const char *s)
{
	struct span raw;
	size_t n;

	if (string->type != JSON_STRING || !string->whole)
		return false;
	raw = gcl_field_raw(text, string);
	for (; raw.len > 0 && *s; s++) {
		if (letter(raw, &n) != *s)
			return false;
		raw = gcl_span(raw.ptr + n, raw.len - n);
	}
	return raw.len == 0 && !*s;
}

struct cursor
gcl_members_of(struct span text, const struct field *container)
{
	bool any = container->type == JSON_OBJECT ||
	    container->type == JSON_ARRAY;

	return (struct cursor){
		.text = text,
		.at = any ? container->off + 1 : text.len,
		.object = container->type == JSON_OBJECT,
	};
}

static bool
next_key(struct cursor *c, struct field *key)
{
	*key = gcl_field_at(c->text, c->at);
	if (key->type != JSON_STRING || !key->whole)
		return false;
	c->at = gcl_json_skip_blanks(c->text, key->end);
	if (c->at == c->text.len || c->text.ptr[c->at] != ':')
		return false;
	c->at++;
	return true;
}

bool
gcl_members_next(struct cursor *c, struct field *key, struct field *value)
{
	struct field unnamed = { 0 };

	c->at = gcl_json_skip_blanks(c->text, c->at);
	if (c->at < c->text.len && c->text.ptr[c->at] == ',')
		c->at++;
	if (key)
		*key = unnamed;
	if (c->object && !next_key(c, key ? key : &unnamed))
		return false;
	*value = gcl_field_at(c->text, c->at);
	if (value->type)
		c->at = value->end;
	return value->type != 0;
}

void
gcl_members_get(struct span text, const struct field *object,
	const struct member *members, struct field *fields)
{
	struct cursor c = gcl_members_of(text, object);
	struct field key, value;
	size_t i;

	for (i = 0; members[i].name; i++)
		fields[i] = (struct field){ 0 };
	while (c.object && gcl_members_next(&c, &key, &value))
		for (i = 0; members[i].name; i++)
			if (gcl_field_is(text, &key, members[i].name))
				fields[i] = value;
}
