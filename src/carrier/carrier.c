/*
 * The carriers: one line each, and which one an input is for.
 */
#include "config.h"

#include "carrier/carrier.h"

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

/* The only carrier with the extension of name; NULL: none, or several. */
static const struct carrier *
by_extension(const char *name)
{
	const struct carrier *only = NULL;
	size_t i;

	for (i = 0; gcl_carriers[i]; i++) {
		if (!has_extension(gcl_carriers[i], name))
			continue;
		if (only)
			return NULL;
		only = gcl_carriers[i];
	}
	return only;
}

/*
 * The first that claims what an input begins with; name not NULL: of those
 * with its extension.  The last of all claims everything.
 */
static const struct carrier *
by_content(const char *name, struct span head, const char **why)
{
	const struct carrier *k;
	size_t i;

	for (i = 0; gcl_carriers[i]; i++) {
		k = gcl_carriers[i];
		if (name && !has_extension(k, name))
			continue;
		*why = k->sniff ? k->sniff(head) :
		    name ? "its name tells" : "nothing in it tells otherwise";
		if (*why)
			return k;
	}
	return NULL;
}

enum gcl_status
gcl_carrier_choose(struct capture *c, const struct carrier **out,
	const char **why, struct gcl_error *err)
{
	enum gcl_status st;
	struct span head;

	*why = "its name tells";
	*out = by_extension(c->src.name);
	if (*out)
		return GCL_OK;
	st = gcl_reader_peek(&c->reader, HEAD_BYTES, &head, err);
	if (st != GCL_OK)
		return st;
	*out = by_content(c->src.name, head, why);
	if (!*out)
		*out = by_content(NULL, head, why);
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
