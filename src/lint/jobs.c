/*
 * A ring of slots.  Those in [tail, next) are with a worker or done, those in
 * [next, head) wait for one; only the caller's thread moves head and tail, and
 * only it looks at a slot outside of them.  It plays the oldest slot when the
 * ring is full, when the next input has to be read by the run itself, and
 * before it waits for more input.
 */
#include "config.h"

#include "lint/jobs.h"

#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/limits.h"
#include "lint/tape.h"

/* A few small files are done before a thread has begun. */
#define WARM_INPUTS	8u
#define WARM_BYTES	(512u << 10)

/* Slots for each worker, and bytes in them. */
#define SLOTS		8u
#define SLOT_BYTES	(512u << 10)

/* A larger file is read by the run itself, in parts if it is NDJSON. */
#define FILE_BYTES	(1u << 20)

/* What a part has, if its lines allow it; less is not worth the way. */
#define PART_BYTES	(128u << 10)
#define PART_LEAST	(16u << 10)

struct slot {
	struct run_item item;
	struct buf names;	/* the item's */
	struct reader file;	/* has all bytes of a file */
	struct buf bytes;	/* or those of a part, */
	uint64_t base;		/* which stands there */
	bool part, done;
	size_t weight;		/* bytes */
	/* What came of it. */
	struct tape tape;
	struct gcl_totals totals;
	struct stream end;
	enum gcl_status st;
	struct gcl_error err;
};

struct worker {
	struct jobs *jobs;
	struct run run;
	struct slot *slot;	/* in hand */
	pthread_t thread;
	bool begun;
};

struct jobs {
	struct run *run;
	struct streamer streamer;
	struct worker *workers;
	size_t n_workers, n_begun;
	struct slot *slots;
	size_t n_slots;
	pthread_mutex_t lock;	/* for all below, and done of a slot */
	pthread_cond_t work, done;
	size_t tail, next, head;	/* count on for ever */
	bool stop;
	/* Of the caller's thread. */
	size_t weight;		/* of the slots in the ring */
	uint64_t inputs, bytes;	/* so far */
	bool tried;		/* to begin the threads */
	struct stream *at;	/* where the parts that are played stand */
};

static struct slot *
slot_at(const struct jobs *j, size_t i)
{
	return &j->slots[i % j->n_slots];
}

/* ---- in a worker's thread ---- */

static enum gcl_status
lint_whole(void *ctx, const struct run_item *item, int fd,
	struct gcl_error *err)
{
	struct worker *w = ctx;
	struct slot *s = w->slot;
	struct gcl_error why = { GCL_OK, "" };
	struct span bytes;
	enum gcl_status st;

	gcl_reader_fd(&s->file, fd);
	st = gcl_reader_all(&s->file, &bytes, &why);
	if (st == GCL_OK)
		return gcl_run_bytes(&w->run, item, bytes, err);
	if (st == GCL_ENOMEM)
		return gcl_error_nomem(err);
	st = gcl_run_begin(&w->run, item, err);
	gcl_run_unreadable(&w->run, "cannot read '%s': %s", item->name,
	    why.text);
	return st;
}

static enum gcl_status
lint_part(struct worker *w, struct slot *s)
{
	enum gcl_status st = gcl_run_resume(&w->run, &s->item, &s->err);

	s->end = (struct stream){ .payload = true };
	return st != GCL_OK ? st : gcl_run_part(&w->run,
	    gcl_buf_span(&s->bytes), s->base, true, &s->end, &s->err);
}

static void
lint_slot(struct worker *w, struct slot *s)
{
	gcl_error_reset(&s->err);
	gcl_tape_reset(&s->tape);
	gcl_tape_listen(&s->tape, &w->run);
	w->slot = s;
	w->run.totals = (struct gcl_totals){ .files = 0 };
	s->st = s->part ? lint_part(w, s) :
	    gcl_run_file(&w->run, &s->item, lint_whole, w, &s->err);
	s->totals = w->run.totals;
}

static void *
work(void *ctx)
{
	struct worker *w = ctx;
	struct jobs *j = w->jobs;
	struct slot *s;

	pthread_mutex_lock(&j->lock);
	for (;;) {
		while (j->next == j->head && !j->stop)
			pthread_cond_wait(&j->work, &j->lock);
		if (j->stop)
			break;
		s = slot_at(j, j->next++);
		pthread_mutex_unlock(&j->lock);
		lint_slot(w, s);
		pthread_mutex_lock(&j->lock);
		s->done = true;
		if (s == slot_at(j, j->tail))
			pthread_cond_signal(&j->done);
	}
	pthread_mutex_unlock(&j->lock);
	return NULL;
}

/* ---- begin and end ---- */

