/*
 * Inputs: opened, read by their carrier, linted, counted.
 */
#include "config.h"

#include "lint/run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "input/scope.h"

void
gcl_run_init(struct run *r, size_t max_size, uint32_t max_depth)
{
	*r = (struct run){ .quiet = false };
	gcl_profiles_init(&r->profiles, max_depth);
	gcl_hide_init(&r->hide);
	gcl_capture_init(&r->capture, max_size, max_depth);
	gcl_exchange_init(&r->exchange);
	gcl_kept_init(&r->kept);
}

void
gcl_run_release(struct run *r)
{
	gcl_lint_free(r->lint);
	r->lint = NULL;
	gcl_profiles_release(&r->profiles);
	gcl_hide_release(&r->hide);
	gcl_exchange_release(&r->exchange);
	gcl_kept_release(&r->kept);
	gcl_capture_release(&r->capture);
}

/* Is this round only for its mender, or to find what can be picked? */
static bool
is_unheard(const struct run *r)
{
	return r->mender || (r->pick && r->pick->unheard);
}

/* Has all but what the answer says been told before? */
static bool
answer_only(const struct run *r)
{
	return r->pick && r->pick->answer_only;
}

static void
vnotice(struct run *r, enum gcl_notice kind, const char *fmt, va_list ap)
{
	struct gcl_error text = { GCL_OK, "" };
	char raw[sizeof(text.text)];

	/* The round that is told of says it all again. */
	if (!r->on_notice || is_unheard(r) || answer_only(r))
		return;
	vsnprintf(raw, sizeof(raw), fmt, ap);
	gcl_error_set(&text, GCL_EINPUT, "%s", raw);
	r->on_notice(r->ctx, kind, text.text);
}

void
gcl_run_notice(struct run *r, enum gcl_notice kind, const char *fmt, ...)
{
	va_list ap;

	if (kind == GCL_NOTICE_VERBOSE && !r->verbose)
		return;
	va_start(ap, fmt);
	vnotice(r, kind, fmt, ap);
	va_end(ap);
}

void
gcl_run_unreadable(struct run *r, const char *fmt, ...)
{
	va_list ap;

	r->totals.unreadable++;
	va_start(ap, fmt);
	vnotice(r, GCL_NOTICE_ERROR, fmt, ap);
	va_end(ap);
}

void
gcl_run_unread(struct run *r, const char *name, const char *why)
{
	r->on_input(r->ctx, name);
	gcl_run_unreadable(r, "cannot read '%s': %s", name, why);
}

static void
count(struct run *r, const struct gcl_finding *f)
{
	uint64_t *const counters[] = { [GCL_NOTE] = &r->totals.notes,
		[GCL_WARNING] = &r->totals.warnings,
		[GCL_ERROR] = &r->totals.errors };

	++*counters[f->severity];
}

enum gcl_status
gcl_run_give(struct run *r, struct gcl_finding *f, struct source *src)
{
	enum gcl_severity level = r->profile->fail_level;
	bool failing = level != GCL_OFF && f->severity >= level;
	enum gcl_status st;

	if (is_unheard(r) || (answer_only(r) &&
	    strcmp(f->rule, "api-rejected") != 0))
		return GCL_OK;
	st = gcl_hide_finding(&r->hide, f);
	if (st != GCL_OK)
		return st;
	if (gcl_hidden(f)) {
		r->totals.suppressed++;
		r->totals.known += f->baseline == GCL_BASELINE_KNOWN;
	} else {
		count(r, f);
		r->totals.failing += failing;
		r->totals.fixable += f->fix && f->fix->safe;
		r->totals.fixable_unsafe += f->fix && !f->fix->safe;
	}
	if (!r->quiet || failing)
		r->on_finding(r->ctx, f, src);
	return GCL_OK;
}

