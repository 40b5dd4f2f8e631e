/*
 * match, no, pass: a string against a PCRE2 pattern.
 */
#include "config.h"

#include "rule/check.h"

struct args {
	struct pattern *pattern;
};

static const struct param params[] = {
	{ NULL, PARAM_PATTERN, true, offsetof(struct args, pattern) },
};

static enum match_result
look(const struct check *c, struct check_env *env,
	const struct check_value *v, struct match *groups)
{
	const struct args *a = c->args;

	return gcl_pattern_match(env->matcher, a->pattern, v->text, 0,
	    groups);
}

/* What matched is pointed at: group 1 of the pattern, where it has one. */
static void
point(struct mark *m)
{
	int g = m->groups.start[1] >= 0;

	m->set = m->has_groups = true;
	m->off = (size_t)m->groups.start[g];
	m->len = (size_t)(m->groups.end[g] - m->groups.start[g]);
}

/* The pattern of "mark" finds the offending part of a value. */
static enum verdict
find_mark(const struct check *c, struct check_env *env,
	const struct check_value *v, struct mark *m)
{
	if (!c->mark)
		return CHECK_FAIL;
	switch (gcl_pattern_match(env->matcher, c->mark, v->text, 0,
	    &m->groups)) {
	case MATCH_LIMIT:
		return CHECK_LIMIT;
	case MATCH_NO:
		return CHECK_FAIL;
	default:
		point(m);
		return CHECK_FAIL;
	}
}

static enum verdict
run_match(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	(void)state;
	switch (look(c, env, v, NULL)) {
	case MATCH_YES:
		return CHECK_PASS;
	case MATCH_NO:
		return find_mark(c, env, v, m);
	default:
		return CHECK_LIMIT;
	}
}

static enum verdict
run_no(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	(void)state;
	switch (look(c, env, v, &m->groups)) {
	case MATCH_NO:
		return CHECK_PASS;
	case MATCH_LIMIT:
		return CHECK_LIMIT;
	default:
		break;
	}
	point(m);
	return CHECK_FAIL;
}

static enum verdict
run_pass(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	(void)state, (void)m;
	switch (look(c, env, v, NULL)) {
	case MATCH_YES:
		return CHECK_STOP;
	case MATCH_NO:
		return CHECK_PASS;
	default:
		return CHECK_LIMIT;
	}
}

const struct check_kind gcl_check_match = {
	.name = "match",
	.summary = "the string matches a PCRE2 pattern",
	.accepts = JSON_STRING,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.say = "{name} does not have the form it needs: {value}",
	.rule = "field-format",
	.run = run_match,
};

const struct check_kind gcl_check_no = {
	.name = "no",
	.summary = "no part of the string matches a PCRE2 pattern",
	.accepts = JSON_STRING,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.say = "{mark} does not belong in {name}",
	.rule = "field-format",
	.run = run_no,
};

const struct check_kind gcl_check_pass = {
	.name = "pass",
	.summary = "a string that matches is right: the ladder ends here",
	.accepts = JSON_STRING,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.ladder_only = true,
	.say = "",
	.run = run_pass,
};
