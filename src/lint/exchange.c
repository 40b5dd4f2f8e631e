/*
 * A document and what surrounds it.
 */
#include "config.h"

#include "lint/exchange_p.h"

struct lint_task
gcl_exchange_task(const struct exchange *x, const struct pack *k,
	const struct piece *piece)
{
	return (struct lint_task){ .piece = piece, .rules = k->rules,
		.levels = k->levels, .recorded = x->doc->recorded,
		.country = x->country };
}

/* ---- the body ---- */

/* Nobody said of this input that it is for the pack. */
static bool
is_for_all(const struct exchange *x, const struct pack *k)
{
	return x->packs->for_all && k->rules->head.recognise.any;
}

enum chosen
gcl_exchange_chosen(const struct exchange *x)
{
	return x->packs->configured ? CHOSEN_CONFIG : CHOSEN_OPTION;
}

enum gcl_status
gcl_exchange_body(struct exchange *x, const struct pack *k, enum chosen chosen,
	bool named, struct exchange_report *out)
{
	struct lint_task t = gcl_exchange_task(x, k, &x->doc->body);
	enum gcl_status st;

	t.forced = chosen != CHOSEN_DEFAULT &&
	    (chosen != CHOSEN_CONFIG || named || !is_for_all(x, k));
	t.named = named;
	t.found = x->doc->found;
	st = gcl_lint_text(x->lint, &t, &out->lint);
	x->pack = k;
	out->pack = k->rules->head.name;
	out->chosen = chosen;
	if (chosen == CHOSEN_DEFAULT && out->lint.why.len > 0)
		out->chosen = CHOSEN_MEMBER;
	return st;
}

size_t
gcl_exchange_start(const struct exchange *x)
{
	struct span text = x->doc->body.text;
	size_t off = 0;

	while (off < text.len && text.ptr[off] != '{' && text.ptr[off] != '[')
		off++;
	return off;
}

/* A bare body of a model that no current request takes. */
static enum gcl_status
lint_state(struct exchange *x, const struct pack *k)
{
	const struct lint_task t = gcl_exchange_task(x, k, &x->doc->body);
	const struct head *h = &k->rules->head;
	size_t off = gcl_exchange_start(x);

	return gcl_lint_state(x->lint, &t, off, off < x->doc->body.text.len,
	    h->state, h->requests ? h->requests->successor : NULL);
}

/* The text fits two packs: say by which it was linted, and how to choose. */
static enum gcl_status
lint_unclear(struct exchange *x, const struct pack *k, const struct guess *g)
{
	const struct lint_task t = gcl_exchange_task(x, k, &x->doc->body);
	const char *say, *help;

	say = gcl_capture_words(x->capture, "this body fits %s and %s: it "
	    "was linted as the first", g->head->name, g->other->name);
	help = gcl_capture_words(x->capture, "--pack=%s takes it for the "
	    "other", g->other->name);
	if (!say || !help)
		return GCL_ENOMEM;
	return gcl_lint_raise(x->lint, &t, "payload-unclear", gcl_exchange_start(x), 1,
	    say, help);
}

/* Lint the body by the pack that a guess is for. */
static enum gcl_status
lint_guessed(struct exchange *x, const struct guess *g, bool named,
	struct exchange_report *out, struct gcl_error *err)
{
	const struct pack *k;
	enum gcl_status st = gcl_packs_get(x->packs, g->head->name, &k, err);

	if (st == GCL_OK)
		st = gcl_exchange_body(x, k, CHOSEN_MEMBER, named, out);
	out->lint.why = g->why;
	return st == GCL_OK && g->other ? lint_unclear(x, k, g) : st;
}

/* The pack that is asked first has its say; *done: it is the one. */
static enum gcl_status
ask_first(struct exchange *x, const struct routed *among, bool named,
	struct exchange_report *out, bool *done, struct gcl_error *err)
{
	const struct pack *k;
	enum gcl_status st;

	st = gcl_packs_get(x->packs, gcl_packs_first(among), &k, err);
	if (st == GCL_OK)
		st = gcl_exchange_body(x, k, among ? CHOSEN_REQUEST :
		    CHOSEN_DEFAULT, named, out);
	*done = out->lint.why.len > 0 && !out->lint.contested;
	return st;
}

/*
 * By its members: the default pack, or the first of those that are left, has
 * the first say.  Only when it does not recognise the body, or members speak
 * against it, the others are asked.  Where the last body was for one of them,
 * all are asked at once: that is faster, and leads to the same pack unless the
 * body is no JSON before something has been read past.
 */
