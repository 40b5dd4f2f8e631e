/*
 * Consent: a phone may ring, so that nobody is to say yes by accident.
 */
#include "config.h"

#include "cli/consent.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

static int
open_terminal(void)
{
	return open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
}

bool
gcl_consent_possible(void)
{
	int tty = open_terminal();

	if (tty >= 0)
		close(tty);
	return tty >= 0;
}

static bool
read_yes(int tty)
{
	char line[8], c = 0;
	size_t n = 0;

	while (c != '\n' && read(tty, &c, 1) == 1)
		if (c != '\n' && n < sizeof(line) - 1)
			line[n++] = c;
	line[n] = '\0';
	/* A signal, or the end of file, leaves the cursor behind the prompt. */
	if (c != '\n')
		dprintf(tty, "\n");
	return c == '\n' && (!strcasecmp(line, "y") ||
		!strcasecmp(line, "yes"));
}

bool
gcl_consent_ask(const char *text)
{
	int tty = open_terminal();
	bool yes;

	if (tty < 0)
		return false;
	tcflush(tty, TCIFLUSH);
	dprintf(tty, "%sgclint: somebody's phone may ring: send it? [y/N] ",
		text);
	yes = read_yes(tty);
	close(tty);
	return yes;
}
