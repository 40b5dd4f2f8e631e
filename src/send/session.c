/*
 * What all parts of a run share.
 */
#include "config.h"

#include "send/session.h"

#include <time.h>

#include "base/limits.h"

enum send_kind
gcl_session_init(struct session *s, const struct order *order,
	struct vault *vault, struct outbox *out, struct failure *f)
{
	*s = (struct session){ .order = order, .vault = vault,
		.out = out };
	gcl_arena_init(&s->arena);
	gcl_arena_init(&s->answer);
	s->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	return s->walk ? SEND_OK : gcl_failure_nomem(f);
}

void
gcl_session_release(struct session *s)
{
	gcl_jwt_key_free(s->key);
	gcl_walk_free(s->walk);
	gcl_arena_release(&s->arena);
	gcl_arena_release(&s->answer);
}

/* Nobody tells the platform another time than it is. */
int64_t
gcl_session_now(const struct session *s)
{
	if (s->order->clock > 0 && s->settings.call.url.loopback)
		return (int64_t)s->order->clock;
	return time(NULL);
}

/* An http_request's given_up. */
static bool
nobody_listens(void *ctx)
{
	return !gcl_outbox_wait(ctx, 0);
}

struct http_request
gcl_session_request(const struct session *s, const struct target *to,
	const char *method)
{
	return (struct http_request){
		.method = method,
		.url = to->text,
		.headers = { HTTP_AGENT, HTTP_ACCEPT, HTTP_API_CLIENT },
		.scheme = "Bearer",
		.credential = gcl_vault_get(s->vault,
			GIVEN_ACCESS_TOKEN),
		.direct = !to->url.tls,
		.cacert = s->settings.cacert,
		.timeout_ms = s->order->timeout_ms > 0 ?
		    s->order->timeout_ms : HTTP_TIMEOUT_MS,
		.given_up = nobody_listens,
		.ctx = s->out,
	};
}

void
gcl_session_hide(const struct session *s, struct http_response *r)
{
	r->headers.len = gcl_vault_hide(s->vault, r->headers.ptr,
		r->headers.len);
	r->body.len = gcl_vault_hide(s->vault, r->body.ptr, r->body.len);
}

void
gcl_session_perform(const struct session *s, const struct http_request *r,
	struct http_response *out)
{
	gcl_http_perform(r, out);
	gcl_session_hide(s, out);
}

const struct value *
gcl_session_json(struct session *s, const struct http_response *r)
{
	struct value *root;

	gcl_arena_reset(&s->answer);
	return gcl_value_read(s->walk, gcl_buf_span(&r->body), &s->answer,
	    &root) == GCL_OK ? root : NULL;
}
