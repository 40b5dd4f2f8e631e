/*
 * The rule engine: what a value may be, checks and ladders.
 */
#include "config.h"

#include "rule/apply_p.h"

#include "base/suggest.h"
#include "base/utf8.h"
#include "base/word.h"

/* The value of an event, with what messages may want to know of it. */
void
gcl_apply_fault_of(struct apply *ap, const struct walk_event *ev,
	struct span text, struct fault *f)
{
	bool container = ev->kind == WALK_OPEN || ev->kind == WALK_CLOSE;
	const struct frame *in = gcl_apply_top(ap);

	*f = (struct fault){ .n_steps = ap->n_frames, .in = in };
	if (in && in->type == JSON_OBJECT) {
		f->key_off = in->key_off;
		f->key_len = in->key_len;
	}
	gcl_walk_extent(ev, &f->off, &f->len);
	f->value_off = f->off;
	f->value_len = container ? 0 : f->len;
	f->env.type = ev->type;
	f->env.text = text;
	f->env.raw = gcl_apply_raw(ap, ev->off, ev->len);
}

static enum gcl_status
raise_null(struct apply *ap, const struct field *fd,
	const struct walk_event *ev)
{
	struct fault f;

	if (!fd->missing)
		return GCL_OK;
	gcl_apply_fault_of(ap, ev, gcl_apply_raw(ap, ev->off, ev->len), &f);
	f.words = fd->missing;
	f.say = "{name} is null";
	f.field = fd;
	f.env.in_place = true;
	return gcl_apply_fault(ap, &f);
}

