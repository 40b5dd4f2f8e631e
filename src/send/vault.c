/*
 * The variables of the environment, in a table, and what is kept of them.
 */
#include "config.h"

#include "send/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

/* What is shorter may stand anywhere by chance and is not looked for. */
#define HIDDEN_BYTES 6

#define MASK "***"

/* The tutorial's names, then those of the official tools. */
static const struct variable {
	const char *name;
	enum given_id id;
	bool secret;
} variables[] = {
	{ "GENESYS_CLIENT_ID", GIVEN_CLIENT_ID, false },
	{ "GENESYS_PRIVATE_KEY", GIVEN_PRIVATE_KEY, true },
	{ "GENESYS_PRIVATE_KEY_FILE", GIVEN_PRIVATE_KEY_FILE, false },
	{ "GENESYS_KEY_PASSPHRASE", GIVEN_KEY_PASSPHRASE, true },
	{ "GENESYS_CLIENT_SECRET", GIVEN_CLIENT_SECRET, true },
	{ "GENESYS_ACCESS_TOKEN", GIVEN_ACCESS_TOKEN, true },
	{ "GENESYS_ACCESS_TOKEN_FILE", GIVEN_ACCESS_TOKEN_FILE, false },
	{ "GENESYS_ENV_URL", GIVEN_ENV_URL, false },
	{ "GENESYSCLOUD_OAUTHCLIENT_ID", GIVEN_CLIENT_ID, false },
	{ "GENESYSCLOUD_OAUTHCLIENT_SECRET", GIVEN_CLIENT_SECRET, true },
	{ "GENESYSCLOUD_ACCESS_TOKEN", GIVEN_ACCESS_TOKEN, true },
	{ "GENESYSCLOUD_REGION", GIVEN_REGION, false },
	{ "SSL_CERT_FILE", GIVEN_CACERT, false },
	{ "CURL_CA_BUNDLE", GIVEN_CACERT, false },
};

#define N_VARIABLES (sizeof(variables) / sizeof(variables[0]))

/* What is never shown. */
static const enum given_id hidden[] = {
	GIVEN_PRIVATE_KEY, GIVEN_KEY_PASSPHRASE, GIVEN_CLIENT_SECRET,
	GIVEN_ACCESS_TOKEN, GIVEN_ASSERTION, GIVEN_BASIC,
};

void
gcl_vault_init(struct vault *v)
{
	*v = (struct vault){ .st = GCL_OK };
}

void
gcl_vault_release(struct vault *v)
{
	int id;

	for (id = 0; id < GIVEN_N; id++)
		gcl_vault_drop(v, (enum given_id)id);
}

void
gcl_vault_drop(struct vault *v, enum given_id id)
{
	struct given *g = &v->given[id];

	gcl_wipe_buf_release(&g->text);
	*g = (struct given){ 0 };
}

bool
gcl_vault_set(struct vault *v, enum given_id id, struct span value,
	const char *from)
{
	struct given *g = &v->given[id];

	gcl_vault_drop(v, id);
	gcl_wipe_buf_init(&g->text, value.len);
	gcl_buf_addspan(&g->text, value);
	if (gcl_buf_status(&g->text) != GCL_OK) {
		v->st = GCL_ENOMEM;
		return false;
	}
	g->from = from;
	return true;
}

const char *
gcl_vault_variable(enum given_id id)
{
	size_t i = 0;

	while (variables[i].id != id)
		i++;
	return variables[i].name;
}

/* ---- the environment ---- */

void
gcl_vault_take(struct vault *v, char *entry)
{
	size_t len = strcspn(entry, "="), size;
	struct given *g;
	unsigned i;

	for (i = 0; i < N_VARIABLES; i++)
		if (gcl_span_is(gcl_span(entry, len), variables[i].name))
			break;
	if (i == N_VARIABLES || entry[len] != '=')
		return;
	entry += len + 1;
	size = strlen(entry);
	g = &v->given[variables[i].id];
	if (size > 0 && (!g->from || i < g->rank) &&
	    gcl_vault_set(v, variables[i].id, gcl_span(entry, size),
		variables[i].name))
		g->rank = i;
	if (variables[i].secret)
		gcl_wipe(entry, size);
}

/* ---- files ---- */

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

/* ---- what they are fit for ---- */

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

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* How many bytes at p stand for c, as it is, as %XX or behind a backslash. */
static size_t
spelling(const char *p, size_t len, char c)
{
	if (*p == c)
		return 1;
	if (*p == '\\' && len > 1 && p[1] == c)
		return 2;
	if (*p == '%' && len > 2 && hex(p[1]) >= 0 &&
	    hex(p[1]) * 16 + hex(p[2]) == (unsigned char)c)
		return 3;
	return 0;
}

/* The length of s at p, or of its beginning where the text is cut; or 0. */
static size_t
match(struct span s, const char *p, size_t len)
{
	size_t i, n, at = 0;

	for (i = 0; i < s.len && at < len; i++) {
		n = spelling(p + at, len - at, s.ptr[i]);
		if (n == 0)
			return 0;
		at += n;
	}
	return i >= HIDDEN_BYTES ? at : 0;
}

/* The length of a secret that stands at p, or 0. */
static size_t
secret_at(const struct vault *v, const char *p, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]) && n == 0; i++) {
		struct span s = gcl_vault_get(v, hidden[i]);

		/* Base64 goes without its padding too. */
		while (s.len > 0 && s.ptr[s.len - 1] == '=')
			s.len--;
		n = match(s, p, len);
	}
	return n;
}

size_t
gcl_vault_hide(const struct vault *v, char *p, size_t len)
{
	size_t from = 0, to = 0, n;

	if (len == 0)
		return 0;
	while (from < len) {
		n = secret_at(v, p + from, len - from);
		if (n == 0) {
			p[to++] = p[from++];
			continue;
		}
		memcpy(p + to, MASK, sizeof(MASK) - 1);
		to += sizeof(MASK) - 1;
		from += n;
	}
	/* What was moved to the front is still behind. */
	gcl_wipe(p + to, len - to);
	return to;
}
