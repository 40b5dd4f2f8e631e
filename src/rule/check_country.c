/*
 * country: the digits of an E.164 number begin with an assigned country code
 * and have a length that numbers of that country have (rules/e164.json).
 */
#include "config.h"

#include "rule/check.h"

#include "rule/plan.h"

struct args {
	struct pattern *digits;	/* group 1 are the digits behind the plus */
};

static const struct param params[] = {
	{ NULL, PARAM_PATTERN, true, offsetof(struct args, digits) },
};

static enum verdict
fail(struct check_env *env, enum plan_verdict why, const struct plan_entry *e,
	struct span digits, struct mark *m)
{
	size_t national = digits.len - e->code_len;

	gcl_buf_reset(env->words);
	if (e->code_len == 0) {
		m->say = "no country code begins +{1}";
		m->help = "write + and the country code, then the number";
		return CHECK_FAIL;
	}
	if (why == PLAN_TRUNK_ZERO) {
		gcl_buf_addf(env->words, "the 0 behind +%.*s (%.*s) is dialled "
		    "only within the country", (int)e->code_len, digits.ptr,
		    (int)e->name.len, e->name.ptr);
		m->say = gcl_buf_str(env->words);
		m->help = "leave out that 0";
		return m->say ? CHECK_FAIL : CHECK_NOMEM;
	}
	gcl_buf_addf(env->words, "a number of +%.*s (%.*s) has ",
	    (int)e->code_len, digits.ptr, (int)e->name.len, e->name.ptr);
	gcl_plan_say(env->words, e->lengths);
	gcl_buf_addf(env->words, " behind the country code, not %zu",
	    national);
	m->say = gcl_buf_str(env->words);
	return m->say ? CHECK_FAIL : CHECK_NOMEM;
}

static enum verdict
run(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	const struct args *a = c->args;
	enum plan_verdict found;
	struct plan_entry e;
	struct span digits;

	(void)state;
	switch (gcl_pattern_match(env->matcher, a->digits, v->text, 0,
	    &m->groups)) {
	case MATCH_LIMIT:
		return CHECK_LIMIT;
	case MATCH_NO:
		return CHECK_PASS;
	default:
		break;
	}
	if (m->groups.start[1] < 0)
		return CHECK_PASS;
	digits = gcl_span(v->text.ptr + m->groups.start[1],
	    (size_t)(m->groups.end[1] - m->groups.start[1]));
	found = gcl_plan_check(env->rules->plan, digits, &e);
	if (found == PLAN_OK)
		return CHECK_PASS;
	m->has_groups = true;
	return fail(env, found, &e, digits, m);
}

const struct check_kind gcl_check_country = {
	.name = "country",
	.summary = "the digits in group 1 are a number that a country has",
	.accepts = JSON_STRING,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.table = "e164",
	.say = "{name} is a number that no country has",
	.rule = "field-format",
	.run = run,
};
