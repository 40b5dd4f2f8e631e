/*
 * choose, needs, where: what members of an object have to do with each other.
 */
#include "config.h"

#include "rule/check.h"

struct choose_args {
	struct strings of;
	uint64_t min, max;
};

static const struct param choose_params[] = {
	{ "of", PARAM_MEMBERS, true, offsetof(struct choose_args, of) },
	{ "min", PARAM_UINT, false, offsetof(struct choose_args, min) },
	{ "max", PARAM_UINT, false, offsetof(struct choose_args, max) },
};

struct needs_args {
	struct span member;
	struct strings is;	/* that it has to be; none: any value */
	struct strings one_of;
};

static const struct param needs_params[] = {
	{ "if", PARAM_MEMBER, true, offsetof(struct needs_args, member) },
	{ "is", PARAM_STRINGS, false, offsetof(struct needs_args, is) },
	{ "then", PARAM_MEMBERS, true, offsetof(struct needs_args, one_of) },
};

/* What a member that is there has to be; nothing given: it may be anything. */
struct where_args {
	struct needs_args when;
	struct span member;
	const struct format *format;
};

static const struct param where_params[] = {
	{ "if", PARAM_MEMBER, true, offsetof(struct where_args, when.member) },
	{ "is", PARAM_STRINGS, true, offsetof(struct where_args, when.is) },
	{ "member", PARAM_MEMBER, true, offsetof(struct where_args, member) },
	{ "format", PARAM_FORMAT, true, offsetof(struct where_args, format) },
};

/* A member that is there and not null. */
static const struct slot *
present(const struct check_value *v, struct span member)
{
	const struct field *f = gcl_shape_field(v->shape, member);
	const struct slot *s = f ? &v->slots[f->index] : NULL;

	return s && s->type && s->type != JSON_NULL ? s : NULL;
}

/*
 * The same, or it was meant to be and its name is misspelt.  That is a warning,
 * which does not stand for an error.
 */
static bool
meant(const struct check *c, const struct check_value *v, struct span member)
{
	const struct field *f = gcl_shape_field(v->shape, member);
	enum gcl_severity severity = c->words.has_severity ?
	    c->words.severity : c->words.rule->severity;

	return present(v, member) || (f && severity < GCL_ERROR &&
	    v->slots[f->index].excuse == EXCUSE_MISSPELT);
}

/* At the member's name. */
static void
point(const struct slot *s, struct mark *m)
{
	m->elsewhere = m->member = true;
	m->at_off = m->key_off = s->key_off;
	m->at_len = m->key_len = s->key_len;
}

static void
list(const struct strings *names, struct buf *out)
{
	size_t i;

	for (i = 0; i < names->n; i++) {
		if (i > 0)
			gcl_buf_adds(out, i + 1 < names->n ? ", " : " or ");
		gcl_buf_addspan(out, names->list[i]);
	}
}

static void
want_choose(const struct check *c, struct buf *out)
{
	const struct choose_args *a = c->args;

	list(&a->of, out);
}

static void
want_needs(const struct check *c, struct buf *out)
{
	const struct needs_args *a = c->args;

	list(&a->one_of, out);
}

/* The one that is too many is pointed at, at its name. */
static enum verdict
run_choose(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	const struct choose_args *a = c->args;
	const struct slot *s, *last = NULL;
	uint64_t n = 0, n_meant = 0;
	size_t i;

	(void)env, (void)state;
	for (i = 0; v->shape && i < a->of.n; i++) {
		s = present(v, a->of.list[i]);
		n += s != NULL;
		n_meant += meant(c, v, a->of.list[i]);
		if (s && (!last || s->key_off > last->key_off))
			last = s;
	}
	if (n_meant < a->min) {
		m->lacks = true;
		m->say = "none of {want} is there";
		return CHECK_FAIL;
	}
	if (a->max == 0 || n <= a->max)
		return CHECK_PASS;
	m->say = "more than one of {want} is there";
	point(last, m);
	return CHECK_FAIL;
}

/* Is it there, and one of the values that the others are needed for? */
static enum gcl_status
applies(const struct needs_args *a, struct check_env *env,
	const struct slot *s, bool *yes)
{
	enum gcl_status st;
	struct span text;
	size_t i;

	*yes = s && a->is.n == 0;
	if (!s || a->is.n == 0 || s->type != JSON_STRING)
		return GCL_OK;
	st = env->text(env, s, &text);
	for (i = 0; i < a->is.n && st == GCL_OK && !*yes; i++)
		*yes = gcl_span_eq(text, a->is.list[i]);
	return st;
}

static enum verdict
run_needs(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	const struct needs_args *a = c->args;
	const struct slot *s = v->shape ? present(v, a->member) : NULL;
	bool yes;
	size_t i;

	(void)state;
	if (applies(a, env, s, &yes) != GCL_OK)
		return CHECK_NOMEM;
	for (i = 0; yes && i < a->one_of.n; i++)
		yes = !meant(c, v, a->one_of.list[i]);
	if (!yes)
		return CHECK_PASS;
	point(s, m);
	m->lacks = true;
	m->suggest = a->member;
	return CHECK_FAIL;
}

static enum verdict
run_where(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	const struct where_args *a = c->args;
	const struct slot *s;
	bool yes;

	(void)state;
	if (!v->shape)
		return CHECK_PASS;
	if (applies(&a->when, env, present(v, a->when.member), &yes) !=
	    GCL_OK)
		return CHECK_NOMEM;
	s = present(v, a->member);
	if (!yes || !s || s->type != JSON_STRING || s->open)
		return CHECK_PASS;
	m->ladder = a->format;
	m->field = gcl_shape_field(v->shape, a->member);
	m->climb = s;
	m->suggest = a->member;
	return CHECK_CLIMB;
}

const struct check_kind gcl_check_choose = {
	.name = "choose",
	.summary = "how many of these members an object has",
	.accepts = JSON_OBJECT,
	.params = choose_params,
	.n_params = sizeof(choose_params) / sizeof(choose_params[0]),
	.args_size = sizeof(struct choose_args),
	.say = "not the right number of {want}",
	.rule = "field-required",
	.want = want_choose,
	.run = run_choose,
};

const struct check_kind gcl_check_needs = {
	.name = "needs",
	.summary = "a member is there only together with one of others",
	.accepts = JSON_OBJECT,
	.params = needs_params,
	.n_params = sizeof(needs_params) / sizeof(needs_params[0]),
	.args_size = sizeof(struct needs_args),
	.say = "{suggest} goes with {want}, which is not there",
	.rule = "field-required",
	.want = want_needs,
	.run = run_needs,
};

const struct check_kind gcl_check_where = {
	.name = "where",
	.summary = "a member has a format that depends on another's value",
	.accepts = JSON_OBJECT,
	.params = where_params,
	.n_params = sizeof(where_params) / sizeof(where_params[0]),
	.args_size = sizeof(struct where_args),
	.run = run_where,
};
