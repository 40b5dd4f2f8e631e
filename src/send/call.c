/*
 * The call: it may ring somebody's phone, so that it is repeated only where it
 * cannot have been accepted.
 */
#include "config.h"

#include "send/call.h"

#include <stdio.h>
#include <strings.h>

#include "base/display.h"
#include "base/limits.h"
#include "send/attempt.h"
#include "send/session.h"
#include "send/state.h"
#include "send/token.h"
#include "send/wait.h"

#define NOTHING		"nothing was sent"
#define UNKNOWN		"whether it was carried out is unknown"
#define LOOK		"look whether the conversation exists before you " \
	"send again: somebody's phone may have rung"

static const struct reaction reactions[] = {
	{ HTTP_UNREACHED, 0, 0, SEND_NETWORK, REMEDY_BACK_OFF, NOTHING, "" },
	{ HTTP_UNTRUSTED, 0, 0, SEND_NETWORK, REMEDY_NONE, NOTHING, "" },
	{ HTTP_FAILED, 0, 0, SEND_INTERNAL, REMEDY_NONE, NOTHING, "" },
	{ HTTP_BROKEN, 0, 0, SEND_NETWORK, REMEDY_NONE, UNKNOWN, LOOK },
	{ HTTP_TIMED_OUT, 0, 0, SEND_TIMEOUT, REMEDY_NONE, UNKNOWN, LOOK },
	{ HTTP_ANSWERED, 200, 299, SEND_OK, REMEDY_NONE, "", "" },
	{ HTTP_ANSWERED, 300, 399, SEND_REJECTED, REMEDY_NONE,
	  "a redirect, which is not followed",
	  "correct the region or GENESYS_ENV_URL" },
	{ HTTP_ANSWERED, 401, 401, SEND_CREDENTIALS, REMEDY_NEW_TOKEN,
	  "the token is not accepted",
	  "get a token of this region which has not expired" },
	{ HTTP_ANSWERED, 403, 403, SEND_CREDENTIALS, REMEDY_NONE,
	  "the token may not do this",
	  "an administrator adds permissions under Admin > People & "
	  "Permissions > Roles, and roles and scopes of the client under "
	  "Admin > Integrations > OAuth" },
	{ HTTP_ANSWERED, 408, 408, SEND_REJECTED, REMEDY_NONE, UNKNOWN,
	  LOOK },
	{ HTTP_ANSWERED, 429, 429, SEND_UNAVAILABLE, REMEDY_RETRY_AFTER,
	  "too many requests, and nothing was done", "try again later" },
	{ HTTP_ANSWERED, 400, 499, SEND_REJECTED, REMEDY_NONE,
	  "the request is rejected", "correct what the answer names" },
	{ HTTP_ANSWERED, 0, 0, SEND_UNAVAILABLE, REMEDY_NONE, UNKNOWN,
	  LOOK },
};

/* ---- the answer ---- */

/* All but what makes a browser somebody. */
static void
add_headers(struct outbox *o, const struct http_response *r)
{
	static const char hidden[] = "Set-Cookie";
	const size_t len = sizeof(hidden) - 1;
	struct span rest = gcl_buf_span(&r->headers), line;
	struct buf lines;

	gcl_buf_init(&lines, rest.len);
	while (gcl_http_next_line(&rest, &line))
		if (line.len <= len || strncasecmp(line.ptr, hidden, len))
			gcl_buf_addspan(&lines, line);
	gcl_outbox_add(o, "headers", gcl_buf_span(&lines));
	gcl_buf_release(&lines);
}

/* The same id, where a gateway has left out the header. */
static struct span
context_id(const struct value *root)
{
	const struct value *id = gcl_value_get(root, "contextId");

	return id ? id->text : gcl_span(NULL, 0);
}

static void
tell_answer(struct session *s, const struct attempt *x)
{
	enum { CORRELATION };
	static const struct {
		const char *name, *header;
	} headers[] = {
		[CORRELATION] = { "correlation", "ININ-Correlation-Id" },
		{ "retry-after", "Retry-After" },
		{ "date", "Date" },
	};
	const struct http_response *r = &x->response;
	size_t i;

	gcl_outbox_begin(s->out, "answer");
	gcl_outbox_addf(s->out, "status", "%d", r->status);
	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		struct span value = gcl_http_header(r, headers[i].header);

		if (!value.ptr && i == CORRELATION)
			value = context_id(gcl_session_json(s, r));
		if (value.ptr)
			gcl_outbox_add(s->out, headers[i].name, value);
	}
	add_headers(s->out, r);
	gcl_outbox_add(s->out, "body", gcl_buf_span(&r->body));
	gcl_outbox_addf(s->out, "url", "%s", x->request.url);
	gcl_outbox_addf(s->out, "attempts", "%u", x->attempts);
	if (r->status >= 200 && r->status < 300)
		gcl_outbox_add(s->out, "conversation",
			gcl_state_id(gcl_session_json(s, r)));
	gcl_outbox_send(s->out);
}

/* ---- what was made ---- */

static enum send_kind
tell_success(struct session *s, const struct attempt *x, struct failure *f)
{
	struct span id = gcl_state_id(gcl_session_json(s, &x->response));
	struct buf shown;

	gcl_buf_init(&shown, LIMIT_MESSAGE_BYTES);
	gcl_display_add_short(&shown, id, LIMIT_SHOWN_VALUE);
	gcl_failure_set(f, SEND_OK, "accepted (%d)%s%s", x->response.status,
		id.len > 0 ? ": conversation " : "",
		gcl_buf_str(&shown) ? shown.ptr : "");
	gcl_buf_release(&shown);
	return s->order->wait_s > 0 ? gcl_wait_for(s, id, f) : SEND_OK;
}

enum send_kind
gcl_call_send(struct session *s, struct failure *f)
{
	char type[sizeof("Content-Type: ") + LIMIT_MEDIA_TYPE_BYTES];
	enum send_kind kind;
	struct attempt x;

	snprintf(type, sizeof(type), "Content-Type: %s",
		s->settings.content_type);
	gcl_attempt_init(&x, s, reactions, &s->settings.call,
		s->settings.method);
	x.request.headers[3] = type;
	x.request.body = s->order->body;
	x.announce = true;
	if (s->settings.auth->ask)
		x.renew = gcl_token_get;
	kind = gcl_attempt_run(&x, s, f);
	if (x.response.outcome == HTTP_ANSWERED)
		tell_answer(s, &x);
	if (kind == SEND_OK)
		kind = tell_success(s, &x, f);
	gcl_attempt_release(&x);
	return kind;
}
