/*
 * What a run says of documents beside its findings.
 */
#include "config.h"

#include "lint/run.h"

#include <stdio.h>

void
gcl_run_tell_limit(struct run *r, const struct document *doc,
	const struct lint_report *report)
{
	struct gcl_place at = { 0 };

	if (!report->limit_rule)
		return;
	gcl_piece_place(report->limit_piece, doc->src, report->limit_off, 0,
	    &at);
	gcl_run_unreadable(r, "%s:%llu:%llu: a pattern of rule '%s' "
	    "reached its limit here: this value was not wholly checked",
	    doc->src->name, (unsigned long long)at.line,
	    (unsigned long long)at.column, report->limit_rule->name);
}

/* What pack a document was linted by, and why. */
static void
tell_pack(struct run *r, const struct document *doc,
	const struct exchange_report *report)
{
	struct span why = report->lint.why;
	char member[64];

	snprintf(member, sizeof(member), "since it has the member '%.*s'",
	    why.len < 32 ? (int)why.len : 32, why.len ? why.ptr : "");
	const char *const reasons[] = {
		[CHOSEN_NONE] = "since no pack is for this request",
		[CHOSEN_OPTION] = "as asked for",
		[CHOSEN_CONFIG] = "as the configuration has it",
		[CHOSEN_REQUEST] = "by method and path of the request",
		[CHOSEN_MEMBER] = member,
		[CHOSEN_DEFAULT] = "since nothing tells otherwise",
	};

	gcl_run_notice(r, GCL_NOTICE_VERBOSE, "%s: pack %s, %s", doc->src->name,
	    report->pack, reasons[report->chosen]);
}

void
gcl_run_tell(struct run *r, const struct document *doc,
	const struct exchange_report *report, bool named)
{
	const char *file = doc->src->name;
	bool foreign = r->exchange.foreign;

	if (foreign || (report->lint.result == LINT_NOT_PAYLOAD &&
	    (!named || doc->found))) {
		r->totals.skipped++;
		gcl_run_notice(r, GCL_NOTICE_VERBOSE, "%s: skipped document %llu: %s",
		    file, (unsigned long long)doc->index, foreign ?
		    "it was sent to somebody else" :
		    "no pack recognises it");
	} else if (doc->index > 0 && !doc->request) {
		return;
	} else if (report->lint.result == LINT_NOT_PAYLOAD) {
		gcl_run_notice(r, GCL_NOTICE_VERBOSE, "%s: no pack recognises it",
		    file);
	} else if (report->pack) {
		tell_pack(r, doc, report);
	}
}
