/*
 * A passphrase, byte by byte (POSIX.1-2017 section 11).  Signals from the
 * keyboard are off meanwhile, so that none can leave the terminal mute.
 */
#include "config.h"

#include "send/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "send/wipe.h"

enum key {
	KEY_CTRL_C = 0x03,
	KEY_CTRL_D = 0x04,
	KEY_BACKSPACE = 0x08,
	KEY_CTRL_U = 0x15,
	KEY_DELETE = 0x7f,
};

static bool
show(int tty, const char *s)
{
	size_t len = strlen(s);

	return write(tty, s, len) == (ssize_t)len;
}

/* A whole code point. */
static void
erase(struct buf *out, size_t start)
{
	while (out->len > start && (out->ptr[out->len - 1] & 0xc0) == 0x80)
		out->len--;
	if (out->len > start)
		out->len--;
}

static bool
read_line(int tty, struct buf *out)
{
	size_t start = out->len;
	char c;

	while (read(tty, &c, 1) == 1 && c != KEY_CTRL_C && c != KEY_CTRL_D) {
		if (c == '\n' || c == '\r')
			return out->len > start;
		if (c == KEY_BACKSPACE || c == KEY_DELETE)
			erase(out, start);
		else if (c == KEY_CTRL_U)
			out->len = start;
		else
			gcl_buf_addc(out, c);
	}
	return false;
}

bool
gcl_passphrase_ask(const char *prompt, struct buf *out)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct termios before, mute;
	bool done = false;

	if (tty < 0)
		return false;
	if (tcgetattr(tty, &before) == 0) {
		mute = before;
		mute.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG);
		mute.c_cc[VMIN] = 1;
		mute.c_cc[VTIME] = 0;
		if (tcsetattr(tty, TCSAFLUSH, &mute) == 0) {
			done = show(tty, prompt) && read_line(tty, out);
			show(tty, "\n");
			tcsetattr(tty, TCSAFLUSH, &before);
		}
	}
	close(tty);
	return done;
}
