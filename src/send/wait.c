/*
 * Polling, at first quickly, then with more patience.  The call is placed
 * already: whatever happens here, it is not placed again.
 */
#include "config.h"

#include "send/wait.h"

#include <inttypes.h>
#include <time.h>

#include "base/ascii.h"
#include "base/display.h"
#include "base/limits.h"
#include "send/attempt.h"
#include "send/session.h"
#include "send/state.h"
#include "send/token.h"

#define PARAMETER	"{conversationId}"

#define FIRST_PAUSE_MS	250u
#define LAST_PAUSE_MS	5000u

/* What a poll has at least, however near the end is. */
#define POLL_MS		2000u

/* Ids are UUIDs; nothing that is much longer goes into a path. */
#define ID_MAX		128u

#define UNKNOWN		"its state is unknown"

/* SEND_TIMEOUT: ask again, as long as there is time. */
static const struct reaction reactions[] = {
	{ HTTP_UNREACHED | HTTP_BROKEN | HTTP_TIMED_OUT, 0, 0, SEND_TIMEOUT,
	  REMEDY_NONE, UNKNOWN, "" },
	{ HTTP_UNTRUSTED, 0, 0, SEND_NETWORK, REMEDY_NONE, UNKNOWN, "" },
	{ HTTP_FAILED, 0, 0, SEND_INTERNAL, REMEDY_NONE, UNKNOWN, "" },
	{ HTTP_ANSWERED, 200, 299, SEND_OK, REMEDY_NONE, "", "" },
	{ HTTP_ANSWERED, 401, 401, SEND_CREDENTIALS, REMEDY_NEW_TOKEN,
	  "the token is not accepted any more", "" },
	{ HTTP_ANSWERED, 403, 403, SEND_CREDENTIALS, REMEDY_NONE,
	  "the token may not read conversations",
	  "give the client's role conversation:call:view, or leave --wait "
	  "out" },
	{ HTTP_ANSWERED, 404, 404, SEND_TIMEOUT, REMEDY_NONE,
	  "it is not there yet", "" },
	{ HTTP_ANSWERED, 408, 408, SEND_TIMEOUT, REMEDY_NONE, UNKNOWN, "" },
	{ HTTP_ANSWERED, 429, 429, SEND_TIMEOUT, REMEDY_NONE,
	  "too many requests", "" },
	{ HTTP_ANSWERED, 300, 499, SEND_REJECTED, REMEDY_NONE,
	  "its state is not to be had", "" },
	{ HTTP_ANSWERED, 0, 0, SEND_TIMEOUT, REMEDY_NONE, UNKNOWN, "" },
};

/* What was told last, safe to show. */
struct watch {
	struct session *s;
	struct target target;
	uint64_t deadline_ms;
	struct buf id, word, who, why;
};

static uint64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* ---- the path ---- */

/* RFC 3986 section 2.3. */
static bool
is_unreserved(char c)
{
	return gcl_ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' ||
	    c == '~';
}

static bool
is_id(struct span id)
{
	size_t i = 0;

	while (i < id.len && is_unreserved(id.ptr[i]))
		i++;
	return i > 0 && i == id.len && i <= ID_MAX;
}

static enum send_kind
set_target(struct session *s, struct span id, struct target *out,
	struct failure *f)
{
	const char *at = memmem(s->order->wait_path.ptr,
		s->order->wait_path.len, PARAMETER, sizeof(PARAMETER) - 1);
	size_t n = at ? (size_t)(at - s->order->wait_path.ptr) : 0;
	enum send_kind kind;
	struct buf path;

	if (!at)
		return gcl_failure_set(f, SEND_USAGE,
			"the path for --wait has no " PARAMETER);
	gcl_buf_init(&path, LIMIT_ENVELOPE_BYTES);
	gcl_buf_add(&path, s->order->wait_path.ptr, n);
	gcl_buf_addspan(&path, id);
	n += sizeof(PARAMETER) - 1;
	gcl_buf_add(&path, s->order->wait_path.ptr + n,
		s->order->wait_path.len - n);
	kind = gcl_settings_target(&s->settings, gcl_buf_span(&path),
		&s->arena, out, f);
	gcl_buf_release(&path);
	return kind;
}

enum send_kind
gcl_wait_check(struct session *s, struct failure *f)
{
	struct target any;

	return s->order->wait_s == 0 ? SEND_OK :
	    set_target(s, SPAN("0"), &any, f);
}

/* ---- what it says ---- */

static void
show(struct buf *b, struct span s)
{
	gcl_buf_reset(b);
	gcl_display_add_short(b, s, LIMIT_SHOWN_VALUE);
	gcl_buf_str(b);
}

