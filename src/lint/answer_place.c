/*
 * Where in the request a fault is.  A member that the answer names as such is
 * believed; otherwise its words are tried, from those that look most like a
 * name to plain ones: quoted, with brackets or dots in them, telephone numbers
 * and ids that are values of the request, words that are members of it.
 */
#include "config.h"

#include "lint/answer_p.h"

/* Shorter words and values are found anywhere. */
#define WORD_BYTES 4u
#define VALUE_BYTES 3u

/* Longer ones are no names. */
#define NAME_BYTES 128u

enum accept {
	ACCEPT_ANY,	/* the top as well: what is named is missing there */
	ACCEPT_PART,	/* something of the name */
	ACCEPT_VALUE,
};

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static enum gcl_status
by_name(struct reading *rd, struct span name, enum accept accept,
	struct path *out)
{
	struct path p = { .hit = PATH_NONE };
	enum gcl_status st;

	if (rd->searches == 0 || name.len == 0 || name.len > NAME_BYTES)
		return GCL_OK;
	rd->searches--;
	st = gcl_path_find(rd->walk, rd->request, name, rd->arena, &p);
	if (p.hit == PATH_VALUE || accept == ACCEPT_ANY ||
	    (accept == ACCEPT_PART && p.pointer.len > 0))
		*out = p;
	return st;
}

static enum gcl_status
by_value(struct reading *rd, struct span value, struct path *out)
{
	if (rd->searches == 0 || value.len < VALUE_BYTES)
		return GCL_OK;
	rd->searches--;
	return gcl_path_find_value(rd->walk, rd->request, value, rd->arena,
	    out);
}

static enum gcl_status
by_either(struct reading *rd, struct span s, struct path *out)
{
	enum gcl_status st = by_name(rd, s, ACCEPT_PART, out);

	return st == GCL_OK && out->hit == PATH_NONE ? by_value(rd, s, out) :
	    st;
}

/* ---- the words of a text ---- */

/* The next part of a text that something is to be made of; false: none. */
typedef bool next_fn(struct span text, size_t *i, struct span *out);

static bool
next_quoted(struct span text, size_t *i, struct span *out)
{
	const char *end;

	for (; *i < text.len; (*i)++) {
		const char *p = text.ptr + *i;
		size_t left = text.len - *i - 1;

		/* An apostrophe stands behind a letter. */
		if (!strchr("\"'`", *p) || !*p ||
		    (*i > 0 && is_alnum(p[-1])))
			continue;
		end = memchr(p + 1, *p, left < NAME_BYTES ? left : NAME_BYTES);
		if (!end)
			continue;
		*out = gcl_span(p + 1, (size_t)(end - p - 1));
		*i += out->len + 2;
		return true;
	}
	return false;
}

/* What stands between blanks, without the marks around it. */
static bool
next_token(struct span text, size_t *i, struct span *out)
{
	static const char marks[] = " \t\r\n,;()\"'`";
	size_t start;

	while (*i < text.len && strchr(marks, text.ptr[*i]))
		(*i)++;
	start = *i;
	while (*i < text.len && !strchr(marks, text.ptr[*i]))
		(*i)++;
	*out = gcl_span(text.ptr + start, *i - start);
	while (out->len > 0 && strchr(".:!?", out->ptr[out->len - 1]))
		out->len--;
	/* [participants] stands in brackets, participants[0] has them. */
	if (out->len > 2 && out->ptr[0] == '[' &&
	    out->ptr[out->len - 1] == ']')
		*out = gcl_span(out->ptr + 1, out->len - 2);
	return *i > start;
}

static bool
next_word(struct span text, size_t *i, struct span *out)
{
	size_t start;

	while (*i < text.len && !is_alnum(text.ptr[*i]))
		(*i)++;
	start = *i;
	while (*i < text.len && (is_alnum(text.ptr[*i]) ||
	    text.ptr[*i] == '_'))
		(*i)++;
	*out = gcl_span(text.ptr + start, *i - start);
	return out->len > 0;
}

