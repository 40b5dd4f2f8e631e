/*
 * Conversations: CallConversation and Conversation of the platform, whose
 * states are on participants or in their media, and the tutorial's, which has
 * one of its own.
 */
#include "config.h"

#include "send/state.h"

/* A participant's part in it. */
struct leg {
	struct state state;
	bool machine;
};

/* The legs that a conversation depends on, of each kind the first. */
struct legs {
	struct state waiting, ended, connected, machine;
	size_t n_waiting, n_ended, n_connected, n_machine;
};

static const struct {
	const char *word;
	enum phase phase;
} words[] = {
	{ "connected", PHASE_CONNECTED },
	{ "disconnected", PHASE_ENDED },
	{ "terminated", PHASE_ENDED },
};

static enum phase
phase_of(struct span word)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (gcl_span_is(word, words[i].word))
			return words[i].phase;
	return PHASE_WAITING;
}

static struct span
text_of(const struct value *v, const char *name)
{
	v = gcl_value_get(v, name);
	return v && v->type == JSON_STRING ? v->text : SPAN("");
}

static struct span
first_text(const struct value *v, const char *const *names)
{
	struct span s = SPAN("");

	for (; *names && s.len == 0; names++)
		s = text_of(v, *names);
	return s;
}

/* The newest of its calls, messages or whatever there is with a state. */
static const struct value *
find_medium(const struct value *participant)
{
	const struct value *v, *item, *found = NULL;

	if (text_of(participant, "state").len > 0)
		return participant;
	for (v = participant->child; v; v = v->next)
		if (v->type == JSON_ARRAY)
			for (item = v->child; item; item = item->next)
				if (text_of(item, "state").len > 0)
					found = item;
	return found;
}

static bool
is_machine(struct span purpose)
{
	static const char *const machines[] = { "acd", "botflow", "campaign",
		"dialer", "ivr", "voicemail", "workflow" };
	size_t i;

	for (i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		if (gcl_span_is(purpose, machines[i]))
			return true;
	return false;
}

static bool
read_leg(const struct value *participant, struct leg *out)
{
	static const char *const names[] = { "name", "address", "purpose",
		"id", NULL };
	const struct value *medium = find_medium(participant);
	struct state *s = &out->state;

	if (!medium)
		return false;
	s->word = text_of(medium, "state");
	s->phase = phase_of(s->word);
	if (text_of(medium, "connectedTime").len > 0 ||
	    text_of(participant, "connectedTime").len > 0)
		s->phase = PHASE_CONNECTED;
	s->who = first_text(participant, names);
	s->why = text_of(gcl_value_get(medium, "errorInfo"), "message");
	if (s->why.len == 0)
		s->why = text_of(medium, "disconnectType");
	out->machine = is_machine(text_of(participant, "purpose"));
	return true;
}

static void
count(struct state *first, size_t *n, const struct state *s)
{
	if ((*n)++ == 0)
		*first = *s;
}

static void
add_leg(struct legs *l, const struct leg *leg)
{
	const struct state *s = &leg->state;

	if (leg->machine && s->phase != PHASE_ENDED)
		count(&l->machine, &l->n_machine, s);
	else if (leg->machine)
		return;
	else if (s->phase == PHASE_WAITING)
		count(&l->waiting, &l->n_waiting, s);
	else if (s->phase == PHASE_ENDED)
		count(&l->ended, &l->n_ended, s);
	else
		count(&l->connected, &l->n_connected, s);
}

static struct state
judge(const struct legs *l)
{
	struct state s = { PHASE_WAITING, SPAN(""), SPAN(""), SPAN("") };

	if (l->n_waiting > 0)
		return l->waiting;
	/* Who was not reached may be one of several who were asked. */
	if (l->n_connected > 1 || (l->n_connected > 0 && l->n_ended == 0))
		return l->connected;
	if (l->n_ended > 0 && l->n_machine == 0)
		return l->ended;
	if (l->n_machine > 0)
		s = l->machine;
	s.phase = PHASE_WAITING;
	return s;
}

void
gcl_state_read(const struct value *root, struct state *out)
{
	const struct value *list = gcl_value_get(root, "participants"), *v;
	struct legs legs = { .n_waiting = 0 };
	struct leg leg;

	for (v = list ? list->child : NULL; v; v = v->next)
		if (v->type == JSON_OBJECT && read_leg(v, &leg))
			add_leg(&legs, &leg);
	*out = judge(&legs);
	if (out->word.len == 0) {
		out->word = text_of(root, "state");
		out->phase = phase_of(out->word);
	}
	if (out->phase == PHASE_WAITING && text_of(root, "endTime").len > 0)
		out->phase = PHASE_ENDED;
}

struct span
gcl_state_id(const struct value *root)
{
	struct span id = text_of(root, "conversationId");

	if (id.len == 0)
		id = text_of(gcl_value_get(root, "conversation"), "id");
	return id.len > 0 ? id : text_of(root, "id");
}
