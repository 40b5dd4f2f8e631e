/*
 * --send: a document that has been linted goes to the API once, by the helper,
 * and the answer comes back to the linter.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/display.h"
#include "base/limits.h"
#include "base/wire.h"
#include "cli/consent.h"
#include "cli/helper.h"
#include "cli/program.h"

#define VERSION_OF_ORDERS "1"

#define NOT_SENT "gclint: nothing was sent: mend what was found first\n"

struct sending {
	struct program *p;
	const struct gcl_request *request;
	struct helper helper;
	struct arena arena;	/* strings of sent */
	struct gcl_sent sent;
	const char **states;
	size_t cap_states;
	struct buf answer;	/* as curl -i prints it */
	int status;		/* that the helper wants us to exit with */
	bool asked;		/* there is a request to send */
	bool tried;		/* the helper was started */
	bool under_way;		/* the request may have been sent */
	bool ended;		/* it has said what came of it */
	bool declined;
};

static void
note(const struct sending *s, struct span text)
{
	if (!s->p->options.quiet && text.len > 0)
		fprintf(stderr, "gclint: note: %.*s\n", (int)text.len,
			text.ptr);
}

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

/* A number, or -1. */
static int
number(struct span message, const char *name)
{
	struct span digits = gcl_helper_value(message, name);
	int n = digits.len > 0 && digits.len < 6 ? 0 : -1;
	size_t i;

	for (i = 0; i < digits.len && n >= 0; i++)
		n = digits.ptr[i] < '0' || digits.ptr[i] > '9' ? -1 :
			n * 10 + digits.ptr[i] - '0';
	return n;
}

/* ---- consent ---- */

/* Is the user to be asked? */
static bool
asks(const struct options *o)
{
	return !o->yes && !o->dry_run;
}

/* A request that went elsewhere, as the capture has it, goes there no more. */
static bool
goes_elsewhere(const struct sending *s, struct span url)
{
	const char *host = s->request->host;

	return host && !memmem(url.ptr, url.len, host, strlen(host));
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
		gcl_buf_addf(&text, "\ngclint: to %s\n", r->to);
	else
		gcl_buf_adds(&text, "\ngclint: whom it reaches gclint cannot "
			"tell\n");
	if (gcl_buf_str(&text))
		yes = gcl_consent_ask(text.ptr);
	gcl_buf_release(&text);
	return yes;
}

/* ---- the order ---- */

static void
add(struct buf *b, const char *name, const char *value)
{
	if (value)
		gcl_wire_add(b, name, gcl_span_str(value));
}

