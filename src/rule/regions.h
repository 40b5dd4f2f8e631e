/*
 * The regions of the platform and the hosts that they answer at, from the
 * table rules/regions.json.
 */
#ifndef GCL_RULE_REGIONS_H
#define GCL_RULE_REGIONS_H

#include "base/arena.h"
#include "json/value.h"

struct regions;

struct region {
	struct span id;		/* "us_east_1" */
	struct span domain;	/* "mypurecloud.com" */
	struct span place;	/* "US East (Virginia)" */
};

/*
 * Read a table: { "regions": { "us_east_1": "mypurecloud.com US East", ... } },
 * a value being the domain, a blank and the place; other members are not
 * looked at.  No domain may be there twice.
 *
 * root   borrowed; the texts are those of the tree, which must outlive *out
 *
 * Returns GCL_OK; GCL_EPACK when the table is faulty, err then names the
 * region; GCL_ENOMEM.
 */
enum gcl_status gcl_regions_load(const struct value *root,
	struct arena *arena, struct regions **out, struct gcl_error *err);

/* The region that host is label.DOMAIN of, or NULL; case does not count. */
const struct region *gcl_regions_host(const struct regions *rs,
	struct span host, struct span label);

/*
 * The region that a host which is not label.DOMAIN was most likely meant for:
 * it is the domain itself, or stands below it, or differs in few characters
 * from label.DOMAIN or, its first label aside, from DOMAIN.  NULL when it has
 * nothing to do with any.
 */
const struct region *gcl_regions_near(const struct regions *rs,
	struct span host, struct span label);

#endif
