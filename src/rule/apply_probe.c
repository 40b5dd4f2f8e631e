/*
 * The rule engine: fixes on trial.
 *
 * An engine within the engine lints what a fix makes.  Where it finds faults
 * that have fixes of their own, these are made too, and so on until nothing is
 * found: a number that lacks its scheme gets it, and loses its blanks as well.
 * A trace keeps what has become of the bytes that were there, so that all that
 * was done is known as edits of the value as it stands in the document.
 */
#include "config.h"

#include "rule/apply_p.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"

/* Of one fix after the other, in all. */
#define ROUNDS 8u

/* Bytes at to in the text as it is, and at from in what it was. */
struct run_of {
	size_t to, from, len;
};

struct trace {
	struct run_of *list;		/* in order of both; from malloc */
	size_t n, cap;
};

struct probe {
	struct apply *inner;
	struct walk *walk;
	struct hits hits;
	struct buf text[2];		/* this round's and the next one's */
	struct trace trace[2];
	unsigned now;
	/* By index of the rule: how often it may still be broken, and is. */
	unsigned *allowed, *count;
	size_t cap_allowed, cap_count;
};

static struct probe *
new_probe(void)
{
	struct probe *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	gcl_buf_init(&p->text[0], LIMIT_TEXT_BYTES);
	gcl_buf_init(&p->text[1], LIMIT_TEXT_BYTES);
	p->walk = gcl_walk_new(LIMIT_DEPTH_DEFAULT);
	p->inner = gcl_apply_new(gcl_hash_seed());
	if (!p->walk || !p->inner) {
		gcl_probe_free(p);
		return NULL;
	}
	return p;
}

void
gcl_probe_free(struct probe *p)
{
	if (!p)
		return;
	gcl_apply_free(p->inner);
	gcl_walk_free(p->walk);
	gcl_buf_release(&p->text[0]);
	gcl_buf_release(&p->text[1]);
	free(p->hits.list);
	free(p->trace[0].list);
	free(p->trace[1].list);
	free(p->allowed);
	free(p->count);
	free(p);
}

/* It is made when the first fix has to be tried, and kept. */
static enum gcl_status
need_probe(struct apply *ap)
{
	if (!ap->probe)
		ap->probe = new_probe();
	return ap->probe ? GCL_OK : GCL_ENOMEM;
}

enum gcl_status
gcl_apply_read(struct apply *ap, struct span json, const struct value **out)
{
	enum gcl_status st = need_probe(ap);
	struct value *v = NULL;

	if (st == GCL_OK)
		st = gcl_value_read(ap->probe->walk, json, ap->run.arena, &v);
	*out = st == GCL_OK ? v : NULL;
	return st == GCL_EINPUT ? GCL_OK : st;
}

/* ---- what is said of a value ---- */

/* *good is false when it is not JSON, or a pattern gave up. */
static enum gcl_status
lint(struct apply *ap, struct span json, const struct field *field, bool *good)
{
	struct probe *p = ap->probe;
	struct apply_run run = ap->run;
	enum gcl_status st = GCL_OK;
	struct walk_event ev;

	p->hits.n = 0;
	run.text = json;
	run.hits = &p->hits;
	gcl_apply_start(p->inner, &run);
	p->inner->root = field;
	p->inner->inner = true;
	p->inner->style = ap->style;
	gcl_walk_start(p->walk, json);
	do {
		gcl_walk_next(p->walk, &ev);
		st = gcl_apply_event(p->inner, &ev);
	} while (st == GCL_OK && ev.kind != WALK_END && ev.kind != WALK_BAD &&
	    p->hits.n <= LIMIT_FIX_HITS);
	*good = st == GCL_OK && ev.kind == WALK_END;
	if (st == GCL_ENOMEM || gcl_apply_nomem(p->inner))
		return GCL_ENOMEM;
	return GCL_OK;
}

static enum gcl_status
clear(unsigned **list, size_t *cap, size_t n)
{
	if (gcl_grow(list, cap, n, sizeof(**list)) < 0)
		return GCL_ENOMEM;
	memset(*list, 0, n * sizeof(**list));
	return GCL_OK;
}

