/*
 * --send: what came of it.
 */
#include "config.h"

#include "cli/send_p.h"

#include <stdio.h>
#include <string.h>

#define LOOK "look whether the conversation exists before you send again: " \
	"somebody's phone may have rung"

/* It was killed, perhaps by the user: then nobody else says what is known. */
static void
tell_for_it(struct sending *s)
{
	struct gcl_sent *t = &s->sent;
	const bool accepted = t->status >= 200 && t->status < 300;
	const char *why = s->helper.silent ? "said nothing for too long, and "
		"was ended" : "was ended";
	char words[256];

	if (s->ended)
		return;
	t->outcome = accepted ? "sent" : s->under_way ? "unknown" : "internal";
	t->help = s->under_way && !accepted ? LOOK : NULL;
	s->status = s->under_way ? EXIT_NETWORK : EXIT_TROUBLE;
	if (accepted)
		snprintf(words, sizeof(words), "conversation %s was accepted, "
			"and nobody watches it any more: it goes on",
			t->conversation ? t->conversation : "without an id");
	else if (s->under_way)
		snprintf(words, sizeof(words), "gclint-send %s before there "
			"was an answer: whether the request was carried out "
			"is unknown", why);
	else
		snprintf(words, sizeof(words), "gclint-send %s: nothing was "
			"sent", why);
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

/* A line on standard error. */
static void
say(const struct sending *s, const char *what, const char *text)
{
	fprintf(stderr, "gclint: %s%s\n", what,
		gcl_program_masked(s->p, text));
}

static void
tell_outcome(const struct sending *s)
{
	const struct gcl_sent *t = &s->sent;

	if (t->message && (s->status != 0 || is_untold(&s->p->options)))
		say(s, "", t->message);
	if (t->help && !is_explained(t->status))
		say(s, "help: ", t->help);
	if (t->correlation && (s->status != 0 || !s->p->options.quiet))
		fprintf(stderr, "gclint: correlation id %s\n", t->correlation);
}

void
gcl_sending_tell(struct sending *s)
{
	tell_for_it(s);
	tell_outcome(s);
}

static void
show_reason(void *ctx, const struct gcl_finding *f)
{
	say(ctx, "", f->message);
	if (f->help)
		say(ctx, "help: ", f->help);
}

void
gcl_sending_tell_reason(struct sending *s)
{
	const struct gcl_answer answer = { s->answer.ptr, s->answer.len };
	struct gcl_linter *l;

	if (s->sent.status < 400 || gcl_stats_has(&s->p->stats,
	    "api-rejected"))
		return;
	if (gcl_linter_new(&l, NULL) != GCL_OK)
		return;
	gcl_linter_set(l, "no-config", "yes", NULL);
	gcl_linter_on_finding(l, show_reason, s);
	gcl_explain_answer(l, "answer", &answer, NULL);
	gcl_linter_free(l);
}
