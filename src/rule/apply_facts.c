/*
 * The rule engine: what a document is, by its top-level members.
 */
#include "config.h"

#include "rule/apply_p.h"

#include "rule/recognise.h"

/*
 * A top-level member may tell what the document is; so may a member of the
 * first object in a top-level array, or of objects in an array that is one.
 */
void
gcl_apply_tells(const struct apply *ap, struct frame *fr)
{
	const struct tells *t = &ap->run.rules->tells;
	const struct frame *all = ap->frames;

	fr->tells = 0;
	fr->outer = ap->root;
	/* A fix on trial is not asked what document it is. */
	if (fr->type != JSON_OBJECT || ap->inner)
		return;
	if (fr == &all[0] ||
	    (fr == &all[1] && all[0].type == JSON_ARRAY && all[0].n == 1))
		fr->tells = ~t->nested;
	if (fr == &all[2] && all[0].type == JSON_OBJECT &&
	    all[1].type == JSON_ARRAY) {
		fr->tells = t->nested;
		fr->outer = all[0].member;
	}
}

/* What members of that name may tell. */
static uint64_t
by_hash(const struct apply *ap, const struct frame *fr)
{
	if (fr->key_flags & STRING_ESCAPE)
		return fr->tells;
	return fr->tells & ap->run.rules->tells.by_hash[gcl_tells_hash(
	    gcl_apply_raw(ap, fr->key_off, fr->key_len)) % TELLS_HASHES];
}

/* A pattern that gives up is told, and the condition does not hold. */
static void
learn(struct apply *ap, uint64_t set, const struct member *m)
{
	const struct condition *const *list = ap->run.rules->tells.list;
	bool limit = false;
	size_t i;

	for (i = 0; set; i++, set >>= 1) {
		for (; !(set & 0xff); set >>= 8)
			i += 8;
		if (!(set & 1) || !list[i])
			continue;
		if (gcl_condition_holds(list[i], m, ap->matcher, &limit))
			ap->facts |= (uint64_t)1 << i;
		if (limit)
			gcl_apply_give_up(ap,
			    ap->run.rules->known[KNOWN_UNRECOGNISED], m->off);
	}
}

static enum gcl_status
decode_member(struct apply *ap, const struct walk_event *ev,
	struct member *m)
{
	const struct frame *fr = gcl_apply_top(ap);
	enum gcl_status st = GCL_OK;

	if (ap->n_frames == 3)
		st = gcl_apply_decode(ap, ap->frames[0].key_off,
		    ap->frames[0].key_len, ap->frames[0].key_flags,
		    &ap->other, NULL, &m->outer);
	if (st == GCL_OK)
		st = gcl_apply_decode(ap, fr->key_off, fr->key_len,
		    fr->key_flags, &ap->key, NULL, &m->key);
	if (st == GCL_OK)
		st = gcl_apply_decode(ap, ev->off, ev->len, ev->flags,
		    &ap->value, NULL, &m->text);
	return st;
}

/* Those of a set that are about a known member. */
static uint64_t
about(const struct apply *ap, uint64_t set, const struct field *outer,
	const struct field *member)
{
	const struct condition *const *list = ap->run.rules->tells.list;
	const struct member m = { .key = member->key, .n = 1,
		.outer = outer == ap->root ? gcl_span(NULL, 0) : outer->key };
	uint64_t about = 0;
	size_t i;

	for (i = 0; set; i++, set >>= 1)
		if (set & 1 && list[i] && gcl_condition_about(list[i], &m))
			about |= (uint64_t)1 << i;
	return about;
}

uint64_t
gcl_apply_about(struct apply *ap, const struct frame *fr)
{
	const struct field *member = fr->member, *outer = fr->outer;
	uint64_t set = about(ap, by_hash(ap, fr), outer, member);

	ap->told[(member->index + 7 * outer->index) % N_TOLD] =
	    (struct told){ outer, member, set };
	return set;
}

enum gcl_status
gcl_apply_learn(struct apply *ap, const struct walk_event *ev)
{
	const struct frame *fr = gcl_apply_top(ap);
	uint64_t set = fr->shape && fr->member && fr->outer ?
	    gcl_apply_noted(ap, fr) : by_hash(ap, fr);
	struct member m;
	enum gcl_status st;

	ap->n_members += ap->n_frames < 3;
	set &= ~ap->facts;
	if (!set)
		return GCL_OK;
	m = (struct member){ .type = ev->type, .off = ev->off,
		.n = ap->n_members };
	st = decode_member(ap, ev, &m);
	if (st == GCL_OK)
		learn(ap, set, &m);
	return st;
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
	const struct condition *c = holds(ap,
	    ap->run.rules->head.recognise.any);

	if (c)
		*why = c->member;
	return c || !ap->run.rules->head.recognise.any;
}

bool
gcl_apply_contested(const struct apply *ap)
{
	return ap->facts & ap->run.rules->head.recognise.none_set;
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
		.value_off = ap->root_off, .field = ap->root,
		.env.type = JSON_OBJECT, .env.name = SPAN("the document") };
	return gcl_apply_fault(ap, &f);
}
