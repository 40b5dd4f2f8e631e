/*
 * Regions by id or domain.
 */
#include "config.h"

#include "send/region.h"

#include <strings.h>

#include "base/suggest.h"

static const struct {
	const char *id, *domain;
} regions[] = {
#include "send/regions.inc"
};

#define N_REGIONS (sizeof(regions) / sizeof(regions[0]))

/* Some tools write us-east-1 for us_east_1. */
static bool
is_id(struct span name, const char *id)
{
	size_t i;

	if (name.len != strlen(id))
		return false;
	for (i = 0; i < name.len; i++) {
		char c = name.ptr[i] == '-' ? '_' : name.ptr[i];

		if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != id[i])
			return false;
	}
	return true;
}

static bool
is_domain(struct span name, const char *domain)
{
	return name.len == strlen(domain) &&
	    !strncasecmp(name.ptr, domain, name.len);
}

static void
all_ids(struct buf *out)
{
	size_t i;

	for (i = 0; i < N_REGIONS; i++)
		gcl_buf_addf(out, "%s%s", i > 0 ? ", " : "", regions[i].id);
}

static enum send_kind
unknown(struct span name, const char *from, struct failure *f)
{
	struct suggest near;
	struct buf ids;
	size_t i;

	gcl_suggest_init(&near, name);
	for (i = 0; i < N_REGIONS; i++) {
		gcl_suggest_offer(&near, gcl_span_str(regions[i].id), i);
		gcl_suggest_offer(&near, gcl_span_str(regions[i].domain), i);
	}
	gcl_failure_set(f, SEND_USAGE, "unknown region '%.*s' in %s",
		(int)name.len, name.ptr, from);
	if (near.found)
		return gcl_failure_help(f, "did you mean '%s', which is '%s'?",
			regions[near.index].id, regions[near.index].domain);
	gcl_buf_init(&ids, sizeof(f->help.text));
	all_ids(&ids);
	if (gcl_buf_str(&ids))
		gcl_failure_help(f, "write one of %s", ids.ptr);
	gcl_buf_release(&ids);
	return f->kind;
}

enum send_kind
gcl_region_domain(struct span name, const char *from, const char **domain,
	struct failure *f)
{
	size_t i;

	for (i = 0; i < N_REGIONS; i++)
		if (is_id(name, regions[i].id) ||
		    is_domain(name, regions[i].domain)) {
			*domain = regions[i].domain;
			return SEND_OK;
		}
	return unknown(name, from, f);
}

const char *
gcl_region_not_api(struct span host)
{
	static const char *const others[] = { "", "login.", "apps." };
	size_t i, k, len;

	for (k = 0; k < sizeof(others) / sizeof(others[0]); k++) {
		len = strlen(others[k]);
		if (host.len < len || strncasecmp(host.ptr, others[k], len))
			continue;
		for (i = 0; i < N_REGIONS; i++)
			if (is_domain(gcl_span(host.ptr + len, host.len - len),
			    regions[i].domain))
				return regions[i].domain;
	}
	return NULL;
}
