/*
 * Authentication: a token that is there, JWT bearer (RFC 7523 section 2.1, as
 * in the tutorial), client credentials (RFC 6749 section 4.4).
 */
#include "config.h"

#include "send/auth.h"

#include "base/ascii.h"
#include "base/base64.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "send/assertion.h"
#include "send/passphrase.h"
#include "send/session.h"

static const struct need
client_id = { GIVEN_CLIENT_ID, GIVEN_CLIENT_ID,
	"the client's id is under Admin > Integrations > OAuth" },
client_secret = { GIVEN_CLIENT_SECRET, GIVEN_CLIENT_SECRET,
	"the secret is shown with the client under Admin > Integrations > "
	"OAuth, grant type Client Credentials" },
private_key = { GIVEN_PRIVATE_KEY, GIVEN_PRIVATE_KEY_FILE,
	"the PEM text of the private key whose public half the client has "
	"(GENESYS_PRIVATE_KEY_FILE: the name of its file)" },
access_token = { GIVEN_ACCESS_TOKEN, GIVEN_ACCESS_TOKEN_FILE,
	"a token from a login or from the platform's API explorer "
	"(GENESYS_ACCESS_TOKEN_FILE: the name of a file with it)" };

/* ---- what is asked of the token endpoint ---- */

static enum send_kind
ask_jwt(struct session *s, struct http_request *r, struct buf *body,
	struct failure *f)
{
	enum send_kind kind = gcl_assertion_make(s, f);

	(void)r;
	if (kind != SEND_OK)
		return kind;
	gcl_buf_adds(body, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3A"
		"grant-type%3Ajwt-bearer&assertion=");
	gcl_buf_addspan(body, gcl_vault_get(s->vault, GIVEN_ASSERTION));
	return SEND_OK;
}

static void
show_jwt(const struct session *s, struct buf *out)
{
	gcl_buf_adds(out, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3A"
		"grant-type%3Ajwt-bearer&assertion=***\n\n"
		"the assertion, signed with RS256:\n");
	gcl_assertion_header(s, out);
	gcl_buf_addc(out, '\n');
	gcl_assertion_claims(s, out);
	gcl_buf_addc(out, '\n');
}

/* RFC 3986 section 2.1, and no character is too plain for it. */
static void
add_encoded(struct buf *out, struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (gcl_ascii_is_alnum(s.ptr[i]))
			gcl_buf_addc(out, s.ptr[i]);
		else
			gcl_buf_addf(out, "%%%02X", (unsigned char)s.ptr[i]);
}

/* The scope is what the client's roles give, unless somebody wants less. */
static void
add_client_credentials(const struct session *s, struct buf *out)
{
	gcl_buf_adds(out, "grant_type=client_credentials");
	if (s->settings.scope.len == 0)
		return;
	gcl_buf_adds(out, "&scope=");
	add_encoded(out, s->settings.scope);
}

static enum send_kind
ask_client_credentials(struct session *s, struct http_request *r,
	struct buf *body, struct failure *f)
{
	struct buf pair, basic;
	bool made;

	gcl_wipe_buf_init(&pair, 2 * LIMIT_SECRET_BYTES);
	gcl_wipe_buf_init(&basic, 4 * LIMIT_SECRET_BYTES);
	gcl_buf_addspan(&pair, gcl_vault_get(s->vault, GIVEN_CLIENT_ID));
	gcl_buf_addc(&pair, ':');
	gcl_buf_addspan(&pair,
		gcl_vault_get(s->vault, GIVEN_CLIENT_SECRET));
	made = gcl_buf_status(&pair) == GCL_OK &&
	    gcl_base64_add(&basic, pair.ptr, pair.len) == GCL_OK &&
	    gcl_vault_set(s->vault, GIVEN_BASIC, gcl_buf_span(&basic),
		"");
	gcl_wipe_buf_release(&pair);
	gcl_wipe_buf_release(&basic);
	if (!made)
		return gcl_failure_nomem(f);
	r->scheme = "Basic";
	r->credential = gcl_vault_get(s->vault, GIVEN_BASIC);
	add_client_credentials(s, body);
	return SEND_OK;
}

static void
show_client_credentials(const struct session *s, struct buf *out)
{
	add_client_credentials(s, out);
	gcl_buf_addc(out, '\n');
}

/* In the order in which they are chosen. */
static const struct auth auths[] = {
	{ "token", { &access_token }, false, NULL, NULL },
	{ "jwt", { &private_key, &client_id }, false, ask_jwt, show_jwt },
	{ "client-credentials", { &client_secret, &client_id }, true,
	  ask_client_credentials, show_client_credentials },
};

#define N_AUTHS (sizeof(auths) / sizeof(auths[0]))

/* ---- which way ---- */

static bool
is_given(const struct vault *s, const struct need *need)
{
	return gcl_vault_has(s, need->id) || gcl_vault_has(s, need->file);
}

static enum send_kind
unknown(struct span name, struct failure *f)
{
	struct suggest near;
	size_t i;

	gcl_suggest_init(&near, name);
	for (i = 0; i < N_AUTHS; i++)
		gcl_suggest_offer(&near, gcl_span_str(auths[i].name), i);
	gcl_failure_set(f, SEND_USAGE, "unknown authentication '%.*s'",
		(int)name.len, name.ptr);
	if (near.found)
		return gcl_failure_help(f, "did you mean --auth=%s?",
			auths[near.index].name);
	return gcl_failure_help(f,
		"write --auth=jwt, client-credentials or token");
}

