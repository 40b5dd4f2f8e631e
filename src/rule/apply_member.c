/*
 * The rule engine: the members of an object, known, misplaced, unknown, twice
 * there or missing.
 */
#include "config.h"

#include "rule/apply_p.h"

#include "base/limits.h"
#include "base/suggest.h"

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
	*f = (struct fault){ .at = AT_KEY, .n_steps = ap->n_frames,
		.in = gcl_apply_top(ap), .key_off = ev->off,
		.key_len = ev->len };
	gcl_walk_extent(ev, &f->off, &f->len);
	f->env.type = JSON_STRING;
	f->env.text = f->env.name = key;
	f->env.raw = gcl_apply_raw(ap, ev->off, ev->len);
}

static const struct fix fix_remove = { .kind = FIX_REMOVE };
static const struct fix fix_repeated = { .kind = FIX_REMOVE, .safe = true };

/* Has the member the same value, in the same words, as the one before it? */
static bool
is_repeated(const struct apply *ap, const struct walk_event *ev,
	uint32_t first_off)
{
	struct span text = ap->run.text;
	size_t off = gcl_json_value_of(text, ev->off - 1);
	size_t end = gcl_json_end(text, off, LIMIT_FIX_BYTES);
	size_t first = gcl_json_value_of(text, first_off - 1), len;

	len = end ? end - off : 0;
	return len > 0 && text.len - first > len &&
	    !memcmp(text.ptr + first, text.ptr + off, len) &&
	    gcl_json_end(text, first, len + 1) == first + len;
}

static enum gcl_status
raise_duplicate(struct apply *ap, const struct walk_event *ev,
	struct span key, uint32_t first_off, uint32_t first_len)
{
	struct words w = gcl_apply_known(ap, KNOWN_DUPLICATE_KEY);
	struct fault f;

	w.related = "the first one";
	fault_of_key(ap, ev, key, &f);
	f.words = &w;
	f.say = "the member \"{name}\" is here twice";
	f.help = "keep one: servers differ in which one they take";
	if (is_repeated(ap, ev, first_off))
		f.fix = &fix_repeated;
	f.related = true;
	f.related_off = first_off - 1;
	f.related_len = first_len + 2;
	return gcl_apply_fault(ap, &f);
}

static enum gcl_status
take_misplaced(struct apply *ap, const struct walk_event *ev, struct span key,
	const struct misplaced *mp)
{
	struct slot *slots = ap->slots + gcl_apply_top(ap)->slots;
	struct fault f;

	if (mp->stands_for)
		slots[mp->stands_for->index].excuse = EXCUSE_MISPLACED;
	fault_of_key(ap, ev, key, &f);
	f.words = &mp->words;
	f.say = "\"{name}\" does not belong here";
	return gcl_apply_fault(ap, &f);
}

/* An unknown member waits for the end of its object. */
static enum gcl_status
take_unknown(struct apply *ap, const struct walk_event *ev, struct span key)
{
	bool found;
	enum gcl_status st;

	st = gcl_apply_placeholder(ap, ev, key, &found);
	if (st != GCL_OK || found)
		return st;
	if (gcl_grow(&ap->unknown, &ap->cap_unknown, ap->n_unknown + 1,
	    sizeof(*ap->unknown)) < 0)
		return GCL_ENOMEM;
	ap->unknown[ap->n_unknown++] = (struct unknown){ ev->off, ev->len,
		ev->flags };
	return GCL_OK;
}

/* Is the value of the member that begins with this name null? */
static bool
null_follows(const struct apply *ap, const struct walk_event *ev)
{
	struct span text = ap->run.text;
	size_t p = (size_t)ev->off + ev->len + 1;

	while (p < text.len && memchr(" \t\r\n:", text.ptr[p], 5))
		p++;
	return text.len - p >= 4 && !memcmp(text.ptr + p, "null", 4);
}

static enum gcl_status
take_known(struct apply *ap, const struct walk_event *ev, struct span key,
	const struct field *fd)
{
	struct slot *s = &ap->slots[gcl_apply_top(ap)->slots + fd->index];
	struct fault f;

	if (s->seen)
		return raise_duplicate(ap, ev, key, s->key_off, s->key_len);
	s->seen = true;
	s->key_off = ev->off;
	s->key_len = ev->len;
	if (!fd->at_key || null_follows(ap, ev))
		return GCL_OK;
	fault_of_key(ap, ev, key, &f);
	f.words = fd->at_key;
	if (fd->at_key->rule == ap->run.rules->known[KNOWN_READ_ONLY])
		f.fix = &fix_remove;
	f.say = "{name} is not for requests";
	return gcl_apply_fault(ap, &f);
}

