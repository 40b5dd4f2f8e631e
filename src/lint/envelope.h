/*
 * What surrounds a body, written as a JSON text that ordinary packs are for:
 * request line, headers, the form of a token request and the assertion in it.
 *
 * Each part of the text maps to its place in the capture, and what stands for
 * something that is not there to the request line.  Facts that no value shows
 * alone are members too, with names that no header, form field or claim has;
 * what to think of them is left to the packs.
 */
#ifndef GCL_LINT_ENVELOPE_H
#define GCL_LINT_ENVELOPE_H

#include "carrier/capture.h"

struct envelope {
	struct span method;
	struct span scheme;	/* "https", "http"; empty: unknown */
	struct span host;	/* lower case, no port; empty: unknown */
	struct span path;	/* no query; of {{base}}/x what follows base */
	struct piece host_at, path_at;	/* the same as they stand there */
	const char *pack;	/* "request", "token-request" */
	bool takes_body;	/* the body is part of the text */
	bool json_body;		/* it says or looks like it is JSON */
	bool form_body;		/* a form, where JSON is due or claimed */
	struct piece length_at;	/* the Content-Length that the text compares */
	struct piece text;	/* for the pack */
};

/*
 * Write the envelope of a document with a request; everything lives in the
 * arena of c until the next document.
 *
 * Returns GCL_OK; GCL_ENOMEM; GCL_ELIMIT when it would be too long a text.
 */
enum gcl_status gcl_envelope_make(struct capture *c,
	const struct document *doc, struct envelope *out);

#endif
