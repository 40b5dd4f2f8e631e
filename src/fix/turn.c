/*
 * Before and after: documents are compared one by one, since what mends one
 * does not make up for what spoils another.
 */
#include "config.h"

#include "fix/turn.h"

#include <string.h>

void
gcl_turns_reset(struct turns *t)
{
	t->n = 0;
}

uint32_t
gcl_turns_at(const struct turns *t, size_t document)
{
	return document < t->n ? t->list[document].at : TURN_ALL;
}

/* ---- what came of it ---- */

/*
 * A pack that is told by what edits take away is lost to another one, which
 * has its own idea of what is missing.  That is well only if it has no errors.
 */
static bool
is_lost(const struct standing *was, const struct standing *now)
{
	return was->pack && now->errors > 0 &&
	    (!now->pack || strcmp(was->pack, now->pack) != 0);
}

/*
 * What could be read before can be read now, and has no more errors.  Of a text
 * that is no JSON a repair may show faults that stand behind it.
 */
static bool
is_worse(const struct standing *was, const struct standing *now)
{
	if (was->payload && !now->payload)
		return true;
	if (was->not_json > 0 || now->not_json > 0)
		return was->not_json == 0;
	if (is_lost(was, now) || now->doubled > was->doubled)
		return true;
	if (now->errors != was->errors)
		return now->errors > was->errors;
	return now->others > was->others;
}

static struct standing
sum(const struct round *r)
{
	struct standing all = { .pack = NULL };
	size_t i;

	for (i = 0; i < r->n; i++) {
		all.not_json += r->list[i].not_json;
		all.errors += r->list[i].errors;
		all.others += r->list[i].others;
		all.doubled += r->list[i].doubled;
	}
	return all;
}

uint64_t
gcl_round_not_json(const struct round *r)
{
	return sum(r).not_json;
}

/* Where documents came or went, all of them count as one. */
static bool
is_all_worse(const struct round *was, const struct round *now)
{
	const struct standing a = sum(was), b = sum(now);

	return now->foreign || now->unread > was->unread || is_worse(&a, &b);
}

/* ---- whose fault it is ---- */

static enum gcl_status
make_room(struct turns *t, size_t n)
{
	if (n > t->n && gcl_grow(&t->list, &t->cap, n, sizeof(*t->list)) != 0)
		return GCL_ENOMEM;
	while (t->n < n)
		t->list[t->n++] = (struct turn){ .at = TURN_ALL };
	return GCL_OK;
}

static void
pass_on(struct turn *t)
{
	if (t->at == TURN_ALL)
		*t = (struct turn){ .at = 0 };
	else
		t->at++;
}

/* One text may be part of many documents, and then spoil those not edited. */
static bool
is_innocent(const struct round *was, const struct round *now)
{
	size_t i;

	for (i = 0; i < was->n; i++)
		if (!was->list[i].edited &&
		    is_worse(&was->list[i], &now->list[i]))
			return true;
	return false;
}

static void
note_moves(struct turns *t, const struct round *was)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		t->list[i].moved |= was->list[i].edited;
}

enum gcl_status
gcl_turns_judge(struct turns *t, const struct round *was,
	const struct round *now, bool *better)
{
	bool same = was->n == now->n && !now->foreign &&
	    now->unread <= was->unread;
	bool all = same ? is_innocent(was, now) : is_all_worse(was, now);
	enum gcl_status st;
	size_t i;

	*better = !all;
	for (i = 0; same && i < was->n && *better; i++)
		*better = !is_worse(&was->list[i], &now->list[i]);
	if (*better && !same)
		gcl_turns_reset(t);
	if (*better) {
		note_moves(t, was);
		return GCL_OK;
	}
	st = make_room(t, was->n);
	for (i = 0; i < was->n && st == GCL_OK; i++)
		if (was->list[i].edited &&
		    (all || is_worse(&was->list[i], &now->list[i])))
			pass_on(&t->list[i]);
	return st;
}

bool
gcl_turns_again(struct turns *t)
{
	bool again = false;
	size_t i;

	for (i = 0; i < t->n; i++) {
		if (!t->list[i].moved)
			continue;
		t->list[i] = (struct turn){ .at = TURN_ALL };
		again = true;
	}
	return again;
}

uint64_t
gcl_turns_refused(const struct turns *t)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < t->n; i++)
		n += t->list[i].at == TURN_ALL ? 0 : t->list[i].at;
	return n;
}
