/*
 * An answer of the API that somebody saved: with its head (RFC 9112), as
 * curl -i prints it, or the body alone.
 */
#include "config.h"

#include "carrier/http_p.h"

#define BOM_BYTES 3

/* With a byte order mark, as some tools save text. */
static bool
begins_marked(struct span s)
{
	return s.len >= BOM_BYTES && !memcmp(s.ptr, "\xef\xbb\xbf",
	    BOM_BYTES);
}

/* All there is; the first line stands for it. */
static enum gcl_status
body_alone(struct capture *c, struct document *doc, const struct piece *all)
{
	struct response *r = gcl_arena_calloc(&c->arena, 1, sizeof(*r));
	const size_t mark = begins_marked(all->text) ? BOM_BYTES : 0;
	struct span line;

	if (!r)
		return GCL_ENOMEM;
	gcl_http_line(all->text, 0, &line);
	r->start = gcl_capture_slice(c, 0, line.len);
	r->body = gcl_capture_slice(c, mark, all->text.len);
	doc->response = r;
	return GCL_OK;
}

static enum gcl_status
split(struct capture *c, struct document *doc, bool *more,
	struct gcl_error *err)
{
	struct piece all = { .off = 0 };
	enum gcl_status st;
	struct span line;

	if (c->whole)
		return GCL_OK;
	st = gcl_capture_all(c, &all.text, err);
	if (st != GCL_OK)
		return st;
	gcl_http_line(all.text, 0, &line);
	st = gcl_http_status_line(line) ? gcl_http_answer(c, doc, &all) :
	    body_alone(c, doc, &all);
	doc->asked = true;
	doc->end = all.text.len;
	*more = st == GCL_OK;
	return st;
}

const struct carrier gcl_carrier_answer = {
	.name = "answer",
	.summary = "an answer of the API",
	.split = split,
};
