/*
 * Find what a name means while the walk goes over the text.
 *
 * For each open container it is known how much of the name its own path has
 * just spelled: the steps from k to i, for each i the smallest such k, once
 * for paths that began at the top and once for those that began anywhere.
 * That is a few bytes for each level, whatever the text.
 */
#include "config.h"

#include "json/path_p.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/limits.h"
#include "json/string.h"

#define NO_STEP 0xff

/* Less than this is found in too many values. */
#define PART_BYTES 7u

enum from {
	FROM_ROOT,
	FROM_ANYWHERE,
	N_FROM,
};

/* first[f][i]: the k of steps k to i, or NO_STEP. */
struct spelled {
	uint8_t first[N_FROM][PATH_STEPS + 1];
};

/* An open container and the member or element of it at hand. */
struct level {
	bool object;
	uint32_t key_off, key_len;
	unsigned key_flags;
	uint64_t next;		/* index of the next element */
	struct spelled spelled;
};

struct search {
	struct span text;
	struct steps steps;
	struct span value;	/* looked for instead, unless its ptr is NULL */
	bool fold;		/* upper and lower case do not differ */
	struct level *levels;
	size_t depth, cap;
	struct buf key;		/* decoded */
	struct buf pointer;	/* of the best so far */
	struct path best;
	unsigned score;		/* of the best; 0: there is none */
	bool open;		/* its end has not come yet: */
	uint32_t open_depth;
};

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool
same(const struct search *s, struct span a, struct span b)
{
	size_t i;

	if (!s->fold || a.len != b.len)
		return gcl_span_eq(a, b);
	for (i = 0; i < a.len; i++)
		if (lower(a.ptr[i]) != lower(b.ptr[i]))
			return false;
	return true;
}

/* The name of a level's member; one that is too long to be meant is empty. */
static enum gcl_status
member_name(struct search *s, const struct level *l, size_t max,
	struct span *out)
{
	enum gcl_status st;

	*out = gcl_span(s->text.ptr + l->key_off, l->key_len);
	/* No escape is longer than six bytes. */
	if (l->key_len > 6 * max)
		out->len = 0;
	if (!(l->key_flags & STRING_ESCAPE) || out->len == 0)
		return GCL_OK;
	gcl_buf_reset(&s->key);
	st = gcl_json_decode(*out, &s->key, NULL);
	*out = gcl_buf_span(&s->key);
	return st;
}

/* ---- the pointer of the best ---- */

static void
add_escaped(struct buf *b, struct span key)
{
	size_t i;

	gcl_buf_addc(b, '/');
	for (i = 0; i < key.len; i++) {
		if (key.ptr[i] == '~')
			gcl_buf_adds(b, "~0");
		else if (key.ptr[i] == '/')
			gcl_buf_adds(b, "~1");
		else
			gcl_buf_addc(b, key.ptr[i]);
	}
}

/* Where it would be too long, it ends at a value around. */
static enum gcl_status
make_pointer(struct search *s)
{
	struct buf *b = &s->pointer;
	enum gcl_status st = GCL_OK;
	struct span key;
	size_t i, fits;

	gcl_buf_reset(b);
	for (i = 0; i < s->depth && st == GCL_OK; i++) {
		const struct level *l = &s->levels[i];

		fits = b->len;
		if (l->object) {
			st = member_name(s, l, LIMIT_MESSAGE_BYTES, &key);
			add_escaped(b, key);
		} else {
			gcl_buf_addf(b, "/%" PRIu64, l->next - 1);
		}
		if (gcl_buf_status(b) == GCL_OK)
			continue;
		st = gcl_buf_status(b);
		b->len = fits;
	}
	if (st == GCL_ELIMIT)
		b->st = st = GCL_OK;
	return st;
}

/* The value at hand is the best so far. */
static enum gcl_status
keep(struct search *s, const struct walk_event *ev, unsigned score,
	enum path_hit hit)
{
	s->score = score;
	s->best.hit = hit;
	gcl_walk_extent(ev, &s->best.off, &s->best.len);
	s->open = ev->kind == WALK_OPEN;
	s->open_depth = ev->depth;
	return make_pointer(s);
}

/* ---- names ---- */

