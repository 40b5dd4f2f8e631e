/*
 * The rule engine.
 *
 * Three stacks grow with the open containers: the slots of an object's known
 * members, the states of an array's checks, and the unknown names that wait
 * for the object's end.  A frame holds where its own part of each begins.
 */
#include "config.h"

#include "rule/apply.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/suggest.h"
#include "json/string.h"
#include "rule/check.h"
#include "rule/keyset.h"
#include "rule/words.h"

struct frame {
	enum json_type type;
	const struct field *field;	/* what is known of it, or NULL */
	const struct shape *shape;	/* of an object, or NULL */
	const struct field *member;	/* what is known of the member at hand */
	uint32_t off;			/* of the bracket */
	uint32_t key_off, key_len;	/* the member at hand, no quotes */
	unsigned key_flags;
	uint64_t n;			/* elements begun */
	size_t slots, states, unknown, names;	/* where its part begins */
};

struct unknown {
	uint32_t off, len;
	unsigned flags;
};

struct apply {
	struct apply_run run;
	struct matcher *matcher;
	struct check_env env;
	struct keyset names;
	struct frame *frames;
	struct slot *slots;
	uint64_t *states;
	struct unknown *unknown;
	size_t n_frames, cap_frames, n_slots, cap_slots;
	size_t n_states, cap_states, n_unknown, cap_unknown;
	struct buf value, key, other;	/* decoded strings */
	struct buf name, words, help, kind_words, pointer, fix[2];
	struct map map;			/* of the value at hand */
	uint64_t facts;			/* conditions that hold, by index */
	size_t n_members;		/* that facts were learned from */
	uint32_t root_off;
	enum json_type root_type;
	const struct rule *limit_rule;
	uint32_t limit_off;
};

/* A fault on its way to becoming a hit. */
struct fault {
	const struct words *words;
	const char *say, *help;		/* when the words have none */
	uint32_t off, len;
	uint32_t value_off, value_len;
	struct words_env env;
	size_t n_steps;			/* of the pointer */
	const struct unknown *step;	/* one more step, or NULL */
	bool related;
	uint32_t related_off, related_len;
};

struct apply *
gcl_apply_new(uint64_t seed)
{
	struct apply *ap = calloc(1, sizeof(*ap));
	struct buf *bufs[] = {
		&ap->name, &ap->words, &ap->help, &ap->kind_words,
		&ap->pointer, &ap->fix[0], &ap->fix[1],
	};
	size_t i;

	if (!ap)
		return NULL;
	gcl_buf_init(&ap->value, LIMIT_TEXT_BYTES);
	gcl_buf_init(&ap->key, LIMIT_TEXT_BYTES);
	gcl_buf_init(&ap->other, LIMIT_TEXT_BYTES);
	for (i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++)
		gcl_buf_init(bufs[i], LIMIT_TEXT_BYTES);
	gcl_map_init(&ap->map);
	gcl_keyset_init(&ap->names, seed);
	ap->matcher = gcl_matcher_new();
	if (!ap->matcher) {
		gcl_apply_free(ap);
		return NULL;
	}
	return ap;
}

void
gcl_apply_free(struct apply *ap)
{
	if (!ap)
		return;
	gcl_buf_release(&ap->value);
	gcl_buf_release(&ap->key);
	gcl_buf_release(&ap->other);
	gcl_buf_release(&ap->name);
	gcl_buf_release(&ap->words);
	gcl_buf_release(&ap->help);
	gcl_buf_release(&ap->kind_words);
	gcl_buf_release(&ap->pointer);
	gcl_buf_release(&ap->fix[0]);
	gcl_buf_release(&ap->fix[1]);
	gcl_map_release(&ap->map);
	gcl_keyset_release(&ap->names);
	gcl_matcher_free(ap->matcher);
	free(ap->frames);
	free(ap->slots);
	free(ap->states);
	free(ap->unknown);
	free(ap);
}

static struct span
raw(const struct apply *ap, uint32_t off, uint32_t len)
{
	return gcl_span(ap->run.text.ptr + off, len);
}

/* What a string means; it stays in the document unless it has an escape. */
static enum gcl_status
decode(struct apply *ap, uint32_t off, uint32_t len, unsigned flags,
	struct buf *buf, struct map *map, struct span *out)
{
	enum gcl_status st;

	*out = raw(ap, off, len);
	if (map)
		gcl_map_reset(map);
	if (!(flags & STRING_ESCAPE))
		return GCL_OK;
	gcl_buf_reset(buf);
	st = gcl_json_decode(*out, buf, map);
	*out = gcl_buf_span(buf);
	return st;
}

static struct frame *
top(struct apply *ap)
{
	return ap->n_frames ? &ap->frames[ap->n_frames - 1] : NULL;
}

/* ---- what check kinds may ask ---- */