enum gcl_status
gcl_run_copy(struct run *to, const struct run *from, struct gcl_error *err)
{
	enum gcl_status st;

	gcl_run_init(to, from->capture.reader.max, from->capture.max_depth);
	to->config = from->config;
	to->folder = from->folder;
	to->carrier = from->carrier;
	to->stdin_name = from->stdin_name;
	to->verbose = from->verbose;
	to->force_exclude = from->force_exclude;
	to->hides_nothing = true;
	st = gcl_profiles_copy(&to->profiles, &from->profiles, err);
	if (st != GCL_OK)
		return st;
	to->lint = gcl_lint_new(from->capture.max_depth);
	if (!to->lint)
		return gcl_error_nomem(err);
	to->exchange.lint = to->lint;
	to->exchange.capture = &to->capture;
	return GCL_OK;
}

static enum gcl_status
end_document(struct run *r)
{
	return is_unheard(r) ? GCL_OK : r->on_document(r->ctx);
}

/*
 * What was kept of an input that is over.  Where nobody named it and nothing
 * in it is for any pack, it is no business of ours, broken or not.
 */
static enum gcl_status
give_kept(struct run *r, bool ours)
{
	enum gcl_status st = GCL_OK;
	size_t i;

	if (!ours && r->mender)
		r->mender->forget(r->mender->ctx);
	if (!ours && r->kept.n > 0) {
		r->totals.skipped++;
		gcl_run_notice(r, GCL_NOTICE_VERBOSE, "%s: skipped: no pack "
		    "is for anything in it", r->capture.src.name);
		r->kept.n = 0;
	}
	gcl_kept_sort(&r->kept);
	for (i = 0; i < r->kept.n && st == GCL_OK; i++)
		st = gcl_run_give(r, &r->kept.list[i], &r->capture.src);
	gcl_kept_reset(&r->kept);
	return st == GCL_OK ? end_document(r) : st;
}

/* A round to mend. */
static enum gcl_status
mend(struct run *r, const struct document *doc, const struct hit *h,
	struct gcl_finding *f, struct arena *arena)
{
	enum gcl_status st = gcl_hide_finding(&r->hide, f);
	struct edits edits = { NULL, 0 };

	if (st == GCL_OK && f->fix)
		st = gcl_mend(r->exchange.carrier, doc, h, arena, &edits);
	if (st != GCL_OK)
		return st;
	return r->mender->mend(r->mender->ctx, f, &edits);
}

/*
 * The findings of a document; they are kept where the source stays and other
 * documents may be about the same parts of it.
 */
static enum gcl_status
give_findings(struct run *r, const struct document *doc,
	const struct exchange_report *report)
{
	const struct lint_report *found = &report->lint;
	const struct carrier *k = r->exchange.carrier;
	bool keep = !k->bare && r->capture.whole;
	enum gcl_status st = GCL_OK;
	struct gcl_finding f;
	size_t i, room = LIMIT_FIX_CARRIED + doc->body.text.len;

	for (i = 0; i < found->hits->n && st == GCL_OK; i++) {
		if (r->pick && r->pick->body_only &&
		    found->hits->list[i].piece != &doc->body)
			continue;
		st = gcl_finding_make(k, doc, &found->hits->list[i],
		    r->mender ? NULL : &room, found->arena, &f);
		if (st == GCL_OK && r->mender)
			st = mend(r, doc, &found->hits->list[i], &f,
			    found->arena);
		else if (st == GCL_OK && keep)
			st = gcl_kept_add(&r->kept, &f);
		else if (st == GCL_OK)
			st = gcl_run_give(r, &f, doc->src);
	}
	if (st != GCL_OK)
		return st;
	if (r->mender)
		return r->mender->document(r->mender->ctx, k, doc,
		    report);
	return keep ? GCL_OK : end_document(r);
}

/* Make *doc what it is picked as; false: it is not. */
static bool
is_picked(const struct pick *p, struct document *doc)
{
	if (p->document == PICK_ANY)
		return true;
	if (!doc->body.text.ptr || doc->index != p->document)
		return false;
	doc->response = p->response;
	doc->asked = p->response != NULL;
	return true;
}

