/*
 * The rounds of --fix.
 */
#include "config.h"

#include "fix/fix.h"

#include <errno.h>
#include <stdlib.h>

#include "base/limits.h"
#include "fix/diff.h"
#include "fix/replace.h"

static bool
same(const struct edit *a, const struct edit *b)
{
	return a->off == b->off && a->len == b->len &&
	    a->text.len == b->text.len &&
	    memcmp(a->text.ptr, b->text.ptr, a->text.len) == 0;
}

/* Two insertions at one place may follow each other; else a gap is wanted. */
static bool
apart(const struct edit *a, const struct edit *b)
{
	if (a->off == b->off && a->len == 0 && b->len == 0)
		return !same(a, b);
	return a->off + a->len < b->off || b->off + b->len < a->off;
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
have_room(const struct plan_edits *p, const struct edit *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!has_room(p, &list[i]))
			return false;
	return true;
}

static enum gcl_status
add(struct plan_edits *p, struct arena *arena, struct edit e)
{
	size_t at = position(p, &e);

	e.text.ptr = gcl_arena_str(arena, e.text);
	if (!e.text.ptr ||
	    gcl_grow(&p->list, &p->cap, p->n + 1, sizeof(e)) != 0)
		return GCL_ENOMEM;
	memmove(p->list + at + 1, p->list + at, (p->n - at) * sizeof(e));
	p->list[at] = e;
	p->n++;
	return GCL_OK;
}

/* ---- what a round gathers ---- */

static void
count(struct tally *t, const struct gcl_finding *f)
{
	if (f->severity != GCL_ERROR)
		t->others++;
	else if (strncmp(f->rule, "json-", 5) == 0)
		t->not_json++;
	else
		t->errors++;
}

static bool
wanted(const struct fixer *f, const struct gcl_finding *finding)
{
	const struct override *o = f->only;

	if (!finding->fix || finding->suppressed)
		return false;
	while (o && !gcl_span_is(o->rule, finding->rule))
		o = o->next;
	return (o || !f->only) && (f->unsafe || finding->fix->safe);
}

/* The first come has the place; others have their turn in the next round. */
static enum gcl_status
take(void *ctx, const struct gcl_finding *finding, const struct edits *edits)
{
	struct fixer *f = ctx;
	enum gcl_status st = GCL_OK;
	size_t i;

	count(&f->tally, finding);
	if (!wanted(f, finding) ||
	    !have_room(&f->found, edits->list, edits->n))
		return GCL_OK;
	for (i = 0; i < edits->n && st == GCL_OK; i++)
		st = add(&f->found, &f->arena, edits->list[i]);
	return st;
}

/*
 * The edits of a document, with what they ask of the capture around it, join
 * those of the file.  Two documents may be about one place: then the other one
 * waits.
 */
static enum gcl_status
end_document(void *ctx, const struct carrier *k, const struct document *doc)
{
	struct fixer *f = ctx;
	const struct edits found = { f->found.list, f->found.n };
	struct edits all;
	enum gcl_status st;
	struct edit e;
	size_t i;

	if (f->found.n == 0)
		return GCL_OK;
	st = gcl_mend_settle(k, doc, &found, &f->arena, &all);
	f->found.n = 0;
	for (i = 0; i < all.n && st == GCL_OK; i++) {
		e = all.list[i];
		e.off += doc->src->base;
		if (has_room(&f->all, &e))
			continue;
		return GCL_OK;
	}
	for (i = 0; i < all.n && st == GCL_OK; i++) {
		e = all.list[i];
		e.off += doc->src->base;
		st = add(&f->all, &f->arena, e);
	}
	return st;
}

static void
forget(void *ctx)
{
	struct fixer *f = ctx;

	f->all.n = f->found.n = 0;
}

void
gcl_fixer_init(struct fixer *f)
{
	*f = (struct fixer){ .mode = FIX_NOT };
	gcl_arena_init(&f->arena);
	f->mender = (struct mender){ .mend = take, .document = end_document,
		.forget = forget };
}

void
gcl_fixer_release(struct fixer *f)
{
	gcl_arena_release(&f->arena);
	free(f->all.list);
	free(f->found.list);
	gcl_fixer_init(f);
}

/* ---- rounds ---- */

/* A text on its way, and what was found in it before. */
struct work {
	const struct run_item *item;
	struct patch patch;
	struct buf text;		/* as it is now, once it is changed */
	struct tally first;
};

static struct span
current(const struct work *w)
{
	return w->patch.n > 0 ? gcl_buf_span(&w->text) : w->patch.before;
}

/* Lint the text as it is now; nobody hears of it. */
static enum gcl_status
look(struct fixer *f, struct work *w, struct gcl_error *err)
{
	const struct gcl_totals saved = f->run->totals;
	enum gcl_status st;

	gcl_arena_reset(&f->arena);
	f->all.n = f->found.n = 0;
	f->tally = (struct tally){ 0 };
	f->mender.ctx = f;
	f->run->mender = &f->mender;
	st = gcl_run_bytes(f->run, w->item, current(w), err);
	f->run->mender = NULL;
	f->run->totals = saved;
	return st;
}

