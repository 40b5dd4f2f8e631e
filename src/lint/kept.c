/*
 * Findings of an input, kept and put in order.
 */
#include "config.h"

#include "lint/kept.h"

#include <stdlib.h>

void
gcl_kept_init(struct kept *k)
{
	*k = (struct kept){ .list = NULL };
	gcl_arena_init(&k->arena);
}

void
gcl_kept_release(struct kept *k)
{
	free(k->list);
	gcl_arena_release(&k->arena);
	gcl_kept_init(k);
}

void
gcl_kept_reset(struct kept *k)
{
	k->n = 0;
	gcl_arena_reset(&k->arena);
}

/* Replace a text by a copy of it; absent ones stay absent. */
static bool
copy(struct kept *k, const char **text, size_t len)
{
	if (!*text)
		return true;
	*text = gcl_arena_str(&k->arena, gcl_span(*text, len));
	return *text != NULL;
}

static bool
copy_related(struct kept *k, struct gcl_finding *f)
{
	struct gcl_related *list;
	size_t i;

	if (f->n_related == 0)
		return true;
	list = gcl_arena_alloc(&k->arena, f->n_related * sizeof(*list));
	for (i = 0; list && i < f->n_related; i++) {
		list[i] = f->related[i];
		if (!copy(k, &list[i].message, strlen(list[i].message)))
			return false;
	}
	f->related = list;
	return list != NULL;
}

static bool
copy_fix(struct kept *k, struct gcl_finding *f)
{
	struct gcl_edit *list;
	struct gcl_fix *fix;
	size_t i;

	if (!f->fix)
		return true;
	fix = gcl_arena_alloc(&k->arena, sizeof(*fix));
	list = gcl_arena_calloc(&k->arena, f->fix->n_edits, sizeof(*list));
	if (!fix || !list)
		return false;
	for (i = 0; i < f->fix->n_edits; i++) {
		list[i] = f->fix->edits[i];
		if (!copy(k, &list[i].text, list[i].text_len))
			return false;
	}
	*fix = *f->fix;
	fix->edits = list;
	f->fix = fix;
	return true;
}

enum gcl_status
gcl_kept_add(struct kept *k, const struct gcl_finding *f)
{
	struct gcl_finding *to;

	if (gcl_grow(&k->list, &k->cap, k->n + 1, sizeof(*k->list)) < 0)
		return GCL_ENOMEM;
	to = &k->list[k->n];
	*to = *f;
	if (!copy(k, &to->message, strlen(f->message)) ||
	    !copy(k, &to->help, f->help ? strlen(f->help) : 0) ||
	    !copy(k, &to->pointer, f->pointer_len) ||
	    !copy(k, &to->fingerprint, strlen(f->fingerprint)) ||
	    !copy_related(k, to) || !copy_fix(k, to))
		return GCL_ENOMEM;
	k->n++;
	return GCL_OK;
}

static int
compare(const void *x, const void *y)
{
	const struct gcl_finding *a = x, *b = y;
	int names;

	if (a->at.offset != b->at.offset)
		return a->at.offset < b->at.offset ? -1 : 1;
	names = strcmp(a->rule, b->rule);
	return names ? names : strcmp(a->message, b->message);
}

static int
compare_stable(const void *x, const void *y)
{
	const struct gcl_finding *a = x, *b = y;
	int order = compare(x, y);

	if (order || a->document == b->document)
		return order;
	return a->document < b->document ? -1 : 1;
}

void
gcl_kept_sort(struct kept *k)
{
	size_t i, n = 0;

	if (k->n > 0)
		qsort(k->list, k->n, sizeof(*k->list), compare_stable);
	for (i = 0; i < k->n; i++)
		if (n == 0 || compare(&k->list[n - 1], &k->list[i]))
			k->list[n++] = k->list[i];
	k->n = n;
}