/* What was said of the value before may be said again, but for one. */
static enum gcl_status
allow(struct apply *ap, const struct scope *s, bool *good)
{
	struct probe *p = ap->probe;
	enum gcl_status st;
	size_t i;

	st = clear(&p->allowed, &p->cap_allowed, ap->run.rules->n_rules);
	if (st != GCL_OK || !s->mends)
		return st;
	st = lint(ap, s->text, s->field, good);
	for (i = 0; i < p->hits.n; i++)
		p->allowed[p->hits.list[i].rule->index]++;
	if (p->allowed[s->mends->index] > 0)
		p->allowed[s->mends->index]--;
	return st;
}

static bool
clash(const struct edits *a, const struct edits *b)
{
	const struct edit *x, *y;
	size_t i, j;

	for (i = 0; i < a->n; i++)
		for (j = 0; j < b->n; j++) {
			x = &a->list[i];
			y = &b->list[j];
			if (x->off < y->off + y->len &&
			    y->off < x->off + x->len)
				return true;
		}
	return false;
}

/* Of two fixes for one place, the second waits for the next round. */
static void
add_edits(struct amend *a, const struct edits *edits)
{
	const struct edits so_far = { a->list, a->n };
	size_t i;

	if (clash(&so_far, edits))
		return;
	for (i = 0; i < edits->n; i++)
		gcl_amend_add(a, edits->list[i].off, edits->list[i].len,
		    edits->list[i].text);
}

/*
 * Gather the edits that mend what is said too often; *left is false when there
 * is nothing of that, out->good when nothing of it can be mended.
 */
static enum gcl_status
gather(struct apply *ap, struct settled *out, struct edits *edits, bool *left)
{
	struct probe *p = ap->probe;
	const struct hit *h, *end = p->hits.list + p->hits.n;
	struct amend a;

	*left = false;
	if (p->hits.n == 0)
		return GCL_OK;
	if (clear(&p->count, &p->cap_count, ap->run.rules->n_rules) != GCL_OK)
		return GCL_ENOMEM;
	gcl_amend_init(&a, ap->run.arena);
	for (h = p->hits.list; h < end; h++)
		p->count[h->rule->index]++;
	for (h = p->hits.list; h < end; h++) {
		if (p->count[h->rule->index] <= p->allowed[h->rule->index])
			continue;
		*left = true;
		out->safe = out->safe && (h->safe || h->edits.n == 0);
		add_edits(&a, &h->edits);
	}
	out->good = !*left || a.n > 0;
	return *left && out->good ? gcl_amend_take(&a, edits) : GCL_OK;
}

/* ---- what has become of the bytes ---- */

static enum gcl_status
trace_add(struct trace *t, size_t to, size_t from, size_t len)
{
	if (len == 0)
		return GCL_OK;
	if (gcl_grow(&t->list, &t->cap, t->n + 1, sizeof(*t->list)) < 0)
		return GCL_ENOMEM;
	t->list[t->n++] = (struct run_of){ to, from, len };
	return GCL_OK;
}

/* The bytes [off, end) stay, and stand at to then. */
static enum gcl_status
trace_keep(struct trace *now, const struct trace *before, size_t off,
	size_t end, size_t to)
{
	enum gcl_status st = GCL_OK;
	const struct run_of *r;
	size_t i, low, high;

	for (i = 0; i < before->n && st == GCL_OK; i++) {
		r = &before->list[i];
		low = r->to > off ? r->to : off;
		high = r->to + r->len < end ? r->to + r->len : end;
		if (low < high)
			st = trace_add(now, to + (low - off),
			    r->from + (low - r->to), high - low);
	}
	return st;
}

