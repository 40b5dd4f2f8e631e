/*
 * The rounds of --fix.
 */
#include "config.h"

#include "fix/fix.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/limits.h"
#include "fix/diff.h"
#include "fix/replace.h"

/* An input that waits for the others. */
struct later {
	struct later *next;
	struct run_item item;
	char names[];
};

void
gcl_fixer_init(struct fixer *f)
{
	*f = (struct fixer){ .mode = FIX_NOT };
	gcl_gather_init(&f->gather);
	f->mender = (struct mender){ .mend = gcl_gather_take,
		.document = gcl_gather_document,
		.forget = gcl_gather_forget };
	f->last_later = &f->later;
}

void
gcl_fixer_release(struct fixer *f)
{
	struct later *l;

	while ((l = f->later)) {
		f->later = l->next;
		free(l);
	}
	gcl_gather_release(&f->gather);
	free(f->was.list);
	free(f->now.list);
	gcl_fixer_init(f);
}

/* ---- rounds ---- */

/* A text as it is after some edits. */
struct state {
	struct patch patch;
	struct buf text;		/* once it is changed */
};

static void
state_init(struct state *s, struct span before)
{
	gcl_patch_init(&s->patch, before);
	gcl_buf_init(&s->text, LIMIT_TEXT_BYTES);
}

static void
state_release(struct state *s)
{
	gcl_buf_release(&s->text);
	gcl_patch_release(&s->patch);
}

static struct span
current(const struct state *s)
{
	return s->patch.n > 0 ? gcl_buf_span(&s->text) : s->patch.before;
}

/* The state that edits make of another one. */
static enum gcl_status
state_make(struct state *s, const struct state *from,
	const struct plan_edits *edits)
{
	enum gcl_status st;

	state_init(s, from->patch.before);
	st = gcl_patch_add(&s->patch, from->patch.list, from->patch.n);
	if (st == GCL_OK)
		st = gcl_patch_add(&s->patch, edits->list, edits->n);
	return st == GCL_OK ? gcl_patch_text(&s->patch, &s->text) : st;
}

/* Lint a text and gather the next edits; nobody hears of it. */
static enum gcl_status
look(struct fixer *f, const struct run_item *item, struct span text,
	struct round *round, struct gcl_error *err)
{
	const struct gcl_totals saved = f->run->totals;
	enum gcl_status st;

	gcl_gather_begin(&f->gather, round);
	f->mender.ctx = &f->gather;
	f->run->mender = &f->mender;
	st = gcl_run_bytes(f->run, item, text, err);
	f->run->mender = NULL;
	round->unread = f->run->totals.unreadable - saved.unreadable;
	f->run->totals = saved;
	return st;
}

static void
exchange(struct round *a, struct round *b)
{
	const struct round c = *a;

	*a = *b;
	*b = c;
}

/* Make the edits that were gathered, or leave it and gather others. */
static enum gcl_status
try_edits(struct fixer *f, const struct run_item *item, struct state *s,
	struct gcl_error *err)
{
	struct state next, old = *s;
	enum gcl_status st;
	bool better;

	st = state_make(&next, s, &f->gather.all);
	if (st == GCL_OK)
		st = look(f, item, current(&next), &f->now, err);
	if (st == GCL_OK)
		st = gcl_turns_judge(&f->gather.turns, &f->was, &f->now,
		    &better);
	if (st == GCL_OK && better) {
		*s = next;
		next = old;
		exchange(&f->was, &f->now);
	} else if (st == GCL_OK) {
		st = look(f, item, current(s), &f->was, err);
	}
	state_release(&next);
	return st;
}

static void
tell_left(struct fixer *f, const char *name)
{
	uint64_t n = gcl_turns_refused(&f->gather.turns);

	if (f->gather.spared > 0)
		gcl_run_notice(f->run, GCL_NOTICE_NOTE, "'%s': a document is "
		    "left as it is, for without what does not belong there "
		    "little would remain: it may be an answer of the API",
		    name);
	if (f->gather.all.n > 0)
		gcl_run_notice(f->run, GCL_NOTICE_NOTE, "'%s' has more to fix: "
		    "run gclint again", name);
	else if (n > 0)
		gcl_run_notice(f->run, GCL_NOTICE_NOTE, "'%s': %" PRIu64
		    " fix%s not made, which would leave it worse", name, n,
		    n == 1 ? " is" : "es are");
}

static enum gcl_status
mend(struct fixer *f, const struct run_item *item, struct state *s,
	struct gcl_error *err)
{
	const uint64_t not_json = gcl_round_not_json(&f->was);
	struct gather *g = &f->gather;
	enum gcl_status st = GCL_OK;
	unsigned round = 0;

