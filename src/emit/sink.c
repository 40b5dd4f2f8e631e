/*
 * A sink with a sticky failure: a full disk must end in an error, not in a
 * report that stops early.
 */
#include "config.h"

#include "emit/sink.h"

void
gcl_sink_init(struct sink *s, gcl_write_fn write, void *ctx)
{
	*s = (struct sink){ .write = write, .ctx = ctx };
}

void
gcl_sink_write(struct sink *s, struct span bytes)
{
	if (s->st != GCL_OK || bytes.len == 0)
		return;
	if (s->write(s->ctx, bytes.ptr, bytes.len))
		s->st = GCL_EOUTPUT;
}

void
gcl_sink_fail(struct sink *s, enum gcl_status st)
{
	if (s->st == GCL_OK)
		s->st = st;
}
