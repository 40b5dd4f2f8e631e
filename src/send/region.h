/*
 * The platform's regions and where their APIs answer, from the same table as
 * the linter's (rules/regions.json): make turns it into regions.inc.
 */
#ifndef GCL_SEND_REGION_H
#define GCL_SEND_REGION_H

#include "base/buf.h"
#include "send/failure.h"

/*
 * The domain of a region, "mypurecloud.com".  name is its id, with underscores
 * or dashes, or the domain itself; case does not count.
 *
 * from  what the name was given with, for the failure
 *
 * Returns SEND_OK; SEND_USAGE with a did-you-mean or all ids.
 */
enum send_kind gcl_region_domain(struct span name, const char *from,
	const char **domain, struct failure *f);

/*
 * Does the platform have a host like this which is not its API's: a bare
 * domain, or login. or apps. in front of one?  Then the domain, else NULL.
 */
const char *gcl_region_not_api(struct span host);

#endif