/* *payload: a record of this input has been one, so it is a payload file. */
static enum gcl_status
lint_one(struct run *r, const struct document *split, bool named,
	bool *payload, struct gcl_error *err)
{
	struct document own = *split, *doc = &own;
	struct exchange_report report;
	enum gcl_status st;

	if (r->pick && !is_picked(r->pick, doc))
		return GCL_OK;
	named = named || *payload;
	st = gcl_exchange_lint(&r->exchange, doc, named, &report, err);
	if (st == GCL_OK && r->pick && r->pick->seen)
		st = r->pick->seen(r->pick->ctx, &r->exchange, &report);
	if (st != GCL_OK)
		return st;
	*payload = *payload || report.ours;
	if (doc->body.text.ptr) {
		r->totals.documents++;
		gcl_run_tell(r, doc, &report, named);
	}
	gcl_run_tell_limit(r, doc, &report.lint);
	return give_findings(r, doc, &report);
}

static enum gcl_status
choose_carrier(struct run *r, struct gcl_error *err)
{
	const struct carrier *k = r->carrier;
	enum gcl_status st = GCL_OK;
	const char *why = "as asked for";

	if (!k)
		st = gcl_carrier_choose(&r->capture, &k, &why, err);
	if (st != GCL_OK)
		return st;
	gcl_exchange_begin(&r->exchange, k);
	gcl_run_notice(r, GCL_NOTICE_VERBOSE, "%s: read as %s: %s",
	    r->capture.src.name, k->name, why);
	return GCL_OK;
}

/* What stands behind the last document may hold a secret too. */
static enum gcl_status
lint_rest(struct run *r, bool named, struct gcl_error *err)
{
	const struct document doc = { .src = &r->capture.src,
		.end = r->capture.src.text.len };
	bool payload = false;

	return r->exchange.carrier->bare ? GCL_OK :
	    lint_one(r, &doc, named, &payload, err);
}

/* One document after the other, until the carrier has no more. */
enum gcl_status
gcl_run_stream(struct run *r, bool named, struct stream *at,
	struct gcl_error *err)
{
	const struct carrier *k = r->exchange.carrier;
	struct document doc = { .index = at->documents };
	bool more = true;
	enum gcl_status st = GCL_OK;

	while (st == GCL_OK && more) {
		gcl_error_reset(err);
		st = gcl_carrier_split(k, &r->capture, &doc, &more, err);
		if (st == GCL_OK && more)
			st = lint_one(r, &doc, named, &at->payload, err);
		if (st == GCL_OK && more)
			doc.index += doc.body.text.ptr != NULL;
		else if (st == GCL_ELIMIT && more) {
			gcl_run_unreadable(r, "cannot lint '%s': %s",
			    r->capture.src.name, err->text);
			doc.index++;
			st = GCL_OK;
		}
	}
	at->documents = doc.index;
	at->lines = r->capture.reader.lines;
	return st;
}

enum gcl_status
gcl_run_part(struct run *r, struct span bytes, uint64_t base, bool named,
	struct stream *at, struct gcl_error *err)
{
	struct reader own = r->capture.reader;
	enum gcl_status st;

	gcl_reader_init(&r->capture.reader, own.max);
	gcl_reader_part(&r->capture.reader, bytes, base, at->lines);
	st = gcl_run_stream(r, named, at, err);
	r->capture.reader = own;
	return st;
}

/* Are there others who can take parts of the input? */
static const struct streamer *
find_streamer(const struct run *r)
{
	bool parts = r->exchange.carrier == &gcl_carrier_ndjson &&
	    !r->verbose && !r->split && !r->pick && !r->mender;

	return parts ? r->streamer : NULL;
}