enum send_kind
gcl_auth_choose(struct span name, const struct vault *vault,
	const struct auth **out, struct failure *f)
{
	size_t i;

	*out = NULL;
	for (i = 0; i < N_AUTHS && !*out; i++)
		if (name.len > 0 ? gcl_span_is(name, auths[i].name) :
		    is_given(vault, auths[i].needs[0]))
			*out = &auths[i];
	return *out || name.len == 0 ? SEND_OK : unknown(name, f);
}

/* ---- whether all is there ---- */

/* Who the client is alone does not show that it is the client. */
static enum send_kind
id_alone(const struct vault *vault, struct failure *f)
{
	const char *secret = gcl_vault_variable(client_secret.id);
	const char *key = gcl_vault_variable(private_key.id);

	gcl_failure_set(f, SEND_CREDENTIALS, "%s is set, but neither %s nor "
		"%s", vault->given[GIVEN_CLIENT_ID].from, secret, key);
	return gcl_failure_help(f, "set one of them: %s: %s; %s: %s", secret,
		client_secret.where, key, private_key.where);
}

static enum send_kind
no_credentials(const struct vault *vault, struct failure *f)
{
	if (gcl_vault_has(vault, GIVEN_CLIENT_ID))
		return id_alone(vault, f);
	gcl_failure_set(f, SEND_CREDENTIALS,
		"no credentials are in the environment");
	return gcl_failure_help(f, "set GENESYS_CLIENT_ID, and "
		"GENESYS_PRIVATE_KEY or GENESYS_CLIENT_SECRET with it: both "
		"are under Admin > Integrations > OAuth; or "
		"GENESYS_ACCESS_TOKEN alone");
}

static enum send_kind
find_missing(const struct session *s, struct failure *f)
{
	const struct auth *auth = s->settings.auth;
	const struct need *const *need;
	struct buf names, where;
	size_t n = 0;

	gcl_buf_init(&names, sizeof(f->text.text));
	gcl_buf_init(&where, sizeof(f->help.text));
	for (need = auth->needs; *need; need++) {
		const char *name = gcl_vault_variable((*need)->id);

		if (is_given(s->vault, *need))
			continue;
		gcl_buf_addf(&names, "%s%s", n > 0 ? " and " : "", name);
		gcl_buf_addf(&where, "%s%s: %s", n > 0 ? "; " : "", name,
			(*need)->where);
		n++;
	}
	gcl_failure_reset(f);
	if (!gcl_buf_str(&names) || !gcl_buf_str(&where)) {
		gcl_failure_nomem(f);
	} else if (n > 0) {
		gcl_failure_set(f, SEND_CREDENTIALS,
			"%s %s not set, and --auth=%s needs %s", names.ptr,
			n > 1 ? "are" : "is", auth->name,
			n > 1 ? "them" : "it");
		gcl_failure_help(f, "%s", where.ptr);
	}
	gcl_buf_release(&names);
	gcl_buf_release(&where);
	return f->kind;
}

/* A jwt_passphrase_fn, which asks once. */
static bool
give_passphrase(void *ctx, struct buf *out)
{
	struct vault *s = ((struct session *)ctx)->vault;

	if (!gcl_vault_has(s, GIVEN_KEY_PASSPHRASE))
		return gcl_passphrase_ask("gclint: passphrase of the private "
			"key: ", out) && gcl_vault_set(s,
			GIVEN_KEY_PASSPHRASE, gcl_buf_span(out), "terminal");
	gcl_buf_addspan(out, gcl_vault_get(s, GIVEN_KEY_PASSPHRASE));
	return true;
}

/* The text is not needed any more when there is a key. */
static enum send_kind
read_key(struct session *s, struct failure *f)
{
	enum send_kind kind;

	kind = gcl_jwt_key_new(
		gcl_vault_get(s->vault, GIVEN_PRIVATE_KEY),
		s->vault->given[GIVEN_PRIVATE_KEY].from, give_passphrase, s,
		&s->key, f);
	gcl_vault_drop(s->vault, GIVEN_PRIVATE_KEY);
	gcl_vault_drop(s->vault, GIVEN_KEY_PASSPHRASE);
	return kind;
}

static enum send_kind
prepare_need(struct session *s, const struct need *need, struct failure *f)
{
	enum send_kind kind = SEND_OK;

	if (need->file != need->id)
		kind = gcl_vault_load(s->vault, need->file, need->id,
			s->order->insecure_key_file, f);
	if (kind != SEND_OK)
		return kind;
	return need->id == GIVEN_PRIVATE_KEY ? read_key(s, f) :
	    gcl_vault_check(s->vault, need->id, f);
}

enum send_kind
gcl_auth_prepare(struct session *s, struct failure *f)
{
	const struct need *const *need;
	enum send_kind kind;

	if (!s->settings.auth)
		return no_credentials(s->vault, f);
	kind = find_missing(s, f);
	for (need = s->settings.auth->needs; kind == SEND_OK && *need; need++)
		kind = prepare_need(s, *need, f);
	return kind;
}
