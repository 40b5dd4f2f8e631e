/*
 * The carriers: one line each, and which one an input is for.
 */
#include "config.h"

#include "carrier/carrier.h"

#include "carrier/edit.h"

extern const struct carrier gcl_carrier_curl;
extern const struct carrier gcl_carrier_har;
extern const struct carrier gcl_carrier_http;
extern const struct carrier gcl_carrier_log;
extern const struct carrier gcl_carrier_ndjson;
extern const struct carrier gcl_carrier_plain;
extern const struct carrier gcl_carrier_postman;

/* The last one takes what no other claims. */
const struct carrier *const gcl_carriers[] = {
	&gcl_carrier_har,
	&gcl_carrier_postman,
	&gcl_carrier_ndjson,
	&gcl_carrier_http,
	&gcl_carrier_curl,
	&gcl_carrier_log,
	&gcl_carrier_plain,
	NULL
};

/* What an input's beginning is judged by. */
#define HEAD_BYTES 4096

const struct carrier *
gcl_carrier_find(struct span name)
{
	size_t i;

	for (i = 0; gcl_carriers[i]; i++)
		if (gcl_span_is(name, gcl_carriers[i]->name))
			return gcl_carriers[i];
	return NULL;
}

static bool
has_extension(const struct carrier *k, const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t i;

	for (i = 0; dot && k->extensions[i]; i++)
		if (!strcmp(dot, k->extensions[i]))
			return true;
	return false;
}

/*
 * How many carriers have the extension of name; *last is the last of them, or
 * of all when there is none.
 */
static size_t
by_extension(const char *name, const struct carrier **last)
{
	size_t i, n = 0;

	for (i = 0; gcl_carriers[i]; i++) {
		if (has_extension(gcl_carriers[i], name)) {
			*last = gcl_carriers[i];
			n++;
		}
	}
	if (n == 0)
		*last = gcl_carriers[i - 1];
	return n;
}

/* The first that claims head: of those with name's extension, if there are. */
static const struct carrier *
by_content(const char *name, bool extension, struct span head,
	const char **tells)
{
	const struct carrier *k;
	size_t i;

	for (i = 0; gcl_carriers[i]; i++) {
		k = gcl_carriers[i];
		if (!k->sniff || (extension && !has_extension(k, name)))
			continue;
		*tells = k->sniff(head);
		if (*tells)
			return k;
	}
	return NULL;
}

enum gcl_status
gcl_carrier_choose(struct capture *c, const struct carrier **out,
	const char **why, struct gcl_error *err)
{
	size_t n = by_extension(c->src.name, out);
	const struct carrier *k;
	enum gcl_status st;
	const char *tells;
	struct span head;

	*why = n ? "its name tells" : "nothing in it tells otherwise";
	if (n == 1)
		return GCL_OK;
	st = gcl_reader_peek(&c->reader, HEAD_BYTES, &head, err);
	if (st != GCL_OK)
		return st;
	k = by_content(c->src.name, n > 0, head, &tells);
	if (k) {
		*out = k;
		*why = tells;
	}
	return GCL_OK;
}

enum gcl_status
gcl_carrier_split(const struct carrier *k, struct capture *c,
	struct document *doc, bool *more, struct gcl_error *err)
{
	*doc = (struct document){ .src = &c->src, .index = doc->index };
	gcl_arena_reset(&c->arena);
	*more = false;
	return k->split(c, doc, more, err);
}

enum gcl_status
gcl_carrier_encode(const struct carrier *k, const struct document *doc,
	const struct piece *piece, const struct edit *in,
	struct arena *arena, struct edit *out)
{
	return k->encode ? k->encode(doc, piece, in, arena, out) :
	    gcl_edit_copy(doc, piece, in, arena, out);
}

enum gcl_status
gcl_carrier_settle(const struct carrier *k, const struct document *doc,
	const struct edits *edits, size_t length, struct arena *arena,
	struct edits *out)
{
	if (out)
		*out = *edits;
	return k->settle && edits->n > 0 ?
	    k->settle(doc, edits, length, arena, out) : GCL_OK;
}