static enum gcl_status
lint_documents(struct run *r, const struct run_item *item,
	struct gcl_error *err)
{
	const struct streamer *s = find_streamer(r);
	bool named = item->named && !r->force_exclude;
	struct stream at = { .documents = 0 };
	enum gcl_status st, given;

	st = s ? s->lint(s->ctx, item, named, &at, err) :
	    gcl_run_stream(r, named, &at, err);
	if (st == GCL_OK)
		st = gcl_run_split_end(r, r->capture.src.name, at.documents);
	if (st == GCL_OK)
		st = lint_rest(r, named, err);
	/* What was found before a failure is not lost with it. */
	given = give_kept(r, named || at.payload);
	return st == GCL_OK ? given : st;
}

static enum gcl_status
find_config(struct run *r, const struct run_item *item, struct config **out,
	struct gcl_error *err)
{
	const struct scope *at;

	*out = item->config ? item->config : r->config;
	at = *out || !item->scope ? NULL : gcl_scope_config(item->scope);
	return at ? gcl_run_config(r, at, out, err) : GCL_OK;
}

/* An item's path as the globs of c take it. */
static struct span
relative(const struct run_item *item, const struct config *c)
{
	return c && item->full ? gcl_config_relative(c->folder, item->full) :
	    gcl_span(NULL, 0);
}

enum gcl_status
gcl_run_configure(struct run *r, struct run_item *item,
	struct gcl_error *err)
{
	enum gcl_status st = find_config(r, item, &item->config, err);
	struct profile *profile;

	return st != GCL_OK ? st : gcl_profiles_get(&r->profiles,
	    item->config, relative(item, item->config), &profile, err);
}

static enum gcl_status
set_profile(struct run *r, const struct run_item *item,
	struct gcl_error *err)
{
	enum gcl_status st;
	struct config *c;
	struct span rel;

	st = find_config(r, item, &c, err);
	if (st != GCL_OK)
		return st;
	rel = relative(item, c);
	st = gcl_profiles_get(&r->profiles, c, rel, &r->profile, err);
	/* The passes of one input share what was found to be known. */
	if (st == GCL_OK && !r->hides_nothing &&
	    !(r->pick && r->pick->answer_only))
		st = gcl_hide_begin(&r->hide, c, rel,
		    item->full ? item->full : item->name);
	if (st != GCL_OK)
		return st;
	r->exchange.packs = &r->profile->packs;
	r->exchange.country = r->profile->country;
	return GCL_OK;
}

enum gcl_status
gcl_run_begin(struct run *r, const struct run_item *item,
	struct gcl_error *err)
{
	enum gcl_status st = set_profile(r, item, err);

	if (st != GCL_OK)
		return st;
	r->totals.files++;
	if (!is_unheard(r) && !answer_only(r))
		r->on_input(r->ctx, item->name);
	gcl_capture_begin(&r->capture, item->name, item->path);
	return GCL_OK;
}

enum gcl_status
gcl_run_resume(struct run *r, const struct run_item *item,
	struct gcl_error *err)
{
	enum gcl_status st = set_profile(r, item, err);

	if (st != GCL_OK)
		return st;
	gcl_capture_begin(&r->capture, item->name, item->path);
	gcl_exchange_begin(&r->exchange, &gcl_carrier_ndjson);
	return GCL_OK;
}

static uint64_t
bytes_read(const struct run *r)
{
	uint64_t end = gcl_reader_offset(&r->capture.reader);
	uint64_t from = r->split ? r->split->offset : 0;

	return end > from ? end - from : 0;
}

/* Lint what the reader has been given. */
static enum gcl_status
lint_input(struct run *r, const struct run_item *item, struct gcl_error *err)
{
	const struct gcl_totals *t = &r->totals;
	uint64_t before = t->errors + t->warnings + t->notes;
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st;

	st = gcl_run_begin(r, item, err);
	if (st != GCL_OK)
		return st;
	st = choose_carrier(r, &why);
	if (st == GCL_OK)
		st = gcl_run_split_begin(r, item, &why);
	if (st == GCL_OK)
		st = lint_documents(r, item, &why);
	r->totals.bytes += bytes_read(r);
	r->totals.files_with_findings += before != t->errors + t->warnings +
	    t->notes;
	if (st == GCL_EINPUT || st == GCL_ELIMIT) {
		gcl_run_unreadable(r, "cannot read '%s': %s", item->name,
		    why.text);
		return GCL_OK;
	}
	return why.text[0] ? gcl_error_set(err, st, "%s", why.text) : st;
}

