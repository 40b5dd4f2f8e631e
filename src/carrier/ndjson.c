/*
 * One JSON text a line.  A line is read, linted and forgotten, so an endless
 * pipe is as good as a file.
 */
#include "config.h"

#include "carrier/carrier.h"

#include "carrier/edit.h"
#include "json/string.h"

static struct span
trim(struct span s)
{
	size_t off = gcl_json_skip_blanks(s, 0);

	s = gcl_span(s.ptr + off, s.len - off);
	while (s.len > 0 && gcl_json_blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* Not JSON, but no reason to take lines for one text. */
static struct span
behind_bom(struct span s)
{
	bool bom = s.len >= 3 && !memcmp(s.ptr, "\xef\xbb\xbf", 3);

	return bom ? gcl_span(s.ptr + 3, s.len - 3) : s;
}

/*
 * A first line that is an object from brace to brace, with another one behind
 * it: no JSON text by itself is written like that.
 */
static const char *
sniff(struct span head)
{
	const char *lf = memchr(head.ptr, '\n', head.len);
	struct span first, rest;

	if (!lf)
		return NULL;
	first = gcl_span(head.ptr, (size_t)(lf - head.ptr));
	first = trim(behind_bom(first));
	rest = trim(gcl_span(lf, head.len - (size_t)(lf - head.ptr)));
	if (first.len == 0)
		return rest.len > 0 ? sniff(rest) : NULL;
	if (first.len < 2 || first.ptr[0] != '{' ||
	    first.ptr[first.len - 1] != '}' || rest.len == 0 ||
	    rest.ptr[0] != '{')
		return NULL;
	return "its first line is an object, and so begins the next";
}

static enum gcl_status
split(struct capture *c, struct document *doc, bool *more,
	struct gcl_error *err)
{
	uint64_t base, base_line;
	enum gcl_status st;
	struct span line;

	do {
		st = gcl_reader_line(&c->reader, &line, &base, &base_line,
		    more, err);
		if (st != GCL_OK || !*more)
			return st;
	} while (trim(line).len == 0);
	gcl_source_set(&c->src, c->src.name, line, base, base_line);
	doc->body = (struct piece){ .text = line };
	doc->end = line.len;
	return GCL_OK;
}

/* A record stays on its line. */
static enum gcl_status
encode(const struct document *doc, const struct piece *piece,
	const struct edit *in, struct arena *arena, struct edit *out)
{
	return gcl_edit_has_lines(in->text) ? GCL_EINPUT :
	    gcl_edit_copy(doc, piece, in, arena, out);
}

static const char *const extensions[] = { ".ndjson", ".jsonl", NULL };

const struct carrier gcl_carrier_ndjson = {
	.name = "ndjson",
	.summary = "one JSON text a line, streamed",
	.extensions = extensions,
	.bare = true,
	.sniff = sniff,
	.split = split,
	.encode = encode,
};
