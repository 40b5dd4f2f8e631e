/*
 * libgclint: find malformed participant fields in JSON payloads for the
 * Genesys Cloud Conversations API.
 *
 * A linter holds options and the loaded rule pack.  It takes inputs one after
 * the other, reports findings to a callback and to any number of formats, and
 * ends with totals:
 *
 *	gcl_linter_new(&l, &err);
 *	gcl_linter_set(l, "severity", "address-country=off", &err);
 *	gcl_linter_on_finding(l, print, NULL);
 *	gcl_lint_buffer(l, "call.json", bytes, len, &err);
 *	gcl_linter_finish(l, &totals, &err);
 *	gcl_linter_free(l);
 *
 * A finding is about the input, text that is not JSON included.  An error is
 * the library failing at its own job and comes back as a status.  Nothing
 * here prints, exits or reads the environment.  A linter belongs to one
 * thread at a time; several linters may run in several threads.
 *
 * There is no promise of a stable ABI before version 1.0.
 */
#ifndef GCLINT_GCLINT_H
#define GCLINT_GCLINT_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) && __GNUC__ >= 4
#define GCL_API __attribute__((visibility("default")))
#else
#define GCL_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Every function that can fail returns one of these. */
enum gcl_status {
	GCL_OK = 0,
	GCL_ENOMEM,	/* out of memory */
	GCL_EUSAGE,	/* unknown option, value, rule, pack or format */
	GCL_EPACK,	/* a rule pack is faulty */
	GCL_EINPUT,	/* an input could not be read */
	GCL_EOUTPUT,	/* an output could not be written */
	GCL_ELIMIT,	/* a limit of gclint was reached */
};

/*
 * What went wrong, for a person: lower case, no full stop, names quoted.
 * Caller-owned; NULL is allowed wherever one is taken.  The first error set
 * is kept until the status is GCL_OK again.
 */
struct gcl_error {
	enum gcl_status status;
	char text[1024];	/* NUL-terminated UTF-8, no control bytes */
};

enum gcl_severity {
	GCL_OFF = 0,
	GCL_NOTE,
	GCL_WARNING,
	GCL_ERROR,
};

/*
 * A place in an input.  Lines and columns are 1-based; a column counts code
 * points, a tab is 1, a byte order mark is 0; LF, CRLF and CR end a line; the
 * end is exclusive.  Offsets are bytes from the start of the file.
 */
struct gcl_place {
	uint64_t offset, length;
	uint64_t line, column;
	uint64_t end_line, end_column;
	uint64_t utf16_column;		/* column in UTF-16 code units */
};

/* Another place that a finding is about. */
struct gcl_related {
	struct gcl_place at;
	const char *message;
};

/* A change to the file: length bytes at offset become these. */
struct gcl_edit {
	uint64_t offset, length;
	const char *text;		/* text_len bytes, and a NUL behind */
	size_t text_len;
};

/* A correction: all of its edits, in order of offset, none overlapping. */
struct gcl_fix {
	int safe;			/* the payload means what it meant */
	const struct gcl_edit *edits;
	size_t n_edits;
};

/* What a baseline says of a finding. */
enum gcl_baseline {
	GCL_BASELINE_NONE,		/* there is no baseline */
	GCL_BASELINE_NEW,
	GCL_BASELINE_KNOWN,
};

/*
 * One finding.  All strings are UTF-8, end in NUL and belong to the linter;
 * they live until the callback returns.  In message, help and related
 * messages the control, format and invalid bytes of the input are escaped;
 * file and pointer are as they are.
 */
struct gcl_finding {
	const char *file;
	struct gcl_place at;
	enum gcl_severity severity;
	const char *rule;
	const char *message;
	const char *help;		/* what to write instead, or NULL */
	const char *pointer;		/* RFC 6901, pointer_len bytes; of a
					   value around where it would have
					   more than 4096; NULL where the
					   text is not JSON */
	size_t pointer_len;
	uint64_t document;		/* 0-based index in the input */
	const char *pack;
	int status;			/* predicted HTTP status, 0: none */
	const char *url;		/* or NULL */
	const char *fingerprint;	/* rule, pointer and value shape */
	const struct gcl_related *related;
	size_t n_related;
	const struct gcl_fix *fix;	/* or NULL */
	const char *suppressed;		/* why the configuration hides it, or
					   NULL */
	enum gcl_baseline baseline;
};

struct gcl_totals {
	uint64_t files, files_with_findings, documents;
	uint64_t errors, warnings, notes;
	uint64_t fixable, fixable_unsafe;	/* with a fix of that kind */
	uint64_t suppressed, known;	/* known: of these, to the baseline */
	uint64_t skipped;		/* documents that no pack recognises */
	uint64_t unreadable;		/* inputs that could not be read */
	uint64_t bytes;			/* that were read */
	uint64_t changed;		/* inputs that were mended, or with
					   diff would be */
	uint64_t failing;		/* findings at or above fail-level */
};

