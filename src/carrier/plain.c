/*
 * One JSON text: the whole input.
 */
#include "config.h"

#include "carrier/carrier.h"

static bool
sniff(struct span head)
{
	(void)head;
	return true;
}

static enum gcl_status
next(struct reader *r, struct document *doc, bool *more,
	struct gcl_error *err)
{
	struct source *src = doc->src;
	const char *name = src->name;
	enum gcl_status st;
	struct span text;

	*more = doc->index == 0;
	if (!*more)
		return GCL_OK;
	st = gcl_reader_all(r, &text, err);
	*more = st == GCL_OK;
	if (st != GCL_OK)
		return st;
	gcl_source_set(src, name, text, 0, 0);
	doc->text = text;
	doc->off = 0;
	doc->map = NULL;
	return GCL_OK;
}

static const char *const extensions[] = { ".json", NULL };

const struct carrier gcl_carrier_plain = {
	.name = "json",
	.summary = "one JSON text",
	.extensions = extensions,
	.sniff = sniff,
	.next = next,
};