/* Both sides are decoded only when one of them has an escape. */
static bool
same_name(const void *ctx, const struct keyset_entry *e, struct span name)
{
	struct apply *ap = (struct apply *)(uintptr_t)ctx;
	struct span s = raw(ap, e->off, e->len);

	if (memchr(s.ptr, '\\', s.len) &&
	    decode(ap, e->off, e->len, STRING_ESCAPE, &ap->other, NULL, &s))
		return false;
	return gcl_span_eq(s, name);
}

static struct apply *
apply_of(struct check_env *env)
{
	return (struct apply *)(void *)((char *)env -
	    offsetof(struct apply, env));
}

static enum gcl_status
env_seen(struct check_env *env, struct span text, uint32_t off, uint32_t len,
	bool *was, uint32_t *first_off, uint32_t *first_len)
{
	struct apply *ap = apply_of(env);
	const struct keyset_entry *e;
	enum gcl_status st;

	st = gcl_keyset_add(&ap->names, env->owner, text, off, len, same_name,
	    ap, &e);
	*was = e != NULL;
	if (e) {
		*first_off = e->off;
		*first_len = e->len;
	}
	return st;
}

static enum gcl_status
env_text(struct check_env *env, const struct slot *s, struct span *out)
{
	struct apply *ap = apply_of(env);

	return decode(ap, s->off, s->len, s->flags, &ap->key, NULL, out);
}

void
gcl_apply_start(struct apply *ap, const struct apply_run *run)
{
	ap->run = *run;
	ap->env = (struct check_env){ .rules = run->rules,
		.matcher = ap->matcher, .words = &ap->kind_words,
		.seen = env_seen, .text = env_text };
	gcl_keyset_cut(&ap->names, 0);
	ap->n_frames = ap->n_slots = ap->n_states = ap->n_unknown = 0;
	ap->facts = 0;
	ap->n_members = 0;
	ap->root_off = 0;
	ap->root_type = 0;
	ap->limit_rule = NULL;
}

const struct rule *
gcl_apply_limit(const struct apply *ap, uint32_t *off)
{
	*off = ap->limit_off;
	return ap->limit_rule;
}

static enum gcl_status
give_up(struct apply *ap, const struct rule *rule, uint32_t off)
{
	if (!ap->limit_rule) {
		ap->limit_rule = rule;
		ap->limit_off = off;
	}
	return GCL_ELIMIT;
}

/* ---- from a fault to a hit ---- */

/* One step of an RFC 6901 pointer. */
static enum gcl_status
add_step(struct apply *ap, uint32_t off, uint32_t len, unsigned flags)
{
	enum gcl_status st;
	struct span s;
	size_t i;

	st = decode(ap, off, len, flags, &ap->other, NULL, &s);
	gcl_buf_addc(&ap->pointer, '/');
	for (i = 0; i < s.len; i++) {
		if (s.ptr[i] == '~')
			gcl_buf_adds(&ap->pointer, "~0");
		else if (s.ptr[i] == '/')
			gcl_buf_adds(&ap->pointer, "~1");
		else
			gcl_buf_addc(&ap->pointer, s.ptr[i]);
	}
	return st;
}

static enum gcl_status
make_pointer(struct apply *ap, const struct fault *f)
{
	enum gcl_status st = GCL_OK;
	const struct frame *fr;
	size_t i;

	gcl_buf_reset(&ap->pointer);
	for (i = 0; i < f->n_steps && st == GCL_OK; i++) {
		fr = &ap->frames[i];
		if (fr->type == JSON_OBJECT)
			st = add_step(ap, fr->key_off, fr->key_len,
			    fr->key_flags);
		else
			gcl_buf_addf(&ap->pointer, "/%llu",
			    (unsigned long long)(fr->n - 1));
	}
	if (f->step && st == GCL_OK)
		st = add_step(ap, f->step->off, f->step->len, f->step->flags);
	return st;
}

/* What the value behind n_steps is called: address, participants[0]. */
static struct span
make_name(struct apply *ap, size_t n_steps)
{
	const struct frame *fr;
	size_t i = n_steps;
	struct span s = SPAN("the document");

	gcl_buf_reset(&ap->name);
	while (i > 0 && ap->frames[i - 1].type == JSON_ARRAY)
		i--;
	if (i > 0) {
		fr = &ap->frames[i - 1];
		if (decode(ap, fr->key_off, fr->key_len, fr->key_flags,
		    &ap->other, NULL, &s) != GCL_OK)
			return s;
	}
	gcl_buf_addspan(&ap->name, s);
	for (; i < n_steps; i++)
		gcl_buf_addf(&ap->name, "[%llu]",
		    (unsigned long long)(ap->frames[i].n - 1));
	return gcl_buf_span(&ap->name);
}

/* The words of the first case that fits lie over the words around it. */
static enum gcl_status
choose_words(struct apply *ap, const struct fault *f, struct words *w)
{
	const struct words_case *c;
	enum match_result r;

	*w = *f->words;
	for (c = f->words->cases; c; c = c->next) {
		if (c->types && !(c->types & f->env.type))
			continue;
		r = c->iff ? gcl_pattern_match(ap->matcher, c->iff,
		    f->env.text, 0, NULL) : MATCH_YES;
		if (r == MATCH_LIMIT)
			return give_up(ap, w->rule, f->off);
		if (r == MATCH_YES)
			break;
	}
	if (!c)
		return GCL_OK;
	if (c->words.rule)
		w->rule = c->words.rule;
	if (c->words.has_severity) {
		w->has_severity = true;
		w->severity = c->words.severity;
	}
	if (c->words.say)
		w->say = c->words.say;
	if (c->words.help || c->words.fix) {
		w->help = c->words.help;
		w->fix = c->words.fix;
	}
	return GCL_OK;
}

