/*
 * same: members of an object that have to have the same string.
 */
#include "config.h"

#include "rule/check.h"

struct args {
	struct strings of;
};

static const struct param params[] = {
	{ "of", PARAM_MEMBERS, true, offsetof(struct args, of) },
};

static void
want(const struct check *c, struct buf *out)
{
	const struct args *a = c->args;
	size_t i;

	for (i = 0; i < a->of.n; i++) {
		if (i > 0)
			gcl_buf_adds(out, i + 1 < a->of.n ? ", " : " and ");
		gcl_buf_addspan(out, a->of.list[i]);
	}
}

/* A member whose text is known, or NULL. */
static const struct slot *
known(const struct check_value *v, struct span member)
{
	const struct field *f = gcl_shape_field(v->shape, member);
	const struct slot *s = f ? &v->slots[f->index] : NULL;

	return s && s->type == JSON_STRING && !s->open ? s : NULL;
}

static void
point(const struct slot *s, const struct slot *first, struct mark *m)
{
	m->elsewhere = m->member = m->related = true;
	m->at_off = s->off;
	m->at_len = s->len;
	m->key_off = s->key_off;
	m->key_len = s->key_len;
	m->related_off = first->off;
	m->related_len = first->len;
}

/* The text of the first one is kept: the next takes its place. */
static enum verdict
keep(struct check_env *env, const struct slot *s, struct span *out)
{
	if (env->text(env, s, out) != GCL_OK)
		return CHECK_NOMEM;
	gcl_buf_reset(env->words);
	gcl_buf_addspan(env->words, *out);
	*out = gcl_buf_span(env->words);
	return gcl_buf_status(env->words) == GCL_OK ? CHECK_PASS :
	    CHECK_NOMEM;
}

static enum verdict
run(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	const struct args *a = c->args;
	const struct slot *s, *first = NULL;
	struct span text, wanted;
	size_t i;

	(void)state;
	for (i = 0; v->shape && i < a->of.n; i++) {
		s = known(v, a->of.list[i]);
		if (s && !first) {
			first = s;
			if (keep(env, s, &wanted) != CHECK_PASS)
				return CHECK_NOMEM;
			continue;
		}
		if (s && env->text(env, s, &text) != GCL_OK)
			return CHECK_NOMEM;
		if (!s || gcl_span_eq(text, wanted))
			continue;
		point(s, first, m);
		m->suggest = wanted;
		return CHECK_FAIL;
	}
	return CHECK_PASS;
}

const struct check_kind gcl_check_same = {
	.name = "same",
	.summary = "these members have the same string, those that are there",
	.accepts = JSON_OBJECT,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.say = "{want} are not the same",
	.rule = "field-format",
	.want = want,
	.run = run,
};