static enum gcl_status
take_other_key(struct apply *ap, const struct walk_event *ev, struct span key)
{
	const struct shape *shape = gcl_apply_top(ap)->shape;
	const struct keyset_entry *first;
	const struct misplaced *mp;
	enum gcl_status st;

	st = gcl_keyset_add(&ap->names, (uint32_t)ap->n_frames, key, ev->off,
	    ev->len, gcl_apply_same_name, ap, &first);
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

enum gcl_status
gcl_apply_key(struct apply *ap, const struct walk_event *ev)
{
	struct frame *fr = gcl_apply_top(ap);
	enum gcl_status st;
	struct span key;

	fr->key_off = ev->off;
	fr->key_len = ev->len;
	fr->key_flags = ev->flags;
	st = gcl_apply_decode(ap, ev->off, ev->len, ev->flags, &ap->key,
	    &ap->map, &key);
	if (st != GCL_OK)
		return st;
	fr->member = fr->shape ? gcl_shape_field(fr->shape, key) : NULL;
	if (fr->member)
		return take_known(ap, ev, key, fr->member);
	if (fr->field && !fr->shape && fr->field->type->map)
		fr->member = fr->field->each;
	return take_other_key(ap, ev, key);
}

/* Any member, as the two events that it is. */
static enum gcl_status
take_events(struct apply *ap, const struct walk_event *name,
	const struct walk_event *value)
{
	enum gcl_status st = gcl_apply_key(ap, name), after;

	if (st == GCL_ENOMEM)
		return st;
	after = gcl_apply_event(ap, value);
	return after == GCL_OK ? st : after;
}

/* A known member whose name is as it should be: its value. */
static enum gcl_status
take_value(struct apply *ap, const struct field *fd,
	const struct walk_event *ev)
{
	enum gcl_status st = GCL_OK;
	bool open;

	if (gcl_apply_top(ap)->tells)
		st = gcl_apply_learn(ap, ev);
	if (st != GCL_OK)
		return st;
	if (ev->kind == WALK_OPEN)
		return gcl_apply_open(ap, fd, ev);
	st = gcl_apply_scalar(ap, fd, ev, &open);
	ap->slots[gcl_apply_top(ap)->slots + fd->index].open = open;
	return st;
}

enum gcl_status
gcl_apply_member(struct apply *ap, const struct walk_event *name,
	const struct walk_event *value)
{
	struct frame *fr = gcl_apply_top(ap);
	const struct field *fd = fr->shape ? gcl_shape_field(fr->shape,
	    gcl_apply_raw(ap, name->off, name->len)) : NULL;
	struct slot *s;

	if (!fd || fd->at_key || ap->slots[fr->slots + fd->index].seen)
		return take_events(ap, name, value);
	fr->member = fd;
	fr->key_off = name->off;
	fr->key_len = name->len;
	fr->key_flags = 0;
	s = &ap->slots[fr->slots + fd->index];
	s->seen = true;
	s->key_off = name->off;
	s->key_len = name->len;
	s->off = value->off;
	s->len = value->len;
	s->type = (unsigned char)value->type;
	s->flags = (unsigned char)value->flags;
	return take_value(ap, fd, value);
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

/* No value, or one with nothing in it. */
static bool
is_empty(const struct apply *ap, const struct slot *s)
{
	struct span text = ap->run.text;
	size_t p = (size_t)s->off + 1;

	if (s->type == JSON_STRING)
		return s->len == 0;
	if (s->type != JSON_ARRAY && s->type != JSON_OBJECT)
		return s->type == 0 || s->type == JSON_NULL;
	while (p < text.len && memchr(" \t\r\n", text.ptr[p], 4))
		p++;
	return p < text.len && (text.ptr[p] == ']' || text.ptr[p] == '}');
}

/* A member that has to be there, and of which no fix knows what to say. */
static bool
asks_for(const struct apply *ap, const struct frame *fr,
	const struct field *fd)
{
	const struct slot *s = &ap->slots[fr->slots + fd->index];

	return fd->missing && !fd->missing->fix &&
	    gcl_apply_level(ap, fd->missing) >= GCL_ERROR &&
	    s->excuse != EXCUSE_MISSPELT && is_empty(ap, s);
}

/*
 * Does the object want for something?  Then what it has under unknown names may
 * be just that, and is not for deletion.
 */
static bool
wants(struct apply *ap, const struct frame *fr)
{
	const struct check_value v = { .type = JSON_OBJECT, .off = fr->off,
		.len = 1, .shape = fr->shape, .slots = ap->slots + fr->slots };
	const struct check *c = fr->shape->checks;
	struct mark m = { .lacks = false };
	size_t i;

	for (i = 0; i < fr->shape->n_fields; i++)
		if (asks_for(ap, fr, fr->shape->fields[i]))
			return true;
	for (; c && !m.lacks; c = c->next)
		if (c->kind && c->kind->want)
			c->kind->run(c, &ap->env, &v, 0, &m);
	return m.lacks;
}

static enum gcl_status
close_unknown(struct apply *ap, struct frame *fr, const struct unknown *u)
{
	struct words w = gcl_apply_known(ap, KNOWN_UNKNOWN);
	signed char level = ap->run.levels[w.rule->index];
	enum gcl_severity missing;
	const struct field *near;
	struct fix rename;
	struct slot *slot;
	enum gcl_status st;
	struct span key;
	struct fault f;

	st = gcl_apply_decode(ap, u->off, u->len, u->flags, &ap->key, NULL,
	    &key);
	if (st != GCL_OK)
		return st;
	f = (struct fault){ .words = &w, .off = u->off - 1,
		.len = u->len + 2, .n_steps = ap->n_frames - 1, .step = u,
		.at = AT_KEY, .in = fr, .key_off = u->off, .key_len = u->len,
		.say = "unknown member \"{name}\"" };
	f.env.type = JSON_STRING;
	f.env.name = f.env.text = key;
	near = resembles(ap, fr, key);
	if (near) {
		f.say = "unknown member \"{name}\": did you mean "
		    "\"{suggest}\"?";
		f.help = "\"{suggest}\"";
		f.env.suggest = near->key;
		slot = &ap->slots[fr->slots + near->index];
		rename = (struct fix){ .kind = FIX_RENAME, .text = near->key,
			.safe = gcl_suggest_is_case(key, near->key) };
		f.fix = slot->claimed ? NULL : &rename;
		slot->claimed = true;
	} else if (!wants(ap, fr)) {
		f.fix = &fix_remove;
	}
	/* What checks of the object count, it is there. */
	if (near && !near->missing)
		ap->slots[fr->slots + near->index].excuse = EXCUSE_MISSPELT;
	if (near && near->missing && level != GCL_OFF) {
		missing = gcl_apply_level(ap, near->missing);
		w.has_severity = true;
		w.severity = missing > w.rule->severity ? missing :
		    w.rule->severity;
		/* What configuration lowers does not stand for the error. */
		if (gcl_apply_level(ap, &w) >= missing)
			ap->slots[fr->slots + near->index].excuse =
			    EXCUSE_MISSPELT;
	}
	return gcl_apply_fault(ap, &f);
}

static enum gcl_status
raise_missing(struct apply *ap, struct frame *fr, const struct field *fd)
{
	struct fault f = { .words = fd->missing, .off = fr->off, .len = 1,
		.n_steps = ap->n_frames - 1, .say = "{name} is missing",
		.at = AT_MISSING, .in = fr, .field = fd };

	f.env.name = fd->key;
	f.env.want_type = fd->type;
	return gcl_apply_fault(ap, &f);
}

static enum gcl_status
close_missing(struct apply *ap, struct frame *fr, const struct field *fd)
{
	const struct slot *s = &ap->slots[fr->slots + fd->index];

	if (!fd->missing || s->seen || s->excuse == EXCUSE_MISSPELT)
		return GCL_OK;
	if (s->excuse && gcl_apply_level(ap, fd->missing) < GCL_ERROR)
		return GCL_OK;
	return raise_missing(ap, fr, fd);
}

enum gcl_status
gcl_apply_close_members(struct apply *ap, struct frame *fr)
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