/*
 * What begins at the top is meant before what is found somewhere, there a
 * whole name before a part; then that of which the least was left out, then
 * that of which the most is there.
 */
static unsigned
score_of(const struct search *s, enum from f, size_t k, size_t i)
{
	unsigned score = (unsigned)((PATH_STEPS - k) << 8 | i);

	if (f == FROM_ROOT)
		return score | 2u << 16;
	return i == s->steps.n ? score | 1u << 16 : score;
}

static void
begin_anywhere(const struct search *s, struct spelled *sp)
{
	size_t i;

	for (i = 0; i < s->steps.n && !s->steps.rooted; i++)
		if (i == 0 || !s->steps.list[i].index)
			sp->first[FROM_ANYWHERE][i] = (uint8_t)i;
}

static void
begin(const struct search *s, struct spelled *sp)
{
	size_t i;

	memset(sp, NO_STEP, sizeof(*sp));
	begin_anywhere(s, sp);
	for (i = 0; i < s->steps.n; i++)
		sp->first[FROM_ROOT][i] = (uint8_t)i;
}

static bool
matches(const struct search *s, const struct step *step,
	const struct level *l, struct span key)
{
	if (l->object)
		return same(s, step->key, key);
	return step->index && (step->any || step->n == l->next - 1);
}

static void
put_first(struct spelled *sp, size_t f, size_t i, uint8_t k)
{
	if (k < sp->first[f][i])
		sp->first[f][i] = k;
}

/*
 * Go on to the value at hand in level l: *sp is what its path spells, and the
 * best of that is scored.  An index may be left out of a name.
 */
static unsigned
spell(const struct search *s, const struct level *l, struct span key,
	struct spelled *sp)
{
	unsigned score, best = 0;
	size_t f, i;
	uint8_t k;

	memset(sp, NO_STEP, sizeof(*sp));
	begin_anywhere(s, sp);
	for (f = 0; f < N_FROM; f++) {
		for (i = 0; i < s->steps.n; i++) {
			const struct step *step = &s->steps.list[i];

			k = l->spelled.first[f][i];
			if (k == NO_STEP)
				continue;
			if (!l->object && !step->index)
				put_first(sp, f, i, k);
			if (!matches(s, step, l, key))
				continue;
			put_first(sp, f, i + 1, k);
			score = score_of(s, (enum from)f, k, i + 1);
			best = score > best ? score : best;
		}
	}
	return best;
}

static enum gcl_status
try_name(struct search *s, const struct walk_event *ev, struct spelled *sp)
{
	const struct level *l;
	struct span key = gcl_span(NULL, 0);
	enum gcl_status st = GCL_OK;
	unsigned score;

	if (s->depth == 0) {
		begin(s, sp);
		return keep(s, ev, 0, s->steps.n > 0 ? PATH_AROUND :
		    PATH_VALUE);
	}
	l = &s->levels[s->depth - 1];
	if (l->object)
		st = member_name(s, l, PATH_NAME_BYTES, &key);
	score = spell(s, l, key, sp);
	if (st != GCL_OK || score <= s->score)
		return st;
	return keep(s, ev, score, (score & 0xff) == s->steps.n ? PATH_VALUE :
	    PATH_AROUND);
}

/* ---- values ---- */

static bool
has_part(struct span s, struct span part)
{
	const char *p = s.ptr, *end = s.ptr + s.len;

	while ((size_t)(end - p) >= part.len) {
		p = memchr(p, part.ptr[0], (size_t)(end - p) - part.len + 1);
		if (!p)
			return false;
		if (!memcmp(p, part.ptr, part.len))
			return true;
		p++;
	}
	return false;
}

static enum gcl_status
try_value(struct search *s, const struct walk_event *ev)
{
	struct span text = gcl_span(s->text.ptr + ev->off, ev->len);
	unsigned score = 0;

	if (ev->kind != WALK_SCALAR ||
	    !(ev->type & (JSON_STRING | JSON_NUMBER)))
		return GCL_OK;
	if (gcl_span_eq(text, s->value))
		score = 2;
	else if (s->value.len >= PART_BYTES && has_part(text, s->value))
		score = 1;
	return score > s->score ? keep(s, ev, score, PATH_VALUE) : GCL_OK;
}

/* ---- the walk ---- */

