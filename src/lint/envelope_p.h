/*
 * What the parts of the envelope share.
 */
#ifndef GCL_LINT_ENVELOPE_P_H
#define GCL_LINT_ENVELOPE_P_H

#include "lint/envelope.h"

/* Bytes of the source that something stands for. */
struct place {
	size_t off, len;
};

/* A part of a piece. */
struct part {
	const struct piece *piece;	/* NULL: there is none */
	size_t from, to;
};

static inline struct part
gcl_part(const struct piece *p)
{
	return (struct part){ p->text.ptr ? p : NULL, 0, p->text.len };
}

static inline struct part
gcl_part_cut(const struct part *p, size_t from, size_t to)
{
	return (struct part){ p->piece, p->from + from, p->from + to };
}

static inline struct span
gcl_part_text(const struct part *p)
{
	return p->piece ? gcl_span(p->piece->text.ptr + p->from,
	    p->to - p->from) : gcl_span(NULL, 0);
}

/* The part without blanks and line ends around it. */
struct part gcl_part_trim(struct part p);

/* As much of a URL or header as is looked at, trimmed. */
struct part gcl_part_begin(const struct piece *p);

struct place gcl_part_place(const struct part *p);

/* ---- envelope_text.c: JSON with places ---- */

struct envelope_text {
	struct decoder *d;
	struct buf scratch;	/* for what has escapes in it */
	bool comma;		/* a value stands before the next one */
};

/* Append a part as it is. */
void gcl_part_add(struct decoder *d, const struct part *p);

/* The part as a piece of its own; it uses the decoder of c. */
enum gcl_status gcl_part_piece(struct capture *c, const struct part *p,
	struct piece *out);

void gcl_envelope_open(struct envelope_text *t, struct place at);
void gcl_envelope_close(struct envelope_text *t, struct place at);

/* The name of a member: our own, one from the source, one that is JSON. */
void gcl_envelope_key(struct envelope_text *t, const char *name,
	struct place at);
void gcl_envelope_name(struct envelope_text *t, const struct part *name);
void gcl_envelope_copied_key(struct envelope_text *t,
	const struct part *name);

/* A string, part by part; as a whole it stands at one place. */
void gcl_envelope_begin(struct envelope_text *t, struct place at);
void gcl_envelope_part(struct envelope_text *t, const struct part *p);

/* Our own words, or a text that is a member elsewhere: no placeholders. */
void gcl_envelope_words(struct envelope_text *t, struct span words,
	struct place at);
void gcl_envelope_end(struct envelope_text *t, struct place at);

/* A value of any other type, which stands at one place. */
void gcl_envelope_value(struct envelope_text *t, struct span json,
	struct place at);

/* A member whose value is a part; nothing, where there is none. */
void gcl_envelope_member(struct envelope_text *t, const char *name,
	const struct part *p);

/* ---- envelope_url.c ---- */

struct url {
	struct part base;	/* a template's variable in place of the host */
	struct part scheme, host, path, query;
	struct part port;	/* ":8443", unless it is the scheme's own */
};

/* Take a request's target to pieces, and a Host header where it has none. */
void gcl_envelope_url(const struct request *r, struct url *out);

/* ---- envelope_form.c ---- */

struct form_field {
	struct form_field *next;
	struct part name;
	struct piece value;	/* decoded */
};

/*
 * The fields of a form (application/x-www-form-urlencoded), NULL for a body
 * that is none or too long for one.
 */
enum gcl_status gcl_envelope_form(struct capture *c,
	const struct piece *body, struct form_field **out);

/* "name=", with which a form begins and no JSON; no piece: it does not. */
struct part gcl_envelope_form_start(const struct piece *body);

/* Is there a field of the same name before, among the first ones? */
bool gcl_form_again(const struct form_field *form,
	const struct form_field *field);

/* The first field of that name, or NULL. */
const struct form_field *gcl_form_find(const struct form_field *form,
	const char *name);

/* What the base64 in "Basic ..." means; no piece where it means nothing. */
enum gcl_status gcl_envelope_basic(struct capture *c,
	const struct piece *authorization, struct piece *out);

/* ---- envelope_jwt.c ---- */

/* A part of a JWT: a JSON object in base64url. */
struct jwt_part {
	struct part at;		/* no piece: there is none */
	struct piece json;	/* decoded; no text: it is not base64url */
	const struct value *tree;	/* NULL: it is no JSON object */
};

struct jwt {
	struct jwt_part header, claims;
};

/* Take a token to pieces, if it has three parts (RFC 7515 section 3.1). */
enum gcl_status gcl_envelope_jwt(struct capture *c,
	const struct piece *token, struct jwt *out);

/*
 * Write the members of a header or of claims as they are, but for the content
 * of arrays and objects; "false" for what is no object.  The claims are
 * followed by what they have to do with each other and the request.
 */
void gcl_envelope_jwt_header(struct envelope_text *t, const struct jwt *jwt);
void gcl_envelope_jwt_claims(struct envelope_text *t, const struct jwt *jwt,
	const struct request *r, const struct url *url);

#endif
