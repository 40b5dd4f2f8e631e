/*
 * The public functions: what there is to know of packs, rules and kinds.
 */
#include "config.h"

#include "gclint/gclint.h"

#include "api_p.h"
#include "base/display.h"
#include "base/limits.h"
#include "lint/describe.h"
#include "rule/pack.h"

enum gcl_status
gcl_api_put(gcl_write_fn write, void *ctx, struct buf *b, struct gcl_error *err)
{
	enum gcl_status st = gcl_buf_status(b);

	if (st == GCL_OK && b->len > 0 && write(ctx, b->ptr, b->len) != 0)
		st = gcl_error_set(err, GCL_EOUTPUT, "cannot write");
	else if (st != GCL_OK)
		gcl_error_set(err, st, "%s", gcl_strstatus(st));
	gcl_buf_reset(b);
	return st;
}

static enum gcl_status
describe_rules(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	const struct pack *k;
	enum gcl_status st = gcl_packs_main(&l->run.packs, &k, err);

	(void)name;
	if (st == GCL_OK)
		gcl_describe_rules(k->rules, out);
	return st;
}

static enum gcl_status
describe_rule(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	enum gcl_status st;
	const struct rule *r;

	st = gcl_packs_rule(&l->run.packs, gcl_span_str(name), &r, err);
	if (st == GCL_OK)
		gcl_describe_rule(r, out);
	return st;
}

static enum gcl_status
describe_packs(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	const struct pack *chosen = l->run.packs.chosen;
	const struct heads *heads;
	enum gcl_status st;
	size_t i;

	(void)name;
	if (chosen) {
		gcl_describe_pack(&chosen->rules->head, out);
		return GCL_OK;
	}
	st = gcl_packs_heads(&l->run.packs, &heads, err);
	for (i = 0; st == GCL_OK && i < heads->n; i++)
		gcl_describe_pack(&heads->list[i], out);
	return st;
}

static enum gcl_status
describe_kinds(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	(void)l, (void)name, (void)err;
	gcl_describe_kinds(out);
	return GCL_OK;
}

static enum gcl_status
describe_formats(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	size_t i;

	(void)l, (void)name, (void)err;
	for (i = 0; gcl_emitters[i]; i++)
		gcl_buf_addf(out, "%-6s %s\n", gcl_emitters[i]->name,
		    gcl_emitters[i]->summary);
	return GCL_OK;
}

static const struct description {
	const char *what;
	enum gcl_status (*describe)(struct gcl_linter *l, const char *name,
		struct buf *out, struct gcl_error *err);
} descriptions[] = {
	{ "formats", describe_formats },
	{ "kinds", describe_kinds },
	{ "packs", describe_packs },
	{ "rule", describe_rule },
	{ "rules", describe_rules },
};

/* A user's pack may hold anything; only line ends are taken as they are. */
static void
make_safe(struct buf *out, struct span text)
{
	const char *lf;
	size_t len;

	for (; text.len > 0; text = gcl_span(text.ptr + len, text.len - len)) {
		lf = memchr(text.ptr, '\n', text.len);
		len = lf ? (size_t)(lf - text.ptr) : text.len;
		gcl_display_add(out, gcl_span(text.ptr, len));
		if (lf) {
			gcl_buf_addc(out, '\n');
			len++;
		}
	}
}

enum gcl_status
gcl_describe(struct gcl_linter *l, const char *what, const char *name,
	gcl_write_fn write, void *ctx, struct gcl_error *err)
{
	enum gcl_status st = GCL_EUSAGE;
	struct buf raw, out;
	size_t i;

	gcl_error_reset(err);
	gcl_buf_init(&raw, LIMIT_PACK_BYTES);
	gcl_buf_init(&out, 8 * (size_t)LIMIT_PACK_BYTES);
	for (i = 0; i < sizeof(descriptions) / sizeof(descriptions[0]); i++) {
		if (strcmp(what, descriptions[i].what))
			continue;
		st = descriptions[i].describe(l, name, &raw, err);
		if (st == GCL_OK)
			st = gcl_buf_status(&raw);
		make_safe(&out, gcl_buf_span(&raw));
		if (st == GCL_OK)
			st = gcl_api_put(write, ctx, &out, err);
	}
	gcl_buf_release(&raw);
	gcl_buf_release(&out);
	if (st == GCL_EUSAGE)
		gcl_error_set(err, st, "nothing is known of '%s'", what);
	return gcl_error_set(err, st, "%s", gcl_strstatus(st));
}