static enum gcl_status
take_value(struct search *s, const struct walk_event *ev)
{
	struct spelled sp = { { { 0 } } };
	enum gcl_status st;

	if (s->depth > 0)
		s->levels[s->depth - 1].next++;
	st = s->value.ptr ? try_value(s, ev) : try_name(s, ev, &sp);
	if (st != GCL_OK || ev->kind != WALK_OPEN)
		return st;
	if (gcl_grow(&s->levels, &s->cap, s->depth + 1, sizeof(*s->levels)))
		return GCL_ENOMEM;
	s->levels[s->depth++] = (struct level){
		.object = ev->type == JSON_OBJECT, .spelled = sp };
	return GCL_OK;
}

static void
take_key(struct search *s, const struct walk_event *ev)
{
	struct level *l = &s->levels[s->depth - 1];

	l->key_off = ev->off;
	l->key_len = ev->len;
	l->key_flags = ev->flags;
}

static void
take_close(struct search *s, const struct walk_event *ev)
{
	s->depth--;
	if (!s->open || ev->depth != s->open_depth)
		return;
	s->best.len = ev->off + 1 - s->best.off;
	s->open = false;
}

static enum gcl_status
take(struct search *s, const struct walk_event *ev)
{
	if (ev->kind == WALK_KEY)
		take_key(s, ev);
	else if (ev->kind == WALK_CLOSE)
		take_close(s, ev);
	else
		return take_value(s, ev);
	return GCL_OK;
}

static enum gcl_status
run(struct search *s, struct walk *w)
{
	enum gcl_status st = GCL_OK;
	struct walk_event ev;

	s->depth = s->score = 0;
	s->open = false;
	s->best = (struct path){ .hit = PATH_NONE };
	gcl_walk_start(w, s->text);
	for (gcl_walk_next(w, &ev); st == GCL_OK && ev.kind != WALK_END &&
	     ev.kind != WALK_BAD; gcl_walk_next(w, &ev))
		st = take(s, &ev);
	return st;
}

static void
start(struct search *s, struct span text)
{
	*s = (struct search){ .text = text };
	gcl_buf_init(&s->key, 6 * LIMIT_MESSAGE_BYTES);
	gcl_buf_init(&s->pointer, LIMIT_MESSAGE_BYTES);
}

/* st, and the best so far unless that is what is in *out already. */
static enum gcl_status
give(struct search *s, enum gcl_status st, struct arena *arena,
	struct path *out)
{
	char *pointer;

	if (st != GCL_OK || s->best.hit < out->hit ||
	    (s->best.hit == out->hit && (out->known || s->score == 0)))
		return st;
	pointer = gcl_arena_str(arena, gcl_buf_span(&s->pointer));
	if (!pointer)
		return GCL_ENOMEM;
	*out = s->best;
	out->known = s->score > 0 || s->steps.rooted;
	out->pointer = gcl_span(pointer, s->pointer.len);
	return GCL_OK;
}

static void
finish(struct search *s)
{
	free(s->levels);
	gcl_buf_release(&s->key);
	gcl_buf_release(&s->pointer);
}

enum gcl_status
gcl_path_find(struct walk *w, struct span text, struct span name,
	struct arena *arena, struct path *out)
{
	struct search s;
	enum gcl_status st;

	*out = (struct path){ .hit = PATH_NONE };
	start(&s, text);
	st = gcl_path_steps(name, arena, &s.steps);
	if (st == GCL_OK && (s.steps.n > 0 || s.steps.rooted))
		st = give(&s, run(&s, w), arena, out);
	s.fold = true;
	if (st == GCL_OK && s.steps.n > 0 && out->hit != PATH_VALUE)
		st = give(&s, run(&s, w), arena, out);
	finish(&s);
	return st;
}

enum gcl_status
gcl_path_find_value(struct walk *w, struct span text, struct span value,
	struct arena *arena, struct path *out)
{
	struct search s;
	enum gcl_status st;

	*out = (struct path){ .hit = PATH_NONE };
	start(&s, text);
	s.value = value;
	st = value.len > 0 && value.len <= PATH_NAME_BYTES ? run(&s, w) :
	    GCL_OK;
	st = give(&s, st, arena, out);
	finish(&s);
	return st;
}
