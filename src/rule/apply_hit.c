/*
 * The rule engine: a fault becomes a hit, with its words filled in, its
 * pointer spelled out (RFC 6901), and the edits that mend it.
 */
#include "config.h"

#include "rule/apply_p.h"

#include <strings.h>

#include "base/limits.h"
#include "json/write.h"

enum gcl_status
gcl_apply_give_up(struct apply *ap, const struct rule *rule, uint32_t off)
{
	if (!ap->limit_rule) {
		ap->limit_rule = rule;
		ap->limit_off = off;
	}
	return GCL_ELIMIT;
}

/* One step of an RFC 6901 pointer. */
static enum gcl_status
add_step(struct apply *ap, uint32_t off, uint32_t len, unsigned flags)
{
	size_t i, before = ap->pointer.len;
	enum gcl_status st;
	struct span s;

	/* No escape is longer than six bytes: this does not fit. */
	if (len > 6 * LIMIT_MESSAGE_BYTES)
		return GCL_ELIMIT;
	st = gcl_apply_decode(ap, off, len, flags, &ap->other, NULL, &s);
	gcl_buf_addc(&ap->pointer, '/');
	for (i = 0; i < s.len; i++) {
		if (s.ptr[i] == '~')
			gcl_buf_adds(&ap->pointer, "~0");
		else if (s.ptr[i] == '/')
			gcl_buf_adds(&ap->pointer, "~1");
		else
			gcl_buf_addc(&ap->pointer, s.ptr[i]);
	}
	if (gcl_buf_status(&ap->pointer) == GCL_ELIMIT)
		ap->pointer.len = before;
	return st == GCL_OK ? gcl_buf_status(&ap->pointer) : st;
}

/* Where it would be too long, it ends at the value around. */
static enum gcl_status
make_pointer(struct apply *ap, const struct fault *f)
{
	enum gcl_status st = GCL_OK;
	const struct frame *fr;
	size_t i;

	gcl_buf_reset(&ap->pointer);
	for (i = 0; i < f->n_steps && st == GCL_OK; i++) {
		fr = &ap->frames[i];
		if (fr->type == JSON_OBJECT) {
			st = add_step(ap, fr->key_off, fr->key_len,
			    fr->key_flags);
			continue;
		}
		gcl_buf_addf(&ap->pointer, "/%llu",
		    (unsigned long long)(fr->n - 1));
		st = gcl_buf_status(&ap->pointer);
	}
	if (f->step && st == GCL_OK)
		st = add_step(ap, f->step->off, f->step->len, f->step->flags);
	if (st != GCL_ELIMIT)
		return st;
	ap->pointer.st = GCL_OK;
	return GCL_OK;
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
	fr = i > 0 ? &ap->frames[i - 1] : NULL;
	/* Of a name, no more than this is ever shown. */
	if (fr && fr->key_len > LIMIT_MESSAGE_BYTES)
		s = gcl_apply_raw(ap, fr->key_off, 4 * LIMIT_SHOWN_VALUE + 4);
	else if (fr && gcl_apply_decode(ap, fr->key_off, fr->key_len,
	    fr->key_flags, &ap->other, NULL, &s) != GCL_OK)
		return s;
	gcl_buf_addspan(&ap->name, s);
	for (; i < n_steps; i++)
		gcl_buf_addf(&ap->name, "[%llu]",
		    (unsigned long long)(ap->frames[i].n - 1));
	return gcl_buf_span(&ap->name);
}

