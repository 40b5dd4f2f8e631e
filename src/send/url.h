/*
 * Where a request may go: https, or http to this machine.
 */
#ifndef GCL_SEND_URL_H
#define GCL_SEND_URL_H

#include "base/span.h"
#include "send/failure.h"

struct url {
	bool tls;
	bool loopback;		/* the host is this machine */
	struct span scheme;	/* as it is written, without "://" */
	struct span authority;	/* host and port */
	struct span host;	/* of an IPv6 address the brackets too */
	struct span path;	/* with its query; may be empty */
};

/*
 * Read an absolute URL (RFC 3986 section 4.3) of visible ASCII, without user,
 * password or fragment.
 *
 * text  borrowed by *out
 * from  what the URL was given with, for the failure
 *
 * Returns SEND_OK; SEND_USAGE when it is none, or has http and another host
 * than localhost, 127.0.0.0/8 and [::1].
 */
enum send_kind gcl_url_read(struct span text, const char *from,
	struct url *out, struct failure *f);

/*
 * Can this be put behind a host?  It begins with a slash, has no {parameter}
 * that is not filled in, no fragment and nothing but visible ASCII.  Returns
 * SEND_OK or SEND_USAGE.
 */
enum send_kind gcl_url_check_path(struct span path, struct failure *f);

#endif