static enum gcl_severity
level_of(const struct apply *ap, const struct words *w)
{
	signed char level = ap->run.levels[w->rule->index];

	if (level >= 0)
		return (enum gcl_severity)level;
	return w->has_severity ? w->severity : w->rule->severity;
}

/* An explicit help, or what the fix makes, or the kind's own words. */
static enum gcl_status
make_help(struct apply *ap, const struct fault *f, const struct words *w)
{
	enum gcl_status st = GCL_OK;

	gcl_buf_reset(&ap->help);
	if (w->help)
		gcl_words_expand(w->help, &f->env, &ap->help);
	else if (w->fix)
		st = gcl_fix_show(w->fix, ap->matcher, &f->env, ap->fix,
		    &ap->help);
	if (st == GCL_ELIMIT)
		return give_up(ap, w->rule, f->off);
	if (st == GCL_OK && ap->help.len == 0 && f->help)
		gcl_words_expand(f->help, &f->env, &ap->help);
	return st;
}

static enum gcl_status
add_hit(struct apply *ap, const struct hit *h)
{
	struct hits *hs = ap->run.hits;

	if (gcl_grow(&hs->list, &hs->cap, hs->n + 1, sizeof(*hs->list)) < 0)
		return GCL_ENOMEM;
	hs->list[hs->n++] = *h;
	return GCL_OK;
}

static const char *
keep(struct apply *ap, const struct buf *b)
{
	return b->st == GCL_OK ? gcl_arena_str(ap->run.arena,
	    gcl_buf_span(b)) : NULL;
}

static enum gcl_status
raise(struct apply *ap, struct fault *f)
{
	struct hit h = { .off = f->off, .len = f->len,
		.value_off = f->value_off, .value_len = f->value_len };
	enum gcl_status st;
	struct words w;

	st = choose_words(ap, f, &w);
	if (st != GCL_OK)
		return st;
	h.rule = w.rule;
	h.severity = level_of(ap, &w);
	h.fix = w.fix;
	if (h.severity == GCL_OFF)
		return GCL_OK;
	if (!f->env.name.ptr)
		f->env.name = make_name(ap, f->n_steps);
	gcl_buf_reset(&ap->words);
	gcl_words_expand(w.say ? w.say : f->say, &f->env, &ap->words);
	h.say = keep(ap, &ap->words);
	st = make_help(ap, f, &w);
	if (st == GCL_OK && ap->help.len > 0)
		h.help = keep(ap, &ap->help);
	if (st == GCL_OK)
		st = make_pointer(ap, f);
	if (st != GCL_OK)
		return st;
	h.pointer = gcl_span(keep(ap, &ap->pointer), ap->pointer.len);
	if (!h.say || !h.pointer.ptr || (ap->help.len > 0 && !h.help))
		return GCL_ENOMEM;
	if (f->related) {
		h.related_say = w.related ? w.related : "the first one";
		h.related_off = f->related_off;
		h.related_len = f->related_len;
	}
	return add_hit(ap, &h);
}

enum gcl_status
gcl_apply_raise(struct apply *ap, const struct rule *rule, uint32_t off,
	uint32_t len, const char *say, const char *help)
{
	signed char level = ap->run.levels[rule->index];
	struct hit h = { .rule = rule, .off = off, .len = len, .say = say,
		.help = help, .pointer = SPAN("") };

	h.severity = level >= 0 ? (enum gcl_severity)level : rule->severity;
	return h.severity == GCL_OFF ? GCL_OK : add_hit(ap, &h);
}

static struct words
known_words(const struct apply *ap, enum known_rule k)
{
	return (struct words){ .rule = ap->run.rules->known[k] };
}

/* ---- values ---- */

/* The value of an event, with what messages may want to know of it. */
static void
fault_of_value(struct apply *ap, const struct walk_event *ev,
	struct span text, struct fault *f)
{
	bool container = ev->kind == WALK_OPEN || ev->kind == WALK_CLOSE;

	*f = (struct fault){ .n_steps = ap->n_frames };
	gcl_walk_extent(ev, &f->off, &f->len);
	f->value_off = f->off;
	f->value_len = container ? 0 : f->len;
	f->env.type = ev->type;
	f->env.text = text;
	f->env.raw = raw(ap, ev->off, ev->len);
}

static enum gcl_status
raise_null(struct apply *ap, const struct field *fd,
	const struct walk_event *ev)
{
	struct fault f;

	if (!fd->missing)
		return GCL_OK;
	fault_of_value(ap, ev, raw(ap, ev->off, ev->len), &f);
	f.words = fd->missing;
	f.say = "{name} is null";
	return raise(ap, &f);
}

