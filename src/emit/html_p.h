/*
 * The parts of the HTML report: html.c keeps the account, html_code.c shows
 * lines, html_card.c what is said about them, html_fix.c what would mend them,
 * html_page.c the page around.
 */
#ifndef GCL_EMIT_HTML_P_H
#define GCL_EMIT_HTML_P_H

#include "emit/emit.h"
#include "emit/names.h"

#define HTML_ELLIPSIS "<i>\xe2\x80\xa6</i>"	/* U+2026 */

#define N_SEVERITIES (GCL_ERROR + 1)

/* A place to mark, and what is said about it. */
struct html_mark {
	size_t off, len;	/* in the source's text */
	uint64_t line;
	enum gcl_severity severity;
	size_t card;		/* its text ends here in html.cards */
};

struct html_rule {
	const struct rule *words;	/* or NULL */
	uint64_t n[N_SEVERITIES];	/* findings */
};

struct html {
	struct buf name;	/* of the input, escaped */
	struct buf scratch;
	bool open;		/* its section is */
	uint64_t n[N_SEVERITIES];	/* findings of the input */
	uint64_t last_id;	/* of a finding */
	uint64_t shown;		/* the last line shown of the input, or 0 */
	/* What is to be shown of a document. */
	struct source *src;
	struct html_mark *marks;	/* from malloc, reused */
	size_t n_marks, cap_marks;
	struct buf cards;
	/* The rules that found something. */
	struct names names;
	struct html_rule *rules;
	size_t cap_rules;
};

/* What is said about f; its id is last_id. */
void gcl_html_card(struct html *h, struct buf *b,
	const struct gcl_finding *f, struct source *src);

/* What a fix changes, as it is and as it would be. */
void gcl_html_fix(struct html *h, struct buf *b, const struct gcl_fix *fix,
	struct source *src);

/* The beginning of a character at or before off. */
size_t gcl_html_snap(struct span text, size_t off);

/* Show the lines around all marks of h, marked, and the cards. */
enum gcl_status gcl_html_code(struct html *h, struct buf *b);

/* What stands before the first input, and behind the last. */
void gcl_html_head(struct buf *b);
void gcl_html_tail(struct html *h, struct buf *b, const struct gcl_totals *t);

/* "2 errors, 1 warning" */
void gcl_html_counts(struct buf *b, const uint64_t n[N_SEVERITIES]);

#endif
