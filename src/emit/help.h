/*
 * All that is known of a rule, as a text for places that show it beside a
 * finding: what, why, bad, good, fix, source.
 */
#ifndef GCL_EMIT_HELP_H
#define GCL_EMIT_HELP_H

#include "base/buf.h"
#include "rule/ruleset.h"

void gcl_help_add_text(struct buf *b, const struct rule *r);

/* As CommonMark; the words of the rule cannot become mark-up. */
void gcl_help_add_markdown(struct buf *b, const struct rule *r);

#endif
