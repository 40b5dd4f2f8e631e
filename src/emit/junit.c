/*
 * JUnit's XML, as Jenkins and GitLab read it, within the schema of Jenkins'
 * xUnit plug-in (junit-10.xsd).  A file is a test suite, a finding a test.
 * What does not make the run fail is a test that passes and has output; an
 * input without findings, or no input at all, is one that passes, for an
 * empty report is an error to some.
 *
 * GitLab keeps one test of a class and a name, so these differ.  Places are
 * left out of names: a test is the same as long as its value is.
 *
 * The counts of a suite stand before its tests, so these are kept.
 */
#include "config.h"

#include "emit/text.h"

#include <inttypes.h>

#include "base/limits.h"
#include "emit/names.h"
#include "emit/xml.h"

struct junit {
	struct buf suite;	/* its name, escaped */
	struct buf class;	/* of its tests, escaped */
	struct buf tests;	/* those of the suite, as they are written */
	struct names classes, names;
	uint64_t n_tests, n_failures, n_errors;
};

static void
begin(struct emit *e)
{
	struct junit *j = e->state;

	e->color = false;
	e->width = 0;
	gcl_buf_init(&j->suite, LIMIT_TEXT_BYTES);
	gcl_buf_init(&j->class, LIMIT_TEXT_BYTES);
	gcl_buf_init(&j->tests, LIMIT_TEXT_BYTES);
	gcl_names_init(&j->classes);
	gcl_names_init(&j->names);
	gcl_buf_adds(&e->text, XML_HEAD
		"<testsuites name=\"" PACKAGE_NAME "\">\n");
}

static void
release(struct emit *e)
{
	struct junit *j = e->state;

	gcl_buf_release(&j->suite);
	gcl_buf_release(&j->class);
	gcl_buf_release(&j->tests);
	gcl_names_release(&j->classes);
	gcl_names_release(&j->names);
}

/* A path as the name of a class, which has one: dots for slashes. */
static void
set_class(struct emit *e, struct junit *j, const char *path)
{
	size_t n;

	gcl_buf_reset(&j->class);
	path += strspn(path, "./");
	path = *path ? path : "input";
	for (;;) {
		n = strcspn(path, "/");
		gcl_xml_add(&j->class, gcl_span(path, n));
		path += n;
		if (!*path)
			break;
		gcl_buf_addc(&j->class, '.');
		path += strspn(path, "/");
	}
	gcl_sink_fail(&e->sink, gcl_names_claim(&j->classes, &j->class, 0));
}

static void
open_suite(struct emit *e, struct junit *j, const char *name)
{
	gcl_buf_reset(&j->suite);
	gcl_xml_add(&j->suite, gcl_span_str(name));
	set_class(e, j, name);
	gcl_buf_reset(&j->tests);
	gcl_names_reset(&j->names);
	j->n_tests = j->n_failures = j->n_errors = 0;
}

/* Begin a test whose name has been put behind from. */
static void
open_test(struct emit *e, struct junit *j, size_t from)
{
	gcl_sink_fail(&e->sink, gcl_names_claim(&j->names, &j->tests, from));
	gcl_buf_adds(&j->tests, "\" classname=\"");
	gcl_buf_addspan(&j->tests, gcl_buf_span(&j->class));
	gcl_buf_adds(&j->tests, "\" time=\"0\">");
	j->n_tests++;
}

/* Returns where the name is to begin. */
static size_t
before_name(struct junit *j)
{
	gcl_buf_adds(&j->tests, "<testcase name=\"");
	return j->tests.len;
}

static void
add_passed(struct emit *e, struct junit *j, const char *name)
{
	size_t from = before_name(j);

	gcl_buf_adds(&j->tests, name);
	open_test(e, j, from);
	gcl_buf_adds(&j->tests, "</testcase>\n");
}

