/*
 * One line a finding, for editors, problem matchers and grep.
 */
#include "config.h"

#include "emit/emit.h"
#include "emit/line.h"

static void
begin(struct emit *e)
{
	e->color = false;	/* programs read this */
}

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	(void)src;
	gcl_line_add(e, f);
}

const struct emitter gcl_emitter_gcc = {
	.name = "gcc",
	.summary = "one line a finding, as compilers write them",
	.limited = true,
	.begin = begin,
	.finding = finding,
};
