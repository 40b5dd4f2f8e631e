/*
 * Sending one document: which one, and what its answer means.
 */
#include "config.h"

#include "lint/submit.h"

#include <inttypes.h>

#include "base/limits.h"

void
gcl_submit_init(struct submit *s, struct run *run,
	const struct gcl_submission *how)
{
	*s = (struct submit){ .run = run, .how = how };
	gcl_arena_init(&s->arena);
	gcl_buf_init(&s->list, LIMIT_MESSAGE_BYTES);
	gcl_capture_init(&s->answer, LIMIT_TEXT_BYTES,
	    run->capture.max_depth);
}

void
gcl_submit_release(struct submit *s)
{
	gcl_capture_release(&s->answer);
	gcl_buf_release(&s->list);
	gcl_arena_release(&s->arena);
}

/* One pass over the input as p says. */
static enum gcl_status
pass(struct submit *s, const struct run_item *item, struct span bytes,
	const struct pick *p, struct gcl_error *err)
{
	enum gcl_status st;

	s->begun = true;
	s->run->pick = p;
	st = gcl_run_bytes(s->run, item, bytes, err);
	s->run->pick = NULL;
	return st;
}

/* ---- which document ---- */

#define LISTED 8

static void
list(struct submit *s, uint64_t index, const struct gcl_request *r)
{
	if (s->fitting > LISTED)
		return;
	gcl_buf_addf(&s->list, "%s%" PRIu64 " (%s %s%s%s)",
	    s->list.len > 0 ? ", " : "", index,
	    r->method ? r->method : r->pack, r->path ? r->path : "",
	    r->to ? " to " : "", r->to ? r->to : "");
}

/* A document that a pack is for; of an answer's, any will do. */
static bool
fits(const struct exchange *x, const struct exchange_report *report)
{
	return x->pack && report->pack && report->chosen != CHOSEN_NONE &&
	    report->lint.result != LINT_NOT_PAYLOAD;
}

static enum gcl_status
look_at(void *ctx, const struct exchange *x,
	const struct exchange_report *report)
{
	struct submit *s = ctx;
	struct gcl_request r;
	enum gcl_status st;
	const char *why;

	if (!x->doc->body.text.ptr)
		return GCL_OK;
	s->documents++;
	if (!fits(x, report))
		return GCL_OK;
	s->fitting++;
	if (s->how->document != GCL_ANY_DOCUMENT ?
	    x->doc->index != s->how->document : s->fitting > LISTED)
		return GCL_OK;
	st = gcl_request_make(x, report->lint.hits, s->how->path, &s->arena,
	    &r, &why);
	if (st != GCL_OK)
		return st;
	list(s, x->doc->index, &r);
	if (s->known)
		return GCL_OK;
	s->known = true;
	s->request = r;
	s->why = why;
	return GCL_OK;
}

static enum gcl_status
look(struct submit *s, const struct run_item *item, struct span bytes,
	struct gcl_error *err)
{
	const struct gcl_totals saved = s->run->totals;
	const struct pick p = { .document = PICK_ANY, .unheard = true,
		.ctx = s, .seen = look_at };
	enum gcl_status st = pass(s, item, bytes, &p, err);

	s->run->totals = saved;
	return st;
}

static enum gcl_status
no_such(const struct submit *s, const char *name, struct gcl_error *err)
{
	if (s->documents == 0)
		return gcl_error_set(err, GCL_EUSAGE, "'%s' has no document",
		    name);
	if (s->documents == 1)
		return gcl_error_set(err, GCL_EUSAGE, "'%s' has one document, "
		    "and that is 0", name);
	return gcl_error_set(err, GCL_EUSAGE, "'%s' has no document %" PRIu64
	    ": they are numbered from 0 to %" PRIu64, name, s->how->document,
	    s->documents - 1);
}

/*
 * *index is the document that is meant: the one asked for, the only one that a
 * pack is for, or the only one.
 */
