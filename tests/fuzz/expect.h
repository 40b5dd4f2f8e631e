/*
 * What holds for every input, checked by the fuzz targets.
 *
 * A broken promise is told on standard error and ends the program as a crash
 * does, so that libFuzzer keeps the input.
 */
#ifndef TESTS_FUZZ_EXPECT_H
#define TESTS_FUZZ_EXPECT_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/display.h"
#include "base/utf8.h"
#include "gclint/gclint.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

/* What libFuzzer calls, and tests/fuzz/replay.c; returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
expect(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "broken promise: %s\n", what);
	abort();
}

static inline void
expect_status(enum gcl_status got, enum gcl_status want,
	const struct gcl_error *err)
{
	if (got != want)
		fprintf(stderr, "%s: %s\n", gcl_strstatus(got), err->text);
	expect(got == want, "the status is the expected one");
}

/* Text that may go to a terminal; those of allowed it may hold as well. */
static inline void
expect_shown(struct span s, const char *allowed, const char *what)
{
	uint32_t cp = 0;
	size_t n;

	for (; s.len > 0; s = gcl_span(s.ptr + n, s.len - n)) {
		n = gcl_utf8_decode(s.ptr, s.len, &cp);
		expect(n > 0, what);
		expect(!gcl_display_unsafe(cp) ||
		    (cp > 0 && cp < 0x80 && strchr(allowed, (int)cp)), what);
	}
}

static inline void
expect_place(const struct gcl_place *at, size_t size)
{
	expect(at->offset <= size && at->length <= size - at->offset,
	    "a place is in the input");
	expect(at->line >= 1 && at->column >= 1 && at->utf16_column >= 1,
	    "lines and columns begin at 1");
	expect(at->utf16_column >= at->column,
	    "a code point is at least one UTF-16 code unit");
	expect(at->end_line > at->line || (at->end_line == at->line &&
	    at->end_column >= at->column), "a place ends behind its start");
}

static inline void
expect_pointer(struct span pointer)
{
	expect(gcl_utf8_check(pointer) == pointer.len, "a pointer is UTF-8");
	expect(pointer.len == 0 || pointer.ptr[0] == '/',
	    "a pointer that is not empty begins with a slash");
}

/* A finding about an input of size bytes. */
static inline void
expect_finding(const struct gcl_finding *f, size_t size)
{
	size_t i;

	expect(f->severity > GCL_OFF && f->severity <= GCL_ERROR,
	    "a finding has a severity");
	expect(*f->rule && *f->message, "a finding has a rule and a message");
	expect(strlen(f->fingerprint) == 16, "a fingerprint has 64 bits");
	expect_place(&f->at, size);
	expect_shown(gcl_span_str(f->message), "", "a message can be shown");
	expect_shown(gcl_span_str(f->help), "", "a help text can be shown");
	expect_pointer(gcl_span(f->pointer, f->pointer_len));
	for (i = 0; i < f->n_related; i++) {
		expect_place(&f->related[i].at, size);
		expect_shown(gcl_span_str(f->related[i].message), "",
		    "a related message can be shown");
	}
}

/* In order of offset, then of rule; *last is the finding before or zero. */
struct expect_last {
	uint64_t offset;
	char rule[256];
};

static inline void
expect_order(struct expect_last *last, const struct gcl_finding *f)
{
	expect(f->at.offset >= last->offset, "findings are in order");
	expect(f->at.offset > last->offset ||
	    strncmp(f->rule, last->rule, sizeof(last->rule) - 1) >= 0,
	    "findings at one place are in order of their rules");
	last->offset = f->at.offset;
	snprintf(last->rule, sizeof(last->rule), "%s", f->rule);
}

#endif
