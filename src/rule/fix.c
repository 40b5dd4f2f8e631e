/*
 * What a fix makes of a string, step by step.
 */
#include "config.h"

#include "rule/fix.h"

#include <strings.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "rule/dial.h"

#define COUNTRY "$country"

static bool
begins(struct span s, size_t at, const char *word)
{
	size_t len = strlen(word);

	return s.len - at >= len && !memcmp(s.ptr + at, word, len);
}

/* $0 to $9 become what the groups matched in s, $country the country. */
static void
substitute(const struct fix_env *env, struct span tpl, struct span s,
	const struct match *m, struct buf *out)
{
	size_t i;
	int g;

	for (i = 0; i < tpl.len; i++) {
		if (begins(tpl, i, COUNTRY)) {
			gcl_buf_addspan(out, env->country);
			i += sizeof(COUNTRY) - 2;
			continue;
		}
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
replace_all(const struct fix *f, const struct fix_env *env, struct span s,
	struct buf *out)
{
	enum match_result r = MATCH_NO;
	size_t from = 0, next;
	struct match m;

	while (from < s.len && (r = gcl_pattern_match(env->matcher,
	    f->pattern, s, from, &m)) == MATCH_YES) {
		gcl_buf_add(out, s.ptr + from, (size_t)m.start[0] - from);
		substitute(env, f->text, s, &m, out);
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

/* *taken is false when it is not clear what number that is. */
static enum gcl_status
internationalise(const struct fix_env *env, struct span s, struct buf *out,
	bool *taken)
{
	struct dialled d;
	size_t end;

	*taken = gcl_dial(env->plan, s, env->country, &d);
	if (!*taken)
		return GCL_OK;
	end = d.off + d.len;
	gcl_buf_add(out, s.ptr, d.off);
	gcl_buf_addc(out, '+');
	gcl_buf_adds(out, d.digits);
	gcl_buf_add(out, s.ptr + end, s.len - end);
	return GCL_OK;
}

static bool
names_country(struct span tpl)
{
	size_t i;

	for (i = 0; i < tpl.len; i++)
		if (begins(tpl, i, COUNTRY))
			return true;
	return false;
}

/* Is a country given, where the step needs one, and is it one of its own? */
static enum match_result
country_fits(const struct fix *f, const struct fix_env *env)
{
	if (!f->country && !names_country(f->starts) &&
	    !names_country(f->text) && !(f->json &&
	    names_country(gcl_span(f->json_text.ptr + f->json->off,
	    f->json->len))))
		return MATCH_YES;
	if (env->country.len == 0)
		return MATCH_NO;
	return f->country ? gcl_pattern_match(env->matcher, f->country,
	    env->country, 0, NULL) : MATCH_YES;
}

static bool
take_start(struct span *s, const char *start, size_t len)
{
	if (s->len < len || strncasecmp(s->ptr, start, len) != 0)
		return false;
	*s = gcl_span(s->ptr + len, s->len - len);
	return true;
}

/* Case aside, as that of tel: is. */
static bool
has_start(const struct fix *f, const struct fix_env *env, struct span s)
{
	bool has = true;
	size_t i;

	for (i = 0; has && i < f->starts.len; i++) {
		if (!begins(f->starts, i, COUNTRY)) {
			has = take_start(&s, f->starts.ptr + i, 1);
			continue;
		}
		has = take_start(&s, env->country.ptr, env->country.len);
		i += sizeof(COUNTRY) - 2;
	}
	return has;
}

/*
 * Does the fix take this value?  Its groups are then those of "when", but $0
 * stays the whole value.
 */
static enum match_result
takes(const struct fix *f, const struct fix_env *env, struct span s,
	struct match *m)
{
	enum match_result r = country_fits(f, env);

	*m = whole(s);
	if (r == MATCH_YES && f->starts.ptr && !has_start(f, env, s))
		r = MATCH_NO;
	if (r != MATCH_YES || !f->when)
		return r;
	r = gcl_pattern_match(env->matcher, f->when, s, 0, m);
	m->start[0] = 0;
	m->end[0] = (long)s.len;
	return r;
}

static enum gcl_status
step(const struct fix *f, const struct fix_env *env, const struct match *m,
	struct fixed *v)
{
	struct buf *behind = &env->scratch[v->text.ptr &&
	    v->text.ptr == env->scratch[0].ptr];
	enum gcl_status st = GCL_OK;

	gcl_buf_reset(behind);
	if (f->kind == FIX_PUT)
		substitute(env, f->text, v->text, m, behind);
	else if (f->kind == FIX_INTERNATIONAL)
		st = internationalise(env, v->text, behind, &v->taken);
	else
		st = replace_all(f, env, v->text, behind);
	if (st == GCL_OK)
		st = gcl_buf_status(behind);
	v->text = gcl_buf_span(behind);
	v->changed = true;
	return st;
}

enum gcl_status
gcl_fix_text(const struct fix *f, const struct fix_env *env,
	struct span text, struct fixed *out)
{
	enum gcl_status st = GCL_OK;
	enum match_result r;
	struct match m;

	*out = (struct fixed){ .taken = text.len <= LIMIT_MESSAGE_BYTES,
		.safe = true, .text = text, .rest = f };
	for (; out->taken && out->rest && st == GCL_OK;
	     out->rest = out->rest->next) {
		r = takes(out->rest, env, out->text, &m);
		if (r == MATCH_LIMIT)
			return GCL_ELIMIT;
		out->taken = r == MATCH_YES;
		out->safe = out->safe && out->rest->safe;
		if (!gcl_fix_is_text(out->rest))
			break;
		if (out->taken)
			st = step(out->rest, env, &m, out);
	}
	return st;
}