static void
init_slot(struct slot *s)
{
	gcl_buf_init(&s->names, LIMIT_TEXT_BYTES);
	gcl_buf_init(&s->bytes, LIMIT_TEXT_BYTES);
	gcl_reader_init(&s->file, LIMIT_TEXT_BYTES);
	gcl_tape_init(&s->tape);
}

static void
release_slot(struct slot *s)
{
	gcl_buf_release(&s->names);
	gcl_buf_release(&s->bytes);
	gcl_reader_release(&s->file);
	gcl_tape_release(&s->tape);
}

static enum gcl_status stream(void *ctx, const struct run_item *item,
	bool named, struct stream *at, struct gcl_error *err);

enum gcl_status
gcl_jobs_new(struct jobs **out, struct run *r, unsigned n)
{
	struct jobs *j = calloc(1, sizeof(*j));

	*out = j;
	if (!j)
		return GCL_ENOMEM;
	j->run = r;
	j->n_workers = n > 1 ? n : 0;
	j->streamer = (struct streamer){ .ctx = j, .lint = stream };
	pthread_mutex_init(&j->lock, NULL);
	pthread_cond_init(&j->work, NULL);
	pthread_cond_init(&j->done, NULL);
	if (n > 1)
		r->streamer = &j->streamer;
	return GCL_OK;
}

void
gcl_jobs_free(struct jobs *j)
{
	size_t i;

	if (!j)
		return;
	pthread_mutex_lock(&j->lock);
	j->stop = true;
	pthread_cond_broadcast(&j->work);
	pthread_mutex_unlock(&j->lock);
	for (i = 0; j->workers && i < j->n_workers; i++) {
		if (j->workers[i].begun)
			pthread_join(j->workers[i].thread, NULL);
		gcl_run_release(&j->workers[i].run);
	}
	for (i = 0; j->slots && i < j->n_slots; i++)
		release_slot(&j->slots[i]);
	pthread_cond_destroy(&j->done);
	pthread_cond_destroy(&j->work);
	pthread_mutex_destroy(&j->lock);
	j->run->streamer = NULL;
	free(j->workers);
	free(j->slots);
	free(j);
}

/* Signals are for the caller's thread, which knows what to clean up. */
static void
begin_thread(struct worker *w)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	w->begun = pthread_create(&w->thread, NULL, work, w) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	w->jobs->n_begun += w->begun;
}

/* A system that gives no more threads is no reason to fail. */
static enum gcl_status
begin_threads(struct jobs *j, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	size_t i, n = j->n_workers;

	j->tried = true;
	j->workers = calloc(n, sizeof(*j->workers));
	j->slots = calloc(n * SLOTS, sizeof(*j->slots));
	if (!j->workers || !j->slots)
		return gcl_error_nomem(err);
	j->n_slots = n * SLOTS;
	for (i = 0; i < j->n_slots; i++)
		init_slot(&j->slots[i]);
	for (i = 0; i < n; i++) {
		j->workers[i].jobs = j;
		if (st == GCL_OK)
			st = gcl_run_copy(&j->workers[i].run, j->run, err);
		if (st == GCL_OK)
			begin_thread(&j->workers[i]);
	}
	return st;
}

/* Is there somebody to hand things to?  Threads are begun by need. */
static enum gcl_status
get_ready(struct jobs *j, bool *ready, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;

	if (!j->tried && j->n_workers > 0 &&
	    (j->inputs > WARM_INPUTS || j->bytes > WARM_BYTES))
		st = begin_threads(j, err);
	*ready = j->n_begun > 0;
	return st;
}

/* ---- say what was found ---- */

static uint64_t
n_findings(const struct gcl_totals *t)
{
	return t->errors + t->warnings + t->notes;
}

static void
add_totals(struct gcl_totals *to, const struct gcl_totals *t)
{
	to->documents += t->documents;
	to->skipped += t->skipped;
	to->unreadable += t->unreadable;
	to->bytes += t->bytes;
}

/*
 * What a notice says of a place is true only for who has counted the lines
 * before: that part is linted again.
 */
static enum gcl_status
play_part(struct jobs *j, struct slot *s, struct gcl_error *err)
{
	enum gcl_status st;

	if (s->tape.noticed)
		return gcl_run_part(j->run, gcl_buf_span(&s->bytes), s->base,
		    true, j->at, err);
	st = gcl_tape_play(&s->tape, j->run, j->at);
	j->at->documents += s->end.documents;
	j->at->lines += s->end.lines;
	add_totals(&j->run->totals, &s->totals);
	return st;
}

