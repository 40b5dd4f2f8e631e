/*
 * The token request and what is made of its answer.
 */
#include "config.h"

#include "send/token.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/limits.h"
#include "json/string.h"
#include "send/attempt.h"
#include "send/refusal.h"
#include "send/session.h"

/* How much clocks may differ before they are to blame, in seconds. */
#define SKEW_S 60

#define NOTHING "nothing was sent to the API"

static const struct reaction reactions[] = {
	{ HTTP_UNREACHED, 0, 0, SEND_NETWORK, REMEDY_BACK_OFF, NOTHING, "" },
	{ HTTP_UNTRUSTED, 0, 0, SEND_NETWORK, REMEDY_NONE, NOTHING, "" },
	{ HTTP_FAILED, 0, 0, SEND_INTERNAL, REMEDY_NONE, NOTHING, "" },
	{ HTTP_BROKEN, 0, 0, SEND_NETWORK, REMEDY_NONE, NOTHING,
	  "try again" },
	{ HTTP_TIMED_OUT, 0, 0, SEND_TIMEOUT, REMEDY_NONE, NOTHING,
	  "try again later" },
	{ HTTP_ANSWERED, 200, 200, SEND_OK, REMEDY_NONE, "", "" },
	{ HTTP_ANSWERED, 201, 299, SEND_CREDENTIALS, REMEDY_NONE,
	  "that is no token endpoint", "correct the region or --token-url" },
	{ HTTP_ANSWERED, 300, 399, SEND_CREDENTIALS, REMEDY_NONE,
	  "a redirect, which is not followed",
	  "correct the region or --token-url" },
	{ HTTP_ANSWERED, 429, 429, SEND_UNAVAILABLE, REMEDY_NONE,
	  "too many token requests", "try again later, and less often" },
	{ HTTP_ANSWERED, 400, 499, SEND_CREDENTIALS, REMEDY_NONE,
	  "the credentials are refused",
	  "check that they belong to this region's OAuth client" },
	{ HTTP_ANSWERED, 0, 0, SEND_UNAVAILABLE, REMEDY_NONE,
	  "no token is to be had now", "try again later" },
};

/* What codes mean (RFC 6749 section 5.2). */
static const struct {
	const char *code, *help;
} codes[] = {
	{ "invalid_client", "check GENESYS_CLIENT_ID and its secret or key, "
	  "and that the client is of this region" },
	{ "invalid_grant", "check that the key belongs to GENESYS_CLIENT_ID, "
	  "that the client is of this region, and --audience" },
	{ "invalid_request", "check --token-url and --audience" },
	{ "invalid_scope", "the client may not have this scope: choose "
	  "another one with --scope" },
	{ "unauthorized_client", "the client does not have this grant type: "
	  "change the client, or choose another --auth" },
	{ "unsupported_grant_type", "this server does not know the grant: "
	  "choose another --auth, as client-credentials" },
};

/* ---- the token ---- */

/*
 * The raw text of the member access_token.  The JSON is not made a tree of, for
 * that would be a copy which is not wiped.
 */
static bool
find_token(struct walk *w, struct span text, struct span *raw)
{
	struct walk_event ev, key = { .kind = WALK_END };
	bool found = false;

	gcl_walk_start(w, text);
	for (gcl_walk_next(w, &ev); ev.kind != WALK_END;
	    gcl_walk_next(w, &ev)) {
		struct span name = gcl_span(text.ptr + key.off, key.len);

		if (ev.kind == WALK_BAD)
			return false;
		if (ev.kind == WALK_SCALAR && ev.depth == 1 &&
		    ev.type == JSON_STRING && key.kind == WALK_KEY &&
		    gcl_span_is(name, "access_token")) {
			*raw = gcl_span(text.ptr + ev.off, ev.len);
			found = true;
		}
		key = ev;
	}
	return found;
}

static enum send_kind
keep_token(struct session *s, const struct http_response *r,
	struct failure *f)
{
	struct span raw = SPAN("");
	struct buf token;
	bool kept;

	if (!find_token(s->walk, gcl_buf_span(&r->body), &raw)) {
		gcl_failure_set(f, SEND_CREDENTIALS, "the answer of the token "
			"endpoint has no access_token");
		return gcl_failure_help(f,
			"check that it is the right host: --token-url");
	}
	gcl_wipe_buf_init(&token, raw.len);
	gcl_json_decode(raw, &token, NULL);
	kept = gcl_buf_status(&token) == GCL_OK &&
	    gcl_vault_set(s->vault, GIVEN_ACCESS_TOKEN,
		gcl_buf_span(&token), "access_token");
	gcl_wipe_buf_release(&token);
	return kept ? gcl_vault_check(s->vault, GIVEN_ACCESS_TOKEN, f) :
	    gcl_failure_nomem(f);
}

