/*
 * Where a report's bytes go.  The first failure is remembered, later writes
 * do nothing, and who closes the report asks once.
 */
#ifndef GCL_EMIT_SINK_H
#define GCL_EMIT_SINK_H

#include "base/span.h"
#include "base/status.h"

struct sink {
	gcl_write_fn write;
	void *ctx;
	enum gcl_status st;
};

void gcl_sink_init(struct sink *s, gcl_write_fn write, void *ctx);
void gcl_sink_write(struct sink *s, struct span bytes);

/* Remember that what should have been written could not be made. */
void gcl_sink_fail(struct sink *s, enum gcl_status st);

#endif
