/*
 * Forms (application/x-www-form-urlencoded, WHATWG URL section 5.1) and the
 * credentials of Basic authentication (RFC 7617).
 */
#include "config.h"

#include "lint/envelope_p.h"

#include <strings.h>

#include "base/ascii.h"
#include "base/limits.h"

/* A token request has no more fields than this. */
#define FIELDS_COMPARED 32

/* The byte that %HH at the start of s means, or -1. */
static int
percent(struct span s)
{
	int high, low;

	if (s.len < 3 || *s.ptr != '%')
		return -1;
	high = gcl_ascii_hex(s.ptr[1]);
	low = gcl_ascii_hex(s.ptr[2]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* Escapes in a row that are no ASCII may be one character: they stay so. */
static size_t
add_escapes(struct decoder *d, const struct part *p, struct span s)
{
	char bytes[4] = "";
	size_t n = 0, len;
	struct place at;
	int c;

	do {
		c = percent(gcl_span(s.ptr + 3 * n, s.len - 3 * n));
		if (c < 0 || (n > 0 && c < 0x80))
			break;
		bytes[n++] = (char)c;
	} while (c >= 0x80 && n < sizeof(bytes));
	len = n ? 3 * n : 1;
	if (n == 0)
		bytes[n++] = *s.ptr == '+' ? ' ' : *s.ptr;
	at = gcl_part_place(&(struct part){ p->piece, p->from,
		p->from + len });
	gcl_decoder_opaque(d, gcl_span(bytes, n), at.off, at.len);
	return len;
}

static enum gcl_status
decode(struct capture *c, const struct part *p, struct piece *out)
{
	struct span s = gcl_part_text(p);
	struct decoder *d = &c->decoder;
	struct part rest = *p;
	struct place at = gcl_part_place(p);
	size_t n;

	gcl_decoder_begin(d);
	while (rest.from < rest.to) {
		s = gcl_part_text(&rest);
		for (n = 0; n < s.len && s.ptr[n] != '%' && s.ptr[n] != '+';)
			n++;
		if (n > 0)
			gcl_part_add(d, &(struct part){ rest.piece, rest.from,
				rest.from + n });
		else
			n = add_escapes(d, &rest, s);
		rest.from += n;
	}
	return gcl_decoder_take(d, at.off + at.len, &c->arena, out);
}

static enum gcl_status
add_field(struct capture *c, const struct part *pair,
	struct form_field ***tail)
{
	struct form_field *f = gcl_arena_calloc(&c->arena, 1, sizeof(*f));
	struct span s = gcl_part_text(pair);
	const char *eq = s.len ? memchr(s.ptr, '=', s.len) : NULL;
	size_t n = eq ? (size_t)(eq - s.ptr) : s.len;
	struct part value = gcl_part_cut(pair, eq ? n + 1 : n, s.len);

	if (!f)
		return GCL_ENOMEM;
	f->name = gcl_part_cut(pair, 0, n);
	**tail = f;
	*tail = &f->next;
	return decode(c, &value, &f->value);
}

static bool
is_name(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' &&
	    (c | 0x20) <= 'z') || c == '_';
}

struct part
gcl_envelope_form_start(const struct piece *body)
{
	struct part p = gcl_part_begin(body);
	struct span s = gcl_part_text(&p);
	size_t n = 0;

	while (n < s.len && (is_name(s.ptr[n]) ||
	    (n > 0 && memchr("-.%[]", s.ptr[n], 5))))
		n++;
	if (n == 0 || n == s.len || s.ptr[n] != '=')
		return (struct part){ .piece = NULL };
	return gcl_part_cut(&p, 0, n + 1);
}

/* JSON, XML and the like have no = in front of their first & or line end. */
static bool
is_form(struct span s)
{
	size_t i;

	if (s.len == 0 || s.len > LIMIT_ENVELOPE_BYTES ||
	    strchr("{[<\"", *s.ptr))
		return false;
	for (i = 0; i < s.len; i++)
		if (s.ptr[i] == '=' || s.ptr[i] == '&' || s.ptr[i] == '\n')
			return s.ptr[i] == '=';
	return false;
}

/* Editors let the pairs stand on lines of their own. */
enum gcl_status
gcl_envelope_form(struct capture *c, const struct piece *body,
	struct form_field **out)
{
	struct part rest = gcl_part_trim(gcl_part(body)), pair;
	enum gcl_status st = GCL_OK;
	struct span s = gcl_part_text(&rest);
	const char *amp;

	*out = NULL;
	if (!rest.piece || !is_form(s))
		return GCL_OK;
	while (rest.from < rest.to && st == GCL_OK) {
		s = gcl_part_text(&rest);
		amp = memchr(s.ptr, '&', s.len);
		pair = rest;
		if (amp)
			pair.to = rest.from + (size_t)(amp - s.ptr);
		rest.from = pair.to + (amp != NULL);
		pair = gcl_part_trim(pair);
		if (pair.from < pair.to)
			st = add_field(c, &pair, &out);
	}
	return st;
}

bool
gcl_form_again(const struct form_field *form, const struct form_field *field)
{
	struct span name = gcl_part_text(&field->name);
	size_t n = 0;

	for (; form != field && n < FIELDS_COMPARED; form = form->next, n++)
		if (gcl_span_eq(gcl_part_text(&form->name), name))
			return true;
	return false;
}

const struct form_field *
gcl_form_find(const struct form_field *form, const char *name)
{
	for (; form; form = form->next)
		if (gcl_span_is(gcl_part_text(&form->name), name))
			break;
	return form;
}

enum gcl_status
gcl_envelope_basic(struct capture *c, const struct piece *authorization,
	struct piece *out)
{
	struct part p = gcl_part(authorization);
	struct span s = authorization->text;
	enum gcl_status st;
	struct piece code;
	bool valid;
	size_t n = 0;

	*out = (struct piece){ .off = 0 };
	while (n < s.len && s.ptr[n] != ' ' && s.ptr[n] != '\t')
		n++;
	if (n != 5 || strncasecmp(s.ptr, "basic", 5))
		return GCL_OK;
	p = gcl_part_cut(&p, n, s.len);
	p = gcl_part_trim(p);
	st = gcl_part_piece(c, &p, &code);
	if (st == GCL_OK && code.text.len > 0)
		st = gcl_capture_base64(c, &code, out, &valid);
	if (st == GCL_OK && code.text.len > 0 && !valid)
		*out = (struct piece){ .off = 0 };
	return st;
}