static enum gcl_status
raise_wrong_type(struct apply *ap, const struct field *fd,
	const struct walk_event *ev, struct span text)
{
	struct fault f;

	fault_of_value(ap, ev, text, &f);
	f.words = &fd->wrong;
	f.env.want_type = fd->type;
	f.say = "{name} is {type}, not {want}";
	return raise(ap, &f);
}

/* The offending part of a value, back in the document's offsets. */
static void
point_at(struct apply *ap, const struct mark *m, const struct check_value *v,
	struct fault *f)
{
	size_t off = m->off, len = m->len;

	if (m->elsewhere) {
		f->off = m->at_off - 1;
		f->len = m->at_len + 2;
	} else if (m->set) {
		f->env.mark = gcl_span(v->text.ptr + off, len);
		gcl_map_locate(&ap->map, &off, &len);
		f->off = v->off + (uint32_t)off;
		f->len = (uint32_t)len;
	}
}

static enum gcl_status
raise_check(struct apply *ap, const struct check *c,
	const struct check_value *v, const struct mark *m, struct fault *f)
{
	struct unknown step;

	f->words = &c->words;
	f->say = m->say ? m->say : c->kind->say;
	f->help = m->help ? m->help : c->kind->help;
	f->env.want_check = c;
	f->env.count = v->n;
	f->env.suggest = m->suggest;
	if (!f->help && m->suggest.ptr && v->type == JSON_STRING)
		f->help = "\"{suggest}\"";
	if (m->has_groups)
		f->env.groups = &m->groups;
	point_at(ap, m, v, f);
	if (m->member) {
		step = (struct unknown){ m->key_off, m->key_len,
			STRING_ESCAPE };
		f->step = &step;
	}
	f->related = m->related;
	f->related_off = m->related_off - 1;
	f->related_len = m->related_len + 2;
	return raise(ap, f);
}

static enum verdict
run_check(struct apply *ap, const struct check *c,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	enum match_result r;

	if (!(c->kind->accepts & v->type))
		return CHECK_PASS;
	r = c->iff ? gcl_pattern_match(ap->matcher, c->iff, v->text, 0,
	    NULL) : MATCH_YES;
	if (r != MATCH_YES)
		return r == MATCH_LIMIT ? CHECK_LIMIT : CHECK_PASS;
	return c->kind->run(c, &ap->env, v, state, m);
}

/* How a check, or a ladder of them, came out. */
struct outcome {
	bool stop, failed;
};

static enum gcl_status
fail_check(struct apply *ap, const struct check *c,
	const struct check_value *v, const struct mark *m,
	const struct fault *f, struct outcome *o)
{
	struct fault copy = *f;

	o->failed = true;
	return raise_check(ap, c, v, m, &copy);
}

static enum gcl_status
do_check(struct apply *ap, const struct check *c, const struct check_value *v,
	uint64_t state, const struct fault *f, struct outcome *o)
{
	struct mark m;

	m.set = m.has_groups = m.elsewhere = m.member = m.related = false;
	m.say = m.help = NULL;
	m.suggest = gcl_span(NULL, 0);
	switch (run_check(ap, c, v, state, &m)) {
	case CHECK_PASS:
		return GCL_OK;
	case CHECK_STOP:
		o->stop = true;
		return GCL_OK;
	case CHECK_LIMIT:
		return give_up(ap, c->words.rule, v->off);
	case CHECK_NOMEM:
		return GCL_ENOMEM;
	default:
		return fail_check(ap, c, v, &m, f, o);
	}
}

static enum gcl_status do_ladder(struct apply *ap, const struct format *fmt,
	const struct check_value *v, const struct fault *f,
	struct outcome *o);

/* A step that is a ladder of its own: what stops it does not stop this one. */
static enum gcl_status
do_inner(struct apply *ap, const struct check *c, const struct check_value *v,
	const struct fault *f, struct outcome *o)
{
	enum match_result r = c->iff ? gcl_pattern_match(ap->matcher, c->iff,
	    v->text, 0, NULL) : MATCH_YES;
	struct outcome inner = { false, false };
	enum gcl_status st;

	if (r == MATCH_LIMIT)
		return give_up(ap, c->words.rule, v->off);
	if (r == MATCH_NO)
		return GCL_OK;
	st = do_ladder(ap, c->format, v, f, &inner);
	o->failed = inner.failed;
	return st;
}

/* One step after the other, up to the first fault. */
static enum gcl_status
do_ladder(struct apply *ap, const struct format *fmt,
	const struct check_value *v, const struct fault *f, struct outcome *o)
{
	const struct check *c = fmt->steps;
	enum gcl_status st = GCL_OK;

	for (; c && st == GCL_OK && !o->stop && !o->failed; c = c->next)
		st = c->format ? do_inner(ap, c, v, f, o) :
		    do_check(ap, c, v, 0, f, o);
	return st;
}

