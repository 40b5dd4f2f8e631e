/*
 * The header that an auth object comes to (format v2.1 "auth"; in v2.0 its
 * parameters are an object, not a list).
 *
 * The value's place is that of the token.  Where the token is fetched only
 * when the request is sent, a placeholder stands for it.
 */
#include "config.h"

#include "base/base64.h"
#include "base/limits.h"
#include "carrier/postman_p.h"

struct authorizing {
	struct postman *p;
	const struct group *group;
	struct arena *arena;		/* for the header */
	struct field type, params;
	struct header **out;
};

static enum gcl_status
param(struct authorizing *a, const char *name, struct piece *out)
{
	static const struct member pair[] = {
		{ "key", JSON_STRING }, { "value", JSON_ANY }, { NULL, 0 }
	};
	const struct member member[] = {
		{ name, JSON_STRING | JSON_NUMBER }, { NULL, 0 }
	};
	struct span text = a->p->file.text;
	struct cursor at = gcl_members_of(text, &a->params);
	struct field element, fields[2], found = { 0 };
	enum gcl_status st;

	*out = (struct piece){ .text = { NULL, 0 } };
	if (a->params.type == JSON_OBJECT)
		gcl_members_get(text, &a->params, member, &found);
	else
		while (gcl_members_next(&at, NULL, &element)) {
			gcl_members_get(text, &element, pair, fields);
			if (gcl_field_is(text, &fields[0], name))
				found = fields[1];
		}
	if (!(found.type & member[0].types))
		return GCL_OK;
	st = gcl_jsonfile_piece(&a->p->file, &found, out);
	if (st == GCL_OK && out->text.len == 0)
		out->text.ptr = NULL;
	return st == GCL_OK && out->text.ptr ?
	    gcl_postman_fill(a->p, a->group, out) : st;
}

static size_t
place_of(const struct piece *p, size_t off)
{
	size_t none = 0;

	gcl_piece_locate(p, &off, &none);
	return off;
}

/* Words of our own and a piece behind them, for as long as the header. */
static enum gcl_status
join(struct authorizing *a, const char *words, const struct piece *piece,
	struct piece *out)
{
	struct decoder *d = &a->p->file.c->decoder;
	size_t end = place_of(piece, piece->text.len);

	gcl_decoder_begin(d);
	gcl_decoder_opaque(d, gcl_span_str(words), place_of(piece, 0), 0);
	gcl_decoder_part(d, piece, 0, piece->text.len);
	return gcl_decoder_take(d, end, a->arena, out);
}

static enum gcl_status
add(struct authorizing *a, const struct piece *name,
	const struct piece *value)
{
	struct header *h = gcl_arena_alloc(a->arena, sizeof(*h));

	if (!h)
		return GCL_ENOMEM;
	*h = (struct header){ .name = *name, .value = *value };
	*a->out = h;
	return GCL_OK;
}

/* Where something stands that the parameters do not have. */
static struct piece
at_type(const struct authorizing *a)
{
	return (struct piece){ .text = SPAN(""), .off = a->type.off + 1 };
}

/* Several; names ends with NULL. */
static enum gcl_status
params(struct authorizing *a, const char *const *names, struct piece *out)
{
	enum gcl_status st = GCL_OK;

	for (; *names && st == GCL_OK; names++)
		st = param(a, *names, out++);
	return st;
}

static enum gcl_status
add_authorization(struct authorizing *a, const struct piece *value)
{
	const struct piece here = at_type(a);
	enum gcl_status st;
	struct piece name;

	st = join(a, "Authorization", &here, &name);
	return st == GCL_OK ? add(a, &name, value) : st;
}

/* The token behind words, or what stands in for it. */
static enum gcl_status
add_token(struct authorizing *a, const char *name, const char *instead)
{
	struct piece token, value;
	enum gcl_status st;

	st = param(a, name, &token);
	if (st != GCL_OK)
		return st;
	if (!token.text.ptr)
		token = at_type(a);
	st = join(a, token.text.len > 0 ? "Bearer " : instead, &token,
	    &value);
	return st == GCL_OK ? add_authorization(a, &value) : st;
}

static enum gcl_status
bearer(struct authorizing *a)
{
	return add_token(a, "token", "Bearer");
}

static enum gcl_status
jwt(struct authorizing *a)
{
	return add_token(a, "token", "Bearer {{jwt}}");
}

