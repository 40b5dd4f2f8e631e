/*
 * Workflow commands of GitHub Actions, which show a finding beside its line
 * in a pull request.  Values are escaped as the runner takes them apart: % CR
 * LF in the message, : and , in properties as well.
 *
 * The message begins with the place, because the log shows nothing else of
 * it; so no line begins with what an input holds.
 */
#include "config.h"

#include "emit/emit.h"

#include <inttypes.h>

#include "base/display.h"
#include "emit/line.h"
#include "emit/uri.h"

#define IN_DATA "%\r\n"
#define IN_PROPERTY IN_DATA ":,"

/* Percent-encode these characters in what was written from start on. */
static void
escape_from(struct buf *b, size_t start, const char *chars)
{
	size_t i, n = 0, to;
	unsigned char c;

	for (i = start; i < b->len; i++)
		n += b->ptr[i] && strchr(chars, b->ptr[i]);
	if (n == 0 || !gcl_buf_reserve(b, 2 * n))
		return;
	to = b->len += 2 * n;
	for (i = to - 2 * n; i-- > start;) {
		c = (unsigned char)b->ptr[i];
		if (!c || !strchr(chars, c)) {
			b->ptr[--to] = (char)c;
			continue;
		}
		b->ptr[--to] = "0123456789ABCDEF"[c & 15];
		b->ptr[--to] = "0123456789ABCDEF"[c >> 4];
		b->ptr[--to] = '%';
	}
}

/* A line end is part of the name; it and nothing else can be carried. */
static void
add_file(struct buf *b, struct span path)
{
	size_t start, i, n;

	gcl_buf_adds(b, "file=");
	start = b->len;
	for (i = 0; i < path.len; i += n) {
		n = 1;
		if (path.ptr[i] == '\r' || path.ptr[i] == '\n') {
			gcl_buf_addc(b, path.ptr[i]);
			continue;
		}
		while (i + n < path.len && path.ptr[i + n] != '\r' &&
		       path.ptr[i + n] != '\n')
			n++;
		gcl_display_add(b, gcl_span(path.ptr + i, n));
	}
	escape_from(b, start, IN_PROPERTY);
}

/* Columns of a place on several lines would be taken for those of one. */
static void
add_place(struct buf *b, const struct gcl_place *at)
{
	gcl_buf_addf(b, ",line=%" PRIu64 ",endLine=%" PRIu64, at->line,
		at->end_line);
	if (at->line == at->end_line)
		gcl_buf_addf(b, ",col=%" PRIu64 ",endColumn=%" PRIu64,
			at->column, at->end_column);
}

static void
add_title(struct buf *b, const char *rule)
{
	size_t start;

	gcl_buf_adds(b, ",title=");
	start = b->len;
	gcl_line_text(b, rule);
	escape_from(b, start, IN_PROPERTY);
}

static void
add_message(struct buf *b, const struct gcl_finding *f)
{
	size_t start = b->len;

	gcl_display_add(b, gcl_span_str(f->file));
	gcl_buf_addf(b, ":%" PRIu64 ":%" PRIu64 ": ", f->at.line,
		f->at.column);
	gcl_line_text(b, f->message);
	if (f->help) {
		gcl_buf_adds(b, LINE_HELP);
		gcl_line_text(b, f->help);
	}
	escape_from(b, start, IN_DATA);
}

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	static const char *const commands[] = {
		[GCL_NOTE] = "notice",
		[GCL_WARNING] = "warning",
		[GCL_ERROR] = "error",
	};
	struct buf *b = &e->text;

	(void)src;
	gcl_buf_addf(b, "::%s ", commands[f->severity]);
	add_file(b, gcl_path_local(f->file));
	add_place(b, &f->at);
	add_title(b, f->rule);
	gcl_buf_adds(b, "::");
	add_message(b, f);
	gcl_buf_addc(b, '\n');
}

const struct emitter gcl_emitter_github = {
	.name = "github",
	.summary = "commands for GitHub Actions, which annotate pull requests",
	.finding = finding,
};