/* Checks on their own, then the ladder. */
static enum gcl_status
do_checks(struct apply *ap, const struct field *fd,
	const struct check_value *v, const uint64_t *states,
	const struct fault *f)
{
	struct outcome o = { false, false };
	enum gcl_status st = GCL_OK;
	const struct check *c;

	for (c = fd->checks; c && st == GCL_OK; c = c->next)
		st = do_check(ap, c, v, c->kind->element ? states[c->state] : 0,
		    f, &o);
	o.stop = false;
	return st == GCL_OK && fd->format ?
	    do_ladder(ap, fd->format, v, f, &o) : st;
}

/* A template placeholder in a string: nothing else is said of its value. */
static enum gcl_status
look_for_placeholder(struct apply *ap, const struct walk_event *ev,
	struct span text, bool *found)
{
	struct words w = known_words(ap, KNOWN_PLACEHOLDER);
	const struct check_value v = { .text = text, .off = ev->off };
	struct mark m = { .set = true };
	struct fault f;

	switch (gcl_pattern_match(ap->matcher, ap->run.rules->placeholder,
	    text, 0, &m.groups)) {
	case MATCH_NO:
		return GCL_OK;
	case MATCH_LIMIT:
		return give_up(ap, w.rule, ev->off);
	default:
		break;
	}
	*found = true;
	fault_of_value(ap, ev, text, &f);
	m.off = (size_t)m.groups.start[0];
	m.len = (size_t)(m.groups.end[0] - m.groups.start[0]);
	point_at(ap, &m, &v, &f);
	f.words = &w;
	f.env.groups = &m.groups;
	f.say = "the placeholder {0} is not filled in";
	f.help = "put a value here, or lint what the template makes";
	return raise(ap, &f);
}

static enum gcl_status
find_placeholder(struct apply *ap, const struct walk_event *ev,
	struct span text, bool *found)
{
	*found = false;
	if (!(ev->flags & STRING_TEMPLATE) || !ap->run.rules->placeholder)
		return GCL_OK;
	return look_for_placeholder(ap, ev, text, found);
}

static bool
right_type(const struct type *t, const struct walk_event *ev,
	struct span text)
{
	if (!(t->mask & ev->type))
		return false;
	return !t->integer || ev->type != JSON_NUMBER ||
	    !(memchr(text.ptr, '.', text.len) ||
	    memchr(text.ptr, 'e', text.len) || memchr(text.ptr, 'E', text.len));
}

static enum gcl_status
check_scalar(struct apply *ap, const struct field *fd,
	const struct walk_event *ev)
{
	struct check_value v = { .type = ev->type, .off = ev->off,
		.len = ev->len };
	enum gcl_status st;
	struct fault f;
	bool found;

	if (ev->type == JSON_NULL && !fd->strict_null)
		return raise_null(ap, fd, ev);
	st = decode(ap, ev->off, ev->len, ev->flags, &ap->value, &ap->map,
	    &v.text);
	if (st != GCL_OK)
		return st;
	st = find_placeholder(ap, ev, v.text, &found);
	if (st != GCL_OK || found)
		return st;
	if (!right_type(fd->type, ev, v.text))
		return raise_wrong_type(ap, fd, ev, v.text);
	if (!fd->checks && !fd->format)
		return GCL_OK;
	fault_of_value(ap, ev, v.text, &f);
	return do_checks(ap, fd, &v, NULL, &f);
}

/* ---- members ---- */

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

static void
learn(struct apply *ap, const struct condition *c, struct span key,
	const struct walk_event *ev, struct span text)
{
	for (; c; c = c->next) {
		if (!same_or_near(ap, c, key))
			continue;
		if (c->has_is && (ev->type != JSON_STRING ||
		    !gcl_span_eq(c->is, text)))
			continue;
		if (c->match && (ev->type != JSON_STRING ||
		    gcl_pattern_match(ap->matcher, c->match, text, 0, NULL) !=
		    MATCH_YES))
			continue;
		ap->facts |= (uint64_t)1 << c->index;
	}
}

/*
 * A top-level member may tell what the document is; so may a member of the
 * first object in a top-level array.
 */