/* ---- a refusal ---- */

static const char *
find_help(struct span code)
{
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (gcl_span_is(code, codes[i].code))
			return codes[i].help;
	return NULL;
}

/* The clock that is off is most often the one nobody thinks of. */
static bool
tell_clocks(const struct session *s, const struct attempt *x,
	struct failure *f)
{
	int64_t here = gcl_session_now(s);
	int64_t there = gcl_http_date(gcl_http_header(&x->response, "Date"));
	int64_t apart = here > there ? here - there : there - here;
	char text[2][32];
	struct tm tm;
	size_t i;

	if (s->settings.auth->login_host || there < 0 || apart <= SKEW_S)
		return false;
	for (i = 0; i < 2; i++) {
		time_t t = (time_t)(i == 0 ? here : there);

		if (!gmtime_r(&t, &tm))
			return false;
		strftime(text[i], sizeof(text[i]), "%Y-%m-%dT%H:%M:%SZ", &tm);
	}
	gcl_failure_set(f, x->last->kind, "the clocks differ by %" PRId64
		" s, and the token is refused: here it is %s, at %.*s %s",
		apart, text[0], (int)x->to->url.host.len,
		x->to->url.host.ptr, text[1]);
	gcl_failure_help(f, "set this machine's clock: an assertion is good "
		"for five minutes only");
	return true;
}

/* What the endpoint says of it, in few words. */
static enum send_kind
tell_refusal(struct session *s, const struct attempt *x, struct failure *f)
{
	int status = x->response.status;
	struct span code;
	const char *help;
	struct buf text;

	if (x->response.outcome != HTTP_ANSWERED)
		return f->kind;
	if ((status == 400 || status == 401) && tell_clocks(s, x, f))
		return f->kind;
	gcl_buf_init(&text, sizeof(f->text.text));
	gcl_refusal_read(s, &x->response, &code, &text);
	help = find_help(code);
	if (!help)
		help = x->last->help;
	if (gcl_buf_str(&text) && text.len > 0)
		gcl_failure_set(f, x->last->kind, "%.*s answered %d to the "
			"token request: %s", (int)x->to->url.authority.len,
			x->to->url.authority.ptr, status, text.ptr);
	gcl_failure_help(f, "%s", help);
	gcl_buf_release(&text);
	return f->kind;
}

/* ---- the request ---- */

static void
tell_token(const struct session *s, const struct attempt *x)
{
	gcl_outbox_begin(s->out, "token");
	gcl_outbox_addf(s->out, "status", "%d", x->response.status);
	gcl_outbox_add(s->out, "host", x->to->url.authority);
	gcl_outbox_send(s->out);
}

static enum send_kind
run(struct session *s, struct attempt *x, struct failure *f)
{
	enum send_kind kind = gcl_attempt_run(x, s, f);

	if (x->response.outcome == HTTP_ANSWERED)
		tell_token(s, x);
	return kind == SEND_OK ? keep_token(s, &x->response, f) :
	    tell_refusal(s, x, f);
}

enum send_kind
gcl_token_get(struct session *s, struct failure *f)
{
	enum send_kind kind;
	struct attempt x;
	struct buf body;

	if (!s->settings.auth->ask)
		return SEND_OK;
	/* Or it would be masked where it comes again. */
	gcl_vault_drop(s->vault, GIVEN_ACCESS_TOKEN);
	gcl_attempt_init(&x, s, reactions, &s->settings.token, "POST");
	x.request.scheme = NULL;
	x.request.headers[2] = HTTP_FORM;
	gcl_wipe_buf_init(&body, 2 * LIMIT_SECRET_BYTES);
	kind = s->settings.auth->ask(s, &x.request, &body, f);
	x.request.body = gcl_buf_span(&body);
	if (kind == SEND_OK && gcl_buf_status(&body) != GCL_OK)
		kind = gcl_failure_nomem(f);
	if (kind == SEND_OK)
		kind = run(s, &x, f);
	gcl_attempt_release(&x);
	gcl_wipe_buf_release(&body);
	gcl_vault_drop(s->vault, GIVEN_ASSERTION);
	gcl_vault_drop(s->vault, GIVEN_BASIC);
	return kind;
}
