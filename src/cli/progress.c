/*
 * The line comes after a second and then ten times a second, so that nobody
 * waits for it and nothing flickers.
 */
#include "config.h"

#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/display.h"
#include "cli/terminal.h"

#define SECOND_NS	1000000000L
#define FIRST_NS	SECOND_NS
#define EACH_NS		(SECOND_NS / 10)

/* Bytes of the line, where the terminal is wider or does not tell. */
#define WIDTH_MAX	160u

static void
wait_for(struct progress *p, const struct timespec *from, long ns)
{
	p->next.tv_sec = from->tv_sec + (from->tv_nsec + ns) / SECOND_NS;
	p->next.tv_nsec = (from->tv_nsec + ns) % SECOND_NS;
}

static bool
is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec :
		a->tv_nsec < b->tv_nsec;
}

/* No more than the terminal has columns, or the line would not go away. */
static void
show(const char *file, const struct gcl_totals *t)
{
	unsigned cols = gcl_terminal_width(STDERR_FILENO);
	uint64_t found = t->errors + t->warnings + t->notes;
	struct buf name;
	char line[WIDTH_MAX + 1];

	if (cols == 0 || cols > WIDTH_MAX)
		cols = WIDTH_MAX;
	gcl_buf_init(&name, 4096);
	gcl_display_add(&name, gcl_span_str(file));
	snprintf(line, cols, "files %" PRIu64 ", documents %" PRIu64
		", findings %" PRIu64 ": %s", t->files, t->documents, found,
		gcl_buf_str(&name) ? name.ptr : "");
	gcl_buf_release(&name);
	fprintf(stderr, "\r%s\033[K", line);
	fflush(stderr);
}

static void
tick(void *ctx, const char *file, const struct gcl_totals *t)
{
	struct progress *p = ctx;
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0 ||
	    is_before(&now, &p->next))
		return;
	wait_for(p, &now, EACH_NS);
	show(file, t);
	p->shown = true;
}

void
gcl_progress_begin(struct progress *p, struct gcl_linter *l, bool quiet)
{
	*p = (struct progress){ .shown = false };
	if (quiet || !isatty(STDERR_FILENO) ||
	    !gcl_terminal_color(COLOR_AUTO, STDERR_FILENO) ||
	    clock_gettime(CLOCK_MONOTONIC, &p->begun) != 0)
		return;
	wait_for(p, &p->begun, FIRST_NS);
	gcl_linter_on_progress(l, tick, p);
}

void
gcl_progress_clear(struct progress *p)
{
	if (!p || !p->shown)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	p->shown = false;
}
