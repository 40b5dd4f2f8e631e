/*
 * The texts of such a capture: strings (RFC 8259 section 7), headers, forms
 * (the URL Standard, application/x-www-form-urlencoded).
 */
#include "config.h"

#include "carrier/jsonfile.h"

#include <strings.h>

#include "base/utf8.h"
#include "json/string.h"

enum gcl_status
gcl_jsonfile_piece(struct jsonfile *f, const struct field *v,
	struct piece *out)
{
	if (v->type == JSON_STRING)
		return gcl_capture_string(f->c, gcl_field_raw(f->text, v),
		    v->off + 1, out);
	*out = gcl_capture_slice(f->c, v->off, v->end);
	return GCL_OK;
}

enum gcl_status
gcl_jsonfile_trimmed(struct jsonfile *f, const struct piece *in, size_t at,
	size_t end, struct piece *out)
{
	struct decoder *d = &f->c->decoder;
	const char *text = in->text.ptr;
	size_t last, none = 0;

	while (end > at && gcl_json_blank(text[end - 1]))
		end--;
	while (at < end && gcl_json_blank(text[at]))
		at++;
	if (!in->map) {
		*out = gcl_capture_slice(f->c, in->off + at, in->off + end);
		return GCL_OK;
	}
	gcl_decoder_begin(d);
	gcl_decoder_part(d, in, at, end - at);
	last = end;
	gcl_piece_locate(in, &last, &none);
	return gcl_decoder_take(d, last, &f->c->arena, out);
}

/* ---- pairs ---- */

enum { PAIR_NAME, PAIR_VALUE, PAIR_OFF, PAIR_FIELDS };

/* Without a value it is as good as one that is empty. */
static enum gcl_status
add_pair(struct jsonfile *f, const struct field *fields,
	struct header ***tail)
{
	struct piece name, value;
	enum gcl_status st;

	st = gcl_jsonfile_piece(f, &fields[PAIR_NAME], &name);
	if (st != GCL_OK)
		return st;
	if (fields[PAIR_VALUE].type) {
		st = gcl_jsonfile_piece(f, &fields[PAIR_VALUE], &value);
		if (st != GCL_OK)
			return st;
	} else {
		size_t end = fields[PAIR_NAME].end - 1;

		value = gcl_capture_slice(f->c, end, end);
	}
	if (!gcl_capture_header(f->c, *tail, name, value))
		return GCL_ENOMEM;
	*tail = &(**tail)->next;
	return GCL_OK;
}

static enum gcl_status
read_pair(struct jsonfile *f, const struct field *element,
	const struct member *members, struct header ***tail)
{
	struct field fields[PAIR_FIELDS] = { 0 };
	const struct field *off = &fields[PAIR_OFF];
	enum gcl_status st;

	if (element->type != JSON_OBJECT)
		return gcl_jsonfile_broken(f, element, "not an object",
		    NULL);
	f->faulty = false;
	st = gcl_jsonfile_get(f, element, members, fields);
	if (st != GCL_OK || f->faulty)
		return st;
	if (off->type && f->text.ptr[off->off] == 't')
		return GCL_OK;
	if (!fields[PAIR_NAME].type)
		return gcl_jsonfile_broken(f, element,
		    gcl_capture_words(f->c, "'%s' is missing",
		    members[PAIR_NAME].name), NULL);
	return add_pair(f, fields, tail);
}

enum gcl_status
gcl_jsonfile_pairs(struct jsonfile *f, const struct field *array,
	const struct member *members, struct header **list)
{
	struct cursor at = gcl_members_of(f->text, array);
	enum gcl_status st = GCL_OK;
	struct field element;

	while (st == GCL_OK && gcl_members_next(&at, NULL, &element)) {
		st = read_pair(f, &element, members, &list);
		f->quiet = f->quiet || f->faulty;
	}
	f->faulty = f->quiet = false;
	return st;
}

enum gcl_status
gcl_jsonfile_headers(struct jsonfile *f, const struct field *array,
	const struct member *members, struct header **list)
{
	enum gcl_status st;
	struct header *h;

	st = gcl_jsonfile_pairs(f, array, members, list);
	for (h = *list; h && st == GCL_OK; h = h->next)
		st = gcl_jsonfile_trimmed(f, &h->value, 0, h->value.text.len,
		    &h->value);
	return st;
}

/* ---- forms ---- */

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c && strchr("*-._", c));
}

/* The character of n bytes at at: a plus or each byte escaped. */
static void
add_escaped(struct decoder *d, const struct piece *p, size_t at, size_t n)
{
	static const char digits[] = "0123456789ABCDEF";
	char text[12];
	size_t i, len = 0;

	for (i = at; i < at + n; i++) {
		unsigned char c = (unsigned char)p->text.ptr[i];

		text[len++] = '%';
		text[len++] = digits[c >> 4];
		text[len++] = digits[c & 15];
	}
	if (p->text.ptr[at] == ' ') {
		text[0] = '+';
		len = 1;
	}
	gcl_piece_locate(p, &at, &n);
	gcl_decoder_opaque(d, gcl_span(text, len), at, n);
}

static void
add_form_text(struct decoder *d, const struct piece *p)
{
	struct span s = p->text;
	size_t at, n;
	uint32_t cp;

	for (at = 0; at < s.len; at += n) {
		for (n = 0; at + n < s.len && is_plain(s.ptr[at + n]); n++)
			;
		if (n > 0) {
			gcl_decoder_part(d, p, at, n);
			continue;
		}
		n = gcl_utf8_decode(s.ptr + at, s.len - at, &cp);
		if (n == 0)
			n = 1;
		add_escaped(d, p, at, n);
	}
}

static size_t
place_of(const struct piece *p, size_t off)
{
	size_t none = 0;

	gcl_piece_locate(p, &off, &none);
	return off;
}

/*
 * name=value.  A name that stands behind its value in the source has its
 * place before the value: places only grow.
 */
static void
add_form_pair(struct decoder *d, const struct header *h, bool first)
{
	size_t at = place_of(&h->value, 0), len = h->name.text.len;
	struct map_point points[] = {
		{ 0, (uint32_t)at }, { (uint32_t)len, (uint32_t)at }
	};
	const struct map before = { .points = points, .n = 2 };
	struct piece name = h->name;

	if (place_of(&name, len) > at)
		name = (struct piece){ .text = name.text, .map = &before };
	if (!first)
		gcl_decoder_opaque(d, SPAN("&"), place_of(&name, 0), 0);
	add_form_text(d, &name);
	gcl_decoder_opaque(d, SPAN("="), place_of(&name, len), 0);
	add_form_text(d, &h->value);
}

enum gcl_status
gcl_jsonfile_form(struct jsonfile *f, const struct header *pairs,
	struct piece *out)
{
	struct decoder *d = &f->c->decoder;
	const struct header *h;
	size_t end = 0;

	gcl_decoder_begin(d);
	for (h = pairs; h; h = h->next) {
		add_form_pair(d, h, h == pairs);
		end = place_of(&h->value, h->value.text.len);
	}
	return gcl_decoder_take(d, end, &f->c->arena, out);
}

bool
gcl_jsonfile_takes_body(struct span method)
{
	static const char *const methods[] = { "POST", "PUT", "PATCH" };
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (method.len == strlen(methods[i]) &&
		    !strncasecmp(method.ptr, methods[i], method.len))
			return true;
	return false;
}