/* What a notice is about. */
enum gcl_notice {
	GCL_NOTICE_ERROR,	/* an input was not linted, or not wholly */
	GCL_NOTICE_NOTE,	/* worth a line on standard error */
	GCL_NOTICE_VERBOSE,	/* which pack and why, what was skipped */
};

struct gcl_linter;

typedef void (*gcl_finding_fn)(void *ctx, const struct gcl_finding *f);
typedef void (*gcl_notice_fn)(void *ctx, enum gcl_notice kind,
	const char *text);

/* Where a run is: the input, and what was counted so far. */
typedef void (*gcl_progress_fn)(void *ctx, const char *file,
	const struct gcl_totals *sofar);

/* Returns 0, or non-zero when the bytes could not be written. */
typedef int (*gcl_write_fn)(void *ctx, const char *bytes, size_t len);

/* GCL_OK and a linter with default options, to be freed; GCL_ENOMEM. */
GCL_API enum gcl_status gcl_linter_new(struct gcl_linter **out,
	struct gcl_error *err);

/* Takes NULL. */
GCL_API void gcl_linter_free(struct gcl_linter *l);

/*
 * Set an option.  Names and values are those of the command line without the
 * dashes (gclint(1)); both are copied.  A switch takes "yes" or "no".
 *
 *	input, input-split, pack, severity (repeatable), fail-level, jobs
 *	(threads beside the caller's, which alone is called back; 1: none),
 *	max-size (bytes), max-depth, max-findings, exclude (repeatable), force-exclude,
 *	no-ignore, config, no-config, stdin-filename, baseline,
 *	write-baseline, country, fix, unsafe-fixes, fix-rule (repeatable),
 *	diff, redact, quiet, verbose, color (always, never), width (terminal
 *	columns, 0 for no limit); the last two count for reports that are
 *	added later
 *
 * Returns GCL_EUSAGE with a did-you-mean for an unknown name or value and for
 * a pack that cannot be read, GCL_EPACK for one that is faulty.
 */
GCL_API enum gcl_status gcl_linter_set(struct gcl_linter *l, const char *name,
	const char *value, struct gcl_error *err);

/* Called for each finding, in input order, then by offset, then by rule. */
GCL_API void gcl_linter_on_finding(struct gcl_linter *l, gcl_finding_fn fn,
	void *ctx);

/* Called with what is not a finding: unreadable inputs, notes. */
GCL_API void gcl_linter_on_notice(struct gcl_linter *l, gcl_notice_fn fn,
	void *ctx);

/* Called as each input begins, and now and then while a long one lasts. */
GCL_API void gcl_linter_on_progress(struct gcl_linter *l, gcl_progress_fn fn,
	void *ctx);

/*
 * Write a report in the named format through write.  May be called several
 * times, before the first input.  GCL_EUSAGE afterwards, and for an unknown
 * format.
 */
GCL_API enum gcl_status gcl_linter_output(struct gcl_linter *l,
	const char *format, gcl_write_fn write, void *ctx,
	struct gcl_error *err);

/*
 * With fix or diff set: where the mended text of what is no file goes, and all
 * differences as unified diffs.
 */
GCL_API void gcl_linter_on_fixed(struct gcl_linter *l, gcl_write_fn write,
	void *ctx);

/*
 * Lint len bytes that were got elsewhere; they need not end in NUL.  name is
 * shown as the file.  Returns GCL_OK with or without findings.
 */
GCL_API enum gcl_status gcl_lint_buffer(struct gcl_linter *l,
	const char *name, const void *bytes, size_t len,
	struct gcl_error *err);

/*
 * Lint files, directories (recursive) and "-" (standard input, descriptor 0).
 * An unreadable input is a notice and is counted; the others are linted.
 * Returns GCL_OK, or the error that stopped the run.
 */
GCL_API enum gcl_status gcl_lint_paths(struct gcl_linter *l,
	const char *const *paths, size_t n, struct gcl_error *err);

/*
 * Join the jsonl reports of the splits of files (input-split), "-" included,
 * into those that gcl_lint_paths would write of the files.  Where parts of a
 * file are missing and all reports are jsonl, what is written can be merged
 * again.  GCL_EINPUT for a report that is faulty or has no end, and for splits
 * that overlap or leave a gap.
 */
GCL_API enum gcl_status gcl_merge_paths(struct gcl_linter *l,
	const char *const *paths, size_t n, struct gcl_error *err);

/* Write the names of what gcl_lint_paths would lint, a line each. */
GCL_API enum gcl_status gcl_list_paths(struct gcl_linter *l,
	const char *const *paths, size_t n, gcl_write_fn write, void *ctx,
	struct gcl_error *err);

/*
 * End the reports and give the totals.  Returns GCL_EOUTPUT when a report
 * could not be written.  The linter can only be freed afterwards.
 */
GCL_API enum gcl_status gcl_linter_finish(struct gcl_linter *l,
	struct gcl_totals *totals, struct gcl_error *err);