static enum gcl_status
play_file(struct jobs *j, struct slot *s, struct gcl_error *err)
{
	static const struct stream start = { .documents = 0 };
	struct run *r = j->run;
	uint64_t before = n_findings(&r->totals);
	enum gcl_status st = GCL_OK;

	if (s->totals.files > 0)
		st = gcl_run_begin(r, &s->item, err);
	else
		r->on_input(r->ctx, s->item.name);
	if (st != GCL_OK)
		return st;
	st = gcl_tape_play(&s->tape, r, &start);
	add_totals(&r->totals, &s->totals);
	r->totals.files_with_findings += before != n_findings(&r->totals);
	return st;
}

/* A status may come without a text: the caller has one for each. */
static enum gcl_status
pass_on(enum gcl_status st, const struct gcl_error *why,
	struct gcl_error *err)
{
	return why->text[0] ? gcl_error_set(err, st, "%s", why->text) : st;
}

/* The oldest slot: wait for it, say what it has, and empty it. */
static enum gcl_status
play(struct jobs *j, struct gcl_error *err)
{
	struct slot *s = slot_at(j, j->tail);
	enum gcl_status st;

	pthread_mutex_lock(&j->lock);
	while (!s->done)
		pthread_cond_wait(&j->done, &j->lock);
	j->tail++;
	pthread_mutex_unlock(&j->lock);
	j->weight -= s->weight;
	st = s->part ? play_part(j, s, err) : play_file(j, s, err);
	if (st == GCL_OK && s->st != GCL_OK)
		st = pass_on(s->st, &s->err, err);
	if (s->weight > SLOT_BYTES) {
		gcl_reader_release(&s->file);
		gcl_buf_release(&s->bytes);
	}
	return st;
}

static enum gcl_status
settle(void *ctx, struct gcl_error *err)
{
	struct jobs *j = ctx;
	enum gcl_status st = GCL_OK;

	while (st == GCL_OK && j->tail != j->head)
		st = play(j, err);
	return st;
}

/* ---- hand out ---- */

/* A slot for so many bytes; *out is not part of the ring yet. */
static enum gcl_status
get_slot(struct jobs *j, size_t weight, struct slot **out,
	struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;

	while (st == GCL_OK && j->tail != j->head &&
	    (j->head - j->tail == j->n_slots ||
	    j->weight + weight > j->n_workers * SLOT_BYTES))
		st = play(j, err);
	*out = slot_at(j, j->head);
	(*out)->weight = weight;
	(*out)->done = false;
	return st;
}

static void
push(struct jobs *j, const struct slot *s)
{
	j->weight += s->weight;
	pthread_mutex_lock(&j->lock);
	j->head++;
	pthread_cond_signal(&j->work);
	pthread_mutex_unlock(&j->lock);
}

/* A name at the end of names: where it begins, for NULL nowhere. */
static size_t
add_name(struct buf *names, const char *name)
{
	size_t at = names->len;

	if (!name)
		return SIZE_MAX;
	gcl_buf_add(names, name, strlen(name) + 1);
	return at;
}

/* The strings of an item live no longer than the call that it came with. */
static enum gcl_status
set_item(struct slot *s, const struct run_item *item, struct gcl_error *err)
{
	const char *const from[] = { item->name, item->path, item->full };
	const char **const to[] = { &s->item.name, &s->item.path,
		&s->item.full };
	size_t at[3], i;

	gcl_buf_reset(&s->names);
	s->item = *item;
	for (i = 0; i < 3; i++)
		at[i] = add_name(&s->names, from[i]);
	if (gcl_buf_status(&s->names) != GCL_OK)
		return gcl_error_nomem(err);
	for (i = 0; i < 3; i++)
		*to[i] = at[i] == SIZE_MAX ? NULL : s->names.ptr + at[i];
	return GCL_OK;
}

static enum gcl_status
lint_fd(void *ctx, const struct run_item *item, int fd, struct gcl_error *err)
{
	struct jobs *j = ctx;
	enum gcl_status st = settle(j, err);

	return st == GCL_OK ? gcl_run_fd(j->run, item, fd, err) : st;
}

static enum gcl_status
push_file(struct jobs *j, const struct run_item *item, uint64_t size,
	struct gcl_error *err)
{
	enum gcl_status st;
	struct slot *s;

	st = get_slot(j, (size_t)size, &s, err);
	if (st == GCL_OK)
		st = set_item(s, item, err);
	if (st != GCL_OK)
		return st;
	s->part = false;
	st = gcl_run_configure(j->run, &s->item, err);
	if (st == GCL_OK)
		push(j, s);
	return st;
}

static enum gcl_status
take_file(void *ctx, const struct run_item *item, uint64_t size,
	struct gcl_error *err)
{
	struct jobs *j = ctx;
	enum gcl_status st;
	bool ready;

	j->inputs++;
	j->bytes += size;
	st = get_ready(j, &ready, err);
	if (st != GCL_OK)
		return st;
	if (ready && size <= FILE_BYTES)
		return push_file(j, item, size, err);
	return gcl_run_file(j->run, item, lint_fd, j, err);
}