	while (st == GCL_OK && round++ < LIMIT_FIX_ROUNDS) {
		if (g->all.n > 0)
			st = try_edits(f, item, s, err);
		else if (gcl_turns_again(&g->turns))
			st = look(f, item, current(s), &f->was, err);
		else
			break;
	}
	if (st != GCL_OK)
		return st;
	/* Repairs that lead to no JSON were no repairs. */
	if (gcl_round_not_json(&f->was) > not_json) {
		gcl_run_notice(f->run, GCL_NOTICE_NOTE, "'%s' is left as it "
		    "is: its repairs do not make JSON of it", item->name);
		s->patch.n = 0;
		return GCL_OK;
	}
	tell_left(f, item->name);
	return GCL_OK;
}

/* ---- what becomes of it ---- */

static enum gcl_status
put(struct fixer *f, struct span text, struct gcl_error *err)
{
	if (!f->write || text.len == 0 ||
	    f->write(f->write_ctx, text.ptr, text.len) == 0)
		return GCL_OK;
	return gcl_error_set(err, GCL_EOUTPUT, "cannot write");
}

static enum gcl_status
give_diff(struct fixer *f, const char *name, const struct state *s,
	struct gcl_error *err)
{
	enum gcl_status st;
	struct buf text;

	gcl_buf_init(&text, SIZE_MAX - 1);
	st = gcl_diff_add(&text, name, &s->patch, f->color);
	if (st == GCL_OK)
		st = gcl_buf_status(&text);
	if (st == GCL_OK)
		st = put(f, gcl_buf_span(&text), err);
	gcl_buf_release(&text);
	return st;
}

/* A file that could not be written is as it was, and is told of as that. */
static enum gcl_status
replace(const struct run_item *item, const struct stat *seen,
	struct state *s, struct gcl_error *why)
{
	enum gcl_status st;

	if (s->patch.n == 0)
		return GCL_OK;
	st = gcl_replace(item->path, seen, current(s), why);
	if (st != GCL_EOUTPUT)
		return st;
	s->patch.n = 0;
	return GCL_OK;
}

/* seen is of the file, or NULL where none has the bytes. */
static enum gcl_status
deliver(struct fixer *f, const struct run_item *item, struct state *s,
	const struct stat *seen, struct gcl_error *err)
{
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st;

	if (f->mode == FIX_DIFF)
		st = give_diff(f, item->name, s, err);
	else if (seen)
		st = replace(item, seen, s, &why);
	else
		st = put(f, current(s), err);
	f->changed += s->patch.n > 0;
	if (st == GCL_OK)
		st = gcl_run_bytes(f->run, item, current(s), err);
	if (st == GCL_OK && why.text[0])
		gcl_run_notice(f->run, GCL_NOTICE_ERROR, "%s", why.text);
	return st;
}

/* May other files that are still to be mended change what is found in it? */
static bool
is_early(const struct fixer *f, const struct stat *seen)
{
	return !f->late && seen && S_ISREG(seen->st_mode) &&
	    f->mode == FIX_WRITE && f->run->exchange.carrier &&
	    f->run->exchange.carrier->refers;
}

static enum gcl_status
put_off(struct fixer *f, const struct run_item *item, struct gcl_error *err)
{
	size_t path = strlen(item->path) + 1;
	size_t full = item->full ? strlen(item->full) + 1 : 0;
	struct later *l = malloc(sizeof(*l) + path + full);

	if (!l)
		return gcl_error_nomem(err);
	*l = (struct later){ .item = *item };
	l->item.name = l->item.path = memcpy(l->names, item->path, path);
	if (full > 0)
		l->item.full = memcpy(l->names + path, item->full, full);
	*f->last_later = l;
	f->last_later = &l->next;
	return GCL_OK;
}

static enum gcl_status
fix(struct fixer *f, const struct run_item *item, struct span bytes,
	const struct stat *seen, struct gcl_error *err)
{
	enum gcl_status st;
	struct state s;

	state_init(&s, bytes);
	gcl_turns_reset(&f->gather.turns);
	st = look(f, item, bytes, &f->was, err);
	if (st == GCL_OK && is_early(f, seen)) {
		st = put_off(f, item, err);
	} else {
		if (st == GCL_OK)
			st = mend(f, item, &s, err);
		if (st == GCL_OK)
			st = deliver(f, item, &s, seen, err);
	}
	state_release(&s);
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
	struct reader reader;
	enum gcl_status st;
	struct stat seen;
	struct span bytes;

	if (fstat(fd, &seen) != 0) {
		gcl_run_unread(f->run, item->name, strerror(errno));
		return GCL_OK;
	}
	gcl_reader_init(&reader, LIMIT_TEXT_BYTES);
	st = gcl_run_whole(f->run, item, fd, &reader, &bytes);
	if (st == GCL_OK)
		st = fix(f, item, bytes, item->path ? &seen : NULL, err);
	else if (st == GCL_EINPUT)
		st = GCL_OK;
	gcl_reader_release(&reader);
	return st;
}

enum gcl_status
gcl_fix_later(struct fixer *f, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	struct later *l;

	f->late = true;
	while (st == GCL_OK && (l = f->later)) {
		st = gcl_run_file(f->run, &l->item, gcl_fix_fd, f, err);
		f->later = l->next;
		free(l);
	}
	if (!f->later)
		f->last_later = &f->later;
	f->late = false;
	return st;
}
