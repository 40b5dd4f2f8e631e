/*
 * Edits that follow one another, as edits of the first text.
 *
 * An edit of the patch has a place in the first text and, by what those before
 * it added and took, one in the text of now.  New edits are given by the place
 * of now.  Old and new ones that touch there are one change: what the new ones
 * leave of the old texts, with their own between.  Whatever else they cover is
 * of the first text and goes away, so no change is longer than what it is
 * made of.
 */
#include "config.h"

#include "text/patch.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"

/* Two lists, walked side by side. */
struct merge {
	const struct edit *old, *old_end;	/* those not yet merged */
	const struct edit *new, *new_end;
	size_t shift;		/* now less first offset, modulo SIZE_MAX */
	char *text;		/* room for what is made */
};

/* Old edits that belong to one change, as far as their texts are copied. */
struct rest {
	const struct edit *at, *end;
	size_t now;		/* where at begins */
};

void
gcl_patch_init(struct patch *p, struct span before)
{
	*p = (struct patch){ .before = before };
}

void
gcl_patch_release(struct patch *p)
{
	free(p->list);
	gcl_patch_init(p, p->before);
}

static bool
add_size(size_t *sum, size_t size)
{
	if (size > SIZE_MAX - *sum)
		return false;
	*sum += size;
	return true;
}

static bool
add_texts(size_t *sum, const struct edit *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!add_size(sum, sizeof(*list)) ||
		    !add_size(sum, list[i].text.len))
			return false;
	return true;
}

/* Room for both lists and, behind them, their texts. */
static struct edit *
make_room(const struct patch *p, const struct edit *list, size_t n)
{
	size_t size = 0;

	if (!add_texts(&size, p->list, p->n) || !add_texts(&size, list, n))
		return NULL;
	return malloc(size);
}

static void
put(struct merge *m, const char *ptr, size_t len)
{
	if (len > 0)
		memcpy(m->text, ptr, len);
	m->text += len;
}

/* What the old texts have in [from, to) of now. */
static void
put_old(struct merge *m, struct rest *r, size_t from, size_t to)
{
	for (; r->at < r->end; r->at++) {
		struct span text = r->at->text;
		size_t first = from > r->now ? from - r->now : 0;
		size_t last = to > r->now ? to - r->now : 0;

		if (last < text.len) {
			put(m, text.ptr + first, last - first);
			return;
		}
		if (first < text.len)
			put(m, text.ptr + first, text.len - first);
		r->now += text.len;
		if (r->at + 1 < r->end)
			r->now += r->at[1].off - (r->at->off + r->at->len);
	}
}

/* Without the bytes that are what they were. */
static void
trim(struct edit *e, struct span before)
{
	struct span old = gcl_span(before.ptr + e->off, e->len);
	size_t n = gcl_utf8_common_start(old, e->text);

	e->off += n;
	e->len -= n;
	e->text = gcl_span(e->text.ptr + n, e->text.len - n);
	old = gcl_span(old.ptr + n, old.len - n);
	n = gcl_utf8_common_end(old, e->text);
	e->len -= n;
	e->text.len -= n;
}

/* Where the next edit of either list begins now; SIZE_MAX behind the last. */
static size_t
old_now(const struct merge *m)
{
	return m->old < m->old_end ? m->old->off + m->shift : SIZE_MAX;
}

static size_t
new_now(const struct merge *m)
{
	return m->new < m->new_end ? m->new->off : SIZE_MAX;
}

static size_t
max(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Take all edits that touch what begins at from; returns where that ends. */
static size_t
take(struct merge *m, size_t from)
{
	size_t to = from;

	for (;;) {
		if (old_now(m) <= to) {
			to = max(to, old_now(m) + m->old->text.len);
			m->shift += m->old->text.len - m->old->len;
			m->old++;
		} else if (new_now(m) <= to) {
			to = max(to, m->new->off + m->new->len);
			m->new++;
		} else {
			return to;
		}
	}
}

/* The next change: new edits and old ones that touch. */
static struct edit
merge_next(struct merge *m)
{
	const struct edit *new = m->new;
	struct rest r = { .at = m->old, .now = old_now(m) };
	size_t from = r.now < new_now(m) ? r.now : new_now(m);
	struct edit e = { .off = from - m->shift, .text.ptr = m->text };
	size_t to = take(m, from);

	r.end = m->old;
	e.len = to - m->shift - e.off;
	for (; new < m->new; new++) {
		assert(new->off >= from);
		put_old(m, &r, from, new->off);
		put(m, new->text.ptr, new->text.len);
		from = new->off + new->len;
	}
	put_old(m, &r, from, to);
	e.text.len = (size_t)(m->text - e.text.ptr);
	return e;
}

static size_t
merge_all(struct merge *m, struct span before, struct edit *made)
{
	size_t n = 0;

	while (m->old < m->old_end || m->new < m->new_end) {
		made[n] = merge_next(m);
		trim(&made[n], before);
		if (made[n].len > 0 || made[n].text.len > 0)
			n++;
	}
	return n;
}

enum gcl_status
gcl_patch_add(struct patch *p, const struct edit *list, size_t n)
{
	struct merge m = {
		.old = p->list,
		.old_end = p->list + p->n,
		.new = list,
		.new_end = list + n,
	};
	struct edit *made;

	if (n == 0)
		return GCL_OK;
	made = make_room(p, list, n);
	if (!made)
		return GCL_ENOMEM;
	m.text = (char *)(made + p->n + n);
	n = merge_all(&m, p->before, made);
	free(p->list);
	p->list = made;
	p->n = n;
	return GCL_OK;
}

enum gcl_status
gcl_patch_text(const struct patch *p, struct buf *out)
{
	size_t i, off = 0;

	for (i = 0; i < p->n; i++) {
		const struct edit *e = &p->list[i];

		gcl_buf_add(out, p->before.ptr + off, e->off - off);
		gcl_buf_addspan(out, e->text);
		off = e->off + e->len;
	}
	gcl_buf_add(out, p->before.ptr + off, p->before.len - off);
	return gcl_buf_status(out);
}
