/*
 * A report written into memory, for the tests of the output formats.
 */
#ifndef TESTS_UNIT_REPORT_H
#define TESTS_UNIT_REPORT_H

#include "emit/emit.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

struct report {
	struct emit e;
	struct buf out;
	size_t largest;		/* bytes in one write */
	struct source src;
	char text[512];		/* of the source that report_take() made */
};

static inline int
report_write(void *ctx, const char *bytes, size_t len)
{
	struct report *r = ctx;

	gcl_buf_add(&r->out, bytes, len);
	if (len > r->largest)
		r->largest = len;
	return 0;
}

static inline void
report_init(struct report *r, const char *format)
{
	const char *near;

	*r = (struct report){ .largest = 0 };
	gcl_buf_init(&r->out, 1u << 24);
	gcl_source_init(&r->src);
	gcl_emit_init(&r->e, gcl_emitter_find(gcl_span_str(format), &near),
		report_write, r);
}

/* The same for a report that has begun. */
static inline void
report_begin(struct report *r, const char *format)
{
	report_init(r, format);
	gcl_emit_begin(&r->e);
}

static inline void
report_release(struct report *r)
{
	gcl_emit_release(&r->e);
	gcl_source_release(&r->src);
	gcl_buf_release(&r->out);
}

/* The place of len bytes of the source from off. */
static inline struct gcl_place
report_place(struct report *r, size_t off, size_t len)
{
	struct gcl_place at;

	assert_int_equal(gcl_source_place(&r->src, off, len, &at), GCL_OK);
	return at;
}

/* The documented example's finding, at len bytes of the source from off. */
static inline struct gcl_finding
report_at(struct report *r, size_t off, size_t len)
{
	return (struct gcl_finding){
		.file = r->src.name,
		.at = report_place(r, off, len),
		.severity = GCL_ERROR,
		.rule = "address-scheme",
		.message = "address has no URI scheme",
		.pointer = "/participants/0/address",
		.pointer_len = 23,
		.pack = "call-conversation",
		.status = 400,
		.fingerprint = "address-scheme:/participants/0/address",
	};
}

/*
 * Take marked as the source, without the first two '@' in it; the finding is
 * about what stood between them.
 */
static inline struct gcl_finding
report_take(struct report *r, const char *marked)
{
	size_t n = 0, n_at = 0, at[2] = { 0, 0 };

	for (; *marked; marked++) {
		if (*marked == '@' && n_at < 2)
			at[n_at++] = n;
		else
			r->text[n++] = *marked;
		assert_true(n < sizeof(r->text));
	}
	gcl_source_set(&r->src, "call.json", gcl_span(r->text, n), 0, 0);
	return report_at(r, at[0], at[1] - at[0]);
}

/* What was written so far. */
static inline const char *
report_text(struct report *r)
{
	gcl_emit_flush(&r->e);
	assert_int_equal(r->e.sink.st, GCL_OK);
	return gcl_buf_str(&r->out);
}

/* End the report with these counts; what was written. */
static inline const char *
report_end_with(struct report *r, const struct gcl_totals *t)
{
	assert_int_equal(gcl_emit_end(&r->e, t), GCL_OK);
	return report_text(r);
}

/* The same with counts that are all 0. */
static inline const char *
report_end(struct report *r)
{
	return report_end_with(r, &(const struct gcl_totals){ 0 });
}

/* End the report and release it; it has to be as wanted. */
static inline void
report_is(struct report *r, const char *want)
{
	assert_string_equal(report_end(r), want);
	report_release(r);
}

/* A finding of each severity, in a report of its own, is written with parts. */
static inline void
report_severities(const char *format, const char *const *parts)
{
	struct gcl_finding f;
	struct report r;
	int s;

	for (s = GCL_NOTE; s <= GCL_ERROR; s++) {
		report_begin(&r, format);
		gcl_emit_input(&r.e, "call.json");
		f = report_take(&r, "@[@]");
		f.severity = s;
		gcl_emit_finding(&r.e, &f, &r.src);
		assert_non_null(strstr(report_end(&r), parts[s]));
		report_release(&r);
	}
}

/* A fix for [@"+15551234567"@], in two edits. */
#define REPORT_FIX { .safe = 1, .n_edits = 2, \
	.edits = (const struct gcl_edit[]){ \
		{ .offset = 2, .length = 0, .text = "tel:", .text_len = 4 }, \
		{ .offset = 13, .length = 1, .text = "8\"", .text_len = 2 }, \
	} }

/* Counts that all differ, and those that are reported as JSON has them. */
#define REPORT_TOTALS { \
	.files = 1, .files_with_findings = 90, .documents = 2, .errors = 3, \
	.warnings = 4, .notes = 5, .fixable = 6, .fixable_unsafe = 92, \
	.suppressed = 7, .known = 93, .skipped = 8, .unreadable = 9, \
	.failing = 91 }
#define REPORT_COUNTS "\"files\":1,\"documents\":2,\"errors\":3," \
	"\"warnings\":4,\"notes\":5,\"fixable\":6,\"suppressed\":7," \
	"\"skipped\":8,\"unreadable\":9"

#endif
