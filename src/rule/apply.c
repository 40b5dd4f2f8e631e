/*
 * The rule engine.
 *
 * Three stacks grow with the open containers: the slots of an object's known
 * members, the states of an array's checks, and the unknown names that wait
 * for the object's end.  A frame holds where its own part of each begins.
 */
#include "config.h"

#include "rule/apply_p.h"

#include <stdlib.h>

#include "base/limits.h"
#include "json/string.h"

struct apply *
gcl_apply_new(uint64_t seed)
{
	struct apply *ap = calloc(1, sizeof(*ap));

	if (!ap)
		return NULL;
	gcl_buf_init(&ap->value, LIMIT_TEXT_BYTES);
	gcl_buf_init(&ap->key, LIMIT_TEXT_BYTES);
	gcl_buf_init(&ap->other, LIMIT_TEXT_BYTES);
	gcl_buf_init(&ap->name, LIMIT_TEXT_BYTES);
	gcl_buf_init(&ap->words, LIMIT_TEXT_BYTES);
	gcl_buf_init(&ap->help, LIMIT_TEXT_BYTES);
	gcl_buf_init(&ap->kind_words, LIMIT_TEXT_BYTES);
	gcl_buf_init(&ap->pointer, LIMIT_MESSAGE_BYTES);
	gcl_buf_init(&ap->fix[0], LIMIT_TEXT_BYTES);
	gcl_buf_init(&ap->fix[1], LIMIT_TEXT_BYTES);
	gcl_map_init(&ap->map);
	gcl_keyset_init(&ap->names, seed);
	ap->matcher = gcl_matcher_new();
	/* An empty part of a stack is pointed to as well, so none is NULL. */
	if (!ap->matcher ||
	    gcl_grow(&ap->slots, &ap->cap_slots, 1, sizeof(*ap->slots)) < 0 ||
	    gcl_grow(&ap->states, &ap->cap_states, 1,
	    sizeof(*ap->states)) < 0) {
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
	gcl_probe_free(ap->probe);
	gcl_matcher_free(ap->matcher);
	free(ap->frames);
	free(ap->slots);
	free(ap->states);
	free(ap->unknown);
	free(ap);
}

enum gcl_status
gcl_apply_unescape(struct span raw, struct buf *buf, struct map *map,
	struct span *out)
{
	enum gcl_status st;

	gcl_buf_reset(buf);
	st = gcl_json_decode(raw, buf, map);
	*out = gcl_buf_span(buf);
	return st;
}

/* ---- what check kinds may ask ---- */

/* Both sides are decoded only when one of them has an escape. */
bool
gcl_apply_same_name(const void *ctx, const struct keyset_entry *e,
	struct span name)
{
	struct apply *ap = (struct apply *)(uintptr_t)ctx;
	struct span s = gcl_apply_raw(ap, e->off, e->len);

	if (memchr(s.ptr, '\\', s.len) &&
	    gcl_apply_decode(ap, e->off, e->len, STRING_ESCAPE, &ap->other,
	    NULL, &s))
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

	st = gcl_keyset_add(&ap->names, env->owner, text, off, len,
	    gcl_apply_same_name, ap, &e);
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

	return gcl_apply_decode(ap, s->off, s->len, s->flags, &ap->key, NULL,
	    out);
}

void
gcl_apply_start(struct apply *ap, const struct apply_run *run)
{
	if (ap->noted_of != run->rules) {
		memset(ap->told, 0, sizeof(ap->told));
		memset(ap->passed, 0, sizeof(ap->passed));
	}
	ap->noted_of = run->rules;
	ap->run = *run;
	ap->root = &run->rules->root_field;
	ap->inner = false;
	ap->env = (struct check_env){ .rules = run->rules,
		.matcher = ap->matcher, .words = &ap->kind_words,
		.seen = env_seen, .text = env_text };
	gcl_matcher_reset(ap->matcher);
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

bool
gcl_apply_nomem(const struct apply *ap)
{
	return gcl_matcher_nomem(ap->matcher);
}

/* What is known of the value to come. */
static const struct field *
expected(struct apply *ap)
{
	const struct frame *fr = gcl_apply_top(ap);

	if (!fr)
		return ap->root;
	if (fr->type == JSON_OBJECT)
		return fr->member;
	return fr->field ? fr->field->each : NULL;
}

/* A value begins: count it, note it. */
static enum gcl_status
begin_value(struct apply *ap, const struct walk_event *ev)
{
	struct frame *fr = gcl_apply_top(ap);
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
		s->open = false;
	}
	return fr->tells ? gcl_apply_learn(ap, ev) : GCL_OK;
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
	gcl_apply_tells(ap, &ap->frames[ap->n_frames - 1]);
	ap->n_slots += slots;
	ap->n_states += states;
	return GCL_OK;
}

enum gcl_status
gcl_apply_open(struct apply *ap, const struct field *fd,
	const struct walk_event *ev)
{
	enum gcl_status st = GCL_OK;

	if (fd && !(fd->type->mask & ev->type)) {
		st = gcl_apply_wrong_type(ap, fd, ev, gcl_span(NULL, 0));
		fd = NULL;
	}
	return st == GCL_OK || st == GCL_ELIMIT ? push(ap, ev, fd) : st;
}

static enum gcl_status
open_container(struct apply *ap, const struct walk_event *ev)
{
	const struct field *fd = expected(ap);
	enum gcl_status st = begin_value(ap, ev);

	return st == GCL_OK ? gcl_apply_open(ap, fd, ev) : st;
}

/* The container that ends, as its checks see it. */
static enum gcl_status
close_checks(struct apply *ap, struct frame *fr,
	const struct check_value *v)
{
	const struct walk_event open = { .kind = WALK_OPEN, .type = fr->type,
		.off = fr->off, .len = 1 };
	const struct place place = { .ev = &open, .field = fr->field };
	struct outcome o = { false, false };
	enum gcl_status st = GCL_OK;
	const struct check *c;

	if (!fr->field)
		return GCL_OK;
	ap->n_frames--;
	gcl_map_reset(&ap->map);
	for (c = fr->shape ? fr->shape->checks : NULL; c && st == GCL_OK;
	     c = c->next)
		st = gcl_apply_check(ap, c, v, 0, &place, &o);
	if (st == GCL_OK && fr->field->checks)
		st = gcl_apply_checks(ap, fr->field, v,
		    ap->states + fr->states, &place);
	ap->n_frames++;
	return st;
}

/* An element is complete: the array's checks look at it. */
static enum gcl_status
end_element(struct apply *ap, const struct check_value *v)
{
	struct frame *fr = gcl_apply_top(ap);
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
		st = gcl_apply_failed(ap, c, v, &m, &f);
	}
	return st;
}

