/*
 * Take a name apart: JSON Pointer (RFC 6901) and, more loosely, JSONPath
 * (RFC 9535), JavaScript, and the reference chains of Java's parsers.
 */
#include "config.h"

#include "json/path_p.h"

struct parser {
	struct span s;
	size_t i;
	struct steps *out;
	bool too_many;
};

/* RFC 6901 section 4: digits without leading zeros. */
static bool
read_index(struct span s, uint32_t *n)
{
	size_t i;

	if (s.len == 0 || s.len > 9 || (s.len > 1 && s.ptr[0] == '0'))
		return false;
	for (*n = 0, i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
		*n = *n * 10 + (uint32_t)(s.ptr[i] - '0');
	}
	return true;
}

static void
add(struct parser *r, struct span key)
{
	struct step *s;

	if (r->out->n == PATH_STEPS) {
		r->too_many = true;
		return;
	}
	s = &r->out->list[r->out->n++];
	*s = (struct step){ .key = key };
	s->any = gcl_span_is(key, "*");
	s->index = s->any || read_index(key, &s->n);
}

/* ~1 is a slash and ~0 a tilde. */
static enum gcl_status
unescape(struct span *key, struct arena *arena)
{
	char *p, *copy;
	size_t i;

	if (!memchr(key->ptr, '~', key->len))
		return GCL_OK;
	copy = p = gcl_arena_str(arena, *key);
	if (!copy)
		return GCL_ENOMEM;
	for (i = 0; i < key->len; i++) {
		bool pair = key->ptr[i] == '~' && i + 1 < key->len &&
		    (key->ptr[i + 1] | 1) == '1';

		*p++ = !pair ? key->ptr[i] : key->ptr[i + 1] == '1' ? '/' : '~';
		i += pair;
	}
	*key = gcl_span(copy, (size_t)(p - copy));
	return GCL_OK;
}

static enum gcl_status
read_pointer(struct parser *r, struct arena *arena)
{
	enum gcl_status st = GCL_OK;
	const char *slash;
	struct span key;

	while (r->i < r->s.len && st == GCL_OK) {
		key = gcl_span(r->s.ptr + r->i + 1, r->s.len - r->i - 1);
		slash = key.len > 0 ? memchr(key.ptr, '/', key.len) : NULL;
		if (slash)
			key.len = (size_t)(slash - key.ptr);
		r->i += key.len + 1;
		st = key.len > 0 ? unescape(&key, arena) : GCL_OK;
		add(r, key);
	}
	return st;
}

static bool
is_quote(char c)
{
	return c == '"' || c == '\'';
}

/* [0], [*], [], ['name']: up to the bracket, which may be missing. */
static void
read_bracket(struct parser *r)
{
	const char *p = r->s.ptr + r->i + 1;
	struct span key = gcl_span(p, r->s.len - r->i - 1);
	const char *end = key.len > 0 ? memchr(p, ']', key.len) : NULL;

	if (end)
		key.len = (size_t)(end - p);
	r->i += key.len + 2;
	if (key.len >= 2 && is_quote(key.ptr[0]) &&
	    key.ptr[key.len - 1] == key.ptr[0])
		key = gcl_span(key.ptr + 1, key.len - 2);
	add(r, key.len > 0 ? key : SPAN("*"));
}

static bool
at_arrow(const struct parser *r)
{
	return r->s.len - r->i >= 2 && !memcmp(r->s.ptr + r->i, "->", 2);
}

static void
read_word(struct parser *r)
{
	size_t start = r->i;

	while (r->i < r->s.len && !strchr("./[] ", r->s.ptr[r->i]) &&
	       !at_arrow(r))
		r->i++;
	add(r, gcl_span(r->s.ptr + start, r->i - start));
}

/*
 * In a chain of Java's, as in a.Call["participants"]->java.util.List[0], only
 * what is in brackets is about the text.
 */
static bool
is_chain(struct span s)
{
	size_t i;

	for (i = 0; i + 1 < s.len; i++)
		if (s.ptr[i] == '-' && s.ptr[i + 1] == '>')
			return true;
	return false;
}

static void
read_words(struct parser *r)
{
	bool chain = is_chain(r->s);
	size_t n;

	while (r->i < r->s.len) {
		char c = r->s.ptr[r->i];

		if (at_arrow(r)) {
			r->i += 2;
		} else if (c == '[') {
			read_bracket(r);
		} else if (strchr("./] ", c)) {
			r->i++;
		} else {
			n = r->out->n;
			read_word(r);
			if (chain)
				r->out->n = n;
		}
	}
}

enum gcl_status
gcl_path_steps(struct span name, struct arena *arena, struct steps *out)
{
	struct parser r = { .s = name, .out = out };
	enum gcl_status st = GCL_OK;

	*out = (struct steps){ .n = 0 };
	if (name.len == 0 || name.len > PATH_NAME_BYTES)
		return GCL_OK;
	out->rooted = memchr("$#/", name.ptr[0], 3) != NULL;
	r.i = name.ptr[0] == '$' || name.ptr[0] == '#';
	if (r.i < name.len && name.ptr[r.i] == '/')
		st = read_pointer(&r, arena);
	else
		read_words(&r);
	if (r.too_many)
		out->n = 0;
	return st;
}