enum gcl_status
gcl_exchange_by_members(struct exchange *x, const struct routed *among,
	bool named, struct exchange_report *out, struct gcl_error *err)
{
	size_t before = out->lint.hits->n;
	struct span text = x->doc->body.text;
	enum gcl_status st = GCL_OK;
	struct guess g = { .head = NULL };
	bool done;

	if (x->ask_all)
		st = gcl_packs_recognise(x->packs, among, text, &g, err);
	if (st == GCL_OK && g.head && !g.first) {
		st = lint_guessed(x, &g, named, out, err);
		if (st != GCL_OK || out->lint.read.ptr == text.ptr)
			return st;
		out->lint.hits->n = before;
	}
	if (st == GCL_OK)
		st = ask_first(x, among, named, out, &done, err);
	if (st != GCL_OK || done)
		return st;
	st = gcl_packs_recognise(x->packs, among, out->lint.read, &g, err);
	x->ask_all = g.head != NULL;
	if (st != GCL_OK || !g.head)
		return st;
	out->lint.hits->n = before;
	return lint_guessed(x, &g, named, out, err);
}

enum gcl_status
gcl_exchange_bare(struct exchange *x, bool named, struct exchange_report *out,
	struct gcl_error *err)
{
	const struct pack *k = x->packs->chosen;
	enum gcl_status st;

	st = k ? gcl_exchange_body(x, k, gcl_exchange_chosen(x), named,
	    out) :
	    gcl_exchange_by_members(x, NULL, named, out, err);
	if (st != GCL_OK || out->lint.result == LINT_NOT_PAYLOAD)
		return st;
	out->ours = true;
	return lint_state(x, x->pack);
}

/* ---- what the carrier says ---- */

/* Has the request's own pack said it, of a Content-Length? */
static bool
is_told(const struct exchange *x, const struct remark *r)
{
	const struct piece *at = &x->envelope.length_at;
	size_t off = 0, len = at->text.len;

	if (!x->compared || !at->text.ptr)
		return false;
	gcl_piece_locate(at, &off, &len);
	return r->off >= off && r->off + r->len <= off + len;
}

static enum gcl_status
raise_remarks(struct exchange *x, struct gcl_error *err)
{
	const struct remark *r = x->doc->remarks;
	const struct pack *k;
	struct lint_task t;
	enum gcl_status st = GCL_OK;

	if (!r)
		return GCL_OK;
	st = gcl_packs_get(x->packs, PACK_JSON, &k, err);
	if (st != GCL_OK)
		return st;
	t = gcl_exchange_task(x, k, &x->whole);
	for (; r && st == GCL_OK; r = r->next)
		if (!is_told(x, r))
			st = gcl_lint_raise(x->lint, &t, r->rule, r->off,
			    r->len, r->say, r->help);
	return st;
}

void
gcl_exchange_init(struct exchange *x)
{
	*x = (struct exchange){ .matcher = NULL };
	gcl_secrets_init(&x->secrets);
}

void
gcl_exchange_release(struct exchange *x)
{
	gcl_secrets_release(&x->secrets);
	gcl_matcher_free(x->matcher);
	gcl_walk_free(x->walk);
	x->matcher = NULL;
	x->walk = NULL;
}

void
gcl_exchange_begin(struct exchange *x, const struct carrier *carrier)
{
	x->carrier = carrier;
	x->ask_all = x->scanned = false;
	x->told = 0;
}

enum gcl_status
gcl_exchange_lint(struct exchange *x, const struct document *doc, bool named,
	struct exchange_report *out, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;

	*out = (struct exchange_report){ .chosen = CHOSEN_NONE };
	x->doc = doc;
	x->pack = NULL;
	x->foreign = x->compared = false;
	x->whole = (struct piece){ .text = doc->src->text };
	gcl_lint_begin(x->lint, &out->lint);
	if (doc->request)
		st = gcl_exchange_request(x, named, out, err);
	else if (doc->body.text.ptr)
		st = gcl_exchange_bare(x, named, out, err);
	if (st == GCL_OK)
		st = raise_remarks(x, err);
	if (st == GCL_OK)
		st = gcl_exchange_answer(x, out, err);
	if (st == GCL_OK)
		st = gcl_exchange_secrets(x, out, err);
	x->told = doc->src->base + doc->end;
	if (st == GCL_OK)
		gcl_lint_end(x->lint);
	return st;
}
