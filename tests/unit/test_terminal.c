/*
 * Colour and width of standard output, which is a pseudo terminal here.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/terminal.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

struct fds {
	int master, terminal, null, stdout_copy;
};

static const char *const variables[] = {
	"CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "NO_COLOR",
	"TERM",
};

struct assignment {
	const char *name, *value;
};

static const struct {
	enum color_when when;
	bool terminal;
	struct assignment env[3];
	bool want;
} colors[] = {
	{ COLOR_AUTO, true, { { "TERM", "xterm" } }, true },
	{ COLOR_AUTO, true, { { "TERM", "dumb" } }, false },
	{ COLOR_AUTO, true, { { "TERM", "" } }, false },
	{ COLOR_AUTO, true, { { NULL, NULL } }, false },
	{ COLOR_AUTO, false, { { "TERM", "xterm" } }, false },
	{ COLOR_AUTO, true, { { "TERM", "xterm" }, { "NO_COLOR", "1" } },
	  false },
	{ COLOR_AUTO, true, { { "TERM", "xterm" }, { "NO_COLOR", "" } },
	  true },
	{ COLOR_AUTO, true, { { "TERM", "xterm" }, { "CLICOLOR", "0" } },
	  false },
	{ COLOR_AUTO, true, { { "TERM", "xterm" }, { "CLICOLOR", "1" } },
	  true },
	{ COLOR_AUTO, true, { { "TERM", "dumb" }, { "FORCE_COLOR", "1" } },
	  true },
	{ COLOR_AUTO, true, { { "TERM", "xterm" }, { "FORCE_COLOR", "0" } },
	  true },
	{ COLOR_AUTO, false, { { "FORCE_COLOR", "0" } }, false },
	{ COLOR_AUTO, false, { { "FORCE_COLOR", "3" } }, true },
	{ COLOR_AUTO, false, { { "CLICOLOR_FORCE", "1" },
	  { "CLICOLOR", "0" } }, true },
	{ COLOR_AUTO, false, { { "CLICOLOR_FORCE", "1" },
	  { "NO_COLOR", "1" } }, false },
	{ COLOR_ALWAYS, false, { { "NO_COLOR", "1" }, { "CLICOLOR", "0" },
	  { "TERM", "dumb" } }, true },
	{ COLOR_NEVER, true, { { "TERM", "xterm" }, { "FORCE_COLOR", "1" } },
	  false },
};

/* Standard output is cmocka's again before anything is asserted. */
static void
redirect(const struct fds *f, bool terminal)
{
	dup2(terminal ? f->terminal : f->null, STDOUT_FILENO);
}

static void
restore(const struct fds *f)
{
	dup2(f->stdout_copy, STDOUT_FILENO);
}

static void
clear_environment(void)
{
	size_t i;

	for (i = 0; i < N_ELEMS(variables); i++)
		unsetenv(variables[i]);
}

static void
option_then_environment_then_terminal_decide_on_colour(void **state)
{
	const struct fds *f = *state;
	const struct assignment *a;
	size_t i, j;
	bool got;

	for (i = 0; i < N_ELEMS(colors); i++) {
		clear_environment();
		for (j = 0; j < N_ELEMS(colors[i].env); j++) {
			a = &colors[i].env[j];
			if (a->name)
				setenv(a->name, a->value, 1);
		}
		redirect(f, colors[i].terminal);
		got = gcl_terminal_color(colors[i].when, STDOUT_FILENO);
		restore(f);
		if (got != colors[i].want)
			fail_msg("case %zu", i);
	}
}

static unsigned
width(const struct fds *f, bool terminal, const char *columns)
{
	unsigned n;

	clear_environment();
	if (columns)
		setenv("COLUMNS", columns, 1);
	redirect(f, terminal);
	n = gcl_terminal_width(STDOUT_FILENO);
	restore(f);
	return n;
}

static void
width_is_that_of_the_terminal(void **state)
{
	assert_int_equal(width(*state, true, NULL), 132);
}

static void
columns_goes_before_the_terminal(void **state)
{
	assert_int_equal(width(*state, true, "40"), 40);
}

static void
columns_that_is_no_width_is_passed_over(void **state)
{
	static const char *const values[] = {
		"", "0", "-1", "x", "40x", " 40", "99999999999999999999",
	};
	size_t i;

	for (i = 0; i < N_ELEMS(values); i++)
		assert_int_equal(width(*state, true, values[i]), 132);
}

static void
what_is_no_terminal_has_no_width(void **state)
{
	assert_int_equal(width(*state, false, NULL), 0);
	assert_int_equal(width(*state, false, "40"), 0);
}

static int
open_terminal(void **state)
{
	static struct fds f;
	struct winsize size = { .ws_row = 24, .ws_col = 132 };

	f.master = posix_openpt(O_RDWR | O_NOCTTY);
	if (f.master < 0 || grantpt(f.master) || unlockpt(f.master))
		return -1;
	f.terminal = open(ptsname(f.master), O_RDWR | O_NOCTTY);
	f.null = open("/dev/null", O_WRONLY);
	f.stdout_copy = dup(STDOUT_FILENO);
	*state = &f;
	return ioctl(f.terminal, TIOCSWINSZ, &size);
}

static int
close_terminal(void **state)
{
	const struct fds *f = *state;

	close(f->terminal);
	close(f->master);
	close(f->null);
	return close(f->stdout_copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    option_then_environment_then_terminal_decide_on_colour),
		cmocka_unit_test(width_is_that_of_the_terminal),
		cmocka_unit_test(columns_goes_before_the_terminal),
		cmocka_unit_test(columns_that_is_no_width_is_passed_over),
		cmocka_unit_test(what_is_no_terminal_has_no_width),
	};

	return cmocka_run_group_tests(tests, open_terminal, close_terminal);
}
