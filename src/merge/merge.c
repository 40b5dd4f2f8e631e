/*
 * The splits that reports are of: that each report is whole, and where it is.
 */
#include "config.h"

#include "merge/merge_p.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"

#define COPY_BYTES (64u << 10)

enum gcl_status
gcl_merge_new(struct merge **out)
{
	struct merge *m = calloc(1, sizeof(*m));

	*out = m;
	if (!m)
		return GCL_ENOMEM;
	gcl_arena_init(&m->arena);
	m->last_report = &m->reports;
	return GCL_OK;
}

void
gcl_merge_free(struct merge *m)
{
	struct report *r;

	if (!m)
		return;
	for (r = m->reports; r; r = r->next)
		if (r->copy)
			fclose(r->copy);
	gcl_arena_release(&m->arena);
	free(m->parts);
	free(m);
}

/* ---- a report ---- */

/* What a report has said since its last split. */
struct tally {
	uint64_t n[GCL_ERROR + 1];	/* findings, by severity */
	uint64_t findings;
	uint64_t first;			/* offset of the first one */
	uint64_t offset, document;	/* of the last one */
	uint64_t digest;		/* of all lines */
	struct gcl_totals totals;
	struct split split;
	bool summed;			/* there was a summary */
};

static enum gcl_status
take_finding(struct merge *m, const struct rows *r, struct tally *t,
	const struct gcl_finding *f, struct gcl_error *err)
{
	if (t->summed)
		return gcl_rows_fault(r, err, "a finding behind the summary");
	if (t->findings > 0 && strcmp(t->split.file, f->file) != 0)
		return gcl_rows_fault(r, err, "a finding of '%s' among those "
		    "of '%s'", f->file, t->split.file);
	if (f->at.offset < t->offset || f->document < t->document)
		return gcl_rows_fault(r, err, "this finding stands before the "
		    "last one: the lines were put into another order");
	if (t->findings == 0) {
		t->split.file = gcl_arena_str(&m->arena,
		    gcl_span_str(f->file));
		t->first = f->at.offset;
	}
	t->findings++;
	t->n[f->severity]++;
	t->offset = f->at.offset;
	t->document = f->document;
	return t->split.file ? GCL_OK : gcl_error_nomem(err);
}

static enum gcl_status
take_summary(const struct rows *r, struct tally *t, const struct row *row,
	struct gcl_error *err)
{
	const struct gcl_totals *s = &row->totals;

	if (t->summed)
		return gcl_rows_fault(r, err, "a second summary and no split "
		    "before it: lines were lost");
	if (s->errors != t->n[GCL_ERROR] || s->warnings != t->n[GCL_WARNING] ||
	    s->notes != t->n[GCL_NOTE])
		return gcl_rows_fault(r, err, "the summary counts %llu "
		    "findings, and %llu stand before it: lines were lost",
		    (unsigned long long)(s->errors + s->warnings + s->notes),
		    (unsigned long long)t->findings);
	t->summed = true;
	t->totals = *s;
	t->split.size = row->split.size;
	return GCL_OK;
}

static enum gcl_status
check_split(const struct rows *r, const struct tally *t,
	const struct split *s, struct gcl_error *err)
{
	if (!t->summed)
		return gcl_rows_fault(r, err, "a split without a summary "
		    "before it: lines were lost");
	if (t->findings > 0 && strcmp(t->split.file, s->file) != 0)
		return gcl_rows_fault(r, err, "a split of '%s' behind findings "
		    "of '%s'", s->file, t->split.file);
	if (t->findings > 0 && (t->document >= s->documents ||
	    t->first < s->offset))
		return gcl_rows_fault(r, err, "findings stand before it that "
		    "are not of this split");
	return GCL_OK;
}

/* The split is over; its report began at part->at. */
static enum gcl_status
take_split(struct merge *m, const struct rows *r, struct tally *t,
	const struct split *s, struct part *part, struct gcl_error *err)
{
	enum gcl_status st = check_split(r, t, s, err);

	if (st != GCL_OK)
		return st;
	part->split = *s;
	part->split.size = t->split.size;
	part->split.file = t->split.file ? t->split.file :
	    gcl_arena_str(&m->arena, gcl_span_str(s->file));
	part->totals = t->totals;
	part->digest = t->digest;
	if (!part->split.file || gcl_grow(&m->parts, &m->cap, m->n + 1,
	    sizeof(*m->parts)) != 0)
		return gcl_error_nomem(err);
	m->parts[m->n++] = *part;
	return GCL_OK;
}