static void
make_order(const struct sending *s, struct buf *b)
{
	const struct options *o = &s->p->options;
	const struct gcl_request *r = s->request;
	const char *yes = "1";
	const struct {
		const char *name, *value;
	} list[] = {
		{ "version", VERSION_OF_ORDERS },
		{ "auth", o->auth },
		{ "region", o->region },
		{ "audience", o->audience },
		{ "token-url", o->token_url },
		{ "scope", o->scope },
		{ "cacert", o->cacert },
		{ "insecure-key-file", o->insecure_key_file ? yes : NULL },
		{ "method", r->method },
		{ "path", r->path },
		{ "content-type", "application/json" },
		{ "dry-run", o->dry_run ? yes : NULL },
		{ "confirm", asks(o) ? yes : NULL },
		{ "verbose", o->verbose ? yes : NULL },
		{ "wait", o->wait },
		{ "wait-path", o->wait ? r->wait_path : NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		add(b, list[i].name, list[i].value);
	gcl_wire_add(b, "body", gcl_span(r->body, r->body_len));
	gcl_wire_end(b);
}

static enum gcl_status
give_order(struct sending *s, struct gcl_error *err)
{
	const struct options *o = &s->p->options;
	enum gcl_status st;
	struct buf order;

	gcl_buf_init(&order, LIMIT_ORDER_BYTES);
	make_order(s, &order);
	st = gcl_buf_status(&order);
	if (st == GCL_OK)
		gcl_helper_say(&s->helper, gcl_buf_span(&order), !asks(o));
	gcl_buf_release(&order);
	if (st == GCL_ELIMIT)
		return gcl_error_set(err, st, "the payload is too large to be "
			"sent");
	return st == GCL_OK ? st : gcl_error_nomem(err);
}

/* ---- what the helper tells ---- */

static void
on_note(struct sending *s, struct span m)
{
	note(s, gcl_helper_value(m, "text"));
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

	if (!s->under_way && !asks(&s->p->options) && goes_elsewhere(s, url))
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

static void
listen(struct sending *s)
{
	static const struct {
		const char *event;
		void (*take)(struct sending *s, struct span message);
	} events[] = {
		{ "note", on_note }, { "plan", on_plan },
		{ "ready", on_ready }, { "sending", on_sending },
		{ "answer", on_answer }, { "state", on_state },
		{ "end", on_end },
	};
	struct span m, event;
	size_t i;

	while (gcl_helper_hear(&s->helper, &m)) {
		event = gcl_helper_value(m, "event");
		for (i = 0; i < sizeof(events) / sizeof(events[0]); i++)
			if (gcl_span_is(event, events[i].event))
				events[i].take(s, m);
	}
}

/* ---- what came of it ---- */

#define LOOK "look whether the conversation exists before you send again: " \
	"somebody's phone may have rung"

/* It was killed, perhaps by the user: then nobody else says what is known. */
static void
tell_for_it(struct sending *s)
{
	struct gcl_sent *t = &s->sent;
	const bool accepted = t->status >= 200 && t->status < 300;
	char words[256];

	if (s->ended)
		return;
	t->outcome = accepted ? "sent" : s->under_way ? "unknown" : "internal";
	s->status = s->under_way ? EXIT_NETWORK : EXIT_TROUBLE;
	if (!s->under_way)
		t->message = "gclint-send was ended: nothing was sent";
	else if (!accepted)
		t->message = "gclint-send was ended before there was an "
			"answer: whether the request was carried out is "
			"unknown";
	t->help = s->under_way && !accepted ? LOOK : NULL;
	if (!accepted)
		return;
	snprintf(words, sizeof(words), "conversation %s was accepted, and "
		"nobody watches it any more: it goes on",
		t->conversation ? t->conversation : "without an id");
	t->message = gcl_arena_str(&s->arena, gcl_span_str(words));
}

/* Nothing else on standard output shows that it was accepted. */
static bool
is_untold(const struct options *o)
{
	static const char *const tellers[] = { "text", "json", "jsonl" };
	size_t i, k;

	for (i = 0; i < o->n_reports; i++)
		for (k = 0; k < sizeof(tellers) / sizeof(tellers[0]); k++)
			if (!o->reports[i].file &&
			    !strcmp(o->reports[i].format, tellers[k]))
				return false;
	return o->n_reports > 0;
}

/* Of an answer that refuses, the finding says what to do. */
static bool
is_explained(int status)
{
	return status >= 400 && status < 500 && status != 408;
}

static void
tell_outcome(const struct sending *s)
{
	const struct gcl_sent *t = &s->sent;

	if (t->message && (s->status != 0 || is_untold(&s->p->options)))
		fprintf(stderr, "gclint: %s\n", t->message);
	if (t->help && !is_explained(t->status))
		fprintf(stderr, "gclint: help: %s\n", t->help);
	if (t->correlation && (s->status != 0 || !s->p->options.quiet))
		fprintf(stderr, "gclint: correlation id %s\n", t->correlation);
}

/* Nobody reads what a core file of ours would have of the environment. */
static void
leave_no_core(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
}

static enum gcl_status
run_helper(struct sending *s, struct gcl_error *err)
{
	enum gcl_status st;

	leave_no_core();
	st = gcl_helper_start(&s->helper, err);
	s->tried = st == GCL_OK;
	if (st == GCL_OK)
		st = give_order(s, err);
	if (st == GCL_OK)
		listen(s);
	gcl_helper_end(&s->helper, &s->p->signal);
	if (st != GCL_OK)
		return st;
	tell_for_it(s);
	tell_outcome(s);
	gcl_program_exit(s->p, (enum exit_status)s->status);
	return GCL_OK;
}

/* ---- whether it is sent ---- */

static enum gcl_status
check(const struct sending *s, struct gcl_error *err)
{
	const struct options *o = &s->p->options;

	if (!WITH_SEND)
		return gcl_error_set(err, GCL_EUSAGE, "nothing was sent: this "
			"gclint was built without sending (--disable-send)");
	if (o->wait && !s->request->wait_path)
		return gcl_error_set(err, GCL_EUSAGE, "--wait is for requests "
			"that make a conversation: %s does not",
			s->request->path);
	if (!asks(o) || gcl_consent_possible())
		return GCL_OK;
	return gcl_error_set(err, GCL_EUSAGE, "nothing was sent: there is no "
		"terminal to ask on, and --yes, which sends unasked, was not "
		"given");
}

static enum gcl_status
send_request(void *ctx, const struct gcl_request *r,
	const struct gcl_totals *found, struct gcl_answer *answer,
	struct gcl_error *err)
{
	struct sending *s = ctx;
	enum gcl_status st;

	s->request = r;
	s->asked = true;
	s->sent.method = gcl_arena_str(&s->arena, gcl_span_str(r->method));
	if (found->failing > 0 || found->unreadable > 0 ||
	    found->warnings > s->p->options.max_warnings) {
		fputs(NOT_SENT, stderr);
		return GCL_OK;
	}
	st = check(s, err);
	if (st == GCL_OK)
		st = run_helper(s, err);
	if (st == GCL_OK && gcl_buf_status(&s->answer) == GCL_OK)
		*answer = (struct gcl_answer){ s->answer.ptr, s->answer.len };
	return st;
}

static enum gcl_status
is_file(const char *name, struct gcl_error *err)
{
	struct stat sb;

	if (stat(name, &sb) != 0 || !S_ISDIR(sb.st_mode))
		return GCL_OK;
	return gcl_error_set(err, GCL_EUSAGE, "'%s' is a directory: one "
		"payload is sent at a time", name);
}

enum gcl_status
gcl_program_send(struct program *p, struct gcl_error *err)
{
	struct sending s = { .p = p };
	const struct gcl_submission how = { .document = p->options.document,
		.path = p->options.path, .send = send_request, .ctx = &s };
	enum gcl_status st = is_file(p->files.names[0], err);

	gcl_arena_init(&s.arena);
	gcl_buf_init(&s.answer, LIMIT_TEXT_BYTES);
	if (st == GCL_OK)
		st = gcl_submit_path(p->linter, p->files.names[0], &how, err);
	if (st == GCL_OK && !s.asked)
		fputs(NOT_SENT, stderr);
	if (s.tried)
		gcl_linter_sent(p->linter, &s.sent);
	gcl_buf_release(&s.answer);
	free(s.states);
	gcl_arena_release(&s.arena);
	return st;
}
