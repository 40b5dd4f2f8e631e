/*
 * One pass over the text for all scans: a table tells at each byte whether it
 * and the next one begin something that a pattern is to be tried at.  Patterns
 * are never left to search by themselves, so a text cannot make them slow.
 */
#include "config.h"

#include "lint/secret.h"

#include <stdlib.h>

#include "base/arena.h"
#include "lint/secret_known.h"

struct secret_cursor {
	const struct scan *scan;
	size_t next;		/* before it, its matches reach */
};

/* A bit for each two bytes. */
struct secret_pairs {
	unsigned char bits[1u << 13];
};

/* What stays the same during a search. */
struct search {
	struct secrets *out;
	const struct ruleset *rules;
	struct matcher *matcher;
	struct span text;	/* ends where the search does */
	size_t n;		/* cursors */
};

void
gcl_secrets_init(struct secrets *s)
{
	*s = (struct secrets){ .n = 0 };
}

void
gcl_secrets_release(struct secrets *s)
{
	gcl_known_free(s->known);
	free(s->list);
	free(s->ranges);
	free(s->added);
	free(s->hidden);
	free(s->cursors);
	free(s->pairs);
	gcl_secrets_init(s);
}

/* ---- where patterns are tried ---- */

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static unsigned char
upper(char c)
{
	return (unsigned char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

static inline bool
has_pair(const struct secret_pairs *p, const char *s)
{
	unsigned i = (unsigned)(unsigned char)s[0] << 8 | (unsigned char)s[1];

	return p->bits[i >> 3] >> (i & 7) & 1;
}

static void
add_pair(struct secret_pairs *p, unsigned char a, unsigned char b)
{
	unsigned i = (unsigned)a << 8 | b;

	p->bits[i >> 3] |= (unsigned char)(1u << (i & 7));
}

static void
add_start(struct secret_pairs *p, const char *s)
{
	add_pair(p, lower(s[0]), lower(s[1]));
	add_pair(p, lower(s[0]), upper(s[1]));
	add_pair(p, upper(s[0]), lower(s[1]));
	add_pair(p, upper(s[0]), upper(s[1]));
}

static bool
begins(struct span text, size_t at, struct span word)
{
	size_t i;

	for (i = 0; i < word.len; i++)
		if (at + i == text.len ||
		    lower(text.ptr[at + i]) != lower(word.ptr[i]))
			return false;
	return true;
}

static bool
starts_at(const struct scan *scan, struct span text, size_t at)
{
	size_t i;

	for (i = 0; i < scan->n_starts; i++)
		if (begins(text, at, scan->starts[i]))
			return true;
	return false;
}

enum gcl_status
gcl_secrets_know(struct secrets *s, struct span value)
{
	if (!s->known)
		s->known = gcl_known_new();
	return s->known ? gcl_known_add(s->known, value) : GCL_ENOMEM;
}

/* ---- what was found ---- */

/* Take the secret behind i into it. */
static void
join(struct secrets *s, size_t i)
{
	struct source_range *r = &s->ranges[i];
	size_t rest = s->n - i - 2;

	if (r[1].end > r->end)
		r->end = r[1].end;
	s->list[i].len = r->end - r->off;
	memmove(r + 1, r + 2, rest * sizeof(*r));
	memmove(&s->list[i + 1], &s->list[i + 2], rest * sizeof(*s->list));
	s->n--;
}

/* Patterns find in the order of their starts, which is nearly that of ours. */
static enum gcl_status
add(struct secrets *s, const struct scan *scan, size_t off, size_t end)
{
	size_t i = s->n;

	if (gcl_grow(&s->list, &s->cap, s->n + 1, sizeof(*s->list)) ||
	    gcl_grow(&s->ranges, &s->cap_ranges, s->n + 1,
	    sizeof(*s->ranges)))
		return GCL_ENOMEM;
	for (; i > 0 && s->ranges[i - 1].off > off; i--) {
		s->ranges[i] = s->ranges[i - 1];
		s->list[i] = s->list[i - 1];
	}
	s->ranges[i] = (struct source_range){ (uint32_t)off, (uint32_t)end };
	s->list[i] = (struct secret){ scan, (uint32_t)off,
		(uint32_t)(end - off) };
	s->n++;
	while (i + 1 < s->n && s->ranges[i + 1].off <= end)
		join(s, i);
	if (i > 0 && off <= s->ranges[i - 1].end)
		join(s, i - 1);
	return GCL_OK;
}

/* A pattern says in a group what of its match is the secret. */
static struct span
extent(struct span text, const struct match *m)
{
	int g = 1;

	while (g < MATCH_GROUPS && m->start[g] < 0)
		g++;
	g = g < MATCH_GROUPS ? g : 0;
	return gcl_span(text.ptr + m->start[g],
	    (size_t)(m->end[g] - m->start[g]));
}

static bool
is_masked(const struct search *s, struct span found)
{
	return found.len == 0 || (s->rules->masked && gcl_pattern_match(
	    s->matcher, s->rules->masked, found, 0, NULL) == MATCH_YES);
}

static enum gcl_status
try(const struct search *s, struct secret_cursor *c, size_t at)
{
	struct match m;
	struct span found;
	size_t off;

	switch (gcl_pattern_match_at(s->matcher, c->scan->match, s->text, at,
	    &m)) {
	case MATCH_NO:
		return GCL_OK;
	case MATCH_YES:
		break;
	default:
		c->next = s->text.len;
		s->out->limit = c->scan;
		s->out->limit_off = at;
		return gcl_matcher_nomem(s->matcher) ? GCL_ENOMEM : GCL_OK;
	}
	c->next = (size_t)m.end[0];
	found = extent(s->text, &m);
	if (is_masked(s, found))
		return GCL_OK;
	off = (size_t)(found.ptr - s->text.ptr);
	return add(s->out, c->scan, off, off + found.len);
}

static enum gcl_status
try_all(const struct search *s, size_t at)
{
	enum gcl_status st = GCL_OK;
	struct secret_cursor *c;
	size_t i;

	for (i = 0; i < s->n && st == GCL_OK; i++) {
		c = &s->out->cursors[i];
		if (at >= c->next && starts_at(c->scan, s->text, at))
			st = try(s, c, at);
	}
	return st;
}

static enum gcl_status
prepare(struct search *s)
{
	struct secrets *out = s->out;
	const struct scan *scan;
	size_t i;

	if (!out->pairs)
		out->pairs = malloc(sizeof(*out->pairs));
	if (!out->pairs)
		return GCL_ENOMEM;
	memset(out->pairs, 0, sizeof(*out->pairs));
	for (scan = s->rules->scans; scan; scan = scan->next) {
		if (gcl_grow(&out->cursors, &out->cap_cursors, s->n + 1,
		    sizeof(*out->cursors)))
			return GCL_ENOMEM;
		out->cursors[s->n++] = (struct secret_cursor){ scan, 0 };
		for (i = 0; i < scan->n_starts; i++)
			add_start(out->pairs, scan->starts[i].ptr);
	}
	return GCL_OK;
}

enum gcl_status
gcl_secrets_find(struct secrets *s, const struct ruleset *rs,
	struct matcher *m, struct span text, size_t from, size_t to)
{
	struct search search = { .out = s, .rules = rs, .matcher = m,
		.text = gcl_span(text.ptr, to) };
	enum gcl_status st = prepare(&search);
	size_t i;

	s->n = s->n_added = 0;
	s->limit = NULL;
	gcl_known_forget(s->known);
	for (; st == GCL_OK && from + 1 < to; from++)
		if (has_pair(s->pairs, text.ptr + from))
			st = try_all(&search, from);
	for (i = 0; st == GCL_OK && i < s->n; i++)
		st = gcl_secrets_know(s, gcl_span(text.ptr + s->list[i].off,
		    s->list[i].len));
	return st;
}
