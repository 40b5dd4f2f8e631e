/*
 * The line that tools read, as compilers write it (GNU Coding Standards 4.4,
 * "Formatting Error Messages").  Its severity words are those that editors
 * know.
 */
#include "config.h"

#include "emit/line.h"

#include <inttypes.h>

#include "base/display.h"

void
gcl_line_paint(struct emit *e, const char *sgr)
{
	if (e->color)
		gcl_buf_adds(&e->text, sgr);
}

const struct severity_look *
gcl_line_severity(enum gcl_severity s)
{
	static const struct severity_look looks[] = {
		[GCL_OFF] = { "off", PAINT_BOLD },
		[GCL_NOTE] = { "note", "\033[1;36m" },
		[GCL_WARNING] = { "warning", "\033[1;35m" },
		[GCL_ERROR] = { "error", "\033[1;31m" },
	};

	return &looks[s];
}

void
gcl_line_text_by(struct buf *b, const char *s,
	void (*add)(struct buf *b, struct span s))
{
	size_t n;

	for (;;) {
		n = strcspn(s, "\r\n");
		add(b, gcl_span(s, n));
		s += n;
		if (!*s)
			break;
		gcl_buf_addc(b, ' ');
		s += strspn(s, "\r\n");
	}
}

void
gcl_line_text(struct buf *b, const char *s)
{
	gcl_line_text_by(b, s, gcl_display_add);
}

void
gcl_line_add(struct emit *e, const struct gcl_finding *f)
{
	const struct severity_look *look = gcl_line_severity(f->severity);
	struct buf *b = &e->text;

	gcl_line_paint(e, PAINT_BOLD);
	gcl_display_add(b, gcl_span_str(f->file));
	gcl_buf_addf(b, ":%" PRIu64 ":%" PRIu64 ":", f->at.line,
		f->at.column);
	gcl_line_paint(e, PAINT_RESET);
	gcl_buf_addc(b, ' ');
	gcl_line_paint(e, look->sgr);
	gcl_buf_addf(b, "%s:", look->name);
	gcl_line_paint(e, PAINT_RESET);
	gcl_buf_addc(b, ' ');
	gcl_line_text(b, f->message);
	gcl_buf_adds(b, " [");
	gcl_line_text(b, f->rule);
	gcl_buf_adds(b, "]\n");
}
