/*
 * What packs say of themselves, laid out for a terminal of 80 columns.
 */
#include "config.h"

#include "lint/describe.h"

#include "base/suggest.h"
#include "json/walk.h"
#include "rule/check.h"
#include "rule/pack.h"

#define COLUMNS 79

void
gcl_describe_rules(const struct ruleset *rs, struct buf *out)
{
	const struct rule *r;

	for (r = rs->rules; r; r = r->next) {
		gcl_buf_addf(out, "%-22s %-8s ", r->name,
		    gcl_severity_name(r->severity));
		if (r->status)
			gcl_buf_addf(out, "%d ", r->status);
		else
			gcl_buf_adds(out, "    ");
		gcl_buf_addf(out, "%s\n", r->summary);
	}
}

/* Text in lines of COLUMNS at most, each behind two blanks. */
static void
wrap(struct buf *out, const char *text)
{
	size_t column = 0, word;

	while (*text) {
		word = strcspn(text, " ");
		if (column > 0 && column + 1 + word > COLUMNS) {
			gcl_buf_addc(out, '\n');
			column = 0;
		}
		gcl_buf_adds(out, column ? " " : "  ");
		gcl_buf_add(out, text, word);
		column += word + (column ? 1 : 2);
		text += word;
		text += strspn(text, " ");
	}
	gcl_buf_addc(out, '\n');
}

static void
section(struct buf *out, const char *title, const char *text)
{
	if (!text)
		return;
	gcl_buf_addf(out, "\n%s\n", title);
	wrap(out, text);
}

void
gcl_describe_example(struct buf *out, const struct rule *r,
	const struct value *v, const char *margin)
{
	const char *p = r->pack_text.ptr + v->off, *end = p + v->len;

	if (r->text_examples) {
		p = v->text.ptr;
		end = p + v->text.len;
	}
	gcl_buf_adds(out, margin);
	for (; p < end; p++) {
		gcl_buf_addc(out, *p);
		if (*p != '\n')
			continue;
		while (p + 1 < end && (p[1] == ' ' || p[1] == '\t'))
			p++;
		gcl_buf_addf(out, "%s  ", margin);
	}
	gcl_buf_addc(out, '\n');
}

static void
examples(struct buf *out, const char *title, const struct rule *r,
	const struct value *v)
{
	if (!v || !v->child)
		return;
	gcl_buf_addf(out, "\n%s\n", title);
	for (v = v->child; v; v = v->next)
		gcl_describe_example(out, r, v, "  ");
}

void
gcl_describe_rule(const struct rule *r, struct buf *out)
{
	gcl_buf_addf(out, "%s: %s\n", r->name, r->summary);
	gcl_buf_addf(out, "  %s", gcl_severity_name(r->severity));
	if (r->status)
		gcl_buf_addf(out, ", HTTP %d", r->status);
	if (r->basis)
		gcl_buf_addf(out, " (basis: %s)", r->basis);
	gcl_buf_addf(out, ", pack %s\n", r->pack);
	section(out, "Why", r->why);
	examples(out, "Bad", r, r->bad);
	examples(out, "Good", r, r->good);
	section(out, "Fix", r->fix);
	section(out, "Source", r->source);
}

static void
accepts(struct buf *out, unsigned mask)
{
	static const struct {
		enum json_type type;
		const char *name;
	} names[] = {
		{ JSON_STRING, "string" }, { JSON_NUMBER, "number" },
		{ JSON_ARRAY, "array" }, { JSON_OBJECT, "object" },
	};
	size_t i, width = 0;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(mask & names[i].type))
			continue;
		gcl_buf_addf(out, "%s%s", width ? "," : "", names[i].name);
		width += strlen(names[i].name) + (width > 0);
	}
	for (; width < 20; width++)
		gcl_buf_addc(out, ' ');
}

void
gcl_describe_kinds(struct buf *out)
{
	size_t i;

	for (i = 0; gcl_check_kinds[i]; i++) {
		gcl_buf_addf(out, "%-9s ", gcl_check_kinds[i]->name);
		accepts(out, gcl_check_kinds[i]->accepts);
		gcl_buf_addf(out, " %s\n", gcl_check_kinds[i]->summary);
	}
}

void
gcl_describe_pack(const struct head *h, struct buf *out)
{
	const struct endpoint *r;

	gcl_buf_addf(out, "%s: %s", h->name, h->title ? h->title : "");
	if (h->model)
		gcl_buf_addf(out, " [%s]", h->model);
	if (h->state)
		gcl_buf_addf(out, " (%s)", h->state);
	gcl_buf_addc(out, '\n');
	for (r = h->requests; r; r = r->next) {
		gcl_buf_addf(out, "  %s %s", r->method, r->path);
		if (r->state && strcmp(r->state, "current"))
			gcl_buf_addf(out, " (%s)", r->state);
		gcl_buf_addc(out, '\n');
	}
}

const char *
gcl_rule_nearest(const struct ruleset *rs, struct span name)
{
	const struct rule *r, *best = NULL;
	struct suggest near;
	size_t i = 0;

	gcl_suggest_init(&near, name);
	for (r = rs->rules; r; r = r->next)
		gcl_suggest_offer(&near, gcl_span_str(r->name), r->index);
	for (r = rs->rules; r && near.found; r = r->next, i++)
		if (i == near.index)
			best = r;
	return best ? best->name : NULL;
}
