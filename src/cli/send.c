/*
 * --send: a document that has been linted goes to the API once, by the helper,
 * and the answer comes back to the linter.
 */
#include "config.h"

#include "cli/send_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/wire.h"
#include "cli/consent.h"

#define VERSION_OF_ORDERS "1"

#define NOT_SENT "gclint: nothing was sent: mend what was found first\n"

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
		{ "confirm", gcl_sending_asks(s) ? yes : NULL },
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
	enum gcl_status st;
	struct buf order;

	gcl_buf_init(&order, LIMIT_ORDER_BYTES);
	make_order(s, &order);
	st = gcl_buf_status(&order);
	if (st == GCL_OK)
		gcl_helper_say(&s->helper, gcl_buf_span(&order), !gcl_sending_asks(s));
	gcl_buf_release(&order);
	if (st == GCL_ELIMIT)
		return gcl_error_set(err, st, "the payload is too large to be "
			"sent");
	return st == GCL_OK ? st : gcl_error_nomem(err);
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
	s->helper.patience_s = SENDING_LONG_SILENCE_S;
	s->tried = st == GCL_OK;
	if (st == GCL_OK)
		st = give_order(s, err);
	if (st == GCL_OK)
		gcl_sending_listen(s);
	gcl_helper_end(&s->helper, &s->p->signal);
	if (st != GCL_OK)
		return st;
	gcl_sending_tell(s);
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
	if (!gcl_sending_asks(s) || gcl_consent_possible())
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

	gcl_stats_begin(&p->stats, p->linter);
	gcl_arena_init(&s.arena);
	gcl_buf_init(&s.answer, LIMIT_TEXT_BYTES);
	if (st == GCL_OK)
		st = gcl_submit_path(p->linter, p->files.names[0], &how, err);
	if (st == GCL_OK && !s.asked)
		fputs(NOT_SENT, stderr);
	if (s.tried)
		gcl_linter_sent(p->linter, &s.sent);
	gcl_sending_tell_reason(&s);
	gcl_buf_release(&s.answer);
	free(s.states);
	gcl_arena_release(&s.arena);
	return st;
}
