/*
 * One JSON text: the whole input.
 */
#include "config.h"

#include "carrier/carrier.h"

static enum gcl_status
split(struct capture *c, struct document *doc, bool *more,
	struct gcl_error *err)
{
	enum gcl_status st;
	struct span text;

	if (c->whole)
		return GCL_OK;
	st = gcl_capture_all(c, &text, err);
	*more = st == GCL_OK;
	doc->body = (struct piece){ .text = text };
	doc->end = text.len;
	return st;
}

static const char *const extensions[] = { ".json", NULL };

const struct carrier gcl_carrier_plain = {
	.name = "json",
	.summary = "one JSON text",
	.extensions = extensions,
	.bare = true,
	.split = split,
};
