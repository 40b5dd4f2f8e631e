/*
 * Requests and repeats.
 */
#include "config.h"

#include "send/attempt.h"

#include <inttypes.h>
#include <time.h>

#include "send/session.h"

#define BACK_OFF_MS	500u

/* Who is to wait longer had better come back later. */
#define RETRY_AFTER_MAX_S	180u

/* A new token does not help who calls from the wrong address. */
#define CODE_FOR_GOOD	"ip.not.authorized"

void
gcl_attempt_init(struct attempt *x, const struct session *s,
	const struct reaction *table, const struct target *to,
	const char *method)
{
	*x = (struct attempt){ .table = table, .to = to };
	x->request = gcl_session_request(s, to, method);
}

void
gcl_attempt_release(struct attempt *x)
{
	gcl_http_release(&x->response);
}

void
gcl_attempt_pause(uint64_t ms)
{
	struct timespec left = { .tv_sec = (time_t)(ms / 1000),
		.tv_nsec = (long)(ms % 1000) * 1000000 };

	while (nanosleep(&left, &left) != 0)
		;
}

static const struct reaction *
find_reaction(const struct reaction *row, const struct http_response *r)
{
	for (;; row++)
		if (row->outcome == r->outcome &&
		    (r->outcome != HTTP_ANSWERED || row->to == 0 ||
		    (r->status >= row->from && r->status <= row->to)))
			return row;
}

static enum send_kind
tell(const struct attempt *x, struct failure *f)
{
	const struct http_response *r = &x->response;
	const struct span host = x->to->url.authority;

	if (x->last->kind == SEND_OK)
		return SEND_OK;
	if (r->outcome == HTTP_ANSWERED)
		gcl_failure_set(f, x->last->kind, "%.*s answered %d: %s",
			(int)host.len, host.ptr, r->status, x->last->say);
	else
		gcl_failure_set(f, x->last->kind, "%.*s: %s: %s",
			(int)host.len, host.ptr, r->fault, x->last->say);
	return gcl_failure_help(f, "%s", r->outcome != HTTP_ANSWERED &&
		*r->help ? r->help : x->last->help);
}

/* ---- whether to try again ---- */

static bool
is_for_good(struct session *s, const struct http_response *r)
{
	const struct value *code = gcl_value_get(gcl_session_json(s, r),
		"code");

	return code && gcl_span_is(code->text, CODE_FOR_GOOD);
}

/* How long to wait first; false when it is of no use. */
static bool
find_pause(const struct attempt *x, struct session *s, unsigned n,
	uint64_t *ms)
{
	uint64_t seconds;

	*ms = 0;
	switch (x->last->remedy) {
	case REMEDY_NONE:
		return false;
	case REMEDY_BACK_OFF:
		*ms = (uint64_t)BACK_OFF_MS << n;
		return true;
	case REMEDY_RETRY_AFTER:
		if (!gcl_http_retry_after(&x->response, &seconds) ||
		    seconds > RETRY_AFTER_MAX_S)
			return false;
		*ms = seconds * 1000;
		return true;
	case REMEDY_NEW_TOKEN:
		return x->renew && !is_for_good(s, &x->response);
	}
	return false;
}

static bool
may_repeat(struct attempt *x, struct session *s, struct failure *f)
{
	unsigned *used = &x->used[x->last - x->table];
	uint64_t ms;

	if (*used == x->last->repeats || !find_pause(x, s, *used, &ms))
		return false;
	++*used;
	tell(x, f);
	if (x->last->remedy == REMEDY_NEW_TOKEN)
		gcl_outbox_note(s->out, "%s; trying again with a new token",
			f->text.text);
	else
		gcl_outbox_note(s->out, "%s; trying again in %" PRIu64 ".%"
			PRIu64 " s", f->text.text, ms / 1000,
			ms % 1000 / 100);
	gcl_attempt_pause(ms);
	return true;
}

/* ---- the request and its answer ---- */

/* Nothing more is sent when nobody can learn of it. */
static bool
announce(const struct attempt *x, struct session *s)
{
	if (!x->announce)
		return true;
	gcl_outbox_begin(s->out, "sending");
	gcl_outbox_addf(s->out, "method", "%s", x->request.method);
	gcl_outbox_addf(s->out, "url", "%s", x->request.url);
	gcl_outbox_addf(s->out, "attempt", "%u", x->attempts);
	gcl_outbox_send(s->out);
	return !s->out->failed;
}

enum send_kind
gcl_attempt_run(struct attempt *x, struct session *s, struct failure *f)
{
	enum send_kind kind;

	for (;;) {
		x->attempts++;
		if (!announce(x, s))
			return gcl_failure_set(f, SEND_INTERNAL,
				"gclint has gone, and nothing was sent");
		gcl_session_perform(s, &x->request, &x->response);
		x->last = find_reaction(x->table, &x->response);
		if (!may_repeat(x, s, f))
			return tell(x, f);
		if (x->last->remedy == REMEDY_NEW_TOKEN) {
			kind = x->renew(s, f);
			if (kind != SEND_OK)
				return kind;
			x->request.credential = gcl_vault_get(s->vault,
				GIVEN_ACCESS_TOKEN);
		}
		gcl_http_release(&x->response);
	}
}