/* The words of the first case that fits lie over the words around it. */
static void
choose_words(struct apply *ap, const struct fault *f, struct words *w)
{
	const struct words_case *c;
	enum match_result r = MATCH_NO;

	*w = *f->words;
	for (c = f->words->cases; c; c = c->next) {
		if ((c->types && !(c->types & f->env.type)) ||
		    (c->near && !f->env.suggest.ptr))
			continue;
		r = c->iff ? gcl_pattern_match(ap->matcher, c->iff,
		    f->env.text, 0, NULL) : MATCH_YES;
		if (r == MATCH_LIMIT)
			gcl_apply_give_up(ap, w->rule, f->off);
		if (r != MATCH_NO)
			break;
	}
	/* The fault is there, whatever the words for it. */
	if (!c || r == MATCH_LIMIT)
		return;
	if (c->words.rule)
		w->rule = c->words.rule;
	if (c->words.has_severity) {
		w->has_severity = true;
		w->severity = c->words.severity;
	}
	if (c->words.say)
		w->say = c->words.say;
	if (c->words.help || c->words.fix)
		w->fix = c->words.fix;
	if (c->words.help)
		w->help = c->words.help;
}

enum gcl_severity
gcl_apply_level(const struct apply *ap, const struct words *w)
{
	signed char level = ap->run.levels[w->rule->index];

	if (level >= 0)
		return (enum gcl_severity)level;
	/* What went over the wire was not a template any more. */
	if (ap->run.recorded &&
	    w->rule == ap->run.rules->known[KNOWN_PLACEHOLDER])
		return GCL_ERROR;
	return w->has_severity ? w->severity : w->rule->severity;
}

/* Where the help of a member to add is only its value, name it. */
static void
add_name(struct apply *ap, const char *help, struct span name)
{
	if (!strncasecmp(help, name.ptr, name.len))
		return;
	gcl_buf_adds(&ap->help, "add ");
	gcl_json_quote(&ap->help, name);
	gcl_buf_adds(&ap->help, ": ");
}

/* What the fix makes, or else the help, or else the kind's own words. */
static enum gcl_status
make_help(struct apply *ap, const struct fault *f, const struct words *w,
	struct hit *h)
{
	enum gcl_status st;

	gcl_buf_reset(&ap->help);
	st = gcl_apply_fix(ap, f, w, h);
	if (st == GCL_ELIMIT) {
		gcl_apply_give_up(ap, w->rule, f->off);
		h->edits = (struct edits){ NULL, 0 };
		gcl_buf_reset(&ap->help);
	} else if (st != GCL_OK || ap->help.len > 0) {
		return st;
	}
	if (w->help && f->at == AT_MISSING)
		add_name(ap, w->help, f->env.name);
	if (w->help)
		gcl_words_expand(w->help, &f->env, &ap->help);
	else if (f->help)
		gcl_words_expand(f->help, &f->env, &ap->help);
	return GCL_OK;
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

enum gcl_status
gcl_apply_fault(struct apply *ap, struct fault *f)
{
	struct hit h = { .off = f->off, .len = f->len,
		.value_off = f->value_off, .value_len = f->value_len };
	enum gcl_status st;
	struct words w;

	choose_words(ap, f, &w);
	h.rule = w.rule;
	h.severity = gcl_apply_level(ap, &w);
	if (h.severity == GCL_OFF)
		return GCL_OK;
	gcl_buf_reset(&ap->name);
	if (!f->env.name.ptr)
		f->env.name = make_name(ap, f->n_steps);
	gcl_buf_reset(&ap->words);
	gcl_words_expand(w.say ? w.say : f->say, &f->env, &ap->words);
	h.say = keep(ap, &ap->words);
	st = make_help(ap, f, &w, &h);
	if (st == GCL_OK)
		st = make_pointer(ap, f);
	if (st != GCL_OK)
		return st;
	h.help = keep(ap, &ap->help);
	h.pointer = gcl_span(keep(ap, &ap->pointer), ap->pointer.len);
	if (!h.say || !h.help || !h.pointer.ptr ||
	    gcl_buf_status(&ap->name) != GCL_OK)
		return GCL_ENOMEM;
	if (ap->help.len == 0)
		h.help = NULL;
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

struct words
gcl_apply_known(const struct apply *ap, enum known_rule k)
{
	return (struct words){ .rule = ap->run.rules->known[k] };
}
