/*
 * Lint inputs one after the other and count.
 */
#ifndef GCL_LINT_RUN_H
#define GCL_LINT_RUN_H

#include "input/input.h"
#include "lint/exchange.h"
#include "lint/hide.h"
#include "lint/kept.h"
#include "lint/mend.h"
#include "lint/profile.h"
#include "lint/split.h"

/*
 * Who mends what is found, in rounds that nobody else hears of.  Anything but
 * GCL_OK ends the round.
 */
struct mender {
	void *ctx;
	/* A finding; where it has a fix, its edits of the source. */
	enum gcl_status (*mend)(void *ctx, const struct gcl_finding *f,
		const struct edits *edits);
	/* All findings of doc are given, and it is about to go. */
	enum gcl_status (*document)(void *ctx, const struct carrier *k,
		const struct document *doc,
		const struct exchange_report *report);
	/* None of the input's documents is ours to mend. */
	void (*forget)(void *ctx);
};

/* A document at PICK_ANY: any. */
#define PICK_ANY UINT64_MAX

/* One document of an input is picked out: to be sent, or answered. */
struct pick {
	uint64_t document;	/* the others are not linted */
	const struct response *response;	/* in place of a recorded one */
	bool unheard;		/* findings and notices are for nobody */
	bool answer_only;	/* but what the answer refuses was told */
	bool body_only;		/* what surrounds a body is not sent */
	void *ctx;
	/* A document that was linted. */
	enum gcl_status (*seen)(void *ctx, const struct exchange *x,
		const struct exchange_report *report);
};

/* How far a run is in an input that is read document by document. */
struct stream {
	uint64_t documents, lines;	/* before what comes next */
	bool payload;		/* a record has been one, so the input is a
				   payload file */
};

struct run_item;

/* Who lints the rest of an input whose records are lines. */
struct streamer {
	void *ctx;
	/* at is as gcl_run_stream() leaves it. */
	enum gcl_status (*lint)(void *ctx, const struct run_item *item,
		bool named, struct stream *at, struct gcl_error *err);
};

struct run {
	struct lint *lint;
	struct profiles profiles;
	struct profile *profile;	/* of the input at hand */
	struct config *config;		/* for all inputs, or NULL */
	const char *folder;		/* absolute: the current one */
	const struct carrier *carrier;	/* forced, or NULL */
	const char *stdin_name;
	bool quiet;			/* only what reaches the fail level */
	bool verbose, force_exclude;
	bool hides_nothing;		/* who listens does */
	struct capture capture;
	struct exchange exchange;
	struct kept kept;
	struct hide hide;
	const struct mender *mender;	/* a round to mend, or NULL */
	const struct pick *pick;	/* or NULL: all that there is */
	struct split *split;		/* or NULL: files as a whole */
	const struct streamer *streamer;	/* or NULL: the run itself */
	struct gcl_totals totals;
	/* Who listens. */
	void *ctx;
	/* An input begins, perhaps one that cannot be read. */
	void (*on_input)(void *ctx, const char *name);
	void (*on_finding)(void *ctx, const struct gcl_finding *f,
		struct source *src);
	/* Its findings are given; anything but GCL_OK ends the run. */
	enum gcl_status (*on_document)(void *ctx);
	void (*on_notice)(void *ctx, enum gcl_notice kind, const char *text);
};

/* Everything else of *r is set by the caller, before the first input. */
void gcl_run_init(struct run *r, size_t max_size, uint32_t max_depth);
void gcl_run_release(struct run *r);

/*
 * Make *to one that lints as from does, in another thread, and tells all that
 * it finds to a listener that is yet to be set.  from is to be ready for its
 * first input, and outlives *to, which is to be released in any case.
 */
enum gcl_status gcl_run_copy(struct run *to, const struct run *from,
	struct gcl_error *err);

/* What is to be linted, and as what. */
struct run_item {
	const char *name;	/* as shown */
	const char *path;	/* of the file; NULL: no file has the bytes */
	const char *full;	/* absolute, for configurations; or NULL */
	const struct scope *scope;	/* where its configuration is looked
					   for; or NULL */
	struct config *config;	/* what was found there; or NULL */
	bool named;		/* by the user */
};

/*
 * An input begins: its profile and what hides findings of it are made ready,
 * it is counted and told.  The functions below do so themselves.
 */
enum gcl_status gcl_run_begin(struct run *r, const struct run_item *item,
	struct gcl_error *err);

