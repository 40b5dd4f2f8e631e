/*
 * A hash table with open addressing, at most half full.
 */
#include "config.h"

#include "input/seen.h"

#include <stdlib.h>

#include "base/hash.h"

struct file_id {
	uint64_t dev, ino;
};

struct seen_slot {
	struct file_id id;
	bool used;
};

void
gcl_seen_init(struct seen *s)
{
	*s = (struct seen){ .seed = gcl_hash_seed() };
}

void
gcl_seen_release(struct seen *s)
{
	free(s->slots);
}

static struct seen_slot *
find_slot(const struct seen *s, const struct file_id *id)
{
	struct span key = gcl_span((const char *)id, sizeof(*id));
	size_t i = (size_t)gcl_hash(key, s->seed) & (s->cap - 1);

	while (s->slots[i].used && (s->slots[i].id.dev != id->dev ||
	    s->slots[i].id.ino != id->ino))
		i = (i + 1) & (s->cap - 1);
	return &s->slots[i];
}

static enum gcl_status
grow(struct seen *s)
{
	struct seen big = *s;
	size_t i;

	big.cap = s->cap ? 2 * s->cap : 64;
	big.slots = calloc(big.cap, sizeof(*big.slots));
	if (!big.slots)
		return GCL_ENOMEM;
	for (i = 0; i < s->cap; i++) {
		if (s->slots[i].used)
			*find_slot(&big, &s->slots[i].id) = s->slots[i];
	}
	free(s->slots);
	*s = big;
	return GCL_OK;
}

enum gcl_status
gcl_seen_add(struct seen *s, const struct stat *sb, bool *is_new)
{
	struct file_id id = { (uint64_t)sb->st_dev, (uint64_t)sb->st_ino };
	struct seen_slot *slot;

	if (2 * (s->n + 1) > s->cap && grow(s) != GCL_OK)
		return GCL_ENOMEM;
	slot = find_slot(s, &id);
	*is_new = !slot->used;
	if (*is_new) {
		*slot = (struct seen_slot){ id, true };
		s->n++;
	}
	return GCL_OK;
}
