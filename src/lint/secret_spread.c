/*
 * What is secret beside what scans find, and where all of it stands in a text.
 */
#include "config.h"

#include "lint/secret.h"

#include <stdlib.h>

#include "base/arena.h"
#include "lint/secret_known.h"

/* ---- what is added ---- */

size_t
gcl_secrets_behind(const struct secrets *s, size_t off)
{
	size_t lo = 0, hi = s->n, mid;

	/* Those before lo end at or before off, those from hi do not. */
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (s->ranges[mid].end <= off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

enum gcl_status
gcl_secrets_add(struct secrets *s, size_t off, size_t len, bool *fresh)
{
	size_t first = gcl_secrets_behind(s, off), i, end = off + len;

	if (gcl_grow(&s->added, &s->cap_added, s->n_added + 1,
	    sizeof(*s->added)))
		return GCL_ENOMEM;
	s->added[s->n_added++] = (struct source_range){ (uint32_t)off,
		(uint32_t)end };
	*fresh = first == s->n || s->ranges[first].off >= end;
	for (i = first; i < s->n && s->ranges[i].off < end; i++) {
		if (s->ranges[i].end > end)
			end = s->ranges[i].end;
		if (i > first)
			s->list[i].len = 0;
	}
	if (!*fresh && s->list[first].len > 0)
		s->list[first].len = (uint32_t)end - s->list[first].off;
	return GCL_OK;
}

/* ---- where all this is not to be seen ---- */

/* What is hidden begins at or behind what was hidden before. */
static enum gcl_status
hide(struct secrets *s, size_t off, size_t end)
{
	struct source_range *last = s->n_hidden > 0 ?
	    &s->hidden[s->n_hidden - 1] : NULL;

	if (last && off <= last->end) {
		if (end > last->end)
			last->end = (uint32_t)end;
		return GCL_OK;
	}
	if (gcl_grow(&s->hidden, &s->cap_hidden, s->n_hidden + 1,
	    sizeof(*s->hidden)))
		return GCL_ENOMEM;
	s->hidden[s->n_hidden++] = (struct source_range){ (uint32_t)off,
		(uint32_t)end };
	return GCL_OK;
}

static int
by_offset(const void *x, const void *y)
{
	const struct source_range *a = x, *b = y;

	return (a->off > b->off) - (a->off < b->off);
}

/* The furthest end of the ranges of a sorted list that begin up to at. */
static size_t
reach(const struct source_range *list, size_t n, size_t *i, size_t at)
{
	size_t end = at;

	for (; *i < n && list[*i].off <= at; ++*i)
		if (list[*i].end > end)
			end = list[*i].end;
	return end;
}

enum gcl_status
gcl_secrets_spread(struct secrets *s, const struct secrets *of,
	struct span text, size_t from, size_t to)
{
	enum gcl_status st = GCL_OK;
	size_t i = 0, k = 0, end, other;

	s->n_hidden = 0;
	text.len = to;
	if (s->n_added > 0)
		qsort(s->added, s->n_added, sizeof(*s->added), by_offset);
	for (; st == GCL_OK && from < to; from = end > from ? end : from + 1) {
		end = reach(s->ranges, s->n, &i, from);
		other = reach(s->added, s->n_added, &k, from);
		if (other > end)
			end = other;
		if (end == from && of->known)
			end += gcl_known_at(of->known, text, from);
		if (end > from)
			st = hide(s, from, end);
	}
	return st;
}
