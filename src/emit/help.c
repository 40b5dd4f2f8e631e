/*
 * The help of a rule, plain and as CommonMark 0.31, in which examples are
 * indented code: that needs no fence that an example could close.
 */
#include "config.h"

#include "emit/help.h"

#include "json/value.h"
#include "lint/describe.h"

struct style {
	const char *title, *after_title;	/* what stands around a title */
	const char *margin;			/* of examples */
	const char *special;			/* to be escaped in words */
};

static const struct style plain = { "\n", "\n", "  ", "" };
static const struct style markdown = { "\n### ", "\n\n", "    ",
	"\\`*_[]<>&#|~" };

static void
add_words(struct buf *b, const char *s, const struct style *style)
{
	for (; *s; s++) {
		if (strchr(style->special, *s))
			gcl_buf_addc(b, '\\');
		gcl_buf_addc(b, *s);
	}
	gcl_buf_addc(b, '\n');
}

static void
add_title(struct buf *b, const char *title, const struct style *style)
{
	gcl_buf_addf(b, "%s%s%s", style->title, title, style->after_title);
}

static void
add_section(struct buf *b, const char *title, const char *s,
	const struct style *style)
{
	if (!s)
		return;
	add_title(b, title, style);
	add_words(b, s, style);
}

static void
add_examples(struct buf *b, const char *title, const struct rule *r,
	const struct value *v, const struct style *style)
{
	if (!v || !v->child)
		return;
	add_title(b, title, style);
	for (v = v->child; v; v = v->next)
		gcl_describe_example(b, r, v, style->margin);
}

static void
add_help(struct buf *b, const struct rule *r, const struct style *style)
{
	add_words(b, r->summary ? r->summary : r->name, style);
	add_section(b, "Why", r->why, style);
	add_examples(b, "Bad", r, r->bad, style);
	add_examples(b, "Good", r, r->good, style);
	add_section(b, "Fix", r->fix, style);
	add_section(b, "Source", r->source, style);
}

void
gcl_help_add_text(struct buf *b, const struct rule *r)
{
	add_help(b, r, &plain);
}

void
gcl_help_add_markdown(struct buf *b, const struct rule *r)
{
	add_help(b, r, &markdown);
}
