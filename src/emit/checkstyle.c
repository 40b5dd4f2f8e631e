/*
 * The XML of Checkstyle, which most code review tools read: a file element for
 * each input, those without findings too.  It knows no help, so that stands
 * behind the message; a note is called info.
 */
#include "config.h"

#include "emit/emit.h"
#include "emit/xml.h"

/* Of Checkstyle: readers look at it, and all know this one. */
#define FORMAT_VERSION "4.3"

static void
begin(struct emit *e)
{
	gcl_buf_adds(&e->text, XML_HEAD
		"<checkstyle version=\"" FORMAT_VERSION "\">\n");
}

static void
close_file(struct emit *e)
{
	if (e->inputs > 0)
		gcl_buf_adds(&e->text, "</file>\n");
}

static void
input(struct emit *e, const char *file)
{
	close_file(e);
	gcl_buf_adds(&e->text, "<file");
	gcl_xml_attr(&e->text, "name", gcl_span_str(file));
	gcl_buf_adds(&e->text, ">\n");
}

static void
add_message(struct buf *b, const char *message, const char *help)
{
	gcl_buf_adds(b, " message=\"");
	gcl_xml_str(b, message);
	if (help) {
		gcl_buf_adds(b, "; help: ");
		gcl_xml_str(b, help);
	}
	gcl_buf_addc(b, '"');
}

static void
add_source(struct buf *b, const char *rule)
{
	gcl_buf_adds(b, " source=\"" PACKAGE_NAME ".");
	gcl_xml_str(b, rule);
	gcl_buf_adds(b, "\"/>\n");
}

/* Readers want a line, and there is none. */
static void
failure(struct emit *e, const char *text)
{
	gcl_buf_adds(&e->text, "<error line=\"1\" severity=\"error\"");
	add_message(&e->text, text, NULL);
	add_source(&e->text, EMIT_FILE_ERROR);
}

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	static const char *const severities[] = {
		[GCL_OFF] = "ignore",
		[GCL_NOTE] = "info",
		[GCL_WARNING] = "warning",
		[GCL_ERROR] = "error",
	};
	struct buf *b = &e->text;

	(void)src;
	gcl_buf_adds(b, "<error");
	gcl_xml_attr_uint(b, "line", f->at.line);
	gcl_xml_attr_uint(b, "column", f->at.column);
	gcl_xml_attr(b, "severity", gcl_span_str(severities[f->severity]));
	add_message(b, f->message, f->help);
	add_source(b, f->rule);
}

static void
end(struct emit *e, const struct gcl_totals *t)
{
	(void)t;
	close_file(e);
	gcl_buf_adds(&e->text, "</checkstyle>\n");
}

const struct emitter gcl_emitter_checkstyle = {
	.name = "checkstyle",
	.summary = "Checkstyle's XML, as code review tools read it",
	.begin = begin,
	.input = input,
	.failure = failure,
	.finding = finding,
	.end = end,
};