static void
close_suite(struct emit *e, struct junit *j)
{
	struct buf *b = &e->text;

	if (j->n_tests == 0)
		add_passed(e, j, "no findings");
	gcl_sink_fail(&e->sink, gcl_buf_status(&j->suite));
	gcl_sink_fail(&e->sink, gcl_buf_status(&j->tests));
	gcl_buf_adds(b, "<testsuite name=\"");
	gcl_buf_addspan(b, gcl_buf_span(&j->suite));
	gcl_buf_addf(b, "\" tests=\"%" PRIu64 "\" failures=\"%" PRIu64
		"\" errors=\"%" PRIu64 "\" skipped=\"0\" time=\"0\">\n",
		j->n_tests, j->n_failures, j->n_errors);
	gcl_buf_addspan(b, gcl_buf_span(&j->tests));
	gcl_buf_adds(b, "</testsuite>\n");
}

static void
input(struct emit *e, const char *file)
{
	struct junit *j = e->state;

	if (e->inputs > 0)
		close_suite(e, j);
	open_suite(e, j, file);
}

/* An element's tag, and what it is about. */
static void
open_result(struct buf *b, const char *tag, const char *type,
	const char *message)
{
	gcl_buf_addf(b, "\n<%s", tag);
	gcl_xml_attr(b, "type", gcl_span_str(type));
	gcl_buf_adds(b, " message=\"");
	gcl_xml_str(b, message);
	gcl_buf_adds(b, "\">");
}

static void
failure(struct emit *e, const char *text)
{
	struct junit *j = e->state;
	size_t from;

	from = before_name(j);
	gcl_buf_adds(&j->tests, EMIT_FILE_ERROR);
	open_test(e, j, from);
	open_result(&j->tests, "error", EMIT_FILE_ERROR, text);
	gcl_xml_str(&j->tests, text);
	gcl_buf_adds(&j->tests, "</error>\n</testcase>\n");
	j->n_errors++;
}

static void
add_name(struct buf *b, const struct gcl_finding *f)
{
	gcl_xml_str(b, f->rule);
	if (f->pointer_len > 0) {
		gcl_buf_addc(b, ' ');
		gcl_xml_add(b, gcl_span(f->pointer, f->pointer_len));
	}
	if (f->document > 0)
		gcl_buf_addf(b, " in document %" PRIu64, f->document);
}

/* The finding as the text report has it. */
static void
add_text(struct emit *e, struct junit *j, const struct gcl_finding *f,
	struct source *src)
{
	size_t len = e->text.len;

	gcl_text_add(e, f, src);
	gcl_xml_lines(&j->tests,
		gcl_span(e->text.ptr + len, e->text.len - len));
	e->text.len = len;
}

static void
finding(struct emit *e, const struct gcl_finding *f, struct source *src)
{
	struct junit *j = e->state;
	bool fails = gcl_emit_fails(e, f);
	size_t from;

	from = before_name(j);
	add_name(&j->tests, f);
	open_test(e, j, from);
	if (fails)
		open_result(&j->tests, "failure", f->rule, f->message);
	else
		gcl_buf_adds(&j->tests, "\n<system-out>");
	add_text(e, j, f, src);
	gcl_buf_addf(&j->tests, "</%s>\n</testcase>\n",
		fails ? "failure" : "system-out");
	j->n_failures += fails;
}

static void
end(struct emit *e, const struct gcl_totals *t)
{
	struct junit *j = e->state;

	(void)t;
	if (e->inputs == 0)
		open_suite(e, j, "nothing to lint");
	close_suite(e, j);
	gcl_buf_adds(&e->text, "</testsuites>\n");
}

const struct emitter gcl_emitter_junit = {
	.name = "junit",
	.summary = "JUnit's XML, as Jenkins and GitLab read it",
	.shows_text = true,
	.state_size = sizeof(struct junit),
	.begin = begin,
	.input = input,
	.failure = failure,
	.finding = finding,
	.end = end,
	.release = release,
};