/* Make edits of the text of this round: the next one begins. */
static enum gcl_status
make(struct probe *p, const struct edits *edits)
{
	const struct trace *before = &p->trace[p->now];
	struct span text = gcl_buf_span(&p->text[p->now]);
	struct trace *now = &p->trace[!p->now];
	struct buf *out = &p->text[!p->now];
	enum gcl_status st = GCL_OK;
	size_t i, from = 0, to = 0;
	const struct edit *e;

	now->n = 0;
	for (i = 0; i < edits->n && st == GCL_OK; i++) {
		e = &edits->list[i];
		st = trace_keep(now, before, from, e->off, to);
		to += e->off - from + e->text.len;
		from = e->off + e->len;
	}
	if (st == GCL_OK)
		st = trace_keep(now, before, from, text.len, to);
	gcl_buf_reset(out);
	gcl_amend_apply(text, edits, out);
	p->now = !p->now;
	return st == GCL_OK ? gcl_buf_status(out) : st;
}

/* What is not kept of both texts, as edits of the first. */
static enum gcl_status
differences(struct apply *ap, size_t len, struct edits *out)
{
	const struct trace *t = &ap->probe->trace[ap->probe->now];
	struct span text = gcl_buf_span(&ap->probe->text[ap->probe->now]);
	size_t i, from = 0, to = 0, next_from, next_to;
	struct amend a;

	gcl_amend_init(&a, ap->run.arena);
	for (i = 0; i <= t->n; i++) {
		next_from = i < t->n ? t->list[i].from : len;
		next_to = i < t->n ? t->list[i].to : text.len;
		if (next_from > from || next_to > to)
			gcl_amend_add(&a, from, next_from - from,
			    gcl_span(text.ptr + to, next_to - to));
		if (i == t->n)
			break;
		from = next_from + t->list[i].len;
		to = next_to + t->list[i].len;
	}
	return gcl_amend_take(&a, out);
}

static enum gcl_status
begin(struct probe *p, struct span text)
{
	p->now = 0;
	p->trace[0].n = 0;
	gcl_buf_reset(&p->text[0]);
	gcl_buf_addspan(&p->text[0], text);
	return gcl_buf_status(&p->text[0]) != GCL_OK ? GCL_ENOMEM :
	    trace_add(&p->trace[0], 0, 0, text.len);
}

enum gcl_status
gcl_apply_verify(struct apply *ap, const struct scope *s,
	const struct edits *edits, bool *good)
{
	enum gcl_status st = need_probe(ap);
	struct probe *p = ap->probe;
	bool counted = true;
	struct buf *text;
	size_t i;

	*good = true;
	if (st != GCL_OK)
		return st;
	st = allow(ap, s, &counted);
	if (st != GCL_OK || !counted)
		return st;
	/* What the value has become stands in the other one. */
	text = &p->text[!p->now];
	gcl_buf_reset(text);
	gcl_amend_apply(s->text, edits, text);
	st = gcl_buf_status(text);
	if (st == GCL_OK)
		st = lint(ap, gcl_buf_span(text), s->field, good);
	for (i = 0; st == GCL_OK && i < p->hits.n && *good; i++)
		*good = p->allowed[p->hits.list[i].rule->index]-- > 0;
	return st;
}

enum gcl_status
gcl_apply_settle(struct apply *ap, const struct scope *s,
	const struct edits *edits, struct settled *out)
{
	struct edits more = *edits;
	enum gcl_status st = need_probe(ap);
	unsigned round;
	bool left = true;

	*out = (struct settled){ .good = s->text.len <= LIMIT_FIX_BYTES,
		.safe = true };
	if (st != GCL_OK || !out->good)
		return st;
	st = allow(ap, s, &out->good);
	if (st == GCL_OK)
		st = begin(ap->probe, s->text);
	for (round = 0; st == GCL_OK && left && out->good; round++) {
		st = make(ap->probe, &more);
		out->made = gcl_buf_span(&ap->probe->text[ap->probe->now]);
		if (st != GCL_OK || !s->field)
			break;
		st = lint(ap, out->made, s->field, &out->good);
		if (st == GCL_OK && out->good)
			st = gather(ap, out, &more, &left);
		out->good = out->good && (!left || round < ROUNDS);
	}
	return st == GCL_OK && out->good ?
	    differences(ap, s->text.len, &out->edits) : st;
}
