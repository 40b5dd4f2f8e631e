/*
 * Fuzz target: a user's rule pack.
 *
 * A pack that loads is used: its rules are described, and payloads that are
 * right, wrong and not JSON are linted with it.
 */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "lint/describe.h"
#include "lint/lint.h"
#include "rule/pack.h"
#include "expect.h"

static const char right[] =
	"{\"participants\":[{\"address\":\"tel:+15551234567\"}]}";

static const char wrong[] =
	"{\"participants\":[{\"address\":\"+1 (555) 123-4567\",\"name\":7},"
	"{\"adress\":\"sip:a@\",\"address\":\"tel:+155\"},null,[]],"
	"\"callNumber\":\"tel:<number>\",\"callNumber\":\"\\ud83d\\u0000\"}";

/* Faults for corpus/pack/every-kind.json. */
static const char every_kind[] =
	"{\"kind\":\"SMS\",\"to\":[\"+15550100123\",{\"number\":\"+1 555\","
	"\"nmae\":\"Bob\"},{\"number\":\"+1555O100126\"},"
	"{\"number\":\"+1555O100126\"}],\"text\":\"\xc3\xa9\\u202e\xc2\x9b\","
	"\"content\":\"{{n}}\",\"params\":{\"name\":7},\"tags\":[\"News\"],"
	"\"retries\":-1.5e3,\"sender\":null,\"id\":true,\"\":[[],{}]}";

static const char *const payloads[] = {
	right, wrong, every_kind,
	"[{\"number\":1},2,\"3\"]",
	"\"tel:+15551234567\"",
	"{'kind': None, // b\n}",
};

/* The rules keep the levels they have. */
static signed char *
own_levels(const struct ruleset *rules)
{
	signed char *levels = malloc(rules->n_rules + 1);

	expect(levels != NULL, "there is memory");
	memset(levels, -1, rules->n_rules + 1);
	return levels;
}

static void
lint_payload(struct lint *l, const struct ruleset *rules,
	const signed char *levels, struct source *src, const char *payload)
{
	struct span text = gcl_span_str(payload);
	const struct document doc = { .src = src, .body.text = text };
	const struct lint_task task = { .piece = &doc.body, .rules = rules,
		.levels = levels, .forced = true };
	struct expect_last last = { .offset = 0 };
	struct lint_report report;
	struct gcl_finding f;
	size_t i, room = SIZE_MAX;

	gcl_source_set(src, "call.json", text, 0, 0);
	gcl_lint_begin(l, &report);
	expect(gcl_lint_text(l, &task, &report) == GCL_OK,
	    "a payload can be linted");
	gcl_lint_end(l);
	for (i = 0; i < report.hits->n; i++) {
		expect(gcl_finding_make(gcl_carriers[0], &doc,
		    &report.hits->list[i], &room, report.arena, &f) == GCL_OK,
		    "a hit makes a finding");
		expect_finding(&f, text.len);
		expect_order(&last, &f);
	}
}

static void
lint_payloads(const struct ruleset *rules)
{
	signed char *levels = own_levels(rules);
	struct lint *l = gcl_lint_new(LIMIT_DEPTH_DEFAULT);
	struct source src;
	size_t i;

	expect(l != NULL, "there is memory");
	gcl_source_init(&src);
	for (i = 0; i < N_ELEMS(payloads); i++)
		lint_payload(l, rules, levels, &src, payloads[i]);
	gcl_source_release(&src);
	gcl_lint_free(l);
	free(levels);
}

static void
describe(const struct ruleset *rules)
{
	const struct rule *r;
	struct buf out;

	gcl_buf_init(&out, LIMIT_TEXT_BYTES);
	gcl_describe_pack(&rules->head, &out);
	gcl_describe_rules(rules, &out);
	for (r = rules->rules; r; r = r->next)
		gcl_describe_rule(r, &out);
	expect(gcl_buf_status(&out) == GCL_OK, "a pack can be described");
	gcl_buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gcl_error err = { GCL_OK, "" };
	struct ruleset *rules = NULL;
	enum gcl_status st;

	st = gcl_pack_load("my.json", "my.json",
	    gcl_span((const char *)data, size), &rules, &err);
	expect(st == GCL_OK || st == GCL_EPACK || st == GCL_EUSAGE,
	    "a pack is taken or refused");
	expect((st == GCL_OK) == (rules != NULL) && st == err.status,
	    "the status, the rules and the error agree");
	expect_shown(gcl_span_str(err.text), "", "an error can be shown");
	expect((st == GCL_OK) == !*err.text, "an error has a text");
	if (rules) {
		describe(rules);
		lint_payloads(rules);
	}
	gcl_ruleset_free(rules);
	return 0;
}
