/*
 * min, max: code points of a string, elements of an array, value of a number.
 */
#include "config.h"

#include "rule/check.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/utf8.h"

struct args {
	uint64_t bound;
};

static const struct param params[] = {
	{ NULL, PARAM_UINT, true, offsetof(struct args, bound) },
};

/* A number longer than this is beyond any bound, whatever its digits. */
#define NUMBER_MAX 64

static double
number(struct span s)
{
	char copy[NUMBER_MAX + 1];

	if (s.len > NUMBER_MAX)
		return s.ptr[0] == '-' ? -1e300 : 1e300;
	memcpy(copy, s.ptr, s.len);
	copy[s.len] = '\0';
	return strtod(copy, NULL);
}

static double
size(const struct check_value *v)
{
	switch (v->type) {
	case JSON_STRING:
		return (double)gcl_utf8_count(v->text);
	case JSON_NUMBER:
		return number(v->text);
	default:
		return (double)v->n;
	}
}

static const char *
unit(const struct check_value *v, uint64_t n)
{
	switch (v->type) {
	case JSON_STRING:
		return n == 1 ? " character" : " characters";
	case JSON_ARRAY:
		return n == 1 ? " element" : " elements";
	default:
		return "";
	}
}

static enum verdict
tell(struct check_env *env, const struct check_value *v, struct mark *m,
	const char *word, uint64_t bound)
{
	gcl_buf_reset(env->words);
	if (v->type == JSON_NUMBER)
		gcl_buf_addf(env->words, "{name} is %s than %" PRIu64, word,
		    bound);
	else if (bound == 1 && word[0] == 'l')
		gcl_buf_adds(env->words, "{name} is empty");
	else
		gcl_buf_addf(env->words, "{name} has %s than %" PRIu64 "%s",
		    word, bound, unit(v, bound));
	m->say = gcl_buf_str(env->words);
	return m->say ? CHECK_FAIL : CHECK_NOMEM;
}

static enum verdict
run_min(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	const struct args *a = c->args;

	(void)state;
	/* A code point has up to four bytes. */
	if (v->type == JSON_STRING && v->text.len / 4 >= a->bound)
		return CHECK_PASS;
	if (size(v) >= (double)a->bound)
		return CHECK_PASS;
	return tell(env, v, m, "less", a->bound);
}

static enum verdict
run_max(const struct check *c, struct check_env *env,
	const struct check_value *v, uint64_t state, struct mark *m)
{
	const struct args *a = c->args;

	(void)state;
	if (v->type == JSON_STRING && v->text.len <= a->bound)
		return CHECK_PASS;
	if (size(v) <= (double)a->bound)
		return CHECK_PASS;
	return tell(env, v, m, "more", a->bound);
}

const struct check_kind gcl_check_min = {
	.name = "min",
	.summary = "at least so many characters or elements, or so large",
	.accepts = JSON_STRING | JSON_ARRAY | JSON_NUMBER,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.say = "{name} is too small",
	.rule = "field-format",
	.run = run_min,
};

const struct check_kind gcl_check_max = {
	.name = "max",
	.summary = "at most so many characters or elements, or so large",
	.accepts = JSON_STRING | JSON_ARRAY | JSON_NUMBER,
	.params = params,
	.n_params = 1,
	.args_size = sizeof(struct args),
	.say = "{name} is too large",
	.rule = "field-format",
	.run = run_max,
};
