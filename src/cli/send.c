/*
 * --send: a document that has been linted goes to the API once, by the helper,
 * and the answer comes back to the linter.
 */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/wire.h"
#include "cli/helper.h"
#include "cli/program.h"

#define VERSION_OF_ORDERS "1"

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

/* ---- consent ---- */

static bool
read_yes(int tty)
{
	char line[8], c = 0;
	size_t n = 0;

	while (c != '\n' && read(tty, &c, 1) == 1)
		if (c != '\n' && n < sizeof(line) - 1)
			line[n++] = c;
	line[n] = '\0';
	/* A signal, or the end of file, leaves the cursor behind the prompt. */
	if (c != '\n')
		dprintf(tty, "\n");
	return c == '\n' && (!strcasecmp(line, "y") ||
		!strcasecmp(line, "yes"));
}

static bool
ask(const struct sending *s, struct span url)
{
	const struct gcl_request *r = s->request;
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	bool yes;

	if (tty < 0)
		return false;
	dprintf(tty, "gclint: %s %.*s\n", r->method, (int)url.len, url.ptr);
	if (r->to)
		dprintf(tty, "gclint: to %s\n", r->to);
	dprintf(tty, "gclint: somebody's phone may ring: send it? [y/N] ");
	yes = read_yes(tty);
	close(tty);
	return yes;
}

/* Is the user to be asked? */
static bool
asks(const struct options *o)
{
	return !o->yes && !o->dry_run;
}

/* Can anybody be asked? */
static bool
has_terminal(void)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (tty >= 0)
		close(tty);
	return tty >= 0;
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
	s->sent.url = keep(s, m, "url");
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
	s->under_way = true;
	s->sent.url = keep(s, m, "url");
}

static void
on_answer(struct sending *s, struct span m)
{
	struct span status = gcl_helper_value(m, "status");

	s->sent.correlation = keep(s, m, "correlation");
	s->sent.conversation = keep(s, m, "conversation");
	s->sent.status = (int)strtol(status.len > 0 ? status.ptr : "0", NULL,
		10);
	gcl_buf_reset(&s->answer);
	gcl_buf_addf(&s->answer, "HTTP/1.1 %d\r\n", s->sent.status);
	gcl_buf_addspan(&s->answer, gcl_helper_value(m, "headers"));
	gcl_buf_adds(&s->answer, "\r\n");
	gcl_buf_addspan(&s->answer, gcl_helper_value(m, "body"));
}

static void
on_state(struct sending *s, struct span m)
{
	struct span state = gcl_helper_value(m, "state");
	struct span who = gcl_helper_value(m, "participant");

	if (!s->p->options.quiet)
		fprintf(stderr, "gclint: %.*s%s%.*s\n", (int)state.len,
			state.ptr, who.len > 0 ? ": " : "", (int)who.len,
			who.ptr);
	if (gcl_grow(&s->states, &s->cap_states, s->sent.n_states + 1,
	    sizeof(*s->states)) == 0)
		s->states[s->sent.n_states++] = keep(s, m, "state");
	s->sent.states = s->states;
}

static void
on_end(struct sending *s, struct span m)
{
	struct span exit = gcl_helper_value(m, "exit");

	s->ended = true;
	s->status = exit.len > 0 ? (int)strtol(exit.ptr, NULL, 10) :
		EXIT_TROUBLE;
	s->sent.outcome = s->p->options.dry_run && s->status == 0 ?
		"dry-run" : keep(s, m, "kind");
	s->sent.message = keep(s, m, "text");
	s->sent.help = keep(s, m, "help");
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

/* It was killed, perhaps by the user: then nobody else says what is known. */
static void
tell_for_it(struct sending *s)
{
	if (s->ended)
		return;
	s->sent.outcome = s->under_way ? "unknown" : "internal";
	s->sent.message = s->under_way ? "gclint-send was ended before there "
		"was an answer: whether the request was carried out is unknown" :
		"gclint-send was ended before anything was sent";
	s->sent.help = s->under_way ? "look whether the conversation exists "
		"before you send again: somebody's phone may have rung" : NULL;
	s->status = s->under_way ? EXIT_NETWORK : EXIT_TROUBLE;
}

static void
tell_failure(const struct sending *s)
{
	const struct gcl_sent *t = &s->sent;

	if (t->message && s->status != 0)
		fprintf(stderr, "gclint: %s\n", t->message);
	/* Of an answer that refuses, the finding says what to do. */
	if (t->help && t->status < 400)
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
	int sig;

	leave_no_core();
	st = gcl_helper_start(&s->helper, err);
	s->tried = st == GCL_OK;
	if (st == GCL_OK)
		st = give_order(s, err);
	if (st == GCL_OK)
		listen(s);
	gcl_helper_end(&s->helper, &sig);
	if (st != GCL_OK)
		return st;
	tell_for_it(s);
	tell_failure(s);
	gcl_program_exit(s->p, (enum exit_status)s->status);
	if (sig != 0)
		raise(sig);
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
	if (!asks(o) || has_terminal())
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
	s->sent.method = gcl_arena_str(&s->arena, gcl_span_str(r->method));
	if (found->failing > 0 || found->unreadable > 0 ||
	    found->warnings > s->p->options.max_warnings) {
		fprintf(stderr, "gclint: nothing was sent: mend what was "
			"found first\n");
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
	if (s.tried)
		gcl_linter_sent(p->linter, &s.sent);
	gcl_buf_release(&s.answer);
	free(s.states);
	gcl_arena_release(&s.arena);
	return st;
}
