/*
 * What a fix would make of a value, for the help behind a finding.
 */
#include "config.h"

#include "rule/words.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "json/write.h"

/* $0 to $9 become what the groups matched in s. */
static void
substitute(struct span tpl, struct span s, const struct match *m,
	struct buf *out)
{
	size_t i;
	int g;

	for (i = 0; i < tpl.len; i++) {
		g = i + 1 < tpl.len && tpl.ptr[i] == '$' ?
		    tpl.ptr[i + 1] - '0' : -1;
		if (g < 0 || g >= MATCH_GROUPS) {
			gcl_buf_addc(out, tpl.ptr[i]);
			continue;
		}
		if (m->start[g] >= 0)
			gcl_buf_add(out, s.ptr + m->start[g],
			    (size_t)(m->end[g] - m->start[g]));
		i++;
	}
}

static struct match
whole(struct span s)
{
	struct match m;
	int i;

	for (i = 0; i < MATCH_GROUPS; i++)
		m.start[i] = m.end[i] = -1;
	m.start[0] = 0;
	m.end[0] = (long)s.len;
	return m;
}

/* The character at from, which a match of nothing is passed over by. */
static size_t
next_character(struct span s, size_t from)
{
	uint32_t cp;
	size_t n = gcl_utf8_decode(s.ptr + from, s.len - from, &cp);

	return from + (n ? n : 1);
}

static enum gcl_status
replace_all(const struct fix *f, struct matcher *matcher, struct span s,
	struct buf *out)
{
	enum match_result r = MATCH_NO;
	size_t from = 0, next;
	struct match m;

	while (from < s.len && (r = gcl_pattern_match(matcher, f->pattern, s,
	    from, &m)) == MATCH_YES) {
		gcl_buf_add(out, s.ptr + from, (size_t)m.start[0] - from);
		substitute(f->text, s, &m, out);
		from = (size_t)m.end[0];
		if (m.start[0] != m.end[0] || from == s.len)
			continue;
		next = next_character(s, from);
		gcl_buf_add(out, s.ptr + from, next - from);
		from = next;
	}
	if (r == MATCH_LIMIT)
		return GCL_ELIMIT;
	gcl_buf_add(out, s.ptr + from, s.len - from);
	return GCL_OK;
}

/*
 * Does the fix take this value?  Its groups are then those of "when", but $0
 * stays the whole value.
 */
static enum match_result
takes(const struct fix *f, struct matcher *matcher, struct span s,
	struct match *m)
{
	enum match_result r;

	*m = whole(s);
	if (!f->when)
		return MATCH_YES;
	r = gcl_pattern_match(matcher, f->when, s, 0, m);
	m->start[0] = 0;
	m->end[0] = (long)s.len;
	return r;
}

/* The value before a step is in buf[now], behind it in the other one. */
struct shown {
	struct buf *buf;
	unsigned now;
	bool changed;
};

static enum gcl_status
step(const struct fix *f, struct matcher *matcher, const struct match *m,
	struct shown *s)
{
	struct span before = gcl_buf_span(&s->buf[s->now]);
	enum gcl_status st = GCL_OK;
	struct buf *behind;

	s->now = !s->now;
	s->changed = true;
	behind = &s->buf[s->now];
	gcl_buf_reset(behind);
	if (f->kind == FIX_PUT)
		substitute(f->text, before, m, behind);
	else
		st = replace_all(f, matcher, before, behind);
	return st == GCL_OK ? gcl_buf_status(behind) : st;
}

/* raw is the value as it stands in JSON, less its quotes. */
static void
show_other(const struct fix *f, const struct words_env *env, struct span raw,
	struct buf *out)
{
	struct match m = whole(raw);

	switch (f->kind) {
	case FIX_INSERT:
		if (!env->in_place) {
			gcl_buf_adds(out, "add ");
			gcl_json_quote(out, f->name);
			gcl_buf_adds(out, ": ");
		}
		gcl_buf_addspan(out, f->text);
		break;
	case FIX_WRAP:
		substitute(f->text, raw, &m, out);
		break;
	default:
		gcl_buf_adds(out, "delete it");
		break;
	}
}

static bool
edits_text(const struct fix *f)
{
	return f->kind == FIX_PUT || f->kind == FIX_DELETE ||
	    f->kind == FIX_REPLACE;
}

/*
 * Apply the steps that edit text.  *rest is the first that does not, or NULL;
 * *taken is false when a step is not for this value.
 */
static enum gcl_status
edit(const struct fix *f, struct matcher *matcher,
	const struct words_env *env, struct shown *s, const struct fix **rest,
	bool *taken)
{
	enum match_result r;
	enum gcl_status st;
	struct match m;

	*taken = env->text.len <= LIMIT_MESSAGE_BYTES;
	gcl_buf_reset(&s->buf[0]);
	if (*taken)
		gcl_buf_addspan(&s->buf[0], env->text);
	st = gcl_buf_status(&s->buf[0]);
	for (*rest = f; *taken && *rest && st == GCL_OK;
	     *rest = (*rest)->next) {
		r = takes(*rest, matcher, gcl_buf_span(&s->buf[s->now]), &m);
		*taken = r == MATCH_YES;
		if (r == MATCH_LIMIT)
			return GCL_ELIMIT;
		if (!edits_text(*rest))
			break;
		if (*taken)
			st = step(*rest, matcher, &m, s);
	}
	return st;
}

enum gcl_status
gcl_fix_text(const struct fix *f, struct matcher *matcher,
	const struct words_env *env, struct buf scratch[2], struct span *out)
{
	struct shown s = { .buf = scratch };
	const struct fix *rest;
	enum gcl_status st;
	bool taken;

	st = edit(f, matcher, env, &s, &rest, &taken);
	*out = gcl_span(NULL, 0);
	if (st == GCL_OK && taken && !rest && s.changed)
		*out = gcl_buf_span(&scratch[s.now]);
	return st;
}

enum gcl_status
gcl_fix_show(const struct fix *f, struct matcher *matcher,
	const struct words_env *env, struct buf scratch[2], struct buf *out)
{
	struct shown s = { .buf = scratch };
	struct span raw = env->raw;
	const struct fix *rest;
	struct buf *quoted;
	enum gcl_status st;
	bool taken;

	st = edit(f, matcher, env, &s, &rest, &taken);
	if (st != GCL_OK || !taken)
		return st;
	if (!rest) {
		if (s.changed)
			gcl_json_quote(out, gcl_buf_span(&scratch[s.now]));
		return GCL_OK;
	}
	if (s.changed) {
		quoted = &scratch[!s.now];
		gcl_buf_reset(quoted);
		gcl_json_quote(quoted, gcl_buf_span(&scratch[s.now]));
		if (gcl_buf_status(quoted) != GCL_OK)
			return gcl_buf_status(quoted);
		raw = gcl_span(quoted->ptr + 1, quoted->len - 2);
	}
	show_other(rest, env, raw, out);
	return GCL_OK;
}