enum gcl_status
gcl_apply_wrong_type(struct apply *ap, const struct field *fd,
	const struct walk_event *ev, struct span text)
{
	struct fault f;

	gcl_apply_fault_of(ap, ev, text, &f);
	f.words = &fd->wrong;
	f.field = fd;
	f.fix = &gcl_fix_type;
	f.env.want_type = fd->type;
	f.say = "{name} is {type}, not {want}";
	return gcl_apply_fault(ap, &f);
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

enum gcl_status
gcl_apply_failed(struct apply *ap, const struct check *c,
	const struct check_value *v, const struct mark *m, struct fault *f)
{
	struct unknown step;
	struct fix put;

	f->words = &c->words;
	f->say = m->say ? m->say : c->kind->say;
	f->help = m->help ? m->help : c->kind->help;
	f->env.want_check = c;
	f->env.count = v->type == JSON_STRING ? gcl_utf8_count(v->text) :
	    v->n;
	f->env.suggest = m->suggest;
	if (m->suggest.ptr && v->type == JSON_STRING) {
		put = (struct fix){ .kind = FIX_PUT, .text = m->suggest,
			.safe = gcl_suggest_is_case(v->text, m->suggest) };
		f->fix = &put;
		if (!f->help)
			f->help = "\"{suggest}\"";
	}
	if (m->has_groups)
		f->env.groups = &m->groups;
	point_at(ap, m, v, f);
	if (m->member) {
		step = (struct unknown){ m->key_off, m->key_len,
			STRING_ESCAPE };
		f->step = &step;
	}
	if (m->related) {
		f->related = true;
		f->related_off = m->related_off - 1;
		f->related_len = m->related_len + 2;
	}
	return gcl_apply_fault(ap, f);
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

static enum gcl_status
fail_check(struct apply *ap, const struct check *c,
	const struct check_value *v, const struct mark *m,
	const struct place *p, struct outcome *o)
{
	struct fault f;

	o->failed = true;
	gcl_apply_fault_of(ap, p->ev, p->text, &f);
	f.env.name = p->name;
	f.field = p->field;
	f.ladder = p->ladder;
	f.step = p->step;
	return gcl_apply_failed(ap, c, v, m, &f);
}

static enum gcl_status do_ladder(struct apply *ap, const struct format *fmt,
	const struct check_value *v, const struct place *p,
	struct outcome *o);

/* A ladder for a member of the object at hand, which is complete. */
static enum gcl_status
climb(struct apply *ap, const struct mark *m, struct outcome *o)
{
	const struct slot *s = m->climb;
	const struct walk_event ev = { .kind = WALK_SCALAR,
		.type = JSON_STRING, .flags = s->flags, .off = s->off,
		.len = s->len };
	const struct unknown step = { s->key_off, s->key_len, STRING_ESCAPE };
	struct check_value v = { .type = JSON_STRING, .off = s->off,
		.len = s->len };
	struct outcome inner = { false, false };
	struct field field = *m->field;
	struct place place = { .ev = &ev, .name = m->suggest, .field = &field,
		.ladder = m->ladder, .step = &step };
	enum gcl_status st;

	st = gcl_apply_decode(ap, s->off, s->len, s->flags, &ap->value,
	    &ap->map, &v.text);
	if (st != GCL_OK)
		return st;
	place.text = v.text;
	field.format = m->ladder;
	st = do_ladder(ap, m->ladder, &v, &place, &inner);
	o->failed = o->failed || inner.failed;
	gcl_map_reset(&ap->map);
	return st;
}

enum gcl_status
gcl_apply_check(struct apply *ap, const struct check *c,
	const struct check_value *v, uint64_t state, const struct place *p,
	struct outcome *o)
{
	struct mark m;

	m.set = m.has_groups = m.elsewhere = m.member = m.related = false;
	m.lacks = false;
	m.say = m.help = NULL;
	m.suggest = gcl_span(NULL, 0);
	switch (run_check(ap, c, v, state, &m)) {
	case CHECK_PASS:
		return GCL_OK;
	case CHECK_STOP:
		o->stop = true;
		return GCL_OK;
	case CHECK_LIMIT:
		return gcl_apply_give_up(ap, c->words.rule, v->off);
	case CHECK_NOMEM:
		return GCL_ENOMEM;
	case CHECK_CLIMB:
		return climb(ap, &m, o);
	default:
		return fail_check(ap, c, v, &m, p, o);
	}
}

/* A step that is a ladder of its own: what stops it does not stop this one. */
static enum gcl_status
do_inner(struct apply *ap, const struct check *c, const struct check_value *v,
	const struct place *p, struct outcome *o)
{
	enum match_result r = c->iff ? gcl_pattern_match(ap->matcher, c->iff,
	    v->text, 0, NULL) : MATCH_YES;
	struct outcome inner = { false, false };
	enum gcl_status st;

	if (r == MATCH_LIMIT)
		return gcl_apply_give_up(ap, c->words.rule, v->off);
	if (r == MATCH_NO)
		return GCL_OK;
	st = do_ladder(ap, c->format, v, p, &inner);
	o->failed = inner.failed;
	return st;
}

/* One step after the other, up to the first fault. */
static enum gcl_status
do_ladder(struct apply *ap, const struct format *fmt,
	const struct check_value *v, const struct place *p, struct outcome *o)
{
	const struct check *c = fmt->steps;
	enum gcl_status st = GCL_OK;

	for (; c && st == GCL_OK && !o->stop && !o->failed; c = c->next)
		st = c->format ? do_inner(ap, c, v, p, o) :
		    gcl_apply_check(ap, c, v, 0, p, o);
	return st;
}

bool
gcl_apply_passes(struct apply *ap, const struct format *fmt, struct span text)
{
	const struct check_value v = { .type = JSON_STRING, .text = text };
	const struct check *c;
	struct mark m;

	for (c = fmt->steps; c; c = c->next) {
		if (c->format) {
			if ((!c->iff || gcl_pattern_match(ap->matcher, c->iff,
			    text, 0, NULL) == MATCH_YES) &&
			    !gcl_apply_passes(ap, c->format, text))
				return false;
			continue;
		}
		m = (struct mark){ .set = false };
		switch (run_check(ap, c, &v, 0, &m)) {
		case CHECK_PASS:
			break;
		case CHECK_STOP:
			return true;
		default:
			return false;
		}
	}
	return true;
}

/* Where it is noted that a ladder has passed a string; NULL: nowhere. */
static struct passed *
note_of(struct apply *ap, const struct format *fmt, struct span text)
{
	uint64_t first, last;

	if (text.len < sizeof(first) || text.len > PASSED_BYTES)
		return NULL;
	first = gcl_word(text.ptr);
	last = gcl_word(text.ptr + text.len - sizeof(last));
	return &ap->passed[((first + 31 * last + (uintptr_t)fmt) *
	    0x9e3779b97f4a7c15u >> 40) % N_PASSED];
}

static bool
is_noted(const struct passed *p, const struct format *fmt, struct span text)
{
	return p->format == fmt && p->len == text.len &&
	    !memcmp(p->text, text.ptr, text.len);
}

/* A member's ladder.  Whether it passes a string depends on nothing else. */
static enum gcl_status
climb_ladder(struct apply *ap, const struct format *fmt,
	const struct check_value *v, const struct place *p)
{
	struct passed *note = v->type == JSON_STRING ?
	    note_of(ap, fmt, v->text) : NULL;
	struct outcome o = { false, false };
	enum gcl_status st;

	if (note && is_noted(note, fmt, v->text))
		return GCL_OK;
	st = do_ladder(ap, fmt, v, p, &o);
	if (!note || st != GCL_OK || o.failed)
		return st;
	note->format = fmt;
	note->len = (unsigned char)v->text.len;
	memcpy(note->text, v->text.ptr, v->text.len);
	return GCL_OK;
}

/* Checks on their own, then the ladder when they passed. */
enum gcl_status
gcl_apply_checks(struct apply *ap, const struct field *fd,
	const struct check_value *v, const uint64_t *states,
	const struct place *p)
{
	struct outcome o = { false, false };
	enum gcl_status st = GCL_OK;
	const struct check *c;

	for (c = fd->checks; c && st == GCL_OK; c = c->next)
		st = gcl_apply_check(ap, c, v,
		    v->type == JSON_ARRAY && c->kind->element ?
		    states[c->state] : 0, p, &o);
	return st == GCL_OK && fd->format && !o.stop && !o.failed ?
	    climb_ladder(ap, fd->format, v, p) : st;
}

enum gcl_status
gcl_apply_find_placeholder(struct apply *ap, const struct walk_event *ev,
	struct span text, bool *found)
{
	struct words w = gcl_apply_known(ap, KNOWN_PLACEHOLDER);
	const struct check_value v = { .text = text, .off = ev->off };
	struct mark m = { .set = true };
	struct fault f;

	switch (gcl_pattern_match(ap->matcher, ap->run.rules->placeholder,
	    text, 0, &m.groups)) {
	case MATCH_NO:
		return GCL_OK;
	case MATCH_LIMIT:
		return gcl_apply_give_up(ap, w.rule, ev->off);
	default:
		break;
	}
	*found = true;
	gcl_apply_fault_of(ap, ev, text, &f);
	m.off = (size_t)m.groups.start[0];
	m.len = (size_t)(m.groups.end[0] - m.groups.start[0]);
	point_at(ap, &m, &v, &f);
	f.words = &w;
	f.env.groups = &m.groups;
	f.say = "the placeholder {0} is not filled in";
	f.help = "put a value here, or lint what the template makes";
	return gcl_apply_fault(ap, &f);
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

enum gcl_status
gcl_apply_scalar(struct apply *ap, const struct field *fd,
	const struct walk_event *ev, bool *open)
{
	struct check_value v;
	enum gcl_status st;
	/* Absent is a member that is null; a document or element is not. */
	const struct frame *top = gcl_apply_top(ap);
	struct place place;
	struct span text;

	*open = false;
	if (ev->type == JSON_NULL && top && top->type == JSON_OBJECT)
		return raise_null(ap, fd, ev);
	st = gcl_apply_decode(ap, ev->off, ev->len, ev->flags, &ap->value,
	    &ap->map, &text);
	if (st != GCL_OK)
		return st;
	st = gcl_apply_placeholder(ap, ev, text, open);
	if (st != GCL_OK || *open)
		return st;
	if (!right_type(fd->type, ev, text))
		return gcl_apply_wrong_type(ap, fd, ev, text);
	if (!fd->checks && !fd->format)
		return GCL_OK;
	v = (struct check_value){ .type = ev->type, .text = text,
		.off = ev->off, .len = ev->len };
	place = (struct place){ .ev = ev, .text = text, .field = fd,
		.ladder = fd->format };
	return gcl_apply_checks(ap, fd, &v, NULL, &place);
}
