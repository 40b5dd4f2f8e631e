/*
 * region: a host of one of the platform's regions (rules/regions.json).
 */
#include "config.h"

#include "rule/check.h"

#include "rule/regions.h"

struct args {
	struct span label;	/* "api": the host is api.DOMAIN */
};

static const struct param params[] = {
	{ NULL, PARAM_STRING, true, offsetof(struct args, label) },
};

static void
want(const struct check *c, struct buf *out)
{
	const struct args *a = c->args;

	gcl_buf_adds(out, "\"");
	gcl_buf_addspan(out, a->label);
	gcl_buf_adds(out, ".\" and the domain of a region");
}

static enum verdict
run(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	const struct args *a = c->args;
	const struct region *r;

	(void)state;
	if (gcl_regions_host(env->rules->regions, v->text, a->label))
		return CHECK_PASS;
	r = gcl_regions_near(env->rules->regions, v->text, a->label);
	if (!r)
		return CHECK_FAIL;
	gcl_buf_reset(env->words);
	gcl_buf_addspan(env->words, a->label);
	gcl_buf_addc(env->words, '.');
	gcl_buf_addspan(env->words, r->domain);
	m->suggest = gcl_buf_span(env->words);
	return gcl_buf_status(env->words) == GCL_OK ? CHECK_FAIL :
	    CHECK_NOMEM;
}

const struct check_kind gcl_check_region = {
	.name = "region",
	.summary = "the string is that host of one of the platform's regions",
	.accepts = JSON_STRING,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.table = "regions",
	.say = "{name} is {value}, not {want}",
	.rule = "field-format",
	.want = want,
	.run = run,
};
