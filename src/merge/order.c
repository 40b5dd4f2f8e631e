/*
 * The splits that were reported: each once, in order, none missing.
 */
#include "config.h"

#include "merge/merge_p.h"

#include <stdlib.h>
#include <string.h>

static int
compare(const void *a, const void *b)
{
	const struct part *p = a, *q = b;
	int files = strcmp(p->split.file, q->split.file);

	if (files != 0)
		return files;
	if (p->split.offset != q->split.offset)
		return p->split.offset < q->split.offset ? -1 : 1;
	if (p->split.length != q->split.length)
		return p->split.length < q->split.length ? -1 : 1;
	return 0;
}

static uint64_t
least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* A split may go beyond the end of its file, or begin there. */
static uint64_t
begin_of(const struct split *s)
{
	return least(s->offset, s->size);
}

static uint64_t
end_of(const struct split *s)
{
	return least(s->offset + s->length, s->size);
}

static bool
is_empty(const struct split *s)
{
	return begin_of(s) == end_of(s);
}

/* ---- each once ---- */

static enum gcl_status
check_empty(const struct part *p, struct gcl_error *err)
{
	const struct split *s = &p->split;

	if (!is_empty(s) || (s->lines == 0 && s->documents == 0))
		return GCL_OK;
	return gcl_error_set(err, GCL_EINPUT, "'%s' reports lines of the split "
	    "%llu:%llu of '%s', which has no bytes", p->report->path,
	    (unsigned long long)s->offset, (unsigned long long)s->length,
	    s->file);
}

static enum gcl_status
check_size(const struct part *p, const struct part *q, struct gcl_error *err)
{
	if (p->split.size == q->split.size)
		return GCL_OK;
	return gcl_error_set(err, GCL_EINPUT, "'%s' has changed while it was "
	    "linted: it had %llu bytes for '%s', and %llu for '%s'",
	    p->split.file, (unsigned long long)p->split.size, p->report->path,
	    (unsigned long long)q->split.size, q->report->path);
}

/* Two workers of one split say the same, or the file was not. */
static enum gcl_status
check_same(const struct part *p, const struct part *q, struct gcl_error *err)
{
	if (p->digest == q->digest)
		return GCL_OK;
	return gcl_error_set(err, GCL_EINPUT, "'%s' and '%s' report the split "
	    "%llu:%llu of '%s' differently: the file or the options were not "
	    "the same", p->report->path, q->report->path,
	    (unsigned long long)p->split.offset,
	    (unsigned long long)p->split.length, p->split.file);
}

/*
 * Put q behind the n parts that stay, unless it is doubled.  A split without
 * bytes stays only where it is all that there is of a file.
 */
static enum gcl_status
keep(struct part *parts, size_t *n, const struct part *q,
	struct gcl_error *err)
{
	const struct part *p = *n > 0 ? &parts[*n - 1] : NULL;
	enum gcl_status st = check_empty(q, err);

	if (st == GCL_OK && p && !strcmp(p->split.file, q->split.file)) {
		st = check_size(p, q, err);
		if (st == GCL_OK && compare(p, q) == 0)
			return check_same(p, q, err);
		if (is_empty(&q->split))
			return st;
		*n -= is_empty(&p->split);
	}
	parts[(*n)++] = *q;
	return st;
}

static enum gcl_status
drop_doubled(struct merge *m, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	size_t i, n = 0;

	for (i = 0; i < m->n && st == GCL_OK; i++)
		st = keep(m->parts, &n, &m->parts[i], err);
	m->n = n;
	return st;
}

/* ---- none missing ---- */

static enum gcl_status
missing(const struct part *p, uint64_t from, uint64_t to,
	struct gcl_error *err)
{
	return gcl_error_set(err, GCL_EINPUT, "no report has the bytes %llu to "
	    "%llu of '%s': lint them with --input-split=%llu:%llu",
	    (unsigned long long)from, (unsigned long long)to, p->split.file,
	    (unsigned long long)from, (unsigned long long)(to - from));
}

/* p stands behind q, of the same file. */
static enum gcl_status
join(struct part *p, const struct part *q, struct gcl_error *err)
{
	uint64_t begin = begin_of(&p->split), end = end_of(&q->split);

	if (begin > end)
		return missing(p, end, begin, err);
	if (begin < end)
		return gcl_error_set(err, GCL_EINPUT, "'%s' and '%s' both "
		    "report the byte %llu of '%s': splits must not overlap",
		    q->report->path, p->report->path,
		    (unsigned long long)begin, p->split.file);
	p->base_line = q->base_line + q->split.lines;
	p->base_document = q->base_document + q->split.documents;
	return GCL_OK;
}

/* What stands before the first of the n parts of a file, or behind the last. */
static enum gcl_status
check_ends(const struct part *p, size_t n, struct gcl_error *err)
{
	uint64_t begin = begin_of(&p->split), end = end_of(&p[n - 1].split);

	if (begin > 0)
		return missing(p, 0, begin, err);
	return end < p->split.size ? missing(p, end, p->split.size, err) :
	    GCL_OK;
}

size_t
gcl_merge_file(const struct merge *m, size_t i)
{
	size_t n = 1;

	while (i + n < m->n && !strcmp(m->parts[i].split.file,
	    m->parts[i + n].split.file))
		n++;
	return n;
}

enum gcl_status
gcl_merge_order(struct merge *m, bool parts, struct gcl_error *err)
{
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st;
	size_t i, k, n;

	if (m->n > 0)
		qsort(m->parts, m->n, sizeof(*m->parts), compare);
	st = drop_doubled(m, err);
	for (i = 0; i < m->n && st == GCL_OK; i += n) {
		n = gcl_merge_file(m, i);
		for (k = i + 1; k < i + n && st == GCL_OK; k++)
			st = join(&m->parts[k], &m->parts[k - 1], err);
		if (st == GCL_OK)
			check_ends(&m->parts[i], n, &why);
	}
	m->whole = why.status == GCL_OK;
	return st != GCL_OK || m->whole || parts ? st :
	    gcl_error_set(err, why.status, "%s", why.text);
}