/* Tell a state, unless it is the one that was told last. */
static void
note_state(struct watch *w, const struct state *state)
{
	struct outbox *o = w->s->out;
	struct buf word;

	gcl_buf_init(&word, LIMIT_MESSAGE_BYTES);
	show(&word, state->word);
	if (word.len > 0 &&
	    !gcl_span_eq(gcl_buf_span(&word), gcl_buf_span(&w->word))) {
		show(&w->word, state->word);
		show(&w->who, state->who);
		show(&w->why, state->why);
		gcl_outbox_begin(o, "state");
		gcl_outbox_add(o, "state", gcl_buf_span(&w->word));
		gcl_outbox_add(o, "participant", gcl_buf_span(&w->who));
		gcl_outbox_add(o, "reason", gcl_buf_span(&w->why));
		gcl_outbox_send(o);
	}
	gcl_buf_release(&word);
}

static enum send_kind
say(const struct watch *w, enum send_kind kind, const char *what,
	struct failure *f)
{
	return gcl_failure_set(f, kind, "conversation %s %s: '%s'%s%s%s%s",
		w->id.ptr, what, w->word.ptr ? w->word.ptr : "",
		w->who.len > 0 ? ", " : "", w->who.len > 0 ? w->who.ptr : "",
		w->why.len > 0 ? ", " : "", w->why.len > 0 ? w->why.ptr : "");
}

/* One poll.  *state is set when it is known. */
static enum send_kind
ask(struct watch *w, struct state *state, struct failure *f)
{
	uint64_t now = now_ms(), left = POLL_MS;
	struct attempt x;
	enum send_kind kind;

	*state = (struct state){ .phase = PHASE_WAITING };
	gcl_attempt_init(&x, w->s, reactions, &w->target, "GET");
	x.renew = w->s->settings.auth->ask ? gcl_token_get : NULL;
	if (w->deadline_ms > now + left)
		left = w->deadline_ms - now;
	if (x.request.timeout_ms > left)
		x.request.timeout_ms = left;
	kind = gcl_attempt_run(&x, w->s, f);
	if (kind == SEND_OK) {
		gcl_state_read(gcl_session_json(w->s, &x.response), state);
		note_state(w, state);
	}
	gcl_attempt_release(&x);
	return kind;
}

/* What became of a poll, without hiding what became of the call. */
static enum send_kind
say_anyway(const struct watch *w, struct failure *f)
{
	const struct failure of_poll = *f;

	gcl_failure_set(f, of_poll.kind, "conversation %s was accepted, but %s",
		w->id.ptr, of_poll.text.text);
	return gcl_failure_help(f, "%s", of_poll.help.text);
}

static enum send_kind
time_out(const struct watch *w, struct failure *f)
{
	if (w->word.len > 0)
		say(w, SEND_TIMEOUT, "is not connected yet", f);
	else
		say_anyway(w, f);
	return gcl_failure_help(f, "it goes on without gclint: wait longer "
		"with --wait=SECONDS, or look at the conversation");
}

static enum send_kind
watch(struct watch *w, struct failure *f)
{
	uint64_t pause = FIRST_PAUSE_MS, now;
	struct state state;
	enum send_kind kind;
	bool last = false;

	for (;;) {
		kind = ask(w, &state, f);
		if (kind != SEND_OK && kind != SEND_TIMEOUT)
			return say_anyway(w, f);
		if (state.phase == PHASE_CONNECTED)
			return gcl_failure_set(f, SEND_OK,
				"conversation %s is connected", w->id.ptr);
		if (state.phase == PHASE_ENDED)
			return say(w, SEND_REJECTED, "ended unconnected", f);
		if (last)
			return time_out(w, f);
		now = now_ms();
		last = now + pause >= w->deadline_ms;
		if (!last)
			gcl_outbox_wait(w->s->out, pause);
		else if (now < w->deadline_ms)
			gcl_outbox_wait(w->s->out, w->deadline_ms - now);
		pause = 2 * pause < LAST_PAUSE_MS ? 2 * pause : LAST_PAUSE_MS;
	}
}

enum send_kind
gcl_wait_for(struct session *s, struct span id, struct failure *f)
{
	struct watch w = { .s = s };
	enum send_kind kind;

	if (!is_id(id)) {
		gcl_failure_set(f, SEND_TIMEOUT, "accepted, but the answer "
			"names no conversation to wait for");
		return gcl_failure_help(f, "leave --wait out");
	}
	w.deadline_ms = now_ms() + s->order->wait_s * 1000;
	gcl_buf_init(&w.id, ID_MAX);
	gcl_buf_init(&w.word, LIMIT_MESSAGE_BYTES);
	gcl_buf_init(&w.who, LIMIT_MESSAGE_BYTES);
	gcl_buf_init(&w.why, LIMIT_MESSAGE_BYTES);
	gcl_buf_addspan(&w.id, id);
	kind = gcl_buf_str(&w.id) ? set_target(s, id, &w.target, f) :
	    gcl_failure_nomem(f);
	if (kind == SEND_OK)
		kind = watch(&w, f);
	gcl_buf_release(&w.id);
	gcl_buf_release(&w.word);
	gcl_buf_release(&w.who);
	gcl_buf_release(&w.why);
	return kind;
}