enum gcl_status
gcl_run_bytes(struct run *r, const struct run_item *item, struct span bytes,
	struct gcl_error *err)
{
	gcl_reader_bytes(&r->capture.reader, bytes);
	return lint_input(r, item, err);
}

enum gcl_status
gcl_run_fd(struct run *r, const struct run_item *item, int fd,
	struct gcl_error *err)
{
	gcl_reader_fd(&r->capture.reader, fd);
	return lint_input(r, item, err);
}

enum gcl_status
gcl_run_whole(struct run *r, const struct run_item *item, int fd,
	struct reader *reader, struct span *out)
{
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st;

	gcl_reader_fd(reader, fd);
	st = gcl_reader_all(reader, out, &why);
	if (st == GCL_OK || st == GCL_ENOMEM)
		return st;
	gcl_run_unread(r, item->name, why.text);
	return GCL_EINPUT;
}

enum gcl_status
gcl_run_file(struct run *r, const struct run_item *item, run_fn *each,
	void *ctx, struct gcl_error *err)
{
	int fd = open(item->path, O_RDONLY | O_CLOEXEC);
	enum gcl_status st;

	if (fd < 0) {
		gcl_run_unread(r, item->name, strerror(errno));
		return GCL_OK;
	}
	st = each(ctx, item, fd, err);
	close(fd);
	return st;
}

static enum gcl_status
give_item(struct run *r, const struct input_item *in, const struct taker *t,
	struct gcl_error *err)
{
	struct run_item item = { .name = in->path, .path = in->path,
		.full = in->full, .scope = in->scope, .named = in->named };

	if (t->file && in->regular && !in->is_stdin)
		return t->file(t->ctx, &item, in->size, err);
	if (!in->is_stdin)
		return gcl_run_file(r, &item, t->each, t->ctx, err);
	item.name = r->stdin_name;
	item.path = NULL;
	return t->each(t->ctx, &item, STDIN_FILENO, err);
}

static enum gcl_status
settle(const struct taker *t, struct gcl_error *err)
{
	return t->settle ? t->settle(t->ctx, err) : GCL_OK;
}

enum gcl_status
gcl_run_inputs(struct run *r, struct input *in, const struct taker *t,
	struct gcl_error *err)
{
	struct gcl_error why;
	struct input_item item;
	enum gcl_status st = GCL_OK;
	enum input_result result;

	while (st == GCL_OK) {
		gcl_error_reset(&why);
		result = gcl_input_next(in, &item, &why);
		if (result != INPUT_ITEM)
			st = settle(t, err);
		if (st != GCL_OK)
			break;
		switch (result) {
		case INPUT_ITEM:
			st = give_item(r, &item, t, err);
			break;
		case INPUT_FAILED:
			r->on_input(r->ctx, item.is_stdin ? r->stdin_name :
			    item.path);
			gcl_run_unreadable(r, "%s", why.text);
			break;
		case INPUT_EMPTY:
			gcl_run_notice(r, GCL_NOTICE_NOTE, "%s", why.text);
			break;
		case INPUT_EXCLUDED:
			gcl_run_notice(r, GCL_NOTICE_VERBOSE, "%s", why.text);
			break;
		case INPUT_ERROR:
			return gcl_error_set(err, why.status, "%s", why.text);
		case INPUT_NOMEM:
			return gcl_error_nomem(err);
		case INPUT_END:
			return GCL_OK;
		}
	}
	return st;
}
