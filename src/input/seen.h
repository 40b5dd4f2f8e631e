/*
 * Which files there were already, by device and inode.
 */
#ifndef GCL_INPUT_SEEN_H
#define GCL_INPUT_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/status.h"

struct seen_slot;

struct seen {
	struct seen_slot *slots;
	size_t n, cap;		/* cap is 0 or a power of two */
	uint64_t seed;
};

void gcl_seen_init(struct seen *s);
void gcl_seen_release(struct seen *s);

/* GCL_OK or GCL_ENOMEM; *is_new: it was not there before. */
enum gcl_status gcl_seen_add(struct seen *s, const struct stat *sb,
	bool *is_new);

#endif
