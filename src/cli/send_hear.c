/*
 * --send: what the helper tells while it is at work, and what it has to be
 * told: whether somebody's phone may ring.
 */
#include "config.h"

#include "cli/send_p.h"

#include <stdio.h>
#include <string.h>

#include "base/display.h"
#include "base/limits.h"
#include "base/wire.h"
#include "cli/consent.h"

/* A value that stays, or NULL. */
static const char *
keep(struct sending *s, struct span message, const char *name)
{
	struct span value = gcl_helper_value(message, name);

	return value.len > 0 ? gcl_arena_str(&s->arena, value) : NULL;
}

/* The same on one line, safe to show: a server may have written it. */
static const char *
keep_shown(struct sending *s, struct span message, const char *name)
{
	const char *text = NULL;
	struct buf shown;

	gcl_buf_init(&shown, LIMIT_TEXT_BYTES);
	gcl_display_add(&shown, gcl_helper_value(message, name));
	if (shown.len > 0 && gcl_buf_str(&shown))
		text = gcl_arena_str(&s->arena, gcl_buf_span(&shown));
	gcl_buf_release(&shown);
	return text;
}

/* Digits as a number, or -1. */
static int
number_of(struct span digits)
{
	int n = digits.len > 0 && digits.len < 6 ? 0 : -1;
	size_t i;

	for (i = 0; i < digits.len && n >= 0; i++)
		n = digits.ptr[i] < '0' || digits.ptr[i] > '9' ? -1 :
			n * 10 + digits.ptr[i] - '0';
	return n;
}

static int
number(struct span message, const char *name)
{
	return number_of(gcl_helper_value(message, name));
}

/* ---- consent ---- */

