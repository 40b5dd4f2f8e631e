/*
 * Assertions: two JSON texts and a signature, base64url each (RFC 7515 section
 * 7.1).
 */
#include "config.h"

#include "send/assertion.h"

#include "base/base64.h"
#include "base/limits.h"
#include "json/write.h"
#include "send/session.h"

/* Seconds from iat to exp, as in the tutorial. */
#define LIFETIME_S 300

void
gcl_assertion_header(const struct session *s, struct buf *out)
{
	struct json_writer w;

	gcl_json_init(&w, out);
	gcl_json_open(&w, '{');
	gcl_json_key(&w, "alg");
	gcl_json_str(&w, "RS256");
	gcl_json_key(&w, "typ");
	gcl_json_str(&w, "JWT");
	gcl_json_key(&w, "kid");
	gcl_json_span(&w, gcl_vault_get(s->vault, GIVEN_CLIENT_ID));
	gcl_json_close(&w, '}');
}

void
gcl_assertion_claims(const struct session *s, struct buf *out)
{
	struct span id = gcl_vault_get(s->vault, GIVEN_CLIENT_ID);
	uint64_t now = (uint64_t)gcl_session_now(s);
	struct json_writer w;

	gcl_json_init(&w, out);
	gcl_json_open(&w, '{');
	gcl_json_key(&w, "iss");
	gcl_json_span(&w, id);
	gcl_json_key(&w, "sub");
	gcl_json_span(&w, id);
	gcl_json_key(&w, "aud");
	gcl_json_span(&w, s->settings.audience);
	gcl_json_key(&w, "iat");
	gcl_json_uint(&w, now);
	gcl_json_key(&w, "exp");
	gcl_json_uint(&w, now + LIFETIME_S);
	if (s->settings.scope.len > 0) {
		gcl_json_key(&w, "scope");
		gcl_json_span(&w, s->settings.scope);
	}
	gcl_json_close(&w, '}');
}

/* What is signed: it is no secret yet. */
static void
add_input(const struct session *s, struct buf *out)
{
	struct buf json;

	gcl_buf_init(&json, LIMIT_SECRET_BYTES);
	gcl_assertion_header(s, &json);
	gcl_base64url_add(out, json.ptr, json.len);
	gcl_buf_addc(out, '.');
	gcl_buf_reset(&json);
	gcl_assertion_claims(s, &json);
	gcl_base64url_add(out, json.ptr, json.len);
	if (gcl_buf_status(&json) != GCL_OK)
		out->st = gcl_buf_status(&json);
	gcl_buf_release(&json);
}

enum send_kind
gcl_assertion_make(struct session *s, struct failure *f)
{
	enum send_kind kind = SEND_OK;
	struct buf jws, sig;

	gcl_wipe_buf_init(&jws, LIMIT_SECRET_BYTES);
	gcl_wipe_buf_init(&sig, gcl_jwt_sign_size(s->key));
	add_input(s, &jws);
	if (gcl_buf_status(&jws) == GCL_OK)
		kind = gcl_jwt_sign(s->key, gcl_buf_span(&jws), &sig, f);
	gcl_buf_addc(&jws, '.');
	gcl_buf_addspan(&jws, gcl_buf_span(&sig));
	if (kind == SEND_OK && (gcl_buf_status(&jws) != GCL_OK ||
	    !gcl_vault_set(s->vault, GIVEN_ASSERTION,
		gcl_buf_span(&jws), "")))
		kind = gcl_failure_nomem(f);
	gcl_wipe_buf_release(&jws);
	gcl_wipe_buf_release(&sig);
	return kind;
}
