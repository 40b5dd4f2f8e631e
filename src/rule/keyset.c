/*
 * Open addressing over a stack.  Taking entries away in the reverse order of
 * adding leaves every probe sequence as it was before, so no tombstones are
 * needed; growing adds all entries again in the order of the stack, which
 * keeps that true.
 */
#include "config.h"

#include "rule/keyset.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"

void
gcl_keyset_init(struct keyset *k, uint64_t seed)
{
	*k = (struct keyset){ .seed = seed };
}

void
gcl_keyset_release(struct keyset *k)
{
	free(k->stack);
	free(k->slots);
	gcl_keyset_init(k, k->seed);
}

static size_t
first_slot(const struct keyset *k, uint32_t hash, uint32_t owner)
{
	return (hash ^ owner * 0x9e3779b9u) & (k->n_slots - 1);
}

static void
place(struct keyset *k, size_t index)
{
	const struct keyset_entry *e = &k->stack[index];
	size_t i = first_slot(k, e->hash, e->owner);

	while (k->slots[i])
		i = (i + 1) & (k->n_slots - 1);
	k->slots[i] = (uint32_t)index + 1;
}

/* At most five eighths of the slots are in use. */
static enum gcl_status
make_room(struct keyset *k)
{
	size_t i, n = k->n_slots ? 2 * k->n_slots : 64;

	if (gcl_grow(&k->stack, &k->cap, k->n + 1, sizeof(*k->stack)) < 0)
		return GCL_ENOMEM;
	if (8 * (k->n + 1) <= 5 * k->n_slots)
		return GCL_OK;
	/* The stack has it all: the old table need not outlive the new one. */
	free(k->slots);
	k->slots = calloc(n, sizeof(*k->slots));
	k->n_slots = k->slots ? n : 0;
	if (!k->slots) {
		k->n = 0;
		return GCL_ENOMEM;
	}
	for (i = 0; i < k->n; i++)
		place(k, i);
	return GCL_OK;
}

enum gcl_status
gcl_keyset_add(struct keyset *k, uint32_t owner, struct span name,
	uint32_t off, uint32_t len, keyset_same_fn same, const void *ctx,
	const struct keyset_entry **found)
{
	uint32_t hash = (uint32_t)gcl_hash(name, k->seed);
	enum gcl_status st = make_room(k);
	const struct keyset_entry *e;
	size_t i;

	*found = NULL;
	if (st != GCL_OK)
		return st;
	for (i = first_slot(k, hash, owner); k->slots[i];
	     i = (i + 1) & (k->n_slots - 1)) {
		e = &k->stack[k->slots[i] - 1];
		if (e->hash == hash && e->owner == owner &&
		    same(ctx, e, name)) {
			*found = e;
			return GCL_OK;
		}
	}
	k->slots[i] = (uint32_t)k->n + 1;
	k->stack[k->n++] = (struct keyset_entry){ hash, owner, off, len };
	return GCL_OK;
}

void
gcl_keyset_cut(struct keyset *k, size_t n)
{
	const struct keyset_entry *e;
	size_t i;

	while (k->n > n) {
		e = &k->stack[--k->n];
		i = first_slot(k, e->hash, e->owner);
		while (k->slots[i] != k->n + 1)
			i = (i + 1) & (k->n_slots - 1);
		k->slots[i] = 0;
	}
}
