/*
 * Colour and width of standard output.  Follows no-color.org, and the customs
 * of CLICOLOR and FORCE_COLOR where that is silent.
 */
#include "config.h"

#include "cli/terminal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool
is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

static bool
is_zero(const char *name)
{
	const char *value = getenv(name);

	return value && !strcmp(value, "0");
}

static bool
is_smart(void)
{
	return is_set("TERM") && strcmp(getenv("TERM"), "dumb") != 0;
}

bool
gcl_terminal_color(enum color_when when, int fd)
{
	static const char *const force[] = { "CLICOLOR_FORCE", "FORCE_COLOR" };
	size_t i;

	if (when != COLOR_AUTO)
		return when == COLOR_ALWAYS;
	if (is_set("NO_COLOR"))
		return false;
	for (i = 0; i < sizeof(force) / sizeof(force[0]); i++)
		if (is_set(force[i]) && !is_zero(force[i]))
			return true;
	return !is_zero("CLICOLOR") && isatty(fd) && is_smart();
}

/* 0 when COLUMNS is not a number of columns. */
static unsigned
columns(void)
{
	const char *value = getenv("COLUMNS");
	unsigned long n;
	char *end;

	if (!value || *value < '0' || *value > '9')
		return 0;
	n = strtoul(value, &end, 10);
	return *end == '\0' && n <= USHRT_MAX ? (unsigned)n : 0;
}

unsigned
gcl_terminal_width(int fd)
{
	struct winsize size;

	if (!isatty(fd))
		return 0;
	if (columns() > 0)
		return columns();
	if (ioctl(fd, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}