static enum gcl_status
oauth2(struct authorizing *a)
{
	struct piece where;
	enum gcl_status st = param(a, "addTokenTo", &where);

	if (st != GCL_OK || gcl_span_is(where.text, "queryParams"))
		return st;
	return add_token(a, "accessToken", "Bearer {{accessToken}}");
}

/* RFC 7617: one word is made of both, and stands where the secret does. */
static enum gcl_status
join_basic(struct authorizing *a, const struct piece *user,
	const struct piece *password, struct piece *out)
{
	struct decoder *d = &a->p->file.c->decoder;
	size_t off = 0, len = password->text.len;
	enum gcl_status st;
	struct buf pair, text;

	gcl_buf_init(&pair, LIMIT_TEXT_BYTES);
	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	gcl_buf_addspan(&pair, user->text);
	gcl_buf_addc(&pair, ':');
	gcl_buf_addspan(&pair, password->text);
	gcl_buf_adds(&text, "Basic ");
	gcl_base64_add(&text, pair.ptr, pair.len);
	gcl_piece_locate(password, &off, &len);
	gcl_decoder_begin(d);
	gcl_decoder_opaque(d, gcl_buf_span(&text), off, len);
	st = gcl_buf_status(&pair);
	if (st == GCL_OK)
		st = gcl_buf_status(&text);
	if (st == GCL_OK)
		st = gcl_decoder_take(d, off + len, a->arena, out);
	gcl_buf_release(&text);
	gcl_buf_release(&pair);
	return st;
}

static enum gcl_status
basic(struct authorizing *a)
{
	static const char *const names[] = { "username", "password", NULL };
	struct piece given[2], value;
	enum gcl_status st = params(a, names, given);

	if (st != GCL_OK)
		return st;
	if (!given[1].text.ptr)
		given[1] = at_type(a);
	st = join_basic(a, &given[0], &given[1], &value);
	return st == GCL_OK ? add_authorization(a, &value) : st;
}

/* A header of any name. */
static enum gcl_status
apikey(struct authorizing *a)
{
	static const char *const names[] = { "in", "key", "value", NULL };
	struct piece given[3];
	enum gcl_status st = params(a, names, given);
	size_t i;

	if (st != GCL_OK || gcl_span_is(given[0].text, "query") ||
	    !given[1].text.ptr || !given[2].text.ptr)
		return st;
	for (i = 1; i < 3 && st == GCL_OK; i++)
		st = join(a, "", &given[i], &given[i]);
	return st == GCL_OK ? add(a, &given[1], &given[2]) : st;
}

/* The others, and "noauth", add nothing that this API would take. */
static const struct {
	const char *type;
	enum gcl_status (*add)(struct authorizing *a);
} schemes[] = {
	{ "apikey", apikey },
	{ "basic", basic },
	{ "bearer", bearer },
	{ "jwt", jwt },
	{ "oauth2", oauth2 },
};

enum gcl_status
gcl_postman_auth(struct postman *p, const struct group *g,
	const struct field *auth, struct arena *arena, struct header **out)
{
	struct authorizing a = { .p = p, .group = g, .arena = arena,
		.out = out };
	struct span text = p->file.text;
	struct field fields[2];
	size_t i;

	*out = NULL;
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		const struct member members[] = {
			{ "type", JSON_STRING },
			{ schemes[i].type, JSON_ARRAY | JSON_OBJECT },
			{ NULL, 0 }
		};

		gcl_members_get(text, auth, members, fields);
		if (!gcl_field_is(text, &fields[0], schemes[i].type))
			continue;
		a.type = fields[0];
		a.params = fields[1];
		return schemes[i].add(&a);
	}
	return GCL_OK;
}

enum gcl_status
gcl_postman_inherited(struct postman *p, struct group *g,
	struct header **out)
{
	enum gcl_status st = GCL_OK;
	struct field auth;

	*out = NULL;
	while (g && !g->auth)
		g = g->parent;
	if (!g)
		return GCL_OK;
	if (!g->authorized) {
		auth = gcl_field_at(p->file.text, g->auth);
		if (auth.whole)
			st = gcl_postman_auth(p, g, &auth, &p->file.c->input,
			    &g->header);
		g->authorized = true;
	}
	*out = g->header;
	return st;
}
