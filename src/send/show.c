/*
 * The plan as text: requests as they look on the wire (RFC 9112 section 2.1),
 * but for line ends and what a terminal would act on.
 */
#include "config.h"

#include "send/show.h"

#include "base/display.h"
#include "base/limits.h"
#include "send/session.h"

static void
add_head(struct buf *b, const char *method, const struct target *to,
	const char *scheme)
{
	gcl_buf_addf(b, "%s %.*s HTTP/1.1\n", method,
		(int)to->url.path.len, to->url.path.ptr);
	gcl_buf_addf(b, "Host: %.*s\n", (int)to->url.authority.len,
		to->url.authority.ptr);
	if (scheme)
		gcl_buf_addf(b, "Authorization: %s ***\n", scheme);
	gcl_buf_adds(b, HTTP_AGENT "\n" HTTP_ACCEPT "\n");
}

static void
add_token_request(const struct session *s, struct buf *b)
{
	const struct auth *auth = s->settings.auth;

	if (!auth) {
		gcl_buf_adds(b, "authentication: no credentials are given\n\n");
		return;
	}
	gcl_buf_addf(b, "authentication: %s\n\n", auth->name);
	if (!auth->ask)
		return;
	gcl_buf_addf(b, "the token, from %s:\n\n", s->settings.token.text);
	add_head(b, "POST", &s->settings.token,
		auth->login_host ? "Basic" : NULL);
	gcl_buf_adds(b, HTTP_FORM "\n\n");
	auth->show(s, b);
	gcl_buf_addc(b, '\n');
}

/* Line ends and tabs are what may stay as it is. */
static void
add_body(struct buf *b, struct span body)
{
	size_t i, start = 0;

	for (i = 0; i < body.len; i++)
		if (body.ptr[i] == '\n' || body.ptr[i] == '\t') {
			gcl_display_add(b,
				gcl_span(body.ptr + start, i - start));
			gcl_buf_addc(b, body.ptr[i]);
			start = i + 1;
		}
	if (start == body.len)
		return;
	gcl_display_add(b, gcl_span(body.ptr + start, body.len - start));
	gcl_buf_addc(b, '\n');
}

static void
add_call(const struct session *s, struct buf *b)
{
	gcl_buf_addf(b, "the request, to %s:\n\n", s->settings.call.text);
	add_head(b, s->settings.method, &s->settings.call, "Bearer");
	gcl_buf_addf(b, HTTP_API_CLIENT "\nContent-Type: %s\n",
		s->settings.content_type);
	gcl_buf_addf(b, "Content-Length: %zu\n\n", s->order->body.len);
	add_body(b, s->order->body);
}

void
gcl_show_plan(struct session *s)
{
	struct buf text;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	add_token_request(s, &text);
	add_call(s, &text);
	gcl_outbox_begin(s->out, "plan");
	gcl_outbox_add(s->out, "text", gcl_buf_span(&text));
	gcl_outbox_add(s->out, "host", s->settings.call.url.authority);
	gcl_outbox_send(s->out);
	gcl_buf_release(&text);
}
