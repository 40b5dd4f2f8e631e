/*
 * enum: one of a few strings.
 */
#include "config.h"

#include "rule/check.h"

#include "base/suggest.h"

struct args {
	struct strings values;
};

static const struct param params[] = {
	{ NULL, PARAM_STRINGS, true, offsetof(struct args, values) },
};

static void
want(const struct check *c, struct buf *out)
{
	const struct args *a = c->args;
	size_t i;

	for (i = 0; i < a->values.n; i++) {
		if (i > 0)
			gcl_buf_adds(out, i + 1 < a->values.n ? ", " : " or ");
		gcl_buf_addc(out, '"');
		gcl_buf_addspan(out, a->values.list[i]);
		gcl_buf_addc(out, '"');
	}
}

/* The value is none of them: which one is it like? */
static void
look_for_near(const struct args *a, const struct check_value *v,
	struct mark *m)
{
	struct suggest near;
	size_t i;

	gcl_suggest_init(&near, v->text);
	for (i = 0; i < a->values.n; i++)
		gcl_suggest_offer(&near, a->values.list[i], i);
	if (a->values.n == 1)
		m->suggest = a->values.list[0];
	else if (near.found)
		m->suggest = a->values.list[near.index];
	if (near.found && near.best == 0)
		m->say = "{name} is {value}: upper and lower case matter here";
}

static enum verdict
run(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	const struct args *a = c->args;
	size_t i;

	(void)env, (void)state;
	for (i = 0; i < a->values.n; i++)
		if (gcl_span_eq(v->text, a->values.list[i]))
			return CHECK_PASS;
	look_for_near(a, v, m);
	return CHECK_FAIL;
}

const struct check_kind gcl_check_enum = {
	.name = "enum",
	.summary = "the string is one of these",
	.accepts = JSON_STRING,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.say = "{name} is {value}, not {want}",
	.rule = "field-enum",
	.want = want,
	.run = run,
};
