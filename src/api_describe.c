/*
 * The public functions: what there is to know of packs, rules and kinds, and
 * payloads as packs have them.
 */
#include "config.h"

#include "gclint/gclint.h"

#include "api_p.h"
#include "base/display.h"
#include "base/limits.h"
#include "lint/compose.h"
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
	enum gcl_status st = gcl_packs_main(&l->run.profiles.packs, &k, err);

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

	st = gcl_packs_rule(&l->run.profiles.packs, gcl_span_str(name), &r, err);
	if (st == GCL_OK)
		gcl_describe_rule(r, out);
	return st;
}

static enum gcl_status
describe_packs(struct gcl_linter *l, const char *name, struct buf *out,
	struct gcl_error *err)
{
	const struct pack *chosen = l->run.profiles.packs.chosen;
	const struct heads *heads;
	enum gcl_status st;
	size_t i;

	(void)name;
	if (chosen) {
		gcl_describe_pack(&chosen->rules->head, out);
		return GCL_OK;
	}
	st = gcl_packs_heads(&l->run.profiles.packs, &heads, err);
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

/* What the user should know of it, and what is still to be replaced. */
static void
tell_composed(struct gcl_linter *l, const struct composed *c)
{
	struct gcl_error text;
	size_t i;

	if (l->on_notice && c->doubt)
		l->on_notice(l->notice_ctx, GCL_NOTICE_NOTE, c->doubt);
	for (i = 0; l->on_notice && i < c->n_examples; i++) {
		gcl_error_reset(&text);
		gcl_error_set(&text, GCL_EUSAGE, "%s is an example: --set=%s="
		    "VALUE replaces it", c->examples[i], c->examples[i]);
		l->on_notice(l->notice_ctx, GCL_NOTICE_NOTE, text.text);
	}
}

enum gcl_status
gcl_compose_payload(struct gcl_linter *l, const struct gcl_compose *what,
	gcl_write_fn write, void *ctx, struct gcl_error *err)
{
	struct compose_request req = { what->to, what->from, what->sets,
		what->n_sets, l->country, NULL };
	struct packs *packs = &l->run.profiles.packs;
	struct composed composed;
	const struct pack *k;
	enum gcl_status st;
	struct arena arena;
	struct buf out;

	gcl_error_reset(err);
	gcl_arena_init(&arena);
	gcl_buf_init(&out, LIMIT_TEXT_BYTES);
	packs->overrides = l->overrides;
	st = gcl_packs_main(packs, &k, err);
	if (st == GCL_OK)
		st = gcl_packs_ready(packs, err);
	if (st == GCL_OK) {
		req.levels = k->levels;
		st = gcl_compose(k->rules, &req, &arena, &out, &composed,
		    err);
	}
	if (st == GCL_OK)
		st = gcl_api_put(write, ctx, &out, err);
	if (st == GCL_OK)
		tell_composed(l, &composed);
	gcl_buf_release(&out);
	gcl_arena_release(&arena);
	return gcl_api_ended(st, err);
}
