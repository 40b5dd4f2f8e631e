/*
 * What the environment has only the name of, and whether a value can be sent.
 */
#include "config.h"

#include "send/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

/* All of it, or false with errno set. */
static bool
read_all(int fd, struct buf *out)
{
	ssize_t n;

	for (;;) {
		size_t room = out->max - out->len;

		n = read(fd, out->ptr + out->len, room);
		if (n <= 0)
			break;
		out->len += (size_t)n;
		if (out->len == out->max) {
			errno = EFBIG;
			return false;
		}
	}
	return n == 0;
}

/* Only of a regular file: nobody else reads what comes through a pipe. */
static bool
is_open_to_others(int fd, unsigned *mode)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	*mode = st.st_mode & 07777;
	return (st.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

static enum send_kind
cannot_read(const struct given *file, const char *why, struct failure *f)
{
	gcl_failure_set(f, SEND_CREDENTIALS, "cannot read '%s': %s",
		file->text.ptr, why);
	return gcl_failure_help(f, "correct %s", file->from);
}

static enum send_kind
read_file(struct given *file, struct buf *out, bool insecure,
	struct failure *f)
{
	enum send_kind kind = SEND_OK;
	unsigned mode;
	int fd;

	fd = open(file->text.ptr, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return cannot_read(file, strerror(errno), f);
	if (!insecure && is_open_to_others(fd, &mode)) {
		gcl_failure_set(f, SEND_CREDENTIALS, "'%s' can be read by "
			"other users (mode %04o)", file->text.ptr, mode);
		kind = gcl_failure_help(f, "chmod 600 '%s', or say "
			"--insecure-key-file if that is meant",
			file->text.ptr);
	} else if (!read_all(fd, out)) {
		kind = cannot_read(file, strerror(errno), f);
	}
	close(fd);
	return kind;
}

enum send_kind
gcl_vault_load(struct vault *v, enum given_id file, enum given_id id,
	bool insecure, struct failure *f)
{
	struct given *from = &v->given[file];
	enum send_kind kind;
	struct buf text;

	if (!from->from || (v->given[id].from &&
	    v->given[id].rank < from->rank))
		return SEND_OK;
	gcl_wipe_buf_init(&text, LIMIT_SECRET_BYTES);
	if (gcl_buf_status(&text) != GCL_OK || !gcl_buf_str(&from->text))
		kind = gcl_failure_nomem(f);
	else
		kind = read_file(from, &text, insecure, f);
	if (kind == SEND_OK && !gcl_vault_set(v, id, gcl_buf_span(&text),
	    from->from))
		kind = gcl_failure_nomem(f);
	gcl_wipe_buf_release(&text);
	return kind;
}

enum send_kind
gcl_vault_check(struct vault *v, enum given_id id, struct failure *f)
{
	struct given *g = &v->given[id];
	struct buf *b = &g->text;
	size_t i;

	while (b->len > 0 && strchr("\r\n", b->ptr[b->len - 1]))
		b->len--;
	for (i = 0; i < b->len && b->ptr[i] > ' ' && b->ptr[i] <= '~'; i++)
		;
	if (b->len > 0 && i == b->len)
		return SEND_OK;
	gcl_failure_set(f, SEND_CREDENTIALS, "the value of %s %s", g->from,
		b->len == 0 ? "is empty" :
		"has a blank or another character that cannot be in it");
	return gcl_failure_help(f, "give it without blanks, quotes, line ends "
		"and the word Bearer");
}