/* One split's report; *more is false where there is none any more. */
static enum gcl_status
read_split(struct merge *m, struct rows *r, bool *more,
	struct gcl_error *err)
{
	struct part part = { .report = r->report, .at = gcl_rows_tell(r),
		.line = r->line };
	struct tally t = { .findings = 0 };
	enum gcl_status st;
	struct row row;

	for (;;) {
		st = gcl_rows_next(r, &row, err);
		*more = row.type != ROW_END;
		t.digest = gcl_hash(row.text, t.digest);
		if (st == GCL_OK && row.type == ROW_FINDING)
			st = take_finding(m, r, &t, &row.finding, err);
		else if (st == GCL_OK && row.type == ROW_SUMMARY)
			st = take_summary(r, &t, &row, err);
		else if (st == GCL_OK && row.type == ROW_SPLIT)
			return take_split(m, r, &t, &row.split, &part, err);
		if (st != GCL_OK)
			return st;
		if (!*more && part.at == gcl_rows_tell(r))
			return GCL_OK;
		if (!*more)
			return gcl_rows_fault(r, err, "no split ends the "
			    "report: its worker was stopped, or it was cut "
			    "off; run it again");
	}
}

static enum gcl_status
read_splits(struct merge *m, struct rows *r, struct gcl_error *err)
{
	enum gcl_status st = GCL_OK;
	size_t before = m->n;
	bool more = true;

	while (more && st == GCL_OK)
		st = read_split(m, r, &more, err);
	if (st == GCL_OK && m->n == before)
		return gcl_error_set(err, GCL_EINPUT, "cannot merge '%s': it "
		    "is empty: run its worker again", r->report->path);
	return st;
}

/* ---- what can be read only once ---- */

/* Returns 0 or an errno value. */
static int
copy_bytes(int fd, FILE *to)
{
	char bytes[COPY_BYTES];
	ssize_t n;

	do {
		n = read(fd, bytes, sizeof(bytes));
		if (n > 0 && fwrite(bytes, 1, (size_t)n, to) != (size_t)n)
			return errno;
	} while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0)
		return errno;
	return fflush(to) == 0 ? 0 : errno;
}

static bool
is_file(const char *path)
{
	struct stat sb;

	return stat(path, &sb) != 0 || S_ISREG(sb.st_mode);
}

/* A FIFO, a device, standard input.  A folder cannot be read either way. */
static enum gcl_status
copy(struct report *r, struct gcl_error *err)
{
	bool is_stdin = !strcmp(r->path, "-");
	FILE *in = NULL;
	int code = 0;

	if (!is_stdin && is_file(r->path))
		return GCL_OK;
	if (!is_stdin)
		in = fopen(r->path, "re");
	if (is_stdin || in)
		r->copy = tmpfile();
	if (!r->copy)
		code = errno;
	else
		code = copy_bytes(in ? fileno(in) : STDIN_FILENO, r->copy);
	if (in)
		fclose(in);
	return code == 0 ? GCL_OK : gcl_error_set(err, GCL_EINPUT,
	    "cannot read the report '%s': %s", r->path, strerror(code));
}

enum gcl_status
gcl_merge_read(struct merge *m, const char *path, struct gcl_error *err)
{
	struct report *report = gcl_arena_calloc(&m->arena, 1,
	    sizeof(*report));
	enum gcl_status st;
	struct rows rows;

	if (!report)
		return gcl_error_nomem(err);
	report->path = path;
	*m->last_report = report;
	m->last_report = &report->next;
	st = copy(report, err);
	if (st != GCL_OK)
		return st;
	st = gcl_rows_init(&rows);
	if (st == GCL_OK)
		st = gcl_rows_begin(&rows, report, 0, 0, err);
	if (st == GCL_OK)
		st = read_splits(m, &rows, err);
	gcl_rows_release(&rows);
	return st == GCL_ENOMEM ? gcl_error_nomem(err) : st;
}