static enum gcl_status
learn_member(struct apply *ap, const struct walk_event *ev)
{
	const struct ruleset *rs = ap->run.rules;
	const struct frame *fr = top(ap);
	const struct instead *in;
	struct span key, text;
	enum gcl_status st;

	st = decode(ap, fr->key_off, fr->key_len, fr->key_flags, &ap->key,
	    NULL, &key);
	if (st == GCL_OK)
		st = decode(ap, ev->off, ev->len, ev->flags, &ap->value, NULL,
		    &text);
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

static void
drop_hits(struct apply *ap)
{
	const struct rule *keep_rule =
	    ap->run.rules->known[KNOWN_DUPLICATE_KEY];
	struct hits *hs = ap->run.hits;
	size_t i, n = 0;

	for (i = 0; i < hs->n; i++)
		if (hs->list[i].rule == keep_rule)
			hs->list[n++] = hs->list[i];
	hs->n = n;
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
	drop_hits(ap);
	f = (struct fault){ .words = &in->words, .off = ap->root_off,
		.len = 1, .say = "this is not what the pack is for",
		.env.type = JSON_OBJECT, .env.name = SPAN("the document") };
	return raise(ap, &f);
}

static const struct misplaced *
find_misplaced(const struct shape *s, struct span key)
{
	size_t i;

	for (i = 0; i < s->n_misplaced; i++)
		if (gcl_span_eq(s->misplaced[i].key, key))
			return &s->misplaced[i];
	return NULL;
}

/* A fault at the name of the member at hand. */
static void
fault_of_key(struct apply *ap, const struct walk_event *ev, struct span key,
	struct fault *f)
{
	*f = (struct fault){ .n_steps = ap->n_frames };
	gcl_walk_extent(ev, &f->off, &f->len);
	f->env.type = JSON_STRING;
	f->env.text = f->env.name = key;
	f->env.raw = raw(ap, ev->off, ev->len);
}

static enum gcl_status
raise_duplicate(struct apply *ap, const struct walk_event *ev,
	struct span key, uint32_t first_off, uint32_t first_len)
{
	struct words w = known_words(ap, KNOWN_DUPLICATE_KEY);
	struct fault f;

	w.related = "the first one";
	fault_of_key(ap, ev, key, &f);
	f.words = &w;
	f.say = "the member \"{name}\" is here twice";
	f.help = "keep one: servers differ in which one they take";
	f.related = true;
	f.related_off = first_off - 1;
	f.related_len = first_len + 2;
	return raise(ap, &f);
}

static enum gcl_status
take_misplaced(struct apply *ap, const struct walk_event *ev, struct span key,
	const struct misplaced *mp)
{
	struct slot *slots = ap->slots + top(ap)->slots;
	struct fault f;

	if (mp->stands_for)
		slots[mp->stands_for->index].excuse = EXCUSE_MISPLACED;
	fault_of_key(ap, ev, key, &f);
	f.words = &mp->words;
	f.say = "\"{name}\" does not belong here";
	return raise(ap, &f);
}

/* An unknown member waits for the end of its object. */
static enum gcl_status
take_unknown(struct apply *ap, const struct walk_event *ev, struct span key)
{
	bool found;
	enum gcl_status st;

	st = find_placeholder(ap, ev, key, &found);
	if (st != GCL_OK || found)
		return st;
	if (gcl_grow(&ap->unknown, &ap->cap_unknown, ap->n_unknown + 1,
	    sizeof(*ap->unknown)) < 0)
		return GCL_ENOMEM;
	ap->unknown[ap->n_unknown++] = (struct unknown){ ev->off, ev->len,
		ev->flags };
	return GCL_OK;
}

static enum gcl_status
take_known(struct apply *ap, const struct walk_event *ev, struct span key,
	const struct field *fd)
{
	struct slot *s = &ap->slots[top(ap)->slots + fd->index];
	struct fault f;

	if (s->seen)
		return raise_duplicate(ap, ev, key, s->key_off, s->key_len);
	s->seen = true;
	s->key_off = ev->off;
	s->key_len = ev->len;
	if (!fd->at_key)
		return GCL_OK;
	fault_of_key(ap, ev, key, &f);
	f.words = fd->at_key;
	f.say = "{name} is not for requests";
	return raise(ap, &f);
}

static enum gcl_status
take_other_key(struct apply *ap, const struct walk_event *ev, struct span key)
{
	const struct shape *shape = top(ap)->shape;
	const struct keyset_entry *first;
	const struct misplaced *mp;
	enum gcl_status st;

	st = gcl_keyset_add(&ap->names, (uint32_t)ap->n_frames, key, ev->off,
	    ev->len, same_name, ap, &first);
	if (st != GCL_OK)
		return st;
	if (first)
		return raise_duplicate(ap, ev, key, first->off, first->len);
	if (!shape)
		return GCL_OK;
	mp = find_misplaced(shape, key);
	if (mp)
		return take_misplaced(ap, ev, key, mp);
	return shape->open ? GCL_OK : take_unknown(ap, ev, key);
}

static enum gcl_status
take_key(struct apply *ap, const struct walk_event *ev)
{
	struct frame *fr = top(ap);
	enum gcl_status st;
	struct span key;

	fr->key_off = ev->off;
	fr->key_len = ev->len;
	fr->key_flags = ev->flags;
	st = decode(ap, ev->off, ev->len, ev->flags, &ap->key, &ap->map, &key);
	if (st != GCL_OK)
		return st;
	fr->member = fr->shape ? gcl_shape_field(fr->shape, key) : NULL;
	if (fr->member)
		return take_known(ap, ev, key, fr->member);
	if (fr->field && !fr->shape)
		fr->member = fr->field->each;
	return take_other_key(ap, ev, key);
}

/* ---- containers ---- */

/* What is known of the value to come. */
static const struct field *
expected(struct apply *ap)
{
	const struct frame *fr = top(ap);

	if (!fr)
		return &ap->run.rules->root_field;
	if (fr->type == JSON_OBJECT)
		return fr->member;
	return fr->field ? fr->field->each : NULL;
}

static bool
tells(const struct apply *ap)
{
	return ap->n_frames == 1 || (ap->n_frames == 2 &&
	    ap->frames[0].type == JSON_ARRAY && ap->frames[0].n == 1);
}

/* A value begins: count it, note it. */
static enum gcl_status
begin_value(struct apply *ap, const struct walk_event *ev)
{
	struct frame *fr = top(ap);
	struct slot *s;

	if (!fr) {
		ap->root_off = ev->off;
		ap->root_type = ev->type;
		return GCL_OK;
	}
	if (fr->type == JSON_ARRAY) {
		fr->n++;
		return GCL_OK;
	}
	if (fr->shape && fr->member) {
		s = &ap->slots[fr->slots + fr->member->index];
		s->off = ev->off;
		s->len = ev->len;
		s->type = (unsigned char)ev->type;
		s->flags = (unsigned char)ev->flags;
	}
	return tells(ap) ? learn_member(ap, ev) : GCL_OK;
}

static enum gcl_status
push(struct apply *ap, const struct walk_event *ev, const struct field *fd)
{
	bool object = ev->type == JSON_OBJECT;
	const struct shape *shape = fd && object ? fd->type->shape : NULL;
	size_t slots = shape ? shape->n_fields : 0;
	size_t states = fd && !object ? fd->n_states : 0;

	if (gcl_grow(&ap->frames, &ap->cap_frames, ap->n_frames + 1,
	    sizeof(*ap->frames)) < 0 ||
	    gcl_grow(&ap->slots, &ap->cap_slots, ap->n_slots + slots,
	    sizeof(*ap->slots)) < 0 ||
	    gcl_grow(&ap->states, &ap->cap_states, ap->n_states + states,
	    sizeof(*ap->states)) < 0)
		return GCL_ENOMEM;
	ap->frames[ap->n_frames++] = (struct frame){ .type = ev->type,
		.field = fd, .shape = shape, .off = ev->off,
		.slots = ap->n_slots, .states = ap->n_states,
		.unknown = ap->n_unknown, .names = ap->names.n };
	if (slots)
		memset(ap->slots + ap->n_slots, 0, slots * sizeof(*ap->slots));
	if (states)
		memset(ap->states + ap->n_states, 0,
		    states * sizeof(*ap->states));
	ap->n_slots += slots;
	ap->n_states += states;
	return GCL_OK;
}

static enum gcl_status
open_container(struct apply *ap, const struct walk_event *ev)
{
	const struct field *fd = expected(ap);
	enum gcl_status st = begin_value(ap, ev);

	if (st != GCL_OK)
		return st;
	if (fd && !(fd->type->mask & ev->type)) {
		st = raise_wrong_type(ap, fd, ev, gcl_span(NULL, 0));
		fd = NULL;
	}
	return st == GCL_OK || st == GCL_ELIMIT ? push(ap, ev, fd) : st;
}

/* The nearest member that is not there. */
static const struct field *
resembles(const struct apply *ap, const struct frame *fr, struct span key)
{
	const struct shape *shape = fr->shape;
	const struct slot *slots = ap->slots + fr->slots;
	struct suggest near;
	size_t i;

	gcl_suggest_init(&near, key);
	for (i = 0; i < shape->n_fields; i++)
		if (!slots[i].seen && !slots[i].excuse)
			gcl_suggest_offer(&near, shape->fields[i]->key, i);
	return near.found ? shape->fields[near.index] : NULL;
}

static enum gcl_status
close_unknown(struct apply *ap, struct frame *fr, const struct unknown *u)
{
	struct words w = known_words(ap, KNOWN_UNKNOWN);
	signed char level = ap->run.levels[w.rule->index];
	const struct field *near;
	enum gcl_status st;
	struct span key;
	struct fault f;

	st = decode(ap, u->off, u->len, u->flags, &ap->key, NULL, &key);
	if (st != GCL_OK)
		return st;
	f = (struct fault){ .words = &w, .off = u->off - 1,
		.len = u->len + 2, .n_steps = ap->n_frames - 1, .step = u,
		.say = "unknown member \"{name}\"" };
	f.env.type = JSON_STRING;
	f.env.name = f.env.text = key;
	near = resembles(ap, fr, key);
	if (near) {
		f.say = "unknown member \"{name}\": did you mean \"{suggest}\"?";
		f.help = "\"{suggest}\"";
		f.env.suggest = near->key;
	}
	if (near && near->missing && level != GCL_OFF) {
		ap->slots[fr->slots + near->index].excuse = EXCUSE_MISSPELT;
		w.has_severity = true;
		w.severity = level_of(ap, near->missing);
		if (w.severity < w.rule->severity)
			w.severity = w.rule->severity;
	}
	return raise(ap, &f);
}

static enum gcl_status
raise_missing(struct apply *ap, struct frame *fr, const struct field *fd)
{
	struct fault f = { .words = fd->missing, .off = fr->off, .len = 1,
		.n_steps = ap->n_frames - 1, .say = "{name} is missing" };

	f.env.name = fd->key;
	f.env.want_type = fd->type;
	return raise(ap, &f);
}

static enum gcl_status
close_missing(struct apply *ap, struct frame *fr, const struct field *fd)
{
	const struct slot *s = &ap->slots[fr->slots + fd->index];

	if (!fd->missing || s->seen || s->excuse == EXCUSE_MISSPELT)
		return GCL_OK;
	if (s->excuse && level_of(ap, fd->missing) < GCL_ERROR)
		return GCL_OK;
	return raise_missing(ap, fr, fd);
}

static enum gcl_status
close_object(struct apply *ap, struct frame *fr)
{
	const struct shape *shape = fr->shape;
	enum gcl_status st = GCL_OK;
	size_t i;

	for (i = fr->unknown; i < ap->n_unknown && st == GCL_OK; i++)
		st = close_unknown(ap, fr, &ap->unknown[i]);
	for (i = 0; shape && i < shape->n_fields && st == GCL_OK; i++)
		st = close_missing(ap, fr, shape->fields[i]);
	return st;
}

/* The container that ends, as its checks see it. */
static enum gcl_status
close_checks(struct apply *ap, struct frame *fr,
	const struct check_value *v)
{
	const struct walk_event open = { .kind = WALK_OPEN, .type = fr->type,
		.off = fr->off, .len = 1 };
	struct outcome o = { false, false };
	enum gcl_status st = GCL_OK;
	const struct check *c;
	struct fault f;

	if (!fr->field)
		return GCL_OK;
	ap->n_frames--;
	gcl_map_reset(&ap->map);
	fault_of_value(ap, &open, gcl_span(NULL, 0), &f);
	for (c = fr->shape ? fr->shape->checks : NULL; c && st == GCL_OK;
	     c = c->next)
		st = do_check(ap, c, v, 0, &f, &o);
	if (st == GCL_OK && fr->field->checks)
		st = do_checks(ap, fr->field, v, ap->states + fr->states, &f);
	ap->n_frames++;
	return st;
}

/* An element is complete: the array's checks look at it. */
static enum gcl_status
end_element(struct apply *ap, const struct check_value *v)
{
	struct frame *fr = top(ap);
	const struct check *c = fr && fr->type == JSON_ARRAY && fr->field ?
	    fr->field->checks : NULL;
	enum gcl_status st = GCL_OK;
	enum verdict verdict;
	struct mark m;
	struct fault f;

	for (; c && st == GCL_OK; c = c->next) {
		if (!c->kind->element)
			continue;
		m = (struct mark){ .set = false };
		ap->env.owner = (uint32_t)ap->n_frames |
		    (uint32_t)(c->state + 1) << 24;
		verdict = c->kind->element(c, &ap->env, v,
		    &ap->states[fr->states + c->state], &m);
		if (verdict == CHECK_NOMEM)
			return GCL_ENOMEM;
		if (verdict != CHECK_FAIL)
			continue;
		f = (struct fault){ .n_steps = ap->n_frames };
		st = raise_check(ap, c, v, &m, &f);
	}
	return st;
}

static enum gcl_status
close_container(struct apply *ap)
{
	struct frame *fr = top(ap);
	struct check_value v = { .type = fr->type, .n = fr->n,
		.off = fr->off, .len = 1, .shape = fr->shape,
		.slots = ap->slots + fr->slots };
	enum gcl_status st = GCL_OK;

	if (fr->type == JSON_OBJECT)
		st = close_object(ap, fr);
	if (st == GCL_OK)
		st = close_checks(ap, fr, &v);
	gcl_keyset_cut(&ap->names, fr->names);
	ap->n_slots = fr->slots;
	ap->n_states = fr->states;
	ap->n_unknown = fr->unknown;
	ap->n_frames--;
	return st == GCL_OK ? end_element(ap, &v) : st;
}

static enum gcl_status
take_scalar(struct apply *ap, const struct walk_event *ev)
{
	const struct field *fd = expected(ap);
	struct check_value v = { .type = ev->type, .off = ev->off,
		.len = ev->len };
	const struct frame *fr = top(ap);
	enum gcl_status st;

	st = begin_value(ap, ev);
	if (st == GCL_OK && fd)
		st = check_scalar(ap, fd, ev);
	if (st != GCL_OK || !fr || fr->type != JSON_ARRAY || !fr->field ||
	    !fr->field->n_states)
		return st;
	st = decode(ap, ev->off, ev->len, ev->flags, &ap->value, NULL,
	    &v.text);
	return st == GCL_OK ? end_element(ap, &v) : st;
}

enum gcl_status
gcl_apply_event(struct apply *ap, const struct walk_event *ev)
{
	switch (ev->kind) {
	case WALK_KEY:
		return take_key(ap, ev);
	case WALK_SCALAR:
		return take_scalar(ap, ev);
	case WALK_OPEN:
		return open_container(ap, ev);
	case WALK_CLOSE:
		return close_container(ap);
	default:
		return GCL_OK;
	}
}
