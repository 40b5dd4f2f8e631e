/*
 * Hide what is nobody's business: telephone numbers, the users of SIP and
 * e-mail addresses, tokens and passwords.
 *
 * This stands between the run and the writers, so that no format can forget
 * it.  What is masked keeps its length in bytes and in columns: positions stay
 * what they are.  Fingerprints are made before and do not change.
 */
#ifndef GCL_EMIT_REDACT_H
#define GCL_EMIT_REDACT_H

#include "base/arena.h"
#include "gclint/gclint.h"
#include "text/source.h"

struct redact;

/* GCL_OK or GCL_ENOMEM. */
enum gcl_status gcl_redact_new(struct redact **out);
void gcl_redact_free(struct redact *r);		/* takes NULL */

/*
 * An input begins: what is known of the text before is forgotten.  The name is
 * copied; it is never masked.
 */
enum gcl_status gcl_redact_input(struct redact *r, const char *name);

/*
 * A copy of f with everything masked that comes from the payload: message,
 * help, related messages, pointer, the texts of the fix; not the file's name,
 * the rule, the pack.  What *out points to lives until the next call.
 *
 * src has the text that f is about and is masked too, as
 * gcl_redact_source() does.
 */
enum gcl_status gcl_redact_finding(struct redact *r,
	const struct gcl_finding *f, struct source *src,
	struct gcl_finding *out);

/*
 * A copy of a text of our own that may quote an input: not its name and the
 * place behind that.  It lives until the next call.
 */
enum gcl_status gcl_redact_text(struct redact *r, const char *text,
	const char **out);

/*
 * Mask the source, for whoever shows its lines: a list of ranges beside those
 * that it hides already (gcl_source_hide()).  Cheap when it was done for this
 * text before.
 */
enum gcl_status gcl_redact_source(struct redact *r, struct source *src);

/*
 * The ranges of a text that are to be masked, sorted, none touching.  They
 * live until the next call.  Linear in the text.
 *
 * A number of five and more digits is one, with or without +, whatever of
 * " ().-/" stands between them and whatever script they are of; so is all that
 * follows tel:.  Of SIP and e-mail addresses it is the user.  Escapes of JSON,
 * URLs, shells and base64 are looked through, and masked whole.
 */
enum gcl_status gcl_redact_find(struct redact *r, struct span text,
	const struct source_range **list, size_t *n);

#endif