static enum gcl_status
make_edits(struct fixer *f, struct work *w)
{
	enum gcl_status st;

	st = gcl_patch_add(&w->patch, f->all.list, f->all.n);
	if (st != GCL_OK)
		return st;
	gcl_buf_reset(&w->text);
	st = gcl_patch_text(&w->patch, &w->text);
	return st == GCL_OK ? gcl_buf_status(&w->text) : st;
}

/* What could be read before can be read now, and is no worse. */
static bool
is_better(const struct tally *before, const struct tally *now)
{
	if (now->not_json != before->not_json)
		return now->not_json < before->not_json;
	if (now->errors != before->errors)
		return now->errors < before->errors;
	return now->others <= before->others;
}

static enum gcl_status
mend(struct fixer *f, struct work *w, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	unsigned round;

	for (round = 0; st == GCL_OK && round <= LIMIT_FIX_ROUNDS; round++) {
		st = look(f, w, err);
		if (round == 0)
			w->first = f->tally;
		if (st != GCL_OK || f->all.n == 0 ||
		    round == LIMIT_FIX_ROUNDS)
			break;
		st = make_edits(f, w);
	}
	if (st != GCL_OK || w->patch.n == 0 || is_better(&w->first, &f->tally))
		return st;
	gcl_run_notice(f->run, GCL_NOTICE_NOTE, "'%s' is left as it is: its "
	    "fixes together would not make it better", w->item->name);
	w->patch.n = 0;
	return GCL_OK;
}

static enum gcl_status
put(struct fixer *f, struct span text, struct gcl_error *err)
{
	if (!f->write || text.len == 0 ||
	    f->write(f->write_ctx, text.ptr, text.len) == 0)
		return GCL_OK;
	return gcl_error_set(err, GCL_EOUTPUT, "cannot write");
}

static enum gcl_status
give_diff(struct fixer *f, const struct work *w, struct gcl_error *err)
{
	enum gcl_status st;
	struct buf text;

	gcl_buf_init(&text, SIZE_MAX - 1);
	st = gcl_diff_add(&text, w->item->name, &w->patch, f->color);
	if (st == GCL_OK)
		st = gcl_buf_status(&text);
	if (st == GCL_OK)
		st = put(f, gcl_buf_span(&text), err);
	gcl_buf_release(&text);
	return st;
}

/* A file that could not be written is as it was, and is told of as that. */
static enum gcl_status
replace(struct fixer *f, struct work *w, const struct stat *seen)
{
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st;

	if (w->patch.n == 0)
		return GCL_OK;
	st = gcl_replace(w->item->path, seen, current(w), &why);
	if (st != GCL_EOUTPUT)
		return st;
	gcl_run_unreadable(f->run, "%s", why.text);
	w->patch.n = 0;
	return GCL_OK;
}

/* seen is of the file, or NULL where none has the bytes. */
static enum gcl_status
deliver(struct fixer *f, struct work *w, const struct stat *seen,
	struct gcl_error *err)
{
	if (f->mode == FIX_DIFF)
		return give_diff(f, w, err);
	return seen ? replace(f, w, seen) : put(f, current(w), err);
}

static enum gcl_status
fix(struct fixer *f, const struct run_item *item, struct span bytes,
	const struct stat *seen, struct gcl_error *err)
{
	struct work w = { .item = item };
	enum gcl_status st;

	gcl_patch_init(&w.patch, bytes);
	gcl_buf_init(&w.text, LIMIT_TEXT_BYTES);
	st = mend(f, &w, err);
	if (st == GCL_OK)
		st = deliver(f, &w, seen, err);
	f->changed += w.patch.n > 0;
	if (st == GCL_OK)
		st = gcl_run_bytes(f->run, item, current(&w), err);
	gcl_buf_release(&w.text);
	gcl_patch_release(&w.patch);
	return st;
}

enum gcl_status
gcl_fix_bytes(struct fixer *f, const struct run_item *item,
	struct span bytes, struct gcl_error *err)
{
	return fix(f, item, bytes, NULL, err);
}

enum gcl_status
gcl_fix_fd(void *fixer, const struct run_item *item, int fd,
	struct gcl_error *err)
{
	struct fixer *f = fixer;
	struct gcl_error why = { GCL_OK, "" };
	struct reader reader;
	enum gcl_status st;
	struct stat seen;
	struct span bytes;

	if (fstat(fd, &seen) != 0) {
		gcl_run_unreadable(f->run, "cannot read '%s': %s", item->name,
		    strerror(errno));
		return GCL_OK;
	}
	gcl_reader_init(&reader, LIMIT_TEXT_BYTES);
	gcl_reader_fd(&reader, fd);
	st = gcl_reader_all(&reader, &bytes, &why);
	if (st == GCL_OK)
		st = fix(f, item, bytes, item->path ? &seen : NULL, err);
	else if (st != GCL_ENOMEM) {
		gcl_run_unreadable(f->run, "cannot read '%s': %s", item->name,
		    why.text);
		st = GCL_OK;
	}
	gcl_reader_release(&reader);
	return st;
}
