/*
 * A set of names, each with how often it was asked for: the number to try
 * next, so that a name in great demand costs no more than others.
 */
#include "config.h"

#include "emit/names.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"

struct name {
	size_t off, len;
	uint64_t asked;
};

void
gcl_names_init(struct names *names)
{
	*names = (struct names){ .n = 0 };
	gcl_keyset_init(&names->set, gcl_hash_seed());
	gcl_buf_init(&names->text, LIMIT_TEXT_BYTES);
}

void
gcl_names_release(struct names *names)
{
	gcl_keyset_release(&names->set);
	gcl_buf_release(&names->text);
	free(names->list);
	names->list = NULL;
	names->n = names->cap = 0;
}

void
gcl_names_reset(struct names *names)
{
	gcl_keyset_cut(&names->set, 0);
	gcl_buf_reset(&names->text);
	names->n = 0;
}

struct span
gcl_names_get(const struct names *names, size_t index)
{
	const struct name *name = &names->list[index];

	return gcl_span(names->text.ptr + name->off, name->len);
}

/* An entry's off is its index in the list. */
static bool
same(const void *ctx, const struct keyset_entry *e, struct span s)
{
	return gcl_span_eq(gcl_names_get(ctx, e->off), s);
}

enum gcl_status
gcl_names_add(struct names *names, struct span s, size_t *index, bool *is_new)
{
	const struct keyset_entry *found;
	enum gcl_status st = gcl_buf_status(&names->text);

	if (st != GCL_OK)
		return st;
	/* What is in the set must be in the text: room for it comes first. */
	if (gcl_grow(&names->list, &names->cap, names->n + 1,
	    sizeof(*names->list)) < 0)
		return GCL_ENOMEM;
	if (!gcl_buf_reserve(&names->text, s.len))
		return gcl_buf_status(&names->text);
	st = gcl_keyset_add(&names->set, 0, s, (uint32_t)names->n, 0, same,
		names, &found);
	if (st != GCL_OK)
		return st;
	*is_new = !found;
	*index = found ? found->off : names->n;
	if (found)
		return GCL_OK;
	names->list[names->n++] = (struct name){ names->text.len, s.len, 1 };
	gcl_buf_addspan(&names->text, s);
	return GCL_OK;
}

enum gcl_status
gcl_names_claim(struct names *names, struct buf *b, size_t from)
{
	enum gcl_status st = gcl_buf_status(b);
	size_t len = b->len, first, name;
	bool is_new = false;

	if (st == GCL_OK)
		st = gcl_names_add(names, gcl_span(b->ptr + from, len - from),
			&first, &is_new);
	while (st == GCL_OK && !is_new) {
		b->len = len;
		gcl_buf_addf(b, " #%llu",
			(unsigned long long)++names->list[first].asked);
		st = gcl_buf_status(b);
		if (st == GCL_OK)
			st = gcl_names_add(names, gcl_span(b->ptr + from,
				b->len - from), &name, &is_new);
	}
	return st;
}
