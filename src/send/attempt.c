/*
 * Requests and repeats.
 */
#include "config.h"

#include "send/attempt.h"

#include <inttypes.h>

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
	*x = (struct attempt){ .table = table, .to = to,
		.response = { .outcome = HTTP_FAILED } };
	x->request = gcl_session_request(s, to, method);
}

void
gcl_attempt_release(struct attempt *x)
{
	gcl_http_release(&x->response);
}

static const struct reaction *
find_reaction(const struct reaction *row, const struct http_response *r)
{
	for (;; row++)
		if ((row->outcomes & r->outcome) != 0 && (row->to == 0 ||
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
find_pause(const struct attempt *x, struct session *s, uint64_t *ms)
{
	uint64_t seconds;

	*ms = 0;
	switch (x->last->remedy) {
	case REMEDY_BACK_OFF:
		*ms = (uint64_t)BACK_OFF_MS << x->used[REMEDY_BACK_OFF];
		return true;
	case REMEDY_RETRY_AFTER:
		if (!gcl_http_retry_after(&x->response, &seconds) ||
		    seconds > RETRY_AFTER_MAX_S)
			return false;
		*ms = seconds * 1000;
		return true;
	case REMEDY_NEW_TOKEN:
		return x->renew && !is_for_good(s, &x->response);
	default:
		return false;
	}
}

static bool
may_repeat(struct attempt *x, struct session *s, struct failure *f)
{
	static const unsigned most[REMEDY_N] = {
		[REMEDY_BACK_OFF] = 2,
		[REMEDY_RETRY_AFTER] = 2,
		[REMEDY_NEW_TOKEN] = 1,
	};
	enum remedy remedy = x->last->remedy;
	uint64_t ms;

	if (x->used[remedy] == most[remedy] || !find_pause(x, s, &ms))
		return false;
	x->used[remedy]++;
	tell(x, f);
	if (remedy == REMEDY_NEW_TOKEN)
		gcl_outbox_note(s->out, "%s; trying again with a new token",
			f->text.text);
	else
		gcl_outbox_note(s->out, "%s; trying again in %" PRIu64 ".%"
			PRIu64 " s", f->text.text, ms / 1000,
			ms % 1000 / 100);
	gcl_outbox_wait(s->out, ms);
	return true;
}

/* ---- the request and its answer ---- */

/* Before the request goes out: later, gclint might not live to hear it. */
static void
announce(const struct attempt *x, struct session *s)
{
	gcl_outbox_begin(s->out, "sending");
	gcl_outbox_addf(s->out, "method", "%s", x->request.method);
	gcl_outbox_addf(s->out, "url", "%s", x->request.url);
	gcl_outbox_addf(s->out, "attempt", "%u", x->attempts);
	gcl_outbox_send(s->out);
}

enum send_kind
gcl_attempt_run(struct attempt *x, struct session *s, struct failure *f)
{
	enum send_kind kind;

	for (;;) {
		x->attempts++;
		if (x->announce)
			announce(x, s);
		if (!gcl_outbox_wait(s->out, 0))
			return gcl_failure_set(f, SEND_INTERNAL,
				"gclint has gone, and nothing more is sent");
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