static enum gcl_status
choose(struct submit *s, const char *name, uint64_t *index,
	struct gcl_error *err)
{
	const bool asked = s->how->document != GCL_ANY_DOCUMENT;

	*index = asked ? s->how->document : s->known ? s->request.document : 0;
	if (asked)
		return *index < s->documents ? GCL_OK :
		    no_such(s, name, err);
	if (s->fitting == 1 || (s->fitting == 0 && s->documents <= 1))
		return GCL_OK;
	if (s->fitting == 0)
		return gcl_error_set(err, GCL_EUSAGE, "'%s' has %" PRIu64
		    " documents: choose one with --document=N, from 0", name,
		    s->documents);
	if (!gcl_buf_str(&s->list))
		return GCL_ENOMEM;
	return gcl_error_set(err, GCL_EUSAGE, "'%s' has %" PRIu64 " documents "
	    "that could be meant: choose one with --document=N: %s%s", name,
	    s->fitting, s->list.ptr, s->fitting > LISTED ? ", ..." : "");
}

/* ---- the answer ---- */

static enum gcl_status
count_refusals(void *ctx, const struct exchange *x,
	const struct exchange_report *report)
{
	struct submit *s = ctx;

	(void)x;
	s->refusals += report->refusals;
	return GCL_OK;
}

/* Read an answer that is in no source of ours. */
static enum gcl_status
read_answer(struct submit *s, const struct gcl_answer *a,
	struct response *out, struct gcl_error *err)
{
	struct document doc = { .src = &s->answer.src };
	enum gcl_status st;
	bool more = false;

	gcl_reader_bytes(&s->answer.reader, gcl_span(a->bytes, a->len));
	gcl_capture_begin(&s->answer, "answer", NULL);
	st = gcl_carrier_split(&gcl_carrier_answer, &s->answer, &doc, &more,
	    err);
	if (st != GCL_OK)
		return st;
	*out = *doc.response;
	out->start = (struct piece){ .off = 0 };
	return GCL_OK;
}

/* Does it say what it is, by its status or by being JSON? */
static enum gcl_status
is_answer(struct submit *s, bool *is)
{
	const struct gcl_answer *a = s->how->answer;
	struct response r;
	struct value *root;
	struct walk *w = gcl_capture_walk(&s->answer);
	enum gcl_status st = read_answer(s, a, &r, NULL);

	*is = true;
	if (st != GCL_OK || r.status > 0)
		return st;
	st = w ? gcl_value_read(w, r.body.text, &s->arena, &root) :
	    GCL_ENOMEM;
	*is = st == GCL_OK;
	return st == GCL_EINPUT ? GCL_OK : st;
}

static enum gcl_status
tell_unrefused(struct submit *s)
{
	enum gcl_status st;
	bool is;

	if (s->refusals > 0)
		return GCL_OK;
	st = is_answer(s, &is);
	if (st != GCL_OK)
		return st;
	if (is)
		gcl_run_notice(s->run, GCL_NOTICE_NOTE, "the answer tells of "
		    "no error");
	else
		gcl_run_unreadable(s->run, "cannot read the answer: it has "
		    "neither a status nor JSON: save it with curl -i");
	return GCL_OK;
}

/* What a saved answer says, among what is found without it. */
static enum gcl_status
explain(struct submit *s, const struct run_item *item, struct span bytes,
	uint64_t index, struct gcl_error *err)
{
	struct response r;
	const struct pick p = { .document = index, .response = &r, .ctx = s,
		.seen = count_refusals };
	enum gcl_status st = read_answer(s, s->how->answer, &r, err);

	if (st == GCL_OK)
		st = pass(s, item, bytes, &p, err);
	return st == GCL_OK ? tell_unrefused(s) : st;
}

