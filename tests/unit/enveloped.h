/*
 * A request with what surrounds it, linted in memory, for the tests of
 * envelopes.
 *
 * A request is written as it goes over the wire, but with LF for CRLF: the
 * request line, headers, a blank line, the body.  What a finding is to point
 * at stands between « and ».
 */
#ifndef TESTS_UNIT_ENVELOPED_H
#define TESTS_UNIT_ENVELOPED_H

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "lint/envelope.h"
#include "lint/lint.h"
#include "rule/pack.h"

struct enveloped {
	struct capture c;
	struct document doc;
	struct request r;
	struct response answer;
	struct envelope env;
	struct ruleset *rules[2];	/* "request", "token-request" */
	signed char levels[256];
	struct lint *lint;
	struct lint_report report;
	struct buf text;
	size_t off, len;		/* of what was marked */
	bool marked;
};

static inline void
enveloped_init(struct enveloped *e)
{
	static const char *const names[] = { "request", "token-request" };
	struct gcl_error err = { GCL_OK, "" };
	size_t i;

	*e = (struct enveloped){ .marked = false };
	gcl_capture_init(&e->c, LIMIT_TEXT_BYTES, LIMIT_DEPTH_DEFAULT);
	gcl_buf_init(&e->text, LIMIT_TEXT_BYTES);
	memset(e->levels, -1, sizeof(e->levels));
	e->lint = gcl_lint_new(LIMIT_DEPTH_DEFAULT);
	assert_non_null(e->lint);
	for (i = 0; i < 2; i++)
		if (gcl_pack_load(names[i], NULL, gcl_span(NULL, 0),
		    &e->rules[i], &err) != GCL_OK)
			fail_msg("%s", err.text);
}

static inline void
enveloped_release(struct enveloped *e)
{
	gcl_capture_release(&e->c);
	gcl_buf_release(&e->text);
	gcl_lint_free(e->lint);
	gcl_ruleset_free(e->rules[0]);
	gcl_ruleset_free(e->rules[1]);
}

static inline void
enveloped_take(struct enveloped *e, const char *text)
{
	size_t start = 0;

	gcl_buf_reset(&e->text);
	e->marked = false;
	for (; *text; text++) {
		if (!memcmp(text, "\xc2\xab", 2)) {
			start = e->text.len;
			text++;
		} else if (!memcmp(text, "\xc2\xbb", 2)) {
			e->off = start;
			e->len = e->text.len - start;
			e->marked = true;
			text++;
		} else {
			gcl_buf_addc(&e->text, *text);
		}
	}
	assert_non_null(gcl_buf_str(&e->text));
}

static inline struct piece
enveloped_slice(struct enveloped *e, const char *from, const char *to)
{
	size_t off = (size_t)(from - e->text.ptr);

	return (struct piece){ gcl_span(from, (size_t)(to - from)), off,
		NULL };
}

static inline const char *
enveloped_until(const char *p, const char *end, char c)
{
	while (p < end && *p != c)
		p++;
	return p;
}

/* Take the text to pieces, as a carrier does. */
static inline void
enveloped_split(struct enveloped *e)
{
	const char *p = e->text.ptr, *end = p + e->text.len;
	const char *line = enveloped_until(p, end, '\n'), *at, *value;
	struct header *h;

	e->r.start = enveloped_slice(e, p, line);
	at = enveloped_until(p, line, ' ');
	e->r.method = enveloped_slice(e, p, at);
	p = at < line ? at + 1 : at;
	e->r.target = enveloped_slice(e, p, enveloped_until(p, line, ' '));
	for (p = line + 1; p < end && *p != '\n'; p = line + 1) {
		line = enveloped_until(p, end, '\n');
		at = enveloped_until(p, line, ':');
		value = at < line ? at + 1 : at;
		value += value < line && *value == ' ';
		h = gcl_capture_header(&e->c, &e->r.headers,
		    enveloped_slice(e, p, at),
		    enveloped_slice(e, value, line));
		assert_non_null(h);
	}
	if (p < end)
		e->doc.body = enveloped_slice(e, p + 1, end);
}

/* Lint what the document holds. */
static inline const struct hits *
enveloped_lint(struct enveloped *e)
{
	struct lint_task t = { .piece = &e->env.text, .levels = e->levels };

	assert_int_equal(gcl_envelope_make(&e->c, &e->doc, &e->env), GCL_OK);
	t.rules = e->rules[e->env.takes_body];
	t.recorded = e->doc.recorded;
	gcl_lint_begin(e->lint, &e->report);
	assert_int_equal(gcl_lint_text(e->lint, &t, &e->report), GCL_OK);
	if (e->report.limit_rule)
		fail_msg("%s: %.300s", e->report.limit_rule->name,
		    e->text.ptr);
	gcl_lint_end(e->lint);
	return e->report.hits;
}

static inline const struct hits *
enveloped(struct enveloped *e, const char *text)
{
	const struct response *answer = e->doc.response;
	bool recorded = e->doc.recorded;
	int64_t time = e->r.time;

	gcl_capture_begin(&e->c, "request.http", NULL);
	enveloped_take(e, text);
	gcl_source_set(&e->c.src, "request.http", gcl_buf_span(&e->text), 0,
	    0);
	e->r = (struct request){ .time = time };
	e->doc = (struct document){ .src = &e->c.src, .request = &e->r,
		.response = answer, .recorded = recorded };
	enveloped_split(e);
	return enveloped_lint(e);
}

static inline void
enveloped_fail(const struct enveloped *e, const char *why)
{
	const struct hits *hits = e->report.hits;
	size_t i, off, len;

	print_error("%.*s\n%.*s\n", (int)e->text.len, e->text.ptr,
	    (int)e->env.text.text.len, e->env.text.text.ptr);
	for (i = 0; i < hits->n; i++) {
		off = hits->list[i].off;
		len = hits->list[i].len;
		gcl_piece_locate(&e->env.text, &off, &len);
		print_error("  %zu+%zu %s %s at '%.*s': %s (%s)\n", off, len,
		    gcl_severity_name(hits->list[i].severity),
		    hits->list[i].rule->name,
		    (int)hits->list[i].pointer.len, hits->list[i].pointer.ptr,
		    hits->list[i].say, hits->list[i].help);
	}
	fail_msg("%s", why);
}

/* One fault, one hit: at the mark, of that rule. */
static inline const struct hit *
assert_envelope_hit(struct enveloped *e, const char *text, const char *rule,
	enum gcl_severity severity)
{
	const struct hits *hits = enveloped(e, text);
	const struct hit *h = hits->list;
	size_t off, len;

	if (hits->n != 1)
		enveloped_fail(e, "not one hit");
	if (strcmp(h->rule->name, rule) || h->severity != severity)
		enveloped_fail(e, rule);
	off = h->off;
	len = h->len;
	gcl_piece_locate(&e->env.text, &off, &len);
	if (!e->marked || off != e->off || len != e->len)
		enveloped_fail(e, "not at the mark");
	return h;
}

static inline void
assert_envelope_clean(struct enveloped *e, const char *text)
{
	if (enveloped(e, text)->n > 0)
		enveloped_fail(e, "not clean");
}

#endif
