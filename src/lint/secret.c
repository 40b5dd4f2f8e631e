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
	struct span text;
	size_t to;		/* the search ends here, a match perhaps not */
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
	if (s->list[i + 1].from < s->list[i].from)
		s->list[i].from = s->list[i + 1].from;
	s->list[i].len = r->end - r->off;
	memmove(r + 1, r + 2, rest * sizeof(*r));
	memmove(&s->list[i + 1], &s->list[i + 2], rest * sizeof(*s->list));
	s->n--;
}

/* Patterns find in the order of their starts, which is nearly that of ours. */
static enum gcl_status
add(struct secrets *s, const struct scan *scan, size_t from, size_t off,
	size_t end)
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
		(uint32_t)(end - off), (uint32_t)from };
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
		c->next = s->to;
		s->out->limit = c->scan;
		s->out->limit_off = at;
		return gcl_matcher_nomem(s->matcher) ? GCL_ENOMEM : GCL_OK;
	}
	c->next = (size_t)m.end[0];
	found = extent(s->text, &m);
	if (is_masked(s, found))
		return GCL_OK;
	off = (size_t)(found.ptr - s->text.ptr);
	return add(s->out, c->scan, at, off, off + found.len);
}

static enum gcl_status
try_all(const struct search *s, size_t at)
{
	enum gcl_status st = GCL_OK;
	struct secret_cursor *c;
	size_t i;

	for (i = 0; i < s->out->n_cursors && st == GCL_OK; i++) {
		c = &s->out->cursors[i];
		if (at >= c->next && starts_at(c->scan, s->text, at))
			st = try(s, c, at);
	}
	return st;
}

/* The table, and a cursor for each scan. */
static enum gcl_status
prepare(struct secrets *s, const struct ruleset *rs)
{
	const struct scan *scan;
	size_t i;

	if (!s->pairs)
		s->pairs = malloc(sizeof(*s->pairs));
	if (!s->pairs)
		return GCL_ENOMEM;
	memset(s->pairs, 0, sizeof(*s->pairs));
	s->n_cursors = 0;
	for (scan = rs->scans; scan; scan = scan->next) {
		if (gcl_grow(&s->cursors, &s->cap_cursors, s->n_cursors + 1,
		    sizeof(*s->cursors)))
			return GCL_ENOMEM;
		s->cursors[s->n_cursors++] = (struct secret_cursor){ scan, 0 };
		for (i = 0; i < scan->n_starts; i++)
			add_start(s->pairs, scan->starts[i].ptr);
	}
	return GCL_OK;
}

/* ---- a text bit by bit ---- */

enum gcl_status
gcl_secrets_begin(struct secrets *s, const struct ruleset *rs, size_t from)
{
	s->n = s->n_added = 0;
	s->limit = NULL;
	s->searched = from;
	gcl_known_forget(s->known);
	return prepare(s, rs);
}

enum gcl_status
gcl_secrets_go_on(struct secrets *s, const struct ruleset *rs,
	struct matcher *m, struct span text, size_t to)
{
	const struct search search = { .out = s, .rules = rs, .matcher = m,
		.text = text, .to = to };
	/* The last byte of the text alone begins nothing. */
	const size_t last = to < text.len || to == 0 ? to : to - 1;
	enum gcl_status st = GCL_OK;
	size_t at = s->searched;

	for (; st == GCL_OK && at < last; at++)
		if (has_pair(s->pairs, text.ptr + at))
			st = try_all(&search, at);
	if (s->searched < to)
		s->searched = to;
	return st;
}

void
gcl_secrets_go_back(struct secrets *s, size_t off)
{
	size_t i, n = gcl_secrets_behind(s, off);

	if (off >= s->searched)
		return;
	s->searched = off;
	for (i = n; i < s->n; i++) {
		if (s->list[i].from >= off)
			continue;
		s->ranges[n] = s->ranges[i];
		s->list[n++] = s->list[i];
	}
	s->n = n;
	for (i = 0; i < s->n_cursors; i++)
		if (s->cursors[i].next > off)
			s->cursors[i].next = off;
}

/* The first n have gone. */
static void
drop(struct secrets *s, size_t n)
{
	s->n -= n;
	memmove(s->list, s->list + n, s->n * sizeof(*s->list));
	memmove(s->ranges, s->ranges + n, s->n * sizeof(*s->ranges));
}

void
gcl_secrets_let_go(struct secrets *s, size_t off)
{
	size_t n = gcl_secrets_behind(s, off);

	if (n > 0)
		drop(s, n);
}

static size_t
moved(size_t off, size_t by)
{
	return off > by ? off - by : 0;
}

void
gcl_secrets_move(struct secrets *s, size_t by)
{
	size_t i;

	gcl_secrets_let_go(s, by);
	for (i = 0; i < s->n; i++) {
		struct source_range *r = &s->ranges[i];

		r->off = (uint32_t)moved(r->off, by);
		r->end -= (uint32_t)by;
		s->list[i].off = r->off;
		s->list[i].len = r->end - r->off;
		s->list[i].from = (uint32_t)moved(s->list[i].from, by);
	}
	for (i = 0; i < s->n_cursors; i++)
		s->cursors[i].next = moved(s->cursors[i].next, by);
	s->searched = moved(s->searched, by);
}

enum gcl_status
gcl_secrets_learn(struct secrets *s, struct span text)
{
	enum gcl_status st = GCL_OK;
	size_t i;

	gcl_known_forget(s->known);
	for (i = 0; st == GCL_OK && i < s->n; i++)
		st = gcl_secrets_know(s, gcl_span(text.ptr + s->ranges[i].off,
		    s->ranges[i].end - s->ranges[i].off));
	return st;
}

enum gcl_status
gcl_secrets_find(struct secrets *s, const struct ruleset *rs,
	struct matcher *m, struct span text, size_t from, size_t to)
{
	enum gcl_status st = gcl_secrets_begin(s, rs, from);

	text.len = to;
	if (st == GCL_OK)
		st = gcl_secrets_go_on(s, rs, m, text, to);
	return st == GCL_OK ? gcl_secrets_learn(s, text) : st;
}
