/*
 * The carriers: one line each, and which one an input is for.
 */
#include "config.h"

#include "carrier/carrier.h"

extern const struct carrier gcl_carrier_ndjson;
extern const struct carrier gcl_carrier_plain;

/* The last one takes what no other claims. */
const struct carrier *const gcl_carriers[] = {
	&gcl_carrier_ndjson,
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

static const struct carrier *
by_extension(const char *name)
{
	const char *dot = strrchr(name, '.');
	const char *const *ext;
	size_t i;

	for (i = 0; dot && gcl_carriers[i]; i++)
		for (ext = gcl_carriers[i]->extensions; *ext; ext++)
			if (!strcmp(dot, *ext))
				return gcl_carriers[i];
	return NULL;
}

static const struct carrier *
by_content(struct span head)
{
	size_t i = 0;

	while (gcl_carriers[i + 1] && !gcl_carriers[i]->sniff(head))
		i++;
	return gcl_carriers[i];
}

enum gcl_status
gcl_carrier_choose(const char *name, struct reader *r,
	const struct carrier **out, const char **why, struct gcl_error *err)
{
	enum gcl_status st;
	struct span head;

	*why = "its name";
	*out = by_extension(name);
	if (*out)
		return GCL_OK;
	*why = "its content";
	st = gcl_reader_peek(r, HEAD_BYTES, &head, err);
	if (st == GCL_OK)
		*out = by_content(head);
	return st;
}