/*
 * After gcl_linter_finish(): write the baseline that write-baseline asked for;
 * nothing, where it did not.  *stale is how many findings the one that was read
 * knows that are no longer there.
 */
GCL_API enum gcl_status gcl_linter_baseline(struct gcl_linter *l,
	gcl_write_fn write, void *ctx, uint64_t *stale,
	struct gcl_error *err);

/*
 * Write the configuration that holds for a file, or with path NULL for the
 * current folder, as JSON.  What options set is part of it.
 */
GCL_API enum gcl_status gcl_print_config(struct gcl_linter *l,
	const char *path, gcl_write_fn write, void *ctx,
	struct gcl_error *err);

/* The request that a document is the body of, or is for by its pack. */
struct gcl_request {
	uint64_t document;
	const char *pack;
	const char *method, *path;	/* with its query, if it has one */
	const char *host;		/* that the capture has, or NULL */
	const char *wait_path;		/* of the conversation that it makes,
					   with {conversationId}; or NULL */
	const char *to;			/* who is called or written to, safe
					   to show; NULL: unknown */
	const char *body;		/* body_len bytes: those linted */
	size_t body_len;
};

/* An answer as curl -i prints it, or the body of one alone. */
struct gcl_answer {
	const char *bytes;
	size_t len;
};

#define GCL_ANY_DOCUMENT UINT64_MAX

/* How to send a document, or what it was answered. */
struct gcl_submission {
	uint64_t document;	/* GCL_ANY_DOCUMENT: there is one only */
	const char *path;	/* for the request, or NULL: its own */
	const struct gcl_answer *answer;	/* saved; or NULL: send it */
	/*
	 * Send it, if it is to be sent: found is what was found in it.
	 * *answer, empty at first, is read and stays the caller's.  Anything
	 * but GCL_OK is passed on.
	 */
	enum gcl_status (*send)(void *ctx, const struct gcl_request *r,
		const struct gcl_totals *found, struct gcl_answer *answer,
		struct gcl_error *err);
	void *ctx;
};

/*
 * Lint one document of a file or of "-", and what it is answered: a saved
 * answer, or the one that send brings.  What the answer refuses becomes
 * findings of the values that it names.
 *
 * Returns as gcl_lint_paths(); GCL_EUSAGE as well when the document cannot be
 * told among several, or its request is not known and it is to be sent.
 */
GCL_API enum gcl_status gcl_submit_path(struct gcl_linter *l,
	const char *path, const struct gcl_submission *how,
	struct gcl_error *err);

/* The same for an answer without its request: name is shown as the file. */
GCL_API enum gcl_status gcl_explain_answer(struct gcl_linter *l,
	const char *name, const struct gcl_answer *answer,
	struct gcl_error *err);

/* What came of sending, for reports.  Strings may be NULL where not said. */
struct gcl_sent {
	const char *outcome;	/* "sent", "dry-run", "rejected", ... */
	int status;		/* of HTTP; 0: there was no answer */
	const char *method, *url;
	const char *conversation, *correlation;
	const char *message, *help;
	const char *plan;	/* of a dry run: what would be sent */
	const char *const *states;	/* that the call went through */
	size_t n_states;
};

/* Tell the reports, before gcl_linter_finish(). */
GCL_API void gcl_linter_sent(struct gcl_linter *l, const struct gcl_sent *s);

/*
 * A text of the caller's own, as the reports would show it: masked where
 * redact is set.  *out is text, or a copy of the same length in bytes that
 * lives until the next call.  GCL_OK or GCL_ENOMEM.
 */
GCL_API enum gcl_status gcl_redact(struct gcl_linter *l, const char *text,
	const char **out);

/* What a payload is to be made of: gclint(1), --compose. */
struct gcl_compose {
	const char *to, *from;		/* a number or address, or NULL */
	const char *const *sets;	/* "POINTER=VALUE" */
	size_t n_sets;
};

/*
 * Write a payload of the pack that is set, or else the default one.  Which of
 * its values are examples goes to the notice callback.  GCL_EUSAGE where no
 * payload can be made that the pack has nothing to say of.
 */
GCL_API enum gcl_status gcl_compose_payload(struct gcl_linter *l,
	const struct gcl_compose *what, gcl_write_fn write, void *ctx,
	struct gcl_error *err);

/*
 * Write a description as text: what is "rules", "packs", "kinds" or
 * "formats" with name NULL, or "rule" with the name of one.
 */
GCL_API enum gcl_status gcl_describe(struct gcl_linter *l, const char *what,
	const char *name, gcl_write_fn write, void *ctx,
	struct gcl_error *err);

/* The library's version, as in "0.1.0". */
GCL_API const char *gcl_version(void);

/* A few words for a status, never NULL. */
GCL_API const char *gcl_strstatus(enum gcl_status st);

#ifdef __cplusplus
}
#endif
#endif