/* Look for its configuration now, and see that it is one to lint by. */
enum gcl_status gcl_run_configure(struct run *r, struct run_item *item,
	struct gcl_error *err);

/* Lint bytes in memory. */
enum gcl_status gcl_run_bytes(struct run *r, const struct run_item *item,
	struct span bytes, struct gcl_error *err);

/* Lint what the file or pipe fd gives. */
enum gcl_status gcl_run_fd(struct run *r, const struct run_item *item, int fd,
	struct gcl_error *err);

/*
 * Go on behind what was linted of an input whose records are lines.  The first
 * is for a run that did not begin it, the second lints what the reader has,
 * the third bytes that stand at base of the input; *at is moved on.
 */
enum gcl_status gcl_run_resume(struct run *r, const struct run_item *item,
	struct gcl_error *err);
enum gcl_status gcl_run_stream(struct run *r, bool named, struct stream *at,
	struct gcl_error *err);
enum gcl_status gcl_run_part(struct run *r, struct span bytes, uint64_t base,
	bool named, struct stream *at, struct gcl_error *err);

/* Who takes an input, with an open descriptor. */
typedef enum gcl_status run_fn(void *ctx, const struct run_item *item, int fd,
	struct gcl_error *err);

/* Hand the file at the item's path to each; as the next one does. */
enum gcl_status gcl_run_file(struct run *r, const struct run_item *item,
	run_fn *each, void *ctx, struct gcl_error *err);

/*
 * All bytes of a file or pipe, in reader.  Returns GCL_OK; GCL_EINPUT when they
 * cannot be read, which is told and counted; GCL_ENOMEM.
 */
enum gcl_status gcl_run_whole(struct run *r, const struct run_item *item,
	int fd, struct reader *reader, struct span *out);

/* Who takes inputs. */
struct taker {
	void *ctx;
	run_fn *each;
	/* Takes a regular file by name; NULL: it is opened for each. */
	enum gcl_status (*file)(void *ctx, const struct run_item *item,
		uint64_t size, struct gcl_error *err);
	/* Something else is to be told: tell what was taken; or NULL. */
	enum gcl_status (*settle)(void *ctx, struct gcl_error *err);
};

/*
 * Hand what in gives to t.  What cannot be read is a notice and counted;
 * returns GCL_OK all the same; GCL_ENOMEM, what t returned, or an error of
 * a configuration.
 */
enum gcl_status gcl_run_inputs(struct run *r, struct input *in,
	const struct taker *t, struct gcl_error *err);

/* The input was not read, or not wholly: said, counted. */
void gcl_run_unreadable(struct run *r, const char *fmt, ...)
	GCL_PRINTF(2, 3);

/* No byte of the input was read. */
void gcl_run_unread(struct run *r, const char *name, const char *why);

/* Say something of an input that is no finding. */
void gcl_run_notice(struct run *r, enum gcl_notice kind, const char *fmt, ...)
	GCL_PRINTF(3, 4);

/* A finding of the input at hand: counted, hidden or given. */
enum gcl_status gcl_run_give(struct run *r, struct gcl_finding *f,
	struct source *src);

/* ---- run_tell.c ---- */

/* By which pack a document was linted and why, or why it was not. */
void gcl_run_tell(struct run *r, const struct document *doc,
	const struct exchange_report *report, bool named);

/* Where a pattern gave up. */
void gcl_run_tell_limit(struct run *r, const struct document *doc,
	const struct lint_report *report);

/* ---- run_split.c ---- */

/*
 * Where a split is asked for, begin to read it.  GCL_EUSAGE for a file that
 * was not named; those of gcl_reader_range().
 */
enum gcl_status gcl_run_split_begin(struct run *r,
	const struct run_item *item, struct gcl_error *err);

/* It was wholly read; the split gets a copy of file, from malloc. */
enum gcl_status gcl_run_split_end(struct run *r, const char *file,
	uint64_t documents);

/* ---- run_config.c ---- */

/* The configuration in a folder. */
enum gcl_status gcl_run_config(struct run *r, const struct scope *at,
	struct config **out, struct gcl_error *err);

/*
 * Behind the last input: suppressions that have hidden nothing, as findings of
 * their configurations.  whole(ctx, folder) tells whether all of a folder was
 * linted.
 */
enum gcl_status gcl_run_unused(struct run *r,
	bool (*whole)(void *ctx, const char *folder), void *ctx,
	struct gcl_error *err);

#endif
