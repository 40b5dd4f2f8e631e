/*
 * Compose a payload: a pack's template with what the user gives put in.
 */
#ifndef GCL_LINT_COMPOSE_H
#define GCL_LINT_COMPOSE_H

#include "base/arena.h"
#include "base/buf.h"
#include "rule/ruleset.h"

struct compose_request {
	const char *to, *from;		/* a number or address, or NULL */
	const char *const *sets;	/* "POINTER=VALUE", in order */
	size_t n_sets;
	const char *country;		/* for numbers without one: digits, or
					   NULL */
	const signed char *levels;	/* by rule index; below 0: its own */
};

/* What to tell the user beside the payload; it lives in the arena. */
struct composed {
	const char **examples;		/* pointers to values that the user
					   has yet to replace */
	size_t n_examples;
	const char *doubt;		/* the request is on its way out; or
					   NULL */
};

/*
 * Append the payload to out: JSON on lines of its own, members in the pack's
 * order, LF at the end.
 *
 * A number is given in any form that people write: separators and a scheme
 * that the pack does not want go, the scheme that it wants is added, and so is
 * the country where one is given.  In POINTER=VALUE the pointer is RFC 6901
 * and ends at the first "=".  VALUE is taken as JSON where it is JSON, else as
 * a string; a number or boolean is a string too where the pack wants nothing
 * else.  Objects and arrays that are missing on the way are made; "-" and the
 * index behind the last element append.
 *
 * Returns GCL_OK; GCL_ENOMEM; GCL_ELIMIT, out's; or GCL_EUSAGE: the pack has
 * no template or no place for what is given, something cannot be put where it
 * should go, or the pack's rules have something to say of the payload, be it
 * only a note, or of the request that it is gone.  out is then as it was.
 */
enum gcl_status gcl_compose(const struct ruleset *rs,
	const struct compose_request *req, struct arena *arena,
	struct buf *out, struct composed *result, struct gcl_error *err);

#endif
