/*
 * unique: no two elements have the same string for a member.
 */
#include "config.h"

#include "rule/check.h"

struct args {
	struct span member;
};

static const struct param params[] = {
	{ NULL, PARAM_STRING, true, offsetof(struct args, member) },
};

static enum verdict
element(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t *state, struct mark *m)
{
	const struct args *a = c->args;
	const struct field *f;
	const struct slot *s;
	struct span text;
	bool was;

	(void)state;
	f = v->shape ? gcl_shape_field(v->shape, a->member) : NULL;
	s = f ? &v->slots[f->index] : NULL;
	if (!s || s->type != JSON_STRING || s->len == 0 || s->open)
		return CHECK_PASS;
	if (env->text(env, s, &text) != GCL_OK ||
	    env->seen(env, text, s->off, s->len, &was, &m->related_off,
	    &m->related_len) != GCL_OK)
		return CHECK_NOMEM;
	if (!was)
		return CHECK_PASS;
	m->related = m->elsewhere = m->member = true;
	m->key_off = s->key_off;
	m->key_len = s->key_len;
	m->at_off = s->off;
	m->at_len = s->len;
	return CHECK_FAIL;
}

static enum verdict
run(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	(void)c, (void)env, (void)v, (void)state, (void)m;
	return CHECK_PASS;
}

const struct check_kind gcl_check_unique = {
	.name = "unique",
	.summary = "no two elements have the same string for this member",
	.accepts = JSON_ARRAY,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.say = "{name} has two elements with the same value",
	.rule = "field-format",
	.run = run,
	.element = element,
};