/* A request that went elsewhere, as the capture has it, goes there no more. */
static bool
goes_elsewhere(const struct sending *s, struct span url)
{
	const char *host = s->request->host;

	return host && !memmem(url.ptr, url.len, host, strlen(host));
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The last two digits of what is masked in b, from off on, are text's. */
static void
show_ends(struct buf *b, size_t off, const char *text)
{
	char *masked = b->ptr + off;
	size_t i;

	for (i = 1; i < b->len - off; i++)
		if (is_digit(text[i - 1]) && masked[i - 1] == '*' &&
		    is_digit(text[i]) && masked[i] == '*' &&
		    (i + 1 == b->len - off || masked[i + 1] == text[i + 1]))
			memcpy(masked + i - 1, text + i - 1, 2);
}

/* Whoever is to say yes has to know the number again, also when masked. */
static void
add_callee(const struct sending *s, struct buf *b)
{
	const char *to = s->request->to;
	size_t off;

	gcl_buf_adds(b, "\ngclint: to ");
	off = b->len;
	gcl_buf_adds(b, gcl_program_masked(s->p, to));
	if (gcl_buf_str(b) && b->len - off == strlen(to))
		show_ends(b, off, to);
	gcl_buf_addc(b, '\n');
}

static bool
ask(const struct sending *s, struct span url)
{
	const struct gcl_request *r = s->request;
	struct buf text;
	bool yes = false;

	gcl_buf_init(&text, LIMIT_TEXT_BYTES);
	gcl_buf_addf(&text, "gclint: %s ", r->method);
	gcl_display_add(&text, url);
	if (goes_elsewhere(s, url))
		gcl_buf_addf(&text, "\ngclint: it was captured on its way to "
			"%s", r->host);
	if (r->to)
		add_callee(s, &text);
	else
		gcl_buf_adds(&text, "\ngclint: whom it reaches gclint cannot "
			"tell\n");
	if (gcl_buf_str(&text))
		yes = gcl_consent_ask(text.ptr);
	gcl_buf_release(&text);
	return yes;
}

/* ---- what the helper tells ---- */

static void
on_note(struct sending *s, struct span m)
{
	const char *text = keep(s, m, "text");

	if (text && !s->p->options.quiet)
		fprintf(stderr, "gclint: note: %s\n",
			gcl_program_masked(s->p, text));
}

static void
on_plan(struct sending *s, struct span m)
{
	s->sent.plan = keep(s, m, "text");
	s->sent.url = keep_shown(s, m, "url");
}

/* It waits with all that it needs, and has sent nothing yet. */
static void
on_ready(struct sending *s, struct span m)
{
	struct buf go;

	s->declined = !ask(s, gcl_helper_value(m, "url"));
	gcl_buf_init(&go, LIMIT_MESSAGE_BYTES);
	gcl_wire_add(&go, "go", s->declined ? SPAN("0") : SPAN("1"));
	gcl_wire_end(&go);
	gcl_helper_say(&s->helper, gcl_buf_span(&go), true);
	gcl_buf_release(&go);
}

static void
on_sending(struct sending *s, struct span m)
{
	struct span url = gcl_helper_value(m, "url");

	if (!s->under_way && !gcl_sending_asks(s) && goes_elsewhere(s, url))
		fprintf(stderr, "gclint: note: it was captured on its way to "
			"%s, and goes to %s\n", s->request->host,
			keep_shown(s, m, "url"));
	s->under_way = true;
	s->sent.url = keep_shown(s, m, "url");
}

static void
on_answer(struct sending *s, struct span m)
{
	int status = number(m, "status");

	s->sent.correlation = keep_shown(s, m, "correlation");
	s->sent.conversation = keep_shown(s, m, "conversation");
	s->sent.status = status > 0 ? status : 0;
	gcl_buf_reset(&s->answer);
	gcl_buf_addf(&s->answer, "HTTP/1.1 %d\r\n", s->sent.status);
	gcl_buf_addspan(&s->answer, gcl_helper_value(m, "headers"));
	gcl_buf_adds(&s->answer, "\r\n");
	gcl_buf_addspan(&s->answer, gcl_helper_value(m, "body"));
}

static void
on_state(struct sending *s, struct span m)
{
	const struct options *o = &s->p->options;
	const char *state = keep_shown(s, m, "state");
	const char *who = o->redact ? NULL : keep_shown(s, m, "participant");

	if (!state)
		return;
	if (!o->quiet)
		fprintf(stderr, "gclint: %s%s%s\n", state, who ? ": " : "",
			who ? who : "");
	if (gcl_grow(&s->states, &s->cap_states, s->sent.n_states + 1,
	    sizeof(*s->states)) == 0)
		s->states[s->sent.n_states++] = state;
	s->sent.states = s->states;
}

static void
on_end(struct sending *s, struct span m)
{
	const bool dry_run = s->p->options.dry_run;

	s->ended = true;
	s->status = number(m, "exit");
	if (s->status < 0 || s->status == EXIT_FINDINGS ||
	    s->status > EXIT_NETWORK)
		s->status = EXIT_TROUBLE;
	s->sent.outcome = s->declined ? "declined" : dry_run && !s->status ?
		"dry-run" : keep_shown(s, m, "kind");
	s->sent.message = keep_shown(s, m, "text");
	s->sent.help = keep_shown(s, m, "help");
}

/* A state that stays the same is not told again. */
static int
waits_s(const struct options *o)
{
	return o->wait ? number_of(gcl_span_str(o->wait)) : 0;
}

void
gcl_sending_listen(struct sending *s)
{
	static const struct {
		const char *event;
		void (*take)(struct sending *s, struct span message);
		int silence_s;	/* that may follow */
		bool waits;	/* and so may --wait */
	} events[] = {
		{ "note", on_note, SENDING_LONG_SILENCE_S, false },
		{ "plan", on_plan, SENDING_LONG_SILENCE_S, false },
		{ "ready", on_ready, SENDING_SILENCE_S, false },
		{ "sending", on_sending, SENDING_SILENCE_S, false },
		{ "answer", on_answer, SENDING_SILENCE_S, true },
		{ "state", on_state, SENDING_SILENCE_S, true },
		{ "end", on_end, SENDING_SILENCE_S, false },
	};
	struct span m, event;
	size_t i;

	while (gcl_helper_hear(&s->helper, &m)) {
		event = gcl_helper_value(m, "event");
		for (i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
			if (!gcl_span_is(event, events[i].event))
				continue;
			s->helper.patience_s = events[i].silence_s +
				(events[i].waits ? waits_s(&s->p->options) : 0);
			events[i].take(s, m);
		}
	}
}