/* The document has been counted; what the answer says is its, too. */
static enum gcl_status
tell_answer(struct submit *s, const struct run_item *item, struct span bytes,
	const struct gcl_answer *a, struct gcl_error *err)
{
	const struct gcl_totals before = s->run->totals;
	struct gcl_totals *t = &s->run->totals;
	struct response r;
	const struct pick p = { .document = s->request.document,
		.response = &r, .answer_only = true };
	enum gcl_status st;

	if (a->len == 0)
		return GCL_OK;
	st = read_answer(s, a, &r, err);
	if (st == GCL_OK)
		st = pass(s, item, bytes, &p, err);
	t->files = before.files;
	t->documents = before.documents;
	t->bytes = before.bytes;
	t->skipped = before.skipped;
	if (before.files_with_findings > 0)
		t->files_with_findings = before.files_with_findings;
	return st;
}

/* ---- sending ---- */

static enum gcl_status
no_request(const struct submit *s, const char *name, struct gcl_error *err)
{
	if (s->known)
		return gcl_error_set(err, GCL_EUSAGE, "%s", s->why);
	return gcl_error_set(err, GCL_EUSAGE, "nothing in '%s' can be sent: "
	    "no pack is for it, and --pack=NAME says which one", name);
}

static enum gcl_status
send_it(struct submit *s, const struct run_item *item, struct span bytes,
	struct gcl_error *err)
{
	struct gcl_answer answer = { NULL, 0 };
	enum gcl_status st;

	st = s->how->send(s->how->ctx, &s->request, &s->run->totals, &answer,
	    err);
	return st == GCL_OK ? tell_answer(s, item, bytes, &answer, err) : st;
}

static enum gcl_status
lint_and_send(struct submit *s, const struct run_item *item,
	struct span bytes, uint64_t index, struct gcl_error *err)
{
	const struct pick p = { .document = index, .body_only = true };
	const struct gcl_totals *t = &s->run->totals;
	enum gcl_status st;

	/* What cannot be sent is said before the findings are. */
	if (s->known && s->why)
		return no_request(s, item->name, err);
	st = pass(s, item, bytes, &p, err);
	if (st != GCL_OK)
		return st;
	if (!s->known && t->failing == 0 && t->unreadable == 0)
		return no_request(s, item->name, err);
	return s->known ? send_it(s, item, bytes, err) : GCL_OK;
}

static enum gcl_status
submit(struct submit *s, const struct run_item *item, struct span bytes,
	struct gcl_error *err)
{
	uint64_t index = 0;
	enum gcl_status st = look(s, item, bytes, err);

	if (st == GCL_OK)
		st = choose(s, item->name, &index, err);
	if (st != GCL_OK)
		return st;
	return s->how->answer ? explain(s, item, bytes, index, err) :
	    lint_and_send(s, item, bytes, index, err);
}

enum gcl_status
gcl_submit_fd(void *ctx, const struct run_item *item, int fd,
	struct gcl_error *err)
{
	struct submit *s = ctx;
	struct reader reader;
	enum gcl_status st;
	struct span bytes;

	gcl_reader_init(&reader, LIMIT_TEXT_BYTES);
	st = gcl_run_whole(s->run, item, fd, &reader, &bytes);
	if (st == GCL_OK)
		st = submit(s, item, bytes, err);
	else if (st == GCL_EINPUT)
		st = GCL_OK;
	gcl_reader_release(&reader);
	return st;
}

enum gcl_status
gcl_submit_explain(struct submit *s, const char *name, struct gcl_error *err)
{
	const struct run_item item = { .name = name, .named = true };
	const struct gcl_answer *a = s->how->answer;
	const struct carrier *carrier = s->run->carrier;
	const struct pick p = { .document = PICK_ANY, .ctx = s,
		.seen = count_refusals };
	enum gcl_status st;

	s->run->carrier = &gcl_carrier_answer;
	st = pass(s, &item, gcl_span(a->bytes, a->len), &p, err);
	s->run->carrier = carrier;
	return st == GCL_OK ? tell_unrefused(s) : st;
}
