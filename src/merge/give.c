/*
 * What was found in the splits, as one run over the files would give it.
 */
#include "config.h"

#include "merge/merge_p.h"

struct giver {
	struct merge *merge;
	const struct merge_target *to;
	struct run *run;
	struct rows rows;
	struct text text;
	bool empty;		/* no document is open */
	uint64_t document;	/* that findings were given of */
};

/* The end of a document, before the text of the next one takes its place. */
static enum gcl_status
end_document(struct giver *g)
{
	if (g->empty)
		return GCL_OK;
	g->empty = true;
	return g->run->on_document(g->run->ctx);
}

static enum gcl_status
give_finding(struct giver *g, const struct part *part,
	struct gcl_finding *f, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;

	/* Lines and documents were counted from the start of the split. */
	if (g->merge->whole)
		gcl_finding_shift(f, part->base_line, part->base_document);
	if (f->document != g->document)
		st = end_document(g);
	if (st == GCL_OK)
		st = gcl_text_find(&g->text, f, err);
	if (st != GCL_OK)
		return st;
	g->empty = false;
	g->document = f->document;
	return gcl_run_give(g->run, f, &g->run->capture.src);
}

/* What a worker could not lint is told in its own messages. */
static void
tell_unreadable(struct giver *g, const struct part *part)
{
	uint64_t n = part->totals.unreadable;

	if (n == 0)
		return;
	gcl_run_unreadable(g->run, "not all of '%s' was linted: the split "
	    "%llu:%llu has something that is not, as its worker has told",
	    part->split.file, (unsigned long long)part->split.offset,
	    (unsigned long long)part->split.length);
	g->run->totals.unreadable += n - 1;
}

static enum gcl_status
end_part(struct giver *g, const struct part *part)
{
	const struct merge_target *to = g->to;
	struct gcl_totals *sum = &g->run->totals;
	enum gcl_status st = end_document(g);

	sum->documents += part->totals.documents;
	sum->suppressed += part->totals.suppressed;
	sum->skipped += part->totals.skipped;
	tell_unreadable(g, part);
	if (!g->merge->whole && to->part)
		to->part(to->ctx, &part->totals, &part->split);
	return st;
}

static enum gcl_status
give_part(struct giver *g, const struct part *part, struct gcl_error *err)
{
	enum gcl_status st;
	struct row row;

	st = gcl_rows_begin(&g->rows, part->report, part->at, part->line, err);
	if (st == GCL_OK)
		st = gcl_text_split(&g->text, part, err);
	while (st == GCL_OK) {
		st = gcl_rows_next(&g->rows, &row, err);
		if (st != GCL_OK || row.type == ROW_SUMMARY)
			break;
		if (row.type != ROW_FINDING)
			return gcl_rows_fault(&g->rows, err, "the report "
			    "has changed while it was read");
		st = give_finding(g, part, &row.finding, err);
	}
	return st == GCL_OK ? end_part(g, part) : st;
}

static void
open_text(struct giver *g, const struct part *part)
{
	struct run *r = g->run;
	const char *why = NULL;

	g->text = (struct text){ .capture = &r->capture, .fd = -1 };
	if (g->to->text && g->merge->whole)
		gcl_text_open(&g->text, &r->capture, part->split.file,
		    &part->split, &why);
	if (why)
		gcl_run_notice(r, GCL_NOTICE_NOTE, "the report shows no text "
		    "of '%s': %s", part->split.file, why);
}

/* The n parts of a file. */
static enum gcl_status
give_file(struct giver *g, const struct part *parts, size_t n,
	struct gcl_error *err)
{
	struct run_item item = { .name = parts->split.file,
		.path = parts->split.file, .named = true };
	const struct gcl_totals *t = &g->run->totals;
	uint64_t before = t->errors + t->warnings + t->notes;
	enum gcl_status st;
	size_t i;

	item.scope = g->to->scope(g->to->ctx, item.name, &item.full);
	st = gcl_run_begin(g->run, &item, err);
	if (st != GCL_OK)
		return st;
	open_text(g, parts);
	g->empty = true;
	for (i = 0; i < n && st == GCL_OK; i++)
		st = give_part(g, &parts[i], err);
	gcl_text_close(&g->text);
	g->run->totals.files_with_findings += before != t->errors +
	    t->warnings + t->notes;
	return st;
}

enum gcl_status
gcl_merge_give(struct merge *m, const struct merge_target *to,
	struct gcl_error *err)
{
	struct giver g = { .merge = m, .to = to, .run = to->run };
	enum gcl_status st = gcl_rows_init(&g.rows);
	size_t i, n;

	for (i = 0; i < m->n && st == GCL_OK; i += n) {
		n = gcl_merge_file(m, i);
		st = give_file(&g, &m->parts[i], n, err);
	}
	gcl_rows_release(&g.rows);
	return st;
}