enum gcl_status
gcl_jobs_run(struct jobs *j, struct run *r, struct input *in,
	struct gcl_error *err)
{
	const struct taker taker = { .ctx = j, .each = lint_fd,
		.file = j->n_workers > 0 ? take_file : NULL,
		.settle = settle };
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st = gcl_run_inputs(r, in, &taker, err), told;

	/* An input that ends the run is behind those that were handed out. */
	told = settle(j, &why);
	return st != GCL_OK || told == GCL_OK ? st :
	    pass_on(told, &why, err);
}

/* ---- a stream in parts ---- */

/* The bytes of the whole lines at the start of s, some PART_BYTES; or 0. */
static size_t
whole_lines(struct span s, size_t *seen)
{
	size_t end = s.len < PART_BYTES ? s.len : PART_BYTES;
	const char *lf;

	while (end > *seen && s.ptr[end - 1] != '\n')
		end--;
	if (end > *seen)
		return end;
	lf = s.len > *seen ? memchr(s.ptr + *seen, '\n', s.len - *seen) : NULL;
	*seen = s.len;
	return lf ? (size_t)(lf + 1 - s.ptr) : 0;
}

/* Who waits for more is to have said all. */
static enum gcl_status
before_reading(struct jobs *j, struct gcl_error *err)
{
	struct pollfd p = { .fd = j->run->capture.reader.fd,
		.events = POLLIN };

	if (p.fd < 0 || j->tail == j->head || poll(&p, 1, 0) != 0)
		return GCL_OK;
	return settle(j, err);
}

/*
 * The next part: lines, or what stands behind the last line end.  Nothing is
 * taken.  *len is 0 at the end, or where a line has more bytes than a text
 * may.
 */
static enum gcl_status
next_part(struct jobs *j, struct span *out, struct gcl_error *err)
{
	struct reader *r = &j->run->capture.reader;
	enum gcl_status st;
	size_t seen = 0, len = 0;
	bool last = false;

	st = gcl_reader_window(r, 0, out, &last, err);
	while (st == GCL_OK) {
		len = whole_lines(*out, &seen);
		if (len == 0 && last && out->len <= r->max)
			len = out->len;
		if (len > 0 || last || out->len > r->max)
			break;
		st = before_reading(j, err);
		if (st == GCL_OK)
			st = gcl_reader_window(r, out->len + 1, out, &last,
			    err);
	}
	out->len = len;
	return st;
}

static enum gcl_status
push_part(struct jobs *j, const struct run_item *item, struct span part,
	uint64_t base, struct gcl_error *err)
{
	enum gcl_status st;
	struct slot *s;

	st = get_slot(j, part.len, &s, err);
	if (st != GCL_OK)
		return st;
	s->item = *item;
	s->part = true;
	s->base = base;
	gcl_buf_reset(&s->bytes);
	gcl_buf_addspan(&s->bytes, part);
	if (gcl_buf_status(&s->bytes) != GCL_OK)
		return gcl_error_nomem(err);
	push(j, s);
	return GCL_OK;
}

/*
 * As long as it is open whether the input is one of payloads, what is said of
 * a record depends on those before it.
 */
static enum gcl_status
take_part(struct jobs *j, const struct run_item *item, bool named,
	struct span part, uint64_t base, struct gcl_error *err)
{
	bool small = part.len < PART_LEAST && j->tail == j->head, ready;
	enum gcl_status st;

	j->bytes += part.len;
	st = get_ready(j, &ready, err);
	if (st != GCL_OK)
		return st;
	if (ready && !small && (named || j->at->payload))
		return push_part(j, item, part, base, err);
	st = settle(j, err);
	return st == GCL_OK ?
	    gcl_run_part(j->run, part, base, named, j->at, err) : st;
}

static enum gcl_status
stream(void *ctx, const struct run_item *item, bool named, struct stream *at,
	struct gcl_error *err)
{
	struct jobs *j = ctx;
	struct run_item own = *item;
	struct reader *r = &j->run->capture.reader;
	struct gcl_error why = { GCL_OK, "" };
	enum gcl_status st, told;
	struct span part;

	assert(j->tail == j->head);
	j->at = at;
	st = gcl_run_configure(j->run, &own, err);
	while (st == GCL_OK) {
		st = next_part(j, &part, err);
		if (st != GCL_OK || part.len == 0)
			break;
		st = take_part(j, &own, named, part, gcl_reader_offset(r),
		    err);
		gcl_reader_skip(r, part.len);
	}
	told = settle(j, &why);
	if (st == GCL_OK && told != GCL_OK)
		st = pass_on(told, &why, err);
	r->lines = at->lines;
	/* The end, or a line that is too long: the run passes over it. */
	return st == GCL_OK ? gcl_run_stream(j->run, named, at, err) : st;
}