static enum gcl_status
close_container(struct apply *ap, const struct walk_event *ev)
{
	struct frame *fr = gcl_apply_top(ap);
	struct check_value v = { .type = fr->type, .n = fr->n,
		.off = fr->off, .len = 1, .shape = fr->shape,
		.slots = ap->slots + fr->slots };
	enum gcl_status st = GCL_OK;

	fr->end = ev->off;
	if (fr->type == JSON_OBJECT)
		st = gcl_apply_close_members(ap, fr);
	if (st == GCL_OK)
		st = close_checks(ap, fr, &v);
	gcl_keyset_cut(&ap->names, fr->names);
	ap->n_slots = fr->slots;
	ap->n_states = fr->states;
	ap->n_unknown = fr->unknown;
	ap->n_frames--;
	return st == GCL_OK ? end_element(ap, &v) : st;
}

/* Checks that look at members later must know of a placeholder. */
static void
note_placeholder(struct apply *ap)
{
	const struct frame *fr = gcl_apply_top(ap);

	if (fr && fr->shape && fr->member)
		ap->slots[fr->slots + fr->member->index].open = true;
}

static enum gcl_status
take_scalar(struct apply *ap, const struct walk_event *ev)
{
	const struct field *fd = expected(ap);
	struct check_value v = { .type = ev->type, .off = ev->off,
		.len = ev->len };
	const struct frame *fr = gcl_apply_top(ap);
	enum gcl_status st;

	st = begin_value(ap, ev);
	if (st == GCL_OK && fd)
		st = gcl_apply_scalar(ap, fd, ev, &v.open);
	if (v.open)
		note_placeholder(ap);
	if (st != GCL_OK || !fr || fr->type != JSON_ARRAY || !fr->field ||
	    !fr->field->n_states)
		return st;
	st = gcl_apply_decode(ap, ev->off, ev->len, ev->flags, &ap->value,
	    NULL, &v.text);
	return st == GCL_OK ? end_element(ap, &v) : st;
}

enum gcl_status
gcl_apply_event(struct apply *ap, const struct walk_event *ev)
{
	switch (ev->kind) {
	case WALK_KEY:
		return gcl_apply_key(ap, ev);
	case WALK_SCALAR:
		return take_scalar(ap, ev);
	case WALK_OPEN:
		return open_container(ap, ev);
	case WALK_CLOSE:
		return close_container(ap, ev);
	default:
		return GCL_OK;
	}
}
