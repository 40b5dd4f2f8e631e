/*
 * The rule engine: what a document is, by its top-level members.
 */
#include "config.h"

#include "rule/apply_p.h"

#include "base/suggest.h"

/* Beyond so many members a misspelt one no longer tells anything. */
#define NEAR_MEMBERS 64

static bool
same_or_near(const struct apply *ap, const struct condition *c,
	struct span key)
{
	struct suggest near;

	if (gcl_span_eq(c->member, key))
		return true;
	if (!c->near || ap->n_members > NEAR_MEMBERS)
		return false;
	gcl_suggest_init(&near, key);
	gcl_suggest_offer(&near, c->member, 0);
	return near.found;
}

/* A pattern that gives up is told, and the condition does not hold. */
static bool
matches(struct apply *ap, const struct condition *c,
	const struct walk_event *ev, struct span text)
{
	enum match_result r = MATCH_NO;

	if (ev->type == JSON_STRING)
		r = gcl_pattern_match(ap->matcher, c->match, text, 0, NULL);
	if (r == MATCH_LIMIT)
		gcl_apply_give_up(ap, ap->run.rules->known[KNOWN_UNRECOGNISED],
		    ev->off);
	return r == MATCH_YES;
}

static void
learn(struct apply *ap, const struct condition *c, struct span key,
	const struct walk_event *ev, struct span text)
{
	for (; c; c = c->next) {
		if (!same_or_near(ap, c, key))
			continue;
		if (c->types && !(c->types & ev->type))
			continue;
		if (c->has_is && (ev->type != JSON_STRING ||
		    !gcl_span_eq(c->is, text)))
			continue;
		if (c->match && !matches(ap, c, ev, text))
			continue;
		ap->facts |= (uint64_t)1 << c->index;
	}
}

/*
 * A top-level member may tell what the document is; so may a member of the
 * first object in a top-level array.
 */
enum gcl_status
gcl_apply_learn(struct apply *ap, const struct walk_event *ev)
{
	const struct ruleset *rs = ap->run.rules;
	const struct frame *fr = gcl_apply_top(ap);
	const struct instead *in;
	struct span key, text;
	enum gcl_status st;

	st = gcl_apply_decode(ap, fr->key_off, fr->key_len, fr->key_flags,
	    &ap->key, NULL, &key);
	if (st == GCL_OK)
		st = gcl_apply_decode(ap, ev->off, ev->len, ev->flags,
		    &ap->value, NULL, &text);
	if (st != GCL_OK)
		return st;
	ap->n_members++;
	learn(ap, rs->recognise.any, key, ev, text);
	learn(ap, rs->recognise.none, key, ev, text);
	for (in = rs->instead; in; in = in->next) {
		learn(ap, in->when.any, key, ev, text);
		learn(ap, in->when.none, key, ev, text);
	}
	return GCL_OK;
}

static const struct condition *
holds(const struct apply *ap, const struct condition *c)
{
	while (c && !(ap->facts >> c->index & 1))
		c = c->next;
	return c;
}

bool
gcl_apply_recognised(const struct apply *ap, struct span *why)
{
	const struct condition *c = holds(ap, ap->run.rules->recognise.any);

	if (c)
		*why = c->member;
	return c || !ap->run.rules->recognise.any;
}

enum json_type
gcl_apply_root(const struct apply *ap, uint32_t *off)
{
	*off = ap->root_off;
	return ap->root_type;
}

/* What is said of the text as JSON stays true whatever the document is. */
void
gcl_hits_keep_json(struct hits *hits)
{
	size_t i, n = 0;

	for (i = 0; i < hits->n; i++)
		if (!strncmp(hits->list[i].rule->name, "json-", 5))
			hits->list[n++] = hits->list[i];
	hits->n = n;
}

enum gcl_status
gcl_apply_instead(struct apply *ap, bool *was)
{
	const struct instead *in;
	struct fault f;

	*was = false;
	if (ap->root_type != JSON_OBJECT)
		return GCL_OK;
	for (in = ap->run.rules->instead; in; in = in->next)
		if (holds(ap, in->when.any) && !holds(ap, in->when.none))
			break;
	if (!in)
		return GCL_OK;
	*was = true;
	gcl_hits_keep_json(ap->run.hits);
	f = (struct fault){ .words = &in->words, .off = ap->root_off,
		.len = 1, .say = "this is not what the pack is for",
		.env.type = JSON_OBJECT, .env.name = SPAN("the document") };
	return gcl_apply_fault(ap, &f);
}
