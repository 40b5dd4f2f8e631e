/*
 * Where the requests of a run go and what they say.
 */
#ifndef GCL_SEND_SETTINGS_H
#define GCL_SEND_SETTINGS_H

#include "base/arena.h"
#include "send/auth.h"
#include "send/order.h"
#include "send/url.h"

struct target {
	const char *text;	/* ends in NUL; NULL: there is none */
	struct url url;		/* its parts */
};

struct settings {
	struct span base;	/* of the API: scheme, host and any prefix */
	struct target call, token;
	const struct auth *auth;	/* NULL: no credentials are there */
	struct span audience, scope;
	const char *method, *content_type;
	const char *cacert;		/* or NULL */
};

/*
 * Settle all of it; texts are in arena, or borrowed from order and vault.
 *
 * Returns SEND_OK, also without credentials; SEND_USAGE; SEND_INTERNAL.
 */
enum send_kind gcl_settings_make(struct settings *p, const struct order *order,
	struct vault *vault, struct arena *arena, struct failure *f);

/* A target of the API with another path.  SEND_OK or SEND_USAGE. */
enum send_kind gcl_settings_target(const struct settings *p, struct span path,
	struct arena *arena, struct target *out, struct failure *f);

#endif
