/*
 * The edits of a round: of findings, of documents, and of the file.
 */
#include "config.h"

#include "fix/gather.h"

#include <stdlib.h>

#include "json/string.h"

/* ---- edits side by side ---- */

static bool
same(const struct edit *a, const struct edit *b)
{
	return a->off == b->off && a->len == b->len &&
	    a->text.len == b->text.len &&
	    memcmp(a->text.ptr, b->text.ptr, a->text.len) == 0;
}

/*
 * Two insertions at one place may follow each other, and what goes away may go
 * with its neighbour; else a gap is wanted.
 */
static bool
apart(const struct edit *a, const struct edit *b)
{
	size_t gap = a->text.len > 0 || b->text.len > 0;

	if (a->off == b->off && a->len == 0 && b->len == 0)
		return !same(a, b);
	return a->off + a->len + gap <= b->off ||
	    b->off + b->len + gap <= a->off;
}

/* Behind what begins before e, and behind insertions where it begins. */
static size_t
position(const struct plan_edits *p, const struct edit *e)
{
	size_t low = 0, high = p->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (p->list[mid].off <= e->off)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool
has_room(const struct plan_edits *p, const struct edit *e)
{
	size_t at = position(p, e), i = at;

	if (at < p->n && !apart(&p->list[at], e))
		return false;
	while (i-- > 0) {
		if (!apart(&p->list[i], e))
			return false;
		if (p->list[i].off < e->off)
			break;
	}
	return true;
}

static bool
have_room(const struct plan_edits *p, const struct edits *edits)
{
	size_t i;

	for (i = 0; i < edits->n; i++)
		if (!has_room(p, &edits->list[i]))
			return false;
	return true;
}

static enum gcl_status
add(struct plan_edits *p, const struct edits *edits)
{
	const struct edit *e = edits->list, *end = e + edits->n;
	size_t at;

	if (gcl_grow(&p->list, &p->cap, p->n + edits->n, sizeof(*e)) != 0)
		return GCL_ENOMEM;
	for (; e < end; e++, p->n++) {
		at = position(p, e);
		memmove(p->list + at + 1, p->list + at,
		    (p->n - at) * sizeof(*e));
		p->list[at] = *e;
	}
	return GCL_OK;
}

/* The same edits, in the round's arena and further on by base. */
static enum gcl_status
copy(struct arena *arena, const struct edits *edits, size_t base,
	struct edits *out)
{
	struct edit *list = gcl_arena_calloc(arena, edits->n, sizeof(*list));
	size_t i;

	*out = (struct edits){ list, edits->n };
	if (!list)
		return GCL_ENOMEM;
	for (i = 0; i < edits->n; i++) {
		list[i] = edits->list[i];
		list[i].off += base;
		list[i].text.ptr = gcl_arena_str(arena, list[i].text);
		if (!list[i].text.ptr)
			return GCL_ENOMEM;
	}
	return GCL_OK;
}

/* ---- a finding ---- */

static void
count(struct standing *s, const struct gcl_finding *f)
{
	s->doubled += !strcmp(f->rule, "json-duplicate-key");
	if (f->severity != GCL_ERROR)
		s->others++;
	else if (strncmp(f->rule, "json-", 5) == 0)
		s->not_json++;
	else
		s->errors++;
}

static bool
is_wanted(const struct gather *g, const struct gcl_finding *finding)
{
	const struct override *o = g->only;

	if (!finding->fix || finding->suppressed)
		return false;
	while (o && !gcl_span_is(o->rule, finding->rule))
		o = o->next;
	return (o || !g->only) && (g->unsafe || finding->fix->safe);
}

/* Keep in mind what only goes, when nobody can tell that it is of no use. */
static enum gcl_status
note_gone(struct gather *g, const struct gcl_finding *finding,
	const struct edits *edits)
{
	size_t i;

	for (i = 0; i < edits->n; i++)
		if (edits->list[i].text.len > 0)
			return GCL_OK;
	return finding->fix->safe || !have_room(&g->gone, edits) ? GCL_OK :
	    add(&g->gone, edits);
}

static bool
has_turn(struct gather *g)
{
	uint32_t at = gcl_turns_at(&g->turns, g->round->n);

	return at == TURN_ALL || at == g->n_wanted;
}

/* The first come has the place; others have their turn in the next round. */
enum gcl_status
gcl_gather_take(void *ctx, const struct gcl_finding *finding,
	const struct edits *edits)
{
	struct gather *g = ctx;
	struct edits *mine;
	enum gcl_status st;
	bool now;

	count(&g->standing, finding);
	if (edits->n == 0 || !is_wanted(g, finding))
		return GCL_OK;
	if (note_gone(g, finding, edits) != GCL_OK)
		return GCL_ENOMEM;
	now = has_turn(g);
	g->n_wanted++;
	if (!now || !have_room(&g->found, edits))
		return GCL_OK;
	if (gcl_grow(&g->taken, &g->cap_taken, g->n_taken + 1,
	    sizeof(*mine)) != 0)
		return GCL_ENOMEM;
	mine = &g->taken[g->n_taken++];
	st = copy(&g->arena, edits, 0, mine);
	return st == GCL_OK ? add(&g->found, mine) : st;
}

/* ---- a document ---- */

/*
 * What was found, with what that asks of the capture around it, as edits of
 * the file; out->n is 0 where they cannot be made, or two documents are about
 * one place.
 */
static enum gcl_status
settle(struct gather *g, const struct carrier *k, const struct document *doc,
	struct edits *out)
{
	const struct edits found = { g->found.list, g->found.n };
	enum gcl_status st;
	struct edits all;

	st = gcl_mend_settle(k, doc, &found, &g->arena, &all);
	if (st == GCL_OK)
		st = copy(&g->arena, &all, doc->src->base, out);
	if (st == GCL_OK && !have_room(&g->all, out))
		out->n = 0;
	return st;
}

/* One that cannot be made takes no others with it. */
static enum gcl_status
settle_each(struct gather *g, const struct carrier *k,
	const struct document *doc, struct edits *out)
{
	enum gcl_status st = GCL_OK;
	size_t i, j, n = 0;
	struct edits more;

	out->n = 0;
	for (i = 0; i < g->n_taken && st == GCL_OK; i++) {
		g->taken[n] = g->taken[i];
		g->found.n = 0;
		for (j = 0; j <= n && st == GCL_OK; j++)
			st = add(&g->found, &g->taken[j]);
		if (st == GCL_OK)
			st = settle(g, k, doc, &more);
		if (st != GCL_OK || more.n == 0)
			continue;
		*out = more;
		n++;
	}
	return st;
}

/* Names have a colon behind them, whatever else the carrier escapes. */
static size_t
members(struct span s)
{
	size_t n = 0, i, k;

	for (i = 0; i < s.len; i++) {
		if (s.ptr[i] != '"')
			continue;
		for (k = i + 1; k < s.len && gcl_json_blank(s.ptr[k]);)
			k++;
		n += k < s.len && s.ptr[k] == ':';
	}
	return n;
}

/* Do more than two thirds of the members go? */
static bool
is_gutted(const struct gather *g, const struct document *doc)
{
	const struct edit *e = g->gone.list, *end = e + g->gone.n;
	size_t off = 0, len = doc->body.text.len, n = 0;

	if (g->gone.n == 0)
		return false;
	gcl_piece_locate(&doc->body, &off, &len);
	for (; e < end; e++)
		n += members(gcl_span(doc->src->text.ptr + e->off, e->len));
	return 3 * n > 2 * members(gcl_span(doc->src->text.ptr + off, len));
}

static enum gcl_status
note_standing(struct gather *g, const struct exchange_report *report)
{
	struct round *r = g->round;

	if (gcl_grow(&r->list, &r->cap, r->n + 1, sizeof(*r->list)) != 0)
		return GCL_ENOMEM;
	g->standing.payload = report->lint.result == LINT_PAYLOAD;
	if (report->chosen != CHOSEN_DEFAULT)
		g->standing.pack = report->pack;
	r->list[r->n++] = g->standing;
	return GCL_OK;
}

static void
begin_document(struct gather *g)
{
	g->standing = (struct standing){ .pack = NULL };
	g->n_wanted = g->n_taken = g->found.n = g->gone.n = 0;
}

enum gcl_status
gcl_gather_document(void *ctx, const struct carrier *k,
	const struct document *doc, const struct exchange_report *report)
{
	struct edits edits = { NULL, 0 };
	struct gather *g = ctx;
	enum gcl_status st = GCL_OK;

	if (is_gutted(g, doc)) {
		g->spared++;
		g->found.n = g->n_taken = 0;
	}
	if (g->found.n > 0)
		st = settle(g, k, doc, &edits);
	if (st == GCL_OK && edits.n == 0 && g->n_taken > 1)
		st = settle_each(g, k, doc, &edits);
	if (st == GCL_OK && edits.n > 0)
		st = add(&g->all, &edits);
	g->standing.edited = edits.n > 0;
	if (st == GCL_OK)
		st = note_standing(g, report);
	begin_document(g);
	return st;
}

/* ---- a round ---- */

void
gcl_gather_forget(void *ctx)
{
	struct gather *g = ctx;

	g->all.n = 0;
	g->round->foreign = true;
}

void
gcl_gather_begin(struct gather *g, struct round *round)
{
	gcl_arena_reset(&g->arena);
	g->all.n = 0;
	g->spared = 0;
	g->round = round;
	round->n = 0;
	round->foreign = false;
	begin_document(g);
}

void
gcl_gather_init(struct gather *g)
{
	*g = (struct gather){ .unsafe = false };
	gcl_arena_init(&g->arena);
}

void
gcl_gather_release(struct gather *g)
{
	gcl_arena_release(&g->arena);
	free(g->all.list);
	free(g->found.list);
	free(g->gone.list);
	free(g->taken);
	free(g->turns.list);
	gcl_gather_init(g);
}