static bool
is_path(struct span s)
{
	return s.len > 0 && (s.ptr[0] == '/' || memchr(s.ptr, '[', s.len) ||
	    memchr(s.ptr, '.', s.len));
}

/* A telephone number, a SIP address, an id. */
static bool
is_value(struct span s)
{
	static const char *const schemes[] = { "tel:", "sip:", "sips:" };
	size_t i, dashes = 0;

	if (s.len > 4 && s.ptr[0] == '+' && is_alnum(s.ptr[1]))
		return true;
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (s.len > strlen(schemes[i]) &&
		    !memcmp(s.ptr, schemes[i], strlen(schemes[i])))
			return true;
	for (i = 0; i < s.len; i++)
		dashes += s.ptr[i] == '-';
	return s.len == 36 && dashes == 4;
}

static enum gcl_status
try_token(struct reading *rd, struct span s, struct path *out)
{
	if (is_value(s))
		return by_value(rd, s, out);
	return is_path(s) ? by_name(rd, s, ACCEPT_PART, out) : GCL_OK;
}

static enum gcl_status
try_each(struct reading *rd, struct span text, next_fn *next,
	enum gcl_status (*try)(struct reading *rd, struct span s,
	struct path *out), struct path *out)
{
	enum gcl_status st = GCL_OK;
	struct span s;
	size_t i = 0;

	while (st == GCL_OK && out->hit == PATH_NONE && rd->searches > 0 &&
	    next(text, &i, &s))
		st = try(rd, s, out);
	return st;
}

/* ---- plain words ---- */

static size_t
depth(struct span pointer)
{
	size_t i, n = 0;

	for (i = 0; i < pointer.len; i++)
		n += pointer.ptr[i] == '/';
	return n;
}

/* What is deeper inside is meant more likely: "participant address". */
static enum gcl_status
try_member(struct reading *rd, struct span name, struct path *best)
{
	struct path p = { .hit = PATH_NONE };
	enum gcl_status st = by_name(rd, name, ACCEPT_VALUE, &p);

	if (p.hit != PATH_NONE && (best->hit == PATH_NONE ||
	    depth(p.pointer) > depth(best->pointer)))
		*best = p;
	return st;
}

/* Each word, and it together with the next: "phone number". */
static enum gcl_status
try_words(struct reading *rd, struct span text, struct path *out)
{
	struct span word, next = gcl_span(NULL, 0);
	enum gcl_status st = GCL_OK;
	char pair[NAME_BYTES];
	size_t i = 0;
	bool more = next_word(text, &i, &next);

	while (more && st == GCL_OK) {
		word = next;
		more = next_word(text, &i, &next);
		if (word.len >= WORD_BYTES)
			st = try_member(rd, word, out);
		if (!more || st != GCL_OK ||
		    word.len + next.len > sizeof(pair))
			continue;
		memcpy(pair, word.ptr, word.len);
		memcpy(pair + word.len, next.ptr, next.len);
		st = try_member(rd, gcl_span(pair, word.len + next.len), out);
	}
	return st;
}

static enum gcl_status
try_params(struct reading *rd, const struct value *params, struct path *out)
{
	const struct value *v = params ? params->child : NULL;
	enum gcl_status st = GCL_OK;

	for (; v && st == GCL_OK && out->hit == PATH_NONE; v = v->next)
		if (v->type == JSON_STRING)
			st = by_either(rd, v->text, out);
	return st;
}

enum gcl_status
gcl_answer_place(struct reading *rd, struct fault *f)
{
	enum gcl_status st;

	if (f->field.len > 0)
		return by_name(rd, f->field, ACCEPT_ANY, &f->place);
	st = try_each(rd, f->text, next_quoted, by_either, &f->place);
	if (st == GCL_OK)
		st = try_each(rd, f->text, next_token, try_token, &f->place);
	if (st == GCL_OK && f->place.hit == PATH_NONE)
		st = try_params(rd, f->params, &f->place);
	if (st != GCL_OK || f->place.hit != PATH_NONE ||
	    !gcl_answer_status(rd->out->status)->about_form)
		return st;
	f->guessed = true;
	return try_words(rd, f->text, &f->place);
}
