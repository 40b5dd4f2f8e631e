/*
 * contains: an array that has an element of that string.  An empty array is
 * no concern of this kind: min says that better.
 */
#include "config.h"

#include "rule/check.h"

struct args {
	struct span value;
};

static const struct param params[] = {
	{ NULL, PARAM_STRING, true, offsetof(struct args, value) },
};

static void
want(const struct check *c, struct buf *out)
{
	const struct args *a = c->args;

	gcl_buf_addc(out, '"');
	gcl_buf_addspan(out, a->value);
	gcl_buf_addc(out, '"');
}

static enum verdict
element(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t *state, struct mark *m)
{
	const struct args *a = c->args;

	(void)env, (void)m;
	/* What is not known to be another string may be this one. */
	if (v->type != JSON_STRING || v->open ||
	    gcl_span_eq(v->text, a->value))
		*state = 1;
	return CHECK_PASS;
}

static enum verdict
run(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	(void)c, (void)env, (void)m;
	return v->n == 0 || state ? CHECK_PASS : CHECK_FAIL;
}

const struct check_kind gcl_check_contains = {
	.name = "contains",
	.summary = "the array has an element that is this string",
	.accepts = JSON_ARRAY,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.say = "{name} does not contain {want}",
	.rule = "field-format",
	.want = want,
	.run = run,
	.element = element,
};
